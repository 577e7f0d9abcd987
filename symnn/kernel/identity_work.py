"""One proof in progress: what it rests on, its cells as data, and the two questions that a proof asks all the time."""

from __future__ import annotations

from dataclasses import dataclass, field

from symnn.certificate import Trust
from symnn.kernel import cells as split
from symnn.kernel import normal
from symnn.kernel.build import difference
from symnn.kernel.feasibility import contradiction
from symnn.kernel.solve import with_equalities
from symnn.term import Sym, Term, walk

Facts = tuple[Term, ...]


@dataclass
class Work:
    """One proof in progress: the integers, what it rests on, and the cells as data."""

    integers: frozenset[Sym]
    trust: Trust = "kernel"
    rows: list[dict[str, object]] = field(default_factory=list)

    def empty(self, facts: Facts, solver: bool = False) -> bool:
        by = contradiction(facts, self.integers, solver)
        if by == "z3":
            self.trust = "z3"
        return by is not None

    def cheap(self, facts: Facts) -> bool:
        return self.empty(facts)

    def agree(self, a: Term, b: Term, facts: Facts) -> bool:
        """Whether two terms are equal wherever both are defined and the facts hold."""
        found = list(split.cells((a, b), facts, self.cheap, self.agree, self.integers))
        both = [c for c in found if not any(n == split.UNDEFINED for s in c.sides for n in walk(s))]
        return all(self.zero(difference(*c.sides), c.facts) or self.empty(c.facts, True) for c in both)

    def zero(self, term: Term, facts: Facts) -> bool:
        if normal.is_zero(term, facts, self.integers):
            return True
        solved = with_equalities(term, (*normal.equalities(facts, self.integers), *facts))
        return solved is not None and normal.is_zero(*solved, self.integers)
