"""Expansions of terms as T → ∞: the behaviour at a point or far out, with bounds for T ≥ R."""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import Any

from flint import arb

from symnn.recheck import values
from symnn.recheck.arithmetic import Arithmetic, Series
from symnn.recheck.basic import ONE, add, mul
from symnn.recheck.facts import Facts
from symnn.recheck.growth import ONE_MONO, Mono, T
from symnn.recheck.kernels import Kernel
from symnn.recheck.outcome import NoValueError, UnclearError
from symnn.recheck.polynomials import ONE_FORM, Form, Poly, monomials, number, times, whole_power
from symnn.recheck.slopes import SLOPES, slope
from symnn.term import Op, Sym, Term, num, op, substitute

_SLOT = Sym("slot~~")


class Scale(Arithmetic):
    """Expansions under facts, with ``length`` terms, for T ≥ ``start``."""

    def __init__(self, facts: Facts, length: int, start: Fraction | None = None) -> None:
        super().__init__(facts, length, start)
        self.known: dict[str, Series] = {}

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
