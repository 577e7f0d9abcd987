"""Certificates are accepted on the claim's own word only."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import mpmath
import pytest
from flint import ctx
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from judge import UndefinedError, evaluate
from rounding import UnsureError
from scalar_terms import points, terms

from symnn.certificate import Certificate
from symnn.claim import Claim, Opaque, Variable
from symnn.domain import POSITIVE, REALS, Domain, Interval
from symnn.recheck import Accepted, Outcome, Refused, recheck, recheck_directory
from symnn.recheck.basic import RULES, basic
from symnn.recheck.facts import Facts
from symnn.recheck.kernels import Kernels
from symnn.recheck.outcome import Need, NoValueError, UnclearError
from symnn.recheck.settle import settled
from symnn.recheck.values import Program, ball
from symnn.term import TRUE, Sym, Term, num, op, substitute, to_json

x, y, n = Sym("x"), Sym("y"), Sym("n")
relu = op("max", num(0), x)
logistic = op("div", num(1), op("add", num(1), op("exp", op("neg", x))))


def claim(relation: Term, *assumptions: Term, kind: Any = "identity", **domains: Domain) -> Claim:
    variables = tuple(Variable(s, domains.get(s.name, REALS)) for s in (x, y, n))
    return Claim("c", kind, relation, variables, assumptions)


def at(**values: str) -> dict[str, Any]:
    return {"point": [[to_json(Sym(name)), value] for name, value in values.items()]}


def verdict(one: Claim, data: dict[str, Any]) -> Outcome:
    return recheck(one.to_json(), Certificate("counterexample", data).to_json(one.digest))


REFUTED = {
    "tanh is not the logistic function": (op("eq", op("tanh", x), logistic), at(x="1")),
    "the derivative of tanh": (op("eq", op("deriv", op("tanh", x), x), op("tanh", x)), at(x="0")),
    "the second derivative of x cubed": (op("eq", op("deriv", op("pow", x, num(3)), x, x), x), at(x="2")),
    "the slope of ReLU off the kink": (op("eq", op("deriv", relu, x), num(0)), at(x="1/2")),
    "a bound that fails": (op("le", op("exp", x), num(2)), at(x="1")),
    "a strict bound that is met": (op("lt", x, num(1)), at(x="1")),
    "a range": (op("in", op("tanh", x), op("interval_oo", num(1), num(1))), at(x="0")),
    "a sum": (op("eq", op("sum", n, n, op("range", num(1), num(4))), num(11)), at()),
    "primes of known functions": (op("eq", op("call", op("prime", Sym("tanh"), num(1)), x), num(0)), at(x="0")),
    "one step of a chain": (op("chain", op("eq", x, x), op("eq", x, num(2))), at(x="1")),
    "a value taken at a point": (op("eq", op("at", op("deriv", op("exp", x), x), x, num(0)), y), at(y="2")),
    "a limit": (op("eq", op("lim", x, x, num(0), num(0)), num(1)), at(x="0")),
    "a case list": (
        op("eq", op("deriv", op("cases", op("case", x, op("ge", x, num(0))), op("case", num(0), TRUE)), x), num(0)),
        at(x="3"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUTED)
def test_a_violation_at_a_point_is_accepted(name: str) -> None:
    relation, data = REFUTED[name]
    assert verdict(claim(relation), data) == Accepted()


@pytest.mark.parametrize("name", REFUTED)
def test_an_altered_claim_is_refused(name: str) -> None:
    relation, data = REFUTED[name]
    certificate = Certificate("counterexample", data).to_json(claim(relation).digest)
    altered = claim(relation, op("gt", x, num(-100)))
    assert isinstance(recheck(altered.to_json(), certificate), Refused)


@pytest.mark.parametrize(
    ("relation", "data"),
    [
        (op("eq", op("exp", x), num(1)), at(x="0")),  # true there
        (op("eq", op("log", x), num(1)), at(x="-1")),  # without a value there
        (op("eq", op("div", x, x), num(2)), at(x="0")),
        (op("eq", op("add", x, y), num(1)), at(x="0")),  # y is missing
        (op("eq", op("sqrt", op("pow", x, num(2))), op("abs", x)), at(x="-3/7")),
        (op("eq", x, num(1)), {"point": [["x", "1e400"]]}),
        (op("eq", x, num(1)), {"point": [["x", 0.5]]}),
        (op("eq", x, num(1)), {"point": [["q", "2"]]}),
        (op("eq", x, num(1)), {"point": "x"}),
        (op("eq", x, num(1)), {}),
    ],
)
def test_what_is_no_violation_is_refused(relation: Term, data: dict[str, Any]) -> None:
    assert isinstance(verdict(claim(relation), data), Refused)


def test_a_point_outside_the_domain_is_refused() -> None:
    outcome = verdict(claim(op("eq", x, num(1)), x=POSITIVE), at(x="-1"))
    assert outcome == Refused("x = -1 is not in its domain: in (0, ∞)")


def test_a_point_against_an_assumption_is_refused() -> None:
    assert isinstance(verdict(claim(op("eq", x, num(1)), op("gt", x, y)), at(x="0", y="2")), Refused)


@pytest.mark.parametrize(
    "relation",
    [
        op("eq", op("deriv", relu, x), num(1)),  # at the kink
        op("eq", op("deriv", op("abs", x), x), num(1)),
        op("eq", op("call", Sym("f"), x), num(1)),
    ],
)
def test_what_the_checker_cannot_judge_is_not_accepted(relation: Term) -> None:
    assert not isinstance(verdict(claim(relation), at(x="0")), Accepted)


def test_a_variable_with_one_value_need_not_be_in_the_point() -> None:
    two = Domain((Interval(Fraction(2), Fraction(2), False, False),))
    assert verdict(claim(op("eq", op("mul", x, y), num(1)), y=two), at(x="1")) == Accepted()


def test_a_relation_about_any_function_fails_if_it_fails_for_one() -> None:
    f = Sym("f")
    relation = op("eq", op("call", f, op("add", x, x)), op("mul", num(2), op("call", f, x)))
    one = Claim("c", "identity", relation, (Variable(x),), (), (Opaque(f),))
    assert verdict(one, at(x="1")) == Accepted()


@given(terms, points, points)
@settings(max_examples=200, deadline=None)
def test_values_agree_with_the_second_opinion(term: Term, a: Fraction, b: Fraction) -> None:
    with ctx.workprec(200):
        try:
            found = value(term, a, b)
        except (NoValueError, UnclearError, Need):
            assume(False)
        try:
            expected = evaluate(term, {x: a, y: b})
        except UnsureError:
            assume(False)
        with mpmath.workdps(60):
            middle = mpmath.mpf(found.mid().str(50, radius=False))
            assert abs(middle - expected) <= mpmath.mpf(10) ** -25 * (1 + abs(expected))


def value(term: Term, a: Fraction, b: Fraction) -> Any:
    facts = Facts(Kernels())
    here = settled(basic(substitute(basic(term), {x: num(a), y: num(b)})), facts)
    for u, allowed in here.needs(frozenset()):
        if facts.surely(u) not in allowed:
            raise NoValueError
    return ball(Program(here.term)(())[0])


@given(terms, points, points)
@settings(max_examples=200, deadline=None)
def test_what_the_checker_calls_undefined_is_undefined(term: Term, a: Fraction, b: Fraction) -> None:
    with ctx.workprec(200):
        try:
            value(term, a, b)
        except NoValueError:
            with pytest.raises((UndefinedError, UnsureError)):
                evaluate(term, {x: a, y: b})
        except (UnclearError, Need):
            return


@given(st.one_of(st.sampled_from(sorted(RULES)).map(lambda head: op(head, x)), terms), points, points)
@settings(max_examples=150, deadline=None)
def test_slopes_agree_with_differences(term: Term, a: Fraction, b: Fraction) -> None:
    a += Fraction(1, 97)
    with ctx.workprec(300):
        try:
            found = value(op("deriv", term, x), a, b)
        except (NoValueError, UnclearError, Need, TypeError):
            assume(False)
    try:
        expected = evaluate(op("deriv", term, x), {x: a, y: b})
    except (UndefinedError, UnsureError):
        assume(False)
    size = 1 + abs(expected)
    assume(size < 10**6)
    with mpmath.workdps(60):
        assert abs(mpmath.mpf(found.mid().str(40, radius=False)) - expected) <= mpmath.mpf(10) ** -12 * size


def test_a_general_entry_may_be_the_one_differentiated_by() -> None:
    i = Sym("i")
    total = op("sum", op("pow", Sym("x", (i,)), num(2)), i, op("range", num(1), num(3)))
    slope_ = op("deriv", total, Sym("x", (num(2),)))
    relation = op("eq", slope_, op("mul", num(2), Sym("x", (num(2),))))
    one = Claim("c", "derivative", relation, tuple(Variable(Sym("x", (num(k),))) for k in (1, 2, 3)))
    assert recheck(one.to_json(), Certificate("identity").to_json(one.digest)) == Accepted()


def test_every_file_of_a_directory_is_reported(tmp_path: Path) -> None:
    relation, data = REFUTED["a bound that fails"]
    one = claim(relation)
    file = {
        **Certificate("counterexample", data).to_json(one.digest),
        "claim_json": one.to_json(),
        "verdict": "refuted",
    }
    (tmp_path / "a.json").write_text(json.dumps(file))
    (tmp_path / "b.json").write_text("{")
    (tmp_path / "c.json").write_text(json.dumps({**file, "claim": "0"}))
    (tmp_path / "d.json").write_text("[" * 100_000)
    found = {c.file: type(c.outcome) for c in recheck_directory(tmp_path)}
    assert found == {"a.json": Accepted, "b.json": Refused, "c.json": Refused, "d.json": Refused}
    with pytest.raises(NotADirectoryError):
        list(recheck_directory(tmp_path / "missing"))


def test_a_certificate_for_a_bomb_ends() -> None:
    tower = op("pow", num(9), op("pow", num(9), op("pow", num(9), num(9))))
    assert not isinstance(verdict(claim(op("eq", tower, num(1))), {"point": []}), Refused)
