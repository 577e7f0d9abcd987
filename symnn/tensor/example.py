"""The data of a refutation: sizes, the numbers of every name, concrete functions, and the entry that differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import product
from math import factorial
from typing import Any

from symnn.tensor.axes import Axis, Labels
from symnn.tensor.index import Factor, Ix
from symnn.tensor.instance import Instance
from symnn.tensor.known import Known
from symnn.tensor.operations.functions import OF_ROWS
from symnn.term import Sym

_DEGREE = 4
_COMPOSED = ("add(", "neg(", "mul(", "times(", "dot(", "div(", "pow(")  # n + 1 follows from n
_LOOSE = 2  # for sizes on which the sides do not depend


def example_data(
    known: Known, instance: Instance, env: Mapping[Ix, int], factors: Iterable[Factor], rows: Labels, cols: Labels
) -> dict[str, Any]:
    """As JSON: the tables of arrays by rows, the weights of a scalar function in one list, places counted from 1."""
    loose = {d for shape in known.shapes.values() for axis in shape for d in axis if not d.isdigit()}
    sizes = {**dict.fromkeys(sorted(loose), _LOOSE), **instance.sizes}
    whole = Instance(sizes, instance.seed, instance.domains, instance.total)
    return {
        "sizes": {d: n for d, n in sizes.items() if d in known.dimensions and not d.startswith(_COMPOSED)},
        "numbers": _numbers(known, whole, env),
        "functions": _functions(known, whole, list(factors)),
        "indices": {s.text: env[i] for s, i in known.indices.items()},
        "entry": [_flat(whole, env, rows), _flat(whole, env, cols)],
    }


def _flat(instance: Instance, env: Mapping[Ix, int], labels: Labels) -> int:
    out = 0
    for i in labels:
        out = out * instance.size(i.dim) + env[i] - 1
    return out + 1


def _numbers(known: Known, instance: Instance, env: Mapping[Ix, int]) -> dict[str, list[list[str]]]:
    out: dict[str, list[list[str]]] = {}
    for sym, shape in known.shapes.items():
        if sym.text in known.dimensions:
            continue
        name = sym.text
        first: tuple[int, ...] = ()
        if sym in known.symmetric:
            name = f"sym {name}"
        elif set(sym.subs) & set(known.indices):
            name = f"{sym.base.text} family"
            first = tuple(env[known.indices[i]] for i in sym.subs if isinstance(i, Sym))
        rows, cols = (list(_places(instance, axis)) for axis in shape)
        out[sym.text] = [[str(instance.number(name, (*first, *i, *j))) for j in cols] for i in rows]
    return out


def _places(instance: Instance, axis: Axis) -> Iterable[tuple[int, ...]]:
    return product(*(range(1, instance.size(d) + 1) for d in axis))


def _functions(known: Known, instance: Instance, factors: list[Factor]) -> dict[str, list[list[str]]]:
    out: dict[str, list[list[str]]] = {}
    for f in sorted(known.elementwise | known.scalar_functions, key=lambda f: f.text):
        of_arrays = [g for g in factors if g.kind == "func" and g.name.removesuffix(OF_ROWS) == f.text]
        if of_arrays:
            name, places = of_arrays[0].name, list(_places(instance, tuple(h.dim for h in of_arrays[0].holes)))
            out[f.text] = [[str(instance.weight(name, letter, p)) for p in places] for letter in "abc"]
        else:
            rows = (instance.coefficient(f"opaque {f.text}", k) / factorial(k) for k in range(_DEGREE + 1))
            out[f.text] = [[str(Fraction(c)) for c in rows]]
    return out
