"""Derivatives of sums of products by one entry of an array: the product rule, and a rule for each kind of factor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from symnn.recheck.arrays.algebra import Algebra, joined
from symnn.recheck.arrays.sums import ONE, ZERO, Atom, Index, Product, Sum, fresh, refreshed, renamed_atom
from symnn.recheck.outcome import UnclearError, fail

OPAQUE = "opaque "


def _erf(a: Algebra, u: Sum) -> Sum:
    """2/√π·exp(-u²)."""
    root = a.power(a.atom(Atom("pi")), Fraction(-1, 2))
    return a.scaled(a.times(root, a.exp(a.scaled(a.times(u, u), -1))), 2)


_SLOPES: Mapping[str, Callable[[Algebra, Sum], Sum]] = {
    "log": lambda a, u: a.power(u, Fraction(-1)),
    "sin": lambda a, u: a.function("cos", u),
    "cos": lambda a, u: a.scaled(a.function("sin", u), -1),
    "atan": lambda a, u: a.power(a.plus(ONE, a.times(u, u)), Fraction(-1)),
    "erf": _erf,
}


@dataclass(frozen=True)
class Slope:
    """By the entry of ``name`` at the indices ``at``."""

    algebra: Algebra
    name: str
    at: tuple[Index, ...]

    def of(self, s: Sum) -> Sum:
        rows: list[Product] = []
        for p in s.terms:
            p = refreshed(p)
            for k, (a, e) in enumerate(p.factors):
                others = [*p.factors[:k], *p.factors[k + 1 :], *([(a, e - 1)] if e != 1 else [])]
                for q in self._atom(a).terms:
                    q = refreshed(q)
                    rows += self.algebra.built(p.coef * e * q.coef, [*others, *q.factors], p.bound | q.bound).terms
        return joined(rows)

    def _atom(self, a: Atom) -> Sum:
        x = self.algebra
        if a.kind in ("entry", "symmetric"):
            if a.name != self.name:
                return ZERO
            if a.kind == "symmetric" or len(a.at) != len(self.at):
                fail(f"a derivative by {a.name}")
            return x.times(*(x.delta(i, j) for i, j in zip(a.at, self.at, strict=True)))
        if a.inside is None:
            return ZERO
        holes = tuple(fresh(h.size) for h in a.holes)
        a = _with_holes(a, holes)
        assert a.inside is not None
        inner = self.of(a.inside)
        if not inner.terms:
            return ZERO
        match a.kind:
            case "exp":
                return x.times(x.atom(a), inner)
            case "sum":
                return inner
            case "fn":
                return x.times(self._function(a.name, a.inside), inner)
            case "func":
                outer = Atom("func", a.name, (*a.at, *holes), *_copied(a))
                return x.summed(x.times(x.atom(outer), inner), *holes)
            case "det":
                p, q = holes
                return x.summed(x.times(x.atom(a), x.atom(Atom("inv", "", (q, p), *_copied(a))), inner), p, q)
            case "inv":
                (i, j), (p, q) = a.at, holes
                left, right = (x.atom(Atom("inv", "", at, *_copied(a))) for at in ((i, p), (q, j)))
                return x.scaled(x.summed(x.times(left, inner, right), p, q), -1)
        raise UnclearError(f"the derivative of {a.kind}")

    def _function(self, name: str, u: Sum) -> Sum:
        if name.startswith(OPAQUE):
            base, _, order = name.partition("^")
            return self.algebra.function(f"{base}^{int(order or 0) + 1}", u)
        if name not in _SLOPES:
            fail(f"the derivative of {name}")
        return _SLOPES[name](self.algebra, u)


def _with_holes(a: Atom, holes: tuple[Index, ...]) -> Atom:
    """The same atom with other names of the indices of its array."""
    if not holes or a.inside is None:
        return a
    moved = renamed_atom(Atom("sum", inside=a.inside), dict(zip(a.holes, holes, strict=True)))
    return Atom(a.kind, a.name, a.at, moved.inside, holes)


def _copied(a: Atom) -> tuple[Sum, tuple[Index, ...]]:
    """The array of an atom, with names of its own for its indices."""
    copy = _with_holes(a, tuple(fresh(h.size) for h in a.holes))
    assert copy.inside is not None
    return copy.inside, copy.holes
