"""From a document to what it says: the entry point of this package."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from symnn.context.cases.freed import freed, lasts, left_open
from symnn.context.cases.held import NOTHING, beside, consistent, held, limited_by
from symnn.context.cases.lifted import lifted, without_lifted
from symnn.context.cases.supposed import supposes
from symnn.context.catalog import Catalog, load
from symnn.context.complex_numbers import note_complex
from symnn.context.defining.columns_said import note_columns
from symnn.context.defining.declare import declare_function
from symnn.context.defining.dependences import note_dependence
from symnn.context.defining.heads import head_of
from symnn.context.defining.letters import not_read, note_letters
from symnn.context.defining.properties import named
from symnn.context.defining.surroundings import conditions_of, note_properties, told
from symnn.context.environments import edge, puts_up, take_up
from symnn.context.headed_columns import in_its_column
from symnn.context.lints.flaw import Flaw
from symnn.context.lints.free_indices import told_of
from symnn.context.lints.listings import read_listings
from symnn.context.lints.structure import source_flaws
from symnn.context.lints.suspicions import unsolved
from symnn.context.model import ReadFormula, Understanding
from symnn.context.named_constants import note_named
from symnn.context.naming import describe
from symnn.context.notation_used import profile_of
from symnn.context.referring.referring import note_equation, refer, settle
from symnn.context.referring.resting import Cited, lend
from symnn.context.relations import is_relation
from symnn.context.scope import Scope
from symnn.context.statements import state
from symnn.context.stater import Stater
from symnn.context.unreadable import unreadable
from symnn.context.walk import Edge, Task, Walk, ignore, prose_findings, standard_normal_blocks, tasks
from symnn.context.worded_ranges import worded_ranges
from symnn.context.words.bounds import bounds_a_name
from symnn.context.words.doubts import Doubt, supposed_for
from symnn.context.words.equations import equivalent
from symnn.document import DocumentError
from symnn.document.front_settings import front_settings
from symnn.document.model import Block, Document, Span, Tag
from symnn.notation import DEEP_LEARNING, Profile, ReadError, read, words
from symnn.notation.reading import Part
from symnn.notation.settings import SettingError, with_setting
from symnn.result import StatementResult
from symnn.term import Op, Sym, Term, free_functions, free_symbols

_NOT_CLAIMED = frozenset(["quoted", "supposed", "some"])  # what the sentence does not say of it
_ARROW = re.compile(r"\\(rightarrow|to|Rightarrow|implies|Longrightarrow|longrightarrow)\b|[→⇒]")


def _set(document: Document, profile: Profile) -> Profile:
    """The profile with what the front matter of the document sets."""
    for key, value, line in front_settings(document):
        try:
            profile = with_setting(profile, key, value)
        except SettingError as error:
            raise DocumentError(f"{document.path}:{line}: {error}") from error
    return profile


def understand(document: Document, profile: Profile = DEEP_LEARNING, catalog: Catalog | None = None) -> Understanding:
    """Every statement of a document, its claims closed, its structural findings; nothing is decided here."""
    profile = profile_of(document, _set(document, profile))
    walk = Walk(document, load() if catalog is None else catalog, scope=Scope(profile=profile))
    walk.out.notation, walk.scope.layout_said = profile.told, profile.layout
    prose_findings(walk)
    normal = standard_normal_blocks(document)
    _mark_standard_normal(walk, normal)
    consumed = worded_ranges(walk)
    row: tuple[int, Scope] | None = None
    for item in tasks(walk):
        match item:
            case Block():
                walk.enter(item)
            case Tag(name="layout"):
                walk.scope.lay_out(item.argument, item.option("lasting") is not None)
            case Tag():
                ignore(walk, item)
            case Edge():
                edge(walk, item)
            case Task():
                if item.span.start in consumed:
                    continue
                outer = walk.scope
                if item.row:
                    if row is None or row[0] != item.span.block:
                        row = (item.span.block, outer.child(outer.level + 1))
                    walk.scope = row[1]
                _formula(walk, item)
                if item.row:
                    walk.scope = outer
    for one, flaw in told_of(walk.lone, [r.terms for r in walk.out.readings]):
        walk.find(flaw, one.start, one.end)
    read_listings(walk)
    return walk.out


def _mark_standard_normal(walk: Walk, marks: list[int]) -> None:
    walk.scope.standard_normal = bool(marks)


def _formula(walk: Walk, task: Task) -> None:
    """Read one span and state its parts, with the definitions that its sentence refers to."""
    walk.begin(task.span)
    note_named(walk, task.span)
    note_complex(walk, task.span)
    home = walk.scope
    plain = not task.let and not task.condition
    cited = refer(walk, task.span) if plain else Cited()
    lent = lend(cited, walk.citations, home) if cited.equations else None
    walk.cited, walk.section, before = cited, home, len(walk.out.pending)
    if lent is None:
        _read(walk, task)
    else:
        _read_with(walk, task, lent)
    settle(walk, task.span)
    if len(walk.out.pending) > before:
        walk.followed = cited


def _read_with(walk: Walk, task: Task, lent: tuple[Scope, frozenset[Sym]]) -> None:
    """Read a formula with the definitions lent to it; what it defines or declares itself stays."""
    home = walk.scope
    walk.scope, walk.lent = lent
    given = dict(walk.scope.definitions), dict(walk.scope.declared)
    _read(walk, task)
    local, walk.scope, walk.lent = walk.scope, home, frozenset()
    home.take_over(local, given[0])
    home.declared.update((s, d) for s, d in local.declared.items() if given[1].get(s) is not d)
    home.assumptions += local.assumptions
    home.unsaid.update(local.unsaid)


def _read(walk: Walk, task: Task) -> None:
    """Read one span and state its parts, or say why it was not read."""
    span = task.span
    place = walk.location(span.start, span.end)
    base = walk.unique(task.tag.argument if task.tag is not None and task.tag.argument else walk.default_id(span.start))
    tag = task.tag
    if tag is not None and tag.argument and walk.repeats(tag):
        walk.find(Flaw("E903", f"the id {tag.argument} is given twice; this one is called {base}"), tag.start, tag.end)
    if not span.source.strip():
        walk.out.statements.append(StatementResult("mention", place, None, span.source, "nothing is written here"))
        return
    if span.note:
        walk.find(Flaw("N111", span.note), span.start, span.end)
    for flaw in source_flaws(span.source):
        start, end = flaw.at or (0, len(span.source))
        walk.find(flaw, span.inner_start + start, span.inner_start + end, old=span.source)
    try:
        if span.broken:
            raise ReadError(span.broken, 0, len(span.source))
        reading = read(span.source, walk.scope.profile)
    except ReadError as error:
        not_read(walk, span)
        unreadable(walk, task, base, error)
        return
    if task.let and _let_function(walk, span, reading.parts[0].term if reading.parts else None):
        walk.out.readings.append(_read_formula(base, walk, span, "declaration", tuple(p.term for p in reading.parts)))
        return
    for code, message in reading.notes:
        walk.find(Flaw(code, message), span.start, span.end)
    reading = replace(reading, parts=in_its_column(walk, task, reading.parts))
    task, gone = without_lifted(walk, task)
    conditions, scope = conditions_of(walk, task)
    terms = tuple(p.term for p in reading.parts)
    note_letters(walk, span, terms)
    if named(terms) or all(isinstance(t, Op) and t.head in ("typed", "sim") for t in terms):
        scope = walk.scope  # a declaration
    plain = not task.let and not task.condition and task.tag is None
    if plain and walk.inside and puts_up(walk.prose, span, terms):
        _put_up(walk, span, base, terms)
        return
    supposed = plain and supposes(walk.prose, span, terms, walk.scope)
    scope = walk.scope if supposed else scope
    conditions = (*conditions, *told(walk, task))
    outer, walk.scope = walk.scope, scope
    given = dict(scope.definitions)
    assumed = walk.scope.all_assumptions()
    before = len(walk.out.statements), len(walk.out.pending), len(walk.out.again)
    count = 0
    understood = frozenset(s.start for s in (*task.conditions, *task.below, *gone, *walk.examples.given(span)))
    doubted: Doubt | None = None
    for number, part in enumerate(reading.parts):
        own = (*conditions, *part.conditions, *_trailing(reading.parts[number:]))
        own, unclear = consistent(own)
        known = held(walk.cases, span, part.term, scope.profile, own) if tag is None else NOTHING
        known = limited_by(known, walk.beside.get(span.start, ()), scope.profile)
        if plain:
            taken = (*task.conditions, *task.below, *walk.beside.get(span.start, ()))
            more = [s for s in beside(walk.cases, span, part.term, scope) if s not in taken]
            known = limited_by(known, more, scope.profile)
        own = (*own, *known.sure)
        doubt, claimed = None, scope
        if not task.condition and not task.let and is_relation(part.term) and not bounds_a_name(part.term):
            doubt = walk.prose.doubt(span, part.term, understood, tag is not None)
            if doubt is None and unclear is not None:
                doubt = Doubt(unclear, "open")
            if doubt is None and tag is None and equivalent(walk.prose.ahead(span)):
                doubt = walk.solved
            if doubt is None and tag is None:
                doubt = _answered(walk, span, part.term)
            if doubt is None and span.start in walk.leading:
                doubt = supposed_for(walk.prose.ahead(span))
            claimed, renewed = freed(walk, span, part.term, scope) if plain else (scope, None)
            doubt = renewed if doubt is None else doubt
            if plain and not walk.authored:
                left = lifted(walk, span, part.term, claimed, gone)
                claimed, known = left.scope, known.with_possible(left.terms, left.shown)
            doubted = doubt
        implied = number > 0 and _leads_to(walk, span.source, *reading.parts[number - 1 : number + 1])
        stater = Stater(walk, task, part, own, base, count, doubt, supposed, len(reading.parts) < 2, implied, known)
        if claimed is not scope:
            walk.scope = claimed
        claims = len(walk.out.pending)
        note_equation(stater, state)
        if doubt is not None and lasts(doubt) and tag is None and not supposed and len(walk.out.pending) > claims:
            left_open(outer, part.term)
        if claimed is not scope:
            walk.scope = scope
            scope.take_over(claimed, dict(claimed.definitions) if claimed.declared else {})
        if number:
            unsolved(stater, reading.parts[number - 1].term, part.term)
        count = stater.count
    if any(is_relation(t) for t in terms) and not named(terms) and not task.condition:
        walk.solved = doubted if doubted is not None and doubted.kind == "solved" else None
    walk.scope = outer
    if scope is not outer:
        outer.take_over(scope, given)
    note_properties(walk, task, terms)
    if walk.scope.all_assumptions() != assumed:
        walk.assumed_at = span.end
    note_dependence(walk, task, terms)
    note_columns(walk, task, terms)
    kinds: list[str] = [s.kind for s in walk.out.statements[before[0] :]]
    kinds += ["claim" if doubted is None or doubted.kind not in _NOT_CLAIMED else "mention"] * (
        len(walk.out.pending) > before[1]
    )
    if len(walk.out.again) > before[2]:
        kinds.insert(0, "definition")  # given once more: with another value a new meaning
    kind = ", ".join(dict.fromkeys(kinds)) or "decoration"
    if not reading.parts:
        walk.out.statements.append(StatementResult("mention", place, None, span.source, "no mathematics in it"))
    conditions_inside = tuple(p.conditions for p in reading.parts)
    walk.out.readings.append(_read_formula(base, walk, span, kind, terms, scope, conditions_inside))


def _answered(walk: Walk, span: Span, term: Term) -> Doubt | None:
    """ "Solution 1." behind two exercises that each define f: which f is meant was not understood."""
    said = walk.prose.frames.answers(span.start)
    if said is None:
        return None
    names = {words(s) for s in free_symbols(term) | free_functions(term)}
    defined = [s.name for s in walk.out.statements if s.kind == "definition" and s.name in names]
    twice = sorted({n for n in defined if n is not None and defined.count(n) > 1})
    return Doubt(f"which {twice[0]} is meant by “{said}” was not understood") if twice else None


def _put_up(walk: Walk, span: Span, base: str, terms: tuple[Term, ...]) -> None:
    """ "Let $x > 0$." in a theorem: a declaration that ends with the theorem."""
    take_up(walk.prose, span, terms, walk.scope)
    walk.prose.understood.add(span.start)
    place = walk.location(span.start, span.end)
    walk.out.statements += [StatementResult("declaration", place, None, span.source, words(t)) for t in terms]
    walk.out.readings.append(_read_formula(base, walk, span, "declaration", terms))


def _leads_to(walk: Walk, source: str, given: Part, then: Part) -> bool:
    """``f(x) = g(x)/h(x) \\rightarrow f'(x) = …``: an arrow behind an equation that defines what goes on."""
    if not _ARROW.search(source[given.end : then.start]) or not isinstance(given.term, Op) or given.term.head != "eq":
        return False
    head = head_of(given.term.args[0])
    known = None if head is None or head.name is None else walk.scope.definition(head.name)
    return known is not None and known.body == given.term.args[1]


