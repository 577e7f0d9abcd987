"""Index expressions at sizes and numbers: every name gets rationals of its domain, opaque functions polynomials."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor
from types import MappingProxyType
from typing import Any

from flint import arb, arb_mat, ctx, fmpq

from symnn.domain import REALS, Domain, Interval
from symnn.tensor.index import Expr, Factor, Ix, Mono, Unsupported
from symnn.tensor.shared import Shared

PRECISION = 160
ORIGIN = 0  # the seed of the example in which everything that may be 0 is
_MOST_WORK = 400_000
Ball = Any
Env = Mapping[Ix, int]
Table = tuple[tuple[Ix, ...], dict[tuple[int, ...], Ball]]


@dataclass(frozen=True)
class Total:
    """The entries along an axis, which runs over ``dim``, have this sum."""

    axis: int
    dim: str
    sum: Fraction


class Instance:
    """``sizes`` of dimensions; ``domains`` of names and of the entries of arrays, ``total`` fixes sums of entries."""

    most_work = _MOST_WORK

    def __init__(
        self, sizes: Mapping[str, int], seed: int, domains: Mapping[str, Domain], total: Mapping[str, Total]
    ) -> None:
        self.sizes, self.seed, self.domains, self.total = sizes, seed, domains, total
        self.work = 0
        self.known: dict[tuple[str, tuple[int, ...]], Ball] = {}

    def size(self, dim: str) -> int:
        return int(dim) if dim.isdigit() else self.sizes[dim]

    def number(self, name: str, at: tuple[int, ...]) -> Fraction:
        """A rational of the domain that depends on the name and the place only."""
        if name in self.total:
            return self._share(name, at)
        return self._raw(name, tuple(sorted(at)) if name.startswith("sym ") else at)

    def _share(self, name: str, at: tuple[int, ...]) -> Fraction:
        """One of the entries with a sum that is given: of positive numbers, or all of it in one entry."""
        total = self.total[name]
        line = [(*at[: total.axis], j, *at[total.axis + 1 :]) for j in range(1, self.size(total.dim) + 1)]
        rows = [abs(self._raw(name, place)) for place in line]
        if all(rows):
            rows = [r * total.sum / sum(rows) for r in rows]
        if not all(r in self.domain(name) for r in rows):
            rest = at[: total.axis] + at[total.axis + 1 :]
            chosen_ = self._digest(name, rest)[0] % len(rows)
            rows = [total.sum if j == chosen_ else Fraction(0) for j in range(len(rows))]
        if not all(r in self.domain(name) for r in rows):
            raise Unsupported(f"an example of {name} was not found")
        return rows[at[total.axis] - 1]

    def domain(self, name: str) -> Domain:
        return self.domains.get(name.removeprefix("sym ").removesuffix(" family"), REALS)

    shared: Mapping[str, Shared] = MappingProxyType({})

    def _digest(self, name: str, at: tuple[int, ...]) -> bytes:
        return hashlib.sha256(f"{self.seed} {name} {at}".encode()).digest()

    def _raw(self, name: str, at: tuple[int, ...]) -> Fraction:
        if self.seed == ORIGIN and Fraction(0) in self.domain(name):
            return Fraction(0)
        return chosen(self.domain(name), self._digest(name, at))

    # -- values ------------------------------------------------------------------------------------------------------

    def value(self, a: Expr, env: Env) -> Ball:
        out = arb(0)
        for m in a.terms:
            out += self._mono(m, env)
        return out

    def _mono(self, m: Mono, env: Env) -> Ball:
        """One index after the other is summed away, that of the smallest table first."""
        out = arb(fmpq(m.coef.numerator, m.coef.denominator))
        tables: list[Table] = []
        for f, e in m.powers.values():
            mine = tuple(i for i in f.free if i in m.bound)
            if not mine:
                out *= _power(self._factor(f, env), e)
                continue
            tables.append((mine, {v: _power(self._factor(f, {**env, **dict(zip(mine, v, strict=True))}), e)
                                  for v in self._places(mine)}))  # fmt: skip
        left = set(m.bound)
        while left:
            index = min(left, key=lambda i: (len(_others(tables, i)), i.id))
            left.remove(index)
            joined = [t for t in tables if index in t[0]]
            tables = [t for t in tables if index not in t[0]]
            if not joined:
                out *= self.size(index.dim)
                continue
            summed = self._summed(joined, index)
            if summed[0]:
                tables.append(summed)
            else:
                out *= summed[1][()]
        return out

    def _places(self, indices: tuple[Ix, ...]) -> list[tuple[int, ...]]:
        rows = list(product(*(range(1, self.size(i.dim) + 1) for i in indices)))
        self.work += len(rows)
        if self.work > self.most_work:
            raise Unsupported("the example is too large")
        return rows

    def _summed(self, joined: list[Table], index: Ix) -> Table:
        """The product of the tables summed over one index."""
        rest = tuple(_others(joined, index))
        out: dict[tuple[int, ...], Ball] = {}
        for values in self._places((*rest, index)):
            here = dict(zip((*rest, index), values, strict=True))
            term = arb(1)
            for indices, table in joined:
                term *= table[tuple(here[i] for i in indices)]
            key = values[:-1]
            out[key] = out[key] + term if key in out else term
        return rest, out

    def _factor(self, f: Factor, env: Env) -> Ball:
        at = tuple(i.fixed if i.fixed is not None else env[i] for i in f.at)
        if f.kind == "entry":
            return self._sum(f.name, at) if f.name in self.shared else self._entry(f.name, at)
        if f.kind == "delta":
            return arb(int(at[0] == at[1]))
        key = (f.key, tuple(v for i, v in sorted(env.items(), key=lambda r: r[0].id) if i in f.free))
        if key not in self.known:
            self.known[key] = self._worked_out(f, at, env)
        return self.known[key]

    def _sum(self, name: str, at: tuple[int, ...]) -> Ball:
        """A sum that has a name, worked out once."""
        if (name, at) not in self.known:
            whole = self.shared[name]
            self.known[name, at] = self.value(whole.value, dict(zip(whole.at, at, strict=True)))
        return self.known[name, at]

    def _entry(self, name: str, at: tuple[int, ...]) -> Ball:
        if name == "pi":
            return arb.pi()
        if name.startswith("dim "):
            return arb(self.size(name[4:]))
        x = self.number(name, at)
        return arb(fmpq(x.numerator, x.denominator))

    def _worked_out(self, f: Factor, at: tuple[int, ...], env: Env) -> Ball:
        assert f.inside is not None
        if f.kind == "exp":
            return self.value(f.inside, env).exp()
        if f.kind == "atom":
            return self.value(f.inside, env)
        if f.kind == "fn":
            return self._function(f.name, self.value(f.inside, env))
        if f.kind == "func":
            return self._functional(f, at, env)
        rows = range(1, self.size(f.holes[0].dim) + 1)
        table = [[self.value(f.inside, {**env, f.holes[0]: i, f.holes[1]: j}) for j in rows] for i in rows]
        matrix = arb_mat(table)
        return matrix.det() if f.kind == "det" else matrix.inv()[at[0] - 1, at[1] - 1]

    def _function(self, name: str, u: Ball) -> Ball:
        plain = {"log": "log", "sin": "sin", "cos": "cos", "atan": "atan", "erf": "erf"}.get(name)
        if plain is not None:
            return getattr(u, plain)()
        base, _, order = name.partition("^")
        out = arb(0)
        for k in range(5 - int(order or 0)):  # a polynomial of degree 4 and its derivatives
            term = _ball(self.coefficient(base, k + int(order or 0))) * u**k
            for j in range(2, k + 1):
                term /= j
            out += term
        return out

    def _functional(self, f: Factor, at: tuple[int, ...], env: Env) -> Ball:
        """a·U + (b·U)²/2 + (c·U)³/6 and its derivatives."""
        assert f.inside is not None
        size = len(f.holes)
        order = len(at) // size if size else 0
        places = list(product(*(range(1, self.size(h.dim) + 1) for h in f.holes)))
        u = {p: self.value(f.inside, {**env, **dict(zip(f.holes, p, strict=True))}) for p in places}
        out = arb(0)
        chosen = [at[k : k + size] for k in range(0, len(at), size)] if size else []
        for degree, letter in ((1, "a"), (2, "b"), (3, "c")):
            if order > degree:
                continue
            weights = {p: _ball(self.weight(f.name, letter, p)) for p in places}
            inner = sum((weights[p] * u[p] for p in places), arb(0))
            term = inner ** (degree - order)
            for j in range(2, degree - order + 1):
                term /= j
            for p in chosen:
                term *= weights[p]
            out += term
        return out

    def weight(self, name: str, letter: str, at: tuple[int, ...]) -> Fraction:
        """Of an entry, in a scalar function of an array."""
        return self._raw(f"{name} {letter}", at)

    def coefficient(self, name: str, k: int) -> Fraction:
        """Of u^k/k!, in a function of a number."""
        return self._raw(name, (k,))


def chosen(domain: Domain, digest: bytes) -> Fraction:
    """A rational in the domain; the digest tells which."""
    intervals = [i for i in domain.intervals if not i.empty]
    if not intervals:
        raise Unsupported("an empty domain")
    value = _within(intervals[digest[2] % len(intervals)], digest, domain.integer)
    if value not in domain:
        raise Unsupported("no example was found in a domain")
    return value


def _within(i: Interval, digest: bytes, integer: bool) -> Fraction:
    step = Fraction(1 + digest[0] % 7, 1 if integer else 4)
    if i.low is not None and i.high is not None:
        part = i.low + (i.high - i.low) * Fraction(1 + digest[0] % 7, 8)
        return Fraction(round(part)) if integer else part
    if i.low is not None:
        return Fraction(ceil(i.low)) + step if integer else i.low + step
    if i.high is not None:
        return Fraction(floor(i.high)) - step if integer else i.high - step
    return step if digest[1] % 2 else -step


def _ball(x: Fraction) -> Ball:
    return arb(fmpq(x.numerator, x.denominator))


def _others(tables: list[Table], index: Ix) -> list[Ix]:
    """The other indices of the tables that depend on one."""
    return sorted({i for indices, _ in tables if index in indices for i in indices} - {index}, key=lambda i: i.id)


def _power(x: Ball, e: Fraction) -> Ball:
    if e.denominator == 1:
        n = int(e)
        return x**n if n >= 0 else 1 / x ** (-n)
    return x ** arb(fmpq(e.numerator, e.denominator))


def entries(instance: Instance, labels: tuple[Ix, ...]) -> Iterator[dict[Ix, int]]:
    for values in product(*(range(1, instance.size(i.dim) + 1) for i in labels)):
        yield dict(zip(labels, values, strict=True))


def differs(
    instance: Instance,
    a: Expr,
    b: Expr,
    labels: tuple[Ix, ...],
    allows: Callable[[Instance, Env], bool],
    relation: str = "eq",
) -> tuple[dict[Ix, int], Ball, Ball] | None:
    """The first entry at which the relation certainly fails, of those at which the assumptions hold."""
    with ctx.workprec(PRECISION):
        for env in entries(instance, labels):
            if not allows(instance, env):
                continue
            left, right = instance.value(a, env), instance.value(b, env)
            gap = left - right
            if gap.is_finite() and _fails(gap, relation):
                return env, left, right
    return None


def _fails(gap: Ball, relation: str) -> bool:
    match relation:
        case "lt":
            return bool(gap >= 0)
        case "le":
            return bool(gap > 0)
        case "gt":
            return bool(gap <= 0)
        case "ge":
            return bool(gap < 0)
    return not gap.contains(0)
