"""Points are tried one after the other, the simplest first, however many variables there are."""

from fractions import Fraction
from itertools import islice, product

from hypothesis import given
from hypothesis import strategies as st

from symnn.claim import Variable
from symnn.domain import REALS
from symnn.kernel.probes import parameter_points, rows_by_sum
from symnn.term import Sym


@given(st.lists(st.integers(0, 4), max_size=4))
def test_rows_come_by_their_sum(lengths):
    assert list(rows_by_sum(lengths)) == sorted(product(*map(range, lengths)), key=sum)


def test_forty_variables_need_no_memory():
    first = list(islice(parameter_points(tuple(Variable(Sym(f"x{k}"), REALS) for k in range(40)), ()), 3))
    assert [x for _, x in first[0]] == [Fraction(1)] * 40
    assert len(first) == 3
