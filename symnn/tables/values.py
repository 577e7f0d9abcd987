"""The columns about values: range, limits, saturation, and whether f is centred at zero."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from symnn.tables.model import Cell, Piece, nothing, undecided
from symnn.tables.pieces import sample, value
from symnn.tables.points import (
    GRID,
    limit_candidates,
    signs,
)
from symnn.tables.proving import printed, prove, slope
from symnn.tables.subjects import Subject
from symnn.tables.work import (
    COMMA,
    MINUS,
    PLUS,
    ZERO,
    Work,
    as_set,
    decimal,
    limit_at,
    number_term,
    sides,
    under,
    witness,
)
from symnn.term import Op, Term, op, substitute


def ranges(subject: Subject) -> Cell:
    """The set of values: exact where that is proved, else a proved bound."""
    if subject.several:
        return nothing()
    work = Work(subject, "range")
    for given in subject.of("range"):
        match given.relation:
            case Op("in" | "range_is", (_, *_, target)):
                text, again = as_set(target, subject)
                exact = op("range_is", subject.shown, subject.var, again)
                if work.proved("", exact, given.conditions) or _attained(work, again) or _between_ends(work, again):
                    return Cell((("math", text), *under(subject, given.conditions)), tuple(work.claims))
                proof = prove(subject, given.id, op("in", subject.shown, again), given.conditions)
                if proof.proved:
                    return Cell((("math", rf"\subseteq {text}"), *under(subject, given.conditions)), (proof.claimed,))
    for given in subject.of("lower"):
        match given.relation:
            case Op("ge" | "gt" as head, (_, bound)):
                text, again = printed(bound, subject)
                proof = prove(subject, given.id, op(head, subject.shown, again), given.conditions)
                if proof.proved:
                    sign = r"\ge" if head == "ge" else ">"
                    return Cell((("math", f"{sign} {text}"),), (proof.claimed,))
    return _range_found(work)


def _attained(work: Work, target: Term) -> bool:
    """Every element of a finite set is a value, and there are no others."""
    subject = work.subject
    match target:
        case Op("set", items):
            pass
        case _:
            return False
    if not work.proved("", op("in", subject.shown, target)):
        return False
    for k, item in enumerate(items):
        wanted = value(item, subject, Fraction(0))
        points = [x for x in (Fraction(0), Fraction(1), Fraction(-1)) if value(subject.closed, subject, x) == wanted]
        if not points or not work.proved(
            f"value-{k}", op("eq", op("at", subject.shown, subject.var, number_term(points[0])), item)
        ):
            return False
    return True


def _between_ends(work: Work, target: Term) -> bool:
    """All of [a, ∞): f ≥ a, the value a is attained, f is continuous and tends to ∞; what lies between is attained."""
    subject = work.subject
    match target:
        case Op("interval_co", (low, Op("infinity"))):
            pass
        case _:
            return False
    if not work.proved("", op("in", subject.shown, target)):
        return False
    points: list[Term] = list(subject.parameters)
    lowest = _lowest(subject)
    points += [] if lowest is None else [number_term(lowest)]
    attained = any(work.proved("attained", op("eq", op("at", subject.shown, subject.var, p), low)) for p in points)
    far = op("eq", op("lim", subject.shown, subject.var, PLUS, ZERO), PLUS)
    whole = (
        attained and work.proved("continuous", op("continuous", subject.shown, subject.var)) and work.proved("far", far)
    )
    if not whole:
        work.claims.clear()
    return whole


def _lowest(subject: Subject) -> Fraction | None:
    """The simple point with the smallest value."""
    values = sample(subject)
    seen = [(v, x) for x in GRID if (v := value(subject.closed, subject, x, values)) is not None]
    return min(seen, key=lambda row: (round(row[0], 12), abs(row[1])))[1] if seen else None


def _range_found(work: Work) -> Cell:
    subject = work.subject
    lows, highs = (list(_ends(subject, side)) for side in (1, -1))
    for low, low_open in lows:
        for high, high_open in highs:
            head = f"interval_{'o' if low_open else 'c'}{'o' if high_open else 'c'}"
            target = op(head, low, high)
            text, again = as_set(target, subject)
            if again == target and work.proved("", op("range_is", subject.shown, subject.var, again)):
                return work.math(text)
    for side, head, sign in ((1, "ge", r"\ge"), (-1, "le", r"\le")):
        bound = _rounded(subject, side)
        if bound is not None:
            text, again = printed(bound, subject)
            if work.proved("bound", op(head, subject.shown, again)):
                return work.math(f"{sign} {text}")
    return undecided("no exact range was found and proved")


def _ends(subject: Subject, side: int) -> Iterator[tuple[Term, bool]]:
    """What may be the lower (1) or upper (−1) end: limits, simple values that are attained."""
    seen = _values(subject)
    if not seen:
        return
    most = min(seen) if side > 0 else max(seen)
    for _, end_, direction in sides(subject):
        for candidate in limit_candidates(subject.closed, subject, end_, direction):
            at = value(candidate, subject, Fraction(0))
            if candidate in (PLUS, MINUS):
                if (candidate == MINUS) == (side > 0):
                    yield candidate, True
            elif at is not None and abs(at - most) < 1e-4 * (1 + abs(at)):
                yield candidate, True
                yield candidate, False
    simple = Fraction(most).limit_denominator(64)
    if abs(float(simple) - most) < 1e-9:
        yield number_term(simple), False
        yield number_term(simple), True


def _values(subject: Subject) -> list[float]:
    values = sample(subject)
    xs = [Fraction(k, 16) for k in range(-400, 401)]
    return [
        v
        for x in xs
        if x in subject.domain(subject.var) and (v := value(subject.closed, subject, x, values)) is not None
    ]


def _rounded(subject: Subject, side: int) -> Term | None:
    """A number of four digits just beyond every value seen."""
    if subject.parameters:
        return None
    seen = _values(subject)
    if not seen:
        return None
    most = min(seen) if side > 0 else max(seen)
    if abs(most) > 20:
        return None
    unit = Fraction(1, 10_000)
    steps = math.floor(Fraction(most) / unit) if side > 0 else math.ceil(Fraction(most) / unit)
    return decimal((steps - side) * unit)


def limits(subject: Subject) -> Cell:
    """The limits of f at the ends of its domain."""
    return _limits(subject, "limits", "limit", subject.shown, subject.closed)


def saturation(subject: Subject) -> Cell:
    """Where f′ dies away: the limits of f′ at both ends, and on which sides they are 0."""
    if subject.several:
        return nothing()
    work = Work(subject, "saturation")
    if any(direction for _, _, direction in sides(subject)):
        return nothing()
    found = [limit_at(work, part, slope(subject), end, 0, "slope") for part, end, _ in sides(subject)]
    if None in found:
        return undecided("a limit of the derivative was not proved")
    zero = [f is not None and f[1] == ZERO for f in found]
    key = {(True, True): "both", (True, False): "left", (False, True): "right", (False, False): "nowhere"}[
        zero[0], zero[1]
    ]
    shown: list[Piece] = [("text", " (")]
    for k, f in enumerate(found):
        assert f is not None
        shown += [*([COMMA] if k else []), ("math", f[0])]
    return work.word(key, *shown, ("text", ")"))


def _limits(subject: Subject, column: str, role: str, shown: Term, closed: Term) -> Cell:
    if subject.several:
        return nothing()
    work = Work(subject, column)
    pieces: list[Piece] = []
    stated = subject.of(role)
    for given in stated:
        match given.relation:
            case Op("eq", (left, right)):
                text, again = printed(right, subject)
                proof = prove(subject, given.id, op("eq", left, again), given.conditions)
                if not proof.proved:
                    return undecided(proof.reason)
                work.keep(proof)
                pieces += [*([COMMA] if pieces else []), ("math", text), *under(subject, given.conditions)]
    if stated:
        return Cell(tuple(pieces), tuple(work.claims))
    for part, end, direction in sides(subject):
        found = limit_at(work, part, shown, end, direction, role)
        if found is not None:
            pieces += [*([COMMA] if pieces else []), ("math", found[0])]
    return Cell(tuple(pieces), tuple(work.claims)) if pieces else undecided("no limit was proved")


def zero_centred(subject: Subject) -> Cell:
    """Odd; of one sign only; or of both signs and not odd."""
    if subject.several:
        return nothing()
    work = Work(subject, "zero-centred")
    x, f = subject.var, subject.shown
    mirrored = op("at", f, x, op("neg", x))
    if work.proved("odd", op("eq", mirrored, op("neg", f)), work.points):
        return work.word("odd")
    for head, key in (("gt", "positive"), ("ge", "nonnegative"), ("lt", "negative"), ("le", "nonpositive")):
        if work.proved("sign", op(head, f, ZERO)):
            return work.word(key)
    up, down = signs(subject.closed, subject)
    above = witness(work, "positive", f, "gt", up)
    below = witness(work, "negative", f, "lt", down)
    total = op("add", f, mirrored)
    a, b = signs(op("add", subject.closed, _mirrored(subject)), subject)
    apart = witness(work, "not-odd", total, "gt", a) or witness(work, "not-odd", total, "lt", b)
    if above and below and apart:
        return work.word("both-signs")
    return undecided("whether f is odd was not proved")


def _mirrored(subject: Subject) -> Term:
    return substitute(subject.closed, {subject.var: op("neg", subject.var)})
