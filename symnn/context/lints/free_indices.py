"""Indices and names that stand where nothing gives them a meaning: E403, E423, W422.

Each is said only where the document has declared or defined what is needed to be sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from symnn.context.constants import constant
from symnn.context.defining.heads import head_of
from symnn.context.lints.flaw import Flaw, Lone
from symnn.context.relations import factors_of
from symnn.context.scope import Scope
from symnn.notation import words
from symnn.term import Num, Op, Sym, Term, bound_variable, free_functions, free_symbols, walk

if TYPE_CHECKING:
    from symnn.context.stater import Stater

_LETTERS = "ijklmnpqrst"
_RANDOM = frozenset(["prob", "expect", "given", "sim", "set_builder"])


def _equation(term: Term) -> tuple[Term, Term] | None:
    match term:
        case Op("eq" | "define", (left, right)):
            return left, right
    return None


def index_on_one_side(term: Term, scope: Scope) -> Iterator[Flaw]:
    """E403: z_i = Σ_j W_ij x_j + b_k, with arrays that are declared: k stands free on the right side only.

    An index that stands twice in a product may be summed over silently, a size or a name of its own is none.
    """
    sides = _equation(term)
    if sides is None:
        return
    left, right = sides
    given = free_symbols(left)
    if not any(_entry(node, scope) or _letters(node) for node in walk(left) if isinstance(node, Sym)):
        return
    free = free_symbols(right)
    names = {s.name for s in free_symbols(term) if s.subs or s.sups} | {n.name for n in free_functions(term)}
    mine = {i for n in walk(left) if isinstance(n, Sym) for i in _letters(n)}
    shared = any(i in mine for n in walk(right) if isinstance(n, Sym) for i in _letters(n))
    if not shared:
        return
    for summand in right.args if isinstance(right, Op) and right.head == "add" else (right,):
        for node in walk(summand):
            if not isinstance(node, Sym) or not _entry(node, scope):
                continue
            for i in _letters(node):
                known = i in given or i in mine or i not in free or i.name in names or _is_size(i, scope)
                if known or scope.definition(i) is not None or scope.declaration(i) is not None:
                    continue
                if _times(summand, i) > 1:
                    continue
                message = f"the index {words(i)} stands free on the right side only; the left side has {_list(mine)}"
                yield Flaw("E403", message, None, getattr(node, "at", None))
                return


_SHORT = "ijkl"


def lonely_indices(stater: Stater, term: Term) -> Iterator[Flaw]:
    """E403: c_ij = Σ_k a_ik b_kl, H(p) = -Σ_i p_j log p_i, whether the arrays are declared or not.

    Inside the sum an index stands free that the left side does not have, while the left side has another one, or none
    at all beside the array itself.  Words that speak of the index, "for each l", may give it.
    """
    sides = _equation(term)
    if sides is None or any(isinstance(n, Op) and n.head in _RANDOM for n in walk(term)):
        return
    left, right = sides
    match left:
        case Sym() if _letters(left) and len(_letters(left)) == len(left.subs):
            arrays = None
        case Op("call", (Sym() as fn, *args)) if args and not fn.subs and not fn.sups:
            arrays = {a for a in args if isinstance(a, Sym) and not a.subs}
            if len(arrays) < len(args):
                return
        case _:
            return
    mine = {i for n in walk(left) if isinstance(n, Sym) for i in _letters(n)}
    free = free_symbols(right)
    scope = stater.walk.scope
    if arrays is None and (mine <= free or not mine & free):
        return  # nothing is missing on the right side, or nothing is shared
    for total in walk(right):
        if not isinstance(total, Op) or total.head != "sum":
            continue
        entries = [n for n in walk(total.args[0]) if isinstance(n, Sym) and n.subs and not n.sups]
        summed = {n.base for n in entries if total.args[1] in n.subs}
        ranged = {s for bound in total.args[1:] for s in free_symbols(bound)}  # i < j
        for node in entries:
            if arrays is not None and (node.base not in arrays or node.base not in summed):
                continue
            for i in _letters(node):
                known = i in mine | ranged or i not in free or i.name not in _SHORT or _is_size(i, scope)
                known = known or scope.declaration(i) is not None or scope.definition(i) is not None
                if known or _times(total, i) > 1 or _spoken_of(stater, i):
                    continue
                beside = f"the left side has {_list(mine)}" if mine else "nothing gives it"
                message = f"the index {words(i)} stands free on the right side only; {beside}"
                yield Flaw("E403", message, None, node.at)
                return


def idle_factors(stater: Stater, term: Term) -> Iterator[Flaw]:
    """W402: L = -Σ_k y_k log p_i, where log p_i could stand before the sum and nothing gives i.

    The left side is a name without indices.  An index that an entry beside the bound one has too, w_{ij} x_j, may be
    left out on the left on purpose.
    """
    sides = _equation(term)
    if sides is None or not isinstance(sides[0], Sym) or sides[0].subs or sides[0].sups:
        return
    if any(isinstance(n, Op) and n.head in _RANDOM for n in walk(term)):
        return
    free, scope = free_symbols(sides[1]), stater.walk.scope
    for total in walk(sides[1]):
        if not isinstance(total, Op) or total.head != "sum":
            continue
        body, bound = total.args[:2]
        ranged = {s for limit in total.args[1:] for s in free_symbols(limit)}
        factors = factors_of([body.args[0] if isinstance(body, Op) and body.head == "neg" else body])
        if not any(bound in free_symbols(f) for f in factors):
            continue
        for factor in factors:
            entries = [n for n in walk(factor) if isinstance(n, Sym) and n.subs and not n.sups]
            if bound in free_symbols(factor):
                continue
            for node, i in ((n, i) for n in entries for i in _letters(n)):
                known = i in ranged or i not in free or i.name not in _SHORT or _is_size(i, scope)
                known = known or _times(body, i) > 1
                if known or scope.declaration(i) is not None or scope.definition(i) is not None:
                    continue
                if not _spoken_of(stater, i):
                    told = f"{words(factor)} does not depend on {words(bound)}, over which the sum runs"
                    yield Flaw("W402", f"{told}; nothing gives {words(i)}", None, node.at)
                    return


def _spoken_of(stater: Stater, index: Sym) -> bool:
    """Whether a formula nearby has the index as a name of its own: "for each $j$", "$j \\ne i$", "j = argmax …"."""
    walk_, span = stater.walk, stater.task.span
    lone = re.compile(rf"(?<![A-Za-z\\_{{,^]){index.name}(?![A-Za-z])")
    near = [s for s in walk_.document.spans if abs(s.block - span.block) <= 2]
    own = span.source[: stater.part.start] + " " + span.source[stater.part.end :]
    words_near = any(s is not span and lone.search(s.source) for s in near) or lone.search(own) is not None
    return words_near or index in {t for c in stater.conditions for t in free_symbols(c)}


def _entry(sym: Sym, scope: Scope) -> bool:
    """Whether a name with indices is an entry of an array that is declared, with an index for each of its sizes."""
    if not sym.subs or sym.sups:
        return False
    what = scope.declaration(replace(sym, subs=()))
    return what is not None and bool(what.shape) and what.kind == "number" and len(what.shape or ()) == len(sym.subs)


def _letters(sym: Sym) -> list[Sym]:
    return [i for i in sym.subs if isinstance(i, Sym) and i.name in tuple(_LETTERS) and not i.subs and not i.sups]


def _is_size(index: Sym, scope: Scope) -> bool:
    return any(
        index in free_symbols(d) for s in scope.chain() for what in s.declared.values() for d in what.shape or ()
    )


def _times(summand: Term, index: Sym) -> int:
    """In how many factors of a product the index stands."""
    while isinstance(summand, Op) and summand.head in ("neg", "sum") and summand.args:
        summand = summand.args[0]
    factors = factors_of([summand])
    return sum(1 for f in factors if index in free_symbols(f))


def _list(indices: set[Sym]) -> str:
    return ", ".join(sorted(words(i) for i in indices))


def derivative_of_what_does_not_vary(term: Term, scope: Scope) -> Iterator[Flaw]:
    """E423: ∂C/∂y = q − t where C, expanded through all definitions, does not contain y.

    Only where each name in the expanded body is declared: an undeclared one may depend on y.
    """
    sides = _equation(term)
    for left, right in () if sides is None else (sides, sides[::-1]):
        match left:
            case Op("deriv", (Sym() as of, Sym() as by)) if constant(right) != 0 and of != by:
                known = scope.definition(of)
                if known is None or known.params or (isinstance(right, Op) and right.head == "deriv"):
                    continue  # dh/db of h(x) = x³ renames the argument
                reached = _expanded(of, scope)
                if reached is not None and not any(_alike(s, by) for s in reached):
                    message = f"{words(of)} does not contain {words(by)}, and nothing that it is made of does"
                    yield Flaw("E423", message, None, left.at)


def _alike(a: Sym, b: Sym) -> bool:
    """The same letter, whatever its indices, accents and font: one may be an entry of the other."""
    return a.name.lower() == b.name.lower() or b.base in (*a.subs, *a.sups)


MOST_NAMES = 200  # on which a name may rest


def _expanded(name: Sym, scope: Scope) -> set[Sym] | None:
    """All names on which a defined one rests; ``None`` if one of them is not known."""
    found: set[Sym] = set()
    families: set[Sym] = set()
    todo = [name]
    while todo:
        sym = todo.pop()
        if sym in found:
            continue
        found.add(sym)
        if len(found) > MOST_NAMES:
            return None
        if not all(isinstance(i, Num) for i in (*sym.subs, *sym.sups)):
            if sym.base in families:
                continue  # of h_t, h_{t−1}, h_{t−2}, … the first is followed
            families.add(sym.base)
        definition = scope.definition(sym) or scope.definition(sym.base)
        if definition is None:
            indices = len(sym.name) == 1 and sym.name in _LETTERS and not sym.subs
            if scope.declaration(sym) is None and scope.declaration(sym.base) is None and not indices:
                return None
            continue
        body = definition.body
        functions = free_functions(body)
        if any(f.subs or f.sups for f in functions):
            return None  # f_θ may hide what it depends on
        bound = {v for n in walk(body) if (v := bound_variable(n)) is not None}
        todo += free_symbols(body) - bound - set(definition.params) - functions
        todo += [f for f in functions if scope.definition(f) is not None]
    return found


def lone_names(stater: Stater, term: Term) -> Iterator[Lone]:
    """The names of a formula that differ in accents, or with the same indices in case, from the only known one."""
    sides = _equation(term)
    scope = stater.walk.scope
    if sides is None or stater.task.let or stater.task.condition:
        return
    if any(isinstance(n, Op) and n.head in _RANDOM for n in walk(term)):
        return  # P(X_i = x_i): a random variable and its value
    head = head_of(sides[0])
    names = {n for n in walk(term) if isinstance(n, Sym)}
    free = free_symbols(term)
    known = {k.base for s in scope.chain() for k in (*s.declared, *s.definitions)}
    for sym in sorted(free & names, key=words):
        base = sym.base
        if (head is not None and head.name in (sym, base)) or base in known or scope.definition(sym) is not None:
            continue
        if sym == base and any(sym in n.subs or sym in n.sups for n in names):
            continue  # the j of ∂J/∂θ_j
        similar = {k for k in known if k.name.lower() == base.name.lower() and k.font == base.font}
        if len(similar) != 1:
            continue
        (other,) = similar
        beside = [n for n in names if n.base == other and n.subs == sym.subs and n.sups == sym.sups]
        accents = other.name == base.name and bool(base.accents) and bool(other.accents)
        indexed = other.name != base.name and base.accents == other.accents and bool(sym.subs)
        alone = indexed and _entry(replace(other, subs=sym.subs), scope)
        alone = alone or (other.name != base.name and sym == base and scope.definition(other) is not None)
        if (beside and (accents or indexed)) or alone:
            yield Lone(sym, other, stater.task.span.start, stater.task.span.end, bool(beside))


def told_of(lone: Sequence[Lone], readings: Sequence[Sequence[Term]]) -> Iterator[tuple[Lone, Flaw]]:
    """W422: those that stand in one formula of the document only."""
    used = [{n.base for t in terms for n in walk(t) if isinstance(n, Sym)} for terms in readings] if lone else []
    for one in lone:
        uses, others = (sum(base in names for names in used) for base in (one.sym.base, one.known.base))
        if uses == 1 and (one.beside or others == 1):
            message = (
                f"{words(one.sym)} is declared nowhere and stands nowhere else; {words(one.known)} is probably meant"
            )
            yield one, Flaw("W422", message)
