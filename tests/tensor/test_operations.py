"""The table of array operations: one place for each head."""

from collections import Counter

from symnn.heads import HEADS
from symnn.tensor.operations import derivatives, elementwise, functions, linear_algebra, powers, products, sums
from symnn.tensor.operations.table import OPERATIONS

FAMILIES = (derivatives, elementwise, functions, linear_algebra, powers, products, sums)


def test_every_head_is_in_one_family_only() -> None:
    counts = Counter(head for family in FAMILIES for head in family.OPERATIONS)
    assert set(counts.values()) == {1}
    assert set(counts) == set(OPERATIONS)


def test_every_operation_is_a_head_of_the_vocabulary() -> None:
    assert set(OPERATIONS) <= set(HEADS)
