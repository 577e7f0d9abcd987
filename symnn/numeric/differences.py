"""Derivatives by differences: the central difference of the best step, the complex step, and their errors against h.

With ε = 2⁻⁵², the forward difference (f(x+h) − f(x))/h is wrong by about h|f″|/2 + ε|f|/h and the central one,
(f(x+h) − f(x−h))/2h, by h²|f‴|/6 + ε|f|/2h.  The best steps are √(2ε|f/f″|) and ∛(3ε|f/f‴|/2).
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from symnn.kernel.differentiate import derivative
from symnn.kernel.elementary import Unsupported
from symnn.numeric.analytic import Analytic, NotAnalyticError, NoValueError, split
from symnn.numeric.compile import compile_elementwise
from symnn.numeric.compiled import Compiled
from symnn.numeric.parts import CompileError, parts_of, undefined
from symnn.term import Num, Sym, Term, free_symbols, substitute

Function = Callable[[Any], Any]
EPS = float(np.finfo(np.float64).eps)
FIRST_STEP = 0.1234  # no fraction of a period
RATIO = 3.0
RUNGS = 48
COMPLEX_STEP = 1e-100


# ----------------------------------------------------------------------------------------- the best central difference
@dataclass(frozen=True)
class Difference:
    """A central difference, its step, an estimate of its error, both one-sided differences, and the ε of f's type.

    The one-sided differences are those of a step near √ε, ``rounding`` is theirs.
    """

    value: Any
    step: float
    error: float
    left: Any
    right: Any
    eps: float
    rounding: float = 0.0


def central(f: Function, x: float) -> Difference:
    """The central difference at the step where rounding and truncation together are estimated smallest.

    ``f`` maps one number to a number or an array.  The truncation is judged by the differences of the neighbouring
    steps, the rounding by ε|f|/h.  ``ArithmeticError`` where no step gives finite values.
    """
    with np.errstate(all="ignore"):
        here = np.asarray(f(x))
        eps = float(np.finfo(here.dtype).eps) if here.dtype.kind == "f" else EPS
        rows = [r for h in _steps(x) if (r := _row(f, x, here, h, eps))]
    best: Difference | None = None
    for before, row, after in zip(rows, rows[1:], rows[2:], strict=False):
        drift = max(_size(row.value - before.value), _size(row.value - after.value))
        if best is None or row.error + drift < best.error:
            best = replace(row, error=row.error + drift)
    if best is None:
        raise ArithmeticError(f"the function has no finite values around {x!r}")
    wanted = math.sqrt(eps) * max(1.0, abs(x))
    inner = [r for r in rows if r.step <= best.step]
    sides = min(inner, key=lambda r: abs(math.log(r.step / wanted)))
    closer = min(inner, key=lambda r: abs(math.log(RATIO * r.step / sides.step)))
    # where the gap between the sides shrinks with the step there is no kink
    smooth = np.abs(closer.right - closer.left) < 0.6 * np.abs(sides.right - sides.left)
    left, right = (np.where(smooth, best.value, side) for side in (sides.left, sides.right))
    return replace(best, left=left, right=right, rounding=sides.error)


def _steps(x: float) -> Iterator[float]:
    """From about max(1, |x|)/8 down to the last bits of x; to 3⁻⁴⁸ at zero."""
    h = FIRST_STEP * max(1.0, abs(x))
    last = EPS * abs(x) if x else h / RATIO**RUNGS
    while h > last:
        yield h
        h /= RATIO


def _row(f: Function, x: float, here: Any, h: float, eps: float) -> Difference | None:
    up, down = x + h, x - h
    if up == x or down == x:
        return None
    try:
        above, below = np.asarray(f(up)), np.asarray(f(down))
    except (ValueError, ArithmeticError):  # the functions of math outside their domain
        return None
    if not (np.all(np.isfinite(above)) and np.all(np.isfinite(below))):
        return None
    rounding = eps * max(_size(above), _size(below)) / (up - down)
    left, right = (here - below) / (x - down), (above - here) / (up - x)
    return Difference((above - below) / (up - down), h, rounding, left, right, eps)


def _size(values: Any) -> float:
    return float(np.max(np.abs(values), initial=0.0))


def complex_step(f: Function, x: float) -> Any | None:
    """Im f(x + ih)/h with h = 1e-100, exact to rounding for analytic code; ``None`` where ``f`` takes no complex x."""
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("error", np.exceptions.ComplexWarning)
            found = np.asarray(f(complex(x, COMPLEX_STEP)))
    except (TypeError, ValueError, ArithmeticError, np.exceptions.ComplexWarning):
        return None
    return found.imag / COMPLEX_STEP if found.dtype.kind == "c" and np.all(np.isfinite(found)) else None


# ------------------------------------------------------------------------------------------------- the error against h
@dataclass(frozen=True)
class DifferenceErrors:
    """|difference quotient − f′(x)| against the step, with what theory says of both.

    ``forward_bound`` and ``central_bound`` are truncation and rounding together; ``best_forward`` and ``best_central``
    the steps where those are smallest (infinite where f″ or f‴ vanishes).
    """

    name: str
    x: float
    derivative: float
    h: Any
    forward: Any
    central: Any
    forward_bound: Any
    central_bound: Any
    best_forward: float
    best_central: float

    def __str__(self) -> str:
        rows = [f"{self.name} at x = {self.x:g}, f′ = {self.derivative:.15g}", "     h      forward    central"]
        nearest = [int(np.argmin(np.abs(np.log(self.h / target)))) for target in 10.0 ** -np.arange(1, 16)]
        for k in range(self.h.size) if self.h.size <= len(nearest) else dict.fromkeys(nearest):
            rows.append(f"  {self.h[k]:7.1e}  {self.forward[k]:9.1e}  {self.central[k]:9.1e}")
        for kind, errors, best in (
            ("forward", self.forward, self.best_forward), ("central", self.central, self.best_central),
        ):  # fmt: skip
            k = int(np.argmin(errors))
            rows.append(f"{kind}: smallest error {errors[k]:.1e} at h = {self.h[k]:.1e}; theory: h = {best:.1e}")
        return "\n".join(rows)


def difference_errors(
    f: Any, x: float, *, df: Function | None = None, h: Any = None, **parameters: Any
) -> DifferenceErrors:
    """How far forward and central differences are from f′(x), for steps from 1e-1 to 1e-15 (or ``h``).

    ``f`` is anything that ``symnn.compile`` takes (its derivative is exact then), a compiled function, or a callable of
    one number together with its derivative ``df``.  Returns arrays ``h``, ``forward`` and ``central`` (absolute
    errors) with the theoretical bounds and best steps, as ``DifferenceErrors``; it prints as a table.
    """
    if np.ndim(x) or not math.isfinite(x):
        raise ValueError(f"x is one finite number, not {x!r}")
    x = float(x)
    steps = np.logspace(-1, -15, 57) if h is None else np.asarray(h, dtype=np.float64).reshape(-1)
    if not (steps.size and np.all(steps > 0) and np.all(np.isfinite(steps))):
        raise ValueError("steps are positive numbers")
    if not callable(f) or isinstance(f, Compiled):
        name, function, orders = _symbolic(f, x, parameters)
    else:
        if df is None:
            raise TypeError("the derivative of a callable has to be given: df=…")
        name, function = getattr(f, "__name__", "f"), f
        orders = _estimated(f, df, x)
    value, slope, second, third = orders
    with np.errstate(all="ignore"):
        here = float(function(x))
        above = np.array([float(function(x + s)) for s in steps])
        below = np.array([float(function(x - s)) for s in steps])
        forward = np.abs((above - here) / ((x + steps) - x) - slope)
        middle = np.abs((above - below) / ((x + steps) - (x - steps)) - slope)
        bounds = (steps * abs(second) / 2 + EPS * abs(value) / steps,
                  steps**2 * abs(third) / 6 + EPS * abs(value) / (2 * steps))  # fmt: skip
    best = (math.sqrt(2 * EPS * abs(value / second)) if second else math.inf,
            (1.5 * EPS * abs(value / third)) ** (1 / 3) if third else math.inf)  # fmt: skip
    return DifferenceErrors(name, x, slope, steps, forward, middle, *bounds, *best)


def _symbolic(what: Any, x: float, parameters: dict[str, Any]) -> tuple[str, Function, tuple[float, ...]]:
    """Name, code and f, f′, f″, f‴ at x from the formula, correctly rounded."""
    compiled = what if isinstance(what, Compiled) else compile_elementwise(what)
    term, var = closed(compiled, parameters)
    part = next((p for p in parts_of(term, var) if p.low < x < p.high and not undefined(p)), None)
    body = part.terms[0] if part is not None else term
    found: list[float] = []
    try:
        for k in range(4):
            if k:
                body = derivative(body, var)
            found.append(split(Analytic(body, var).value(Fraction(x)))[0])
    except (NoValueError, NotAnalyticError, Unsupported) as reason:
        order = ("value", "first derivative", "second derivative", "third derivative")[len(found)]
        raise CompileError(
            f"{compiled.name} has no {order} at x = {x:g}, a kink or a border: {reason}; take another point"
        ) from reason
    return compiled.name, (lambda v: compiled(v, **parameters)), tuple(found)


def closed(compiled: Compiled, parameters: dict[str, Any]) -> tuple[Term, Sym]:
    """The formula of a compiled function with values for its parameters, and its variable."""
    source = compiled._source
    values = dict(zip(source.defaults, compiled._values(parameters), strict=True))
    names = {s: Num(values[s.text]) for s in free_symbols(source.term) if s != source.var and s.text in values}
    return substitute(source.term, dict(names)), source.var


def _estimated(f: Function, df: Function, x: float) -> tuple[float, ...]:
    """f and f′ as given; f″ and f‴ from differences of f′, of which a digit or two is enough here."""
    slope = float(df(x))
    h = EPS**0.25 * max(1.0, abs(x))
    up, down = float(df(x + h)), float(df(x - h))
    return float(f(x)), slope, (up - down) / (2 * h), (up - 2 * slope + down) / h**2


__all__ = ["Difference", "DifferenceErrors", "central", "closed", "complex_step", "difference_errors"]
