"""A small and a capital Greek letter are two names, however their words are spelt."""

from __future__ import annotations

from pathlib import Path

from symnn.check import Options, verify
from symnn.result import ClaimResult
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


def test_small_phi_beside_capital_phi_is_its_density(tmp_path: Path) -> None:
    verdicts, claims = _verdicts(
        tmp_path,
        "$$\\operatorname{GELU}'(x) = \\Phi(x) + x\\phi(x)$$\n\n"
        "$$\\operatorname{GELU}'(x) = \\Phi(x) + x\\varphi(x)$$\n\n"
        "$$\\Phi'(x) = \\phi(x)$$\n\n$$\\phi(x) + 0 \\cdot \\Phi(x) = \\frac{1}{\\sqrt{2\\pi}} e^{-x^2/2}$$\n\n"
        "$$\\operatorname{GELU}'(x) = \\Phi(x) - x\\phi(x)$$\n",
    )
    assert verdicts == ["proved", "proved", "proved", "proved", "refuted"]
    assert "φ the density of Φ (not declared)" in claims[0].assumptions


def test_small_phi_alone_is_a_function_of_which_nothing_is_known(tmp_path: Path) -> None:
    verdicts, _ = _verdicts(tmp_path, "$$\\phi(0) + 0 = \\frac{1}{2}$$\n\n$$2 \\Sigma(x) - 1 = \\tanh(x)$$\n")
    assert set(verdicts) <= {"undecided", "unreadable"}


def test_a_document_that_says_what_phi_is_is_heard(tmp_path: Path) -> None:
    verdicts, _ = _verdicts(
        tmp_path,
        "# One\n\n$$\\phi(x) := \\Phi(x)$$\n\n<!-- @claim a -->\n$$\\Phi'(x) = \\phi(x)$$\n\n"
        "# Other\n\nLet $\\phi$ be differentiable.\n\n$$\\Phi'(x) = \\phi(x)$$\n",
    )
    assert verdicts[0] == "refuted"
    assert verdicts[-1] == "undecided"


def _verdicts(folder: Path, text: str) -> tuple[list[str], tuple[ClaimResult, ...]]:
    path = folder / "a.md"
    path.write_text(text, encoding="utf-8")
    claims = verify([str(path)], Options(jobs=1)).claims
    return [name_of(c.verdict) for c in claims], claims
