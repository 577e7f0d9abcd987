"""What a claim assumes beside its equations: domains of names, inequalities, indices that differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from operator import eq, ge, gt, le, lt

from flint import arb

from symnn.claim import Claim
from symnn.domain import REALS, Domain
from symnn.tensor.algebra import Algebra
from symnn.tensor.axes import SCALAR
from symnn.tensor.index import Expr, Ix, Unsupported
from symnn.tensor.instance import Env, Instance
from symnn.tensor.known import Known
from symnn.tensor.operations.table import lowering
from symnn.term import Num, Op, Sym, Term, free_symbols

DENOMINATOR = Op("layout", (Sym("denominator"),))
NUMERATOR = Op("layout", (Sym("numerator"),))
ROWS = Op("layout", (Sym("rows"),))
NUMERATOR_ROWS = Op("layout", (Sym("numerator_rows"),))
UNCLEAR = Op("layout", (Sym("unclear"),))
OPEN = Op("layout", (Sym("open"),))
ROW_HEADS: dict[Term, frozenset[str]] = {ROWS: frozenset(["deriv", "gradient"]), NUMERATOR_ROWS: frozenset(["deriv"])}
_OUTSIDE = {"ne": eq, "gt": le, "ge": lt, "lt": ge, "le": gt}  # when a position is excluded
_COMPARED = ("lt", "le", "gt", "ge", "ne")


@dataclass(frozen=True)
class _Comparison:
    head: str
    left: Expr | Term
    right: Expr | Term


class Given:
    """``all_understood`` is false if an assumption cannot be checked: then no example is a counterexample."""

    def __init__(self, claim: Claim, known: Known, algebra: Algebra) -> None:
        self.known, self.algebra = known, algebra
        self.rows: list[_Comparison] = []
        self.indices = {v.sym for v in claim.variables if v.role == "index"} - free_symbols(claim.relation)
        self.all_understood = all(map(self._take, claim.assumptions))
        self.domains: Mapping[str, Domain] = self._domains(claim)

    def _domains(self, claim: Claim) -> dict[str, Domain]:
        """By name; a condition on an entry holds for every entry in an example, which is one of those allowed."""
        out: dict[str, Domain] = {}
        for v in claim.variables:
            if v.role == "index" or v.domain == REALS:
                continue
            array = replace(v.sym, subs=())
            name = array.text if v.sym.subs and v.sym not in self.known.shapes else v.sym.text
            out[name] = out.get(name, REALS).intersect(v.domain)
        return out

    def _take(self, a: Term) -> bool:
        match a:
            case Op("eq" | "layout"):
                return True
            case Op("chain" | "and", parts):
                return all(map(self._take, parts))
            case Op("in", (_, Op("reals"))):
                return True
            case Op("le", (Sym() as index, _)) if index in self.indices and index not in self.known.indices:
                return True  # the range of an index that the claim does not use
            case Op(head, (left, right)) if head in _COMPARED:
                if self._counts(left) and self._counts(right):
                    self.rows.append(_Comparison(head, left, right))
                    return True
                try:
                    low = lowering(self.known, self.algebra)
                    if low.shape(left) == low.shape(right) == SCALAR:
                        self.rows.append(_Comparison(head, low.at(left), low.at(right)))
                        return True
                except Unsupported:
                    pass
        return False

    def _counts(self, t: Term) -> bool:
        """A number, an index, a dimension: something that has a whole value in an example."""
        return isinstance(t, Num) or (isinstance(t, Sym) and (t in self.known.indices or self._sizes(t)))

    def _sizes(self, t: Sym) -> bool:
        return t.text in self.known.dimensions

    @cached_property
    def compared(self) -> tuple[Expr, ...]:
        return tuple(x for r in self.rows for x in (r.left, r.right) if isinstance(x, Expr))

    def allows(self, instance: Instance, env: Env) -> bool:
        """Whether the inequalities certainly hold in the example."""
        return all(self._holds(r, instance, env) for r in self.rows)

    def _holds(self, row: _Comparison, instance: Instance, env: Env) -> bool:
        gap = self._value(row.left, instance, env) - self._value(row.right, instance, env)
        match row.head:
            case "lt":
                return bool(gap < 0)
            case "le":
                return bool(gap <= 0)
            case "gt":
                return bool(gap > 0)
            case "ge":
                return bool(gap >= 0)
        return not gap.contains(0)

    def _value(self, t: Expr | Term, instance: Instance, env: Env) -> arb:
        match t:
            case Expr():
                return instance.value(t, env)
            case Num(q):
                return arb(q.numerator) / arb(q.denominator)
            case Sym() if t in self.known.indices:
                return arb(env[self.known.indices[t]])
            case Sym():
                return arb(instance.size(t.text))
        raise Unsupported("the value of this")

    def apart(self, a: Expr) -> Expr:
        """Without the products that hold a delta of two indices that differ."""
        pairs = {
            frozenset((self.known.indices[r.left], self.known.indices[r.right]))
            for r in self.rows
            if r.head in ("ne", "lt", "gt") and isinstance(r.left, Sym) and isinstance(r.right, Sym)
            and r.left in self.known.indices and r.right in self.known.indices
        }  # fmt: skip
        away = {
            (self.known.indices[r.left], _OUTSIDE[r.head], r.right.value)
            for r in self.rows
            if r.head in _OUTSIDE
            and isinstance(r.left, Sym)
            and isinstance(r.right, Num)
            and r.left in self.known.indices
        }
        if not pairs and not away:
            return a

        def met(at: tuple[Ix, ...]) -> bool:
            """δ_ij of indices that differ, δ_j1 of an index that is not 1."""
            fixed = next((i.fixed for i in at if i.fixed is not None), None)
            return frozenset(at) in pairs or (
                fixed is not None and any(i in at and outside(fixed, limit) for i, outside, limit in away)
            )

        return Expr(tuple(m for m in a.terms if not any(met(f.at) for f, _ in m.powers.values() if f.kind == "delta")))
