"""Arithmetic of index expressions: sums, products, powers, exponentials, logarithms, a value for a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from symnn.tensor.contraction import collected, contracted, factor
from symnn.tensor.index import ONE, ZERO, Expr, Factor, Ix, Mono, Unsupported, fresh, number
from symnn.tensor.relations import MOST_TERMS, Rule, leading, reduced
from symnn.tensor.shared import Shared
from symnn.term import Term

_HIGHEST = 6


class Algebra:
    """``positive``: names of scalars that are above 0; ``rules``: what the document assumes."""

    def __init__(self, positive: frozenset[str] = frozenset(), rules: tuple[Rule, ...] = ()) -> None:
        self.positive_names, self.rules = positive, rules
        self.names: dict[Term, str] = {}  # of sums that are not multiplied out
        self.shared: dict[str, Shared] = {}
        self.jumps: list[tuple[Term, bool]] = []  # arguments of sign(·), and whether they are arrays
        self.marked = False  # jumps as names of their own

    def reduced(self, a: Expr) -> Expr:
        return reduced(a, self.rules)

    # -- sums and products -------------------------------------------------------------------------------------------

    def plus(self, *parts: Expr) -> Expr:
        return self.reduced(collected(m for p in parts for m in p.terms))

    def scaled(self, a: Expr, c: Fraction | int) -> Expr:
        return Expr(tuple(Mono(m.coef * c, m.powers, m.bound) for m in a.terms)) if c else ZERO

    def opened(self, a: Expr) -> Expr:
        """Shared sums that stand under a sum of their own multiplied out: the sum of what is centred is zero."""
        out = ZERO
        for m in a.terms:
            f = next((f for f, e in m.powers.values() if e == 1 and self._sums_alone(f, m)), None)
            if f is None:
                out = self.plus(out, Expr((m,)))
                continue
            rest = Expr((Mono(m.coef, {k: r for k, r in m.powers.items() if r[0] is not f}),))
            whole = self.summed(self.times(rest, self.shared[f.name].put(f.at)), *m.bound)
            out = self.plus(out, self.opened(whole))
        return out

    def _sums_alone(self, f: Factor, m: Mono) -> bool:
        if f.kind != "entry" or f.name not in self.shared:
            return False
        others = [g.free for g, _ in m.powers.values() if g is not f]
        return any(i in m.bound and f.at.count(i) == 1 and not any(i in free for free in others) for i in f.at)

    def minus(self, a: Expr, b: Expr) -> Expr:
        return self.plus(a, self.scaled(b, -1))

    def times(self, *parts: Expr) -> Expr:
        out = ONE
        for p in parts:
            out = self._product(out, p)
        return out

    def _product(self, a: Expr, b: Expr) -> Expr:
        if a is ONE or b is ONE:
            return b if a is ONE else a
        if len(a.terms) * len(b.terms) > MOST_TERMS:
            raise Unsupported("the expanded formula is too long")
        rows: list[Mono] = []
        for m in a.terms:
            for n in b.terms:
                m_, n_ = (m.refreshed(), n.refreshed()) if m.bound or n.bound else (m, n)
                factors = [*m_.powers.values(), *n_.powers.values()]
                rows += contracted(m.coef * n.coef, factors, m_.bound | n_.bound)
        return self.reduced(collected(rows))

    def summed(self, a: Expr, *over: Ix) -> Expr:
        """Σ over free indices."""
        rows: list[Mono] = []
        for m in a.terms:
            change = {i: fresh(i.dim) for i in over}
            moved = m.renamed(change)
            rows += contracted(m.coef, moved.powers.values(), moved.bound | frozenset(change.values()))
        return self.reduced(collected(rows))

    # -- powers ------------------------------------------------------------------------------------------------------

    def power(self, a: Expr, q: Fraction) -> Expr:
        if q == 1:
            return a
        if q == 0:
            return ONE
        if not a.terms:
            if q > 0:
                return ZERO
            raise Unsupported("division by zero")
        if q.denominator == 1 and 0 < q <= _HIGHEST and (len(a.terms) > 1 or a.terms[0].bound):
            return self.times(*[a] * int(q))
        parts = self._components(a, q)
        if len(parts) > 1:
            return self.times(*(self.power(p, q) for p in parts))
        coef, common, rest = self._content(a, q)
        out = self._number_power(coef, q)
        for f, e in common:
            out = self._product(out, factor(f, e * q))
        if rest is not ONE:
            simple = len(rest.terms) == 1 and rest.key != a.key
            out = self._product(out, self.power(rest, q) if simple else factor(Factor("atom", inside=rest), q))
        return out

    def _number_power(self, c: Fraction, q: Fraction) -> Expr:
        if q.denominator == 1:
            return number(c ** int(q))
        out = ONE
        for n, side in ((c.numerator, 1), (c.denominator, -1)):
            for p in _primes(n):
                out = self._product(out, factor(Factor("atom", inside=number(p)), side * q))
        return out

    def _components(self, a: Expr, q: Fraction) -> list[Expr]:
        """A sum of one product as sums that share no index; each to the power by itself."""
        if len(a.terms) != 1 or not a.terms[0].bound:
            return [a]
        [m] = a.terms
        groups: list[tuple[set[Ix], list[tuple[Factor, Fraction]]]] = []
        for f, e in m.powers.values():
            here = set(f.free & m.bound)
            touching = [g for g in groups if g[0] & here]
            merged = (here.union(*(g[0] for g in touching)), [r for g in touching for r in g[1]] + [(f, e)])
            groups = [g for g in groups if g not in touching] + [merged]
        parts = [collected(contracted(Fraction(1), rows, frozenset(over))) for over, rows in groups]
        even = all(e % 2 == 0 or self.positive(f) for f, e in m.powers.values())
        if len(parts) < 2 and m.coef == 1:
            return [a]
        return [number(m.coef), *parts] if q.denominator == 1 or (even and m.coef > 0) else [a]

    def _content(self, a: Expr, q: Fraction) -> tuple[Fraction, list[tuple[Factor, Fraction]], Expr]:
        """a = c·M·rest with M a product of factors without sums that may be taken to the power q one by one."""
        if len(a.terms) == 1 and not a.terms[0].bound:
            [m] = a.terms
            loose = [(f, e) for f, e in m.powers.values() if q.denominator > 1 and not self.positive(f)]
            single = len(loose) == 1 and loose[0][1] == 1 and m.coef > 0
            if q.denominator == 1 or (m.coef > 0 and (not loose or single)):
                return m.coef, list(m.powers.values()), ONE
        first = a.terms[0]
        common: list[tuple[Factor, Fraction]] = []
        for key, (f, _) in first.powers.items():
            if f.free & frozenset().union(*(m.bound for m in a.terms)) or not (q.denominator == 1 or self.positive(f)):
                continue
            least = min(m.powers[key][1] if key in m.powers else Fraction(0) for m in a.terms)
            if least:
                common.append((f, least))
        negative = {key: f for m in a.terms for key, (f, e) in m.powers.items() if e < 0 and not f.free & m.bound}
        for key, f in negative.items():
            if key not in first.powers and (q.denominator == 1 or self.positive(f)):
                common.append((f, min(m.powers[key][1] if key in m.powers else Fraction(0) for m in a.terms)))
        coef = leading(a).coef
        coef = abs(coef) if q.denominator > 1 else coef
        rows: list[Mono] = []
        for m in a.terms:
            rows += contracted(m.coef / coef, [*m.powers.values(), *((f, -e) for f, e in common)], m.bound)
        rest = self.reduced(collected(rows))
        return coef, common, ONE if rest.number == 1 else rest

    def positive(self, f: Factor) -> bool:
        match f.kind:
            case "exp":
                return True
            case "entry":
                return f.name.startswith("dim ") or f.name in self.positive_names
            case "atom" if f.inside is not None:
                return self.all_positive(f.inside)
        return False

    def all_positive(self, a: Expr) -> bool:
        """A sum of positive terms, squares allowed beside one that is above 0."""
        strict = any(all(self.positive(f) for f, _ in m.powers.values()) for m in a.terms)
        return strict and all(m.coef > 0 and all(self.positive(f) or (e % 2 == 0) for f, e in m.powers.values())
                              for m in a.terms)  # fmt: skip

    # -- exponentials and logarithms ---------------------------------------------------------------------------------

    def exp(self, a: Expr) -> Expr:
        out = ONE
        for m in a.terms:
            base = Factor("exp", inside=Expr((Mono(Fraction(1), m.powers, m.bound),)))
            out = self._product(out, factor(base, m.coef))
        return out

    def log(self, a: Expr) -> Expr:
        if not a.terms:
            raise Unsupported("logarithm of zero")
        coef, common, rest = self._content(a, Fraction(1, 2))
        if coef <= 0:
            return factor(Factor("fn", "log", inside=a))
        parts = [self.log_number(coef)]
        for f, e in common:
            if f.kind == "exp":
                assert f.inside is not None
                parts.append(self.scaled(f.inside, e))
            elif f.kind == "atom":
                assert f.inside is not None
                parts.append(self.scaled(factor(Factor("fn", "log", inside=f.inside)), e))
            else:
                parts.append(self.scaled(factor(Factor("fn", "log", inside=factor(f))), e))
        if rest is not ONE:
            simple = len(rest.terms) == 1 and rest.key != a.key
            parts.append(self.log(rest) if simple else factor(Factor("fn", "log", inside=rest)))
        return self.plus(*parts)

    def log_number(self, c: Fraction) -> Expr:
        out = ZERO
        for n, side in ((c.numerator, 1), (c.denominator, -1)):
            for p in _primes(n):
                out = self.plus(out, self.scaled(factor(Factor("fn", "log", inside=number(p))), side))
        return out

    def put(self, a: Expr, name: str, value: Callable[[tuple[Ix, ...]], Expr]) -> Expr:
        """The expression with an expression in the place of every entry of a name."""
        out = ZERO
        for m in a.terms:
            m = m.refreshed()
            part = number(m.coef)
            for f, e in m.powers.values():
                part = self.times(part, self.power(self._put_factor(f, name, value), e))
            out = self.plus(out, self.summed(part, *m.bound) if m.bound else part)
        return out

    def _put_factor(self, f: Factor, name: str, value: Callable[[tuple[Ix, ...]], Expr]) -> Expr:
        if f.kind == "entry":
            return value(f.at) if f.name == name else factor(f)
        if f.inside is None:
            return factor(f)
        inside = self.put(f.inside, name, value)
        match f.kind, f.name:
            case "exp", _:
                return self.exp(inside)
            case "atom", _:
                return inside
            case "fn", "log":
                return self.log(inside)
        return factor(Factor(f.kind, f.name, f.at, inside, f.holes))

    def vanishes(self, a: Expr) -> bool:
        """Zero wherever it has a value: denominators that no sum runs over are multiplied out."""
        for _ in range(12):
            if not a.terms:
                return True
            bound = frozenset().union(*(m.bound for m in a.terms))
            below = {k: f for m in a.terms for k, (f, e) in m.powers.items() if e < 0 and not f.free & bound}
            if not below:
                return False
            key = min(below)
            least = min(m.powers[key][1] for m in a.terms if key in m.powers)
            a = self._product(a, factor(below[key], -least))
        return False


def _primes(n: int) -> Iterable[int]:
    d = 2
    while d * d <= n:
        while n % d == 0:
            yield d
            n //= d
        d += 1
    if n > 1:
        yield n
