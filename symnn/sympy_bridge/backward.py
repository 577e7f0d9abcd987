"""From SymPy to ``Term``: a row for every SymPy class that has a head; anything else is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import sympy
from sympy.core.function import AppliedUndef

from symnn.sympy_bridge.classes import CLASSES
from symnn.sympy_bridge.errors import BridgeError
from symnn.sympy_bridge.names import unspell
from symnn.term import Num, Op, Sym, Term, fresh_name, op


@dataclass(slots=True)
class Namer:
    """Gives every SymPy symbol of one expression a ``Sym`` of its own."""

    names: dict[Any, Term] = field(default_factory=dict)

    def assign(self, expr: Any) -> None:
        """Declared symbols keep their names; a dummy gets one that is free."""
        atoms = sorted(
            expr.atoms(sympy.Symbol), key=lambda s: (isinstance(s, sympy.Dummy), s.name, str(s.assumptions0))
        )
        taken: set[Sym] = set()
        for symbol in atoms:
            if not isinstance(symbol, sympy.Dummy) and symbol.name.startswith("\\Delta "):
                self.names[symbol] = op("increment", unspell(symbol.name.removeprefix("\\Delta ")))
                continue
            sym = unspell(symbol.name)
            if sym in taken:
                if not isinstance(symbol, sympy.Dummy) and symbol in expr.free_symbols:
                    raise BridgeError(symbol.name, "two symbols with different assumptions share this name")
                sym = fresh_name(sym, frozenset(taken))
            taken.add(sym)
            self.names[symbol] = sym


def from_sympy(expr: Any) -> Term:
    """A term with the same value wherever ``expr`` is defined over the reals.

    Exact numbers only: a float, a complex number, ``nan`` or a function without a head raises ``BridgeError``.
    """
    value = sympy.sympify(expr)
    if isinstance(value, sympy.MatrixBase):
        value = value.as_immutable()
    namer = Namer()
    namer.assign(value)
    return Backward(namer.names).term(value)


@dataclass(frozen=True, slots=True)
class Backward:
    names: Mapping[Any, Term]

    def term(self, expr: Any) -> Term:
        for kind in type(expr).__mro__:
            if kind in CLASSES:
                return CLASSES[kind](self, expr)
        raise BridgeError(str(expr), f"{type(expr).__name__} is no function that symnn knows")

    def terms(self, exprs: Any) -> tuple[Term, ...]:
        return tuple(self.term(e) for e in exprs)

    def rational(self, value: Any) -> Term:
        number = Num(Fraction(int(abs(value.p)), int(value.q)))
        return op("neg", number) if value.p < 0 else number

    def indexed(self, expr: Any) -> Term:
        """``x[i]``; superscripts come last, counted by the slots in the name of the base."""
        shell = unspell(str(expr.base.label))
        indices = self.terms(expr.indices)
        cut = len(indices) - len(shell.sups)
        if shell.subs and len(shell.subs) != cut:
            raise BridgeError(str(expr), "its base has subscripts already")
        return replace(shell, subs=indices[:cut], sups=indices[cut:])

    def function(self, name: str) -> Sym:
        return unspell(name)

    def prime(self, expr: Any) -> Term | None:
        """f⁽ⁿ⁾(a), which SymPy writes as the value of d^n f(ξ)/dξ^n at ξ = a."""
        body, variables, point = expr.args
        if len(variables) != 1 or not isinstance(body, sympy.Derivative) or len(body.variable_count) != 1:
            return None
        (var, order), inner = body.variable_count[0], body.expr
        if var != variables[0] or inner.args != (var,) or not order.is_Integer:
            return None
        if isinstance(inner, AppliedUndef):
            name = unspell(inner.func.__name__)
        else:
            applied = self.term(inner)
            if not isinstance(applied, Op) or len(applied.args) != 1 or isinstance(inner, sympy.Add | sympy.Mul):
                return None
            name = Sym(applied.head)
        return op("call", op("prime", name, Num(Fraction(int(order)))), self.term(point[0]))
