"""``{…}``: invisible brackets; ``{f}(x)``, ``{f}'(x)``, ``{\\hat f}(x)``: braces around a name change nothing."""

from __future__ import annotations

from symnn.notation.application import arguments, decide, opener
from symnn.notation.cursor import Cursor
from symnn.notation.expressions import group
from symnn.notation.letters import single
from symnn.notation.names import name
from symnn.notation.tokens import Token
from symnn.term import Op, Sym, Term

_NAMES = frozenset(["letters", "name", "letter"])
_DRESSED = frozenset(["accent", "font"])


def braced(p: Cursor) -> Term:
    """What stands in braces; a name goes on with the scripts and arguments behind them."""
    at, depth = p.pos, _depth(p)
    inner = at + depth
    token, stop = p.tokens[inner], p.partner[inner - 1]
    if token.kind == "function" and stop == inner + 1:
        p.tokens[stop + depth - 1] = token
        p.go(stop + depth - 1)
        return p.rules["function"](p)
    if _is_bare(p, inner, stop):
        p.go(inner)
        sym = single(p)
        if isinstance(sym, Op) and sym.head in ("e", "pi"):
            sym = Sym(sym.head)
        if p.pos == stop and isinstance(sym, Sym):
            for _ in range(depth):
                p.advance()
            return name(p, sym, token)
        p.go(at)
    term = group(p)
    fn = term.args[0] if isinstance(term, Op) and term.head == "prime" else term
    if opener(p) is None or not isinstance(fn, Sym) or token.kind not in _NAMES | _DRESSED:
        return term
    if decide(p, fn, inner, token, fn is not term) == "product":
        return term
    if "prime" in fn.accents:
        p.ambiguous(token.start, p.tok.end, f"{fn.name} applied to an argument", f"{fn.name} times a bracket")
    return p.op("call", token.start, term, *arguments(p))


def _depth(p: Cursor) -> int:
    """How many braces stand around the same thing."""
    depth = 1
    while p.peek(depth).kind == "{" and p.partner[p.pos + depth] + depth == p.partner[p.pos]:
        depth += 1
    return depth


def _is_bare(p: Cursor, at: int, stop: int) -> bool:
    """Whether the braces hold one name, maybe with an accent or in a font, and nothing else."""
    tok, behind = p.tokens[at], p.tokens[at + 1]
    if tok.kind in _DRESSED and tok.text != "rm":
        return p.partner[at + 1] + 1 == stop if behind.kind == "{" else at + 2 == stop and _is_letter(behind)
    return at + 1 == stop and _is_letter(tok)


def _is_letter(tok: Token) -> bool:
    return tok.kind in _NAMES and (tok.kind != "letters" or len(tok.text) == 1)
