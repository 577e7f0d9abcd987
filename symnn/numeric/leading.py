"""What is left of an element far out: the leading power of every exponential, logarithms by their first term.

The quotient of the element and its leading form tends to one; where the rest is below the last bit, the leading form is
the function as far as doubles can tell.
"""

from __future__ import annotations

from fractions import Fraction

from symnn.numeric.field import Field
from symnn.numeric.ratios import Atom, NoFormError, Poly, Ratio, fraction, gens
from symnn.term import Op


def leading(
    field: Field,
    r: Ratio,
    growth: dict[int, int],
    vanishing: frozenset[int],
    x_side: int,
    flat: frozenset[int] = frozenset(),
) -> Ratio | None:
    """``growth[i]``: whether atom i, an exponential or x, grows (1) or decays (−1) there; ``x_side``: the sign of x.

    ``vanishing``: exponentials whose argument tends to zero; ``flat``: values of Φ̂ and asinh whose argument does.
    """
    form = _Leading(field, growth, vanishing, x_side, flat)
    try:
        for _ in range(6):
            after = form.once(r)
            if after is None or after == r:
                return after
            r = after
    except NoFormError:
        return None
    return r


class _Leading:
    def __init__(
        self, field: Field, growth: dict[int, int], vanishing: frozenset[int], x_side: int, flat: frozenset[int]
    ) -> None:
        self.field, self.growth, self.vanishing, self.x_side = field, growth, vanishing, x_side
        variables = [i for i, a in enumerate(field.atoms) if a.kind == "var"]
        phis = [(i, a.of) for i, a in enumerate(field.atoms) if a.kind == "phi"]
        self.flat = flat | {i for i, z in phis if z is not None and self._small(z)}
        self.x = variables[0] if variables and variables[0] in growth else None

    def _small(self, z: Ratio) -> bool:
        """Whether z = c·log R with R → 1 at that end."""
        used = [j for j, e in enumerate(z.n.degrees()) if int(e)]
        logs = [j for j in used if self.field.atoms[j].kind == "log"]
        return len(z.n) == 1 and len(logs) == 1 and len(used) == 1 and self._log_is_small(logs[0])

    def _log_is_small(self, j: int) -> bool:
        of = self.field.atoms[j].of
        assert of is not None
        for i, direction in self.growth.items():
            if int(of.n.degrees()[i]) or int(of.d.degrees()[i]):
                lead = self.field.make(*(_extreme(self.field, p, i, direction) for p in (of.n, of.d)))
                return self.field.as_number(lead) == 1
        return False

    def _root(self, of: Ratio) -> Ratio | None:
        """√(c·x^2m·e^2w + …) ≈ √c·|x|^m·e^w."""
        field, top = self.field, of.n
        for i, direction in self.growth.items():
            top = _extreme(field, top, i, direction)
        powers = {i: int(top.degrees()[i]) for i in self.growth}
        if len(top) != 1 or top == of.n or any(p % 2 for p in powers.values()):
            return None
        number, out = field.make(top, field.const(1).n), field.const(1)
        for i, p in powers.items():
            size = field.scale(field.gen(i), self.x_side if i == self.x else 1)
            number = field.mul(number, field.gen(i, -p))
            out = field.mul(out, field.power(size, p // 2))
        return field.mul(field.sqrt(number), out)

    def _area(self, of: Ratio, head: str) -> Ratio | None:
        """asinh u ≈ ±log|2u| for u = c·x^m + … that grows, and acosh u ≈ log 2u."""
        assert self.x is not None
        field, side = self.field, self.growth[self.x]
        lead = field.make(_extreme(field, of.n, self.x, side), _extreme(field, of.d, self.x, side))
        power = (int(lead.n.degrees()[self.x]) - int(lead.d.degrees()[self.x])) * side
        number = field.as_number(field.mul(lead, field.gen(self.x, -power * side)))
        if number is None or power <= 0:
            return None
        sign = (1 if number > 0 else -1) * (self.x_side if power % 2 else 1)
        if head == "acosh" and sign < 0:
            return None
        return field.scale(self._log_of_power(field.scale(lead, 2 * sign)), sign)

    def _broken_power(self, i: int) -> Ratio | None:
        """∛R and R^q = e^{q·log R} by the leading power of R = c·x^m + …"""
        assert self.x is not None
        field, atom, side = self.field, self.field.atoms[i], self.growth[self.x]
        of = atom.of if atom.head == "cbrt" else self._under_log(atom)
        if of is None or not (int(of.n.degrees()[self.x]) or int(of.d.degrees()[self.x])):
            return None
        lead = field.make(_extreme(field, of.n, self.x, side), _extreme(field, of.d, self.x, side))
        k = int(lead.n.degrees()[self.x]) - int(lead.d.degrees()[self.x])
        size = field.scale(field.gen(self.x), self.x_side)
        number = field.as_number(field.div(lead, field.power(size, k)))
        if lead == of or number is None or number <= 0:
            return None
        if atom.head == "cbrt":
            out = field.power(field.function("cbrt", size), k) if k % 3 else field.power(size, k // 3)
            return out if number == 1 else field.mul(out, field.function("cbrt", field.const(number)))
        assert atom.of is not None
        share = field.div(atom.of, field.log(of))
        return field.fresh_exp(field.mul(share, self._log_of_power(lead)))

    def _under_log(self, atom: Atom) -> Ratio | None:
        """R of e^{q·log R} with a number q."""
        if atom.kind != "exp" or atom.of is None:
            return None
        logs = [j for j in gens(atom.of.n) if self.field.atoms[j].kind == "log"]
        one = len(gens(atom.of.n)) == 1 and len(atom.of.n) == 1 and atom.of.d.is_constant()
        return self.field.atoms[logs[0]].of if one and logs and int(atom.of.n.degrees()[logs[0]]) == 1 else None

    def once(self, r: Ratio) -> Ratio | None:
        field = self.field
        for i, atom in enumerate(field.atoms):
            if i in self.vanishing and (int(r.n.degrees()[i]) or int(r.d.degrees()[i])):
                assert atom.of is not None
                r = substituted(field, r, i, field.add(field.const(1), atom.of))
            elif i in self.flat and (int(r.n.degrees()[i]) or int(r.d.degrees()[i])):
                assert atom.of is not None
                slope = field.inverse(field.sqrt(field.of(Op("pi"))))
                near = field.add(field.const(Fraction(1, 2)), field.mul(slope, atom.of))
                r = substituted(field, r, i, near)  # erfc(−z)/2 ≈ 1/2 + z/√π for small z
            elif atom.kind == "root" and (int(r.n.degrees()[i]) or int(r.d.degrees()[i])):
                assert atom.of is not None
                root = self._root(atom.of)
                if root is not None:
                    r = substituted(field, r, i, root)
            elif (
                atom.head in ("asinh", "acosh")
                and self.x is not None
                and (int(r.n.degrees()[i]) or int(r.d.degrees()[i]))
            ):
                assert atom.of is not None
                value = self._area(atom.of, atom.head)
                if value is not None:
                    r = substituted(field, r, i, value)
            elif self.x is not None and (int(r.n.degrees()[i]) or int(r.d.degrees()[i])):
                value = self._broken_power(i)
                if value is not None:
                    r = substituted(field, r, i, value)
            if r.n.is_zero():
                return None
        for i, atom in enumerate(field.atoms):
            if atom.kind == "log" and (int(r.n.degrees()[i]) or int(r.d.degrees()[i])):
                assert atom.of is not None
                small = self._log(atom.of)
                if small is None:
                    continue
                r = substituted(field, r, i, small)
                if r.n.is_zero():
                    return None
        for i, direction in self.growth.items():
            r = field.make(_extreme(field, r.n, i, direction), _extreme(field, r.d, i, direction))
        return r

    def _log(self, of: Ratio) -> Ratio | None:
        """log R ≈ R − 1 where R → 1, and log of the leading form where it is a number or a power.

        Logarithms inside a logarithm come first: log(log(1 + x²) + 1) ≈ log(2·log|x| + 1).
        """
        field = self.field
        for i, atom in enumerate(field.atoms):
            if atom.kind == "log" and atom.of is not None and (int(of.n.degrees()[i]) or int(of.d.degrees()[i])):
                inner = self._log(atom.of)
                if inner is not None and inner != field.gen(i):
                    return field.log(substituted(field, of, i, inner))
                return None
            if atom.kind == "root" and (int(of.n.degrees()[i]) or int(of.d.degrees()[i])):
                assert atom.of is not None
                root = self._root(atom.of)
                if root is not None:
                    return field.log(substituted(field, of, i, root))
        for i, direction in self.growth.items():
            if not (int(of.n.degrees()[i]) or int(of.d.degrees()[i])):
                continue
            top, bottom = _extreme(field, of.n, i, direction), _extreme(field, of.d, i, direction)
            lead = field.make(top, bottom)
            number = field.as_number(lead)
            if number == 1:
                rest = field.add(of, field.const(-1))
                return field.make(_extreme(field, rest.n, i, direction), _extreme(field, rest.d, i, direction))
            return self._log_of_power(lead)
        return None

    def _log_of_power(self, lead: Ratio) -> Ratio:
        """log(c·x^k) = k·log|x| + log c."""
        field, x = self.field, self.x
        if x is None:
            return field.log(lead)
        k = int(lead.n.degrees()[x]) - int(lead.d.degrees()[x])
        number = field.mul(lead, field.gen(x, -k))
        side = field.scale(field.gen(x), self.x_side)
        if field.as_number(number) is not None and field.as_number(number) != 1 and k % 2 and self.x_side < 0:
            number = field.scale(number, -1)
        return field.add(field.scale(field.log(side), k), field.log(number))


def _extreme(field: Field, p: Poly, i: int, direction: int) -> Poly:
    """The terms with the highest (or lowest) power of one atom."""
    powers = [int(m[i]) for m in p.monoms()]
    if not powers:
        return p
    best = max(powers) if direction > 0 else min(powers)
    return field.ctx.from_dict({m: c for m, c in p.to_dict().items() if int(m[i]) == best})


def substituted(field: Field, r: Ratio, i: int, value: Ratio) -> Ratio:
    """The element with another one in the place of an atom."""

    def one(p: Poly) -> Ratio:
        out = field.const(0)
        groups: dict[int, dict[tuple[int, ...], object]] = {}
        for m, c in p.to_dict().items():
            left = tuple(0 if j == i else int(e) for j, e in enumerate(m))
            groups.setdefault(int(m[i]), {})[left] = c
        for power, rows in groups.items():
            part = Ratio(field.ctx.from_dict(rows), field.ctx.constant(1))
            out = field.add(out, field.mul(part, field.power(value, power)) if power else part)
        return out

    return field.div(one(r.n), one(r.d))


def in_powers(field: Field, r: Ratio, x: int) -> Ratio:
    """The leading power of the variable alone, numerator and denominator."""
    return field.make(_extreme(field, r.n, x, 1), _extreme(field, r.d, x, 1))


__all__ = ["Fraction", "fraction", "in_powers", "leading", "substituted"]
