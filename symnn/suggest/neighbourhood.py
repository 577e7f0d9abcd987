"""The relations that differ from one by a single edit, the likely ones first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symnn.suggest.edits import EDITS, FOR_BOUNDS
from symnn.suggest.site import ORDERS, Path, put, sites
from symnn.suggest.surroundings import Surroundings, surroundings
from symnn.term import Op, Sym, Term, free_symbols, walk

_STRICT = {"lt": "le", "le": "lt", "gt": "ge", "ge": "gt"}
_TURNED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
MOST_UNLIKELY = 7  # what costs more is not tried
_EVEN = ("iff", "chain", *ORDERS)  # no side is the one that was worked out
_GIVEN = ("deriv", "call", "at", "lim")  # what stands on the left of a definition, a derivative, a limit


@dataclass(frozen=True, slots=True, order=True)
class Neighbour:
    """An edited relation; the smaller, the more likely it is what was meant."""

    cost: int
    left: bool
    path: Path
    row: int
    count: int
    relation: Op


def neighbours(relation: Op, others: frozenset[Sym] = frozenset(), arrays: bool = False) -> list[Neighbour]:
    """Each edited relation once, in the order in which they are tried.

    ``others`` are names that the claim depends on through its definitions: y in BCE(p).
    """
    names = free_symbols(relation)
    around = surroundings(relation, others - names, arrays)
    best: dict[Op, Neighbour] = {}
    for one in (*_edited(relation, around), *_other_relations(relation)):
        lost = (names - free_symbols(one.relation)) - others
        one = replace(one, cost=one.cost + 2 * len(lost))
        known = best.get(one.relation)
        if one.relation != relation and (known is None or _key(one) < _key(known)):
            best[one.relation] = one
    return sorted(
        (n for n in best.values() if free_symbols(n.relation) <= names | others and n.cost <= MOST_UNLIKELY),
        key=_simplest_first if arrays else _key,
    )


def _key(one: Neighbour) -> tuple[int, bool, int, Path, int]:
    return one.cost, one.left, one.row, one.path, one.count


def _simplest_first(one: Neighbour) -> tuple[int, bool, int, int, Path, int]:
    """Of the likely ones the shortest: with matrices many edits are the same formula."""
    return one.cost, one.left, sum(1 for _ in walk(one.relation)), one.row, one.path, one.count


def _edited(relation: Op, around: Surroundings) -> Iterator[Neighbour]:
    left = relation.args[0]
    given = isinstance(left, Op) and left.head in _GIVEN
    derivatives = _derived(relation)
    for site in sites(relation):
        if any(site.path[: len(path)] == path for path in derivatives):
            continue
        on_left = site.path[0] == 0
        extra = (4 if given else 1) if on_left and relation.head not in _EVEN else 0
        for row, edit in enumerate(EDITS):
            loose = 3 if relation.head in ORDERS and len(site.path) > FOR_BOUNDS.get(edit, 0) else 0
            for count, (cost, new) in enumerate(edit(site, around)):
                edited = put(relation, site.path, new)
                assert isinstance(edited, Op)
                yield Neighbour(cost + extra + loose, on_left, site.path, row, count, edited)


def _derived(relation: Op) -> list[Path]:
    """The derivatives that a claim is about: another function, variable or order would make another claim of it.

    They are those of the left side, and where it has none those of the right side.
    """
    for index, side in enumerate(relation.args[:2]):
        found = list(_derivatives(side, (index,)))
        if found:
            return found
    return []


def _derivatives(term: Term, path: Path) -> Iterator[Path]:
    match term:
        case Op("deriv" | "prime" | "gradient" | "hessian" | "jacobian") | Op("call", (Op("prime"), *_)):
            yield path
        case Op(_, args):
            for index, part in enumerate(args):
                yield from _derivatives(part, (*path, index))


def _other_relations(relation: Op) -> Iterator[Neighbour]:
    """≤ for <, and the other way round."""
    if relation.head in ORDERS and relation.head in _STRICT:
        yield Neighbour(1, False, (), 0, 0, replace(relation, head=_STRICT[relation.head]))
        yield Neighbour(4, False, (), 0, 1, replace(relation, head=_TURNED[relation.head]))
