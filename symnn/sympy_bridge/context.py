"""What a conversion knows while it walks a term: assumptions, shapes, and which names are indexed families."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sympy

from symnn.sympy_bridge.errors import BridgeError
from symnn.sympy_bridge.names import spell
from symnn.term import Num, Op, Sym, Term, bound_variable, children, free_symbols, plain, walk

Family = tuple[Sym, int, int]  # base name, number of subscripts, number of superscripts


@dataclass(frozen=True, slots=True)
class Context:
    """Passed down unchanged; only ``bound`` grows under a binder."""

    convert: Callable[[Term, Context], Any]
    assume: Mapping[Sym, Mapping[str, bool]] = field(default_factory=dict)
    real: bool = False
    shapes: Mapping[Sym, tuple[Term, ...]] = field(default_factory=dict)
    families: frozenset[Family] = frozenset()
    bound: frozenset[Sym] = frozenset()

    def value(self, term: Term) -> Any:
        """A finite value; infinity belongs in limits and bounds only."""
        out = self.convert(term, self)
        if out in (sympy.oo, -sympy.oo, sympy.zoo, sympy.nan):
            raise BridgeError(plain(term), "has no finite value")
        return out

    def scalar(self, term: Term) -> Any:
        out = self.value(term)
        if getattr(out, "is_Matrix", False):
            raise BridgeError(plain(term), "a matrix stands where a scalar is needed")
        if isinstance(out, (sympy.logic.boolalg.Boolean, sympy.Set)) and not isinstance(out, sympy.Symbol):
            raise BridgeError(plain(term), "a statement or a set stands where a scalar is needed")
        return out

    def end(self, term: Term) -> Any:
        """The end of an interval or a limit point, where infinity is allowed."""
        match term:
            case Op("infinity"):
                return sympy.oo
            case Op("neg", (Op("infinity"),)):
                return -sympy.oo
            case _:
                return self.scalar(term)

    def under(self, var: Sym) -> Context:
        return replace(self, bound=self.bound | {var})

    def assumptions(self, sym: Sym) -> Mapping[str, bool]:
        return self.assume.get(sym) or self.assume.get(sym.base) or ({"real": True} if self.real else {})

    def symbol(self, sym: Sym) -> Any:
        """Matrix symbol, indexed family or plain symbol, whichever the name is."""
        if sym in self.bound:
            return sympy.Symbol(spell(sym), **self.assumptions(sym))
        if sym in self.shapes:
            return self.array(sym)
        family = (sym.base, len(sym.subs), len(sym.sups))
        if sym.subs and not sym.sups and sym.base in self.shapes:
            return entry(self.array(sym.base), tuple(self.scalar(s) for s in sym.subs), plain(sym))
        if family not in self.families:
            return sympy.Symbol(spell(sym), **self.assumptions(sym))
        hole = Sym("slot")
        shell = replace(sym.base, subs=(hole,) * len(sym.subs), sups=(hole,) * len(sym.sups))
        name = spell(sym.base) if not sym.sups else spell(shell)
        base = sympy.IndexedBase(name, **self.assumptions(sym.base))
        return base[tuple(self.scalar(s) for s in sym.subs + sym.sups)]

    def array(self, sym: Sym) -> Any:
        dims = [self.scalar(d) for d in self.shapes[sym]]
        if len(dims) > 2:
            raise BridgeError(sym.text, "SymPy has no symbol with more than two dimensions here")
        if any(index in self.bound for part in sym.subs for index in free_symbols(part)):
            raise BridgeError(sym.text, "SymPy has no family of matrix symbols with a running index")
        if not dims:
            return sympy.Symbol(spell(sym), **self.assumptions(sym))
        return sympy.MatrixSymbol(spell(sym), dims[0], dims[1] if len(dims) == 2 else 1)


def entry(array: Any, indices: tuple[Any, ...], what: str) -> Any:
    """Entry by indices from 1, as the field counts; SymPy counts from 0."""
    if not getattr(array, "is_Matrix", False):
        raise BridgeError(what, "entries are taken of arrays only")
    if len(indices) == 1 and array.shape[1] == 1:
        return array[indices[0] - 1, 0]
    if len(indices) == 1 and array.shape[0] == 1:
        return array[0, indices[0] - 1]
    if len(indices) != 2:
        raise BridgeError(what, "as many indices as dimensions are needed")
    return array[indices[0] - 1, indices[1] - 1]


def families(term: Term) -> frozenset[Family]:
    """Names that must be ``Indexed``: an index runs, or a derivative is taken with respect to a general entry.

    As plain symbols, Σ_i x_i would become n·x_i and ∂x_i/∂x_j would become 0.
    """
    found: set[Family] = set()

    def note(sym: Sym) -> None:
        found.add((sym.base, len(sym.subs), len(sym.sups)))

    def visit(node: Term, bound: frozenset[Sym]) -> None:
        indices = node.subs + node.sups if isinstance(node, Sym) else ()
        if isinstance(node, Sym) and any(part in bound for index in indices for part in walk(index)):
            note(node)
        if isinstance(node, Op) and node.head == "deriv":
            for var in node.args[1:]:
                if isinstance(var, Sym) and any(not isinstance(s, Num) for s in var.subs + var.sups):
                    note(var)
        here = bound
        if isinstance(node, Op) and (var_ := bound_variable(node)) is not None:
            here = bound | {var_}
        if isinstance(node, Op) and node.head == "at" and isinstance(node.args[1], Sym):
            here = bound | {node.args[1]}
        for part in children(node):
            visit(part, here)

    visit(term, frozenset())
    return frozenset(found)
