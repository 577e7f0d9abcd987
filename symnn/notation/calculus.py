"""Fractions and roots; derivatives in Leibniz's notation, gradients and Hessians."""

from __future__ import annotations

from symnn.notation.cursor import COMMA, Cursor
from symnn.notation.evaluated import outside
from symnn.notation.expressions import argument, product, quotient
from symnn.notation.factors import factor, starts_factor
from symnn.notation.juxtaposition import juxtaposed, unbraced
from symnn.notation.scripts import read_scripts
from symnn.notation.tokens import Token
from symnn.term import Num, Op, Sym, Term, free_symbols, num, walk

_AFTER_D = frozenset(["letters", "name", "accent", "font", "letter", "upright"])
_RATES = frozenset("alpha beta gamma eta kappa lambda rho tau C c".split())  # constants before a term of a loss
_VALUES = frozenset(["function", "sqrt", "frac", "big"])  # d sin(x), d √x above dx: what is differentiated


def _is_d(p: Cursor, tok: Token, following: Token, below: bool) -> bool:
    """Whether a token is the ∂ or the d of a derivative."""
    if tok.kind == "partial" or (tok.kind == "upright" and tok.text == "d"):
        return True
    if tok.kind != "letters" or tok.text[0] != "d" or len(tok.text) > 2:
        return False
    if p.profile.declared_kind(Sym("d")) is not None:
        return False
    if len(tok.text) == 2:
        return True
    if following.kind == "}":
        return not below
    if following.kind in _AFTER_D:
        return True
    return not below and (following.kind in _VALUES or (following.kind == "script" and following.text == "^"))


def fraction(p: Cursor) -> Term:
    """``\\frac{a}{b}``, ``\\frac12``, ``\\frac{\\partial L}{\\partial x}``, ``\\frac{d}{dx}``."""
    start = p.advance().start
    if p.tok.kind == "{" and _is_derivative(p):
        return _leibniz(p, start)
    if p.tok.kind == "{" and is_variation(p):
        return _functional(p, start)
    top, bottom = argument(p), argument(p)
    return quotient(p, top, bottom, (start, p.end))


def _is_derivative(p: Cursor) -> bool:
    close = p.partner[p.pos]
    below = p.tokens[close + 1]
    if below.kind != "{":
        return False
    first = _is_d(p, p.peek(), p.peek(2), False)
    second = _is_d(p, p.tokens[close + 2], p.tokens[close + 3], True)
    tok = p.peek() if first else p.tokens[close + 2]
    if first != second and tok.kind == "letters" and (second or len(tok.text) == 2):
        p.ambiguous(p.tokens[p.pos - 1].start, p.tokens[p.partner[close + 1]].end, "a product with d", "a differential")
    return first and second


def is_variation(p: Cursor) -> bool:
    """``\\frac{\\delta F}{\\delta y}``: δ above and below, each before a name."""
    below = p.partner[p.pos] + 1
    if p.tokens[below].kind != "{" or p.profile.declared_kind(Sym("delta")) is not None:
        return False
    return all(
        p.tokens[at + 1].kind == "name" and p.tokens[at + 1].text == "delta" and p.tokens[at + 2].kind in _AFTER_D
        for at in (p.pos, below)
    )


def _functional(p: Cursor, start: int) -> Term:
    parts: list[Term] = []
    for _ in range(2):
        p.advance()
        p.advance()
        parts.append(factor(p))
        p.expect("}", "}")
    return p.op("functional_deriv", start, *parts)


def differential(p: Cursor) -> Term:
    """``dx``, and the derivative ``dL/dw``, ``df(x)/dx`` on one line; the cursor is behind the d."""
    start = p.end - 1 if p.source[p.end - 1] == "d" else p.tokens[p.pos - 1].start
    body = factor(p)
    if p.tok.kind == "infix" and p.tok.text == "div":
        p.advance()
        if not _is_d(p, p.tok, p.peek(), True):
            p.ambiguous(start, p.tok.end, "a product with d", "a differential")
        variables = _variables(p, "eof")
        p.one_factor(start)
        return p.op("deriv", start, body, *variables)
    if not isinstance(body, Sym):
        p.ambiguous(start, p.end, "a product with d", "a differential")
    return p.op("differential", start, body)


