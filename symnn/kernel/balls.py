"""Values of terms as balls: every result encloses the true value.

A ball ``m ± r`` stands for all numbers in it.  Exact rationals stay exact as long as only rational operations meet
them, so that ``x - 1/3`` at ``x = 1/3`` is zero and not "perhaps zero".  Wide balls are kept tight where it is cheap:
even powers, absolute values, monotone functions (through their end points), ``max``, ``min``, ``sign`` and case lists
(as the union of the branches that can be taken).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from flint import arb, ctx, fmpq

from symnn.kernel.elementary import (
    ELEMENTWISE,
    Condition,
    Undefined,
    Unsupported,
    Unsure,
    Value,
    add,
    ball,
    compare,
    divide,
    every,
    factorial,
    integer_power,
    is_whole,
    log,
    multiply,
    negated,
    require,
    root,
    sqrt,
)
from symnn.term import Num, Op, Sym, Term, free_symbols

_MOST_TERMS = 400


def evaluate(
    term: Term, values: Mapping[Sym, Value], precision: int = 128, integers: frozenset[Sym] = frozenset()
) -> arb:
    """An enclosure of ``term`` where each name takes any value of its ball (``arb``, or an exact ``fmpq``).

    ``integers`` are the names declared as integers: ``x^n`` with such an exponent needs no positive base.
    Raises ``Undefined`` (no value anywhere), ``Unsure`` (perhaps no value somewhere), ``Unsupported``.
    """
    with ctx.workprec(precision):
        return ball(_Evaluation(values, integers).value(term))


def truth(
    condition: Term, values: Mapping[Sym, Value], precision: int = 128, integers: frozenset[Sym] = frozenset()
) -> Condition:
    """``True`` or ``False`` if the condition certainly holds or fails on the whole ball, else ``None``."""
    with ctx.workprec(precision):
        try:
            return _Evaluation(values, integers).truth(condition)
        except Undefined:
            return None


def rational(value: Fraction | int) -> fmpq:
    """The exact value as the evaluator takes it."""
    value = Fraction(value)
    return fmpq(value.numerator, value.denominator)


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


class _Evaluation:
    """One evaluation: the values, and what has been computed for each node (by identity: terms share nodes)."""

    def __init__(self, values: Mapping[Sym, Value], integers: frozenset[Sym]) -> None:
        self.values, self.integers = values, integers
        self.memo: dict[int, Value] = {}

    def value(self, term: Term) -> Value:
        match term:
            case Num(value):
                return fmpq(value.numerator, value.denominator)
            case Sym():
                if term not in self.values:
                    raise Unsupported(f"no value for {term.text}")
                return self.values[term]
        known = self.memo.get(id(term))
        if known is None:
            known = self.memo[id(term)] = self.apply(term)
        return known

    def apply(self, term: Op) -> Value:
        simple = ELEMENTWISE.get(term.head)
        if simple is not None and len(term.args) == 1:
            result = simple(self.value(term.args[0]))
        else:
            special = SPECIAL.get(term.head)
            if special is None:
                raise Unsupported(term.head)
            result = special(self, term)
        if isinstance(result, arb) and not result.is_finite():
            raise Unsure(f"{term.head} has no finite enclosure")
        return result

    def truth(self, term: Term) -> Condition:
        match term:
            case Op("true"):
                return True
            case Op("and" | "chain", parts):
                return every(self.truth(p) for p in parts)
            case Op("or", parts):
                return negated(every(negated(self.truth(p)) for p in parts))
            case Op("not", (part,)):
                return negated(self.truth(part))
            case Op("implies", (given, then)):
                return negated(every([self.truth(given), negated(self.truth(then))]))
            case Op("in", (element, target)):
                return self.member(self.value(element), target)
            case Op("notin", (element, target)):
                return negated(self.member(self.value(element), target))
            case Op("eq" | "ne" | "lt" | "le" | "gt" | "ge" as head, (left, right)):
                return compare(head, self.value(left), self.value(right))
            case Op(head):
                raise Unsupported(head)
        raise Unsupported("a condition that is no relation")

    def member(self, x: Value, target: Term) -> Condition:
        match target:
            case Op("reals", ()):
                return True
            case Op("integers" | "naturals" as head, ()):
                whole = is_whole(x)
                return every([whole, compare("ge", x, fmpq(1))]) if head == "naturals" else whole
            case Op("rationals", ()):
                return True if isinstance(x, fmpq) else None
            case Op("interval_oo" | "interval_cc" | "interval_oc" | "interval_co" as head, (low, high)):
                return every([self.beyond(x, low, head[-2] == "o", 1), self.beyond(x, high, head[-1] == "o", -1)])
            case Op("set", items) if not any(isinstance(i, Op) and i.head == "dots" for i in items):
                return negated(every(negated(compare("eq", x, self.value(i))) for i in items))
            case Op("union", parts):
                return negated(every(negated(self.member(x, p)) for p in parts))
            case Op("intersection", parts):
                return every(self.member(x, p) for p in parts)
            case Op("setminus", (whole_set, removed)):
                return every([self.member(x, whole_set), negated(self.member(x, removed))])
            case Op(head):
                raise Unsupported(head)
        raise Unsupported("membership in something that is no set")

    def beyond(self, x: Value, end: Term, strict: bool, side: int) -> Condition:
        match end:
            case Op("infinity"):
                return side < 0
            case Op("neg", (Op("infinity"),)):
                return side > 0
        head = ("gt" if strict else "ge") if side > 0 else ("lt" if strict else "le")
        return compare(head, x, self.value(end))


# -- heads that need more than the values of their arguments ---------------------------------------------------------


def _fold(operation: Callable[[Value, Value], Value]) -> Callable[[_Evaluation, Op], Value]:
    def apply(run: _Evaluation, term: Op) -> Value:
        result = run.value(term.args[0])
        for arg in term.args[1:]:
            result = operation(result, run.value(arg))
        return result

    return apply


def _product(run: _Evaluation, term: Op) -> Value:
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


def _power(run: _Evaluation, term: Op) -> Value:
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


def _cases(run: _Evaluation, term: Op) -> Value:
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


def _indicator(run: _Evaluation, term: Op) -> Value:
    holds = run.truth(term.args[0])
    return arb(0).union(arb(1)) if holds is None else fmpq(int(holds))


def _delta(run: _Evaluation, term: Op) -> Value:
    same = compare("eq", run.value(term.args[0]), run.value(term.args[1]))
    return arb(0).union(arb(1)) if same is None else fmpq(int(same))


def _indexed(start: Value, operation: Callable[[Value, Value], Value]) -> Callable[[_Evaluation, Op], Value]:
    def apply(run: _Evaluation, term: Op) -> Value:
        match term.args:
            case (body, Sym() as index, Op("range", (low, high))):
                first, last = run.value(low), run.value(high)
            case _:
                raise Unsupported(term.head)
        if not (isinstance(first, fmpq) and isinstance(last, fmpq) and first.q == 1 and last.q == 1):
            raise Unsupported(f"{term.head} with bounds that are not integers")
        if last - first > _MOST_TERMS:
            raise Unsupported(f"{term.head} of more than {_MOST_TERMS} terms")
        result = start
        for k in range(int(first.p), int(last.p) + 1):
            inner = _Evaluation({**run.values, index: fmpq(k)}, run.integers | {index})
            result = operation(result, inner.value(body))
        return result

    return apply


def _at(run: _Evaluation, term: Op) -> Value:
    body, name, value = term.args
    if not isinstance(name, Sym):
        raise Unsupported("at")
    return _Evaluation({**run.values, name: run.value(value)}, run.integers).value(body)


def _root(run: _Evaluation, term: Op) -> Value:
    degree = run.value(term.args[1])
    if not (isinstance(degree, fmpq) and degree.q == 1 and 1 <= degree <= 1000):
        raise Unsupported("root of a degree that is not a positive integer")
    return root(run.value(term.args[0]), int(degree.p))


def _binomial(run: _Evaluation, term: Op) -> Value:
    n, k = (run.value(a) for a in term.args)
    if not (isinstance(n, fmpq) and isinstance(k, fmpq) and n.q == k.q == 1 and 0 <= k <= 1000 and 0 <= n <= 1000):
        raise Unsure("binomial coefficient of something that is not a small integer")
    return divide(factorial(n), factorial(k) * factorial(n - k)) if k <= n else fmpq(0)


SPECIAL: Mapping[str, Callable[[_Evaluation, Op], Value]] = {
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
