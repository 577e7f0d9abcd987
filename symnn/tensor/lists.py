"""Lists of numbered names as vectors: x = [x_1, …, x_D] makes one array of D entries of them.

[x_1, …, x_D]ᵀ is a column.  A list that is nowhere but transposed is a row; else it may be meant as a row or, in many
texts, as a column: both readings are returned, and a verdict holds if the readings that have a meaning agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from symnn.claim import Claim, Variable
from symnn.tensor.index import Unsupported
from symnn.term import Num, Op, Sym, Term, children, rebuild, walk

_HEADS = ("row", "column")
_DOTS = Op("dots")


@dataclass(frozen=True)
class Listed:
    """The name of the array, the one that its entries have in the text, how many there are."""

    array: Sym
    entries: Sym
    size: Term


def readings(claim: Claim) -> tuple[Claim, ...]:
    """The claim with its lists as arrays, literally and with bare rows as columns; itself if there are none."""
    terms = (claim.relation, *claim.assumptions)
    found = {n: _listed(n) for t in terms for n in walk(t) if isinstance(n, Op) and n.head in _HEADS}
    if not found:
        return (claim,)
    bases = {one.entries for one in found.values() if one is not None}
    if any(v.shape and v.sym.subs and replace(v.sym, subs=()) in bases for v in claim.variables):
        raise Unsupported("a list of columns that are vectors themselves")
    lists = _named(claim, {n: one for n, one in found.items() if one is not None})
    kept = tuple(a for a in claim.assumptions if not _is_definition(a, lists))
    if any(n in found for t in (claim.relation, *kept) for n in walk(t) if n not in lists):
        raise Unsupported("a list of entries that are not numbered from 1")
    bare = any(n.head == "row" for t in (claim.relation, *kept) for n in _bare(t))
    variables = _variables(claim, lists)
    return tuple(
        replace(
            claim,
            relation=_put(claim.relation, lists, columns),
            assumptions=tuple(_put(a, lists, columns) for a in kept),
            variables=variables,
        )
        for columns in ((False, True) if bare else (False,))
    )


def _listed(node: Op) -> Listed | None:
    """[x_1, x_2, …, x_D] or [x_1, x_2, x_3]: entries of one name, numbered from 1."""
    names = [a for a in node.args if isinstance(a, Sym)]
    if not names or any(len(s.subs) != 1 or replace(s, subs=()) != replace(names[0], subs=()) for s in names):
        return None
    indices = [s.subs[0] for s in names]
    if _DOTS not in node.args:
        whole = len(names) == len(node.args) and _counted(indices)
        return Listed(replace(names[0], subs=()), replace(names[0], subs=()), indices[-1]) if whole else None
    at = node.args.index(_DOTS)
    shape = len(node.args) == len(names) + 1 and at == len(names) - 1 and at >= 1 and _counted(indices[:-1])
    if not shape or not isinstance(indices[-1], Sym):
        return None
    return Listed(replace(names[0], subs=()), replace(names[0], subs=()), indices[-1])


def _counted(indices: list[Term]) -> bool:
    return all(isinstance(i, Num) and i.value == k for k, i in enumerate(indices, 1))


def _named(claim: Claim, found: dict[Op, Listed]) -> dict[Op, Listed]:
    """With the names that assumptions give to lists; one name for the entries has one array."""
    given: dict[Sym, set[Sym]] = {}
    for a in claim.assumptions:
        match a:
            case Op("eq", (Sym() as name, Op() as node)) if node in found:
                given.setdefault(found[node].entries, set()).add(name)
    out: dict[Op, Listed] = {}
    sizes: dict[Sym, Term] = {}
    for node, one in found.items():
        names = given.get(one.entries, {one.array})
        own = names == {one.entries}  # w = [w_1, …, w_d] ∈ ℝ^d says the size twice
        shapes = {v.sym for v in claim.variables if v.shape and not (own and v.shape == (one.size,))}
        if len(names) > 1 or sizes.setdefault(one.entries, one.size) != one.size or one.entries in shapes:
            raise Unsupported(f"what {one.entries.text} is")
        out[node] = replace(one, array=next(iter(names)))
    return out


def _is_definition(a: Term, lists: dict[Op, Listed]) -> bool:
    match a:
        case Op("eq", (Sym() as name, Op() as node)) if node in lists:
            return lists[node].array == name
        case Op("in", (Op() as node, Op("reals", (size,)))) if node in lists:
            if size != lists[node].size:
                raise Unsupported(f"the size of {lists[node].array.text}")
            return True
    return False


def _bare(term: Term) -> Iterator[Op]:
    """Lists that are not transposed."""
    match term:
        case Op("transpose", (Op("row"),)) | Op("item", (Op("row" | "column"), _)):
            return
        case Op("row" | "column"):
            yield term
    for part in children(term):
        yield from _bare(part)


def _put(term: Term, lists: dict[Op, Listed], columns: bool) -> Term:
    match term:
        case Op("item", (Op() as node, index)) if node in lists:
            return replace(lists[node].array, subs=(index,))
        case Op("transpose", (Op("row") as node,)) if node in lists and not columns:
            return lists[node].array
        case Op("row") if term in lists:
            array = lists[term].array
            return array if columns else Op("transpose", (array,))
        case Op("column") if term in lists:
            return lists[term].array
        case Sym(subs=(index,)):
            one = next((x for x in lists.values() if x.entries == replace(term, subs=())), None)
            return term if one is None else replace(one.array, subs=(index,))
        case Sym() | Num():
            return term
    put: Callable[[Term], Term] = lambda part: _put(part, lists, columns)  # noqa: E731
    return rebuild(term, tuple(map(put, children(term))))


def _variables(claim: Claim, lists: dict[Op, Listed]) -> tuple[Variable, ...]:
    entries, arrays = {x.entries for x in lists.values()}, {x.array: x.size for x in lists.values()}
    others = [v for v in claim.variables if replace(v.sym, subs=()) not in entries and v.sym not in arrays]
    return (*others, *(Variable(sym, declared=True, shape=(size,)) for sym, size in arrays.items()))
