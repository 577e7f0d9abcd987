"""Parameters that are arrays: one program for all their values, beside the code for each value alone."""

import math

import numpy as np
import pytest
import sympy

import symnn
from symnn.numeric import CompileError

x, a, b = sympy.symbols("x a b", real=True)
LINE = np.concatenate([np.linspace(-30, 30, 601), *(s * np.logspace(-300, 300, 121) for s in (-1, 1)), [0.0]])
PARAMETRIC = [
    ("leaky_relu", "gamma", (-0.5, 0.01, 2.0)),
    ("prelu", "weight", (-0.5, 0.25, 2.0)),
    ("elu", "alpha", (-1.0, 0.3, 2.5)),
    ("celu", "alpha", (0.3, 1.0, 2.5)),
    ("swish", "beta", (0.3, 1.0, 2.5)),
    ("hardshrink", "lambd", (0.25, 0.5, 3.0)),
    ("softshrink", "lambd", (0.25, 0.5, 3.0)),
]


def agree(found: float, wanted: float, near: float) -> bool:
    """As many ULP as an exponential of that size loses, or, of a derivative at its root, the last digit of 1."""
    if found == wanted or (math.isnan(found) and math.isnan(wanted)):
        return True
    size = abs(wanted)
    lost = max(4.0, -2 * math.log(size)) if 0 < size < 1 else 4.0
    gap = abs(found - wanted)
    return gap <= lost * math.ulp(size) or (size > 1e-5 and gap <= near)


@pytest.mark.parametrize(("name", "parameter", "values"), PARAMETRIC)
def test_an_array_of_values_gives_what_each_value_gives(name, parameter, values):
    f = symnn.compile(name)
    points = np.append(LINE, [np.inf, -np.inf, np.nan])[:, None]
    both = f.value_and_derivative(points, **{parameter: np.array(values)})
    for k, v in enumerate(values):
        alone = f.value_and_derivative(points[:, 0], **{parameter: v})
        for found, wanted, near in zip(both, alone, (0.0, 1e-15), strict=True):
            wrong = [
                (at, one, other)
                for at, one, other in zip(points[:, 0].tolist(), found[:, k].tolist(), wanted.tolist(), strict=True)
                if not agree(one, other, near)
            ]
            assert not wrong, (v, wrong[:5])


def test_x_and_the_parameters_are_broadcast():
    f = symnn.compile("prelu")
    images = np.random.default_rng(7).normal(size=(2, 3, 4, 5))
    slopes = np.array([0.1, 0.2, 0.3])
    wanted = np.where(images > 0, images, slopes[:, None, None] * images)
    assert np.array_equal(f(images, weight=slopes[:, None, None]), wanted)
    assert f(-1.0, weight=slopes).tolist() == (-slopes).tolist()
    assert f(np.empty((0, 3)), weight=slopes).shape == (0, 3)
    assert f(np.full(40_000, -1.0), weight=np.arange(40_000.0))[[16_383, 16_384, 39_999]].tolist() == [
        -16383,
        -16384,
        -39999,
    ]
    with pytest.raises(ValueError, match="shape"):
        f(images, weight=np.ones(4))


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
def test_the_type_is_that_of_x_and_out_has_the_shape_of_all(dtype):
    f = symnn.compile("elu")
    points = np.array([[-1.0], [2.0]], dtype)
    value, slope = f.value_and_derivative(points, alpha=np.array([0.5, 1.0]))
    assert value.dtype == slope.dtype == dtype
    assert slope[1].tolist() == [1, 1]
    out = np.empty((2, 4), dtype)[:, ::2]
    assert f(points, out=out, alpha=[0.5, 1]) is out
    assert np.array_equal(out, value)
    same = np.array([-1.0, 2.0], dtype)
    f(same, out=same, alpha=[0.5, 1])
    assert same[0] == value[0, 0]
    with pytest.raises(ValueError, match=r"out has to be an array float\d\d \(2, 2\)"):
        f(points, out=np.empty((2, 1), dtype), alpha=[0.5, 1])


def test_integers_are_promoted_and_other_types_and_values_are_refused():
    f = symnn.compile("leaky_relu")
    assert f(np.array([-1, -2]), gamma=np.array([1, 2])).tolist() == [-1.0, -4.0]
    with pytest.raises(TypeError, match="the parameter gamma of leaky_relu is of real numbers, not complex128"):
        f(1.0, gamma=np.array([1j]))
    with pytest.raises(ValueError, match="the parameter gamma of leaky_relu has to be finite everywhere"):
        f(1.0, gamma=np.array([np.nan]))
    with pytest.raises(TypeError, match="negative_slope and gamma are one parameter of leaky_relu"):
        f(1.0, gamma=0.1, negative_slope=np.array([0.1]))


def test_arrays_stand_beside_numbers_and_any_names_of_an_expression():
    p0, p1 = sympy.symbols("p0 p1", real=True)
    f = symnn.compile(p1 * sympy.tanh(p0 * x) + b, variable=x)
    assert np.allclose(f([0.5, 1.0], p0=[1, 2], p1=3, b=-1), 3 * np.tanh([0.5, 2.0]) - 1, rtol=1e-15)
    g = symnn.compile(p0 * sympy.exp(x), variable=p0)  # the parameter is called x
    assert g([1.0, 2.0], x=[0.0, 1.0]).tolist() == [1.0, 2 * np.exp(1.0)]
    with pytest.raises(TypeError, match="needs a value for the parameter 'b'"):
        f(1.0, p0=[1.0], p1=[1.0])


def test_digits_survive_where_the_formula_as_written_has_none():
    f = symnn.compile(sympy.log(1 + sympy.exp(a * x)), variable=x)
    slopes = np.array([0.5, 2.0])
    assert np.allclose(f(-200.0, a=slopes), np.exp(-200 * slopes), rtol=1e-13)
    assert f.derivative(1e4, a=slopes).tolist() == slopes.tolist()


def test_the_derivative_at_a_kink_is_the_customary_value_or_the_mean_of_both_sides():
    assert symnn.compile("prelu").derivative(0.0, weight=[0.5, 3.0]).tolist() == [0.5, 3.0]
    assert symnn.compile("softshrink").derivative([0.5, 1.5], lambd=[0.5, 1.5]).tolist() == [0.0, 0.0]
    f = symnn.compile(a * sympy.Abs(x - b), variable=x)
    assert f.derivative([1.0, 2.0, 3.0], a=2.0, b=[1.0, 1.0, 4.0]).tolist() == [0.0, 2.0, -2.0]


def test_conditions_may_depend_on_the_parameters():
    f = symnn.compile(sympy.Piecewise((x**2, sympy.And(x > a, x < b)), (sympy.Min(x, a), True)), variable=x)
    assert f([0.0, 0.5, 1.0, 2.0], a=[0, 0, 0, 3], b=1.0).tolist() == [0.0, 0.25, 0.0, 2.0]


def test_what_has_no_program_for_all_values_is_a_compile_error():
    f = symnn.compile(sympy.floor(a) * x, variable=x)
    with pytest.raises(CompileError, match="with arrays as parameters: "):
        f(1.0, a=[0.5, 1.5])


def test_no_warning_of_numpy_escapes():
    with np.errstate(all="raise"):
        symnn.compile("silu").value_and_derivative(np.array([-1e308, 1e308, np.inf]), beta=np.array([10.0, 1e300, 2.0]))
