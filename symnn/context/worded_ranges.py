"""Claims made in words: "its range is (−1, 1)"."""

from __future__ import annotations

from symnn.claim import Claim
from symnn.context.claims import close_claim
from symnn.context.closing.errors import NotClosedError
from symnn.context.cues import range_cues
from symnn.context.lints.flaw import Flaw
from symnn.context.model import Pending, ReadFormula
from symnn.context.scope import Scope
from symnn.context.walk import Walk
from symnn.notation import latex, words
from symnn.term import Op, Sym, Term
from symnn.verdict import Undecided


def worded_ranges(walk: Walk) -> set[int]:
    """Claims made in words: "its range is (−1, 1)"; the spans that they use up."""
    consumed: set[int] = set()
    for cue in range_cues(walk.document, walk.catalog):
        entry = cue.entry
        x = entry.definition.params[0] if entry.definition.params else Sym("x")
        body = Op("call", (entry.definition.name, x))
        relation = Op("range_is", (body, x, cue.term)) if cue.exact else Op("in", (body, cue.term))
        spans = [s for s in walk.document.spans if s.start <= cue.start and cue.end <= s.end]
        start, end = (spans[0].start, spans[0].end) if spans else (cue.start, cue.end)
        consumed.update(s.start for s in spans)
        place = walk.location(start, end)
        claim = _closed_range(walk, relation, entry.name)
        fact = entry.fact("range")
        right = None
        if fact is not None and isinstance(fact.term, Op) and fact.term.head in ("in", "range_is"):
            right = latex(fact.term.args[-1])
        name = walk.unique(walk.default_id(start))
        if cue.interval.empty:
            walk.find(
                Flaw("E406", f"the interval {cue.interval} given as the range of {entry.name} is empty", right),
                start,
                end,
                name,
                walk.document.text[start:end],
            )
        formula = walk.document.text[start:end]
        walk.out.pending.append(
            Pending(
                name, None, place, formula, f"{words(relation)}", claim, "range", ("x real",), ("E204",),
                suggestion=right,
            )
        )  # fmt: skip
        terms: tuple[Term, ...] = (relation,)
        walk.out.readings.append(ReadFormula(name, place, formula, "claim", terms, words(relation)))
    return consumed


def _closed_range(walk: Walk, relation: Term, name: str) -> Claim | Undecided:
    try:
        return close_claim(name, "range", relation, (), Scope(), walk.catalog).claim
    except NotClosedError as error:
        return Undecided(str(error))
