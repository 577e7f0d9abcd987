"""Eighteen activations and their derivatives, enclosed by balls: the judge of numeric code, apart from that code.

Each function is written down here once more, from the literature, and evaluated by python-flint with rising precision
until the enclosure has 72 certified bits or lies below 2^-1200.  Parameters are exact decimals: CELU 3/2, PReLU 1/4,
LeakyReLU 1/100, SELU with the constants of Klambauer et al. 2017 (appendix), swish's β = 1, GELU's 0.044715 and 1.702.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from flint import arb, ctx, fmpq
from ulp import PRECISIONS, Exact, split, stack

Real = Callable[[arb], arb]
INFINITY = float("inf")
SCALE = fmpq(10507009873554804934193349852946, 10**31)
ALPHA = fmpq(16732632423543772848170429916717, 10**31)


@dataclass(frozen=True)
class Activation:
    """An activation as the judge knows it.

    ``name`` is what ``symnn.compile`` takes, ``parameter`` what the call; ``formula`` is the text of a book, for
    SymPy; ``limits`` are those of f at -∞ and ∞ and of f′ there; ``kinks`` give the customary derivative at a kink.
    """

    name: str
    value: Real
    slope: Real
    formula: str
    limits: tuple[float, float, float, float]
    kinks: Mapping[float, Fraction] = field(default_factory=dict)
    parameter: float | None = None

    @property
    def both(self) -> tuple[Real, Real]:
        return self.value, self.slope


def exactly(function: Real, points: Iterable[float]) -> Exact:
    """Exact values at floats; raises ArithmeticError where 8,704 bits do not settle a value."""
    return stack([exact_value(function, float(x)) for x in points])


def exact_value(function: Real, x: float) -> tuple[float, float, int]:
    before = ctx.prec
    try:
        for ctx.prec in PRECISIONS:
            if (found := split(function(arb(x)))) is not None:
                return found
    finally:
        ctx.prec = before
    raise ArithmeticError(f"no certified value at {x!r}")


# -- the functions, in decaying exponentials, as balls have bounded exponents -----------------------------------------


def _q(text: str) -> arb:
    value = Fraction(text)
    return arb(fmpq(value.numerator, value.denominator))


def sigmoid(x: arb) -> arb:
    small = (-abs(x)).exp()
    return 1 / (1 + small) if x >= 0 else small / (1 + small)


def softplus(x: arb) -> arb:
    return max(x, arb(0)) + (-abs(x)).exp().log1p()


def sech_squared(x: arb) -> arb:
    small = (-2 * abs(x)).exp()
    return 4 * small / (1 + small) ** 2


def normal_cdf(x: arb) -> arb:
    return (-x / arb(2).sqrt()).erfc() / 2


def normal_density(x: arb) -> arb:
    return (-x * x / 2).exp() / (2 * arb.pi()).sqrt()


def swish(beta: str) -> tuple[Real, Real]:
    """xσ(βx) and σ(βx) + βx σ(βx)σ(-βx)."""

    def slope(x: arb) -> arb:
        u = _q(beta) * x
        return sigmoid(u) * (1 + u * sigmoid(-u))

    return (lambda x: x * sigmoid(_q(beta) * x)), slope


def gelu_tanh(x: arb) -> arb:
    return x * sigmoid(2 * (2 / arb.pi()).sqrt() * (x + _q("0.044715") * x**3))


def gelu_tanh_slope(x: arb) -> arb:
    k, c = 2 * (2 / arb.pi()).sqrt(), _q("0.044715")
    u = k * (x + c * x**3)
    return sigmoid(u) + x * sigmoid(u) * sigmoid(-u) * k * (1 + 3 * c * x * x)


def _tanh_softplus(x: arb) -> tuple[arb, arb]:
    """tanh(log(1 + eˣ)) and 1 minus it: with n = (1 + eˣ)² - 1, n/(n + 2) and 2/(n + 2)."""
    if x <= 0:
        n = x.exp() * (x.exp() + 2)
        return n / (n + 2), 2 / (n + 2)
    s = (-x).exp()
    return (1 + 2 * s) / (1 + 2 * s + 2 * s * s), 2 * s * s / (1 + 2 * s + 2 * s * s)


def mish_slope(x: arb) -> arb:
    t, rest = _tanh_softplus(x)
    return t + x * rest * (1 + t) * sigmoid(x)


def exponential_unit(alpha: str, scale: fmpq | int = 1, inner: fmpq | int = 1) -> tuple[Real, Real]:
    """scale·x above 0; scale·inner·α(e^{x/α} - 1) below, which is CELU(α), and with α = 1 ELU(inner) and SELU."""

    def value(x: arb) -> arb:
        a = _q(alpha)
        return scale * x if x > 0 else scale * (inner * (a * (x / a).expm1()))

    def slope(x: arb) -> arb:
        return arb(scale) if x > 0 else scale * (inner * (x / _q(alpha)).exp())

    return value, slope


def _clipped(x: arb, low: int, high: int, inside: Real) -> arb:
    return arb(0) if x <= low else (arb(1) if x >= high else inside(x))


def _leaky(gamma: str) -> tuple[Real, Real]:
    return (lambda x: x if x > 0 else _q(gamma) * x), (lambda x: arb(1) if x > 0 else _q(gamma))


def _ramp(width: int, scale: str) -> tuple[Real, Real]:
    """0 below -width, 1 above it, scale·x + 1/2 between."""
    return (
        lambda x: _clipped(x, -width, width, lambda x: _q(scale) * x + _q("0.5")),
        lambda x: _q(scale) if -width < x < width else arb(0),
    )


_HARD = "Max(0, Min(1, x/6 + Rational(1, 2)))"
_SELU = ("Rational(10507009873554804934193349852946, 10**31)", "Rational(16732632423543772848170429916717, 10**31)")
_GELU_TANH = "x*(1 + tanh(sqrt(2/pi)*(x + Rational(44715, 10**6)*x**3)))/2"
_zero, _one = Fraction(0), Fraction(1)
_selu_kink = Fraction(int((SCALE * ALPHA).p), int((SCALE * ALPHA).q))
_SEEN = float(Fraction(int(SCALE.p), int(SCALE.q))), float(_selu_kink)

ACTIVATIONS = (
    Activation("logistic", sigmoid, lambda x: sigmoid(x) * sigmoid(-x), "1/(1 + exp(-x))", (0, 1, 0, 0)),
    Activation("tanh", arb.tanh, sech_squared, "tanh(x)", (-1, 1, 0, 0)),
    Activation(
        "elu",
        *exponential_unit("1"),
        "Piecewise((x, x > 0), (exp(x) - 1, True))",
        (-1, INFINITY, 0, 1),
        {0.0: _one},
    ),
    Activation(
        "selu",
        *exponential_unit("1", SCALE, ALPHA),
        f"{_SELU[0]}*Piecewise((x, x > 0), ({_SELU[1]}*(exp(x) - 1), True))",
        (-_SEEN[1], INFINITY, 0, _SEEN[0]),
        {0.0: _selu_kink},
    ),
    Activation(
        "celu",
        *exponential_unit("1.5"),
        "Max(0, x) + Min(0, 3*(exp(2*x/3) - 1)/2)",
        (-1.5, INFINITY, 0, 1),
        {0.0: _one},
        1.5,
    ),
    Activation("softplus", softplus, sigmoid, "log(1 + exp(x))", (0, INFINITY, 0, 1)),
    Activation(
        "log_sigmoid", lambda x: -softplus(-x), lambda x: sigmoid(-x), "log(1/(1 + exp(-x)))", (-INFINITY, 0, 1, 0)
    ),
    Activation("silu", *swish("1"), "x/(1 + exp(-x))", (0, INFINITY, 0, 1)),
    Activation(
        "gelu",
        lambda x: x * normal_cdf(x),
        lambda x: normal_cdf(x) + x * normal_density(x),
        "x*(1 + erf(x/sqrt(2)))/2",
        (0, INFINITY, 0, 1),
    ),
    Activation("gelu_tanh", gelu_tanh, gelu_tanh_slope, _GELU_TANH, (0, INFINITY, 0, 1)),
    Activation("mish", lambda x: x * _tanh_softplus(x)[0], mish_slope, "x*tanh(log(1 + exp(x)))", (0, INFINITY, 0, 1)),
    Activation(
        "softsign", lambda x: x / (1 + abs(x)), lambda x: 1 / (1 + abs(x)) ** 2, "x/(1 + Abs(x))", (-1, 1, 0, 0)
    ),
    Activation(
        "hard_swish",
        lambda x: x * _clipped(x, -3, 3, lambda x: x / 6 + _q("0.5")),
        lambda x: _clipped(x, -3, 3, lambda x: (2 * x + 3) / 6),
        f"x*{_HARD}",
        (0, INFINITY, 0, 1),
        {-3.0: Fraction(-1, 2), 3.0: _one},
    ),
    Activation(
        "hard_tanh",
        lambda x: max(arb(-1), min(arb(1), x)),
        lambda x: arb(1) if -1 < x < 1 else arb(0),
        "Max(-1, Min(1, x))",
        (-1, 1, 0, 0),
        {-1.0: _zero, 1.0: _zero},
    ),
    Activation("hard_sigmoid", *_ramp(3, "1/6"), _HARD, (0, 1, 0, 0), {-3.0: _zero, 3.0: _zero}),
    Activation(
        "relu",
        lambda x: max(x, arb(0)),
        lambda x: arb(1) if x > 0 else arb(0),
        "Max(0, x)",
        (0, INFINITY, 0, 1),
        {0.0: _zero},
    ),
    Activation(
        "leaky_relu",
        *_leaky("0.01"),
        "Piecewise((x, x > 0), (x/100, True))",
        (-INFINITY, INFINITY, 0.01, 1),
        {0.0: Fraction(1, 100)},
    ),
    Activation(
        "prelu",
        *_leaky("0.25"),
        "Piecewise((x, x > 0), (x/4, True))",
        (-INFINITY, INFINITY, 0.25, 1),
        {0.0: Fraction(1, 4)},
        0.25,
    ),
)

# not among the 36 of the table: ours alone is judged on them
FURTHER = (
    Activation("gelu_sigmoid", *swish("1.702"), "x/(1 + exp(-Rational(1702, 1000)*x))", (0, INFINITY, 0, 1)),
    Activation(
        "hard_logistic",
        *_ramp(2, "1/4"),
        "Max(0, Min(1, x/4 + Rational(1, 2)))",
        (0, 1, 0, 0),
        {-2.0: _zero, 2.0: _zero},
    ),
    Activation("silu", *swish("1.5"), "x/(1 + exp(-3*x/2))", (0, INFINITY, 0, 1), parameter=1.5),
    Activation(
        "elu",
        *exponential_unit("1", 1, fmpq(1, 2)),
        "Piecewise((x, x > 0), ((exp(x) - 1)/2, True))",
        (-0.5, INFINITY, 0, 1),
        {0.0: Fraction(1, 2)},
        0.5,
    ),
)


@cache
def named(name: str) -> Activation:
    return next(a for a in ACTIVATIONS if a.name == name)
