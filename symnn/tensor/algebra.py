"""Arithmetic of index expressions, and the relations by which sums in denominators are used up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from symnn.tensor.index import (
    ONE,
    ZERO,
    Expr,
    Factor,
    Ix,
    Mono,
    Powers,
    Unsupported,
    collected,
    contracted,
    factor,
    fresh,
    number,
)
from symnn.tensor.shared import Shared
from symnn.term import Term

_MOST_TERMS, _MOST_STEPS, _HIGHEST = 3000, 4000, 6


@dataclass(frozen=True)
class Rule:
    """``lead`` may be replaced by ``rest``: an equation of the document.  All of its indices stand for any."""

    lead: Mono
    rest: Expr


class Algebra:
    """``positive``: names of scalars that are above 0; ``rules``: what the document assumes."""

    def __init__(self, positive: frozenset[str] = frozenset(), rules: tuple[Rule, ...] = ()) -> None:
        self.positive_names, self.rules = positive, rules
        self.names: dict[Term, str] = {}  # of sums that are not multiplied out
        self.shared: dict[str, Shared] = {}
        self.jumps: list[tuple[Term, bool]] = []  # arguments of sign(·), and whether they are arrays
        self.marked = False  # jumps as names of their own

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
        if len(a.terms) * len(b.terms) > _MOST_TERMS:
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

    # -- relations ---------------------------------------------------------------------------------------------------

    def reduced(self, a: Expr) -> Expr:
        """Leading terms of denominators, and what the document assumes, used up."""
        done: list[Mono] = []
        todo = list(a.terms)
        steps = 0
        while todo:
            m = todo.pop()
            found = self._step(m)
            if found is None:
                done.append(m)
                continue
            steps += 1
            if steps > _MOST_STEPS or len(todo) > _MOST_TERMS:
                raise Unsupported("the relations between sums do not come to an end")
            todo += found
        return collected(done) if steps else a

    def _step(self, m: Mono) -> list[Mono] | None:
        for f, e in m.powers.values():
            if f.kind == "atom" and f.inside is not None and not 0 < e < 1 and (c := f.inside.number) is not None:
                whole = e.numerator // e.denominator
                rows = [r for r in m.powers.values() if r[0] is not f]
                return contracted(m.coef * c**whole, [*rows, *([(f, e - whole)] if e != whole else [])], m.bound)
            if f.kind == "atom" and f.inside is not None and e >= 1:
                rows = [r for r in m.powers.values() if r[0] is not f] + ([(f, e - 1)] if e != 1 else [])
                left = Mono(Fraction(1), {g.key: (g, h) for g, h in rows}, m.bound)
                return [x for t in f.inside.terms for x in _joined(m.coef * t.coef, left, t.refreshed())]
            if f.kind == "atom" and e < 0 and f.inside is not None and f.inside.number is None:
                found = self._used_up(m, f, e)
                if found is not None:
                    return found
            if f.kind == "inv" and (found := self._inverse(m, f)) is not None:
                return found
        for rule in self.rules:
            match = next(_matches(rule.lead, m, anywhere=True), None)
            if match is not None:
                left, change = match
                rest = [r.renamed(change).refreshed() for r in rule.rest.terms]
                scale = m.coef / rule.lead.coef
                return [x for r in rest for x in _joined(scale * r.coef, left, r)]
        return None

    def _used_up(self, m: Mono, f: Factor, e: Fraction) -> list[Mono] | None:
        """t·A^e = (A^(e+1) - (A - t)·A^e) for the leading term t of the sum A."""
        assert f.inside is not None
        lead = leading(f.inside)
        match = next(_matches(lead, m), None)
        if match is None or f.key not in match[0].powers:
            return None
        left, _ = match
        scale = m.coef / lead.coef
        out = contracted(scale, [*left.powers.values(), (f, Fraction(1))], left.bound)
        for other in f.inside.terms:
            if other is not lead:
                out += _joined(-scale * other.coef, left, other.refreshed())
        return out

    def _inverse(self, m: Mono, f: Factor) -> list[Mono] | None:
        """Σ A⁻¹[i, k]·A[k, j] = δ[i, j], for an A that is a name."""
        assert f.inside is not None
        if len(f.inside.terms) != 1:
            return None
        [inner] = f.inside.terms
        if len(inner.powers) != 1 or inner.bound or inner.coef != 1:
            return None
        [(base, e)] = inner.powers.values()
        if base.kind != "entry" or e != 1 or m.powers[f.key][1] != 1:
            return None
        swap = base.at != f.holes  # the inverse of the transpose
        i, j = f.at[::-1] if swap else f.at
        for g, h in m.powers.values():
            if g.kind != "entry" or g.name != base.name or h != 1:
                continue
            for k, other, pair in ((j, i, (g.at[0], g.at[1])), (i, j, (g.at[1], g.at[0]))):
                rest = [(x, y) for x, y in m.powers.values() if x is not f and x is not g]
                if k in m.bound and pair[0] == k and not any(k in x.free for x, _ in rest) and pair[1] != k:
                    return contracted(
                        m.coef, [*rest, (Factor("delta", at=(other, pair[1])), Fraction(1))], m.bound - {k}
                    )
        return None


def leading(a: Expr) -> Mono:
    """The term that is used up: the one with the most factors, then the last in an order that is the same whatever
    the free indices are called; never a number."""
    free = {i: f"~{i.dim}" for i in a.free if i.fixed is None}
    return max(a.terms, key=lambda m: (bool(m.powers), len(m.bound), len(m.powers), m.spell(free), m.key))


def _joined(coef: Fraction, left: Mono, right: Mono) -> list[Mono]:
    return contracted(coef, [*left.powers.values(), *right.powers.values()], left.bound | right.bound)


def _matches(lead: Mono, m: Mono, anywhere: bool = False) -> Iterator[tuple[Mono, dict[Ix, Ix]]]:
    """Ways to find ``lead`` in a product: what is left of it, and what the indices of ``lead`` became.

    Its bound indices have to be bound there and occur nowhere else; with ``anywhere`` its free ones may be any.
    """
    if len(lead.powers) > len(m.powers) or len(lead.bound) > len(m.bound):
        return
    own = sorted(lead.bound, key=lambda i: i.id)
    loose = sorted(lead.free, key=lambda i: i.id) if anywhere else []
    present = sorted(m.free | m.bound, key=lambda i: (i.fixed or 0, i.id))
    for chosen in permutations([i for i in present if i in m.bound], len(own)):
        if any(a.dim != b.dim for a, b in zip(own, chosen, strict=True)):
            continue
        for others in permutations([i for i in present if i not in chosen], len(loose)) if loose else [()]:
            if any(a.dim != b.dim for a, b in zip(loose, others, strict=True)):
                continue
            change = dict(zip([*own, *loose], [*chosen, *others], strict=True))
            left = _taken(lead, m, change, frozenset(chosen))
            if left is not None:
                yield left, change


def _taken(lead: Mono, m: Mono, change: Mapping[Ix, Ix], used: frozenset[Ix]) -> Mono | None:
    powers: dict[str, tuple[Factor, Fraction]] = dict(m.powers)
    for f, e in lead.powers.values():
        key = f.renamed(change).key
        if key not in powers or e <= 0:
            return None
        g, had = powers[key]
        if had < e or (had - e and g.free & used):
            return None
        if had == e:
            del powers[key]
        else:
            powers[key] = (g, had - e)
    if any(f.free & used for f, _ in powers.values()):
        return None
    return Mono(Fraction(1), powers, m.bound - used)


def _primes(n: int) -> Iterable[int]:
    d = 2
    while d * d <= n:
        while n % d == 0:
            yield d
            n //= d
        d += 1
    if n > 1:
        yield n


__all__ = ["Algebra", "Powers", "Rule", "leading"]
