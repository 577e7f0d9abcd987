"""A small and a capital Greek letter are two names, however their words are spelt."""

from __future__ import annotations

from pathlib import Path

from symnn.check import Options, verify
from symnn.verdict import name_of


def test_a_definition_of_small_phi_says_nothing_of_capital_phi(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "Let $x \\in \\mathbb{R}$.\n\n```math\n\\phi(x) := \\frac{e^{-x^2/2}}{\\sqrt{2\\pi}}\n```\n\n"
        "<!-- @claim capital -->\n```math\n\\Phi'(x) = \\phi(x)\n```\n\n"
        "<!-- @claim mixed -->\n```math\n\\Phi(x) = \\phi(x)\n```\n",
        encoding="utf-8",
    )
    verdicts = {c.id: name_of(c.verdict) for c in verify([str(path)], Options(jobs=1)).claims}
    assert verdicts == {"capital": "proved", "mixed": "refuted"}
