"""Inverses and determinants of products, transposes and Kronecker products, by those of their factors."""

from __future__ import annotations

from collections.abc import Callable

from symnn.term import Op, Term, num

Square = Callable[[Term], bool]
Scalar = Callable[[Term], bool]


def opened(t: Op, square: Square, scalar: Scalar) -> Term | None:
    """An equal term wherever ``t`` has a value, with the inverse or determinant further in; None if there is none."""
    match t:
        case Op("inverse", (Op("transpose", (a,)),)):
            return Op("transpose", (Op("inverse", (a,)),))
        case Op("inverse", (Op("inverse", (a,)),)):
            return a
        case Op("inverse", (Op("neg", (a,)),)):
            return Op("neg", (Op("inverse", (a,)),))
        case Op("inverse", (Op("div", (a, s)),)) if scalar(s) and square(a):
            return Op("mul", (s, Op("inverse", (a,))))
        case Op("inverse", (Op("kron", (a, b)),)) if square(a) and square(b):
            return Op("kron", (Op("inverse", (a,)), Op("inverse", (b,))))
        case Op("inverse", (Op("mul" | "times" | "dot", args),)):
            matrices = [a for a in args if not scalar(a)]
            if matrices and all(map(square, matrices)):
                numbers = [Op("div", (num(1), s)) for s in args if scalar(s)]
                return Op("mul", (*numbers, *(Op("inverse", (a,)) for a in reversed(matrices))))
        case Op("inverse", (Op("identity") as a,)):
            return a
        case Op("inverse", (Op("diag", (a,)),)) if not square(a):
            return Op("diag", (Op("hadamard_pow", (a, num(-1))),))
        case Op("det", (Op("transpose", (a,)),)):
            return Op("det", (a,))
        case Op("det", (Op("inverse", (a,)),)):
            return Op("div", (num(1), Op("det", (a,))))
        case Op("det", (Op("identity"),)):
            return num(1)
        case Op("det", (Op("mul" | "times" | "dot", args),)) if all(map(square, args)):
            return Op("mul", tuple(Op("det", (a,)) for a in args))
    return None
