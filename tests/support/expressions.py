"""Random SymPy expressions in x, mostly of the kind that people compile, some of the kind that has no numeric form."""

import sympy as sp
from hypothesis import reject
from hypothesis import strategies as st

X = sp.Symbol("x", real=True)
UNKNOWN = sp.Function("F")
WHOLE = [sp.Integer(k) for k in (-3, -1, 0, 1, 2, 7)]
NUMBERS = st.sampled_from([*WHOLE, sp.Rational(1, 2), sp.Rational(-1, 3), sp.pi, sp.E])
SMOOTH = (sp.exp, sp.tanh, sp.sin, sp.cos, sp.atan, sp.erf, sp.sinh, sp.cosh, sp.asinh)
PARTIAL = (sp.log, sp.sqrt, sp.tan, sp.asin, sp.acosh, sp.atanh, lambda e: 1 / e, sp.cbrt)
PIECEWISE = (sp.Abs, sp.sign, sp.floor, sp.Heaviside)
FORMLESS = (
    sp.gamma, sp.zeta, sp.LambertW, UNKNOWN,
    lambda e: sp.Integral(e, X), lambda e: sp.Integral(e, (X, 0, X)), lambda e: sp.Derivative(UNKNOWN(X) * e, X),
    lambda e: sp.Sum(e, (sp.Symbol("k"), 0, 3)), lambda e: sp.I * e, lambda e: e * sp.oo, sp.DiracDelta,
)  # fmt: skip
RELATIONS = (sp.Lt, sp.Le, sp.Gt, sp.Ge)


def _applied(function, *args):
    try:
        return function(*args)
    except ValueError:  # not of what is not real
        return reject()


def _cases(relation, then, other, left, right):
    try:
        return sp.Piecewise((then, relation(left, right)), (other, True))
    except TypeError:  # the same
        return reject()


def _grown(inner: st.SearchStrategy) -> st.SearchStrategy:
    one = st.one_of(
        st.builds(_applied, st.sampled_from(SMOOTH), inner),
        st.builds(_applied, st.sampled_from(SMOOTH), inner),
        st.builds(_applied, st.sampled_from(PARTIAL), inner),
        st.builds(_applied, st.sampled_from(PIECEWISE), inner),
        st.builds(_applied, st.sampled_from(FORMLESS), inner),
        st.builds(lambda e: sp.log(1 + sp.exp(e)), inner),
        st.builds(lambda e: 1 / (1 + sp.exp(-e)), inner),
        st.builds(lambda e, n: e**n, inner, st.sampled_from([-2, 2, 3, sp.Rational(3, 2), sp.pi, X])),
    )
    two = st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: a * b, inner, inner),
        st.builds(lambda a, b: a - b, inner, inner),
        st.builds(lambda a, b: a / b, inner, inner),
        st.builds(_applied, st.sampled_from((sp.Max, sp.Min)), inner, inner),
        st.builds(_cases, st.sampled_from(RELATIONS), inner, inner, st.just(X), NUMBERS),
        st.builds(_cases, st.sampled_from(RELATIONS), inner, inner, inner, st.just(sp.Integer(0))),
    )
    return st.one_of(one, two)


def expressions(leaves: int) -> st.SearchStrategy:
    """Expressions of at most that many leaves; SymPy may simplify them, to a number or to what has no value."""
    return st.recursive(st.one_of(st.just(X), st.just(X), NUMBERS), _grown, max_leaves=leaves)
