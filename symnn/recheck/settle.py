"""Case distinctions and derivatives of a term, settled where the signs of their arguments are known.

At a tie (an argument that is 0 and depends on the variable) a derivative exists where the two branches beside the
point agree with the value there, in value and in slope; it does not exist where they certainly differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from symnn.recheck.basic import ONE, ZERO, minus, neg, over, whole
from symnn.recheck.conditions import SIGNS, Row, condition_rows
from symnn.recheck.facts import Facts
from symnn.recheck.outcome import NoValueError, UnclearError
from symnn.recheck.slopes import slope
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, rebuild, substitute, transform, walk

_SLOT = Sym("slot~~")
Where = Mapping[Sym, Term]
Decide = Callable[[Term], int]


@dataclass
class Settled:
    """A term without case distinctions and derivatives, and the ``bodies`` that must have a value for it to have one.

    ``touching``: roots with the slopes of their arguments; ``sure``: branches at a tie.  If a root's argument may be 0
    together with its slope, or such a branch may have no value, the rules do not tell whether there is a derivative.
    """

    term: Term
    bodies: list[Term] = field(default_factory=list)
    touching: list[tuple[Term, Term]] = field(default_factory=list)
    sure: list[Term] = field(default_factory=list)

    def needs(self, integers: frozenset[Sym]) -> list[Row]:
        rows = (row for t in dict.fromkeys((self.term, *self.bodies)) for row in needs(t, integers))
        return list(dict.fromkeys(rows))


def settled(term: Term, facts: Facts, decide: Decide | None = None) -> Settled:
    """``Need`` for a sign that is not known; ``NoValueError`` where the term has no value."""
    out = Settled(term)
    out.term = _Settle(facts, out, {}, decide or facts.surely).term(facts.put(term))
    return out


def holds(condition: Term, facts: Facts) -> bool:
    """Whether a condition holds, by the signs of its terms."""
    out = Settled(condition)
    answer = _Settle(facts, out, {}, facts.surely).truth(facts.put(condition))
    if any(facts.surely(u) not in allowed for t in out.bodies for u, allowed in needs(t, facts.kernels.integers)):
        raise NoValueError("a condition without a value")
    return answer


@dataclass
class _Settle:
    facts: Facts
    out: Settled
    where: Where  # values of the names that an ``at`` binds
    base: Decide
    tie: Decide | None = None  # within a derivative: what to do where an argument is 0

    def decide(self, u: Term) -> int:
        """The sign of what decides between two branches; without a value of it neither holds."""
        self.out.bodies.append(u)
        return self.tie(u) if self.tie is not None else self.sign_at(u)

    def term(self, t: Term) -> Term:
        match t:
            case Num() | Sym():
                return t
            case Op("abs", (u,)):
                v = self.term(u)
                return neg(v) if self.decide(v) < 0 else v
            case Op("sign", (u,)):
                return num(self.decide(self.term(u)))
            case Op("max" | "min" as head, (first, *rest)):
                best = self.term(first)
                for other in map(self.term, rest):
                    s = self.decide(minus(other, best))
                    best = other if (s > 0) == (head == "max") and s else best
                return best
            case Op("cases", rows):
                for row in rows:
                    if isinstance(row, Op) and row.head == "case" and self.truth(row.args[1]):
                        return self.term(row.args[0])
                raise NoValueError("no case applies")
            case Op("at", (body, Sym() as name, value)):
                v = self.term(value)
                outer = self.tie
                tie = None if outer is None else lambda u: outer(substitute(u, {name: v}))
                inner = _Settle(self.facts, self.out, {**self.where, name: substitute(v, self.where)}, self.base, tie)
                bodies, touching, sure = self.out.bodies, self.out.touching, self.out.sure
                i, j, k = len(bodies), len(touching), len(sure)
                body = substitute(inner.term(body), {name: v})
                bodies[i:] = [substitute(b, {name: v}) for b in bodies[i:]]
                touching[j:] = [(substitute(a, {name: v}), substitute(b, {name: v})) for a, b in touching[j:]]
                sure[k:] = [substitute(b, {name: v}) for b in sure[k:]]
                bodies.append(v)
                return body
            case Op("deriv", (body, *variables)):
                return self.derivative(body, variables)
            case Op("floor" | "ceil" | "lim" | "sum" | "prod" | "integral" as head):
                raise UnclearError(f"the checker has no value for {head}")
            case Op():
                return rebuild(t, tuple(map(self.term, t.args)))

    def truth(self, condition: Term) -> bool:
        match condition:
            case Op("and" | "chain", parts):
                return all(self.truth(p) for p in parts)
            case Op("or", parts):
                return any(self.truth(p) for p in parts)
            case Op("not", (part,)):
                return not self.truth(part)
            case Op("notin", (x, space)):
                return not self.truth(op("in", x, space))
            case Op("in", (x, Op("set", items))):
                return any(self.truth(op("eq", x, i)) for i in items)
            case Op("in", (x, Op("union", parts))):
                return any(self.truth(op("in", x, p)) for p in parts)
        rows = condition_rows(condition)
        if rows is None:
            raise UnclearError("a condition that the checker does not know")
        return all(self.decide(self.term(u)) in allowed for u, allowed in rows)

    def sign_at(self, u: Term) -> int:
        """The sign of an argument at the point where an ``at`` puts its names."""
        return self.base(substitute(u, self.where))

    # -- derivatives -------------------------------------------------------------------------------------------------

    def derivative(self, body: Term, variables: list[Term]) -> Term:
        for v in variables:
            if not isinstance(v, Sym):  # ∂f(g)/∂g: g is the variable, if nothing passes by it
                inner = transform(body, lambda n, v=v: _SLOT if n == v else None)  # type: ignore[misc]
                bound = {n.args[1] for n in walk(body) if isinstance(n, Op) and n.head == "at"}
                if (free_symbols(inner) | bound) & free_symbols(v) or any(w != v for w in variables):
                    raise UnclearError("a derivative by a term around which another path leads")
                return self.term(op("at", op("deriv", inner, *[_SLOT] * len(variables)), _SLOT, v))
        names = [v for v in variables if isinstance(v, Sym)]
        if not names or len(names) > 6:
            raise UnclearError("the order of a derivative")
        ties: dict[Term, bool] = {}

        def here(u: Term) -> int:
            s = self.decide(u)
            if s == 0 and free_symbols(u) & set(names):
                ties[u] = True
            self.out.sure += [over(ONE, r) for r in _roots(u) if free_symbols(r) & set(names)]
            return s

        middle = _Settle(self.facts, self.out, self.where, self.base, here).term(body)
        self.out.bodies.append(middle)
        if not ties:
            return self._slopes(middle, names)[-1]
        if len(set(names)) > 1:
            raise UnclearError("a mixed derivative at a kink")
        right, left = (self._beside(body, names[0], side) for side in (1, -1))
        rows = [[middle, right, *self._slopes(right, names)], [right, left, *self._slopes(left, names)]]
        self.out.sure += rows[0] + rows[1]
        for a, b in zip(*rows, strict=True):
            if self.sign_at(minus(a, b)):
                raise NoValueError("the one-sided values or slopes differ")
            if self.tie is not None and not Facts(self.facts.kernels).form(minus(a, b)).top.is_zero():
                raise UnclearError("a derivative within another that exists at single points")
        return rows[0][-1]

    def _beside(self, body: Term, var: Sym, side: int) -> Term:
        """The branch that holds on one side of a tie, near it."""

        def decide(u: Term) -> int:
            s = self.decide(u)
            if s or var not in free_symbols(u):
                return s
            step = self.sign_at(slope(u, var))
            if not step:
                raise UnclearError("an argument that touches zero")
            return side * step

        return _Settle(self.facts, self.out, self.where, self.base, decide).term(body)

    def _slopes(self, body: Term, names: list[Sym]) -> list[Term]:
        out: list[Term] = []
        for name in names:
            roots = [u for u in _roots(body) if name in free_symbols(u)]
            self.out.touching += [(u, slope(u, name)) for u in roots]
            self.out.sure += [over(ONE, u) for u in roots if u in _odd_roots(body)]
            body = slope(body, name)
            self.out.bodies.append(body)
            out.append(body)
        return out


def _roots(term: Term) -> list[Term]:
    """Arguments at whose zeros a root has a vertical slope."""
    out: list[Term] = []
    for node in walk(term):
        match node:
            case Op("sqrt" | "root", (u, *_)):
                out.append(u)
            case Op("asin", (u,)):
                out.append(op("add", num(1), neg(op("pow", u, num(2)))))
    return out


def _odd_roots(term: Term) -> list[Term]:
    """Arguments at whose zeros a product with the root may have a slope although the rule gives none."""
    rows = [n.args for n in walk(term) if isinstance(n, Op) and n.head == "root"]
    return [u for u, n in rows if not (isinstance(n, Num) and n.value % 2 == 0)]


def needs(term: Term, integers: frozenset[Sym]) -> list[Row]:
    """The signs without which a basic term has no value."""
    out: list[Row] = []
    for node in walk(term):
        match node:
            case Op("div", (_, b)) if not isinstance(b, Num) or b == ZERO:
                out.append((b, SIGNS["ne"]))
            case Op("log", (u,)):
                out.append((u, SIGNS["gt"]))
            case Op("sqrt", (u,)):
                out.append((u, SIGNS["ge"]))
            case Op("root", (u, Num(n))) if n % 2 == 0:
                out.append((u, SIGNS["ge"]))
            case Op("pow", (u, Num(n))) if n.denominator == 1:
                if n <= 0:
                    out.append((u, SIGNS["ne"]))
            case Op("pow", (u, v)):
                out.append((u, SIGNS["ne"] if whole(v, integers) else SIGNS["gt"]))
            case Op("asin", (u,)):
                out.append((minus(num(1), op("pow", u, num(2))), SIGNS["ge"]))
    return [row for row in dict.fromkeys(out) if not (isinstance(row[0], Num) and _sign_of(row[0]) in row[1])]


def _sign_of(x: Num) -> int:
    return (x.value > 0) - (x.value < 0)
