"""``symnn.prove``: one formula in, its verdict out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from symnn.certificate import Certificate
from symnn.check import Options, judge
from symnn.document import parse
from symnn.finding import Finding
from symnn.formulas import typed
from symnn.notation import ReadError, read
from symnn.report.look import PLAIN
from symnn.report.phrases import (
    certificate_of,
    condition_of,
    counterexample_of,
    evidence,
    one_line,
    reason_of,
    spell,
)
from symnn.result import ClaimResult, Report
from symnn.shown import Shown
from symnn.term import Op, Sym, Term, free_symbols, is_place
from symnn.verdict import name_of
from symnn.workers import ANSWERING, warm

WORST = ("refuted", "unreadable", "undecided", "conditional", "proved")  # of several steps the first of these counts
FILE, ID = "<formula>", "formula"
NOTHING = {
    "definition": "it gives a name a meaning and claims nothing",
    "declaration": "it says what a name is and claims nothing",
    "mention": "it claims nothing: a claim is an equation, an inequality, a limit, …",
    "question": "an approximation without a bound claims nothing that could be wrong",
}


@dataclass(frozen=True, slots=True, repr=False)
class Answer(Shown):
    """What became of a formula.

    ``verdict`` is proved, refuted, conditional, undecided or unreadable: of the steps of a chain the worst.  It has no
    truth value, because "I do not know" is not "false": ask ``answer.verdict == "proved"``.
    """

    formula: str
    report: Report

    @property
    def verdict(self) -> str:
        found = [name_of(c.verdict) for c in self.claims]
        if any(s.kind == "question" for s in self.report.statements):
            return "undecided"
        return min(found, key=WORST.index) if found else "unreadable"

    @property
    def claims(self) -> tuple[ClaimResult, ...]:
        """The claim, or the steps of a chain in their order."""
        return self.report.claims

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What ``symnn verify`` would report, with codes and suggestions."""
        return self.report.findings

    @property
    def reading(self) -> str:
        """How the formula was understood."""
        read = [c.reading for c in self.claims] or [s.reading for s in self.report.statements if s.location.line > 1]
        return "; ".join(r for r in read if r)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was taken for granted of the names, declared or not."""
        return tuple(dict.fromkeys(a for c in self.claims for a in c.assumptions))

    @property
    def reason(self) -> str | None:
        """Why it is undecided or unreadable; else what there is to say beside the verdict."""
        worst = self._worst()
        if worst is not None:
            return reason_of(worst.verdict)
        if self.report.findings:
            return self.report.findings[0].message
        kinds = [str(s.kind) for s in self.report.statements if s.location.line > 1]
        return NOTHING[kinds[-1]] if kinds else "there is no formula in it"

    @property
    def counterexample(self) -> dict[str, Fraction] | None:
        """Names and exact values where it fails."""
        worst = self._worst()
        found = None if worst is None else counterexample_of(worst.verdict)
        return None if found is None else {spell(s): v for s, v in found.point if not is_place(s)}

    @property
    def condition(self) -> Term | None:
        """Where it holds, of a conditional one; of a refuted one the weakest condition, if it was found."""
        worst = self._worst()
        return None if worst is None else condition_of(worst.verdict)

    @property
    def certificate(self) -> Certificate | None:
        """What the verdict rests on."""
        worst = self._worst()
        return None if worst is None else certificate_of(worst.verdict)

    @property
    def suggestion(self) -> str | None:
        """What would be right, where something near was proved."""
        return next((f.suggestion for f in self.report.findings if f.suggestion), None)

    def _worst(self) -> ClaimResult | None:
        return min(self.claims, key=lambda c: WORST.index(name_of(c.verdict)), default=None)

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"this verdict is {self.verdict!r}; it has no truth value, since undecided is not false: "
            "ask answer.verdict == 'proved'"
        )

    def __str__(self) -> str:
        rows = [f"{self.verdict}: {one_line(self.reading or self.formula)}"]
        for claim in self.claims:
            if len(self.claims) > 1:
                rows.append(f"  {name_of(claim.verdict)}: {one_line(claim.reading)}")
            rows += [f"  {one_line(line)}" for line in evidence(claim, PLAIN)]
        if not self.claims and self.reason:
            rows.append(f"  {one_line(self.reason)}")
        if self.suggestion:
            rows.append(f"  {one_line(self.suggestion)}")
        method = self.certificate
        if method is not None and self.verdict == "proved":
            rows.append(f"  by {method.method} ({method.trust})")
        return "\n".join(dict.fromkeys(rows))

    __repr__ = __str__


class GivenError(ValueError):
    """What was given about the names is not understood, so that nothing can be decided under it."""


def prove(formula: str, *, given: str | Sequence[str] = (), timeout: float = 20.0) -> Answer:
    """Prove or refute one formula, as LaTeX, Unicode, or typed: ``"tanh(x) = 2*sigma(2*x) - 1"``.

    ``given`` says what the names are, ``"x > 0"`` or ``["γ ≤ 1", "x ∈ ℝ"]``; ``GivenError`` if that is not understood.
    Names of which nothing is said are real.  ``timeout`` is in seconds.
    """
    if "```" in formula or "<!--" in formula:
        raise ValueError("one formula is expected; a document is for symnn.verify")
    told = _told([given] if isinstance(given, str) else list(given))
    text = f"<!-- @let --> {f'Let {told}.' if told else ''}\n\n<!-- @claim {ID} -->\n```math\n{typed(formula)}\n```\n"
    warm(*ANSWERING)
    report, _ = judge([parse(text if told else text.partition("\n\n")[2], FILE, "markdown")], Options(timeout=timeout))
    if told:
        said = [s for s in report.statements if s.location.line == 1]
        missed = [s.formula for s in said if s.kind != "declaration"]
        if missed or not said:
            raise GivenError(f"{', '.join(missed) or told} is not understood as something that is given")
    return Answer(formula, report)


def _told(given: Sequence[str]) -> str:
    """What is given as a sentence: first what names belong to, because that would replace what was said before it."""
    if any("\n" in g or "$" in g or "<!--" in g for g in given):
        raise GivenError("what is given is one relation or membership a string, as ['x > 0', 'n ∈ ℕ']")
    rows = [(g, _parts(g)) for g in given]
    rows.sort(key=lambda row: not any(_is_membership(p) for p in row[1]))
    seen: set[Sym] = set()
    for part in (p for _, parts in rows for p in parts):
        if _is_membership(part) and (again := _subjects(part) & seen):
            name = min(s.text for s in again)
            raise GivenError(f"{name} is given before it is said what it belongs to; say that first, and once")
        seen |= _subjects(part)
    return " and ".join(f"${typed(g)}$" for g, _ in rows)


def _parts(given: str) -> list[Term]:
    try:
        return [part.term for part in read(typed(given)).parts]
    except ReadError as error:
        raise GivenError(f"{given}: {error}") from error


def _is_membership(term: Term) -> bool:
    return isinstance(term, Op) and term.head in ("in", "notin", "subset")


def _subjects(term: Term) -> frozenset[Sym]:
    """The names that something is said of."""
    return free_symbols(term.args[0] if _is_membership(term) and isinstance(term, Op) else term)


__all__ = ["Answer", "GivenError", "prove"]
