"""Where terms are defined: the requirements of a smooth term, what is left of them under facts, and a comparison.

A requirement is a relation: a denominator is not 0, the argument of a logarithm is positive, a radicand is not
negative.  It is *open* when no sign argument proves it on the whole cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from symnn.kernel import balls, normal
from symnn.kernel import ratio as rat
from symnn.kernel.balls import integer_valued
from symnn.kernel.build import ONE, ZERO, difference, total
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.facts import RELATION
from symnn.kernel.kernels import Kernels
from symnn.kernel.normal import Form
from symnn.kernel.ratio import GiveUp, Poly
from symnn.kernel.readback import term_of
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op

_MOST_EXPONENT = 64


def requirements(term: Term, integers: frozenset[Sym] = frozenset()) -> Iterator[Op]:
    """Relations that hold exactly where a smooth term is defined, innermost first, each given those before."""
    if not isinstance(term, Op):
        return
    for arg in term.args:
        yield from requirements(arg, integers)
    match term:
        case Op("div", (_, u)) | Op("csch" | "coth", (u,)):
            yield op("ne", u, ZERO)
        case Op("log", (u,)):
            yield op("gt", u, ZERO)
        case Op("log_base", (u, v)):
            yield from (op("gt", u, ZERO), op("gt", v, ZERO), op("ne", v, ONE))
        case Op("sqrt", (u,)):
            yield op("ge", u, ZERO)
        case Op("root", (u, Num(n))) if n % 2 == 0:
            yield op("ge", u, ZERO)
        case Op("pow", (Op("e"), _)):
            return
        case Op("pow", (u, n)):
            if not free_symbols(n) and isinstance(n, Num | Op):
                value = constant(n)
                if value is None and _maybe_integer(n):
                    raise Unsupported("a power whose exponent may be an integer")
                if value is None:
                    yield op("gt", u, ZERO)
                elif value.denominator == 1 and value <= 0:
                    yield op("ne", u, ZERO)
                elif value.denominator != 1:
                    yield op("gt", u, ZERO)
            elif integer_valued(n, integers):
                yield op("or", op("ne", u, ZERO), op("gt", n, ZERO))
            else:
                yield op("gt", u, ZERO)
        case Op("acosh", (u,)):
            yield op("ge", difference(u, ONE), ZERO)
        case Op("atanh", (u,)):
            yield from (op("gt", total(u, ONE), ZERO), op("gt", difference(ONE, u), ZERO))
        case Op("asin" | "acos", (u,)):
            yield from (op("ge", total(u, ONE), ZERO), op("ge", difference(ONE, u), ZERO))
        case Op("tan" | "sec", (u,)):
            yield op("ne", op("cos", u), ZERO)
        case Op("cot" | "csc", (u,)):
            yield op("ne", op("sin", u), ZERO)
        case Op("factorial" | "binomial" | "deriv" | "lim" | "sum" | "prod" | "integral"):
            raise Unsupported(f"the domain of {term.head}")


def _maybe_integer(term: Term) -> bool:
    """Whether the value of a term without names cannot be told from an integer."""
    try:
        return bool(balls.evaluate(term, {}, 256).contains_integer())
    except (Undefined, Unsupported):
        return True


def constant(term: Term) -> Fraction | None:
    """The rational value of a term without names."""
    match term:
        case Num(value):
            return value
        case Op("neg", (u,)):
            inner = constant(u)
            return None if inner is None else -inner
        case Op("pow", (u, v)):
            base, exponent = constant(u), constant(v)
            if base is None or exponent is None or exponent.denominator != 1 or abs(exponent) > _MOST_EXPONENT:
                return None
            return None if base == 0 and exponent <= 0 else base ** int(exponent)
        case Op("add" | "mul" | "dot" | "times" | "div", args):
            rows = [constant(a) for a in args]
            if any(r is None for r in rows):
                return None
            result = rows[0]
            assert result is not None
            for r in rows[1:]:
                assert r is not None
                if term.head == "div":
                    if r == 0:
                        return None
                    result /= r
                else:
                    result = result + r if term.head == "add" else result * r
            return result
    return None


@dataclass(frozen=True)
class Open:
    """A requirement that is not proved: as a readable relation, and a key that is the same for the same condition."""

    relation: Op
    key: object
    false: bool = False  # certainly fails on the whole cell


def open_requirements(terms: tuple[Term, ...], facts: tuple[Term, ...], integers: frozenset[Sym]) -> list[Open]:
    """What must hold beyond the facts for all terms to be defined, without repetition, weakest form found."""
    found: dict[object, Open] = {}
    seen: set[Op] = set()
    for term in terms:
        for required in requirements(term, integers):
            if required in seen:
                continue
            seen.add(required)
            for row in _reduced(required, facts, integers):
                found.setdefault(row.key, row)
    return _without_implied(list(found.values()))


def _reduced(required: Op, facts: tuple[Term, ...], integers: frozenset[Sym]) -> list[Open]:
    if required.head == "or":
        return _of_power(required, facts, integers)
    gap = difference(*required.args)
    value = constant(gap)
    if value is not None:
        holds = ((value > 0) - (value < 0)) in RELATION[required.head]
        return [] if holds else [Open(required, ("false",), True)]
    try:
        form = Form((gap,), facts, integers)
    except (GiveUp, Unsupported):
        return [Open(required, ("term", required))]
    kernels, allowed = form.kernels, RELATION[required.head]
    r = kernels.tidy(form.ratios[0])
    if r.top.is_zero():
        return [] if 0 in allowed else [Open(required, ("false",), True)]
    sign = kernels.signs.of_ratio(r)
    if sign <= allowed:
        return []
    if not sign & allowed:
        return [Open(required, ("false",), True)]
    c, parts = kernels.factors(r)
    # denominators are asked for on their own, so here they only count for the sign
    unknown = [(p, e) for p, e in parts if not (len(s := kernels.signs.of(p)) == 1 and 0 not in s)]
    out = [_row(kernels, "ne", p) for p, e in unknown if e > 0] if 0 not in allowed else []
    if required.head == "ne":
        return [o for o in out if o is not None]
    side = 1 if c > 0 else -1
    for p, e in parts:
        if e % 2 and kernels.signs.of(p) == frozenset({-1}):
            side = -side
    odd = [p for p, e in unknown if e % 2]
    even = [p for p, e in unknown if not e % 2]
    if not odd:
        if side < 0:
            return [Open(required, ("term", required))]
        return out if 0 not in allowed else []
    if 0 in allowed and even:
        return [Open(required, ("term", required))]
    joint = odd[0]
    for p in odd[1:]:
        joint = rat.times(joint, p)
    head = required.head if side > 0 else {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}[required.head]
    return [*(o for o in out if not any(o.key == _row(kernels, "ne", p).key for p in odd[:1] if len(odd) == 1)),
            _row(kernels, head, joint)]  # fmt: skip


def _of_power(required: Op, facts: tuple[Term, ...], integers: frozenset[Sym]) -> list[Open]:
    """u^n for an integer n asks for u ≠ 0 unless n > 0."""
    base, positive = required.args
    assert isinstance(base, Op)
    assert isinstance(positive, Op)
    sign = normal.sign(positive.args[0], facts, integers)
    if sign <= {1}:
        return []
    rows = _reduced(base, facts, integers)
    if rows and 1 in sign:
        raise Unsupported("a power of zero whose exponent may be positive or not")
    return rows


def _row(kernels: Kernels, head: str, p: Poly) -> Open:
    """``p head 0`` in readable form: x > -b for one linear name, else the polynomial against its constant."""
    p = _plainer(kernels, p) if head == "ne" else p
    key = (head, kernels.poly_key(p))
    return Open(relation_of(kernels, head, p), key)


def _plainer(kernels: Kernels, p: Poly) -> Poly:
    """A polynomial with the same zeros: of a root its radicand, of e^a - e^b the numerator of a - b."""
    used = rat.used(p)
    if len(used) == 1:
        kernel = kernels.kernels[used[0]]
        generator = rat.GENERATORS[used[0]]
        if kernel.sort in ("root", "abs") and p == generator:
            return kernel.poly
        if kernel.sort == "exp" and kernel.base is not None and p == generator - 1:
            return kernel.base.top
    return p


def relation_of(kernels: Kernels, head: str, p: Poly) -> Op:
    rows = rat.monomials(p)
    constant_part = sum((c for m, c in rows if not m), Fraction(0))
    rest = p - rat.constant(constant_part).top
    lead = Fraction(1)
    if len(rat.monomials(rest)) == 1:
        lead = rat.monomials(rest)[0][1]
        rest = rest / rest.leading_coefficient()
        constant_part = constant_part / lead
    if lead < 0:
        head = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}.get(head, head)
    return op(head, term_of(kernels, rest), num(-constant_part))


def readable(relation: Op, integers: frozenset[Sym] = frozenset()) -> Term:
    """``-x ≠ 0`` as ``x ≠ 0``, ``2 - x > 0`` as ``x < 2``: solved where it is easy."""
    gap = difference(*relation.args)
    if constant(gap) is not None:
        return relation
    try:
        form = Form((gap,), (), integers)
    except (GiveUp, Unsupported):
        return relation
    r = form.kernels.tidy(form.ratios[0])
    if not r.bottom.is_constant() or r.top.is_constant():
        return relation
    if relation.head in ("eq", "ne"):
        _, parts = rat.factors(r.top)
        if len(parts) == 1:
            return relation_of(form.kernels, relation.head, _plainer(form.kernels, parts[0][0]))
    return relation_of(form.kernels, relation.head, r.top)


def _without_implied(rows: list[Open]) -> list[Open]:
    """Without ``p ≠ 0`` and ``p ≥ 0`` beside ``p > 0``."""
    strict = {r.key[1] for r in rows if isinstance(r.key, tuple) and r.key[0] in ("gt", "lt")}
    kept = [r for r in rows if not (isinstance(r.key, tuple) and r.key[0] in ("ne", "ge", "le") and r.key[1] in strict)]
    nonzero = {r.key[1] for r in kept if isinstance(r.key, tuple) and r.key[0] == "ne"}
    closed = {r.key[1]: r for r in kept if isinstance(r.key, tuple) and r.key[0] in ("ge", "le")}
    both = nonzero & closed.keys()
    out = []
    for r in kept:
        if isinstance(r.key, tuple) and len(r.key) > 1 and r.key[1] in both:
            if r.key[0] == "ne":
                continue
            head = r.relation.head[0] + "t"
            out.append(Open(op(head, *r.relation.args), (r.key[0][0] + "t", r.key[1])))
        else:
            out.append(r)
    return out
