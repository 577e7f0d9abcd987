"""Functions of balls: arithmetic, comparison and the elementary functions, each with its domain.

A value is an exact ``fmpq`` or a ball ``arb``.  Every result encloses the true one.  Outside its domain a function
raises ``Undefined``, or ``Unsure`` where the ball does not tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flint import arb, fmpq

from symnn.kernel.arithmetic import EXACT_BITS
from symnn.kernel.arithmetic import Condition as Condition
from symnn.kernel.arithmetic import Undefined as Undefined
from symnn.kernel.arithmetic import Unsupported as Unsupported
from symnn.kernel.arithmetic import Unsure as Unsure
from symnn.kernel.arithmetic import Value as Value
from symnn.kernel.arithmetic import add as add
from symnn.kernel.arithmetic import ball as ball
from symnn.kernel.arithmetic import compare as compare
from symnn.kernel.arithmetic import divide as divide
from symnn.kernel.arithmetic import every as every
from symnn.kernel.arithmetic import integer_power as integer_power
from symnn.kernel.arithmetic import is_whole as is_whole
from symnn.kernel.arithmetic import multiply as multiply
from symnn.kernel.arithmetic import negated as negated
from symnn.kernel.arithmetic import nonzero as nonzero
from symnn.kernel.arithmetic import require as require

# -- functions -------------------------------------------------------------------------------------------------------


def increasing(function: Callable[[arb], arb]) -> Callable[[arb], arb]:
    """The image of a wide ball under an increasing function, through its two ends."""

    def image(x: arb) -> arb:
        return function(x.lower()).union(function(x.upper())) if x.rad() > 1e-4 else function(x)

    return image


_EXP, _LOG, _TANH, _ERF = (increasing(f) for f in (arb.exp, arb.log, arb.tanh, arb.erf))
_ATAN, _SINH, _ASINH, _SQRT = (increasing(f) for f in (arb.atan, arb.sinh, arb.asinh, arb.sqrt))


def entire(function: Callable[[arb], arb], at_zero: int | None = None) -> Callable[[Value], Value]:
    """A function defined everywhere; ``at_zero`` is its exact value at an exact zero."""

    def apply(x: Value) -> Value:
        return fmpq(at_zero) if at_zero is not None and isinstance(x, fmpq) and x == 0 else function(ball(x))

    return apply


def log(x: Value) -> Value:
    require(compare("gt", x, fmpq(0)), "logarithm of a number that is not positive")
    return fmpq(0) if isinstance(x, fmpq) and x == 1 else _LOG(ball(x))


def sqrt(x: Value) -> Value:
    require(compare("ge", x, fmpq(0)), "square root of a negative number")
    if isinstance(x, fmpq):
        p, q = _exact_root(int(x.p), 2), _exact_root(int(x.q), 2)
        if p is not None and q is not None:
            return fmpq(p, q)
    return _SQRT(ball(x).nonnegative_part())


def _exact_root(n: int, degree: int) -> int | None:
    if n.bit_length() > EXACT_BITS:
        return None
    low, high = 0, 1 << (n.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= n else (low, middle - 1)
    return low if low**degree == n else None


def root(x: Value, degree: int) -> Value:
    """The real root: for an odd degree of every number, for an even one of a number that is not negative."""
    if degree == 2:
        return sqrt(x)
    if degree % 2:
        sure = compare("ge", x, fmpq(0))
        if sure is False:
            return -root(-x, degree)
        require(sure, "odd root near zero")
    else:
        require(compare("ge", x, fmpq(0)), "even root of a negative number")
    if isinstance(x, fmpq):
        p, q = _exact_root(int(x.p), degree), _exact_root(int(x.q), degree)
        if p is not None and q is not None:
            return fmpq(p, q)
    return ball(x).nonnegative_part().root(degree)


def absolute(x: Value) -> Value:
    if isinstance(x, fmpq):
        return abs(x)
    return arb(0).union(x.abs_upper()) if x.contains(0) else abs(x)


def signum(x: Value) -> Value:
    if isinstance(x, fmpq):
        return fmpq((x > 0) - (x < 0))
    if x > 0 or x < 0:
        return fmpq(1 if x > 0 else -1)
    if x >= 0 or x <= 0:
        return arb(0).union(arb(1 if x >= 0 else -1))
    return arb(0, 1)


def cosh(x: Value) -> Value:
    return entire(lambda b: _hyperbolic(b), 1)(x)


def _hyperbolic(x: arb) -> arb:
    # cosh is even and increasing in |x|
    a = absolute(x)
    return increasing(arb.cosh)(a)


def reciprocal(function: Callable[[Value], Value]) -> Callable[[Value], Value]:
    return lambda x: divide(fmpq(1), function(x))


def within(low: int, high: int, function: Callable[[arb], arb], open_: bool) -> Callable[[Value], Value]:
    heads = ("gt", "lt") if open_ else ("ge", "le")

    def apply(x: Value) -> Value:
        both = [compare(heads[0], x, fmpq(low)), compare(heads[1], x, fmpq(high))]
        require(every(both), f"argument outside [{low}, {high}]")
        return fmpq(0) if isinstance(x, fmpq) and x == 0 and function is not arb.acos else function(ball(x))

    return apply


def acosh(x: Value) -> Value:
    require(compare("ge", x, fmpq(1)), "acosh of a number below 1")
    return fmpq(0) if isinstance(x, fmpq) and x == 1 else ball(x).acosh()


def floor(x: Value) -> Value:
    if isinstance(x, fmpq):
        return fmpq(int(x.p) // int(x.q))
    return x.lower().floor().union(x.upper().floor())


def normal_cdf(x: Value) -> Value:
    if isinstance(x, fmpq) and x == 0:
        return fmpq(1, 2)
    return (1 + _ERF(ball(x) / arb(2).sqrt())) / 2


def normal_pdf(x: Value) -> Value:
    return _EXP(ball(multiply(integer_power(x, 2), fmpq(-1, 2)))) / (2 * arb.pi()).sqrt()


def factorial(x: Value) -> Value:
    if not isinstance(x, fmpq) or x.q != 1 or x > 1000:
        raise Unsure("factorial of something that is not a small integer")
    require(bool(x >= 0), "factorial of a negative number")
    result = 1
    for k in range(2, int(x.p) + 1):
        result *= k
    return fmpq(result)


_SIN, _COS = entire(arb.sin, 0), entire(arb.cos, 1)
_SINH_, _TANH_ = entire(_SINH, 0), entire(_TANH, 0)

ELEMENTWISE: Mapping[str, Callable[[Value], Value]] = {
    "neg": lambda x: -x,
    "percent": lambda x: divide(x, fmpq(100)),
    "exp": entire(_EXP, 1),
    "log": log,
    "sqrt": sqrt,
    "sinh": _SINH_,
    "cosh": cosh,
    "tanh": _TANH_,
    "sech": reciprocal(cosh),
    "csch": reciprocal(_SINH_),
    "coth": reciprocal(_TANH_),
    "asinh": entire(_ASINH, 0),
    "acosh": acosh,
    "atanh": within(-1, 1, increasing(arb.atanh), True),
    "sin": _SIN,
    "cos": _COS,
    "tan": lambda x: divide(_SIN(x), _COS(x)),
    "sec": reciprocal(_COS),
    "csc": reciprocal(_SIN),
    "cot": lambda x: divide(_COS(x), _SIN(x)),
    "asin": within(-1, 1, arb.asin, False),
    "acos": within(-1, 1, arb.acos, False),
    "atan": entire(_ATAN, 0),
    "erf": entire(_ERF, 0),
    "erfc": lambda x: add(fmpq(1), -entire(_ERF, 0)(x)) if isinstance(x, fmpq) and x == 0 else _erfc(ball(x)),
    "abs": absolute,
    "sign": signum,
    "floor": floor,
    "ceil": lambda x: -floor(-x),
    "normal_cdf": normal_cdf,
    "normal_pdf": normal_pdf,
    "factorial": factorial,
}


def _erfc(x: arb) -> arb:
    return x.erfc() if x.rad() <= 1e-4 else x.lower().erfc().union(x.upper().erfc())
