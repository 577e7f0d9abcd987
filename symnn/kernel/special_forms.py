"""Normal forms of hyperbolic functions, their inverses, the error function and the normal distribution."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symnn.kernel import ratio as rat
from symnn.kernel.kernels import Kernels
from symnn.kernel.ratio import Ratio


def hyperbolic(head: str) -> Callable[[Kernels, Ratio], Ratio]:
    def apply(kernels: Kernels, a: Ratio) -> Ratio:
        e = kernels.exp(rat.add(a, a))
        up, down = rat.add(e, rat.ONE), rat.sub(e, rat.ONE)
        if head in ("tanh", "coth"):
            return rat.div(down, up) if head == "tanh" else rat.div(up, down)
        twice = rat.mul(rat.constant(2), kernels.exp(a))
        top, flip = (up if head in ("cosh", "sech") else down), head in ("sech", "csch")
        return rat.div(twice, top) if flip else rat.div(top, twice)

    return apply


def asinh(kernels: Kernels, a: Ratio) -> Ratio:
    return kernels.log(rat.add(a, kernels.root(rat.add(rat.mul(a, a), rat.ONE), Fraction(1, 2), False)))


def acosh(kernels: Kernels, a: Ratio) -> Ratio:
    return kernels.log(rat.add(a, kernels.root(rat.sub(rat.mul(a, a), rat.ONE), Fraction(1, 2), False)))


def atanh(kernels: Kernels, a: Ratio) -> Ratio:
    logs = rat.sub(kernels.log(rat.add(rat.ONE, a)), kernels.log(rat.sub(rat.ONE, a)))
    return rat.mul(rat.constant(Fraction(1, 2)), logs)


def odd(head: str) -> Callable[[Kernels, Ratio], Ratio]:
    """An opaque odd function: f(-a) = -f(a), f(0) = 0."""

    def apply(kernels: Kernels, a: Ratio) -> Ratio:
        a = kernels.tidy(a)
        if a.top.is_zero():
            return rat.ZERO
        if a.top.leading_coefficient() < 0:
            return rat.neg(kernels.function(head, (rat.neg(a),)))
        return kernels.function(head, (a,))

    return apply


ERF = odd("erf")


def normal_cdf(kernels: Kernels, a: Ratio) -> Ratio:
    root2 = kernels.root(rat.constant(2), Fraction(1, 2), False)
    return rat.mul(rat.constant(Fraction(1, 2)), rat.add(rat.ONE, ERF(kernels, rat.div(a, root2))))


def normal_pdf(kernels: Kernels, a: Ratio) -> Ratio:
    root = kernels.root(rat.mul(rat.constant(2), pi(kernels)), Fraction(1, 2), False)
    return rat.div(kernels.exp(rat.mul(rat.constant(Fraction(-1, 2)), rat.mul(a, a))), root)


def pi(kernels: Kernels) -> Ratio:
    return kernels.name("pi", "pi")


def acos(kernels: Kernels, a: Ratio) -> Ratio:
    return rat.sub(rat.mul(rat.constant(Fraction(1, 2)), pi(kernels)), odd("asin")(kernels, a))


def erfc(kernels: Kernels, a: Ratio) -> Ratio:
    return rat.sub(rat.ONE, ERF(kernels, a))
