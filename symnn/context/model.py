"""What context hands on: statements that were counted, claims to decide, comparisons, questions, findings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from symnn.claim import Claim, Variable
from symnn.domain import Domain
from symnn.finding import Finding, Location
from symnn.result import StatementResult
from symnn.term import Sym, Term
from symnn.verdict import Undecided, Unreadable

if TYPE_CHECKING:
    from symnn.context.statement import Statement


@dataclass(frozen=True, slots=True)
class Declared:
    """What the document said about a name: its domain, its shape (``None`` when nothing was said), its kind."""

    domain: Domain
    shape: tuple[Term, ...] | None = None
    kind: Literal["number", "function", "scalar function", "elementwise function", "vector function"] = "number"


@dataclass(frozen=True, slots=True)
class Definition:
    """``name(params) := body``; no params for a value.  ``location`` is where it stands, for messages.

    With ``square`` the document gave name²: the body is its root.  Of the origin ``words`` is L := L(z), where
    words say that L is a function of z.
    """

    name: Sym
    params: tuple[Sym, ...]
    body: Term
    location: Location | None = None
    origin: Literal["document", "catalog", "words"] = "document"
    square: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """An equation that the sentence of a claim refers to; unless it is proved, the claim is not refuted.

    ``claims`` are what it claims itself, ``reason`` is said where the claim is left open.  With ``always`` it is, and
    not proved either: what the equation says of a name is not what its section says.
    """

    claims: tuple[Claim, ...]
    reason: str
    unknown: bool = False  # whether it is left open whatever becomes of the claims
    always: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """A claim as it stands in the document, and its closed form, or why there is none.

    ``codes`` are the finding codes that fit a refutation, the fitting one first; ``expected`` the code in the tag.
    ``unknown`` names something that the document leaves open, so that the formula may say what it is instead of
    claiming something about it: it can be proved then, but not refuted.  So it is with ``doubt``: the sentence
    around it may limit it in a way that was not understood.  ``hypothesis`` is what the closed claim
    supposes about a name that the document never defines.  ``statement`` is the claim before it was closed.
    ``schematic`` is a chain rule in outline, ∂L/∂x = ∂L/∂z ∂z/∂x.  ``rests`` are equations that its sentence cites.
    With ``layout_open`` nothing says how derivatives of arrays are laid out.  ``within`` is what the
    text before it may limit it to.
    """

    id: str
    parent: str | None
    location: Location
    formula: str
    reading: str
    claim: Claim | Undecided | Unreadable
    kind: str
    assumptions: tuple[str, ...] = ()
    codes: tuple[str, ...] = ("E201",)
    expected: str | None = None
    erratum: bool = False
    suggestion: str | None = None
    shapes: tuple[tuple[Sym, tuple[Term, ...]], ...] = ()
    hypothesis: Term | None = None
    unknown: str | None = None
    doubt: str | None = None
    statement: Statement | None = None
    schematic: bool = False
    rests: tuple[Rest, ...] = ()
    layout_open: bool = False
    within: Within | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """Conditions that may limit a claim, for the ``reason`` given: it is refuted only where it fails under them too."""

    conditions: tuple[Term, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A definition against other bodies of the same name: the catalogue's variants, or an earlier definition.

    ``claims`` are identities, one for each accepted body with its label; proved by the first is silence, proved by
    another is N303, all refuted is ``code``.  ``usual`` are the same for parameters in (0, 1) that the
    document does not declare.
    """

    name: str
    location: Location
    formula: str
    code: str
    claims: tuple[tuple[str, Claim], ...]
    suggestion: str | None = None
    identify: tuple[tuple[str, Claim], ...] = ()
    usual: tuple[tuple[str, Claim], ...] = ()
    letter: bool = False  # of σ or Φ: a body that is another known function is another meaning


@dataclass(frozen=True, slots=True)
class Again:
    """A name that has a meaning since ``line`` is given once more.

    Where ``pending`` is proved it is a claim; else the formula is the definition ``statement``, of another meaning.
    """

    pending: Pending
    statement: StatementResult
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Question:
    """``left`` is about ``right``: by how much they differ, over the variable's domain."""

    location: Location
    formula: str
    left: Term
    right: Term
    claim: Claim
    point: Term | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class ShapeCheck:
    """A statement whose names have declared shapes: to be typed before anything else.

    A name with ``None`` as its shape is no entry of the array that its letter is.
    """

    location: Location
    term: Term
    shapes: tuple[tuple[Sym, tuple[Term, ...] | None], ...]
    formula: str
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A function as a document writes it: its closed body, and the variables of that with their domains.

    ``calls`` are the functions by name in it; ``code`` marks a listing; ``claim`` is the claim that writes it, if it is
    one.
    """

    name: Sym
    params: tuple[Sym, ...]
    body: Term
    variables: tuple[Variable, ...]
    location: Location
    formula: str
    calls: frozenset[Sym] = frozenset()
    code: bool = False
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A function in a listing beside the formulas of its name: a claim for each accepted body with its label.

    Proved by the first is silence, by another N303, all refuted is ``code``.  ``place`` is the line that returns;
    unless ``sure``, only what is proved is said.  ``rounded`` is for each claim how far rounded constants in the code
    may move its values.
    """

    name: str
    place: Location
    claims: tuple[tuple[str, Pending], ...]
    code: str
    sure: bool = True
    rounded: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What is said with ``code`` if in one group each claim is proved (True) or refuted (False) as it is expected."""

    code: str
    location: Location
    formula: str
    message: str
    groups: tuple[tuple[tuple[Claim, bool], ...], ...]
    shows_point: bool = True  # whether the point of a refuted claim is told: its names are the document's


@dataclass(slots=True)
class Understanding:
    """Everything that one document says, in reading order; ``values`` are definitions of abbreviations (``MSE``)."""

    statements: list[StatementResult] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    again: list[Again] = field(default_factory=list)
    shape_checks: list[ShapeCheck] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    ignores: list[Ignore] = field(default_factory=list)
    expectations: list[Expectation] = field(default_factory=list)
    readings: list[ReadFormula] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    values: list[Written] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    suspicions: list[Suspicion] = field(default_factory=list)
    notation: tuple[str, ...] = ()  # what the project and the front matter set of it, in words


@dataclass(frozen=True, slots=True)
class Ignore:
    """``<!-- @ignore CODE reason="…" -->``: it holds for the next formula."""

    code: str
    reason: str
    location: Location
    target: Location | None


@dataclass(frozen=True, slots=True)
class Expectation:
    """A tag that expects a finding with this code in this stretch of lines."""

    code: str
    id: str
    location: Location
    first_line: int
    last_line: int
    erratum: bool


@dataclass(frozen=True, slots=True)
class ReadFormula:
    """One formula as it was read: for ``symnn read`` and ``symnn.read``."""

    id: str
    location: Location
    source: str
    kind: str
    terms: tuple[Term, ...]
    reading: str
    names: tuple[str, ...] = ()
    error: str | None = None
    notation: tuple[str, ...] = ()  # what was set for the whole document


def at(location: Location, line: int, column: int, end_line: int, end_column: int) -> Location:
    """The same file, another place."""
    return replace(location, line=line, column=column, end_line=end_line, end_column=end_column)
