"""Factors side by side: products without a sign, and what only looks like one."""

from __future__ import annotations

from symnn.notation.application import is_lone
from symnn.notation.cursor import COMMA, Cursor
from symnn.notation.evaluated import reaches_back
from symnn.notation.factors import factor, starts_factor
from symnn.notation.reach import reaches_on
from symnn.notation.reading import ReadError
from symnn.notation.symbols import LABELS, WORD_NAMES
from symnn.term import Num, Op, Sym, Term

BIG = frozenset(["sum", "prod", "lim", "maxover", "minover", "integral", "expect"])


def juxtaposed(p: Cursor) -> Term:
    """Factors side by side: one flat product."""
    start = p.tok.start
    derived = [0] if p.tok.kind == "nabla" else []  # where ∇ begins
    first = factor(p)
    if not starts_factor(p):
        return first
    factors = _flat("nabla" if derived else "", first)
    while starts_factor(p):
        tok = p.tok
        if "~" in p.source[p.end : tok.start] and p.tokens[p.pos - 1].kind != "cue":
            p.ambiguous(start, tok.end, "a product", "distributed as")
        if tok.kind == "number":
            raise ReadError(
                f"{tok.text} stands behind a factor: a product, or an index or exponent that lost its place?",
                tok.start, tok.end, readings=("a product", "an index"),
            )  # fmt: skip
        if tok.kind == "open" and tok.text == "(" and _applied(p, factors, start):
            continue
        derived += [len(factors)] if tok.kind == "nabla" else []
        fraction = tok.kind == "frac" and isinstance(factors[-1], Num)
        following = factor(p)
        if tok.kind == "upright" and isinstance(following, Sym) and _is_prose(p, following):
            p.ambiguous(tok.start, p.end, f"a factor {following.name}", "words")
        if fraction and isinstance(following, Op) and all(isinstance(a, Num) for a in following.args):
            p.ambiguous(start, p.end, "a product", "a mixed number")
        varied = isinstance(factors[-1], Sym) and factors[-1].name == "delta" and not factors[-1].subs
        if varied and isinstance(following, Op) and following.head in ("call", "expect") and _squared(p, following):
            p.ambiguous(start, p.end, "the variation of a functional", "a product with delta")
        factors += _flat(tok.kind, following)
    reaches_back(p, factors, start)
    if any(reaches_on(factors[k], factors[k + 1 :]) for k in derived):
        p.ambiguous(start, p.end, "the gradient of the first factor", "the gradient of the product")
    if any(isinstance(f, Op) and f.head in ("set", "pow") for f in factors):
        factors = _unbraced(p, factors, start)
    if p.tok.kind == "infix" and p.tok.text == "div" and any(map(_is_big, factors[:-1])):
        p.unexpected("the end of the product")
    return factors[0] if len(factors) == 1 else Op("mul", tuple(factors), (start, p.end))


def _flat(kind: str, read: Term) -> list[Term]:
    """∇ may have read on to see how far it reaches."""
    return list(read.args) if kind == "nabla" and isinstance(read, Op) and read.head == "mul" else [read]


def _squared(p: Cursor, term: Op) -> bool:
    """Whether the arguments stand in square brackets, as those of a functional."""
    return term.at is not None and p.source[term.at[1] - 1] == "]"


def _applied(p: Cursor, factors: list[Term], start: int) -> bool:
    """``(g \\circ f)(x)``: brackets behind a composition are its argument; behind f + g or f(x) they are doubtful."""
    last = factors[-1]
    before = p.tokens[p.pos - 1].kind
    closed = before == "close"
    primed = before == "prime" and p.tokens[p.pos - 2].kind == "close"
    if (closed and isinstance(last, Sym) and p.profile.kind(last) == "function") or primed:  # (f)(2), (f)'(2)
        p.ambiguous(start, p.tokens[p.partner[p.pos]].end, "an application", "a product")
    if not isinstance(last, Op) or (not closed and last.head != "deriv"):
        return False
    if (
        last.head == "deriv"
        and last.at is not None
        and last.at[1] == p.end
        and (derived := _derivative_applied(p, last, start)) is not None
    ):
        factors[-1] = derived
        return True
    if last.head == "compose":
        inside = p.rules["arguments"](p)
        factors[-1] = Op("call", (last, *(inside.args if isinstance(inside, Op) else ())), (start, p.end))
        return True
    names = [a for a in last.args if isinstance(a, Sym)]
    functions = last.head in ("add", "mul") and any(p.profile.kind(n) == "function" for n in names)
    close = p.partner[p.pos]
    if functions or (last.head == "call" and close == p.pos + 2 and p.tokens[p.pos + 1].kind in ("letters", "name")):
        p.ambiguous(start, p.tokens[close].end, "an application", "a product")
    return False


