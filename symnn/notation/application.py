"""Whether brackets behind a name hold arguments, a factor, or a condition; and the reading of arguments."""

from __future__ import annotations

from typing import Literal

from symnn.notation.cursor import BAR, COMMA, RELATION, SEMICOLON, Cursor
from symnn.notation.reading import ReadError
from symnn.notation.symbols import WORD_NAMES
from symnn.notation.tokens import Token
from symnn.term import Op, Sym, Term

Decision = Literal["call", "product"]
_ATOMS = frozenset(["letters", "name", "letter", "number", "infinity", "dots", "upright"])
_KERNELS = frozenset("K k T D B")  # indices that are also names of kernels, operators and discriminators
_DENSITIES = frozenset(["p", "q"])  # p(X = x): a probability; a condition would stand apart
_PLACEHOLDERS = frozenset(["dot"])


def opener(p: Cursor) -> int | None:
    """Index of the bracket that begins here, also of SymPy's ``f{\\left(x\\right)}``."""
    tok = p.tok
    if tok.kind == "open" and tok.text in "([":
        return p.pos
    if tok.kind == "{" and p.peek().kind == "open" and p.peek().text in "([":
        return p.pos + 1 if p.partner[p.pos + 1] + 1 == p.partner[p.pos] else None
    return None


def decide(p: Cursor, sym: Sym, first: int, token: Token, primed: bool) -> Decision:
    """Application or product, by the declared kind, the default of the letter, and the shape of the brackets.

    ``first`` is the token index of the name.  Raises the two readings when neither is certain.
    """
    at = opener(p)
    if at is None:
        return "product"
    kind, declared = p.profile.kind(sym), p.profile.declared_kind(sym)
    inner, close = at + 1, p.partner[at]
    square = p.tokens[at].text == "["
    if kind is None and len(sym.name) > 1 and not sym.font and _is_word(sym.name, token):
        kind = "function"
    shown = p.profile.shown(sym) if declared is None else None
    applies = shown is not None
    if shown is not None and (kind is None or shown.certain):
        kind = "function"
    if p.has(at, RELATION) and kind not in ("function", "event"):
        if kind is None and sym.name in _DENSITIES and not sym.accents:
            return "call"
        return "call" if kind is None and (len(sym.name) > 1 or p.has(at, BAR)) else "product"
    own = _occurs_bare(p, token, inner, close)
    if token.font == "operator" and declared is None and not own:
        return "call"
    if p.peek(at - p.pos + 1).kind == "infix" and inner + 1 == close and not square:
        return "call"  # x(·)
    if kind in ("function", "event"):
        if own and not p.has(at, COMMA | BAR | SEMICOLON):
            if declared is None and not sym.font and sym.name in p.profile.values:
                return "product"  # h(1 - h) with h = σ(z)
            if not square and _derived_before(p, sym, first):
                return "product"  # σ' = σ(1 - σ)
            _both(p, sym, first, close)
        return "call"
    if square and (is_lone(p, inner, close) or _is_step(p, inner, close) or p.has(at, COMMA)):
        p.ambiguous(p.tokens[first].start, p.tokens[close].end, f"an entry of {sym.name}", "a product")
    if square:
        return "product"
    listed = p.has(at, COMMA | SEMICOLON | BAR) and not _holds_bars_only(p, at, inner, close)
    lone = inner == close or is_lone(p, inner, close)
    if kind is None:
        if own:
            return "product"
        if listed or lone or primed:
            return "call"
        _both(p, sym, first, close)
    if listed:
        return "call"
    if (lone or primed) and declared == "vector" and p.profile.default(sym) == "function":
        if _begins(p, sym) and _names_distinct(p, inner, close) and _defines(p, close + 1):
            p.profile = p.profile.declare(sym.base, "function")
            return "call"
        _both(p, sym, first, close)
    if (lone or primed) and declared is None:
        if _begins(p, sym) and _names_distinct(p, inner, close) and _defines(p, close + 1):
            p.profile = p.profile.declare(sym.base, "function")
            return "call"
        if primed or applies:
            return "call"
        _both(p, sym, first, close)
    if (
        declared is None
        and not own
        and (_is_step(p, inner, close) or (sym.name in _KERNELS and not _counts(p, inner, close)))
    ):
        _both(p, sym, first, close)
    if applies and not own:
        _both(p, sym, first, close)
    return "product"