def _take_d(p: Cursor) -> None:
    if p.tok.kind == "letters":
        p.split(1)
    else:
        p.advance()


def _leibniz(p: Cursor, start: int) -> Term:
    p.expect("{", "{")
    _take_d(p)
    order = _order(p)
    body = None if p.tok.kind == "}" else product(p)
    p.expect("}", "}")
    p.expect("{", "{")
    variables = _variables(p, "}")
    p.expect("}", "}")
    _check_order(p, order, variables, start)
    if body is None:
        body = unbraced(_operand(p, start))
    return outside(p, p.op("deriv", start, body, *variables))


def _order(p: Cursor) -> Term:
    if p.tok.kind != "script" or p.tok.text != "^":
        return num(1)
    scripts = read_scripts(p)
    if len(scripts.marks) == 1 and scripts.marks[0][0] == "pow" and isinstance(scripts.marks[0][1], Num):
        return scripts.marks[0][1]
    return p.fail("the order of a derivative must be a number", scripts.start)


def _variables(p: Cursor, stop: str) -> tuple[Term, ...]:
    found: list[Term] = []
    while p.tok.kind != stop and _is_d(p, p.tok, p.peek(), True):
        at = p.tok.start
        _take_d(p)
        match factor(p):
            case Op("pow", (variable, Num(value=power))) if power.denominator == 1 and 0 < power <= 20:
                found.extend([variable] * int(power))
            case Sym() | Op("call" | "increment" | "item") as variable:
                found.append(variable)
                if stop == "eof":
                    break
            case _:
                p.fail("a derivative is by a name", at)
    if not found:
        p.unexpected("the variable of a derivative")
    return tuple(found)


def _check_order(p: Cursor, order: Term, variables: tuple[Term, ...], start: int) -> None:
    if isinstance(order, Num) and order.value != len(variables):
        p.fail(f"order {order.value} above, {len(variables)} below", start)


def _operand(p: Cursor, start: int) -> Term:
    """What d/dx acts on: a bracket, or the product that follows."""
    if p.tok.kind == "open" and p.tok.text == "[":
        return p.rules["open"](p)
    if p.tok.kind == "eof" and start == p.tokens[0].start:
        return Op("placeholder")  # the operator itself is spoken of
    if not starts_factor(p):
        p.missing("the derivative has no operand", start)
    if p.tok.kind != "open":
        return product(p)
    stop = p.partner[p.pos] + 1
    term = product(p)
    if p.pos != stop:
        p.ambiguous(start, p.end, "the derivative of the bracket, times the rest", "the derivative of the product")
    return term


def partial(p: Cursor) -> Term:
    """``∂L/∂z`` on one line."""
    start = p.advance().start
    order = _order(p)
    body = factor(p)
    plain = isinstance(body, Sym) and order == num(1)
    if plain and _names_a_boundary(p):
        return p.op("del", start, body)
    if not (p.tok.kind == "infix" and p.tok.text == "div" and p.peek().kind == "partial"):
        p.unexpected("the ∂ below, as in ∂L/∂x")
    p.advance()
    variables = _variables(p, "eof")
    _check_order(p, order, variables, start)
    p.one_factor(start)
    return p.op("deriv", start, body, *variables)


def _names_a_boundary(p: Cursor) -> bool:
    """Whether nothing follows that a derivative could go on with; in braces only below an integral or as an index."""
    if p.tok.kind == "}":
        opener = next(i for i, j in p.partner.items() if j == p.pos)
        return p.tokens[opener - 1].kind == "script"
    among = p.tok.kind == "infix" and p.tok.text in ("union", "intersection", "setminus")
    return among or p.tok.kind in ("eof", "relation", "close", "comma", "stop")


def nabla(p: Cursor) -> Term:
    """``∇_W L``, ``∇ℓ(z)``, ``∇_w^2 [ … ]``."""
    start = p.advance().start
    scripts = read_scripts(p)
    second = [kind for kind, exponent in scripts.marks if kind == "pow" and exponent == num(2)]
    if len(second) != len(scripts.marks) or scripts.sups or scripts.primes or len(scripts.subs) > 1:
        p.fail("scripts on ∇: expected a variable below and maybe a 2 above", start)
    if p.tok.kind == "open" and p.tok.text == "[":
        body = p.rules["open"](p)
    elif starts_factor(p):
        body = unbraced(_reached(p, start, scripts.subs))
    elif p.tok.kind == "eof" and start == p.tokens[0].start:
        body = Op("placeholder")
    else:
        if p.tok.kind == "infix":
            p.fail("∇ with a product sign: a divergence or a curl is not read", start, p.tok.end)
        p.missing("∇ has no operand", start)
    return outside(p, p.op("hessian" if second else "gradient", start, body, *scripts.subs))


