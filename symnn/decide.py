"""What one worker does with one claim: route it to its prover, then have the certificate checked again."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from symnn import kernel
from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.kernel.feasibility import CLOCK
from symnn.notation import words
from symnn.term import Op, Sym, Term, free_symbols, num, walk
from symnn.verdict import Conditional, Proved, Refuted, Undecided, Verdict, certificate_json

QUESTION = "?"
CHECKER = "checker"
MAX_ORDER = 8
_INDICES = frozenset("ijklmnpqrst")
_SUMS = frozenset("sum prod maxover minover delta".split())


def decide(claim: Claim) -> Verdict:
    """The verdict of a closed claim; a claim whose id begins with ``?`` is a question about an approximation."""
    CLOCK.late = False
    verdict = _decide(claim)
    return replace(verdict, passing=True) if isinstance(verdict, Undecided) and CLOCK.late else verdict


def _decide(claim: Claim) -> Verdict:
    if claim.id.startswith(QUESTION):
        return answer(claim)
    if any(isinstance(a, Op) and a.head == "define" for a in claim.assumptions):
        from symnn.tensor.depth import decide as decide_layers

        return checked(claim, decide_layers(claim))
    if (sym := _perhaps_the_same(claim)) is not None:
        return Undecided(f"{words(sym)} stands beside an entry that may be the same one: whether it may is not said")
    if claim.opaque and any(v.sym.name.isupper() and not v.shape and not v.declared for v in claim.variables):
        from symnn.tensor.prover import decide as decide_arrays
        from symnn.tensor.undeclared import of_an_unknown_function

        if (found := of_an_unknown_function(claim, decide_arrays)) is not None:
            return checked(claim, found)
    verdict = kernel.decide(claim)
    if isinstance(verdict, Refuted) and verdict.condition is None and (where := _where_cases_hold(claim)):
        return Undecided(f"every case holds where {where}, and the document does not say that it is so")
    if not isinstance(verdict, Undecided):
        return checked(claim, verdict)
    if not verdict.reason.startswith(kernel.INDEX_CALCULUS):
        return proved_by_checker(claim, verdict)
    from symnn.tensor.prover import decide as decide_arrays

    return checked(claim, decide_arrays(claim))


def _where_cases_hold(claim: Claim) -> str | None:
    """``max(αx, x)' = {1 if x > 0; α if x < 0}`` holds where α ≤ 1: each case does, under conditions on parameters."""
    match claim.relation:
        case Op("eq", (left, Op("cases", rows))) | Op("eq", (Op("cases", rows), left)):
            cases = [r for r in rows if isinstance(r, Op) and r.head == "case"]
        case _:
            return None
    conditions = [c.args[1] for c in cases]
    split = frozenset(s for c in conditions for s in free_symbols(c))
    if len(cases) != len(rows) or Op("true") in conditions or len(claim.variables) < 2:
        return None
    found: list[Term] = []
    for row in cases:
        value, condition = row.args
        part = replace(claim, relation=Op("eq", (left, value)), assumptions=(*claim.assumptions, condition))
        match kernel.decide(part):
            case Proved():
                continue
            case Conditional(condition=more) if not free_symbols(more) & split:
                found.append(more)
            case _:
                return None
    return " and ".join(dict.fromkeys(words(c) for c in found)) or None


def _perhaps_the_same(claim: Claim) -> Sym | None:
    """∂f(x_i)/∂x_j, no sums about: the two are one entry where i = j, as x_1 and x_2, h_t and h_{t−1} never are."""
    if any(isinstance(n, Op) and n.head in _SUMS for t in (claim.relation, *claim.assumptions) for n in walk(t)):
        return None  # the index calculus knows entries of arrays
    apart = [frozenset(a.args) for a in claim.assumptions if isinstance(a, Op) and a.head == "ne"]
    derivatives = [n for n in walk(claim.relation) if isinstance(n, Op) and n.head == "deriv"]
    arrays = {v.sym for v in claim.variables if v.shape}
    pairs = [(v, s) for n in derivatives for v in n.args[1:] if isinstance(v, Sym) for s in free_symbols(n.args[0])]
    for sym, other in pairs:
        if other.base != sym.base or len(other.subs) != len(sym.subs) or {sym, other} & arrays:
            continue
        rows = [(a, b) for a, b in zip(sym.subs, other.subs, strict=True) if a != b]
        letters = all(isinstance(x, Sym) and x.name in _INDICES for row in rows for x in row)
        if rows and letters and not any(frozenset(r) in apart for r in rows):
            return sym
    return None


