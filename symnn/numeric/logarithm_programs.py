"""Logarithms and the normal distribution in programs: ``log1p`` of what is left after the growth is taken out."""

from __future__ import annotations

from fractions import Fraction

from symnn.numeric.exponential_programs import Row
from symnn.numeric.nodes import ZERO, Node, X, apply, constant, normal_cdf, number, plus, select
from symnn.numeric.polynomial_programs import Polynomials
from symnn.numeric.ratios import Ratio, by_power, gens
from symnn.term import op


class Logarithms(Polynomials):
    """Adds logarithms and Φ."""

    def _without_growth(self, r: Ratio) -> Node | None:
        """Σ cⱼ·log Rⱼ + rest with the growth of the logarithms, αⱼ·max(w, 0), taken together.

        The multiples of max(w, 0) meet those of w before any number is rounded.
        """
        field_ = self.field
        if self.whole_logs or not r.d.is_constant():
            return None
        logs = [j for j in gens(r.n) if field_.atoms[j].kind == "log"]
        slopes = {j: self._growth(j) for j in logs}
        exps = {i for rows in slopes.values() for i, _ in rows}
        if len(exps) != 1 or any(int(r.n.degrees()[j]) != 1 for j in logs):
            return None
        (i,) = exps
        w = field_.atoms[i].of
        assert w is not None
        grown, rest, body = field_.const(0), r, ZERO
        for j in logs:
            scale = field_.make(by_power(field_.ctx, r.n, j).get(1, field_.ctx.constant(0)), r.d)
            if self._outer(scale.n):
                return None
            grown = field_.add(grown, field_.scale(scale, sum(k for _, k in slopes[j])))
            rest = field_.add(rest, field_.scale(field_.mul(scale, field_.gen(j)), -1))
            of = field_.atoms[j].of
            assert of is not None
            body = apply("add", body, apply("mul", self.node(scale), self.log_node(of)))
        if grown.n.is_zero():
            return apply("add", self.node(rest), body)
        share = field_.as_number(field_.div(rest, field_.mul(grown, w)))
        wide = self.exponent(i)
        if self.style(i) == "down":
            line = self.node(field_.add(rest, field_.mul(grown, w)))
        elif share == -1:
            line = apply("neg", apply("mul", self.node(grown), apply("min", wide, ZERO)))
        elif share == Fraction(-1, 2):
            line = apply("mul", self.node(field_.scale(grown, Fraction(1, 2))), apply("abs", wide))
        else:
            line = apply("mul", self.node(grown), apply("max", wide, ZERO))
            line = apply("add", line, self.node(rest))
        return apply("add", line, body)

    def _whole_log(self, j: int) -> Node:
        """log R with its growth."""
        of = self.field.atoms[j].of
        assert of is not None
        if self.whole_logs:
            return apply("log", self.node(of))
        out = self.log_node(of)
        for i, k in self._growth(j):
            w = self.exponent(i)
            line = w if self.style(i) == "down" else apply("max", w, ZERO)
            out = apply("add", apply("mul", constant(k), line), out)
        return out

    def _growth(self, j: int) -> list[tuple[int, int]]:
        of = self.field.atoms[j].of
        assert of is not None
        out = []
        exps = [i for i in {*gens(of.n), *gens(of.d)} if self.varies(i)]
        for i in exps if len(exps) == 1 else []:
            if self.field.atoms[i].kind == "exp" and self.style(i) != "up":
                k = int(of.n.degrees()[i]) - int(of.d.degrees()[i])
                if k:
                    out.append((i, k))
        return out

    def log_node(self, of: Ratio) -> Node:
        """log R_h: what remains of log R without its linear growth."""
        exps = [i for i in sorted({*gens(of.n), *gens(of.d)}) if self.varies(i)]
        if not exps:
            small = self.field.add(of, self.field.const(-1))
            return apply("log1p", self.node(small)) if len(small.n) < len(of.n) else apply("log", self.node(of))
        if len(exps) > 1:
            near = self._from_one(of)
            return apply("log1p", near) if near is not None else apply("log", self.node(of))
        (i,) = exps
        top = dict(by_power(self.field.ctx, of.n, i).items())
        bottom = dict(by_power(self.field.ctx, of.d, i).items())
        c = self._at_zero(top, bottom)
        n, d = max(top), max(bottom)
        top, scaled = {j: p * c.d for j, p in top.items()}, {j: p * c.n for j, p in bottom.items()}
        below = _difference(top, scaled)
        above = _difference({n - j: p for j, p in top.items()}, {d - j: p for j, p in scaled.items()})
        if self.style(i) != "pair":
            z = self._in_powers(below if self.style(i) == "up" else above, self.both(i))
        elif below == above:
            z = self._in_powers(below, self.both(i))
        elif n == d:
            z = plus([apply("mul", self.plain(p), self._pair_power(i, j, n - j)) for j, p in sorted(below.items())])
        else:
            test = apply("less", self.exponent(i), ZERO)
            z = select(test, self._in_powers(below, self.both(i)), self._in_powers(above, self.both(i)))
        under = plus([apply("mul", self.plain(p), self._pair_power(i, j, d - j)) for j, p in sorted(scaled.items())])
        rest = apply("log1p", apply("div", z, under))
        return rest if c == self.field.const(1) else apply("add", constant(op("log", self.field.term_of(c))), rest)

    def _at_zero(self, top: Row, bottom: Row) -> Ratio:
        """The value where the exponential is 0, if it is a positive number; else one."""
        one = self.field.const(1)
        if 0 not in top or 0 not in bottom or any(not self.constant_atom(j) for p in (top, bottom) for j in gens(p[0])):
            return one
        c = self.field.make(top[0], bottom[0])
        return c if number(constant(self.field.term_of(c))) > 0 else one

    def _from_one(self, of: Ratio) -> Node | None:
        small = self.field.add(of, self.field.const(-1))
        return self.node(small) if len(small.n) < len(of.n) else None

    def _in_powers(self, rows: Row, s: Node) -> Node:
        return plus([apply("mul", self.plain(p), self._power(s, j)) for j, p in sorted(rows.items())])

    def phi_node(self, z: Ratio) -> Node:
        """erfc(−z)/2 = |[z ≥ 0] − c| with c = e^{−z²}·erfcx(|z|)/2 ≤ 1/2."""
        gauss = self.node(self.field.exp(self.field.scale(self.field.mul(z, z), -1)))
        wide = self.field.mul(z, self.field.sqrt(self.field.const(2)))
        if self.tabulated and self.field.term_of(wide) == self.field.var:  # Φ(x) itself
            return normal_cdf(X, gauss)
        slope = self._slope(z)
        if slope is None:
            u = self.node(z)
            size = apply("abs", u)
        else:  # z = c·x with c > 0 has the sign of x
            u, size = X, apply("mul", slope, apply("abs", X))
        c = apply("mul", gauss, apply("half_erfcx", size))
        return apply("abs", apply("sub", apply("step", u), c))

    def _slope(self, z: Ratio) -> Node | None:
        """c for z = c·x with a positive constant."""
        x = next((i for i, a in enumerate(self.field.atoms) if a.kind == "var" and a.term == self.field.var), None)
        if x is None:
            return None
        c = self.field.div(z, self.field.gen(x))
        if not all(self.constant_atom(j) for p in (c.n, c.d) for j in gens(p)):
            return None
        node = self.node(c)
        return node if number(node) > 0 else None


def _difference(a: Row, b: Row) -> Row:
    out = dict(a)
    for j, p in b.items():
        out[j] = out[j] - p if j in out else -p
    return {j: p for j, p in out.items() if not p.is_zero()}
