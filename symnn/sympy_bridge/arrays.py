"""Matrix heads on SymPy values; a mixture that SymPy would misread is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy

from symnn.sympy_bridge.errors import BridgeError
from symnn.term import Op, Term


def is_matrix(value: Any) -> bool:
    return bool(getattr(value, "is_Matrix", False))


def add(*args: Any) -> Any:
    if not any(map(is_matrix, args)):
        return sympy.Add(*args)
    if not all(map(is_matrix, args)):
        raise BridgeError("a sum", "of a matrix and a scalar")
    out = args[0]
    for arg in args[1:]:
        out = out + arg
    return out


def product(*args: Any) -> Any:
    """Matrix product in the order written; scalars commute."""
    if not any(map(is_matrix, args)):
        return sympy.Mul(*args)
    out = args[0]
    for arg in args[1:]:
        out = out * arg
    return out


def scalar_product(*args: Any) -> Any:
    """``a · b`` of two columns is the 1×1 product aᵀb, as its only entry."""
    if not any(map(is_matrix, args)):
        return sympy.Mul(*args)
    return inner(*args)


def inner(*args: Any) -> Any:
    if len(args) != 2 or not all(map(is_matrix, args)) or any(a.shape[1] != 1 for a in args):
        raise BridgeError("an inner product", "is taken of two columns")
    return (args[0].T * args[1])[0, 0]


def item(array: Any, *indices: Any) -> Any:
    from symnn.sympy_bridge.context import entry

    return entry(array, indices, "an entry")


def sized(build: Callable[..., Any], length: Term, ctx: Any, *more: int) -> Any:
    if length == Op("none"):
        raise BridgeError("a constant array", "of unknown size has no SymPy form")
    return build(ctx.scalar(length), *more)


def _matrix(*rows: Any) -> Any:
    return sympy.ImmutableMatrix.vstack(*rows)


def _of_matrices(name: str, build: Callable[..., Any]) -> Callable[..., Any]:
    def row(*args: Any) -> Any:
        if not all(map(is_matrix, args)):
            raise BridgeError(name, "is taken of matrices whose shapes are known")
        return build(*args)

    return row


ARRAYS: Mapping[str, Callable[..., Any]] = {
    "transpose": _of_matrices("transpose", lambda a: a.T),
    "inverse": _of_matrices("inverse", lambda a: a.I),
    "hadamard": _of_matrices("hadamard", sympy.HadamardProduct),
    "kron": _of_matrices("kron", sympy.kronecker_product),
    "inner": inner,
    "det": _of_matrices("det", sympy.Determinant),
    "tr": _of_matrices("tr", sympy.Trace),
    "diag": _of_matrices("diag", sympy.DiagMatrix),
    "norm_frobenius": _of_matrices("norm_frobenius", lambda a: sympy.sqrt(sympy.Trace(a.T * a))),
    "row": lambda *entries: sympy.ImmutableMatrix([list(entries)]),
    "column": lambda *entries: sympy.ImmutableMatrix([[e] for e in entries]),
    "matrix": _matrix,
}
