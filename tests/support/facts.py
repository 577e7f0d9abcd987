"""The truth of a claim for given values of its free names, by evaluation with 60 digits.

``True``, ``False``, ``"one side"`` (an equation of which only one side has a value) or ``None`` (nothing to judge,
or the numbers cannot tell).
"""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from judge import Functions, UndefinedError, UnsureError, compared, evaluate, holds, infinite
from sampling import Point, accepted, integers_of, lowest, sample
from tails import limit_holds, order_holds

from symnn.claim import Claim, Variable
from symnn.domain import REALS
from symnn.term import Num, Op, Sym, Term, free_symbols, op, substitute, walk

Fact = Literal["one side"] | bool | None
_RELATIONS = {"ne": (-1, 1), "lt": (-1,), "le": (-1, 0), "gt": (1,), "ge": (0, 1)}


def quantified(relation: Term) -> bool:
    heads = ("lim", "order", "monotone", "range_is", "differentiable", "continuous", "iff")
    return any(isinstance(n, Op) and n.head in heads for n in walk(relation))


def bound(relation: Term) -> frozenset[Sym]:
    """Names that the relation ranges over by itself."""
    out: set[Sym] = set()
    for node in walk(relation):
        match node:
            case Op("lim" | "monotone" | "range_is" | "differentiable" | "continuous", (_, Sym() as var, *_)):
                out.add(var)
            case Op("order", (_, _, _, Sym() as var, *_)):
                out.add(var)
    return frozenset(out)


def about(claim: Claim) -> tuple[Term, ...]:
    """The assumptions that are not about a bound name alone."""
    inner = bound(claim.relation)
    return tuple(a for a in claim.assumptions if not free_symbols(a) & inner) if quantified(claim.relation) else (
        claim.assumptions)  # fmt: skip


def parameters(claim: Claim) -> tuple[Variable, ...]:
    used = free_symbols(claim.relation).union(*(free_symbols(a) for a in about(claim))) - bound(claim.relation)
    return tuple(v for v in claim.variables if v.sym in used)


# -- the truth of a relation for values of its free names ------------------------------------------------------------


def truth(claim: Claim, relation: Term, point: Point, functions: Functions, generator: random.Random) -> Fact:
    try:
        return _truth(claim, relation, point, functions, generator)
    except (UndefinedError, UnsureError, NotImplementedError, OverflowError, KeyError, MemoryError):
        return None


def _truth(claim: Claim, relation: Term, point: Point, functions: Functions, generator: random.Random) -> Fact:
    integers = integers_of(claim.variables, claim.assumptions)
    match relation:
        case Op("eq" | "equiv", (left, right)):
            if any(isinstance(n, Op) and n.head == "lim" for n in walk(relation)):
                var = next(n.args[1] for n in walk(relation) if isinstance(n, Op) and n.head == "lim")
                assert isinstance(var, Sym)
                return limit_holds(relation, claim.variable(var), point, functions)
            missing = [_missing(s, point, functions, integers) for s in (left, right)]
            if any(missing):
                return None if all(missing) else "one side"
            same = compared(left, right, point, functions, integers) == 0
            near = any(x.denominator > 10**20 for x in point.values()) and _derived(relation)
            return None if near and not same else same  # differences that may reach across a kink
        case Op(head, (left, right)) if head in _RELATIONS:
            if any(_missing(s, point, functions, integers) for s in (left, right)):
                return None
            sign = compared(left, right, point, functions, integers)
            if not sign and head in ("ne", "lt", "gt") and _derived(relation):
                return None  # differences cannot tell a small number from zero
            return sign in _RELATIONS[head]
        case Op("in", (x, _)):
            return None if _missing(x, point, functions, integers) else holds(relation, point, functions, integers)
        case Op("chain" | "and", parts):
            facts = [truth(claim, p, point, functions, generator) for p in parts]
            bad = [f for f in facts if f is False or f == "one side"]
            return bad[0] if bad else (None if None in facts else True)
        case Op("iff", (inner, condition)):
            return _iff(claim, inner, condition, point, functions, generator)
        case Op("order", (_, _, gauge, Sym() as var, *_)):
            if any(isinstance(n, Num) and n.value.denominator > 10**4 for n in walk(gauge)):
                return None  # h^2 and h^2.000001 are alike at every h that can be tried
            return order_holds(relation, claim.variable(var), point, functions)
        case Op("monotone", (body, Sym() as var, Num(sign))):
            return _monotone(claim, body, var, int(sign), point, functions)
        case Op("range_is", (body, Sym() as var, target)):
            return _range(claim, body, var, target, point, functions)
        case Op("differentiable" | "continuous" as head, (body, Sym() as var)):
            return _smooth(claim, head, body, var, point, functions)
    return None


def _derived(relation: Term) -> bool:
    return any(n.head == "deriv" for n in walk(relation) if isinstance(n, Op))


def _missing(term: Term, point: Point, functions: Functions, integers: frozenset[Sym]) -> bool:
    try:
        evaluate(term, point, functions, integers)
    except UndefinedError:
        return True
    return False


