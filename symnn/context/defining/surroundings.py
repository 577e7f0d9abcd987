"""What the words around a formula give it: properties of its names, conditions, definitions for it alone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Literal

from symnn.context.cases.renewal import free_by_words, taken_up
from symnn.context.constants import constant
from symnn.context.defining.heads import head_of
from symnn.context.defining.properties import fits, named, of_the_simplex, properties, relations
from symnn.context.model import Definition
from symnn.context.scope import Scope
from symnn.context.walk import Task, Walk
from symnn.context.words.prose import FILL
from symnn.document.model import Span
from symnn.notation import ReadError, read, words
from symnn.term import Op, Sym, Term

_ROW = rf"\s*[,，:：]?\s*(?:{FILL}\s*+(?:[,，、]\s*+)?(?:(?:and|和|且)\s*+)?)*+$"  # formulas in a row behind the word
_LET = re.compile(rf"(\b(let|define|put|set)|令|设|记){_ROW}", re.IGNORECASE)
_WITH = re.compile(rf"(\b(with|where)|其中){_ROW}", re.IGNORECASE)
_LOCAL = re.compile(r"(with|let|where|define|put|set|令|设|记|其中)\s*[,，:：]?\s*$", re.IGNORECASE)
_OF_ENTRIES = ("total", "distribution")  # said of a bare name too
_BEHIND = re.compile(r"[\s,，$]*(where|with|其中)\b", re.IGNORECASE)
_NEAR = 6  # formulas behind one in its sentence
_JOINED = re.compile(r"^\s*(,|，|、|and|和|且|,\s*and)?\s*$")


def note_properties(walk: Walk, task: Task, terms: tuple[Term, ...]) -> None:
    """What words around a name say of it: an assumption of the section, or something that keeps it from refutations."""
    names = named(terms)
    if not names or _before_a_claim(walk, task.span):
        return
    for offset, sym, told in free_by_words(walk.prose, task.span, names, walk.scope):
        walk.coming_back.append((offset, walk.scope, sym, told))
    found = [(kind, word) for _, kind, word in properties(walk.prose, (task.span,))]
    simplex = of_the_simplex(terms)
    if simplex is not None and all(kind != "distribution" for kind, _ in found):
        found = [("distribution" if simplex else "other", words(terms[0]))]
    for kind, word in found:
        for sym in names if fits(word, terms) else ():
            if kind != "other" and (task.let or kind in _OF_ENTRIES or not isinstance(terms[0], Sym)):
                for relation in relations(kind, sym):
                    _assume(walk.scope, sym, relation)
            else:
                walk.scope.unsaid[sym] = word


def _assume(scope: Scope, sym: Sym, relation: Term) -> None:
    scope.assumptions.append(relation)
    if scope.unsaid.get(sym) == words(relation):  # said again
        del scope.unsaid[sym]


def _of_one_claim(walk: Walk, span: Span, term: Term, local: Scope) -> None:
    """The properties in "for all symmetric $A \\in \\mathbb{R}^{n \\times n}$"."""
    for _, kind, word in properties(walk.prose, (span,), once=True):
        for sym in named((term,)):
            if kind != "other":
                local.assumptions += relations(kind, sym)
            else:
                local.unsaid[sym] = word


def _before_a_claim(walk: Walk, span: Span) -> bool:
    """Between a claim's tag and its formula: said of that claim only."""
    tag = next((t for t in reversed(walk.document.tags) if t.end <= span.start), None)
    if tag is None or tag.name not in ("claim", "erratum", "variant"):
        return False
    shown = (s for s in walk.document.spans if s.kind == "display" and tag.end <= s.start)
    return any(s.start > span.start for s in itertools.islice(shown, 1))


def told(walk: Walk, task: Task) -> Iterator[Term]:
    """Properties said between a claim's tag and its formula."""
    if task.tag is None:
        yield from _told_behind(walk, task)
        return
    inside = [s for s in walk.document.spans if task.tag.end <= s.start and s.end <= task.span.start]
    for span, kind, word in properties(walk.prose, inside, once=True):
        try:
            names = named([p.term for p in read(span.source, walk.scope.profile).parts])
        except ReadError:
            continue
        for sym in names:
            if kind != "other":
                yield from relations(kind, sym)
            else:
                walk.scope.unsaid[sym] = word


