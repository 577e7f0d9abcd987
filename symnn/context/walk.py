"""The walk through a document: headings open scopes, tags give roles, spans become statements."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from symnn.context.cases.cases import Cases
from symnn.context.cases.examples import Examples
from symnn.context.cases.put_up import put_up
from symnn.context.cases.renewal import heading_frees
from symnn.context.catalog import Catalog
from symnn.context.cues import chosen_names, conditions_above, conditions_before, cued, definitions_below
from symnn.context.lints.descriptions import misnamed_operators, redescribed_vectors
from symnn.context.lints.flaw import Flaw, Lone
from symnn.context.lints.lost_brackets import lost_brackets
from symnn.context.lints.references import missing
from symnn.context.model import Expectation, Ignore, Understanding
from symnn.context.referring.citing import Citations
from symnn.context.referring.resting import Cited, Equation
from symnn.context.scope import Scope
from symnn.context.words.doubts import Doubt
from symnn.context.words.layouts import layouts_said
from symnn.context.words.lets import let_spans
from symnn.context.words.otherwise_named import PLAIN
from symnn.context.words.prose import Prose
from symnn.document.model import Block, Document, Span, Tag
from symnn.document.model import Scope as Environment
from symnn.finding import Change, Finding, Location
from symnn.term import Sym

_ROLES = ("claim", "erratum", "variant")


@dataclass(slots=True)
class Walk:
    """Where the reading of a document stands."""

    document: Document
    catalog: Catalog
    out: Understanding = field(default_factory=Understanding)
    scope: Scope = field(default_factory=Scope)
    consumed: set[int] = field(default_factory=set)
    conditions: dict[int, tuple[Span, ...]] = field(default_factory=dict)  # by the start of the formula that they limit
    beside: dict[int, tuple[Span, ...]] = field(default_factory=dict)  # claims beside a formula that may be conditions
    leading: set[int] = field(default_factory=set)  # the starts of conditions in front of their formula
    ids: dict[str, int] = field(default_factory=dict)
    chosen: frozenset[Sym] = frozenset()
    undefined: set[Sym] = field(default_factory=set)  # the names of which it was told
    block: int = -1
    solved: Doubt | None = None  # why the formula before this one is no identity, but an equation to be solved
    coming_back: list[tuple[int, Scope, Sym, str]] = field(default_factory=list)
    lapsing: list[tuple[int, Scope, Sym]] = field(default_factory=list)  # suppositions: where each ends, the letter
    inside: list[tuple[int, Scope]] = field(default_factory=list)  # the theorems around: where each begins, its scope
    lone: list[Lone] = field(default_factory=list)  # names like the only known one: told where they stand nowhere else
    theorems: list[tuple[frozenset[str], Scope]] = field(default_factory=list)  # those before, with their labels
    equations: dict[int, list[Equation]] = field(default_factory=dict)  # by the number of their formula
    cited: Cited = field(default_factory=Cited)  # what the sentence of the formula refers to
    followed: Cited | None = None  # what that of the last claim referred to
    section: Scope = field(default_factory=Scope)  # the scope in which the formula stands
    lent: frozenset[Sym] = frozenset()  # names with a meaning for this formula only, by a reference
    assumed_at: int = -1  # where the last assumption of a section was put up
    given_with: dict[Sym, Span] = field(default_factory=dict)  # the names that "with" gave a meaning, and where
    row: object = None  # the function that the row of a table gives, if it does (``symnn.context.headed_columns``)
    spoken: int = 0  # up to where lone letters in running text were looked at
    prose: Prose = field(init=False)
    citations: Citations = field(init=False)
    cases: Cases = field(init=False)
    examples: Examples = field(init=False)

    def __post_init__(self) -> None:
        self.prose = Prose(self.document)
        self.cases = Cases(self.prose)
        self.examples = Examples(self.cases)
        self.prose.understood |= self.cases.understood
        self.prose.begun += self.cases.begun
        self.citations = Citations(self.prose)
        self.chosen = chosen_names(self.document)

    @property
    def authored(self) -> bool:
        """A document with tags is a derivation file: what it writes is meant as it stands."""
        return any(t.name in ("let", "claim", "erratum", "entry") for t in self.document.tags)

    def location(self, start: int, end: int) -> Location:
        at = self.document.extent(start, end)
        return Location(at.path, at.line, at.column, at.end_line, at.end_column, at.cell, at.cell_line)

    def find(self, flaw: Flaw, start: int, end: int, claim: str | None = None, old: str = "") -> None:
        """A finding at this place; ``old`` is the formula that its suggestion, if it has one, is to replace."""
        change = Change(old, flaw.suggestion) if old and flaw.suggestion is not None else None
        place = self.location(start, end)
        self.out.findings.append(Finding(flaw.code, place, flaw.message, flaw.suggestion, claim, change, flaw.strict))

    def begin(self, span: Span) -> None:
        """A formula is next; a property that was put aside for one sentence may hold again behind it."""
        if span.block != self.block:
            self.block = span.block
            self.scope.begin()
        for offset, scope, sym, told in self.coming_back:
            if offset <= span.start:
                scope.unsaid.setdefault(sym, told)
        for offset, scope, sym in self.lapsing:
            if offset <= span.start:
                scope.otherwise.pop(sym, None)
                scope.unsaid.pop(sym, None)
        self.lapsing = [row for row in self.lapsing if row[0] > span.start]
        self.coming_back = [row for row in self.coming_back if row[0] > span.start]

    def plain_letters(self, end: int) -> list[int]:
        """Where letters of the catalogue stand in running text, from where it was asked last to ``end``."""
        found = [m.start() for m in PLAIN.finditer(self.prose.masked, self.spoken, max(end, self.spoken))]
        self.spoken = max(end, self.spoken)
        return found

    def unique(self, name: str) -> str:
        """The id, with a suffix when the document gave it before."""
        count = self.ids.get(name, 0) + 1
        self.ids[name] = count
        return name if count == 1 else f"{name}~{count}"

    def repeats(self, tag: Tag) -> bool:
        """Whether an earlier tag of the same kind gave this id; an erratum may have the id of the right formula."""
        return any(
            t.name == tag.name and t.argument == tag.argument and t.start < tag.start for t in self.document.tags
        )

    def default_id(self, start: int) -> str:
        at = self.document.extent(start, start)
        return f"{Path(at.path).stem}:{at.line}"

    def enter(self, heading: Block) -> None:
        """A heading closes the sections that are not above it and opens its own."""
        while self.scope.parent is not None and self.scope.level >= heading.level:
            self.scope = self.scope.parent
        self.scope = self.scope.child(heading.level)
        if heading_frees(heading.info, self.scope):
            self.scope = self.scope.child(heading.level)  # what it declares itself comes on top


@dataclass(frozen=True, slots=True)
class Task:
    """One span to read with its role: the tag that names it, the spans that are its conditions."""

    span: Span
    tag: Tag | None = None
    conditions: tuple[Span, ...] = ()
    let: bool = False
    row: bool = False
    condition: bool = False
    below: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a theorem-like environment begins or ends."""

    start: int
    environment: Environment
    opens: bool


