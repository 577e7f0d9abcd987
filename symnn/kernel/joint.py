"""Conditions on several parameters: signs of one or two terms in them, such as α - β or α·β.

The terms are factors of what the claim compares.  In each sign case the claim is proved, or a witness shows that it
fails for all parameters there.

Certificate data, under ``condition``::

    {"parameters": [Sym, …], "terms": [Term, …], "holds": condition, "pieces": [
        {"signs": [1, 0, …], "holds": true, "proof": {"method", "data"}},
        {"signs": […], "holds": false, "witness": [[Sym, Term], …], "fails": relation}, {"signs": […], "empty": true}]}

``signs`` are those of ``terms`` on the piece.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from typing import Any

from symnn.claim import Claim
from symnn.kernel import ratio as rat
from symnn.kernel.build import ZERO, both, difference
from symnn.kernel.definedness import readable
from symnn.kernel.elementary import Unsupported
from symnn.kernel.equation import flat, integers_of
from symnn.kernel.identity_work import Work
from symnn.kernel.normal import Form
from symnn.kernel.ratio import GiveUp
from symnn.kernel.readback import term_of
from symnn.kernel.witnesses import failures, point_values
from symnn.term import Op, Sym, Term, free_symbols, op, plain, substitute, to_json
from symnn.verdict import Proved, Refuted

_MOST_TERMS = 6
_HEADS = {1: "gt", 0: "eq", -1: "lt"}
NAMES = {
    frozenset({1}): "gt", frozenset({-1}): "lt", frozenset({0}): "eq",
    frozenset({0, 1}): "ge", frozenset({-1, 0}): "le", frozenset({-1, 1}): "ne",
}  # fmt: skip
Signs = tuple[int, ...]


def by_signs(claim: Claim, names: frozenset[Sym]) -> tuple[Term, dict[str, Any]] | None:
    """The condition and the certificate's data; the simplest term or pair of terms that settles every case."""
    terms = candidates(claim, names)
    for chosen in (*((t,) for t in terms), *combinations(terms[:4], 2)):
        found = _settled(claim, names, chosen)
        if found is not None:
            return found
    return None


def candidates(claim: Claim, names: frozenset[Sym]) -> list[Term]:
    """Factors in the parameters alone of what is compared, then products of two; with integer coefficients."""
    from symnn.kernel.conditions import compared, turning

    found: dict[str, Term] = {}
    rows: list[Term] = []
    shown = [t for name in sorted(names, key=lambda s: s.text) for t in compared(claim, name)]
    for f in failures(claim):
        shown += turning(difference(*f.relation.args), [v.sym for v in f.variables if v.sym not in names])
    for term in dict.fromkeys(shown):
        try:
            form = Form((term,), claim.assumptions)
            _, parts = rat.factors(form.kernels.tidy_top(form.ratios[0].top))
        except (GiveUp, Unsupported):
            continue
        here = [term_of(form.kernels, p) for p, _ in parts]
        here = [t for t in here if free_symbols(t) and free_symbols(t) <= names]
        rows += here
        if len(here) > 1:
            rows.append(Op("mul", tuple(here)))
    for t in rows:
        t = _plainly(t)
        found.setdefault(plain(t), t)
    first = sorted(found.values(), key=lambda t: (len(plain(t)), plain(t)))[:_MOST_TERMS]
    more = [Op("mul", (a, b)) for a, b in combinations(first, 2)]
    return list({plain(_plainly(t)): t for t in (*first, *more)}.values())[: 2 * _MOST_TERMS]


def _plainly(term: Term) -> Term:
    """With coprime integer coefficients and a positive first one: terms that differ by a factor are one."""
    try:
        form = Form((term,))
    except (GiveUp, Unsupported):
        return term
    top = form.kernels.tidy_top(form.ratios[0].top)
    return term if top.is_zero() else term_of(form.kernels, top / top.leading_coefficient())


