"""The search for a proved formula near a refuted one: in a worker, within a fixed amount of work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from symnn.claim import Claim
from symnn.context.catalog import Catalog, load
from symnn.context.claims import OpenTermError
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.statement import Statement
from symnn.decide import decide
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.ratio import GiveUp
from symnn.suggest.bounds import bounds
from symnn.suggest.neighbourhood import Neighbour, neighbours
from symnn.suggest.printed import printed
from symnn.suggest.residual import residual
from symnn.suggest.sieve import Sieve
from symnn.suggest.trivial import says_nothing
from symnn.term import Op, walk
from symnn.verdict import Proved

WORK = 70_000  # nodes of edited claims that are closed and evaluated at points: about a second
MOST_DECIDED = 6  # survivors that are given to the provers
MOST_UNSIEVED = 60  # edited limits, ranges, orders: points say nothing about them, the provers answer fast

# what makes one edited relation meaningless; the next is tried
_NONSENSE = (NotClosedError, AmbiguousError, OpenTermError, Unsupported, Undefined, GiveUp, RecursionError)


@dataclass(frozen=True, slots=True)
class Query:
    """A refuted claim: as it was stated, and closed."""

    statement: Statement
    claim: Claim


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A relation one edit away that was proved; ``latex`` can be put in the place of the refuted one."""

    latex: str
    relation: Op
    claim: Claim


def search(query: Query) -> Suggestion | None:
    """The likeliest neighbour of a refuted statement that is proved, if there is one.

    The same query has the same answer: the amount of work is counted in claims, not in seconds.
    """
    catalog = load()
    for near, claim in islice(_plausible(query, catalog), MOST_DECIDED if _sieved(query) else MOST_UNSIEVED):
        if isinstance(decide(claim), Proved):
            text = printed(query.statement, near.relation, near.path, claim.digest, catalog)
            if text is not None:
                return Suggestion(text, near.relation, claim)
    return None


def _sieved(query: Query) -> bool:
    return Sieve.decides(query.claim.relation) and not _arrays(query)


def _arrays(query: Query) -> bool:
    return any(v.shape for v in query.claim.variables)


def _plausible(query: Query, catalog: Catalog) -> Iterator[tuple[Neighbour, Claim]]:
    """Neighbours that have a meaning in the scope of the statement, say something, and pass the sieve."""
    sieve = None if _arrays(query) else Sieve(query.claim)
    statement = query.statement
    names = frozenset(v.sym for v in query.claim.variables)
    size = sum(1 for _ in walk(query.claim.relation))
    near: Iterator[Neighbour] = islice(neighbours(statement.relation, names, sieve is None), WORK // size)
    if sieve is not None:
        near = chain(bounds(statement.relation, query.claim), near, residual(statement.relation, sieve))
    for one in near:
        try:
            claim = statement.close(one.relation, catalog)
            if (sieve is None or sieve.passes(claim)) and not says_nothing(one.relation, statement.relation):
                yield one, claim
        except _NONSENSE:
            continue
