"""Claims and questions: relations are closed and handed over, or what keeps them open becomes their verdict."""

from __future__ import annotations

from dataclasses import replace

from symnn.claim import Claim, Kind
from symnn.context.cases.cases import value_of
from symnn.context.cases.valued import Valued, valued
from symnn.context.claims import Closed, OpenTermError, close_claim
from symnn.context.closing.bare_functions import with_arguments, with_logit
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.closing.raised import counts_steps
from symnn.context.complex_numbers import about_complex
from symnn.context.constants import constant
from symnn.context.defining.again import is_entry
from symnn.context.defining.calls import FUNCTIONS
from symnn.context.defining.definitions import check_shapes
from symnn.context.defining.heads import Chain, Head, head_of
from symnn.context.defining.written import record
from symnn.context.lints.flaw import Flaw
from symnn.context.lints.other_variable import other_variable
from symnn.context.lints.suspicions import read_either_way
from symnn.context.lints.undefined import tell_undefined
from symnn.context.model import Definition, Pending, Question, Within
from symnn.context.names import is_generic
from symnn.context.open_names import defined_beside, left_open
from symnn.context.readings import reading_of
from symnn.context.referring.referring import claim_rests
from symnn.context.referring.resting import used
from symnn.context.relations import chain_rule, is_relation, kind_of, relation_of
from symnn.context.statement import Statement
from symnn.context.stater import Stater
from symnn.context.words.arithmetic import is_sum
from symnn.context.words.counting import COUNTED, counts_on
from symnn.context.words.equations import gives_a_derivative
from symnn.notation import words
from symnn.term import Op, Sym, Term, free_functions, free_symbols, transform
from symnn.term import walk as subterms
from symnn.verdict import Undecided, Unreadable

CODES: dict[str, str] = {
    "identity": "E201", "step": "E205", "derivative": "E202", "limit": "E203", "range": "E204", "inequality": "E204",
    "approximation": "E204", "membership": "E201", "taylor": "E201", "order": "E201", "iff": "E201",
}  # fmt: skip


def claim(stater: Stater, relation: Op, kind: Kind, index: int | None = None) -> None:
    """Hand a relation over as a claim, with what keeps it from being closed as its verdict."""
    stater.count += 1
    name = stater.base if stater.count == 1 else f"{stater.base}.{stater.count}"
    implied = stater.implied or relation.head == "implies"
    relation, conditions = _given(stater, relation)
    whole = with_arguments(relation, stater.walk.scope, stater.walk.catalog)
    whole = with_logit(whole, stater.walk.scope, stater.walk.document.text)
    relation = whole if isinstance(whole, Op) else relation
    values = valued(stater, relation, conditions)
    shown, rest = relation_of(relation, (*conditions, *values.sure))
    if kind != "step":
        kind = kind_of(shown) if kind_of(shown) not in ("identity", "membership") else kind
    result, undefined = _closed(stater, name, kind, shown, rest)
    claim = result.claim if isinstance(result, Closed) else result
    hypothesis = None
    if undefined and (found := _supposing(stater, undefined[0], name, kind, shown, rest)) is not None:
        claim, hypothesis = found
    tag, doubt = stater.task.tag, stater.doubt
    rests = claim_rests(stater, shown, rest)
    taken = tuple(used(stater.walk.cited, shown, stater.walk.scope)) if isinstance(result, Closed) else ()
    if doubt is not None and doubt.kind == "solved" and gives_a_derivative(relation):
        doubt = None
    counted = doubt is not None and COUNTED.fullmatch(doubt.said) is not None
    if counted and isinstance(result, Closed) and not counts_on(result.claim):
        doubt = None
    if doubt is not None and doubt.whole and isinstance(claim, Claim):
        claim = Undecided(doubt.reason)
    if isinstance(claim, Claim) and (said := about_complex(stater, shown, claim)) is not None:
        claim, hypothesis = Undecided(said), None
    pending = Pending(
        id=name, parent=stater.base if stater.count > 1 or index is not None else None,
        location=stater.walk.location(*_offsets(stater, relation, index)), formula=_formula(stater, relation, index),
        reading=reading_of(stater, shown, rest, result), claim=claim, kind=kind,
        assumptions=(*result.assumptions, *taken) if isinstance(result, Closed) else (),
        codes=_codes(stater, kind, relation),
        expected=tag.option("expect") if tag is not None else None,
        erratum=tag is not None and tag.name == "erratum",
        shapes=result.shapes if isinstance(result, Closed) else (), hypothesis=hypothesis,
        unknown=defined_beside(stater, shown) or left_open(stater, shown, result, implied),
        doubt=_flawed(stater) or _shifted(stater, relation) if doubt is None else doubt.reason,
        statement=Statement(
            name, kind, relation, (*conditions, *values.sure), stater.walk.scope.snapshot(), stater.task.span.source
        ) if isinstance(result, Closed) else None,
        schematic=not stater.claimed and chain_rule(relation), rests=rests,
        layout_open=_layout_open(stater),
        within=_within(stater, values),
    )  # fmt: skip
    if isinstance(result, Undecided) and "E423" not in stater.flawed:
        other_variable(stater, relation)
    pending = read_either_way(stater, pending)
    stater.walk.out.pending.append(pending)
    if kind in ("identity", "step") and isinstance(result, Closed) and not pending.erratum:
        _record(stater, relation, name)
    for sym in undefined:
        tell_undefined(stater, sym)
    if not any(r.unknown for r in rests):
        check_shapes(stater, relation, pending)


