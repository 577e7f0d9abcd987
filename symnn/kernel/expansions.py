"""Expansions of single functions for T → ∞, given the expansion of the argument.

exp splits its argument into a growing part (a new scale), a constant (a factor) and a small part (its power series);
log and powers factor out the leading term; erf at infinity uses the enveloping series of erfc; any other smooth
function at a finite limit uses its Taylor polynomial.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import factorial

from flint import arb

from symnn.kernel import coefficients as co
from symnn.kernel import series as se
from symnn.kernel.coefficients import Coef, rational, to_term
from symnn.kernel.scales import UNIT, Monomial, Scale
from symnn.kernel.series import Series
from symnn.kernel.signs import Facts, NoValue, Split, Unknown
from symnn.kernel.taylor import at_constant, atan_near, erf_near, wave_near
from symnn.term import Num, Op, Sym, Term, num, op

_HALF = Fraction(1, 2)
_HIGHEST = Fraction(12)
Rows = list[tuple[Monomial, Coef]]


# -- powers ----------------------------------------------------------------------------------------------------------


def rational_power(scale: Scale, a: Series, q: Fraction) -> Series:
    if q.denominator == 1 and 0 < q <= 64:
        out, factor, n = se.constant(rational(1)), a, int(q)
        while n:
            out = se.mul(scale, out, factor) if n & 1 else out
            n >>= 1
            factor = se.mul(scale, factor, factor) if n else factor
        return out
    if se.is_zero(scale, a):
        if q > 0:
            return se.ZERO
        raise NoValue("zero to a power that is not positive")
    if q == 0:
        se.lead(scale, a)
        return se.constant(rational(1))
    m, c, s, r = se.relative(scale, a)
    if s < 0 and q.denominator != 1:
        raise NoValue("a root of a negative number")
    front = se.monomial(m.power(q), coefficient_power(scale, c, q))
    return se.mul(scale, front, se.binomial_small(scale, r, q))


def coefficient_power(scale: Scale, c: Coef, q: Fraction) -> Coef:
    """c^q, for c > 0 or a whole q, distributed over the atoms of known sign."""
    if q.denominator == 1:
        out, base = rational(1), c if q > 0 else c.inverse()
        for _ in range(abs(int(q))):
            out = out * base
        return out
    if len(c.terms) != 1:
        unit, k = c.primitive()
        if k < 0:
            unit, k = -unit, -k
        return co.number_power(k, q) * co.from_atom(co.Atom("sum", unit), q)
    ((m, k),) = c.terms.items()
    out = co.number_power(abs(k), q)
    for a, e in m:
        s = 1 if a.kind in ("prime", "exp") else scale.facts.sign(co.from_atom(a))
        positive = a if s > 0 else co.Atom("sum", -co.from_atom(a))
        out = out * co.from_atom(positive, e * q)
    return out


# -- functions -------------------------------------------------------------------------------------------------------


def parts(scale: Scale, a: Series) -> tuple[Rows, Coef, Series]:
    """a = growing + constant + small."""
    growing: Rows = []
    middle = Coef()
    small: Rows = []
    for m, c in a.terms:
        g = scale.growth(m)
        if g > 0:
            growing.append((m, c))
        elif g == 0:
            middle = middle + c
        elif g < 0:
            small.append((m, c))
    if a.rest is not None and scale.growth(a.rest) >= 0:
        raise Unknown("the remainder does not become small")
    return growing, middle, Series(tuple(small), a.rest, a.bound)


def split(scale: Scale, a: Series) -> tuple[Rows, Coef, Series]:
    """The same, without terms that only seem to grow."""
    growing, middle, small = parts(scale, a)
    return [(m, c) for m, c in growing if scale.facts.sign(c)], middle, small


def finite(scale: Scale, a: Series) -> tuple[Coef, Series]:
    growing, c, small = parts(scale, a)
    if any(scale.facts.sign(k) for _, k in growing):
        raise Unknown("the argument of a function is unbounded")
    return c, small


def exp(scale: Scale, a: Series) -> Series:
    if a.terms and scale.growth(a.terms[0][0]) > 0:
        first = a.terms[0][0]
        if first.exponent or first.k > _HIGHEST:
            return doubly(scale, se.lead(scale, a)[3])
    growing, middle, small = parts(scale, a)
    exponent: list[tuple[Fraction, Coef]] = []
    k = Fraction(0)
    for m, c in growing:
        if not m.exponent and not m.j and m.k > 0:
            exponent.append((m.k, c))
        elif not m.exponent and m.j == 1 and not m.k and c.rational is not None:
            k += c.rational
        else:
            raise Unknown("the exponential of such a term is no scale of this engine")
    scale_part = Monomial(tuple(sorted(exponent, key=lambda pa: -pa[0])), k)
    factor = co.exponential(middle)
    return se.shifted(se.scaled(se.exp_small(scale, small), factor, scale), scale_part)


def doubly(scale: Scale, s: int) -> Series:
    """exp(-e^T) is smaller than every e^{-T^n}."""
    if s > 0 or scale.start is not None:
        raise Unknown("the exponential of an exponential")
    return se.remainder(Monomial(((_HIGHEST, rational(-1)),)), None)


def log(scale: Scale, a: Series) -> Series:
    if se.is_zero(scale, a):
        raise NoValue("the logarithm of zero")
    m, c, s, r = se.relative(scale, a)
    if s < 0:
        raise NoValue("the logarithm of a negative number")
    if m.j:
        raise Unknown("the logarithm of a logarithm")
    rows = [(Monomial((), p), x) for p, x in m.exponent]
    if m.k:
        rows.append((Monomial((), Fraction(0), 1), rational(m.k)))
    front = se.collect(scale, rows, [])
    whole = se.constant(coefficient_log(scale, c))
    return se.add(scale, front, whole, se.log_small(scale, r))


def coefficient_log(scale: Scale, c: Coef) -> Coef:
    if len(c.terms) != 1:
        unit, k = c.primitive()
        unit, k = (unit, k) if k > 0 else (-unit, -k)
        return co.value(op("log", to_term(unit))) + co.number_logarithm(k)
    ((m, k),) = c.terms.items()
    out = co.number_logarithm(abs(k))
    for a, e in m:
        if a.kind == "exp":
            assert isinstance(a.payload, frozenset)
            out = out + Coef({a.payload: e})
        else:
            p = co.from_atom(a)
            s = 1 if a.kind == "prime" else scale.facts.sign(p)
            out = out + co.value(op("log", to_term(p if s > 0 else -p))).scaled(e)
    return out


def erf(scale: Scale, a: Series) -> Series:
    growing, middle, small = split(scale, a)
    if not growing:
        return erf_near(scale, middle, small)
    s = se.tail_sign(scale, a)
    a = a if s > 0 else se.negated(a)
    one = rational(s)
    return se.add(scale, se.constant(one), se.scaled(erfc_tail(scale, a), -one, scale))


def erfc(scale: Scale, a: Series) -> Series:
    growing, _, _ = split(scale, a)
    if growing and se.tail_sign(scale, a) > 0:
        return erfc_tail(scale, a)
    return se.add(scale, se.constant(rational(1)), se.negated(erf(scale, a)))


def erfc_tail(scale: Scale, a: Series) -> Series:
    """erfc(a) = e^{-a²}/(a√π)·Σ (-1)ⁿ(2n-1)!!/(2a²)ⁿ for a > 0, the error at most the first term left out."""
    square = se.mul(scale, a, a)
    u = se.inverse(scale, se.scaled(square, rational(2), scale))
    odd = [1]
    for n in range(1, scale.terms + 1):
        odd.append(odd[-1] * (2 * n - 1))
    rows = [rational((-1) ** n * odd[n]) for n in range(scale.terms)]
    sum_ = se.compose(scale, rows, u, None if scale.start is None else arb(odd[-1]))
    front = se.mul(scale, exp(scale, se.negated(square)), se.inverse(scale, a))
    root_pi = co.from_atom(co.Atom("value", Op("pi")), -_HALF)
    return se.mul(scale, se.scaled(front, root_pi, scale), sum_)


def atan(scale: Scale, a: Series) -> Series:
    """atan(a) = ±π/2 - atan(1/a) for a → ±∞."""
    growing, middle, small = split(scale, a)
    if not growing:
        return atan_near(scale, middle, small)
    s = se.tail_sign(scale, a)
    quarter = co.value(Op("pi")).scaled(Fraction(s, 2))
    return se.add(scale, se.constant(quarter), se.negated(atan_near(scale, Coef(), se.inverse(scale, a))))


def asin(scale: Scale, a: Series) -> Series:
    """asin(a) = atan(a/√(1 - a²)) for |a| < 1."""
    middle, small = finite(scale, a)
    if small.exact_zero:
        return se.constant(at_constant("asin", middle))
    below = se.add(scale, se.constant(rational(1)), se.negated(se.mul(scale, a, a)))
    return atan(scale, se.mul(scale, a, se.inverse(scale, rational_power(scale, below, _HALF))))


def acos(scale: Scale, a: Series) -> Series:
    """acos(a) = π/2 - asin(a)."""
    return se.add(scale, se.constant(co.value(Op("pi")).scaled(_HALF)), se.negated(asin(scale, a)))


def wave(scale: Scale, head: str, a: Series) -> Series:
    """sin and cos of an unbounded argument are only bounded."""
    growing, middle, small = split(scale, a)
    if growing:
        return se.remainder(UNIT, None if scale.start is None else arb(1))
    return wave_near(scale, head, middle, small)


def opaque(scale: Scale, function: Term, argument: Series) -> Series:
    """f(c + s) for a smooth f of one variable: the Taylor polynomial with coefficients f⁽ⁿ⁾(c)/n!."""
    if scale.start is not None:
        raise Unknown("an opaque function has no numeric bound")
    first = 0
    while isinstance(function, Op) and function.head == "prime":
        order = function.args[1] if len(function.args) == 2 else None
        if not isinstance(order, Num):
            raise Unknown("a derivative of unknown order")
        function, first = function.args[0], first + int(order.value)
    if not isinstance(function, Sym):
        raise Unknown("a function without a name")
    c, small = finite(scale, argument)
    count = scale.terms if not small.exact_zero else 1
    heads = [op("prime", function, num(n)) if n else function for n in range(first, first + count)]
    rows = [co.value(op("call", h, to_term(c))).scaled(Fraction(1, factorial(n))) for n, h in enumerate(heads)]
    return se.compose(scale, rows, small, None)


def closed(term: Term, facts: Facts) -> Coef:
    """A term without the expansion variable as a coefficient."""
    from symnn.kernel.asymptotics import Expansion  # each rule expands its arguments, each expansion uses the rules

    s = Expansion(Scale(facts), Sym("T~")).of(term)
    return s.terms[0][1] if s.terms else Coef()


def exactly_zero(term: Term) -> bool:
    """Whether a term without names certainly has a value, and that is 0; kinks are resolved by certified signs."""
    try:
        return Facts().sign(closed(term, Facts())) == 0
    except (Unknown, NoValue, Split):
        return False


FUNCTIONS: Mapping[str, Callable[[Scale, Series], Series]] = {
    "exp": exp,
    "log": log,
    "sqrt": lambda scale, a: rational_power(scale, a, _HALF),
    "erf": erf,
    "erfc": erfc,
    "atan": atan,
    "asin": asin,
    "acos": acos,
    "sin": lambda scale, a: wave(scale, "sin", a),
    "cos": lambda scale, a: wave(scale, "cos", a),
}
