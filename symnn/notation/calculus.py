"""Fractions and roots; derivatives in Leibniz's notation."""

from __future__ import annotations

from symnn.notation.cursor import COMMA, Cursor
from symnn.notation.evaluated import outside, raised
from symnn.notation.expressions import argument, product, quotient
from symnn.notation.factors import factor, starts_factor
from symnn.notation.juxtaposition import unbraced
from symnn.notation.reach import holds
from symnn.notation.scripts import read_scripts
from symnn.notation.tokens import Token
from symnn.term import Num, Op, Sym, Term, num

_AFTER_D = frozenset(["letters", "name", "accent", "font", "letter", "upright"])
_VALUES = frozenset(["function", "sqrt", "frac", "big", "integral"])  # d sin(x), d √x above dx: what is differentiated
_BESIDE_DX = frozenset(["open", "bar", "number", "nabla"])  # d(xᵀx), d|x| are differentials only above a dx


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
    if second and not first and _is_d_of(p, close):
        return True
    tok = p.peek() if first else p.tokens[close + 2]
    if first != second and tok.kind == "letters" and (second or len(tok.text) == 2):
        p.ambiguous(p.tokens[p.pos - 1].start, p.tokens[p.partner[close + 1]].end, "a product with d", "a differential")
    return first and second


def _is_d_of(p: Cursor, close: int) -> bool:
    """``d(x^\\top A x)`` above ``dx``: d before a bracket, bars or a number, where no list makes it a distance."""
    tok, following = p.peek(), p.peek(2)
    if tok.kind != "letters" or tok.text != "d" or following.kind not in _BESIDE_DX:
        return False
    if following.kind != "open":
        return True
    behind = p.tokens[p.partner[p.pos + 2] + 1]
    raised = behind.kind == "script" and behind.text == "^"
    return not p.has(p.pos + 2, COMMA) and (raised or p.partner[p.pos + 2] + 1 == close)


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
    bracketed = p.tok.kind == "letters" and p.peek().kind == "open"
    _take_d(p)
    order = _order(p)
    body = None if p.tok.kind == "}" else unbraced(product(p))
    p.expect("}", "}")
    p.expect("{", "{")
    variables = _variables(p, "}")
    p.expect("}", "}")
    _check_order(p, order, variables, start)
    if bracketed and body is not None and (not any(holds(body, v) for v in variables) or holds(body, Sym("d"))):
        p.ambiguous(start, p.end, "a product with d", "a differential")  # d(a + b) above dc
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
        body = p.rules["open"](p)
        if raised(p):
            p.ambiguous(start, p.peek().end, "the power of the derivative", "the derivative of the power")
        return body
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
