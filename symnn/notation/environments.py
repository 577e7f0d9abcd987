"""Lists of cases and matrices: rows and columns between ``\\begin`` and ``\\end``."""

from __future__ import annotations

from symnn.heads import RELATIONS
from symnn.notation.cursor import AMP, RELATION, Cursor
from symnn.notation.expressions import expression
from symnn.notation.reading import ReadError
from symnn.notation.symbols import ALIGNED
from symnn.term import TRUE, Op, Term

MATRICES = frozenset("matrix pmatrix bmatrix vmatrix Bmatrix Vmatrix smallmatrix array".split())
_STATING = RELATIONS | frozenset(["and", "or", "not", "chain", "implies", "iff"])
_BETWEEN = frozenset(["comma", "amp", "wide", "semicolon", "stop"])


def environment(p: Cursor) -> Term:
    """An environment in the place of an operand."""
    name = p.tok.text
    if name in ("cases", "dcases", "rcases"):
        return case_list(p)
    if name == "Bmatrix" and p.has(p.pos, RELATION) and p.has(p.pos, AMP):
        return case_list(p)  # braces on both sides of a list of cases
    if name in MATRICES:
        return matrix(p)
    if name in ALIGNED and p.peek().kind == "begin":
        return p.fail("an environment within an environment", p.tok.start, p.tok.end)
    return p.fail(f"\\begin{{{name}}} is not read in a formula", p.tok.start, p.tok.end)


def matrix(p: Cursor) -> Term:
    opening = p.advance()
    lines, p.lines = p.lines, False
    rows: list[Term] = []
    while p.tok.kind != "end":
        start = p.tok.start
        if p.tok.kind == "row":
            p.drop()  # a blank row
            continue
        entries = [_entry(p)]
        while p.tok.kind == "amp":
            p.advance()
            entries.append(_entry(p))
        rows.append(p.op("row", start, *entries))
        if p.tok.kind == "row":
            p.advance()
        elif p.tok.kind != "end":
            p.unexpected("& or \\\\ in a matrix")
    p.lines = lines
    p.advance()
    if opening.text in ("vmatrix", "Vmatrix"):
        return p.op("det" if opening.text == "vmatrix" else "norm", opening.start, Op("matrix", tuple(rows)))
    return p.op("matrix", opening.start, *rows)


def _entry(p: Cursor) -> Term:
    """One entry; an empty one is read as nothing written, two full stops alone as dots."""
    tok = p.tok
    if tok.kind in ("amp", "row", "end"):
        return Op("none", (), (tok.start, tok.start))
    if tok.kind == p.peek().kind == "stop" and p.peek(2).kind in ("amp", "row", "end"):
        p.advance()
        p.advance()
        return Op("dots", (), (tok.start, p.end))
    return expression(p)


def case_list(p: Cursor) -> Term:
    """``value & condition`` rows; also with ``\\ \\ if`` or bare spaces between them."""
    opening = p.advance()
    lines, p.lines = p.lines, False
    found: list[Term] = []
    while p.tok.kind != "end":
        if p.tok.kind == "row":
            p.drop()
            continue
        found.append(_case(p))
        if p.tok.kind == "row":
            p.advance()
        elif p.tok.kind != "end":
            p.unexpected("the end of a case")
    if not found:
        raise ReadError("a list of cases without a case", opening.start, opening.end, code="W407")
    p.lines = lines
    p.advance()
    return p.op("cases", opening.start, *found)


def _case(p: Cursor) -> Term:
    start = p.tok.start
    value = expression(p)
    cued = _skip(p)
    if p.tok.kind == "cue" and p.tok.text == "otherwise":
        p.advance()
        _skip(p)
        return p.op("case", start, value, TRUE)
    if p.tok.kind in ("row", "end"):
        raise ReadError("a case without a condition", start, p.end, code="W407" if cued else "W110")
    at = p.tok.start
    condition = p.rules["conditions"](p)
    if not (isinstance(condition, Op) and condition.head in _STATING):
        p.fail(f"expected a condition, found {p.source[at : p.end]}", at)
    _skip(p)
    return p.op("case", start, value, condition)


def _skip(p: Cursor) -> bool:
    """Blanks, commas and the words if, for; whether such a word stood here."""
    cued = False
    while p.tok.kind in _BETWEEN or (p.tok.kind == "cue" and p.tok.text == "condition"):
        cued = cued or p.tok.kind == "cue"
        p.drop()
    return cued
