"""f ≥ 0 or f > 0 for a term of one variable on an interval, finite or not: proved, refuted at a point, or open.

The interval is cut into pieces without kinks.  On each piece the ends where f is zero, infinite or has no value are
covered by expansions with a certified remainder (f = c·m·(1+r), |r| < 1), from a distance δ on or beyond a radius R;
so are inner points where f is exactly zero.  The compact rest is covered by boxes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symnn.domain import Interval
from symnn.kernel import normal
from symnn.kernel.approach import T, approached
from symnn.kernel.asymptotics import Expansion
from symnn.kernel.boxes import positive_on
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.enclosure import Field, as_ball
from symnn.kernel.expansions import exactly_zero
from symnn.kernel.pieces import Piece, inner_point, pieces, simplest_between, value_sign
from symnn.kernel.probes import shown
from symnn.kernel.scales import Scale, TooEarly
from symnn.kernel.series import tail_sign
from symnn.kernel.signs import Facts, NoValue, Split, Unknown
from symnn.term import Sym, Term, num, op, substitute, to_json

_STARTS = tuple(Fraction(2) ** k for k in (2, 3, 4, 5, 6, 8, 10, 14, 20))
_LENGTHS = (5, 10)
MOST_BOXES = 3000
INFINITY = op("infinity")


@dataclass(frozen=True)
class Shown:
    """The certificate's data: what covers the interval."""

    rows: tuple[dict[str, Any], ...] = ()
    boxes: int = 0
    zeros: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fails:
    """f has the wrong sign, certainly, at this rational point."""

    at: Fraction


@dataclass
class _Run:
    var: Sym
    strict: bool
    most: int
    depth: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)
    zeros: list[str] = field(default_factory=list)
    boxes: int = 0


class _Open(Exception):  # noqa: N818  (it names a fact)
    """Not decided."""


class _Violated(Exception):  # noqa: N818
    def __init__(self, at: Fraction) -> None:
        super().__init__(str(at))
        self.at = at


def sign_holds(
    term: Term, var: Sym, where: Interval, strict: bool, most: int = MOST_BOXES, depth: int = 0
) -> Shown | Fails | None:
    """Whether term > 0 (or ≥ 0) at every point of the interval at which it has a value."""
    run = _Run(var, strict, most, depth)
    try:
        for piece in pieces(term, var, where, lambda u, w: constant_sign_on(u, var, w, depth + 1)):
            _piece(run, piece)
    except _Violated as violated:
        return Fails(violated.at)
    except (_Open, Unsupported):
        return None
    return Shown(tuple(run.rows), run.boxes, tuple(run.zeros))


def constant_sign_on(term: Term, var: Sym, where: Interval, depth: int = 0) -> int | None:
    """The sign of the term, if it is the same everywhere on the piece."""
    if depth > 2:
        return None
    if where.is_point:
        assert where.low is not None
        return sign_at(term, var, where.low)
    s = value_sign(term, var, inner_point(where))
    if s == 0 and normal.is_zero(term):
        return 0
    if not s:
        return None
    found = sign_holds(term if s > 0 else op("neg", term), var, where, True, 300, depth)
    return s if isinstance(found, Shown) else None


def sign_at(term: Term, var: Sym, x: Fraction) -> int | None:
    s = value_sign(term, var, x)
    return 0 if s is None and exactly_zero(substitute(term, {var: num(x)})) else s


def _wrong(run: _Run, s: int | None) -> bool:
    return s is not None and (s < 0 or (s == 0 and run.strict))


def _piece(run: _Run, piece: Piece) -> None:
    where, term = piece.where, piece.term
    if term is None:
        run.rows.append({"piece": str(where), "by": "no value"})
        return
    if where.is_point:
        assert where.low is not None
        s = sign_at(term, run.var, where.low)
        if _wrong(run, s):
            raise _Violated(where.low)
        if s is None:
            raise _Open
        run.rows.append({"piece": str(where), "by": "value"})
        if s == 0:
            run.zeros.append(str(where.low))
        return
    if normal.is_zero(term):
        if run.strict:
            raise _Violated(inner_point(where))
        run.rows.append({"piece": str(where), "by": "identically zero"})
        return
    low = _end(run, term, where.low, INFINITY if where.low is None else num(where.low), 1, where)
    high = _end(run, term, where.high, INFINITY if where.high is None else num(where.high), -1, where)
    if low < high:
        _compact(run, term, low, high)
    run.rows.append({"piece": str(where), "by": "ends and boxes", "from": str(low), "to": str(high)})


def _end(run: _Run, term: Term, end: Fraction | None, point: Term, side: int, where: Interval) -> Fraction:
    """Where the compact rest begins: the end itself if f is positive there, else beyond a certified stretch."""
    if end is not None and _clear(run, term, end, side):
        return end
    at = (op("neg", point) if side > 0 else point) if end is None else point
    s, start = _stretch(run, term, at, side if end is not None else 1, _room(where, end))
    x = (start if end is None else 1 / start) * (1 if end is not None else -1)
    x = (end or Fraction(0)) + side * x
    if _wrong(run, s):
        _violate(run, term, x, end, where)
    row: dict[str, Any] = {"end": str(end if end is not None else ("∞" if side < 0 else "-∞")), "side": side}
    run.rows.append({**row, "by": "expansion", "start": str(start)})
    return x


