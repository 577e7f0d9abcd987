"""Relations, chains and logic; lists of conditions."""

from __future__ import annotations

from symnn.notation.cursor import Cursor
from symnn.notation.expressions import expression, is_set
from symnn.term import Op, Sym, Term, free_symbols, num

_LOGIC = {"or": 1, "and": 2}
_SETS = frozenset(["in", "notin", "subset"])
CLOSED = frozenset(["eof", "end", "close", "}", "row"])


def relation(p: Cursor) -> Term:
    """``a``, ``a = b``, ``a < b \\le c``."""
    start = p.tok.start
    left = expression(p)
    if p.tok.kind == "colon":
        return _typed(p, left, start)
    return chain_on(p, left, start)


def chained(p: Cursor) -> Term:
    """Relations up to a colon that is not theirs: the element of a set, the range of a quantifier."""
    start = p.tok.start
    return chain_on(p, expression(p), start)


def chain_on(p: Cursor, left: Term, start: int) -> Term:
    """The relations that follow a left side."""
    links: list[Op] = []
    while p.tok.kind == "relation" or (p.tok.kind == "negated" and p.peek().kind == "relation"):
        if p.tok.kind == "negated":
            return _struck(p, left, links, start)
        if p.tok.text == "to" and links and its_derivative_follows(p, links[0]):
            break
        head = p.advance().text
        while p.tok.kind == "amp":
            p.drop()
        at = left.at[0] if left.at is not None else start
        sets, p.sets = p.sets, head in _SETS
        side, p.side = p.side, 0 if head == "to" else p.side
        while p.tok.kind == "row" and p.broken_line():
            p.drop()
        if p.tok.kind in CLOSED or p.tok.kind == "comma":
            p.fail(f"nothing stands on the right of the relation {head}", p.end - 1, p.end, "E408")
        right_at = p.tok.start
        right = expression(p)
        if head == "lt" and p.source[right_at - 1 : right_at + 1] == "<-" and left in free_symbols(right):
            p.ambiguous(start, p.end, "less than minus", "is replaced by")
        found = p.side if head == "to" else 0
        p.sets = sets
        if head != "to" or side is None:
            p.side = side
        args = (left, right, num(found)) if found and side is None else (left, right)
        links.append(Op(head, args, (at, p.end)))
        left = right
    if not links:
        return left
    for before, link, behind in zip(links, links[1:], links[2:], strict=False):
        if link.head == "to" and before.head in ("eq", "define") and behind.head == "eq":
            p.ambiguous(start, p.end, "tends to", "from which follows")
    return links[0] if len(links) == 1 else Op("chain", tuple(links), (start, p.end))


def its_derivative_follows(p: Cursor, relation: Op) -> bool:
    """``f(x) = x^2 \\to f'(x) = 2x``: behind the arrow the derivative of what the equation before it is about."""
    head = relation.args[0]
    name = head.args[0] if isinstance(head, Op) and head.head == "call" else head
    if relation.head not in ("eq", "define") or not isinstance(name, Sym) or name.subs or name.font:
        return False
    if p.profile.prime_names:
        return False
    at = p.pos + 1
    while p.tokens[at].kind in ("wide", "amp"):
        at += 1
    primed = p.tokens[at].text == name.name and p.tokens[at + 1].kind == "prime"
    here = p.pos
    p.go(at)
    states = p.row_states()
    p.go(here)
    return primed and states


_STRUCK = {"in": "notin", "eq": "ne"}


def _struck(p: Cursor, left: Term, links: list[Op], start: int) -> Term:
    """``x \\not\\in S``; the last relation of a chain."""
    sign = p.advance()
    head = p.advance().text
    sets, p.sets = p.sets, head in _SETS
    right = expression(p)
    p.sets = sets
    if p.tok.kind == "relation" or (links and head not in _STRUCK):
        p.fail("a struck-through relation within a chain", sign.start, p.tok.end)
    at = (start, p.end)
    link = Op(_STRUCK[head], (left, right), at) if head in _STRUCK else Op("not", (Op(head, (left, right), at),), at)
    return Op("chain", (*links, link), at) if links else link


def _typed(p: Cursor, left: Term, start: int) -> Term:
    p.advance()
    sets, p.sets = p.sets, True
    source = expression(p)
    misused = p.tok.text == "mapsto" and is_set(source)  # f: ℝ^n ↦ ℝ
    if p.tok.kind != "relation" or not (p.tok.text == "to" or misused):
        p.unexpected("→ between domain and range")
    p.advance()
    target = expression(p)
    p.sets = sets
    if misused and not is_set(target):
        p.fail("a function from a set to something that is none", start)
    return p.op("typed", start, left, Op("maps", (source, target)))


def statement(p: Cursor, level: int = 0) -> Term:
    """Relations joined by ∧, ∨; ``A \\iff B`` at the outside."""
    start = p.tok.start
    left = _negation(p)
    _skip_to_logic(p)
    while p.tok.kind == "logic" and _LOGIC.get(p.tok.text, 0) > level:
        head = p.advance().text
        _skip_blanks(p)
        left = p.op(head, start, left, statement(p, _LOGIC[head]))
    if level == 0 and p.tok.kind == "logic" and p.tok.text in ("iff", "implies"):
        head = p.advance().text
        _skip_blanks(p)
        right = statement(p, 0)
        left = p.op(head, start, left, right)
    return left


def _skip_to_logic(p: Cursor) -> None:
    """``A \\quad \\Longrightarrow \\quad B``: blanks around the sign carry nothing."""
    at = p.pos
    while p.tokens[at].kind in ("wide", "amp"):
        at += 1
    if p.tokens[at].kind == "logic":
        while p.pos < at:
            p.drop()


def _skip_blanks(p: Cursor) -> None:
    while p.tok.kind in ("wide", "amp"):
        p.drop()


def _negation(p: Cursor) -> Term:
    if p.tok.kind == "logic" and p.tok.text == "not":
        start = p.advance().start
        return p.op("not", start, _negation(p))
    return relation(p)


def conditions(p: Cursor) -> Term:
    """Conditions in a case: statements joined by a comma or "and" are one conjunction."""
    start = p.tok.start
    found = [statement(p)]
    while p.tok.kind == "comma" or (p.tok.kind == "cue" and p.tok.text in ("and", "or")) or p.tok.kind == "wide":
        tok = p.tok
        following = p.peek().kind
        if tok.kind == "comma" and _cued(p):
            break
        if tok.kind in ("comma", "wide") and following in ("row", "end", "eof", "close", "amp"):
            break
        p.advance()
        while p.tok.kind in ("wide", "amp"):
            p.drop()
        right = statement(p)
        if tok.kind == "cue" and tok.text == "or":
            found = [Op("or", (_all(found), right), (start, p.end))]
        else:
            found.append(right)
    return _all(found)


def _cued(p: Cursor) -> bool:
    """``f = 0 for x < 0, f = 1 for x > 0``: behind the comma stands a statement with a condition of its own."""
    at = p.pos + 1
    while p.tokens[at].kind not in ("comma", "row", "end", "eof", "amp", "}", "close"):
        if p.tokens[at].kind == "cue" and p.tokens[at].text == "condition":
            return at > p.pos + 1
        at = p.partner.get(at, at) + 1
    return False


def _all(terms: list[Term]) -> Term:
    return terms[0] if len(terms) == 1 else Op("and", tuple(terms))
