"""The sign of an exact coefficient, under facts about the parameters in it.

A sign is settled by the form (all monomials of one sign, logarithm of a quotient of two exponentials), by a fact,
by a certified ball, or by the normal form for zero.  Where it depends on a parameter, ``Split`` names the polynomial
whose sign to distinguish; the caller decides the claim for each sign and puts the cases together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from symnn.kernel import balls, normal
from symnn.kernel.coefficients import (
    ONE,
    Atom,
    Coef,
    Monomial,
    from_atom,
    monomial_inverse,
    number_logarithm,
    to_term,
)
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.term import Num, Op, Sym, Term, free_functions, free_symbols, op

Relation = str  # ">", ">=", "!="
_PRECISIONS = (64, 256, 1024)


class Unknown(Exception):  # noqa: N818  (it names a fact, not a mistake)
    """This engine cannot tell; the message says what stopped it."""


class NoValue(Exception):  # noqa: N818  (likewise)
    """The term certainly has no value there."""


class Split(Exception):  # noqa: N818  (likewise)
    """The answer depends on the sign of ``on``."""

    def __init__(self, on: Coef) -> None:
        super().__init__(f"depends on the sign of {on!r}")
        self.on = on


@dataclass(frozen=True)
class Facts:
    """What is known of the parameters: each polynomial stands in its relation to zero."""

    known: tuple[tuple[Coef, Relation], ...] = ()
    cache: dict[Coef, int] = field(default_factory=dict, compare=False, repr=False)

    def with_(self, p: Coef, relation: Relation) -> Facts:
        return Facts((*self.known, (p, relation)))

    def conditions(self) -> tuple[Term, ...]:
        heads = {">": "gt", ">=": "ge", "!=": "ne"}
        return tuple(op(heads[r], to_term(p), to_term(Coef())) for p, r in self.known)

    def sign(self, p: Coef) -> int:
        """-1, 0 or 1, certainly; raises ``Split`` or ``Unknown``."""
        known = self.cache.get(p)
        if known is None:
            known = self.cache[p] = self._sign(p)
        return known

    def _sign(self, p: Coef) -> int:
        if not p.terms:
            return 0
        q = p.rational
        if q is not None:
            return 1 if q > 0 else -1
        if len(p.terms) == 1:
            ((m, c),) = p.terms.items()
            return self._monomial(m) * (1 if c > 0 else -1)
        if is_constant(p):
            return constant_sign(p)
        found = self._of_one_sign(p)
        if found is not None:
            return found
        content, rest = _without_content(p)
        if content:
            return self._monomial(content) * self._primitive(rest)
        return self._primitive(p)

    def _primitive(self, p: Coef) -> int:
        """The sign of a polynomial of which no monomial factor is to be split off."""
        if not p.terms or p.rational is not None or is_constant(p):
            return constant_sign(p)
        found = self._of_one_sign(p)
        if found is not None:
            return found
        as_log = _as_logarithm(p)
        if as_log is not None:
            return self.sign(as_log)
        for fact, relation in self.known:
            found = self._by_fact(p, fact, relation)
            if found is not None:
                return found
        if normal.is_zero(to_term(p), self.conditions()):
            return 0
        raise Split(p)

    def _monomial(self, m: Monomial) -> int:
        """The sign of a monomial; ``Split`` on an atom of unknown sign that stands to an odd power."""
        sign = 1
        for a, e in m:
            if a.kind in ("prime", "exp"):
                continue
            s = self._atom(a)
            if s == 0:
                return 0
            if e.denominator == 1 and e.numerator % 2 == 1:
                sign *= s
        return sign

    def _atom(self, a: Atom) -> int:
        p = from_atom(a)
        if a.kind == "sum":
            assert isinstance(a.payload, Coef)
            return self.sign(a.payload)
        if is_constant(p):
            return constant_sign(p)
        for fact, relation in self.known:
            found = self._by_fact(p, fact, relation)
            if found is not None:
                return found
        if a.kind == "value" and normal.is_zero(to_term(p), self.conditions()):
            return 0
        raise Split(p)

    def _of_one_sign(self, p: Coef) -> int | None:
        """All monomials certainly ≥ 0 and one > 0, or the same with ≤ and <."""
        seen: set[int] = set()
        strict = False
        for m, c in p.terms.items():
            s, sure = self._weak(m)
            if s == 0:
                return None
            seen.add(s * (1 if c > 0 else -1))
            strict = strict or sure
            if len(seen) > 1:
                return None
        return seen.pop() if strict else None

    def _weak(self, m: Monomial) -> tuple[int, bool]:
        """(s, strict): s·m ≥ 0 always; strict if m is never zero.  s = 0: not known."""
        sign, strict = 1, True
        for a, e in m:
            if a.kind in ("prime", "exp"):
                continue
            try:
                s = self._atom(a)
                if s == 0:
                    return 0, False
            except Split:
                if e.denominator == 1 and e.numerator % 2 == 0:
                    strict = strict and e < 0
                    continue
                at_least = any(r == ">=" and f == from_atom(a) for f, r in self.known)
                if not at_least:
                    return 0, False
                strict = strict and e < 0
                continue
            if e.denominator == 1 and e.numerator % 2 == 1:
                sign *= s
        return sign, strict

    def _by_fact(self, p: Coef, fact: Coef, relation: Relation) -> int | None:
        """p = q·fact with q rational, or p = q·fact + (terms of the sign of q)."""
        if relation == "!=":
            return None
        for m, c in fact.terms.items():
            if m not in p.terms:
                continue
            q = p.terms[m] / c
            rest = p - fact.scaled(q)
            s = 1 if q > 0 else -1
            if not rest.terms:
                if relation == ">":
                    return s
                continue
            if len(rest.terms) >= len(p.terms):
                continue
            other = self._of_one_sign(rest)
            if other == s:
                return s
        return None

    def excludes(self, p: Coef) -> bool:
        """Whether p > 0 is impossible: -p = q·fact + rest with q ≥ 0 and a rest that is certainly ≥ 0."""
        minus = -p
        if self._at_least_zero(minus):
            return True
        for fact, relation in self.known:
            if relation == "!=":
                continue
            for m, c in fact.terms.items():
                q = minus.terms.get(m, Fraction(0)) / c
                if q > 0 and self._at_least_zero(minus - fact.scaled(q)):
                    return True
        return False

    def _at_least_zero(self, p: Coef) -> bool:
        for m, c in p.terms.items():
            s, _ = self._weak(m)
            if s * (1 if c > 0 else -1) != 1:
                return False
        return True

    def nonzero(self, p: Coef) -> bool:
        """Whether p ≠ 0 is certain, possibly without its sign; raises ``Split`` if that depends."""
        if any(r == "!=" and proportional(p, f) for f, r in self.known):
            return True
        return self.sign(p) != 0


def is_constant(p: Coef) -> bool:
    """No names in it: a number."""
    return not any(a.kind == "name" or (a.kind == "value" and _has_names(a.payload)) for a in p.atoms())


def _has_names(payload: object) -> bool:
    return isinstance(payload, Num | Sym | Op) and bool(free_symbols(payload) or free_functions(payload))


def constant_sign(p: Coef) -> int:
    """By balls of growing precision; an exact zero by the normal form."""
    term = to_term(p)
    for precision in _PRECISIONS:
        try:
            ball = balls.evaluate(term, {}, precision)
        except (Undefined, Unsupported) as problem:
            raise Unknown(f"no enclosure of a constant: {problem}") from problem
        if ball > 0:
            return 1
        if ball < 0:
            return -1
        if ball.is_zero() or (precision == _PRECISIONS[0] and normal.is_zero(term)):
            return 0
    raise Unknown("a constant that may be zero")


def proportional(p: Coef, fact: Coef) -> bool:
    return p.terms.keys() == fact.terms.keys() and p.primitive()[0] == fact.primitive()[0]


def _without_content(p: Coef) -> tuple[Monomial, Coef]:
    """(g, p/g) with g the common monomial factor."""
    common: dict[Atom, Fraction] | None = None
    for m in p.terms:
        here = dict(m)
        if common is None:
            common = here
            continue
        merged: dict[Atom, Fraction] = {}
        for a in common.keys() | here.keys():
            e = min(common.get(a, Fraction(0)), here.get(a, Fraction(0)))
            if e and a.kind != "prime":
                merged[a] = e
        common = merged
    g = frozenset((common or {}).items())
    if not g:
        return ONE, p
    return g, p * monomial_inverse(g)


def _as_logarithm(p: Coef) -> Coef | None:
    """With p = a·e^u - b·e^v and a, b > 0 rational: sign(p) = sign(log a - log b + u - v)."""
    if len(p.terms) != 2:
        return None
    out = Coef()
    signs = []
    for m, c in p.terms.items():
        if any(a.kind != "exp" for a, _ in m):
            return None
        signs.append(1 if c > 0 else -1)
        exponent = Coef({a.payload: e for a, e in m if isinstance(a.payload, frozenset)})
        out = out + (number_logarithm(abs(c)) + exponent).scaled(signs[-1])
    return out if sum(signs) == 0 else None
