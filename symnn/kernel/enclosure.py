"""Value and gradient of a term over a box, as balls.

A ``Field`` evaluates forward: each node gives an enclosure of its values and of its partial derivatives over the box.
At a kink (abs, max, min) the derivative is the hull of both branches: with it the mean-value form
f(X) ⊂ f(m) + f'(X)·(X - m) still holds, since f is Lipschitz there.  At a possible jump there is no derivative.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from symnn.kernel import balls
from symnn.kernel.elementary import ELEMENTWISE, Undefined, Unsupported, Unsure, ball, integer_power
from symnn.term import Num, Op, Sym, Term

Ball = Any  # arb; the library has no type information
Gradient = tuple[Ball, ...] | None
PRECISION = 128


def _square(x: Ball) -> Ball:
    return ball(integer_power(x, 2))


def _apply(head: str, x: Ball) -> Ball:
    return ball(ELEMENTWISE[head](x))


# head -> derivative at u, given v = f(u)
_SLOPES: Mapping[str, Callable[[Ball, Ball], Ball]] = {
    "exp": lambda u, v: v,
    "log": lambda u, v: 1 / u,
    "sqrt": lambda u, v: 1 / (2 * v),
    "tanh": lambda u, v: 1 / _square(_apply("cosh", u)),
    "sinh": lambda u, v: _apply("cosh", u),
    "cosh": lambda u, v: _apply("sinh", u),
    "asinh": lambda u, v: 1 / (1 + _square(u)).sqrt(),
    "atanh": lambda u, v: 1 / (1 - _square(u)),
    "atan": lambda u, v: 1 / (1 + _square(u)),
    "sin": lambda u, v: _apply("cos", u),
    "cos": lambda u, v: -_apply("sin", u),
    "erf": lambda u, v: 2 / arb.pi().sqrt() * _apply("exp", -_square(u)),
    "erfc": lambda u, v: -2 / arb.pi().sqrt() * _apply("exp", -_square(u)),
    "normal_cdf": lambda u, v: _apply("normal_pdf", u),
    "normal_pdf": lambda u, v: -u * v,
    "abs": lambda u, v: _apply("sign", u),
    "neg": lambda u, v: arb(-1),
    "percent": lambda u, v: arb(1) / 100,
    "sech": lambda u, v: -v * _apply("tanh", u),
}


class Field:
    """The values and gradients of one term over boxes of its variables."""

    def __init__(self, term: Term, variables: Sequence[Sym]) -> None:
        self.term, self.variables = term, tuple(variables)
        self.zero: Gradient = tuple(arb(0) for _ in self.variables)
        self.run = self._compiled(term, {})

    def __call__(self, box: Sequence[Ball]) -> tuple[Ball, Gradient]:
        """Enclosures of the values and of the gradient; ``Undefined`` or ``Unsure`` outside the domain."""
        env: dict[int, Any] = {}
        value, slope = self.run(tuple(box), env)
        value = ball(value)
        if not value.is_finite():
            raise Unsure("no finite enclosure")
        return value, slope

    def at(self, point: Sequence[Fraction]) -> Ball:
        values = {s: fmpq(x.numerator, x.denominator) for s, x in zip(self.variables, point, strict=True)}
        return balls.evaluate(self.term, values, PRECISION)

    def _compiled(self, term: Term, known: dict[Term, Callable[..., Any]]) -> Callable[..., Any]:
        if term not in known:
            inner = self._node(term, known)
            key = len(known)

            def run(box: tuple[Ball, ...], env: dict[int, Any]) -> Any:
                hit = env.get(key)
                if hit is None:
                    hit = env[key] = inner(box, env)
                return hit

            known[term] = inner if isinstance(term, Num | Sym) else run
        return known[term]

    def _node(self, term: Term, known: dict[Term, Callable[..., Any]]) -> Callable[..., Any]:
        zero = self.zero
        match term:
            case Num(q):
                fixed = arb(fmpq(q.numerator, q.denominator))
                return lambda box, env: (fixed, zero)
            case Sym():
                if term not in self.variables:
                    raise Unsupported(f"no value for {term.text}")
                i = self.variables.index(term)
                unit = tuple(arb(int(i == j)) for j in range(len(self.variables)))
                return lambda box, env: (box[i], unit)
            case Op("pi" | "e"):
                constant = balls.evaluate(term, {}, PRECISION)
                return lambda box, env: (constant, zero)
            case Op("cases", rows):
                return self._cases(rows, known)
            case Op("pow", (base, exponent)):
                return self._power(base, exponent, known)
            case Op("log_base", (x, base)):
                return self._compiled(Op("div", (Op("log", (x,)), Op("log", (base,)))), known)
        parts = [self._compiled(a, known) for a in term.args]
        rule = _RULES.get(term.head)
        if rule is not None:
            return lambda box, env: rule([p(box, env) for p in parts])
        slope = _SLOPES.get(term.head)
        if slope is None or len(parts) != 1:
            if term.head in ELEMENTWISE and len(parts) == 1:
                return lambda box, env: (_apply(term.head, parts[0](box, env)[0]), None)
            raise Unsupported(term.head)
        head, part = term.head, parts[0]

        def run(box: tuple[Ball, ...], env: dict[int, Any]) -> tuple[Ball, Gradient]:
            u, du = part(box, env)
            v = _apply(head, u)
            return v, None if du is None else _scaled(du, slope(u, v))

        return run

    def _power(self, base: Term, exponent: Term, known: dict[Term, Callable[..., Any]]) -> Callable[..., Any]:
        if base == Op("e"):
            return self._compiled(Op("exp", (exponent,)), known)
        part = self._compiled(base, known)
        match exponent:
            case Num(q) if q.denominator == 1:
                n = int(q)

                def run(box: tuple[Ball, ...], env: dict[int, Any]) -> tuple[Ball, Gradient]:
                    u, du = part(box, env)
                    return ball(integer_power(u, n)), None if du is None else _scaled(
                        du, n * ball(integer_power(u, n - 1)) if n != 1 else arb(1)
                    )

                return run
            case Op("neg", (Num(q),)) if q.denominator == 1:
                return self._power(base, Num(-q), known)
        return self._compiled(Op("exp", (Op("mul", (exponent, Op("log", (base,)))),)), known)

    def _cases(self, rows: tuple[Term, ...], known: dict[Term, Callable[..., Any]]) -> Callable[..., Any]:
        values = [self._compiled(r.args[0], known) for r in rows if isinstance(r, Op)]
        conditions = [r.args[1] for r in rows if isinstance(r, Op)]
        variables = self.variables

        def run(box: tuple[Ball, ...], env: dict[int, Any]) -> tuple[Ball, Gradient]:
            taken: list[tuple[Ball, Gradient]] = []
            where = dict(zip(variables, box, strict=True))
            for value, condition in zip(values, conditions, strict=True):
                holds = balls.truth(condition, where)
                if holds is False:
                    continue
                taken.append(value(box, env))
                if holds:
                    if len(taken) == 1:
                        return taken[0]
                    out = taken[0][0]
                    for v, _ in taken[1:]:
                        out = out.union(v)
                    return out, None
            raise Unsure("perhaps no case applies") if taken else Undefined("no case applies")

        return run


def _scaled(gradient: tuple[Ball, ...], by: Ball) -> tuple[Ball, ...]:
    return tuple(g * by if g != 0 else g for g in gradient)


def _sum(parts: list[tuple[Ball, Gradient]]) -> tuple[Ball, Gradient]:
    v, d = parts[0]
    for w, e in parts[1:]:
        v = v + w
        d = None if d is None or e is None else tuple(x + y for x, y in zip(d, e, strict=True))
    return v, d


def _product(parts: list[tuple[Ball, Gradient]]) -> tuple[Ball, Gradient]:
    v, d = parts[0]
    for w, e in parts[1:]:
        d = None if d is None or e is None else tuple(x * w + v * y for x, y in zip(d, e, strict=True))
        v = v * w
    return v, d


def _quotient(parts: list[tuple[Ball, Gradient]]) -> tuple[Ball, Gradient]:
    (a, da), (b, db) = parts
    if b.contains(0):
        raise (Undefined if b.is_zero() else Unsure)("division by zero")
    v = a / b
    return v, None if da is None or db is None else tuple((x - v * y) / b for x, y in zip(da, db, strict=True))


def _extreme(sign: int) -> Callable[[list[tuple[Ball, Gradient]]], tuple[Ball, Gradient]]:
    def rule(parts: list[tuple[Ball, Gradient]]) -> tuple[Ball, Gradient]:
        v, d = parts[0]
        for w, e in parts[1:]:
            gap = (v - w) * sign
            if gap >= 0:
                continue
            if gap <= 0:
                v, d = w, e
                continue
            v = v.max(w) if sign > 0 else v.min(w)
            d = None if d is None or e is None else tuple(x.union(y) for x, y in zip(d, e, strict=True))
        return v, d

    return rule


_RULES: Mapping[str, Callable[[list[tuple[Ball, Gradient]]], tuple[Ball, Gradient]]] = {
    "add": _sum,
    "mul": _product,
    "dot": _product,
    "times": _product,
    "div": _quotient,
    "max": _extreme(1),
    "min": _extreme(-1),
}


def as_ball(low: Fraction, high: Fraction) -> Ball:
    """The smallest ball around [low, high]."""
    return arb(fmpq(low.numerator, low.denominator)).union(arb(fmpq(high.numerator, high.denominator)))


def exact(x: Fraction) -> Ball:
    return arb(fmpq(x.numerator, x.denominator))
