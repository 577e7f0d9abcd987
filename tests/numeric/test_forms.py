"""The field of a formula, its programs, tables and helpers: each against exact arithmetic or balls."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from symnn.kernel.differentiate import derivative
from symnn.numeric.analytic import Analytic, NoValueError, split
from symnn.numeric.derive import derive
from symnn.numeric.evaluate import evaluate
from symnn.numeric.field import elements
from symnn.numeric.lines import evaluate_line
from symnn.numeric.nodes import meaning
from symnn.numeric.programs import Builder
from symnn.numeric.ratios import NoFormError
from symnn.numeric.runtime import exact_polynomial, polynomials, select, two_product, two_sum
from symnn.numeric.samples import references, samples, ulps
from symnn.numeric.tables import HALF_CELLS, HALF_WIDTH, half_erfcx
from symnn.numeric.zeros import table_for
from symnn.term import Op, Sym, num, op

x = Sym("x")
doubles = st.floats(-1e100, 1e100, allow_subnormal=False)


def sigma(u):
    return op("div", num(1), op("add", num(1), op("exp", op("neg", u))))


leaves = st.one_of(st.just(x), st.sampled_from([num(1), num(2), num(Fraction(-1, 3)), num(Fraction(5, 2)), Op("pi")]))
smooth = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda a, b: op("add", a, b), inner, inner),
        st.builds(lambda a, b: op("mul", a, b), inner, inner),
        st.builds(lambda a: op("neg", a), inner),
        st.builds(lambda h, a: op(h, a), st.sampled_from(["exp", "tanh", "sinh", "cosh", "sech", "erf", "sin"]), inner),
        st.builds(lambda a: op("log", op("add", num(1), op("exp", a))), inner),
        st.builds(lambda a: op("sqrt", op("add", num(1), op("pow", a, num(2)))), inner),
        st.builds(sigma, inner),
    ),
    max_leaves=5,
)


@given(smooth, st.fractions(-3, 3, max_denominator=64))
@settings(max_examples=150, deadline=None)
def test_an_element_of_the_field_has_the_value_of_its_term(term, at):
    try:
        field, (row,) = elements(x, (term,))
        left, right = Analytic(term, x).value(at), Analytic(field.term_of(row), x).value(at)
    except (NoFormError, NoValueError, ZeroDivisionError, OverflowError):
        return
    assert left.overlaps(right) or abs(left - right) < abs(left) * arb(2) ** -60 + arb(2) ** -300


@given(smooth, st.fractions(-3, 3, max_denominator=64).filter(bool))
@settings(max_examples=150, deadline=None)
def test_a_program_means_its_term(term, at):
    try:
        field, rows = elements(x, (term, derivative(term, x)))
        programs = Builder(field).programs(rows)
        pairs = [
            (Analytic(t, x).value(at), Analytic(_resolved(p, at), x).value(at))
            for t, p in zip((term, derivative(term, x)), programs, strict=True)
        ]
    except (NoFormError, NoValueError, ZeroDivisionError, OverflowError):
        return
    for left, right in pairs:
        assert left.overlaps(right) or abs(left - right) < abs(left) * arb(2) ** -60 + arb(2) ** -300


def _resolved(program, at):
    """The meaning at one point: signs are looked up there."""

    def sign(term):
        value = Analytic(term, x).value(at)
        if not (value > 0 or value < 0):
            raise NoValueError("a border: the sides have programs of their own")
        return 1 if value > 0 else -1

    def holds(condition):
        a, b = (evaluate(n, np.array([float(at)]))[0] for n in condition.args)
        return bool(a < b)

    return meaning(program, {"x": x}, holds, sign)


def test_growing_logarithms_meet_the_line_before_any_rounding():
    softplus = op("log", op("add", num(1), op("exp", x)))
    field, rows = elements(x, (op("add", softplus, op("neg", x)), op("mul", softplus, softplus)))
    falling, square = Builder(field).programs(rows)
    assert evaluate(falling, np.array([800.0]))[0] == 0.0
    assert evaluate(falling, np.array([700.0]))[0] == pytest.approx(np.exp(-700.0), rel=1e-15)
    assert evaluate(square, np.array([1e8]))[0] == 1e16


@given(doubles, doubles)
def test_two_product_and_two_sum_are_exact(a, b):
    s, e = two_sum(np.array([a]), np.array([b]))
    assert Fraction(float(s[0])) + Fraction(float(e[0])) == Fraction(a) + Fraction(b)
    if a == 0 or b == 0 or 1e-200 < abs(a * b) < 1e200:
        p, e = two_product(np.array([a]), np.array([b]))
        assert Fraction(float(p[0])) + Fraction(float(e[0])) == Fraction(a) * Fraction(b)


def test_a_polynomial_in_double_double_has_twice_the_digits():
    points = np.random.default_rng(1).uniform(-30, 30, 200)
    rows = [split(arb(2).sqrt()), (0.0, 0.0), split(arb(1) / 3), (0.0, 0.0)]
    high, low = exact_polynomial(points, rows)
    for t, h, e in zip(points, high, low, strict=True):
        exact = sum((Fraction(a) + Fraction(b)) * Fraction(float(t)) ** (3 - k) for k, (a, b) in enumerate(rows))
        assert abs(Fraction(float(h)) + Fraction(float(e)) - exact) <= abs(exact) / 2**97


def test_selection_takes_each_value_bit_by_bit():
    a, b, out = np.array([1.0, np.nan, -0.0]), np.array([2.0, 3.0, np.inf]), np.empty(3)
    select(np.array([True, False, True]), a, b, out)
    assert out.tolist() == [1.0, 3.0, 0.0]
    assert np.signbit(out[2])


def test_the_table_of_erfcx_is_good_to_the_last_bits():
    f = Analytic(op("div", op("mul", op("exp", op("pow", x, num(2))), op("erfc", x)), num(2)), x)
    points = np.random.default_rng(2).uniform(0, HALF_WIDTH * HALF_CELLS, 3000)
    out = np.empty_like(points)
    polynomials(points, half_erfcx(), 0.0, HALF_WIDTH, out)
    assert ulps(out, references([f.term], f.var, points)[0]).max() < 1.3


def test_a_table_keeps_its_digits_at_a_zero():
    silu = op("mul", x, sigma(x))
    f = Analytic(derivative(silu, x), x)
    ((table, low, high),) = table_for(f, -2.0, -0.5)
    near = table.root[0] * (1 + 10.0 ** np.random.default_rng(3).uniform(-15, -2, 300))
    assert (low, high, table.order) == (-2.0, -0.5, 1)
    assert ulps(table.evaluate(near), references([f.term], f.var, near)[0]).max() < 3


@pytest.mark.parametrize(
    "term",
    [
        op("log", op("cosh", x)),
        op("div", op("add", op("exp", x), num(-1)), x),
        op("add", op("sqrt", op("add", num(1), op("pow", x, num(2)))), num(-1)),
        op("exp", op("neg", op("exp", op("neg", x)))),
        op("mul", x, op("erf", op("log", op("add", num(1), op("exp", x))))),
        op("add", num(1), op("neg", op("cos", x))),
    ],
    ids=["log cosh", "expm1 ratio", "conjugate", "double exponential", "erf of softplus", "1 - cos"],
)
def test_expressions_in_no_catalogue_are_good_to_eight_units_at_new_points(term):
    derived = derive(term, x, {}, "accurate")
    points = samples([0.0], seed=4711).x
    points = points[np.abs(points) < (1e3 if any(w in str(term) for w in ("'cos'",)) else 1e308)]
    for k in (0, 1):
        error = np.zeros(points.shape)
        for part in derived.parts:
            here = part.holds(points)
            error[here] = ulps(
                evaluate_line(derived.lines[k], points[here]), references([part.terms[k]], x, points[here])[0]
            )
        assert error.max() <= 8, (points[error.argmax()], error.max())


def test_a_form_that_the_kernel_does_not_prove_is_computed_as_written():
    term = op("mul", x, op("log", op("add", num(2), op("neg", op("exp", op("neg", op("exp", x)))))))
    derived = derive(term, x, {}, "accurate")
    assert evaluate_line(derived.lines[0], np.array([1.0]))[0] == pytest.approx(
        float(np.log(2 - np.exp(-np.e))), rel=1e-14
    )
