"""Which names a formula applies to arguments where nothing else can be meant.

``\\xi(\\cdot)``, a formula or a side of an equation that is nothing but ``\\xi(\\mathbf{z})``: nobody sets a lone
factor in brackets behind the only other one.  What one formula shows so holds for the whole document.
"""

from __future__ import annotations

from collections.abc import Iterator

from symnn.notation.application import is_lone
from symnn.notation.cursor import COMMA, RELATION, Cursor
from symnn.notation.letters import bare_name
from symnn.notation.profile import Profile, pattern
from symnn.notation.reader import GRAMMAR
from symnn.notation.reading import ReadError
from symnn.notation.scripts import read_scripts
from symnn.notation.tokens import tokenize
from symnn.term import Sym

_NAMES = frozenset(["name", "letter", "font", "accent"])
_BEFORE = frozenset(["relation", "row"])
_BEHIND = frozenset(["relation", "eof", "row", "stop", "comma", "end", "wide", "cue"])
_NEVER = frozenset(["e", "d", "O", "o"])  # constants and signs of their own


def applied_names(source: str, profile: Profile) -> Iterator[tuple[Sym, str, bool]]:
    """The patterns of such names, each with the piece of the formula that shows it, and whether that is certain."""
    if "(" not in source:
        return
    try:
        tokens, decorations = tokenize(source)
        p = Cursor(source, tokens, decorations, profile, GRAMMAR)
    except (ReadError, RecursionError):
        return
    for at in range(len(tokens) - 3):
        tok = p.tokens[at]
        if tok.kind not in _NAMES and not (tok.kind == "letters" and len(tok.text) == 1):
            continue
        p.go(at)
        found = _name(p)
        if found is None or p.tok.kind != "open" or p.tok.text != "(" or found.name in _NEVER:
            continue
        opener, close = p.pos, p.partner[p.pos]
        dot = close == opener + 2 and p.tokens[opener + 1].kind == "infix" and p.tokens[opener + 1].text == "dot"
        whole = _alone(p, at, close) and _names(p, opener, close)
        if dot or whole:
            yield pattern(found), source[tok.start : p.tokens[close].end], dot


def _name(p: Cursor) -> Sym | None:
    """The name that begins here, behind its scripts; ``None`` for a power or a prime."""
    before = p.tokens[p.pos - 1].kind if p.pos else "eof"
    if before in ("font", "accent", "script", "letters", "{"):
        return None
    try:
        name = bare_name(p)
        scripts = read_scripts(p, named=True)
        if scripts.marks or scripts.primes:
            return None
        return scripts.name(p, name)
    except ReadError:
        return None


def _alone(p: Cursor, at: int, close: int) -> bool:
    """Whether nothing else stands on this side of a relation, at the outermost level."""
    before = at - 1
    while before >= 0 and p.tokens[before].kind == "amp":
        before -= 1
    behind = close + 1
    while p.tokens[behind].kind == "amp":
        behind += 1
    opens = before < 0 or p.tokens[before].kind in _BEFORE or p.tokens[before].kind == "begin"
    return opens and p.tokens[behind].kind in _BEHIND and not _inside(p, at)


def _inside(p: Cursor, at: int) -> bool:
    return any(p.tokens[i].kind in ("open", "{") and i < at < j for i, j in p.partner.items())


def _names(p: Cursor, opener: int, close: int) -> bool:
    """One name, or names with commas between them, and no number."""
    if p.has(opener, RELATION):
        return False
    begins = [opener + 1]
    if p.has(opener, COMMA):
        begins += [i + 1 for i in range(opener + 1, close) if p.tokens[i].kind == "comma"]
    ends = [*(b - 1 for b in begins[1:]), close]
    return all(p.tokens[b].kind in (*_NAMES, "letters") and is_lone(p, b, e) for b, e in zip(begins, ends, strict=True))