def _reached(p: Cursor, start: int, by: tuple[Term, ...]) -> Term:
    """What ∇ acts on: one factor; behind a number or a rate, ``\\nabla_x \\frac12 x^T H x``, all of the product."""
    at = p.tok.start
    term = _unscripted(p)
    spelled = p.tok.kind == "infix" and p.tok.text in ("dot", "times")
    if not (starts_factor(p) or spelled) or not _weight(p, term, by):
        return term
    if spelled:
        p.advance()
    rest = juxtaposed(p)
    whole = p.op("mul", at, term, *(rest.args if isinstance(rest, Op) and rest.head == "mul" else (rest,)))
    certain = not isinstance(term, Sym) or free_symbols(rest) & set(by)  # 1/N alone has no gradient
    if not certain or (p.tok.kind == "infix" and p.tok.text not in ("union", "intersection", "setminus")):
        p.ambiguous(start, p.end, "the gradient of the first factor", "the gradient of the product")
    return whole


def _weight(p: Cursor, term: Term, by: tuple[Term, ...]) -> bool:
    """``2``, ``\\lambda``, ``\\frac{1}{2n}``: nothing that a gradient is taken of by itself."""
    if isinstance(term, Num):
        return True
    names = [n for n in walk(term) if isinstance(n, Sym)]
    if isinstance(term, Sym):
        return term.base.name in _RATES and term not in by and p.profile.kind(term) not in ("vector", "matrix")
    arithmetic = all(n.head in ("div", "mul", "neg", "pow", "sqrt") for n in walk(term) if isinstance(n, Op))
    plain = all(n.name in _RATES or n.name == "sigma" or p.profile.kind(n) == "index" for n in names)
    return arithmetic and plain and not set(names) & set(by)


def _unscripted(p: Cursor) -> Term:
    """The operand of ∇ is one factor; a transpose on it belongs to the gradient only when in brackets."""
    at = p.tok.start
    term = factor(p)
    if isinstance(term, Op) and term.head in ("transpose", "pow"):
        p.ambiguous(at, p.end, "the gradient first", f"the {term.head} first")
    return term


def root(p: Cursor) -> Term:
    """``\\sqrt{x}``, ``\\sqrt[3]{x}``."""
    sign = p.advance()
    start = sign.start
    if p.tok.kind == "open" and p.tok.text == "[":
        p.advance()
        degree = p.rules["expression"](p)
        if p.tok.kind != "close":
            p.unexpected("]")
        p.advance()
        return p.op("root", start, argument(p), degree)
    if p.tok.kind == "open" and p.tok.text == "(":
        return p.op("sqrt", start, p.rules["open"](p))
    bare = p.tok.kind != "{"
    if p.tok.kind == "letters" and len(p.tok.text) > 1:
        p.ambiguous(start, p.tok.end, f"the root of {p.tok.text[0]} and a factor", f"the root of {p.tok.text}")
    if p.tok.kind == "number" and len(p.tok.text) > 1 and sign.end - sign.start == 1:
        term = p.op("sqrt", start, p.rules["number"](p))
    else:
        term = p.op("sqrt", start, argument(p))
    beside = p.tok.start == p.end and (starts_factor(p) or p.tok.kind == "script" or p.tok.text == "div")
    if bare and beside and sign.end - sign.start == 1:
        p.ambiguous(start, p.tok.end, "the root of the first sign", "the root of all that follows")
    return term


def binomial(p: Cursor) -> Term:
    start = p.advance().start
    top = argument(p)
    if p.tok.kind == "{" and p.has(p.pos, COMMA):
        p.advance()
        parts = [p.rules["expression"](p)]
        while p.tok.kind == "comma":
            p.advance()
            parts.append(p.rules["expression"](p))
        p.expect("}", "}")
        return p.op("multinomial", start, top, *parts)
    return p.op("binomial", start, top, argument(p))
