"""The field of a formula: rational functions over ℚ in the variable, exponentials, logarithms, roots and constants.

Every function in the formula becomes an *atom*, a generator of the field.  Exponentials of arguments with a rational
ratio are powers of one atom; tanh, sinh, cosh are written with it; Φ(z) = erfc(−z)/2 stands for erf and erfc.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import gcd

from flint import fmpq

from symnn.numeric.ratios import SLOTS, Atom, NoFormError, Poly, Ratio, Ring, Side, content, fraction
from symnn.term import Num, Op, Sym, Term, num, op


class _FinerError(Exception):
    """An exponential needs a smaller unit than the one chosen: start again with it."""


class Field(Ring):
    """The atoms of one formula, and what each function becomes."""

    def __init__(
        self, var: Sym, units: dict[Term, Fraction] | None = None, side: Side | None = None, half_angles: bool = False
    ) -> None:
        super().__init__()
        self.var, self.side, self.half_angles = var, side, half_angles
        self.units = units if units is not None else {}
        self._memo: dict[Term, Ratio] = {}

    def of(self, term: Term) -> Ratio:
        """The element that a term is; ``NoFormError`` outside the class."""
        if term not in self._memo:
            self._memo[term] = self._of(term)
        return self._memo[term]

    def _of(self, term: Term) -> Ratio:
        match term:
            case Num(q):
                return self.const(q)
            case Sym():
                return self.gen(self._atom("var", term, Atom("var", term)))
            case Op("pi"):
                return self.gen(self._atom("const", term, Atom("const", term)))
            case Op("e"):
                return self.exp(self.const(1))
            case Op("add", args):
                return self._fold(self.add, args)
            case Op("mul" | "dot" | "times", args):
                return self._fold(self.mul, args)
            case Op("neg", (a,)):
                return self.scale(self.of(a), -1)
            case Op("percent", (a,)):
                return self.scale(self.of(a), Fraction(1, 100))
            case Op("div", (a, b)):
                return self.div(self.of(a), self.of(b))
            case Op("pow", (a, b)):
                return self._power(a, b)
            case Op("root", (a, Num(n))):
                return self._power(a, num(1 / n))
            case Op("log_base", (a, b)):
                return self.div(self.log(self.of(a)), self.log(self.of(b)))
            case Op(head, (a,)) if head in _RULES:
                return _RULES[head](self, self.of(a))
            case Op(head, (a,)) if head in _PLAIN:
                return self.function(head, self.of(a))
        raise NoFormError(f"no form for {term.head}")

    def _fold(self, operation: Callable[[Ratio, Ratio], Ratio], args: tuple[Term, ...]) -> Ratio:
        out = self.of(args[0])
        for a in args[1:]:
            out = operation(out, self.of(a))
        return out

    def _power(self, base: Term, exponent: Term) -> Ratio:
        if base == Op("e"):
            return self.exp(self.of(exponent))
        e = self.as_number(self.of(exponent))
        if e is None:
            return self.exp(self.mul(self.of(exponent), self.log(self.of(base))))
        if e.denominator == 1:
            return self.power(self.of(base), int(e))
        if e.denominator == 2:
            return self.power(self.sqrt(self.of(base)), e.numerator)
        if e.denominator == 3:
            return self.power(self.function("cbrt", self.of(base)), e.numerator)
        return self.exp(self.scale(self.log(self.of(base)), e))

    def exp(self, u: Ratio) -> Ratio:
        """A power of the exponential of the primitive part of ``u``; a rational summand becomes a power of e."""
        if u.n.is_zero():
            return self.const(1)
        log = self._log_content(u)
        if log is not None:
            return log
        rest, constant = u, Fraction(0)
        if u.d.is_constant():
            constant = fraction(u.n.to_dict().get((0,) * SLOTS, fmpq(0))) / fraction(u.d)
            rest = self.add(u, self.const(-constant))
        out = self.const(1)
        if constant:
            out = self._exp_unit(self.const(1), constant)
        if not rest.n.is_zero():
            q = content(rest.n) / content(rest.d)
            out = self.mul(out, self._exp_unit(self.scale(rest, 1 / q), q))
        return out

    def fresh_exp(self, u: Ratio) -> Ratio | None:
        """e^u where no exponential so far has a multiple of u as its exponent; else nothing."""
        before = dict(self.units)
        try:
            return self.exp(u)
        except _FinerError:
            changed = [key for key in self.units if self.units[key] != before.get(key)]
        if any(("exp", key) in self._index for key in changed):
            self.units.clear()
            self.units.update(before)
            return None
        return self.fresh_exp(u)

    def _log_content(self, u: Ratio) -> Ratio | None:
        """exp(k·log R) = R^k for a whole number k."""
        terms = u.n.to_dict()
        if len(terms) != 1 or not u.d.is_constant():
            return None
        ((monom, coefficient),) = terms.items()
        used = [(i, e) for i, e in enumerate(monom) if e]
        k = fraction(coefficient) / fraction(u.d)
        if len(used) == 1 and used[0][1] == 1 and self.atoms[used[0][0]].kind == "log" and k.denominator == 1:
            of = self.atoms[used[0][0]].of
            assert of is not None
            return self.power(of, int(k))
        return None

    def _exp_unit(self, w: Ratio, q: Fraction) -> Ratio:
        key = self.term_of(w)
        unit = self.units.get(key, Fraction(1))
        if (q * unit).denominator != 1:
            self.units[key] = unit * (q * unit).denominator
            raise _FinerError
        small = self.scale(w, 1 / unit)
        term = op("exp", self.term_of(small))
        return self.gen(self._atom("exp", key, Atom("exp", term, small)), int(q * unit))

    def log(self, u: Ratio) -> Ratio:
        """log of a positive element: exponentials and numbers taken out, the rest one atom."""
        number = self.as_number(u)
        if number == 1:
            return self.const(0)
        out, n, d = self.const(0), u.n, u.d
        for i, atom in enumerate(self.atoms):
            if atom.kind == "exp" and not (self.is_number(i) and len(n) + len(d) > 2):
                assert atom.of is not None
                low = int(min(m[i] for m in n.monoms()) - min(m[i] for m in d.monoms()))
                if low:
                    out = self.add(out, self.scale(atom.of, low))
                    u = self.mul(u, self.gen(i, -low))
                    n, d = u.n, u.d
        hyperbolic = self._asinh(u)
        if hyperbolic is not None:
            return self.add(out, hyperbolic)
        sign = 1
        if n.is_constant():
            u, sign = self.inverse(u), -1
        if self.as_number(u) == 1:
            return out
        return self.add(out, self.scale(self.bare_log(u), sign))

    def bare_log(self, u: Ratio) -> Ratio:
        """log u as an atom, whatever u is."""
        key = self.term_of(u)
        return self.gen(self._atom("log", key, Atom("log", op("log", key), u)))

    def _asinh(self, u: Ratio) -> Ratio | None:
        """log(v + √(v² + 1)) is asinh v."""
        for i, atom in enumerate(self.atoms):
            if atom.kind == "root" and int(u.n.degrees()[i]) == 1 and u.d.is_constant() and fraction(u.d) == 1:
                assert atom.of is not None
                v = self.make(u.n - self.ctx.gen(i), u.d)
                if int(v.n.degrees()[i]) == 0 and atom.of.n == v.n * v.n + 1 and v.d.is_constant():
                    return self.function("asinh", v)
        return None

    def sqrt(self, u: Ratio) -> Ratio:
        """√(n/d) = √(n·d)/d with the squares of numbers taken out; the denominator must be positive."""
        p = u.n * u.d
        q = abs(content(p))
        outside, inside = _square_part(q)
        p = p / fmpq(q.numerator, q.denominator) * inside
        if p.is_constant() and fraction(p) == 1:
            return self.make(self._const(outside), u.d)
        apart = self._constant_roots(p, inside)
        if apart is not None:
            return self.make(apart * fmpq(outside.numerator, outside.denominator), u.d)
        key = self.term_of(Ratio(p, self._const(1)))
        i = self._atom("root", key, Atom("root", op("sqrt", key), Ratio(p, self._const(1))))
        return self.make(self.ctx.gen(i) * fmpq(outside.numerator, outside.denominator), u.d)

    def _constant_roots(self, p: Poly, inside: int) -> Poly | None:
        """√(2π) as √2·√π, so that one constant has one name."""
        ((monom, _),) = p.to_dict().items() if len(p) == 1 else (((), 0),)
        used = [i for i, e in enumerate(monom) if e]
        if inside * len(used) <= 1 or any(self.atoms[i].kind != "const" or monom[i] != 1 for i in used):
            return None
        out = self.sqrt(self.const(inside)).n
        for i in used:
            out = out * self.sqrt(self.gen(i)).n
        return out

    def phi(self, z: Ratio) -> Ratio:
        """Φ̂(z) = erfc(−z)/2, which is 1 − Φ̂(−z)."""
        if content(z.n) * content(z.d) < 0:
            return self.add(self.const(1), self.scale(self.phi(self.scale(z, -1)), -1))
        key = self.term_of(z)
        if self.side is not None:
            return self._phi_beside(z, self.side(key))
        term = op("div", op("erfc", op("neg", key)), num(2))
        return self.gen(self._atom("phi", key, Atom("phi", term, z)))

    def _phi_beside(self, z: Ratio, sign: int) -> Ratio:
        """Where z has one sign: e^{−z²}·erfcx(−z)/2 for z < 0, and one minus that of −z for z > 0."""
        gauss = self.exp(self.scale(self.mul(z, z), -1))
        small = self.mul(gauss, self.function("half_erfcx", self.scale(z, -1 if sign < 0 else 1)))
        return small if sign < 0 else self.add(self.const(1), self.scale(small, -1))

    def function(self, head: str, u: Ratio) -> Ratio:
        if self.half_angles and head == "cos":
            half = self.function("sin", self.scale(u, Fraction(1, 2)))
            return self.add(self.const(1), self.scale(self.mul(half, half), -2))
        key = self.term_of(u)
        term = _SPECIAL[head](key) if head in _SPECIAL else op(head, key)
        return self.gen(self._atom(head, key, Atom("function", term, u, head)))

    def deflated(self, rows: tuple[Ratio, ...]) -> tuple[Ratio, ...]:
        """Exponents counted in the largest unit: e^{2x} is the atom where only its powers occur."""
        for i in range(len(self.atoms)):
            atom = self.atoms[i]  # earlier rounds may have changed it
            if atom.kind != "exp":
                continue
            inner = [a.of for a in self.atoms if a.of is not None]
            g = gcd(*(int(m[i]) for r in (*rows, *inner) for p in (r.n, r.d) for m in p.monoms()))
            if g <= 1:
                continue

            def small(p: Poly, i: int = i, g: int = g) -> Poly:
                return self.ctx.from_dict(
                    {
                        tuple(int(e) // g if j == i else int(e) for j, e in enumerate(m)): c
                        for m, c in p.to_dict().items()
                    }
                )

            def smaller(r: Ratio, small: Callable[[Poly], Poly] = small) -> Ratio:
                return Ratio(small(r.n), small(r.d))

            assert atom.of is not None
            self.units[self._keys[i]] = self.units.get(self._keys[i], Fraction(1)) / g
            wide = self.scale(atom.of, g)
            self.atoms = [replace(a, of=smaller(a.of)) if a.of is not None else a for a in self.atoms]
            self.atoms[i] = Atom("exp", op("exp", self.term_of(wide)), smaller(wide))
            rows = tuple(smaller(r) for r in rows)
            self._memo.clear()
        return rows


def _half_erfcx(z: Term) -> Term:
    return op("div", op("mul", op("exp", op("pow", z, num(2))), op("erfc", z)), num(2))


_SPECIAL: dict[str, Callable[[Term], Term]] = {
    "half_erfcx": _half_erfcx,
    "cbrt": lambda z: op("pow", z, num(Fraction(1, 3))),
}


def _tanh(f: Field, u: Ratio) -> Ratio:
    t = f.exp(f.scale(u, 2))
    return f.div(f.add(t, f.const(-1)), f.add(t, f.const(1)))


def _half_sum(sign: int) -> Callable[[Field, Ratio], Ratio]:
    def rule(f: Field, u: Ratio) -> Ratio:
        t = f.exp(u)
        return f.scale(f.add(t, f.scale(f.inverse(t), sign)), Fraction(1, 2))

    return rule


def _inverse_of(rule: Callable[[Field, Ratio], Ratio]) -> Callable[[Field, Ratio], Ratio]:
    return lambda f, u: f.inverse(rule(f, u))


def _erfc(f: Field, u: Ratio) -> Ratio:
    return f.scale(f.phi(f.scale(u, -1)), 2)


def _normal_pdf(f: Field, u: Ratio) -> Ratio:
    root = f.sqrt(f.scale(f.of(Op("pi")), 2))
    return f.div(f.exp(f.scale(f.mul(u, u), Fraction(-1, 2))), root)


def _atanh(f: Field, u: Ratio) -> Ratio:
    one = f.const(1)
    return f.scale(f.log(f.div(f.add(one, u), f.add(one, f.scale(u, -1)))), Fraction(1, 2))


_RULES: dict[str, Callable[[Field, Ratio], Ratio]] = {
    "exp": Field.exp,
    "log": Field.log,
    "sqrt": Field.sqrt,
    "tanh": _tanh,
    "coth": _inverse_of(_tanh),
    "sinh": _half_sum(-1),
    "cosh": _half_sum(1),
    "sech": _inverse_of(_half_sum(1)),
    "csch": _inverse_of(_half_sum(-1)),
    "erf": lambda f, u: f.add(f.scale(f.phi(u), 2), f.const(-1)),
    "erfc": _erfc,
    "normal_cdf": lambda f, u: f.phi(f.div(u, f.sqrt(f.const(2)))),
    "normal_pdf": _normal_pdf,
    "atanh": _atanh,
    "tan": lambda f, u: f.div(f.function("sin", u), f.function("cos", u)),
    "sec": lambda f, u: f.inverse(f.function("cos", u)),
    "cot": lambda f, u: f.div(f.function("cos", u), f.function("sin", u)),
    "csc": lambda f, u: f.inverse(f.function("sin", u)),
}
_PLAIN = frozenset("sin cos asin acos atan asinh acosh".split())


def elements(
    var: Sym, terms: tuple[Term, ...], side: Side | None = None, half_angles: bool = False
) -> tuple[Field, tuple[Ratio, ...]]:
    """One field with every term in it; ``side`` tells signs where only a part of the line is meant.

    ``half_angles`` writes cos u as 1 − 2 sin²(u/2), so that 1 − cos u has no difference in it.
    """
    units: dict[Term, Fraction] = {}
    for _ in range(12):
        field = Field(var, units, side, half_angles)
        try:
            rows = tuple(field.of(t) for t in terms)
        except _FinerError:
            continue
        return field, field.deflated(rows)
    raise NoFormError("the exponents have no common unit")


def _square_part(q: Fraction) -> tuple[Fraction, int]:
    """q = outside²·inside with a square-free whole number inside (small squares only); q > 0."""
    n, outside = q.numerator * q.denominator, Fraction(1, q.denominator)
    if n <= 0:
        raise NoFormError("the root of a number that is not positive")
    k = 2
    while k * k <= n and k < 1000:
        while n % (k * k) == 0:
            n //= k * k
            outside *= k
        k += 1
    return outside, n