def _iff(
    claim: Claim, inner: Term, condition: Term, point: Point, functions: Functions, generator: random.Random
) -> Fact:
    """For a value of the parameter: the inner claim holds for all values of the others exactly if C does."""
    names = free_symbols(condition)
    fixed = {s: x for s, x in point.items() if s in names}
    wanted = holds(condition, fixed, functions)
    failed, seen = fails(replace(claim, relation=inner), fixed, functions, generator)
    if failed:
        return not wanted
    return None if seen < 12 and not quantified(inner) else (wanted if seen else None)


def fails(claim: Claim, fixed: Point, functions: Functions, generator: random.Random) -> tuple[bool, int]:
    """Whether the claim fails somewhere for these values, and at how many points there was something to judge."""
    seen = 0
    assumptions = about(claim)
    for point in sample(parameters(claim), assumptions, (claim.relation,), generator, 40, fixed, functions):
        fact = truth(claim, claim.relation, point, functions, generator)
        if fact is not None:
            seen += 1
            if fact is not True:
                return True, seen
    return False, seen


def _axis(claim: Claim, body: Term, var: Sym, point: Point, functions: Functions) -> list[Fraction]:
    variable = claim.variable(var) or Variable(var, REALS)
    generator = random.Random(1)
    assumptions = tuple(a for a in claim.assumptions if var in free_symbols(a))
    found = sample((variable,), assumptions, (body,), generator, 60, None, functions) if not point else sample(
        (variable, *(v for v in claim.variables if v.sym in point)), assumptions, (body,), generator, 60, point,
        functions)  # fmt: skip
    return sorted({p[var] for p in found})


def _monotone(claim: Claim, body: Term, var: Sym, sign: int, point: Point, functions: Functions) -> Fact:
    axis = _axis(claim, body, var, point, functions)
    return _steps(body, var, sign, axis, point, functions) if len(axis) > 5 else None


def _steps(body: Term, var: Sym, sign: int, axis: list[Fraction], point: Point, functions: Functions) -> Fact:
    t = Sym("t~")
    for a, b in pairwise(axis):
        try:
            step = compared(body, substitute(body, {var: t}), {**point, var: b, t: a}, functions)
        except UnsureError:
            continue
        except UndefinedError:
            return False
        if step != sign:
            return False
    return True


def _range(claim: Claim, body: Term, var: Sym, target: Term, point: Point, functions: Functions) -> Fact:
    """Every value is in the set; and near each end of an interval there are values."""
    axis, values = _axis(claim, body, var, point, functions), []
    for x in axis:
        here = {**point, var: x}
        try:
            if not holds(op("in", body, target), here, functions):
                return False
            values.append(evaluate(body, here, functions))
        except UndefinedError:
            return None
    if len(values) < 6:
        return None
    match target:
        case Op(head, (low, high)) if head.startswith("interval_"):
            for end, sign in ((low, 1), (high, -1)):
                if infinite(end):
                    if max(-sign * v for v in values) < 100:
                        return None
                    continue
                gap = op("add", body, op("neg", end)) if sign > 0 else op("add", end, op("neg", body))
                x = lowest(gap, var, point, axis, functions)
                known = [abs(v - evaluate(end, point)) for v in values]
                if x is not None and accepted({var: x}, claim.variables, claim.assumptions):
                    known.append(abs(evaluate(gap, {**point, var: x}, functions)))
                if min(known) > 0.05:
                    return False
                closed = head[-2 if sign > 0 else -1] == "c"
                attained = closed and any(compared(body, end, {**point, var: y}, functions) == 0 for y in axis)
                if not attained and (closed or min(known) > 1e-15):
                    return None  # whether a closed end is attained shows only where it is
        case Op("reals", ()):
            return True if max(values) > 100 and min(values) < -100 else None
    return True


def _smooth(claim: Claim, head: str, body: Term, var: Sym, point: Point, functions: Functions) -> Fact:
    variable = claim.variable(var) or Variable(var, REALS)
    for x in [point[var]] if var in point else _axis(claim, body, var, point, functions):
        here = {**point, var: x}
        border = any(x in (i.low, i.high) for i in variable.domain.intervals)
        try:
            middle = evaluate(body, here, functions)
            if head == "differentiable":
                evaluate(Op("deriv", (body, var)), here, functions)
                continue
            for side in (1, -1):
                near = {**here, var: x + side * Fraction(1, 10**50)}
                if near[var] in variable.domain and abs(evaluate(body, near, functions) - middle) > 1e-9:
                    return False
        except UndefinedError:
            if not border:
                return False
        except UnsureError:
            continue
    return True


def falls(claim: Claim, points: list[Fraction], point: Point, functions: Functions) -> Fact:
    """The values at the two points of a refuted monotone claim, in order."""
    match claim.relation:
        case Op("monotone", (body, Sym() as var, Num(sign))):
            return _steps(body, var, int(sign), sorted(points), point, functions)
    return None
