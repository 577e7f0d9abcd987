"""Expansion of a term for T → ∞ by dominant terms.

``Expansion(scale, var).of(term)`` is a ``Series``.  Sums, products, quotients and powers are those of series; functions
are expanded at the limit of their argument; max, min, |·|, sign and case lists are resolved by the eventual sign.
A limit at a finite point a is one at infinity, with x = a ± 1/T.
"""

from __future__ import annotations

from fractions import Fraction

from symnn.kernel import coefficients as co
from symnn.kernel import elementary_rules
from symnn.kernel import series as se
from symnn.kernel.coefficients import rational
from symnn.kernel.expansions import FUNCTIONS, exp, log, opaque, rational_power
from symnn.kernel.scales import UNIT, Monomial, Scale
from symnn.kernel.series import Series
from symnn.kernel.signs import NoValue, Unknown
from symnn.term import Num, Op, Sym, Term, free_functions, free_symbols, op

_T = Monomial((), Fraction(1))


class Expansion:
    """Expands terms in ``var`` → ∞; memoised over one scale."""

    def __init__(self, scale: Scale, var: Sym) -> None:
        self.scale, self.var = scale, var
        self.memo: dict[Term, Series] = {}

    def of(self, term: Term) -> Series:
        found = self.memo.get(term)
        if found is None:
            found = self.memo[term] = self._expand(term)
        return found

    def sign(self, term: Term) -> int:
        return se.tail_sign(self.scale, self.of(term))

    def _expand(self, term: Term) -> Series:
        match term:
            case Num(q):
                return se.constant(rational(q))
            case Sym():
                return se.monomial(_T) if term == self.var else se.constant(co.name(term))
            case Op("pi"):
                return se.constant(co.value(term))
            case Op("e"):
                return se.constant(co.exponential(rational(1)))
            case Op("add", args):
                return se.add(self.scale, *(self.of(a) for a in args))
            case Op("neg", (a,)):
                return se.negated(self.of(a))
            case Op("mul" | "dot" | "times", args):
                out = self.of(args[0])
                for a in args[1:]:
                    out = se.mul(self.scale, out, self.of(a))
                return out
            case Op("div", (a, b)):
                return self.quotient(self.of(a), self.of(b))
            case Op("pow", (base, exponent)):
                return self.power(base, exponent)
            case Op("call", (function, argument)):
                return opaque(self.scale, function, self.of(argument))
            case Op("cases", cases):
                return self.cases(cases)
            case Op("indicator", (condition,)):
                return se.constant(rational(int(self.holds(condition))))
            case Op("max" | "min" as head, args):
                return self.extreme(args, 1 if head == "max" else -1)
            case Op("abs", (a,)):
                return self.extreme((a, op("neg", a)), 1)
            case Op("sign", (a,)):
                return se.constant(rational(self.sign(a)))
            case Op(head, (a,)) if head in FUNCTIONS:
                return FUNCTIONS[head](self.scale, self.of(a))
            case Op(head):
                rewritten = elementary_rules.through_basic(term)
                if rewritten is not None:
                    return self.of(rewritten)
                raise Unknown(f"no expansion rule for {head}")
        raise Unknown("no expansion rule")

    # -- arithmetic ------------------------------------------------------------------------------------------------

    def quotient(self, a: Series, b: Series) -> Series:
        if se.is_zero(self.scale, b):
            raise NoValue("division by zero")
        return se.mul(self.scale, a, se.inverse(self.scale, b))

    def power(self, base: Term, exponent: Term) -> Series:
        """x^q by the binomial series; x^y = e^{y log x} for x > 0 only: elsewhere a whole y may still have a value."""
        if base == Op("e"):
            return exp(self.scale, self.of(exponent))
        y, x = self.of(exponent), self.of(base)
        if not free_symbols(exponent) and not free_functions(exponent):
            q = y.terms[0][1].rational if len(y.terms) == 1 and y.terms[0][0] == UNIT else None
            if y.exact_zero or q is not None:
                return rational_power(self.scale, x, q or Fraction(0))
        if se.is_zero(self.scale, x) or se.relative(self.scale, x)[2] < 0:
            raise Unknown("a variable power of a number that is not positive")
        return exp(self.scale, se.mul(self.scale, y, log(self.scale, x)))

    # -- choices ---------------------------------------------------------------------------------------------------

    def extreme(self, args: tuple[Term, ...], direction: int) -> Series:
        best = self.of(args[0])
        for a in args[1:]:
            other = self.of(a)
            gap = se.add(self.scale, other, se.negated(best))
            try:
                s = se.tail_sign(self.scale, gap)
            except Unknown:
                if gap.terms or gap.rest is None:
                    raise
                best = se.add(self.scale, best, Series((), gap.rest, gap.bound))  # |max(a,b) - a| ≤ |b - a|
                continue
            best = other if s * direction > 0 else best
        return best

    def cases(self, cases: tuple[Term, ...]) -> Series:
        for case in cases:
            match case:
                case Op("case", (value, condition)):
                    if self.holds(condition):
                        return self.of(value)
                case _:
                    raise Unknown("a case list of another form")
        raise NoValue("no case applies")

    def holds(self, condition: Term) -> bool:
        """Whether the condition holds for all T ≥ start (or all large T)."""
        match condition:
            case Op("true"):
                return True
            case Op("and" | "chain", parts):
                return all(self.holds(p) for p in parts)
            case Op("or", parts):
                return any(self.holds(p) for p in parts)
            case Op("not", (part,)):
                return not self.holds(part)
            case Op("eq" | "ne" | "lt" | "le" | "gt" | "ge" as head, (left, right)):
                s = self.sign(op("add", left, op("neg", right)))
                return {"eq": s == 0, "ne": s != 0, "lt": s < 0, "le": s <= 0, "gt": s > 0, "ge": s >= 0}[head]
            case Op("in", (x, Op("interval_oo" | "interval_cc" | "interval_oc" | "interval_co" as head, (low, high)))):
                lower = op("gt" if head[-2] == "o" else "ge", x, low)
                upper = op("lt" if head[-1] == "o" else "le", x, high)
                return self.holds(lower) and self.holds(upper)
        raise Unknown("a condition of another form")
