"""Theorem-like environments as scopes: what a theorem declares ends with it, and holds in its proof.

What a ``definition`` defines holds behind it, with what is said of the names that its bodies leave open; what it
restricts its arguments to is not forgotten either: nothing about them is refuted behind it.  An ``assumption`` holds
for the section that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from symnn.context.constants import bound
from symnn.context.model import Declared
from symnn.context.scope import Scope, speaks_of
from symnn.context.walk import Edge, Walk
from symnn.context.words.prose import CONTINUES, FILL, Prose
from symnn.document.model import Document, Span
from symnn.document.model import Scope as Environment
from symnn.domain import INTEGERS, REALS, Domain
from symnn.notation import words
from symnn.term import Op, Sym, Term, free_symbols

_LEVEL = 50  # deeper than any heading: one ends the environment
_DEFINES = frozenset("definition definitions defn 定义".split())
_LASTS = frozenset("assumption assumptions notation hypothesis axiom setting 假设 记号".split())
_REFERS = re.compile(r"\\(?:ref|autoref|[cC]ref|nameref)\s*\{(?P<tex>[^{}]*)\}|\{(?:prf:)?ref\}`(?P<myst>[^`]*)`")
_TITLE = 240  # characters behind the opening in which a proof says whose it is
_PUT_UP = re.compile(
    rf"\W*((now|here|also|further(more)?|moreover|in addition|next|and|we)\b[\s,]*)*"
    rf"(let|suppose|assume|fix|consider|given|take|设|令|假设|假定|给定|固定)( now| also| further| again)?( that)?"
    rf"(\s*{FILL}++\s*(,|，|、|and\b|且|和)?)*\s*",
    re.I,
)
_MORE = re.compile(r"\b(also|further(more)?|moreover|in addition|again)\b|此外|另外|进一步|还|又", re.I)
_BEHIND = re.compile(
    rf"(\s*(,|，|、|and\b|且|和)?\s*{FILL}++)*\s*((be|are|is)\s+(fixed|given|real|real numbers?))?\s*", re.I
)


def edge(walk: Walk, at: Edge) -> None:
    """The walk comes to the beginning or to the end of an environment."""
    if at.opens:
        _open(walk, at.environment)
    else:
        _close(walk, at.environment)


def _open(walk: Walk, environment: Environment) -> None:
    inner = walk.scope.child(_LEVEL)
    if environment.name in CONTINUES:
        _continue(walk, environment, inner)
    if environment.name not in _LASTS:
        walk.scope = inner
        walk.inside.append((environment.start, inner))


def _close(walk: Walk, environment: Environment) -> None:
    if not walk.inside or walk.inside[-1][0] != environment.start:
        return
    _, inner = walk.inside.pop()
    if any(s is inner for s in walk.scope.chain()):
        assert inner.parent is not None
        walk.scope = inner.parent
    if environment.name in _DEFINES:
        _hand_on(inner, walk.scope)
    elif environment.name not in CONTINUES:
        walk.theorems.append((_labels(walk.document, environment), inner))


def _labels(document: Document, environment: Environment) -> frozenset[str]:
    """The names by which others refer to an environment or to a formula in it."""
    inside = (r for r in document.references if environment.start <= r.start < environment.end)
    return frozenset(r.name for r in inside if r.kind == "label")


def _continue(walk: Walk, environment: Environment, inner: Scope) -> None:
    """A proof begins: what its theorem declares and assumes holds in it.

    Without a reference it is the theorem before it; where a heading stands between, that is not sure, and nothing is
    refuted that rests on it.
    """
    title = walk.document.text[environment.start : environment.start + _TITLE].split("\n\n")[0]
    named = {n.strip() for m in _REFERS.finditer(title) for n in (m["tex"] or m["myst"] or "").split(",")}
    chosen = next((scope for labels, scope in reversed(walk.theorems) if labels & named), None)
    known = set(map(id, inner.chain()))
    if chosen is None:
        if not walk.theorems or named:
            return
        chosen = walk.theorems[-1][1]
        if chosen.parent is not inner.parent:
            for sym, told in _restrictions(chosen).items():
                inner.unsaid.setdefault(sym, told)
            return
    for scope in reversed([s for s in chosen.chain() if id(s) not in known]):
        inner.declared.update(scope.declared)
        inner.definitions.update(scope.definitions)
        inner.terms.update(scope.terms)
        inner.assumptions = [a for a in inner.assumptions if not any(speaks_of(a, s) for s in scope.renewed)]
        inner.assumptions += scope.assumptions
        inner.unsaid.update(scope.unsaid)
        inner.renewed |= scope.renewed
        inner.profile = scope.profile


def _restrictions(scope: Scope) -> dict[Sym, str]:
    """What a scope says of numbers, in words."""
    found = {s: f"{words(s)} {d.domain}" for s, d in scope.declared.items() if not d.shape and d.domain != REALS}
    for relation in scope.assumptions:
        found.update((s, words(relation)) for s in free_symbols(relation))
    return {**found, **scope.unsaid}


def _hand_on(inner: Scope, outer: Scope) -> None:
    """The definitions of a ``definition``, and what is said of the names that stay open in them."""
    bodies = [d.body for d in inner.definitions.values()] + list(inner.terms.values())
    params = {p for d in inner.definitions.values() for p in d.params}
    params |= {s for t in inner.terms for s in free_symbols(t)}
    used = {s for b in bodies for s in free_symbols(b)} | params
    used |= {s.base for s in used}
    sizes = {n for s in used if s in inner.declared for d in (inner.declared[s].shape or ()) for n in free_symbols(d)}
    restricted = _restrictions(inner)
    for sym, what in inner.declared.items():
        if sym not in used | sizes:
            continue
        if sym in params and not what.shape and what.kind == "number":
            what = replace(what, domain=REALS) if what.shape is not None else Declared(REALS)
        outer.declare(sym, what)
        _same_kind(sym, inner, outer)
    for relation in inner.assumptions:
        names = free_symbols(relation)
        if names & (used | sizes) and not names & params:
            outer.assumptions.append(relation)
    for sym in sorted(params & set(restricted), key=words):
        outer.unsaid[sym] = restricted[sym]
    for sym, told in inner.unsaid.items():
        if sym in used:
            outer.unsaid[sym] = told
    outer.terms.update(inner.terms)
    for definition in inner.definitions.values():
        outer.define(definition)
        _same_kind(definition.name, inner, outer)


def _same_kind(sym: Sym, inner: Scope, outer: Scope) -> None:
    kind = inner.profile.declared_kind(sym)
    if kind is not None:
        outer.profile = outer.profile.declare(sym, kind)


def puts_up(prose: Prose, span: Span, terms: tuple[Term, ...]) -> bool:
    """Whether a sentence of an environment does nothing but put up bounds of its names: "Let $x > 0$ and $y < 1$."."""
    if not terms or span.kind not in ("inline", "unicode") or not all(map(_is_bound, terms)):
        return False
    (first, start), (end, last) = prose.sentence(span)
    shown = [s.end for s in prose.document.spans if s.kind == "display" and first < s.end <= start]
    ahead, behind = prose.masked[max([first, *shown]) : start], prose.masked[end:last]
    asked = prose.masked[last : last + 1] in ("?", "？")
    return not asked and _PUT_UP.fullmatch(_unmarked(ahead)) is not None and _BEHIND.fullmatch(behind) is not None


def _is_bound(term: Term) -> bool:
    match term:
        case Op("chain", links):
            return all(map(_is_bound, links))
        case Op("lt" | "le" | "gt" | "ge" | "ne"):
            return bound(term) is not None
    return False


def _unmarked(ahead: str) -> str:
    r"""Without a title or the command that opens the environment."""
    return re.sub(r"^\s*(\\begin\{\w+\*?\}(\[[^\]\n]*\])?|\\label\{[^{}\n]*\})\s*", "", ahead)


def take_up(prose: Prose, span: Span, terms: tuple[Term, ...], scope: Scope) -> None:
    """Enter the bounds.  In another sentence they take the place of those before, unless it says that they are more.

    An integer stays one.  Of a name that was bounded otherwise before nothing is refuted.
    """
    (first, start), _ = prose.sentence(span)
    more = _MORE.search(prose.masked, first, start) is not None
    bounds: dict[Sym, Domain] = {}
    for sym, domain in _bounds(terms):
        bounds[sym] = bounds.get(sym, REALS).intersect(domain)
    for sym, new in bounds.items():
        known = scope.declaration(sym)
        own = sym in scope.declared and (more or scope.sentences.get(sym) == first)
        base = REALS if known is None or not (own or known.domain.integer) else known.domain if own else INTEGERS
        both = base.intersect(new)
        domain = new if both.empty else both
        shape = () if known is None or known.kind != "number" else known.shape
        scope.declare(sym, Declared(domain, shape), narrows=own)
        scope.sentences[sym] = first
        if not own and known is not None and known.domain.intersect(domain) != domain:
            scope.unsaid[sym] = f"{words(sym)} {known.domain}"


def _bounds(terms: tuple[Term, ...]) -> Iterator[tuple[Sym, Domain]]:
    for term in terms:
        if isinstance(term, Op) and term.head == "chain":
            yield from _bounds(term.args)
        elif (found := bound(term)) is not None:
            yield found