def _told_behind(walk: Walk, task: Task) -> Iterator[Term]:
    """ "…, where $p = σ(z)$ and $y$ is one-hot": that y adds up to 1."""
    _, (end, last) = walk.prose.sentence(task.span)
    if task.let or task.condition or not _BEHIND.match(walk.prose.masked, end, last):
        return
    number = walk.prose.starts.index(task.span.start)
    inside = [s for s in walk.document.spans[number + 1 : number + 1 + _NEAR] if end <= s.start < last]
    for span, kind, _ in properties(walk.prose, inside, once=True):
        for sym in named(walk.prose.terms(span)) if kind in _OF_ENTRIES else ():
            yield from relations(kind, sym)


def conditions_of(walk: Walk, task: Task) -> tuple[tuple[Term, ...], Scope]:
    """The conditions of a formula, and the scope with its own definitions ("With p = σ(z)", "where p = σ(z)")."""
    local = walk.scope.child(walk.scope.level)
    found: list[Term] = []
    defines, end = False, -1
    twice: set[Sym] = set()
    inline = task.span.kind != "display"
    for span in (*task.conditions, *task.below):
        lead = walk.document.text[max(0, span.start - 24) : span.start]
        goes_on = defines and _JOINED.match(walk.document.text[end : span.start]) is not None
        defines = span in task.below or _LOCAL.search(lead) is not None or goes_on
        end = span.end
        try:
            parts = read(span.source, walk.scope.profile).parts
        except ReadError:
            continue
        for part in parts:
            match _without_set(part.term):
                case Op("eq" | "define", (Sym(), body)) if inline and span in task.below and constant(body) is not None:
                    found.append(part.term)  # "…, where x = 3" says at which point
                case Op("eq" | "define", (left, body)) if defines and _is_given(walk, left, body):
                    continue  # "let z = Wx + b, a = σ(z)": of all that follows
                case Op("eq" | "define", (Sym() as name, body)) if defines:
                    twice |= {name} & set(local.definitions)
                    local.definitions[name] = Definition(name, (), body)
                case Op("eq" | "define", (Op("call", (Sym() as name, Sym() as param)), body)) if span in task.below:
                    twice |= {name} & set(local.definitions)
                    local.definitions[name] = Definition(name, (param,), body)
                case Op("eq") if span in task.below:
                    continue  # "where ∂ŷ/∂z = ŷ(1 − ŷ)" is a claim beside the formula, not a condition of it
                case Op("in") if _by_this_sentence(walk, task.span, part.term):
                    # "Let x ∈ ℝ^n satisfy ‖x‖ = 1; then …": what was supposed of x since then stays
                    _of_one_claim(walk, span, part.term, local)
                case Op("in") if taken_up(part.term, local, again=span not in task.below):
                    _of_one_claim(walk, span, part.term, local)
                case Op("lt" | "le" | "gt" | "ge" | "ne" | "eq" | "in" | "chain" | "and"):
                    found.append(part.term)
                case Op("to", (Sym(), _, *_)):
                    found.append(part.term)
    for name in twice:  # "g(x) = x in the first, g(x) = 2x in the second case"
        del local.definitions[name]
        local.unsaid[name] = f"{words(name)} = …, said twice,"
    return tuple(dict.fromkeys(found)), local if _says_something(local) else walk.scope


def _says_something(local: Scope) -> bool:
    return bool(local.definitions or local.declared or local.unsaid or local.assumptions)


def _by_this_sentence(walk: Walk, span: Span, term: Term) -> bool:
    """Whether the sentence of a formula has declared the names already, for all that follows."""
    (first, _), _ = walk.prose.sentence(span)
    names = named((term,))
    return bool(names) and all(walk.scope.sentences.get(s) == first for s in names)


def _without_set(term: Term) -> Term:
    """``w = [w_1, …, w_d] ∈ ℝ^d`` as the equation."""
    match term:
        case Op("chain", (Op("eq", (Sym(), _)) as given, Op("in"))):
            return given
    return term


def _is_given(walk: Walk, left: Term, body: Term) -> bool:
    """Whether the section defines the name, or the function, by this body already."""
    head = head_of(left)
    known = None if head is None or head.name is None else walk.scope.definition(head.name)
    same = known is not None and head is not None and (known.params, known.body) == (head.params, body)
    return same and known is not None and known.origin == "document"


def puts(walk: Walk, span: Span) -> Literal["let", "with"] | None:
    """Whether the words before a formula give its name a meaning: for good, or for what follows at once."""
    lead = re.sub(f"{FILL}+", FILL, walk.prose.ahead(span))
    if _LET.search(lead):
        return "let"
    return "with" if _WITH.search(lead) else None
