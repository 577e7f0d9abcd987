"""The weakest condition on the parameters under which a claim holds for all values of the other variables.

One parameter: its line is cut at the numbers where a sign may change; on each point and open interval the claim is
proved, or a witness shows that it fails for every value there.  Several parameters: the same with the signs of terms
in them (``joint``).  A condition is given only when every region is settled.

Certificate data, under ``condition``::

    {"parameter": Sym, "holds": condition, "pieces": [
        {"interval": {"low", "high", "low_open", "high_open"}, "holds": true, "proof": {"method", "data"}},
        {"interval": …, "holds": false, "witness": [[Sym, Term], …], "fails": relation or "one side has no value"},
        {"interval": …, "holds": false, "limits": ["∞", …]}]}

An end is null (infinite), a rational as a string, or a serialised term; ``fails`` contradicts the claim at the witness.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from symnn.claim import Claim, Variable
from symnn.domain import Interval
from symnn.kernel import cells as split
from symnn.kernel.borders import zeros
from symnn.kernel.build import difference
from symnn.kernel.definedness import requirements
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.for_all import broken_for_all, edge_terms
from symnn.kernel.limits import never, question, sign_cases
from symnn.kernel.one_side import nowhere, one_sided
from symnn.kernel.ratio import GiveUp
from symnn.kernel.regions import Region, conditions_on, regions
from symnn.kernel.witnesses import failures, point_values, witness
from symnn.term import Num, Op, Sym, Term, free_symbols, num, substitute, to_json, walk
from symnn.verdict import Conditional, Proved, Refuted, Verdict

_MOST_CELLS = 40
SMOOTH = frozenset({"differentiable", "continuous"})


@dataclass(frozen=True)
class Settled:
    """Whether the claim holds for all parameters in a region (or for none), with the row of the certificate."""

    region: Region
    holds: bool | None
    row: dict[str, Any]


def weakened(claim: Claim, refuted: Refuted) -> Verdict:
    """Refuted with the weakest condition; conditional if the document left all parameters in it open."""
    if claim.opaque or refuted.condition is not None or not sought(claim):
        return refuted
    try:
        found = weakest(claim)
    except (GiveUp, Unsupported, Undefined):
        return refuted
    if found is None:
        return refuted
    condition, data = found
    if _meaningless(claim.relation, condition):
        return refuted
    proof = replace(refuted.certificate, data={**refuted.certificate.data, "condition": data})
    declared = {v.sym for v in claim.variables if v.declared}
    if free_symbols(condition) & declared:
        return Refuted(refuted.counterexample, condition, proof, refuted.defined_where)
    return Conditional(condition, proof, refuted.counterexample, refuted.defined_where)


def _meaningless(relation: Term, condition: Term) -> bool:
    """Whether both sides divide by 0 where the condition holds: g' = g/c "for c = 0"."""
    match condition, relation:
        case Op("eq", (Sym() as name, Num(value=zero))), Op(_, sides) if zero == 0:
            return all(any(isinstance(n, Op) and n.head == "div" and _has_factor(n.args[1], name) for n in walk(s))
                       for s in sides)  # fmt: skip
    return False


def _has_factor(term: Term, name: Sym) -> bool:
    match term:
        case Sym():
            return term == name
        case Op("mul" | "times" | "dot" | "neg", parts):
            return any(_has_factor(p, name) for p in parts)
        case Op("pow", (base, Num(value=power))):
            return power > 0 and _has_factor(base, name)
    return False


def sought(claim: Claim) -> bool:
    """Whether a condition on parameters can be looked for."""
    return (
        bool(parameters(claim))
        and bool(failures(claim) or question(claim))
        and not in_exponent(claim, frozenset(v.sym for v in parameters(claim)))
    )


def parameters(claim: Claim) -> tuple[Variable, ...]:
    """The names that play the part of a parameter, beside at least one other variable of the claim."""
    names = free_symbols(claim.relation)
    used = [v for v in claim.variables if v.sym in names]
    marked = tuple(v for v in used if v.role == "parameter" and not v.domain.integer and not v.shape)
    return marked if len(used) > 1 else ()


def weakest(claim: Claim) -> tuple[Term, dict[str, Any]] | None:
    """The condition and the certificate's data; ``None`` if it is always, never, or not settled."""
    from symnn.kernel.joint import by_signs

    marked = parameters(claim)
    if len(marked) > 1:
        return by_signs(claim, frozenset(v.sym for v in marked))
    (parameter,) = marked
    found = settle_all(claim, parameter)
    condition = joined(parameter.sym, found)
    if condition is None or all(s.holds for s in found):
        return None
    return condition, {
        "parameter": to_json(parameter.sym),
        "holds": to_json(condition),
        "pieces": [s.row for s in found],
    }


def joined(name: Sym, found: list[Settled]) -> Term | None:
    """The regions on which the claim holds as one condition; ``None`` if a region is open or it holds on none."""
    if any(s.holds is None for s in found) or not any(s.holds for s in found):
        return None
    return conditions_on(name, [s.region for s in found if s.holds], [s.region for s in found])


def settle_all(claim: Claim, parameter: Variable, also: tuple[Term, ...] = ()) -> list[Settled]:
    """The parameter's line in regions, each settled as far as it goes; stops at the first that is not."""
    claim = told_apart(claim, parameter.sym)
    parameter = claim.variable(parameter.sym) or parameter
    cuts, borders = zeros(compared(claim, parameter.sym), parameter.sym)
    out: list[Settled] = []
    for region in regions(parameter, [*cuts, *also], borders):
        out.append(settle(claim, region))
        if out[-1].holds is None and not out[-1].row.get("undefined"):
            break
    return out


