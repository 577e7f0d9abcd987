"""The parts of a formula: rows, lists, conditions before and behind, reasons beside."""

from __future__ import annotations

from dataclasses import replace

from symnn.heads import BINDERS, RELATIONS
from symnn.notation.commentary import is_commentary
from symnn.notation.cursor import RELATION, Cursor
from symnn.notation.expressions import expression
from symnn.notation.lists import is_link, settled, states
from symnn.notation.reading import Decoration, Part, ReadError
from symnn.notation.statements import CLOSED, chain_on, chained, conditions, its_derivative_follows, statement
from symnn.notation.symbols import ALIGNED
from symnn.term import Op, Sym, Term

_REACHING = frozenset(["add", "pm", "neg"])
_AFTER = frozenset("forall eof row amp comma semicolon stop wide cue prose end relation".split())


def parts(p: Cursor) -> tuple[Part, ...]:
    """All statements of a formula."""
    found = _Parts(p)
    if p.tok.kind in ("infix", "logic", "relation", "sign") and p.peek().kind == "eof":
        sign = p.advance()
        return (
            Part(
                Op("bare", (Sym(p.profile.signs.get(sign.text, sign.text)),), (sign.start, sign.end)),
                sign.start,
                sign.end,
            ),
        )
    found.block("eof")
    return tuple(settled(found.parts, found.comma))


