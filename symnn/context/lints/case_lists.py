"""Case lists that leave a gap between their cases, or give two values in one place.

The conditions of a list compare one term with numbers, or with the same letters: |u| ≤ δ, |u| > δ.  Which letters, and
what they are, does not matter then, but their order, so that sets of numbers stand for them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from symnn.context.constants import constant
from symnn.context.lints.flaw import Flaw
from symnn.context.lints.suspicions import closed_claim
from symnn.context.model import Suspicion
from symnn.context.stater import Stater
from symnn.context.words.equations import SLOPES
from symnn.domain import REALS, Domain, Interval
from symnn.notation import words
from symnn.term import TRUE, Op, Sym, Term, walk

LARGE = 2000
_FLIP = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
_ELSEWHERE = re.compile(r"undefined|not defined|no value|except|无定义|未定义|除", re.I)
Comparison = tuple[str, Term]  # with what the term of the list is compared, and how


def case_lists(stater: Stater, relation: Term) -> None:
    """Say what is wrong with the case lists of a formula; values in an overlap are left to the provers."""
    for node in itertools.islice(walk(relation), LARGE):
        if isinstance(node, Op) and node.head == "cases":
            _examine(stater, relation, node)


def _examine(stater: Stater, relation: Term, node: Op) -> None:
    rows = [r.args for r in node.args if isinstance(r, Op) and r.head == "case"]
    plain = [(value, c) for value, c in rows if c != TRUE and not (isinstance(c, Op) and c.head == "otherwise")]
    if len(plain) < 2:
        return
    found = sets([c for _, c in plain])
    if found is None:
        return
    subject, domains, named = found
    if len(plain) == len(rows):
        gap = _gap(domains, _home(stater, subject))
        if gap is not None and not (gap.is_point and _of_slopes(stater, relation)):
            where = f"{words(subject)} {_told(gap, named)}"
            stater.flaw(Flaw("W420", f"no case covers {where}", None, node.at))
    for (one, domain), (other, against) in itertools.combinations(zip(plain, domains, strict=True), 2):
        if domain.intersect(against).empty or one[0] == other[0]:
            continue
        if domain != against and domain.intersect(against) == domain:
            continue  # x ≤ −2, x ≤ 2, x > 2: read in their order, each where none before it holds
        claim = closed_claim(stater, Op("eq", (one[0], other[0])), (one[1], other[1]))
        if claim is not None:
            start, end = stater.offsets(node.at)
            both = f"{words(one[1])} and {words(other[1])}"
            message = f"two cases hold at once where {both}, with the values {words(one[0])} and {words(other[0])}"
            place = stater.walk.location(start, end)
            stater.walk.out.suspicions.append(Suspicion("E421", place, stater.source, message, (((claim, False),),)))
            return


def _of_slopes(stater: Stater, relation: Term) -> bool:
    """Whether a derivative is given, which may have no value at a point, or the text says that there is none."""
    if any(isinstance(n, Op) and n.head in ("prime", "deriv", "gradient") for n in walk(relation)):
        return True
    span, text = stater.task.span, stater.walk.document.text
    before, behind = text[max(0, span.start - 240) : span.start], text[span.end : span.end + 160]
    return bool(SLOPES.search(before) or _ELSEWHERE.search(before + behind))


def _home(stater: Stater, subject: Term) -> Domain:
    """Where the term of a list lives, as far as that is declared."""
    known = stater.walk.scope.declaration(subject) if isinstance(subject, Sym) else None
    return REALS if known is None else known.domain


def sets(conditions: Sequence[Term]) -> tuple[Term, list[Domain], dict[Fraction, Term]] | None:
    """The term that all conditions compare, for each the set in which it lies, and the letters behind the numbers."""
    parts = [list(_comparisons(c)) for c in conditions]
    if not all(parts):
        return None
    sides = [side for part in parts for pair in part for side in pair[1:]]
    subject = next((s for s in sides if all(s in pair[1:] for part in parts for pair in part)), None)
    if subject is None or constant(subject) is not None:
        return None
    turned = [[_towards(subject, *pair) for pair in part] for part in parts]
    ends = list(dict.fromkeys(end for part in turned for _, end in part))
    numbers = _numbers(ends, turned)
    if numbers is None:
        return None
    domains = []
    for part in turned:
        domain = REALS
        for head, end in part:
            domain = domain.intersect(_half(head, numbers[end]))
        domains.append(domain)
    if all(i.is_point for d in domains for i in d.intervals):
        return None  # labels: y = 0, y = 1
    return subject, domains, {numbers[e]: e for e in ends}


def _comparisons(condition: Term) -> Iterator[tuple[str, Term, Term]]:
    match condition:
        case Op("chain" | "and", parts):
            found = [list(_comparisons(p)) for p in parts]
            yield from (row for rows in found for row in rows) if all(found) else ()
        case Op(head, (left, right)) if head in _FLIP:
            yield head, left, right


def _towards(subject: Term, head: str, left: Term, right: Term) -> Comparison:
    return (head, right) if left == subject else (_FLIP[head], left)


def _numbers(ends: Sequence[Term], rows: Sequence[Sequence[Comparison]]) -> dict[Term, Fraction] | None:
    """A number for each end: its value; 1 for a letter and −1 for its negative; 0 and 1 for a ≤ u ≤ b."""
    values = {e: constant(e) for e in ends}
    if all(v is not None for v in values.values()):
        return {e: v for e, v in values.items() if v is not None}
    if any(v is not None for v in values.values()):
        return None  # how a letter lies to a number is not known
    letters = list(dict.fromkeys(e.args[0] if isinstance(e, Op) and e.head == "neg" else e for e in ends))
    if len(letters) == 1:
        return {e: Fraction(1) if e == letters[0] else Fraction(-1) for e in ends}
    for row in rows:
        below = [e for head, e in row if head in ("gt", "ge")]
        above = [e for head, e in row if head in ("lt", "le")]
        if len(below) == len(above) == 1 and set(ends) == {below[0], above[0]}:
            return {below[0]: Fraction(0), above[0]: Fraction(1)}
    return None


def _half(head: str, end: Fraction) -> Domain:
    match head:
        case "lt" | "le":
            return Domain((Interval(None, end, True, head == "lt"),))
        case "gt" | "ge":
            return Domain((Interval(end, None, head == "gt", True),))
        case "eq":
            return Domain((Interval(end, end, False, False),))
        case _:
            return Domain((Interval(None, end), Interval(end, None)))


def _gap(domains: Sequence[Domain], home: Domain) -> Interval | None:
    """The first stretch between two cases that no case covers; what lies outside of all of them may be no input."""
    pieces = sorted((i for d in domains for i in d.intervals if not i.empty), key=_lower)
    covered: Interval | None = None
    for piece in pieces:
        if covered is not None and covered.high is not None and piece.low is not None:
            open_between = covered.high < piece.low or (
                covered.high == piece.low and covered.high_open and piece.low_open
            )
            between = Interval(covered.high, piece.low, not covered.high_open, not piece.low_open)
            if open_between and not _without_points(Domain((between,), home.integer).intersect(home)):
                return between
        if covered is None or _reaches(piece, covered):
            covered = piece
    return None


def _lower(interval: Interval) -> tuple[bool, Fraction, bool]:
    return interval.low is not None, interval.low or Fraction(0), interval.low_open


def _reaches(piece: Interval, covered: Interval) -> bool:
    """Whether a stretch ends behind another one."""
    if covered.high is None or piece.high is None:
        return piece.high is None
    return piece.high > covered.high or (piece.high == covered.high and not piece.high_open)


def _without_points(domain: Domain) -> bool:
    if domain.empty or not domain.integer:
        return domain.empty
    return not any(_integer_in(i) for i in domain.intervals)


def _integer_in(interval: Interval) -> bool:
    if interval.low is None or interval.high is None:
        return True
    first = -(-interval.low.numerator // interval.low.denominator)
    return any(Fraction(n) in interval for n in (first, first + 1))


def _told(gap: Interval, named: dict[Fraction, Term]) -> str:
    low, high = (words(named[e]) if e in named else str(e) for e in (gap.low, gap.high) if e is not None)
    if gap.is_point:
        return f"= {low}"
    left, right = "(" if gap.low_open else "[", ")" if gap.high_open else "]"
    return f"in {left}{low}, {high}{right}"