def tasks(walk: Walk) -> list[Task | Block | Tag | Edge]:
    """Headings, environments, layout tags and spans in reading order, each span with its role."""
    document = walk.document
    named: dict[int, Tag] = {}
    conditions = walk.conditions
    used: set[int] = set()
    starts = [s.start for s in document.spans]
    role_tags = [t for t in document.tags if t.name in _ROLES]
    for tag, stop in zip(role_tags, [*(t.start for t in role_tags[1:]), len(document.text)], strict=False):
        inside = document.spans[bisect_right(starts, tag.start) : bisect_right(starts, stop)]
        target = next((s for s in inside if s.kind == "display"), None) or (inside[0] if inside else None)
        if target is None:
            message = f"@{tag.name} {tag.argument} names no formula: none follows before the next tag"
            walk.find(Flaw("E903", message), tag.start, tag.end)
            continue
        named[target.start] = tag
        inline = tuple(s for s in inside if s.end <= target.start and s.kind == "inline")
        before = cued(document, inline, tag.end)
        if not before and not inline:
            before = _above(document, tag.start)
        conditions[target.start] = before
        used.update(s.start for s in before)
        _expect(walk, tag, target)
    lets = let_spans(document)
    for number, span in enumerate(document.spans):
        if span.start in conditions or span.start in lets or span.start in used:
            continue
        bound = lets | walk.prose.bound
        claimed: list[Span] = []
        found = tuple(s for s in conditions_before(document, number, claimed) if s.start not in bound)
        walk.beside[span.start] = tuple(claimed)
        found += walk.prose.behind.get(span.start, ())
        if not found and span.kind == "display":
            found = tuple(s for s in _above(document, span.start) if s.start not in lets)
            of_others = tuple(s for s in found if s.start in walk.prose.bound)  # of a formula in front of it
            walk.beside[span.start] = (*walk.beside[span.start], *of_others)
            found = tuple(s for s in found if s not in of_others)
            used.update(s.start for s in found)
        found += tuple(s for s in put_up(walk.prose, number) if s not in found and s.start not in lets)
        if found:
            conditions[span.start] = found
            walk.leading.update(s.start for s in found if s.start < span.start)
    items: list[Task | Block | Tag | Edge] = [Edge(at, e, opens) for e, at, opens in edges(document.scopes)]
    items += [b for b in document.blocks if b.kind == "heading"]
    items += [t for t in document.tags if t.name in ("layout", "ignore")]
    items += layouts_said(document)
    for number, span in enumerate(document.spans):
        row = document.blocks[span.block].kind == "table_row"
        if span.start in used | walk.cases.understood and span.start not in lets:
            items.append(Task(span, None, (), row=row, condition=True))
        else:
            further: list[Span] = []
            below = definitions_below(document, number, walk.prose.simple, further)
            if span.kind == "display":
                walk.beside[span.start] = (*walk.beside.get(span.start, ()), *further)
            mine, given = named.get(span.start), conditions.get(span.start, ())
            items.append(Task(span, mine, given, span.start in lets, row, below=below))
    return sorted(items, key=lambda i: i.span.start if isinstance(i, Task) else i.start)


