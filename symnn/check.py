"""From files to a report: documents are read, understood, decided, and what was found is put in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from symnn import (
    agreement,
    clashes,
    judgement,
    limited,
    meanings,
    misfits,
    naming,
    rounded_numbers,
    runs,
    understood,
    unsaid_layouts,
    usual,
)
from symnn.certificate import Certificate
from symnn.certificates import keep
from symnn.claim import Claim
from symnn.context import Understanding
from symnn.context.catalog import FOLDER
from symnn.context.model import Expectation, Pending, Question, ReadFormula, Written
from symnn.decide import QUESTION
from symnn.deciding import Limits, Verdicts, answers
from symnn.document.model import Document
from symnn.finding import Finding, Location
from symnn.notation.settings import Settings
from symnn.numeric.notes import Looked, look
from symnn.numeric.notes import findings as notes
from symnn.numeric.notes import question as numeric_question
from symnn.numeric.written import Formula
from symnn.options import Options as Options
from symnn.pages import pages
from symnn.result import ClaimResult, DocumentResult, Report, StatementResult
from symnn.runs import with_catalog
from symnn.selection import UnknownClaimError, select
from symnn.suggest import Query, Suggestion, search
from symnn.term import Op, Term
from symnn.understood import Understood
from symnn.verdict import Conditional, Counterexample, Proved, Refuted, Undecided, Unreadable, Verdict
from symnn.workers import ANSWERING, warm

LOOK = 10.0  # seconds for one function computed as it is written; most take a fiftieth of one, on a busy machine more
SEARCH = 5.0  # seconds for the search of one suggestion, which bounds its own work; past them there is none


def verify(paths: Sequence[str], options: Options = Options()) -> Report:
    """Decide everything that the documents claim.

    ``DocumentError`` when a file cannot be read at all; everything else that is wrong with a document is in the report.
    ``UnknownClaimError`` when one of ``options.claims`` is in no document.
    """
    files = with_catalog(paths, options.catalog)
    kept = runs.known(files, options)
    if kept is not None:
        return kept
    warm(*ANSWERING)  # while the documents are read
    passing = 0 if options.results is None else options.results.passing
    asked = 0 if options.results is None else options.results.asked
    documents = [understood.read(path, options.notation, options.results) for path in files]
    report, _ = _judged(documents, options, options.claims or None)
    known = {name for claim in report.claims for name in (claim.id, claim.parent)}
    for name in options.claims:
        if name not in known:
            raise UnknownClaimError(f"there is no claim {name}")
    report = replace(report, files=files)
    if options.results is not None and options.results.passing == passing:
        runs.keep(files, options, documents, report, options.results.asked - asked)
    return report


def judge(
    documents: Iterable[Document], options: Options = Options(), only: Collection[str] | None = None
) -> tuple[Report, tuple[Judged, ...]]:
    """The report on documents that were read, and its claims in closed form beside their verdicts.

    With ``only`` it is about the claims with these ids and their steps alone, and nothing is said of their numbers.
    """
    return _judged([understood.understood(d, options.notation) for d in documents], options, only)


def _judged(
    documents: Sequence[Understood], options: Options, only: Collection[str] | None
) -> tuple[Report, tuple[Judged, ...]]:
    read = [document.said for document in documents]
    files = tuple(dict.fromkeys(p.location.file for one in read for p in one.pending))
    if only is not None:
        read = [select(one, frozenset(only)) for one in read]
    limits = Limits(options.timeout, options.memory_mb, options.jobs)
    verdicts = Verdicts(limits, options.results, options.progress)
    verdicts.decide([c for one in read for c in _claims(one)])
    verdicts.decide([c for one in read for c in _identifications(one, verdicts)])
    for one in read:
        _settle_again(one, verdicts)
    asked = misfits.probes(read, verdicts.of)
    verdicts.decide([probe.claim for row in asked.values() for probe in row])
    meant = meanings.meanings(read, verdicts.of)
    verdicts.decide([other.claim for row in meant.values() for other in row])
    assumed = usual.usual(read, verdicts.of)
    verdicts.decide([found.claim for found in assumed.values()])
    narrowed = limited.narrowed(read, verdicts.of)
    verdicts.decide([claim for claim in narrowed.values() if claim is not None])
    laid_out = unsaid_layouts.turned(read, verdicts.of)
    verdicts.decide([claim for found in laid_out.values() for claim in found.claims])
    shared = agreement.questions(read)
    verdicts.decide([question.claim for row in shared.values() for question in row])
    clashing = [list(clashes.misfits_of(one)) for one in read]
    verdicts.decide([m.repaired for row in clashing for m in row if m.repaired is not None])
    better = _suggestions(read, verdicts)
    numbers = _numbers(read, verdicts)
    results: list[Judged] = []
    findings: list[Finding] = []
    statements: list[StatementResult] = []
    shown: dict[str, DocumentResult] = {}
    for number, (document, one) in enumerate(zip(documents, read, strict=True)):
        unfit = clashes.findings(clashing[number], better, verdicts.of)
        mine, found = _judge(one, verdicts, better, asked, meant, assumed, narrowed, laid_out, unfit)
        listed, said, unsaid = _listings(one, verdicts)
        mine.extend(listed)
        found.extend(said)
        found.extend(agreement.findings(shared.get(number, ()), read, verdicts.of))
        found.extend(notes(numbers.get(id(one), ())))
        results.extend(sorted(mine, key=lambda r: r[0].location))
        findings.extend(_settle(one, naming.named(found, [result for result, _ in mine]), options))
        others = (*one.statements, *unsaid) if only is None else ()
        statements.extend(others)
        for part in pages(document.sheets, one.readings, [result for result, _ in mine], others):
            if part.file not in shown or not shown[part.file].formulas:
                shown[part.file] = part  # of a file that several documents include once
    if options.certificates is not None:
        keep(options.certificates, results)
    claims = tuple(result for result, _ in results)
    said_in_order = tuple(sorted(findings, key=_order))
    return Report(claims, tuple(statements), said_in_order, files, tuple(shown.values())), tuple(results)


def read_files(paths: Sequence[str], notation: Settings = ()) -> tuple[ReadFormula, ...]:
    """Every formula of the documents with its span, kind and reading; nothing is decided."""
    formulas: list[ReadFormula] = []
    for path in paths:
        one = understood.read(path, notation).said
        formulas.extend(replace(f, notation=one.notation) for f in sorted(one.readings, key=lambda f: f.location))
    return tuple(formulas)


Judged = tuple[ClaimResult, Claim | None]


def _claims(one: Understanding) -> Iterable[Claim]:
    for pending in one.pending:
        if isinstance(pending.claim, Claim):
            yield pending.claim
            yield from (claim for rest in pending.rests for claim in rest.claims)
    for again in one.again:
        if isinstance(again.pending.claim, Claim):
            yield again.pending.claim
    for comparison in one.comparisons:
        yield from (claim for _, claim in (*comparison.claims, *comparison.usual))
    for listing in one.listings:
        yield from (p.claim for _, p in listing.claims if isinstance(p.claim, Claim))
    for question in one.questions:
        yield _asked(question)
    for suspicion in one.suspicions:
        yield from (claim for group in suspicion.groups for claim, _ in group)


def _settle_again(one: Understanding, verdicts: Verdicts) -> None:
    """A name that is given once more: with the same value that is a proved claim, with another a new meaning."""
    for again in one.again:
        pending = again.pending
        verdict = verdicts.of(pending.claim)[0] if isinstance(pending.claim, Claim) else None
        if isinstance(verdict, Proved):
            one.pending.append(pending)
            continue
        one.statements.append(again.statement)
        if isinstance(verdict, Refuted):
            differ = judgement.differ(verdict.counterexample)
            message = f"{again.name} has another meaning since line {again.line}: {differ}"
            one.findings.append(Finding("N305", pending.location, message))
    if one.again:
        one.statements.sort(key=lambda s: s.location)


def _asked(question: Question) -> Claim:
    """The question as a claim; near a point it is to which order the sides agree there."""
    claim = replace(question.claim, id=QUESTION)
    if question.point is None or not claim.variables:
        return claim
    return replace(claim, assumptions=(*claim.assumptions, Op("to", (claim.variables[0].sym, question.point))))


def _identifications(one: Understanding, verdicts: Verdicts) -> Iterable[Claim]:
    for comparison in one.comparisons:
        if all(isinstance(verdicts.of(c)[0], Refuted) for _, c in comparison.claims):
            yield from (claim for _, claim in comparison.identify)


def _suggestions(read: Sequence[Understanding], verdicts: Verdicts) -> dict[tuple[str, str], str]:
    """A proved formula near each refuted one, by file and id; none for an error that the document announces."""
    wanted: dict[tuple[str, str], Query] = {}
    for pending in (p for one in read for p in one.pending):
        if pending.statement is None or not isinstance(pending.claim, Claim) or pending.expected in pending.codes:
            continue
        left_open = (pending.hypothesis, pending.unknown, pending.doubt, pending.within)
        if pending.suggestion is None and all(said is None for said in left_open):
            verdict, _ = verdicts.of(pending.claim)
            if isinstance(verdict, Refuted) and "whatever" not in verdict.certificate.data:
                wanted[pending.location.file, pending.id] = Query(pending.statement, pending.claim)
    limits = replace(verdicts.limits, timeout=min(SEARCH, verdicts.limits.timeout))
    found = answers("suggestion", list(wanted.values()), search, Suggestion | None, limits, verdicts.results)
    told = zip(wanted, (answer for answer, _ in found), strict=True)
    return {key: answer.latex for key, answer in told if isinstance(answer, Suggestion)}


def _numbers(read: Sequence[Understanding], verdicts: Verdicts) -> dict[int, list[tuple[Written, Looked | Undecided]]]:
    """Where the functions of each document overflow or lose their digits; the catalogue's own are compiled anyway."""
    asked: list[tuple[int, Written, Formula]] = []
    for one in read:
        holds = {
            p.id for p in one.pending if isinstance(p.claim, Claim) and isinstance(verdicts.of(p.claim)[0], Proved)
        }
        for written in one.written:
            formula = numeric_question(written) if written.claim is None or written.claim in holds else None
            if formula is not None and Path(written.location.file).parent != FOLDER:
                asked.append((id(one), written, formula))
    limits = replace(verdicts.limits, timeout=min(LOOK, verdicts.limits.timeout))
    looked = answers("numbers", [f for _, _, f in asked], look, Looked, limits, verdicts.results)
    out: dict[int, list[tuple[Written, Looked | Undecided]]] = {}
    for (key, written, _), (answer, _) in zip(asked, looked, strict=True):
        out.setdefault(key, []).append((written, answer))
    return out


