"""What looks wrong and is only said if some claims come out as expected: questions to the provers beside the document.

A suspicion carries groups of claims; it is confirmed when in one group each claim is proved or refuted as it says.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from symnn.claim import Claim
from symnn.context.claims import OpenTermError, close_claim
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.defining.heads import head_of
from symnn.context.lints.slips import LARGE, escaped, too_large
from symnn.context.model import Pending, Suspicion
from symnn.context.relations import factors_of
from symnn.context.scope import Scope
from symnn.context.stater import Stater
from symnn.context.words.equations import SLOPES
from symnn.notation import words
from symnn.term import TRUE, Num, Op, Sym, Term, free_symbols, num, op, substitute, walk

PRIMES = (2, 3, 5, 7, 11, 13, 17, 19)
LETTERS = "xyzuvwst"
MOST = 6  # names in the branches of a case list that are tried with numbers
_ORDER = frozenset(("lt", "le", "gt", "ge"))
_TURNED = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}
Test = tuple[Claim, bool]


def suspect(stater: Stater, relation: Term) -> None:
    """Queue what is suspicious about a statement."""
    lists = [n for n in itertools.islice(walk(relation), LARGE) if isinstance(n, Op) and n.head == "cases"]
    for node in lists[:20]:
        if not _of_slopes(stater, relation):
            _branches(stater, node)


def _of_slopes(stater: Stater, relation: Term) -> bool:
    """Derivatives jump at kinks: whether the formula, or the text before it, speaks of one."""
    if any(isinstance(n, Op) and n.head in ("prime", "deriv", "gradient") for n in walk(relation)):
        return True
    start = stater.task.span.start
    return SLOPES.search(stater.walk.document.text[max(0, start - 240) : start]) is not None


def _branches(stater: Stater, node: Op) -> None:
    """W411: neighbouring branches that meet at their border for parameters of 1 only, or at one end of |u| ≤ a only."""
    rows = [r.args for r in node.args if isinstance(r, Op) and r.head == "case"]
    for (value, condition), (other, against) in itertools.pairwise(rows):
        border = _border(condition, against)
        if border is None or not free_symbols(value) | free_symbols(other):
            continue
        ends = [e for end in border if (e := _at(end, value, other)) is not None]
        if len(ends) != len(border):
            continue
        groups: list[tuple[Test, ...]] = []
        for same in ends:
            ones, twos, mixed = (_closed(stater, _with_numbers(stater, same, n)) for n in ((1,), (2,), PRIMES))
            groups += [((ones, True), (x, False)) for x in (twos, mixed) if ones is not None and x is not None]
        if len(ends) == 2:
            plus, minus = (_closed(stater, _with_numbers(stater, same, PRIMES)) for same in ends)
            if plus is not None and minus is not None:
                groups += [((plus, True), (minus, False)), ((minus, True), (plus, False))]
        where = " and ".join(f"{words(left)} = {words(right)}" for left, right in border)
        if groups:
            start, end = stater.offsets(node.at)
            message = f"the branches {words(value)} and {words(other)} should meet at {where}, and do not in general"
            stater.walk.out.suspicions.append(
                Suspicion("W411", stater.walk.location(start, end), stater.source, message, tuple(groups))
            )


def _border(condition: Term, against: Term) -> list[tuple[Term, Term]] | None:
    """Where one branch ends and the next begins: A = B for A < B, two ends for |u| < B."""
    if not isinstance(condition, Op) or condition.head not in _ORDER:
        return None
    left, right = condition.args
    rest = isinstance(against, Op) and (
        against == TRUE or (against.head in _ORDER and against.args == condition.args and _opposite(condition, against))
    )
    if not rest:
        return None
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Op) and one.head == "abs":
            return [(one.args[0], other), (one.args[0], op("neg", other))]
    return [(left, right)]


def _opposite(a: Op, b: Op) -> bool:
    return {a.head, b.head} & {"lt", "le"} != set() and {a.head, b.head} & {"gt", "ge"} != set()


def _at(border: tuple[Term, Term], value: Term, other: Term) -> Term | None:
    """Both branches set equal on the border, solved for a name that stands alone in it."""
    left, right = border
    for side, opposite in ((left, right), (right, left)):
        for name, solved in _solutions(side, opposite):
            if name in free_symbols(value) | free_symbols(other):
                return Op("eq", tuple(substitute(v, {name: solved}) for v in (value, other)))
    return None


def _solutions(side: Term, opposite: Term) -> Iterator[tuple[Sym, Term]]:
    """Names s with side = ±s + rest, and what they are where side = opposite."""
    terms = side.args if isinstance(side, Op) and side.head == "add" else (side,)
    for k, t in enumerate(terms):
        sign, name = (-1, t.args[0]) if isinstance(t, Op) and t.head == "neg" else (1, t)
        rest = terms[:k] + terms[k + 1 :]
        if not isinstance(name, Sym) or name in free_symbols(Op("and", (*rest, opposite))):
            continue
        moved = Op("add", (opposite, *(op("neg", r) for r in rest))) if rest else opposite
        yield name, moved if sign > 0 else op("neg", moved)


def _with_numbers(stater: Stater, relation: Term, numbers: Sequence[int]) -> Term | None:
    """The relation with a number for each name that is not defined."""
    scope = stater.walk.scope
    names = sorted((s for s in free_symbols(relation) if scope.definition(s) is None), key=lambda s: s.text)
    if len(names) > MOST:
        return None
    return substitute(relation, {s: num(Fraction(numbers[k % len(numbers)])) for k, s in enumerate(names)})


def closed_claim(stater: Stater, relation: Term, conditions: tuple[Term, ...] = ()) -> Claim | None:
    """The claim of a relation under conditions, with what the document says of its names."""
    return _closed(stater, relation, None, conditions)


def _closed(
    stater: Stater, relation: Term | None, scope: Scope | None = None, conditions: tuple[Term, ...] = ()
) -> Claim | None:
    """The closed claim in the scope of the document, or in another one; ``None`` where there is none."""
    if relation is None:
        return None
    walk_ = stater.walk
    try:
        return close_claim("suspicion", "identity", relation, conditions, scope or walk_.scope, walk_.catalog).claim
    except (NotClosedError, AmbiguousError, OpenTermError):
        return None


def unsolved(stater: Stater, first: Term, second: Term) -> None:
    """W415: "A v = b" and on the next line "v = B b" with another B than the inverse of A."""
    match first, second:
        case Op("eq", (Op("mul" | "dot", factors), right)), Op("eq", (Sym() as v, solution)):
            matrices = factors_of(factors)
            if matrices[-1] != v or v in free_symbols(Op("and", (*matrices[:-1], right, solution))):
                return
            if len(matrices) < 2 or any(isinstance(m, Num) for m in matrices):
                return
            known = free_symbols(Op("and", (*matrices[:-1], right)))
            if not free_symbols(solution) or not free_symbols(solution) <= known:
                return
            relation = _of_size_one(Op("eq", (substitute(Op("mul", tuple(matrices)), {v: solution}), right)))
            claim = _closed(stater, relation, Scope())
            if claim is None:
                return
            place = stater.walk.location(stater.task.span.start, stater.task.span.end)
            message = f"{words(v)} = {words(solution)} does not solve {words(first)}"
            stater.walk.out.suspicions.append(
                Suspicion("W415", place, stater.source, message, (((claim, False),),), shows_point=False)
            )


def note_escaped(stater: Stater, relation: Term) -> None:
    """Remember the definitions in which an index leaves its sum, with what was probably meant."""
    if too_large(relation):
        return
    for left, mended, _, _ in escaped(relation):
        head = head_of(left)
        known = None if head is None or head.name is None else stater.walk.scope.definition(head.name)
        if known is not None:
            stater.walk.scope.root.escaped[known.body] = mended


def read_either_way(stater: Stater, pending: Pending) -> Pending:
    """A claim that rests on a sum whose index leaves it: not refuted, but told if it fails with both readings."""
    scope = stater.walk.scope
    if pending.statement is None or not isinstance(pending.claim, Claim):
        return pending
    if too_large(pending.statement.relation):
        return pending
    if any(escaped(pending.statement.relation)):
        return replace(pending, doubt=pending.doubt or "the index of a sum in it stands outside of the sum too")
    used = [(s, d) for s in resting_on(pending.statement.relation, scope) if (d := scope.definition(s)) is not None]
    name, known = next(((s, d) for s, d in used if d.body in scope.root.escaped), (None, None))
    if name is None or known is None:
        return pending
    other = scope.child(scope.level)
    other.definitions[name] = replace(known, body=scope.root.escaped[known.body])
    mended = _closed(stater, pending.statement.relation, other, pending.statement.conditions)
    if mended is not None:
        message = f"this fails with the sum in the definition of {words(name)} read either way"
        groups = (((pending.claim, False), (mended, False)),)
        walk_ = stater.walk
        walk_.out.suspicions.append(Suspicion("W416", pending.location, pending.formula, message, groups))
    reason = f"the index of the sum in the definition of {words(name)} stands outside of it too"
    return replace(pending, doubt=pending.doubt or reason)


def resting_on(relation: Term, scope: Scope) -> list[Sym]:
    """The defined names of a relation, and those in their bodies; of h_t, h_{t−1}, … the first."""
    found: dict[Sym, Sym] = {}
    todo: list[Term] = [relation]
    while todo:
        for s in sorted(free_symbols(todo.pop()), key=words):
            known = scope.definition(s) if s.base not in found else None
            if known is not None:
                found[s.base] = s
                todo.append(known.body)
    return list(found.values())


def _of_size_one(relation: Term) -> Term | None:
    """The same for matrices of one entry; ``None`` where something else than products and sums stands in it.

    Names become plain letters, as bold ones are arrays: nothing else is said of them here.
    """
    names = sorted(free_symbols(relation), key=words)
    if len(names) > len(LETTERS):
        return None
    plain = dict(zip(names, map(Sym, LETTERS), strict=False))

    def go(t: Term) -> Term | None:
        match t:
            case Sym():
                return plain[t]
            case Num():
                return t
            case Op("transpose", (inner,)):
                return go(inner)
            case Op("inverse", (inner,)) if (matrix := go(inner)) is not None:
                return op("div", num(1), matrix)
            case Op("eq" | "mul" | "dot" | "add" | "neg" as head, args):
                parts = [go(a) for a in args]
                return None if any(p is None for p in parts) else Op(head, tuple(p for p in parts if p is not None))
        return None

    return go(relation)
