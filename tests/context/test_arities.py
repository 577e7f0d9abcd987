"""Functions of one name that differ in how many arguments they take, and D(p ‖ q)."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of

GIVEN = r"""Let $p, q \in (0,1)^n$.

$$D_{KL}(p \| q) = \sum_i p_i \log \frac{p_i}{q_i}$$
$$H(p) = -\sum_i p_i \log p_i$$
$$H(p,q) = -\sum_i p_i \log q_i$$

Then
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"D_{KL}(p \| q) = H(p,q) - H(p)", "proved"),
        (r"D_{KL}(q \| p) = H(q,p) - H(q)", "proved"),
        (r"D_{KL}(p \| q) = H(p,q) + H(p)", "refuted"),
        (r"D_{KL}(p \| q) = H(q,p) - H(p)", "refuted"),
        (r"H(p,p) = H(p)", "proved"),
    ],
)
def test_entropy_and_cross_entropy_are_two_functions(claim: str, expected: str) -> None:
    (found,) = symnn.verify(text=f"{GIVEN}$${claim}$$\n").claims
    assert name_of(found.verdict) == expected


def test_each_number_of_arguments_has_its_definition() -> None:
    text = "$$f(x) = x^2$$\n$$f(x, y) = x^2 y$$\n\n"
    claims = (r"f'(x) = 2x", r"f'(x) = 3x", r"\frac{\partial f(x,y)}{\partial x} = 2 x y", "f(x, 1) = f(x)")
    found = symnn.verify(text=text + "\n".join(f"$${c}$$\n" for c in claims)).claims
    assert [name_of(c.verdict) for c in found] == ["proved", "refuted", "proved", "proved"]


def test_a_number_of_arguments_that_nobody_defined_stays_open() -> None:
    (found,) = symnn.verify(text="$$f(x) = x^2$$\n\n$$f(1, 2, 3) = 7$$\n").claims
    assert name_of(found.verdict) == "undecided"


def test_a_label_alone_makes_no_claim_of_a_definition() -> None:
    text = r"$$f_{KL}(x) = x^2$$" + "\n\n" + r"$$f_{KL}(x) = x^3$$" + "\n"
    assert not symnn.verify(text=text).claims
