"""Documents that are checked together: a name that two of them define with different values (E304).

A name is compared where it has several letters, names no mere role (``loss``, ``act``), and is a function or an
abbreviation in capitals (``MSE``).  Both bodies must have the same free names: one with a parameter more is another
convention.  Functions of the catalogue may have any of their accepted bodies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from symnn.claim import Claim, Variable
from symnn.context.catalog import FOLDER
from symnn.context.model import Understanding, Written
from symnn.context.names import is_generic, spelling
from symnn.finding import Finding, Location
from symnn.notation import words
from symnn.term import Op, Sym, free_symbols, is_place, substitute, walk
from symnn.verdict import Proved, Refuted, Verdict

VerdictOf = Callable[[Claim], tuple[Verdict, float]]

# What a text calls its activation, its loss, its network: each document has its own.
_ROLES = frozenset(
    "act activation agg combine cost dec decoder dist distance emb enc encoder err error feat features fn func gen grad"
    " hyp init kernel key layer layers loss mask message metric model net network norm obj objective out output policy"
    " pool pred predict proj query read reg regularizer reward score sim similarity step target transform update val"
    " value write".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """Whether the definition at ``place`` has the values of the one at ``earlier``."""

    name: str
    place: Location
    earlier: Location
    claim: Claim


def questions(read: Sequence[Understanding]) -> dict[int, list[Question]]:
    """What has to be decided, by the place of the document in ``read`` that comes later."""
    first: dict[tuple[str, int], tuple[int, Written]] = {}
    out: dict[int, list[Question]] = {}
    for number, one in enumerate(read):
        mine: set[tuple[str, int]] = set()
        for written in (*one.written, *one.values):
            key = (spelling(written.name.text), len(written.params))
            if key in mine or not _telling(written):
                continue
            mine.add(key)
            start, earlier = first.setdefault(key, (number, written))
            claim = _same(earlier, written) if start != number else None
            if claim is not None:
                asked = Question(words(written.name), written.location, earlier.location, claim)
                out.setdefault(number, []).append(asked)
    return out


def findings(asked: Sequence[Question], read: Sequence[Understanding], verdict_of: VerdictOf) -> Iterator[Finding]:
    """E304 where the values differ at a point, whatever the parameters are; what the catalogue judged is left to it."""
    for question in asked:
        verdict = verdict_of(question.claim)[0]
        if not isinstance(verdict, Refuted) or verdict.condition is not None:
            continue
        before, here = (_judged(place, read, verdict_of) for place in (question.earlier, question.place))
        if "wrong" in (before, here) or (before, here) == ("accepted", "accepted"):
            continue
        example = verdict.counterexample
        at = ", ".join(f"{words(s)} = {value}" for s, value in example.point if not is_place(s))
        told = f"at {at} this is {example.right}, there it is {example.left}" if example.left else "a value differs"
        told += f" ({example.note})" if example.note else ""
        where = f"{question.earlier.file}:{question.earlier.line}"
        message = f"{question.name} is defined with another value in {where}: {told}"
        yield Finding("E304", question.place, message)


def _telling(written: Written) -> bool:
    name = written.name
    if written.code or is_generic(name) or spelling(name.name) in _ROLES or _of_catalogue(written.location):
        return False
    if any(v.shape for v in written.variables):
        return False
    return bool(written.params) or (name.name.isalpha() and name.name.isupper())


def _of_catalogue(place: Location) -> bool:
    return place.file.startswith(str(FOLDER))


def _same(earlier: Written, later: Written) -> Claim | None:
    """``earlier = later`` over the values that both allow; ``None`` where their free names are not the same ones."""
    names = {node for node in walk(later.body) if isinstance(node, Sym)}
    if (names - free_symbols(later.body)) & set(earlier.params):
        return None
    meant = dict(zip(later.params, earlier.params, strict=True))
    others = free_symbols(later.body) - set(later.params)
    if others != free_symbols(earlier.body) - set(earlier.params) or others & set(earlier.params):
        return None
    body = substitute(later.body, meant)
    variables = {v.sym: v for v in earlier.variables}
    for v in later.variables:
        sym = meant.get(v.sym, v.sym)
        known = variables.get(sym)
        if known is None:
            variables[sym] = Variable(sym, v.domain, v.declared, v.role, v.shape)
            continue
        both = known.domain.intersect(v.domain)
        if both.empty or known.role != v.role:
            return None
        variables[sym] = Variable(sym, both, known.declared or v.declared, v.role)
    return Claim(
        f"{later.name.text} in two documents", "identity", Op("eq", (earlier.body, body)), tuple(variables.values())
    )


def _judged(place: Location, read: Sequence[Understanding], verdict_of: VerdictOf) -> str:
    """What the comparison with the catalogue said of a definition: accepted, wrong, or nothing."""
    for comparison in (c for one in read for c in one.comparisons if c.location == place and c.code == "E302"):
        found = [verdict_of(claim)[0] for _, claim in comparison.claims]
        if any(isinstance(v, Proved) for v in found):
            return "accepted"
        if found and all(isinstance(v, Refuted) for v in found):
            return "wrong"
    return ""
