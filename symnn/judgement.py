"""Verdicts become findings: what the reader of a document is told, with both values and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from fractions import Fraction

from symnn import spoken
from symnn.claim import Claim
from symnn.context.model import Comparison, Listing, Pending, Question, Suspicion
from symnn.finding import Change, Finding
from symnn.notation import words
from symnn.term import Op, Sym, Term, free_symbols, is_place, walk
from symnn.verdict import Conditional, Counterexample, Proved, Refuted, Undecided, Unreadable, Verdict

_ANALYTIC = frozenset("add neg mul times dot div pow exp e log sqrt sin cos tan tanh sinh cosh sigma pi".split())


def of_claim(
    pending: Pending, verdict: Verdict, better: str | None = None, given: Collection[Sym] = (),
    tied: Collection[frozenset[Sym]] = (),
) -> Iterator[Finding]:  # fmt: skip
    """The finding of a refuted or conditional claim; other verdicts speak for themselves.

    ``better`` is a proved formula near the refuted one, ``given`` the names of which an equation of the document tells
    the value, ``tied`` those that its equations tie to each other.
    """
    match verdict:
        case Refuted(counterexample=example, condition=condition):
            code = pending.expected if pending.expected in pending.codes else pending.codes[0]
            if "shapes" in verdict.certificate.data:
                code = "E404"
            message = f"{_what(pending)}: {differ(example)}"
            if condition is not None:
                message += f"; it holds exactly when {words(condition)}"
            if better is not None and pending.kind == "derivative" and not set("=≡") & set(pending.formula):
                better = better.partition(" = ")[2] or better  # the cell of a table holds the right side only
            suggestion = pending.suggestion or _offered(better, condition)
            written = pending.suggestion or better
            change = None if written is None else Change(pending.formula, written)
            yield Finding(code, pending.location, message, suggestion, pending.id, change)
        case Conditional(condition=condition, note=note, exact=False):
            yield Finding("N210", pending.location, f"this holds where {words(condition)}: {note}", None, pending.id)
        case Conditional(condition=condition, note=note):
            code = _conditional_code(pending, verdict)
            names = free_symbols(condition)
            told = bool(names & set(given)) or any(t <= names for t in tied)
            if code == "N210" and pins(condition) and not told:
                code, note = "W212", note or "the document does not say so"
            message = f"this holds only where {words(condition)}" + (f": {note}" if note else "")
            yield Finding(code, pending.location, message, None, pending.id)
        case _:
            return


def as_taken(pending: Pending, verdict: Verdict) -> tuple[str, tuple[str, ...]]:
    """The reading and the assumptions, with the shapes that undeclared names were decided with."""
    taken = verdict.certificate.data.get("taken", {}) if isinstance(verdict, Proved | Refuted) else {}
    if not taken or not isinstance(pending.claim, Claim):
        return pending.reading, pending.assumptions
    shapes = {words(v.sym): taken[v.sym.text] for v in pending.claim.variables if v.sym.text in taken}
    told = {f"{name} real (not declared)": f"{name} array of shape {size.replace('×', ' x ')} (not declared: it fits)"
            for name, size in shapes.items()}  # fmt: skip
    formula, sep, names = pending.reading.rpartition(" for real ")
    numbers = [n for n in names.split(", ") if n not in shapes]
    reading = formula + (sep + ", ".join(numbers) if numbers else "") if sep else pending.reading
    return reading, tuple(told.get(a, a) for a in pending.assumptions)


def rested(pending: Pending, verdict: Verdict, verdict_of: Callable[[Claim], Verdict]) -> Verdict:
    """A claim is not refuted whose sentence rests it on an equation that is not proved, nor decided where two compete.

    What is proved is true whatever it was said to follow from.
    """
    if isinstance(verdict, Undecided | Unreadable):
        return verdict
    for rest in pending.rests:
        if rest.always:
            return Undecided(rest.reason)
    if not isinstance(verdict, Refuted):
        return verdict
    for rest in pending.rests:
        if rest.unknown or not all(isinstance(verdict_of(claim), Proved) for claim in rest.claims):
            return Undecided(rest.reason)
    return verdict


def _what(pending: Pending) -> str:
    return {
        "derivative": "this is not the derivative",
        "limit": "this is not the limit",
        "range": "this is not where the values lie",
        "inequality": "the inequality fails",
        "approximation": "the bound fails",
        "step": "this step is wrong",
        "order": "the order is wrong",
        "iff": "the condition is not the right one",
    }.get(pending.kind, "the two sides differ")


def _restricted(condition: Term | None) -> str | None:
    return None if condition is None else f"add the condition {words(condition)}"


def _offered(better: str | None, condition: Term | None) -> str | None:
    """The formula that was probably meant; a condition beside it, unless it would leave a single value."""
    restricted = _restricted(condition)
    if better is None:
        return restricted
    meant = f"did you mean ${better}$? (proved)"
    single = isinstance(condition, Op) and condition.head == "eq"
    return meant if restricted is None or single else f"{meant}; or {restricted}"


def values_given(terms: Iterable[Term]) -> frozenset[Sym]:
    """The names of which an equation in the document speaks alone: c of 3c = 1, a of a = 1."""
    alone = (free_symbols(t) for t in terms if isinstance(t, Op) and t.head in ("eq", "define", "chain"))
    return frozenset(next(iter(names)) for names in alone if len(names) == 1)


def pins(condition: Term) -> bool:
    """``a = 1``, ``ab = 0``, ``a = 0`` or ``a = 1``: values of the parameters around which it holds nowhere else."""
    match condition:
        case Op("eq", sides):
            return all(not isinstance(n, Op) or n.head in _ANALYTIC for s in sides for n in walk(s))
        case Op("or", parts):
            return all(map(pins, parts))
        case Op("and", parts):
            return any(map(pins, parts))
    return False


def ties(terms: Iterable[Term]) -> tuple[frozenset[Sym], ...]:
    """The names of the equations that tie a name to others: a and b of a = 2b."""
    found = (free_symbols(t) for t in terms if isinstance(t, Op) and t.head in ("eq", "define") and _gives(t))
    return tuple(dict.fromkeys(frozenset(names) for names in found if len(names) > 1))


def _gives(equation: Op) -> bool:
    left, right = equation.args
    return isinstance(left, Sym) and left not in free_symbols(right)


def _conditional_code(pending: Pending, verdict: Conditional) -> str:
    if verdict.certificate.method in ("one sided", "one side undefined", "definedness"):
        return "N502"
    if verdict.certificate.data.get("reason") in ("N501", "N502", "N210"):
        return str(verdict.certificate.data["reason"])
    if pending.kind == "derivative" and ("one-sided" in verdict.note or "no derivative" in verdict.note):
        return "N501"
    if "defined" in verdict.note or "no value" in verdict.note:
        return "N502"
    return "N210"


def differ(example: Counterexample) -> str:
    """``at x = -2 the left side is -1, the right side is 0``"""
    place = ", ".join(f"{spoken.name(s)} = {value}" for s, value in example.point if not is_place(s))
    sides = [_side(name, x) for name, x in (("left", example.left), ("right", example.right)) if x]
    text = ", ".join(sides)
    if note := spoken.note(example):
        text = f"{text} ({note})" if text else note
    return f"at {place} {text}" if place else text


def _side(name: str, value: str) -> str:
    return f"the {name} side has {value}" if value.startswith("no ") else f"the {name} side is {value}"


def with_small_parameters(comparison: Comparison, label: str) -> Finding:
    """A definition that is an accepted one as long as its parameters lie between 0 and 1, which nobody said."""
    claim = next(claim for known, claim in comparison.usual if known == label)
    wide = next(claim for known, claim in comparison.claims if known == label)
    names = ", ".join(
        words(a.sym) for a, b in zip(claim.variables, wide.variables, strict=True) if a.domain != b.domain
    )
    message = (
        f"this is {comparison.name} ({label}) for {names} between 0 and 1, as is usual: the document does not say it"
    )
    return Finding("N210", comparison.location, message)


def of_comparison(comparison: Comparison, verdicts: list[Verdict], same_as: str | None) -> Iterator[Finding]:
    """A definition against the accepted bodies of its name: silence, a note, or the error."""
    labels = [label for label, _ in comparison.claims]
    for number, (label, verdict) in enumerate(zip(labels, verdicts, strict=True)):
        if isinstance(verdict, Proved):
            if number > 0:
                message = f"this is the variant “{label}” of {comparison.name}"
                yield Finding("N303", comparison.location, message)
            return
        if isinstance(verdict, Conditional):
            message = f"this is {comparison.name} ({label}) only where {words(verdict.condition)}"
            yield Finding("N210", comparison.location, message)
            return
    refuted = [v for v in verdicts if isinstance(v, Refuted)]
    if len(refuted) < len(verdicts) or (comparison.letter and same_as is not None):
        return
    example = refuted[0].counterexample
    place = ", ".join(f"{words(s)} = {value}" for s, value in example.point)
    if comparison.code == "E301":
        message = (
            f"{comparison.name} is defined again with another value: at {place} this is {example.left},"
            f" {labels[0]} gives {example.right}"
        )
    else:
        message = (
            f"this differs from every accepted definition of {comparison.name}: at {place} this is {example.left},"
            f" {comparison.name} is {example.right}"
        )
    suggestion = comparison.suggestion
    if same_as is not None:
        message += f"; this body is {same_as.partition(':')[0]}"
        suggestion = f"{same_as.partition(':')[2]}; {comparison.name} is {suggestion}" if suggestion else same_as
    change = None if comparison.suggestion is None else Change(comparison.formula, comparison.suggestion)
    yield Finding(comparison.code, comparison.location, message, suggestion, change=change)


def rounded_constants(verdict: Verdict, tolerance: float) -> Verdict:
    """A difference that is no larger than what rounded constants in the code make is none of the formulas."""
    if not isinstance(verdict, Refuted) or not tolerance:
        return verdict
    try:
        left, right = (float(Fraction(side)) for side in (verdict.counterexample.left, verdict.counterexample.right))
    except (ValueError, ZeroDivisionError, OverflowError):
        return verdict
    if abs(left - right) > tolerance * max(abs(left), abs(right), 1.0):
        return verdict
    where = differ(verdict.counterexample)
    return Undecided(f"the code has rounded constants, and differs by no more than their rounding: {where}")


def of_listing(listing: Listing, verdicts: list[Verdict]) -> tuple[int | None, list[Finding]]:
    """Which claim of a listing counts, and what is said: silence, a variant, another value; ``None`` if none counts."""
    first, place = verdicts[0], listing.place
    number = next((k for k, v in enumerate(verdicts) if isinstance(v, Proved | Conditional)), None)
    label, pending = listing.claims[number or 0]
    if number is not None and isinstance(verdict := verdicts[number], Conditional):
        message = f"the code of {listing.name} is that of {label} only where {words(verdict.condition)}"
        return number, [Finding("N210", place, message, None, pending.id)]
    at = ""
    if isinstance(first, Refuted):
        where = ", ".join(f"{words(s)} = {value}" for s, value in first.counterexample.point)
        at = f"at {where} it gives {first.counterexample.left}, {listing.claims[0][0]} {first.counterexample.right}"
    if number is not None:
        message = f"the code of {listing.name} computes the variant “{label}”: {at}"
        main = label == listing.claims[0][0]
        return number, [] if main else [Finding("N303", place, message, None, pending.id)]
    refuted = all(isinstance(v, Refuted) for v in verdicts)
    if not listing.sure:
        return None, []
    if not refuted:
        return next(k for k, v in enumerate(verdicts) if not isinstance(v, Refuted)), []
    what = "the formula of its name" if listing.code == "E301" else "every accepted definition of its name"
    return 0, [Finding(listing.code, place, f"the code of {listing.name} differs from {what}: {at}", None, pending.id)]


def of_question(question: Question, verdict: Verdict) -> Iterator[Finding]:
    """The answer to an ≈: the proved bound of the error, or that there is none."""
    match verdict:
        case Proved(certificate=certificate):
            answer = str(certificate.data.get("answer", "proved"))
            yield Finding("N211", question.location, f"{question.about}: {answer}" if question.about else answer)
        case Undecided(reason):
            yield Finding("N211", question.location, f"by how much the two sides differ was not found: {reason}")
        case _:
            return


def of_suspicion(suspicion: Suspicion, verdict_of: Callable[[Claim], Verdict]) -> Iterator[Finding]:
    """What is suspicious is said when one group of claims came out as expected, with the point that shows it."""
    for group in suspicion.groups:
        found = [(verdict_of(claim), wanted) for claim, wanted in group]
        if all(isinstance(v, Proved) if wanted else _fails(v) for v, wanted in found):
            shown = next((differ(v.counterexample) for v, _ in found if isinstance(v, Refuted)), "")
            told = shown if suspicion.shows_point else "already for numbers the two sides differ"
            message = f"{suspicion.message}: {told}" if told else suspicion.message
            yield Finding(suspicion.code, suspicion.location, message)
            return


def _fails(verdict: Verdict) -> bool:
    """Whether there is a point at which the two sides differ."""
    with_point = isinstance(verdict, Conditional) and verdict.certificate.method == "counterexample"
    return isinstance(verdict, Refuted) or with_point


def sides(relation: Term) -> tuple[Term, Term] | None:
    """Both sides of an equation."""
    if isinstance(relation, Op) and relation.head == "eq":
        return relation.args[0], relation.args[1]
    return None
