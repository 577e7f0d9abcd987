"""Cosine and sine of a sum of angles: products of the cosines and sines of common units, with cos² + sin² = 1."""

from __future__ import annotations

from fractions import Fraction

from symnn.kernel import ratio as rat
from symnn.kernel.kernel_table import Kernel, common_unit
from symnn.kernel.kernels import Kernels
from symnn.kernel.ratio import GENERATORS, POLY_ONE, GiveUp, Ratio

HIGHEST_MULTIPLE = 12
Pair = tuple[Ratio, Ratio]


def cos_sin(kernels: Kernels, angle: Ratio) -> Pair:
    """(cos, sin) of Σ c·m: each m·u, u the common unit, is a pair of kernels; multiples of π/6 and π/4 are known."""
    angle = kernels.tidy(angle)
    result: Pair = (rat.ONE, rat.ZERO)
    for exponents, c in rat.monomials(angle.top):
        base = rat.reduced(rat.monomial(exponents), angle.bottom)
        result = _turn(result, _of_pi(kernels, c) if _is_pi(kernels, base) else _multiple(kernels, base, c))
    return result


def _turn(a: Pair, b: Pair) -> Pair:
    """cos(x + y) = cos x cos y - sin x sin y, sin(x + y) = sin x cos y + cos x sin y."""
    cos = rat.sub(rat.mul(a[0], b[0]), rat.mul(a[1], b[1]))
    return cos, rat.add(rat.mul(a[1], b[0]), rat.mul(a[0], b[1]))


def _multiple(kernels: Kernels, base: Ratio, c: Fraction) -> Pair:
    key = ("angle", kernels.key(base))
    kernels.learnt.note(kernels.learnt.exponents, key, c)
    unit = common_unit(kernels.learnt.exponents[key])
    n = c / unit
    if abs(n) > HIGHEST_MULTIPLE:
        unit, n = abs(c), Fraction(1 if c > 0 else -1)
    cos = kernels.generator(("cos", key, unit), Kernel("cos", (base, unit)))
    square = Ratio(POLY_ONE - GENERATORS[cos] ** 2, POLY_ONE)
    sin = kernels.generator(("sin", key, unit), Kernel("sin", (base, unit), degree=2, value=square))
    one: Pair = (Ratio(GENERATORS[cos], POLY_ONE), Ratio(GENERATORS[sin] * (1 if n > 0 else -1), POLY_ONE))
    result: Pair = (rat.ONE, rat.ZERO)
    for _ in range(abs(int(n))):
        cosine, sine = _turn(result, one)
        result = kernels.tidy(cosine), kernels.tidy(sine)
    return result


def _is_pi(kernels: Kernels, base: Ratio) -> bool:
    used = rat.used(base.top)
    if not base.bottom.is_one() or len(used) != 1 or base.top != GENERATORS[used[0]]:
        return False
    kernel = kernels.kernels[used[0]]
    return kernel.sort == "name" and kernel.inside == ("pi",)


def _of_pi(kernels: Kernels, c: Fraction) -> Pair:
    """(cos, sin) of c·π for c a multiple of 1/6 or 1/4."""
    eighths = (c % 2) * 12
    if eighths.denominator != 1 or (int(eighths) % 2 and int(eighths) % 3):
        raise GiveUp("an angle that is no multiple of π/6 or π/4")
    return _cosine(kernels, c), _cosine(kernels, Fraction(1, 2) - c)


def _cosine(kernels: Kernels, c: Fraction) -> Ratio:
    c %= 2
    if c > 1:
        c = 2 - c
    if c > Fraction(1, 2):
        return rat.neg(_cosine(kernels, 1 - c))
    half = Fraction(1, 2)
    square = {0: Fraction(1), 2: Fraction(3, 4), 3: half, 4: Fraction(1, 4), 6: Fraction(0)}[int(c * 12)]
    return kernels.root(rat.constant(square), half, False)
