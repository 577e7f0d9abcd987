"""Terms that leave something out; names that are written with a sign of their own."""

from __future__ import annotations

from symnn.term import Op, Sym, Term, rebuild, walk


def one_name_increments(term: Term) -> Term:
    """``Δx`` is one name."""
    match term:
        case Op("increment", (Sym() as base,)):
            return Sym(f"Δ{base.name}", base.subs, base.sups, base.font, base.accents)
        case Op():
            return rebuild(term, tuple(one_name_increments(a) for a in term.args))
        case _:
            return term


def is_open(term: Term) -> bool:
    """Whether something in it was not written down: an unknown value, dots, a placeholder."""
    return any(
        isinstance(n, Op)
        and (n.head in ("unknown", "dots", "placeholder", "bare") or (n.head == "row" and Op("none") in n.args))
        for n in walk(term)
    )
