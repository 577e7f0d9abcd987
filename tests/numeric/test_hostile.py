"""Expressions that went wrong: roots off zero, borders that are no doubles, overflow, places without a value."""

import math
import warnings
from fractions import Fraction

import numpy as np
import pytest
import sympy
from expression_reference import exact
from ulp import ulps

import symnn

x = sympy.Symbol("x", real=True)


def near(point: float) -> list[float]:
    return [point, *(point + s * 10.0**-k for s in (1, -1) for k in range(1, 16))]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("log(x + 2)", near(-1.0)),
        ("log(cosh(x - 1))", near(1.0)),
        ("2*x*tanh(x + 1)", near(-1.0)),
        ("(x - 1)/x**3", near(1.0)),
        ("sinh(x)", [709.0, 709.7, 709.79, 710.0, 710.4, 710.47, -710.3]),
    ],
)
def test_the_value_is_within_eight_ulp_at_roots_and_just_before_it_overflows(text: str, points: list[float]) -> None:
    expression = sympy.sympify(text, locals={"x": x})
    f = symnn.compile(expression)
    for function, formula in ((f, expression), (f.derivative, sympy.diff(expression, x))):
        errors = ulps(function(np.array(points)), exact(formula, points), np.float64)
        assert errors.max() <= 8, points[int(np.argmax(errors))]


def test_a_border_that_is_no_double_has_the_slope_of_its_side() -> None:
    below, above = 1 / 3, float(np.nextafter(1 / 3, 1))
    f = symnn.compile(sympy.Abs(3 * x - 1))
    assert [f.derivative(below), f.derivative(above)] == [-3.0, 3.0]
    tenth = sympy.Piecewise((x, x <= sympy.Rational(1, 10)), (2 * x, True))
    assert Fraction(0.1) > Fraction(1, 10)
    assert symnn.compile(tenth).derivative(0.1) == 2.0


def test_no_patch_gives_a_value_where_there_is_none() -> None:
    f = symnn.compile(sympy.log(x * (x + 1)))
    assert np.isnan(f(np.array([-0.5, -1 + 2.0**-53, -1e-9, -5e-324]))).all()


def test_what_grows_slowly_or_oscillates_has_its_limit() -> None:
    assert symnn.compile("leaky_relu")(-math.inf, gamma=1e-300) == -math.inf
    f = symnn.compile(x * sympy.sin(x))
    assert np.isnan([f(math.inf), f(-math.inf), f.derivative(math.inf), f.derivative(-math.inf)]).all()


def test_a_slope_between_a_finite_and_an_infinite_side_has_no_value() -> None:
    assert math.isnan(symnn.compile(sympy.exp(1 / x)).derivative(0.0))


@pytest.mark.filterwarnings("ignore::symnn.numeric.AccuracyWarning")  # x² overflows before x²/4 + x does
def test_a_patch_without_a_right_digit_is_not_used() -> None:
    f = symnn.compile(x**2 / 4 + x)
    value = f(2e154)
    assert value == pytest.approx(1e308) or math.isinf(value)


def test_places_of_results_that_overlap_are_refused() -> None:
    f = symnn.compile("tanh")
    a = np.zeros(4)
    for out in ((a[:3], a[1:]), (a[:3], a[:3]), (a[:3],), np.zeros((2, 3))):
        with pytest.raises(ValueError, match="out has to be"):
            f.value_and_derivative(np.ones(3), out=out)
    spread = np.lib.stride_tricks.as_strided(np.zeros(1), (4,), (0,))
    for out in (spread, np.broadcast_to(1.0, 4)):
        with pytest.raises(ValueError, match="a place of its own"):
            f(np.ones(4), out=out)


def test_a_masked_array_is_refused() -> None:
    with pytest.raises(TypeError, match="masked"):
        symnn.compile("tanh")(np.ma.array([1.0, 2.0], mask=[0, 1]))


def test_other_layouts_give_the_same_numbers_without_warnings() -> None:
    f = symnn.compile("gelu")
    points = np.linspace(-40, 40, 9001)
    wanted = f(points)
    shifted = np.frombuffer(b"\0" + points.tobytes(), np.uint8)[1:].view(np.float64)
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        for other in (points.astype(">f8"), np.repeat(points, 2)[::2], points[::-1][::-1], shifted):
            found = f(other)
            assert found.dtype == other.dtype
            assert np.array_equal(found, wanted)
        assert f(points.astype(np.float16)).dtype == np.float16


@pytest.mark.parametrize("text", ["-1/(x*(x + 1)*Abs(x))", "1 - exp(-(x + 1)*Abs(x))"])
def test_tables_beside_poles_and_overflows_are_left_out(text: str) -> None:
    expression = sympy.sympify(text, locals={"x": x})
    points = [-1.5, -0.5, 0.25, 2.0]
    assert ulps(symnn.compile(expression)(np.array(points)), exact(expression, points), np.float64).max() <= 8


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("log(log(x**2 + 1) + 1)", (math.inf, math.inf)),
        ("1 + 1/log(x**2 + 2)", (1.0, 1.0)),
        ("100*atan(x)*(1 - 1/log(x**2 + 2))", (-50 * math.pi, 50 * math.pi)),
        ("asinh(x**3)", (-math.inf, math.inf)),
        ("log(1 + sqrt(1 + x**4))", (math.inf, math.inf)),
        ("sqrt(1 + x**4)", (math.inf, math.inf)),
        ("erf(1/(1 + exp(-x)))", (0.0, math.erf(1))),
        ("log(exp(x - 3) + 1)", (0.0, math.inf)),
    ],
)
def test_nothing_overflows_on_the_way_and_slow_growth_has_its_limit(text: str, ends: tuple[float, float]) -> None:
    expression = sympy.sympify(text, locals={"x": x})
    f = symnn.compile(expression)
    assert [f(-math.inf), f(math.inf)] == pytest.approx(list(ends), rel=3e-16)
    points = [s * p for s in (1, -1) for p in (1e-300, 1e-9, 0.7, 3.1, 711.8, 1e5, 3e79, 2e81, 7e102, 1e160, 1.7e308)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value, slope = f.value_and_derivative(np.array(points))
    assert ulps(value, exact(expression, points), np.float64).max() <= 4
    assert ulps(slope, exact(sympy.diff(expression, x), points), np.float64).max() <= 4


@pytest.mark.filterwarnings("ignore::symnn.numeric.AccuracyWarning")  # at the doubles next to log 2
def test_a_logarithm_beside_its_pole_has_no_value_on_the_other_side() -> None:
    f = symnn.compile(sympy.log(sympy.exp(x) - 2))
    points = [0.7, 0.75, 1.0, 3.0, 40.0, 800.0]
    assert ulps(f(np.array(points)), exact(sympy.log(sympy.exp(x) - 2), points), np.float64).max() <= 8
    assert np.isnan(f(np.array([-1.0, 0.5]))).all()
