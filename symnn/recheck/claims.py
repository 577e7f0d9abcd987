"""What each relation asks, and how it is shown: in cases of signs, by normal forms, boxes and expansions.

A function here returns normally only if its relation is shown for all values of the names that satisfy the facts;
otherwise it raises ``UnclearError`` or ``Need``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from symnn.recheck.basic import ZERO, minus, neg
from symnn.recheck.bounds import intervals, positive_on
from symnn.recheck.cases import by_cases
from symnn.recheck.conditions import SIGNS, alternatives, condition_rows
from symnn.recheck.facts import Facts
from symnn.recheck.failures import false
from symnn.recheck.limits import INFINITY, bounded, certain, limits_taken
from symnn.recheck.outcome import Need, NoValueError, UnclearError, fail
from symnn.recheck.settle import Settled, needs, settled
from symnn.recheck.several import positive_in_several
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, substitute


@dataclass
class Proof:
    """One relation at a time; ``anchors`` are zeros inside an interval that the certificate names."""

    anchors: list[Term] = field(default_factory=list)
    witnesses: list[dict[Sym, Term]] = field(default_factory=list)

    def show(self, relation: Term, facts: Facts) -> None:
        match relation:
            case Op("chain" | "and", parts):
                for p in parts:
                    self.show(p, facts)
            case Op("eq" | "equiv", (a, b)):
                self._everywhere(facts, lambda f: _equal(a, b, f))
            case Op("lt" | "le" | "gt" | "ge" | "ne" as head, (a, b)):
                self._everywhere(facts, lambda f: self._compare(head, a, b, f))
            case Op("in", (x, Op("set", items))):
                self._everywhere(facts, lambda f: _one_of(x, items, f))
            case Op("in", (x, Op("union", spaces))):
                self._everywhere(facts, lambda f: self._some([op("in", x, s) for s in spaces], f))
            case Op("iff", (statement, condition)):
                self._iff(statement, condition, facts)
            case Op("in", (x, _)):
                rows = condition_rows(relation)
                if rows is None:
                    raise UnclearError("a set that the checker does not know")
                for u, allowed in rows:
                    self.show(op(next(h for h, s in SIGNS.items() if s == allowed), u, ZERO), facts)
            case Op("order", (a, b, gauge, Sym() as var, point, Num(side))):
                self._everywhere(facts, lambda f: _order(bounded(a, b, gauge, var, point, int(side), f)))
            case Op("implies", (given, then)):
                rows = condition_rows(given)
                here = facts.extended(rows) if rows is not None else facts
                if here is not None:
                    self.show(then, here)
            case _:
                raise UnclearError(f"relation {relation.head if isinstance(relation, Op) else relation}")

    def _everywhere(self, facts: Facts, work: Callable[[Facts], None]) -> None:
        by_cases(facts, work)

    def _some(self, relations: list[Term], facts: Facts) -> None:
        for r in relations:
            try:
                self.show(r, facts)
                return
            except (UnclearError, Need):
                continue
        fail("none of the parts")

    def _iff(self, statement: Term, condition: Term, facts: Facts) -> None:
        """Under the condition the statement holds; without it, it fails somewhere."""
        for part in alternatives(condition):
            here = facts.extended(part)
            if here is not None:
                self.show(statement, here)
        self.outside(statement, condition, facts, false)

    def outside(self, statement: Term, condition: Term, facts: Facts, failing: Callable[[Term, Facts], bool]) -> None:
        """Without the condition the statement fails somewhere, whatever the names in the condition are."""
        fixed, integers = free_symbols(condition), facts.kernels.integers
        kept = [r for r in facts.rows if free_symbols(r[0]) <= fixed]
        known = Facts(facts.kernels).extended(kept) or fail("no value of the parameters")
        named = {u for part in alternatives(condition) for u, _ in part}
        if any(not known.of(known.put(w)) <= s for u in named for w, s in needs(u, integers)):
            fail("a condition that may have no value")
        rest = free_symbols(statement) - fixed
        witnesses = [{s: w.get(s, num(1)) for s in rest} for w in self.witnesses]

        def work(here: Facts) -> None:
            """One of the witnesses is in the domain and violates the statement."""
            asked: Need | None = None
            for witness in witnesses:
                try:
                    numbers = [v for s, v in witness.items() if s in integers]
                    inside = (here.of(here.put(substitute(t, witness))) <= allowed for t, allowed in facts.rows)
                    if all(map(_whole, numbers)) and all(inside) and failing(substitute(statement, witness), here):
                        return
                except Need as need:
                    asked = asked or need
                except (UnclearError, NoValueError):
                    continue
            raise asked or UnclearError("no witness shows that the statement fails")

        for part in alternatives(op("not", condition)):
            here = Facts(facts.kernels).extended([*kept, *part])
            if here is not None:
                self._everywhere(here, work)

    # -- inequalities ------------------------------------------------------------------------------------------------

    def _compare(self, head: str, a: Term, b: Term, facts: Facts) -> None:
        try:
            sides = [settled(limits_taken(t, facts), facts) for t in (a, b)]
        except NoValueError:
            return
        rows = [r for s in sides for r in s.needs(facts.kernels.integers)]
        for s in sides:
            certain(s, facts)
        here = facts.extended([(u, allowed) for u, allowed in rows if not facts.of(facts.put(u)) <= allowed])
        if here is None:
            return
        gap = minus(sides[1].term, sides[0].term) if head in ("lt", "le") else minus(sides[0].term, sides[1].term)
        gap = here.put(gap)
        if head == "ne":
            if not any(self._tried(g, here) for g in (gap, neg(gap))):
                fail("the sides may be equal")
        elif not self._positive(gap, head in ("lt", "gt"), here):
            fail("the sign of the difference")

    def _tried(self, gap: Term, facts: Facts) -> bool:
        try:
            return self._positive(gap, True, facts)
        except UnclearError:
            return False

    def _positive(self, gap: Term, strict: bool, facts: Facts, depth: int = 0) -> bool:
        if facts.of(gap) <= ({1} if strict else {0, 1}):
            return True
        names = free_symbols(gap)
        if len(names) != 1:
            return depth < 6 and positive_in_several(
                gap, strict, facts, lambda g, s, f: self._positive(f.put(g), s, f, depth + 1)
            )
        [var] = names
        rest = Facts(facts.kernels, [r for r in facts.rows if var not in free_symbols(r[0])])
        anchors = [*self.anchors, ZERO, num(1), num(-1)]
        return all(positive_on(gap, var, i, strict, rest, anchors) for i in intervals(var, facts))


def _whole(value: Term) -> bool:
    return isinstance(value, Num) and value.value.denominator == 1


# -- equations -------------------------------------------------------------------------------------------------------


def _settled(term: Term, facts: Facts) -> Settled | None:
    try:
        return settled(limits_taken(term, facts), facts)
    except NoValueError:
        return None


def _equal(a: Term, b: Term, facts: Facts) -> None:
    """The sides are equal where both have a value, and where one has a value, both have."""
    ends = [limits_taken(t, facts) for t in (a, b)]
    if any(e in (INFINITY, neg(INFINITY)) for e in ends):
        if ends[0] != ends[1]:
            fail("an infinite side")
        return
    left, right = (_settled(e, facts) for e in ends)
    integers = facts.kernels.integers
    for s, other in ((left, right), (right, left)):
        if s is None:
            continue
        certain(s, facts)
        rows = s.needs(integers)
        here = facts.extended(rows)
        if here is None:
            continue
        if other is None:
            raise UnclearError("one side has no value")
        for u, allowed in other.needs(integers):
            if (u, allowed) not in rows and not here.of(here.put(u)) <= allowed:
                raise UnclearError("one side may have no value where the other has one")
    if left is not None and right is not None:
        here = facts.extended([*left.needs(integers), *right.needs(integers)])
        if here is not None and here.of(minus(left.term, right.term)) != {0}:
            raise UnclearError("the sides were not shown to be equal")


def _order(is_bounded: bool) -> None:
    if not is_bounded:
        fail("the quotient is not bounded")


def _one_of(x: Term, items: tuple[Term, ...], facts: Facts) -> None:
    s, integers = _settled(x, facts), facts.kernels.integers
    known = [i for i in items if all(facts.of(facts.put(u)) <= allowed for u, allowed in needs(i, integers))]
    if s is not None and all(facts.of(minus(s.term, i)) != {0} for i in known):
        fail("none of the elements")
