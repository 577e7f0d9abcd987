"""Which values the text gives to the names of one equation that says a number, and results that it says of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from symnn.context.cases.cases import value_of
from symnn.context.cases.examples import is_number, says_a_number
from symnn.context.claims import Closed, OpenTermError, close_claim
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.defining.heads import Chain
from symnn.context.stater import Stater
from symnn.document.model import Span
from symnn.term import Num, Op, Sym, Term, free_functions, free_symbols

_BACK = 60  # formulas that are looked back over


@dataclass(frozen=True, slots=True)
class Valued:
    """Values that surely hold, values that may, and how those are written."""

    sure: tuple[Term, ...] = ()
    possible: tuple[Term, ...] = ()
    shown: tuple[str, ...] = ()


def valued(stater: Stater, relation: Term, conditions: Sequence[Term]) -> Valued:
    """The values for an equation, surely where one side is a number; none for names that its conditions name."""
    if stater.claimed or stater.walk.authored or not (free_symbols(relation) or _parameters(stater, relation)):
        return Valued()
    own = {s for c in conditions for s in free_symbols(c)}
    sure, perhaps = stater.walk.examples.over(stater.task.span)
    said = _said_before(stater)
    if not says_a_number(relation):
        said = {s: at for s, at in said.items() if _initial(s)}
        if stater.task.span.kind == "display" or not stater.walk.examples.results(stater.task.span):
            perhaps, sure = sure, {s: at for s, at in sure.items() if _initial(s)}  # it may be meant for all values
        else:
            perhaps = {}
    said |= {s: at for s, at in _said_before(stater, ended=False).items() if s in _parameters(stater, relation)}
    perhaps = {s: at for s, at in {**perhaps, **said}.items() if s not in sure}
    fixed = _terms(stater, {s: at for s, at in sure.items() if s not in own})
    arrays = any(_is_array(stater, s) for s in sure)
    possible = _terms(stater, {s: at for s, at in perhaps.items() if s not in own})
    if arrays:
        fixed, possible = (), (*fixed, *possible)
    return Valued(fixed, possible, tuple(s.source.strip() for s in perhaps.values()))


def _parameters(stater: Stater, relation: Term) -> set[Sym]:
    """The names beside its arguments in the definitions of functions in a relation: the α of f(x) = max(αx, x)."""
    known = (stater.walk.scope.definition(f) for f in free_functions(relation))
    return {s for d in known if d is not None and d.origin == "document" for s in free_symbols(d.body) - {*d.params}}


def _terms(stater: Stater, given: Mapping[Sym, Span]) -> tuple[Term, ...]:
    found = (t for sym, span in given.items() for t in stater.walk.prose.terms(span) if value_of(t) == sym)
    return tuple(dict.fromkeys(Op("eq", t.args) for t in found if isinstance(t, Op)))


def _said_before(stater: Stater, ended: bool = True) -> dict[Sym, Span]:
    """Names of which the section says a value before the formula, given or found: the last for each.

    With ``ended`` only what stands behind the last words that end an example.
    """
    walk, span = stater.walk, stater.task.span
    over = walk.prose.over[: bisect_right(walk.prose.over, span.start)][-1:] if ended else []
    top = max([walk.prose.section(span.start)[0], *over])
    number = bisect_left(walk.cases.starts, span.start)
    before = walk.document.spans[max(0, number - _BACK) : number]
    before = tuple(s for s in before if s.start >= top and s.kind != "display")
    rows = ((value_of(t), s) for s in before for t in walk.prose.terms(s))
    return {sym: s for sym, s in rows if sym is not None}


def _initial(sym: Sym) -> bool:
    """``m_0``, ``h^{(0)}``: what has a value from which others are worked out."""
    indices = sym.subs + sym.sups
    return bool(indices) and all(isinstance(i, Num) for i in indices)


def _is_array(stater: Stater, sym: Sym) -> bool:
    what = stater.walk.scope.declaration(sym)
    return what is not None and bool(what.shape)


def is_result(stater: Stater, chain: Chain) -> bool:
    """Whether ``z = 1`` says the value of a name that the document defines through names whose values are given."""
    plain = chain.relations[0] == "eq" and set(chain.relations) <= {"eq", "approx"}
    if not plain or not isinstance(chain.members[0], Sym) or not all(map(is_number, chain.members[1:])):
        return False
    scope, relation = stater.walk.scope, chain.link(0)
    known = scope.definition(chain.members[0])
    sure, _ = stater.walk.examples.over(stater.task.span)
    if known is None or known.origin != "document" or known.params or not sure or chain.members[0] in sure:
        return False
    values = valued(stater, relation, stater.conditions).sure
    if not values or not stater.walk.examples.results(stater.task.span):
        return False
    try:
        found = close_claim("value", "identity", relation, (*stater.conditions, *values), scope, stater.walk.catalog)
    except (NotClosedError, AmbiguousError, OpenTermError):
        return False
    return isinstance(found, Closed) and not found.claim.variables and not found.claim.opaque
