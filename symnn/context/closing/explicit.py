"""Arrays whose entries are written out: a relation between them is one between their entries.

``(1, 2)``, ``(1, 2)ᵀ`` and ``[1, 2]ᵀ`` are columns; a bracketed list that is not turned may be a row or a column, and
counts only where one of the two has a meaning.  Products, transposes, norms, determinants and functions of columns are
worked out as the definitions say; nothing is simplified.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from symnn.context.scope import Scope
from symnn.heads import HEADS
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, walk

LISTS = ("matrix", "row", "column", "seq", "interval_oo")
_ENTRYWISE = frozenset(h for h, told in HEADS.items() if told.startswith("the function"))
_I = Sym("I")
_MOST = 400  # entries of an array; nodes of the relation are limited too
_MOST_NODES = 4000


class NotWrittenOutError(Exception):
    """Something in the formula is no array of written entries, or does not fit."""


@dataclass(frozen=True)
class Grid:
    """The rows of an array."""

    rows: tuple[tuple[Term, ...], ...]

    @property
    def size(self) -> tuple[int, int]:
        return len(self.rows), len(self.rows[0])

    @property
    def turned(self) -> Grid:
        return Grid(tuple(zip(*self.rows, strict=True)))

    @property
    def flat(self) -> tuple[Term, ...]:
        return tuple(t for row in self.rows for t in row)

    @property
    def is_column(self) -> bool:
        return self.size[1] == 1

    def map(self, rule: Callable[[Term], Term]) -> Grid:
        return Grid(tuple(tuple(map(rule, row)) for row in self.rows))


Value = Term | Grid


def by_entries(relation: Term, scope: Scope) -> Term:
    """The relation between entries; the relation itself where it holds anything else than numbers and such arrays."""
    match relation:
        case Op("eq", (left, right)) if any(isinstance(n, Op) and n.head in LISTS for n in walk(relation)):
            if all(isinstance(side, Op) and side.head in ("interval_oo", "seq") for side in (left, right)):
                return relation  # they may be intervals
        case _:
            return relation
    found: dict[Term, None] = {}
    for columns in (False, True):
        try:
            worked = _Worked(scope, columns, _letters(relation))
            said = _equal(*worked.sides(left, right))
        except NotWrittenOutError:
            continue
        found[said] = None
    if len(found) != 1:
        return relation
    (said,) = found
    return said if sum(1 for _ in walk(said)) <= _MOST_NODES else relation


def _letters(relation: Term) -> frozenset[Sym]:
    lists = [n for n in walk(relation) if isinstance(n, Op) and n.head in LISTS]
    return frozenset(s for n in lists for s in free_symbols(n))


def _equal(left: Value, right: Value) -> Term:
    if not isinstance(left, Grid) and not isinstance(right, Grid):
        return Op("eq", (left, right))
    if isinstance(left, Grid) and isinstance(right, Grid):
        if left.size != right.size:
            raise NotWrittenOutError
        parts = tuple(Op("eq", pair) for pair in zip(left.flat, right.flat, strict=True))
        return parts[0] if len(parts) == 1 else Op("and", parts)
    grid, number = (left, right) if isinstance(left, Grid) else (right, left)
    assert isinstance(grid, Grid)
    if number != num(0):
        raise NotWrittenOutError
    return Op("and", tuple(Op("eq", (entry, num(0))) for entry in grid.flat))


@dataclass(frozen=True)
class _Worked:
    scope: Scope
    columns: bool  # whether a list that is not turned is a column
    letters: frozenset[Sym]  # of the entries: these are numbers elsewhere too

    def sides(self, left: Term, right: Term) -> tuple[Value, Value]:
        """Both values; an identity matrix has the size of the other side."""
        one, other = (right, left) if self._is_unit(left) else (left, right)
        value = self.value(one)
        if not self._is_unit(other):
            return value, self.value(other)
        height, width = _grid(value).size
        unit = tuple(tuple(num(int(i == j)) for j in range(width)) for i in range(height))
        return value, Grid(unit) if height == width else other

    def _is_unit(self, term: Term) -> bool:
        named = self.scope.declaration(_I) is None and self.scope.definition(_I) is None
        return term == Op("identity", (Op("none"),)) or (term == _I and named)

    def value(self, term: Term) -> Value:
        match term:
            case Num():
                return term
            case Sym():
                what = self.scope.declaration(term)
                if what is None and term in self.letters:
                    return self._entry(term)
                if what is None or what.shape != () or what.kind != "number":
                    raise NotWrittenOutError
                return term
            case Op(head, args) if head in LISTS:
                return self._listed(head, args)
            case Op("call", (_, *args)) if args:
                return self._number(term, args)
            case Op(head, args):
                if not any(isinstance(n, Op) and n.head in LISTS for n in walk(term)):
                    return self._number(term, tuple(free_symbols(term)))
                rule = _RULES.get(head)
                values = [self.value(a) for a in args]
                if rule is not None:
                    return _plain(rule(values))
                if head in _ENTRYWISE and len(values) == 1 and isinstance(grid := values[0], Grid) and grid.is_column:
                    return grid.map(lambda t: Op(head, (t,)))
        raise NotWrittenOutError

    def _number(self, term: Term, names: tuple[Term, ...] | list[Term]) -> Term:
        for name in names:
            if isinstance(self.value(name), Grid):
                raise NotWrittenOutError
        return term

    def _listed(self, head: str, args: tuple[Term, ...]) -> Grid:
        if head == "matrix":
            if not args or not all(isinstance(row, Op) and row.head == "row" for row in args):
                raise NotWrittenOutError
            rows = tuple(row.args for row in args if isinstance(row, Op))
        elif head in ("seq", "column", "interval_oo") or self.columns:
            rows = tuple((entry,) for entry in args)
        else:
            rows = (args,)
        sizes = {len(row) for row in rows}
        if len(sizes) != 1 or sizes == {0} or sum(map(len, rows)) > _MOST:
            raise NotWrittenOutError
        return Grid(tuple(tuple(self._entry(t) for t in row) for row in rows))

    def _entry(self, term: Term) -> Term:
        """A number; a letter in a list is one, unless it is declared otherwise or bold."""
        for n in walk(term):
            if isinstance(n, Op) and n.head in (*LISTS, "dots", "none", "placeholder", "unknown"):
                raise NotWrittenOutError
        for s in free_symbols(term):
            what = self.scope.declaration(s)
            small = s.name[:1].islower() and not s.font and "vec" not in s.accents
            if (what is None and not small) or (what is not None and (what.shape or what.kind != "number")):
                raise NotWrittenOutError
        return term


def _plain(value: Value) -> Value:
    """A 1×1 array is its entry."""
    return value.rows[0][0] if isinstance(value, Grid) and value.size == (1, 1) else value


def _grid(value: Value) -> Grid:
    if not isinstance(value, Grid):
        raise NotWrittenOutError
    return value


def _scalar(value: Value) -> Term:
    if isinstance(value, Grid):
        raise NotWrittenOutError
    return value


def _sum(terms: tuple[Term, ...]) -> Term:
    return terms[0] if len(terms) == 1 else Op("add", terms)


def _add(values: list[Value]) -> Value:
    grids = [v for v in values if isinstance(v, Grid)]
    if not grids:
        return _sum(tuple(map(_scalar, values)))
    size = grids[0].size
    if any(g.size != size for g in grids) or (len(grids) < len(values) and not grids[0].is_column):
        raise NotWrittenOutError
    if not all(isinstance(v, Grid | Num) for v in values):
        raise NotWrittenOutError  # 1 + e^{-z} of a function of the entries; x + b of a number b is doubtful
    flats = [v.flat if isinstance(v, Grid) else (v,) * len(grids[0].flat) for v in values]
    return _shaped(size, tuple(_sum(entries) for entries in zip(*flats, strict=True)))


def _shaped(size: tuple[int, int], flat: tuple[Term, ...]) -> Grid:
    height, width = size
    return Grid(tuple(flat[i * width : (i + 1) * width] for i in range(height)))


def _product(left: Value, right: Value) -> Value:
    if not isinstance(left, Grid) and not isinstance(right, Grid):
        return op("mul", left, right)
    if not isinstance(left, Grid):
        return _grid(right).map(lambda t: op("mul", left, t))
    if not isinstance(right, Grid):
        return left.map(lambda t: op("mul", t, right))
    if left.size[1] != right.size[0]:
        raise NotWrittenOutError
    columns = right.turned.rows
    return _plain(
        Grid(
            tuple(
                tuple(_sum(tuple(op("mul", a, b) for a, b in zip(row, col, strict=True))) for col in columns)
                for row in left.rows
            )
        )
    )


def _mul(values: list[Value]) -> Value:
    out = values[0]
    for value in values[1:]:
        out = _product(out, value)
    return out


def _dot(values: list[Value]) -> Value:
    """x · w of two columns is their inner product."""
    match values:
        case [Grid() as a, Grid() as b] if a.is_column and b.is_column:
            return _inner(values)
    return _mul(values)


def _times(values: list[Value]) -> Value:
    if sum(isinstance(v, Grid) for v in values) > 1:
        raise NotWrittenOutError
    return _mul(values)


def _inner(values: list[Value]) -> Value:
    a, b = map(_grid, values)
    if not (a.is_column and a.size == b.size):
        raise NotWrittenOutError
    return _product(a.turned, b)


def _same(head: str) -> Callable[[list[Value]], Value]:
    def rule(values: list[Value]) -> Value:
        grids = [_grid(v) for v in values]
        if any(a.size != b.size for a, b in pairwise(grids)):
            raise NotWrittenOutError
        return _shaped(grids[0].size, tuple(Op(head, e) for e in zip(*(g.flat for g in grids), strict=True)))

    return rule


def _div(values: list[Value]) -> Value:
    top, bottom = values
    if isinstance(bottom, Grid):
        if not (isinstance(top, Num) and bottom.is_column):
            raise NotWrittenOutError
        return bottom.map(lambda t: op("div", top, t))
    return _grid(top).map(lambda t: op("div", t, bottom))


def _pow(values: list[Value]) -> Value:
    base, exponent = values
    match base, exponent:
        case Op("e"), Grid() if exponent.is_column:
            return exponent.map(lambda t: Op("pow", (Op("e"), t)))
        case Grid(), Num(value=power) if base.size[0] == base.size[1] and power in (2, 3):
            return _mul([base] * int(power))
    if isinstance(base, Grid) or isinstance(exponent, Grid):
        raise NotWrittenOutError
    return op("pow", base, exponent)


def _extreme(head: str) -> Callable[[list[Value]], Value]:
    """max(0, z) of a column, entry by entry."""

    def rule(values: list[Value]) -> Value:
        grids = [v for v in values if isinstance(v, Grid)]
        if len(grids) != 1 or len(values) != 2 or num(0) not in values or not grids[0].is_column:
            raise NotWrittenOutError
        return grids[0].map(lambda t: Op(head, (num(0), t)))

    return rule


def _norm(values: list[Value]) -> Value:
    grid, *order = values
    flat = _grid(grid).flat
    if 1 not in _grid(grid).size:
        raise NotWrittenOutError
    match order:
        case [] | [Num(value=2)]:
            return Op("sqrt", (_squares(flat),))
        case [Num(value=1)]:
            return _sum(tuple(Op("abs", (t,)) for t in flat))
        case [Op("infinity")]:
            return Op("max", tuple(Op("abs", (t,)) for t in flat))
    raise NotWrittenOutError


def _squares(flat: tuple[Term, ...]) -> Term:
    return _sum(tuple(Op("pow", (t, num(2))) for t in flat))


def _determinant(values: list[Value]) -> Value:
    rows = _grid(values[0]).rows
    if len(rows) != len(rows[0]) or len(rows) > 4:
        raise NotWrittenOutError
    return _minor(rows)


def _minor(rows: tuple[tuple[Term, ...], ...]) -> Term:
    if len(rows) == 1:
        return rows[0][0]
    parts = []
    for k, entry in enumerate(rows[0]):
        product = op("mul", entry, _minor(tuple(row[:k] + row[k + 1 :] for row in rows[1:])))
        parts.append(op("neg", product) if k % 2 else product)
    return _sum(tuple(parts))


def _inverse(values: list[Value]) -> Value:
    grid = _grid(values[0])
    if grid.size != (2, 2):
        raise NotWrittenOutError
    (a, b), (c, d) = grid.rows
    whole = _minor(grid.rows)
    return Grid(((d, op("neg", b)), (op("neg", c), a))).map(lambda t: op("div", t, whole))


def _trace(values: list[Value]) -> Value:
    rows = _grid(values[0]).rows
    if len(rows) != len(rows[0]):
        raise NotWrittenOutError
    return _sum(tuple(row[i] for i, row in enumerate(rows)))


def _softmax(values: list[Value]) -> Value:
    grid = _grid(values[0])
    if not grid.is_column:
        raise NotWrittenOutError
    total = _sum(tuple(Op("exp", (t,)) for t in grid.flat))
    return grid.map(lambda t: op("div", Op("exp", (t,)), total))


def _item(values: list[Value]) -> Value:
    grid, *at = values
    places = [int(n.value) - 1 for n in at if isinstance(n, Num) and n.value.denominator == 1]
    rows = _grid(grid).rows
    if len(places) == 1 and _grid(grid).is_column:
        places.append(0)
    if len(places) != 2 or len(at) > 2 or not (0 <= places[0] < len(rows) and 0 <= places[1] < len(rows[0])):
        raise NotWrittenOutError
    return rows[places[0]][places[1]]


_RULES: Mapping[str, Callable[[list[Value]], Value]] = {
    "add": _add, "neg": lambda v: _grid(v[0]).map(lambda t: op("neg", t)), "mul": _mul, "dot": _dot, "times": _times,
    "div": _div, "pow": _pow, "max": _extreme("max"), "min": _extreme("min"), "transpose": lambda v: _grid(v[0]).turned,
    "hadamard": _same("mul"), "hadamard_div": _same("div"), "inner": _inner, "norm": _norm,
    "norm_frobenius": lambda v: Op("sqrt", (_squares(_grid(v[0]).flat),)), "det": _determinant, "tr": _trace,
    "inverse": _inverse, "softmax": _softmax, "item": _item,
}  # fmt: skip
