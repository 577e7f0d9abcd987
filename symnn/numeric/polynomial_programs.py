"""Polynomials in programs: homogeneous in the pair of every exponential, by Horner in the rest."""

from __future__ import annotations

from functools import reduce
from math import gcd

from symnn.numeric.exponential_programs import Exponentials
from symnn.numeric.nodes import ZERO, Node, apply, constant, plus
from symnn.numeric.ratios import Poly, by_power, fraction, gens


class Polynomials(Exponentials):
    """Adds polynomials."""

    def _outer(self, p: Poly) -> bool:
        return any(
            self.field.atoms[j].kind in ("log", "phi", "function", "root", "max") and not self.constant_atom(j)
            for j in gens(p)
        )

    def _signed_difference(self, f: Poly, i: int) -> Node | None:
        """t − 1 as −expm1(−|w|) with the sign of w."""
        rows = by_power(self.field.ctx, f, i)
        if set(rows) != {0, 1} or not all(p.is_constant() for p in rows.values()):
            return None
        if fraction(rows[0]) != -fraction(rows[1]):
            return None
        w = self.exponent(i)
        if self.style(i) == "up":
            small = apply("expm1", self._clamp(w))
        elif self.style(i) == "down":
            small = apply("neg", apply("expm1", self._clamp(apply("neg", w))))
        else:
            small = apply("copysign", apply("neg", apply("expm1", apply("neg", apply("abs", w)))), w)
        return apply("mul", constant(fraction(rows[1])), small)

    def factor_node(self, f: Poly) -> Node:
        """A polynomial, homogeneous in the pair of every exponential."""
        exps = [i for i in gens(f) if self.varies(i)]
        if len(exps) == 1:
            difference = self._signed_difference(f, exps[0])
            if difference is not None:
                return difference
        return self._homogeneous(f, exps)

    def _homogeneous(self, f: Poly, exps: list[int]) -> Node:
        if not exps:
            return self.plain(f)
        i, *others = exps
        rows = dict(by_power(self.field.ctx, f, i).items())
        n = max(rows)
        inner = {j: self._homogeneous_to(p, f, others) for j, p in rows.items()}
        if self.style(i) == "pair" and all(inner.get(n - j) == v for j, v in inner.items()):
            return plus([apply("mul", v, self._power(self.both(i), j)) for j, v in sorted(inner.items())])
        parts_ = [apply("mul", v, self._pair_power(i, j, n - j)) for j, v in sorted(inner.items())]
        return plus(parts_)

    def _homogeneous_to(self, p: Poly, whole: Poly, others: list[int]) -> Node:
        """A coefficient, brought to the degree of the whole in the other exponentials."""
        node = self._homogeneous(p, [i for i in others if int(p.degrees()[i]) > 0])
        for i in others:
            missing = int(whole.degrees()[i]) - int(p.degrees()[i])
            node = apply("mul", node, self._power(self.down(i), missing))
        return node

    def _pair_power(self, i: int, j: int, k: int) -> Node:
        if self.style(i) != "pair":
            return apply("mul", self._power(self.up(i), j), self._power(self.down(i), k))
        common = min(j, k)
        out = self._power(self.both(i), common)
        out = apply("mul", out, self._power(self.up(i), j - common))
        return apply("mul", out, self._power(self.down(i), k - common))

    def plain(self, f: Poly) -> Node:
        """Horner in the variable of the highest degree; numbers gathered into one constant each."""
        free = [i for i in gens(f) if not self.constant_atom(i)]
        if not free:
            return constant(self.field.poly_term(f))
        i = max(free, key=lambda j: (self._outer(self.field.ctx.gen(j)), int(f.degrees()[j])))
        rows = {j: self.plain(p) for j, p in by_power(self.field.ctx, f, i).items()}
        base = self.atom_node(i)
        step = reduce(gcd, rows)
        if step > 1:
            base, rows = self._power(base, step), {j // step: v for j, v in rows.items()}
        out = ZERO
        for j in range(max(rows), -1, -1):
            out = apply("add", rows.get(j, ZERO), apply("mul", out, base))
        return out
