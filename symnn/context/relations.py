"""What kind of claim a relation makes; O(·) and → beside a point as relations of their own."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symnn.claim import Kind
from symnn.heads import RELATIONS
from symnn.term import Num, Op, Sym, Term, free_symbols, num

_ORDERED = ("lt", "le", "gt", "ge", "ne")


def relation_of(term: Term, conditions: Sequence[Term]) -> tuple[Term, tuple[Term, ...]]:
    """The relation to decide: O(·) and → with their point become ``order`` and ``lim``; the conditions that remain."""
    point = next((c for c in conditions if isinstance(c, Op) and c.head == "to"), None) or _expanded_at(term)
    rest = tuple(c for c in conditions if c is not point)
    match term:
        case Op("eq", (left, right)) if point is not None and (found := _landau(right)) is not None:
            main, gauge = found
            var, where, direction = _tends(point)
            return Op("order", (left, main, gauge, var, where, direction)), rest
        case Op("to", (body, limit, *_)) if point is not None and not isinstance(body, Sym):
            var, where, direction = _tends(point)
            return Op("eq", (Op("lim", (body, var, where, direction)), limit)), rest
        case Op("eq", (left, right)) if point is not None and _varies(left, point) != _varies(right, point):
            # "as x → ∞, σ(x) = 1" is said of the limit
            var, where, direction = _tends(point)
            sides = (Op("lim", (s, var, where, direction)) if _varies(s, point) else s for s in (left, right))
            return Op("eq", tuple(sides)), rest
        case _:
            return term, tuple(conditions)


def _landau(term: Term) -> tuple[Term, Term] | None:
    match term:
        case Op("big_o", (gauge,)):
            return num(0), gauge
        case Op("add", args) if isinstance(args[-1], Op) and args[-1].head == "big_o":
            kept = args[:-1]
            return (kept[0] if len(kept) == 1 else Op("add", kept)), args[-1].args[0]
        case _:
            return None


_COUNTS = frozenset("nNmMtTkKdDlLpPBSVE")  # of data, steps and sizes: they grow


def _expanded_at(term: Term) -> Op | None:
    """``x → 0`` of 1/2 + x/4 + O(x³): the powers rise to the gauge, as none of an order at infinity do."""
    match term:
        case Op("eq", (_, right)) if (found := _landau(right)) is not None:
            main, gauge = found
        case _:
            return None
    match gauge:
        case Op("pow", (Sym() as var, Num(power))):
            if var.name in _COUNTS:
                return None
            degree = _degree(main, var)
            smaller = degree is not None and degree < power
            return Op("to", (var, num(0))) if smaller and main != num(0) and not free_symbols(main) - {var} else None
        case _:
            return None


def _degree(term: Term, var: Sym) -> Fraction | None:
    """The degree of a polynomial in ``var`` with numbers as coefficients, as it is written."""
    match term:
        case Num():
            return Fraction(0)
        case Sym() if term == var:
            return Fraction(1)
        case Op("pow", (base, Num(power))) if (degree := _degree(base, var)) is not None and power > 0:
            return degree * power
        case Op("add", args):
            degrees = [_degree(a, var) for a in args]
            return None if None in degrees else max(d for d in degrees if d is not None)
        case Op("mul" | "dot" | "times", args):
            degrees = [_degree(a, var) for a in args]
            return None if None in degrees else sum((d for d in degrees if d is not None), Fraction(0))
        case Op("neg", (a,)) | Op("div", (a, Num())):
            return _degree(a, var)
        case _:
            return None


def _varies(side: Term, point: Op) -> bool:
    return bool(free_symbols(point.args[0]) & free_symbols(side))


def _tends(point: Op) -> tuple[Term, Term, Term]:
    direction = point.args[2] if len(point.args) > 2 else num(0)
    return point.args[0], point.args[1], direction


def kind_of(relation: Term) -> Kind:
    """The kind of a claim by its form."""
    match relation:
        case Op("iff"):
            return "iff"
        case Op("order"):
            return "order"
        case Op("range_is"):
            return "range"
        case Op("in", (body, _)):
            return "range" if isinstance(body, Op) else "membership"
        case Op("monotone" | "differentiable" | "continuous"):
            return "membership"
        case Op("le" | "lt", (Op("abs", (Op("add"),)), right)) if not free_symbols(right):
            return "approximation"
        case Op("eq", (left, right)):
            for side in (left, right):
                inner = side.args[0] if isinstance(side, Op) and side.head in ("at", "neg") else side
                if isinstance(inner, Op) and inner.head == "lim":
                    return "limit"
                if isinstance(inner, Op) and inner.head in ("deriv", "gradient", "hessian"):
                    return "derivative"
                if isinstance(inner, Op) and inner.head == "call" and isinstance(inner.args[0], Op):
                    return "derivative"
            return "identity"
        case Op("chain", links) if any(isinstance(k, Op) and k.head in _ORDERED for k in links):
            return "inequality"
        case Op(head) if head in _ORDERED:
            return "inequality"
        case _:
            return "identity"


def chain_rule(relation: Term) -> bool:
    """∂L/∂x = ∂L/∂a · ∂a/∂z · ∂z/∂x: each factor goes on where the one before it ends."""
    match relation:
        case Op("eq", (Op("deriv", (of, by)), Op("mul" | "dot" | "times", factors))):
            links = [
                f.args for f in factors_of(factors) if isinstance(f, Op) and f.head == "deriv" and len(f.args) == 2
            ]
            ends = [of, *(end for _, end in links)]
            whole = len(links) == len(factors_of(factors)) > 1 and links[-1][1] == by
            return whole and all(start == end for (start, _), end in zip(links, ends, strict=False))
    return False


def factors_of(terms: Sequence[Term]) -> list[Term]:
    """The factors of a product of terms."""
    out: list[Term] = []
    for t in terms:
        out += factors_of(t.args) if isinstance(t, Op) and t.head in ("mul", "dot", "times") else [t]
    return out


def is_relation(term: Term) -> bool:
    """Whether a part states something."""
    return isinstance(term, Op) and (
        term.head in RELATIONS or term.head in ("chain", "iff", "implies", "typed", "and", "or", "not")
    )
