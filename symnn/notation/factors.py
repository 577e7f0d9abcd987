"""One operand with its scripts, primes and factorials; numbers."""

from __future__ import annotations

from fractions import Fraction

from symnn.notation.cursor import RELATION, Cursor
from symnn.notation.evaluated import at_values, bar_follows
from symnn.notation.integrals import at_differential
from symnn.notation.scripts import read_scripts
from symnn.notation.tokens import Token
from symnn.term import Num, Op, Sym, Term


def starts_factor(p: Cursor) -> bool:
    """Whether the current token begins another factor of a juxtaposed product."""
    kind = p.tok.kind
    if p.integrals and at_differential(p):
        return False
    if kind == "open":
        return not p.has(p.pos, RELATION) or p.tok.text not in "(["
    return kind in p.rules or (kind == "bar" and not p.bars and not bar_follows(p))


def opens_bar(p: Cursor) -> bool:
    return p.tok.kind == "bar"


def factor(p: Cursor) -> Term:
    """One operand with its scripts, primes and factorials."""
    kind = p.tok.kind
    brace = kind == "{"
    rule = p.rules.get(kind)
    start = p.tok.start
    if rule is not None:
        term = rule(p)
    elif kind == "bar":
        term = p.rules["bars"](p)
    else:
        p.unexpected("an operand")
    kind = p.tok.kind
    while kind in ("script", "prime", "factorial", "percent", "supT"):
        if kind == "factorial":
            p.advance()
            if p.tok.kind == "factorial":
                p.ambiguous(start, p.tok.end, "the double factorial", "the factorial twice")
            term = Op("factorial", (term,), (start, p.end))
        elif kind == "percent":
            p.advance()
            if not isinstance(term, Num) and starts_factor(p):
                p.ambiguous(start, p.tok.end, "a percentage and a factor", "a remainder")
            term = Op("percent", (term,), (start, p.end))
        else:
            braced = brace and isinstance(term, Sym)  # {z}^{(l)}: the braces hold a name
            term = read_scripts(p, named=braced).onto(p, term, start)
        kind = p.tok.kind
    if kind == "bar" and bar_follows(p):
        p.advance()
        term = at_values(p, term, start)
    return term


def number(p: Cursor) -> Term:
    """Digits; ``2e-4`` could be scientific notation or a product with Euler's number and is refused."""
    tok = p.advance()
    following = p.tok
    if len(tok.text) > 1 and tok.text[0] == "0" and tok.text[1] != ".":
        p.fail(f"a number that begins with 0: {tok.text}", tok.start, tok.end)
    if following.kind == "letters" and following.text in ("e", "E") and following.start == tok.end:
        digits = p.peek()
        at = digits.end if digits.kind == "sign" else following.end
        last = p.peek(2) if digits.kind == "sign" else digits
        if last.kind == "number" and last.start == at:
            if digits is last or Fraction(tok.text) == 1:  # e6 is no product, and 1e−6 would be written e − 6
                return _scientific(p, tok)
            p.ambiguous(tok.start, last.end, "a number times a power of ten", "a product with Euler's number")
    return Num(Fraction(tok.text), tok.text, (tok.start, tok.end))


def _scientific(p: Cursor, tok: Token) -> Term:
    """``1e-6``, ``2.5e6``: a decimal times a power of ten."""
    p.advance()
    sign = p.advance().text if p.tok.kind == "sign" else "+"
    digits = p.advance()
    if len(digits.text) > 2 or not digits.text.isdigit() or sign not in ("+", "-"):
        p.fail(f"the exponent {sign}{digits.text} of a decimal", tok.start, digits.end)
    text = p.source[tok.start : digits.end]
    return Num(Fraction(tok.text) * Fraction(10) ** int(sign + digits.text), text, (tok.start, digits.end))
