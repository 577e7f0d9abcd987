"""Proved bounds of |f′| for the activations of layers: how much of a gradient an activation passes on."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from symnn import kernel
from symnn.claim import Claim, Variable
from symnn.domain import Domain, Interval
from symnn.network.activations import compiled
from symnn.network.description import Dense
from symnn.numeric.parts import AccuracyWarning, Part, parts_of, undefined
from symnn.term import Num, Op, Sym, num, substitute
from symnn.verdict import Proved

GRID = np.concatenate([
    np.linspace(-40, 40, 160_001), *(s * np.logspace(-30, 30, 3601) for s in (-1, 1)),
    *(s * np.logspace(30, 200, 500) for s in (-1, 1)),
])  # fmt: skip
SIMPLE = 100  # denominators that are tried first
DIGITS = 4
BEYOND = Fraction(10) ** 308  # stands for no bound: f′ overflows


@dataclass(frozen=True)
class SlopeBound:
    """|f′| ≤ ``value`` wherever f has a derivative: proved with certificates, or measured, or not ``found``."""

    value: Fraction
    certificates: tuple[str, ...]

    @property
    def proved(self) -> bool:
        return bool(self.certificates)

    @property
    def found(self) -> bool:
        """Whether there is a bound: celu with a negative alpha has none."""
        return self.value < BEYOND

    def after(self, layers: int) -> Fraction:
        """What so many activations pass on of a gradient at most, the weights aside: 4^−10 for 10 logistic functions.

        ``ValueError`` for what is no whole number from 0.
        """
        if isinstance(layers, bool) or not isinstance(layers, int | np.integer) or layers < 0:
            raise ValueError(f"the number of layers is {layers!r}; it has to be a whole number from 0")
        return self.value ** int(layers)

    def __str__(self) -> str:
        if not self.found:
            return "no bound"
        text = str(self.value) if self.value.denominator <= SIMPLE else f"{float(self.value):g}"
        return text if self.proved else f"about {text} (measured)"


def slope_bound(layer: Dense | str) -> SlopeBound:
    """The bound for the activation of a layer with its parameters, or of that name; that of the identity is 1."""
    layer = Dense(1, 1, layer) if isinstance(layer, str) else layer
    if layer.is_linear:
        return SlopeBound(Fraction(1), ("f′ = 1",))
    return _bound(layer.activation, tuple(sorted(layer.parameters.items())))


@lru_cache(maxsize=256)
def _bound(activation: str, parameters: tuple[tuple[str, float], ...]) -> SlopeBound:
    layer = Dense(1, 1, activation, dict(parameters))
    greatest = _measured(layer)
    if not math.isfinite(greatest):
        return SlopeBound(BEYOND, ())
    for candidate in _candidates(greatest):
        proofs = _proofs(layer, candidate)
        if proofs:
            return SlopeBound(candidate, proofs)
    return SlopeBound(Fraction(greatest).limit_denominator(10**6), ())


def _measured(layer: Dense) -> float:
    """The greatest |f′| that is seen at the points of ``GRID`` and closer to the best of them."""
    f = compiled(layer.activation, "accurate")
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", AccuracyWarning)  # of relative digits where f′ is nearly 0
        slopes = np.abs(f.derivative(GRID, **layer.parameters))
        best = float(GRID[int(np.nanargmax(slopes))])
        near = np.abs(f.derivative(best * np.linspace(0.95, 1.05, 2001), **layer.parameters))
    return float(max(np.nanmax(slopes), np.nanmax(near)))


def _candidates(greatest: float) -> list[Fraction]:
    """Simple numbers that the greatest value seen may be, then a number a little above it."""
    simple = Fraction(greatest).limit_denominator(SIMPLE)
    unit = Fraction(10) ** (math.floor(math.log10(greatest)) + 1 - DIGITS) if greatest > 0 else Fraction(1)
    above = (math.floor(Fraction(greatest) / unit) + 1) * unit
    near = abs(simple - Fraction(greatest)) <= Fraction(greatest) / 10**9
    return [simple, above] if near else [above]


def _proofs(layer: Dense, bound: Fraction) -> tuple[str, ...]:
    """The digests of the proofs of |f′| ≤ bound on every piece of the line; none where one of them is not proved."""
    source, x = layer.source(), Sym("x")
    values = {source.other.get(n, n): v for n, v in layer.parameters.items()}
    given = {n: values.get(n, d) for n, d in source.defaults.items()}
    term = substitute(source.term, {source.var: x, **{Sym(n): num(_exactly(v)) for n, v in given.items()}})
    digests = []
    for k, part in enumerate(p for p in parts_of(term, x) if not undefined(p)):
        relation = Op("le", (Op("abs", (part.terms[1],)), Num(bound)))
        claim = Claim(f"slope-{k}", "inequality", relation, (Variable(x, _domain(part), True),))
        verdict = kernel.decide(claim, likely=True)
        if not isinstance(verdict, Proved):
            return ()
        digests.append(verdict.certificate.digest(claim.digest))
    return tuple(digests)


def _exactly(value: float | Fraction | None) -> Fraction:
    """The number that the network computes with: of 0.1 the double, which is a little more."""
    assert value is not None
    return Fraction(value)


def _domain(part: Part) -> Domain:
    low, high = (None if math.isinf(v) else Fraction(v) for v in (part.low, part.high))
    return Domain((Interval(low, high),))


__all__ = ["SlopeBound", "slope_bound"]
