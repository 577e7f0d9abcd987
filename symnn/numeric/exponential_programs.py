"""Exponentials in programs: the pair a = e^{min(w,0)}, b = e^{−max(w,0)}, or one of e^w and e^{−w} alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from fractions import Fraction
from typing import Literal

from symnn.numeric.careful import careful_exp
from symnn.numeric.exponential_tables import tabled
from symnn.numeric.field import Field
from symnn.numeric.nodes import ONE, ZERO, Node, apply, exact_exp, is_power_of_two
from symnn.numeric.ratios import Poly, Ratio, Side, by_power, gens
from symnn.term import Num, Term, num

Style = Literal["pair", "up", "down"]
Row = dict[int, Poly]


@dataclass
class Exponentials:
    """Builds the programs of several elements with shared parts.

    ``styles``: how each exponential atom is computed: ``pair`` (a and b), ``up`` (e^w alone: for w ≤ 0, or clamped),
    ``down`` (e^{−w} alone: for w ≥ 0).  ``tabulated``: Φ(x) from a table, good to a few units of the last place.
    ``tabled``: e^{p(x)} of a polynomial by a table.
    ``whole_logs``: log R of the product R, good where R is near zero, as log(1 − e^{−x}) for small x.
    """

    field: Field
    styles: Mapping[int, Style] = default(default_factory=dict)
    clamped: bool = False
    reciprocals: bool = False
    compensated: bool = False
    careful: bool = False
    halved: bool = False
    tabulated: bool = False
    tabled: bool = False
    whole_logs: bool = False
    side: Side | None = None
    _memo: dict[Term, Node] = default(default_factory=dict)

    def node(self, r: Ratio) -> Node:
        """The program of an element."""
        raise NotImplementedError

    def atom_node(self, i: int) -> Node:
        """The program of an atom."""
        raise NotImplementedError

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
        """e^{sign·w/share}, the exponent in double-double where that is asked for and w is an inexact polynomial."""
        of = self.field.atoms[i].of
        assert of is not None
        of = self.field.scale(of, Fraction(sign, share))
        rows = self._polynomial(of) if self.compensated or self.tabled else None
        if rows is not None and self.compensated:
            return exact_exp(rows)
        looked_up = tabled(rows) if rows is not None else None
        if looked_up is not None:
            return looked_up
        slow = careful_exp(self.field.term_of(of), self.field.var) if self.careful and not self.plain_line(of) else None
        return slow if slow is not None else apply("exp", self._clamp(self.node(of)))

    def plain_line(self, w: Ratio) -> bool:
        """Whether the exponent is a number or ±2^k·x, which is exact anyway."""
        return (
            len(w.n) <= 1
            and w.d.is_constant()
            and all(self.constant_atom(j) or self.field.atoms[j].kind == "var" for j in gens(w.n))
        )

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
        rows = by_power(self.field.ctx, w.n, free[0])
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
