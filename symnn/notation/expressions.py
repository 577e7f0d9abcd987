"""Precedence climbing: sums of products of factors, and the scripts that a factor may carry.

application > powers, primes, transposes > juxtaposition and fractions > ⊙ ⊘ ⊗ · × / > unary and binary ±.
"""

from __future__ import annotations

from fractions import Fraction

from symnn.notation.cursor import MAX_DEPTH, RELATION, Cursor
from symnn.notation.evaluated import reaches_back
from symnn.notation.factors import factor, opens_bar, starts_factor
from symnn.notation.juxtaposition import juxtaposed
from symnn.notation.reading import ReadError
from symnn.term import Num, Op, Sym, Term

_SIDES = {"+": 1, "-": -1}


def expression(p: Cursor) -> Term:
    """A sum: products with + − ± between them and maybe a sign in front."""
    start = p.tok.start
    terms: list[Term] = []
    pending: Term | None = None  # left side of a ±
    sign, mark = "+", start
    if is_placeholder(p):
        p.advance()
        return Op("placeholder", (), (start, p.end))
    if p.tok.kind == "sign":
        sign = p.advance().text
        need_operand(p, sign, start)
    elif p.tok.kind not in p.rules and not opens_bar(p):
        p.unexpected("an expression")
    while True:
        term = product(p)
        if sign == "-":
            term = Op("neg", (term,), (mark, p.end))
        if sign == "pm":
            left = [*([pending] if pending else []), *([_sum(terms, start, p)] if terms else [])]
            pending, terms = Op("pm", (*left, term), (start, p.end)), []
        else:
            terms.append(term)
        if p.tok.kind != "sign":
            break
        tok = p.advance()
        sign, mark = tok.text, tok.start
        if p.side is not None and p.tok.kind in ("}", "eof") and sign in _SIDES:  # x \to 0+
            p.side = _SIDES[sign]
            break
        need_operand(p, sign, tok.start)
    reaches_back(p, terms, start)
    if pending is not None:
        return Op("add", (pending, *terms), (start, p.end)) if terms else pending
    return _sum(terms, start, p)


def is_placeholder(p: Cursor) -> bool:
    """The dot of ``|\\cdot|`` and ``E[\\cdot | x]``: alone between brackets, bars or commas."""
    if p.tok.kind != "infix" or p.tok.text != "dot" or p.pos == 0:
        return False
    before, behind = p.tokens[p.pos - 1].kind, p.peek().kind
    return before in ("open", "comma", "bar") and behind in ("close", "comma", "bar", "given", "semicolon")


def _sum(terms: list[Term], start: int, p: Cursor) -> Term:
    return terms[0] if len(terms) == 1 else Op("add", tuple(terms), (start, p.end))


def _code(p: Cursor, sign: str) -> None:
    """``x+=1``, ``7//2``, ``x**2``, ``i++``: operators of a programming language, written without a space."""
    last, tok = p.tokens[p.pos - 1], p.tok
    if tok.start != last.end:
        return
    assigned = tok.kind == "relation" and p.source[tok.start : tok.end] == "="
    doubled = p.source[tok.start : tok.end] == sign and (sign in ("/", "*") or p.peek().kind == "eof")
    if sign in ("+", "-", "*", "/") and (assigned or doubled):
        p.fail("code in the place of mathematics", last.start, tok.end)


def need_operand(p: Cursor, sign: str, start: int) -> None:
    """E408 unless an operand stands here."""
    kind = p.tok.kind
    if kind in p.rules or opens_bar(p):
        return None
    if kind == "amp" or (kind == "row" and p.broken_line()):
        p.drop()
        return need_operand(p, sign, start)
    found = p.shown(p.tok)
    _code(p, sign)
    if kind == "sign":
        raise ReadError(f"{sign} is followed by another sign, {found}: use brackets", start, p.tok.end, code="E408")
    before = p.tokens[p.pos - 2].kind if p.pos > 1 else "eof"
    if kind in ("close", "comma") and before in ("open", "comma"):  # max(0,-)
        p.ambiguous(start, p.tok.start, "a dash in the place of an argument", "a sign whose operand is lost")
    raise ReadError(f"{sign} has no operand on its right, found {found}", start, p.tok.end, code="E408")


def product(p: Cursor) -> Term:
    """Juxtaposed factors joined by the product signs, from left to right."""
    start = p.tok.start
    left = juxtaposed(p)
    joined = 0
    while p.tok.kind == "infix" or _dotted(p):
        joined += 1
        if joined > MAX_DEPTH:
            raise ReadError(f"a chain of more than {MAX_DEPTH} products", start, p.tok.end)
        tok = p.advance()
        tok = tok._replace(text="dot") if tok.kind == "stop" else tok
        if p.tok.kind == "sign" and tok.text != "div":
            at, sign = p.tok.start, p.advance().text
            need_operand(p, sign, at)
            right: Term = juxtaposed(p)
            if sign == "-":
                right = Op("neg", (right,), (at, p.end))
        else:
            need_operand(p, p.shown(tok), tok.start)
            right = divisor(p, start) if tok.text == "div" else juxtaposed(p)
        if tok.text == "div":
            left = quotient(p, left, right, (start, p.end))
        else:
            head = _head(p, tok.text, left, right, start)
            if head == "compose":
                left, right = _inverted(left) or left, _inverted(right) or right
            left = Op(head, (left, right), (start, p.end))
    return left


