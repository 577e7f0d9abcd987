"""Chains of inequalities: a counterexample names every letter of the chain, also those of its other links."""

import pytest

import symnn
from symnn.verdict import name_of


@pytest.mark.parametrize(
    ("let", "chain", "expected"),
    [
        (r"$a > 0$", r"0 < \xi < \frac{2}{a}", "refuted"),
        (r"$a > 0$, $\xi < 0$", r"0 < \xi < \frac{2}{a}", "refuted"),
        (r"$a > 0$, $b > a$", r"1 < \xi^2 + 1 < a + b", "refuted"),
        (r"$a > 0$", r"-1 < \xi^2 < 1 + \xi^2 + a", "proved"),
    ],
)
def test_a_refuted_chain_is_checked(let: str, chain: str, expected: str) -> None:
    text = f"<!-- @let -->\nLet {let}, $\\xi \\in \\mathbb{{R}}$.\n\n<!-- @claim c -->\n$$\n{chain}\n$$\n"
    if r"\xi < 0" in let:
        text = text.replace(r", $\xi \in \mathbb{R}$", "")
    (claim,) = symnn.verify(text=text).claims
    assert name_of(claim.verdict) == expected
    if expected == "refuted":
        names = {s.name for s, _ in claim.verdict.counterexample.point}
        assert names == ({"a", "b", "xi"} if "b" in let else {"a", "xi"})
