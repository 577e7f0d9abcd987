"""The loss of one sample and its gradient as SymPy assignments, one operation of the rules after the other.

What reverse mode computes with numbers is written down with symbols: every net input, activation, slope and gradient
has a name, so that nothing is expanded and the length grows like the number of weights.  Slopes are polynomials of the
activation where that holds (σ′ = σ − σ², found by elimination), else they share their parts with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any

import sympy

from symnn.network.description import Dense, Description
from symnn.numeric.field import elements
from symnn.numeric.mains import quadratic
from symnn.numeric.parts import parts_of, undefined
from symnn.numeric.ratios import NoFormError
from symnn.sympy_bridge import to_sympy
from symnn.term import Num, Sym, substitute

MOST = 20_000  # parameters; symbols of a larger network help nobody


@dataclass(frozen=True)
class SymbolicGradient:
    """``assignments``: (symbol, expression) in an order in which each uses symbols before it alone.

    ``inputs``, ``targets``, ``outputs``: symbols of x, y and of the last layer; ``parameters`` and ``gradients``:
    (W, b) and (∂L/∂W, ∂L/∂b) of each layer as SymPy matrices of symbols; ``loss``: the symbol of L.
    """

    inputs: tuple[Any, ...]
    targets: tuple[Any, ...]
    parameters: tuple[tuple[Any, Any], ...]
    assignments: tuple[tuple[Any, Any], ...]
    outputs: tuple[Any, ...]
    loss: Any
    gradients: tuple[tuple[Any, Any], ...]

    @property
    def operations(self) -> int:
        """What ``sympy.count_ops`` counts on all right sides."""
        return int(sum(sympy.count_ops(e) for _, e in self.assignments))

    def closed(self, symbol: Any) -> Any:
        """The expression of a symbol in inputs, targets and parameters alone: for small networks."""
        known = dict(self.assignments)
        found = symbol
        while names := [s for s in found.free_symbols if s in known]:
            found = found.subs({s: known[s] for s in names}, simultaneous=True)
        return found

    def values(self, numbers: Mapping[Any, float]) -> dict[Any, Any]:
        """Every symbol in floating point, for given inputs, targets and parameters."""
        done: dict[Any, Any] = {k: sympy.Float(v) for k, v in numbers.items()}
        for symbol, expression in self.assignments:
            done[symbol] = sympy.N(expression.xreplace({s: done[s] for s in expression.free_symbols}))
        return done


class _Writer:
    def __init__(self) -> None:
        self.lines: list[tuple[Any, Any]] = []

    def let(self, name: str, expression: Any) -> Any:
        """A new symbol for an expression; a number or a symbol stands for itself."""
        if expression.is_Symbol or expression.is_Number:
            return expression
        symbol = sympy.Symbol(name, real=True)
        self.lines.append((symbol, expression))
        return symbol


def symbolic(description: Description) -> SymbolicGradient:
    """The assignments of a network for one sample.

    ``ValueError`` for more than 20,000 parameters.  A target of cross_entropy is a vector of probabilities (or 0 and a
    single 1) with the sum 1.
    """
    count = sum((layer.inputs + 1) * layer.outputs for layer in description.layers)
    if count > MOST:
        raise ValueError(f"the network has {count} parameters; symbols are made for at most {MOST}")
    w = _Writer()
    x = _names("x", description.inputs)
    y = _names("y", description.outputs)
    decay = _exact(description.weight_decay)
    parameters, kept = [], []
    a: Sequence[Any] = x
    for k, layer in enumerate(description.layers, 1):
        weights = sympy.Matrix(layer.inputs, layer.outputs, lambda i, j, k=k: _name(f"W{k}_{i + 1}_{j + 1}"))
        biases = sympy.Matrix(layer.outputs, 1, lambda j, _, k=k: _name(f"b{k}_{j + 1}"))
        parameters.append((weights, biases))
        z = [
            w.let(f"z{k}_{j + 1}", sympy.Add(*(weights[i, j] * a[i] for i in range(layer.inputs)), biases[j]))
            for j in range(layer.outputs)
        ]
        rows = [_activated(w, layer, z[j], f"{k}_{j + 1}") for j in range(layer.outputs)]
        kept.append((a, [slope for _, slope in rows]))
        a = [value for value, _ in rows]
    loss, back = LOSSES[description.loss](w, a, y, description.loss_parameters)
    squares = [v**2 for weights, _ in parameters for v in weights] if decay else []
    loss = w.let("L", loss + decay / 2 * sympy.Add(*squares))
    gradients: list[tuple[Any, Any]] = []
    for k in range(len(description.layers), 0, -1):
        (before, slopes), (weights, _) = kept[k - 1], parameters[k - 1]
        deltas = [w.let(f"d{k}_{j + 1}", g * s) for j, (g, s) in enumerate(zip(back, slopes, strict=True))]
        dw = sympy.zeros(*weights.shape)
        for i, j in product(range(weights.rows), range(weights.cols)):
            dw[i, j] = w.let(f"dW{k}_{i + 1}_{j + 1}", before[i] * deltas[j] + decay * weights[i, j])
        gradients.append((dw, sympy.Matrix(deltas)))
        if k > 1:
            back = [
                w.let(f"g{k - 1}_{i + 1}", sympy.Add(*(weights[i, j] * d for j, d in enumerate(deltas))))
                for i in range(weights.rows)
            ]
    pairs = tuple(reversed(gradients))
    return SymbolicGradient(tuple(x), tuple(y), tuple(parameters), tuple(w.lines), tuple(a), loss, pairs)


def _name(text: str) -> Any:
    return sympy.Symbol(text, real=True)


def _names(letter: str, count: int) -> list[Any]:
    return [_name(f"{letter}_{k + 1}") for k in range(count)]


def _exact(value: float) -> Any:
    q = Fraction(repr(value))
    return sympy.Rational(q.numerator, q.denominator)


def _activated(w: _Writer, layer: Dense, z: Any, place: str) -> tuple[Any, Any]:
    """f(z) and f′(z)."""
    if layer.is_linear:
        return z, sympy.Integer(1)
    form = _form(layer.activation, tuple(sorted(layer.parameters.items())))
    shared: dict[Any, Any] = {_Z: z}
    for k, (symbol, expression) in enumerate(form.shared, 1):
        shared[symbol] = w.let(f"t{place}_{k}", expression.xreplace(shared))
    value = w.let(f"a{place}", form.value.xreplace(shared))
    return value, w.let(f"s{place}", form.slope.xreplace({**shared, _A: value}))


@dataclass(frozen=True)
class _Form:
    """f and f′ of ``_Z``, f′ perhaps of ``_A`` = f, with the parts that they share."""

    shared: tuple[tuple[Any, Any], ...]
    value: Any
    slope: Any


_Z, _A = _name("z"), _name("a")


@lru_cache(maxsize=256)
def _form(activation: str, parameters: tuple[tuple[str, float], ...]) -> _Form:
    layer = Dense(1, 1, activation, dict(parameters))
    source, x = layer.source(), Sym("x")
    given = {source.other.get(n, n): v for n, v in layer.parameters.items()}
    values = {n: given.get(n, d) for n, d in source.defaults.items()}
    fixed = {Sym(n): Num(Fraction(repr(v)) if isinstance(v, float) else Fraction(v or 0)) for n, v in values.items()}
    term = substitute(source.term, {source.var: x, **fixed})
    parts = [p for p in parts_of(term, x) if not undefined(p)]
    through = _through_value(parts[0].terms, x) if len({p.terms for p in parts}) == 1 else None
    pieces = [[_of(p.terms[k]) for p in parts] for k in (0, 1)]
    ends = [_rational(p.end) for p in parts[:-1]]
    value, slope = (_cases(row, ends) for row in pieces)
    if through is not None:
        return _Form((), value, through)
    if value.has(sympy.Piecewise) or slope.has(sympy.Piecewise):
        return _Form((), value, slope)  # whose conditions are no numbers to share
    shared, (value, slope) = sympy.cse([value, slope], symbols=(_name(f"t{k}") for k in range(1, 10**6)))
    return _Form(tuple(shared), value, slope)


def _of(term: Any) -> Any:
    found = to_sympy(term)
    return found.xreplace(dict.fromkeys(found.free_symbols, _Z))


def _rational(q: Fraction | None) -> Any:
    assert q is not None
    return sympy.Rational(q.numerator, q.denominator)


def _cases(row: list[Any], ends: list[Any]) -> Any:
    """A case list; pieces that say the same are one."""
    if len(set(row)) == 1:
        return row[0]
    return sympy.Piecewise(*((e, end >= _Z) for e, end in zip(row, ends, strict=False)), (row[-1], True))


def _through_value(terms: tuple[Any, Any], x: Sym) -> Any | None:
    """c₀ + c₁a + c₂a² where f′ is that of a = f."""
    try:
        field, (f, d) = elements(x, terms)
    except NoFormError:
        return None
    found = quadratic(field, f, d)
    if found is None:
        return None
    c0, c1, c2 = map(_rational, found)
    return c0 + _A * (c1 + c2 * _A)


# -- losses: (writer, outputs, targets, parameters) -> value and gradient in the outputs


def _mse(w: _Writer, z: Sequence[Any], y: Sequence[Any], _: Mapping[str, float]) -> tuple[Any, list[Any]]:
    r = [w.let(f"r_{k}", a - b) for k, (a, b) in enumerate(zip(z, y, strict=True), 1)]
    return sympy.Add(*(v**2 for v in r)) / len(r), [2 * v / len(r) for v in r]


def _huber(w: _Writer, z: Sequence[Any], y: Sequence[Any], given: Mapping[str, float]) -> tuple[Any, list[Any]]:
    delta = _exact(given["delta"])
    r = [w.let(f"r_{k}", a - b) for k, (a, b) in enumerate(zip(z, y, strict=True), 1)]
    clipped = [w.let(f"c_{k}", sympy.Max(-delta, sympy.Min(delta, v))) for k, v in enumerate(r, 1)]
    values = [c * (v - c / 2) for c, v in zip(clipped, r, strict=True)]
    return sympy.Add(*values) / len(r), [c / len(r) for c in clipped]


def _binary(w: _Writer, z: Sequence[Any], y: Sequence[Any], _: Mapping[str, float]) -> tuple[Any, list[Any]]:
    e = [w.let(f"e_{k}", 1 + sympy.exp(-a)) for k, a in enumerate(z, 1)]
    values = [sympy.log(q) + a - b * a for q, a, b in zip(e, z, y, strict=True)]
    return sympy.Add(*values) / len(e), [(1 / q - b) / len(e) for q, b in zip(e, y, strict=True)]


def _cross(w: _Writer, z: Sequence[Any], y: Sequence[Any], _: Mapping[str, float]) -> tuple[Any, list[Any]]:
    e = [w.let(f"e_{k}", sympy.exp(a)) for k, a in enumerate(z, 1)]
    total = w.let("S", sympy.Add(*e))
    value = sympy.log(total) - sympy.Add(*(a * b for a, b in zip(z, y, strict=True)))
    return value, [q / total - b for q, b in zip(e, y, strict=True)]


LOSSES = {
    "mse": _mse, "huber": _huber, "binary_cross_entropy_with_logits": _binary, "cross_entropy": _cross,
}  # fmt: skip

__all__ = ["SymbolicGradient", "symbolic"]
