"""Structural findings: what is wrong with a formula before any algebra."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from symnn.context.constants import interval
from symnn.context.lints.flaw import Flaw
from symnn.context.lints.free_indices import derivative_of_what_does_not_vary, index_on_one_side
from symnn.context.lints.slips import SLIPS, too_large
from symnn.context.scope import Scope
from symnn.notation import latex
from symnn.term import Op, Sym, Term, bound_variable, free_symbols, substitute, transform, walk

_BOUNDED_OUTSIDE = frozenset(["lim", "integral", "integral_over", "expect"])
_CONDITIONS = frozenset(["eq", "ne", "lt", "le", "gt", "ge", "chain", "and", "or", "sim", "notin"])
Lint = Callable[[Term, Scope], Iterator[Flaw]]


def bound_in_its_own_range(term: Term, scope: Scope) -> Iterator[Flaw]:
    """``max_{k ∈ {1,…,k}}``: the variable that runs cannot say how far it runs."""
    for node in walk(term):
        var = bound_variable(node)
        if not isinstance(node, Op) or var is None or node.head in _BOUNDED_OUTSIDE or len(node.args) < 3:
            continue
        where = node.args[2]
        limits = where.args[1] if isinstance(where, Op) and where.head == "in" and len(where.args) == 2 else where
        if var not in free_symbols(limits) or (_is_condition(limits) and not _bounds_itself(limits, var)):
            continue  # j ≠ y_i is a condition on j, not its range
        capital = Sym(var.name.upper(), var.subs, var.sups, var.font, var.accents)
        mended_range = substitute(limits, {var: capital})
        mended = transform(term, lambda t, n=node, r=mended_range: _with_range(t, n, r))  # type: ignore[misc]
        yield Flaw(
            "E401",
            f"the bound variable {var.text} stands in its own range; {capital.text} is probably meant",
            latex(mended),
            node.at,
        )


def _is_condition(limits: Term) -> bool:
    return isinstance(limits, Op) and limits.head in _CONDITIONS


def _bounds_itself(limits: Term, var: Sym) -> bool:
    """``1 ≤ k ≤ k``: the variable is compared with something that contains it."""
    links = limits.args if isinstance(limits, Op) and limits.head in ("chain", "and") else (limits,)
    return any(
        isinstance(k, Op) and k.head in ("le", "lt", "ge", "gt") and all(var in free_symbols(s) for s in k.args)
        for k in links
    )


def _with_range(term: Term, node: Op, limits: Term) -> Term | None:
    if term != node:
        return None
    where = node.args[2]
    if isinstance(where, Op) and where.head == "in" and len(where.args) == 2:
        limits = Op("in", (where.args[0], limits))
    return Op(node.head, (*node.args[:2], limits))


def empty_interval(term: Term, scope: Scope) -> Iterator[Flaw]:
    """``x ∈ (1, 1)``: no number lies in it."""
    for node in walk(term):
        if isinstance(node, Op) and node.head in ("in", "range_is"):
            where = interval(node.args[-1])
            if where is not None and where.empty:
                yield Flaw("E406", f"the interval {where} is empty", None, node.args[-1].at)


_ARRAYS = frozenset(["row", "column", "matrix"])


def set_as_factor(term: Term, scope: Scope) -> Iterator[Flaw]:
    """``u = \\begin{pmatrix} … \\end{pmatrix} \\mathbb{R}^n``: ∈ is lost; A ℝⁿ of a name is the image of A."""
    for node in walk(term):
        match node:
            case Op("mul" | "times" | "dot", (*_, Op(head), Op("reals", (_, *_)) as where)) if head in _ARRAYS:
                message = "a set stands behind an array as its factor; the ∈ between them is probably lost"
                yield Flaw("E408", message, None, where.at or node.at)


# A new structural finding is one more row.
LINTS: tuple[Lint, ...] = (
    bound_in_its_own_range,
    empty_interval,
    set_as_factor,
    *SLIPS,
    index_on_one_side,
    derivative_of_what_does_not_vary,
)


def flaws(term: Term, scope: Scope) -> Iterator[Flaw]:
    """All structural findings of a term."""
    if too_large(term):
        return
    for lint in LINTS:
        yield from lint(term, scope)


_NAME = r"(?P<name>\\(?:text|mathrm|operatorname|mathbb)\s{0,3}\{[A-Za-z]{1,20}\}|(?<![A-Za-z\\])\\?[A-Za-z]{1,20})"
_OUTSIDE = re.compile(r"\[\s{0,3}" + _NAME + r"\s{0,3}\((?P<inside>[^()\[\]]{0,200})\)\s{0,3}\]")
_INSIDE = re.compile(_NAME + r"\s{0,3}\[\s{0,3}\((?P<inside>[^()\[\],]{0,200})\)\s{0,3}\]")
_BOTH = re.compile(r"\[\s{0,3}\(")


def misplaced_bracket(source: str) -> Iterator[Flaw]:
    """W413: E[(x)]² beside [E(w)]²."""
    plain = re.sub(r"\\(?:left|right|bigl|bigr|Bigl|Bigr)(?![A-Za-z])", lambda m: " " * len(m[0]), source)
    if _BOTH.search(plain) is None:
        return
    outside = {m["name"] for m in _OUTSIDE.finditer(plain)}
    for m in _INSIDE.finditer(plain):
        if m["name"] in outside:
            yield Flaw(
                "W413",
                f"{m['name']}[({m['inside']})] stands beside [{m['name']}(…)]: a bracket is misplaced",
                source[: m.start()] + f"[{m['name']}({m['inside']})]" + source[m.end() :],
                (m.start(), m.end()),
            )


_UNNAMED = re.compile(r"\\(?P<what>sum|prod)(?:\\limits)?\s*_\s*(?:\{\s*\d+\s*\}|\d)\s*\^")


def unnamed_index(source: str) -> Iterator[Flaw]:
    """W418: \\sum_1^n x_i, where nothing says that i runs."""
    for m in _UNNAMED.finditer(source):
        what = "sum" if m["what"] == "sum" else "product"
        yield Flaw("W418", f"the {what} has limits and no index that runs between them", None, (m.start(), m.end() - 1))


SOURCE_LINTS: tuple[Callable[[str], Iterator[Flaw]], ...] = (misplaced_bracket, unnamed_index)


def source_flaws(source: str) -> Iterator[Flaw]:
    """What is seen in the writing and is gone in the term."""
    for lint in SOURCE_LINTS:
        yield from lint(source)
