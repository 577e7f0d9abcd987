"""The line of a parameter cut at numbers: points and open intervals, whose ends may be √2 or log 2.

The cuts are the zeros of the factors in the parameter alone, of everything whose sign a claim depends on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cmp_to_key
from typing import Any

from symnn.claim import Claim, Variable
from symnn.domain import Domain, Interval
from symnn.kernel import balls, normal
from symnn.kernel.borders import DIGITS, Border
from symnn.kernel.build import both, difference
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.expansions import exactly_zero
from symnn.kernel.pieces import inner_point
from symnn.term import Num, Op, Sym, Term, num, op, substitute, to_json

MOST_CUTS = 12


@dataclass(frozen=True)
class Region:
    """An open interval or a point (``low`` is ``high``) of one parameter; an end ``None`` is infinite.

    ``sample`` is a rational inside, ``None`` for an irrational point; ``borders`` are polynomials whose zeros are cuts.
    """

    name: Sym
    low: Term | None
    high: Term | None
    sample: Fraction | None
    borders: tuple[Term, ...] = ()

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low is self.high

    @property
    def facts(self) -> tuple[Term, ...]:
        """What holds of the parameter here."""
        if self.is_point:
            assert self.low is not None
            return (op("eq", self.name, self.low),)
        rows = [op("gt", self.name, self.low)] if self.low is not None else []
        rows += [op("lt", self.name, self.high)] if self.high is not None else []
        return (*rows, *self._signs())

    def _signs(self) -> Iterator[Term]:
        for border in self.borders:
            assert self.sample is not None
            value = balls.evaluate(border, {self.name: balls.rational(self.sample)}, DIGITS)
            if value > 0 or value < 0:
                yield op("gt" if value > 0 else "lt", border, num(0))

    @property
    def rational(self) -> bool:
        return all(e is None or isinstance(e, Num) for e in (self.low, self.high))

    @property
    def interval(self) -> Interval | None:
        """The region, if its ends are rational."""
        if not self.rational:
            return None
        low, high = (e.value if isinstance(e, Num) else None for e in (self.low, self.high))
        return Interval(low, high, not self.is_point, not self.is_point)

    def restricted(self, claim: Claim) -> Claim:
        """The claim for the values of the parameter in the region."""
        if self.is_point and not isinstance(self.low, Num):
            assert self.low is not None
            here = {self.name: self.low}
            return replace(
                claim,
                relation=substitute(claim.relation, here),
                assumptions=tuple(substitute(a, here) for a in claim.assumptions),
                variables=tuple(v for v in claim.variables if v.sym != self.name),
            )
        where = self.interval
        narrowed = claim if where is None else with_domain(claim, self.name, Domain((where,)))
        extra = self.facts if where is None else tuple(self._signs()) if not self.is_point else ()
        return replace(narrowed, assumptions=(*narrowed.assumptions, *extra))

    def to_json(self) -> dict[str, Any]:
        """Ends as rationals in a string or as serialised terms; ``None`` is infinite."""
        return {"low": _end(self.low), "high": _end(self.high), "low_open": not self.is_point,
                "high_open": not self.is_point}  # fmt: skip


def _end(end: Term | None) -> Any:
    return str(end.value) if isinstance(end, Num) else None if end is None else to_json(end)


def with_domain(claim: Claim, name: Sym, domain: Domain) -> Claim:
    rows = tuple(replace(v, domain=domain) if v.sym == name else v for v in claim.variables)
    return replace(claim, variables=rows)


# -- the cuts --------------------------------------------------------------------------------------------------------


def regions(parameter: Variable, cuts: Iterable[Term], borders: Iterable[Term] = ()) -> list[Region]:
    """The parameter's domain as points and open intervals, from left to right."""
    ends = [num(e) for i in parameter.domain.intervals for e in (i.low, i.high) if e is not None]
    line = ordered([*cuts, *ends])
    if len(line) > MOST_CUTS + len(ends):
        raise Border("too many values of the parameter to distinguish")
    known = tuple(dict.fromkeys(borders))
    out: list[Region] = []
    edges: list[Term | None] = [None, *line, None]
    for i in range(len(edges) - 1):
        low, high = edges[i], edges[i + 1]
        if low is not None:
            sample = low.value if isinstance(low, Num) else None
            near = sample if sample is not None else _between(*_enclosing(low))
            if near in parameter.domain:
                out.append(Region(parameter.sym, low, low, sample))
        sample = _between(None if low is None else _enclosing(low)[1], None if high is None else _enclosing(high)[0])
        if sample in parameter.domain:
            out.append(Region(parameter.sym, low, high, sample, known))
    return out


def ordered(numbers: Iterable[Term]) -> list[Term]:
    """Distinct numbers from small to large; a rational stands for what equals it."""
    kept: list[Term] = []
    for x in sorted(dict.fromkeys(numbers), key=lambda t: not isinstance(t, Num)):
        if all(_compare(x, k) for k in kept):
            kept.append(x)
    return sorted(kept, key=cmp_to_key(_compare))


def _compare(a: Term, b: Term) -> int:
    if isinstance(a, Num) and isinstance(b, Num):
        return (a.value > b.value) - (a.value < b.value)
    gap = difference(a, b)
    try:
        value = balls.evaluate(gap, {}, DIGITS)
    except (Undefined, Unsupported) as problem:
        raise Border("a border that is no number") from problem
    if value > 0 or value < 0:
        return 1 if value > 0 else -1
    if normal.is_zero(gap) or exactly_zero(gap):
        return 0
    raise Border("two borders that were not told apart")


def _enclosing(x: Term) -> tuple[Fraction, Fraction]:
    if isinstance(x, Num):
        return x.value, x.value
    value = balls.evaluate(x, {}, DIGITS)
    middle = Fraction(str(value.mid().str(30, radius=False)))
    return middle - Fraction(1, 10**20), middle + Fraction(1, 10**20)


def _between(low: Fraction | None, high: Fraction | None) -> Fraction:
    return inner_point(Interval(low, high))


def conditions_on(name: Sym, kept: list[Region], everything: list[Region]) -> Term:
    """Neighbouring regions joined, as relations relative to the whole: γ ≤ 1, β ≠ 0, γ = 1."""
    index = {id(r): i for i, r in enumerate(everything)}
    runs: list[list[Region]] = []
    for r in kept:
        if runs and index[id(r)] == index[id(runs[-1][-1])] + 1 and not _apart(runs[-1][-1], r):
            runs[-1].append(r)
        else:
            runs.append([r])
    holes = [r for r in everything if r.is_point and r not in kept]
    between = everything[index[id(kept[0])] : index[id(kept[-1])] + 1]
    missing = [r for r in between if r not in kept]
    if missing and all(r in holes for r in missing):
        ends = _bounds(name, [kept[0], kept[-1]], everything)
        return both(*ends, *(op("ne", name, r.low) for r in missing if r.low is not None))
    rows = [both(*_bounds(name, run, everything)) for run in runs]
    return Op("or", tuple(rows)) if len(rows) > 1 else rows[0]


def _apart(a: Region, b: Region) -> bool:
    return a.high is not b.low and a.high != b.low


def _bounds(name: Sym, run: list[Region], everything: list[Region]) -> Iterator[Term]:
    first, last = run[0], run[-1]
    if first is last and first.is_point and first.low is not None:
        yield op("eq", name, first.low)
        return
    if first is not everything[0] and first.low is not None:
        yield op("ge" if first.is_point else "gt", name, first.low)
    if last is not everything[-1] and last.high is not None:
        yield op("le" if last.is_point else "lt", name, last.high)
