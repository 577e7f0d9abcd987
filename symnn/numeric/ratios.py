"""Rational functions over ℚ in named atoms: arithmetic that reduces squares of roots, and the way back to terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from symnn.term import Op, Term, num, op

Poly = Any  # fmpq_mpoly
Side = Callable[[Term], int]  # the sign of a term on the part of the line that is looked at
SLOTS = 20


class NoFormError(ValueError):
    """The formula is outside the class for which forms are derived; the message names the part."""


@dataclass(frozen=True)
class Ratio:
    """Numerator over denominator, without common factor; the denominator's leading coefficient is one."""

    n: Poly
    d: Poly


@dataclass(frozen=True)
class Atom:
    """``kind`` is var, const, exp, log, root, phi, max or function; ``of`` its argument; ``term`` its meaning."""

    kind: str
    term: Term
    of: Ratio | None = None
    head: str = ""


class Ring:
    """Atoms so far, and arithmetic."""

    def __init__(self) -> None:
        self.ctx = fmpq_mpoly_ctx.get([f"g{i}" for i in range(SLOTS)], Ordering.lex)
        self.atoms: list[Atom] = []
        self._index: dict[tuple[str, Any], int] = {}
        self._keys: dict[int, Any] = {}

    def const(self, q: Fraction | int) -> Ratio:
        q = Fraction(q)
        return Ratio(self._const(q), self._const(1))

    def _const(self, q: Fraction | int) -> Poly:
        q = Fraction(q)
        return self.ctx.constant(fmpq(q.numerator, q.denominator))

    def gen(self, i: int, power: int = 1) -> Ratio:
        g = self.ctx.gen(i)
        one = self._const(1)
        return Ratio(g**power, one) if power >= 0 else Ratio(one, g**-power)

    def make(self, n: Poly, d: Poly) -> Ratio:
        """The reduced quotient; ``NoFormError`` when the denominator is zero."""
        n, d = self._reduced(n), self._reduced(d)
        if d.is_zero():
            raise NoFormError("a denominator that is identically zero")
        if n.is_zero():
            return self.const(0)
        short = self._lowest(n, d)
        for i, atom in enumerate(self.atoms):
            if atom.kind == "root" and int(d.degrees()[i]) == 1 and not self.is_number(i):
                for other in self._rationalised(short, i, atom):
                    if len(other.n) + len(other.d) < len(short.n) + len(short.d):
                        short = other
        return short

    def _rationalised(self, r: Ratio, i: int, atom: Atom) -> Iterator[Ratio]:
        """The quotient without √p below, and, where √p is a factor then, with it below again."""
        assert atom.of is not None
        other = self.ctx.from_dict({m: -c if int(m[i]) else c for m, c in r.d.to_dict().items()})
        n, d = self._reduced(r.n * other), self._reduced(r.d * other)
        if d.is_zero():
            return
        yield self._lowest(n, d)
        if all(int(m[i]) == 1 for m in n.monoms()):
            g = self.ctx.gen(i)
            yield self._lowest(self._reduced(n * g), d * g)

    def _lowest(self, n: Poly, d: Poly) -> Ratio:
        g = n.gcd(d)
        n, d = _exact(n, g), _exact(d, g)
        lead = d.leading_coefficient()
        return Ratio(n / lead, d / lead)

    def _reduced(self, p: Poly) -> Poly:
        for i, atom in enumerate(self.atoms):
            if atom.kind == "root" and p.degrees()[i] > 1:
                assert atom.of is not None
                p = self._replace_squares(p, i, atom.of.n)
        return p

    def _replace_squares(self, p: Poly, i: int, square: Poly) -> Poly:
        out = self._const(0)
        for monom, coefficient in p.to_dict().items():
            half, rest = divmod(int(monom[i]), 2)
            left = self.ctx.from_dict({tuple(rest if j == i else e for j, e in enumerate(monom)): coefficient})
            out += left * square**half
        return out

    def add(self, a: Ratio, b: Ratio) -> Ratio:
        return self.make(a.n * b.d + b.n * a.d, a.d * b.d)

    def mul(self, a: Ratio, b: Ratio) -> Ratio:
        return self.make(a.n * b.n, a.d * b.d)

    def div(self, a: Ratio, b: Ratio) -> Ratio:
        return self.make(a.n * b.d, a.d * b.n)

    def scale(self, a: Ratio, q: Fraction | int) -> Ratio:
        return self.mul(a, self.const(q))

    def power(self, a: Ratio, n: int) -> Ratio:
        if abs(n) > 40:
            raise NoFormError(f"the power {n} is too high")
        return Ratio(self._reduced(a.n**n), self._reduced(a.d**n)) if n >= 0 else self.power(self.inverse(a), -n)

    def inverse(self, a: Ratio) -> Ratio:
        return self.make(a.d, a.n)

    def as_number(self, a: Ratio) -> Fraction | None:
        if a.n.is_constant() and a.d.is_constant():
            return fraction(a.n) / fraction(a.d)
        return None

    def _atom(self, kind: str, key: Any, atom: Atom) -> int:
        found = self._index.get((kind, key))
        if found is None:
            if len(self.atoms) == SLOTS:
                raise NoFormError("too many different functions in one formula")
            self.atoms.append(atom)
            found = self._index[kind, key] = len(self.atoms) - 1
            self._keys[found] = key
        return found

    def is_number(self, i: int) -> bool:
        """Whether an atom is a constant: π, √2, log 3, e."""
        atom = self.atoms[i]
        if atom.kind in ("var", "const"):
            return atom.kind == "const"
        return atom.of is not None and all(
            self.is_number(j) for p in (atom.of.n, atom.of.d) for j, e in enumerate(p.degrees()) if int(e)
        )

    def conjugate(self, r: Ratio) -> Ratio | None:
        """(A + B√p)/D as (A² − B²p)/(D·(A − B√p)): no cancellation where A and B√p have opposite signs."""
        for i, atom in enumerate(self.atoms):
            if atom.kind == "root" and int(r.n.degrees()[i]) == 1 and not self.is_number(i):
                other = self.ctx.from_dict({m: -c if int(m[i]) else c for m, c in r.n.to_dict().items()})
                top = self._reduced(r.n * other)
                return Ratio(top, r.d * other)
        return None

    def term_of(self, u: Ratio) -> Term:
        top = self.poly_term(u.n)
        return top if u.d.is_constant() and fraction(u.d) == 1 else op("div", top, self.poly_term(u.d))

    def poly_term(self, p: Poly) -> Term:
        parts: list[Term] = []
        for monom, coefficient in sorted(p.to_dict().items(), reverse=True):
            factors: list[Term] = []
            for i, e in enumerate(monom):
                if e:
                    t = self.atoms[i].term
                    factors.append(t if e == 1 else op("pow", t, num(int(e))))
            q = fraction(coefficient)
            if q != 1 or not factors:
                factors.insert(0, num(q))
            parts.append(factors[0] if len(factors) == 1 else Op("mul", tuple(factors)))
        return num(0) if not parts else parts[0] if len(parts) == 1 else Op("add", tuple(parts))


