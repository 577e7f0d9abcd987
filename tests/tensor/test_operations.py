"""The table of array operations: one place for each head."""

from collections import Counter

import pytest
from latex_arrays import array_claim

from symnn.heads import HEADS
from symnn.tensor.operations import derivatives, elementwise, functions, linear_algebra, powers, products, sums
from symnn.tensor.operations.table import OPERATIONS
from symnn.tensor.prover import decide
from symnn.verdict import name_of

FAMILIES = (derivatives, elementwise, functions, linear_algebra, powers, products, sums)


def test_every_head_is_in_one_family_only() -> None:
    counts = Counter(head for family in FAMILIES for head in family.OPERATIONS)
    assert set(counts.values()) == {1}
    assert set(counts) == set(OPERATIONS)


def test_every_operation_is_a_head_of_the_vocabulary() -> None:
    assert set(OPERATIONS) <= set(HEADS)


DECLARED = r"$A \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^{n}$, $s \in \mathbb{R}$"


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        (r"A A^{-1} / 2 = I / 2", "proved"),
        (r"A A^{-1} / 2 = I / 3", "refuted"),
        (r"x - x + s \mathbf{1} = s \odot \mathbf{1}", "proved"),
        (r"A A^{-1} = I^2", "undecided"),
        (r"A A^{-1} e = e^{I}", "undecided"),  # of the entries, or the exponential of the matrix?
        (r"A - A + s + I = s + I", "undecided"),  # to each entry, or to the diagonal?
    ],
)
def test_a_number_beside_an_array_without_a_size_does_not_make_it_a_number(formula: str, verdict: str) -> None:
    assert name_of(decide(array_claim(DECLARED, formula))) == verdict
