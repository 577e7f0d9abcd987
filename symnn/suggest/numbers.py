"""Numbers: one more, one less, double, half, inverse, 1 for 0, and those that stand elsewhere in the formula."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from symnn.suggest.site import Role, Site
from symnn.suggest.surroundings import Surroundings
from symnn.term import Num, Op, Term, free_symbols, num

_HALF = Fraction(1, 2)


def other_number(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """A number that is off by one, by a factor of two, inverted, 0 for −1 or 1, or taken from another place."""
    if not isinstance(site.node, Num):
        return
    value = site.node.value
    near: list[tuple[int, Fraction]] = [(2, value + 1), (2, value - 1), (2, 2 * value), (2, value * _HALF)]
    if value:
        near.append((3, 1 / value))
    near += [(3, Fraction(0)), (3, Fraction(1)), (3, Fraction(2)), (4, _HALF), (4, value * value)]
    near += [(3, n) for n in around.numbers] + [(3, -n) for n in around.numbers]
    seen = {value}
    for cost, number in near:
        if number not in seen and not _idle(number, site.role):
            seen.add(number)
            yield cost, alike(number, site.node)
    yield from ((4, constant) for constant in around.constants)


def _idle(number: Fraction, role: Role) -> bool:
    """What leaves a term or factor out, leads nowhere, or is a matter of signs."""
    if number < 0:
        return role in ("negated", "denominator")
    return (number == 1 and role in ("factor", "denominator", "exponent")) or (
        number == 0 and role not in ("side", "argument", "value", "bound", "set")
    )


_LIMITS = tuple(Fraction(x) for x in "0 1 -1 1/2 -1/2 2 -2 1/4".split())


def limit_value(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """Another value for a side that is one number or name: 0, 1, −1, 1/2, ±∞."""
    if site.role != "side" or not _constant(site.node):
        return
    for value in _LIMITS:
        if not (isinstance(site.node, Num) and site.node.value == value):
            yield 3, written(value)
    if any(isinstance(a, Op) and a.head == "lim" for a in around.relation.args) or around.relation.head == "to":
        yield 4, Op("infinity")
        yield 4, Op("neg", (Op("infinity"),))


def _constant(term: Term) -> bool:
    return not free_symbols(term) and not any(
        isinstance(a, Op) and a.head in ("call", "lim", "deriv", "at") for a in (term,)
    )


def alike(value: Fraction, number: Num) -> Term:
    """A number in the style of another one: 0.25 beside 0.5, a fraction beside a whole number."""
    size = Decimal(abs(value).numerator) / Decimal(value.denominator)
    if "." not in number.text or Fraction(size) != abs(value):
        return written(value)
    plain = Num(abs(value), format(size, "f"))
    return plain if value >= 0 else Op("neg", (plain,))


def written(value: Fraction) -> Term:
    """A number as an author writes it: −1/2 is a sign, a bar and two whole numbers."""
    if value < 0:
        return Op("neg", (written(-value),))
    if value.denominator == 1:
        return num(value)
    return Op("div", (num(value.numerator), num(value.denominator)))
