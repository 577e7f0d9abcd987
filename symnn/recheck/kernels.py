"""The table of kernels of one check, and polynomials in them as text and as terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from symnn.recheck.basic import add, mul, over, power
from symnn.recheck.outcome import UnclearError
from symnn.recheck.polynomials import (
    CONTEXT,
    GENERATORS,
    WIDTH,
    ZERO_,
    Form,
    Poly,
    checked,
    monomials,
    product,
    quotient,
)
from symnn.term import Num, Op, Sym, Term


def spelled(term: Term) -> str:
    """A spelling that no other term has."""
    match term:
        case Num(q):
            return str(q)
        case Sym(name, subs, sups, font, accents):
            return repr((name, [*map(spelled, subs)], [*map(spelled, sups)], font, accents))
        case Op(head, args):
            return repr((head, [*map(spelled, args)]))


@dataclass(frozen=True)
class Kernel:
    """One generator.  ``term`` has its value; ``degree`` and ``value`` give kernel^degree = value."""

    sort: str
    key: str
    term: Term
    names: frozenset[Sym]
    base: Form | None = None
    unit: Fraction = Fraction(1)
    degree: int = 0
    value: Poly = None
    args: tuple[Form, ...] = ()


@dataclass
class Kernels:
    """The table of one check.  ``exponents`` and ``degrees`` are collected by a first pass (``learn``)."""

    table: list[Kernel] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)
    exponents: dict[str, set[Fraction]] = field(default_factory=dict)
    degrees: dict[str, set[int]] = field(default_factory=dict)
    integers: frozenset[Sym] = frozenset()

    def generator(self, kernel: Kernel) -> Poly:
        if kernel.key not in self.index:
            if len(self.table) == WIDTH:
                raise UnclearError("too many kernels")
            self.index[kernel.key] = len(self.table)
            self.table.append(kernel)
        return GENERATORS[self.index[kernel.key]]

    def text(self, p: Poly) -> str:
        rows = [(sorted((self.table[i].key, e) for i, e in m.items()), str(c)) for m, c in monomials(p)]
        return repr(sorted(rows))

    def key(self, a: Form) -> str:
        return f"{self.text(a.top)}/{self.text(a.bottom)}"

    def used(self, p: Poly) -> list[Kernel]:
        return [self.table[i] for i, d in enumerate(p.degrees()) if d > 0]

    def positive(self, p: Poly) -> bool:
        """Positive by its form: a sum of positive terms, one of which is never 0."""
        never = [all(self.table[i].sort in ("exp", "pi") for i in m) for m, _ in monomials(p)]
        even = all(e % 2 == 0 or self.table[i].sort in ("exp", "pi") for m, _ in monomials(p) for i, e in m.items())
        return any(never) and even and all(c > 0 for _, c in monomials(p))

    def names(self, a: Form) -> frozenset[Sym]:
        return frozenset().union(*(k.names for p in a for k in self.used(p)))

    def tidy(self, a: Form) -> Form:
        """kernel^degree = value used up in the numerator and the denominator."""
        top, bottom = self.rewritten(a.top), self.rewritten(a.bottom)
        return a if (top, bottom) == (a.top, a.bottom) else quotient(top, bottom)

    def rewritten(self, p: Poly) -> Poly:
        for i in reversed(range(len(self.table))):
            d, value = self.table[i].degree, self.table[i].value
            if not d or p.is_zero() or p.degrees()[i] < d:
                continue
            out = ZERO_
            for m, c in p.terms():
                e = int(m[i])
                rest = CONTEXT.from_dict({tuple(e % d if j == i else int(x) for j, x in enumerate(m)): c})
                out = checked(out + product(rest, value ** (e // d)))
            p = out
        return p

    # -- back to terms -----------------------------------------------------------------------------------------------

    def term(self, a: Form) -> Term:
        return over(self._sum(a.top), self._sum(a.bottom))

    def _sum(self, p: Poly) -> Term:
        return add(*(mul(Num(c), *(power(self.table[i].term, e) for i, e in m.items())) for m, c in monomials(p)))
