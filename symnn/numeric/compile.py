"""``symnn.compile``: a name, an expression or a claim in, a function with its derivative out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, overload

from symnn import kernel
from symnn.claim import Claim
from symnn.numeric.compiled import Compiled
from symnn.numeric.derive import Mode
from symnn.numeric.elementwise import Elementwise
from symnn.numeric.guard import compiling
from symnn.numeric.named import LossName, NamedLoss, RowFunction, RowName, named
from symnn.numeric.names import Source, by_name, of_term
from symnn.numeric.parts import CompileError
from symnn.term import Num, Op, Sym, Term, num, op, rebuild

if TYPE_CHECKING:
    from symnn.numeric.backends.c import CFunction
    from symnn.numeric.backends.jax import JaxFunction
    from symnn.numeric.backends.numba import NumbaFunction
    from symnn.numeric.backends.torch import TorchFunction

# backend -> module of symnn.numeric.backends and the class of its functions
BACKENDS: Mapping[str, tuple[str, str]] = {
    "numpy": ("", ""),
    "numba": ("numba", "NumbaFunction"),
    "torch": ("torch", "TorchFunction"),
    "jax": ("jax", "JaxFunction"),
    "c": ("c", "CFunction"),
}
OWN_VARIABLE = "variable is for expressions; a named function knows its own"


@overload
def compile_function(what: RowName, *, mode: str = ...) -> RowFunction: ...


@overload
def compile_function(what: LossName, *, mode: str = ...) -> NamedLoss: ...


@overload
def compile_function(what: Any, *, mode: str = ..., variable: Any = ...) -> Compiled: ...


@overload
def compile_function(what: Any, *, backend: Literal["numpy"], mode: str = ..., variable: Any = ...) -> Compiled: ...


@overload
def compile_function(
    what: Any, *, backend: Literal["numba"], mode: str = ..., variable: Any = ...
) -> NumbaFunction: ...


@overload
def compile_function(
    what: Any, *, backend: Literal["torch"], mode: str = ..., variable: Any = ...
) -> TorchFunction: ...


@overload
def compile_function(what: Any, *, backend: Literal["jax"], mode: str = ..., variable: Any = ...) -> JaxFunction: ...


@overload
def compile_function(what: Any, *, backend: Literal["c"], mode: str = ..., variable: Any = ...) -> CFunction: ...


@overload
def compile_function(what: Any, *, backend: str, mode: str = ..., variable: Any = ...) -> Elementwise[Any]: ...


def compile_function(what: Any, *, mode: str = "accurate", backend: str = "numpy", variable: Any = None) -> Any:
    """A function of arrays, with its derivative, for ``what``.

    ``what`` is a name of the catalogue ("gelu", also as the libraries spell it), a SymPy expression, a ``Term``, or a
    proved claim of a derivation file ("notes.md#claim-id": the right side of its equation).  An expression in several
    names needs ``variable``; the others are parameters.  "softmax", "log_softmax" and the losses ("cross_entropy",
    "mse", …) take arrays of rows, and a target: see ``symnn.losses``.

    ``mode="accurate"`` keeps f and f′ within 4 ULP over all of float64 for the functions of the catalogue and for most
    expressions, ``"fast"`` gives up the last digits where they cost time (f′ may be good only to the last digit of the
    largest value), ``"naive"`` computes as written.  What was reached is measured, in ``certificate.worst``.

    ``backend`` is what computes it: "numpy"; "numba" (loops over NumPy arrays), "torch" (tensors, with autograd), "jax"
    (arrays, under its transformations), each in the extra of its name; "c" is C99 text.  ``MissingBackendError`` where
    a library is not installed.

    The code is derived at once where every parameter has a value.  ``AccuracyWarning`` says where the accurate mode
    loses half of the digits or more.  ``CompileError`` names the part that has no form.
    """
    chosen = _mode(mode)
    if backend not in BACKENDS:
        raise ValueError(f"backend is one of {', '.join(BACKENDS)}, not {backend!r}")
    if isinstance(what, str) and "#" not in what:
        known = named(what, chosen)
        if known is not None:
            if variable is not None:
                raise ValueError(OWN_VARIABLE)
            if backend != "numpy":
                raise CompileError(f"{known.name}: {backend} code is for functions of one number")
            return known
    if backend == "numpy":
        return compile_elementwise(what, mode=chosen, variable=variable)
    return _prepared(_class(backend)(_source(what, variable), chosen))


def compile_elementwise(what: Any, *, mode: Mode = "accurate", variable: Any = None) -> Compiled:
    """The same for functions of one number alone, as NumPy code."""
    return _prepared(Compiled(_source(what, variable), mode))


def _class(backend: str) -> type[Elementwise[Any]]:
    """The class of a backend's functions; ``MissingBackendError`` where its library is not installed."""
    module, name = BACKENDS[backend]
    found: type[Elementwise[Any]] = getattr(import_module(f"symnn.numeric.backends.{module}"), name)
    return found


