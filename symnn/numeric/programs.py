"""From an element of the field to a numeric program without overflow and without avoidable cancellation.

With t = e^w, a = e^{min(w,0)} and b = e^{−max(w,0)} one has t = a/b, 0 < a, b ≤ 1, and one of the two is 1.  A
polynomial of degree n in t becomes homogeneous, Σ cⱼ aʲ bⁿ⁻ʲ; nothing overflows, and a + b = 1 + e^{−|w|} exactly.
t − 1 becomes ±(1 − e^{−|w|}), an ``expm1``.  Logarithms turn into ``log1p`` of what is left after the growth is taken
out.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from symnn.numeric.logarithm_programs import Logarithms
from symnn.numeric.nodes import ONE, ZERO, Node, X, apply, constant, order, parameter, plus, rewrite, times
from symnn.numeric.ratios import Poly, Ratio, fraction, gens
from symnn.term import Op, Sym, Term, num


class Builder(Logarithms):
    """Builds the programs of several elements with shared parts."""

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
            if (self.halved or self.careful) and self.style(i) != "pair":
                e, sign = (k, 1) if self.style(i) == "up" else (m, -1)
                if self.careful:  # e^{kw} at once: powers would multiply its rounding
                    halves.extend([self._exp(i, sign * e, 2)] * 2 if self.halved else [self._exp(i, sign * e)])
                else:
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
            return times([self._quotient(constant(_numbers(c, numbers)), top, bottom), *halves])
        return self._quotient(constant(_numbers(c, numbers)), top, bottom)

    def _quotient(self, scale: Node, top: list[tuple[Node, int]], bottom: list[tuple[Node, int]]) -> Node:
        over = times(self._power(n, e) for n, e in sorted(bottom, key=lambda r: -r[1]))
        under = times(self._power(n, e) for n, e in top)
        if self.halved and len(bottom) > 1:  # one after the other, as their product may overflow
            out = apply("mul", scale, under)
            for n, e in sorted(bottom, key=lambda r: -r[1]):
                out = apply("div", out, self._power(n, e))
            return out
        if len(bottom) == 1 and (self.reciprocals or (bottom[0][1] > 1 and self._grows(bottom[0][0]))):
            r = apply("reciprocal", bottom[0][0])
            return times([apply("mul", scale, under), *([r] * bottom[0][1])])
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
        return plus(parts)

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


def _terms(node: Node) -> Iterable[Node]:
    """The parts of a node outside exponentials."""
    yield node
    if node.op not in ("exp", "expm1", "exact_exp", "table_exp", "tanh", "half_erfcx"):
        for a in node.args:
            yield from _terms(a)


def name_of(term: Term) -> str:
    assert isinstance(term, Sym)
    return term.text


def _numbers(c: Fraction, parts: list[tuple[Term, int]]) -> Term:
    top = [t if e == 1 else Op("pow", (t, num(e))) for t, e in parts if e > 0]
    bottom = [t if e == -1 else Op("pow", (t, num(-e))) for t, e in parts if e < 0]
    over: Term = num(c) if not top else Op("mul", (num(c), *top)) if c != 1 or len(top) > 1 else top[0]
    if not bottom:
        return over
    return Op("div", (over, bottom[0] if len(bottom) == 1 else Op("mul", tuple(bottom))))