def _clear(run: _Run, term: Term, end: Fraction, side: int) -> bool:
    """f > 0 on a small box at the end: a ball around an end of the domain, as of √x at 0, has points outside."""
    small = sorted((end, end + side * Fraction(1, 2**10)))
    try:
        value, _ = Field(term, (run.var,))((as_ball(*small),))
    except Undefined:
        return False
    return bool(value > 0)


def _room(where: Interval, end: Fraction | None) -> Fraction:
    """The smallest start: 1/δ with δ at most half the length of the piece."""
    if end is None or where.low is None or where.high is None:
        return Fraction(0)
    return 2 / (where.high - where.low)


def _stretch(run: _Run, term: Term, at: Term, side: int, smallest: Fraction) -> tuple[int, Fraction]:
    """(sign, R): the sign of f for every T ≥ R, where var = ±T or at ± 1/T."""
    moved = approached(term, run.var, at, side)
    for terms in _LENGTHS:
        for start in _STARTS:
            if start < smallest:
                continue
            scale = Scale(Facts(), terms, start)
            try:
                return tail_sign(scale, Expansion(scale, T).of(moved)), start
            except TooEarly:
                continue
            except NoValue as problem:
                raise _Open from problem
            except (Unknown, Split):
                break
    raise _Open


def _violate(run: _Run, term: Term, x: Fraction, end: Fraction | None, where: Interval) -> None:
    """A point with the wrong sign near the end; the expansion says that every one is."""
    for k in range(8):
        probe = x if k == 0 else (end + (x - end) / 2**k if end is not None else x * 2**k)
        if probe in where and _wrong(run, sign_at(term, run.var, probe)):
            raise _Violated(probe)
    raise _Open


def _compact(run: _Run, term: Term, low: Fraction, high: Fraction) -> None:
    """f > 0 on [low, high] but for isolated exact zeros, which are anchors of two expansions each."""
    field_ = Field(term, (run.var,))
    todo, anchors = [(low, high)], 0
    for guess in (Fraction(0), Fraction(1), Fraction(-1)):
        if low < guess < high and value_sign(term, run.var, guess) in (0, None) and not run.strict:
            todo = _around(run, term, num(guess), guess, guess, low, high, todo)
            anchors += 1
    while todo:
        a, b = todo.pop()
        found = positive_on(field_, ((a, b),), run.most)
        run.boxes += found.count
        if found.violation is not None:
            raise _Violated(found.violation[0])
        if not found.undecided:
            continue
        if anchors > 6 or run.boxes > run.most:
            raise _Open
        (c, d), *_ = found.undecided[0]
        where, anchor = _anchor(run, term, c, d)
        anchors += 1
        left, right = min(a, c), max(b, d)
        todo = _around(run, term, anchor, where[0], where[1], left, right, [*todo, (a, b)])


def _anchor(run: _Run, term: Term, low: Fraction, high: Fraction) -> tuple[tuple[Fraction, Fraction], Term]:
    """An exact zero near a small box: a simple rational, or the logarithm or root of one."""
    width = 16 * (high - low)
    wide_low, wide_high = low - width, high + width
    r = simplest_between(wide_low, wide_high)
    if r.denominator <= 1000 and exactly_zero(substitute(term, {run.var: num(r)})):
        if run.strict:
            raise _Violated(r)
        return (r, r), num(r)
    for candidate in _irrationals(wide_low, wide_high):
        if not run.strict and exactly_zero(substitute(term, {run.var: candidate})):
            return (wide_low, wide_high), candidate
    raise _Open


def _irrationals(low: Fraction, high: Fraction) -> list[Term]:
    from symnn.kernel.enclosure import exact

    out: list[Term] = []
    grown = (exact(low).exp(), exact(high).exp())
    if low > 0:
        r = simplest_between(*(Fraction(str(exact(x).log().mid().str(30, radius=False))) for x in (low, high)))
        if r.denominator <= 100 and abs(r) <= 100:
            out.append(op("pow", op("e"), num(r)))
    if high < 40:
        r = simplest_between(*(Fraction(str(g.mid().str(30, radius=False))) for g in grown))
        if r.denominator <= 1000 and r.numerator <= 10**6:
            out.append(op("log", num(r)))
    if low * high > 0:
        ends = sorted((low * low, high * high))
        r = simplest_between(*ends)
        if r.denominator <= 1000:
            out.append(op("sqrt", num(r)) if low > 0 else op("neg", op("sqrt", num(r))))
    return out


def _around(
    run: _Run,
    term: Term,
    anchor: Term,
    near_low: Fraction,
    near_high: Fraction,
    low: Fraction,
    high: Fraction,
    todo: list[tuple[Fraction, Fraction]],
) -> list[tuple[Fraction, Fraction]]:
    """Certified stretches on both sides of an exact zero; what is left of the intervals in ``todo``."""
    if not exactly_zero(substitute(term, {run.var: anchor})):
        return todo
    reach = []
    for side in (-1, 1):
        s, start = _stretch(run, term, anchor, side, Fraction(0))
        edge = (near_high if side < 0 else near_low) + side / start
        if _wrong(run, s):
            _violate(run, term, edge, near_low, Interval(low, high))
        reach.append(edge)
        run.rows.append({"anchor": to_json(anchor), "side": side, "by": "expansion", "start": str(start)})
    run.zeros.append(shown(anchor))
    left, right = reach
    out: list[tuple[Fraction, Fraction]] = []
    for a, b in todo:
        out += [(x, y) for x, y in ((a, min(b, left)), (max(a, right), b)) if x < y]
    return out
