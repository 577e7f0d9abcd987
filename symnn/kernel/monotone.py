"""Monotone, continuous and differentiable functions of one variable, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.domain import Domain, Interval
from symnn.kernel import balls, normal
from symnn.kernel.approach import one_sided
from symnn.kernel.build import difference
from symnn.kernel.differentiate import derivative
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import integer_powers
from symnn.kernel.expansions import closed, exactly_zero
from symnn.kernel.for_all import rising_for_all, smooth_for_all
from symnn.kernel.narrowing import exact_interval, intervals
from symnn.kernel.pieces import Piece, arguments, pieces
from symnn.kernel.positivity import Shown, constant_sign_on, sign_holds
from symnn.kernel.probes import parameter_points, rationals_in, shown
from symnn.kernel.problem import Problem, has_value
from symnn.kernel.reductions import shown as shown_rows
from symnn.kernel.signs import Facts, NoValue, Split, Unknown
from symnn.term import Num, Op, Sym, Term, free_functions, free_symbols, num, op, substitute, to_json, walk
from symnn.verdict import Counterexample, Proved, Refuted, Verdict

_KINKS = frozenset("abs max min sign indicator cases floor ceil".split())


def monotone(claim: Claim) -> Verdict | None:
    """Strictly increasing (or decreasing): continuous, and the derivative is positive but for isolated zeros.

    Refuted by two rational points a < b with f(a) ≥ f(b), certified.
    """
    match claim.relation:
        case Op("monotone", (term, Sym() as var, Num(sign))) if sign in (1, -1):
            pass
        case _:
            return None
    if claim.opaque or free_functions(term):
        return None
    refuted = _two_points(claim, term, var, int(sign))
    if refuted is not None:
        return refuted
    where = _where(claim, var)
    if where is None or integer_powers(claim):
        return None
    if free_symbols(term) <= {var}:
        rows = _rising(term, var, where, int(sign))
    else:
        whole = replace(claim, assumptions=tuple(a for a in claim.assumptions if _keeps_interval(a, var)))
        rows = _rising_for_all(whole, term, var, where, int(sign)) or rising_for_all(whole, term, var, int(sign))
    if rows is None:
        return None
    words = "the derivative has one sign but for isolated zeros"
    data = {"term": to_json(term), "interval": str(where), "pieces": rows}
    return Proved(Certificate("monotone", data, steps=(words,)))


def _keeps_interval(assumption: Term, var: Sym) -> bool:
    """Whether an interval of the variable stays one: a function that rises on (0, 1) and on (1, 2) may fall between."""
    match assumption:
        case Op("lt" | "le" | "gt" | "ge", (a, b)):
            slope = derivative(difference(a, b), var)
            return var not in free_symbols(slope)
    return var not in free_symbols(assumption)


def _where(claim: Claim, var: Sym) -> Interval | None:
    variable = claim.variable(var)
    domain = variable.domain if variable is not None else Domain()
    if domain.integer or len(domain.intervals) != 1:
        return None
    return intervals(var, domain.intervals[0], claim.assumptions)


def _rising(term: Term, var: Sym, where: Interval, sign: int) -> list[Any] | None:
    if not continuous_on(term, var, where):
        return None
    rows: list[Any] = []
    for piece in _pieces(term, var, where):
        if piece.where.is_point or piece.term is None:
            continue
        slope = derivative(piece.term, var)
        if normal.is_zero(slope):
            return None
        found = sign_holds(slope if sign > 0 else op("neg", slope), var, piece.where, False)
        if not isinstance(found, Shown) or any(r["by"] == "identically zero" for r in found.rows):
            return None
        rows.append(f"{piece.where}: {found.boxes} boxes, zeros at {list(found.zeros)}")
    return rows


def _rising_for_all(claim: Claim, term: Term, var: Sym, where: Interval, sign: int) -> list[Any] | None:
    """For every value of the parameters: a smooth term with a positive derivative."""
    domains = {v.sym: v.domain.intervals[0] for v in claim.variables if len(v.domain.intervals) == 1}
    problem = Problem(derivative(term, var), {**domains, var: where}, claim.assumptions, True)
    if any(isinstance(n, Op) and n.head in _KINKS for n in walk(term)) or not has_value(term, problem.cell()):
        return None
    if sign < 0:
        problem = Problem(op("neg", problem.term), problem.where, problem.facts, True)
    return ["for all parameters"] if shown_rows(problem) is not None else None


def _two_points(claim: Claim, term: Term, var: Sym, sign: int) -> Refuted | None:
    variables = tuple(v for v in claim.variables if v.sym != var)
    domain = next((v.domain for v in claim.variables if v.sym == var), Domain())
    others = tuple(a for a in claim.assumptions if var not in free_symbols(a))
    mine = tuple(a for a in claim.assumptions if var in free_symbols(a))
    for point in parameter_points(variables, others):
        values = {s: balls.rational(x) for s, x in point}
        known = []
        for x in sorted(rationals_in(domain, 24)):
            here = {**values, var: balls.rational(x)}
            try:
                if all(balls.truth(a, here) for a in mine):
                    known.append((x, balls.evaluate(term, here)))
            except (Undefined, Unsupported):
                continue
        for (a, fa), (b, fb) in combinations(known, 2):
            gap = (fb - fa) * sign
            if gap <= 0 or (gap.contains(0) and exactly_zero(_difference(term, var, a, b, point))):
                at = (*point, (var, a))
                words = f"at {var.text} = {b} the value is {fb.str(12, radius=False)}"
                example = Counterexample(at, fa.str(12, radius=False), fb.str(12, radius=False), words)
                data = {"points": [str(a), str(b)], "parameters": [[s.text, str(x)] for s, x in point]}
                return Refuted(example, certificate=Certificate("monotone", data, steps=(words,)))
    return None


def _difference(term: Term, var: Sym, a: Fraction, b: Fraction, point: tuple[tuple[Sym, Fraction], ...]) -> Term:
    values: dict[Sym, Term] = {s: num(x) for s, x in point}
    fa, fb = (substitute(term, {**values, var: num(x)}) for x in (a, b))
    return op("add", fb, op("neg", fa))


# -- continuity ------------------------------------------------------------------------------------------------------


def smoothness(claim: Claim) -> Verdict | None:
    """Between kinks a closed form is smooth where it is defined; at a kink the one-sided limits are compared.

    Continuous: both equal the value.  Differentiable: the limits of (f(c+h) - f(c))/h are finite and the same.
    """
    match claim.relation:
        case Op("differentiable" | "continuous" as head, (term, Sym() as var)):
            pass
        case _:
            return None
    if claim.opaque or free_functions(term):
        return None
    where = _where(claim, var)
    if where is None or where.is_point or integer_powers(claim):
        return None
    if free_symbols(term) - {var}:
        domains = {v.sym: v.domain.intervals[0] for v in claim.variables if len(v.domain.intervals) == 1}
        cell = Problem(term, domains, claim.assumptions, True).cell()
        kinked = any(isinstance(n, Op) and n.head in _KINKS | {"sqrt"} for n in walk(term))
        if not kinked and has_value(term, cell):
            return Proved(Certificate(head, {"by": "form"}, steps=("a smooth closed form",)))
        return _for_all(claim, head, term, var)
    points = list(_joints(term, var, where))
    if not _smooth_between(term, var, where):
        return None
    known = exact_interval(var, where, claim.assumptions) is not None
    for c in points:
        here = {var: balls.rational(c)}
        if not known and any(balls.truth(a, here) is False for a in claim.assumptions):
            continue
        row = _joint(term, var, where, c, head == "differentiable")
        if row is None:
            return None
        good, words = row
        if not good and not known:
            return None
        if not good:
            left, _, right = words.partition(" | ")
            example = Counterexample(((var, c),), left, right, f"from the left and from the right at {var.text} = {c}")
            return Refuted(example, certificate=Certificate(head, {"point": str(c)}, steps=(words,)))
    steps = tuple(f"both sides agree at {var.text} = {c}" for c in points) or ("a smooth closed form",)
    return Proved(Certificate(head, {"points": [str(c) for c in points]}, steps=steps))


def _for_all(claim: Claim, head: str, term: Term, var: Sym) -> Proved | None:
    """With parameters: at every edge of the cells both sides agree."""
    edges = smooth_for_all(claim, term, var, int(head == "differentiable"))
    if edges is None:
        return None
    steps = (f"both sides agree at the {len(edges)} places where the formula changes",)
    return Proved(Certificate(head, {"edges": edges}, steps=steps))


def continuous_on(term: Term, var: Sym, where: Interval) -> bool:
    """Proved: continuous (and defined) on the interval."""
    if not _smooth_between(term, var, where):
        return False
    joints = (_joint(term, var, where, c, False) for c in _joints(term, var, where))
    return all(row is not None and row[0] for row in joints)


def _pieces(term: Term, var: Sym, where: Interval) -> list[Piece]:
    return pieces(term, var, where, lambda u, w: constant_sign_on(u, var, w, 1))


def _joints(term: Term, var: Sym, where: Interval) -> Iterator[Fraction]:
    for piece in _pieces(term, var, where):
        if piece.where.is_point and piece.where.low is not None:
            yield piece.where.low


def _smooth_between(term: Term, var: Sym, where: Interval) -> bool:
    """On each open piece every argument whose zero could matter has one sign, and no kink is left."""
    for piece in _pieces(term, var, where):
        if piece.where.is_point:
            continue
        if piece.term is None or any(isinstance(n, Op) and n.head in _KINKS for n in walk(piece.term)):
            return False
        if any(not constant_sign_on(u, var, piece.where, 1) for u in dict.fromkeys(arguments(piece.term, var))):
            return False
        if any(isinstance(n, Op) and n.head in _PARTIAL for n in walk(piece.term)):
            return False
    return True


_PARTIAL = frozenset("acosh atanh tan cot sec csc csch coth asin acos factorial binomial root log_base".split())


def _joint(term: Term, var: Sym, where: Interval, c: Fraction, slope: bool) -> tuple[bool, str] | None:
    at = num(c)
    value = substitute(term, {var: at})
    try:
        balls.evaluate(value, {})
    except (Undefined, Unsupported):
        return None
    body = term if not slope else op("div", op("add", term, op("neg", value)), op("add", var, op("neg", at)))
    sides = [s for s, end in ((-1, where.low), (1, where.high)) if end != c]
    found = [one_sided(body, var, at, s) for s in sides]
    if any(f is None for f in found):
        return None
    limits = [f for f in found if f is not None]
    words = " | ".join(str(f) for f in limits)
    if any(f.at for f in limits):
        return False, words
    try:
        wanted = limits[0].value if slope else closed(value, Facts())
        same = all(Facts().sign(f.value - wanted) == 0 for f in limits)
    except (Unknown, NoValue, Split):
        return None
    if not slope and not same:
        words = f"{words} | {shown(value)}" if len(limits) == 1 else words
    return same, words
