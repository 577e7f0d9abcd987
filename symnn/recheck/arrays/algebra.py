"""Arithmetic of sums of products: deltas used up, like factors and like products joined, powers, exponentials, logs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from symnn.recheck.arrays.bijection import same_atoms, same_products
from symnn.recheck.arrays.sums import (
    ONE,
    ZERO,
    Atom,
    Index,
    Names,
    Product,
    Sum,
    fresh,
    refreshed,
    renamed_atom,
    renamed_product,
)
from symnn.recheck.outcome import METER, UnclearError, fail
from symnn.term import Num, Sym, Term, plain

_MOST_TERMS, _HIGHEST = 2000, 6
Factors = list[tuple[Atom, Fraction]]


def number(x: Fraction | int) -> Sum:
    return Sum((Product(Fraction(x)),)) if x else ZERO


def size(d: Term) -> Sum:
    """How many values an index over this size takes."""
    match d:
        case Num(q):
            return number(q)
        case Sym():
            return Sum((Product(Fraction(1), ((Atom("size", plain(d)), Fraction(1)),)),))
    raise UnclearError(f"the size {plain(d)}")


class Algebra:
    """``positive`` names of arrays and scalars whose entries are above 0; ``totals``: vectors with a known sum."""

    def __init__(self, positive: frozenset[str] = frozenset(), totals: Mapping[str, Fraction] | None = None) -> None:
        self.positive_names, self.totals = positive, totals or {}

    # -- sums and products -------------------------------------------------------------------------------------------

    def plus(self, *parts: Sum) -> Sum:
        return joined(p for s in parts for p in s.terms)

    def scaled(self, s: Sum, c: Fraction | int) -> Sum:
        return Sum(tuple(Product(p.coef * c, p.factors, p.bound) for p in s.terms)) if c else ZERO

    def minus(self, s: Sum, r: Sum) -> Sum:
        return self.plus(s, self.scaled(r, -1))

    def times(self, *parts: Sum) -> Sum:
        out = ONE
        for s in parts:
            if len(out.terms) * len(s.terms) > _MOST_TERMS:
                fail("the expanded formula is too long")
            rows: list[Product] = []
            for p in out.terms:
                for q in s.terms:
                    p_, q_ = refreshed(p), refreshed(q)
                    rows += self.built(p.coef * q.coef, [*p_.factors, *q_.factors], p_.bound | q_.bound).terms
            out = joined(rows)
        return out

    def atom(self, a: Atom, exponent: Fraction | int = 1) -> Sum:
        return self.built(Fraction(1), [(a, Fraction(exponent))], frozenset())

    def entry(self, name: str, *at: Index) -> Sum:
        return self.atom(Atom("entry", name, at))

    def delta(self, i: Index, j: Index) -> Sum:
        return self.atom(Atom("delta", at=(i, j)))

    def summed(self, s: Sum, *over: Index) -> Sum:
        """Σ over free indices."""
        if not over:
            return s
        rows: list[Product] = []
        for p in s.terms:
            names = {i: fresh(i.size) for i in over}
            moved = renamed_product(refreshed(p), names)
            rows += self.built(p.coef, list(moved.factors), moved.bound | frozenset(names.values())).terms
        return joined(rows)

    def renamed(self, s: Sum, names: Names) -> Sum:
        """With other free indices; two that become one are joined."""
        rows = (renamed_product(p, names) for p in s.terms)
        return joined(q for p in rows for q in self.built(p.coef, list(p.factors), p.bound).terms)

    def built(self, coef: Fraction, factors: Factors, bound: frozenset[Index]) -> Sum:
        """The product in normal form; it may become a sum when a sum in it is multiplied out."""
        METER.tick()
        rows, extra = list(factors), ONE
        while (at := _next_delta(rows, bound)) is not None:
            (i, j), e = rows[at][0].at, rows[at][1]
            if e.denominator > 1 or e < 0:
                fail("a power of a delta")
            del rows[at]
            if i == j:
                continue
            if i.at is not None and j.at is not None:
                return ZERO
            gone, kept = (i, j) if i in bound else (j, i)
            if gone.size != kept.size:
                fail("indices of two sizes")
            rows = [(renamed_atom(a, {gone: kept}), e) for a, e in rows]
            bound -= {gone}
        rows = self._merged(_at_one_of_two(rows))
        for k, (a, e) in enumerate(rows):
            whole = e.numerator // e.denominator
            if a.kind == "prime" and whole:
                coef *= Fraction(int(a.name)) ** whole
                rest = [(a, e - whole)] if e != whole else []
                return self.built(coef, rows[:k] + rest + rows[k + 1 :], bound)
            if a.kind == "sum" and e >= 1 and a.inside is not None:
                rest = [(a, e - 1)] if e != 1 else []
                left = Product(coef, tuple(rows[:k] + rest + rows[k + 1 :]), bound)
                return self._spread(left, a.inside)
        for i in bound:
            holding = [r for r in rows if i in r[0].free]
            if not holding:  # Σ 1 over an index is its size
                extra, bound = self.times(extra, size(i.size)), bound - {i}
            elif len(holding) == 1 and self._total(*holding[0]) is not None:
                coef *= self._total(*holding[0]) or 0
                rows, bound = [r for r in rows if r is not holding[0]], bound - {i}
        if not coef:
            return ZERO
        out = Sum((Product(coef, tuple(rows), bound),))
        return out if extra is ONE else self.times(out, extra)

    def _total(self, a: Atom, e: Fraction) -> Fraction | None:
        return self.totals.get(a.name) if a.kind == "entry" and len(a.at) == 1 and e == 1 else None

    def _spread(self, left: Product, inside: Sum) -> Sum:
        """Σ over the bound indices of left·inside, multiplied out."""
        rows: list[Product] = []
        for q in inside.terms:
            q_ = refreshed(q)
            rows += self.built(left.coef * q.coef, [*left.factors, *q_.factors], left.bound | q_.bound).terms
        return joined(rows)

    def _merged(self, rows: Factors) -> Factors:
        out: Factors = []
        for a, e in rows:
            at = next((k for k, (b, _) in enumerate(out) if same_atoms(a, b)), None)
            if at is None:
                out.append((a, e))
            else:
                total = out[at][1] + e if a.kind != "delta" else Fraction(1)
                out[at] = (out[at][0], total)
        return [r for r in out if r[1]]

    # -- powers ------------------------------------------------------------------------------------------------------

    def power(self, s: Sum, q: Fraction) -> Sum:
        """s^q, where it has a value: a root is one of a number that is not negative."""
        if q == 0:
            return ONE
        if q == 1:
            return s
        if not s.terms:
            if q < 0:
                fail("division by zero")
            return ZERO
        if len(s.terms) == 1 and not s.terms[0].bound:
            return self._simple_power(s.terms[0], q)
        if len(s.terms) == 1 and (q < 0 or q.denominator > 1):
            [p] = s.terms
            outer = [(a, e) for a, e in p.factors if self.positive(a) and not a.free & p.bound]
            coef = p.coef if p.coef > 0 else Fraction(1)
            rest = Sum((Product(p.coef / coef, tuple(r for r in p.factors if r not in outer), p.bound),))
            return self.times(
                self._simple_power(Product(coef, tuple(outer)), q), self.atom(Atom("sum", inside=rest), q)
            )
        if q.denominator == 1 and 0 < q <= _HIGHEST:
            return self.times(*[s] * int(q))
        return self.atom(Atom("sum", inside=s), q)

    def _simple_power(self, p: Product, q: Fraction) -> Sum:
        """Of a product without sums: factor by factor if q is whole, else those that are above 0."""
        if q.denominator == 1:
            return self.built(p.coef ** int(q), [(a, e * q) for a, e in p.factors], frozenset())
        out: Factors = [(a, e * q) for a, e in p.factors if self.positive(a)]
        rest = [(a, e) for a, e in p.factors if not self.positive(a)]
        coef = p.coef
        if coef > 0:
            out += [(Atom("prime", str(n)), k * q) for n, k in _primes(coef)]
            coef = Fraction(1)
        if rest or coef != 1:
            out.append((Atom("sum", inside=Sum((Product(coef, tuple(rest)),))), q))
        return self.built(Fraction(1), out, frozenset())

    def positive(self, a: Atom) -> bool:
        match a.kind:
            case "exp" | "size" | "prime" | "pi":
                return True
            case "entry" | "symmetric":
                return a.name in self.positive_names
            case "sum" if a.inside is not None:
                return all(p.coef > 0 and all(self.positive(b) for b, _ in p.factors) for p in a.inside.terms)
        return False

    # -- exponentials and logarithms ---------------------------------------------------------------------------------

    def exp(self, s: Sum) -> Sum:
        """exp(Σ c·m) = Π exp(m)^c."""
        rows = [(Atom("exp", inside=Sum((Product(Fraction(1), p.factors, p.bound),))), p.coef) for p in s.terms]
        return self.built(Fraction(1), rows, frozenset())

    def log(self, s: Sum) -> Sum:
        """log of a sum, with what is positive and common to its terms taken out: log(1 - 1/A) = log(A - 1) - log A."""
        parts: list[Sum] = []
        while (found := self._common(s)) is not None:
            a, e = found
            s = self.times_power(s, a, -e)
            parts.append(self.scaled(self._log_atom(a), e))
        if len(s.terms) == 1 and not s.terms[0].factors and s.terms[0].coef > 0:
            parts += [self.scaled(self.function("log", number(n)), k) for n, k in _primes(s.terms[0].coef)]
            return self.plus(*parts)
        return self.plus(*parts, self.function("log", s))

    def _common(self, s: Sum) -> tuple[Atom, Fraction] | None:
        """A positive factor with its least exponent in the terms, 0 where it does not stand."""
        for p in s.terms:
            for a, _ in p.factors:
                if not self.positive(a) or a.free & p.bound:
                    continue
                least = min(next((e for b, e in q.factors if same_atoms(a, b)), Fraction(0)) for q in s.terms)
                if least:
                    return a, least
        return None

    def _log_atom(self, a: Atom) -> Sum:
        if a.kind == "exp" and a.inside is not None:
            return a.inside
        if a.kind == "sum" and a.inside is not None:
            return self.log(a.inside)
        return self.function("log", self.atom(a))

    def times_power(self, s: Sum, a: Atom, e: Fraction) -> Sum:
        """s·a^e, where denominators cancel before the rest is multiplied out."""
        rows = map(refreshed, s.terms)
        return joined(q for p in rows for q in self.built(p.coef, [*p.factors, (a, e)], p.bound).terms)

    def function(self, name: str, s: Sum) -> Sum:
        return self.atom(Atom("fn", name, inside=s))


def joined(rows: Iterable[Product]) -> Sum:
    """Like products are one."""
    groups: dict[str, list[Product]] = {}
    for p in rows:
        group = groups.setdefault(p.sign, [])
        at = next((k for k, q in enumerate(group) if same_products(p, q)), None)
        if at is None:
            group.append(p)
        else:
            q = group[at]
            group[at] = Product(p.coef + q.coef, q.factors, q.bound)
    return Sum(tuple(p for group in groups.values() for p in group if p.coef))


def _at_one_of_two(rows: Factors) -> Factors:
    """δ_ij·F(j) = δ_ij·F(i) for free i and j."""
    for a, _ in [r for r in rows if r[0].kind == "delta"]:
        kept, gone = sorted(a.at, key=lambda i: i.number)
        if gone.at is None and kept.size == gone.size:
            rows = [(b if b is a or b.kind == "delta" else renamed_atom(b, {gone: kept}), e) for b, e in rows]
    return rows


def _next_delta(rows: Factors, bound: frozenset[Index]) -> int | None:
    return next((k for k, (a, _) in enumerate(rows) if a.kind == "delta" and _usable(a, bound)), None)


def _usable(a: Atom, bound: frozenset[Index]) -> bool:
    i, j = a.at
    return i == j or i in bound or j in bound or (i.at is not None and j.at is not None)


def _primes(c: Fraction) -> Iterator[tuple[int, int]]:
    for n, sign in ((c.numerator, 1), (c.denominator, -1)):
        d = 2
        while n > 1:
            while n % d == 0:
                yield d, sign
                n //= d
            d += 1
            if d > 1000:
                fail("a large prime number")
