"""Limits by dominant terms: true ones proved, near misses refuted, what is beyond the engine left open."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from formulas import claim, term
from hypothesis import given, settings
from hypothesis import strategies as st
from judge import evaluate

from symnn.domain import POSITIVE
from symnn.kernel.approach import one_sided
from symnn.kernel.coefficients import to_term
from symnn.kernel.limits import limit
from symnn.notation import read
from symnn.term import Sym, Term, num, op
from symnn.verdict import Conditional, Proved, Refuted, Verdict


def decided(
    body: str, var: str, point: str, value: str, *assumptions: str, side: int = 0, **options: object
) -> Verdict | None:
    relation: Term = op("eq", op("lim", term(body), Sym(var), term(point), num(side)), term(value))
    return limit(claim(relation, *assumptions, kind="limit", **options))  # type: ignore[arg-type]


TRUE = [
    ("sigma(x)", "x", "infinity", "1"),
    ("sigma(x)", "x", "-infinity", "0"),
    ("sigma(x)*(1 - sigma(x))", "x", "infinity", "0"),
    ("1 - tanh(x)**2", "x", "-infinity", "0"),
    ("sigma(x)*(1 + x*(1 - sigma(x)))", "x", "infinity", "1"),
    ("x*tanh(softplus(x))", "x", "-infinity", "0"),
    ("x*tanh(softplus(x)) - x", "x", "infinity", "0"),
    ("gelu(x)", "x", "-infinity", "0"),
    ("gelu(x) - x", "x", "infinity", "0"),
    ("gelu(x)", "x", "infinity", "infinity"),
    ("softplus(x) - relu(x)", "x", "infinity", "0"),
    ("x*sigma(x)", "x", "-infinity", "0"),
    ("cases(x, x > 0, a*(exp(x) - 1), otherwise)", "x", "-infinity", "-a"),
    ("a*(exp(x) - 1 - x)/x**2", "x", "0", "a/2"),
    ("(tanh(x) - x)/x**3", "x", "0", "-1/3"),
    ("sin(x)/x", "x", "0", "1"),
    ("sin(x)/x", "x", "infinity", "0"),
    ("(1 + 1/n)**n", "n", "infinity", "exp(1)"),
    ("sqrt(x**2 + 1) - x", "x", "infinity", "0"),
    ("atan(x)", "x", "-infinity", "-pi/2"),
    ("x/(1 + exp(-t*x))", "t", "infinity", "max(0, x)"),
    ("x/(1 + exp(-t*x))", "t", "0", "x/2"),
    ("1/(1 + exp(-t*x))", "t", "infinity", "cases(1, x > 0, 1/2, x == 0, 0, otherwise)"),
    ("log(1 + exp(t*x))/t", "t", "infinity", "relu(x)"),
    ("(1 - (1 - p)**g)/g", "g", "0", "-log(1 - p)"),
    ("exp(-exp(-x))", "x", "-infinity", "0"),
]


@pytest.mark.parametrize(("body", "var", "point", "value"), TRUE)
def test_true_limits_are_proved(body: str, var: str, point: str, value: str) -> None:
    assumptions = ("p > 0", "p < 1") if "p" in body.replace("exp", "").replace("softplus", "") else ()
    assert isinstance(decided(body, var, point, value, *assumptions), Proved)


FALSE = [
    ("tanh(x)", "x", "-infinity", "1", "-1"),
    ("sigma(x)*(1 - sigma(x))", "x", "infinity", "1/4", "0"),
    ("a*(exp(x) - 1 - x)/x**2", "x", "0", "a", "1/2"),
    ("x/(1 + exp(-t*x))", "t", "infinity", "x", "0"),
    ("x/(1 + exp(-t*x))", "t", "0", "x", "1/2"),
    ("gelu(x)", "x", "infinity", "0", "∞"),
    ("abs(x)/x", "x", "0", "1", "-1"),
    ("cases(1, x >= 1, x, x > 0, 0, otherwise)", "x", "-infinity", "-1", "0"),
]


@pytest.mark.parametrize(("body", "var", "point", "value", "true"), FALSE)
def test_a_false_limit_is_refuted_and_the_true_one_named(
    body: str, var: str, point: str, value: str, true: str
) -> None:
    verdict = decided(body, var, point, value)
    assert isinstance(verdict, Refuted)
    assert verdict.counterexample.left == true


def test_the_temperature_form_of_log_sum_exp_tends_to_the_maximum() -> None:
    body = "t*log(exp(x/t) + exp(y/t))"
    assert isinstance(decided(body, "t", "0", "max(x, y)", side=1), Proved)
    assert isinstance(decided(body, "t", "0", "x + y", side=1), Refuted)


def test_the_jump_of_a_step_has_no_two_sided_limit() -> None:
    verdict = decided("sign(x)", "x", "0", "0")
    assert isinstance(verdict, Refuted)
    assert "from the left" in verdict.counterexample.note


def test_difference_quotients_of_an_opaque_function() -> None:
    assert isinstance(decided("(f(x + h) - f(x))/h", "h", "0", "df(x)", opaque="f"), Proved)
    assert isinstance(decided("(f(x + h) - f(x - h))/(2*h)", "h", "0", "df(x)", opaque="f"), Proved)
    verdict = decided("(f(x + h) - f(x - h))/h", "h", "0", "df(x)", opaque="f")
    assert isinstance(verdict, Refuted)
    assert "f = exp" in verdict.counterexample.note


def test_swish_vanishes_on_the_left_for_positive_beta_only() -> None:
    body = "x/(1 + exp(-b*x))"
    assert isinstance(decided(body, "x", "-infinity", "0", b=POSITIVE), Proved)
    refuted = decided(body, "x", "-infinity", "0")
    assert isinstance(refuted, Refuted)
    assert refuted.condition == term("b > 0")
    undeclared = decided(body, "x", "-infinity", "0", declared=False)
    assert isinstance(undeclared, Conditional)
    assert undeclared.condition == term("b > 0")


def test_a_limit_from_the_side_on_which_the_body_has_a_value() -> None:
    verdict = decided("x*log(x)", "x", "0", "0")
    assert isinstance(verdict, Proved)
    assert "side" in verdict.defined_where


@pytest.mark.parametrize(
    ("body", "var", "point", "value"),
    [
        ("sin(x)", "x", "infinity", "0"),  # it has no limit, and the engine only knows that it is bounded
        ("x**n/x**n", "x", "0", "1"),  # a whole n would have a value on the left
        ("floor(x)/x", "x", "infinity", "1"),
    ],
)
def test_what_the_engine_cannot_see_stays_open(body: str, var: str, point: str, value: str) -> None:
    assert decided(body, var, point, value) is None


_INNER = st.sampled_from(["x", "(2*x)", "(-x)", "(x/2 + 1)"])
_OUTER = st.sampled_from(
    ["tanh({})", "sigma({})", "softplus({})", "exp(-{}**2)", "erf({})", "atan({})", "abs({})", "sqrt(1 + {}**2)"]
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(_OUTER, _INNER, _OUTER, _INNER, st.sampled_from("+-*"))
def test_limits_agree_with_large_arguments(f: str, a: str, g: str, b: str, sign: str) -> None:
    body = term(f.format(a) + sign + g.format(b))
    found = one_sided(body, Sym("x"), term("infinity"), 1)
    assert found is not None
    near, far = (evaluate(body, {Sym("x"): Fraction(x)}) for x in (500, 4000))
    if found.at:
        assert far * found.at > near * found.at > 100
    else:
        assert mpmath.fabs(far - evaluate(to_term(found.value), {})) < 1e-2


def test_an_assumption_that_never_holds_refutes_nothing() -> None:
    assert not isinstance(decided("-log(p)", "p", "1", "infinity", "1 < 1", side=-1), Refuted)


def test_derivatives_inside_a_limit() -> None:
    assert isinstance(decided("deriv(relu(x), x)", "x", "-infinity", "0"), Proved)
    assert isinstance(decided("deriv(gelu(x), x)", "x", "infinity", "1"), Proved)
    assert isinstance(decided("deriv(abs(x), x)", "x", "0", "1", side=1), Proved)


@pytest.mark.parametrize(
    "relation",
    [
        r"\lim_{x \to -\infty} \frac{d}{dx} \log(x) = 0",
        r"\lim_{x \to -\infty} \frac{d}{dx} \left[ \log(x) - \log(x) \right] = 0",
        r"\lim_{x \to 1} \frac{d}{dx} \left[ \log(-x) \right] = 1",
        r"\lim_{x \to -\infty} \frac{d}{dx} \sqrt{x^{3}} = -\infty",
    ],
)
def test_no_derivative_tends_to_anything_where_its_function_has_no_value(relation):
    (part,) = read(relation).parts
    assert limit(claim(part.term, kind="limit")) is None


@pytest.mark.parametrize(
    "relation",
    [
        r"\lim_{x \to \infty} \frac{d}{dx} \log(x) = 0",
        r"\lim_{x \to -\infty} \frac{d}{dx} \log(1 + e^{x}) = 0",
        r"\lim_{x \to -\infty} \frac{d}{dx} \left[ \frac{x}{1 + e^{-x}} \right] = 0",
        r"\lim_{x \to 1} \frac{d}{dx} \left[ \log(x)^{2} \right] = 0",
    ],
)
def test_derivatives_tend_where_their_functions_have_values(relation):
    (part,) = read(relation).parts
    assert isinstance(limit(claim(part.term, kind="limit")), Proved)