def proved_by_checker(claim: Claim, verdict: Undecided) -> Verdict:
    """The checker works every claim out by its own means: what it shows without a hint is proved."""
    from symnn.recheck import Accepted, has_points, recheck

    where = "where both sides have a value"
    proof = Proved(Certificate(CHECKER, trust="checked", steps=("shown by the checker itself",)), where)
    data = claim.to_json()
    if verdict.reason in kernel.FINAL or claim.opaque or not has_points(data):
        return verdict
    if not isinstance(recheck(data, certificate_json(proof, claim.digest)), Accepted):
        return verdict
    reason = kernel.says_nothing(claim)
    return proof if reason is None else Undecided(reason)


def checked(claim: Claim, verdict: Verdict) -> Verdict:
    """The verdict with ``trust: checked`` where the independent checker accepts its certificate."""
    if not isinstance(verdict, Proved | Refuted | Conditional):
        return verdict
    from symnn.recheck import Accepted, Refused, recheck

    certificate = verdict.certificate
    outcome = recheck(claim.to_json(), certificate_json(verdict, claim.digest))
    match outcome:
        case Accepted():
            return replace(verdict, certificate=replace(certificate, trust="checked"))
        case Refused(reason):
            return Undecided(f"the checker refused the certificate of the prover “{certificate.method}”: {reason}")
        case _:
            return verdict


def answer(claim: Claim) -> Verdict:
    """By how much the two sides of ``f ≈ g`` differ, as the data of a certificate.

    With ``x → a`` among the assumptions the question is to which order they agree at a.
    """
    relation = claim.relation
    if not (isinstance(relation, Op) and relation.head == "eq"):
        return Undecided("an approximation has two sides")
    left, right = relation.args
    point = next((a for a in claim.assumptions if isinstance(a, Op) and a.head == "to"), None)
    variables = [v for v in claim.variables if not v.shape]
    if len(variables) != 1:
        return Undecided("the error depends on more than one variable")
    variable = variables[0]
    if point is not None:
        return _agreement(claim, left, right, variable.sym, point.args[1])
    found = kernel.error_bound(left, right, variable, claim.assumptions)
    if found is None:
        return Undecided("no bound of the error was proved")
    return Proved(
        Certificate("error bound", {"answer": _bound_in_words(found, words(variable.sym)), **_bound_data(found)})
    )


def _agreement(claim: Claim, left: Term, right: Term, name: Sym, point: Term) -> Verdict:
    """To which order two sides agree at a point: the last n with left = right + O((x − a)^n), the next one refuted."""
    proved = 0
    step = name if point == num(0) else Op("add", (name, Op("neg", (point,))))
    for n in range(1, MAX_ORDER + 1):
        gauge = Op("pow", (step, num(n)))
        relation = Op("order", (left, right, gauge, name, point, num(0)))
        assumptions = tuple(a for a in claim.assumptions if not (isinstance(a, Op) and a.head == "to"))
        verdict = kernel.decide(replace(claim, id="", kind="order", relation=relation, assumptions=assumptions))
        if isinstance(verdict, Refuted):
            break
        if not isinstance(verdict, Proved):
            return Undecided("to which order the two sides agree was not found")
        proved = n
    if not proved:
        return Undecided("the two sides differ at the point of the expansion")
    what = words(Op("pow", (step, num(proved))))
    more = " at least" if proved == MAX_ORDER else ""
    text = f"the two sides agree up to O({what}){more} as {words(name)} -> {words(point)} (proved)"
    return Proved(Certificate("taylor agreement", {"answer": text, "order": proved}))


def _bound_in_words(found: kernel.ErrorBound, name: str) -> str:
    if found.unbounded:
        return f"the error is unbounded over the domain of {name}"
    low, high = _digits(found.low, down=True), _digits(found.high, down=False)
    where = ""
    if found.attained_near:
        where = f", attained near {name} = " + ", ".join(f"{float(p):.4g}" for p in found.attained_near)
    return f"the largest error lies in [{low}, {high}]{where} (proved over the whole domain)"


def _digits(value: Fraction, *, down: bool) -> str:
    context = Context(prec=4, rounding=ROUND_FLOOR if down else ROUND_CEILING)
    return str(context.divide(Decimal(value.numerator), Decimal(value.denominator)))


def _bound_data(found: kernel.ErrorBound) -> dict[str, object]:
    return {"low": str(found.low), "high": str(found.high), "unbounded": found.unbounded}
