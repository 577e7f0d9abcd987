"""Values of terms as balls: every result encloses the true value.

A ball ``m ± r`` stands for all numbers in it.  Exact rationals stay exact as long as only rational operations meet
them, so that ``x - 1/3`` at ``x = 1/3`` is zero and not "perhaps zero".  Wide balls are kept tight where it is cheap:
even powers, absolute values, monotone functions (through their end points), ``max``, ``min``, ``sign`` and case lists
(as the union of the branches that can be taken).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flint import arb, ctx, fmpq

from symnn.kernel.ball_heads import SPECIAL
from symnn.kernel.ball_heads import integer_valued as integer_valued
from symnn.kernel.elementary import (
    ELEMENTWISE,
    Condition,
    Undefined,
    Unsupported,
    Unsure,
    Value,
    ball,
    compare,
    every,
    is_whole,
    negated,
)
from symnn.term import Num, Op, Sym, Term


def evaluate(
    term: Term, values: Mapping[Sym, Value], precision: int = 128, integers: frozenset[Sym] = frozenset()
) -> arb:
    """An enclosure of ``term`` where each name takes any value of its ball (``arb``, or an exact ``fmpq``).

    ``integers`` are the names declared as integers: ``x^n`` with such an exponent needs no positive base.
    Raises ``Undefined`` (no value anywhere), ``Unsure`` (perhaps no value somewhere), ``Unsupported``.
    """
    with ctx.workprec(precision):
        return ball(Evaluation(values, integers).value(term))


def truth(
    condition: Term, values: Mapping[Sym, Value], precision: int = 128, integers: frozenset[Sym] = frozenset()
) -> Condition:
    """``True`` or ``False`` if the condition certainly holds or fails on the whole ball, else ``None``."""
    with ctx.workprec(precision):
        try:
            return Evaluation(values, integers).truth(condition)
        except Undefined:
            return None


def rational(value: Fraction | int) -> fmpq:
    """The exact value as the evaluator takes it."""
    value = Fraction(value)
    return fmpq(value.numerator, value.denominator)


class Evaluation:
    """One evaluation: the values, and what has been computed for each node (by identity: terms share nodes)."""

    def __init__(self, values: Mapping[Sym, Value], integers: frozenset[Sym]) -> None:
        self.values, self.integers = values, integers
        self.memo: dict[int, Value] = {}

    def with_value(self, name: Sym, value: Value, integer: bool = False) -> Evaluation:
        """The same values, and one more name."""
        return Evaluation({**self.values, name: value}, self.integers | {name} if integer else self.integers)

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