def _derivative_applied(p: Cursor, last: Op, start: int) -> Term | None:
    """``\\frac{df}{dx}(x, z)`` is the derivative of f(x, z); behind a derivative of anything else it is doubtful."""
    close = p.partner[p.pos]
    inside = p.tokens[p.pos + 1 : close]
    listed = p.has(p.pos, COMMA)
    lone = is_lone(p, p.pos + 1, close)
    if not (listed or lone):
        return None
    names = [t.text for t in inside if t.kind in ("letters", "name")]
    by = last.args[1]
    plain = {t.kind for t in inside} <= {"letters", "name", "comma"} and len(set(names)) == len(names)
    body = last.args[0]
    if lone and len(last.args) == 2 and (taken := _taken_at(p, last, start)) is not None:
        return taken
    numbers = {t.kind for t in inside} <= {"number", "comma", "sign"}
    if listed and numbers and isinstance(body, Sym) and p.profile.kind(body) in (None, "function"):
        point = p.rules["arguments"](p)
        return Op("call", (last, *(point.args if isinstance(point, Op) else ())), (start, p.end))
    fits = isinstance(by, Sym) and not by.subs and by.name in names
    if not plain or not fits or not isinstance(body, Sym) or p.profile.kind(body) not in (None, "function"):
        p.ambiguous(start, p.tokens[close].end, "the derivative at a point", "a product")
    args = p.rules["arguments"](p)
    call = Op("call", (body, *(args.args if isinstance(args, Op) else ())), (start, p.end))
    return Op("deriv", (call, *last.args[1:]), (start, p.end))


def _taken_at(p: Cursor, last: Op, start: int) -> Term | None:
    """``\\frac{\\partial f}{\\partial x}(x_0)``, ``\\frac{df}{dx}(2)``: at a number or a name of that letter."""
    body, by = last.args
    if (
        not isinstance(body, Sym)
        or not isinstance(by, Sym)
        or by.subs
        or p.profile.kind(body) not in (None, "function")
    ):
        return None
    at = p.pos
    inside = p.rules["arguments"](p)
    (value,) = inside.args if isinstance(inside, Op) and len(inside.args) == 1 else (None,)
    if isinstance(value, Num) or (isinstance(value, Sym) and value.name == by.name and value != by):
        call = Op("call", (body, by), (start, p.end))
        return Op("at", (Op("deriv", (call, by), last.at), by, value), (start, p.end))
    p.go(at)
    return None


def _is_prose(p: Cursor, sym: Sym) -> bool:
    """``x \\text{is small}``: a word that nobody declared, behind a factor."""
    word = sym.name
    known = len(word) == 1 or word in WORD_NAMES or word in LABELS or word[0].isupper()
    if " " in word or not known:
        return p.profile.declared_kind(sym) is None and not (sym.subs or sym.sups)
    return False


def _unbraced(p: Cursor, factors: list[Term], start: int) -> list[Term]:
    """``N \\{ a + b \\}``: braces around a sum or product, as a factor, are brackets."""
    out: list[Term] = []
    for f in factors:
        base = f.args[0] if isinstance(f, Op) and f.head == "pow" else f
        if isinstance(base, Op) and base.head == "set" and len(base.args) == 1:
            inner, before = base.args[0], out[-1] if out else None
            applied = isinstance(before, Sym) and p.profile.kind(before) in (None, "function", "event")
            if base is not f or applied or not isinstance(inner, Op):
                p.ambiguous(start, p.end, "a set as a factor", "braces in the place of brackets")
            f = inner
        out.append(f)
    return out


def unbraced(body: Term) -> Term:
    """``\\sum_i \\{ a_i + b_i \\}``, ``\\int \\{ … \\} dx``: braces around all of an operand are brackets."""
    if isinstance(body, Op) and body.head == "set" and len(body.args) == 1 and isinstance(body.args[0], Op):
        return body.args[0]
    if isinstance(body, Op) and body.head == "pow" and (base := unbraced(body.args[0])) is not body.args[0]:
        return Op("pow", (base, *body.args[1:]), body.at)  # \prod_k \{ a_k b_k \}^{z_k}
    return body


def _is_big(term: Term) -> bool:
    return isinstance(term, Op) and term.head in BIG