def _derived_before(p: Cursor, sym: Sym, first: int) -> bool:
    """Whether the other side of the relation is about the derivative of the name: ``σ'``, ``dσ/dx``."""
    tokens = p.tokens
    sign = next((i for i in range(p.head, first) if tokens[i].kind == "relation"), p.head)
    return any(
        tok.text == "d" + sym.name
        or (tok.text == sym.name and (tokens[i + 1].kind == "prime" or tokens[i - 1].text in ("d", "partial")))
        for i, tok in enumerate(tokens[p.head : sign], p.head)
    )


def _is_step(p: Cursor, inner: int, close: int) -> bool:
    """``t+1``: brackets around it hold a time or an index rather than a factor."""
    tokens = p.tokens[inner:close]
    kinds = [t.kind for t in tokens]
    return kinds == ["letters", "sign", "number"] and tokens[0].text in tuple("tknijm")


def _counts(p: Cursor, inner: int, close: int) -> bool:
    """Only numbers and names of counts stand in the brackets: ``N(D+1)`` is a product, ``K(x-y)`` a kernel."""
    names = [t for t in p.tokens[inner:close] if t.kind in ("letters", "name", "letter", "accent", "font", "upright")]
    return all(t.kind == "letters" and all(p.profile.kind(Sym(c)) == "index" for c in t.text) for t in names)


def _is_word(name: str, token: Token) -> bool:
    """A word before a bracket is the name of a function; Greek letters are no words."""
    return token.kind == "upright" or name in WORD_NAMES or not name.isalpha()


def _both(p: Cursor, sym: Sym, first: int, close: int) -> None:
    start = (sym.at or (p.tokens[first].start, 0))[0]
    p.ambiguous(start, p.tokens[close].end, f"{sym.name} applied to an argument", f"{sym.name} times a bracket")


def _holds_bars_only(p: Cursor, at: int, inner: int, close: int) -> bool:
    """``x(|y|+1)``: the bars are an absolute value, not the bar of a conditional."""
    bars = sum(1 for t in p.tokens[inner:close] if t.kind == "bar")
    return p.tokens[inner].kind == "bar" and bars == 2 and not p.has(at, COMMA | SEMICOLON)


def _begins(p: Cursor, sym: Sym) -> bool:
    """Whether the statement begins with this name, in whatever font."""
    return sym.at is not None and sym.at[0] == p.tokens[p.head].start


def _defines(p: Cursor, at: int) -> bool:
    while p.tokens[at].kind == "amp":
        at += 1
    tok = p.tokens[at]
    return tok.kind == "relation" and tok.text in ("eq", "define")


def _names_distinct(p: Cursor, inner: int, close: int) -> bool:
    kinds = [t.kind for t in p.tokens[inner:close]]
    names = [t.text for t in p.tokens[inner:close] if t.kind in ("letters", "name")]
    return set(kinds) <= {"letters", "name", "comma", "script"} and len(set(names)) == len(names)


def is_lone(p: Cursor, pos: int, close: int) -> bool:
    """One name or number with its scripts, or a dot: nobody puts a lone factor in brackets."""
    tokens = p.tokens
    while tokens[pos].kind in ("accent", "font"):
        pos += 1
    tok = tokens[pos]
    applied = tokens[pos + 1]
    if tok.kind in ("function", "letters", "name", "upright") and applied.kind == "open" and applied.text == "(":
        return p.partner[pos + 1] + 1 == close
    if tok.kind == "infix" and tok.text in _PLACEHOLDERS:
        return pos + 1 == close
    if tok.kind == "{":
        pos = p.partner[pos]
    elif tok.kind not in _ATOMS or (tok.kind == "letters" and len(tok.text) > 1):
        return False
    pos += 1
    while pos < close and tokens[pos].kind in ("script", "prime"):
        if tokens[pos].kind == "script":
            pos = p.partner[pos + 1] if tokens[pos + 1].kind == "{" else pos + 1
        pos += 1
    return pos == close