def _trailing(parts: Sequence[Part]) -> Iterator[Term]:
    """The conditions right behind the first part in one formula: ``f(x) = x, \\quad x > 0``."""
    if not is_relation(parts[0].term) or bounds_a_name(parts[0].term):
        return
    names = free_symbols(parts[0].term)
    for part in parts[1:]:
        if not bounds_a_name(part.term) or not free_symbols(part.term) <= names:
            return
        yield part.term


def _read_formula(
    base: str, walk: Walk, span: Span, kind: str, terms: tuple[Term, ...], scope: Scope | None = None,
    conditions: Sequence[tuple[Term, ...]] = (),
) -> ReadFormula:  # fmt: skip
    """``conditions`` are those that stand in the formula, for each of its terms."""
    place = walk.location(span.start, span.end)
    bounds = [f" for {', '.join(map(words, c))}" if c else "" for c in conditions or [()] * len(terms)]
    reading = "; ".join(words(t) + b for t, b in zip(terms, bounds, strict=True))
    return ReadFormula(base, place, span.source, kind, terms, reading, tuple(describe(terms, scope or walk.scope)))


def _let_function(walk: Walk, span: Span, term: Term | None) -> bool:
    """ "$f$ and $g$ differentiable": a lone name in a declaration whose words say that it is a function."""
    if not isinstance(term, Sym):
        return False
    block = walk.document.blocks[span.block]
    after = walk.document.text[span.end : block.end]
    following = re.match(r"\s*(,|and|和|、)\s*\$[^$]*\$", after)
    while following:
        after = after[following.end() :]
        following = re.match(r"\s*(,|and|和|、)\s*\$[^$]*\$", after)
    phrase = re.split(r"\$", after, maxsplit=1)[0]
    if not declare_function(term, phrase, walk.scope):
        return False
    place = walk.location(span.start, span.end)
    walk.out.statements.append(
        StatementResult("declaration", place, term.text, span.source, f"{term.text}: {phrase.strip(' ,.')}")
    )
    return True
