"""Exact coefficients of expansions: Laurent polynomials over ℚ in atoms.

An atom is a name, a prime number under a root, a power of e, a sum in brackets, or a function value that nothing
simplifies (``log 2``, ``erf(1)``, ``f'(x)``).  e^{u} with u = Σ qᵢ mᵢ is Π (e^{mᵢ})^{qᵢ}, so powers of e multiply by
adding exponents.  The form is not canonical (1/(x+y)·(x+y) keeps its bracket); a zero that it hides is found by
``normal.is_zero`` where a sign is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from flint import fmpz

from symnn.term import Num, Op, Sym, Term, num, op, plain


class Atom(NamedTuple):
    """``kind`` is name, prime, exp (payload: the monomial in the exponent), sum (a Coef) or value (a term)."""

    kind: str
    payload: Sym | int | frozenset[tuple[Atom, Fraction]] | Coef | Term


Monomial = frozenset[tuple[Atom, Fraction]]
ONE: Monomial = frozenset()


class Coef:
    """A Laurent polynomial: monomial -> rational, no zero coefficient kept.  Immutable."""

    __slots__ = ("_hash", "terms")

    def __init__(self, terms: Mapping[Monomial, Fraction] | Iterable[tuple[Monomial, Fraction]] = ()) -> None:
        self.terms: dict[Monomial, Fraction] = {m: c for m, c in dict(terms).items() if c}
        self._hash: int | None = None

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.terms.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Coef) and self.terms == other.terms

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __add__(self, other: Coef) -> Coef:
        if not other.terms:
            return self
        out = dict(self.terms)
        for m, c in other.terms.items():
            out[m] = out.get(m, Fraction(0)) + c
        return Coef(out)

    def __neg__(self) -> Coef:
        return Coef({m: -c for m, c in self.terms.items()})

    def __sub__(self, other: Coef) -> Coef:
        return self + -other

    def __mul__(self, other: Coef) -> Coef:
        out = Coef()
        flat: dict[Monomial, Fraction] = {}
        for m1, c1 in self.terms.items():
            for m2, c2 in other.terms.items():
                c = c1 * c2
                if not m1 or not m2:
                    m = m1 or m2
                    flat[m] = flat.get(m, Fraction(0)) + c
                    continue
                for m, k in _product(m1, m2).terms.items():
                    flat[m] = flat.get(m, Fraction(0)) + c * k
        out.terms = {m: c for m, c in flat.items() if c}
        return out

    def scaled(self, q: Fraction | int) -> Coef:
        return Coef({m: c * q for m, c in self.terms.items()})

    @property
    def rational(self) -> Fraction | None:
        """The value, if it is a rational number."""
        if not self.terms:
            return Fraction(0)
        return self.terms.get(ONE) if len(self.terms) == 1 else None

    def inverse(self) -> Coef:
        """1/self, for a self that is not zero."""
        if len(self.terms) == 1:
            ((m, c),) = self.terms.items()
            return _expanded({a: -e for a, e in m}, 1 / c)
        unit, q = self.primitive()
        return Coef({frozenset({(Atom("sum", unit), Fraction(-1))}): 1 / q})

    def primitive(self) -> tuple[Coef, Fraction]:
        """(p, q) with self = q·p, where p is the same for all rational multiples of self."""
        first = min(self.terms, key=_spelled)
        q = self.terms[first]
        return self.scaled(1 / q), q

    def atoms(self) -> Iterator[Atom]:
        """Every atom, those inside exponents and brackets too."""
        for m in self.terms:
            yield from _atoms(m)

    def __repr__(self) -> str:
        return f"Coef({plain(to_term(self))})"


def rational(q: Fraction | int) -> Coef:
    return Coef({ONE: Fraction(q)})


def from_atom(atom: Atom, exponent: Fraction = Fraction(1)) -> Coef:
    return Coef({frozenset({(atom, exponent)}): Fraction(1)})


def name(sym: Sym) -> Coef:
    return from_atom(Atom("name", sym))


def value(term: Term) -> Coef:
    """A number that stays as it is written."""
    return from_atom(Atom("value", term))


def exponential(c: Coef) -> Coef:
    """e^c, with e^{q log n} = n^q."""
    powers: dict[Atom, Fraction] = {}
    for m, q in c.terms.items():
        inner = _logarithm_of(m)
        if inner is None:
            powers[Atom("exp", m)] = powers.get(Atom("exp", m), Fraction(0)) + q
        else:
            for a, e in inner:
                powers[a] = powers.get(a, Fraction(0)) + e * q
    return _expanded(powers, Fraction(1))


def number_power(n: Fraction, q: Fraction) -> Coef:
    """n^q for a positive rational n: prime factors under the root."""
    out: dict[Atom, Fraction] = {}
    for part, sign in ((n.numerator, 1), (n.denominator, -1)):
        for p, e in fmpz(part).factor():
            a = Atom("prime", int(p))
            out[a] = out.get(a, Fraction(0)) + sign * int(e) * q
    return _expanded(out, Fraction(1))


def number_logarithm(n: Fraction) -> Coef:
    """log n for a positive rational n: Σ e·log p over its primes."""
    out = Coef()
    for part, sign in ((n.numerator, 1), (n.denominator, -1)):
        for p, e in fmpz(part).factor():
            out = out + value(op("log", num(int(p)))).scaled(sign * int(e))
    return out


def to_term(c: Coef) -> Term:
    """A term with the same value."""
    parts = [_monomial_term(m, q) for m, q in sorted(c.terms.items(), key=lambda mq: _spelled(mq[0]))]
    if not parts:
        return num(0)
    return parts[0] if len(parts) == 1 else Op("add", tuple(parts))


def monomial_inverse(m: Monomial) -> Coef:
    return _expanded({a: -e for a, e in m}, Fraction(1))


def _logarithm_of(m: Monomial) -> Monomial | None:
    """The monomial x with log x = m, where m is a logarithm alone; e^{log x} = x."""
    if len(m) != 1:
        return None
    ((a, e),) = m
    if a.kind == "value" and e == 1 and isinstance(a.payload, Op) and a.payload.head == "log":
        inner = a.payload.args[0]
        if isinstance(inner, Num) and inner.value.denominator == 1 and inner.value > 0:
            return frozenset({(Atom("prime", int(inner.value)), Fraction(1))})
        if isinstance(inner, Sym):
            return frozenset({(Atom("name", inner), Fraction(1))})
    return None


@lru_cache(maxsize=65536)
def _product(m1: Monomial, m2: Monomial) -> Coef:
    powers = dict(m1)
    for a, e in m2:
        powers[a] = powers.get(a, Fraction(0)) + e
    return _expanded(powers, Fraction(1))


def _expanded(powers: Mapping[Atom, Fraction], q: Fraction) -> Coef:
    """q·Π aᵉ; of a prime only a power between 0 and 1 is kept, brackets to a whole power are multiplied out."""
    kept: list[tuple[Atom, Fraction]] = []
    brackets: list[tuple[Coef, int]] = []
    for a, e in powers.items():
        if not e:
            continue
        if a.kind == "prime":
            whole = e.numerator // e.denominator
            assert isinstance(a.payload, int)
            q *= Fraction(a.payload) ** whole
            e -= whole
        elif a.kind == "sum" and e >= 1:
            whole = e.numerator // e.denominator
            assert isinstance(a.payload, Coef)
            brackets.append((a.payload, whole))
            e -= whole
        if e:
            kept.append((a, e))
    out = Coef({frozenset(kept): q})
    for c, n in brackets:
        for _ in range(n):
            out = out * c
    return out


def _atoms(m: Monomial) -> Iterator[Atom]:
    for a, _ in m:
        yield a
        if a.kind == "exp":
            assert isinstance(a.payload, frozenset)
            yield from _atoms(a.payload)
        elif a.kind == "sum":
            assert isinstance(a.payload, Coef)
            yield from a.payload.atoms()


@lru_cache(maxsize=65536)
def _spelled(m: Monomial) -> str:
    return plain(_monomial_term(m, Fraction(1)))


def _monomial_term(m: Monomial, q: Fraction) -> Term:
    factors: list[Term] = []
    exponent: list[Term] = []
    for a, e in m:
        if a.kind == "exp":
            assert isinstance(a.payload, frozenset)
            exponent.append(_monomial_term(a.payload, e))
            continue
        base = _atom_term(a)
        factors.append(base if e == 1 else op("pow", base, num(e)))
    factors.sort(key=plain)
    if exponent:
        exponent.sort(key=plain)
        factors.append(op("exp", exponent[0] if len(exponent) == 1 else Op("add", tuple(exponent))))
    if not factors:
        return num(q)
    if q != 1:
        factors.insert(0, num(q))
    return factors[0] if len(factors) == 1 else Op("mul", tuple(factors))


def _atom_term(a: Atom) -> Term:
    match a.payload:
        case int(p):
            return num(p)
        case Coef() as c:
            return to_term(c)
        case Num() | Sym() | Op() as t:
            return t
    raise ValueError(f"no term for {a.kind}")
