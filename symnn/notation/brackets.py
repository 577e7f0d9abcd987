"""Brackets: groups, intervals, sets, lists, absolute values, norms, inner products."""

from __future__ import annotations

from symnn.notation.cursor import BAR, COMMA, RELATION, SEMICOLON, Cursor
from symnn.notation.evaluated import at_values, invisible
from symnn.notation.factors import starts_factor
from symnn.notation.reading import ReadError
from symnn.notation.scripts import read_scripts
from symnn.notation.tokens import Token
from symnn.term import Num, Op, Sym, Term

_INTERVAL = {"()": "interval_oo", "(]": "interval_oc", "[)": "interval_co", "[]": "interval_cc"}
_ENDS_OPERAND = frozenset("letters name letter number close } bar prime upright infinity factorial dots".split())
_GRIDS = frozenset(["matrix", "array", "aligned", "cases", "split", "gathered"])


def opening(p: Cursor) -> Term:
    """Whatever begins with an opening bracket."""
    at, tok = p.pos, p.advance()
    last = p.tokens[p.partner[at]]
    bars, sets, p.bars, p.sets = p.bars, p.sets, False, False
    integrals, p.integrals = p.integrals, False
    try:
        if tok.text == "{":
            term = _braces(p, at, tok, last)
        elif tok.text in ("|", "||"):
            term = _measured(p, tok, tok.text == "||")
        elif tok.text == "<":
            term = _inner(p, tok)
        elif tok.text in ("lf", "lc"):
            term = p.op("floor" if tok.text == "lf" else "ceil", tok.start, p.rules["expression"](p))
        elif tok.text in ("(", "["):
            term = _round(p, at, tok, last, sets)
        else:
            term = invisible(p)
    finally:
        p.bars, p.sets, p.integrals = bars, sets, integrals
    if p.tok.kind in ("close", "bar") and p.pos == p.partner[at]:
        p.advance()
    elif p.pos <= p.partner[at]:
        p.unexpected("the closing bracket")
    if tok.text == "." and last.text != ".":
        if last.text != "|":
            p.fail("an invisible opening delimiter is not read here", tok.start, tok.end)
        return at_values(p, term, tok.start)
    if tok.text == "||":
        return _norm(p, term, tok.start)
    return _no_index(p, term, tok.start) if tok.text == "|" else term


def _round(p: Cursor, at: int, tok: Token, last: Token, sets: bool) -> Term:
    mixed = (tok.text, last.text) in (("(", "]"), ("[", ")"))
    if p.pos == p.partner[at]:
        p.fail("nothing between the brackets", tok.start, last.end, "W407")
    if p.has(at, SEMICOLON):
        rows = [p.rules["expression"](p)]
        while p.tok.kind == "semicolon":
            p.advance()
            rows.append(p.rules["expression"](p))
        return p.op("column", tok.start, *rows)
    if not p.has(at, COMMA):
        if mixed:
            raise ReadError(f"{tok.text} is closed by {last.text}", last.start, last.end, code="E101")
        if p.has(at, RELATION):
            return p.rules["statement"](p)
        inner = _index_pair(p, at)
        term = p.rules["expression"](p) if inner is None else inner
        return p.op("entries", tok.start, term) if tok.text == "(" and _is_entry(term) and _whole_side(p, at) else term
    items = _items(p)
    numeric = len(items) == 2 and all(_is_end(i) for i in items)
    if len(items) == 2 and (mixed or numeric or sets):
        return p.op(_INTERVAL[tok.text + last.text], tok.start, *items)
    return p.op("row" if tok.text == "[" else "seq", tok.start, *items)


def _index_pair(p: Cursor, at: int) -> Term | None:
    """``(ij)`` alone: the pair of indices."""
    tok = p.tok
    if at or tok.kind != "letters" or len(tok.text) != 2 or not set(tok.text) <= set("ijkl"):
        return None
    if p.partner[at] != at + 2 or p.peek(2).kind not in ("eof", "script"):
        return None
    start = p.advance().start
    return p.op("seq", start, *(Sym(c, at=(start + i, start + i + 1)) for i, c in enumerate(tok.text)))


