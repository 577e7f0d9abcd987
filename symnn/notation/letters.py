"""One letter with its font and accents, without scripts or application."""

from __future__ import annotations

from dataclasses import replace

from symnn.notation.cursor import Cursor
from symnn.notation.reading import ReadError
from symnn.notation.scripts import read_scripts
from symnn.notation.symbols import FUNCTIONS, WORD_NAMES
from symnn.notation.tokens import Token
from symnn.term import Op, Sym, Term


def increment(p: Cursor, tok: Token | None = None) -> Term:
    """``\\triangle x``, ``\\Delta w_{ij}``: one name."""
    tok = tok or p.advance()
    sym = bare_name(p)
    scripts = read_scripts(p, named=True)
    term = Op("increment", (scripts.name(p, sym),), (tok.start, p.end))
    return scripts.raised(p, term, tok.start)


def bare_name(p: Cursor) -> Sym:
    """A name without scripts or application, as under an accent."""
    tok = p.tok
    if tok.kind == "{":
        p.advance()
        inner = p.rules["expression"](p)
        p.expect("}", "}")
    else:
        inner = single(p)
    if isinstance(inner, Op) and inner.head in ("e", "pi"):
        return Sym(inner.head, at=inner.at)
    if not isinstance(inner, Sym):
        raise ReadError("expected a name", tok.start, p.end)
    return inner


def single(p: Cursor) -> Term:
    """One letter, without scripts or application: ``x`` of ``e^xy``."""
    tok = p.tok
    if tok.kind == "letters":
        tok = p.split(1)
        sym = Sym(tok.text, at=(tok.start, tok.end))
    elif tok.kind == "letter":
        p.advance()
        font, letter = tok.text.split(":")
        sym = Sym(letter, font=font, at=(tok.start, tok.end))
    elif tok.kind == "name":
        p.advance()
        sym = Sym(tok.text, at=(tok.start, tok.end))
    elif tok.kind == "accent":
        return accented(p)
    elif tok.kind == "font":
        return in_font(p)
    elif tok.kind == "upright":
        p.advance()
        sym = Sym(tok.text, at=(tok.start, tok.end))
    elif tok.kind == "increment":
        return increment(p)
    else:
        p.unexpected("a name")
    if sym.name in ("e", "pi") and not sym.font and p.profile.declared_kind(sym) is None and tok.kind != "upright":
        return Op(sym.name, (), sym.at)
    return sym


def accented(p: Cursor) -> Sym:
    tok = p.advance()
    inner = bare_name(p)
    return replace(inner, accents=(*inner.accents, tok.text), at=(tok.start, p.end))


def in_font(p: Cursor) -> Sym:
    """``\\pmb x``, ``\\mathbf{W}``, ``\\mathbf{\\hat y}``, ``\\mathbf 1``."""
    tok = p.advance()
    braced = p.tok.kind == "{"
    if braced:
        p.advance()
    inner = p.tok
    if inner.kind == "number":
        p.split(1)
        sym = Sym(inner.text[0])
    elif braced and inner.kind == "letters" and len(inner.text) > 1:
        if inner.text not in WORD_NAMES and inner.text not in FUNCTIONS:
            parts = "*".join(inner.text)
            p.ambiguous(inner.start, inner.end, f"one name {inner.text}", f"the product {parts}")
        p.advance()
        sym = Sym(inner.text)
    elif braced and p.peek().kind == "}":
        sym = bare_name(p)
    elif braced:
        term = p.rules["expression"](p)
        if isinstance(term, Op) and term.head in ("e", "pi"):
            term = Sym(term.head)
        if not isinstance(term, Sym):
            raise ReadError("a font on more than a name", tok.start, p.end)
        sym = term
    else:
        sym = bare_name(p)
    if braced:
        p.expect("}", "}")
    font = "" if tok.text == "rm" or (len(sym.name) > 1 and sym.name in WORD_NAMES) else tok.text
    return replace(sym, font=font or sym.font, at=(tok.start, p.end))
