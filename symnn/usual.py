"""Conditions that nobody states: an undeclared γ, δ, T or p is taken as the field and the catalogue take it.

A claim that fails only where a parameter has a value that it never has in the field (α = −1 in ELU, a temperature
T = −1) is no error of the document.  It is decided once more under the usual condition: what is proved there is
conditional and says what was assumed, what is refuted there is refuted at a point that nobody can object to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from symnn.claim import Claim
from symnn.context.catalog import load
from symnn.context.claims import arguments_of, called
from symnn.context.model import Pending, Understanding
from symnn.domain import POSITIVE, REALS, UNIT_OPEN, Domain
from symnn.misfits import by_shapes
from symnn.notation import words
from symnn.term import Op, Sym, Term, free_symbols, num, walk
from symnn.verdict import Conditional, Counterexample, Proved, Refuted, Undecided, Verdict

VerdictOf = Callable[[Claim], tuple[Verdict, float]]
Key = tuple[str, str]

# Slopes, widths, temperatures, rates: positive wherever they are used.  p is a probability.
_USUAL: Mapping[str, Domain] = {
    **dict.fromkeys("alpha beta gamma delta epsilon varepsilon tau T lambda eta sigma".split(), POSITIVE),
    "p": UNIT_OPEN,
}


@dataclass(frozen=True, slots=True)
class Usual:
    """The claim under the usual conditions, which are ``conditions``, and what they say in words."""

    claim: Claim
    conditions: tuple[Term, ...]

    @property
    def condition(self) -> Term:
        return self.conditions[0] if len(self.conditions) == 1 else Op("and", self.conditions)


def usual(read: Iterable[Understanding], verdict_of: VerdictOf) -> dict[Key, Usual]:
    """What has to be decided once more, by file and id; nothing of errors that the document announces."""
    out: dict[Key, Usual] = {}
    for pending in (p for one in read for p in one.pending):
        if not isinstance(pending.claim, Claim) or pending.erratum or pending.expected:
            continue
        verdict = verdict_of(pending.claim)[0]
        if isinstance(verdict, Refuted) and verdict.condition is None and not by_shapes(verdict):
            found = _restricted(pending, pending.claim, verdict.counterexample)
            if found is not None:
                out[pending.location.file, pending.id] = found
    return out


def _restricted(pending: Pending, claim: Claim, example: Counterexample) -> Usual | None:
    """``None`` where the point that refutes the claim has usual values for all of its parameters."""
    told = {s for a in claim.assumptions for s in free_symbols(a)}
    arguments = frozenset() if pending.statement is None else arguments_of(pending.statement.relation)
    known = {**_USUAL, **_of_catalogue(pending)}
    narrowed = {
        v.sym: known[v.sym.text] for v in claim.variables
        if v.sym.text in known and v.sym not in arguments and v.domain == REALS and not v.declared and not v.shape
        and v.sym not in told
    }  # fmt: skip
    point = dict(example.point)
    if len(claim.variables) < 2 or not any(s in point and point[s] not in d for s, d in narrowed.items()):
        return None
    variables = tuple(replace(v, domain=narrowed.get(v.sym, v.domain)) for v in claim.variables)
    conditions = tuple(c for s, d in narrowed.items() if point.get(s, Fraction(1, 2)) not in d for c in _bounds(s, d))
    others = {s: d for s, d in narrowed.items() if point.get(s, Fraction(1, 2)) in d}
    variables = tuple(v if v.sym not in others else replace(v, domain=REALS) for v in variables)
    return Usual(replace(claim, variables=variables), conditions)


def _of_catalogue(pending: Pending) -> dict[str, Domain]:
    """The domains that the catalogue gives to the parameters of the functions in a formula."""
    if pending.statement is None:
        return {}
    out: dict[str, Domain] = {}
    for name in {f for n in walk(pending.statement.relation) for f in called(n) if isinstance(f, Sym)}:
        entry = load().find(name, applied=True)
        for sym, what in entry.declared if entry is not None else ():
            if sym in entry.parameters and what.domain != REALS:  # type: ignore[union-attr]
                out[sym.text] = what.domain
    return out


def _bounds(sym: Sym, domain: Domain) -> list[Term]:
    (interval,) = domain.intervals
    out: list[Term] = []
    if interval.low is not None:
        out.append(Op("gt" if interval.low_open else "ge", (sym, num(interval.low))))
    if interval.high is not None:
        out.append(Op("lt" if interval.high_open else "le", (sym, num(interval.high))))
    return out


def settled(
    pending: Pending, verdict: Verdict, asked: Mapping[Key, Usual], verdict_of: VerdictOf
) -> tuple[Pending, Verdict]:
    """The claim and its verdict under what is usual, where it is refuted only where nobody takes it."""
    found = asked.get((pending.location.file, pending.id))
    if not isinstance(verdict, Refuted) or found is None:
        return pending, verdict
    said = words(found.condition)
    note = "assumed, because it is usual and the document says nothing of it"
    narrowed = {words(s) for c in found.conditions for s in free_symbols(c)}
    kept = tuple(a for a in pending.assumptions if a not in {f"{name} real (not declared)" for name in narrowed})
    taken = tuple(f"{words(c)} (not declared: assumed, as usual)" for c in found.conditions)
    assumed = replace(pending, claim=found.claim, assumptions=(*kept, *taken))
    match verdict_of(found.claim)[0]:
        case Proved(certificate, where):
            return assumed, Conditional(found.condition, certificate, verdict.counterexample, where, note, exact=False)
        case Conditional() as there:
            return assumed, replace(there, note=f"{there.note}; {said}: {note}" if there.note else f"{said}: {note}")
        case Refuted() as there:
            return assumed, there
        case _:
            at = ", ".join(f"{words(s)} = {v}" for s, v in verdict.counterexample.point)
            reason = f"it fails at {at}; {said} is usual, and for that it was not decided"
            return pending, Undecided(reason)
