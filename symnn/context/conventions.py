"""What a convention may say of a formula and the document does not: the base of log, a mean x̄, what ⊗ and D_x are."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from symnn.context.scope import Scope
from symnn.notation import words
from symnn.term import Num, Op, Sym, Term, free_functions, free_symbols, walk

_LOG = re.compile(r"\\log(?![A-Za-z])|(?<![\\A-Za-z])log(?![A-Za-z])")
_LN = re.compile(r"\\ln(?![A-Za-z])|(?<![\\A-Za-z])ln(?![A-Za-z])")
_DOTTED = re.compile(r"_\s*\{[\w\s,]*\\cdot[^{}]*\}")
_NEAR = 1e-9


def by_convention(relation: Term, scope: Scope, source: str, authored: bool) -> str | None:
    """What is left open by one of these; where tags stand log is natural."""
    if has_dotted(source):
        return "whether a dot below a name is a whole row or a sum"
    found = _mean(relation, scope) or (None if authored else _base(relation, scope, source))
    return found or _derivative(relation, scope) or _outer(relation, scope)


def has_dotted(source: str) -> bool:
    """``A_{i \\cdot}``: row i of A, and in statistics the sum of that row."""
    return _DOTTED.search(source) is not None


def _mean(relation: Term, scope: Scope) -> str | None:
    r"""``\bar x`` beside x_i, of which nothing is said: their mean, most likely."""
    names = [n for n in walk(relation) if isinstance(n, Sym)]
    for bar in names:
        if not bar.accents or bar.accents[-1] != "bar" or bar.subs or bar.sups:
            continue
        if scope.declaration(bar) is not None or scope.definition(bar) is not None:
            continue
        bare = replace(bar, accents=bar.accents[:-1])
        if any(n.base == bare and n.subs for n in names) or _is_array(bare, scope):
            return f"what {words(bar)} stands for"
    return None


def _is_array(sym: Sym, scope: Scope) -> bool:
    what = scope.declaration(sym)
    return what is not None and bool(what.shape)


def _base(relation: Term, scope: Scope, source: str) -> str | None:
    """``\\log(1000) = 3``: an equation of numbers that holds with another base."""
    if any(t.startswith("log:") for t in scope.profile.told) or _LN.search(source) or not _LOG.search(source):
        return None
    match relation:
        case Op("eq", (left, right)) if not (free_symbols(relation) | free_functions(relation)):
            for base in (2, 10):
                sides = _value(left, base), _value(right, base)
                if sides[0] is not None and sides[1] is not None and abs(sides[0] - sides[1]) <= _NEAR:
                    return f"the base of log, with which this holds if it is {base},"
    return None


def _value(term: Term, base: int) -> float | None:
    """The value of numbers, sums, products, powers and logarithms to a base."""
    if isinstance(term, Num):
        return float(term.value)
    if not isinstance(term, Op):
        return None
    values = [_value(a, base) for a in term.args]
    known = [v for v in values if v is not None]
    rule = _RULES.get(term.head)
    if rule is None or len(known) < len(values):
        return None
    try:
        return rule(known, base)
    except (ArithmeticError, ValueError, TypeError):
        return None


_RULES: dict[str, Callable[[list[float], int], float]] = {
    "add": lambda a, base: sum(a), "neg": lambda a, base: -a[0], "mul": lambda a, base: math.prod(a),
    "dot": lambda a, base: math.prod(a), "times": lambda a, base: math.prod(a), "div": lambda a, base: a[0] / a[1],
    "pow": lambda a, base: math.pow(a[0], a[1]), "sqrt": lambda a, base: math.sqrt(a[0]),
    "log": lambda a, base: math.log(a[0]) / math.log(base),
}  # fmt: skip


def _derivative(relation: Term, scope: Scope) -> str | None:
    """``D_x x^2``, ``D x^2``: the derivative as well as a product."""
    for node in walk(relation):
        match node:
            case Op("mul", args):
                for a, b in pairwise(args):
                    if isinstance(a, Sym) and a.name == "D" and not a.sups and _operates(a, b, scope):
                        return f"whether {words(a)} is a factor or the derivative"
    return None


def _operates(sym: Sym, operand: Term, scope: Scope) -> bool:
    known = scope.declaration(sym) is not None or scope.definition(sym) is not None
    if known or len(sym.subs) > 1:
        return False
    names = free_symbols(operand)
    return bool(free_symbols(sym.subs[0]) & names) if sym.subs else isinstance(operand, Op) and bool(names)


def _outer(relation: Term, scope: Scope) -> str | None:
    """``a ⊗ b`` of two vectors: the outer product as well as that of Kronecker."""
    return "whether ⊗ is the outer product or that of Kronecker" if of_two_vectors(relation, scope) else None


def of_two_vectors(term: Term, scope: Scope) -> bool:
    return any(
        isinstance(n, Op) and n.head == "kron" and all(isinstance(a, Sym) and _is_vector(a, scope) for a in n.args)
        for n in walk(term)
    )


def _is_vector(sym: Sym, scope: Scope) -> bool:
    what = scope.declaration(sym)
    return what is not None and len(what.shape or ()) == 1
