"""Precedence climbing: sums of products of factors, and the scripts that a factor may carry.

application > powers, primes, transposes > juxtaposition and fractions > ⊙ ⊘ ⊗ · × / > unary and binary ±.
"""

from __future__ import annotations

from fractions import Fraction

from symnn.notation.cursor import COMMA, MAX_DEPTH, RELATION, Cursor
from symnn.notation.evaluated import at_values, bar_follows, reaches_back
from symnn.notation.integrals import at_differential
from symnn.notation.reading import ReadError
from symnn.notation.scripts import read_scripts
from symnn.notation.symbols import LABELS, WORD_NAMES
from symnn.notation.tokens import Token
from symnn.term import Num, Op, Sym, Term

_SIDES = {"+": 1, "-": -1}
BIG = frozenset(["sum", "prod", "lim", "maxover", "minover", "integral", "expect"])


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


def need_operand(p: Cursor, sign: str, start: int) -> None:
    """E408 unless an operand stands here."""
    kind = p.tok.kind
    if kind in p.rules or opens_bar(p):
        return None
    if kind == "amp" or (kind == "row" and p.broken_line()):
        p.drop()
        return need_operand(p, sign, start)
    found = p.shown(p.tok)
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


def juxtaposed(p: Cursor) -> Term:
    """Factors side by side: one flat product."""
    start = p.tok.start
    first = factor(p)
    if not starts_factor(p):
        return first
    factors = [first]
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
        fraction = tok.kind == "frac" and isinstance(factors[-1], Num)
        following = factor(p)
        if tok.kind == "upright" and isinstance(following, Sym) and _is_prose(p, following):
            p.ambiguous(tok.start, p.end, f"a factor {following.name}", "words")
        if fraction and isinstance(following, Op) and all(isinstance(a, Num) for a in following.args):
            p.ambiguous(start, p.end, "a product", "a mixed number")
        varied = isinstance(factors[-1], Sym) and factors[-1].name == "delta" and not factors[-1].subs
        if varied and isinstance(following, Op) and following.head in ("call", "expect") and _squared(p, following):
            p.ambiguous(start, p.end, "the variation of a functional", "a product with delta")
        factors.append(following)
    reaches_back(p, factors, start)
    if any(isinstance(f, Op) and f.head in ("set", "pow") for f in factors):
        factors = _unbraced(p, factors, start)
    if p.tok.kind == "infix" and p.tok.text == "div" and any(map(_is_big, factors[:-1])):
        p.unexpected("the end of the product")
    return Op("mul", tuple(factors), (start, p.end))


def _squared(p: Cursor, term: Op) -> bool:
    """Whether the arguments stand in square brackets, as those of a functional."""
    return term.at is not None and p.source[term.at[1] - 1] == "]"


def _applied(p: Cursor, factors: list[Term], start: int) -> bool:
    """``(g \\circ f)(x)``: brackets behind a composition are its argument; behind f + g or f(x) they are doubtful."""
    last = factors[-1]
    if not isinstance(last, Op) or (p.tokens[p.pos - 1].kind != "close" and last.head != "deriv"):
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
    lone = len(inside) == 1 and inside[0].kind in ("letters", "name", "number") and len(inside[0].text) == 1
    if not (listed or lone):
        return None
    names = [t.text for t in inside if t.kind in ("letters", "name")]
    by = last.args[1]
    plain = {t.kind for t in inside} <= {"letters", "name", "comma"} and len(set(names)) == len(names)
    body = last.args[0]
    fits = isinstance(by, Sym) and not by.subs and by.name in names
    if not plain or not fits or not isinstance(body, Sym) or p.profile.kind(body) not in (None, "function"):
        p.ambiguous(start, p.tokens[close].end, "the derivative at a point", "a product")
    args = p.rules["arguments"](p)
    call = Op("call", (body, *(args.args if isinstance(args, Op) else ())), (start, p.end))
    return Op("deriv", (call, *last.args[1:]), (start, p.end))


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
