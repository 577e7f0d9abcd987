"""The kernels of a normal form: names, exponentials, logarithms, roots and opaque functions, each one generator.

What a kernel stands for, wherever the whole expression is defined:

- ``name``: the value of a name, always real;
- ``exp``: e^(u·m) for a quotient m of monomials and a rational unit u, chosen so that every exponent met is a multiple;
- ``log``: log|p| of an irreducible polynomial p in earlier kernels (log(xy) is log|x| + log|y| where it is defined);
- ``root``: the q-th root of p ≥ 0, with the relation kernel^q = p; ``abs`` likewise: |p|, kernel² = p²;
- ``function``: an opaque function of normal forms (erf, atan, f, …): equal arguments give equal values, no more.

Units of exponents and degrees of roots are collected over a first pass and used in the next (``Learnt``); so are signs
that definedness forces (``log(x)`` forces x > 0).
"""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from math import floor, lcm

from symnn.kernel import ratio as rat
from symnn.kernel.facts import Signs
from symnn.kernel.kernel_table import Kernel, Learnt, common_unit, prime_powers
from symnn.kernel.ratio import GENERATORS, POLY_ONE, GiveUp, Poly, Ratio

MOST_UNITS = 64  # exponents above this many units keep a kernel of their own
HIGHEST_ROOT = 12