def _letters(p: Cursor, at: int) -> tuple[str, int]:
    """The spelling of the name whose first token is ``at``, and the index behind it: all of ``\\mathbf{\\hat w}``."""
    tokens, stop = p.tokens, at
    while tokens[stop].kind in ("font", "accent"):
        stop += 1
    stop = p.partner[stop] if stop > at and tokens[stop].kind == "{" else stop
    return " ".join(t.text for t in tokens[at : stop + 1] if t.kind not in ("{", "}")), stop + 1


def _occurs_bare(p: Cursor, name: Token, pos: int, close: int) -> bool:
    """Whether the name stands between two tokens without being applied."""
    tokens = p.tokens
    first = next((i for i in range(pos - 1, -1, -1) if tokens[i].start == name.start), None)
    spelled = name.text if first is None or name.kind not in ("font", "accent") else _letters(p, first)[0]
    for i in range(pos, close):
        tok = tokens[i]
        if tok.kind != name.kind or tokens[i - 1].kind == "script":
            continue
        if (_letters(p, i)[0] if tok.kind in ("font", "accent") else tok.text) != spelled:
            continue
        after = _letters(p, i)[1]
        while tokens[after].kind in ("script", "prime"):
            if tokens[after].kind == "script":
                after = p.partner[after + 1] if tokens[after + 1].kind == "{" else after + 1
            after += 1
        if tokens[after].kind != "open" and not (tokens[after].kind == "{" and tokens[after + 1].kind == "open"):
            return True
    return False


def arguments(p: Cursor) -> tuple[Term, ...]:
    """``(x, y)``, ``(x; w, b)``, ``(y | x)``, ``(\\cdot)``, ``()``; the cursor stands on the bracket (or its brace)."""
    braced = p.tok.kind == "{"
    if braced:
        p.advance()
    at, start = p.pos, p.tok.start
    tok = p.advance()
    close = p.partner[at]
    bars, p.bars = p.bars, not p.paired(at)
    sets, p.sets = p.sets, False
    integrals, p.integrals = p.integrals, False
    if p.pos == close or (p.pos + 1 == close and p.tok.kind == "infix" and p.tok.text in _PLACEHOLDERS):
        p.go(close)
        args: tuple[Term, ...] = (Op("placeholder", (), (start, p.tokens[close].end)),)
    else:
        args = _list(p, at)
    p.bars, p.sets, p.integrals = bars, sets, integrals
    if p.pos != close:
        p.unexpected("a comma or the closing bracket")
    last = p.advance()
    if (tok.text, last.text) not in (("(", ")"), ("[", "]"), ("{", "}")):
        raise ReadError(f"{tok.text} is closed by {last.text}", last.start, last.end, code="E101")
    if braced:
        p.expect("}", "}")
    return args


def _list(p: Cursor, at: int) -> tuple[Term, ...]:
    start = p.tok.start
    items = _items(p, at)
    if p.tok.kind == "semicolon":
        p.advance()
        rows = Op("row", items, (start, p.end)), p.op("row", p.tok.start, *_items(p, at))
        items = (p.op("params", start, *rows),)
    if p.tok.kind in ("bar", "given"):
        bar = p.advance()
        left = _one(items, start, p)
        if bar.text == "||" or (bar.kind == "bar" and _double(p, bar)):
            return (p.op("parallel", start, left, _one(_items(p, at), bar.end, p)),)
        given = _one(_items(p, at), p.tok.start, p)
        if p.tok.kind == "semicolon":
            p.advance()
            params = p.op("row", p.tok.start, *_items(p, at))
            given = p.op("params", bar.end, Op("row", (given,)), params)
        items = (p.op("given", start, left, given),)
    return items


def _double(p: Cursor, bar: Token) -> bool:
    """``||`` was read as two bars."""
    if p.tok.kind == "bar" and p.tok.text == "|" and p.tok.start == bar.end:
        p.advance()
        return True
    return False


def _one(items: tuple[Term, ...], start: int, p: Cursor) -> Term:
    return items[0] if len(items) == 1 else p.op("seq", start, *items)


def _items(p: Cursor, at: int) -> tuple[Term, ...]:
    rule = p.rules["statement" if p.has(at, RELATION) else "expression"]
    items = [rule(p)]
    while p.tok.kind == "comma":
        p.advance()
        items.append(rule(p))
    return tuple(items)