def _listings(one: Understanding, verdicts: Verdicts) -> tuple[list[Judged], list[Finding], list[StatementResult]]:
    """The functions of code listings: the claim that counts, what is said of it, and those of which nothing is said."""
    judged: list[Judged] = []
    unsaid: list[StatementResult] = []
    findings: list[Finding] = []
    for listing in one.listings:
        outcomes = [verdicts.of(p.claim) for _, p in listing.claims if isinstance(p.claim, Claim)]
        rounded = zip(outcomes, listing.rounded, strict=True)
        outcomes = [(judgement.rounded_constants(verdict, most), seconds) for (verdict, seconds), most in rounded]
        number, found = judgement.of_listing(listing, [v for v, _ in outcomes])
        findings.extend(found)
        pending = listing.claims[number or 0][1]
        if number is None:
            said = "code, not compared: it is not plain that it is meant to be this function"
            unsaid.append(StatementResult("mention", pending.location, listing.name, pending.formula, said))
        else:
            judged.append((_result(pending, *outcomes[number]), pending.claim))  # type: ignore[arg-type]
    return judged, findings, unsaid


def _judge(
    one: Understanding,
    verdicts: Verdicts,
    better: Mapping[tuple[str, str], str],
    asked: Mapping[tuple[str, str], tuple[misfits.Probe, ...]],
    meant: Mapping[tuple[str, str], tuple[meanings.Meaning, ...]],
    assumed: Mapping[tuple[str, str], usual.Usual],
    narrowed: Mapping[tuple[str, str], Claim | None],
    laid_out: Mapping[tuple[str, str], unsaid_layouts.Turned],
    unfit: Iterable[tuple[clashes.Key, Finding]],
) -> tuple[list[Judged], list[Finding]]:
    findings = list(one.findings)
    clashing = dict(unfit)
    findings.extend(clashing.values())
    claims: list[Judged] = []
    told = {f.claim for f in one.findings}
    empty = [f.location for f in one.findings if f.code == "E406"]
    read = [t for formula in one.readings for t in formula.terms]
    given, tied = judgement.values_given(read), judgement.ties(read)
    for pending in one.pending:
        verdict, seconds = verdicts.of(pending.claim) if isinstance(pending.claim, Claim) else (pending.claim, 0.0)
        verdict, wrong = misfits.left_open(pending, verdict, asked, verdicts.of)
        if wrong is not None and wrong.location not in {f.location for f in findings}:
            findings.append(wrong)
        if pending.schematic and misfits.by_shapes(verdict):
            verdict = Undecided("a chain rule in outline: as matrix products its factors do not fit in this layout")
        if pending.hypothesis is not None:
            verdict = _supposed(verdict, pending.hypothesis)
        if pending.unknown is not None and isinstance(verdict, Refuted):
            verdict = Undecided(f"{pending.unknown} is not given here: the formula may say what it is")
        if pending.doubt is not None and isinstance(verdict, Refuted):
            verdict = Undecided(pending.doubt)
        verdict = limited.settled(pending, verdict, narrowed, verdicts.of)
        verdict = judgement.rested(pending, verdict, lambda claim: verdicts.of(claim)[0])
        verdict = rounded_numbers.left_open(pending, verdict)
        verdict = meanings.left_open(pending, verdict, meant, verdicts.of)
        pending, verdict = usual.settled(pending, verdict, assumed, verdicts.of)
        pending, verdict = unsaid_layouts.settled(pending, verdict, laid_out, verdicts.of)
        clash = clashing.get((pending.location, pending.formula))
        if clash is not None and not isinstance(verdict, Unreadable) and not pending.schematic:
            example = Counterexample((), "", "", clash.message)
            verdict = Refuted(example, certificate=Certificate("shapes", {}, steps=(clash.message,)))
        if not isinstance(verdict, Unreadable) and clash is None and not _in(pending, empty):
            written = better.get((pending.location.file, pending.id))
            findings.extend(judgement.of_claim(pending, verdict, written, given, tied))
        elif isinstance(verdict, Unreadable) and pending.id not in told:
            findings.append(Finding("W110", pending.location, verdict.reason, None, pending.id))
        claims.append((_result(pending, verdict, seconds), pending.claim if isinstance(pending.claim, Claim) else None))
    for comparison in one.comparisons:
        found = [verdicts.of(c)[0] for _, c in comparison.claims]
        same = next(
            (name for name, c in comparison.identify
             if all(isinstance(v, Refuted) for v in found) and isinstance(verdicts.of(c)[0], Proved)), None
        )  # fmt: skip
        small = [label for label, c in comparison.usual if isinstance(verdicts.of(c)[0], Proved)]
        if small and all(isinstance(v, Refuted) for v in found):
            findings.append(judgement.with_small_parameters(comparison, small[0]))
            continue
        findings.extend(
            judgement.of_comparison(comparison, found, None if same is None else f"{same}:{_formula(same)}")
        )
    for question in one.questions:
        verdict, _ = verdicts.of(_asked(question))
        findings.extend(judgement.of_question(question, verdict))
    for suspicion in one.suspicions:
        findings.extend(judgement.of_suspicion(suspicion, lambda claim: verdicts.of(claim)[0]))
    return claims, findings