class Kernels:
    """The table of one pass."""

    def __init__(self, learnt: Learnt) -> None:
        self.learnt = learnt
        self.kernels: list[Kernel] = []
        self.index: dict[Hashable, int] = {}
        self.signs = Signs(self)

    # -- the table ---------------------------------------------------------------------------------------------------

    def generator(self, key: Hashable, kernel: Kernel) -> int:
        if key not in self.index:
            if len(self.kernels) >= rat.WIDTH:
                raise GiveUp("too many kernels")
            self.index[key] = len(self.kernels)
            self.kernels.append(kernel)
        return self.index[key]

    def poly_key(self, p: Poly) -> Hashable:
        """The same polynomial has the same key in every pass."""
        keys = list(self.index)
        return frozenset(
            (frozenset((keys[i], e) for i, e in exponents.items()), c) for exponents, c in rat.monomials(p)
        )

    def key(self, r: Ratio) -> Hashable:
        return (self.poly_key(r.top), self.poly_key(r.bottom))

    def name(self, key: Hashable, inside: object) -> Ratio:
        return _generator(self.generator(("name", key), Kernel("name", (inside,))))

    def function(self, head: str, args: tuple[Ratio, ...], inside: tuple[object, ...] = ()) -> Ratio:
        args = tuple(self.tidy(a) for a in args)
        key = ("function", head, inside, tuple(self.key(a) for a in args))
        return _generator(self.generator(key, Kernel("function", (head, *inside, *args))))

    # -- exponentials ------------------------------------------------------------------------------------------------

    def exp(self, argument: Ratio) -> Ratio:
        """e^(Σ c·m) = Π (e^(u·m))^(c/u); e^(c·log|p|) = |p|^c."""
        argument = self.tidy(argument)
        result = rat.ONE
        for exponents, c in rat.monomials(argument.top):
            base = rat.reduced(rat.monomial(exponents), argument.bottom)
            logged = self._single_log(base)
            step = self.magnitude_power(logged, c) if logged is not None else self._exponential(base, c)
            result = rat.mul(result, step)
        return result

    def _single_log(self, base: Ratio) -> Poly | None:
        [(exponents, _)] = rat.monomials(base.top)
        if not base.bottom.is_one() or list(exponents.values()) != [1]:
            return None
        kernel = self.kernels[next(iter(exponents))]
        return kernel.poly if kernel.sort == "log" else None

    def _exponential(self, base: Ratio, c: Fraction) -> Ratio:
        key = self.key(base)
        self.learnt.note(self.learnt.exponents, key, c)
        known = self.learnt.exponents[key]
        unit = common_unit(known)
        if max(abs(k / unit) for k in known) > MOST_UNITS:
            unit = abs(c)
        i = self.generator(("exp", key, unit), Kernel("exp", (), base=base, unit=unit))
        n = c / unit
        return _power_of(i, int(n))

    # -- logarithms --------------------------------------------------------------------------------------------------

    def log(self, argument: Ratio) -> Ratio:
        """log of an argument that is positive where the expression is defined: Σ eᵢ·log|pᵢ| over its factors."""
        argument = self.tidy(argument)
        if argument.top.is_zero():
            raise GiveUp("logarithm of zero")
        self.force(argument, frozenset({1}))
        c, parts = self.factors(argument)
        result = self._log_number(abs(c))
        for p, e in parts:
            result = rat.add(result, rat.mul(rat.constant(e), self.log_magnitude(p)))
        return result

    def log_magnitude(self, p: Poly) -> Ratio:
        """log|p| for an irreducible p."""
        used = rat.used(p)
        if len(used) == 1 and len(p) == 1 and p.total_degree() == 1:
            kernel = self.kernels[used[0]]
            if kernel.sort == "exp":
                assert kernel.base is not None
                return rat.mul(rat.constant(kernel.unit), kernel.base)
            if kernel.sort == "root":
                return rat.mul(rat.constant(Fraction(1, kernel.degree)), self.log_magnitudes(kernel.poly))
            if kernel.sort == "abs":
                return self.log_magnitude(kernel.poly)
        return _generator(self.generator(("log", self.poly_key(p)), Kernel("log", (), poly=p)))

    def log_magnitudes(self, p: Poly) -> Ratio:
        c, parts = rat.factors(p)
        result = self._log_number(abs(c))
        for q, e in parts:
            result = rat.add(result, rat.mul(rat.constant(e), self.log_magnitude(q)))
        return result

    def _log_number(self, c: Fraction) -> Ratio:
        result = rat.ZERO
        for part, sign in ((c.numerator, 1), (c.denominator, -1)):
            for prime, e in prime_powers(part):
                i = self.generator(("log", prime), Kernel("log", (prime,), poly=rat.constant(prime).top))
                result = rat.add(result, rat.mul(rat.constant(sign * e), _generator(i)))
        return result

    # -- powers of magnitudes, roots ---------------------------------------------------------------------------------

    def magnitude_power(self, p: Poly, c: Fraction) -> Ratio:
        """|p|^c for an irreducible p or a prime number p."""
        used = rat.used(p)
        if len(used) == 1 and p == GENERATORS[used[0]] and self.kernels[used[0]].sort == "exp":
            return self.exp(rat.mul(rat.constant(c), self.log_magnitude(p)))
        whole = floor(c)
        sign = self.signs.of(p)
        if c.denominator == 1 and (whole % 2 == 0 or sign <= {0, 1} or sign <= {0, -1}):
            flip = -1 if whole % 2 and not sign <= {0, 1} else 1
            return rat.mul(rat.constant(flip), rat.power(Ratio(p, POLY_ONE), whole))
        if sign <= {0, 1}:
            return rat.mul(rat.power(Ratio(p, POLY_ONE), whole), self._fraction_power(p, c - whole))
        if sign <= {0, -1}:
            return rat.mul(rat.power(Ratio(-p, POLY_ONE), whole), self._fraction_power(-p, c - whole))
        if c.denominator == 1:
            square = Ratio(p * p, POLY_ONE)
            key = ("abs", self.poly_key(p))
            i = self.generator(key, Kernel("abs", (), degree=2, value=square, poly=p))
            return rat.mul(_generator(i), rat.power(Ratio(p, POLY_ONE), whole - 1))
        return self._exponential_of_log(p, c)

    def _exponential_of_log(self, p: Poly, c: Fraction) -> Ratio:
        """e^(c·log|p|), when nothing simpler is known."""
        result = rat.ONE
        logarithm = rat.mul(rat.constant(c), self.log_magnitudes(p))
        for exponents, k in rat.monomials(logarithm.top):
            result = rat.mul(result, self._exponential(rat.reduced(rat.monomial(exponents), logarithm.bottom), k))
        return result

    def _fraction_power(self, p: Poly, c: Fraction) -> Ratio:
        """p^c for p ≥ 0 and 0 < c < 1, as a power of one root of p."""
        key = self.poly_key(p)
        self.learnt.note(self.learnt.degrees, key, c.denominator)
        degree = lcm(*(d for d in self.learnt.degrees[key] if d <= HIGHEST_ROOT), 1)
        if degree % c.denominator or degree > HIGHEST_ROOT:
            if c.denominator > HIGHEST_ROOT:
                return self._exponential_of_log(p, c)
            degree = c.denominator
        kernel = Kernel("root", (), degree=degree, value=Ratio(p, POLY_ONE), poly=p)
        return _power_of(self.generator(("root", key, degree), kernel), int(c * degree))

    def root(self, radicand: Ratio, exponent: Fraction, strict: bool) -> Ratio:
        """radicand^exponent for a radicand that is ≥ 0 (``strict``: > 0) where the expression is defined."""
        radicand = self.tidy(radicand)
        if radicand.top.is_zero():
            if strict or exponent < 0:
                raise GiveUp("zero to a power")
            return rat.ZERO
        self.force(radicand, frozenset({1}) if strict else frozenset({0, 1}))
        c, parts = self.factors(radicand)
        result, rest, sign = rat.ONE, POLY_ONE, 1 if c > 0 else -1
        unknown: list[tuple[Poly, int]] = []
        for p, e in parts:
            known = self.signs.of(p)
            if known <= {0, 1} or known <= {0, -1}:
                if e % 2 and not known <= {0, 1}:
                    sign = -sign
                result = rat.mul(result, self.magnitude_power(p, e * exponent))
            else:
                unknown.append((p, e))
        for part, side in ((abs(c).numerator, 1), (abs(c).denominator, -1)):
            for prime, e in prime_powers(part):
                result = rat.mul(result, self.magnitude_power(rat.constant(prime).top, side * e * exponent))
        odd = [p for p, e in unknown if e % 2]
        for p, e in unknown:
            result = rat.mul(result, self.magnitude_power(p, (e - e % 2) * exponent))
        if odd:
            for p in odd:
                rest = rat.times(rest, p)
            result = rat.mul(result, self._joint_root(rest * sign, exponent))
        elif sign < 0:
            raise GiveUp("root of a negative number")
        return result

    def _joint_root(self, p: Poly, exponent: Fraction) -> Ratio:
        whole = floor(exponent)
        if exponent == whole:
            return rat.power(Ratio(p, POLY_ONE), whole)
        return rat.mul(rat.power(Ratio(p, POLY_ONE), whole), self._fraction_power(p, exponent - whole))

    def odd_root(self, radicand: Ratio, degree: int) -> Ratio:
        """The real root of odd degree, of a number of any sign: only kernel^degree = radicand is known of it."""
        radicand = self.tidy(radicand)
        if degree > HIGHEST_ROOT:
            raise GiveUp("the degree of the root is too high")
        c, parts = self.factors(radicand)
        if c < 0:  # the real odd root is odd, and multiplicative
            return rat.neg(self.odd_root(rat.neg(radicand), degree))
        for p, e in parts:
            if e != 1 or c != 1 or len(parts) > 1:
                one = Ratio(p, POLY_ONE)
                rest = rat.div(radicand, rat.power(one, e))
                return rat.mul(rat.power(self.odd_root(one, degree), e), self.odd_root(rest, degree))
        if self.signs.of_ratio(radicand) <= {0, 1}:
            return self.root(radicand, Fraction(1, degree), False)
        key = ("odd root", self.key(radicand), degree)
        return _generator(self.generator(key, Kernel("odd root", (radicand,), degree=degree, value=radicand)))

    # -- help --------------------------------------------------------------------------------------------------------
    def factors(self, r: Ratio) -> tuple[Fraction, list[tuple[Poly, int]]]:
        c, parts = rat.factors(r.top)
        d, below = rat.factors(r.bottom)
        return c / d, parts + [(p, -e) for p, e in below]

    def force(self, r: Ratio, allowed: frozenset[int]) -> None:
        """The expression has a meaning only where the sign of r is allowed: what that says about single factors."""
        for p, signs in self.signs.forced_by(r, allowed):
            key = self.poly_key(p)
            known = self.learnt.forced.get(key, frozenset({-1, 0, 1}))
            if not known <= signs:
                self.learnt.forced[key] = known & signs
                self.learnt.changed = True

    def tidy(self, r: Ratio) -> Ratio:
        """Relations of roots used up, and no single root left as a factor of the denominator."""
        top, bottom = r.top, r.bottom
        for i in reversed(range(len(self.kernels))):
            kernel = self.kernels[i]
            if not kernel.degree:
                continue
            assert kernel.value is not None
            low = min((int(m[i]) for m in bottom.monoms()), default=0)
            if low:
                lift = GENERATORS[i] ** (-low % kernel.degree)
                top, bottom = rat.times(top, lift), rat.times(bottom, lift)
            for which in (0, 1):
                p = (top, bottom)[which]
                most = int(p.degrees()[i]) // kernel.degree if not p.is_zero() else 0
                if most:
                    scale = rat.poly_power(kernel.value.bottom, most)
                    p = rat.rewrite(p, i, kernel.degree, kernel.value)
                    top, bottom = (p, rat.times(bottom, scale)) if which == 0 else (rat.times(top, scale), p)
        return rat.reduced(top, bottom) if (top, bottom) != (r.top, r.bottom) else r

    def vanishes(self, r: Ratio) -> bool:
        """Whether the numerator is zero by the relations of the kernels."""
        return bool(self.tidy_top(r.top).is_zero())

    def tidy_top(self, p: Poly) -> Poly:
        for _ in range(3):
            before = p
            for i in reversed(range(len(self.kernels))):
                kernel = self.kernels[i]
                if kernel.degree and not p.is_zero():
                    assert kernel.value is not None
                    p = rat.rewrite(p, i, kernel.degree, kernel.value)
            if p == before:
                break
        return p


def _generator(i: int) -> Ratio:
    return Ratio(GENERATORS[i], POLY_ONE)


def _power_of(i: int, n: int) -> Ratio:
    p = GENERATORS[i] ** abs(n)
    return Ratio(p, POLY_ONE) if n >= 0 else Ratio(POLY_ONE, p)
