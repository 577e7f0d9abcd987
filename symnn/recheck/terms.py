"""Values of terms, and truth of conditions, at an exact point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from flint import arb, fmpq

from symnn.recheck import values as v
from symnn.recheck.slopes import primed, slope
from symnn.recheck.values import NoValueError, UnclearError, Value
from symnn.term import Num, Op, Sym, Term, substitute, walk

_MOST_TERMS = 1000
_MOST_ORDERS = 4
_MOST_NODES = 20_000
_SIGNS = {"eq": (0,), "ne": (-1, 1), "lt": (-1,), "le": (-1, 0), "gt": (1,), "ge": (0, 1)}


@dataclass(frozen=True)
class Point:
    """What each name is worth; ``integers`` are the names declared, or bound, as integers."""

    values: Mapping[Sym, Value]
    integers: frozenset[Sym]

    def given(self, name: Sym, value: Value, integer: bool = False) -> Point:
        rest = self.integers - {name}
        return replace(self, values={**self.values, name: value}, integers=rest | {name} if integer else rest)

    def value(self, term: Term) -> Value:
        """An exact rational or a finite ball that contains the value."""
        match term:
            case Num(q):
                return v.rational(q)
            case Sym():
                return self.name(term)
            case Op(head, (arg,)) if head in v.UNARY:
                return v.UNARY[head](self.value(arg))
            case Op("add", args):
                return self._fold(v.plus, fmpq(0), args)
            case Op("mul" | "dot" | "times", args):
                return self._fold(v.times, fmpq(1), args)
            case Op("div", (a, b)):
                return v.over(self.value(a), self.value(b))
            case Op("pow", (a, b)):
                return self.power(a, b)
            case Op("root", (a, b)):
                return v.root(self.value(a), self.integer(b))
            case Op("log_base", (a, b)):
                return v.over(v.logarithm(self.value(a)), v.logarithm(self.value(b)))
            case Op("pi"):
                return arb.pi()
            case Op("e"):
                return arb(1).exp()
            case Op("max", (first, *rest)) if rest:
                return self._fold(v.larger, self.value(first), rest)
            case Op("min", (first, *rest)) if rest:
                return -self._fold(lambda a, b: v.larger(a, -b), -self.value(first), rest)
            case Op("indicator", (condition,)):
                return fmpq(1 if self.sure(condition) else 0)
            case Op("delta", (i, j)):
                return fmpq(1 if self.sure(Op("eq", (i, j))) else 0)
            case Op("cases", rows):
                return self._cases(rows)
            case Op("sum" | "prod" as head, (body, Sym() as index, Op("range", (low, high)))):
                return self._series(head, body, index, self.integer(low), self.integer(high))
            case Op("at", (body, Sym() as name, value)):
                return self.given(name, self.value(value)).value(body)
            case Op("deriv", (body, *variables)):
                return self._deriv(body, variables)
            case Op("call", (Op("prime", (Sym() as function, Num(order))), arg)) if 0 < order <= _MOST_ORDERS:
                rule, slot = primed(function, int(order))
                v.UNARY[function.name](self.value(arg))
                return self.given(slot, self.value(arg)).value(rule)
            case Op(head):
                raise UnclearError(f"the checker has no value for {head}")

    def _fold(self, join: object, start: Value, args: Iterable[Term]) -> Value:
        out = start
        for arg in args:
            out = join(out, self.value(arg))  # type: ignore[operator]
        return out

    def name(self, sym: Sym) -> Value:
        if sym in self.values:
            return self.values[sym]
        indices = [Num(Fraction(self.integer(i))) for i in sym.subs + sym.sups]
        cut = len(sym.subs)
        entry = replace(sym, subs=tuple(indices[:cut]), sups=tuple(indices[cut:]))
        if not indices or entry not in self.values:
            raise UnclearError(f"no value for {sym.text}")
        return self.values[entry]

    def integer(self, term: Term) -> int:
        x = self.value(term)
        if not v.exact(x) or x.q != 1:
            raise UnclearError("an integer is needed")
        return int(x.p)

    def power(self, base: Term, exponent: Term) -> Value:
        """x^n for an exponent that is an integer by its form; else e^{y log x} with x > 0."""
        if base == Op("e"):
            return v.UNARY["exp"](self.value(exponent))
        x, y = self.value(base), self.value(exponent)
        if self.whole(exponent) and v.exact(y) and y.q == 1 and abs(int(y.p)) < 10**6:
            return v.whole_power(x, int(y.p))
        return v.power(x, y)

    def whole(self, term: Term) -> bool:
        """An integer whatever the reals among its names are."""
        match term:
            case Num(q):
                return q.denominator == 1
            case Sym():
                return term in self.integers
            case Op("add" | "mul" | "neg" | "dot" | "times", args):
                return all(map(self.whole, args))
            case _:
                return False

    def _cases(self, rows: tuple[Term, ...]) -> Value:
        for row in rows:
            if isinstance(row, Op) and row.head == "case" and self.sure(row.args[1]):
                return self.value(row.args[0])
        raise NoValueError("no case applies")

    def _series(self, head: str, body: Term, index: Sym, low: int, high: int) -> Value:
        if high - low > _MOST_TERMS:
            raise UnclearError("too many terms")
        out, join = (fmpq(0), v.plus) if head == "sum" else (fmpq(1), v.times)
        for k in range(low, high + 1):
            out = join(out, self.given(index, fmpq(k), integer=True).value(body))
        return out

    def _deriv(self, body: Term, variables: list[Term]) -> Value:
        """The rules apply where the body has a value and the derivative term has one."""
        if len(variables) > _MOST_ORDERS:
            raise UnclearError("order of a derivative")
        self.value(body)
        for var in variables:
            if not isinstance(var, Sym):
                raise UnclearError("derivative by something that is no name")
            body = slope(body, self._entry(var))
            if sum(1 for _ in islice(walk(body), _MOST_NODES)) == _MOST_NODES:
                raise UnclearError("the derivative is too large")
            self.value(body)
        return self.value(body)

    def _entry(self, var: Sym) -> Sym:
        """∂/∂x_j with the index that j has here."""
        known = {s: Num(Fraction(int(x.p), int(x.q))) for s, x in self.values.items() if v.exact(x)}
        if var in self.values:
            return var
        indices = tuple(substitute(i, known) for i in var.subs + var.sups)
        return replace(var, subs=indices[: len(var.subs)], sups=indices[len(var.subs) :])

    # ------------------------------------------------------------------ conditions
    def sure(self, condition: Term) -> bool:
        known = self.truth(condition)
        if known is None:
            raise UnclearError("a condition on its border")
        return known

    def truth(self, condition: Term) -> bool | None:
        """Whether it holds; ``None`` if the balls do not tell."""
        match condition:
            case Op("true"):
                return True
            case Op("and" | "chain", parts):
                return _all([self.truth(p) for p in parts])
            case Op("or", parts):
                return _not(_all([_not(self.truth(p)) for p in parts]))
            case Op("not", (part,)):
                return _not(self.truth(part))
            case Op("implies", (given, then)):
                return _not(_all([self.truth(given), _not(self.truth(then))]))
            case Op(head, (a, b)) if head in _SIGNS:
                return self._compare(head, v.plus(self.value(a), -self.value(b)))
            case Op("in", (x, space)):
                return self._member(self.value(x), space)
            case Op("notin", (x, space)):
                return _not(self._member(self.value(x), space))
            case _:
                raise UnclearError("a condition that the checker does not know")

    def _compare(self, head: str, gap: Value) -> bool | None:
        s = v.sign(gap)
        if s is not None:
            return s in _SIGNS[head]
        if bool(gap >= 0) and head in ("ge", "lt"):
            return head == "ge"
        if bool(gap <= 0) and head in ("le", "gt"):
            return head == "le"
        return None

    def _member(self, x: Value, space: Term) -> bool | None:
        match space:
            case Op("reals", ()):
                return True
            case Op("integers") if v.exact(x):
                return bool(x.q == 1)
            case Op("naturals") if v.exact(x):
                return bool(x.q == 1 and x >= 1)
            case Op(head, (low, high)) if head.startswith("interval_"):
                return _all([self._beyond(x, low, head[-2], -1), self._beyond(x, high, head[-1], 1)])
            case Op("set", items):
                return _not(_all([self._compare("ne", v.plus(x, -self.value(i))) for i in items]))
            case Op("union", parts):
                return _not(_all([_not(self._member(x, p)) for p in parts]))
            case Op("intersection", parts):
                return _all([self._member(x, p) for p in parts])
            case Op("setminus", (space_, taken)):
                return _all([self._member(x, space_), _not(self._member(x, taken))])
            case _:
                raise UnclearError("a set that the checker does not know")

    def _beyond(self, x: Value, end: Term, kind: str, side: int) -> bool | None:
        infinite = end in (Op("infinity"), Op("neg", (Op("infinity"),)))
        if infinite:
            return (end == Op("infinity")) == (side > 0)
        heads = {(-1, "o"): "gt", (-1, "c"): "ge", (1, "o"): "lt", (1, "c"): "le"}
        return self._compare(heads[side, kind], v.plus(x, -self.value(end)))


def _all(parts: list[bool | None]) -> bool | None:
    return False if False in parts else None if None in parts else True


def _not(x: bool | None) -> bool | None:
    return None if x is None else not x