F = TypeVar("F", bound=Elementwise[Any])


def _prepared(function: F) -> F:
    if None not in function.parameters.values():
        function.prepare()
    return function


def _mode(mode: str) -> Mode:
    for known in get_args(Mode):
        if mode == known:
            chosen: Mode = known
            return chosen
    raise ValueError(f"mode is one of {', '.join(get_args(Mode))}, not {mode!r}")


def _source(what: Any, variable: Any) -> Source:
    if isinstance(what, str):
        if "#" in what:
            return _of_claim(what, _variable(variable))
        if variable is not None:
            raise ValueError(OWN_VARIABLE)
        return by_name(what)
    if isinstance(what, Num | Sym | Op):
        return of_term(what, _variable(variable))
    if hasattr(what, "free_symbols"):
        return of_term(_read(what), _variable(variable))
    raise TypeError(f"expected a name, a SymPy expression, a Term or file.md#claim-id, got {type(what).__name__}")


def _read(expression: Any) -> Term:
    from symnn.sympy_bridge import BridgeError, from_sympy

    with compiling("the expression"):
        try:
            return roots_as_powers(from_sympy(_exactly(expression)))
        except BridgeError as error:
            raise CompileError(f"{error.what} has no numeric form ({error.why})") from None


def _exactly(expression: Any) -> Any:
    """Floating-point numbers as the shortest decimals that they print, and Heaviside's step as cases."""
    import sympy

    def decimal(number: Any) -> Any:
        plain = number._prec == 53 and math.isfinite(float(number))
        return sympy.Rational(repr(float(number)) if plain else str(number))

    def step(u: Any, *middle: Any) -> Any:
        return sympy.Piecewise((0, u < 0), (*(middle or (sympy.Rational(1, 2),)), sympy.Eq(u, 0)), (1, True))

    out = expression.replace(lambda e: e.is_Float and e.is_finite, decimal)
    return out.replace(sympy.Heaviside, step)


def roots_as_powers(term: Term) -> Term:
    """SymPy's roots have values for a ≥ 0 alone: √a, or a^(1/n) and a^(k/n) as powers."""
    if not isinstance(term, Op):
        return term
    args = tuple(roots_as_powers(a) for a in term.args)
    match Op(term.head, args):
        case Op("root", (a, Num(n))) if n == 2:
            return op("sqrt", a)
        case Op("root", (a, Num(n))):
            return op("pow", a, num(1 / n))
        case Op("pow", (Op("pow", (a, Num(q))), Num(k))) if q.denominator > 1 and k.denominator == 1:
            return op("pow", a, num(q * k))
        case Op("pow", (Op("sqrt", (a,)), Num(k))) if k.denominator == 1:
            return op("pow", a, num(k / 2))
    return rebuild(term, args)


def _variable(variable: Any) -> Sym | None:
    if variable is None or isinstance(variable, Sym):
        return variable
    if isinstance(variable, str):
        return Sym(variable)
    from symnn.sympy_bridge import from_sympy

    found = from_sympy(variable)
    if not isinstance(found, Sym):
        raise TypeError("variable is a name")
    return found


def _of_claim(reference: str, variable: Sym | None) -> Source:
    """The right side of a proved equation."""
    from symnn.context import understand
    from symnn.document import DocumentError, load
    from symnn.verdict import Proved, name_of

    path, _, name = reference.rpartition("#")
    try:
        pending = understand(load(path)).pending
    except DocumentError as error:
        raise CompileError(str(error)) from error
    found = next((p for p in pending if p.id == name), None)
    if found is None:
        known = ", ".join(p.id for p in pending[:8]) + (", …" if len(pending) > 8 else "")
        raise CompileError(f"{path} has no claim {name}; there are: {known or 'none'}")
    if not isinstance(found.claim, Claim):
        raise CompileError(f"{reference} is {name_of(found.claim)}: {found.claim.reason}")
    verdict = kernel.decide(found.claim)
    if not isinstance(verdict, Proved):
        raise CompileError(f"{reference} is {name_of(verdict)}: only what is proved is compiled")
    relation: Term = found.claim.relation
    if not (isinstance(relation, Op) and relation.head == "eq"):
        raise CompileError(f"{reference} is no equation")
    return of_term(relation.args[1], variable, name)


__all__ = ["compile_elementwise", "compile_function"]
