"""O(·) statements, Taylor polynomials and orders of difference quotients, by exact expansions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.kernel import series as se
from symnn.kernel.approach import T, approached, sides_of, with_growing_length
from symnn.kernel.asymptotics import Expansion
from symnn.kernel.coefficients import Coef, to_term
from symnn.kernel.equation import integer_powers
from symnn.kernel.probes import concrete, parameter_points, shown
from symnn.kernel.scales import Monomial, Scale
from symnn.kernel.sign_cases import by_signs, facts_of
from symnn.kernel.signs import Facts, NoValue, Split, Unknown
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, substitute, to_json
from symnn.verdict import Counterexample, Proved, Refuted, Verdict


def order(claim: Claim) -> Verdict | None:
    """left - right = Σ cᵢ·mᵢ + O(m): it is O(gauge) iff every mᵢ that outgrows the gauge has cᵢ = 0.

    At a finite point the expansion is the jet in h = ±1/T; an opaque f is replaced by its Taylor polynomial.  Refuted
    where, at rational parameters, a coefficient below the gauge's order is certainly not zero.
    """
    match claim.relation:
        case Op("order", (left, right, gauge, Sym() as var, point, Num(direction))):
            pass
        case _:
            return None
    if integer_powers(claim):
        return None
    gap = op("add", left, op("neg", right))
    sides = sides_of(point, int(direction), claim.variable(var))
    parameters = tuple(v for v in claim.variables if v.sym != var)
    assumptions = tuple(a for a in claim.assumptions if var not in free_symbols(a))
    facts = facts_of(parameters, assumptions)
    try:
        answers = []
        for side in sides:
            work = _bounded(gap, gauge, var, point, side)
            answers += with_growing_length(lambda n, work=work: by_signs(facts, work(n)))  # type: ignore[misc]
    except (Unknown, NoValue):
        answers = []
    if answers and all(b.answer is None for b in answers):
        data = {"variable": to_json(var), "point": to_json(point), "sides": list(sides), "cases": len(answers)}
        return Proved(Certificate("order", data, steps=("every coefficient below the order of the gauge is zero",)))
    names = (free_symbols(gap) | free_symbols(gauge) | free_symbols(point)) - {var}
    used = tuple(v for v in parameters if v.sym in names)
    if {v.sym for v in used} < names:
        return None
    for functions, note in concrete(claim):
        for at in parameter_points(used, assumptions):
            values: dict[Sym, Term] = {s: num(x) for s, x in at}
            here, scale_, limit_ = (functions(substitute(t, values)) for t in (gap, gauge, point))
            for side in sides:
                try:
                    work = _bounded(here, scale_, var, limit_, side)
                    worst = with_growing_length(lambda n, work=work: work(n)(Facts(), {}))  # type: ignore[misc]
                except (Unknown, NoValue, Split):
                    continue
                if worst is not None:
                    words = f"the difference of the sides is of the order of {worst}, which the gauge is not{note}"
                    example = Counterexample(at, "", "", words)
                    data = {"point": [[s.text, str(x)] for s, x in at], "side": side, "term": worst}
                    return Refuted(example, certificate=Certificate("order", data, steps=(words,)))
    return None


Work = Callable[[Facts, Mapping[Sym, Term]], str | None]


def _bounded(gap: Term, gauge: Term, var: Sym, point: Term, side: int) -> Callable[[int], Work]:
    """``None`` where gap = O(gauge), else the term that outgrows it."""

    def with_terms(terms: int) -> Work:
        def work(facts: Facts, values: Mapping[Sym, Term]) -> str | None:
            scale = Scale(facts, terms)
            expansion = Expansion(scale, T)
            moved = [approached(substitute(t, values), var, substitute(point, values), side) for t in (gauge, gap)]
            _, bound, _, _ = se.lead(scale, expansion.of(moved[0]))
            found = expansion.of(moved[1])
            for m, c in found.terms:
                if scale.compare(m, bound) <= 0:
                    return None
                if not _vanishes(facts, c):
                    return _spelled(m, shown(to_term(c)), var, point)
            if found.rest is not None and scale.compare(found.rest, bound) > 0:
                raise Unknown("too few terms")
            return None

        return work

    return with_terms


def _vanishes(facts: Facts, c: Coef) -> bool:
    """Zero for all parameters; one whose sign depends on them is not, as far as the proof goes."""
    try:
        return facts.sign(c) == 0
    except Split:
        return False


def _spelled(m: Monomial, factor: str, var: Sym, point: Term) -> str:
    if m.exponent or m.j:
        return f"{factor}·(a scale beyond the gauge)"
    finite = not (isinstance(point, Op) and point.head in ("infinity", "neg"))
    power = -m.k if finite else m.k
    base = var.text if not finite or point == num(0) else f"({var.text} - {shown(point)})"
    return factor if not power else f"{factor}·{base}" + (f"^{power}" if power != 1 else "")


def taylor_agreement(f: Term, g: Term, var: Sym, point: Term) -> int | None:
    """The largest n with f - g = O((x - point)^{n+1}) from both sides; -1 if the values differ.

    ``None`` if no expansion was found, or if the two agree to every order that was looked at.
    """
    gap = op("add", f, op("neg", g))
    found = []
    for side in (1, -1):
        moved = approached(gap, var, point, side)

        def leading(terms: int, moved: Term = moved) -> Monomial:
            scale = Scale(Facts(), terms)
            return se.lead(scale, Expansion(scale, T).of(moved))[1]

        try:
            m = with_growing_length(leading)
        except (Unknown, NoValue, Split):
            return None
        if m.exponent or m.j:
            return None
        found.append(-m.k)
    lowest = min(found)
    return -(-lowest.numerator // lowest.denominator) - 1
