"""Conditions that hold whatever the names in them are: that a softmax, written out, is a distribution.

"The predicted distribution $p$" with p_k = e^{z_k}/Σ_j e^{z_j} assumes nothing of z.
"""

from __future__ import annotations

from dataclasses import replace

from symnn.term import Num, Op, Sym, Term


def evident(condition: Term) -> bool:
    """Whether a condition is plainly true at all points; ``False`` says nothing."""
    match condition:
        case Op("ge" | "gt", (body, Num(low))) if low == 0:
            return _positive(body)
        case Op("eq", (Op("sum", (body, Sym() as index, *_)), Num(one))) if one == 1:
            return _shares(body, index)
    return False


def _positive(t: Term) -> bool:
    match t:
        case Num(value):
            return value > 0
        case Op("pow", (Op("e"), _)) | Op("exp", (_,)):
            return True
        case Op("item", (Op("softmax", (_,)), _)):
            return True
        case Op("add" | "mul" | "times" | "dot" | "div", args):
            return all(map(_positive, args))
        case Op("sum", (body, *_)):
            return _positive(body)
    return False


def _shares(body: Term, index: Sym) -> bool:
    """a_k/Σ_j a_j with a positive a."""
    match body:
        case Op("item", (Op("softmax", (_,)), at)):
            return at == index
        case Op("div", (part, Op("sum", (other, Sym() as inner, *_)))):
            return _positive(part) and _moved(part, index, inner) == other
    return False


def _moved(t: Term, index: Sym, to: Sym) -> Term:
    """With another index, on names too."""
    if t == index:
        return to
    if isinstance(t, Sym) and index in t.subs:
        return replace(t, subs=tuple(to if s == index else s for s in t.subs))
    if isinstance(t, Op):
        return Op(t.head, tuple(_moved(a, index, to) for a in t.args))
    return t


__all__ = ["evident"]