def _settled(claim: Claim, names: frozenset[Sym], terms: tuple[Term, ...]) -> tuple[Term, dict[str, Any]] | None:
    rows: list[dict[str, Any]] = []
    holding: set[Signs] = set()
    empty: set[Signs] = set()
    work = Work(integers_of(claim.variables))
    own = tuple(a for a in flat(claim.assumptions) if free_symbols(a) <= names)
    domains = tuple(f for v in claim.variables if v.sym in names for f in _bounds(claim, v.sym))
    for signs in product((1, -1, 0), repeat=len(terms)):
        facts = tuple(op(_HEADS[s], t, ZERO) for s, t in zip(signs, terms, strict=True))
        row: dict[str, Any] = {"signs": list(signs)}
        if work.empty((*own, *domains, *facts)):
            rows.append({**row, "empty": True})
            empty.add(signs)
            continue
        found = settle(claim, names, facts)
        if found is None:
            return None
        holds, data = found
        rows.append({**row, **data})
        if holds:
            holding.add(signs)
    everything = set(product((1, -1, 0), repeat=len(terms))) - empty
    if not holding or holding == everything:
        return None
    condition = _in_relations(terms, holding, empty)
    if condition is None:
        return None
    parameters = [to_json(s) for s in sorted(names, key=lambda s: s.text)]
    data = {"parameters": parameters, "terms": [to_json(t) for t in terms], "holds": to_json(condition)}
    return condition, {**data, "pieces": rows}


def _bounds(claim: Claim, name: Sym) -> Iterator[Term]:
    from symnn.kernel.equation import domain_facts

    variable = claim.variable(name)
    if variable is not None:
        yield from domain_facts(variable)


def settle(claim: Claim, names: frozenset[Sym], facts: tuple[Term, ...]) -> tuple[bool, dict[str, Any]] | None:
    """(True, proof) or (False, witness) for all parameters at which the facts hold; ``None`` if it is open."""
    from symnn.kernel.conditions import contradicted
    from symnn.kernel.provers import asked

    here = put_in(claim, facts)
    match asked(here):
        case Proved(certificate):
            return True, {"holds": True, "proof": {"method": certificate.method, "data": certificate.data}}
        case Refuted(example):
            first = point_values(example.point, names)
        case _:
            first = {}
    domains = tuple(f for n in names for f in _bounds(claim, n))
    found = contradicted(claim, names, (*domains, *facts), first)
    return None if found is None else (False, found)


def put_in(claim: Claim, facts: tuple[Term, ...]) -> Claim:
    """The claim under the facts; an equality that is solved for a name is put in, and its domain kept as facts."""
    from symnn.kernel.solve import solved

    out = replace(claim, assumptions=(*claim.assumptions, *facts))
    for fact in facts:
        row = solved(fact)
        if row is None:
            continue
        name, value = row
        kept = tuple(_bounds(claim, name))
        here = {name: value}
        rows = tuple(substitute(a, here) for a in (*out.assumptions, *kept) if a != fact)
        variables = tuple(v for v in out.variables if v.sym != name)
        return replace(out, relation=substitute(out.relation, here), assumptions=rows, variables=variables)
    return out


def _in_relations(terms: tuple[Term, ...], holding: set[Signs], empty: set[Signs]) -> Term | None:
    """One relation for each term, joined by "and" or by "or"; cases that are empty count as it suits."""
    everything = set(product((1, -1, 0), repeat=len(terms)))
    options = [[frozenset({1, -1, 0}), *NAMES] for _ in terms]
    for joined in ("and", "or"):
        for choice in product(*options):
            if all(len(c) == 3 for c in choice) and joined == "and":
                continue
            pick = all if joined == "and" else any
            if joined == "or" and any(len(c) == 3 for c in choice):
                continue
            got = {s for s in everything if pick(x in c for x, c in zip(s, choice, strict=True))}
            if got - empty == holding:
                rows = [_relation(t, c) for t, c in zip(terms, choice, strict=True) if len(c) < 3]
                return both(*rows) if joined == "and" else Op("or", tuple(rows)) if len(rows) > 1 else rows[0]
    return None


def _relation(term: Term, signs: frozenset[int]) -> Term:
    relation = op(NAMES[signs], term, ZERO)
    return _two_sided(readable(relation))


def _two_sided(relation: Term) -> Term:
    """α - β ≥ 0 as α ≥ β."""
    match relation:
        case Op(head, (Op("add", (a, b)), zero)) if zero == ZERO:
            for first, second in ((a, b), (b, a)):
                negated = _negated(second)
                if negated is not None and _negated(first) is None:
                    return op(head, first, negated)
    return relation


def _negated(term: Term) -> Term | None:
    match term:
        case Op("neg", (u,)):
            return u
        case Op("mul", (c, *rest)) if hasattr(c, "value") and c.value < 0:
            from symnn.kernel.build import product as times
            from symnn.term import num

            return times(num(-c.value), *rest)
    return None
