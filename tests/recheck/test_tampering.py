"""Altered certificates: what the checker accepts is true all the same, and a claim altered after the fact is refused.

Whether a claim is true is written beside it, worked out by hand; digests are computed anew, as a forger would.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from formulas import claim, term
from judge import UndefinedError, holds
from rounding import UnsureError

from symnn.claim import Claim, Variable
from symnn.decide import decide
from symnn.domain import POSITIVE, REALS, Domain, Interval
from symnn.recheck import Accepted, Refused, digest, recheck
from symnn.term import TRUE, Op, Sym, Term, free_symbols, from_json, num, op, to_json
from symnn.verdict import Conditional, Proved, Refuted, certificate_json

X = Sym("x")
UNIT = Domain((Interval(Fraction(0), Fraction(1), False, False),))


def derivative(body: str, right: str, *assumptions: str, order: int = 1, **domains: Domain) -> Claim:
    return claim(op("eq", op("deriv", term(body), *[X] * order), term(right)), *assumptions, **domains)


def limit(body: str, at: str, value: str, side: int = 0) -> Claim:
    return claim(op("eq", op("lim", term(body), X, term(at), num(side)), term(value)))


def exactly_when(statement: str, condition: str, *assumptions: str) -> Claim:
    return claim(op("iff", term(statement), term(condition)), *assumptions)


TRUE_CLAIMS = [
    claim("tanh(x) == 2*sigma(2*x) - 1"),
    claim("max(x, a*x) == max(0, x) + a*min(0, x)", "a <= 1"),
    claim("softplus(x) - softplus(-x) == x"),
    claim("sqrt(x**2) == abs(x)"),
    claim("log(x*y) == log(x) + log(y)", x=POSITIVE, y=POSITIVE),
    claim("sin(x)**2 + cos(x)**2 == 1"),
    claim("tanh(x) < 1"),
    claim("exp(x) >= 1 + x"),
    claim("sigma(x)*(1 - sigma(x)) <= 1/4"),
    claim("x*(1 - x) <= 1/4", x=UNIT),
    claim("log(x) <= x - 1", x=POSITIVE),
    claim("x**2 + y**2 >= 2*x*y"),
    derivative("sigma(x)", "sigma(x)*(1 - sigma(x))"),
    derivative("relu(x)**2", "2*relu(x)"),
    derivative("abs(x)", "sign(x)", "x != 0"),
    derivative("x*abs(x)", "2*abs(x)"),
    limit("sin(x)/x", "0", "1"),
    limit("x*log(x)", "0", "0", 1),
    limit("tanh(x)", "infinity", "1"),
    exactly_when("abs(a*x) == a*abs(x)", "a >= 0"),
    exactly_when("a*x**2 >= 0", "a >= 0"),
    exactly_when("log(x) > 0", "x > 1", "x > 0"),
]
FALSE_CLAIMS = [
    claim("tanh(x) == 2*sigma(x) - 1"),
    claim("max(x, a*x) == max(0, x) + a*min(0, x)"),
    claim("max(x, a*x) == max(0, x) + a*min(0, x)", "a <= 3/2"),
    claim("sqrt(x**2) == x"),
    claim("sin(x)**2 + cos(x)**2 == 1 + 1/10**12"),
    claim("tanh(x) == x*(27 + x**2)/(27 + 9*x**2)"),
    claim("tanh(x) < 0.999999"),
    claim("exp(x) >= 1 + x + x**2/3"),
    claim("exp(x) > 1 + x"),
    claim("x*(1 - x) < 1/4", x=UNIT),
    claim("log(x) < x - 1", x=POSITIVE),
    claim("x**2 + y**2 > 2*x*y"),
    derivative("sigma(x)", "sigma(x)*(1 + sigma(x))"),
    derivative("relu(x)**2", "2*relu(x) + 1/10**9"),
    derivative("abs(x)", "1", "x != 0"),
    derivative("tanh(x)", "1 - tanh(x)**2 + x/10**8"),
    limit("sin(x)/x", "0", "0"),
    limit("abs(x)/x", "0", "1", -1),
    limit("tanh(x)", "infinity", "0.999999"),
    exactly_when("abs(a*x) == a*abs(x)", "a > 0"),
    exactly_when("a*x**2 >= 0", "a >= 1/1000"),
    exactly_when("log(x) > 0", "x >= 1", "x > 0"),
]
CLAIMS = [*((c, True) for c in TRUE_CLAIMS), *((c, False) for c in FALSE_CLAIMS)]
WORDS = {Proved: "proved", Refuted: "refuted", Conditional: "conditional"}
SPOTS = [Fraction(x) for x in "0 1 -1 2 -2 1/2 -1/2 3/2 1/7 -5/3 7 -7 30".split()]


@pytest.fixture(scope="module")
def certificates() -> list[dict[str, Any]]:
    out = []
    for one, _ in CLAIMS:
        verdict = decide(one)
        assert isinstance(verdict, Proved | Refuted | Conditional), one.relation
        out.append(certificate_json(verdict, one.digest))
    return out


def test_the_certificates_say_what_is_true(certificates: list[dict[str, Any]]) -> None:
    for (one, right), certificate in zip(CLAIMS, certificates, strict=True):
        assert (certificate["verdict"] == "proved") == right
        assert isinstance(recheck(one.to_json(), certificate), Accepted), one.relation


def places(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    yield at, data
    for k, v in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(v, (*at, k))


def altered(certificate: dict[str, Any], generator: random.Random) -> dict[str, Any]:
    """A number, a sign, a relation or a verdict changed, a row left out, or a list repeated."""
    out = copy.deepcopy(certificate)
    found = [at for at, v in places(out) if at and at[0] in ("data", "condition", "verdict", "method")]
    at = generator.choice(found)
    holder = out
    for key in at[:-1]:
        holder = holder[key]
    old = holder[at[-1]]
    if at == ("verdict",):
        holder["verdict"] = generator.choice(["proved", "refuted", "conditional"])
        out.setdefault("condition", to_json(generator.choice([TRUE, op("gt", X, num(0)), op("ne", X, num(0))])))
    elif isinstance(old, str) and old in ("lt", "le", "gt", "ge", "eq", "ne"):
        holder[at[-1]] = generator.choice(["lt", "le", "gt", "ge", "eq", "ne"])
    elif isinstance(old, str):
        holder[at[-1]] = generator.choice(["-" + old, "0", "1", "1/2", "-7", "999/1000", "10000001/10000000", ""])
    elif isinstance(old, bool):
        holder[at[-1]] = not old
    elif isinstance(old, int):
        holder[at[-1]] = generator.choice([-old, old + 1, 0])
    elif isinstance(old, list) and old:
        generator.choice([lambda: old.pop(generator.randrange(len(old))), lambda: old.append(old[0]), old.reverse])()
    else:
        holder[at[-1]] = generator.choice([None, [], {}, "0", 1])
    return out


def allowed(one: Claim, right: bool, certificate: dict[str, Any]) -> bool:
    """Whether the verdict that a certificate states is true of the claim."""
    match certificate.get("verdict"):
        case "proved":
            return right
        case "refuted":
            return not right
    condition = from_json(certificate["condition"])
    return not right and not violated_under(one, condition)


def violated_under(one: Claim, condition: Term) -> bool:
    """Some simple point satisfies the condition and what is assumed, and violates the claim (evaluated by mpmath)."""
    names = sorted(free_symbols(one.relation) | free_symbols(condition), key=lambda s: s.text)
    for k in range(len(SPOTS) ** len(names) if len(names) < 3 else 0):
        point = {s: SPOTS[k // len(SPOTS) ** i % len(SPOTS)] for i, s in enumerate(names)}
        try:
            inside = all(x in (one.variable(s) or Variable(s)).domain for s, x in point.items())
            assumed = inside and all(holds(c, point) for c in (condition, *one.assumptions))
            if assumed and not holds(one.relation, point):
                return True
        except (UndefinedError, UnsureError, ValueError, TypeError):
            continue
    return False


def accepted(one: Claim, certificate: dict[str, Any]) -> bool:
    return isinstance(recheck(one.to_json(), certificate), Accepted)


@pytest.mark.parametrize("seed", range(3))
def test_an_altered_certificate_is_accepted_only_with_a_true_verdict(
    seed: int, certificates: list[dict[str, Any]]
) -> None:
    generator = random.Random(seed)
    for (one, right), certificate in zip(CLAIMS, certificates, strict=True):
        for _ in range(4):
            other = certificate
            for _ in range(generator.choice((1, 1, 3))):
                other = altered(other, generator)
            assert not accepted(one, other) or allowed(one, right, other), (one.relation, other)


def test_the_other_verdict_is_never_accepted(certificates: list[dict[str, Any]]) -> None:
    """With the data of the right verdict, with none, and with those of other claims as hints."""
    generator = random.Random(5)
    for (one, right), certificate in zip(CLAIMS, certificates, strict=True):
        wrong = "refuted" if right else "proved"
        hints = [certificate["data"], {}, *(c["data"] for c in generator.sample(certificates, 2))]
        for data in hints:
            method = generator.choice([certificate["method"], "counterexample", "iff"])
            assert not accepted(one, {**certificate, "method": method, "data": data, "verdict": wrong})


def test_no_condition_makes_a_false_claim_true_where_it_is_false(certificates: list[dict[str, Any]]) -> None:
    conditions = [TRUE, Op("or"), op("gt", X, num(0)), op("ge", X, num(0)), op("lt", X, num(1))]
    for (one, right), certificate in zip(CLAIMS, certificates, strict=True):
        for condition in conditions:
            forged = {**certificate, "verdict": "conditional", "condition": to_json(condition)}
            assert not accepted(one, forged) or allowed(one, right, forged), (one.relation, condition)


def test_two_certificates_exchanged_are_refused(certificates: list[dict[str, Any]]) -> None:
    for k, (one, _) in enumerate(CLAIMS):
        other = certificates[(k + 7) % len(CLAIMS)]
        assert isinstance(recheck(one.to_json(), other), Refused)


def test_exchanged_with_the_digest_of_the_other_claim_they_help_no_false_claim(
    certificates: list[dict[str, Any]],
) -> None:
    for k, (one, right) in enumerate(CLAIMS):
        forged = {**certificates[(k + 22) % len(CLAIMS)], "claim": one.digest}  # of a claim with the other truth
        assert not accepted(one, forged) or allowed(one, right, forged), one.relation


def claims_altered(data: dict[str, Any], generator: random.Random) -> dict[str, Any]:
    """A serialised claim with a number changed, an assumption left out or a domain made wider."""
    out = copy.deepcopy(data)
    numbers = [at for at, v in places(out["relation"]) if isinstance(v, list) and v[:1] == ["num"]]
    choice = generator.randrange(3)
    if choice == 0 and out["assumptions"]:
        out["assumptions"].pop()
    elif choice == 1 and out["variables"]:
        generator.choice(out["variables"])[1] = REALS.to_json() if generator.random() < 0.5 else UNIT.to_json()
    elif numbers:
        holder: Any = out["relation"]
        for key in generator.choice(numbers):
            holder = holder[key]
        holder[1] = str(Fraction(holder[1]) + generator.choice([Fraction(1, 10**9), Fraction(-1, 7), 1]))
    return out


def test_an_altered_claim_is_refused(certificates: list[dict[str, Any]]) -> None:
    generator = random.Random(11)
    count = 0
    for (one, _), certificate in zip(CLAIMS, certificates, strict=True):
        data = one.to_json()
        for _ in range(4):
            changed = claims_altered(data, generator)
            if changed != data:
                count += 1
                assert isinstance(recheck(changed, certificate), Refused)
    assert count > 60


def test_an_altered_claim_with_its_own_digest_is_judged_for_itself(certificates: list[dict[str, Any]]) -> None:
    """The forged certificate says "proved"; where mpmath finds a violation at a simple point it is not accepted."""
    generator = random.Random(12)
    caught = 0
    for (one, _), certificate in zip(CLAIMS, certificates, strict=True):
        for _ in range(4):
            changed = claims_altered(one.to_json(), generator)
            again = Claim("t", "identity", from_json(changed["relation"]),
                          tuple(Variable(_sym(v[0]), Domain.from_json(v[1]), v[2]) for v in changed["variables"]),
                          tuple(from_json(a) for a in changed["assumptions"]))  # fmt: skip
            head = again.relation.head if isinstance(again.relation, Op) else ""
            if head == "iff" or "lim" in str(changed["relation"]) or not violated_under(again, TRUE):
                continue
            caught += 1
            forged = {**certificate, "claim": digest(changed), "verdict": "proved"}
            assert not isinstance(recheck(changed, forged), Accepted), again.relation
    assert caught > 30


def _sym(data: Any) -> Sym:
    found = from_json(data)
    assert isinstance(found, Sym)
    return found