class _Parts:
    def __init__(self, p: Cursor) -> None:
        self.p = p
        self.parts: list[Part] = []
        self.comma: list[bool] = []  # whether part i follows the one before it by a comma
        self.joined = False
        self.one = False  # whether all rows are one formula: in multline

    def block(self, stop: str) -> None:
        """Statements up to the end of the formula or of an environment."""
        p = self.p
        amps, fresh = 0, False
        while p.tok.kind != stop:
            kind = p.tok.kind
            if kind == "row":
                p.drop()
                amps, self.joined, fresh = 0, False, True
            elif kind == "infix" and fresh and self.parts:
                self._multiply_on()
                fresh = False
            elif kind == "sign" and fresh and self.parts and (amps or self.one or not self._negative_row()):
                self._go_on()
                fresh = False
            elif kind == "amp":
                p.drop()
                amps += 1
                if amps >= 2 and self._reason_follows():
                    self._reason(stop)
            elif kind in ("comma", "semicolon", "stop", "wide"):
                if kind == "comma":
                    self._thousands()
                self.joined = kind == "comma" if kind != "wide" else self.joined
                p.drop()
            elif kind == "cue":
                self._cue()
            elif kind == "prose":
                self._reason(stop)
            elif kind == "forall":
                self._quantified()
            elif kind in ("{", "begin") and self.parts and is_commentary(p):
                self._comment()
            elif kind == "begin" and (p.tok.text in ALIGNED or (p.tok.text == "array" and p.has(p.pos, RELATION))):
                self._environment()
            elif kind == "open" and self._is_number():
                for _ in range(3):
                    p.drop()
            elif kind == "open" and p.tok.text == "(" and p.has(p.pos, RELATION) and self.parts:
                self._bracketed_condition()
            elif kind == "relation" and self.parts and p.tok.text == "to" and self._leads_on():
                p.drop()
                self.joined = False
            elif kind == "relation" and self.parts:
                self._continue()
            elif kind in ("close", "}", "end"):
                p.unexpected("the end")
            else:
                self._statement()
                amps, fresh = 0, False

    def _thousands(self) -> None:
        """``1,000`` is no list, ``3,14`` perhaps a number; ``0,1`` and ``1,2,5`` are lists."""
        p = self.p
        before, after = p.tokens[max(p.pos - 1, 0)], p.peek()
        adjacent = before.end == p.tok.start and p.tok.end == after.start and p.pos > 0
        if not (adjacent and before.kind == after.kind == "number" and "." not in before.text):
            return
        longer = any(t.kind == "comma" for t in (p.peek(2), p.tokens[max(p.pos - 2, 0)]))
        counted = after.text.isdigit() and int(after.text) == int(before.text) + 1
        if len(after.text) == 3 or not (longer or counted):
            p.ambiguous(before.start, after.end, "one number", "a list of two")

    def _statement(self) -> None:
        p = self.p
        p.head = p.pos
        start = p.tok.start
        apart = p.tokens[p.pos - 1].kind == "wide" and self.parts and self.parts[-1].end == p.tokens[p.pos - 2].end
        bracketed = p.tok.kind == "open"
        term = statement(p)
        if apart and not self.parts[-1].conditions and _equates(term) and _multiplies(self.parts[-1].term, bracketed):
            p.ambiguous(
                self.parts[-1].start, p.end, "a product whose factors stand apart", "an expression, and an equation"
            )
        self.parts.append(Part(term, start, p.end))
        self.comma.append(self.joined)
        self.joined = False
        conditioned = p.tok.kind == "open" and p.has(p.pos, RELATION)
        if p.tok.kind not in _AFTER and not conditioned:
            p.unexpected("the end of the statement")

    def _environment(self) -> None:
        p = self.p
        name = p.advance().text
        if p.tok.kind == "open" and p.tok.text == "[":
            while p.pos < p.partner[p.pos]:
                p.drop()
        outer, self.one = self.one, name == "multline"
        self.block("end")
        self.one = outer
        p.advance()

    def _negative_row(self) -> bool:
        """``-x = y`` in a row of its own."""
        return self.p.tok.text == "-" and self.p.row_states()

    def _is_number(self) -> bool:
        """``(3)`` behind a formula is its number."""
        p = self.p
        tokens = p.tokens
        return (
            bool(self.parts) and tokens[p.pos + 1].kind == "number" and tokens[p.pos + 2].kind == "close"
            and tokens[p.pos + 3].kind in ("eof", "row", "end")
        )  # fmt: skip

    def _cue(self) -> None:
        p = self.p
        role = p.tok.text
        p.drop()
        while p.tok.kind in ("wide", "comma") or (p.tok.kind == "amp" and role == "condition"):
            p.drop()
        if role == "condition" and self.parts:
            self._condition(conditions(p))
        elif role == "condition" and p.tok.kind not in CLOSED:
            self._condition_before()
        elif role == "or" and self.parts and p.tok.kind not in CLOSED:
            last, right = self.parts[-1], statement(p)
            if last.conditions or not (states(last.term) and states(right)):
                p.ambiguous(last.start, p.end, "two formulas", "an alternative")
            self.parts[-1] = replace(last, term=Op("or", (last.term, right), (last.start, p.end)), end=p.end)
        elif role == "otherwise":
            p.fail("otherwise belongs into a list of cases", p.tokens[p.pos - 1].start)

    def _leads_on(self) -> bool:
        """``y = x^2 \\quad \\to \\quad y' = 2x``: an arrow set apart between two statements says "hence"."""
        p = self.p
        last = self.parts[-1].term
        first = last.args[0] if isinstance(last, Op) and last.head == "chain" else last
        if isinstance(first, Op) and len(first.args) == 2 and its_derivative_follows(p, first):
            return True
        if p.tokens[p.pos - 1].kind not in ("wide", "amp", "row") or not states(last):
            return False
        here = p.pos
        p.go(here + 1)
        stating = p.row_states()
        p.go(here)
        return stating

    def _quantified(self) -> None:
        """``\\forall n \\in S`` behind a statement is its condition; before one, with a colon or comma, as well."""
        p = self.p
        p.drop()
        while p.tok.kind == "wide":
            p.drop()
        at = p.tok.start
        if self.parts:
            given = chained(p)
            if states(given):
                self._condition(given)
            elif not isinstance(given, Sym):
                p.fail("a quantifier over something that is no name", at)
            return
        given, end = chained(p), p.end
        while p.tok.kind in ("colon", "comma", "wide"):
            p.drop()
        if p.tok.kind in CLOSED:
            p.fail("a quantifier without a statement", at, end)
        self._statement()
        if states(given):
            self._condition(given)

    def _condition_before(self) -> None:
        """``if x > 0, y = x``: the condition of the statement behind the comma."""
        p = self.p
        at, given = p.tok.start, [statement(p)]
        end = p.end
        while p.tok.kind == "cue" and p.tok.text == "and":
            p.drop()
            given.append(statement(p))
            end = p.end
        while p.tok.kind in ("comma", "wide") or (p.tok.kind == "cue" and p.tok.text == "separator"):
            p.drop()
        if p.tok.kind in CLOSED or not states(given[-1]):
            self.parts.extend(Part(g, at, end) for g in given)
            self.comma.extend(False for _ in given)
            return
        self._statement()
        for term in given:
            self._condition(term)

    def _bracketed_condition(self) -> None:
        p = self.p
        at = p.pos
        p.advance()
        while p.pos < p.partner[at]:
            if p.tok.kind in ("comma", "wide", "cue"):
                p.drop()
                continue
            self._condition(statement(p))
        p.advance()

    def _condition(self, term: Term) -> None:
        last = self.parts[-1]
        terms = term.args if isinstance(term, Op) and term.head == "and" else (term,)
        self.parts[-1] = replace(last, conditions=(*last.conditions, *terms))

    def _continue(self) -> None:
        """A row that begins with a relation goes on with the chain of the row before."""
        p = self.p
        last = self.parts[-1]
        links = last.term.args if isinstance(last.term, Op) and last.term.head == "chain" else (last.term,)
        tail = links[-1]
        left = tail.args[1] if isinstance(tail, Op) and is_link(tail) else tail
        more = chain_on(p, left, p.tok.start)
        following = more.args if isinstance(more, Op) and more.head == "chain" else (more,)
        before = links if isinstance(tail, Op) and is_link(tail) else ()
        together = (*before, *following)
        term = together[0] if len(together) == 1 else Op("chain", together, (last.start, p.end))
        self.parts[-1] = replace(last, term=term, end=p.end)

    def _go_on(self) -> None:
        """A row that begins with a sign goes on with the sum of the row before."""
        p = self.p
        last, at = self.parts[-1], p.tok.start
        links = last.term.args if isinstance(last.term, Op) and last.term.head == "chain" else (last.term,)
        tail = links[-1]
        goes_on = self.one or not p.row_states()
        if last.conditions or not goes_on or not (isinstance(tail, Op) and tail.head in RELATIONS):
            p.ambiguous(at, p.tok.end, "the sum of the line before goes on", "a new line")
        left, right = tail.args[:2]
        more = expression(p)
        following = more.args if isinstance(more, Op) and more.head == "add" else (more,)
        bare = right.at is not None and tail.at is not None and right.at[1] == tail.at[1]
        before = right.args if isinstance(right, Op) and right.head == "add" and bare else (right,)
        start = (right.at or (at, 0))[0]
        total = Op("add", (*before, *following), (start, p.end))
        joint = (*links[:-1], replace(tail, args=(left, total), at=((tail.at or (start, 0))[0], p.end)))
        term = joint[0] if len(joint) == 1 else Op("chain", joint, (last.start, p.end))
        self.parts[-1] = replace(last, term=term, end=p.end)

    def _multiply_on(self) -> None:
        """A row that begins with a product sign goes on with the product of the row before; a sum has no one factor."""
        p = self.p
        last, at = self.parts[-1], p.tok.start
        links = last.term.args if isinstance(last.term, Op) and last.term.head == "chain" else (last.term,)
        tail = links[-1]
        sign = p.advance().text
        doubtful = last.conditions or p.row_states() or not (isinstance(tail, Op) and tail.head in RELATIONS)
        if doubtful or not isinstance(tail, Op) or sign not in ("times", "dot", "hadamard"):
            p.ambiguous(at, p.end, "the product of the line before goes on", "a new line")
        left, right = tail.args[:2]
        more = expression(p)
        if any(isinstance(t, Op) and t.head in _REACHING for t in (right, more)) or _ends_open(right):
            p.ambiguous(at, p.end, "a factor of the last term", "a factor of all that stands before")
        start = (right.at or (at, 0))[0]
        joint = (*links[:-1], replace(tail, args=(left, Op(sign, (right, more), (start, p.end)))))
        term = joint[0] if len(joint) == 1 else Op("chain", joint, (last.start, p.end))
        self.parts[-1] = replace(last, term=term, end=p.end)

    def _reason_follows(self) -> bool:
        """Behind ``&&`` words are the reason of the step; a formula stands for itself."""
        tok = self.p.tok
        word = tok.kind == "upright" and self.p.source.startswith("\\t", tok.start)
        return (
            tok.kind == "prose"
            or (tok.kind == "cue" and tok.text == "separator")
            or (word and self.p.peek().kind not in ("open", "relation"))
        )

    def _comment(self) -> None:
        p = self.p
        start, close = p.tok.start, p.partner[p.pos]
        while p.pos <= close:
            p.advance()
        text = p.source[start : p.end]
        p.decorations.append(Decoration(text, start, p.end))
        last = self.parts[-1]
        self.parts[-1] = replace(last, reason=f"{last.reason} {text}".strip())

    def _reason(self, stop: str) -> None:
        """Words beside a row: the reason of the step."""
        p = self.p
        start = p.tok.start
        if not self.parts:
            raise ReadError(f"words in the place of a formula: {p.shown(p.tok)}", p.tok.start, p.tok.end)
        while p.tok.kind not in ("row", stop, "eof"):
            p.advance()
        text = p.source[start : p.end]
        p.decorations.append(Decoration(text, start, p.end))
        last = self.parts[-1]
        self.parts[-1] = replace(last, reason=f"{last.reason} {text}".strip())


def _ends_open(term: Term) -> bool:
    """Whether a Σ or a limit at the end of a product would take a further factor."""
    while isinstance(term, Op) and term.head in ("mul", "dot", "times", "neg", "hadamard"):
        term = term.args[-1]
    return isinstance(term, Op) and term.head in BINDERS and term.head not in ("integral", "integral_over", "expect")


def _equates(term: Term) -> bool:
    return isinstance(term, Op) and (term.head == "eq" or (term.head == "chain" and bool(term.args)))


def _multiplies(term: Term, bracketed: bool) -> bool:
    """An expression that could be a factor of what follows: no statement, no list, no label, no lone f(x)."""
    if not isinstance(term, Op) or term.head in RELATIONS | {"chain", "iff", "implies", "and", "or", "seq"}:
        return False
    return bracketed or term.head != "call"