def _exact(p: Poly, g: Poly) -> Poly:
    return p if g.is_constant() else p // g


def fraction(p: Any) -> Fraction:
    q = p.leading_coefficient() if not isinstance(p, fmpq) else p
    return Fraction(int(q.p), int(q.q))


def content(p: Poly) -> Fraction:
    """The content with the sign of the leading coefficient."""
    rows = [Fraction(int(c.p), int(c.q)) for c in p.coeffs()]
    top, bottom = 0, 1
    for q in rows:
        top, bottom = gcd(top, abs(q.numerator)), lcm(bottom, q.denominator)
    return Fraction(top, bottom) * (-1 if rows[0] < 0 else 1)


def gens(p: Poly) -> list[int]:
    """The atoms that occur."""
    return [i for i, e in enumerate(p.degrees()) if int(e) > 0]


def by_power(ctx: Any, p: Poly, i: int) -> dict[int, Poly]:
    """The coefficients of the powers of one atom."""
    out: dict[int, dict[tuple[int, ...], object]] = {}
    for monom, coefficient in p.to_dict().items():
        left = tuple(0 if j == i else int(e) for j, e in enumerate(monom))
        out.setdefault(int(monom[i]), {})[left] = coefficient
    return {j: ctx.from_dict(rows) for j, rows in out.items()}
