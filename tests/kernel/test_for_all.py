"""Monotone, continuous, differentiable and ranges for every value of the parameters."""

from __future__ import annotations

from fractions import Fraction

import pytest
from formulas import claim, term

from symnn.decide import decide
from symnn.domain import POSITIVE, REALS, Domain, Interval
from symnn.kernel.provers import asked
from symnn.term import Sym, Term, num, op
from symnn.verdict import Conditional, Proved, Refuted, Verdict

X = Sym("x")
ELU = "cases(x, x > 0, a*(exp(x) - 1), otherwise)"
CELU = "cases(x, x > 0, a*(exp(x/a) - 1), otherwise)"
LEAKY = "cases(x, x > 0, a*x, otherwise)"
HUBER = "cases(x**2/2, abs(x) < a, a*(abs(x) - a/2), otherwise)"
PULSE = "cases(a, x > 0, 0, otherwise)"
BETWEEN = Domain((Interval(Fraction(0), Fraction(1), True, True),))


def smooth(head: str, body: str, **domains: Domain) -> Verdict | None:
    return asked(claim(op(head, term(body), X), variable="x", **domains))


def rising(body: str, sign: int = 1, **domains: Domain) -> Verdict | None:
    return asked(claim(op("monotone", term(body), X, num(sign)), variable="x", **domains))


@pytest.mark.parametrize("body", [ELU, CELU, LEAKY, HUBER, "max(x, a)", "abs(x - a)", "a*x*sigma(a*x)"])
def test_continuous_for_every_parameter(body: str) -> None:
    assert isinstance(smooth("continuous", body, a=POSITIVE), Proved)


@pytest.mark.parametrize("body", [CELU, HUBER, "log(1 + exp(a*x))/a"])
def test_differentiable_for_every_parameter(body: str) -> None:
    assert isinstance(smooth("differentiable", body, a=POSITIVE), Proved)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("differentiable", "max(x, a)"),
        ("differentiable", "abs(x - a)"),
        ("differentiable", ELU),
        ("differentiable", LEAKY),
        ("continuous", PULSE),
        ("continuous", "sign(x - a)"),
        ("continuous", "cases(x**2/2, abs(x) < a, a*(abs(x) - a/3), otherwise)"),
    ],
)
def test_a_break_is_never_smooth(head: str, body: str) -> None:
    verdict = smooth(head, body, a=POSITIVE)
    assert not isinstance(verdict, Proved)
    if isinstance(verdict, Conditional):
        assert body in (ELU, LEAKY)  # smooth for a = 1 alone


@pytest.mark.parametrize(
    ("body", "domain"),
    [(ELU, POSITIVE), (CELU, POSITIVE), (LEAKY, BETWEEN), (LEAKY, POSITIVE), ("x/(a + abs(x))", POSITIVE)],
)
def test_increasing_for_every_parameter(body: str, domain: Domain) -> None:
    assert isinstance(rising(body, a=domain), Proved)


@pytest.mark.parametrize("body", [LEAKY, ELU, "cases(x + a, x > 0, x, otherwise)", "x - a*tanh(x)", "max(x, a)", PULSE])
def test_not_increasing_for_some_parameter(body: str) -> None:
    assert not isinstance(rising(body, a=REALS), Proved)


RANGES = [
    (ELU, "(-a, oo)", POSITIVE, True),
    (ELU, "(-1, oo)", POSITIVE, False),
    (ELU, "[-a, oo)", POSITIVE, False),
    (CELU, "(-a, oo)", POSITIVE, True),
    ("a*tanh(x)", "(-a, a)", POSITIVE, True),
    ("a*tanh(x)", "(-a, a)", REALS, False),
    ("a*tanh(x)", "[-a, a]", POSITIVE, False),
    ("max(a*x, x)", "(-oo, oo)", BETWEEN, True),
    ("max(a, x)", "[a, oo)", POSITIVE, True),
    ("max(a, x)", "(a, oo)", POSITIVE, False),
    ("a*sigma(x)", "(0, a)", POSITIVE, True),
    ("a*sigma(x)", "(0, 1)", POSITIVE, False),
    (PULSE, "[0, a]", POSITIVE, False),
]


def interval(text: str) -> Term:
    ends = [term(e.strip().replace("oo", "infinity")) for e in text[1:-1].split(",")]
    return op(f"interval_{'o' if text[0] == '(' else 'c'}{'o' if text[-1] == ')' else 'c'}", *ends)


@pytest.mark.parametrize(("body", "target", "domain", "true"), RANGES)
def test_ranges_for_every_parameter(body: str, target: str, domain: Domain, true: bool) -> None:
    verdict = asked(claim(op("range_is", term(body), X, interval(target)), variable="x", a=domain))
    assert isinstance(verdict, Proved) == true
    if not true and body != PULSE:  # of a function with gaps nothing is said
        assert isinstance(verdict, Refuted | Conditional)


@pytest.mark.parametrize("hole", ["x != a", "abs(x - a) > 0", "(x - a)**2 > 0"])
def test_a_function_that_rises_on_both_sides_of_a_pole_is_not_increasing(hole: str) -> None:
    """-1/(x - a) is 1 at a - 1 and -1 at a + 1."""
    relation = op("monotone", term("0 - 1/(x - a)"), X, num(1))
    assert not isinstance(asked(claim(relation, hole, "a > 1000")), Proved)
    assert isinstance(asked(claim(relation, "x > a", "a > 1000")), Proved)


@pytest.mark.parametrize(("body", "target"), [("a*sin(x)", "[-a, a]"), ("x**2 + a*x", "[0, oo)")])
def test_the_checker_finds_the_parameters_of_a_refuted_range(body: str, target: str) -> None:
    assert isinstance(decide(claim(op("range_is", term(body), X, interval(target)), variable="x")), Refuted)
