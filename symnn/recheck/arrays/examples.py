"""Examples: numbers that a certificate gives, checked to be a point of the claim, and numbers of the checker's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import count
from typing import Any

from flint import fmpq

from symnn.domain import Domain, Interval
from symnn.recheck.arrays.concrete import Example, Table
from symnn.recheck.arrays.scene import SCALAR, Scene, Scope, Shape
from symnn.recheck.arrays.shapes import Shapes
from symnn.recheck.arrays.values import Values
from symnn.recheck.outcome import MalformedError, NoValueError, UnclearError, fail
from symnn.term import Num, Op, Sym, Term, free_symbols

_RATIONAL = re.compile(r"-?\d{1,400}(/[1-9]\d{0,399})?")
_LARGEST, _MOST_ENTRIES, _DEGREE = 12, 4000, 4


# -- what a certificate gives ----------------------------------------------------------------------------------------


def given(scene: Scene, shapes: Shapes, data: Mapping[str, Any]) -> Example:
    """The example of a certificate; ``MalformedError`` if it is none, or not one of this claim."""
    places = {s.text: s for s in (*scene.sizes, *scene.indices, *scene.shapes, *scene.functions)}
    whole = {k: _named(data.get(k, {}), places) for k in ("sizes", "indices", "numbers", "functions")}
    sizes = {s: _whole(v) for s, v in whole["sizes"].items() if s in scene.sizes}
    if any(not 1 <= n <= _LARGEST for n in sizes.values()):
        raise MalformedError("a size out of bounds")
    example = Example(
        sizes,
        {s: _table(v) for s, v in whole["numbers"].items() if s in scene.shapes},
        {s: _whole(whole["indices"].get(s, 1)) for s in scene.indices},
        {s: _table(v) for s, v in whole["functions"].items() if s in scene.functions},
    )
    why = wrong(scene, shapes, example)
    if why:
        raise MalformedError(why)
    return example


def wrong(scene: Scene, shapes: Shapes, example: Example) -> str:
    """Why an example is none of the claim: shapes, domains, what is assumed; empty if it is one."""
    for s, n in (*example.sizes.items(), *example.indices.items()):
        if s in scene.asked and Fraction(n) not in scene.asked[s]:
            return f"{s.text} = {n} is outside of its domain"
    for s, shape in scene.shapes.items():
        table = example.numbers.get(s)
        if table is None:
            fail(f"no numbers for {s.text}")
        size = tuple(example.length(axis) for axis in shape)
        if len(table) != size[0] or any(len(row) != size[1] for row in table):
            return f"{s.text} has another size"
        if any(x not in scene.asked[s] for row in table for x in row):
            return f"{s.text} is outside of its domain"
    for f, tables in example.functions.items():
        if len(tables) not in (1, 3) or not all(tables):
            return f"no function {f.text}"
    values = Values(scene, shapes, example)
    for a in scene.assumptions:
        if not holds(values, a):
            return "the numbers do not satisfy what is assumed"
    return ""


def holds(values: Values, assumption: Term) -> bool:
    """Whether a relation certainly holds at every entry; equality is decided by exact numbers only."""
    match assumption:
        case Op("eq" | "lt" | "le" | "gt" | "ge" | "ne" as head, (left, right)):
            frame = values.root
            shape = values.shapes.joined((left, right), frame.scope)
            rows, cols = (values.example.length(axis) for axis in shape)
            return all(
                _compared(head, (values.at(left, i, j, frame).value, values.at(right, i, j, frame).value))
                for i in range(rows) for j in range(cols)
            )  # fmt: skip
        case Op("and" | "chain", parts):
            return all(holds(values, p) for p in parts)
    raise UnclearError("what is assumed")


def _compared(head: str, sides: tuple[Any, Any]) -> bool:
    gap = sides[0] - sides[1]
    if not isinstance(gap, fmpq):
        if head in ("eq", "ne") and gap.contains(0):
            fail("whether an assumption holds")
        if head in ("lt", "le", "gt", "ge") and not (gap > 0 or gap < 0):
            fail("whether an assumption holds")
    signs: dict[str, bool] = {
        "eq": gap == 0,
        "ne": gap != 0,
        "lt": gap < 0,
        "le": gap <= 0,
        "gt": gap > 0,
        "ge": gap >= 0,
    }
    return signs[head]


def _named(rows: Any, places: Mapping[str, Sym]) -> dict[Sym, Any]:
    if not isinstance(rows, dict):
        raise MalformedError("names with values were expected")
    if not rows.keys() <= places.keys():
        fail("names that the claim does not have")
    return {places[k]: v for k, v in rows.items()}


def _whole(x: Any) -> int:
    if not isinstance(x, int) or isinstance(x, bool):
        raise MalformedError("a size is a whole number")
    return x


def _list(x: Any) -> list[Any]:
    if not isinstance(x, list) or len(x) > _MOST_ENTRIES:
        raise MalformedError("a list was expected")
    return x


def _table(rows: Any) -> Table:
    return tuple(tuple(_fraction(x) for x in _list(row)) for row in _list(rows))


def _fraction(x: Any) -> Fraction:
    if not isinstance(x, str) or not _RATIONAL.fullmatch(x):
        raise MalformedError("a number is a rational")
    return Fraction(x)


# -- the checker's own -----------------------------------------------------------------------------------------------


def made(scene: Scene, shapes: Shapes, lengths: tuple[int, ...], seed: int) -> Example:
    """Small rationals that satisfy what is assumed; ``UnclearError`` where that does not succeed.

    ``lengths`` are given to the sizes in the order of their names, the last one to all that are left.
    """
    names = sorted(scene.sizes, key=lambda s: s.text)
    sizes = {s: lengths[min(k, len(lengths) - 1)] for k, s in enumerate(names)}
    example = Example(sizes, {})
    stream = _stream(seed)
    numbers = {
        s: _filled(scene.asked.get(s, Domain()), _size(example, shape), stream)
        for s, shape in sorted(scene.shapes.items(), key=lambda r: r[0].text)
    }
    indices = {s: 1 + (seed + k) % 2 for k, s in enumerate(sorted(scene.indices, key=lambda s: s.text))}
    example = Example(sizes, numbers, indices, _functions(scene, shapes, example, stream))
    for a in scene.assumptions:
        example = replace(example, numbers={**example.numbers, **_adjusted(scene, example, a)})
    why = wrong(scene, shapes, example)
    if why:
        fail(f"no example: {why}")
    return example


def _size(example: Example, shape: Shape) -> tuple[int, int]:
    return example.length(shape[0]), example.length(shape[1])


def _stream(seed: int) -> Iterator[int]:
    """Whole numbers without a pattern that a formula could share, the same everywhere."""
    state = seed + 12345
    for _ in count():
        state = (1103515245 * state + 12345) % 2**31
        yield state >> 16


def _filled(domain: Domain, size: tuple[int, int], stream: Iterator[int]) -> Table:
    return tuple(tuple(_number(domain, next(stream)) for _ in range(size[1])) for _ in range(size[0]))


def _number(domain: Domain, pick: int) -> Fraction:
    if domain == Domain():
        return Fraction((pick % 17) - 8 or 5, 5)
    found = [x for i in domain.intervals if not i.empty for x in _inside(i, domain.integer)]
    if not found:
        fail("no simple number in a domain")
    return found[pick % len(found)]


def _inside(i: Interval, integer: bool) -> list[Fraction]:
    step = Fraction(1) if integer else Fraction(1, 8)
    near = [e for e in (i.low, i.high) if e is not None] or [Fraction(0)]
    if integer:
        near = [Fraction(int(e)) for e in near]
    return [x for e in near for k in range(-16, 17) if (x := e + k * step) in i]


def _functions(scene: Scene, shapes: Shapes, sizes: Example, stream: Iterator[int]) -> dict[Sym, Table]:
    out: dict[Sym, Table] = {}
    for f in sorted(scene.functions, key=lambda s: s.text):
        size = None
        if scene.functions[f] == "scalar":
            size = argument(scene.relation, f, shapes, shapes.root, sizes)
        if size is None or size == (1, 1):
            out[f] = (tuple(Fraction(next(stream) % 9 - 4, 6 * (k + 1)) for k in range(_DEGREE + 1)),)
        else:
            out[f] = _filled(Domain(), (3, size[0] * size[1]), stream)
    return out


def argument(t: Term, f: Sym, shapes: Shapes, scope: Scope, sizes: Example) -> tuple[int, int] | None:
    """The size of the first argument of a scalar function."""
    match t:
        case Op("call", (fn, a)) if fn == f or (isinstance(fn, Op) and fn.args[0] == f):
            return _size(sizes, shapes.of(a, scope))
        case Op("at", (body, Sym() as name, value)):
            inner = scope.where(t, name, shapes.of(value, scope))
            return argument(value, f, shapes, scope, sizes) or argument(body, f, shapes, inner, sizes)
        case Op("sum", (body, Sym(), _)):
            return argument(body, f, shapes, shapes.summed(t, scope), sizes)
        case Op(_, args):
            return next((found for a in args if (found := argument(a, f, shapes, scope, sizes))), None)
    return None


def _adjusted(scene: Scene, example: Example, a: Term) -> dict[Sym, Table]:
    """Numbers for which 1ᵀy = c and A = Aᵀ hold."""
    match a:
        case Op("eq", (Sym() as s, Op("transpose", (r,)))) if s == r and s in example.numbers:
            rows = example.numbers[s]
            return {s: tuple(tuple(rows[min(i, j)][max(i, j)] for j in range(len(rows))) for i in range(len(rows)))}
        case Op("eq", (left, Num(total))):
            names = [s for s in free_symbols(left) if s.base in {n.base for n in scene.shapes} and s not in scene.sizes]
            array = next((s for n in names for s in scene.shapes if s in (n, replace(n, subs=()))), None)
            if array is None or scene.shapes[array] == SCALAR:
                return {}
            sign = [[abs(x) for x in row] for row in example.numbers[array]]
            whole = sum(x for row in sign for x in row)
            return {array: tuple(tuple(x * total / whole for x in row) for row in sign)}
    return {}


__all__ = ["MalformedError", "NoValueError", "given", "holds", "made", "wrong"]
