"""Equations that a sentence refers to: their definitions come into scope for its formula, and what it rests on is said.

A definition of another section is lent to the one formula that refers to it.  Where its section says something else of
a name than the section of the formula, nothing is decided.  An equation that only claims is never assumed: what is
said to follow from it is not refuted either unless it is proved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from symnn.claim import Claim
from symnn.context.model import Definition, Rest
from symnn.context.names import is_generic
from symnn.context.referring.citing import Citation, Citations
from symnn.context.scope import Scope, speaks_of
from symnn.domain import REALS
from symnn.notation import words
from symnn.term import Sym, Term, free_functions, free_symbols

MOST = 12  # equations that one sentence refers to


@dataclass(frozen=True, slots=True)
class Equation:
    """One part of a formula as it was understood: what it defines and claims, and where.

    ``there`` is what was known then, ``home`` its section, which may have gone on since.
    """

    span: int
    start: int
    end: int
    line: int
    names: tuple[Sym, ...]
    term: Term
    there: Scope
    home: Scope
    claims: tuple[Claim, ...]
    sure: bool  # whether it only defines, or all that it claims can be decided
    conditions: tuple[Term, ...] = ()
    local: bool = False  # whether it was read with definitions of its own, which were put in behind it

    def definition(self, name: Sym) -> Definition | None:
        return self.there.definition(name) or self.home.definition(name)


@dataclass(slots=True)
class Cited:
    """What the sentence of one formula refers to: equations with the names shown for them, and what was not found."""

    equations: list[tuple[Citation, Equation]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    alike: list[tuple[Citation, Equation]] = field(default_factory=list)


def look_up(citations: tuple[Citation, ...], known: dict[int, list[Equation]], rows: Rows) -> Cited:
    """The equations behind references: those that were read, and why others bear on nothing that is refuted."""
    out = Cited()
    for one in citations[:MOST]:
        if one.role == "aside":
            continue
        if one.role == "against":
            out.open.append(f"the sentence speaks of {one.shown}, and not plainly as of what it follows from")
        elif one.several:
            out.open.append(f"more than one equation is called {one.shown}")
        elif one.span is None:
            out.open.append(f"it is said to follow from {one.shown}, which was not found in this document")
        elif one.span not in known:
            out.open.append(f"it is said to follow from {one.shown}, which comes later or was not read")
        else:
            found = rows(one, known[one.span])
            if not found:
                out.open.append(f"what {one.shown} says was not understood")
            (out.alike if one.role == "alike" else out.equations).extend((one, e) for e in found)
    return out


class Rows:
    """Which parts of a formula with several rows a label, tag or number names."""

    def __init__(self, citations: Citations) -> None:
        self.document = citations.document

    def __call__(self, one: Citation, parts: list[Equation]) -> list[Equation]:
        assert one.named is not None
        assert one.span is not None
        span = self.document.spans[one.span]
        at = one.named.start - span.inner_start
        if not 0 <= at < len(span.source):
            return parts
        inside = [p for p in parts if p.start <= at < p.end]
        cuts = [
            i for i in range(len(span.source) - 1)
            if span.source.startswith("\\\\", i) and not any(p.start <= i < p.end for p in parts)
        ]  # fmt: skip
        if inside:
            at = inside[0].start
        low = max((c for c in cuts if c < at), default=-1)
        high = min((c for c in cuts if c >= at), default=len(span.source))
        return [p for p in parts if low < p.start < high]


def lend(cited: Cited, citations: Citations, home: Scope) -> tuple[Scope, frozenset[Sym]] | None:
    """The scope with the definitions that the sentence refers to, and the names that they define."""
    local, names = home.child(home.level), set[Sym]()
    for one, equation in cited.equations:
        if one.role != "source" or not equation.sure:
            continue
        for name in equation.names:
            asked = citations.gives(one, name.text) or citations.gives(one, name.name)
            wanted = _imports(name, equation, home, asked)
            for sym, what in (wanted or {}).items():
                _enter(sym, what, local, equation)
                names.add(sym)
    return (local, frozenset(names)) if names else None


def _enter(sym: Sym, what: Definition | None, local: Scope, equation: Equation) -> None:
    if what is not None:
        local.definitions[sym] = what
    elif (declared := equation.home.declaration(sym)) is not None:
        local.declared[sym] = declared
    kind = equation.home.profile.declared_kind(sym) or equation.there.profile.declared_kind(sym)
    if kind is not None and local.profile.declared_kind(sym) is None:
        local.profile = local.profile.declare(sym, kind)


def _imports(name: Sym, equation: Equation, home: Scope, asked: bool) -> dict[Sym, Definition | None] | None:
    """What has to come along with a definition; ``None`` where the formula's section says something else."""
    out: dict[Sym, Definition | None] = {}
    for sym in _reached((name,), equation.there, equation.home):
        if _differs(sym, equation, home) is not None and not (asked and sym == name):
            return None
        there = equation.definition(sym)
        if there is not None and (home.definition(sym) is None or (asked and sym == name)):
            out[sym] = there
        elif there is None and home.declaration(sym) is None and equation.home.declaration(sym) is not None:
            out[sym] = None
    return out


