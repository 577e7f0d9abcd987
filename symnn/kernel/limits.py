"""Limits, decided by dominant terms; parameters of undecided sign are split into cases.

``lim_{x→a} f = v`` holds where the expansion of f - v for x → a tends to zero.  A limit is refuted at rational values
of the parameters, where the true limit is another number, is infinite, or differs between the two sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from symnn.certificate import Certificate
from symnn.claim import Claim, Variable
from symnn.kernel import series as se
from symnn.kernel.approach import Limit, T, approached, infinity_sign, limit_of_series, sides_of, with_growing_length
from symnn.kernel.asymptotics import Expansion
from symnn.kernel.coefficients import Coef, to_term
from symnn.kernel.differentiate import resolve_derivatives
from symnn.kernel.elementary import Unsupported
from symnn.kernel.equation import integer_powers
from symnn.kernel.expansions import closed
from symnn.kernel.probes import Point, concrete, parameter_points, shown
from symnn.kernel.scales import Scale
from symnn.kernel.sign_cases import Branch, by_signs, condition_of, facts_of
from symnn.kernel.signs import Facts, NoValue, Split, Unknown
from symnn.term import Num, Op, Sym, Term, free_symbols, num, substitute, to_json, walk
from symnn.verdict import Conditional, Counterexample, Proved, Refuted, Verdict

# -- the prover ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """Is the limit of ``body`` for ``var`` → ``point`` from ``sides`` the ``value``?  The conditions must hold near."""

    body: Term
    var: Sym
    point: Term
    sides: tuple[int, ...]
    value: Term
    conditions: tuple[Term, ...] = ()
    differentiated: tuple[Term, ...] = ()  # what has to have values near the point, for its derivative to have one


@dataclass(frozen=True)
class Found:
    """The answer in one sign case: the limit (``None``: the body has no value there), and whether it is the value."""

    limit: Limit | None
    same: bool


def question(claim: Claim) -> Question | None:
    match claim.relation:
        case Op("eq", (Op("lim", (body, Sym() as var, point, Num(direction))), value)):
            pass
        case Op("eq", (value, Op("lim", (body, Sym() as var, point, Num(direction))))):
            pass
        case _:
            return None
    nested = any(isinstance(n, Op) and n.head == "lim" for t in (body, value) for n in walk(t))
    if var in free_symbols(value) or nested:
        return None
    inside = tuple(_partial(body))
    try:
        body, conditions = resolve_derivatives(body)
        value, more = resolve_derivatives(value)
    except Unsupported:
        return None
    return Question(
        body, var, point, sides_of(point, int(direction), claim.variable(var)), value, (*conditions, *more), inside
    )


TOTAL = frozenset(
    "add neg mul dot times pi e exp sinh cosh tanh sech sin cos atan asinh erf erfc abs normal_cdf normal_pdf max min"
    " deriv".split()
)


def _partial(body: Term) -> Iterator[Term]:
    """What is differentiated in the body and may have no value somewhere: d/dx log x is not 1/x for x < 0."""
    match body:
        case Op("at", (Op("deriv", (inner, *_)), Sym() as var, value)):
            yield from _partial(Op("deriv", (substitute(inner, {var: value}), var)))
            yield from _partial(value)
        case Op("deriv", (inner, *_)):
            if any(isinstance(n, Op) and not _total(n) for n in walk(inner)):
                yield inner
        case Op(_, args):
            for part in args:
                yield from _partial(part)


def _total(node: Op) -> bool:
    if node.head == "pow" and isinstance(node.args[1], Num):
        return node.args[1].value.denominator == 1 and node.args[1].value >= 0
    return node.head in TOTAL or (node.head == "pow" and node.args[0] == Op("e"))


def limit(claim: Claim) -> Verdict | None:
    """With x = a ± 1/T (or ±T) the body becomes Σ cᵢ·e^{E}T^k(log T)^j + remainder, and body - value → 0 is read off.

    Case distinctions: the sign of each parameter expression that a dominant term depends on; > 0, < 0 and, solved for
    one name, = 0.  An infinite value is compared by the growth and sign of the leading term.  Where the equation holds
    in some cases only, these cases are the condition.
    """
    q = question(claim)
    if q is None or integer_powers(claim):
        return None
    parameters = tuple(v for v in claim.variables if v.sym != q.var)
    assumptions = tuple(a for a in claim.assumptions if q.var not in free_symbols(a))
    facts = facts_of(parameters, assumptions)
    try:
        rows = [(side, b) for side in q.sides for b in _cases(q, side, facts)]
    except Unknown:
        rows = []
    verdict = _proved(q, rows)
    if verdict is not None:
        return verdict
    refuted = _refuted(q, claim, parameters, assumptions)
    return _weakened(refuted, parameters, facts, rows) if refuted is not None else None


Rows = list[tuple[int, Branch[Found]]]


def _cases(q: Question, side: int, facts: Facts) -> list[Branch[Found]]:
    return with_growing_length(lambda n: by_signs(facts, _compared(q, side, n)))


def _compared(q: Question, side: int, terms: int) -> Callable[[Facts, Mapping[Sym, Term]], Found]:
    def work(facts: Facts, values: Mapping[Sym, Term]) -> Found:
        scale = Scale(facts, terms)
        expansion = Expansion(scale, T)
        point = substitute(q.point, values)
        for condition in q.conditions:
            try:
                smooth = expansion.holds(approached(substitute(condition, values), q.var, point, side))
            except NoValue as problem:
                raise Unknown("whether there is a kink is not defined") from problem
            if not smooth:
                raise Unknown("a derivative at a kink")
        try:
            for term in q.differentiated:
                expansion.of(approached(substitute(term, values), q.var, point, side))
            body = expansion.of(approached(substitute(q.body, values), q.var, point, side))
        except NoValue:
            return Found(None, False)
        wanted = infinity_sign(q.value)
        try:
            if wanted:
                found = limit_of_series(scale, body)
                return Found(found, found.at == wanted)
            value = expansion.of(substitute(q.value, values))
        except NoValue as problem:
            raise Unknown("the value is not defined") from problem
        gap = limit_of_series(scale, se.add(scale, body, se.negated(value)))
        if gap.at or gap.value:
            return Found(limit_of_series(scale, body), False)
        return Found(Limit(value.terms[0][1] if value.terms else Coef()), True)

    return work


def _proved(q: Question, rows: Rows) -> Verdict | None:
    """Every case has the value; one side may have no value at all (x log x at 0)."""
    empty = [side for side in q.sides if all(b.answer.limit is None for s, b in rows if s == side)]
    kept = [(side, b) for side, b in rows if side not in empty]
    if not kept or any(not b.answer.same for _, b in kept):
        return None
    cases = [
        {
            "side": side,
            "facts": [to_json(c) for c in b.facts.conditions()],
            "solved": {s.text: to_json(t) for s, t in b.values.items()},
            "limit": str(b.answer.limit),
        }
        for side, b in kept
    ]
    notes = tuple(dict.fromkeys(f"the limit is {b.answer.limit}{_where(b)}" for _, b in kept))
    data = {"variable": to_json(q.var), "point": to_json(q.point), "cases": cases}
    where = "on the side of the point where the body has a value" if empty else "everywhere"
    steps = notes if len(notes) <= 12 else (f"{len(notes)} sign cases",)
    return Proved(Certificate("limit", data, steps=steps), where)


def _where(b: Branch[Found]) -> str:
    parts = [f"{s.text} = {shown(t)}" for s, t in b.values.items()]
    parts += [f"{shown(to_term(p))} {r} 0" for p, r in b.facts.known]
    return " where " + ", ".join(parts) if parts else ""


def _weakened(refuted: Refuted, parameters: tuple[Variable, ...], given: Facts, rows: Rows) -> Verdict:
    """The condition under which the limit is the value; it is conditional if the document left its names open."""
    condition = None
    if rows and len({side for side, _ in rows}) == 1:
        condition = condition_of(given, [(b, b.answer.same) for _, b in rows])
    if condition is None:
        return refuted
    open_names = {v.sym for v in parameters if not v.declared}
    if free_symbols(condition) and free_symbols(condition) <= open_names:
        return Conditional(condition, refuted.certificate, refuted.counterexample)
    return Refuted(refuted.counterexample, condition, refuted.certificate)


def sign_cases(claim: Claim) -> Rows | None:
    """The answers in all sign cases of the parameters; ``None`` if the claim is no limit, or one is not known."""
    q = question(claim)
    if q is None or integer_powers(claim):
        return None
    parameters = tuple(v for v in claim.variables if v.sym != q.var)
    assumptions = tuple(a for a in claim.assumptions if q.var not in free_symbols(a))
    try:
        return [(side, b) for side in q.sides for b in _cases(q, side, facts_of(parameters, assumptions))]
    except Unknown:
        return None


def never(claim: Claim) -> list[str] | None:
    """The limits, if for no value of the parameters the limit is the value."""
    rows = sign_cases(claim)
    if not rows:
        return None
    sides = {side for side, _ in rows}
    wrong = [s for s in sides if all(not b.answer.same and b.answer.limit is not None for t, b in rows if s == t)]
    return list(dict.fromkeys(str(b.answer.limit) for s, b in rows if s == wrong[0])) if wrong else None


def _refuted(
    q: Question, claim: Claim, parameters: tuple[Variable, ...], assumptions: tuple[Term, ...]
) -> Refuted | None:
    """At rational parameters the true limit is exact, and its difference from the value certainly not zero."""
    names = free_symbols(q.body) | free_symbols(q.value) | free_symbols(q.point)
    used = tuple(v for v in parameters if v.sym in names)
    if {v.sym for v in used} | {q.var} < names:
        return None
    for functions, note in concrete(claim):
        for point in parameter_points(used, assumptions):
            values = {s: num(x) for s, x in point}
            body, value, at = (functions(substitute(t, values)) for t in (q.body, q.value, q.point))
            near, inside = (
                tuple(functions(substitute(t, values)) for t in rows) for rows in (q.conditions, q.differentiated)
            )
            here = Question(body, q.var, at, q.sides, value, near, inside)
            found = _wrong_at(here, point, note)
            if found is not None:
                return found
    return None


def _wrong_at(q: Question, point: Point, note: str) -> Refuted | None:
    try:
        found = [with_growing_length(lambda n, s=s: _compared(q, s, n)(Facts(), {})) for s in q.sides]  # type: ignore[misc]
        at = infinity_sign(q.value)
        wanted = Limit(Coef(), at) if at else Limit(closed(q.value, Facts()))
    except (Unknown, NoValue, Split):
        return None
    limits = [f.limit for f in found]
    if all(f.same for f in found) or any(v is None for v in limits):
        return None
    wrong = next(f.limit for f in found if not f.same)
    words = f"the limit is {wrong}{note}"
    if len({str(v) for v in limits}) > 1:
        sides = {1: "right", -1: "left"}
        words = "; ".join(f"{v} from the {sides[s]}" for v, s in zip(limits, q.sides, strict=True)) + note
    data = {
        "point": [[s.text, str(x)] for s, x in point],
        "limits": [str(v) for v in limits],
        "value": str(wanted),
    }
    example = Counterexample(point, str(wrong), str(wanted), words)
    return Refuted(example, certificate=Certificate("limit", data, steps=(words,)))
