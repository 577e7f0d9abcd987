"""O(·) statements, Taylor polynomials and difference formulas."""

from __future__ import annotations

import pytest
from formulas import claim, term

from symnn.kernel.order import order, taylor_agreement
from symnn.term import Sym, num, op
from symnn.verdict import Proved, Refuted, Verdict


def decided(
    left: str, right: str, gauge: str, var: str, at: str = "0", side: int = 0, opaque: str = ""
) -> Verdict | None:
    relation = op("order", term(left), term(right), term(gauge), Sym(var), term(at), num(side))
    return order(claim(relation, kind="order", opaque=opaque))


CENTRAL, FORWARD = "(f(x + h) - f(x - h))/(2*h)", "(f(x + h) - f(x))/h"


@pytest.mark.parametrize(
    ("left", "right", "best", "var"),
    [
        ("(tanh(h - x) + tanh(h + x))/(2*h)", "1 - tanh(x)**2", 2, "h"),
        ("(sigma(x + h) - sigma(x))/h", "sigma(x)*(1 - sigma(x))", 1, "h"),
        (CENTRAL, "df(x)", 2, "h"),
        (FORWARD, "df(x)", 1, "h"),
        ("sigma(x)", "0.25*x + 0.5", 3, "x"),
        ("tanh(x)", "x", 3, "x"),
        ("exp(x)", "1 + x + x**2/2", 3, "x"),
        ("gelu(x)", "x/2 + x**2/sqrt(2*pi)", 4, "x"),
    ],
)
def test_the_order_is_proved_and_the_next_one_refuted(left: str, right: str, best: int, var: str) -> None:
    opaque = "f" if "f(" in left.replace("erf(", "") else ""
    side = 1 if var == "h" else 0
    for n in range(1, best + 1):
        assert isinstance(decided(left, right, f"{var}**{n}", var, side=side, opaque=opaque), Proved)
    assert isinstance(decided(left, right, f"{var}**{best + 1}", var, side=side, opaque=opaque), Refuted)


def test_orders_at_infinity_and_at_another_point() -> None:
    assert isinstance(decided("softplus(x)", "x", "exp(-x)", "x", "infinity"), Proved)
    assert isinstance(decided("softplus(x)", "x", "exp(-2*x)", "x", "infinity"), Refuted)
    assert isinstance(decided("log(x)", "x - 1", "(x - 1)**2", "x", "1"), Proved)
    assert isinstance(decided("log(x)", "x - 1", "(x - 1)**3", "x", "1"), Refuted)


def test_a_kink_limits_the_order() -> None:
    assert isinstance(decided("abs(x)", "0", "x", "x"), Proved)
    assert isinstance(decided("abs(x)", "x", "x**2", "x"), Refuted)


def test_agreement_of_two_functions_at_a_point() -> None:
    x = Sym("x")
    for f, g, n in [
        ("sigma(x)", "0.25*x + 0.5", 2),
        ("tanh(x)", "x", 2),
        ("exp(x)", "1 + 2*x", 0),
        ("exp(x)", "2", -1),
    ]:
        assert taylor_agreement(term(f), term(g), x, num(0)) == n
    assert taylor_agreement(term("abs(x)"), term("0"), x, num(0)) == 0
    assert taylor_agreement(term("tanh(x)"), term("2*sigma(2*x) - 1"), x, num(0)) is None


def test_a_function_of_two_arguments_stays_open() -> None:
    assert decided("floor(x)", "0", "x", "x") is None
