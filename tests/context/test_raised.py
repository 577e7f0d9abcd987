"""A letter above a name: a power, or an index of steps or layers."""

import pytest

import symnn
from symnn.verdict import Undecided, name_of


@pytest.mark.parametrize(
    "formula",
    [
        r"h^t = \tanh(W h^{t-1} + U x^t + b)",
        r"z^{l} = W^{l} a^{l-1} + b^{l}",
        r"z^{l} = W^{l} a^{l-1}",
        r"a^l = \sigma(z^l)",
        r"a^l_j = \sigma(z^l_j)",
        r"x^{k+1} = x^k - \eta g^k",
        r"x^{k+1} = \frac{1}{2} \left(x^k + \frac{2}{x^k}\right) - 1",
        r"\theta^{t+1} = \theta^t - \eta g^t",
        r"\mu v^k - \eta g^k = v^{k+1}",
    ],
)
def test_a_letter_above_names_may_count_steps(formula: str) -> None:
    (claim,) = symnn.verify(text=f"Then\n\n$${formula}$$\n").claims
    assert isinstance(claim.verdict, Undecided)
    assert "is not said" in claim.verdict.reason


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"x^{n+1} = x^n x", "proved"),
        (r"x^{n+1} = 2 x^n x", "refuted"),
        (r"2^{n+1} = 2^n + 2^n", "proved"),
        (r"2^{n+1} = 2^n + 3^n", "refuted"),
    ],
)
def test_powers_of_one_base_stay_powers(formula: str, expected: str) -> None:
    (claim,) = symnn.verify(text=f"For $x > 0$ and $n \\in \\mathbb{{N}}$,\n\n$${formula}$$\n").claims
    assert name_of(claim.verdict) == expected


def test_declared_numbers_are_raised_to_powers() -> None:
    given = r"Let $a, b, c \in \mathbb{R}$ and $n \in \mathbb{N}$."
    (claim,) = symnn.verify(text=f"{given}\n\n$$c^n = a^n + b^n$$\n").claims
    assert name_of(claim.verdict) == "refuted"
