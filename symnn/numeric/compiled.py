"""Compiled functions: what the caller holds.  Array handling is here; the mathematics is in the generated module."""

from __future__ import annotations

import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from symnn.kernel import balls
from symnn.notation import latex, read
from symnn.numeric.arguments import argument, filled, real_array, real_number
from symnn.numeric.cache import cached
from symnn.numeric.derive import Mode
from symnn.numeric.guard import compiling, short
from symnn.numeric.module import Generated
from symnn.numeric.names import FUNCTION, Source
from symnn.numeric.parametric import Order, Parametric, parametric
from symnn.numeric.parts import AccuracyWarning, CompileError
from symnn.numeric.runtime import BLOCK, run
from symnn.term import Num, Sym, Term, substitute

LOST = 2.0**26  # ULP: half of the digits
REMEMBERED = 64  # parameter values with code of their own
VALUE: tuple[Order, ...] = (0,)
SLOPE: tuple[Order, ...] = (1,)
BOTH: tuple[Order, ...] = (0, 1)
KINDS = (VALUE, SLOPE, BOTH)  # the block programs of a generated module
PROBES = np.concatenate([s * np.logspace(-300, 300, 61) for s in (-1, 1)] + [np.array([0.0, np.inf, -np.inf, np.nan])])


@dataclass(frozen=True)
class NumericCertificate:
    """What the code rests on.

    ``rewritings``: claims (program = formula on a part of the line) with the kernel's verdict and the digest of each
    certificate.  ``worst``: the largest error of f and f′, in units of the last place of float64, at the sample points
    in cells that cover the doubles, beside exact values from ball arithmetic; it is measured, not proved.
    """

    name: str
    formula: str
    rewritings: tuple[tuple[str, str, str], ...]
    worst: tuple[float, float]
    worst_at: tuple[float, float]
    samples: int

    def __str__(self) -> str:
        rows = [f"{self.name}: {self.formula}"]
        rows += [f"  {what}: {verdict} ({digest[:19]}…)" for what, verdict, digest in self.rewritings]
        for k, name in enumerate(("f", "f′")):
            rows.append(
                f"  {name}: at most {self.worst[k]:.2f} ULP at {self.samples} points (x = {self.worst_at[k]:.6g})"
            )
        return "\n".join(rows)


class _Code:
    """The generated module for one set of parameter values, loaded once and run at points of every size."""

    def __init__(self, generated: Generated) -> None:
        self.generated = generated
        space: dict[str, Any] = {"__name__": "symnn.generated"}
        exec(compile(generated.source, f"<symnn {generated.title}>", "exec"), space)
        blocks = [space[n] for n in ("value_block", "slope_block", "both_block")]
        self.blocks: tuple[Callable[..., None], ...] = tuple(blocks)
        for block, count, outs in zip(self.blocks, generated.buffers, (1, 1, 2), strict=True):
            run(block, count, PROBES, [np.empty_like(PROBES) for _ in range(outs)])


class Bound:
    """A compiled function with fixed parameters and its own work space, kept between calls; for one thread at a time.

    Arrays are contiguous, float64 or float32, of one shape, and share no memory; nothing is checked.
    """

    def __init__(self, blocks: Sequence[Callable[..., None]], buffers: Sequence[int]) -> None:
        self._blocks, self._buffers = tuple(blocks), tuple(buffers)
        self._scratch = np.empty(0)

    def value(self, x: Any, value: Any) -> None:
        """f(x) into ``value``."""
        self._run(0, x, (value,))

    def slope(self, x: Any, slope: Any) -> None:
        """f′(x) into ``slope``."""
        self._run(1, x, (slope,))

    def both(self, x: Any, value: Any, slope: Any) -> None:
        """f(x) and f′(x), sharing their parts."""
        self._run(2, x, (value, slope))

    def _run(self, which: int, x: Any, outs: Sequence[Any]) -> None:
        count = self._buffers[which]
        needed = (count + 1 + len(outs)) * min(x.size, BLOCK)
        if self._scratch.size < needed:
            self._scratch = np.empty(needed)
        run(self._blocks[which], count, x.reshape(-1), [o.reshape(-1) for o in outs], scratch=self._scratch)