def _layout_open(stater: Stater) -> bool:
    walk = stater.walk
    return not walk.authored and not walk.scope.layout() and not walk.prose.keeps_shapes


def _within(stater: Stater, values: Valued) -> Within | None:
    """What may limit the claim: a case that may be over, values that may not be meant."""
    conditions = (*stater.held.possible, *values.possible)
    shown = ", ".join(dict.fromkeys(s.rstrip(" .,;") for s in (*stater.held.shown, *values.shown)))
    return Within(conditions, f"it may be meant where {shown} only, as is said before it") if conditions else None


def _flawed(stater: Stater) -> str | None:
    """A structural finding says already what is wrong."""
    found = sorted({"E403", "E423"} & stater.flawed)
    return f"{found[0]} stands against it" if found else None


def _shifted(stater: Stater, relation: Op) -> str | None:
    """θ_{t+1} = θ_t - η g_t gives θ_t too, one step earlier, which is not worked out."""
    names = free_symbols(relation)
    for scope in stater.walk.scope.chain():
        for head in scope.definitions:
            later = any(isinstance(i, Op) for i in (*head.subs, *head.sups))
            if later and any(s.base == head.base and s != head for s in names):
                return f"{words(head)} is given, and other steps of it follow from that"
    return None


def _record(stater: Stater, relation: Op, claim: str) -> None:
    """``tanh(x) = …`` as a claim is the formula of a function that the catalogue defines; its first one is kept."""
    if relation.head != "eq":
        return
    left, right = relation.args
    match left:
        case Op(fixed, (Sym() as param,)) if fixed in FUNCTIONS:
            head: Head | None = Head(Sym(fixed), (param,), left)
        case _:
            head = head_of(left)
    if head is None or head.name is None or free_functions(right) or constant(right) is not None:
        return  # an identity between functions, or a value
    walk, name = stater.walk, head.name
    own = any(isinstance(n, Op) and n.head == name.name for n in subterms(right))
    known = any(w.name == name for w in walk.out.written) or walk.scope.definition(name) is not None
    if not own and not known and walk.catalog.find(name, applied=True) is not None:
        record(stater, head, right, claim)


def _formula(stater: Stater, relation: Op, index: int | None) -> str:
    if index is None:
        return stater.source
    places = [a.at for a in relation.args if a.at is not None]
    if len(places) < 2:
        return stater.source
    source = stater.task.span.source
    return source[min(p[0] for p in places) : max(p[1] for p in places)].strip()


def _offsets(stater: Stater, relation: Op, index: int | None) -> tuple[int, int]:
    """Where a claim stands; of a step over two rows of an environment the row that its right side is on."""
    left, right = (a.at for a in (relation.args[0], relation.args[-1]))
    broken = stater.task.span.kind == "display" and stater.alone and "\\begin{" not in stater.task.span.source
    if broken and "\\\\" in stater.source:
        return stater.offsets()
    if index is None or left is None or right is None or len(relation.args) < 2:
        return stater.offsets()
    line = [stater.walk.document.position(stater.offsets(at)[0])[0] for at in ((left[1] - 1, left[1]), right)]
    return stater.offsets((min(left[0], right[0]), right[1]) if line[0] == line[1] else right)


def _given(stater: Stater, relation: Op) -> tuple[Op, tuple[Term, ...]]:
    """The relation and its conditions; of A ⇒ B it is B under the condition A.

    A ``?`` in a case list leaves that case open: the claim is about the others.
    """
    excluded: list[Term] = []

    def known_cases(term: Term) -> Term | None:
        if not (isinstance(term, Op) and term.head == "cases"):
            return None
        kept = []
        for case in term.args:
            if isinstance(case, Op) and case.args[0] == Op("unknown"):
                excluded.append(_negated(case.args[1]))
            else:
                kept.append(case)
        return replace(term, args=tuple(kept)) if len(kept) < len(term.args) and kept else None

    out = transform(relation, known_cases)
    if excluded:
        stater.flaw(Flaw("N114", "a value is left open with “?”; the claim is judged at the other points"))
    conditions = (*stater.conditions, *excluded)
    match out:
        case Op("implies", (given, Op() as then)) if is_relation(given) and is_relation(then):
            return then, (*conditions, given)
    return (out if isinstance(out, Op) else relation), conditions


