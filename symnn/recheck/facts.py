"""What is known in one case of a proof: signs of polynomials in kernels, and what follows from them.

Every answer holds wherever the facts hold and the terms asked about have a value.  A sign is the set of those that are
possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations

from flint import ctx

from symnn.recheck import values
from symnn.recheck.conditions import ANY, Row
from symnn.recheck.forms import Sign, form_of
from symnn.recheck.kernels import Kernel, Kernels
from symnn.recheck.linear import Bound, infeasible
from symnn.recheck.outcome import METER, Need, NoValueError, UnclearError
from symnn.recheck.polynomials import GENERATORS, ONE_, Form, Poly, constant, factors, monomials
from symnn.term import Sym, Term, free_symbols, substitute

PRECISIONS = (64, 256, 1024, 4096)
_MOST_NESTED = 3


class Contradiction(Exception):  # noqa: N818  (it names a fact)
    """No point satisfies the facts."""


class Facts:
    """``rows``: terms with their possible signs; ``known``: signs of polynomials that a case was made for."""

    def __init__(
        self,
        kernels: Kernels,
        rows: Iterable[Row] = (),
        known: Iterable[tuple[Poly, Sign]] = (),
        cache: Mapping[Term, Form] | None = None,
    ) -> None:
        self.kernels = kernels
        self.equal: dict[Sym, Term] = {}
        self.rows, self.given = tuple(rows), tuple(known)
        self.signs: dict[str, Sign] = {}
        self.bounds: list[Poly] = []  # products whose factors stay open: ≥ 0, with the strict ones in signs too
        self.cache: dict[Term, Form] = dict(cache or {})
        self.busy: set[str] = set()
        self.answers: dict[str, Sign] = {}
        self._learn_all()

    def _learn_all(self) -> None:
        for term, allowed in self.rows:
            if allowed == {0}:
                self._solve(term)
        for _ in range(2):  # what a later row says may settle a factor of an earlier one
            for term, allowed in self.rows:
                try:
                    form = self.form(self.put(term))
                    self.learn(form.top * form.bottom, allowed)
                except (Need, UnclearError):
                    continue  # a fact that is not used
            for p, allowed in self.given:
                self.learn(p, allowed)

    def _solve(self, term: Term) -> None:
        """x = … for a row that says so, when x occurs nowhere else in it."""
        try:
            form = self.form(self.put(term))
        except (Need, UnclearError):
            return
        for exponents, c in monomials(form.top):
            [(i, e)] = exponents.items() if len(exponents) == 1 else [(-1, 0)]
            if e == 1 and self.kernels.table[i].sort == "name":
                rest = form.top - GENERATORS[i] * constant(c)
                name = self.kernels.table[i].term
                if all(name not in k.names for k in self.kernels.used(rest)) and isinstance(name, Sym):
                    value = self.kernels.term(Form(-rest / constant(c).leading_coefficient(), ONE_))
                    self.equal = {k: substitute(v, {name: value}) for k, v in self.equal.items()} | {name: value}
                    return

    def put(self, term: Term) -> Term:
        return substitute(term, self.equal)

    def extended(self, rows: Iterable[Row] = (), known: Iterable[tuple[Poly, Sign]] = ()) -> Facts | None:
        """With more facts; ``None`` if they contradict each other."""
        try:
            out = Facts(self.kernels, (*self.rows, *rows), (*self.given, *known), self.cache)
            return None if out.contradictory() else out
        except Contradiction:
            return None

    # -- learning ----------------------------------------------------------------------------------------------------

    def learn(self, p: Poly, allowed: Sign) -> None:
        """sign(p) in allowed, and what it says of single factors."""
        p = self.kernels.rewritten(p)
        self._note(p, allowed)
        if p.is_zero() or p.is_constant():
            return
        c, rows = factors(p)
        side = 1 if c > 0 else -1
        if 0 not in allowed:
            for q, _ in rows:
                self._note(q, frozenset({-1, 1}))
        opened: list[Poly] = []
        possible = frozenset({side})
        for q, e in rows:
            s = self.sign(q)
            possible = frozenset(a * b**e for a in possible for b in s)
            if e % 2 and s <= {-1}:
                side = -side
            elif not (s <= {1} or (e % 2 == 0 and 0 not in s)):
                opened.append(q)
        if not possible & allowed:
            raise Contradiction
        if len(opened) == 1:
            [e] = [e for q, e in rows if q == opened[0]]
            if e % 2:
                self._note(opened[0], frozenset(side * s for s in allowed))
            elif allowed == {0}:
                self._note(opened[0], allowed)

    def _note(self, p: Poly, allowed: Sign) -> None:
        if p.is_zero() or p.is_constant():
            if not self._polynomial_sign(p) & allowed:
                raise Contradiction
            return
        lead = p.leading_coefficient()
        key, flip = self.kernels.text(p / lead), -1 if lead < 0 else 1
        known = self.signs.get(key, ANY) & frozenset(flip * s for s in allowed)
        if not known:
            raise Contradiction
        if known != self.signs.get(key):
            self.answers = {}
            self.signs[key] = known
            self.bounds = [b for b in self.bounds if b != p / lead] + [p / lead]

    def contradictory(self) -> bool:
        try:
            return any(not self.sign(p) for p in self.bounds) or infeasible(self._rows([]))
        except Contradiction:
            return True

    # -- asking ------------------------------------------------------------------------------------------------------

    def form(self, term: Term) -> Form:
        return form_of(term, self.kernels, self.sign, self.cache)

    def of(self, term: Term) -> Sign:
        """The possible signs of a term, where it has a value."""
        if not free_symbols(term):
            known = self._constant_sign(term)
            if len(known) == 1:
                return known
        form = self.form(self.put(term))
        top, bottom = self.sign(form.top), self.sign(form.bottom)
        parts = frozenset(a * b for a in top for b in bottom if b)
        return parts if len(parts) == 1 or form.bottom.is_one() else parts & self.sign(form.top * form.bottom)

    def surely(self, term: Term) -> int:
        """The one sign of a term; ``Need`` where there is more than one."""
        s = self.of(term)
        if len(s) != 1:
            form = self.form(self.put(term))
            raise Need(form.top if len(self.sign(form.bottom) - {0}) == 1 else form.top * form.bottom)
        return next(iter(s))

    def sign(self, p: Poly) -> Sign:
        """The possible signs of a polynomial in kernels."""
        METER.tick()
        p = self.kernels.rewritten(p)
        if p.is_constant() or p.is_zero():
            return self._polynomial_sign(p)
        lead = p.leading_coefficient()
        if lead < 0:
            return frozenset(-s for s in self.sign(-p))
        p = p / lead
        key = self.kernels.text(p)
        known = self.signs.get(key, ANY)
        if len(known) == 1 or key in self.busy:
            return known
        if key in self.answers:
            return self.answers[key] & known
        self.busy.add(key)
        try:
            if not any(k.names for k in self.kernels.used(p)):
                return known & self._polynomial_sign(p)
            _, rows = factors(p)
            if len(rows) > 1 or rows[0][1] > 1:
                known &= _times(_even(self.sign(q)) if e % 2 == 0 else self.sign(q) for q, e in rows)
            elif len(p) == 1:
                [kernel] = self.kernels.used(p)
                known &= self._kernel_sign(kernel)
            else:
                known &= _plus(
                    _times([frozenset({1 if c > 0 else -1}), self._monomial_sign(m)]) for m, c in monomials(p)
                )
                for s in sorted(known) if len(self.busy) < _MOST_NESTED else ():
                    if infeasible(self._rows([(p, s)])):
                        known -= {s}
            if len(self.busy) == 1:
                self.answers[key] = known
            return known
        finally:
            self.busy.discard(key)

    def _polynomial_sign(self, p: Poly) -> Sign:
        if p.is_zero():
            return frozenset({0})
        if p.is_constant():
            return frozenset({1 if p.leading_coefficient() > 0 else -1})
        return self._constant_sign(self.kernels.term(Form(p, ONE_)))

    def _constant_sign(self, term: Term) -> Sign:
        for precision in PRECISIONS:
            with ctx.workprec(precision):
                try:
                    s = values.sign(values.evaluate(term))
                except (UnclearError, NoValueError):
                    continue
                if s is not None:
                    return frozenset({s})
        return ANY

    def _kernel_sign(self, kernel: Kernel) -> Sign:
        match kernel.sort:
            case "exp" | "pi":
                return frozenset({1})
            case "root":
                return self.sign(kernel.value) & frozenset({0, 1}) or frozenset({0, 1})
            case "log":  # log|p| has the sign of p² - 1
                return self.sign(kernel.value * kernel.value - 1)
            case "erf" | "atan" | "asin":
                return _times([self.sign(kernel.args[0].top), self.sign(kernel.args[0].bottom)])
        return ANY

    def _monomial_sign(self, exponents: dict[int, int]) -> Sign:
        parts = (
            _even(self.sign(GENERATORS[i])) if e % 2 == 0 else self.sign(GENERATORS[i]) for i, e in exponents.items()
        )
        return _times(parts)

    # -- linear combinations of facts --------------------------------------------------------------------------------

    def _rows(self, asked: list[tuple[Poly, int]]) -> list[Bound]:
        """The facts as Σ c·monomial ≥ 0, with those asked about and what holds of every exponential and logarithm."""
        rows: list[tuple[Poly, Sign]] = [(p, frozenset({s})) for p, s in asked]
        rows += [(b, self.signs[self.kernels.text(b)]) for b in self.bounds]
        involved = [k for p, _ in rows for k in self.kernels.used(p)]
        for kernel in dict.fromkeys(k.key for k in involved):
            i = self.kernels.index[kernel]
            rows += self._axioms(self.kernels.table[i], GENERATORS[i])
        if asked and len(rows) < 12:
            basis = [r for r in rows if len(r[1]) == 1 or 0 in r[1]]
            rows += [(p * q, _times([s, t])) for (p, s), (q, t) in combinations(basis, 2) if len(p) * len(q) <= 12]
        out: list[Bound] = []
        for p, allowed in rows:
            if allowed <= {0, 1} or allowed <= {0, -1}:
                sides = (1, -1) if allowed == {0} else (1,) if allowed <= {0, 1} else (-1,)
                out += [({tuple(sorted(m.items())): s * c for m, c in monomials(p)}, 0 not in allowed) for s in sides]
        for m in {m for row, _ in out for m in row if m}:
            s = self._monomial_sign(dict(m))
            if s <= {0, 1} or s <= {0, -1}:
                out.append(({m: Fraction(1 if s <= {0, 1} else -1)}, 0 not in s))
        return out

    def _axioms(self, kernel: Kernel, x: Poly) -> Iterator[tuple[Poly, Sign]]:
        if kernel.sort == "exp" and kernel.base is not None:
            u, v = kernel.base.top * constant(kernel.unit), kernel.base.bottom
            if self.sign(v) == {1}:
                yield x * v - v - u, frozenset({0, 1})  # e^t ≥ 1 + t
                s = self.sign(u)
                if s != ANY:
                    yield x - 1, s  # e^t is above 1 where t > 0
        if kernel.sort in ("sin", "cos"):
            yield 1 - x, frozenset({0, 1})
            yield 1 + x, frozenset({0, 1})
        if kernel.sort == "log" and self.sign(kernel.value) == {1}:
            yield kernel.value - 1 - x, frozenset({0, 1})  # log t ≤ t - 1
            yield x * kernel.value - kernel.value + 1, frozenset({0, 1})  # log t ≥ 1 - 1/t


def _times(parts: Iterable[Sign]) -> Sign:
    out: Sign = frozenset({1})
    for s in parts:
        out = frozenset(a * b for a in out for b in s)
    return out


def _even(s: Sign) -> Sign:
    return frozenset(abs(x) for x in s)


def _plus(parts: Iterable[Sign]) -> Sign:
    out: Sign = frozenset({0})
    for s in parts:
        out = frozenset(x for a in out for b in s for x in (ANY if a * b < 0 else (a or b,)))
    return out
