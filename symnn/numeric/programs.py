"""From an element of the field to a numeric program without overflow and without avoidable cancellation.

With t = e^w, a = e^{min(w,0)} and b = e^{−max(w,0)} one has t = a/b, 0 < a, b ≤ 1, and one of the two is 1.  A
polynomial of degree n in t becomes homogeneous, Σ cⱼ aʲ bⁿ⁻ʲ; nothing overflows, and a + b = 1 + e^{−|w|} exactly.
t − 1 becomes ±(1 − e^{−|w|}), an ``expm1``.  Logarithms turn into ``log1p`` of what is left after the growth is taken
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from fractions import Fraction
from functools import reduce
from math import gcd
from typing import Literal

from symnn.numeric.field import SLOTS, Field, NoFormError, Poly, Ratio, Side, fraction
from symnn.numeric.nodes import (
    ONE,
    ZERO,
    Node,
    X,
    apply,
    constant,
    exact_exp,
    is_power_of_two,
    number,
    order,
    parameter,
    rewrite,
    select,
)
from symnn.term import Num, Op, Sym, Term, num

Style = Literal["pair", "up", "down"]
Row = dict[int, Poly]


@dataclass
class Builder:
    """Builds the programs of several elements with shared parts.

    ``styles``: how each exponential atom is computed: ``pair`` (a and b), ``up`` (e^w alone: for w ≤ 0, or clamped),
    ``down`` (e^{−w} alone: for w ≥ 0).
    """

    field: Field
    styles: Mapping[int, Style] = default(default_factory=dict)
    clamped: bool = False
    reciprocals: bool = False
    compensated: bool = False
    halved: bool = False
    side: Side | None = None
    _memo: dict[Term, Node] = default(default_factory=dict)

    def programs(self, ratios: Iterable[Ratio]) -> list[Node]:
        rows = [self.node(r) for r in ratios]
        known = set(order(rows))
        products: dict[Node, Node] = {}
        for i in range(len(self.field.atoms)):
            if self.varies(i) and self.style(i) == "pair":
                a, b = self.up(i), self.down(i)
                if a in known and b in known:
                    products[self.both(i)] = apply("mul", a, b)
        return [rewrite(r, products.get) for r in rows]

    # -- atoms -------------------------------------------------------------------------------------------------------

    def constant_atom(self, i: int) -> bool:
        """Whether an atom is a number: π, √2, log 3, e."""
        return self.field.is_number(i)

    def varies(self, i: int) -> bool:
        """Whether an atom is an exponential that is not a number."""
        return self.field.atoms[i].kind == "exp" and not self.constant_atom(i)

    def exponent(self, i: int) -> Node:
        """w, of which the exponential atom is e^w."""
        of = self.field.atoms[i].of
        assert of is not None
        return self.node(of)

    def style(self, i: int) -> Style:
        return self.styles.get(i, "pair")

    def _clamp(self, w: Node) -> Node:
        return apply("clamp", w) if self.clamped else w

    def up(self, i: int) -> Node:
        """a, or e^w itself."""
        w = self.exponent(i)
        if self.style(i) == "pair":
            return apply("exp", apply("min", w, ZERO))
        return ONE if self.style(i) == "down" else self._exp(i, 1)

    def down(self, i: int) -> Node:
        """b, or e^{−w} itself."""
        w = self.exponent(i)
        if self.style(i) == "pair":
            return apply("exp", apply("neg", apply("max", w, ZERO)))
        return ONE if self.style(i) == "up" else self._exp(i, -1)

    def _exp(self, i: int, sign: int, share: int = 1) -> Node:
        """e^{±w/share}, the exponent in double-double where that is asked for and w is an inexact polynomial."""
        of = self.field.atoms[i].of
        assert of is not None
        of = self.field.scale(of, Fraction(sign, share))
        rows = self._polynomial(of) if self.compensated else None
        return apply("exp", self._clamp(self.node(of))) if rows is None else exact_exp(rows)

    def half_exponential(self, i: int, k: int) -> Node:
        """e^{k·w/2}."""
        return self._exp(i, k, 2)

    def _polynomial(self, w: Ratio) -> tuple[Term, ...] | None:
        """Coefficients of a polynomial in x that is not computed exactly anyway."""
        if not all(self.constant_atom(j) for j in gens(w.d)):
            return None
        free = [j for j in gens(w.n) if not self.constant_atom(j)]
        if len(free) != 1 or self.field.atoms[free[0]].term != self.field.var:
            return None
        rows = _by_power(self.field, w.n, free[0])
        out = []
        for k in range(max(rows), -1, -1):
            p = rows.get(k, self.field.ctx.constant(0))
            out.append(self.field.term_of(self.field.make(p, w.d)))
        exact = len(out) == 2 and out[1] == num(0) and isinstance(out[0], Num) and is_power_of_two(out[0].value)
        return None if exact else tuple(out)

    def both(self, i: int) -> Node:
        """a·b = e^{−|w|}."""
        if self.style(i) == "pair":
            return apply("exp", apply("neg", apply("abs", self.exponent(i))))
        return self.down(i) if self.style(i) == "down" else self.up(i)

    def _power(self, base: Node, n: int) -> Node:
        if n == 0:
            return ONE
        if n % 2:
            return apply("mul", self._power(base, n - 1), base) if n > 1 else base
        half = self._power(base, n // 2)
        return apply("mul", half, half)

    def atom_node(self, i: int) -> Node:
        atom = self.field.atoms[i]
        if self.constant_atom(i):
            return constant(atom.term)
        if atom.kind == "var":
            return X if atom.term == self.field.var else parameter(name_of(atom.term))
        if atom.kind == "max":
            return apply("max", self.exponent(int(atom.head)), ZERO)
        assert atom.of is not None
        if atom.kind == "log":
            return self._whole_log(i)
        if atom.kind == "phi":
            return self.phi_node(atom.of)
        if atom.kind == "root":
            return apply("sqrt", self.node(atom.of))
        return apply(atom.head, self.node(atom.of))

    # -- products ----------------------------------------------------------------------------------------------------

    def node(self, r: Ratio) -> Node:
        key = self.field.term_of(r)
        if key not in self._memo:
            self._memo[key] = self._node(r)
        return self._memo[key]

    def _node(self, r: Ratio) -> Node:
        if r.n.is_zero():
            return ZERO
        linear = self._without_growth(r)
        if linear is not None:
            return linear
        c, factors = self._factors(r)
        outer = [f for f, e in factors if e > 0 and self._outer(f)]
        powers_only = all(e > 0 or self._power_of_variable(f) for f, e in factors) and any(e < 0 for _, e in factors)
        if outer and not powers_only and any(e == 1 and f is outer[0] and len(f) > 1 for f, e in factors):
            return self._termwise(r, outer[0])
        return self._product(c, factors)

    def _factors(self, r: Ratio) -> tuple[Fraction, list[tuple[Poly, int]]]:
        c, top = r.n.factor()
        k, bottom = r.d.factor()
        return fraction(c) / fraction(k), [(f, int(e)) for f, e in top] + [(f, -int(e)) for f, e in bottom]

    def _power_of_variable(self, p: Poly) -> bool:
        used = gens(p)
        return len(p) == 1 and len(used) == 1 and self.field.atoms[used[0]].kind == "var"

    def _outer(self, p: Poly) -> bool:
        return any(
            self.field.atoms[j].kind in ("log", "phi", "function", "root", "max") and not self.constant_atom(j)
            for j in gens(p)
        )

    def _product(self, c: Fraction, factors: list[tuple[Poly, int]]) -> Node:
        numbers: list[tuple[Term, int]] = []
        top: list[tuple[Node, int]] = []
        bottom: list[tuple[Node, int]] = []
        raised: dict[int, int] = {}
        lowered: dict[int, int] = {}
        halves: list[Node] = []

        def put(node: Node, e: int) -> None:
            (top if e > 0 else bottom).append((node, abs(e)))

        for f, e in factors:
            if all(self.constant_atom(j) for j in gens(f)):
                numbers.append((self.field.poly_term(f), e))
                continue
            used = gens(f)
            if len(f) == 1 and len(used) == 1:
                (i,) = used
                if self.varies(i):
                    k = int(f.degrees()[i]) * e
                    raised[i] = raised.get(i, 0) + k
                    lowered[i] = lowered.get(i, 0) - k
                else:
                    put(self.atom_node(i), e * int(f.degrees()[i]))
                continue
            for i in used:
                if self.varies(i):
                    degree = int(f.degrees()[i])
                    lowered[i] = lowered.get(i, 0) - degree * e
            put(self.factor_node(f), e)
        for i in sorted({*raised, *lowered}):
            k, m = raised.get(i, 0), lowered.get(i, 0)
            common = min(k, m)
            if common > 0 and self.style(i) == "pair":
                put(self.both(i), common)
                k, m = k - common, m - common
            pure = min(k, -m) if k > 0 > m else min(-k, m) if k < 0 < m else 0
            if pure and self.style(i) == "pair":
                w = self.exponent(i)
                put(apply("exp", w if k > 0 else apply("neg", w)), pure)
                k, m = (k - pure, m + pure) if k > 0 else (k + pure, m - pure)
            if self.halved and self.style(i) != "pair":
                e, sign = (k, 1) if self.style(i) == "up" else (m, -1)
                halves.extend([self._exp(i, sign if e > 0 else -sign, 2)] * (2 * abs(e)))
                continue
            for base, inverse, e in ((self.up(i), True, k), (self.down(i), False, m)):
                if e > 0:
                    put(base, e)
                elif e < 0:
                    grown = apply("neg", apply("min", self.exponent(i), ZERO)) if inverse else None
                    w = apply("max", self.exponent(i), ZERO) if grown is None else grown
                    if self.style(i) == "pair":
                        put(apply("exp", w), -e)
                    else:
                        put(base, e)
        self._as_tanh(top, bottom)
        if halves:
            return _times([self._quotient(constant(_numbers(c, numbers)), top, bottom), *halves])
        return self._quotient(constant(_numbers(c, numbers)), top, bottom)

    def _quotient(self, scale: Node, top: list[tuple[Node, int]], bottom: list[tuple[Node, int]]) -> Node:
        over = _times(self._power(n, e) for n, e in sorted(bottom, key=lambda r: -r[1]))
        under = _times(self._power(n, e) for n, e in top)
        if len(bottom) == 1 and (self.reciprocals or (bottom[0][1] > 1 and self._grows(bottom[0][0]))):
            r = apply("reciprocal", bottom[0][0])
            return _times([apply("mul", scale, under), *([r] * bottom[0][1])])
        if not bottom:
            return apply("mul", scale, under)
        if under == ONE:
            return apply("div", scale, over)
        return apply("mul", scale, apply("div", under, over))

    def _grows(self, node: Node) -> bool:
        """Whether a denominator can overflow when it is raised to a power: more than sums of bounded numbers."""
        return any(n in (X,) or (n.op == "abs" and n.args == (X,)) for n in _terms(node))

    def _as_tanh(self, top: list[tuple[Node, int]], bottom: list[tuple[Node, int]]) -> None:
        """(t − 1)/(t + 1) is the tanh of the library."""
        for k, (node, e) in enumerate(top):
            if node.op == "copysign" and node.args[0].op == "neg" and node.args[0].args[0].op == "expm1":
                w = node.args[1]
                plus = apply("add", ONE, apply("exp", apply("neg", apply("abs", w))))
                for j, (other, f) in enumerate(bottom):
                    if other == plus and f == e:
                        top[k] = (apply("tanh", apply("mul", constant(Fraction(1, 2)), w)), e)
                        del bottom[j]
                        return

    # -- sums --------------------------------------------------------------------------------------------------------

    def _termwise(self, r: Ratio, outer: Poly) -> Node:
        """Σ (coefficient/denominator)·(product of outer atoms), every coefficient reduced by itself."""
        field_ = self.field
        atoms = [j for j in gens(outer) if self._outer(field_.ctx.gen(j))]
        rest = r.n // outer
        groups: dict[tuple[int, ...], Poly] = {}
        for monom, coefficient in outer.to_dict().items():
            key = tuple(int(monom[j]) for j in atoms)
            left = tuple(0 if j in atoms else int(e) for j, e in enumerate(monom))
            groups[key] = groups.get(key, field_.ctx.constant(0)) + field_.ctx.from_dict({left: coefficient})
        parts: list[Node] = []
        if len(atoms) == 1 and field_.atoms[atoms[0]].kind == "phi":
            parts += self._around_phi(groups, atoms[0], rest, r.d)
        for key, p in sorted(groups.items(), key=lambda g: sum(g[0])):
            scaled = self.node(field_.make(p * rest, r.d))
            for j, e in zip(atoms, key, strict=True):
                scaled = apply("mul", scaled, self._power(self.atom_node(j), e))
            parts.append(scaled)
        return _plus(parts)

    def _around_phi(self, groups: dict[tuple[int, ...], Poly], i: int, rest: Poly, d: Poly) -> list[Node]:
        """c·Φ with −c or −c/2 beside it, as −c·(1 − Φ) or (c/2)·erf; both leave the groups."""
        slope, base = groups.get((1,)), groups.get((0,))
        of = self.field.atoms[i].of
        if slope is None or base is None or of is None:
            return []
        for share, node in (
            (2, apply("erf", self.node(of))),
            (1, apply("neg", self.phi_node(self.field.scale(of, -1)))),
        ):
            left = base + slope / share
            if len(left) < len(base):
                part = apply("mul", self.node(self.field.make(slope * rest / share, d)), node)
                del groups[1,]
                groups[0,] = left
                if left.is_zero():
                    del groups[0,]
                return [part]
        return []

    def _without_growth(self, r: Ratio) -> Node | None:
        """Σ cⱼ·log Rⱼ + rest with the growth of the logarithms, αⱼ·max(w, 0), taken together.

        The multiples of max(w, 0) meet those of w before any number is rounded.
        """
        field_ = self.field
        if not r.d.is_constant():
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
            scale = field_.make(_by_power(field_, r.n, j).get(1, field_.ctx.constant(0)), r.d)
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

    # -- polynomials -------------------------------------------------------------------------------------------------

    def _signed_difference(self, f: Poly, i: int) -> Node | None:
        """t − 1 as −expm1(−|w|) with the sign of w."""
        rows = _by_power(self.field, f, i)
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
        rows = dict(_by_power(self.field, f, i).items())
        n = max(rows)
        inner = {j: self._homogeneous_to(p, f, others) for j, p in rows.items()}
        if self.style(i) == "pair" and all(inner.get(n - j) == v for j, v in inner.items()):
            return _plus([apply("mul", v, self._power(self.both(i), j)) for j, v in sorted(inner.items())])
        parts_ = [apply("mul", v, self._pair_power(i, j, n - j)) for j, v in sorted(inner.items())]
        return _plus(parts_)

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
        rows = {j: self.plain(p) for j, p in _by_power(self.field, f, i).items()}
        base = self.atom_node(i)
        step = reduce(gcd, rows)
        if step > 1:
            base, rows = self._power(base, step), {j // step: v for j, v in rows.items()}
        out = ZERO
        for j in range(max(rows), -1, -1):
            out = apply("add", rows.get(j, ZERO), apply("mul", out, base))
        return out

    # -- logarithms and the normal distribution ----------------------------------------------------------------------

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
        top = dict(_by_power(self.field, of.n, i).items())
        bottom = dict(_by_power(self.field, of.d, i).items())
        c = Fraction(1)
        if 0 in top and 0 in bottom and top[0].is_constant() and bottom[0].is_constant():
            c = fraction(top[0]) / fraction(bottom[0])
        n, d = max(top), max(bottom)
        scaled = {j: p * _mpoly(self.field, c) for j, p in bottom.items()}
        below = _difference(top, scaled)
        above = _difference({n - j: p for j, p in top.items()}, {d - j: p for j, p in scaled.items()})
        if self.style(i) != "pair":
            z = self._in_powers(below if self.style(i) == "up" else above, self.both(i))
        elif below == above:
            z = self._in_powers(below, self.both(i))
        elif n == d:
            z = _plus([apply("mul", self.plain(p), self._pair_power(i, j, n - j)) for j, p in sorted(below.items())])
        else:
            test = apply("less", self.exponent(i), ZERO)
            z = select(test, self._in_powers(below, self.both(i)), self._in_powers(above, self.both(i)))
        under = _plus([apply("mul", self.plain(p), self._pair_power(i, j, d - j)) for j, p in sorted(scaled.items())])
        rest = apply("log1p", apply("div", z, under))
        return rest if c == 1 else apply("add", constant(Op("log", (num(c),))), rest)

    def _from_one(self, of: Ratio) -> Node | None:
        small = self.field.add(of, self.field.const(-1))
        return self.node(small) if len(small.n) < len(of.n) else None

    def _in_powers(self, rows: Row, s: Node) -> Node:
        return _plus([apply("mul", self.plain(p), self._power(s, j)) for j, p in sorted(rows.items())])

    def phi_node(self, z: Ratio) -> Node:
        """erfc(−z)/2 = |[z ≥ 0] − c| with c = e^{−z²}·erfcx(|z|)/2 ≤ 1/2."""
        gauss = self.node(self.field.exp(self.field.scale(self.field.mul(z, z), -1)))
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


def _terms(node: Node) -> Iterable[Node]:
    """The parts of a node outside exponentials."""
    yield node
    if node.op not in ("exp", "expm1", "exact_exp", "tanh", "half_erfcx"):
        for a in node.args:
            yield from _terms(a)


def gens(p: Poly) -> list[int]:
    """The atoms that occur."""
    return [i for i, e in enumerate(p.degrees()) if int(e) > 0]


def name_of(term: Term) -> str:
    assert isinstance(term, Sym)
    return term.text


def _mpoly(field_: Field, q: Fraction) -> Poly:
    return field_.const(q).n


def _by_power(field_: Field, p: Poly, i: int) -> Row:
    out: dict[int, dict[tuple[int, ...], object]] = {}
    for monom, coefficient in p.to_dict().items():
        left = tuple(0 if j == i else int(e) for j, e in enumerate(monom))
        out.setdefault(int(monom[i]), {})[left] = coefficient
    return {j: field_.ctx.from_dict(rows) for j, rows in out.items()}


def _difference(a: Row, b: Row) -> Row:
    out = dict(a)
    for j, p in b.items():
        out[j] = out[j] - p if j in out else -p
    return {j: p for j, p in out.items() if not p.is_zero()}


def _numbers(c: Fraction, parts: list[tuple[Term, int]]) -> Term:
    top = [t if e == 1 else Op("pow", (t, num(e))) for t, e in parts if e > 0]
    bottom = [t if e == -1 else Op("pow", (t, num(-e))) for t, e in parts if e < 0]
    over: Term = num(c) if not top else Op("mul", (num(c), *top)) if c != 1 or len(top) > 1 else top[0]
    if not bottom:
        return over
    return Op("div", (over, bottom[0] if len(bottom) == 1 else Op("mul", tuple(bottom))))


def _times(parts: Iterable[Node]) -> Node:
    return reduce(lambda a, b: apply("mul", a, b), parts, ONE)


def _plus(parts: list[Node]) -> Node:
    return reduce(lambda a, b: apply("add", a, b), parts, ZERO)


__all__ = ["SLOTS", "Builder", "NoFormError", "Style"]