def told_apart(claim: Claim, name: Sym) -> Claim:
    """Assumptions on the name alone become its domain, where they are bounds by rationals."""
    from symnn.domain import Domain
    from symnn.kernel.narrowing import intervals, is_bound
    from symnn.kernel.regions import with_domain

    variable = claim.variable(name)
    if variable is None:
        return claim
    own = [a for a in claim.assumptions if is_bound(a, name)]
    if not own:
        return claim
    narrowed = tuple(j for i in variable.domain.intervals if not (j := intervals(name, i, own)).empty)
    claim = with_domain(claim, name, Domain(narrowed))
    return replace(claim, assumptions=tuple(a for a in claim.assumptions if a not in own))


def compared(claim: Claim, name: Sym) -> list[Term]:
    """Terms whose sign the claim may depend on: the difference of its sides and what its cells compare."""
    out: list[Term] = [
        t for a in claim.assumptions if isinstance(a, Op) and len(a.args) == 2 for t in (difference(*a.args),)
    ]
    for _, branch in sign_cases(claim) or ():
        out += [difference(*c.args) for c in branch.facts.conditions() if isinstance(c, Op)]
        out += [difference(s, t) for s, t in branch.values.items()]
    out += edge_terms(claim)
    for failure in failures(claim):
        out += [t for side in failure.relation.args for r in requirements(side) for t in _arguments(r)]
        try:
            rows = split.cells(failure.relation.args, (), _never, _agree, frozenset())
            for cell in islice(rows, _MOST_CELLS):
                gap = difference(*cell.sides[:2])
                out += [gap, *(f.args[0] for f in cell.facts if isinstance(f, Op) and f.args)]
                if failure.relation.head not in ("ne", "eq"):
                    out += turning(gap, [v.sym for v in failure.variables if v.sym != name])
        except (GiveUp, Unsupported):
            continue
    return list(dict.fromkeys(out))


def _arguments(required: Op) -> Iterator[Term]:
    if required.head != "or":
        yield difference(*required.args)


def _never(facts: tuple[Term, ...]) -> bool:
    return False


def _agree(a: Term, b: Term, facts: tuple[Term, ...]) -> bool:
    return True


def turning(gap: Term, names: list[Sym]) -> list[Term]:
    """Of a quadratic in one variable: its leading coefficient, its discriminant, its value and slope at 0.

    Of another term: its value at 0, and where that is 0 its first derivatives there (they decide its sign near 0).
    """
    from symnn.kernel import normal
    from symnn.kernel.differentiate import derivative

    out: list[Term] = []
    for v in names:
        if v not in free_symbols(gap):
            continue
        try:
            jets = [gap]
            for _ in range(2):
                jets.append(derivative(jets[-1], v))
            a, b, c = (substitute(t, {v: num(0)}) for t in (jets[2], jets[1], jets[0]))
            out += [c, b, a]
            if normal.is_zero(derivative(jets[2], v)):
                out.append(Op("add", (Op("pow", (b, num(2))), Op("neg", (Op("mul", (num(2), a, c)),)))))
        except (Unsupported, GiveUp):
            continue
    return [t for t in out if free_symbols(t)]


def settle(claim: Claim, region: Region) -> Settled:
    """Proved on the region, or refuted for each value in it."""
    from symnn.kernel.provers import asked

    row: dict[str, Any] = {"interval": region.to_json()}
    here = region.restricted(claim)
    names = frozenset({region.name})
    match asked(here):
        case Proved(certificate):
            if nowhere(here, names, region.facts):
                return Settled(region, None, {**row, "undefined": True})
            proof = {"method": certificate.method, "data": certificate.data}
            return Settled(region, True, {**row, "holds": True, "proof": proof})
        case Refuted(example) if region.is_point:
            values = rows_of(point_values(example.point, names))
            return Settled(region, False, {**row, "holds": False, "witness": values})
        case Refuted(example):
            first = point_values(example.point, names)
        case _:
            first = {}
    failing = contradicted(here, names, region.facts, first, region.interval)
    return Settled(region, None, row) if failing is None else Settled(region, False, {**row, **failing})


def contradicted(
    claim: Claim, names: frozenset[Sym], facts: tuple[Term, ...], first: dict[Sym, Term], where: Interval | None = None
) -> dict[str, Any] | None:
    """The row of a certificate which shows that the claim fails for all parameters at which the facts hold."""
    if question(claim) is not None:
        limits = never(claim)
        return None if limits is None else {"holds": False, "limits": limits}
    if isinstance(claim.relation, Op) and claim.relation.head in SMOOTH:
        return broken_for_all(claim, facts)
    found = witness(claim, names, facts, first, where)
    if found is not None:
        failure, values = found
        return {"holds": False, "witness": rows_of(values), "fails": to_json(failure.relation)}
    alone = one_sided(claim, names, facts)
    return None if alone is None else {"holds": False, "witness": rows_of(alone), "fails": "one side has no value"}


def rows_of(values: dict[Sym, Term]) -> list[Any]:
    return [[to_json(s), to_json(t)] for s, t in values.items()]


def in_exponent(claim: Claim, names: frozenset[Sym]) -> bool:
    """x^γ has no value for negative x even where γ = 2; with 2 put in for γ it has."""
    powers = [n for n in walk(claim.relation) if isinstance(n, Op) and n.head == "pow"]
    return any(names & free_symbols(n.args[1]) and not _positive(n.args[0], claim) for n in powers)


def _positive(base: Term, claim: Claim) -> bool:
    match base:
        case Op("e" | "pi"):
            return True
        case Num(value):
            return value > 0
        case Sym():
            v = claim.variable(base)
            return v is not None and all(i.low is not None and i.low >= 0 and i.low_open for i in v.domain.intervals)
    return False
