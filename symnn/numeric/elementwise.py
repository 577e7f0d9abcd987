"""What every compiled function has, whatever its backend: parameters, code for each set of values, a certificate."""

from __future__ import annotations

import math
import sys
import threading
import warnings
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, Protocol, TypeVar

from symnn.kernel import balls
from symnn.notation import latex, read
from symnn.numeric.arguments import real_number
from symnn.numeric.derive import Mode
from symnn.numeric.guard import compiling, short
from symnn.numeric.module import Generated
from symnn.numeric.names import FUNCTION, Source
from symnn.numeric.parts import AccuracyWarning
from symnn.term import Num, Sym, Term, free_symbols, substitute

LOST = 2.0**26  # ULP: half of the digits
DIGITS = 24  # of a parameter in a title
REMEMBERED = 64  # parameter values with code of their own


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


class Loaded(Protocol):
    """Code that can be run, and what it was made from."""

    @property
    def generated(self) -> Generated: ...


C = TypeVar("C", bound=Loaded)


class Elementwise(ABC, Generic[C]):
    """A function of one number: code of type ``C`` for each set of parameter values, made once.  Thread-safe."""

    def __init__(self, source: Source, mode: Mode) -> None:
        self._source, self.mode = source, mode
        self.name = source.name
        self._codes: OrderedDict[tuple[Fraction, ...], C] = OrderedDict()
        self._usual: C | None = None  # for the default parameters
        self._lock = threading.RLock()

    def __reduce__(self) -> tuple[Any, ...]:
        """Copies and pickles carry the formula; the code is made again."""
        return type(self), (self._source, self.mode)

    @abstractmethod
    def _load(self, title: str, term: Term, kinks: Mapping[Fraction, Fraction]) -> C:
        """The code of a term without parameters; ``kinks`` gives customary values of f′."""

    @property
    def parameters(self) -> dict[str, float | None]:
        """Names and default values; None where the caller has to give one."""
        return {k: None if v is None else float(v) for k, v in self._source.defaults.items()}

    def _code(self, parameters: Mapping[str, Any]) -> C:
        if not parameters and self._usual is not None:
            return self._usual
        key = self._values(parameters)
        with self._lock:
            known = self._codes.get(key)
            if known is None:
                with compiling(self._title(key), self._source.term):
                    known = self._codes[key] = self._load(self._title(key), *self._closed(key))
                self._warn(known.generated)
                if len(self._codes) > REMEMBERED:
                    self._codes.popitem(last=False)
            else:
                self._codes.move_to_end(key)
            if not parameters:
                self._usual = known
            return known

    def _warn(self, generated: Generated) -> None:
        """The accurate mode does not lose half of the digits in silence, the fast one not a whole number."""
        worst = list(zip(("f", "f′"), generated.worst, generated.worst_at, strict=True))
        bound = {"accurate": LOST, "fast": sys.float_info.max}.get(self.mode, math.inf)
        lost = ", ".join(f"{n} is off by {w:.3g} ULP at x = {x:.6g}" for n, w, x in worst if not w <= bound)
        if lost and self.mode != "naive":
            warnings.warn(f"{generated.title}: {lost}", AccuracyWarning, stacklevel=5)

    def _values(self, parameters: Mapping[str, Any]) -> tuple[Fraction, ...]:
        own = self._own(parameters)
        return tuple(v if isinstance(v, Fraction) else real_number(self.name, *v) for v in own)

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

    def _closed(self, key: tuple[Fraction, ...]) -> tuple[Term, dict[Fraction, Fraction]]:
        """The term for these parameter values, and the customary values of f′ at its kinks."""
        source = self._source
        values: dict[Sym, Term] = {
            s: Num(v) for n, v in zip(source.defaults, key, strict=True) for s in symbols_of(source, n)
        }
        term = substitute(source.term, values)
        kinks = {}
        for point, value in source.kinks:
            at, wanted = (_rational(t, values) for t in (point, term_of(value)))
            if at is not None and wanted is not None:
                kinks[at] = wanted
        return term, kinks

    def _title(self, key: tuple[Fraction, ...]) -> str:
        given = ", ".join(f"{n} = {_shown(v)}" for n, v in zip(self._source.defaults, key, strict=True))
        name = short(self._source.term) if self.name == FUNCTION else self.name
        return f"{name} ({given})" if given else name

    def prepare(self, **parameters: Any) -> None:
        """Derive the code for these parameters now; ``CompileError`` where there is none."""
        self._code(parameters)

    @property
    def source(self) -> str:
        """The generated code for the default parameters."""
        return self.source_for()

    @property
    def certificate(self) -> NumericCertificate:
        """Claims, verdicts and measured errors for the default parameters."""
        return self.certificate_for()

    def source_for(self, **parameters: Any) -> str:
        """The generated code for these parameters."""
        return self._code(parameters).generated.source

    def certificate_for(self, **parameters: Any) -> NumericCertificate:
        """Claims, verdicts and measured errors for these parameters."""
        g = self._code(parameters).generated
        return NumericCertificate(g.title, latex(self._source.term), g.rewritings, g.worst, g.worst_at, g.samples)

    def __repr__(self) -> str:
        return f"<symnn {self.name} ({self.mode}): {latex(self._source.term)}>"


def _shown(value: Fraction) -> str:
    """The number as a fraction, or with the digits of a double where that is longer."""
    text = str(value)
    return text if len(text) <= DIGITS else repr(value.numerator / value.denominator)


def symbols_of(source: Source, name: str) -> list[Sym]:
    return [s for s in free_symbols(source.term) if s.text == name]


def term_of(text: str) -> Term:
    (part,) = read(text).parts
    return part.term


def _rational(term: Term, values: Mapping[Sym, Term]) -> Fraction | None:
    """The exact value of a kink's coordinate or of the derivative there."""
    try:
        ball = balls.evaluate(substitute(term, values), {})
    except (ValueError, ArithmeticError):
        return None
    return Fraction(float(ball.mid())) if not ball.is_exact() else Fraction(str(ball.fmpq()))
