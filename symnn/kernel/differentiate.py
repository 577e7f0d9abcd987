"""Derivatives of terms: one row for each function, the chain rule, and what has to hold for the rules to apply.

``derivative`` gives the term that the rules give.  It is the derivative wherever the body is defined around the point
and the conditions of ``smooth_where`` hold: no kink, no end of a domain.  ``resolve_derivatives`` removes every
``deriv`` and ``at`` from a term and collects these conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from symnn.kernel.build import (
    ONE,
    PI,
    TWO,
    ZERO,
    depends,
    difference,
    memoised,
    minus,
    nonzero,
    power,
    product,
    quotient,
    replace_term,
    split_prime,
    square,
    total,
)  # fmt: skip
from symnn.kernel.elementary import Unsupported
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, rebuild, substitute, walk

# head -> derivative of the function at u
RULES: Mapping[str, Callable[[Term], Term]] = {
    # exponential and logarithm
    "exp": lambda u: op("exp", u),
    "log": lambda u: quotient(ONE, u),
    # hyperbolic
    "sinh": lambda u: op("cosh", u),
    "cosh": lambda u: op("sinh", u),
    "tanh": lambda u: difference(ONE, square(op("tanh", u))),
    "sech": lambda u: minus(product(op("sech", u), op("tanh", u))),
    "csch": lambda u: minus(product(op("csch", u), op("coth", u))),
    "coth": lambda u: difference(ONE, square(op("coth", u))),
    "asinh": lambda u: quotient(ONE, op("sqrt", total(square(u), ONE))),
    "acosh": lambda u: quotient(ONE, op("sqrt", difference(square(u), ONE))),
    "atanh": lambda u: quotient(ONE, difference(ONE, square(u))),
    # trigonometric
    "sin": lambda u: op("cos", u),
    "cos": lambda u: minus(op("sin", u)),
    "tan": lambda u: total(ONE, square(op("tan", u))),
    "sec": lambda u: product(op("sec", u), op("tan", u)),
    "csc": lambda u: minus(product(op("csc", u), op("cot", u))),
    "cot": lambda u: minus(total(ONE, square(op("cot", u)))),
    "asin": lambda u: quotient(ONE, op("sqrt", difference(ONE, square(u)))),
    "acos": lambda u: minus(quotient(ONE, op("sqrt", difference(ONE, square(u))))),
    "atan": lambda u: quotient(ONE, total(ONE, square(u))),
    # error function, normal distribution
    "erf": lambda u: product(quotient(TWO, op("sqrt", PI)), op("exp", minus(square(u)))),
    "erfc": lambda u: minus(product(quotient(TWO, op("sqrt", PI)), op("exp", minus(square(u))))),
    "normal_cdf": lambda u: op("normal_pdf", u),
    "normal_pdf": lambda u: minus(product(u, op("normal_pdf", u))),
    # roots
    "sqrt": lambda u: quotient(ONE, product(TWO, op("sqrt", u))),
    # piecewise: right off the kink
    "abs": lambda u: op("sign", u),
    "sign": lambda u: ZERO,
    # linear
    "neg": lambda u: num(-1),
    "percent": lambda u: num(Fraction(1, 100)),
}


def derivative(term: Term, var: Sym) -> Term:
    """The derivative by the rules; right where ``smooth_where(term, var)`` holds and ``term`` is defined around."""

    def rule(node: Term) -> Term:
        match node:
            case Num():
                return ZERO
            case Sym():
                if node == var:
                    return ONE
                if depends(node, var):
                    raise Unsupported(f"derivative of {node.text} by its index")
                return ZERO
        if not depends(node, var):
            return ZERO
        if node.head in RULES and len(node.args) == 1:
            (u,) = node.args
            return product(RULES[node.head](u), d(u))
        special = SPECIAL.get(node.head)
        if special is None:
            raise Unsupported(f"derivative of {node.head}")
        return special(node, var, d)

    d = memoised(rule)
    return d(term)


Rule = Callable[[Term], Term]


def _product(node: Op, var: Sym, d: Rule) -> Term:
    args = node.args
    return total(*(product(*args[:i], d(a), *args[i + 1 :]) for i, a in enumerate(args) if d(a) != ZERO))


def _quotient(node: Op, var: Sym, d: Rule) -> Term:
    a, b = node.args
    if d(b) == ZERO:
        return quotient(d(a), b)
    return quotient(difference(product(d(a), b), product(a, d(b))), square(b))


def _power(node: Op, var: Sym, d: Rule) -> Term:
    base, exponent = node.args
    if d(exponent) == ZERO and not depends(exponent, var):
        if isinstance(exponent, Num):
            return product(exponent, power(base, exponent.value - 1), d(base))
        return product(exponent, op("pow", base, difference(exponent, ONE)), d(base))
    if base == Op("e"):
        return product(node, d(exponent))
    return product(node, total(product(d(exponent), op("log", base)), quotient(product(exponent, d(base)), base)))


def _root(node: Op, var: Sym, d: Rule) -> Term:
    radicand, degree = node.args
    if depends(degree, var):
        raise Unsupported("derivative by the degree of a root")
    return quotient(product(node, d(radicand)), product(degree, radicand))


def _log_base(node: Op, var: Sym, d: Rule) -> Term:
    x, base = node.args
    return d(op("div", op("log", x), op("log", base)))


def _extremum(node: Op, var: Sym, d: Rule) -> Term:
    first, *rest = node.args
    if not rest:
        return d(first)
    other = Op(node.head, tuple(rest)) if len(rest) > 1 else rest[0]
    chosen = op("ge" if node.head == "max" else "le", first, other)
    return op("cases", op("case", d(first), chosen), op("case", d(other), op("true")))


def _cases(node: Op, var: Sym, d: Rule) -> Term:
    rows = []
    for row in node.args:
        match row:
            case Op("case", (value, condition)):
                rows.append(op("case", d(value), condition))
            case _:
                raise Unsupported("derivative of cases")
    return Op("cases", tuple(rows))


def _call(node: Op, var: Sym, d: Rule) -> Term:
    """The chain rule for an opaque function: prime(f, k₁, …) counts the derivatives in each argument."""
    function, *args = node.args
    name, orders = split_prime(function, len(args))
    parts = []
    for i, arg in enumerate(args):
        if d(arg) != ZERO:
            raised = (*orders[:i], orders[i] + 1, *orders[i + 1 :])
            parts.append(product(op("call", op("prime", name, *map(num, raised)), *args), d(arg)))
    return total(*parts)


def _sum(node: Op, var: Sym, d: Rule) -> Term:
    body, index, bounds = node.args
    if depends(bounds, var) or any(isinstance(s, Sym) and s.subs and s.name == var.name for s in walk(body)):
        raise Unsupported("derivative of a sum by an indexed name")
    return op("sum", derivative(body, var), index, bounds)


SPECIAL: Mapping[str, Callable[[Op, Sym, Rule], Term]] = {
    "add": lambda node, var, d: total(*(d(a) for a in node.args)),
    "mul": _product,
    "dot": _product,
    "times": _product,
    "div": _quotient,
    "pow": _power,
    "root": _root,
    "log_base": _log_base,
    "max": _extremum,
    "min": _extremum,
    "cases": _cases,
    "indicator": lambda node, var, d: ZERO,
    "call": _call,
    "sum": _sum,
}


def smooth_where(term: Term, var: Sym) -> tuple[Term, ...]:
    """Conditions under which the rules apply, beside the definedness of ``term``: off kinks and ends of domains."""
    found: list[Term] = []
    for node in walk(term):
        if not (isinstance(node, Op) and depends(node, var)):
            continue
        match node:
            case Op("abs" | "sign" | "sqrt", (u,)) | Op("root", (u, _)):
                found.append(nonzero(u))
            case Op("asin" | "acos", (u,)):
                found.append(nonzero(difference(ONE, square(u))))
            case Op("acosh", (u,)):
                found.append(nonzero(difference(u, ONE)))
            case Op("max" | "min", args):
                found.extend(op("ne", a, b) for i, a in enumerate(args) for b in args[i + 1 :])
            case Op("indicator", (condition,)) | Op("case", (_, condition)):
                found.extend(op("ne", a, b) for a, b in borders(condition) if depends(a, var) or depends(b, var))
            case Op("floor" | "ceil"):
                raise Unsupported(f"derivative of {node.head}")
    return tuple(dict.fromkeys(found))


def borders(condition: Term) -> list[tuple[Term, Term]]:
    """The pairs of terms on whose equality the truth of a condition may change."""
    match condition:
        case Op("true"):
            return []
        case Op("and" | "or" | "not" | "implies" | "chain", parts):
            return [pair for part in parts for pair in borders(part)]
        case Op("eq" | "ne" | "lt" | "le" | "gt" | "ge", (a, b)):
            return [(a, b)]
        case Op("in" | "notin", (x, Op(head, (low, high)))) if head.startswith("interval_"):
            return [
                (x, end)
                for end in (low, high)
                if not any(isinstance(n, Op) and n.head == "infinity" for n in walk(end))
            ]
    raise Unsupported("a condition that is no relation")


@dataclass(frozen=True)
class Resolved:
    """A term without ``deriv`` and ``at``.

    It has the value of the original wherever every term of ``bodies`` is defined and every condition of ``smooth``
    holds: there each differentiated body is defined and smooth around the point.
    """

    term: Term
    smooth: tuple[Term, ...] = ()
    bodies: tuple[Term, ...] = ()


def resolved(term: Term) -> Resolved:
    match term:
        case Op("deriv", (body, *variables)) if variables:
            inner = resolved(body)
            here, smooth, bodies = inner.term, inner.smooth, inner.bodies
            for variable in variables:
                bodies += (here,)
                name, here = _as_name(variable, here)
                smooth += tuple(substitute(c, {name: variable}) for c in smooth_where(here, name))
                here = substitute(derivative(here, name), {name: variable})
            return Resolved(here, smooth, bodies)
        case Op("at", (body, Sym() as name, value)):
            inner, point = resolved(body), resolved(value)
            values = {name: point.term}
            smooth = tuple(substitute(c, values) for c in inner.smooth)
            bodies = tuple(substitute(b, values) for b in inner.bodies)
            return Resolved(substitute(inner.term, values), smooth + point.smooth, bodies + point.bodies)
        case Op(_, args):
            done = [resolved(a) for a in args]
            same = all(a is d.term for a, d in zip(args, done, strict=True))
            return Resolved(
                term if same else rebuild(term, tuple(d.term for d in done)),
                tuple(dict.fromkeys(c for d in done for c in d.smooth)),
                tuple(dict.fromkeys(b for d in done for b in d.bodies)),
            )
    return Resolved(term)


def resolve_derivatives(term: Term) -> tuple[Term, tuple[Term, ...]]:
    """The term without ``deriv`` and ``at``, and the conditions of smoothness: ``resolved`` without the bodies."""
    done = resolved(term)
    return done.term, tuple(dict.fromkeys(done.smooth))


def _as_name(variable: Term, body: Term) -> tuple[Sym, Term]:
    """A name to differentiate by: a call g(x) in the place of a variable is one, wherever it stands in the body."""
    if isinstance(variable, Sym):
        return variable, body
    if not (isinstance(variable, Op) and variable.head == "call"):
        raise Unsupported("derivative by something that is no name")
    name = Sym("u~")
    while name in free_symbols(body):
        name = Sym(name.name + "~")
    return name, replace_term(body, variable, name)
