"""A letter T high up: a transpose, or the power T of a number."""

from __future__ import annotations

from symnn.notation.cursor import Cursor
from symnn.term import Num, Op, Sym, Term, free_functions, walk

_T = Sym("T")
_POWERS_OF_TIME = frozenset("gamma alpha lambda eta epsilon".split())  # γ^T: a power in reinforcement learning


def high_t(p: Cursor, base: Term, start: int, end: int) -> Term:
    """``w^T`` is the transpose, but the power of a number where T is one too; in doubt it is neither."""
    power = Op("pow", (base, Sym("T", at=(end - 1, end))), (start, end))
    if p.profile.top or isinstance(base, Num):
        return power
    declared = p.profile.declared_kind(_T)
    if _is_number(p, base):
        if declared in ("scalar", "index") or (declared is None and _counts(p)):
            return power
        p.ambiguous(start, end, "a transpose", "the power T")
    if declared is not None or (isinstance(base, Sym) and _perhaps_a_number(p, base)) or base in (Op("e"), Op("pi")):
        p.ambiguous(start, end, "a transpose", "the power T")
    return Op("transpose", (base,), (start, end))


def _is_number(p: Cursor, base: Term) -> bool:
    """Whether it is made of names that are declared, or bounded by numbers."""
    if free_functions(base) or any(isinstance(n, Op) and n.head not in _SUMS for n in walk(base)):
        return False
    names = [n for n in walk(base) if isinstance(n, Sym)]
    return bool(names) and all(p.profile.declared_kind(n) == "scalar" or n in p.profile.bounded for n in names)


_SUMS = frozenset("add neg mul dot times div pow abs".split())


def _perhaps_a_number(p: Cursor, base: Sym) -> bool:
    return p.profile.declared_kind(base) is None and not base.font and base.name in _POWERS_OF_TIME


def _counts(p: Cursor) -> bool:
    """Whether T stands in an exponent with something else, as in q^{T+1}, or under a limit."""
    tokens = p.tokens
    for i, tok in enumerate(tokens):
        if tok.kind != "letters" or tok.text != "T":
            continue
        before, behind = tokens[i - 1] if i else None, tokens[i + 1]
        limit = i > 2 and tokens[i - 3].text == "lim" and before is not None and before.kind == "{"
        beside = behind.kind == "sign" or (before is not None and before.kind in ("sign", "number"))
        if limit or (beside and _high(p, i)):
            return True
    return False


def _high(p: Cursor, at: int) -> bool:
    """Whether a token stands in the braces of an exponent or a bound."""
    tokens = p.tokens
    return any(
        tokens[i].kind == "{" and i > 0 and tokens[i - 1].text == "^" and i < at < j for i, j in p.partner.items()
    )
