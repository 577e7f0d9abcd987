"""A derivative beside difference quotients: ``check_gradients``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from symnn.numeric.compile import compile_elementwise
from symnn.numeric.compiled import Compiled
from symnn.numeric.differences import Function, central, complex_step

RESOLVED = 0.4  # ε^0.4: 6 digits in float64; a difference quotient with a larger relative error says too little
SAFETY = 10.0  # the error of a difference is estimated, not bounded


@dataclass(frozen=True)
class GradientReport:
    """What was compared.  One row for each point and each entry of the gradient there.

    ``points``: where; ``entries``: the index of the entry, ``()`` for functions of one number; ``derivative``: what
    was checked; ``central``: central differences with ``resolution``, the estimate of their own error;
    ``complex_step`` and ``symbolic``: the others, ``None`` where there are none.  ``error`` is the relative error
    against the central difference, NaN where the difference does not resolve the derivative to 6 digits (ε^0.4);
    ``wrong`` marks the rows that no error of the differences explains; ``kinks`` those where the function has two
    one-sided derivatives with the given value between them.
    """

    name: str
    points: tuple[Any, ...]
    entries: tuple[tuple[int, ...], ...]
    derivative: Any
    central: Any
    resolution: Any
    complex_step: Any
    symbolic: Any
    error: Any
    wrong: Any
    kinks: Any
    rtol: float

    @property
    def agrees(self) -> bool:
        """No row is wrong, and at least one could be compared."""
        return not bool(np.any(self.wrong)) and bool(np.any(np.isfinite(self.error)))

    @property
    def max_error(self) -> float:
        """The largest relative error against central differences that resolve the derivative; NaN if none does."""
        return float(np.max(self.error, initial=-np.inf, where=np.isfinite(self.error))) if self.compared else np.nan

    @property
    def compared(self) -> int:
        return int(np.count_nonzero(np.isfinite(self.error)))

    @property
    def worst(self) -> int:
        """The row to look at first: the wrong one, or else the compared one, with the largest error."""
        with np.errstate(all="ignore"):
            size = np.abs(self.derivative - self.central) / np.maximum(np.abs(self.derivative), np.abs(self.central))
        rows = np.where(self.wrong, np.nan_to_num(size, nan=np.inf), -1.0) if np.any(self.wrong) else self.error
        return int(np.argmax(np.nan_to_num(rows, nan=-1.0)))

    def __bool__(self) -> bool:
        return self.agrees

    def __str__(self) -> str:
        count = len(self.points)
        if not self.compared and not np.any(self.wrong):
            verdict = "nothing could be compared"
        else:
            verdict = "agrees" if self.agrees else f"WRONG in {int(np.count_nonzero(self.wrong))} of {count} values"
        rows = [f"derivative of {self.name}: {verdict}"]
        if self.compared:
            rows.append(f"  central differences: {self.compared} of {count} values compared, largest relative error"
                        f" {self.max_error:.1e}")  # fmt: skip
        for label, other in (("complex step", self.complex_step), ("symbolic", self.symbolic)):
            if other is not None:
                rows.append(f"  {label}: largest relative error {_largest(self.derivative, other, ~self.kinks):.1e}")
        unresolved = count - self.compared - int(np.count_nonzero(self.kinks))
        if unresolved > 0:
            rows.append(f"  below the resolution of differences: {unresolved}")
        if np.any(self.kinks):
            where = ", ".join(_place(self, k) for k in np.flatnonzero(self.kinks)[:4])
            rows.append(f"  kinks, the value between the one-sided derivatives: {where}")
        if self.compared or np.any(self.wrong):
            k = self.worst
            rows.append(f"  {'worst' if np.any(self.wrong) else 'largest error'} at {_place(self, k)}: given"
                        f" {self.derivative[k]:.10g}, central difference {self.central[k]:.10g}")  # fmt: skip
        return "\n".join(rows)


def check_gradients(
    f: Any, df: Function | None = None, points: Iterable[Any] | None = None, *, rtol: float = 1e-6, **parameters: Any
) -> GradientReport:
    """Compare a derivative with central differences of the best step, and with the complex step where f takes it.

    ``f``: anything that ``symnn.compile`` takes, a compiled function, or a callable of one number or one array.
    ``df``: the derivative to check.  Without it the derivative of the compiled function is checked; with it, and
    an ``f`` that compiles, the given one is compared with the symbolic one too.  ``points``: an iterable of numbers, or
    of arrays for a function of an array; df(x) has then the shape of f(x) followed by that of x (a gradient, a
    Jacobian).  Without ``points``: 61 numbers from -12 to 12.  ``parameters`` go to the compiled function.

    A row is wrong when it differs by more than ``rtol`` of its size and ten times the estimated error of the
    difference.  ``TypeError`` and ``ValueError`` say what does not fit.
    """
    compiled = f if isinstance(f, Compiled) else None if callable(f) else compile_elementwise(f)
    if compiled is None and parameters:
        raise TypeError(f"parameters ({', '.join(parameters)}) are for compiled functions; bind them in the callable")
    if compiled is None and df is None:
        raise TypeError("the derivative of a callable has to be given: check_gradients(f, df)")
    function: Function = f if compiled is None else lambda x: compiled(x, **parameters)
    symbolic = None if compiled is None else lambda x: compiled.derivative(x, **parameters)
    given = df or symbolic
    assert given is not None
    name = compiled.name if compiled is not None else getattr(f, "__name__", "f")
    table = _Table()
    for point in _points(points):
        table.add(function, given, symbolic if df is not None else None, point)
    return table.report(name, rtol)


def _points(points: Iterable[Any] | None) -> list[Any]:
    if points is None:
        spread = np.linspace(-12, 12, 61)
        return list(spread + 0.0371)  # off the integers, where kinks are
    found = [np.asarray(p) for p in points]
    if not found:
        raise ValueError("no points to check at")
    for p in found:
        if p.dtype.kind not in "fiu" or not np.all(np.isfinite(p)):
            raise TypeError(f"a point is a finite real number or an array of them, not {p!r}")
    return [p.astype(np.float64) if p.shape else float(p) for p in found]


class _Table:
    """Rows point by point, entry by entry."""

    def __init__(self) -> None:
        self.points: list[Any] = []
        self.entries: list[tuple[int, ...]] = []
        self.columns: dict[str, list[Any]] = {
            k: []
            for k in ("derivative", "central", "resolution", "complex", "symbolic", "left", "right", "eps", "rounding")
        }

    def add(self, f: Function, df: Function, symbolic: Function | None, point: Any) -> None:
        shape = np.shape(point)
        value = np.asarray(f(point))
        if value.dtype.kind not in "fiu":
            raise TypeError(f"f gives {value.dtype} at {point!r}, not real numbers")
        slope = np.asarray(df(point), dtype=np.float64)
        if slope.shape != value.shape + shape:
            hint = "; give an elementwise function numbers, one by one" if shape else ""
            raise ValueError(
                f"f maps shape {shape} to {value.shape}, so its derivative has the shape {value.shape + shape};"
                f" df gives {slope.shape}{hint}"
            )
        exact = None if symbolic is None else np.asarray(symbolic(point), dtype=np.float64)
        for index in np.ndindex(shape):
            self._column(
                _along(f, point, index) if shape else f,
                point,
                index,
                slope[..., *index],
                None if exact is None else exact[..., *index],
            )

    def _column(self, along: Function, point: Any, index: tuple[int, ...], slope: Any, exact: Any) -> None:
        """The derivatives of all outputs by one entry of the point."""
        x = float(point[index]) if index else float(point)
        found = central(along, x)
        imaginary = complex_step(along, x)
        for out in np.ndindex(slope.shape):
            self.points.append(point)
            self.entries.append((*out, *index))
            row = {
                "derivative": slope[out], "central": found.value[out], "resolution": found.error,
                "complex": np.nan if imaginary is None else imaginary[out],
                "symbolic": np.nan if exact is None else exact[out],
                "left": found.left[out], "right": found.right[out], "eps": found.eps,
                "rounding": found.rounding,
            }  # fmt: skip
            for key, number in row.items():
                self.columns[key].append(float(number))

    def report(self, name: str, rtol: float) -> GradientReport:
        c = {k: np.array(v) for k, v in self.columns.items()}
        d, m, noise = c["derivative"], c["central"], SAFETY * c["resolution"]
        with np.errstate(all="ignore"):
            size = np.maximum(np.abs(d), np.abs(m))
            apart = np.abs(c["right"] - c["left"])
            low, high = np.minimum(c["left"], c["right"]), np.maximum(c["left"], c["right"])
            # one-sided differences of a smooth function agree to √ε of its size or so
            least = 1e3 * np.maximum(noise, c["rounding"])
            kinks = (apart > 1e-3 * np.maximum(np.abs(low), np.abs(high))) & (apart > least)
            inside = (d >= low - noise - rtol * size) & (d <= high + noise + rtol * size)
            wrong = ~np.where(kinks, inside, np.abs(d - m) <= rtol * size + noise)
            flat = (d == 0) & (m == 0)
            resolved = flat | (c["resolution"] <= c["eps"] ** RESOLVED * size)
            error = np.where(kinks | ~resolved, np.nan, np.where(flat, 0.0, np.abs(d - m) / np.where(flat, 1.0, size)))
            other = _analytic(c["complex"], m, noise, resolved & ~kinks)
            for column in (other, c["symbolic"]):
                if column is not None:
                    wrong |= resolved & ~kinks & (np.abs(d - column) > rtol * np.maximum(np.abs(d), np.abs(column)))
        symbolic = None if np.all(np.isnan(c["symbolic"])) else c["symbolic"]
        return GradientReport(
            name, tuple(self.points), tuple(self.entries), d, m, c["resolution"], other, symbolic, error, wrong,
            kinks & ~wrong, rtol,
        )  # fmt: skip


def _along(f: Function, point: Any, index: tuple[int, ...]) -> Function:
    """f as a function of one entry of its argument."""
    return lambda t: f(_moved(point, index, t))


def _moved(point: Any, index: tuple[int, ...], t: Any) -> Any:
    moved = point.astype(np.complex128) if isinstance(t, complex) else point.copy()
    moved[index] = t
    return moved


def _analytic(found: Any, middle: Any, noise: Any, where: Any) -> Any:
    """The complex steps, if all are there and they go with the differences: |x| of a complex x is no derivative."""
    if np.any(np.isnan(found)) or np.any((np.abs(found - middle) > noise + 1e-4 * np.abs(middle)) & where):
        return None
    return found


def _largest(d: Any, other: Any, where: Any) -> float:
    size = np.maximum(np.abs(d), np.abs(other))
    return float(np.max(np.abs(d - other) / np.where(size > 0, size, 1.0), initial=0.0, where=where))


def _place(report: GradientReport, k: int) -> str:
    point = report.points[k]
    entry = f", entry {report.entries[k]}" if report.entries[k] else ""
    return f"x = {np.array2string(np.asarray(point), precision=6, threshold=6)}{entry}"


__all__ = ["GradientReport", "check_gradients"]
