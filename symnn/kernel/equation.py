"""An equation as the provers see it: both sides resolved, the domain as relations, sums of known length written out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from symnn.claim import Claim, Variable
from symnn.domain import Domain, Interval
from symnn.kernel.build import ONE, ZERO, both, product, total
from symnn.kernel.definedness import constant
from symnn.kernel.differentiate import Resolved, resolved
from symnn.kernel.elementary import Unsupported
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, substitute, transform, walk

MOST_TERMS = 60

# what the scalar kernel has no meaning for; the index calculus or nobody decides these
INDEX_CALCULUS = "needs the index calculus"  # how a reason begins for what is no claim about scalars
FOREIGN = frozenset(
    "transpose inverse hadamard hadamard_div hadamard_pow kron norm norm_frobenius inner det tr diag vec rank ones"
    " zeros identity softmax softmax_rows item slice matrix row column gradient hessian dots".split()
)


@dataclass(frozen=True)
class Equation:
    """left = right over the variables, where the assumptions hold."""

    left: Resolved
    right: Resolved
    variables: tuple[Variable, ...]
    assumptions: tuple[Term, ...]

    @property
    def integers(self) -> frozenset[Sym]:
        return integers_of(self.variables)

    @property
    def facts(self) -> tuple[Term, ...]:
        """Relations that hold at every point of the domain."""
        return (*(f for v in self.variables for f in domain_facts(v)), *flat(self.assumptions))

    @property
    def sides(self) -> tuple[Resolved, Resolved]:
        return self.left, self.right

    @property
    def smooth(self) -> tuple[Term, ...]:
        return tuple(dict.fromkeys((*self.left.smooth, *self.right.smooth)))


def equation(claim: Claim) -> Equation | None:
    """The claim as an equation of scalars; ``None`` if it is something else."""
    match claim.relation:
        case Op("eq" | "equiv", (left, right)):
            if any(isinstance(n, Op) and n.head == "lim" for n in walk(claim.relation)):
                return None
            return Equation(resolved(left), resolved(right), claim.variables, claim.assumptions)
    return None


def integer_powers(claim: Claim) -> bool:
    """Whether an integer name is in an exponent over a base that is no positive number.

    Such a power has a value for a negative base too, which the provers for real exponents do not know.
    """
    integers = integers_of(claim.variables)
    positive = {v.sym for v in claim.variables if all(_above_zero(i) for i in v.domain.intervals)}
    for node in walk(claim.relation):
        match node:
            case Op("pow", (base, exponent)) if free_symbols(exponent) & integers:
                number = isinstance(base, Num) and base.value > 0
                if not number and base not in (Op("e"), Op("pi")) and base not in positive:
                    return True
    return False


def _above_zero(i: Interval) -> bool:
    return i.low is not None and (i.low > 0 or (i.low == 0 and i.low_open))


def integers_of(variables: tuple[Variable, ...]) -> frozenset[Sym]:
    """The names that are declared as integers, and those that are one integer by their domain."""
    return frozenset(v.sym for v in variables if v.domain.integer or _whole(v.domain))


def _whole(domain: Domain) -> bool:
    return bool(domain.intervals) and all(
        i.is_point and i.low is not None and i.low.denominator == 1 for i in domain.intervals
    )


def flat(conditions: tuple[Term, ...]) -> Iterator[Term]:
    """The parts of conjunctions and chains."""
    for condition in conditions:
        if isinstance(condition, Op) and condition.head in ("and", "chain"):
            yield from flat(condition.args)
        else:
            yield from _membership(condition)


def _membership(condition: Term) -> Iterator[Term]:
    match condition:
        case Op("in", (x, Op(head, (low, high)))) if head.startswith("interval_"):
            for side, (end, relation) in enumerate(((low, "g"), (high, "l"))):
                if not any(isinstance(n, Op) and n.head == "infinity" for n in walk(end)):
                    yield op(relation + ("t" if head[-2 + side] == "o" else "e"), x, end)
        case _:
            yield condition


def domain_facts(variable: Variable) -> Iterator[Term]:
    """The ends of the domain, and the single points that are missing in it."""
    intervals = sorted((i for i in variable.domain.intervals if not i.empty), key=_low)
    if not intervals:
        return
    sym = variable.sym
    first = intervals[0]
    high = max(intervals, key=_high)
    if first.low is not None and first.low == high.high and first.is_point:
        yield op("eq", sym, num(first.low))
        return
    if first.low is not None:
        yield op("gt" if first.low_open else "ge", sym, num(first.low))
    if high.high is not None:
        yield op("lt" if high.high_open else "le", sym, num(high.high))
    for a, b in pairwise(intervals):
        if a.high is not None and a.high == b.low and a.high_open and b.low_open:
            yield op("ne", sym, num(a.high))


def _low(i: Interval) -> tuple[int, Fraction]:
    return (0, Fraction(0)) if i.low is None else (1, i.low)


def _high(i: Interval) -> tuple[int, Fraction]:
    return (1, Fraction(0)) if i.high is None else (0, i.high)


def alternatives(eq: Equation) -> Iterator[Equation]:
    """The same equation for each value of a variable that has few, and for each part of an assumed "or"."""
    for v in eq.variables:
        values = few_values(v.domain)
        if values is not None and depends_any(eq, v.sym):
            for x in values:
                yield from alternatives(put_in(eq, v.sym, x))
            return
    for i, a in enumerate(eq.assumptions):
        if isinstance(a, Op) and a.head == "or":
            for part in a.args:
                yield from alternatives(replace(eq, assumptions=(*eq.assumptions[:i], part, *eq.assumptions[i + 1 :])))
            return
    yield eq


def few_values(domain: Domain) -> list[Fraction] | None:
    """The values of a domain that has at most six, in a row."""
    found: list[Fraction] = []
    for i in domain.intervals:
        if i.is_point and i.low is not None:
            found.append(i.low)
        elif domain.integer and i.low is not None and i.high is not None and i.high - i.low <= 6:
            found += [Fraction(k) for k in range(ceil(i.low), floor(i.high) + 1) if Fraction(k) in i]
        else:
            return None
    return sorted(set(found)) if len(found) <= 6 else None


def depends_any(eq: Equation, sym: Sym) -> bool:
    terms = (eq.left.term, eq.right.term, *eq.left.bodies, *eq.right.bodies, *eq.smooth, *eq.assumptions)
    return any(sym in free_symbols(t) for t in terms)


def put_in(eq: Equation, sym: Sym, value: Fraction) -> Equation:
    """The equation at one value of a variable."""

    def at(terms: tuple[Term, ...]) -> tuple[Term, ...]:
        return tuple(substitute(t, {sym: num(value)}) for t in terms)

    left, right = (Resolved(at((s.term,))[0], at(s.smooth), at(s.bodies)) for s in eq.sides)
    return Equation(left, right, tuple(v for v in eq.variables if v.sym != sym), at(eq.assumptions))


# -- preparation -----------------------------------------------------------------------------------------------------


def prepared(claim: Claim) -> Claim:
    """The same claim with short sums and products written out and with names fixed by the assumptions put in."""
    relation = transform(claim.relation, _written_out)
    assumptions = tuple(transform(a, _written_out) for a in claim.assumptions)
    variables = list(claim.variables)
    kept: list[Term] = []
    for a in flat(assumptions):
        match a:
            case Op("eq", (Sym() as sym, Num(value))) | Op("eq", (Num(value), Sym() as sym)):
                at = next((i for i, v in enumerate(variables) if v.sym == sym), None)
                if at is not None and not variables[at].shape:
                    point = Domain((Interval(value, value, False, False),))
                    variables[at] = replace(variables[at], domain=variables[at].domain.intersect(point))
                    continue
            case Op("in", (Sym() as sym, Op("integers"))):
                at = next((i for i, v in enumerate(variables) if v.sym == sym), None)
                if at is not None:
                    variables[at] = replace(variables[at], domain=replace(variables[at].domain, integer=True))
                    continue
            case Op("in", (Sym() as sym, Op("reals", ()))):
                continue
        kept.append(a)
    return replace(claim, relation=relation, assumptions=tuple(kept), variables=tuple(variables))


def _written_out(node: Term) -> Term | None:
    match node:
        case Op("pow", (base, Op() as exponent)) if (value := constant(exponent)) is not None:
            return op("pow", base, num(value))
        case Op("sum" | "prod" as head, (body, Sym() as index, Op("range", (first, last)))):
            low, high = constant(first), constant(last)
            if low is None or high is None or low.denominator != 1 or high.denominator != 1 or high - low > MOST_TERMS:
                return None
            nested = any(isinstance(n, Op) and n.head == "range" for n in walk(body))  # Σ_j Σ_{i<j}: now j is a number
            terms = [substitute(body, {index: num(k)}) for k in range(int(low), int(high) + 1)]
            terms = [transform(t, _written_out) for t in terms] if nested else terms
            if not terms:
                return ZERO if head == "sum" else ONE
            return total(*terms) if head == "sum" else product(*terms)
        case Op("case", (value, condition)):
            return op("case", value, transform(condition, _as_bounds))
        case Op("indicator", (condition,)):
            return op("indicator", transform(condition, _as_bounds))
        case Op("call", (Op("compose", (outer, inner)), *args)):
            return op("call", outer, op("call", inner, *args))
    return None


def _as_bounds(node: Term) -> Term | None:
    """Membership in an interval as its bounds."""
    match node:
        case Op("in", (_, Op(head))) if head.startswith("interval_"):
            return both(*_membership(node))
        case Op("notin", (x, Op(head) as target)) if head.startswith("interval_"):
            return op("not", both(*_membership(op("in", x, target))))
    return None


def _declared(claim: Claim, sym: Sym) -> bool:
    """A bold name is a vector unless the document declares it as a scalar."""
    variable = claim.variable(sym)
    return variable is not None and variable.declared


def check_supported(claim: Claim) -> None:
    """``Unsupported`` with the reason if the claim is about vectors or has a head without a scalar meaning."""
    for v in claim.variables:
        if v.shape and any(s != ONE for s in v.shape):
            raise Unsupported(f"{INDEX_CALCULUS}: {v.sym.text} is no scalar")
    for term in (claim.relation, *claim.assumptions):
        for node in walk(term):
            if isinstance(node, Op) and node.head in FOREIGN:
                raise Unsupported(f"{INDEX_CALCULUS} for {node.head}")
            if isinstance(node, Op) and node.head in ("sum", "prod", "maxover", "minover"):
                raise Unsupported(f"{INDEX_CALCULUS} for a {node.head} of unknown length")
            if isinstance(node, Sym) and node.font == "bf" and not _declared(claim, node):
                raise Unsupported(f"{INDEX_CALCULUS}: {node.text} is no scalar")
