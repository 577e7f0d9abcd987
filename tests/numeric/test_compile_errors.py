"""What has no numeric form is said at once, by the error that is meant for it, and by name."""

from time import perf_counter

import numpy as np
import pytest
import sympy
from expressions import expressions
from hypothesis import HealthCheck, given, settings

import symnn
from symnn.numeric import AccuracyWarning, CompileError
from symnn.term import Op, Sym, op

x = sympy.Symbol("x", real=True)
POINTS = np.array([-np.inf, -1.5, -0.0, 0.0, 1e-300, 0.7, 3.0, 1e300, np.inf, np.nan])
SECONDS = 60.0  # for one expression of a few operations, on a busy machine


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setenv("SYMNN_CACHE", "")


@pytest.mark.filterwarnings("ignore::symnn.numeric.AccuracyWarning")
@pytest.mark.parametrize("mode", ["accurate", "fast"])
@given(expression=expressions(4))
@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_an_expression_compiles_or_is_refused_in_time(mode, expression):
    start = perf_counter()
    try:
        f = symnn.compile(expression, mode=mode, variable=x)
        both = f.value_and_derivative(POINTS)
    except CompileError:
        pass
    else:
        assert all(row.shape == POINTS.shape and np.isnan(row[-1]) for row in both)
    assert perf_counter() - start < SECONDS


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        (sympy.gamma(x), r"gamma\(x\) has no numeric form"),
        (sympy.Integral(sympy.exp(-(x**2)), (x, 0, x)), "integral.* has no elementwise numeric form"),
        (sympy.Function("F")(x), r"F\(x\) \(call\) has no elementwise numeric form"),
        (x * sympy.floor(x), r"where floor\(x\) passes from one formula to another is not known"),
        (sympy.Max(x, sympy.sin(x)), r"where max\(x, sin\(x\)\) passes from one formula to another"),
        (sympy.Piecewise((x, sympy.sin(x) > 0), (0, True)), r"sin\(x\) > 0.* passes from one formula to another"),
        (x > 0, "x > 0 is a statement, not a number"),
        (sympy.Matrix([x]), r"\[x\] \(column\)"),
        (sympy.I * x, "I has no numeric form"),
        (sympy.oo * x, "∞"),
        (sympy.Integer(3), "say variable="),
        (x * 10**400, "derivation broke off"),
        (sympy.Add(*[sympy.sin(k * x) for k in range(1, 400)]), "has more than 600 parts"),
    ],
)
def test_a_part_without_a_form_is_named_before_the_first_call(expression, named):
    with pytest.raises(CompileError, match=named):
        symnn.compile(expression)


def test_a_formula_nested_beyond_the_stack_is_refused():
    def nested(count: int) -> Op | Sym:
        term = Sym("x")
        for _ in range(count):
            term = op("sin", term)
        return term

    with pytest.raises(CompileError, match="nested more than 60 deep"):
        symnn.compile(nested(70))
    with pytest.raises(CompileError, match="more than 600 parts"):
        symnn.compile(nested(100_000))


def test_any_error_of_the_derivation_is_a_compile_error_that_says_which(monkeypatch):
    def broken(*arguments):
        raise KeyError("no such atom")

    monkeypatch.setattr("symnn.numeric.compiled.cached", broken)
    with pytest.raises(CompileError, match=r"tanh: the derivation broke off \(KeyError: 'no such atom'\)") as caught:
        symnn.compile("tanh")
    assert isinstance(caught.value.__cause__, KeyError)


def test_a_parameter_value_without_a_form_is_refused_when_it_is_given():
    a = sympy.Symbol("a", real=True)
    f = symnn.compile(sympy.Max(a, sympy.sin(x) + 2), variable=x)
    assert f(0.0, a=-1) == 2
    with pytest.raises(CompileError, match=r"max\(a, sin\(x\) \+ 2\) \(a = 2\): where max\(.* is not known"):
        f.prepare(a=2)


def test_the_accurate_mode_does_not_lose_half_of_the_digits_in_silence(monkeypatch):
    monkeypatch.setattr("symnn.numeric.elementwise.LOST", 0.1)
    with pytest.warns(AccuracyWarning, match=r"tanh: f is off by \d\.\d+ ULP at x = "):
        symnn.compile("tanh")
    assert symnn.compile("tanh", mode="fast")(0.0) == 0


def test_the_fast_mode_does_not_give_an_infinity_for_a_number_in_silence():
    """∛(1 + eˣ) at 2100 is e^700 = 1e304, but the program meets eˣ first."""
    x = sympy.Symbol("x")
    with pytest.warns(AccuracyWarning, match="f is off by inf ULP at x = 2"):
        symnn.compile(sympy.cbrt(1 + sympy.exp(x)), mode="fast")


def test_a_message_shows_a_parameter_in_a_few_digits():
    swish = symnn.compile("swish")
    with pytest.raises(CompileError, match=r"beta = 1e-300\)") as caught:
        swish(1.0, beta=1e-300)
    assert len(str(caught.value)) < 200
    with pytest.warns(AccuracyWarning, match=r"beta = 1e-20\)"):
        swish(1.0, beta=1e-20)
