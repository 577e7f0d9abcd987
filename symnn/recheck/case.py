"""A serialised claim, read again for the checker, and what a certificate tells about where to look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any

from symnn.domain import Domain, Interval
from symnn.recheck.basic import basic
from symnn.recheck.claims import Proof
from symnn.recheck.conditions import Row, alternatives
from symnn.recheck.facts import Facts
from symnn.recheck.failures import fails_or_says_nothing
from symnn.recheck.forms import learn
from symnn.recheck.kernels import Kernels
from symnn.recheck.outcome import UnclearError
from symnn.term import Num, Op, Sym, Term, free_symbols, from_json, num, op, substitute, walk

Point = dict[Sym, Term]
_RATIONAL = re.compile(r"-?\d+(/[1-9]\d*)?")
_MOST_BOXES = 16
_SMALL = (num(1), num(-1), num(2), num(-2), num(0), num("1/2"))


@dataclass(frozen=True)
class Case:
    """``relation`` is claimed for all values in the ``domains`` that satisfy the ``assumptions``."""

    relation: Term
    assumptions: tuple[Term, ...]
    domains: Mapping[Sym, Domain]
    unknown: frozenset[Sym]

    @classmethod
    def read(cls, claim: Mapping[str, Any]) -> Case:
        """``UnclearError`` for arrays, ``ValueError`` for what is no claim."""
        domains: dict[Sym, Domain] = {}
        for sym, domain, _, _, shape in claim["variables"]:
            name = from_json(sym)
            if not isinstance(name, Sym):
                raise ValueError("a variable has a name")
            if shape:
                raise UnclearError("arrays")
            domains[name] = Domain.from_json(domain)
        if any(arity != 1 or kind == "vector" for _, arity, kind in claim["opaque"]):
            raise UnclearError("functions of several arguments")
        named = [t for row in (claim["relation"], *claim["assumptions"]) for t in walk(from_json(row))]
        if any(isinstance(s, Sym) and s.name.endswith("~~") for s in (*named, *domains)):
            raise UnclearError("a name that the checker uses itself")
        unknown = frozenset(f for sym, _, _ in claim["opaque"] if isinstance(f := from_json(sym), Sym))
        integers = frozenset(s for s, d in domains.items() if d.integer)
        assumed = tuple(basic(from_json(a), integers) for a in claim["assumptions"])
        return cls(basic(from_json(claim["relation"]), integers), assumed, domains, unknown)

    @property
    def integers(self) -> frozenset[Sym]:
        return frozenset(s for s, d in self.domains.items() if d.integer)

    def free(self) -> frozenset[Sym]:
        """The names that a point has to give."""
        bound = {self.relation.args[3]} if isinstance(self.relation, Op) and self.relation.head == "order" else set()
        names = free_symbols(self.relation).union(*map(free_symbols, self.assumptions)) & set(self.domains)
        return names - bound

    def at(self, given: Mapping[Sym, Term]) -> Case:
        """The claim for some values of its names."""
        return replace(
            self,
            relation=basic(substitute(self.relation, given), self.integers),
            assumptions=tuple(basic(substitute(a, given), self.integers) for a in self.assumptions),
            domains={s: d for s, d in self.domains.items() if s not in given},
        )

    def show(self, conditions: tuple[Term, ...], data: Any) -> None:
        """Proves the relation where the conditions hold; raises where that does not succeed."""
        match self.relation:
            case Op("iff", (statement, condition)):
                witnesses = list(_witnesses(statement, condition, data))
            case _:
                witnesses = []
        assumed = (*self.assumptions, *(basic(c, self.integers) for c in conditions))
        proof = Proof([basic(from_json(a)) for a in found(data, "anchor")], witnesses)
        for facts in self._facts(assumed):
            proof.show(self.relation, facts)

    def exact(self, condition: Term, data: Any) -> None:
        """Proves that the relation fails somewhere wherever the condition does not hold; raises if not."""
        condition = basic(condition, self.integers)
        proof = Proof([], list(_witnesses(self.relation, condition, data)))
        for facts in self._facts(self.assumptions):
            proof.outside(self.relation, condition, facts, fails_or_says_nothing)

    def _facts(self, assumed: tuple[Term, ...]) -> Iterator[Facts]:
        """What is known in each box of the domain and each alternative of what is assumed."""
        kernels = Kernels(integers=self.integers)
        learn(kernels, [self.relation, *assumed])
        for rows in alternatives(Op("and", assumed)):
            for parts in self._boxes():
                facts = Facts(kernels).extended([*parts, *rows])
                if facts is not None:
                    yield facts

    def _boxes(self) -> Iterator[list[Row]]:
        """The facts of each box of the domain."""
        rows = list(
            product(*([interval_rows(s, i) for i in d.intervals if not i.empty] for s, d in self.domains.items()))
        )
        if len(rows) > _MOST_BOXES:
            raise UnclearError("too many intervals")
        yield from ([r for part in row for r in part] for row in rows)


def _witnesses(statement: Term, condition: Term, data: Any) -> Iterator[Point]:
    """Where a statement may fail: what the certificate names, then small numbers."""
    yield from (w for key in ("family", "point", "witness") for r in found(data, key) if (w := point(r)))
    names = sorted(free_symbols(statement) - free_symbols(condition), key=lambda s: s.text)
    for row in product(_SMALL, repeat=len(names)) if len(names) <= 2 else ():
        yield dict(zip(names, row, strict=True))


def interval_rows(sym: Sym, i: Interval) -> list[Row]:
    if i.is_point and i.low is not None:
        return [(op("add", sym, num(-i.low)), frozenset({0}))]
    out: list[Row] = []
    for end, side, is_open in ((i.low, 1, i.low_open), (i.high, -1, i.high_open)):
        if end is not None:
            out.append((op("add", sym, num(-end)), frozenset({side} if is_open else {side, 0})))
    return out


def found(data: Any, key: str) -> Iterator[Any]:
    """Every value under a key, at any depth."""
    for k, v in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if k == key:
            yield v
        yield from found(v, key)


def point(rows: Any, spelled: Mapping[str, Sym] | None = None) -> Point:
    """Rows of a name, serialised or spelled, and a value; empty if they are something else."""
    out: Point = {}
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, list) or len(row) != 2:
            return {}
        name = (spelled or {}).get(row[0]) if isinstance(row[0], str) else from_json(row[0])
        value = row[1]
        if not isinstance(name, Sym) or name in out:
            return {}
        if isinstance(value, list):
            out[name] = basic(from_json(value))
        elif isinstance(value, str) and len(value) < 5000 and _RATIONAL.fullmatch(value):
            out[name] = Num(Fraction(value))
        else:
            return {}
    return out
