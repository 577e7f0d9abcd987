"""From ``Term`` to SymPy by one table: a row for every head, or the reason why it has none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy

from symnn.sympy_bridge.context import Context, families
from symnn.sympy_bridge.errors import BridgeError
from symnn.sympy_bridge.rows import NO_FORM, ROWS
from symnn.term import Num, Op, Sym, Term, depth, plain

MAX_DEPTH = 250
# over the reals these have no value where SymPy would go on with a complex one
_PARTIAL = frozenset("pow root sqrt log log_base asin acos acosh atanh asec".split())


def to_sympy(
    term: Term,
    assume: Mapping[Sym, Mapping[str, bool]] | None = None,
    *,
    shapes: Mapping[Sym, tuple[Term, ...]] | None = None,
    real: bool = False,
) -> Any:
    """The SymPy expression with the value of ``term`` at every real point where ``term`` is defined.

    ``assume`` gives SymPy assumptions by name, ``{Sym("x"): {"positive": True}}``; with ``real`` every other name is
    real.  Names of ``shapes`` become matrix symbols, a one-dimensional shape a column.  ``BridgeError`` otherwise.
    """
    if depth(term) > MAX_DEPTH:
        raise BridgeError("the formula", f"is nested deeper than {MAX_DEPTH}")
    ctx = Context(_convert, assume or {}, real, shapes or {}, families(term))
    infinite = term in (Op("infinity"), Op("neg", (Op("infinity"),)))
    return ctx.end(term) if infinite else ctx.value(term)


def _convert(term: Term, ctx: Context) -> Any:
    match term:
        case Num(value):
            return sympy.Rational(value.numerator, value.denominator)
        case Sym():
            return ctx.symbol(term)
        case Op(head, args):
            if head in NO_FORM:
                raise BridgeError(plain(term), NO_FORM[head])
            try:
                out = ROWS[head](ctx, *args)
            except BridgeError:
                raise
            except (TypeError, ValueError, NotImplementedError) as error:
                raise BridgeError(plain(term), f"SymPy refuses it: {error}") from error
            if head in _PARTIAL and out.is_number and out.is_extended_real is False:
                raise BridgeError(plain(term), "has no real value")
            return out
