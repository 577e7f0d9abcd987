"""Answers as JSON and back, by their types: what reads back is of exactly the type that was asked for.

The data may be damaged or hostile.  Nothing is looked up by a name that stands in it, nothing is executed (no pickle),
and whatever does not fit the type is a ``ValueError``.

================  ==================================================================
type              JSON
================  ==================================================================
``Fraction``      ``"p/q"``
a term            as ``symnn.term.to_json`` writes it; where it stood is not kept
a dataclass       the list of its fields, in their order
a union           ``null`` for None; else ``[number of the member, its JSON]``
tuples, sets      lists
``Any``           plain JSON
================  ==================================================================
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from symnn.term import Num, Op, Sym, from_json, to_json

_NUMBER = re.compile(r"-?[0-9]+(/[1-9][0-9]*)?\Z")
_PLAIN = (str, int, float, bool)
_TERMS = (Num, Sym, Op)


class Codec(NamedTuple):
    """``write`` raises ``ValueError`` for what is not of the type, ``read`` for what is not its JSON."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


@cache
def codec(kind: Any) -> Codec:
    """How values of a type are written and read; ``TypeError`` for a type that is never kept."""
    origin, of = get_origin(kind), get_args(kind)
    if kind in _TERMS:
        return Codec(lambda v: to_json(_exact(v, kind)), lambda d: _exact(from_json(d), kind))
    if kind is Any:
        return Codec(_json, lambda d: d)
    if kind in _PLAIN or kind is type(None):
        return Codec(lambda v: _exact(v, kind), lambda d: _exact(d, kind))
    if kind is Fraction:
        return Codec(lambda v: str(_exact(v, Fraction)), _fraction)
    if origin is Literal:
        return Codec(lambda v: _member(v, of), lambda d: _member(d, of))
    if origin in (Union, types.UnionType):
        return _union(of)
    if origin is tuple and (len(of) != 2 or of[1] is not ...):
        return _row(of)
    if origin in (tuple, list, frozenset):
        return _many(origin, of[0])
    if origin is dict and of[0] is str:
        return _table(of[1])
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind)
    raise TypeError(f"{kind} is not kept")


def _exact(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise ValueError(f"{type(value).__name__} in the place of {kind.__name__}")
    return value


def _fraction(data: Any) -> Fraction:
    if not (isinstance(data, str) and _NUMBER.match(data)):
        raise ValueError("no fraction")
    return Fraction(data)


def _member(value: Any, of: tuple[Any, ...]) -> Any:
    if not any(type(value) is type(o) and value == o for o in of):
        raise ValueError(f"none of {of}")
    return value


def _json(value: Any) -> Any:
    """Plain JSON; a tuple becomes a list."""
    match value:
        case None | str() | bool() | int() | float():
            return value
        case list() | tuple():
            return [_json(v) for v in value]
        case dict() if all(type(k) is str for k in value):
            return {k: _json(v) for k, v in value.items()}
        case _:
            raise ValueError(f"{type(value).__name__} is no JSON")


def _list(data: Any, length: int | None = None) -> list[Any]:
    if type(data) is not list or (length is not None and len(data) != length):
        raise ValueError("no list of that length")
    return data


def _many(container: Any, of: Any) -> Codec:
    one = codec(of)

    def write(value: Any) -> list[Any]:
        out = [one.write(v) for v in _exact(value, container)]
        return sorted(out, key=repr) if container is frozenset else out

    return Codec(write, lambda d: container(one.read(v) for v in _list(d)))


def _row(of: tuple[Any, ...]) -> Codec:
    each = [codec(k) for k in of]

    def write(value: Any) -> list[Any]:
        if len(_exact(value, tuple)) != len(each):
            raise ValueError("another length")
        return [c.write(v) for c, v in zip(each, value, strict=True)]

    return Codec(write, lambda d: tuple(c.read(v) for c, v in zip(each, _list(d, len(each)), strict=True)))


def _table(of: Any) -> Codec:
    one = codec(of)

    def read(data: Any) -> dict[str, Any]:
        return {k: one.read(v) for k, v in _exact(data, dict).items()}

    return Codec(lambda v: {_exact(k, str): one.write(x) for k, x in _exact(v, dict).items()}, read)


def _union(of: tuple[Any, ...]) -> Codec:
    members = [k for k in of if k is not type(None)]
    if set(members) == set(_TERMS):
        inner = Codec(_term, from_json)
    else:
        inner = _tagged([codec(k) for k in members], [_class(k) for k in members])
    if len(members) == len(of):
        return inner
    return Codec(lambda v: None if v is None else inner.write(v), lambda d: None if d is None else inner.read(d))


def _term(value: Any) -> list[Any]:
    if type(value) not in _TERMS:
        raise ValueError(f"{type(value).__name__} is no term")
    return to_json(value)


def _class(kind: Any) -> type:
    origin: type | None = get_origin(kind)
    return kind if origin is None else origin


def _tagged(each: list[Codec], classes: list[type]) -> Codec:
    if len(set(classes)) != len(classes):
        raise TypeError("two members of one class")

    def write(value: Any) -> list[Any]:
        if type(value) not in classes:
            raise ValueError(f"{type(value).__name__} is no member")
        number = classes.index(type(value))
        return [number, each[number].write(value)]

    def read(data: Any) -> Any:
        number, inside = _list(data, 2)
        if type(number) is not int or not 0 <= number < len(each):
            raise ValueError("no such member")
        return each[number].read(inside)

    return Codec(write, read)


def _record(kind: Any) -> Codec:
    hints = get_type_hints(kind)
    names = [f.name for f in fields(kind) if f.init]
    made: list[Codec] = []  # filled at the first use: a class may hold itself

    def each() -> list[Codec]:
        if not made:
            made.extend(codec(hints[name]) for name in names)
        return made

    def write(value: Any) -> list[Any]:
        _exact(value, kind)
        return [c.write(getattr(value, n)) for c, n in zip(each(), names, strict=True)]

    def read(data: Any) -> Any:
        return kind(*(c.read(d) for c, d in zip(each(), _list(data, len(names)), strict=True)))

    return Codec(write, read)
