"""A formula as a NumPy function, computed as it is written."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from symnn.numeric.parts import CompileError
from symnn.term import Op, Sym, Term, free_symbols, walk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

HEADS = frozenset(
    "add neg mul dot times div pow root percent pi e log_base max min indicator cases case true exp log sqrt sinh cosh"
    " tanh sech csch coth asinh acosh atanh sin cos tan sec csc cot asin acos atan erf erfc abs sign floor ceil"
    " normal_cdf normal_pdf eq ne lt le gt ge and or not chain".split()
)


def compile_naive(term: Term, args: Sequence[Sym]) -> Callable[..., NDArray[np.float64]]:
    """The function of ``args`` that computes ``term`` elementwise in float64 as it is written.

    Nothing is rearranged for accuracy: 1/(1 + e^{-x}) overflows below x ≈ -709.8 (with NumPy's warning), and
    log(1 + e^x) loses its digits for negative x.  A stable form has to be derived from the formula, not compiled.
    Arguments are broadcast; where the term has no real value the result is NaN or infinite.  A case list computes
    every branch and then selects.  Functions by name, derivatives, sums and arrays raise ``CompileError``: expand
    them first.
    """
    for node in walk(term):
        if isinstance(node, Op) and node.head not in HEADS:
            raise CompileError(f"{node.head} has no elementwise NumPy form")
    missing = free_symbols(term) - set(args)
    if missing:
        raise CompileError(f"{min(s.text for s in missing)} is no argument")
    return _compiled(term, args)


def _compiled(term: Term, args: Sequence[Sym]) -> Callable[..., NDArray[np.float64]]:
    import numpy as np
    import sympy

    from symnn.sympy_bridge import BridgeError, to_sympy

    try:
        names = [to_sympy(a, real=True) for a in args]
        expression = to_sympy(term, real=True)
    except BridgeError as error:
        raise CompileError(str(error)) from error
    special: dict[str, Any] = {
        name: np.vectorize(function, otypes=[float]) for name, function in (("erf", math.erf), ("erfc", math.erfc))
    }
    inner = sympy.lambdify(names, expression, modules=[special, "numpy"])

    def function(*values: ArrayLike) -> NDArray[np.float64]:
        arrays = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in values))
        shape = arrays[0].shape if arrays else ()
        return np.array(np.broadcast_to(np.asarray(inner(*arrays), dtype=np.float64), shape))

    return function
