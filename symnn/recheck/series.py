"""Expansions as T → ∞ with a bound of what is left out for every T ≥ R: the behaviour of a term at a point or far out.

A series is Σ c·M over a few monomials M = T^a·(log T)^b·exp(Σ γ·T^p), largest first, and a rest of at most B·M for
T ≥ R.  Without R (``None``) only the order of the rest counts.  Coefficients are normal forms free of T.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from math import factorial
from typing import Any

from flint import arb, fmpq

from symnn.recheck import values
from symnn.recheck.basic import ONE, add, mul
from symnn.recheck.facts import Facts
from symnn.recheck.forms import Kernel
from symnn.recheck.outcome import Need, NoValueError, UnclearError
from symnn.recheck.polynomials import ONE_FORM, Form, Poly, monomials, number, plus, times, whole_power
from symnn.recheck.polynomials import inverse as inverted
from symnn.recheck.slopes import SLOPES, slope
from symnn.term import Op, Sym, Term, num, op, substitute

T = Sym("T~")
_SLOT = Sym("slot~")


@dataclass(frozen=True)
class Mono:
    """T^power·(log T)^logs·exp(Σ γ·T^p); ``growth`` holds (p, γ), p falling."""

    power: Fraction = Fraction(0)
    logs: int = 0
    growth: tuple[tuple[Fraction, Form], ...] = ()


ONE_MONO = Mono()


@dataclass(frozen=True)
class Series:
    terms: tuple[tuple[Mono, Form], ...]
    rest: tuple[Mono, Any] | None = None


class Scale:
    """Arithmetic of series under facts, with ``length`` terms, for T ≥ ``start``."""

    def __init__(self, facts: Facts, length: int, start: Fraction | None = None) -> None:
        self.facts, self.length, self.start = facts, length, start
        self.known: dict[str, Series] = {}

    # -- monomials ---------------------------------------------------------------------------------------------------

    def sign(self, c: Form) -> int:
        top = c.top * c.bottom
        s = self.facts.sign(top)
        if len(s) != 1:
            raise Need(top)
        return next(iter(s))

    def join(self, m: Mono, n: Mono, k: int = 1) -> Mono:
        """m·n^k."""
        growth = dict(m.growth)
        for p, g in n.growth:
            growth[p] = plus(growth.get(p, number(0)), times(number(k), g))
        kept = tuple(sorted(((p, g) for p, g in growth.items() if not g.top.is_zero()), key=lambda r: -r[0]))
        return Mono(m.power + k * n.power, m.logs + k * n.logs, kept)

    def compare(self, m: Mono, n: Mono = ONE_MONO) -> int:
        """1 if m grows faster than n, -1 if slower, 0 if they are the same."""
        q = self.join(m, n, -1)
        for _, g in q.growth:
            if s := self.sign(g):
                return s
        return (q.power > 0) - (q.power < 0) or (q.logs > 0) - (q.logs < 0)

    def most(self, m: Mono) -> Any:
        """sup m over T ≥ R, for an m that falls from R on or is constant."""
        if self.start is None or m == ONE_MONO:
            return arb(1)
        r = arb(fmpq(self.start.numerator, self.start.denominator))
        log = r.log()
        slopes = [(p, arb(values.rational(p)) * self.ball(g)) for p, g in m.growth] + [
            (Fraction(0), arb(values.rational(m.power)))
        ]
        slopes.append((Fraction(0), m.logs / log if m.logs > 0 else arb(0)))
        lead = next((p for p, s in slopes if s < 0), Fraction(0))
        total = arb(0)
        for (
            p,
            s,
        ) in slopes:  # log m falls: Σ s·T^p ≤ 0, where the positive ones count most at R after division by T^lead
            if p > lead and not s <= 0:
                raise UnclearError("a monomial that grows")
            if p == lead or not s <= 0:
                total += s * r ** arb(values.rational(p - lead))
        if not total <= 0 or not log > 0:
            raise UnclearError("R is too small")
        value = sum((self.ball(g) * r ** arb(values.rational(p)) for p, g in m.growth), arb(0)).exp()
        return value * r ** arb(values.rational(m.power)) * log**m.logs

    def ball(self, c: Form) -> Any:
        if self.start is None:
            return arb(1)
        return values.ball(values.evaluate(self.facts.kernels.term(c)))

    # -- arithmetic --------------------------------------------------------------------------------------------------

    def series(self, terms: list[tuple[Mono, Form]], rests: list[tuple[Mono, Any]]) -> Series:
        sums: list[tuple[Mono, Form]] = []
        for m, c in terms:
            same = [i for i, (k, _) in enumerate(sums) if k == m or self.compare(k, m) == 0]
            if same:
                sums[same[0]] = (m, plus(sums[same[0]][1], c))
            else:
                sums.append((m, c))
        kept = [(m, t) for m, c in sums if not (t := self.facts.kernels.tidy(c)).top.is_zero()]
        order = cmp_to_key(self.compare)
        kept.sort(key=lambda row: order(row[0]), reverse=True)
        left = list(rests)
        if left:
            top = max((m for m, _ in left), key=cmp_to_key(self.compare))
            small = [(m, c) for m, c in kept if self.compare(m, top) <= 0]
            kept = [row for row in kept if row not in small]
        else:
            small = []
        small, kept = kept[self.length :] + small, kept[: self.length]
        left += [(m, abs(self.ball(c))) for m, c in small]
        if not left:
            return Series(tuple(kept))
        top = max((m for m, _ in left), key=cmp_to_key(self.compare))
        bound = sum((b * self.most(self.join(m, top, -1)) for m, b in left), arb(0))
        return Series(tuple(kept), (top, bound))

    def plus(self, a: Series, b: Series) -> Series:
        return self.series([*a.terms, *b.terms], [r for r in (a.rest, b.rest) if r])

    def times(self, a: Series, b: Series) -> Series:
        terms = [(self.join(m, n), times(c, d)) for m, c in a.terms for n, d in b.terms]
        rests = [(self.join(m, x.rest[0]), abs(self.ball(c)) * x.rest[1])
                 for x, y in ((a, b), (b, a)) if x.rest for m, c in y.terms]  # fmt: skip
        if a.rest and b.rest:
            rests.append((self.join(a.rest[0], b.rest[0]), a.rest[1] * b.rest[1]))
        return self.series(terms, rests)

    def scaled(self, a: Series, m: Mono, c: Form) -> Series:
        return self.times(a, Series(((m, c),)))

    def constant(self, c: Form) -> Series:
        return Series(((ONE_MONO, c),)) if not c.top.is_zero() else Series(())

    def lead(self, a: Series) -> tuple[Mono, Form]:
        """The first term, whose coefficient is certainly not 0."""
        for m, c in a.terms:
            if self.sign(c):
                return m, c
        if a.rest is None and not a.terms:
            return ONE_MONO, number(0)
        raise UnclearError("the leading term cancels")

    def split(self, a: Series) -> tuple[Mono, Form, Series]:
        """a = c·M·(1 + s) with s → 0."""
        m, c = self.lead(a)
        if c.top.is_zero():
            raise UnclearError("division by a series that is zero")
        s = self.scaled(a, self.join(ONE_MONO, m, -1), inverted(c))
        return m, c, self.series([*s.terms, (ONE_MONO, number(-1))], [s.rest] if s.rest else [])

    def small(self, s: Series) -> tuple[Mono, Any]:
        """(M, B) with |s| ≤ B·M and M → 0."""
        rows = [(m, abs(self.ball(c))) for m, c in s.terms] + ([s.rest] if s.rest else [])
        if not rows:
            return Mono(Fraction(-1)), arb(0)
        top = max((m for m, _ in rows), key=cmp_to_key(self.compare))
        if self.compare(top) >= 0:
            raise UnclearError("a rest that does not vanish")
        return top, sum((b * self.most(self.join(m, top, -1)) for m, b in rows), arb(0))

    def compose(self, s: Series, coefficients: list[Form], rest: Callable[[Any], Any]) -> Series:
        """Σ cₖ·sᵏ and a rest of at most rest(|s|)·|s|ⁿ for a small s; ``rest`` is asked for the largest |s|."""
        m, b = self.small(s)
        n = len(coefficients)
        out, power_ = self.constant(coefficients[0]), self.constant(ONE_FORM)
        for c in coefficients[1:]:
            power_ = self.times(power_, s)
            out = self.plus(out, self.times(power_, self.constant(c)))
        if not s.terms and s.rest is None:
            return out
        bound = arb(1) if self.start is None else rest((b * self.most(m)).abs_upper())
        tail = Mono()
        for _ in range(n):
            tail = self.join(tail, m)
        return self.series(list(out.terms), [r for r in (out.rest, (tail, b**n * bound)) if r])

    def power(self, a: Series, q: Fraction) -> Series:
        """a^q; for a fraction q of the magnitude of a."""
        m, c, s = self.split(a)
        coefficients, x, n = [], Fraction(1), self.length + 1
        for k in range(n):
            coefficients.append(number(x))
            x = x * (q - k) / (k + 1)
        out = self.compose(
            s, coefficients, lambda t: arb(abs(values.rational(x))) * _below_one(t) ** arb(-values.rational(n + abs(q)))
        )
        if q.denominator > 1 and self.sign(c) < 0:
            c = times(number(-1), c)
        if (m.logs * q).denominator > 1:
            raise UnclearError("a root of a logarithm")
        lead = Mono(m.power * q, int(m.logs * q), tuple((p, times(number(q), g)) for p, g in m.growth))
        factor = (
            whole_power(c, int(q)) if q.denominator == 1 else self._of(op("pow", self.facts.kernels.term(c), num(q)))
        )
        return self.scaled(out, lead, factor)

    def _of(self, term: Term) -> Form:
        return self.facts.form(term)

    def exp(self, a: Series) -> Series:
        lead, growth, logs, small = Mono(), {}, number(0), []
        for m, c in a.terms:
            if m.growth == () and m.logs == 0 and m.power > 0:
                growth[m.power] = c
            elif m.growth == () and m.power == 0 and m.logs == 1 and c.top.is_constant() and c.bottom.is_constant():
                x = c.top.leading_coefficient()
                lead = Mono(Fraction(int(x.p), int(x.q)))
            elif m == ONE_MONO:
                logs = c
            elif self.compare(m) < 0:
                small.append((m, c))
            else:
                raise UnclearError("an exponential of this growth")
        if a.rest and self.compare(a.rest[0]) >= 0:
            raise UnclearError("too few terms")
        lead = self.join(lead, Mono(growth=tuple(sorted(growth.items(), key=lambda r: -r[0]))))
        n = self.length + 1
        s = Series(tuple(small), a.rest)
        rows = [number(Fraction(1, factorial(k))) for k in range(n)]
        out = self.compose(s, rows, lambda t: t.exp() / factorial(n))
        return self.scaled(out, lead, self._of(op("exp", self.facts.kernels.term(logs))))

    def log(self, a: Series) -> Series:
        """log|a|."""
        m, c, s = self.split(a)
        n = self.length + 1
        rows = [number(0), *(number(Fraction((-1) ** (k + 1), k)) for k in range(1, n))]
        out = self.compose(s, rows, lambda t: 1 / (n * _below_one(t)))
        if m.logs:
            raise UnclearError("the logarithm of a logarithm")
        parts = [(Mono(p), g) for p, g in m.growth] + ([(Mono(logs=1), number(m.power))] if m.power else [])
        size = c if self.sign(c) > 0 else times(number(-1), c)
        parts.append((ONE_MONO, self._of(op("log", self.facts.kernels.term(size)))))
        return self.plus(out, self.series(parts, []))

    def function(self, head: str | Term, a: Series) -> Series:
        """Taylor's polynomial at the limit of the argument; erf and atan also where that is infinite."""
        if a.terms and self.compare(a.terms[0][0]) > 0:
            return self._far(head, a, self.sign(self.lead(a)[1]))
        at = next((x for n, x in a.terms if n == ONE_MONO), number(0))
        s = Series(tuple(r for r in a.terms if r[0] != ONE_MONO), a.rest)
        body: Term = op(head, _SLOT) if isinstance(head, str) else op("call", head, _SLOT)
        rows, centre = [], self.facts.kernels.term(at)
        n = self.length + 1
        for k in range(n):
            rows.append(times(number(Fraction(1, factorial(k))), self._of(substitute(body, {_SLOT: centre}))))
            body = self.facts.kernels.term(self._of(slope(body, _SLOT)))

        def rest(t: Any) -> Any:
            around = self.ball(at) + arb(0, t)
            return abs(values.Program(body, (_SLOT,))((around,))[0]).abs_upper() / factorial(n)

        return self.compose(s, rows, rest)

    def _far(self, head: str | Term, a: Series, side: int) -> Series:
        if head == "atan":  # ±π/2 - atan(1/a)
            turn = times(number(Fraction(side, 2)), self._of(op("pi")))
            inner = self.function("atan", self.power(a, Fraction(-1)))
            return self.plus(self.constant(turn), self.scaled(inner, ONE_MONO, number(-1)))
        if head != "erf":
            raise UnclearError(f"{head} far out")
        square = self.scaled(self.times(a, a), ONE_MONO, number(-1))
        lead = self.scaled(self.exp(square), ONE_MONO, self._of(op("div", ONE, op("sqrt", op("pi")))))
        lead = self.times(lead, self.power(a, Fraction(-1)))
        s = self.power(self.scaled(self.times(a, a), ONE_MONO, number(2)), Fraction(-1))
        odd = [1]
        for k in range(1, self.length + 2):
            odd.append(odd[-1] * (2 * k - 1))
        rows = [number((-1) ** k * x) for k, x in enumerate(odd[:-1])]
        tail = self.times(lead, self.compose(s, rows, lambda t: arb(odd[-1])))  # the rest is below the next term
        return self.plus(self.constant(number(side)), self.scaled(tail, ONE_MONO, number(-1)))

    # -- terms -------------------------------------------------------------------------------------------------------

    def of(self, term: Term) -> Series:
        return self._ratio(self.facts.form(self.facts.put(term)))

    def _ratio(self, form: Form) -> Series:
        top = self._polynomial(form.top)
        return top if form.bottom.is_one() else self.times(top, self.power(self._polynomial(form.bottom), Fraction(-1)))

    def _polynomial(self, p: Poly) -> Series:
        kernels = self.facts.kernels
        terms: Series = Series(())
        for exponents, c in monomials(p):
            out = self.constant(number(c))
            for i, e in exponents.items():
                base = self._kernel(kernels.table[i])
                for _ in range(e):
                    out = self.times(out, base)
            terms = self.plus(terms, out)
        return terms

    def _kernel(self, kernel: Kernel) -> Series:
        if kernel.key not in self.known:
            self.known[kernel.key] = self._expanded(kernel)
        return self.known[kernel.key]

    def _expanded(self, kernel: Kernel) -> Series:
        if T not in kernel.names:
            generator = self.facts.kernels.generator(kernel)
            return self.constant(Form(generator, ONE_FORM.bottom))
        match kernel.sort:
            case "name":
                return Series(((Mono(Fraction(1)), ONE_FORM),))
            case "exp" if kernel.base is not None:
                return self.exp(self.scaled(self._ratio(kernel.base), ONE_MONO, number(kernel.unit)))
            case "log":
                return self.log(self._polynomial(kernel.value))
            case "root":
                return self.power(self._polynomial(kernel.value), Fraction(1, kernel.degree))
            case head if head in SLOPES or (head == "call" and len(kernel.args) == 1 and self.start is None):
                [u] = kernel.args
                if head == "call":
                    assert isinstance(kernel.term, Op)
                    return self.function(kernel.term.args[0], self._ratio(u))
                return self.function(head, self._ratio(u))
        raise UnclearError(f"no expansion of {kernel.sort}")

    def lasting_sign(self, a: Series) -> int:
        """The sign of the series for every T ≥ R: the first term is larger than all the others together."""
        m, c = self.lead(a)
        if c.top.is_zero():
            return 0
        if a.terms[0][0] != m:
            raise UnclearError("the leading term cancels")
        others = [(n, abs(self.ball(d))) for n, d in a.terms[1:]] + ([a.rest] if a.rest else [])
        if not sum((b * self.most(self.join(n, m, -1)) for n, b in others), arb(0)) < abs(self.ball(c)):
            raise UnclearError("R is too small")
        return self.sign(c)


def _below_one(t: Any) -> Any:
    if not t < 1:
        raise UnclearError("R is too small")
    return 1 - t


def approached(term: Term, var: Sym, at: Term | None, side: int) -> Term:
    """The term with var = ±T, or var = at ± 1/T."""
    if at is None:
        return substitute(term, {var: T if side > 0 else mul(num(-1), T)})
    return substitute(term, {var: add(at, op("div", num(side), T))})


__all__ = ["ONE_MONO", "Mono", "NoValueError", "Scale", "Series", "T", "approached"]
