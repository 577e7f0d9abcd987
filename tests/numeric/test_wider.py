"""What had no form: broken powers, borders that are no rational numbers, steps, decimals, lines that cancel."""

import math
import warnings
from fractions import Fraction

import numpy as np
import pytest
import sympy
from expression_reference import exact
from hypothesis import given, settings
from hypothesis import strategies as st
from ulp import ulps

import symnn
from symnn.domain import Interval
from symnn.numeric.analytic import Analytic
from symnn.numeric.borders import borders_of, certain_sign
from symnn.numeric.compile import roots_as_powers
from symnn.term import Sym, num, op

x = sympy.Symbol("x", real=True)
X = Sym("x")
INF = math.inf


def compiled(text: str):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return symnn.compile(sympy.sympify(text, locals={"x": x}))


@pytest.mark.parametrize(
    ("text", "power", "at"),
    [
        ("x**Rational(3, 2)", "3/2", (0.0, INF)),
        ("cbrt(x)", "1/3", (0.0, INF)),
        ("x**Rational(5, 3)", "5/3", (0.0, INF)),
        ("x**Rational(1, 4)", "1/4", (0.0, INF)),
    ],
)
def test_a_broken_power_has_its_value_at_zero_and_none_below(text: str, power: str, at: tuple[float, float]) -> None:
    f = compiled(text)
    points = [float(p) for p in 10.0 ** np.random.default_rng(41).uniform(-300, 180, 200)]
    q = Fraction(power)
    for p, y, s in zip(points, f(np.array(points)), f.derivative(np.array(points)), strict=True):
        with sympy.core.evalf.mp.workprec(200):
            mpf = sympy.core.evalf.mp.mpf
            e = mpf(q.numerator) / q.denominator
            wanted, slope = mpf(p) ** e, e * mpf(p) ** (e - 1)
            if slope < 1e308 and wanted < 1e308:
                assert abs(y - wanted) <= 8 * math.ulp(float(wanted))
                assert abs(s - slope) <= 8 * math.ulp(float(slope))
    assert [f(0.0), f(INF)] == list(at)
    assert np.isnan([f(-1.0), f(-5e-324), f.derivative(-2.0)]).all()


@pytest.mark.parametrize(
    "text",
    [
        "Max(x**2 - 2, 0)",
        "Max(log(x**2 + 1), 1)",
        "Abs(x**3 - x - 1)",
        "Piecewise((x**2, x < exp(-x)), (1/x, True))",
        "Min(exp(x), 2 - x**2)",
    ],
)
def test_borders_that_are_no_rational_numbers_are_found_and_keep_their_digits(text: str) -> None:
    expression = sympy.sympify(text, locals={"x": x})
    f = compiled(text)
    points = [float(p) for p in np.random.default_rng(42).uniform(-4, 4, 400)] + [1e-200, -1e10, 1e100]
    for low, high in borders_of(_term(expression), X):
        points += [low, high, *(low + s * 2.0**-k for s in (1, -1) for k in range(5, 52, 6))]
    assert ulps(f(np.array(points)), exact(expression, points), np.float64).max() <= 4


def _term(expression: sympy.Expr):
    from symnn.sympy_bridge import from_sympy

    return from_sympy(expression)


def test_the_logarithm_is_folded_at_one_and_undefined_below_zero() -> None:
    f = compiled("Abs(log(x))")
    assert [f(0.5), f(1.0), f(2.0), f(INF)] == [math.log(2), 0.0, math.log(2), INF]
    assert [f.derivative(0.5), f.derivative(2.0)] == [-2.0, 0.5]
    assert math.isnan(f(-1.0))


@pytest.mark.filterwarnings("ignore::symnn.numeric.AccuracyWarning")  # beside √2, x² − 2 has lost its digits
def test_where_an_argument_leaves_the_domain_there_is_no_value_and_no_slope() -> None:
    f = symnn.compile(sympy.sqrt(x**2 - 2))
    assert np.isnan([f(1.0), f.derivative(1.0), f(-1.4), f.derivative(-1.4)]).all()
    assert f(3.0) == math.sqrt(7)
    g = compiled("asin(x**2)")
    assert np.isnan([g(1.5), g.derivative(-1.5)]).all()


def test_a_step_has_no_slope_at_its_jump_and_its_middle_there() -> None:
    f = compiled("Heaviside(x)")
    assert [f(-1.0), f(0.0), f(1.0)] == [0.0, 0.5, 1.0]
    assert [f.derivative(-1.0), f.derivative(1.0)] == [0.0, 0.0]
    assert math.isnan(f.derivative(0.0))
    assert compiled("Heaviside(x, 1)")(0.0) == 1.0


def test_a_decimal_is_read_as_the_number_that_it_prints() -> None:
    assert roots_as_powers(op("root", X, num(2))) == op("sqrt", X)
    assert r"\frac{x}{10}" in compiled("0.1*x").certificate.formula
    f = compiled("x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3)))/2")
    points = np.linspace(-6, 6, 401)
    assert np.abs(f(points) - symnn.compile("gelu_tanh")(points)).max() <= 1e-15


