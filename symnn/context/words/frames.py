"""Words around a formula that say in which case, for which values or to which order it is meant.

"For the positive class", "Positive inputs" as a heading, "Suppose all inputs are positive." a sentence before, "to
base 2" somewhere: they are not understood as conditions, and what they limit is not refuted.  "Wrong:", "True or
false:" and "suppose to the contrary" take back more: then not even a proof speaks for the document.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property

from symnn.context.words import frame_words as said
from symnn.context.words import hypothesis_words as hypotheses
from symnn.context.words.doubts import Kind
from symnn.context.words.rows import first_row
from symnn.context.words.sentences import FILL, thin
from symnn.document.model import Block, Document, Span
from symnn.term import Op, Term, free_symbols, walk

_BLOCKS = ("paragraph", "list_item", "quote")
_AT_ZERO = re.compile(r"at (the )?(zero|origin)", re.I)  # of f(0) = 1 they say nothing more
_TRIG = frozenset("sin cos tan cot sec csc".split())


@dataclass(frozen=True, slots=True)
class Frame:
    """Words that hold for what stands between two offsets."""

    start: int
    end: int
    kind: Kind
    said: str


class Frames:
    """What the words of a document, its formulas masked, say beyond the sentences in which they stand."""

    def __init__(self, document: Document, masked: str, understood: Set[int]) -> None:
        self.document, self.masked = document, masked
        self.understood = understood  # the starts of conditions that need no words

    def of(self, before: tuple[int, int], after: tuple[int, int], source: str, term: Term) -> tuple[Kind, str] | None:
        """What the sentence of a formula says of it, the words in it, or a sentence that is still in force."""
        ahead, behind = self.masked[slice(*before)], self.masked[slice(*after)]
        closed = after[0] == after[1] and self.masked[after[1] - 1 : after[1]] == "。"  # the full stop of a formula
        later = self.masked[after[1] - closed : after[1] + 60].split(FILL)[0]
        if (found := said.NEXT.match(later)) is not None and FILL not in behind:
            return "denied", _plain(found.group())
        inside = " ; ".join(m[2] for m in said.TEXT.finditer(source))
        own = self._of_its_sentence(before[1], ahead, f"{inside} {behind}" if inside else behind)
        if own is not None and not (_AT_ZERO.fullmatch(own[1]) and not free_symbols(term)):
            return own
        if (case := said.CASE_IN_TEXT.search(inside)) is not None:
            return "limited", _plain(case.group())
        if (other := self._another_loss(before[1], ahead)) is not None:
            return "limited", other
        for frame in self._above(before[1]):
            return frame.kind, frame.said
        if (quoted := self._quoted(before[1])) is not None:
            return "supposed", _plain(quoted.group())
        if hypotheses.OF_ARRAYS.search(source) and (found := self._hypothesis(before[1], after[1])) is not None:
            return "limited", _plain(found.group())
        return self._of_the_table(before[1]) or self._of_units(before[1], term)

    def answers(self, start: int) -> str | None:
        """Whether a formula stands in the solution of one of several exercises."""
        block = self._block(start)
        match = None if block is None else said.ANSWER.match(self.masked, block.start, block.end)
        return None if match is None else match.group().strip()

    def _quoted(self, start: int) -> re.Match[str] | None:
        """ "The student wrote" above the quotation in which a formula stands."""
        block = self._block(start)
        if block is None or block.kind != "quote":
            return None
        above = self.masked[max(0, block.start - 80) : block.start].rstrip("> \n\t")
        return said.QUOTED.search(above)

    def _hypothesis(self, start: int, end: int) -> re.Match[str] | None:
        """A hypothesis without a name, in the paragraph of a formula or right above it; if taken, in the section."""
        number = bisect_left(self._hypotheses[0], end) - 1
        if number < 0:
            return None
        at, found = self._hypotheses[0][number], self._hypotheses[1][number]
        block, own = self._block(at), self._block(start)
        if block is None or own is None or at < self._headed(start):
            return None
        near = block.start <= start <= self._next(bisect_right(self._starts, at) - 1)
        taken = hypotheses.TAKEN.search(self.masked, max(block.start, at - 120), found.end()) is not None
        return found if near or taken else None

    @cached_property
    def _hypotheses(self) -> tuple[list[int], list[re.Match[str]]]:
        rows = [
            m
            for b in self.document.blocks
            if b.kind in _BLOCKS
            for m in hypotheses.SAID.finditer(self.masked, b.start, b.end)
        ]
        return [m.start() for m in rows], rows

    def _another_loss(self, start: int, ahead: str) -> str | None:
        """ "With cross-entropy the gradient is" behind a paragraph about the squared error."""
        named = said.LOSS.search(ahead)
        if named is None or FILL in ahead[named.end() :]:
            return None
        begin = self._headed(start)
        above = self.masked[max(begin, start - 800) : start - len(ahead)]
        return named.group() if {m.lastgroup for m in said.LOSS.finditer(above)} - {named.lastgroup} else None

    def _headed(self, start: int) -> int:
        """Where the section of an offset begins."""
        number = bisect_right(self._starts, start) - 1
        while number > 0 and self.document.blocks[number].kind != "heading":
            number -= 1
        return self.document.blocks[number].start if number >= 0 else 0

    def _of_its_sentence(self, start: int, ahead: str, behind: str) -> tuple[Kind, str] | None:
        inside = self._inside(start - len(ahead), start)
        ahead, behind = thin(ahead), thin(behind)
        both = f"{ahead}{FILL}{behind}"
        wrong = said.WRONG.search(ahead) or said.WRONG.search(behind.split(FILL)[0])
        if wrong is not None and (said.RIGHT.search(ahead) is None or FILL not in ahead):
            return "denied", _plain(wrong.group())
        if (found := said.ASKED.search(both)) is not None:
            return "asked", _plain(found.group())
        if (found := self._loose(both, len(ahead), inside)) is not None:
            return "loose", _plain(found.group())
        last = ahead.rpartition(FILL)[2]
        for pattern in (said.CASE, said.SPECIAL, said.ORDER, said.ARITHMETIC):
            text = both if pattern is not said.ORDER or said.FOLLOWS.search(last) is None else f"{last}{FILL}"
            if (found := pattern.search(text)) is not None:
                return "limited", _plain(found.group())
        return None

    def _loose(self, text: str, first: int, inside: tuple[Span, ...]) -> re.Match[str] | None:
        """Words that loosen a formula in a text, in the first characters of which stand the formulas given.

        "A function that is applied elementwise" only declares the function.
        """
        plain = said.OF_DERIVATIVES.search(text) is None and not any(said.DERIVED.search(s.source) for s in inside)
        for found in said.LOOSE.finditer(text):
            declared = said.ENTRYWISE.fullmatch(found.group()) and said.APPLIED.search(text, 0, found.start())
            if not (declared and plain and found.end() <= first):
                return found
        return None

    def _of_units(self, start: int, term: Term) -> tuple[Kind, str] | None:
        """Logarithms of another base, angles in degrees: said somewhere in the document, or beside the formula."""
        heads: set[str] = {n.head for n in walk(term) if isinstance(n, Op)}
        kind: Kind = "limited" if free_symbols(term) else "supposed"  # a number may be another one then
        block = self._block(start)
        near = "" if block is None else self.masked[block.start : block.end]
        if "log" in heads and (found := self._base or said.BITS.search(near)) is not None:
            return kind, _plain(found.group())
        if heads & _TRIG and (found := said.DEGREES.search(near)) is not None:
            return kind, _plain(found.group())
        return None

    def _of_the_table(self, start: int) -> tuple[Kind, str] | None:
        """The first cell of the row and the head of the column."""
        block = self._block(start)
        if block is None or block.kind != "table_row":
            return None
        number = next((k for k, (a, b) in enumerate(block.cells) if a <= start < b), None)
        top = self._head_of(block)
        cells = block.cells[:1] if number else ()
        if top is not None and top is not block and number is not None and number < len(top.cells):
            cells = (*cells, top.cells[number])
        for a, b in cells:
            if self._understood(a, b):
                continue
            text = self.masked[a:b]
            for pattern in (said.CASE, said.SPECIAL, said.ORDER):
                if (found := pattern.search(text)) is not None:
                    return "limited", _plain(found.group())
            inequality = re.search(r"[<>≤≥]|\\(le|ge|lt|gt|ne)", self.document.text[a:b])
            if inequality is not None and len(self.document.text[a:b].strip()) < 20:
                return "limited", self.document.text[a:b].strip()
        return None

    def _head_of(self, row: Block) -> Block | None:
        blocks = self.document.blocks
        number = first_row(self.document, blocks.index(row))
        return blocks[number] if blocks[number].cells else None

    def _above(self, start: int) -> list[Frame]:
        return [f for f in self._frames if f.start <= start < f.end]

    def _block(self, start: int) -> Block | None:
        number = bisect_right(self._starts, start) - 1
        return self.document.blocks[number] if number >= 0 else None

    @cached_property
    def _base(self) -> re.Match[str] | None:
        return said.BASE.search(self.masked)

    def _inside(self, start: int, end: int) -> tuple[Span, ...]:
        return self.document.spans[bisect_left(self._spans, start) : bisect_left(self._spans, end)]

    @cached_property
    def _spans(self) -> list[int]:
        return [s.start for s in self.document.spans]

    @cached_property
    def _starts(self) -> list[int]:
        return [b.start for b in self.document.blocks]

    @cached_property
    def _frames(self) -> list[Frame]:
        found: list[Frame] = []
        blocks = self.document.blocks
        for number, block in enumerate(blocks):
            if block.kind == "heading":
                found += self._heading(number)
            elif block.kind in _BLOCKS:
                found += self._sentences(number)
        return found

    def _heading(self, number: int) -> list[Frame]:
        block = self.document.blocks[number]
        title = self.masked[block.start : block.end]
        section = self._section(number)
        if (found := said.WRONG.search(title)) is not None:
            return [Frame(block.end, section, "denied", _plain(found.group()))]
        understood = self._understood(block.start, block.end)
        for pattern in () if understood else (said.CASE, said.SPECIAL):
            if (found := pattern.search(title)) is not None:
                return [Frame(block.end, section, "limited", _plain(found.group()))]
        return []

    def _understood(self, start: int, end: int) -> bool:
        """Whether a condition that stands there is taken for what follows it."""
        return any(s.start in self.understood for s in self._inside(start, end))

    def _section(self, number: int) -> int:
        blocks = self.document.blocks
        level = blocks[number].level if blocks[number].kind == "heading" else 9
        later = (b.start for b in blocks[number + 1 :] if b.kind == "heading" and b.level <= level)
        return next(later, len(self.masked) + 1)

    def _sentences(self, number: int) -> list[Frame]:
        block = self.document.blocks[number]
        found: list[Frame] = []
        start = block.start
        ends = [m.end() for m in said.STOP.finditer(self.masked, block.start, block.end)]
        for end in [*ends, block.end]:
            text = self.masked[start:end]
            if text.strip():
                found += self._said(text, start, end, number)
            start = end
        return found

    def _said(self, text: str, start: int, end: int, number: int) -> list[Frame]:
        block, text = self.document.blocks[number], thin(text)
        if (found := said.ABSURD.search(text)) is not None:
            return [Frame(start, self._reached(end, number), "supposed", _plain(found.group()))]
        if (found := said.ASKED.search(text)) is not None:
            return [Frame(start, self._items(number), "asked", _plain(found.group()))]
        inside = self._inside(start, end)
        claims = any("=" in s.source for s in inside)
        last = not self.masked[end : block.end].strip(" \n\t$" + FILL)
        below = self._nested(number) if block.kind == "list_item" or text.rstrip().endswith((":", "：")) else end
        if (found := said.ROWS.search(text) or said.JUXTAPOSED.search(text)) is not None:
            return [Frame(start, len(self.masked) + 1, "loose", _plain(found.group()))]
        if said.STRONG.search(text) and not claims and any(said.BOUND.search(s.source) for s in inside):
            return [Frame(end, self._section(number), "limited", _plain(text))]
        put_up = self._understood(start, end)
        for pattern in (said.LOOSE,) if put_up else (said.CASE, said.SPECIAL, said.LOOSE):
            found = self._loose(text, len(text), inside) if pattern is said.LOOSE else pattern.search(text)
            if found is None:
                continue
            kind: Kind = "loose" if pattern is said.LOOSE else "limited"
            if said.TAKEN.search(text):
                return [Frame(end, self._section(number), kind, _plain(found.group()))]
            if not claims:  # of the sentence behind it
                stop = said.STOP.search(self.masked, end + 1, block.end)
                until = max(below, self._next(number) if last else stop.end() if stop else block.end)
                return [Frame(end, until, kind, _plain(found.group()))]
        return []

    def _next(self, number: int) -> int:
        """The end of the next block, if it is no heading: a formula that stands by itself."""
        blocks = self.document.blocks
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        return blocks[number].end if following is None or following.kind == "heading" else following.end

    def _reached(self, end: int, number: int) -> int:
        """Where a proof by contradiction ends: at the contradiction, at the latest with the section."""
        section = self._section(number)
        reached = said.REACHED.search(self.masked, end, min(section, len(self.masked)))
        return reached.end() if reached is not None else max(end, self._next(number))

    def _items(self, number: int) -> int:
        """The end of a block and of the list behind it."""
        blocks = self.document.blocks
        end = blocks[number].end
        for block in blocks[number + 1 :]:
            if block.kind != "list_item" or blocks[number].kind == "list_item":
                break
            end = block.end
        return end

    def _nested(self, number: int) -> int:
        """The end of the items below an item, or below a line that ends with a colon."""
        blocks = self.document.blocks
        own, end = self._indent(blocks[number]), blocks[number].end
        for block in blocks[number + 1 :]:
            if block.kind != "list_item" or (blocks[number].kind == "list_item" and self._indent(block) <= own):
                break
            end = block.end
        return end

    def _indent(self, block: Block) -> int:
        line = self.document.text.rfind("\n", 0, block.start) + 1
        text = self.document.text[line : block.end]
        return len(text) - len(text.lstrip(" \t"))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace(FILL, " ")).strip(" ,.:，：$。;；")
