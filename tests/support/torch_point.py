"""Values of the names of a claim at concrete sizes: drawn in their domains, moved onto the equations assumed."""

from __future__ import annotations

import math
import operator
import random
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import torch
from torch_values import (
    IllTypedError,
    NoJudgementError,
    Value,
    alike,
    number,
)

from symnn.claim import Claim, Variable
from symnn.domain import Domain
from symnn.term import Num, Op, Sym, Term, free_symbols, plain, walk

Indices = Mapping[Sym, int]
Key = tuple[Sym, tuple[int, ...]]
DENOMINATOR = Op("layout", (Sym("denominator"),))


COMPARED = {
    "ne": operator.ne,
    "eq": operator.eq,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


class Point:
    """One choice of sizes and of numbers for the names of a claim; what terms are there, a ``World`` says."""

    def __init__(self, claim: Claim, sizes: Mapping[str, int], seed: int, way: str) -> None:
        self.claim, self.sizes, self.seed, self.way = claim, sizes, seed, way
        self.denominator = DENOMINATOR in claim.assumptions
        self.arrays: dict[Sym, Variable] = {v.sym: v for v in claim.variables if v.shape}
        self.opaque = {o.sym: o for o in claim.opaque}
        self.values: dict[Key, torch.Tensor] = {}

    def value(self, t: Term, ix: Indices) -> Value:
        """What a term is at this point."""
        raise NotImplementedError

    # -- numbers ---------------------------------------------------------------------------------------------------

    def size(self, dim: Term) -> int:
        match dim:
            case Num(q) if q.denominator == 1:
                return int(q)
            case Sym() if dim.text in self.sizes:
                return self.sizes[dim.text]
            case Op("add", args):
                return sum(map(self.size, args))
            case Op("neg", (a,)):
                return -self.size(a)
            case Op("mul" | "times" | "dot", args):
                return math.prod(map(self.size, args))
        raise NoJudgementError(f"the size {plain(dim)}")

    def shape(self, variable: Variable) -> tuple[int, int]:
        sizes = [self.size(d) for d in variable.shape]
        if len(sizes) > 2:
            raise NoJudgementError("more than two dimensions")
        rows, cols = (*sizes, 1, 1)[:2]
        return rows, cols

    def drawn(self, key: Key, shape: tuple[int, int], domain: Domain) -> torch.Tensor:
        if key not in self.values:
            name = f"{self.seed} {key[0].text} {key[1]} {shape}"
            generator = random.Random(zlib.crc32(name.encode()))
            table = [[self._number(domain, generator) for _ in range(shape[1])] for _ in range(shape[0])]
            made = torch.tensor(table, dtype=torch.float64)
            if self.way == "dominant" and shape[0] == shape[1] > 1:
                made = made + shape[0] * torch.eye(shape[0], dtype=torch.float64)
            self.values[key] = made
        return self.values[key]

    def _number(self, domain: Domain, generator: random.Random) -> float:
        interval = generator.choice(domain.intervals)
        low, high = (None if e is None else float(e) for e in (interval.low, interval.high))
        if domain.integer:
            return float(generator.randint(math.ceil(low) if low is not None else -3, int(high or 4)))
        u = generator.uniform(0.05, 0.95)
        if low is not None and high is not None:
            return low + (high - low) * u
        if low is not None:
            return low + 0.2 + 1.5 * u
        if high is not None:
            return high - 0.2 - 1.5 * u
        return 0.2 + 1.3 * u if self.way in ("positive", "dominant") else generator.uniform(-1.4, 1.4)

    # -- assumptions -----------------------------------------------------------------------------------------------

    def settled(self) -> bool:
        """The names moved onto the equations among the assumptions; false if that, or an inequality, fails."""
        equations = [a for a in self.claim.assumptions if isinstance(a, Op) and a.head == "eq"]
        others = [a for a in self.claim.assumptions if isinstance(a, Op) and a.head != "eq" and a != DENOMINATOR]
        self._drawn_all()
        if equations and not self._solved(equations):
            return False
        named = {v.sym for v in self.claim.variables if v.role == "index"}
        return all(self._holds(a) for a in others if not named & free_symbols(a))

    def _drawn_all(self) -> None:
        used = set().union(*(free_symbols(t) for t in (self.claim.relation, *self.claim.assumptions)))
        for s in used:
            if s in self.arrays and not any(isinstance(i, Sym) for i in s.subs):
                self.named(s, {})

    def _solved(self, equations: list[Op]) -> bool:
        keys = sorted(self.values, key=lambda k: (k[0].text, k[1]))
        wanted = {s for a in equations for s in free_symbols(a)}
        wanted |= {replace(s, subs=()) for s in wanted}
        keys = [k for k in keys if k[0] in wanted]
        if not keys:
            raise NoJudgementError("an assumption without an array")
        shapes = [self.values[k].shape for k in keys]
        start = torch.cat([self.values[k].reshape(-1) for k in keys])

        def residual(flat: torch.Tensor) -> torch.Tensor:
            at = 0
            for key, shape in zip(keys, shapes, strict=True):
                self.values[key] = flat[at : at + shape.numel()].reshape(shape)
                at += shape.numel()
            rows = []
            for a in equations:
                left, right = alike([self.value(x, {}) for x in a.args], "an assumption")
                rows.append((left - right).reshape(-1))
            return torch.cat(rows)

        for _ in range(30):
            gap = residual(start).detach()
            if not torch.isfinite(gap).all():
                return False
            if float(gap.abs().max()) < 1e-13:
                break
            slope = torch.autograd.functional.jacobian(residual, start)
            start = start - torch.linalg.pinv(slope) @ gap
        done = float(residual(start).abs().max()) < 1e-11
        self.values = {k: v.detach() for k, v in self.values.items()}
        inside = all(self._inside(k) for k in keys)
        return done and inside

    def _inside(self, key: Key) -> bool:
        variable = self.arrays.get(key[0])
        if variable is None:
            return True
        numbers = self.values[key].reshape(-1).tolist()
        return all(
            any((i.low is None or x > float(i.low)) and (i.high is None or x < float(i.high))
                for i in variable.domain.intervals) for x in numbers
        )  # fmt: skip

    def _holds(self, a: Op) -> bool:
        match a:
            case Op("gt" | "ge" | "lt" | "le" | "ne" as head, (left, right)):
                x, y = alike([self.value(left, {}), self.value(right, {})], "an assumption")
                gap = (y - x) if head in ("lt", "le") else (x - y)
                return bool((gap.abs() > 1e-6).all() if head == "ne" else (gap > 0).all())
        raise NoJudgementError("an assumption that is not sampled")

    # -- indices ---------------------------------------------------------------------------------------------------

    def places(self) -> Iterator[dict[Sym, int]]:
        """Every value of the free indices that the assumptions about them allow."""
        free = free_symbols(self.claim.relation)
        bases = {replace(s, subs=()) for s in free if s.subs}
        subs = {i for s in free for i in s.subs if isinstance(i, Sym)}
        declared = {v.sym for v in self.claim.variables if v.role == "index"}
        limits = {a.args[0]: a.args[1] for a in self.claim.assumptions if isinstance(a, Op) and a.head == "le"}
        scalars = {v.sym for v in self.claim.variables if v.declared and not v.shape and v.sym not in declared}
        names = sorted(
            (declared & (free | subs)) | {i for i in subs if bases and i not in scalars - set(limits)},
            key=lambda s: s.text,
        )
        spans = []
        for name in names:
            top = self._extent(self.claim.relation, name)
            if top is None and name in limits:
                top = self.size(limits[name])
            if top is None:
                raise NoJudgementError(f"the range of {name.text}")
            spans.append(range(1, top + 1))
        relations = [a for a in self.claim.assumptions if isinstance(a, Op) and a.head in COMPARED]
        apart = [a for a in relations if free_symbols(a) and free_symbols(a) <= set(names)]
        for values in product(*spans):
            here = dict(zip(names, values, strict=True))
            if all(COMPARED[a.head](*(self._whole(x, here) for x in a.args)) for a in apart):
                yield here

    def _extent(self, body: Term, index: Sym) -> int | None:
        """How far an index runs, from the axis of a declared array at which it stands."""
        for s in walk(body):
            if isinstance(s, Sym) and index in s.subs:
                whole = self.arrays.get(replace(s, subs=()))
                if whole is not None and s not in self.arrays and len(whole.shape) == len(s.subs):
                    return self.size(whole.shape[s.subs.index(index)])
        return None

    def _whole(self, t: Term, indices: Indices) -> int:
        match t:
            case Num(q) if q.denominator == 1:
                return int(q)
            case Sym() if t in indices:
                return indices[t]
            case Op("add", args):
                return sum(self._whole(a, indices) for a in args)
            case Op("neg", (a,)):
                return -self._whole(a, indices)
        raise NoJudgementError(f"the index {plain(t)}")

    # -- names -----------------------------------------------------------------------------------------------------

    def located(self, s: Sym, indices: Indices) -> tuple[Key, tuple[int | None, ...]]:
        """What is stored for a name, and the place in it: ``x_i`` is entry i of x where x is an array."""
        if s in self.arrays and not any(i in indices for i in s.subs):
            return (s, ()), ()
        whole = replace(s, subs=())
        if s.subs and whole in self.arrays and s not in self.arrays:
            slices = [isinstance(i, Op) and i.head == "slice" for i in s.subs]
            at = tuple(None if cut else self._whole(i, indices) for i, cut in zip(s.subs, slices, strict=True))
            if len(at) != len(self.arrays[whole].shape):
                raise NoJudgementError(f"the indices of {s.text}")
            for i, dim in zip(at, self.arrays[whole].shape, strict=True):
                if i is not None and not 1 <= i <= self.size(dim):
                    raise IllTypedError(f"{s.text} has an index that is out of range")
            return (whole, ()), at
        if any(isinstance(i, Sym) and i in indices for i in s.subs):
            return (whole, tuple(self._whole(i, indices) for i in s.subs)), ()
        return (s, ()), ()

    def named(self, s: Sym, indices: Indices) -> torch.Tensor:
        if s in indices:
            return number(indices[s])
        key, at = self.located(s, indices)
        if key in self.values:
            return picked(self.values[key], at)
        if s.text in self.sizes:
            return number(self.sizes[s.text])
        variable = self.arrays.get(key[0]) or self._pattern(s) or self.claim.variable(s)
        if variable is None:
            raise NoJudgementError(f"the name {s.text}")
        return picked(self.drawn(key, self.shape(variable), variable.domain), at)

    def _pattern(self, s: Sym) -> Variable | None:
        """The declaration of a family, as w_k ∈ ℝ^D for w_j."""
        for v in self.claim.variables:
            if v.sym.base == s.base and len(v.sym.subs) == len(s.subs) and v.sym.sups == s.sups and s.subs:
                return v
        return None


def picked(a: torch.Tensor, at: tuple[int | None, ...]) -> torch.Tensor:
    if not at:
        return a
    if len(at) == 1:
        return a if at[0] is None else a.reshape(-1)[at[0] - 1].reshape(1, 1)
    rows = a if at[0] is None else a[at[0] - 1 : at[0], :]
    return rows if at[1] is None else rows[:, at[1] - 1 : at[1]]