@pytest.mark.parametrize("text", ["log(1 + exp(x))/x", "log(1 + exp(x))/x - 1", "x/log(1 + exp(x))", "log(cosh(x))/x"])
def test_the_growth_of_a_logarithm_cancels_before_it_is_rounded(text: str) -> None:
    expression = sympy.sympify(text, locals={"x": x})
    f = compiled(text)
    points = [float(p) for p in np.random.default_rng(43).uniform(-500, 700, 300)] + [36.7, 68.5, 71.1, -36.0, 650.0]
    for function, formula in ((f, expression), (f.derivative, sympy.diff(expression, x))):
        assert ulps(function(np.array(points)), exact(formula, points), np.float64).max() <= 4


@given(st.fractions(-5, 5, max_denominator=9), st.fractions(-5, 5, max_denominator=9))
@settings(max_examples=40, deadline=None)
def test_a_sign_that_balls_show_holds_at_every_point(p, q):
    """x² + p·x + q: no sign is claimed where it changes."""
    term = op("add", op("pow", X, num(2)), op("mul", num(p), X), num(q))
    low, high = Fraction(-3), Fraction(2)
    sign = certain_sign(term, X, Interval(low, high))
    values = [t * t + p * t + q for t in (low + (high - low) * Fraction(k, 97) for k in range(1, 97))]
    assert sign is None or all((v > 0) - (v < 0) == sign for v in values)
    discriminant = p * p - 4 * q
    if discriminant < 0:
        assert sign == 1


@given(st.fractions(-20, 20, max_denominator=7).filter(bool))
@settings(max_examples=40, deadline=None)
def test_a_border_lies_between_two_neighbouring_doubles(c):
    term = op("abs", op("add", op("exp", X), num(-abs(c))))
    ((low, high),) = borders_of(term, X) or ((math.nan, math.nan),)
    if abs(c) == 1:
        assert math.isnan(low) or low == high == 0.0
        return
    inner = Analytic(op("add", op("exp", X), num(-abs(c))), X)
    assert float(np.nextafter(low, INF)) == high
    assert inner.value(low) < 0 < inner.value(high)


def test_the_certificate_looks_beside_roots() -> None:
    f = symnn.compile(sympy.sympify("x*log(1 + exp(-x**2))", locals={"x": x}))
    slope = sympy.diff(sympy.sympify("x*log(1 + exp(-x**2))", locals={"x": x}), x)
    points = [0.784688, *(0.7846880432 * (1 + s * 2.0**-k) for s in (1, -1) for k in range(10, 40, 3))]
    measured = ulps(f.derivative(np.array(points)), exact(slope, points), np.float64).max()
    assert measured <= f.certificate.worst[1] + 0.3
    assert measured <= 4


def test_far_out_the_fast_mode_keeps_what_fades_slowly() -> None:
    """log(2 + x²) is 1.5 % of this at x = 917, where e^x overflows: the leading form x is not the function there."""
    f = symnn.compile(sympy.log(x**2 + 2) + sympy.log(sympy.exp(x) + 1) / (1 + 1 / (x**2 + 1) ** 2), mode="fast")
    for at in (668.0, 705.0, 917.0, 1e4, 1e8, 1e30):
        assert f(at) == pytest.approx(at + math.log(2 + at * at), rel=1e-9)
        assert f.derivative(at) == pytest.approx(1 + 2 * at / (2 + at * at), rel=1e-9)


@pytest.mark.parametrize("mode", ["accurate", "fast"])
@pytest.mark.parametrize(
    "text",
    [
        "sqrt(1 + exp(x))",
        "sqrt(exp(2*x) + 1)",
        "sqrt(1 + exp(-x))",
        "sqrt(cosh(x))",
        "log(1 + sqrt(1 + exp(x)))",
        "x/sqrt(1 + exp(x))",
    ],
)
def test_a_root_of_exponentials_has_its_value_where_the_exponentials_overflow(text: str, mode: str) -> None:
    expression = sympy.sympify(text, locals={"x": x})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        f = symnn.compile(expression, mode=mode)
        points = np.array([-1400.5, -800.25, -40.5, -1.5, 0.0, 2.5, 36.5, 38.5, 300.25, 709.5, 710.5, 750.25, 1400.5])
        found = f.value_and_derivative(points)
    for values, formula in zip(found, (expression, expression.diff(x)), strict=True):
        for at, value in zip(points, values, strict=True):
            true = formula.subs(x, sympy.Rational(float(at))).evalf(40)
            if abs(true) > sympy.Float("1.7e308"):
                assert math.isinf(value)
            elif abs(true) > sympy.Float("1e-300"):
                assert abs(sympy.Float(float(value), 40) - true) <= abs(true) * 1e-12
            else:
                assert abs(value) <= 1e-299
