"""Relations that are certainly false."""

from __future__ import annotations

from symnn.recheck.basic import minus, neg
from symnn.recheck.conditions import SIGNS, condition_rows
from symnn.recheck.facts import Facts
from symnn.recheck.limits import INFINITY, bounded, certain, limits_taken
from symnn.recheck.outcome import Need, NoValueError, UnclearError
from symnn.recheck.settle import holds, settled
from symnn.term import Num, Op, Sym, Term, walk


def false(relation: Term, facts: Facts) -> bool:
    """Whether a relation without free names is certainly false: its sides have values, not related like this."""
    match relation:
        case Op("chain" | "and", parts):
            return any(_false_or_open(p, facts) for p in parts)
        case Op("implies", (given, then)):
            return holds(given, facts) and false(then, facts)
        case Op("eq" | "equiv" | "ne" | "lt" | "le" | "gt" | "ge" as head, (a, b)):
            sides = [limits_taken(t, facts) for t in (a, b)]
            if any(s in (INFINITY, neg(INFINITY)) for s in sides):
                for s in (s for s in sides if s not in (INFINITY, neg(INFINITY))):
                    _valued(s, facts)
                return head in ("eq", "equiv") and sides[0] != sides[1]
            return _sign(minus(*sides), facts) not in SIGNS["eq" if head == "equiv" else head]
        case Op("in" | "notin" as head, (x, space)):
            return _member(x, space, facts) is (head == "notin")
        case Op("range_is", (body, _, space)):
            return not _member(body, space, facts)
        case Op("order", (a, b, gauge, Sym() as var, point, Num(side))):
            return not bounded(a, b, gauge, var, point, int(side), facts)
    raise UnclearError(f"relation {relation.head if isinstance(relation, Op) else relation}")


def fails(relation: Term, facts: Facts) -> bool:
    """False, or an equation of which just one side has a value."""
    match relation:
        case Op("eq" | "equiv", (a, b)) if _defined(a, facts) != _defined(b, facts):
            return True
    return false(relation, facts)


def fails_or_says_nothing(relation: Term, facts: Facts) -> bool:
    match relation:
        case Op("eq" | "equiv", (a, b)) if not _defined(a, facts) and not _defined(b, facts):
            return True
    return fails(relation, facts)


def _defined(term: Term, facts: Facts) -> bool:
    """Whether a term has a value."""
    taken = limits_taken(term, facts)
    try:
        return taken in (INFINITY, neg(INFINITY)) or bool(_valued(taken, facts))
    except NoValueError:
        return False


def _false_or_open(relation: Term, facts: Facts) -> bool:
    """One false part is enough, whatever the other parts are."""
    try:
        return false(relation, facts)
    except (NoValueError, UnclearError, Need):
        return False


def _sign(term: Term, facts: Facts) -> int:
    return facts.surely(_valued(term, facts))


def _valued(term: Term, facts: Facts) -> Term:
    """The term without case distinctions and derivatives, which certainly has a value."""
    if INFINITY in walk(term):
        raise UnclearError("a side with an infinite part")
    s = settled(term, facts)
    certain(s, facts)
    for u, allowed in s.needs(facts.kernels.integers):
        if facts.surely(u) not in allowed:
            raise NoValueError("outside the domain of a function")
    return s.term


def _member(x: Term, space: Term, facts: Facts) -> bool:
    match space:
        case Op("set", items):
            return any(_sign(minus(x, i), facts) == 0 for i in items)
        case Op("union", parts):
            return any(_member(x, p, facts) for p in parts)
        case Op("intersection", parts):
            return all(_member(x, p, facts) for p in parts)
        case Op("setminus", (a, b)):
            return _member(x, a, facts) and not _member(x, b, facts)
        case Op("integers" | "naturals" as head, ()):
            value = settled(x, facts).term
            form = facts.form(value)
            if not (form.top.is_constant() and form.bottom.is_constant()):
                raise UnclearError("whether a number is an integer")
            q = form.top.leading_coefficient() if not form.top.is_zero() else 0
            return q == int(q) and (head == "integers" or q >= 1)
    rows = condition_rows(Op("in", (x, space)))
    if rows is None:
        raise UnclearError("a set that the checker does not know")
    return all(_sign(u, facts) in allowed for u, allowed in rows)
