"""A key for any question: a hash over all its data, the same in every process.

Two values have the same key only if they are of the same classes with the same contents, dictionaries and sets in any
order.  A value with a part of which that cannot be said (a function, an open file, an object that holds itself) has no
key, and is never looked up.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

NONE = ""
_LEAVES = (str, int, float, bool, bytes, Fraction, type(None))
_DEEPEST = 150


def canonical(value: object) -> str:
    """The key; ``NONE`` where the value has none."""
    try:
        return _Walk().digest(value, 0).hex()
    except (_NoKeyError, RecursionError):
        return NONE


class _NoKeyError(Exception):
    pass


class _Walk:
    """Each object is walked once, however often it is shared."""

    def __init__(self) -> None:
        self._known: dict[int, bytes] = {}
        self._held: list[object] = []  # so that no other object takes the id of one that was walked

    def digest(self, value: Any, depth: int) -> bytes:
        kind = type(value)
        if kind in _LEAVES:
            return _hash(kind.__name__, repr(value).encode("utf-8", "surrogatepass"))
        known = self._known.get(id(value))
        if known is not None:
            return known
        if depth > _DEEPEST:
            raise _NoKeyError
        parts = self._parts(value, kind, depth + 1)
        found = _hash(f"{kind.__module__}.{kind.__qualname__}", b"".join(parts))
        self._known[id(value)] = found
        self._held.append(value)
        return found

    def _parts(self, value: Any, kind: type, depth: int) -> list[bytes]:
        if kind in (tuple, list):
            return [self.digest(v, depth) for v in value]
        if kind in (set, frozenset):
            return sorted(self.digest(v, depth) for v in value)
        if isinstance(value, dict):
            # contents, and whatever a class of its own adds to them has no place here
            if kind is not dict and kind.__module__ not in ("collections", "builtins"):
                raise _NoKeyError
            return sorted(self.digest(k, depth) + self.digest(v, depth) for k, v in value.items())
        if is_dataclass(value):
            return [self.digest(getattr(value, f.name), depth) for f in fields(value) if f.init]
        raise _NoKeyError


def _hash(kind: str, content: bytes) -> bytes:
    """Of fixed length, so that a row of them is read in one way."""
    return hashlib.sha256(f"{kind}\0".encode() + content).digest()
