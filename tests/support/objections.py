"""What speaks against a verdict: an independent evaluation of its claim with 60 digits at many points.

Proved: true at every point.  Refuted: false at its counterexample.  Conditional: true inside of the condition, and
outside of it false for some values of the names that are not in the condition.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from fractions import Fraction

import mpmath
from facts import Fact, about, bound, fails, falls, parameters, quantified, truth
from judge import Functions, UndefinedError, UnsureError, evaluate, infinite
from sampling import Point, accepted, coordinates, lowest, roots, sample

from symnn.claim import Claim
from symnn.domain import REALS
from symnn.term import Op, Term, free_symbols, op, plain, walk
from symnn.verdict import Conditional, Proved, Refuted, Verdict

_LOCAL = ("differentiable", "continuous")  # refuted at a value of their variable


@dataclass(frozen=True)
class Judged:
    """The objection, if there is one, and how many points had something to say."""

    objection: str | None
    points: int


def functions_of(claim: Claim, note: str = "") -> Functions:
    """Concrete functions for the opaque ones: those that the note names, else something without symmetries."""
    chosen = next((f for word, f in _NAMED.items() if word in note), None) if note else None
    rows = (lambda *xs: mpmath.exp(xs[0] / 2) + sum(mpmath.sin(x + i) for i, x in enumerate(xs)),
            lambda *xs: mpmath.cos(xs[0]) * 2 + sum(x**2 / (3 + i) for i, x in enumerate(xs)),
            lambda *xs: mpmath.tanh(xs[0]) + sum(x**3 / (5 + i) for i, x in enumerate(xs)))  # fmt: skip
    return {o.sym: chosen or rows[i % len(rows)] for i, o in enumerate(claim.opaque)}


_NAMED = {"= exp": mpmath.exp, "= t³": lambda x: x**3, "= tanh": mpmath.tanh}


def objection(claim: Claim, verdict: Verdict, generator: random.Random, count: int = 24) -> Judged:
    """Why the verdict is wrong, or ``None``; a claim that numbers cannot judge has no points."""
    match verdict:
        case Proved():
            return _everywhere(claim, None, generator, count)
        case Conditional(condition):
            inside = _everywhere(claim, condition, generator, count)
            return inside if inside.objection else _outside(claim, condition, generator, inside.points)
        case Refuted(_, condition):
            against = _counterexample(claim, verdict, generator)
            if against.objection or condition is None:
                return against
            if isinstance(claim.relation, Op) and claim.relation.head == "iff":  # the condition is that of its equation
                claim = replace(claim, relation=claim.relation.args[0])
            inside = _everywhere(claim, condition, generator, count)
            found = inside if inside.objection else _outside(claim, condition, generator, inside.points)
            return Judged(found.objection and f"weakest condition: {found.objection}", against.points + found.points)
    return Judged(None, 0)


def _everywhere(claim: Claim, condition: Term | None, generator: random.Random, count: int) -> Judged:
    assumptions = about(claim) if condition is None else (*about(claim), condition)
    functions, seen = functions_of(claim), 0
    for point in _points(claim, assumptions, generator, count, functions):
        fact = truth(claim, claim.relation, point, functions, generator)
        if fact is None:
            continue
        seen += 1
        if fact is not True:
            return Judged(f"{_said(fact)} at {words(point)}: {sides(claim, point, functions)}", seen)
    return Judged(None, seen)


def _points(
    claim: Claim, assumptions: tuple[Term, ...], generator: random.Random, count: int, functions: Functions
) -> list[Point]:
    names = parameters(claim)
    terms = tuple(t for t in (claim.relation,) if not quantified(claim.relation))
    found = list(sample(names, assumptions, terms, generator, count, None, functions))
    if not names or quantified(claim.relation):
        return found[: 6 if quantified(claim.relation) else count]
    for gap in _gaps(claim.relation):  # where an inequality is tightest
        for base in found[:: max(1, len(found) // 2)][:2]:
            for v in names:
                if v.sym not in free_symbols(gap) or v.domain.integer:
                    continue
                axis = list(coordinates(v.domain, terms))
                x = lowest(gap, v.sym, base, axis, functions)
                near = [x] if x is None else [x, x.limit_denominator(1000)]
                near += list(roots(gap, v.sym, base, axis, functions))
                rows = ({**base, v.sym: y} for y in near if y is not None)
                found += [p for p in rows if accepted(p, names, assumptions, functions)]
    return found


def _gaps(relation: Term) -> list[Term]:
    match relation:
        case Op("lt" | "le", (a, b)):
            return [op("add", b, op("neg", a))]
        case Op("gt" | "ge" | "ne", (a, b)):
            return [op("add", a, op("neg", b))]
        case Op("in", (x, Op(head, (low, high)))) if head.startswith("interval_"):
            rows = [op("add", x, op("neg", low)), op("add", high, op("neg", x))]
            return [g for g, end in zip(rows, (low, high), strict=True) if not infinite(end)]
        case Op("chain" | "and", parts):
            return [g for p in parts for g in _gaps(p)]
    return []


def _outside(claim: Claim, condition: Term, generator: random.Random, seen: int) -> Judged:
    """Where the condition fails the claim must fail for some values of the other names."""
    names = free_symbols(condition)
    known = tuple(v for v in parameters(claim) if v.sym in names)
    functions = functions_of(claim)
    derived = any(isinstance(n, Op) and n.head == "deriv" for n in walk(claim.relation))
    others = (*(a for a in about(claim) if free_symbols(a) <= names), op("not", condition))
    for fixed in list(sample(known, others, (condition,), generator, 10, None, functions))[:6]:
        if derived and any(x.denominator > 10**9 for x in fixed.values()):
            continue  # so close to a border differences cannot tell
        failed, judged = fails(claim, fixed, functions, generator)
        seen += judged
        if judged >= 1 and not failed and (judged >= 12 or len(known) == len(parameters(claim))):
            return Judged(f"it holds at {words(fixed)} too, outside of {plain(condition)}", seen)
    return Judged(None, seen)


# -- counterexamples -------------------------------------------------------------------------------------------------


def _counterexample(claim: Claim, verdict: Refuted, generator: random.Random) -> Judged:
    """The claim fails at the point, which lies in the domain and satisfies the assumptions."""
    example = verdict.counterexample
    functions = functions_of(claim, example.note or " ".join(verdict.certificate.steps))
    names = parameters(claim)
    given = {s: x for s, x in example.point if s not in bound(claim.relation)}
    rest = [v for v in names if v.sym not in given]
    point = dict(given)
    if rest:
        extended = next(iter(sample(names, about(claim), (), generator, 1, given, functions)), None)
        if extended is None:
            return Judged(None, 0)
        point = extended
    if not accepted(point, names, about(claim), functions):
        return Judged(f"the counterexample {words(point)} is not in the domain", 1)
    if _beside_a_kink(claim, dict(example.point)):
        return Judged(None, 0)
    inner = dict(example.point) if isinstance(claim.relation, Op) and claim.relation.head in _LOCAL else {}
    fact = truth(claim, claim.relation, {**point, **inner}, functions, generator)
    points = verdict.certificate.data.get("points") if "monotone" in str(claim.relation) else None
    if fact is True and isinstance(points, list):
        fact = falls(claim, [Fraction(str(x)) for x in points], point, functions)
    if fact is True:
        return Judged(f"it holds at the counterexample {words(point)}: {sides(claim, point, functions)}", 1)
    return Judged(None, int(fact is not None))


def _beside_a_kink(claim: Claim, given: Point) -> bool:
    """Continuity so close to another kink that no difference of values shows it."""
    local = isinstance(claim.relation, Op) and claim.relation.head in _LOCAL
    return local and any(x.denominator > 10**9 for x in given.values())


def _said(fact: Fact) -> str:
    return "one side has no value" if fact == "one side" else "false"


def sides(claim: Claim, point: Point, functions: Functions) -> str:
    if not isinstance(claim.relation, Op) or quantified(claim.relation):
        return ""
    out = []
    for side in claim.relation.args[:2]:
        try:
            out.append(mpmath.nstr(evaluate(side, point, functions), 20))
        except (UndefinedError, UnsureError, NotImplementedError, KeyError) as error:
            out.append(str(error) or type(error).__name__)
    return " | ".join(out)


def words(point: Point) -> str:
    return ", ".join(f"{s.text} = {x}" for s, x in point.items()) or "the only point"


def described(claim: Claim) -> str:
    rows = [plain(claim.relation), *map(plain, claim.assumptions)]
    rows += [f"{v.sym.text} {v.domain}" for v in claim.variables if v.domain != REALS]
    return " | ".join(rows)
