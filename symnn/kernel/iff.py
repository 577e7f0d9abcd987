"""Statements "A exactly when C": under C the claim A is proved; without C it fails for some of the other variables.

Where C is on one parameter its line is cut into regions (``regions``); else C and its negation are taken as they are,
and split by signs of terms in the parameters (``joint``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

from symnn.certificate import Certificate
from symnn.claim import Claim, Variable
from symnn.kernel import balls
from symnn.kernel import cells as split
from symnn.kernel.borders import numbers_in
from symnn.kernel.build import ZERO
from symnn.kernel.conditions import in_exponent, joined, settle_all
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import integers_of
from symnn.kernel.identity import relation_words
from symnn.kernel.iff_refuted import apart
from symnn.kernel.joint import candidates, settle
from symnn.kernel.probes import shown
from symnn.kernel.ratio import GiveUp
from symnn.kernel.regions import Region, conditions_on
from symnn.term import Op, Sym, Term, free_symbols, op, plain, substitute, to_json
from symnn.verdict import Proved, Undecided, Verdict

EMPTY = "no value of the parameter satisfies what is assumed"
_MOST_POINTS = 24
_MOST_SPLITS = 4


def iff(claim: Claim) -> Verdict | None:
    """C ⇒ A for all other variables, and ¬C ⇒ a witness against A; refuted at a value where only one of them holds."""
    match claim.relation:
        case Op("iff", (inner, condition)):
            pass
        case _:
            return None
    if claim.opaque:
        return Undecided("only conditions for statements without opaque functions are decided")
    names = [v for v in claim.variables if v.sym in free_symbols(condition)]
    statement = replace(claim, relation=inner)
    integers = frozenset(v.sym for v in names) & integers_of(claim.variables)
    if in_exponent(statement, frozenset(v.sym for v in names)):
        return Undecided("a power whose exponent is in the condition")
    refuted = apart(statement, condition, names)
    if refuted is not None:
        return refuted if len(names) != 1 or integers else replace(refuted, condition=_weakest(statement, names[0]))
    if integers:
        return Undecided("a condition on an integer")
    try:
        if len(names) == 1:
            return _on_one(statement, condition, names[0])
        return _on_several(statement, condition, frozenset(v.sym for v in names))
    except (GiveUp, Undefined) as reason:
        return Undecided(str(reason))


# -- one parameter ---------------------------------------------------------------------------------------------------


def _on_one(claim: Claim, condition: Term, parameter: Variable) -> Verdict:
    name = parameter.sym
    marks = tuple(numbers_in((condition, *claim.assumptions), name))
    found = settle_all(claim, parameter, marks)
    if not found:
        return Undecided(EMPTY)
    rows = [(s, truth(condition, s.region)) for s in found]
    undefined = [s for s, _ in rows if s.row.get("undefined")]
    rows = [(s, wanted) for s, wanted in rows if s not in undefined]
    open_ = next((s for s, wanted in rows if s.holds is None or wanted is None), None)
    if open_ is not None:
        where = f"{plain(name)} in {_words(open_.region)}"
        return Undecided(f"the statement was neither proved nor refuted for {where}")
    for s, wanted in rows:
        if wanted != s.holds:
            weakest = joined(name, found)
            words = "for no value" if weakest is None else f"exactly where {relation_words(weakest)}"
            return Undecided(f"the condition is another one at {_words(s.region)}: the statement holds {words}")
    data = {"parameter": to_json(name), "pieces": [s.row for s in found]}
    steps = tuple(f"{plain(name)} in {_words(s.region)}: {'proved' if s.holds else 'fails'}" for s, _ in rows)
    where = (
        ""
        if not undefined
        else relation_words(conditions_on(name, [s.region for s, _ in rows], [s.region for s in found]))
    )
    return Proved(Certificate("iff", data, steps=steps), where or "everywhere")


def _weakest(claim: Claim, parameter: Variable) -> Term | None:
    try:
        return joined(parameter.sym, settle_all(claim, parameter))
    except (GiveUp, Undefined, Unsupported):
        return None


def _words(region: Region) -> str:
    low, high = (None if e is None else shown(e) for e in (region.low, region.high))
    return f"{{{low}}}" if region.is_point else f"({low or '-∞'}, {high or '∞'})"


def truth(condition: Term, region: Region) -> bool | None:
    """Whether the condition holds on a region; every number in the condition is one of the cuts."""
    if region.is_point and region.sample is None:
        assert region.low is not None
        return _at_irrational(substitute(condition, {region.name: region.low}))
    assert region.sample is not None
    try:
        return balls.truth(condition, {region.name: balls.rational(region.sample)})
    except (Unsupported, Undefined):
        return None


def _at_irrational(condition: Term) -> bool | None:
    from symnn.kernel.expansions import exactly_zero

    match condition:
        case Op("and" | "chain", parts):
            rows = [_at_irrational(p) for p in parts]
            return None if None in rows else all(rows)
        case Op("or", parts):
            rows = [_at_irrational(p) for p in parts]
            return None if None in rows else any(rows)
        case Op("not", (part,)):
            inner = _at_irrational(part)
            return None if inner is None else not inner
        case Op(head, (a, b)) if head in split.NEGATED:
            gap = op("add", a, op("neg", b))
            if exactly_zero(gap):
                return head in ("eq", "le", "ge")
            try:
                return balls.truth(condition, {}, 256)
            except (Unsupported, Undefined):
                return None
    return None


# -- several parameters ----------------------------------------------------------------------------------------------


def _on_several(claim: Claim, condition: Term, names: frozenset[Sym]) -> Verdict:
    rows: list[dict[str, Any]] = []
    for wanted, whole in ((True, condition), (False, op("not", condition))):
        for facts in alternatives(whole):
            found = _split(claim, names, facts, wanted, 0)
            if found is None:
                side = "under" if wanted else "without"
                return Undecided(f"the statement was not {'proved' if wanted else 'refuted'} {side} the condition")
            rows += found
    data = {"parameters": [to_json(s) for s in sorted(names, key=lambda s: s.text)], "pieces": rows}
    return Proved(Certificate("iff", data, steps=("proved under the condition, a witness against it elsewhere",)))


def _split(
    claim: Claim, names: frozenset[Sym], facts: tuple[Term, ...], wanted: bool, depth: int
) -> list[dict[str, Any]] | None:
    """One row for each sign case that is needed; ``None`` if one is open or other than wanted."""
    found = settle(claim, names, facts)
    if found is not None:
        return [{"facts": [to_json(f) for f in facts], **found[1]}] if found[0] == wanted else None
    unequal = next((f for f in facts if isinstance(f, Op) and f.head == "ne"), None)
    if unequal is not None:
        kept = tuple(f for f in facts if f is not unequal)
        return _all_of(claim, names, [(*kept, op(head, *unequal.args)) for head in ("gt", "lt")], wanted, depth)
    if depth > 1:
        return None
    terms = [t for t in candidates(claim, names) if not any(isinstance(f, Op) and t in f.args for f in facts)]
    for t in terms[:_MOST_SPLITS]:
        rows = _all_of(claim, names, [(*facts, op(h, t, ZERO)) for h in ("eq", "gt", "lt")], wanted, depth + 1)
        if rows is not None:
            return rows
    return None


def _all_of(
    claim: Claim, names: frozenset[Sym], cases: list[tuple[Term, ...]], wanted: bool, depth: int
) -> list[dict[str, Any]] | None:
    out: list[dict[str, Any]] = []
    for facts in cases:
        rows = _split(claim, names, facts, wanted, depth)
        if rows is None:
            return None
        out += rows
    return out


def alternatives(condition: Term) -> list[tuple[Term, ...]]:
    """A condition as a choice of lists of relations that all hold."""
    match condition:
        case Op("true"):
            return [()]
        case Op("not", (Op("true"),)):
            return []
        case Op("or", parts):
            return [row for p in parts for row in alternatives(p)]
        case Op("and" | "chain", parts):
            return [tuple(f for rows in choice for f in rows) for choice in product(*map(alternatives, parts))]
        case Op("not", (Op("or", parts),)):
            return alternatives(Op("and", tuple(op("not", p) for p in parts)))
        case Op("not", (Op("and" | "chain", parts),)):
            return alternatives(Op("or", tuple(op("not", p) for p in parts)))
        case Op("not", (Op("not", (part,)),)):
            return alternatives(part)
        case Op("not", (Op(head, args),)) if head in split.NEGATED:
            return alternatives(op(split.NEGATED[head], *args))
        case Op(head, (a, b)) if head in split.NEGATED:
            return list(_without_kinks(head, a, b))
    raise GiveUp("a condition that is no combination of relations")


def _without_kinks(head: str, a: Term, b: Term) -> Iterator[tuple[Term, ...]]:
    """|α| ≤ 1 as α ≥ 0 and α ≤ 1, or α < 0 and -α ≤ 1."""
    from symnn.kernel.identity_work import Work

    work = Work(frozenset())
    for cell in split.cells((a, b), (), work.cheap, work.agree, frozenset()):
        yield (*cell.facts, op(head, *cell.sides))
