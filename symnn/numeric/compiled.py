"""Compiled functions over NumPy arrays: what the caller holds.  The mathematics is in the generated module."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol, TypeVar, final

import numpy as np

from symnn.numeric.arguments import argument, filled, plain, plain_target, real_array
from symnn.numeric.cache import cached
from symnn.numeric.derive import Mode
from symnn.numeric.elementwise import Elementwise, Loaded, NumericCertificate, symbols_of, term_of
from symnn.numeric.guard import compiling
from symnn.numeric.module import Generated
from symnn.numeric.names import Source
from symnn.numeric.parametric import Order, Parametric, parametric
from symnn.numeric.parts import AccuracyWarning, CompileError
from symnn.numeric.runtime import BLOCK, WIDE, run
from symnn.numeric.single import run_single, usable
from symnn.term import Sym, Term, substitute

VALUE: tuple[Order, ...] = (0,)
SLOPE: tuple[Order, ...] = (1,)
BOTH: tuple[Order, ...] = (0, 1)
KINDS = (VALUE, SLOPE, BOTH)  # the block programs of a generated module
OVERLAP_WORK = 10_000  # of the search for a number that two outputs share; columns of one array share none
PROBES = np.concatenate([s * np.logspace(-300, 300, 61) for s in (-1, 1)] + [np.array([0.0, np.inf, -np.inf, np.nan])])


class ArrayCode(Loaded, Protocol):
    """Code that writes the ``KINDS[k]`` of flat data into flat arrays of the same type, float64, float32 or float16."""

    def fill(self, k: int, x: Any, outs: list[Any]) -> None: ...


class BlockCode:
    """The generated NumPy module for one set of parameter values, loaded once and run at points of every size."""

    def __init__(self, generated: Generated) -> None:
        self.generated = generated
        space: dict[str, Any] = {"__name__": "symnn.generated"}
        exec(compile(generated.source, f"<symnn {generated.title}>", "exec"), space)
        self._singles: list[Callable[..., None]] = [f for n in ("both_tabled", "both_single") if (f := space.get(n))]
        self._checked = False
        blocks = [space[n] for n in ("value_block", "slope_block", "both_block")]
        self.blocks: tuple[Callable[..., None], ...] = tuple(blocks)
        self.fars: tuple[Callable[..., None] | None, ...] = tuple(
            space.get(n) for n in ("value_far", "slope_far", "both_far")
        )
        for k, outs in enumerate((1, 1, 2)):
            self.fill(k, PROBES, [np.empty_like(PROBES) for _ in range(outs)])

    def fill(self, k: int, x: Any, outs: list[Any]) -> None:
        run(self.blocks[k], self.generated.buffers[k], x, outs, far=self.fars[k])

    def single(self) -> Callable[..., None] | None:
        """f and f′ in float32 arithmetic, if the samples show no loss; see ``symnn.numeric.single``."""
        if not self._checked:
            both, count = Bound(self).both, self.generated.single
            self._singles = next(([f] for f in self._singles if usable(f, count, both)), [])
            self._checked = True
        return self._singles[0] if self._singles else None


class Bound:
    """A compiled function with fixed parameters and its own work space, kept between calls; for one thread at a time.

    Arrays are contiguous, float64 or float32, of one shape, and share no memory; nothing is checked.  ``native``: f and
    f′ of float32 are computed in float32 where ``symnn.numeric.single`` allows it, else in float64 and rounded.
    """

    def __init__(self, code: BlockCode, native: bool = False) -> None:
        self._code = code
        self._single = code.single() if native else None
        self._scratch, self._floats = np.empty(0), np.empty(0, np.float32)

    @property
    def native(self) -> bool:
        """Whether f and f′ of float32 are computed in float32."""
        return self._single is not None

    def value(self, x: Any, value: Any) -> None:
        """f(x) into ``value``."""
        self._run(0, x, (value,))

    def slope(self, x: Any, slope: Any) -> None:
        """f′(x) into ``slope``."""
        self._run(1, x, (slope,))

    def both(self, x: Any, value: Any, slope: Any) -> None:
        """f(x) and f′(x), sharing their parts."""
        if self._single is not None and x.dtype == np.float32:
            count = self._code.generated.single
            needed = count * min(x.size, BLOCK)
            if self._floats.size < needed:
                self._floats = np.empty(needed, np.float32)
            run_single(self._single, count, x.reshape(-1), (value.reshape(-1), slope.reshape(-1)), self._floats)
        else:
            self._run(2, x, (value, slope))

    def calls(self, x: Any, value: Any, slope: Any) -> list[tuple[Callable[..., object], list[Any]]]:
        """What ``both`` does to these arrays, as functions with their arguments, a few for each block.

        They may be called in this order as often as wanted, when x holds other numbers, without NumPy's warnings.
        """
        flat = [a.reshape(-1) for a in (x, value, slope)]
        single = self._single if x.dtype == np.float32 else None
        if single is None and not all(a.dtype == np.float64 for a in flat):
            return [(self.both, [x, value, slope])]
        count = self._code.generated.single if single is not None else self._code.generated.buffers[2]
        far = None if single is not None else self._code.fars[2]
        size = flat[0].size
        length = BLOCK * 8 // x.itemsize
        scratch = np.empty(count * min(size, length), x.dtype)
        rows: list[tuple[Callable[..., object], list[Any]]] = []
        for start in range(0, size, length):
            stop = min(start + length, size)
            work = scratch[: count * (stop - start)].reshape(count, stop - start)
            rows.append((single or self._code.blocks[2], [*(a[start:stop] for a in flat), work]))
            if far is not None and (stop == size or stop % WIDE == 0):
                rows.append((far, [*(a[(stop - 1) // WIDE * WIDE : stop] for a in flat), work]))
        return rows

    def _run(self, which: int, x: Any, outs: Sequence[Any]) -> None:
        count = self._code.generated.buffers[which]
        needed = (count + 1 + len(outs)) * min(x.size, BLOCK)
        if self._scratch.size < needed:
            self._scratch = np.empty(needed)
        run(
            self._code.blocks[which], count, x.reshape(-1), [o.reshape(-1) for o in outs], scratch=self._scratch,
            far=self._code.fars[which],
        )  # fmt: skip


A = TypeVar("A", bound=ArrayCode)


class ArrayFunction(Elementwise[A]):
    """A function and its derivative over NumPy arrays.

    ``f(x)`` is elementwise; ``f.derivative(x)`` is f′, at a kink the value customary there; ``value_and_derivative``
    shares their parts.  float64, float32 and float16 are kept (the last two are computed in float64 and rounded once),
    integers and booleans become float64, a scalar gives a scalar.  NaN gives NaN, ±inf the exact limit; no NumPy
    warning is raised.  Parameters are keywords; a new value is derived on its first use and remembered.

    ``TypeError`` for complex and other types, ``ValueError`` for an ``out`` that does not fit, ``CompileError`` for a
    parameter value without a form, ``AccuracyWarning`` where the accurate mode loses half of the digits, or the fast
    one gives an infinity or NaN instead of a number.  Thread-safe.
    """

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
        first, second = pair
        if first is not None and second is not None and not _apart(first, second):
            raise ValueError("out has to be two arrays that share no memory")
        value, slope = self._run(BOTH, x, (first, second), parameters)
        return value, slope

    def _run(self, which: tuple[Order, ...], x: Any, outs: tuple[Any, ...], parameters: Mapping[str, Any]) -> list[Any]:
        code, k = self._code(parameters), KINDS.index(which)
        if plain(x) and all(plain_target(o, x) for o in outs):
            rows = [np.empty(x.shape) if o is None else o for o in outs]
            if x.ndim == 1:
                code.fill(k, x, rows)
            else:
                code.fill(k, x.reshape(-1), [r.reshape(-1) for r in rows])
            return rows
        array, scalar = argument(x)
        return filled(lambda x, targets: code.fill(k, x, targets), array, outs, scalar)


def _apart(a: Any, b: Any) -> bool:
    """Whether two outputs share no memory: each owns its own, or no address is in both."""
    if a is b:
        return False
    if type(a) is type(b) is np.ndarray and a.flags.owndata and b.flags.owndata:
        return True
    return not np.may_share_memory(a, b, OVERLAP_WORK)  # type: ignore[arg-type]  # the stubs know two values only


@final
class Compiled(ArrayFunction[BlockCode]):
    """A function and its derivative as NumPy code; see ``ArrayFunction``.

    A parameter may also be an array (the slopes of PReLU, one a channel); x and the parameters are broadcast.  Then one
    program serves all values: stable forms in float64, without the patches of the accurate mode; e^w is good to about
    1 + |w|/2 ULP, f′ near its roots only to the last digit of its largest value, and gaps and limits at ±∞ are filled
    as far as the formula allows.
    """

    def __init__(self, source: Source, mode: Mode) -> None:
        super().__init__(source, mode)
        self._parametric: Parametric | None = None

    def _load(self, title: str, term: Term, kinks: Mapping[Fraction, Fraction]) -> BlockCode:
        return BlockCode(cached(title, term, self._source.var, kinks, self.mode))

    def _run(self, which: tuple[Order, ...], x: Any, outs: tuple[Any, ...], parameters: Mapping[str, Any]) -> list[Any]:
        if not parameters or not any(np.ndim(v) for v in parameters.values()):
            return super()._run(which, x, outs, parameters)
        array, scalar = argument(x)
        rows = self._given(parameters)
        array = np.broadcast_to(array, np.broadcast_shapes(array.shape, *(np.shape(v) for v in rows)))
        program = self._program()
        flat = [np.broadcast_to(v, array.shape).reshape(-1) if np.ndim(v) else v for v in rows]
        return filled(lambda x, targets: program.run(which, x, flat, targets), array, outs, scalar)

    def bound(self, **parameters: float) -> Bound:
        """The function for these parameter values (numbers) with work space of its own, for loops over arrays.

        In the fast mode float32 is computed in float32, as far as ``symnn.numeric.single`` allows it.
        """
        return Bound(self._code(parameters), native=self.mode == "fast")

    def _program(self) -> Parametric:
        """The program of all parameter values."""
        source = self._source
        with self._lock:
            if self._parametric is None:
                names: dict[Sym, Term] = {s: Sym(n) for n in source.defaults for s in symbols_of(source, n)}
                kinks = tuple((substitute(a, names), substitute(term_of(b), names)) for a, b in source.kinks)
                term, symbols = substitute(source.term, names), tuple(Sym(n) for n in source.defaults)
                with compiling(f"{self.name} with arrays as parameters", source.term):
                    self._parametric = parametric(term, source.var, symbols, kinks, self.mode == "naive")
            return self._parametric

    def _given(self, parameters: Mapping[str, Any]) -> list[Any]:
        """The values as numbers and arrays of float64."""
        own = self._own(parameters)
        return [float(v) if isinstance(v, Fraction) else real_array(self.name, *v) for v in own]


__all__ = ["AccuracyWarning", "ArrayCode", "ArrayFunction", "CompileError", "Compiled", "NumericCertificate"]
