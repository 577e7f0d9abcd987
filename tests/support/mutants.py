"""Mutants of claims: small edits of the relation, the assumptions and the domains of the variables."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from symnn.claim import Claim, Variable
from symnn.domain import REALS, Domain, Interval
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, substitute

Place = tuple[int, ...]
ORDERED = ("gt", "lt", "ge", "le")
INTERVALS = ("interval_oo", "interval_cc", "interval_oc", "interval_co")
UNARY = "exp log sqrt tanh erf atan sign abs sin cos cosh sinh asinh normal_cdf".split()
NUDGES = (Fraction(1), Fraction(-1), Fraction(1, 10**6), Fraction(-1, 10**6), Fraction(1, 10**12), Fraction(-1, 10**12))
ENDS = tuple(Fraction(x) for x in "0 1 -1 2 -2 1/2 3 -3 10".split())
# a place that holds a condition, a set, a variable or a direction and not a value
_FIXED = {"deriv": range(1, 99), "lim": range(1, 4), "order": range(3, 6), "monotone": range(1, 3), "at": (1,),
          "range_is": (1,), "differentiable": (1,), "continuous": (1,), "sum": (1, 2), "prod": (1, 2)}  # fmt: skip


def mutant(claim: Claim, generator: random.Random) -> Claim | None:
    """The claim after one edit, or two, now and then none: of its relation, its conditions or its domains."""
    out: Claim | None = claim
    for _ in range(generator.choice((0, 1, 1, 1, 1, 1, 2, 2))):
        if out is None:
            return None
        kind = generator.random()
        if kind < 0.18:
            out = _conditions(out, generator)
        elif kind < 0.30:
            out = _domains(out, generator)
        elif kind < 0.36:
            out = _exchanged(out, generator)
        else:
            out = _relation(out, generator)
    return out


def _relation(claim: Claim, generator: random.Random) -> Claim | None:
    names = [v.sym for v in claim.variables if not v.shape]
    term = changed(claim.relation, names, generator)
    return None if term is None else replace(claim, relation=term)


def changed(term: Term, names: list[Sym], generator: random.Random) -> Term | None:
    """One node of the term replaced by a variant."""
    at, node = generator.choice(list(_places(term)))
    new = _variants(node, names)
    if not at and isinstance(term, Op) and term.head in ("eq", "in", "iff", "order", "range_is"):
        new = _whole(term)
    return _put(term, at, generator.choice(new)) if new else None


def _places(term: Term, at: Place = ()) -> Iterator[tuple[Place, Term]]:
    yield at, term
    if isinstance(term, Op) and term.head != "call":
        for i, arg in enumerate(term.args):
            if i not in _FIXED.get(term.head, ()):
                yield from _places(arg, (*at, i))
            elif term.head in ("monotone", "lim", "order") and isinstance(arg, Num):
                yield (*at, i), op("none")  # a direction


def _put(term: Term, at: Place, new: Term) -> Term:
    if not at:
        return new
    assert isinstance(term, Op)
    if new == op("none") and isinstance(term.args[at[0]], Num) and len(at) == 1:
        value = term.args[at[0]]
        assert isinstance(value, Num)
        new = num(-value.value if value.value else 1)
    args = tuple(_put(a, at[1:], new) if i == at[0] else a for i, a in enumerate(term.args))
    return replace(term, args=args)


def _whole(term: Op) -> list[Term]:
    """Other relations between the same sides."""
    a, b, *_ = term.args
    match term.head:
        case "eq" if not any(isinstance(x, Op) and x.head == "lim" for x in (a, b)):
            return [op(h, a, b) for h in ("ne", "le", "lt", "ge")]
        case "iff":
            return [op("iff", a, op("not", b))]
        case "in":
            return [op("notin", a, b)] if isinstance(b, Op) and b.head in INTERVALS else []
    return []


def _variants(node: Term, names: list[Sym]) -> list[Term]:
    match node:
        case Num(v):
            return [Num(x) for x in (-v, 2 * v, v / 2, Fraction(0), *(v + d for d in NUDGES))]
        case Sym():
            return [op("neg", node), *names, op("abs", node), op("add", node, num(1)), op("mul", node, node),
                    op("max", node, num(0)), op("mul", num("1.000001"), node), num(0)]  # fmt: skip
        case Op("add", (a, b, *rest)):
            return [op("add", a, op("neg", b), *rest), op("add", *node.args[1:]) if rest else a,
                    op("mul", a, b, *rest), op("max", a, b)]  # fmt: skip
        case Op("mul" | "dot" | "times", (a, b, *rest)):
            return [op("add", a, b, *rest), op("mul", *node.args[1:]) if rest else a, op("neg", node), op("div", a, b)]
        case Op("neg", (a,)):
            return [a]
        case Op("div", (a, b)):
            return [op("div", b, a), op("mul", a, b), a]
        case Op("max" | "min" as head, args):
            return [Op("min" if head == "max" else "max", args), args[0], op("abs", args[-1])]
        case Op("abs", (a,)):
            return [a, op("sqrt", op("pow", a, num(2))), op("max", a, op("neg", a)), op("mul", op("sign", a), a)]
        case Op("pow", (Op("e"), b)):
            return [op("exp", op("neg", b)), op("add", num(1), b), op("pow", num(2), b)]
        case Op("pow", (a, b)):
            return [op("pow", a, op("neg", b)), op("pow", a, op("add", b, num(1))), a,
                    op("pow", a, op("add", b, num("1/1000"))), op("pow", a, num(0)), op("pow", b, a)]  # fmt: skip
        case Op("sqrt", (a,)):
            return [a, op("root", a, num(3)), op("pow", a, num("1/2")), op("abs", a)]
        case Op(head, (a,)) if head in UNARY:
            return [a, op("neg", node), *(op(h, a) for h in UNARY if h != head), op("pow", node, num(2))]
        case Op("gt" | "lt" | "ge" | "le" as head, (a, b)):
            loose = {"gt": "ge", "ge": "gt", "lt": "le", "le": "lt"}[head]
            return [op(loose, a, b), op(loose, a, b), *(op(h, a, b) for h in (*ORDERED, "eq", "ne"))]
        case Op("eq" | "ne", (a, b)):
            return [op(h, a, b) for h in (*ORDERED, "eq", "ne")]
        case Op(head, (a, b)) if head in INTERVALS:
            return [op(h, a, b) for h in INTERVALS if h != head]
        case Op("cases", rows) if len(rows) > 1:
            return [_branches_swapped(rows), Op("cases", tuple(reversed(rows))), Op("cases", rows[1:])]
        case Op("pi"):
            return [num(3), num("355/113"), op("e")]
        case Op("none"):
            return [node]
    return []


def _branches_swapped(rows: tuple[Term, ...]) -> Term:
    first, second, *rest = rows
    assert isinstance(first, Op)
    assert isinstance(second, Op)
    a, b = op("case", second.args[0], first.args[1]), op("case", first.args[0], second.args[1])
    return Op("cases", (a, b, *rest))


# -- conditions and domains ------------------------------------------------------------------------------------------


def _conditions(claim: Claim, generator: random.Random) -> Claim | None:
    """An assumption dropped, edited or negated, or a new one."""
    names = [v.sym for v in claim.variables if not v.shape]
    if not names:
        return None
    given = list(claim.assumptions)
    if not given or generator.random() < 0.2:
        relation = generator.choice((*ORDERED, "ne", "eq"))
        other: Term = generator.choice(names) if generator.random() < 0.3 else num(generator.choice(ENDS))
        given.append(op(relation, generator.choice(names), other))
        return replace(claim, assumptions=tuple(given))
    at = generator.randrange(len(given))
    what = generator.random()
    if what < 0.35:
        del given[at]
    elif what < 0.45:
        given[at] = op("not", given[at])
    else:
        new = changed(given[at], names, generator)
        if new is None:
            return None
        given[at] = new
    return replace(claim, assumptions=tuple(given))


def _domains(claim: Claim, generator: random.Random) -> Claim | None:
    if not claim.variables:
        return None
    at = generator.randrange(len(claim.variables))
    variable = claim.variables[at]
    if variable.shape:
        return None
    changed_ = replace(variable, domain=_domain(variable.domain, generator))
    variables: tuple[Variable, ...] = (*claim.variables[:at], changed_, *claim.variables[at + 1 :])
    return replace(claim, variables=variables)


def _domain(domain: Domain, generator: random.Random) -> Domain:
    """Ends opened, closed, moved or taken away; a half line, a point taken out, two pieces, the integers."""
    what = generator.random()
    intervals = list(domain.intervals)
    at = generator.randrange(len(intervals))
    i = intervals[at]
    if what < 0.12:
        return Domain(domain.intervals, not domain.integer)
    if what < 0.25:
        return REALS
    if what < 0.35:
        hole = generator.choice(ENDS)
        return domain.intersect(Domain((Interval(None, hole), Interval(hole, None)), domain.integer))
    if what < 0.42:
        return Domain((Interval(None, Fraction(-1), True, False), Interval(Fraction(1), None, False)), domain.integer)
    if what < 0.47:
        point = generator.choice(ENDS)
        return Domain((Interval(point, point, False, False),), domain.integer)
    low, high = i.low, i.high
    if i.low is None and i.high is None:
        low = generator.choice((None, generator.choice(ENDS)))
        high = None if low is not None and generator.random() < 0.4 else (low or Fraction(0)) + generator.choice(ENDS)
    elif generator.random() < 0.5:
        step = generator.choice((*NUDGES, Fraction(-2), Fraction(2)))
        if low is not None:
            low += step
        elif high is not None:
            high += step
    low_open, high_open = (generator.random() < 0.5 or x is None for x in (low, high))
    intervals[at] = Interval(low, high, low_open, high_open)
    out = Domain(tuple(j for j in intervals if not j.empty), domain.integer)
    return domain if out.empty else out


def _exchanged(claim: Claim, generator: random.Random) -> Claim | None:
    """Two variables change places in one side of the relation or in an assumption."""
    names = [v.sym for v in claim.variables if not v.shape]
    if len(names) < 2 or not isinstance(claim.relation, Op):
        return None
    a, b = generator.sample(names, 2)
    swap: dict[Sym, Term] = {a: b, b: a}
    if claim.assumptions and generator.random() < 0.3:
        return replace(claim, assumptions=tuple(substitute(x, swap) for x in claim.assumptions))
    at = generator.randrange(len(claim.relation.args))
    side = claim.relation.args[at]
    if at in _FIXED.get(claim.relation.head, ()) or not {a, b} & free_symbols(side):
        return None
    args = tuple(substitute(x, swap) if i == at else x for i, x in enumerate(claim.relation.args))
    return replace(claim, relation=replace(claim.relation, args=args))
