"""Every rule of the differentiator against certified slopes between two points."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb
from formulas import term

from symnn.kernel.balls import evaluate, rational
from symnn.kernel.differentiate import RULES, derivative, resolve_derivatives, resolved, smooth_where
from symnn.kernel.elementary import Undefined
from symnn.term import Sym, Term, num, op, plain

X = Sym("x")
BODIES = [op(head, X) for head in RULES] + [op(head, term("x*x/2 + x")) for head in RULES]
BODIES += [
    term(t)
    for t in (
        "x*exp(x)*sin(x)", "x/(1 + x**2)", "x**x", "2**x", "x**(1/3)", "max(x, x**2)", "min(1, x, 2 - x)",
        "cases(x**2, x > 1, 2*x - 1, otherwise)", "x**-2", "root(x, 3)", "log_base(x, 2)", "exp(sin(x**2))",
    )
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=plain)
def test_a_slope_between_two_points_is_a_value_of_the_derivative_between_them(body: Term) -> None:
    """(f(b) - f(a))/(b - a) = f′(c) for some c between a and b, so the ball of f′ over [a, b] contains it."""
    slope_term = derivative(body, X)
    checked = 0
    for a in (Fraction(1, 3), Fraction(2, 3), Fraction(5, 4), Fraction(-3, 4)):
        h = Fraction(1, 64)
        try:
            low, high = (evaluate(body, {X: rational(x)}) for x in (a, a + h))
            over = evaluate(slope_term, {X: arb(float(a + h / 2), float(h / 2) * 1.01)})
        except Undefined:
            continue
        assert over.overlaps((high - low) / rational(h))
        checked += 1
    assert checked or plain(body).startswith("acosh") or "acosh" in plain(body)


def test_acosh_has_its_own_domain() -> None:
    body = op("acosh", X)
    a, h = Fraction(3, 2), Fraction(1, 64)
    low, high = (evaluate(body, {X: rational(x)}) for x in (a, a + h))
    assert evaluate(derivative(body, X), {X: arb(float(a + h / 2), 0.01)}).overlaps((high - low) / rational(h))


def test_conditions_name_the_kinks() -> None:
    assert smooth_where(term("max(0, x)"), X) == (op("ne", num(0), X),)
    assert smooth_where(term("abs(x)*sqrt(x)"), X) == (op("ne", X, num(0)),)
    assert smooth_where(term("tanh(x)"), X) == ()


def test_a_second_derivative_and_a_value_at_a_point() -> None:
    second = op("deriv", term("x**3"), X, X)
    assert evaluate(resolve_derivatives(second)[0], {X: rational(2)}) == 12
    at = op("at", op("deriv", term("x**3"), X), X, num(5))
    assert evaluate(resolve_derivatives(at)[0], {}) == 75


def test_the_bodies_are_listed_for_their_domains() -> None:
    assert resolved(op("deriv", term("log(x)"), X)).bodies == (term("log(x)"),)


def test_a_call_can_stand_for_the_variable() -> None:
    inner = op("call", Sym("g"), X)
    outer = op("call", Sym("f"), inner)
    assert resolve_derivatives(op("deriv", outer, inner))[0] == op("call", op("prime", Sym("f"), num(1)), inner)
