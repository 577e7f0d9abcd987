"""Letters of the catalogue, σ and Φ, that a document takes for something else: in words, or by what was not read.

From there on the catalogue's meaning is not taken for granted: what is claimed of the letter is left open until the
document defines it, or calls it by the catalogue's name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from symnn.context.walk import Task, Walk
from symnn.context.words.otherwise_named import LETTERS, Said, letter_said
from symnn.document.model import Span
from symnn.notation import ReadError, read, words
from symnn.term import Op, Sym, Term
from symnn.term import walk as walk_term

_HEAD = re.compile(r"\s*(?P<head>[^=:]{1,60}?)\s*(:=|=|\\equiv|\\coloneqq|:\\?=|\\triangleq|\\stackrel)")
_IF = re.compile(r"\b(if|suppose|supposing|assume|assuming|were|had)\b|假设|假如|如果|若", re.I)
_HYPOTHETICAL = re.compile(r"\b(would|were|then|had)\b|则|那么|的话", re.I)
_LOGISTIC = re.compile(r"logistic|sigmoid|逻辑|S\s?型", re.I)


def note_letters(walk: Walk, span: Span, terms: tuple[Term, ...]) -> None:
    """What the words up to a formula, and those right beside the letter that it is or begins with, say of letters."""
    if walk.authored:
        return
    for at in walk.plain_letters(span.start):
        letter = LETTERS[walk.document.text[at]]
        _note(walk, letter, letter_said(letter, *_around(walk, at, at + 1)))
    letter_ = _begins_with(terms[0]) if len(terms) == 1 else None
    if letter_ is not None and span.kind != "display":
        (first, start), (end, last) = walk.prose.sentence(span)
        text = walk.document.text
        alone = not isinstance(terms[0], Op) or terms[0].head == "call"
        _note(walk, letter_, letter_said(letter_, text[first:start], text[end:last] if alone else ""))


def not_read(walk: Walk, span: Span) -> None:
    """A definition that was not read: what its name stands for is not known from here on."""
    head = _HEAD.match(span.source)
    if head is None or walk.authored:
        return
    try:
        parts = read(head["head"], walk.scope.profile).parts
    except ReadError:
        return
    match parts[0].term if len(parts) == 1 else None:
        case Op("call", (Sym() as name, *_)) if walk.catalog.find(name, applied=True) is not None:
            walk.scope.root.otherwise[name] = f"{head['head'].strip()} = …, which was not read"
            walk.scope.unsaid[name] = walk.scope.root.otherwise[name]


def is_misprint(name: Sym, bodies: Sequence[Term], before: str) -> bool:
    """Whether what σ or Φ is given as may be meant to be the catalogue's function: it looks so, or is called so."""
    called = letter_said(name, before[-60:], "")
    return called == ("usual", "") or any(map(_looks_logistic, bodies))


def _looks_logistic(body: Term) -> bool:
    """Exponentials and error functions, and ``1 + tanh``."""
    for node in walk_term(body):
        match node:
            case Op("e" | "exp" | "erf" | "integral"):
                return True
            case Op("add", args) if any(isinstance(n, Op) and n.head == "tanh" for a in args for n in walk_term(a)):
                return True
    return False


def only_supposed(walk: Walk, task: Task, name: Sym) -> bool:
    """ "If σ(x) = x held, the network would be linear": the letter is another function in that sentence only."""
    (first, start), (end, last) = walk.prose.sentence(task.span)
    before, around = walk.prose.masked[first:start], walk.prose.masked[first:start] + walk.prose.masked[end:last]
    if walk.authored or name not in LETTERS.values() or not (_IF.search(before) and _HYPOTHETICAL.search(around)):
        return False
    walk.scope.otherwise[name] = walk.scope.unsaid[name] = f"{task.span.source.strip()}, supposed,"
    walk.lapsing.append((last, walk.scope, name))
    return True


def given_twice(walk: Walk, name: Sym, place: int) -> None:
    """Another body for a letter in the same list or paragraph: which of them is meant behind it is not said."""
    blocks = walk.document.blocks
    number = bisect_right([b.start for b in blocks], place) - 1
    walk.coming_back.append((blocks[number].end, walk.scope, name, f"{words(name)} = …, said twice,"))


def beside(walk: Walk, line: int, place: int) -> bool:
    """Whether a line stands in the same paragraph as an offset, or in the same list."""
    blocks = walk.document.blocks
    number = bisect_right([b.start for b in blocks], place) - 1
    first = number
    while first > 0 and blocks[first].kind == blocks[first - 1].kind in ("list_item", "table_row"):
        first -= 1
    return walk.location(blocks[first].start, blocks[first].start + 1).line <= line


def _begins_with(term: Term) -> Sym | None:
    """The σ of ``σ``, ``σ(x)``, ``σ(x) = …`` and ``σ²(x) = …``."""
    match term:
        case Op("eq", (left, _)):
            return _begins_with(left)
        case Op("pow", (Op("call") as call, _)):
            return _begins_with(call)
        case Op("call", (Sym() as name, Sym())) | (Sym() as name):
            return name if name in LETTERS.values() else None
    return None


def _around(walk: Walk, start: int, end: int) -> tuple[str, str]:
    """The text of the block before and behind a letter in running text, to the ends of its sentence."""
    number = bisect_left([b.start for b in walk.document.blocks], end) - 1
    block = walk.document.blocks[number]
    text = walk.document.text
    before = re.split(r"[.。;；]\s", text[max(block.start, start - 200) : start])[-1]
    return before, re.split(r"[.。;；](?:\s|$)", text[end : min(block.end, end + 200)])[0]


def _note(walk: Walk, letter: Sym, said: Said | None) -> None:
    match said:
        case ("usual", _):
            for scope in walk.scope.chain():
                scope.otherwise.pop(letter, None)
                scope.unsaid.pop(letter, None)
        case ("other", told):
            walk.scope.root.otherwise[letter] = told
        case ("number", told):  # the deviation of one section
            walk.scope.otherwise[letter] = told
        case ("vague", told) if not _LOGISTIC.search(walk.document.text):
            walk.scope.unsaid.setdefault(letter, told)


__all__ = ["beside", "given_twice", "is_misprint", "not_read", "note_letters"]
