"""Claims from terms, short to write, and what the checker says of them: ``accepted(claim(eq(exp(log(x)), x)))``."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from symnn.claim import Claim, Opaque, Variable
from symnn.domain import REALS, Domain, Interval
from symnn.recheck import Accepted, Outcome, recheck
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, to_json

Written = Term | int | Fraction
x, y, n, t, a = (Sym(name) for name in "xynta")
INFINITY = op("infinity")
NONNEGATIVE = Domain((Interval(Fraction(0), None, False),))
NONZERO = Domain((Interval(Fraction(0), None), Interval(None, Fraction(0))))


def term(written: Written) -> Term:
    return written if isinstance(written, Num | Sym | Op) else num(written)


def _head(name: str) -> Callable[..., Term]:
    return lambda *args: op(name, *map(term, args))


add, neg, mul, div, power, root = map(_head, "add neg mul div pow root".split())
eq, ne, lt, le, gt, ge = map(_head, "eq ne lt le gt ge".split())
exp, log, sqrt, atan, asin, sin, cos, erf, tanh = map(_head, "exp log sqrt atan asin sin cos erf tanh".split())
size, sign, largest, at, deriv, indicator = map(_head, "abs sign max at deriv indicator".split())
both, either, iff, member, order = map(_head, "and or iff in order".split())


def minus(u: Written, v: Written) -> Term:
    return add(u, neg(v))


def lim(body: Written, name: Sym, point: Written, side: int = 0) -> Term:
    return op("lim", term(body), name, term(point), num(side))


def cases(*rows: tuple[Written, Term]) -> Term:
    return op("cases", *(op("case", term(value), condition) for value, condition in rows))


def claim(relation: Term, *assumptions: Term, names: tuple[Sym, ...] | None = None, opaque: tuple[Sym, ...] = (),
          **domains: Domain) -> Claim:  # fmt: skip
    """All free names are real variables unless a domain is given."""
    free = free_symbols(relation).union(*map(free_symbols, assumptions)) if names is None else frozenset(names)
    variables = tuple(Variable(s, domains.get(s.name, REALS)) for s in sorted(free, key=lambda s: s.text))
    return Claim("c", "identity", relation, variables, assumptions, tuple(Opaque(f) for f in opaque))


def point(**values: int | str) -> dict[str, Any]:
    return {"point": [[to_json(Sym(name)), str(value)] for name, value in values.items()]}


def outcome(one: Claim, verdict: str = "proved", data: Any = None, condition: Term | None = None) -> Outcome:
    certificate = {"version": 1, "claim": one.digest, "method": "x", "data": data or {}, "verdict": verdict}
    if condition is not None:
        certificate["condition"] = to_json(condition)
    return recheck(one.to_json(), certificate)


def accepted(one: Claim, verdict: str = "proved", data: Any = None, condition: Term | None = None) -> bool:
    return isinstance(outcome(one, verdict, data, condition), Accepted)