def _reached(names: Iterable[Sym], *scopes: Scope) -> set[Sym]:
    """The names, and all that stand in their definitions; of a family h_t, h_{t-1}, … one member is followed."""
    found, families = set[Sym](), set[Sym]()
    todo = list(names)
    while todo:
        sym = todo.pop()
        if sym in found:
            continue
        found.add(sym)
        known = next((d for s in scopes if (d := s.definition(sym)) is not None), None)
        if known is not None and not any(sym in part.definitions for s in scopes for part in s.chain()):
            family = replace(sym, subs=(), sups=())
            if family in families:
                continue
            families.add(family)
        if known is not None:
            todo += (_names(known.body) - set(known.params)) - found
        elif sym.subs:
            todo.append(sym.base)
    return found


def _names(term: Term) -> frozenset[Sym]:
    return frozenset(free_symbols(term)) | frozenset(free_functions(term))


def _differs(sym: Sym, equation: Equation, home: Scope) -> str | None:
    """``body`` where two definitions of a name compete, ``given`` where its declarations do not fit together."""
    there, here = equation.definition(sym), home.definition(sym)
    if there is not None and here is not None:
        return None if (there.params, there.body) == (here.params, here.body) else "body"
    if here is not None:
        return "given" if is_generic(sym) else None
    known, mine = equation.there.declaration(sym) or equation.home.declaration(sym), home.declaration(sym)
    if there is not None:
        outer = {id(s) for s in equation.home.chain()}
        inside = any(sym in s.declared for s in home.chain() if id(s) not in outer)
        return "given" if inside else None
    if known is None:
        return None
    if mine is None:
        return "given" if known.shape or known.domain != REALS else None
    return None if known.shape == mine.shape and mine.domain.intersect(known.domain) == mine.domain else "given"


def resting(
    cited: Cited, relation: Term, conditions: tuple[Term, ...], scope: Scope, span: int, start: int
) -> list[Rest]:
    """What a claim rests on by the words of its sentence."""
    out = [Rest((), reason, unknown=True) for reason in cited.open]
    reached = _reached(_names(relation), scope)
    bodies: dict[Sym, Definition] = {}
    for number, (one, equation) in enumerate((*cited.equations, *cited.alike)):
        if equation.span == span and equation.start == start:
            continue
        called = f"{one.shown}, line {equation.line}"
        theirs = _reached((*_names(equation.term), *equation.names), equation.there, equation.home)
        for sym in sorted(reached & theirs, key=lambda s: s.text):
            how = _differs(sym, equation, scope)
            if how is not None:
                reason = f"whether {words(sym)} is meant as in {called}, or as in its own section is not plain"
                out.append(Rest((), reason, unknown=True, always=how == "body"))
        if number >= len(cited.equations):
            continue
        said = f"it is said to follow from {called}"
        if not equation.sure:
            out.append(Rest((), f"{said}, which is not proved", unknown=True))
        elif equation.claims:
            out.append(Rest(equation.claims, f"{said}, which is not proved"))
        if not set(equation.conditions) <= set(conditions):
            out.append(Rest((), f"{said}, which holds on a condition", unknown=True))
        if any(_restricted(s, equation, scope) for s in theirs):
            out.append(Rest((), f"{said}, and more is supposed there", unknown=True))
        for sym in equation.names:
            known = equation.definition(sym)
            if known is not None and bodies.setdefault(sym, known).body != known.body:
                out.append(Rest((), f"{said}, and {words(sym)} is given in two ways", unknown=True))
            declared = equation.home.declaration(sym)
            if sym not in reached and declared is not None:
                out.append(Rest((), f"{said}, and what is declared of {words(sym)} may limit it", unknown=True))
    return out


def _restricted(sym: Sym, equation: Equation, scope: Scope) -> bool:
    """Whether the section of an equation supposes something of a name that the section of the claim does not."""
    if equation.home.said_of(sym) is not None and scope.said_of(sym) is None:
        return True
    mine = scope.all_assumptions()
    return any(a not in mine and speaks_of(a, sym) for a in equation.home.all_assumptions())


def used(cited: Cited, relation: Term, scope: Scope) -> Iterator[str]:
    """ "with (6.3), line 40": the definitions behind a claim to which its sentence refers."""
    if not cited.equations:
        return
    reached = _reached(_names(relation), scope)
    for one, equation in cited.equations:
        if any(
            n in reached and (d := scope.definition(n)) is not None and d == equation.definition(n)
            for n in equation.names
        ):
            yield f"with {one.shown}, line {equation.line}"