def edges(environments: Sequence[Environment]) -> Iterator[tuple[Environment, int, bool]]:
    """The beginnings and ends of environments; where one ends and the next begins, the end is first."""
    ends = [(e, e.end, False) for e in reversed(environments)]
    yield from [*ends, *((e, e.start, True) for e in environments)]


def _above(document: Document, offset: int) -> tuple[Span, ...]:
    """Conditions in the paragraph above, unless another formula or tag stands between."""
    ends = [t.end for t in document.tags if t.end <= offset] + [0]
    return conditions_above(document, offset, max(ends))


def _expect(walk: Walk, tag: Tag, target: Span) -> None:
    code = tag.option("expect")
    if code is None:
        if tag.name == "erratum":
            walk.find(Flaw("E903", f"@erratum {tag.argument} needs expect=CODE"), tag.start, tag.end)
        return
    first, last = walk.document.position(tag.start)[0], walk.document.position(target.end)[0]
    place = walk.location(tag.start, tag.end)
    walk.out.expectations.append(Expectation(code, tag.argument, place, first, last, tag.name == "erratum"))


def ignore(walk: Walk, tag: Tag) -> None:
    """Remember ``@ignore``; it needs a reason, and it holds for the next formula."""
    reason = tag.option("reason")
    if not tag.argument or not reason:
        walk.find(Flaw("E903", '@ignore needs a code and a reason: @ignore E201 reason="…"'), tag.start, tag.end)
        return
    target = next((s for s in walk.document.spans if s.start >= tag.end), None)
    place = None if target is None else walk.location(target.start, target.end)
    walk.out.ignores.append(Ignore(tag.argument, reason, walk.location(tag.start, tag.end), place))


def prose_findings(walk: Walk) -> None:
    """What the words alone show: misnamed operators, redescribed vectors, problems of the document's structure."""
    document = walk.document
    for problem in document.problems:
        walk.find(Flaw(problem.code, problem.message), problem.start, problem.end)
    for start, end, flaw in missing(document):
        walk.find(flaw, start, end)
    for start, end, flaw in misnamed_operators(document):
        walk.find(flaw, start, end)
    for span, flaw in (*redescribed_vectors(document, document.spans), *lost_brackets(walk.prose)):
        walk.find(flaw, span.start, span.end)


def standard_normal_blocks(document: Document) -> list[int]:
    """Offsets at which the text says that X is standard normal."""
    marks = [s for s in document.spans if "mathcal{N}" in s.source or "mathcal N" in s.source]
    return [
        m.start for m in marks
        if any(
            abs(s.start - m.start) < 400 and s.source.replace(" ", "").replace("\\", "") in ("mu=0,sigma=1", "μ=0,σ=1")
            for s in document.spans
        ) or m.source.replace(" ", "") in ("\\mathcal{N}(0,1)", "X\\sim\\mathcal{N}(0,1)")
    ]  # fmt: skip
