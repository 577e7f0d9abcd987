"""Normal forms: quotients of polynomials over ℚ in kernels, each kernel one generator.

What a kernel stands for, wherever the term that it comes from has a value: a name; exp(u·m) for a quotient m of
monomials; log|p| for an irreducible polynomial or a prime p; the q-th root of p ≥ 0 (kernel^q = p); any other
function of normal forms, of which equal arguments give equal values.  Two terms with the same normal form are equal
wherever both have a value.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor, gcd, lcm

from symnn.recheck.basic import exp, mul, power, whole
from symnn.recheck.kernels import Kernel, Kernels, spelled
from symnn.recheck.outcome import Need, UnclearError
from symnn.recheck.polynomials import (
    ONE_,
    ONE_FORM,
    Form,
    Poly,
    constant,
    factors,
    fraction,
    inverse,
    monomial,
    monomials,
    number,
    plus,
    prime_powers,
    quotient,
    times,
    whole_power,
)
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, walk

_MOST_UNITS, _HIGHEST_ROOT = 64, 12
ODD = frozenset("sin asin atan erf".split())
Sign = frozenset[int]


def learn(kernels: Kernels, terms: list[Term]) -> None:
    """Exponents and degrees that occur are collected, so that equal functions get one kernel."""
    for node in {n for t in terms for n in walk(t)}:
        if isinstance(node, Op) and node.head in ("exp", "pow", "sqrt", "root"):
            try:
                form_of(node, kernels, lambda p: frozenset({1}), {})
            except (UnclearError, Need):
                continue
    kernels.table, kernels.index = [], {}


def form_of(term: Term, kernels: Kernels, sign: Callable[[Poly], Sign], known: dict[Term, Form]) -> Form:
    """The normal form of a basic term without case distinctions; ``sign`` is what is known of a polynomial."""
    if term not in known:
        known[term] = _Reader(kernels, sign, known).read(term)
    return known[term]


class _Reader:
    def __init__(self, kernels: Kernels, sign: Callable[[Poly], Sign], known: dict[Term, Form]) -> None:
        self.kernels, self.sign, self.known = kernels, sign, known

    def of(self, term: Term) -> Form:
        return form_of(term, self.kernels, self.sign, self.known)

    def read(self, term: Term) -> Form:
        match term:
            case Num(q):
                return number(q)
            case Sym():
                kernel = Kernel("name", f"name {spelled(term)}", term, frozenset([term]))
                return Form(self.kernels.generator(kernel), ONE_)
            case Op("pi"):
                return Form(self.kernels.generator(Kernel("pi", "pi", term, frozenset())), ONE_)
            case Op("add", args):
                out = number(0)
                for a in args:
                    out = plus(out, self.of(a))
                return self.kernels.tidy(out)
            case Op("mul", args):
                out = ONE_FORM
                for a in args:
                    out = times(out, self.of(a))
                return self.kernels.tidy(out)
            case Op("neg", (u,)):
                return times(number(-1), self.of(u))
            case Op("div", (a, b)):
                return self.kernels.tidy(times(self.of(a), inverse(self.of(b))))
            case Op("pow", (u, Num(n))) if n.denominator == 1:
                return self.kernels.tidy(whole_power(self.of(u), int(n)))
            case Op("pow", (u, Num(q))):
                return self.root(self.of(u), q)
            case Op("pow", (u, v)):
                base = self.of(u)
                if whole(v, self.kernels.integers) and not self.sign(base.top * base.bottom) <= {1}:
                    raise Need(base.top * base.bottom)
                return self.exp(times(self.of(v), self.log(base)))
            case Op("sqrt", (u,)):
                return self.root(self.of(u), Fraction(1, 2))
            case Op("root", (u, Num(n))) if n.denominator == 1 and n >= 1:
                return self.root(self.of(u), 1 / n, n % 2 == 1)
            case Op("exp", (u,)):
                return self.exp(self.of(u))
            case Op("log", (u,)):
                return self.log(self.of(u))
            case Op("sin" | "cos" | "asin" | "atan" | "erf" as head, (u,)):
                return self.function(head, self.of(u))
            case Op("call", (f, *args)):
                inside = [self.of(a) for a in args]
                key = f"{spelled(f)} of {[self.kernels.key(a) for a in inside]}"
                kernel = Kernel("call", key, term, free_symbols(term), args=tuple(inside))
                return Form(self.kernels.generator(kernel), ONE_)
        raise UnclearError(f"no normal form of {term.head if isinstance(term, Op) else term}")

    def function(self, head: str, u: Form) -> Form:
        """Odd or even: the argument with a positive leading coefficient; cos² + sin² = 1."""
        flip = not u.top.is_zero() and bool(u.top.leading_coefficient() < 0)
        if u.top.is_zero():
            return number(int(head == "cos"))
        if flip:
            u = times(number(-1), u)
        if head == "cos":
            sine = self.function("sin", u).top
            kernel = Kernel("cos", f"cos {self.kernels.key(u)}", op("cos", self.kernels.term(u)), self.kernels.names(u),
                            degree=2, value=1 - sine * sine, args=(u,))  # fmt: skip
        else:
            term = op(head, self.kernels.term(u))
            kernel = Kernel(head, f"{head} {self.kernels.key(u)}", term, self.kernels.names(u), args=(u,))
        p = self.kernels.generator(kernel)
        return Form(-p if flip and head in ODD else p, ONE_)

    # -- exponentials and logarithms ---------------------------------------------------------------------------------

    def exp(self, u: Form) -> Form:
        """e^(Σ c·m) = Π e^(c·m); e^(c·log|p|) = |p|^c."""
        out = ONE_FORM
        for exponents, c in monomials(self.kernels.tidy(u).top):
            kernel = self.kernels.table[next(iter(exponents))] if list(exponents.values()) == [1] else None
            if kernel is not None and kernel.sort == "log" and u.bottom.is_one():
                out = times(out, self.magnitude_power(kernel.value, c))
            else:
                out = times(out, self._exponential(quotient(monomial(exponents), u.bottom), c))
        return self.kernels.tidy(out)

    def _exponential(self, base: Form, c: Fraction) -> Form:
        key = self.kernels.key(base)
        seen = self.kernels.exponents.setdefault(key, set())
        seen.add(abs(c))
        unit = Fraction(gcd(*(x.numerator for x in seen)), lcm(*(x.denominator for x in seen)))
        if max(seen) / unit > _MOST_UNITS:
            unit = abs(c)
        term = exp(mul(Num(unit), self.kernels.term(base)))
        kernel = Kernel("exp", f"exp {unit} {key}", term, self.kernels.names(base), base=base, unit=unit)
        return whole_power(Form(self.kernels.generator(kernel), ONE_), int(c / unit))

    def log(self, u: Form) -> Form:
        """log u = Σ eᵢ·log|pᵢ| over the factors of u, wherever u > 0."""
        u = self.kernels.tidy(u)
        if u.top.is_zero():
            raise UnclearError("logarithm of zero")
        out = number(0)
        for p, e in ((u.top, 1), (u.bottom, -1)):
            out = plus(out, times(number(e), self._log_magnitude(p)))
        return self.kernels.tidy(out)

    def _log_magnitude(self, p: Poly) -> Form:
        c, rows = factors(p)
        out = number(0)
        for n, side in ((abs(c.numerator), 1), (c.denominator, -1)):
            for q, e in prime_powers(n):
                out = plus(out, times(number(side * e), self._log_of(constant(q), num(q))))
        for q, e in rows:
            [kernel] = self.kernels.used(q) if len(q) == 1 else [None]
            if kernel is not None and kernel.sort == "exp":
                assert kernel.base is not None
                part = times(number(kernel.unit), kernel.base)
            elif kernel is not None and kernel.sort == "root":
                part = times(number(Fraction(1, kernel.degree)), self._log_magnitude(kernel.value))
            else:
                part = self._log_of(q, self.kernels.term(Form(q, ONE_)))
            out = plus(out, times(number(e), part))
        return out

    def _log_of(self, p: Poly, term: Term) -> Form:
        if not self.kernels.positive(p):  # the kernel serves in every case, whatever the sign of p is there
            term = op("sqrt", power(term, 2))
        kernel = Kernel("log", f"log {self.kernels.text(p)}", op("log", term), free_symbols(term), value=p)
        return Form(self.kernels.generator(kernel), ONE_)

    # -- roots -------------------------------------------------------------------------------------------------------

    def root(self, u: Form, exponent: Fraction, odd_root: bool = False) -> Form:
        """u^exponent for a u that is not negative; an odd root of what may be negative has no normal form here."""
        u = self.kernels.tidy(u)
        c = fraction(u.top.leading_coefficient()) if not u.top.is_zero() else Fraction(0)
        if c == 0:
            if exponent > 0:
                return number(0)
            raise UnclearError("zero to a power")
        if odd_root and not self.sign(u.top * u.bottom) <= {0, 1}:
            raise UnclearError("odd root of what may be negative")
        out = ONE_FORM
        c, above = factors(u.top)
        rows = [*above, *((q, -e) for q, e in factors(u.bottom)[1])]
        if c < 0:
            at = next((i for i, (q, e) in enumerate(rows) if e == 1), None)
            if at is None:
                raise UnclearError("root of a product whose signs are not known")
            rows[at], c = (-rows[at][0], 1), -c
        for n, side in ((c.numerator, 1), (c.denominator, -1)):
            for q, e in prime_powers(n):
                out = times(out, self.magnitude_power(constant(q), side * e * exponent))
        odd = [q for q, e in rows if e % 2]
        unknown = [q for q in odd if not (self.sign(q) <= {1} or self.sign(q) <= {-1})]
        forced = None
        if len(unknown) == 1:  # the whole is not negative, so this factor has the sign of the others
            negative = sum(self.sign(q) <= {-1} for q in odd) % 2
            forced = (unknown[0], -1 if negative else 1)
            for q in (q for q, _ in rows if q != unknown[0] and 0 in self.sign(q)):  # where it is 0, nothing is forced
                raise Need(q)
        for q, e in rows:
            known = forced is not None and forced[0] == q
            out = times(out, self.magnitude_power(q, e * exponent, forced[1] if forced and known else 0))
        return self.kernels.tidy(out)

    def magnitude_power(self, p: Poly, c: Fraction, side: int = 0) -> Form:
        """|p|^c; ``side`` is the sign that p has unless it is 0, where that is known from elsewhere."""
        [kernel] = self.kernels.used(p) if len(p) == 1 and p.total_degree() == 1 else [None]
        if kernel is not None and kernel.sort == "exp" and p.leading_coefficient() == 1:
            assert kernel.base is not None
            return self._exponential(kernel.base, c * kernel.unit) if c else ONE_FORM
        whole = floor(c)
        if c == whole and whole % 2 == 0:
            return whole_power(Form(p, ONE_), whole)
        signs = frozenset({side}) if side else self.sign(p)
        if signs <= {0, -1}:
            p = -p
        elif not signs <= {0, 1}:
            raise Need(p)
        return times(whole_power(Form(p, ONE_), whole), self._fraction_power(p, c - whole))

    def _fraction_power(self, p: Poly, c: Fraction) -> Form:
        if not c:
            return ONE_FORM
        key = self.kernels.text(p)
        seen = self.kernels.degrees.setdefault(key, set())
        seen.add(c.denominator)
        degree = lcm(*seen) if lcm(*seen) <= _HIGHEST_ROOT else c.denominator
        if degree > 200:
            raise UnclearError("the degree of the root is too high")
        term = op("root", self.kernels.term(Form(p, ONE_)), num(degree))
        names = self.kernels.names(Form(p, ONE_))
        kernel = Kernel("root", f"root {degree} {key}", term, names, degree=degree, value=p)
        return whole_power(Form(self.kernels.generator(kernel), ONE_), int(c * degree))