def _in(pending: Pending, places: Iterable[Location]) -> bool:
    return any(pending.location.holds(place) or place.holds(pending.location) for place in places)


def _supposed(verdict: Verdict, hypothesis: Term) -> Verdict:
    """What is proved under a supposition is conditional on it; anything else stays open."""
    if isinstance(verdict, Proved):
        note = "the document does not define it"
        return Conditional(hypothesis, verdict.certificate, defined_where=verdict.defined_where, note=note)
    return Undecided("a name in it is never defined")


def _formula(name: str) -> str:
    from symnn.context.catalog import load as catalog

    return catalog()[name].latex


def _result(pending: Pending, verdict: Verdict, seconds: float) -> ClaimResult:
    certificate = None
    if isinstance(verdict, Proved | Refuted | Conditional) and isinstance(pending.claim, Claim):
        certificate = verdict.certificate.digest(pending.claim.digest)
    kind = pending.claim.kind if isinstance(pending.claim, Claim) else pending.kind
    reading, assumptions = judgement.as_taken(pending, verdict)
    return ClaimResult(
        pending.id, pending.parent, pending.location, pending.formula, reading, kind,  # type: ignore[arg-type]
        assumptions, verdict, pending.expected, certificate, round(seconds, 4),
        pending.claim if isinstance(pending.claim, Claim) else None,
    )  # fmt: skip


