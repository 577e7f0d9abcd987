"""The shape of a name from the declared ones: itself, a member of a declared family, or an entry of an array."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from symnn.tensor.dims import ONE, Shape, tidy
from symnn.term import Op, Sym, Term, free_symbols, substitute

Declared = Mapping[Sym, tuple[Term, ...] | None]  # with ``None`` of a name of which nothing is known


def column(shape: tuple[Term, ...]) -> Shape | None:
    """The declared shape as rows and columns; a vector is a column; ``None`` with more than two dimensions."""
    if len(shape) > 2:
        return None
    shape = tuple(map(tidy, shape))
    full = (*shape, ONE) if len(shape) == 1 else shape
    return () if full == (ONE, ONE) else full


@dataclass(frozen=True)
class Names:
    declared: Declared

    def shape(self, sym: Sym) -> Shape | None:
        """``None`` when nothing, or nothing definite, is known."""
        if sym in self.declared:
            shape = self.declared[sym]
            return None if shape is None else column(shape)
        member = self.family(sym)
        if member is not None:
            return column(member)
        return self.entry(sym) if sym.subs else None

    def family(self, sym: Sym) -> tuple[Term, ...] | None:
        """``W^{(l)} ∈ ℝ^{M_l × M_{l-1}}`` also declares ``W^{(l+1)}``; an index of a family is a single letter."""
        for pattern, shape in self.declared.items():
            if shape is None or pattern.base != sym.base:
                continue
            if len(pattern.subs) != len(sym.subs) or len(pattern.sups) != len(sym.sups):
                continue
            bound: dict[Sym, Term] = {}
            pairs = list(zip(pattern.subs + pattern.sups, sym.subs + sym.sups, strict=True))
            fits = matched(bound, pairs)
            layers: set[Term] = {i for i in pattern.sups if isinstance(i, Sym) and bound.get(i, i) != i}
            if layers - _named(shape):
                continue  # the next layer may have another width
            if fits and bound:
                return tuple(substitute(d, bound) for d in shape)
        return None

    def entry(self, sym: Sym) -> Shape | None:
        array = replace(sym, subs=())
        if any(isinstance(s, Op) and s.head == "slice" for s in sym.subs) or self._ambiguous(sym):
            return None
        shape = self.shape(array)
        if shape is None:
            return None
        if not shape or (len(sym.subs) == 1 and ONE in shape) or len(sym.subs) == 2:
            return ()
        return None

    def _ambiguous(self, sym: Sym) -> bool:
        """A sibling with as many indices is an array: then this one may be an array, not an entry."""
        return any(s.base == sym.base and len(s.subs) == len(sym.subs) and shape for s, shape in self.declared.items())


def _named(shape: tuple[Term, ...]) -> frozenset[Term]:
    return frozenset(s for d in shape for s in free_symbols(d))


def matched(bound: dict[Sym, Term], pairs: Iterable[tuple[Term, Term]]) -> bool:
    """Match index patterns: a single letter stands for any index, the same one everywhere."""
    for want, have in pairs:
        letter = isinstance(want, Sym) and len(want.name) == 1 and not want.subs and not want.sups
        if not isinstance(want, Sym) or not letter:
            if want != have:
                return False
        elif bound.setdefault(want, have) != have:
            return False
    return True
