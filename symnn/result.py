"""The outcome of a run, as the reports and the JSON contract show it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from symnn.claim import Claim, Kind
from symnn.finding import Finding, Location
from symnn.shown import Shown, media
from symnn.verdict import Verdict, name_of

StatementKind = Literal["definition", "declaration", "mention", "question"]
Notation = Literal["latex", "plain", "code"]
VERDICTS = ("proved", "refuted", "conditional", "undecided", "unreadable")
STATEMENTS = ("definition", "declaration", "mention", "question")


@dataclass(frozen=True, slots=True)
class ClaimResult(Shown):
    """One claim with its verdict; ``parent`` is the chain that a step belongs to, ``claim`` what was decided."""

    id: str
    parent: str | None
    location: Location
    formula: str
    reading: str
    kind: Kind
    assumptions: tuple[str, ...]
    verdict: Verdict
    expected: str | None = None
    certificate: str | None = None
    seconds: float = 0.0
    claim: Claim | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class StatementResult:
    """A statement that is not a claim; it is counted all the same."""

    kind: StatementKind
    location: Location
    name: str | None
    formula: str
    reading: str


@dataclass(frozen=True, slots=True)
class FormulaResult:
    """A formula as it stands in the document: what is claimed or stated with it has its ``location``.

    ``plain`` are mathematical characters without LaTeX, ``code`` is a line of a listing.
    """

    location: Location
    source: str
    kind: str
    reading: str
    notation: Notation = "latex"
    display: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    line: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What a report shows of a document itself: its lines, its headings, and each of its formulas once."""

    file: str
    lines: tuple[str, ...] = field(default=(), repr=False)
    headings: tuple[Heading, ...] = ()
    formulas: tuple[FormulaResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Stale:
    """An entry of a baseline, or ``count`` same ones, that matches nothing any more."""

    document: str
    code: str
    formula: str
    count: int


@dataclass(frozen=True, slots=True)
class Baselined:
    """What of a run was known from the baseline in ``file``: findings and, with ``--strict``, open claims."""

    file: str
    findings: tuple[Finding, ...] = ()
    claims: tuple[ClaimResult, ...] = ()
    stale: tuple[Stale, ...] = ()

    @property
    def known(self) -> int:
        return len(self.findings) + len(self.claims)


@dataclass(frozen=True, slots=True, repr=False)
class Report(Shown):
    """Everything that was found in the given files, in reading order."""

    claims: tuple[ClaimResult, ...] = ()
    statements: tuple[StatementResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: tuple[str, ...] = ()
    documents: tuple[DocumentResult, ...] = ()
    baseline: Baselined | None = None

    def summary(self) -> dict[str, int]:
        """How many claims by verdict and other statements by kind; every formula is in exactly one count."""
        claims = Counter(name_of(c.verdict) for c in self.claims)
        others = Counter(str(s.kind) for s in self.statements)
        return {**{v: claims[v] for v in VERDICTS}, **{k: others[k] for k in STATEMENTS}}

    def __repr__(self) -> str:
        counts = ", ".join(f"{n} {what}" for what, n in self.summary().items() if n and what in VERDICTS)
        return f"<Report on {', '.join(self.files) or 'no file'}: {counts or 'no claim'}>"

    def __str__(self) -> str:
        return media(self).get("text/plain") or repr(self)
