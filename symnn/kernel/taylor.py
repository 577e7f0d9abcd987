"""Taylor expansions h(c + s) for s → 0 of erf, sin, cos, atan, asin and acos, with bounds for the rest."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from flint import arb

from symnn.kernel import coefficients as co
from symnn.kernel import series as se
from symnn.kernel.coefficients import Coef, rational, to_term
from symnn.kernel.scales import Scale, TooEarly
from symnn.kernel.series import Series
from symnn.term import Op, num, op

_HALF = Fraction(1, 2)
_QUARTER_TURN = op("div", Op("pi"), num(2))


def at_constant(head: str, c: Coef) -> Coef:
    """h(c) as it is written, with the values at zero."""
    if not c:
        return co.value(_QUARTER_TURN) if head == "acos" else rational(int(head in ("cos", "erfc")))
    return co.value(op(head, to_term(c)))


def erf_near(scale: Scale, c: Coef, small: Series) -> Series:
    """erf⁽ⁿ⁾ = 2/√π·(-1)ⁿ⁻¹·H_{n-1}·e^{-x²}; Cramér: |H_n(x)|·e^{-x²/2} ≤ 1.0865·2^{n/2}·√(n!)."""
    if small.exact_zero:
        return se.constant(at_constant("erf", c))
    factor = co.from_atom(co.Atom("value", Op("pi")), -_HALF).scaled(2) * co.exponential(-(c * c))
    hermite = [rational(1), c.scaled(2)]
    while len(hermite) < scale.terms:
        n = len(hermite)
        hermite.append((c * hermite[-1]).scaled(2) - hermite[-2].scaled(2 * (n - 1)))
    rows = [at_constant("erf", c)]
    rows += [(factor * hermite[n - 1]).scaled(Fraction((-1) ** (n - 1), factorial(n))) for n in range(1, scale.terms)]
    beyond = None
    if scale.start is not None:
        n = scale.terms
        root = arb(2 ** (n - 1) * factorial(n - 1)).sqrt()
        beyond = 2 / arb.pi().sqrt() * arb("1.0866") * root / factorial(n)
    se.require_small(scale, small)
    return se.compose(scale, rows, small, beyond)


def wave_near(scale: Scale, head: str, c: Coef, small: Series) -> Series:
    """sin and cos: every derivative is at most 1."""
    if small.exact_zero:
        return se.constant(at_constant(head, c))
    sin, cos = at_constant("sin", c), at_constant("cos", c)
    cycle = [sin, cos, -sin, -cos] if head == "sin" else [cos, -sin, -cos, sin]
    rows = [cycle[n % 4].scaled(Fraction(1, factorial(n))) for n in range(scale.terms)]
    beyond = None if scale.start is None else arb(1) / factorial(scale.terms)
    se.require_small(scale, small)
    return se.compose(scale, rows, small, beyond)


def atan_near(scale: Scale, c: Coef, small: Series) -> Series:
    """atan(c + s) = atan c + atan u with u = s/(1 + c² + c·s), where the denominator is positive.

    atan u = Σ (-1)ⁿu²ⁿ⁺¹/(2n+1), the rest at most the first term left out, for |u| < 1.
    """
    if small.exact_zero:
        return se.constant(at_constant("atan", c))
    se.require_small(scale, small)
    below = se.add(scale, se.constant(rational(1) + c * c), se.scaled(small, c, scale))
    if se.tail_sign(scale, below) <= 0:
        raise TooEarly
    u = se.mul(scale, small, se.inverse(scale, below))
    se.require_small(scale, u)
    rows = [rational(Fraction((-1) ** (n // 2), n) if n % 2 else 0) for n in range(scale.terms)]
    beyond = None if scale.start is None else arb(1) / scale.terms
    return se.add(scale, se.constant(at_constant("atan", c)), se.compose(scale, rows, u, beyond))
