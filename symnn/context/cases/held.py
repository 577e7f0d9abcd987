"""The conditions under which a formula stands by the case that was put up before it, and those that may hold for it.

What may is not only a case of which nobody says whether it is still meant.  A condition in a sentence of its own right
before a formula may be one too: "The diagonal, $i = j$, is easy.", "We look at $x > 0$."
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from symnn.context.cases import put_up
from symnn.context.cases.cases import Cases
from symnn.context.cases.phrases import phrased
from symnn.context.scope import Scope
from symnn.context.words.bounds import exclude, names_in
from symnn.document.model import Span
from symnn.notation import Profile, ReadError, read, words
from symnn.term import Op, Sym, Term, free_symbols

_REACH = 24  # formulas that are looked back over


@dataclass(frozen=True, slots=True)
class Held:
    """``sure`` are conditions of a formula, ``possible`` may be; ``shown`` is how those are written."""

    sure: tuple[Term, ...] = ()
    possible: tuple[Term, ...] = ()
    shown: tuple[str, ...] = ()

    def with_possible(self, terms: tuple[Term, ...], shown: tuple[str, ...]) -> Held:
        """With more conditions that may be meant."""
        more = tuple(t for t in terms if t not in self.possible)
        return replace(self, possible=(*self.possible, *more), shown=(*self.shown, *shown)) if more else self


NOTHING = Held()


def contrary(one: Term, other: Term) -> bool:
    """Whether two conditions cannot hold together: i = j and i ≠ j, y = 0 and y = 1."""
    match one, other:
        case Op("eq", (Sym() as sym, value)), Op("eq" | "define", (Sym() as same, given)) if sym == same:
            return value != given
    return exclude((one,), (other,))


def consistent(conditions: tuple[Term, ...]) -> tuple[tuple[Term, ...], str | None]:
    """The conditions without those that exclude each other, and what is said of these: "for x = 3 and x = 4"."""
    torn = [c for c in conditions if any(contrary(c, o) for o in conditions)]
    if not torn:
        return conditions, None
    shown = " and ".join(dict.fromkeys(words(c) for c in torn))
    return tuple(c for c in conditions if c not in torn), f"which of {shown} it is said for was not understood"


def limited_by(known: Held, spans: Sequence[Span], profile: Profile) -> Held:
    """With formulas that may be conditions, or claims of their own: "with A, B and C"."""
    more = _terms(spans, profile, known.sure)
    return replace(known, possible=(*known.possible, *more), shown=(*known.shown, *(s.source.strip() for s in spans)))


def held(cases: Cases, span: Span, term: Term, profile: Profile, own: Sequence[Term]) -> Held:
    """What holds for a formula, but for names of which its own conditions speak."""
    certain, perhaps = cases.over(span)
    worded = tuple(c for c in phrased(cases, span, term) if not any(contrary(c, o) for o in own))
    sure = worded + _terms((s for c in certain for s in c.spans), profile, (*own, *worded))
    open_ = [s for c in perhaps for s in c.spans]
    open_ += put_up.perhaps(cases.prose, bisect_left(cases.starts, span.start))
    near = [s for s in _near(cases, span) if not set(cases.prose.terms(s)) <= {*own, *sure}]
    possible = _terms((*open_, *near), profile, (*own, *sure))
    return Held(sure, possible, tuple(s.source.strip() for s in (*open_, *near)))


def _terms(spans: Iterable[Span], profile: Profile, own: Sequence[Term]) -> tuple[Term, ...]:
    """The conditions that the formulas put up, without those that the formula's own ones exclude or repeat."""
    found: list[Term] = []
    for span in spans:
        try:
            terms = [p.term for p in read(span.source, profile).parts]
        except ReadError:
            continue
        found += [t for t in terms if t not in own and not any(contrary(t, o) for o in own)]
    return tuple(dict.fromkeys(found))


def _near(cases: Cases, span: Span) -> list[Span]:
    """Conditions in sentences without a claim, in the paragraph of a formula or right above it; the last for a name."""
    prose, spans, blocks = cases.prose, cases.document.spans, cases.document.blocks
    number = bisect_left(cases.starts, span.start)
    top, _ = prose.section(span.start)
    since = max([top, *prose.over[: bisect_right(prose.over, span.start)][-1:]])
    found: list[Span] = []
    bounded: set[Sym] = set()
    own = first = span.block
    while first and blocks[first].kind == blocks[first - 1].kind == "list_item":
        first -= 1  # a line above a list is above each of its items
    for other in reversed(spans[max(0, number - _REACH) : number]):
        if other.start < since or blocks[other.block].kind == "heading":
            break
        if other.kind == "display" and other.block < first and cases.shown(blocks[other.block]):
            first = other.block  # formulas displayed below each other
        if other.block < first - 1 or (other.block < first and blocks[other.block].kind == "table_row"):
            break
        if first <= other.block < own - 1 and blocks[own].kind == "list_item":
            continue  # of another item
        terms = prose.terms(other)
        if other.kind != "inline" or not prose.simple(other) or other.start in prose.understood:
            continue
        if not all(isinstance(t, Op) and t.head != "in" for t in terms) or names_in(terms) & bounded:
            continue
        if not _claims_beside(cases, other):
            bounded |= names_in(terms)
            found.append(other)
    return found[::-1]


def _claims_beside(cases: Cases, span: Span) -> bool:
    """Whether the sentence of a condition claims something itself: then it is a condition of that."""
    prose = cases.prose
    (first, _), (_, last) = prose.sentence(span)
    inside = cases.document.spans[bisect_left(cases.starts, first) : bisect_left(cases.starts, last)]
    return any(prose.claims(s) and not _declares(prose.terms(s)) for s in inside)


def _declares(terms: tuple[Term, ...]) -> bool:
    """``x \\in \\mathbb{R}^d``."""
    return bool(terms) and all(isinstance(t, Op) and t.head == "in" and isinstance(t.args[0], Sym) for t in terms)


def beside(cases: Cases, span: Span, term: Term, scope: Scope) -> tuple[Span, ...]:
    """Equations before a formula in its sentence that give its names a value, and that nothing took up.

    "If $y = 1$ with probability $p = \\sigma(z)$, then $1 - p = \\sigma(-z)$".
    """
    prose = cases.prose
    (first, start), _ = prose.sentence(span)
    starts = cases.starts
    inside = cases.document.spans[bisect_left(starts, first) : bisect_left(starts, start)]
    free = {s for s in free_symbols(term) if scope.definition(s) is None}
    return tuple(s for s in inside if s.kind == "inline" and any(_gives(t, free) for t in prose.terms(s)))


def _gives(term: Term, names: set[Sym]) -> bool:
    match term:
        case Op("eq" | "define", (Sym() as sym, body)):
            return sym in names and sym not in free_symbols(body)
    return False
