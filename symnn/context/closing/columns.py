"""Columns side by side without commas: ``A = [a_1 \\; a_2 \\; \\cdots \\; a_n]`` is a matrix and no product."""

from __future__ import annotations

from dataclasses import replace

from symnn.context.defining.heads import Chain
from symnn.context.scope import Scope
from symnn.term import Op, Sym, Term


def with_columns(chain: Chain, scope: Scope, source: str) -> Chain:
    """The chain with a bracket of columns of one family as the matrix that they make."""
    if "[" not in source or chain.relations not in (("eq",), ("define",)):
        return chain
    name, body = chain.members
    match body:
        case Op("mul" | "dot" | "times", args) if isinstance(name, Sym) and _of_one_family(args):
            pass
        case _:
            return chain
    matrix = chain.membership or _declared(name, scope)
    columns = [a for a in args if isinstance(a, Sym)]
    if not _of_two(matrix) and not all(_of_one(_declared(a, scope)) for a in columns):
        return chain
    return replace(chain, members=(name, Op("row", args)))


def columns_declared(chain: Chain, scope: Scope) -> Op | None:
    """``a_i ∈ ℝ^m`` from ``A = [a_1 … a_n] ∈ ℝ^{m×n}``, where nothing was said of the columns."""
    match chain.membership, chain.members:
        case Op("reals", (rows, _)), (Sym(), Op("row", args)) if _of_one_family(args):
            names = [a for a in args if isinstance(a, Sym)]
            if all(_declared(a, scope) is None for a in names):
                return Op("in", (replace(names[0], subs=(Sym("i"),)), Op("reals", (rows,))))
    return None


def _of_one_family(args: tuple[Term, ...]) -> bool:
    """a_1, a_2, …, a_n: names that differ in their one index, and dots."""
    names = [a for a in args if isinstance(a, Sym)]
    others = [a for a in args if not isinstance(a, Sym)]
    alike = {a.base for a in names}
    return (
        len(names) > 1 and len(alike) == 1 and len(set(names)) == len(names) and others in ([], [Op("dots")])
        and all(len(a.subs) == 1 for a in names)
    )  # fmt: skip


def _declared(name: Sym, scope: Scope) -> Term | None:
    what = scope.declaration(name)
    return None if what is None or not what.shape else Op("reals", what.shape)


def _of_two(where: Term | None) -> bool:
    return isinstance(where, Op) and where.head == "reals" and len(where.args) == 2


def _of_one(where: Term | None) -> bool:
    return isinstance(where, Op) and where.head == "reals" and len(where.args) == 1


__all__ = ["columns_declared", "with_columns"]
