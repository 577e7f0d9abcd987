"""Ranges: a term stays in an interval; the values of a function are exactly an interval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.domain import Domain, Interval
from symnn.kernel import normal
from symnn.kernel.approach import infinity_sign, one_sided
from symnn.kernel.coefficients import to_term
from symnn.kernel.elementary import Unsupported
from symnn.kernel.expansions import exactly_zero
from symnn.kernel.inequality import decide_part, decide_parts
from symnn.kernel.monotone import continuous_on
from symnn.kernel.narrowing import exact_interval
from symnn.kernel.pieces import breakpoints, inner_point, pieces
from symnn.kernel.positivity import constant_sign_on, sign_at
from symnn.kernel.probes import rationals_in, shown
from symnn.kernel.violations import Part, refuted_at, violation
from symnn.term import Op, Sym, Term, free_functions, free_symbols, num, op, substitute, to_json, walk
from symnn.verdict import Counterexample, Proved, Refuted, Verdict

_INFINITY = op("infinity")


@dataclass(frozen=True)
class End:
    """One end of an interval: ``side`` is 1 for the lower, -1 for the upper one; ``at`` is ``None`` for ±∞."""

    side: int
    at: Term | None
    open: bool

    def part(self, term: Term, strict: bool | None = None) -> Part:
        assert self.at is not None
        strict = self.open if strict is None else strict
        head = ("gt" if strict else "ge") if self.side > 0 else ("lt" if strict else "le")
        gap = op("add", term, op("neg", self.at)) if self.side > 0 else op("add", self.at, op("neg", term))
        return Part(op(head, term, self.at), gap, strict)

    def __str__(self) -> str:
        return ("-∞" if self.side > 0 else "∞") if self.at is None else shown(self.at)


def ends_of(target: Term) -> tuple[End, End] | None:
    match target:
        case Op("interval_oo" | "interval_cc" | "interval_oc" | "interval_co" as head, (low, high)):
            lower = End(1, None if infinity_sign(low) else low, head[-2] == "o")
            upper = End(-1, None if infinity_sign(high) else high, head[-1] == "o")
            return lower, upper
        case Op("reals", ()):
            return End(1, None, True), End(-1, None, True)
    return None


def membership(claim: Claim) -> Verdict | None:
    """f ∈ [a, b] is a ≤ f ≤ b.  Where an end belongs to the interval but is never reached, the steps say so."""
    match claim.relation:
        case Op("in", (term, Op("set", items))):
            return finite_set(claim, term, items)
        case Op("in", (term, target)):
            ends = ends_of(target)
        case _:
            return None
    if claim.opaque or free_functions(term) or ends is None or any(v.shape for v in claim.variables):
        return None
    finite = [e for e in ends if e.at is not None]
    try:
        verdict = decide_parts(claim, [e.part(term) for e in finite], "range")
    except Unsupported:
        return None
    if not isinstance(verdict, Proved):
        return verdict
    notes = [
        f"{e} belongs to the interval and is not attained"
        for e in finite
        if not e.open and isinstance(decide_part(claim, e.part(term, strict=True)), list)
    ]
    c = verdict.certificate
    return Proved(Certificate(c.method, {**c.data, "notes": notes}, c.trust, (*c.steps, *notes)), verdict.defined_where)


def finite_set(claim: Claim, term: Term, items: tuple[Term, ...]) -> Verdict | None:
    """f ∈ {a, b, …}: on every piece of the line f is one of them; refuted where it is certainly none."""
    names = free_symbols(term)
    if claim.opaque or free_functions(term) or len(names) != 1 or any(free_symbols(i) for i in items):
        return None
    (var,) = names
    variable = claim.variable(var)
    if variable is None or claim.assumptions or any(isinstance(i, Op) and i.head == "dots" for i in items):
        return None
    used: set[str] = set()
    for where in variable.domain.intervals:
        for piece in pieces(term, var, where, lambda u, w: constant_sign_on(u, var, w, 1)):
            points = [
                x for x in (inner_point(piece.where), *rationals_in(Domain((piece.where,)))) if x in variable.domain
            ]
            if piece.term is None or not points:
                continue
            gaps = [(i, op("add", piece.term, op("neg", i))) for i in items]
            at = points[0]
            found = [i for i, g in gaps if (sign_at(g, var, at) == 0 if piece.where.is_point else normal.is_zero(g))]
            if found:
                used.add(shown(found[0]))
                continue
            for x in points:
                if all(sign_at(g, var, x) in (1, -1) for _, g in gaps):
                    value = shown(substitute(piece.term, {var: num(x)}))
                    example = Counterexample(((var, x),), value, "none of the elements")
                    return Refuted(example, certificate=Certificate("range", {"point": [[var.text, str(x)]]}))
            return None
    return Proved(Certificate("range", {"values": sorted(used)}, steps=("one of them on every piece",)))


def range_is(claim: Claim) -> Verdict | None:
    """The values of f are exactly the interval from a to b.

    Both bounds are proved; each end is attained at a named point, or is a one-sided limit at an end of the domain.  The
    domain is an interval and f continuous, so by the intermediate value theorem every value between is attained.
    Refuted: a value outside; an end of a closed interval that is never attained, or of an open one that is.
    """
    match claim.relation:
        case Op("range_is", (term, Sym() as var, target)):
            ends = ends_of(target)
        case _:
            return None
    if claim.opaque or ends is None or free_symbols(term) - {var} or free_functions(term):
        return None
    if any(isinstance(n, Op) and n.head in ("deriv", "at", "lim") for n in walk(term)):
        return None
    variable = claim.variable(var)
    domain = variable.domain if variable is not None else None
    if domain is not None and (domain.integer or len(domain.intervals) != 1):
        return None
    where = exact_interval(var, domain.intervals[0] if domain is not None else Interval(), claim.assumptions)
    if where is None or where.empty:
        return None
    inside = tuple(replace(v, domain=Domain((where,))) if v.sym == var else v for v in claim.variables)
    claim = replace(claim, assumptions=(), variables=inside)
    for end in ends:
        if end.at is not None:
            found = violation(claim, end.part(term, strict=False))
            if found is not None:
                return found
    if not continuous_on(term, var, where):
        return None
    rows = []
    for end in ends:
        row = _reached(claim, term, var, where, end)
        if row is None:
            return None
        if isinstance(row, Refuted):
            return row
        rows.append(row)
    steps = (*(str(r["words"]) for r in rows), "continuous on an interval: every value between is attained")
    return Proved(Certificate("range", {"term": to_json(term), "interval": str(where), "ends": rows}, steps=steps))


def _reached(claim: Claim, term: Term, var: Sym, where: Interval, end: End) -> dict[str, object] | Refuted | None:
    """The bound at this end is proved and sharp."""
    limits = _limits(term, var, where)
    if end.at is None:
        if any(infinity_sign(v) == -end.side for v in limits.values()):
            return {"end": str(end), "words": f"no bound {'below' if end.side > 0 else 'above'}"}
        return _limited(claim, term, end)
    at = _attained(term, var, where, end.at)
    if end.open and at is not None:
        return refuted_at(end.part(term, strict=True), ((var, at),))
    proof = decide_part(claim, end.part(term))
    if not isinstance(proof, list):
        return proof
    if not end.open:
        if at is not None:
            return {"end": str(end), "point": str(at), "proof": proof, "words": f"{end} is attained at {at}"}
        if isinstance(decide_part(claim, end.part(term, strict=True)), list):
            words = f"the value {end} is never attained"
            return _never(end, words)
        return None
    for name, v in limits.items():
        if not infinity_sign(v) and exactly_zero(op("add", v, op("neg", end.at))):
            words = f"{end} is the limit at {name}, not attained"
            return {"end": str(end), "limit": name, "proof": proof, "words": words}
    return _beaten(claim, term, end)


def _limited(claim: Claim, term: Term, end: End) -> Refuted | None:
    """A bound refutes a range without end."""
    for k in (0, 1, 10, 100):
        bound = End(end.side, num(-k * end.side), False)
        if isinstance(decide_part(claim, bound.part(term)), list):
            return _never(end, f"every value is {'at least' if end.side > 0 else 'at most'} {bound}")
    return None


def _beaten(claim: Claim, term: Term, end: End) -> Refuted | None:
    """A sharper bound refutes an open end that is no limit: some values near it are never attained."""
    assert end.at is not None
    for k in range(1, 12):
        step = num(Fraction(end.side, 2**k))
        inner = End(end.side, op("add", end.at, step), False)
        if isinstance(decide_part(claim, inner.part(term)), list):
            return _never(end, f"no value lies between {end} and {shown(inner.at or step)}")
    return None


def _never(end: End, words: str) -> Refuted:
    example = Counterexample((), str(end), "no value", words)
    return Refuted(example, certificate=Certificate("range", {"end": str(end)}, steps=(words,)))


def _limits(term: Term, var: Sym, where: Interval) -> dict[str, Term]:
    """The limits at the ends of the domain."""
    out: dict[str, Term] = {}
    for end, side in ((where.low, 1), (where.high, -1)):
        point: Term = num(end) if end is not None else (op("neg", _INFINITY) if side > 0 else _INFINITY)
        found = one_sided(term, var, point, side)
        if found is not None:
            value = to_term(found.value) if not found.at else (_INFINITY if found.at > 0 else op("neg", _INFINITY))
            out[str(end) if end is not None else ("-∞" if side > 0 else "∞")] = value
    return out


def _attained(term: Term, var: Sym, where: Interval, value: Term) -> Fraction | None:
    """A small rational at which the term has exactly this value."""
    near = [*breakpoints(term, var, where), *rationals_in(Domain((where,)), 20)]
    gap = op("add", term, op("neg", value))
    for x in near:
        if x in where and sign_at(gap, var, x) == 0:
            return x
    return None
