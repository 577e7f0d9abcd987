"""Derivatives of index expressions by an entry of an array."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from symnn.tensor.algebra import Algebra
from symnn.tensor.contraction import collected, contracted, factor
from symnn.tensor.index import ONE, ZERO, Expr, Factor, Ix, Mono, Unsupported, fresh


def _over_root_pi(algebra: Algebra, u: Expr) -> Expr:
    root = algebra.power(factor(Factor("entry", "pi")), Fraction(-1, 2))
    return algebra.scaled(algebra.times(root, algebra.exp(algebra.scaled(algebra.power(u, Fraction(2)), -1))), 2)


# f -> f'(u)
SLOPES: Mapping[str, Callable[[Algebra, Expr], Expr]] = {
    "log": lambda a, u: a.power(u, Fraction(-1)),
    "sin": lambda a, u: factor(Factor("fn", "cos", inside=u)),
    "cos": lambda a, u: a.scaled(factor(Factor("fn", "sin", inside=u)), -1),
    "atan": lambda a, u: a.power(a.plus(ONE, a.power(u, Fraction(2))), Fraction(-1)),
    "erf": _over_root_pi,
}


class Calculus:
    """Derivatives by one entry: ``name`` at the indices ``at``."""

    def __init__(self, algebra: Algebra, name: str, at: tuple[Ix, ...]) -> None:
        self.algebra, self.name, self.at = algebra, name, at
        self.known: dict[str, Expr] = {}

    def of(self, a: Expr) -> Expr:
        rows: list[Mono] = []
        for m in a.terms:
            for f, e in m.powers.values():
                inner = self._factor(f)
                if not inner.terms:
                    continue
                others = [(g, h) for g, h in m.powers.values() if g is not f]
                for n in inner.terms:
                    n = n.refreshed()
                    lower = [(f, e - 1)] if e != 1 else []
                    rows += contracted(m.coef * e * n.coef, [*others, *lower, *n.powers.values()], m.bound | n.bound)
        return self.algebra.reduced(collected(rows))

    def _factor(self, f: Factor) -> Expr:
        if f.key not in self.known:
            self.known[f.key] = self._worked_out(f)
        return self.known[f.key]

    def _worked_out(self, f: Factor) -> Expr:
        match f.kind:
            case "entry" if f.name in self.algebra.shared:
                return self.of(self.algebra.shared[f.name].put(f.at))
            case "entry":
                if f.name != self.name or len(f.at) != len(self.at):
                    return ZERO
                out = ONE
                for i, j in zip(f.at, self.at, strict=True):
                    if i.dim != j.dim:
                        raise Unsupported("indices of two dimensions")
                    out = self.algebra.times(out, factor(Factor("delta", at=(i, j))))
                return out
            case "delta":
                return ZERO
        assert f.inside is not None
        inner = self.of(f.inside)
        if not inner.terms:
            return ZERO
        algebra = self.algebra
        match f.kind:
            case "exp":
                return algebra.times(factor(f), inner)
            case "atom":
                return inner
            case "fn":
                return algebra.times(slope_of(algebra, f.name, f.inside), inner)
            case "func":
                new = tuple(fresh(h.dim) for h in f.holes)
                outer = factor(Factor("func", f.name, (*f.at, *new), f.inside, f.holes))
                moved = inner.renamed(dict(zip(f.holes, new, strict=True)))
                return algebra.summed(algebra.times(outer, moved), *new)
            case "inv" | "det":
                p, q = (fresh(h.dim) for h in f.holes)
                moved = inner.renamed(dict(zip(f.holes, (p, q), strict=True)))

                def inverse(i: Ix, j: Ix) -> Expr:
                    return factor(Factor("inv", f.name, (i, j), f.inside, f.holes))

                if f.kind == "det":
                    return algebra.summed(algebra.times(factor(f), inverse(q, p), moved), p, q)
                i, j = f.at
                return algebra.scaled(algebra.summed(algebra.times(inverse(i, p), moved, inverse(q, j)), p, q), -1)
        raise Unsupported(f"derivative of {f.kind}")


def slope_of(algebra: Algebra, name: str, u: Expr) -> Expr:
    rule = SLOPES.get(name)
    if rule is not None:
        return rule(algebra, u)
    base, _, order = name.partition("^")
    if not base.startswith("opaque "):
        raise Unsupported(f"derivative of {name}")
    return factor(Factor("fn", f"{base}^{int(order or 0) + 1}", inside=u))


__all__ = ["Calculus"]
