"""A statement of a cell as a claim: printed, read back, closed in the subject's scope, decided by the kernel now.

What is proved is the formula that the table prints, not the term that the program had: the term is printed, the text is
read by the reader, and the claim is made of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symnn.claim import Claim
from symnn.context.catalog import load
from symnn.context.claims import OpenTermError, close_claim
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.relations import kind_of
from symnn.decide import decide
from symnn.notation import ReadError, latex, read, words
from symnn.tables.model import Claimed
from symnn.tables.subjects import Subject
from symnn.term import Op, Term, op
from symnn.verdict import Conditional, Proved, Refuted, Undecided, Verdict, name_of


@dataclass(frozen=True)
class Proof:
    """What the kernel said of one statement; ``claimed`` is what a cell keeps of it."""

    verdict: Verdict
    claimed: Claimed

    @property
    def proved(self) -> bool:
        return isinstance(self.verdict, Proved)

    @property
    def refuted(self) -> bool:
        return isinstance(self.verdict, Refuted)

    @property
    def reason(self) -> str:
        match self.verdict:
            case Undecided(reason):
                return reason
            case Refuted():
                return "refuted"
            case Conditional(condition):
                return f"holds only where {words(condition)}"
        return ""


class MisprintError(Exception):
    """A printed formula that is not read back as what it was: nothing is claimed of it."""


def printed(term: Term, subject: Subject) -> tuple[str, Term]:
    """The LaTeX of a term, and the term that a reader takes it for."""
    text = latex(term)
    try:
        parts = read(text, subject.scope.profile).parts
    except ReadError as error:
        raise MisprintError(f"{text} is not read back: {error.message}") from error
    if len(parts) != 1 or parts[0].conditions:
        raise MisprintError(f"{text} is read back as {len(parts)} statements")
    return text, parts[0].term


def prove(subject: Subject, id: str, relation: Term, conditions: Sequence[Term] = ()) -> Proof:
    """The verdict on a relation in the subject's own names, under its conditions."""
    claim = closed(subject, id, relation, conditions)
    verdict = Undecided(claim) if isinstance(claim, str) else decide(claim)
    trust, digest = "", ""
    if isinstance(claim, Claim):
        digest = claim.digest
        if isinstance(verdict, Proved | Refuted | Conditional):
            trust = verdict.certificate.trust
    formula = _formula(relation) + "".join(f", {latex(c)}" for c in conditions)
    return Proof(verdict, Claimed(id, formula, name_of(verdict), trust, digest))


def closed(subject: Subject, id: str, relation: Term, conditions: Sequence[Term]) -> Claim | str:
    """The closed claim, or why there is none."""
    given = (*conditions, *subject.fixed)
    try:
        return close_claim(id, kind_of(relation), relation, given, subject.scope, load()).claim
    except (NotClosedError, AmbiguousError, OpenTermError) as error:
        return str(error)


def _formula(relation: Term) -> str:
    match relation:
        case Op("range_is", (body, _, target)):
            return rf"{latex(body)} \text{{ takes exactly the values of }} {latex(target)}"
        case Op("monotone", (body, var, sign)):
            word = "increasing" if sign.value > 0 else "decreasing"  # type: ignore[union-attr]
            return rf"{latex(body)} \text{{ is strictly {word} in }} {latex(var)}"
        case Op("differentiable" | "continuous" as head, (body, var)):
            return rf"{latex(body)} \text{{ is {head} in }} {latex(var)}"
    return latex(relation)


def slope(subject: Subject, order: int = 1) -> Term:
    """f′(x) or f″(x) as a term."""
    return op("deriv", subject.shown, *[subject.var] * order)


def off(subject: Subject, points: Sequence[Term]) -> tuple[Term, ...]:
    """x ≠ p for each point."""
    return tuple(op("ne", subject.var, p) for p in points)