class Compiled:
    """A function and its derivative as NumPy code.

    ``f(x)`` is elementwise; ``f.derivative(x)`` is f′, at a kink the value customary there; ``value_and_derivative``
    shares their parts.  float64, float32 and float16 are kept (the last two are computed in float64 and rounded once),
    integers and booleans become float64, a scalar gives a scalar.  NaN gives NaN, ±inf the exact limit; no NumPy
    warning is raised.  Parameters are keywords; a new value is derived on its first use and remembered.

    A parameter may also be an array (the slopes of PReLU, one a channel); x and the parameters are broadcast.  Then one
    program serves all values: stable forms in float64, without the patches of the accurate mode; e^w is good to about
    1 + |w|/2 ULP, f′ near its roots only to the last digit of its largest value, and gaps and limits at ±∞ are filled
    as far as the formula allows.

    ``TypeError`` for complex and other types, ``ValueError`` for an ``out`` that does not fit, ``CompileError`` for a
    parameter value without a form, ``AccuracyWarning`` where the accurate mode loses half of the digits.  Thread-safe.
    """

    def __init__(self, source: Source, mode: Mode) -> None:
        self._source, self.mode = source, mode
        self.name = source.name
        self._codes: OrderedDict[tuple[Fraction, ...], _Code] = OrderedDict()
        self._parametric: Parametric | None = None
        self._lock = threading.Lock()

    @property
    def parameters(self) -> dict[str, float | None]:
        """Names and default values; None where the caller has to give one."""
        return {k: None if v is None else float(v) for k, v in self._source.defaults.items()}

    # -- evaluation --------------------------------------------------------------------------------------------------

    def __call__(self, x: Any, /, out: Any = None, **parameters: Any) -> Any:
        """f(x), elementwise, in the shape and type of x; into ``out`` if given."""
        return self._run(VALUE, x, (out,), parameters)[0]

    def derivative(self, x: Any, /, out: Any = None, **parameters: Any) -> Any:
        """f′(x), elementwise, in the shape and type of x; into ``out`` if given."""
        return self._run(SLOPE, x, (out,), parameters)[0]

    def value_and_derivative(self, x: Any, /, out: tuple[Any, Any] | None = None, **parameters: Any) -> tuple[Any, Any]:
        """(f(x), f′(x)); ``out`` is a pair of arrays."""
        pair = (None, None) if out is None else out
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise ValueError("out has to be a pair of arrays, one for the value and one for the derivative")
        if pair[0] is not None and pair[1] is not None and np.may_share_memory(*pair):
            raise ValueError("out has to be two arrays that share no memory")
        value, slope = self._run(BOTH, x, tuple(pair), parameters)
        return value, slope

    def bound(self, **parameters: float) -> Bound:
        """The function for these parameter values (numbers) with work space of its own, for loops over arrays."""
        code = self._code(parameters)
        return Bound(code.blocks, code.generated.buffers)

    def _run(self, which: tuple[Order, ...], x: Any, outs: tuple[Any, ...], parameters: Mapping[str, Any]) -> list[Any]:
        array, scalar = argument(x)
        if any(np.ndim(v) for v in parameters.values()):
            rows = self._given(parameters)
            array = np.broadcast_to(array, np.broadcast_shapes(array.shape, *(np.shape(v) for v in rows)))
            program = self._program()
            flat = [np.broadcast_to(v, array.shape).reshape(-1) if np.ndim(v) else v for v in rows]
            fill = lambda x, targets: program.run(which, x, flat, targets)  # noqa: E731
        else:
            code = self._code(parameters)
            k = KINDS.index(which)
            fill = lambda x, targets: run(code.blocks[k], code.generated.buffers[k], x, targets)  # noqa: E731
        return filled(fill, array, outs, scalar)

    # -- code --------------------------------------------------------------------------------------------------------

    def _code(self, parameters: Mapping[str, Any]) -> _Code:
        key = self._values(parameters)
        with self._lock:
            known = self._codes.get(key)
            if known is None:
                with compiling(self._title(key), self._source.term):
                    known = self._codes[key] = _Code(self._derived(key))
                self._warn(known.generated)
                if len(self._codes) > REMEMBERED:
                    self._codes.popitem(last=False)
            else:
                self._codes.move_to_end(key)
            return known

    def _warn(self, generated: Generated) -> None:
        """The accurate mode does not lose half of the digits in silence."""
        worst = list(zip(("f", "f′"), generated.worst, generated.worst_at, strict=True))
        lost = ", ".join(f"{n} is off by {w:.3g} ULP at x = {x:.6g}" for n, w, x in worst if not w <= LOST)
        if lost and self.mode == "accurate":
            warnings.warn(f"{generated.title}: {lost}", AccuracyWarning, stacklevel=5)

    def _program(self) -> Parametric:
        """The program of all parameter values."""
        source = self._source
        with self._lock:
            if self._parametric is None:
                names: dict[Sym, Term] = {s: Sym(n) for n in source.defaults for s in _symbols(source, n)}
                kinks = tuple((substitute(a, names), substitute(_term(b), names)) for a, b in source.kinks)
                term, symbols = substitute(source.term, names), tuple(Sym(n) for n in source.defaults)
                with compiling(f"{self.name} with arrays as parameters", source.term):
                    self._parametric = parametric(term, source.var, symbols, kinks, self.mode == "naive")
            return self._parametric

    def _values(self, parameters: Mapping[str, Any]) -> tuple[Fraction, ...]:
        own = self._own(parameters)
        return tuple(v if isinstance(v, Fraction) else real_number(self.name, *v) for v in own)

    def _given(self, parameters: Mapping[str, Any]) -> list[Any]:
        """The values as numbers and arrays of float64."""
        own = self._own(parameters)
        return [float(v) if isinstance(v, Fraction) else real_array(self.name, *v) for v in own]

    def _own(self, parameters: Mapping[str, Any]) -> list[Fraction | tuple[str, Any]]:
        """In our order, what is given with its name and otherwise the default."""
        given: dict[str, tuple[str, Any]] = {}
        for name, value in parameters.items():
            own = self._source.other.get(name, name)
            if own not in self._source.defaults:
                known = ", ".join(self._source.defaults) or "none"
                raise TypeError(f"{self.name} has no parameter {name!r}; it has: {known}")
            if own in given:
                raise TypeError(f"{name} and {given[own][0]} are one parameter of {self.name}, given twice")
            given[own] = name, value
        out: list[Fraction | tuple[str, Any]] = []
        for name, default in self._source.defaults.items():
            chosen = given.get(name, default)
            if chosen is None:
                raise TypeError(f"{self.name} needs a value for the parameter {name!r}")
            out.append(chosen)
        return out

    def _derived(self, key: tuple[Fraction, ...]) -> Generated:
        source = self._source
        values: dict[Sym, Term] = {
            s: Num(v) for n, v in zip(source.defaults, key, strict=True) for s in _symbols(source, n)
        }
        term = substitute(source.term, values)
        kinks = {}
        for point, value in source.kinks:
            at, wanted = (_rational(t, values) for t in (point, _term(value)))
            if at is not None and wanted is not None:
                kinks[at] = wanted
        return cached(self._title(key), term, source.var, kinks, self.mode)

    def _title(self, key: tuple[Fraction, ...]) -> str:
        given = ", ".join(f"{n} = {v}" for n, v in zip(self._source.defaults, key, strict=True))
        name = short(self._source.term) if self.name == FUNCTION else self.name
        return f"{name} ({given})" if given else name

    def prepare(self, **parameters: Any) -> None:
        """Derive the code for these parameters now; ``CompileError`` where there is none."""
        self._code(parameters)

    @property
    def source(self) -> str:
        """The generated module for the default parameters, as plain Python that needs NumPy alone."""
        return self.source_for()

    @property
    def certificate(self) -> NumericCertificate:
        """Claims, verdicts and measured errors for the default parameters."""
        return self.certificate_for()

    def source_for(self, **parameters: Any) -> str:
        """The generated module for these parameters."""
        return self._code(parameters).generated.source

    def certificate_for(self, **parameters: Any) -> NumericCertificate:
        """Claims, verdicts and measured errors for these parameters."""
        g = self._code(parameters).generated
        return NumericCertificate(g.title, latex(self._source.term), g.rewritings, g.worst, g.worst_at, g.samples)

    def __repr__(self) -> str:
        return f"<symnn {self.name} ({self.mode}): {latex(self._source.term)}>"


def _symbols(source: Source, name: str) -> list[Sym]:
    from symnn.term import free_symbols

    return [s for s in free_symbols(source.term) if s.text == name]


def _term(text: str) -> Term:
    (part,) = read(text).parts
    return part.term


def _rational(term: Term, values: Mapping[Sym, Term]) -> Fraction | None:
    """The exact value of a kink's coordinate or of the derivative there."""
    try:
        ball = balls.evaluate(substitute(term, values), {})
    except (ValueError, ArithmeticError):
        return None
    return Fraction(float(ball.mid())) if not ball.is_exact() else Fraction(str(ball.fmpq()))


__all__ = ["AccuracyWarning", "CompileError", "Compiled", "NumericCertificate"]
