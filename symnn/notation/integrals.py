"""Integrals: bounds or a region, an integrand, and the differential that ends it.

The differential closes the integrand like a bracket: ``∫ a + b dx`` is the integral of the sum.  Without one the
variable is not said, and the formula is not read.
"""

from __future__ import annotations

from symnn.notation.cursor import Cursor
from symnn.notation.letters import bare_name
from symnn.notation.scripts import read_scripts
from symnn.term import NONE, Op, Sym, Term, num

_SIGNS = {"int": 1, "oint": 1, "iint": 2, "iiint": 3}
_NAMES = frozenset(["letters", "name", "accent", "font", "letter", "increment"])


def at_differential(p: Cursor) -> bool:
    """Whether ``dx``, ``\\mathrm{d}x``, ``{\\rm d}x`` begins here."""
    tok, following = p.tok, p.peek()
    if tok.kind == "{" and following.kind == "upright" and following.text == "d" and p.peek(2).kind == "}":
        return p.peek(3).kind in _NAMES
    if tok.kind == "upright" and tok.text == "d":
        return following.kind in _NAMES or following.kind == "upright"
    if tok.kind != "letters" or tok.text[0] != "d" or p.profile.declared_kind(Sym("d")) is not None:
        return False
    if len(tok.text) == 1:
        return following.kind in _NAMES
    return len(tok.text) % 2 == 0 and set(tok.text[::2]) == {"d"}


def integral(p: Cursor) -> Term:
    """``\\int_a^b f(x)\\,dx``, ``\\int_\\Omega``, ``\\iint f dx dy``, ``\\int dx f(x)``, a lone ``\\int``."""
    tok = p.advance()
    start, signs = tok.start, _SIGNS[tok.text]
    scripts = read_scripts(p, bounds=True)
    if scripts.primes or scripts.sups or scripts.stars or len(scripts.marks) > 1 or len(scripts.subs) > 1:
        p.fail("scripts on an integral: expected its bounds or its region", start)
    lower = scripts.subs[0] if scripts.subs else None
    upper = _upper(p, scripts.marks, start)
    if upper is not None and lower is None:
        p.fail("an integral with an upper bound only", start)
    if p.tok.kind == "eof" and p.pos <= 1:
        return p.op("bare", start, Sym(tok.text))
    outer, p.integrals = p.integrals, True
    if at_differential(p):
        found = _differentials(p)
        begins = p.tok.kind in p.rules or p.tok.kind == "bar"
        p.integrals = outer
        body = p.rules["product"](p) if begins and not (outer and at_differential(p)) else num(1)
    else:
        body = p.rules["expression"](p)
        if not at_differential(p):
            p.fail("an integral without its differential: over which variable?", start)
        found = _differentials(p, signs if lower is not None or signs > 1 else None, outer)
        p.integrals = outer
    return _built(p, _unbraced(body), found, lower, upper, signs, start)


def _unbraced(body: Term) -> Term:
    """Braces around the whole integrand are brackets: nobody integrates a set."""
    lone = isinstance(body, Op) and body.head == "set" and len(body.args) == 1
    return body.args[0] if lone and isinstance(body, Op) else body


def _upper(p: Cursor, marks: list[tuple[str, Term | None]], start: int) -> Term | None:
    if not marks:
        return None
    kind, exponent = marks[0]
    if kind == "plain T":
        return Sym("T")
    if kind != "pow" or exponent is None:
        p.fail("the superscript of the integral is no upper bound", start)
    return exponent


def _differentials(p: Cursor, most: int | None = None, nested: bool = False) -> list[Sym]:
    """The variables behind each d; of a nested integral only as many as it has signs, the rest belongs outside."""
    found: list[Sym] = []
    limit = (most or 1) if nested else None
    while at_differential(p) and (limit is None or len(found) < limit):
        if p.tok.kind == "{":
            for _ in range(3):
                p.advance()
        elif p.tok.kind == "letters":
            p.split(1)
        else:
            p.advance()
        at = p.tok.start
        name = bare_name(p)
        scripts = read_scripts(p, named=True)
        if scripts.marks or scripts.primes or scripts.stars:
            p.fail("a differential is one of a name", at)
        if p.tok.kind == "open" and p.tok.text in "([" and p.tok.start == p.end:
            p.fail("an integral by a measure is not read", at, p.tok.end)
        found.append(scripts.name(p, name))
    return found


def _built(
    p: Cursor, body: Term, found: list[Sym], lower: Term | None, upper: Term | None, signs: int, start: int
) -> Term:
    bounded = lower is not None
    if len(set(found)) < len(found) or (bounded and len(found) > 1) or (signs > 1 and len(found) not in (1, signs)):
        p.fail("an integral over several variables: write one sign for each with its bounds", start)
    if signs > 1 and len(found) == 1 and not bounded:
        p.fail("an integral over several variables with one differential", start)
    if upper is not None and lower is not None:
        if signs > 1:
            p.fail("bounds on a multiple integral", start)
        return p.op("integral", start, body, found[0], lower, upper)
    if lower is not None:
        return p.op("integral_over", start, body, found[0], NONE if lower == found[0] else lower)
    for variable in found:
        body = p.op("integral", start, body, variable, NONE, NONE)
    return body
