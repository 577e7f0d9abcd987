"""Complex numbers are not decided: which claims are about them, by the words of the document or by their form."""

from __future__ import annotations

from dataclasses import replace

from symnn.claim import Claim
from symnn.context.names import value_symbols
from symnn.context.scope import Scope
from symnn.context.stater import Stater
from symnn.context.walk import Walk
from symnn.context.words.complex_words import names_said, said_in_the_sentence
from symnn.document.model import Span
from symnn.notation import ReadError, read, words
from symnn.term import Num, Op, Sym, Term, free_symbols, walk

_UNITS = (Sym("i"), Sym("j"))
_TURNS = frozenset(["sin", "cos"])


def note_complex(walk: Walk, span: Span) -> None:
    """Remember the names that are complex from here to the end of the section."""
    said = names_said(walk.prose, span)
    if said is None:
        return
    try:
        names = {s.base for part in read(said, walk.scope.profile).parts for s in value_symbols(part.term)}
    except ReadError:
        return
    walk.scope.profile = replace(walk.scope.profile, complex=walk.scope.profile.complex | names)


def about_complex(stater: Stater, relation: Term, claim: Claim) -> str | None:
    """Why a claim is left open: it speaks of complex numbers, which are not decided."""
    scope = stater.walk.scope
    closed = claim.relation
    names = value_symbols(relation) | value_symbols(closed)
    told = sorted((s for s in names if s.base in scope.profile.complex), key=lambda s: s.text)
    if told:
        return f"{words(told[0])} is complex here, and complex numbers are not decided"
    for unit in _UNITS:
        given = any(unit in free_symbols(c) for c in stater.conditions)  # for i ∈ ℕ
        if (
            unit in names
            and not given
            and _perhaps_the_unit(unit, (relation, closed), scope, bool(stater.walk.prose.complex_places))
        ):
            return f"{words(unit)} may be the imaginary unit, and complex numbers are not decided"
    if names and (said := said_in_the_sentence(stater.walk.prose, stater.task.span)) is not None:
        return f"the sentence speaks of complex numbers, which are not decided: “{said}”"
    return None


def _perhaps_the_unit(unit: Sym, relations: tuple[Term, Term], scope: Scope, said: bool) -> bool:
    """An i of which nothing is said, that indexes nothing, in e^{iφ}, beside a sine, or where i² = -1."""
    if scope.declaration(unit) is not None or scope.definition(unit) is not None:
        return False
    nodes = [n for relation in relations for n in walk(relation)]
    if any(isinstance(n, Sym) and unit in {s for i in (*n.subs, *n.sups) for s in free_symbols(i)} for n in nodes):
        return False
    return said or any(isinstance(n, Op) and _turns(n, unit) for n in nodes)


def _turns(node: Op, unit: Sym) -> bool:
    match node:
        case Op("exp", (power,)) | Op("pow", (_, Op() as power)):
            return unit in free_symbols(power) and (power == unit or _factor(power, unit))
        case Op("mul" | "dot" | "times", args) if unit in args:
            return any(a == Op("pi") or (isinstance(a, Op) and a.head in _TURNS) for a in args)
        case Op("eq", (Op("pow", (base, Num(value=power))), Op("neg", (Num(value=one),)))):
            return base == unit and power == 2 and one == 1
    return False


def _factor(power: Term, unit: Sym) -> bool:
    """Whether i is a factor of an exponent: e^{iφ}, e^{-2πi k/n}, and not r^{n-i}."""
    match power:
        case Op("mul" | "dot" | "times", args):
            return any(a == unit or _factor(a, unit) for a in args)
        case Op("neg", (arg,)) | Op("div", (arg, _)):
            return arg == unit or _factor(arg, unit)
        case Op("add", args):
            return any(_factor(a, unit) for a in args)
    return False
