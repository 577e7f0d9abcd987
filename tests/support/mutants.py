"""Mutants of claims, and an independent check of what the kernel says about them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import mpmath
from judge import UndefinedError, evaluate, holds

from symnn.claim import Claim
from symnn.term import Num, Op, Sym, Term, num, op, plain, walk
from symnn.verdict import Conditional, Proved, Refuted, Verdict

Place = tuple[int, ...]
NUMBERS = tuple(Fraction(x) for x in "0 1 -1 2 -2 1/2 -1/2 3 -3 1/3 -7/5 11/7 -5 4".split())


def mutant(claim: Claim, generator: random.Random) -> Claim | None:
    """The claim with up to two nodes of its equation changed, now and then without its assumptions."""
    names = [v.sym for v in claim.variables]
    relation: Term | None = claim.relation
    for _ in range(generator.choice((0, 1, 1, 1, 2))):
        relation = None if relation is None else _changed(relation, names, generator)
    if not (isinstance(relation, Op) and relation.head == "eq"):
        return None
    assumptions = () if generator.random() < 0.2 else claim.assumptions
    return replace(claim, relation=relation, assumptions=assumptions)


def _places(term: Term, at: Place = ()) -> Iterator[tuple[Place, Term]]:
    yield at, term
    if isinstance(term, Op):
        for i, arg in enumerate(term.args):
            if not (term.head == "deriv" and i > 0):
                yield from _places(arg, (*at, i))


def _put(term: Term, at: Place, new: Term) -> Term:
    if not at:
        return new
    assert isinstance(term, Op)
    args = tuple(_put(a, at[1:], new) if i == at[0] else a for i, a in enumerate(term.args))
    return replace(term, args=args)


def _changed(term: Term, names: list[Sym], generator: random.Random) -> Term | None:
    at, node = generator.choice([row for row in _places(term) if row[0]])
    new = _variants(node, names)
    return _put(term, at, generator.choice(new)) if new else None


def _variants(node: Term, names: list[Sym]) -> list[Term]:
    match node:
        case Num(v):
            return [Num(x) for x in (v + 1, v - 1, -v, 2 * v, v + Fraction(1, 10**6), Fraction(0))]
        case Sym():
            return [op("neg", node), *names, op("abs", node), op("add", node, num(1)), op("mul", node, node)]
        case Op("add", (a, b, *rest)):
            return [op("add", a, op("neg", b), *rest), a, op("mul", a, b, *rest), op("max", a, b)]
        case Op("mul" | "dot", (a, b, *rest)):
            return [op("add", a, b, *rest), a, op("neg", node)]
        case Op("neg", (a,)):
            return [a]
        case Op("div", (a, b)):
            return [op("div", b, a), op("mul", a, b), a]
        case Op("max" | "min" as head, args):
            return [Op("min" if head == "max" else "max", args)]
        case Op("abs", (a,)):
            return [a, op("sqrt", op("pow", a, num(2))), op("max", a, op("neg", a))]
        case Op("pow", (a, b)):
            return [op("pow", a, op("neg", b)), op("pow", a, op("add", b, num(1))), a]
        case Op("log" | "exp" | "tanh" | "sqrt" | "sign" | "erf", (a,)):
            return [a, op("neg", node), *(op(h, a) for h in ("log", "exp", "sqrt", "sign")), op("abs", node)]
        case Op("gt" | "lt" | "ge" | "le" | "eq" | "ne", (a, b)):
            return [op(h, a, b) for h in ("gt", "lt", "ge", "le")]
    return []


def objection(claim: Claim, verdict: Verdict, generator: random.Random, tries: int = 25) -> str | None:
    """Why the verdict is wrong, by evaluation with 60 digits at random points and at its own point; else ``None``."""
    assert isinstance(claim.relation, Op)
    sides = claim.relation.args
    differentiates = any(isinstance(n, Op) and n.head == "deriv" for n in walk(claim.relation))
    if isinstance(verdict, Refuted):
        given = dict(verdict.counterexample.point)
        point = {v.sym: given.get(v.sym, _any(v.domain)) for v in claim.variables}
        left, right = (_value(s, point) for s in sides)
        if left is None or right is None or abs(left - right) <= mpmath.mpf(10) ** (-10 if differentiates else -50):
            kink = "changes" in verdict.counterexample.note
            return (
                None if differentiates and (kink or _tiny(verdict)) else f"refuted at {_words(point)}: {left}, {right}"
            )
    condition = getattr(verdict, "condition", None)
    if not isinstance(verdict, Proved | Conditional) and condition is None:
        return None
    for _ in range(tries):
        point = {v.sym: _random(generator) for v in claim.variables}
        try:
            if any(point[v.sym] not in v.domain for v in claim.variables):
                continue
            if not all(holds(a, point) for a in claim.assumptions):
                continue
            inside = condition is None or holds(condition, point)
        except UndefinedError:
            continue
        left, right = (_value(s, point) for s in sides)
        if left is None or right is None:
            if inside and (left is None) != (right is None) and not differentiates:
                return f"one side has no value at {_words(point)}"
            continue
        same = abs(left - right) <= mpmath.mpf(10) ** (-12 if differentiates else -40) * (1 + abs(left))
        if inside and not same:
            return f"the sides differ at {_words(point)}: {left}, {right}"
    return None


def _tiny(verdict: Refuted) -> bool:
    """A difference below what finite differences can see."""
    return abs(mpmath.mpf(verdict.counterexample.left) - mpmath.mpf(verdict.counterexample.right)) < 1e-9


def _value(term: Term, point: dict[Sym, Fraction]) -> mpmath.mpf | None:
    try:
        return evaluate(term, point)
    except UndefinedError:
        return None


def _any(domain: object) -> Fraction:
    return next(x for x in (*NUMBERS, Fraction(1, 7)) if x in domain)  # type: ignore[operator]


def _random(generator: random.Random) -> Fraction:
    return generator.choice(NUMBERS) if generator.random() < 0.6 else Fraction(generator.randint(-400, 400), 100)


def _words(point: dict[Sym, Fraction]) -> str:
    return ", ".join(f"{s.text} = {x}" for s, x in point.items())


def described(claim: Claim) -> str:
    return " | ".join(map(plain, (claim.relation, *claim.assumptions)))