def _is_entry(term: Term) -> bool:
    """``a_{ij}``, ``∂y_j/∂x_i``: one for each value of its indices, which are letters."""
    match term:
        case Sym(subs=subs):
            return bool(subs) and all(isinstance(s, Sym) and len(s.name) == 1 for s in subs)
        case Op("deriv", (Sym() as body, Sym() as by)):
            return _is_entry(by) and (not body.subs or _is_entry(body))
    return False


def _whole_side(p: Cursor, at: int) -> bool:
    """Whether the brackets are all of a side of a relation, or of the formula: no grouping would need them."""
    before, behind, last = at - 1, p.partner[at] + 1, len(p.tokens) - 1
    while before >= 0 and p.tokens[before].kind == "amp":
        before -= 1
    while p.tokens[behind].kind in ("amp", "wide"):
        behind += 1
    opens = before < 0 or p.tokens[before].kind in ("relation", "row", "comma", "wide")
    mark = p.tokens[min(behind + 1, last)]
    mark = p.tokens[min(behind + 2, last)] if mark.kind == "{" else mark
    transposed = p.tokens[behind].kind == "script" and (mark.kind == "transpose" or mark.text == "T")
    return opens and (transposed or p.tokens[behind].kind in ("eof", "relation", "row", "stop", "comma", "end", "cue"))


def _is_end(term: Term) -> bool:
    """A constant that can end an interval."""
    match term:
        case Num() | Op("infinity" | "e" | "pi"):
            return True
        case Op("neg" | "div" | "sqrt", args):
            return all(_is_end(a) for a in args)
        case _:
            return False


def _items(p: Cursor) -> tuple[Term, ...]:
    items = [p.rules["expression"](p)]
    while p.tok.kind == "comma":
        p.advance()
        items.append(p.rules["expression"](p))
    return tuple(items)


def _braces(p: Cursor, at: int, tok: Token, last: Token) -> Term:
    """``\\{1, …, n\\}``, ``\\{x | x > 0\\}``, and the brace before a list of cases."""
    if last.text == ".":
        if p.tok.kind == "begin" and p.tok.text.rstrip("*") in _GRIDS:
            return p.rules["case list"](p)
        p.fail("a brace that is not closed opens no list of cases", tok.start, tok.end)
    if p.pos == p.partner[at]:
        return p.op("set", tok.start)
    if p.has(at, BAR) and p.has(at, RELATION):
        bars, p.bars = p.bars, True
        element = p.rules["statement"](p)
        p.bars = bars
        if p.tok.kind not in ("bar", "given"):
            p.unexpected("the bar of a set")
        p.advance()
        return p.op("set_builder", tok.start, element, p.rules["conditions"](p))
    if p.has(at, RELATION) and (colon := _colon(p, at)) is not None:
        return _built(p, tok, colon)
    return p.op("set", tok.start, *_items(p))


def _colon(p: Cursor, at: int) -> int | None:
    """The colon between an element and its condition: ``\\{x : x > 0\\}``; none between a function and its sets."""
    level = at + 1
    while level < p.partner[at]:
        if p.tokens[level].kind == "colon":
            return level
        level = p.partner.get(level, level) + 1
    return None


def _built(p: Cursor, tok: Token, colon: int) -> Term:
    element = p.rules["chained"](p)
    if p.pos != colon:
        p.unexpected("the colon of a set")
    p.advance()
    condition = p.rules["conditions"](p)
    if isinstance(condition, Op) and condition.head in ("to", "mapsto"):
        p.ambiguous(tok.start, p.tok.end, "a set of functions", "a set with a condition")
    return p.op("set_builder", tok.start, element, condition)


def _measured(p: Cursor, tok: Token, norm: bool) -> Term:
    inner = p.rules["expression"](p)
    return inner if norm else p.op("abs", tok.start, inner)


