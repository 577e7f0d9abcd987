"""Small rational points, and concrete functions in the place of opaque ones: where a claim is tried first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import islice

from symnn.claim import Claim, Variable
from symnn.domain import Domain
from symnn.kernel import balls, differentiate
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.expansions import closed
from symnn.kernel.signs import Facts, NoValue, Split, Unknown
from symnn.term import Num, Op, Sym, Term, num, op, plain, substitute, transform

Point = tuple[tuple[Sym, Fraction], ...]
_SMALL = tuple(Fraction(x) for x in "1 -1 2 0 -2 1/2 -1/2 3 -3 1/3 1/10 10".split())
_MOST_POINTS = 60
_MOST_TRIED = 100_000
_LONGEST = 14


def rationals_in(domain: Domain, count: int = 7) -> tuple[Fraction, ...]:
    """Small rationals of the domain; between two ends also the middle and the quarters."""
    found = [x for x in _SMALL if x in domain]
    for i in domain.intervals:
        if i.low is not None and i.high is not None:
            found += [i.low + (i.high - i.low) * Fraction(k, 4) for k in (2, 1, 3)]
        elif i.low is not None:
            found += [i.low + k for k in (Fraction(1), Fraction(1, 2), Fraction(3))]
        elif i.high is not None:
            found += [i.high - k for k in (Fraction(1), Fraction(1, 2), Fraction(3))]
        found += [e for e in (i.low, i.high) if e is not None]
    return tuple(dict.fromkeys(x for x in found if x in domain))[:count]


def parameter_points(variables: tuple[Variable, ...], assumptions: tuple[Term, ...]) -> Iterator[Point]:
    """Rational points of the domains at which every assumption certainly holds; the simplest first."""
    axes = [rationals_in(v.domain) for v in variables]
    grid = islice(rows_by_sum([len(a) for a in axes]), _MOST_TRIED)
    names = {v.sym for v in variables}
    integers = frozenset(v.sym for v in variables if v.domain.integer)
    wanted = [a for a in assumptions if _names(a) <= names]
    good = (tuple((v.sym, axes[i][k]) for i, (v, k) in enumerate(zip(variables, row, strict=True))) for row in grid)
    yield from islice((p for p in good if all(_holds(a, p, integers) for a in wanted)), _MOST_POINTS)


def rows_by_sum(lengths: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Rows of numbers below the given lengths, by their sum and then in the order of a dictionary, one at a time."""
    if all(lengths):
        for total in range(sum(lengths) - len(lengths) + 1):
            yield from _rows_of_sum(lengths, total)


def _rows_of_sum(lengths: Sequence[int], total: int) -> Iterator[tuple[int, ...]]:
    if not lengths:
        if total == 0:
            yield ()
        return
    others = sum(lengths) - lengths[0] - (len(lengths) - 1)
    for first in range(max(0, total - others), min(lengths[0] - 1, total) + 1):
        for rest in _rows_of_sum(lengths[1:], total - first):
            yield (first, *rest)


def _names(term: Term) -> frozenset[Sym]:
    from symnn.term import free_symbols

    return free_symbols(term)


def _holds(condition: Term, point: Point, integers: frozenset[Sym]) -> bool:
    try:
        return balls.truth(condition, {s: balls.rational(x) for s, x in point}, integers=integers) is True
    except Unsupported:
        return False


def concrete(claim: Claim) -> Iterator[tuple[Callable[[Term], Term], str]]:
    """Ways to make the opaque functions concrete, with a note for the reader; the identity if there are none."""
    if not claim.opaque:
        yield (lambda t: t), ""
        return
    if any(o.arity != 1 or o.kind == "vector" for o in claim.opaque):
        return
    x = Sym("t~")
    for body, words in ((op("exp", x), "exp"), (op("pow", x, num(3)), "t³"), (op("tanh", x), "tanh")):
        yield _replacer({o.sym: body for o in claim.opaque}, x), f", for {claim.opaque[0].sym.text} = {words}"


def _replacer(bodies: dict[Sym, Term], x: Sym) -> Callable[[Term], Term]:
    def rule(node: Term) -> Term | None:
        match node:
            case Op("call", (Sym() as f, u)) if f in bodies:
                return substitute(bodies[f], {x: u})
            case Op("call", (Op("prime", (Sym() as f, Num(n))), u)) if f in bodies:
                body = bodies[f]
                for _ in range(int(n)):
                    body = differentiate.derivative(body, x)
                return substitute(body, {x: u})
        return None

    return lambda term: transform(term, rule)


def shown(term: Term) -> str:
    """A short rational as it is, another number in digits, anything else in the plain spelling."""
    try:
        exact = closed(term, Facts()).rational
        if exact is not None and len(str(exact)) <= _LONGEST:
            return str(exact)
        return str(balls.evaluate(term, {}).str(12, radius=False))
    except (Unknown, NoValue, Split, Undefined, Unsupported):
        return plain(term)
