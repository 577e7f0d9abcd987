"""Balls for the heads that need more than the values of their arguments: powers, case lists, sums, products."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from flint import arb, fmpq

from symnn.kernel.elementary import (
    ELEMENTWISE,
    Undefined,
    Unsupported,
    Unsure,
    Value,
    add,
    ball,
    compare,
    divide,
    factorial,
    integer_power,
    log,
    multiply,
    require,
    root,
    sqrt,
)
from symnn.term import Num, Op, Sym, Term, free_symbols

if TYPE_CHECKING:
    from symnn.kernel.balls import Evaluation

MOST_TERMS = 400


def integer_valued(term: Term, integers: frozenset[Sym]) -> bool:
    """Whether the form alone shows an integer: integer literals, declared integers, their sums and products."""
    match term:
        case Num(value):
            return value.denominator == 1
        case Sym():
            return term in integers
        case Op("add" | "neg" | "mul" | "dot" | "times", args):
            return all(integer_valued(a, integers) for a in args)
        case _:
            return False


def _fold(operation: Callable[[Value, Value], Value]) -> Callable[[Evaluation, Op], Value]:
    def apply(run: Evaluation, term: Op) -> Value:
        result = run.value(term.args[0])
        for arg in term.args[1:]:
            result = operation(result, run.value(arg))
        return result

    return apply


def _product(run: Evaluation, term: Op) -> Value:
    values = [run.value(a) for a in term.args]  # all of them: 0 · (undefined) is undefined
    result = values[0]
    for position, value in enumerate(values[1:], 1):
        same = term.args[position] == term.args[position - 1] and isinstance(value, arb) and position == 1
        result = integer_power(value, 2) if same else multiply(result, value)
    return result


def _larger(a: Value, b: Value) -> Value:
    return max(a, b) if isinstance(a, fmpq) and isinstance(b, fmpq) else ball(a).max(ball(b))


def _smaller(a: Value, b: Value) -> Value:
    return min(a, b) if isinstance(a, fmpq) and isinstance(b, fmpq) else ball(a).min(ball(b))


def _power(run: Evaluation, term: Op) -> Value:
    base, exponent = term.args
    y = run.value(exponent)
    if base == Op("e"):
        return ELEMENTWISE["exp"](y)
    x = run.value(base)
    whole = integer_valued(exponent, run.integers) or not free_symbols(exponent)
    if whole and isinstance(y, fmpq) and y.q == 1:
        if abs(y) > 10**9:
            raise Unsure("huge exponent")
        return integer_power(x, int(y.p))
    require(compare("gt", x, fmpq(0)), "a power with an exponent that is no integer needs a positive base")
    if isinstance(x, fmpq) and x == 1:
        return fmpq(1)
    if isinstance(y, fmpq) and y == 0:
        return fmpq(1)
    if isinstance(y, fmpq) and y.q == 2 and abs(y.p) < 100:
        return integer_power(sqrt(x), int(y.p))
    return ELEMENTWISE["exp"](multiply(y, log(x)))


def _cases(run: Evaluation, term: Op) -> Value:
    # the union over every case that may apply: it encloses the value whichever of two overlapping cases is meant
    taken: list[Value] = []
    sure = False
    for case in term.args:
        match case:
            case Op("case", (_, Op("true"))) if sure:
                continue
            case Op("case", (value, condition)):
                holds = run.truth(condition)
                if holds is False:
                    continue
                try:
                    taken.append(run.value(value))
                except Undefined as error:
                    raise error if holds and not sure else Unsure(str(error)) from error
                sure = sure or holds is True
            case _:
                raise Unsupported("cases")
    if not taken:
        raise Undefined("no case applies")
    if not sure:
        raise Unsure("perhaps no case applies")
    return _union(taken)


def _union(values: list[Value]) -> Value:
    if len(values) == 1:
        return values[0]
    result = ball(values[0])
    for value in values[1:]:
        result = result.union(ball(value))
    return result


def _indicator(run: Evaluation, term: Op) -> Value:
    holds = run.truth(term.args[0])
    return arb(0).union(arb(1)) if holds is None else fmpq(int(holds))


def _delta(run: Evaluation, term: Op) -> Value:
    same = compare("eq", run.value(term.args[0]), run.value(term.args[1]))
    return arb(0).union(arb(1)) if same is None else fmpq(int(same))


def _indexed(start: Value, operation: Callable[[Value, Value], Value]) -> Callable[[Evaluation, Op], Value]:
    def apply(run: Evaluation, term: Op) -> Value:
        match term.args:
            case (body, Sym() as index, Op("range", (low, high))):
                first, last = run.value(low), run.value(high)
            case _:
                raise Unsupported(term.head)
        if not (isinstance(first, fmpq) and isinstance(last, fmpq) and first.q == 1 and last.q == 1):
            raise Unsupported(f"{term.head} with bounds that are not integers")
        if last - first > MOST_TERMS:
            raise Unsupported(f"{term.head} of more than {MOST_TERMS} terms")
        result = start
        for k in range(int(first.p), int(last.p) + 1):
            inner = run.with_value(index, fmpq(k), integer=True)
            result = operation(result, inner.value(body))
        return result

    return apply


def _at(run: Evaluation, term: Op) -> Value:
    body, name, value = term.args
    if not isinstance(name, Sym):
        raise Unsupported("at")
    return run.with_value(name, run.value(value)).value(body)


def _root(run: Evaluation, term: Op) -> Value:
    degree = run.value(term.args[1])
    if not (isinstance(degree, fmpq) and degree.q == 1 and 1 <= degree <= 1000):
        raise Unsupported("root of a degree that is not a positive integer")
    return root(run.value(term.args[0]), int(degree.p))


def _binomial(run: Evaluation, term: Op) -> Value:
    n, k = (run.value(a) for a in term.args)
    if not (isinstance(n, fmpq) and isinstance(k, fmpq) and n.q == k.q == 1 and 0 <= k <= 1000 and 0 <= n <= 1000):
        raise Unsure("binomial coefficient of something that is not a small integer")
    return divide(factorial(n), factorial(k) * factorial(n - k)) if k <= n else fmpq(0)


SPECIAL: Mapping[str, Callable[[Evaluation, Op], Value]] = {
    "add": _fold(add),
    "mul": _product,
    "dot": _product,
    "times": _product,
    "div": lambda run, term: divide(run.value(term.args[0]), run.value(term.args[1])),
    "pow": _power,
    "root": _root,
    "log_base": lambda run, term: divide(log(run.value(term.args[0])), log(run.value(term.args[1]))),
    "binomial": _binomial,
    "pi": lambda run, term: arb.pi(),
    "e": lambda run, term: arb(1).exp(),
    "max": _fold(_larger),
    "min": _fold(_smaller),
    "indicator": _indicator,
    "delta": _delta,
    "cases": _cases,
    "at": _at,
    "sum": _indexed(fmpq(0), add),
    "prod": _indexed(fmpq(1), multiply),
}