# ---------------------------------------------------------------------- what was announced, what is left out
def _settle(one: Understanding, findings: list[Finding], options: Options) -> list[Finding]:
    """Findings that a tag expected or ignored are taken out; what a tag announced in vain is a finding itself."""
    kept = list(findings)
    for expectation in one.expectations:
        met = [f for f in kept if f.code == expectation.code and _inside(f, expectation)]
        if not met:
            kind = "the printed error was" if expectation.erratum else "this finding was"
            message = f"expected {expectation.code} for {expectation.id or 'this formula'}: {kind} not found"
            kept.append(Finding("E901", expectation.location, message))
        kept = [f for f in kept if f not in met]
    for ignored in one.ignores:
        target = ignored.target
        gone = [
            f for f in kept
            if f.code == ignored.code and target is not None and target.line <= f.location.line <= target.end_line
        ]  # fmt: skip
        if not gone:
            message = f"@ignore {ignored.code} suppresses nothing here; take it out"
            kept.append(Finding("W902", ignored.location, message))
        kept = [f for f in kept if f not in gone]
    if options.select:
        kept = [f for f in kept if f.code in options.select]
    kept = [f for f in kept if f.code not in options.ignore]
    kept = [f for f in kept if not f.strict or options.strict or f.code in options.select]
    return list(dict.fromkeys(kept))


def _inside(finding: Finding, expectation: Expectation) -> bool:
    return expectation.first_line <= finding.location.line <= expectation.last_line


def _order(finding: Finding) -> tuple[str, int, int, str]:
    place = finding.location
    return place.file, place.line, place.column, finding.code
