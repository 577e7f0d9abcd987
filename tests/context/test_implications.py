"""A ⇒ B is the claim B under the condition A; a condition may say what is differentiated."""

from __future__ import annotations

from pathlib import Path

import pytest
from formulas import claim, term

from symnn.check import Options, verify
from symnn.kernel import decide
from symnn.term import Sym, op
from symnn.verdict import Undecided, name_of

LET = r"Let $x \in \mathbb{R}$, $y \in \mathbb{R}$, $w \in \mathbb{R}$ and $b \in \mathbb{R}$."


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"x \in [0,1] \Rightarrow x^2 \le x", "proved"),
        (r"x = 1 \implies x^2 = 1", "proved"),
        (r"x^2 = 1 \implies x = 1", "refuted"),
        (r"x^2 > 1 \Rightarrow x > 1", "refuted"),
        (r"x > 0 \Rightarrow \tanh x > \frac{1}{2}", "refuted"),
        (r"\sigma(x) = 1 \implies x = 3", "undecided"),  # of no x
        (r"y = wx + b \Rightarrow \frac{\partial y}{\partial w} = x", "proved"),
        (r"y = x^2 \Rightarrow \frac{dy}{dx} = 2x", "proved"),
        (r"y = x^2 \Rightarrow \frac{dy}{dx} = 0", "refuted"),
        (r"y = x^2 \Rightarrow \frac{\partial}{\partial x}[xy] = 3x^2", "unreadable"),  # or y
        (r"x = e^y \Rightarrow \frac{dy}{dx} = \frac{1}{x}", "unreadable"),
    ],
)
def test_an_implication_is_decided(tmp_path: Path, formula: str, expected: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{LET}\n\n$$ {formula} $$\n", encoding="utf-8")
    [found] = verify([str(path)], Options(jobs=1)).claims
    assert name_of(found.verdict) == expected


def test_a_derivative_by_a_tied_name_is_not_decided() -> None:
    relation = op("eq", op("deriv", Sym("y"), Sym("x")), term("0"))
    assert isinstance(decide(claim(relation, "y == x**2")), Undecided)
    assert isinstance(decide(claim(relation, "y == a**2", "a == x")), Undecided)