def _dotted(p: Cursor) -> bool:
    """``x_{1,1}.y_{1,1}`` in a matrix, where no sentence ends: a full stop close between two operands."""
    if p.tok.kind != "stop" or p.lines:
        return False
    before, behind, then = p.tokens[p.pos - 1], p.peek(), p.peek(2)
    if before.kind not in ("}", "close") or before.end != p.tok.start or behind.start != p.tok.end:
        return False
    name = behind.kind in ("letters", "name") and then.kind in ("script", "prime") and len(behind.text) == 1
    return name or behind.kind == "frac"


def _head(p: Cursor, sign: str, left: Term, right: Term, start: int) -> str:
    if sign in p.profile.signs:
        if sign == "star" and p.profile.signs[sign] == "times" and any(_an_array(p, t) for t in (left, right)):
            p.ambiguous(start, p.end, "a product entry by entry", "a product of matrices")
        return p.profile.signs[sign]
    if sign == "star":
        if isinstance(left, Num) or isinstance(right, Num):
            return "times"
        p.ambiguous(start, p.end, "a product", "a convolution")
    if sign == "times" and is_set(left) and is_set(right):
        return "cartesian"
    if sign == "compose" and not (_functional(p, left) and _functional(p, right)):
        p.ambiguous(start, p.end, "a composition", "an elementwise product")
    return sign


def _an_array(p: Cursor, term: Term) -> bool:
    if not isinstance(term, Sym):
        return isinstance(term, Op) and term.head in ("matrix", "transpose")
    return p.profile.declared_kind(term) in ("vector", "matrix") or (term.font == "bf")


def _functional(p: Cursor, term: Term) -> bool:
    """Whether a term is a function by itself: f, f', f⁻¹, f ∘ g, f + g."""
    match term:
        case Sym():
            return p.profile.kind(term) == "function"
        case Op("pow", (base, _)):
            return _inverted(term) is not None and _functional(p, base)
        case Op("prime" | "inverse" | "bare", (base, *_)):
            return True
        case Op("compose" | "add" | "neg", args):
            return all(_functional(p, a) for a in args)
    return term == Op("dots")


def _inverted(term: Term) -> Term | None:
    """The inverse function that f⁻¹ is beside a composition."""
    match term:
        case Op("pow", (base, Op("neg", (Num(value=one),)))) if one == 1:
            return Op("inverse", (base,), term.at)
    return None


def is_set(term: Term) -> bool:
    sets = ("reals", "naturals", "integers", "rationals", "set", "cartesian")
    return isinstance(term, Op) and (
        term.head in sets or term.head.startswith("interval") or (term.head == "pow" and is_set(term.args[0]))
    )


def quotient(p: Cursor, top: Term, bottom: Term, at: tuple[int, int]) -> Op:
    """A fraction; one of differentials is a derivative."""
    if isinstance(top, Op) and isinstance(bottom, Op) and top.head == bottom.head == "differential":
        return Op("deriv", (top.args[0], bottom.args[0]), at)
    if isinstance(bottom, Op) and bottom.head == "differential":
        p.ambiguous(*at, "a product with d", "a differential")
    return Op("div", (top, bottom), at)


def divisor(p: Cursor, start: int) -> Term:
    """What follows a slash: one factor; with a second one beside it the reach of the slash is unclear."""
    at = p.tok.start
    first = factor(p)
    if starts_factor(p) and p.tok.kind not in ("big", "integral"):
        left, one = p.source[start:at].strip(), p.source[at : p.end].strip()
        stop = p.tok.start
        rest = p.shown(p.tok)[:1] if p.tok.kind in ("letters", "number") else p.shown(p.tok)
        p.ambiguous(start, max(p.tok.end, stop), f"({left}{one}) times {rest}…", f"{left}({one} times {rest}…)")
    return first


def group(p: Cursor) -> Term:
    """``{…}``: invisible brackets; the contents are one term, or the name of ``{\\rm ReLU}(x)``."""
    opener = p.advance()
    if p.tok.kind == "upright" and p.peek().kind == "}":
        return p.rules["braced word"](p)
    if p.tok.kind == "}":
        raise ReadError("an empty pair of braces", opener.start, p.tok.end, code="W407")
    bars, p.bars, integrals, p.integrals = p.bars, False, p.integrals, False
    term = p.rules["statement"](p) if p.has(p.pos - 1, RELATION) else expression(p)
    p.bars, p.integrals = bars, integrals
    if p.tok.kind != "}":
        p.unexpected("}")
    p.advance()
    return term


def argument(p: Cursor) -> Term:
    """The argument of a TeX command: a group, or one sign: ``\\frac12``, ``\\sqrt x``, ``x^\\frac12``."""
    tok = p.tok
    if tok.kind == "{":
        return group(p)
    if tok.kind == "number":
        p.split(1)
        return Num(Fraction(tok.text[0]), tok.text[0], (tok.start, tok.start + 1))
    if tok.kind == "letters":
        return p.rules["single"](p)
    if tok.kind in ("name", "letter", "frac", "sqrt", "infinity", "accent", "font", "upright", "binom", "dots"):
        return p.rules["single" if tok.kind == "name" else tok.kind](p)
    return p.unexpected("an argument")