def _closed(
    stater: Stater, name: str, kind: Kind, relation: Term, conditions: tuple[Term, ...]
) -> tuple[Closed | Undecided | Unreadable, list[Sym]]:
    left = relation.args[0] if isinstance(relation, Op) and relation.head == "eq" else None
    given = isinstance(left, Sym) and any(value_of(c) == left for c in conditions)
    if isinstance(left, Sym) and not given and _unknown_head(stater, left, relation):
        if not is_generic(left) and stater.walk.catalog.find(left) is not None:
            stater.flaw(Flaw("W407", f"{words(left)} is a function and stands here without its argument"))
        return Undecided(f"{words(left)} is never defined"), []
    if not stater.walk.authored and (doubt := counts_steps(relation, stater.walk.scope)) is not None:
        return Undecided(doubt), []
    try:
        return close_claim(name, kind, relation, conditions, stater.walk.scope, stater.walk.catalog), []
    except OpenTermError as error:
        return Undecided(str(error)), []
    except NotClosedError as error:
        if error.lost is not None:
            stater.flaw(Flaw("W407", f"{words(error.lost)} is a function and stands here without its argument"))
        return Undecided(str(error)), [error.undefined] if error.undefined is not None else []
    except AmbiguousError as error:
        return Unreadable(str(error)), []


def _supposing(
    stater: Stater, fn: Sym, name: str, kind: Kind, relation: Term, conditions: tuple[Term, ...]
) -> tuple[Claim, Term] | None:
    """The claim with an undefined function taken to be the straight line that stands on the other side."""
    calls = {n.args[1:] for n in subterms(relation) if isinstance(n, Op) and n.head == "call" and n.args[0] == fn}
    if len(calls) != 1:
        return None
    (arguments,) = calls
    argument = arguments[0]
    if len(arguments) != 1 or not isinstance(argument, Sym):
        return None
    for line in subterms(relation):
        if isinstance(line, Op) and line.head == "add" and free_symbols(line) == {argument}:
            scope = stater.walk.scope.child(stater.walk.scope.level)
            scope.definitions[fn] = Definition(fn, (argument,), line)
            try:
                closed = close_claim(name, kind, relation, conditions, scope, stater.walk.catalog)
            except (NotClosedError, AmbiguousError, OpenTermError):
                continue
            return closed.claim, Op("eq", (Op("call", (fn, argument)), line))
    return None


def _unknown_head(stater: Stater, sym: Sym, relation: Term) -> bool:
    scope = stater.walk.scope
    right = relation.args[1] if isinstance(relation, Op) else relation
    known = scope.definition(sym) is not None or scope.declaration(sym) is not None or is_entry(sym, scope)
    return not known and sym not in free_symbols(right)


def _codes(stater: Stater, kind: Kind, relation: Op) -> tuple[str, ...]:
    own = CODES[kind]
    head = head_of(relation.args[0]) if relation.head == "eq" else None
    if head is None or head.name is None or not head.params or is_generic(head.name):
        return (own,)
    if any(s.definitions.get(head.name) for s in stater.walk.scope.chain()):
        return (own, "E301", "E302")
    return (own, "E302", "E301") if stater.walk.catalog.find(head.name, applied=True) else (own,)


def question(stater: Stater, left: Term, right: Term, point: Term | None) -> None:
    stater.statement("question")
    relation = Op("eq", (left, right))
    try:
        closed = close_claim(
            stater.base, "approximation", relation, stater.conditions, stater.walk.scope, stater.walk.catalog
        )
    except (NotClosedError, AmbiguousError, OpenTermError):
        return
    if not (isinstance(closed.claim.relation, Op) and len(closed.claim.relation.args) == 2):
        return
    place = stater.walk.location(*stater.offsets())
    about = f"{words(left)} and {words(right)}"
    sides = closed.claim.relation.args
    stater.walk.out.questions.append(Question(place, stater.source, sides[0], sides[1], closed.claim, point, about))


def about(stater: Stater, chain: Chain) -> None:
    """``g(x) ≈ σ(0) + σ′(0)x``: the function meant is the one whose value and slope at 0 are written."""
    for node in subterms(Op("and", chain.members[1:])):
        match node:
            case Op("call", (Op("prime", (Sym() as fn, _)), point)):
                question(stater, Op("call", (fn, Sym("x"))), chain.members[-1], point)
                return
    stater.statement("question")


def _negated(condition: Term) -> Term:
    flipped = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
    if isinstance(condition, Op) and condition.head in flipped:
        return replace(condition, head=flipped[condition.head])
    return Op("not", (condition,))


def sums(stater: Stater, chain: Chain) -> bool:
    """The links of an inline chain that are between numbers, as claims."""
    prose, span = stater.walk.prose, stater.task.span
    sentence = " ".join(prose.masked[a:b] for a, b in prose.sentence(span))
    links = [(k, chain.link(k)) for k in range(len(chain.relations))]
    found = [(k, link) for k, link in links if is_sum(link, stater.source, sentence)]
    for k, link in found:
        claim(stater, link, "identity" if len(links) == 1 else "step", index=k if len(links) > 1 else None)
    return bool(found)
