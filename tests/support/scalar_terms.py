"""Random scalar terms in x and y, and rational points."""

from __future__ import annotations

from hypothesis import strategies as st

from symnn.term import TRUE, Num, Op, Sym, Term, num, op

x, y = Sym("x"), Sym("y")

numbers = st.fractions(min_value=0, max_value=5, max_denominator=6).map(Num)
leaves = st.one_of(numbers, st.sampled_from([x, y]), st.sampled_from([Op("pi"), Op("e")]))
UNARY = (
    "exp log sqrt sinh cosh tanh sech asinh atan sin cos erf erfc abs sign neg normal_cdf normal_pdf percent".split()
)
BINARY = "add mul dot times div max min".split()


def _grow(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    small = st.integers(-2, 3).map(num)
    cases = st.builds(
        lambda a, b, c, r: op("cases", op("case", a, op(r, c, num(1))), op("case", b, TRUE)),
        inner, inner, inner, st.sampled_from("lt le gt ge".split()),
    )  # fmt: skip
    return st.one_of(
        st.builds(op, st.sampled_from(UNARY), inner),
        st.builds(op, st.sampled_from(BINARY), inner, inner),
        st.builds(lambda a, k: op("pow", a, k), inner, small),
        st.builds(lambda a, k: op("root", a, num(k)), inner, st.integers(2, 3)),
        cases,
    )


terms = st.recursive(leaves, _grow, max_leaves=8)
points = st.fractions(min_value=-3, max_value=3, max_denominator=4)
