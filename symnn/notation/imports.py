"""What the names of a Python listing mean: imports with their aliases, and names that the listing binds itself.

A name that nothing binds has its usual meaning (``np`` is NumPy, ``exp`` the exponential function); one that is
imported is what was imported; one that is bound in any other way, or in two ways, means nothing here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

DEFINED, REBOUND, STAR = "def", "", "*"
_USUAL = {
    "np": "numpy", "numpy": "numpy", "math": "math", "cmath": "cmath", "torch": "torch", "tf": "tensorflow",
    "tensorflow": "tensorflow", "jnp": "jax.numpy", "jax": "jax", "nn": "torch.nn", "F": "torch.nn.functional",
    "functional": "torch.nn.functional", "cp": "cupy", "K": "keras.backend", "backend": "keras.backend",
}  # fmt: skip
# modules whose exp, log, maximum, … are the elementary functions of these names
_MODULES = frozenset(
    "numpy math cmath torch torch.nn torch.nn.functional torch.special tensorflow tensorflow.math tensorflow.nn"
    " tensorflow.keras.backend keras.backend jax.numpy jax.nn jax.scipy.special cupy scipy.special autograd.numpy"
    " sympy mpmath".split()
)


class UnknownNameError(ValueError):
    """A name of a listing without a meaning known here."""


@dataclass(frozen=True, slots=True)
class Called:
    """A function by its module (empty: built in, or not said) and its name there."""

    module: str
    name: str
    own: bool = False


Names = Mapping[str, str]  # name -> DEFINED, REBOUND, or the dotted path that was imported; STAR -> modules, by spaces


def bound(statements: Sequence[ast.stmt]) -> dict[str, str]:
    """The names that a scope binds, without those of the functions and classes in it."""
    out: dict[str, str] = {}
    for name, meaning in _bindings(statements):
        if name == STAR:
            out[STAR] = f"{out.get(STAR, '')} {meaning}".strip()
        elif name in out and (out[name] != meaning or meaning == DEFINED):
            out[name] = REBOUND
        else:
            out[name] = meaning
    return out


def _bindings(statements: Sequence[ast.stmt]) -> Iterator[tuple[str, str]]:
    todo: list[ast.AST] = list(statements)
    top = {id(s) for s in statements}
    while todo:
        node = todo.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                plain = isinstance(node, ast.FunctionDef) and id(node) in top
                yield node.name, DEFINED if plain else REBOUND
                yield from ((n, REBOUND) for g in ast.walk(node) if isinstance(g, ast.Global) for n in g.names)
                yield from ((n, REBOUND) for a in ast.walk(node) for n in _patched(a))
                continue
            case ast.Lambda():
                continue
            case ast.Import(names=names):
                for alias in names:
                    yield (
                        alias.asname or alias.name.partition(".")[0],
                        (alias.name if alias.asname else alias.name.partition(".")[0]),
                    )
            case ast.ImportFrom(module=module, names=names, level=level):
                origin = "." * level + (module or "")
                for alias in names:
                    star = alias.name == "*"
                    yield (STAR, origin) if star else (alias.asname or alias.name, f"{origin}.{alias.name}")
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute() as value) if path := _path(value):
                root, _, rest = path.partition(".")
                yield name, f"{_USUAL[root]}.{rest}" if root in _USUAL else REBOUND
                yield name + "=", root
                continue
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name, REBOUND
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield name, REBOUND
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                yield name, REBOUND
        yield from ((n, REBOUND) for n in _patched(node))
        todo.extend(ast.iter_child_nodes(node))


def _patched(node: ast.AST) -> Iterator[str]:
    """``np`` in ``np.exp = np.exp2``."""
    if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load) and (path := _path(node)):
        yield path.partition(".")[0]


def _path(node: ast.expr) -> str | None:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None


def called(node: ast.expr, names: Names, local: Mapping[str, object]) -> Called:
    """``np.exp``, ``torch.nn.functional.softplus``, ``abs``: which function that is."""
    path = _path(node)
    if path is None:
        raise UnknownNameError("a call of a method or a computed function")
    root, _, rest = path.partition(".")
    if root in local:
        raise UnknownNameError(f"a call of the parameter {root}" if not rest else "a call of a method")
    meaning = names.get(root)
    if meaning == REBOUND:
        raise UnknownNameError(f"a call of {path}, and {root} has another meaning in the listing")
    if not rest and meaning == DEFINED:
        return Called("", root, own=True)
    if not rest and meaning is None:
        return _bare(root, names)
    source = names.get(root + "=")  # the module in exp = np.exp, which has to have its usual meaning
    if source is not None and (source not in _USUAL or names.get(source, _USUAL[source]) != _USUAL[source]):
        raise UnknownNameError(f"a call of {path}, and {root} has another meaning in the listing")
    whole = ".".join(p for p in (meaning or _USUAL.get(root, ""), rest) if p)
    module, _, name = whole.rpartition(".")
    if module not in _MODULES:
        known = meaning is not None or root in _USUAL
        raise UnknownNameError(f"a call of {whole}" if known else "a call of a method or a computed function")
    return Called(module, name)


def _bare(name: str, names: Names) -> Called:
    for module in names.get(STAR, "").split():
        if module not in _MODULES or (name in ("max", "min") and module not in ("math", "cmath")):
            raise UnknownNameError(f"a call of {name}, which may come from {module}")
    return Called("", name)


__all__ = ["Called", "Names", "UnknownNameError", "bound", "called"]
