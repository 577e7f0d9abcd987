"""Declarations: ``x ∈ ℝ``, ``γ > 0``, ``W ∈ ℝ^{m×n}``, "f differentiable, applied elementwise"."""

from __future__ import annotations

import re
from typing import Literal

from symnn.context.constants import bound, domain_of_set
from symnn.context.model import Declared
from symnn.context.scope import Scope
from symnn.domain import NATURALS, REALS
from symnn.term import Op, Sym, Term

_Kind = Literal["function", "scalar function", "elementwise function", "vector function"]
_FUNCTION_CUES: tuple[tuple[str, _Kind], ...] = (
    (
        r"(element|entry|component|coordinate)[- ]?wise|entry by entry|activation|激活|逐(个)?元素",
        "elementwise function",
    ),
    (r"vector(-valued)? function", "vector function"),
    (
        r"(scalar|real)(-valued)?( \w+)? function|\b(loss|cost|objective|energy)\b|标量|损失|代价|目标函数",
        "scalar function",
    ),
    (r"differentiable|smooth|\bfunction\b|可微|可导|函数", "function"),
)


def declare(term: Term, scope: Scope) -> list[Sym]:
    """Enter what a relation declares; the names that it declared, none if it is no declaration."""
    match term:
        case Op("chain", links):
            return [name for link in links for name in declare(link, scope)]
        case Op("and", links):
            return [name for link in links for name in declare(link, scope)]
        case Op("in", (Op("seq", names), where)):
            return [name for n in names for name in declare(Op("in", (n, where)), scope)]
        case Op("in", (Sym() as sym, where)):
            return _declare_member(sym, where, scope)
        case Op("typed", (Op("seq", names), sets)):
            return [name for n in names for name in declare(Op("typed", (n, sets)), scope)]
        case Op("typed", (Sym() as sym, sets)):
            scope.declare(sym, Declared(REALS, kind=_kind_of(sets)))
            scope.profile = scope.profile.declare(sym, "function")
            return [sym]
        case Op("lt" | "le" | "gt" | "ge" | "ne", args):
            found = bound(term)
            if found is None:
                scope.assumptions.append(term)
                return [a for a in args if isinstance(a, Sym)]
            sym, domain = found
            known = scope.declared.get(sym)  # a declaration of an outer section is replaced, not narrowed
            base = REALS if known is None else known.domain
            whole = known or scope.declaration(sym)
            shape = () if whole is None or whole.kind != "number" else whole.shape
            scope.declare(sym, Declared(base.intersect(domain), shape), narrows=True)
            return [sym]
        case _:
            return []


def _kind_of(sets: Term) -> _Kind:
    """f: ℝ → ℝ is a function of a number, of an array one of its entries; f: ℝ^n → ℝ makes a number of an array."""
    match sets:
        case Op("maps", (Op("reals", ()), target)) if domain_of_set(target) is not None:
            return "elementwise function"
        case Op("maps", (source, target)) if domain_of_set(target) is not None:
            return "scalar function" if domain_of_set(source) is None else "elementwise function"
    return "vector function"


def _declare_member(sym: Sym, where: Term, scope: Scope) -> list[Sym]:
    match where:
        case Op("reals", ()):
            scope.declare(sym, Declared(REALS, ()))
            scope.profile = scope.profile.declare(sym, "scalar")
            return [sym]
        case Op("reals", shape):
            scope.declare(sym, Declared(REALS, shape))
            scope.profile = scope.profile.declare(sym, "matrix" if len(shape) > 1 else "vector")
            return [sym]
        case Op("set", items) if Op("dots") in items:
            first, last = items[0], items[-1]
            scope.declare(sym, Declared(NATURALS, ()))
            scope.assumptions.extend((Op("le", (first, sym)), Op("le", (sym, last))))
            scope.profile = scope.profile.declare(sym, "index")
            return [sym]
        case Op("pow", (Op() as each, size)) if (domain := domain_of_set(each)) is not None and each != Op("reals"):
            shape = size.args if isinstance(size, Op) and size.head == "times" else (size,)
            scope.declare(sym, Declared(domain, shape))  # y ∈ {0,1}^K: K entries, each in the set
            scope.profile = scope.profile.declare(sym, "matrix" if len(shape) > 1 else "vector")
            return [sym]
        case _:
            domain = domain_of_set(where)
            if domain is None:
                return []
            scope.declare(sym, Declared(domain, ()))
            scope.profile = scope.profile.declare(sym, "scalar")
            return [sym]


def declare_function(sym: Sym, text: str, scope: Scope) -> bool:
    """Whether the words after a lone name declare a function, as in "$f$ differentiable, applied elementwise"."""
    for pattern, kind in _FUNCTION_CUES:
        if re.search(pattern, text, re.IGNORECASE):
            scope.declare(sym, Declared(REALS, kind=kind))
            scope.profile = scope.profile.declare(sym, "function")
            return True
    return False
