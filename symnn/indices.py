"""Whole-number indices: linear expressions collected, so that ``(l+1)-1`` is ``l``, in dimensions and in names."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symnn.term import Num, Op, Sym, Term, children, rebuild, transform


def linear(index: Term) -> dict[Term | None, Fraction]:
    """Coefficients of a sum of multiples; ``None`` is the constant; what is not linear is an atom of its own."""
    match index:
        case Num(value):
            return {None: value}
        case Op("neg", (arg,)):
            return {k: -v for k, v in linear(arg).items()}
        case Op("add", args):
            out: dict[Term | None, Fraction] = {}
            for arg in args:
                for k, v in linear(arg).items():
                    out[k] = out.get(k, Fraction(0)) + v
            return out
        case Op("mul" | "dot" | "times", (Num(value), arg)):
            return {k: value * v for k, v in linear(arg).items()}
        case _:
            return {index: Fraction(1)}


def tidy(index: Term) -> Term:
    """With its linear parts collected and the number last; so are the indices of names: M_{(l+1)-1} is M_l."""
    if isinstance(index, Sym):
        return rebuild(index, tuple(map(tidy, children(index))))
    total = linear(index)
    if isinstance(index, Num) or set(total) == {index}:
        return index
    parts: list[Term] = []
    for atom, factor in sorted(total.items(), key=lambda item: item[0] is None):
        if factor:
            size = Num(abs(factor)) if atom is None else atom
            part = size if atom is None or abs(factor) == 1 else Op("mul", (Num(abs(factor)), size))
            parts.append(part if factor > 0 else Op("neg", (part,)))
    return parts[0] if len(parts) == 1 else Op("add", tuple(parts)) if parts else Num(Fraction(0))


def settled(term: Term) -> Term:
    """The indices of all names tidied."""
    return transform(term, lambda n: tidy(n) if isinstance(n, Sym) and (n.subs or n.sups) else None)


def shifted(term: Term, values: Mapping[Sym, Term]) -> Term:
    """Index letters replaced in names, also of functions, and where they stand as numbers."""
    return settled(transform(term, lambda n: values.get(n) if isinstance(n, Sym) else None))
