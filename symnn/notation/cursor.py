"""The place in the tokens while a formula is read: matched delimiters, errors, and the tables of the grammar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import NoReturn

from symnn.notation.profile import Profile
from symnn.notation.reading import Decoration, ReadError
from symnn.notation.symbols import ALIGNED
from symnn.notation.tokens import Token
from symnn.term import Op, Term

MAX_DEPTH = 100
COUNTS = "no one two three four five six seven eight nine ten eleven twelve".split()

# what stands at the level of a pair of delimiters, as bits
RELATION, COMMA, SEMICOLON, BAR, ROW, AMP = 1, 2, 4, 8, 16, 32
_MARK = {
    "relation": RELATION, "comma": COMMA, "semicolon": SEMICOLON, "bar": BAR, "given": BAR, "row": ROW, "amp": AMP,
    "logic": RELATION,
}  # fmt: skip
_PAIRS = {"(": ")]", "[": "])", "{": "}", "<": ">", "|": "|", "lf": ("rf",), "lc": ("rc",), "||": ("||",)}

Rule = Callable[["Cursor"], Term]


class Cursor:
    """Reads tokens from left to right.

    ``rules`` maps the kind of a token to the function that reads an operand beginning with it, and the names of the
    other entry points of the grammar (expression, product, statement, argument, single, bars) to their functions.
    """

    __slots__ = (
        "bars", "decorations", "end", "flags", "head", "integrals", "lines", "lone_d", "notes", "partner", "pos",
        "profile", "rules", "sets", "side", "source", "tok", "tokens",
    )  # fmt: skip

    def __init__(
        self, source: str, tokens: list[Token], decorations: list[Decoration], profile: Profile,
        rules: Mapping[str, Rule],
    ) -> None:  # fmt: skip
        self.source, self.tokens, self.decorations, self.profile, self.rules = (
            source, tokens, decorations, profile, rules,
        )  # fmt: skip
        self.notes: list[tuple[str, str]] = []
        self.pos, self.tok = 0, tokens[0]
        self.bars, self.sets, self.end = False, False, 0
        self.integrals = False  # whether a differential ends the operand that is read
        self.lines = True  # whether a new row may go on with the line before: not in matrices and case lists
        self.lone_d: bool | None = None  # whether a d stands for itself; looked up once
        self.head = 0  # the token with which the statement begins
        self.side: int | None = None  # of a one-sided limit, where one may stand
        self.partner, self.flags = match_delimiters(tokens)

    def advance(self) -> Token:
        """The current token; moves behind it."""
        tok = self.tok
        self.end = tok.end
        self.pos += 1
        self.tok = self.tokens[self.pos]
        return tok

    def go(self, pos: int) -> None:
        self.pos = pos
        self.tok = self.tokens[pos]

    def peek(self, ahead: int = 1) -> Token:
        at = self.pos + ahead
        return self.tokens[at] if at < len(self.tokens) else self.tokens[-1]

    def expect(self, kind: str, wanted: str) -> Token:
        if self.tok.kind != kind:
            self.unexpected(wanted)
        return self.advance()

    def split(self, count: int) -> Token:
        """The first ``count`` characters of a run of letters or digits; the rest stays as the current token."""
        tok = self.tok
        if count >= len(tok.text):
            return self.advance()
        head = tok._replace(text=tok.text[:count], end=tok.start + count)
        self.end = head.end
        self.tok = self.tokens[self.pos] = tok._replace(text=tok.text[count:], start=tok.start + count)
        return head

    def has(self, index: int, flag: int) -> bool:
        """Whether the group that opens at token ``index`` holds a comma, a relation, … at its own level."""
        return bool(self.flags.get(index, 0) & flag)

    def paired(self, opener: int) -> bool:
        """Whether single bars stand in pairs at the level of the group that opens here: absolute values."""
        at, stop, places = opener + 1, self.partner[opener], list[int]()
        while at < stop:
            if self.tokens[at].kind == "bar":
                places.append(at)
            at = self.partner.get(at, at) + 1
        single = all(self.tokens[i].text == "|" and not self.tokens[i].font for i in places)
        return single and bool(places) and len(places) % 2 == 0 and all(b - a > 1 for a, b in pairwise(places))

    def drop(self) -> None:
        """The current token carries no mathematics."""
        tok = self.advance()
        self.decorations.append(Decoration(self.source[tok.start : tok.end], tok.start, tok.end))

    def aligned(self) -> bool:
        """Whether the innermost environment around the current token only aligns its rows."""
        level = 0
        for tok in reversed(self.tokens[: self.pos]):
            if tok.kind == "end":
                level += 1
            elif tok.kind == "begin" and level == 0:
                return tok.text in ALIGNED
            elif tok.kind == "begin":
                level -= 1
        return True

    def row_states(self) -> bool:
        """Whether a relation stands in the rest of this row."""
        at = self.pos
        while self.tokens[at].kind not in ("row", "end", "eof"):
            if self.tokens[at].kind == "relation":
                return True
            at = self.partner.get(at, at) + 1
        return False

    def broken_line(self) -> bool:
        """A row ends here in the middle of a sum or product and the next one goes on with it."""
        at = self.pos
        while self.tokens[at].kind in ("row", "amp"):
            at += 1
        if not self.lines or (self.tokens[at].kind not in self.rules and self.tokens[at].kind != "bar"):
            return False
        here = self.pos
        self.go(at)
        states = self.row_states()
        self.go(here)
        if states:
            self.fail(
                "the line ends with a sign and the next one holds a relation: does it go on?",
                self.tok.start,
                self.tok.end,
            )
        return True

    def shown(self, tok: Token) -> str:
        return self.source[tok.start : tok.end] or tok.text

    def unexpected(self, wanted: str) -> NoReturn:
        found = self.shown(self.tok)
        raise ReadError(f"expected {wanted}, found {found}", self.tok.start, self.tok.end)

    def fail(self, message: str, start: int, end: int | None = None, code: str = "W110") -> NoReturn:
        raise ReadError(message, start, max(start, self.end) if end is None else end, code=code)

    def named_outside(self, name: str, start: int) -> bool:
        """Whether the name also stands before ``start`` or behind the place reached."""
        kinds = ("letters", "name", "letter")
        return any(name in t.text for t in self.tokens if t.kind in kinds and (t.end <= start or t.start >= self.end))

    def names_d(self) -> bool:
        """Whether a lone d stands in the formula, so that ``dk`` may be a product."""
        if self.lone_d is None:
            self.lone_d = any(t.kind == "letters" and t.text == "d" for t in self.tokens)
        return self.lone_d

    def missing(self, message: str, start: int) -> NoReturn:
        """E408; an operator at the end of a formula that states nothing is only mentioned."""
        code = "W110" if self.tok.kind == "eof" and not self.states() else "E408"
        raise ReadError(message, start, self.tok.end, code=code)

    def states(self) -> bool:
        """Whether a relation stands outside all braces and brackets."""
        level = 0
        for tok in self.tokens:
            level += (tok.kind in ("open", "{", "begin")) - (tok.kind in ("close", "}", "end"))
            if level == 0 and tok.kind == "relation":
                return True
        return False

    def one_factor(self, start: int) -> None:
        """Behind a slash and one factor, a second one beside it makes the reach of the slash unclear."""
        kind = self.tok.kind
        conditional = kind == "open" and self.has(self.pos, RELATION)
        begins = (kind in self.rules and kind not in ("big", "integral")) or (kind == "bar" and not self.bars)
        if begins and not conditional:
            rest, whole = self.shown(self.tok), self.source[start : self.end]
            self.ambiguous(start, self.tok.end, f"({whole}) times {rest}…", "the second factor is below, too")

    def ambiguous(self, start: int, end: int, first: str, second: str) -> NoReturn:
        found = self.source[start:end].strip()
        raise ReadError(f"{found}: {first}, or {second}?", start, end, readings=(first, second))

    def op(self, head: str, start: int, *args: Term) -> Op:
        return Op(head, args, (start, self.end))


def count(number: int) -> str:
    return COUNTS[number] if number < len(COUNTS) else str(number)


def match_delimiters(tokens: list[Token]) -> tuple[dict[int, int], dict[int, int]]:
    """Partner of every opening token, and what stands between them; E101 where they do not match.

    Brackets close what they may (a half-open interval mixes ( and ]); braces, environments and ``\\left … \\right``
    only their like.
    """
    partner: dict[int, int] = {}
    flags: dict[int, int] = {}
    stack: list[int] = []
    opened = closed = 0
    for i, tok in enumerate(tokens):
        kind = tok.kind
        if kind in _MARK:
            if stack:
                flags[stack[-1]] = flags.get(stack[-1], 0) | _MARK[kind]
        elif kind in ("open", "{", "begin"):
            stack.append(i)
            opened += kind == "open"
            if len(stack) > MAX_DEPTH:
                raise ReadError(f"nested deeper than {MAX_DEPTH}", tok.start, tok.end)
        elif kind in ("close", "}", "end"):
            closed += kind == "close"
            if not stack and len(tokens) == 2:
                raise ReadError(f"a lone {_spelled(tok)}", tok.start, tok.end)
            if not stack and tok.text == "]" and any(t.kind == "open" and t.text == "[" for t in tokens[i:]):
                raise ReadError("an interval with brackets outwards is not read", tok.start, tok.end)
            if not stack:
                raise ReadError(_surplus(kind, tok, opened, closed), tok.start, tok.end, code="E101")
            top = tokens[stack[-1]]
            if not _fits(top, tok):
                raise ReadError(f"{_spelled(top)} is closed by {_spelled(tok)}", tok.start, tok.end, code="E101")
            partner[stack.pop()] = i
    if stack:
        top = tokens[stack[-1]]
        if len(tokens) == 2:
            raise ReadError(f"a lone {_spelled(top)}", top.start, top.end)
        extra = f": {count(closed)} closing for {count(opened)} opening" if top.kind == "open" else ""
        raise ReadError(f"{_spelled(top)} is never closed{extra}", top.start, top.end, code="E101")
    return partner, flags


def _spelled(tok: Token) -> str:
    if tok.kind in ("begin", "end"):
        return f"\\{tok.kind}{{{tok.text}}}"
    size = {"open": "\\left", "close": "\\right"}.get(tok.kind, "") if tok.font else ""
    return size + {"lf": "⌊", "rf": "⌋", "lc": "⌈", "rc": "⌉"}.get(tok.text, tok.text)


def _surplus(kind: str, tok: Token, opened: int, closed: int) -> str:
    if kind == "close":
        return f"surplus {_spelled(tok)}: {count(closed)} closing for {count(opened)} opening"
    return f"surplus {_spelled(tok)}"


def _fits(top: Token, tok: Token) -> bool:
    if top.kind == "{" or tok.kind == "}":
        return top.kind == "{" and tok.kind == "}"
    if top.kind == "begin" or tok.kind == "end":
        return top.kind == "begin" and tok.kind == "end" and top.text == tok.text
    if top.font == "left" or tok.font == "left":
        return top.font == tok.font
    return tok.text in _PAIRS.get(top.text, ())
