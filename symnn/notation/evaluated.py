"""The bar that says where an expression is taken: ``\\left. f \\right|_{x = 0}``, ``f'(x)|_{x = 0}``."""

from __future__ import annotations

from symnn.notation.cursor import RELATION, Cursor
from symnn.term import Op, Sym, Term, free_symbols


def invisible(p: Cursor) -> Term:
    """What ``\\left.`` opens: up to a bar with values below it, or up to ``\\right.``; the cursor is behind it."""
    start = p.end
    term = p.rules["expression"](p)
    if p.tok.kind == "given":
        p.advance()
        term = p.op("given", start, term, p.rules["expression"](p))
    return term


def at_values(p: Cursor, term: Term, start: int) -> Term:
    """The values below the bar; the cursor stands on the ``_``."""
    if p.tok.kind != "script" or p.tok.text != "_":
        p.fail("a bar with nothing below it: where is this taken?", start)
    p.advance()
    if p.tok.kind != "{" or not p.has(p.pos, RELATION):
        p.fail("below the bar stands no equation: which name has that value?", start, p.tok.end)
    p.advance()
    while True:
        at = p.tok.start
        match p.rules["statement"](p):
            case Op("eq", (Sym() as name, value)):
                term = p.op("at", start, term, name, value)
            case _:
                p.fail("below the bar: expected a name and its value", at)
        if p.tok.kind != "comma":
            break
        p.advance()
    p.expect("}", "}")
    if p.tok.kind == "script" and p.tok.text == "^":
        p.fail("a bar with two bounds is not read", start, p.tok.end)
    return term


def bar_follows(p: Cursor) -> bool:
    """``|_{x = 0}`` behind an operand, where no bar is open."""
    return (
        p.tok.kind == "bar" and p.tok.text == "|" and not p.bars and p.peek().kind == "script" and p.peek().text == "_"
        and p.peek(2).kind == "{" and p.has(p.pos + 2, RELATION)
    )  # fmt: skip


def is_loose(p: Cursor, term: Term) -> bool:
    """Whether the bar behind this operand has no ``\\left.`` that says how far it reaches."""
    return (
        isinstance(term, Op) and term.head == "at" and term.at is not None
        and not p.source.startswith("\\left", term.at[0])
    )  # fmt: skip


def reaches_back(p: Cursor, terms: list[Term], start: int) -> None:
    """``a x + b x|_{x = 0}``: a loose bar behind the last operand, and the name before it as well."""
    for number, term in enumerate(terms):
        inner = term.args[0] if isinstance(term, Op) and term.head == "neg" else term
        if number and isinstance(inner, Op) and is_loose(p, inner):
            names = {s for t in terms[:number] for s in free_symbols(t)}
            if inner.args[1] in names:
                p.ambiguous(start, p.end, "the value of the last operand", "the value of all before the bar")


def raised(p: Cursor) -> bool:
    """Whether a power follows, and no transpose: ``[ … ]^2`` behind ∇ or d/dx."""
    if p.tok.kind != "script" or p.tok.text != "^":
        return False
    exponent = p.peek(2) if p.peek().kind == "{" else p.peek()
    return exponent.kind != "transpose" and exponent.text != "T"


def outside(p: Cursor, wrapped: Op) -> Term:
    """``∇L(w)|_{w = 0}`` is the gradient at a point: the bar goes around the derivative of what it stood behind."""
    body, *variables = wrapped.args
    values: list[tuple[Term, Term]] = []
    while is_loose(p, body) and isinstance(body, Op):
        body, name, value = body.args
        values.append((name, value))
    term = Op(wrapped.head, (body, *variables), wrapped.at)
    for name, value in reversed(values):
        term = Op("at", (term, name, value), wrapped.at)
    return term
