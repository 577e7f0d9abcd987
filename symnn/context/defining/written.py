"""Functions as a document writes them: kept for what is asked of numbers and of listings."""

from __future__ import annotations

from symnn.context.claims import OpenTermError, close_claim
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.defining.heads import Head
from symnn.context.model import Written
from symnn.context.stater import Stater
from symnn.context.walk import Walk
from symnn.term import Op, Sym, Term, free_functions, num, transform


def record(stater: Stater, head: Head, body: Term, claim: str | None = None) -> None:
    """Keep the definition of a function or an abbreviation with its closed body.

    Nothing is kept where a name in it has no meaning here.
    """
    if head.name is None or not (head.params or _abbreviation(head.name)):
        return
    walk = stater.walk
    body = transform(body, lambda node: _library(node, walk))
    conditions = () if isinstance(body, Op) and body.head == "cases" else stater.conditions
    try:
        closed = close_claim("", "identity", Op("eq", (body, num(0))), conditions, walk.scope, walk.catalog).claim
    except (NotClosedError, AmbiguousError, OpenTermError):
        return
    if closed.assumptions or closed.opaque or not isinstance(closed.relation, Op) or closed.relation.head != "eq":
        return
    place = walk.location(*stater.offsets())
    found = Written(
        head.name,
        head.params,
        closed.relation.args[0],
        closed.variables,
        place,
        stater.source,
        free_functions(body),
        claim=claim,
    )
    if not head.params:
        walk.out.values.append(found)
        return
    before = walk.out.written
    if before and before[-1].name == found.name and _more_cases(before[-1].body, found.body):
        before.pop()
    before.append(found)


def _abbreviation(name: Sym) -> bool:
    """``MSE``, ``RMSE``: a value that means the same wherever it is named."""
    return len(name.name) > 1 and name.name.isalpha() and name.name.isupper()


def _library(node: Term, walk: Walk) -> Term | None:
    """Φ(u) is a function that libraries have: it is not computed by the formula of the catalogue."""
    match node:
        case Op("call", (Sym() as fn, u)) if walk.scope.definition(fn) is None:
            entry = walk.catalog.find(fn, applied=True)
            return Op("normal_cdf", (u,)) if entry is not None and entry.name == "normal-cdf" else None
    return None


def _more_cases(before: Term, after: Term) -> bool:
    """Whether a function that is given piece by piece has got another piece."""
    return (
        isinstance(before, Op) and isinstance(after, Op) and before.head == after.head == "cases"
        and len(before.args) < len(after.args) and after.args[: len(before.args)] == before.args
    )  # fmt: skip
