"""Normal forms: a smooth term as a quotient of polynomials over ℚ in kernels.

A zero numerator proves that the term is 0 at every point where it is defined: every step of the way is an identity
wherever all parts of the term have a value.  Hyperbolic functions become exponentials, exponentials powers of common
ones, logarithms sums over factors, roots and sin/cos keep their relation; erf, atan and unknown functions are opaque.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from symnn.kernel import ratio as rat
from symnn.kernel import special_forms
from symnn.kernel.build import split_prime
from symnn.kernel.elementary import Unsupported
from symnn.kernel.facts import ANY, RELATION, Sign
from symnn.kernel.kernel_table import Learnt
from symnn.kernel.kernels import Kernels
from symnn.kernel.ratio import GiveUp, Ratio
from symnn.kernel.readback import term_of
from symnn.kernel.trigonometry import cos_sin
from symnn.term import Num, Op, Sym, Term, free_symbols

MOST_PASSES = 8


class Form:
    """Normal forms of several terms over one table of kernels, under facts that hold at the points in question.

    ``facts`` are relations (``gt(x, 0)``, ``ne(x, y)``); those that say nothing simple are ignored.
    """

    def __init__(
        self, terms: Iterable[Term], facts: Iterable[Term] = (), integers: frozenset[Sym] = frozenset()
    ) -> None:
        self.terms, self.given, self.integers = tuple(terms), tuple(facts), integers
        learnt = Learnt()
        for _ in range(MOST_PASSES):
            learnt.changed = False
            self.kernels = Kernels(learnt)
            self.memo: dict[Term, Ratio] = {}
            for _ in range(2):  # a fact may need the sign that a later one gives
                for fact in self.given:
                    self._learn(fact)
            self.ratios = tuple(self.ratio(t) for t in self.terms)
            if not learnt.changed:
                return
        raise GiveUp("the kernels do not settle")

    def ratio(self, term: Term) -> Ratio:
        match term:
            case Num(value):
                return rat.constant(value)
            case Sym():
                return self.kernels.name(term, term)
        known = self.memo.get(term)
        if known is None:
            rule = RULES.get(term.head)
            if rule is None:
                raise GiveUp(f"no normal form for {term.head}")
            known = self.memo[term] = rule(self, term)
        return known

    def zero(self, r: Ratio) -> bool:
        return self.kernels.vanishes(r)

    def sign(self, r: Ratio) -> Sign:
        """The signs that the value can have, wherever the terms of this form are defined."""
        r = self.kernels.tidy(r)
        return frozenset({0}) if r.top.is_zero() else self.kernels.signs.of_ratio(r)

    def _learn(self, fact: Term) -> None:
        match fact:
            case Op("and", parts):
                for part in parts:
                    self._learn(part)
            case Op("eq" | "ne" | "lt" | "le" | "gt" | "ge" as head, (left, right)):
                try:
                    r = self.kernels.tidy(rat.sub(self.ratio(left), self.ratio(right)))
                except GiveUp:
                    return
                if not r.top.is_zero():
                    self.kernels.signs.learn(r, RELATION[head])


def is_zero(term: Term, cell: Iterable[Term] = (), integers: frozenset[Sym] = frozenset()) -> bool:
    """``True`` proves that the term is 0 wherever it is defined and the relations of ``cell`` hold."""
    try:
        form = Form((term,), cell, integers)
        return form.zero(form.ratios[0]) or form.sign(form.ratios[0]) == frozenset({0})
    except (GiveUp, Unsupported):
        return False


def sign(term: Term, cell: Iterable[Term] = (), integers: frozenset[Sym] = frozenset()) -> Sign:
    """The signs (-1, 0, 1) that the value can have wherever the term is defined and ``cell`` holds."""
    try:
        form = Form((term,), cell, integers)
        return form.sign(form.ratios[0])
    except (GiveUp, Unsupported):
        return ANY


def equalities(cell: Iterable[Term], integers: frozenset[Sym] = frozenset()) -> list[Term]:
    """Polynomials in kernels that must be 0 wherever ``cell`` holds, such as x where x ≥ 0 and x ≤ 0."""
    try:
        form = Form((), cell, integers)
    except (GiveUp, Unsupported):
        return []
    rows = form.kernels.signs.facts.values()
    return [Op("eq", (term_of(form.kernels, p), Num(Fraction(0)))) for p, s in rows if s == frozenset({0})]


# -- one row for each head -------------------------------------------------------------------------------------------

Rule = Callable[[Form, Op], Ratio]


def _sum(form: Form, term: Op) -> Ratio:
    result = form.ratio(term.args[0])
    for arg in term.args[1:]:
        result = rat.add(result, form.ratio(arg))
    return result


def _product(form: Form, term: Op) -> Ratio:
    result = form.ratio(term.args[0])
    for arg in term.args[1:]:
        result = rat.mul(result, form.ratio(arg))
    return result


def _power(form: Form, term: Op) -> Ratio:
    base, exponent = term.args
    if base == Op("e"):
        return form.kernels.exp(form.ratio(exponent))
    n = form.ratio(exponent)
    c = _number(form, n)
    x = form.ratio(base)
    if c is not None and c.denominator == 1 and not free_symbols(exponent):
        return rat.power(form.kernels.tidy(x) if abs(c) > 1 else x, int(c))
    if form.integers and all(s in form.integers for s in free_symbols(exponent)) and _whole(form, n):
        return _integer_power(form, x, n)
    if c is not None:
        return form.kernels.root(x, c, True)
    return form.kernels.exp(rat.mul(n, form.kernels.log(x)))


def _number(form: Form, r: Ratio) -> Fraction | None:
    r = form.kernels.tidy(r)
    if not (r.top.is_constant() and r.bottom.is_constant()):
        return None
    return rat.monomials(r.top)[0][1] if not r.top.is_zero() else Fraction(0)


def _whole(form: Form, n: Ratio) -> bool:
    return n.bottom.is_one() and all(c.denominator == 1 for _, c in rat.monomials(n.top))


def _integer_power(form: Form, x: Ratio, n: Ratio) -> Ratio:
    """x^(Σ c·m + c₀) = Π (x^m)^c · x^c₀ for integers: x^m is opaque unless x is known to be positive."""
    if form.sign(x) <= {1}:
        return form.kernels.exp(rat.mul(n, form.kernels.log(x)))
    result = rat.ONE
    for exponents, c in rat.monomials(n.top):
        part = form.kernels.function("power", (x, Ratio(rat.monomial(exponents), rat.POLY_ONE))) if exponents else x
        result = rat.mul(result, rat.power(part, int(c)))
    return result


def _sqrt(form: Form, term: Op) -> Ratio:
    return form.kernels.root(form.ratio(term.args[0]), Fraction(1, 2), False)


def _root(form: Form, term: Op) -> Ratio:
    radicand, degree = term.args
    if not (isinstance(degree, Num) and degree.value.denominator == 1 and 1 <= degree.value <= 1000):
        raise GiveUp("the degree of a root is not a positive integer")
    n = int(degree.value)
    x = form.ratio(radicand)
    return form.kernels.odd_root(x, n) if n % 2 else form.kernels.root(x, Fraction(1, n), False)


def _exp(form: Form, r: Ratio) -> Ratio:
    return form.kernels.exp(r)


def _circular(head: str) -> Callable[[Form, Ratio], Ratio]:
    def apply(form: Form, a: Ratio) -> Ratio:
        cos, sin = cos_sin(form.kernels, a)
        top, bottom = {
            "sin": (sin, rat.ONE),
            "cos": (cos, rat.ONE),
            "tan": (sin, cos),
            "cot": (cos, sin),
            "sec": (rat.ONE, cos),
            "csc": (rat.ONE, sin),
        }[head]
        return rat.div(form.kernels.tidy(top), form.kernels.tidy(bottom))

    return apply


def _call(form: Form, term: Op) -> Ratio:
    function, *args = term.args
    name, orders = split_prime(function, len(args))
    return form.kernels.function("call", tuple(form.ratio(a) for a in args), (name, orders))


def _opaque(form: Form, term: Op) -> Ratio:
    """Equal arguments give equal values; the order of the arguments of max and min does not count."""
    args = tuple(form.ratio(a) for a in term.args)
    if term.head in ("max", "min"):
        distinct = {(rat.key(r.top), rat.key(r.bottom)): r for r in args}
        args = tuple(distinct[k] for k in sorted(distinct, key=repr))
        if len(args) == 1:
            return args[0]
    return form.kernels.function(term.head, args)


def _log_base(form: Form, term: Op) -> Ratio:
    x, base = (form.kernels.log(form.ratio(a)) for a in term.args)
    return rat.div(x, base)


def _of(rule: Callable[[Kernels, Ratio], Ratio]) -> Callable[[Form, Ratio], Ratio]:
    return lambda form, a: rule(form.kernels, a)


def _unary(rule: Callable[[Form, Ratio], Ratio]) -> Rule:
    return lambda form, term: rule(form, form.ratio(term.args[0]))


RULES: Mapping[str, Rule] = {
    "add": _sum,
    "mul": _product,
    "dot": _product,
    "times": _product,
    "neg": _unary(lambda form, a: rat.neg(a)),
    "div": lambda form, term: rat.div(form.ratio(term.args[0]), form.kernels.tidy(form.ratio(term.args[1]))),
    "percent": _unary(lambda form, a: rat.mul(a, rat.constant(Fraction(1, 100)))),
    "pow": _power,
    "sqrt": _sqrt,
    "root": _root,
    "pi": lambda form, term: special_forms.pi(form.kernels),
    "e": lambda form, term: form.kernels.exp(rat.ONE),
    "exp": _unary(_exp),
    "log": _unary(lambda form, a: form.kernels.log(a)),
    "log_base": _log_base,
    **{head: _unary(_of(special_forms.hyperbolic(head))) for head in ("sinh", "cosh", "tanh", "sech", "csch", "coth")},
    "asinh": _unary(_of(special_forms.asinh)),
    "acosh": _unary(_of(special_forms.acosh)),
    "atanh": _unary(_of(special_forms.atanh)),
    **{head: _unary(_circular(head)) for head in ("sin", "cos", "tan", "cot", "sec", "csc")},
    **{head: _unary(_of(special_forms.odd(head))) for head in ("erf", "atan", "asin")},
    "acos": _unary(_of(special_forms.acos)),
    "erfc": _unary(_of(special_forms.erfc)),
    "normal_cdf": _unary(_of(special_forms.normal_cdf)),
    "normal_pdf": _unary(_of(special_forms.normal_pdf)),
    "call": _call,
    **dict.fromkeys(("abs", "sign", "max", "min", "floor", "ceil", "factorial", "binomial", "delta"), _opaque),
}
