"""A definition against the bodies that its name already has: in this document, and in the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from symnn.claim import Claim
from symnn.context.catalog import Entry
from symnn.context.claims import OpenTermError, close_claim
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.defining.heads import renamed
from symnn.context.defining.letters import beside, given_twice, is_misprint
from symnn.context.model import Comparison, Definition
from symnn.context.names import is_generic
from symnn.context.scope import Scope
from symnn.context.words.otherwise_named import LETTERS
from symnn.domain import REALS, UNIT_OPEN
from symnn.term import Op, Sym, Term, free_symbols

if TYPE_CHECKING:
    from symnn.context.stater import Stater


def compare(stater: Stater, name: Sym, params: tuple[Sym, ...], bodies: Sequence[Term]) -> None:
    """Queue the comparison of a new definition with what the name means already."""
    if is_generic(name) and name.name != "sigma":
        return
    walk = stater.walk
    if name in LETTERS.values() and not walk.authored:
        earlier = walk.scope.definition(name)
        here = stater.task.span.start
        same_list = earlier is not None and earlier.location is not None and beside(walk, earlier.location.line, here)
        if same_list and earlier is not None and bodies and earlier.body != bodies[0]:
            given_twice(walk, name, here)
        if not is_misprint(name, bodies, walk.prose.plain_ahead(stater.task.span)):
            return
    entry = walk.catalog.find(name, applied=bool(params))
    earlier = walk.scope.definition(name) or (None if is_generic(name) else walk.scope.definition_by_spelling(name))
    if earlier is not None and len(earlier.params) == len(params):
        _queue(stater, name, params, bodies, [(_label(earlier), earlier)], "E301", entry)
    elif entry is not None and len(entry.definition.params) == len(params):
        accepted = [(entry.name, entry.definition), *entry.variants]
        _queue(stater, name, params, bodies, accepted, "E302", entry)


def _label(definition: Definition) -> str:
    return f"line {definition.location.line}" if definition.location is not None else "the earlier definition"


def _queue(
    stater: Stater, name: Sym, params: tuple[Sym, ...], bodies: Sequence[Term],
    accepted: Sequence[tuple[str, Definition]], code: str, entry: Entry | None,
) -> None:  # fmt: skip
    walk = stater.walk
    claims: list[tuple[str, Claim]] = []
    for body in bodies:
        claims = [
            (label, claim) for label, known in accepted
            if (claim := _identity(stater, params, body, known, entry)) is not None
        ]  # fmt: skip
        if claims:
            break
    if not claims:
        return
    small = [(label, _small(claim, params, walk.scope)) for label, claim in claims if code == "E302"]
    usual = [(label, claim) for label, claim in small if claim is not None]
    identify = []
    for other in walk.catalog:
        if other.parameters or len(other.definition.params) != len(params) or other is entry:
            continue
        claim = _identity(stater, params, bodies[-1], other.definition, other)
        if claim is not None:
            identify.append((other.name, claim))
    letter = name in LETTERS.values() and not walk.authored
    called = letter and is_misprint(name, (), walk.prose.plain_ahead(stater.task.span))
    place = walk.location(*stater.offsets())
    suggestion = None if entry is None else entry.latex
    walk.out.comparisons.append(
        Comparison(
            name.text,
            place,
            stater.source,
            code,
            tuple(claims),
            suggestion,
            tuple(identify),
            tuple(usual),
            letter=letter and not called,
        )
    )


def _identity(
    stater: Stater, params: tuple[Sym, ...], body: Term, known: Definition, entry: Entry | None
) -> Claim | None:
    """``body = known body`` over all arguments, the parameters matched in order; ``None`` if they do not match."""
    walk = stater.walk
    mine = _parameters(body, params, walk.scope)
    theirs_body = renamed(known.body, known.params, params)
    scope = walk.scope
    if known.origin == "catalog" and entry is not None:
        theirs = _parameters(known.body, known.params, walk.catalog.scope_of(entry))
        if len(theirs) != len(mine):
            return None
        theirs_body = renamed(theirs_body, tuple(theirs), tuple(mine))
        declared = dict(entry.declared)
        scope = walk.scope.child(walk.scope.level)
        for old, new in zip(theirs, mine, strict=True):
            if old in declared and walk.scope.declaration(new) is None:
                scope.declare(new, declared[old])
    elif known.origin == "document":
        theirs = [s for s in _parameters(theirs_body, params, walk.scope) if s not in mine]
        others = [s for s in mine if s not in free_symbols(theirs_body)]
        if len(theirs) == len(others):  # γ then, α now: the parameter has another letter
            theirs_body = renamed(theirs_body, tuple(theirs), tuple(others))
    relation = Op("eq", (body, theirs_body))
    try:
        return close_claim(f"{known.name.text}", "identity", relation, stater.conditions, scope, walk.catalog).claim
    except (NotClosedError, AmbiguousError, OpenTermError):
        return None


def _small(claim: Claim, params: tuple[Sym, ...], scope: Scope) -> Claim | None:
    """The claim with parameters in (0, 1) of which the document says nothing, and the catalogue that they are real."""
    free = {v.sym for v in claim.variables if v.domain == REALS and not v.shape and v.sym not in params}
    free = {s for s in free if scope.declaration(s) is None}
    variables = tuple(replace(v, domain=UNIT_OPEN) if v.sym in free else v for v in claim.variables)
    return replace(claim, variables=variables) if free else None


def _parameters(body: Term, params: tuple[Sym, ...], scope: Scope) -> list[Sym]:
    """Free names of a body that are neither arguments nor defined, by their order in the alphabet."""
    free = (s for s in free_symbols(body) if s not in params and scope.definition(s) is None and s.name != "X")
    return sorted(free, key=lambda s: s.text)
