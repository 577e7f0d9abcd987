"""Claims about arrays from what a document would say, as in ``array_claim(r"$x \\in \\mathbb{R}^{n}$", "x = x")``."""

from __future__ import annotations

from symnn.claim import Claim
from symnn.context import understand
from symnn.document import parse


def array_claim(declared: str, formula: str, when: str = "") -> Claim:
    text = f"# C\n\n<!-- @let -->\nLet {declared}.\n\n<!-- @claim c -->\n{when}\n\n```math\n{formula}\n```\n"
    (pending,) = understand(parse(text, format="markdown")).pending
    assert isinstance(pending.claim, Claim), pending.claim
    return pending.claim
