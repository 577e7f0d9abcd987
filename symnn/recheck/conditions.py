"""Conditions as signs of terms."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from symnn.recheck.outcome import fail
from symnn.term import Num, Op, Term, op

Sign = frozenset[int]  # the possible ones of -1, 0, 1
Row = tuple[Term, Sign]
ANY: Sign = frozenset({-1, 0, 1})
SIGNS: Mapping[str, Sign] = {
    "gt": frozenset({1}), "ge": frozenset({0, 1}), "lt": frozenset({-1}), "le": frozenset({-1, 0}),
    "eq": frozenset({0}), "ne": frozenset({-1, 1}),
}  # fmt: skip


def condition_rows(condition: Term) -> list[Row] | None:
    """A condition as signs of terms that all have to hold; ``None`` if it is no such list."""
    match condition:
        case Op("true"):
            return []
        case Op("and" | "chain", parts):
            rows = [condition_rows(p) for p in parts]
            return None if any(r is None for r in rows) else [x for r in rows if r for x in r]
        case Op(head, (a, b)) if head in SIGNS:
            return [(op("add", a, op("neg", b)), SIGNS[head])]
        case Op("in", (x, Op("reals", ()))):
            return []
        case Op("in", (x, Op(head, (low, high)))) if head.startswith("interval_"):
            out: list[Row] = []
            for end, kind, side in ((low, head[-2], 1), (high, head[-1], -1)):
                if end != (op("infinity") if side < 0 else op("neg", op("infinity"))):
                    allowed = frozenset({side} if kind == "o" else {side, 0})
                    out.append((op("add", x, op("neg", end)), allowed))
            return out
        case Op("in", (x, Op("set", (Num() as value,)))):
            return [(op("add", x, op("neg", value)), frozenset({0}))]
    return None


def alternatives(condition: Term) -> list[list[Row]]:
    """A condition as a choice of lists of signs."""
    match condition:
        case Op("or", parts):
            return [rows for p in parts for rows in alternatives(p)]
        case Op("and" | "chain", parts):
            return [[r for rows in choice for r in rows] for choice in product(*(alternatives(p) for p in parts))]
        case Op("not", (Op("or", parts),)):
            return alternatives(Op("and", tuple(op("not", p) for p in parts)))
        case Op("not", (Op("and" | "chain", parts),)):
            return alternatives(Op("or", tuple(op("not", p) for p in parts)))
        case Op("not", (Op("not", (part,)),)):
            return alternatives(part)
        case Op("not", (part,)):
            rows = condition_rows(part)
            return [[(u, ANY - s)] for u, s in (fail("a condition") if rows is None else rows)]
    rows = condition_rows(condition)
    return [fail("a condition that the checker does not know") if rows is None else rows]
