"""Objects with shared parts as bytes and back: what reads back holds objects of the classes of its type alone.

A document that was understood is a graph (scopes, definitions and terms that many claims share), which JSON would write
out again and again.  So this is pickle, held in two ways: the store hands out only rows that carry its keyed hash
(``symnn.results.store``), and nothing is looked up here but the dataclasses that occur in the type, found by its
annotations, and a few classes of the standard library.  No function is ever called by a name that stands in the data.
"""

from __future__ import annotations

import io
import pickle
import types
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

_PLAIN = {("fractions", "Fraction"): Fraction, ("builtins", "frozenset"): frozenset, ("builtins", "set"): set}
_BROKEN = (pickle.UnpicklingError, ValueError, TypeError, AttributeError, LookupError, EOFError, ArithmeticError,
           RecursionError, MemoryError, ImportError)  # fmt: skip


def written(value: object) -> bytes:
    """The bytes of an object; ``ValueError`` where it holds what cannot be written."""
    try:
        return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def read(data: bytes, kind: type, later: tuple[type, ...] = ()) -> Any:
    """The object of exactly that class; ``ValueError`` for everything else (``later``: see ``classes``)."""
    try:
        found = _Reader(io.BytesIO(data), classes(kind, later)).load()
    except _BROKEN as error:
        raise ValueError(f"no {kind.__name__}: {error}") from error
    if type(found) is not kind:
        raise ValueError(f"{type(found).__name__} in the place of {kind.__name__}")
    return found


class _Reader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, allowed: dict[tuple[str, str], type]) -> None:
        super().__init__(file)
        self._allowed = allowed

    def find_class(self, module: str, name: str) -> Any:
        found = self._allowed.get((module, name))
        if found is None:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in it")
        return found


@cache
def classes(kind: type, later: tuple[type, ...] = ()) -> dict[tuple[str, str], type]:
    """The classes that an object of this one may hold, by module and name.

    ``later`` are those that a module imports for its annotations alone.
    """
    names = {one.__name__: one for one in later}
    found: dict[tuple[str, str], type] = dict(_PLAIN)
    waiting: list[Any] = [kind]
    while waiting:
        one = waiting.pop()
        if get_origin(one) is not None or isinstance(one, types.UnionType):
            waiting += get_args(one)
        elif isinstance(one, type) and is_dataclass(one) and (one.__module__, one.__qualname__) not in found:
            found[one.__module__, one.__qualname__] = one
            hints = get_type_hints(one, localns=names)
            waiting += [hints[f.name] for f in fields(one)]
    return found