def bars(p: Cursor) -> Term:
    """``|x|``, ``||W||_F``, ``||a| - |b||``: bars without sizes."""
    at, tok = p.pos, p.advance()
    double = tok.text == "||"
    if not double and p.tok.kind == "bar" and p.tok.text == "|" and p.tok.start == tok.end:
        if not p.bars and (nested := _nested(p, at)) is not None:
            return nested
        p.advance()
        double = True
    return _barred(p, at, tok, double)


def _nested(p: Cursor, at: int) -> Term | None:
    """``||a| - |b||``: the modulus of a difference of two others, where the bars in between are not those of a norm."""
    tokens = p.tokens
    singles = [i for i in range(at, len(tokens)) if tokens[i].kind == "bar" and tokens[i].text == "|"]
    if len(singles) < 6:
        return None
    first, second, third, fourth, fifth, sixth = singles[:6]
    close = tokens[fifth].end == tokens[sixth].start and tokens[third].end != tokens[fourth].start
    signed = any(t.kind == "sign" for t in tokens[third + 1 : fourth])
    opened = tokens[fourth - 1].kind in ("sign", "infix", "number") and tokens[third - 1].kind in _ENDS_OPERAND
    level = all(p.partner.get(i, i) <= sixth for i in range(at, sixth))
    if not (close and signed and opened and level and second == first + 1):
        return None
    return _barred(p, at, tokens[at], double=False)


def _barred(p: Cursor, at: int, tok: Token, double: bool) -> Term:
    outer, p.bars = p.bars, True
    inner = p.rules["expression"](p)
    p.bars = outer
    for _ in range(2 if double and p.tok.text == "|" else 1):
        if p.tok.kind != "bar":
            alone = p.tokens[at - 1].kind not in _ENDS_OPERAND and _odd(p, at)
            message = "a bar is never closed" if alone else "which bars belong together is not clear"
            raise ReadError(message, tok.start, tok.end, code="E101" if alone else "W110")
        p.advance()
    if not double and not outer and _between_bars(p):
        p.ambiguous(tok.start, p.tok.end, "two absolute values with a factor between", "one inside the other")
    return _norm(p, inner, tok.start) if double else _no_index(p, p.op("abs", tok.start, inner), tok.start)


def _between_bars(p: Cursor) -> bool:
    """``|x|y|z|``: a factor close behind the bar just read, and close before the next one."""
    at = p.pos
    if not starts_factor(p) or p.tok.kind == "bar" or p.tokens[at - 1].end != p.tok.start:
        return False
    if sum(t.kind == "bar" for t in p.tokens[at:]) < 2:
        return False
    inside = _ENDS_OPERAND - {"bar", "close", "}"} | {"script", "open", "{", "sign", "infix"}
    while p.tokens[at].kind in inside:
        at = p.partner.get(at, at) + 1
    bar, before = p.tokens[at], p.tokens[at - 1]
    return bar.kind == "bar" and bar.text == "|" and before.kind in _ENDS_OPERAND and before.end == bar.start


def _no_index(p: Cursor, term: Term, start: int) -> Term:
    """``|x|_1``: an entry, or a norm written with single bars."""
    if p.tok.kind == "script" and p.tok.text == "_":
        p.ambiguous(start, p.tok.end, "an entry of the absolute value", "a norm")
    return term


def _odd(p: Cursor, at: int) -> bool:
    """Whether the bar at ``at`` has no other one behind it."""
    return not any(t.kind == "bar" for t in p.tokens[at + 1 :])


def _norm(p: Cursor, inner: Term, start: int) -> Term:
    scripts = read_scripts(p)
    subs, scripts.subs = scripts.subs, ()
    if not subs:
        term = p.op("norm", start, inner)
    elif len(subs) == 1 and isinstance(subs[0], Sym) and subs[0].name == "F":
        term = p.op("norm_frobenius", start, inner)
    else:
        term = p.op("norm", start, inner, *subs)
    return scripts.onto(p, term, start) if scripts.primes or scripts.sups else scripts.raised(p, term, start)


def _inner(p: Cursor, tok: Token) -> Term:
    items = _items(p)
    if len(items) != 2:
        p.fail("an inner product has two members", tok.start)
    return p.op("inner", tok.start, *items)
