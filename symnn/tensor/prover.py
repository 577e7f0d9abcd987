"""Claims about vectors and matrices, for every size: proved by index normal forms, refuted at sizes and numbers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.tensor import kinks
from symnn.tensor.algebra import Algebra
from symnn.tensor.axes import SCALAR, Misfit, Shape, declared_shape, misfit, spoken
from symnn.tensor.declarations import (
    UndeclaredError,
    check_derivatives,
    entry_of,
    known_of,
    places,
    rules_of,
    sizes_taken,
    unsaid_rows,
)
from symnn.tensor.distributions import of_distributions
from symnn.tensor.either import Answer, in_both_readings
from symnn.tensor.entry_powers import by_entries
from symnn.tensor.given import Given
from symnn.tensor.index import Unsupported
from symnn.tensor.index_cases import with_deltas
from symnn.tensor.known import Known
from symnn.tensor.layouts import by_layout
from symnn.tensor.lists import readings
from symnn.tensor.lowering import Lowering
from symnn.tensor.meet import MismatchError
from symnn.tensor.operations.table import lowering
from symnn.tensor.refute import METHOD, ill_typed, other_layout, refuted
from symnn.tensor.relations import Rule
from symnn.tensor.shared import shared_sums
from symnn.tensor.sides import Sides, check_orientation, sides_at
from symnn.tensor.signs import above_zero, never_negative
from symnn.tensor.totals import open_total
from symnn.tensor.undeclared import forced, settled
from symnn.term import Num, Op, Sym, Term, free_symbols, plain, walk
from symnn.verdict import Conditional, Proved, Refuted, Undecided, Verdict


def decide(claim: Claim) -> Verdict:
    """The verdict of a closed claim; ``Undecided`` with a reason where the index calculus has no rule."""
    claim = with_deltas(claim)
    verdict = by_entries(claim, lambda c: by_layout(c, _decided_by_arrays))
    if isinstance(verdict, Proved | Refuted | Conditional):
        loose, where = places(claim)
        if loose:
            return Undecided(loose)
        if isinstance(verdict, Refuted) and (reason := unsaid_rows(claim)):
            return Undecided(reason)
        if isinstance(verdict, Proved) and where:
            others = [verdict.defined_where] if verdict.defined_where != "everywhere" else []
            verdict = replace(verdict, defined_where=", ".join([f"where {where}", *others]))
    found = open_total(claim, _decided_by_arrays) if isinstance(verdict, Refuted) else None
    if isinstance(verdict, Proved) and (taken := sizes_taken(claim)):
        others = [verdict.defined_where] if verdict.defined_where != "everywhere" else []
        return replace(verdict, defined_where=", ".join([f"where {taken}", *others]))
    return found or verdict


def _decided_by_arrays(claim: Claim) -> Verdict:
    return in_both_readings(claim, _with_lists).verdict


def _with_lists(claim: Claim) -> Answer:
    try:
        answers = [_of_arrays(r) for r in readings(claim)]
    except Unsupported as reason:
        return Answer(Undecided(f"the index calculus: {reason}"))
    fitting = [a for a in answers if a.fits] or answers
    if len({type(a.verdict) for a in fitting}) > 1:
        return Answer(Undecided("a list in brackets may be meant as a row or as a column"))
    return fitting[0]


def _of_arrays(claim: Claim) -> Answer:
    try:
        return Answer(_decided(claim))
    except UndeclaredError as reason:
        try:
            found = settled(claim, reason.names, decide)
        except MismatchError as problem:
            return Answer(Undecided(f"the index calculus: {reason}, and no shape fits: {problem}"), fits=False)
        return Answer(found or Undecided(f"the index calculus: {reason}"))
    except Misfit as problem:
        sizes = {plain(d) for v in claim.variables for d in v.shape}
        sizes |= {plain(a) for n in walk(claim.relation) if isinstance(n, Op) and n.head == "range" for a in n.args}
        loose = [v.sym.text for v in claim.variables if not v.declared and not v.shape and v.sym.text not in sizes
                 and not entry_of(v, claim.variables)]  # fmt: skip
        if loose:
            return _with_arrays(claim, loose, str(problem))
        return Answer(ill_typed(str(problem)), fits=False)
    except Unsupported as reason:
        return Answer(Undecided(f"the index calculus: {reason}"))
    except RecursionError:
        return Answer(Undecided("the formula is nested too deeply"))


def _with_arrays(claim: Claim, loose: list[str], problem: str) -> Answer:
    """X w − y does not fit for a number w: decided with the shape that a name needs, if it is the only one."""
    for name in (v.sym for v in claim.variables if v.sym.text in loose):
        try:
            found = settled(claim, frozenset((name,)), decide) or forced(claim, name, decide)
        except (MismatchError, UndeclaredError, Misfit, Unsupported):
            continue
        if isinstance(found, Proved) or (isinstance(found, Refuted) and len(loose) == 1):
            return Answer(found)
    return Answer(Undecided(f"{problem}; the shape of {', '.join(loose)} is not declared"), fits=False)


def _decided(claim: Claim) -> Verdict:
    match claim.relation:
        case Op("eq" | "equiv", (left, right)):
            pass
        case Op("in", (element, Op("reals", dims))):
            return _shape_claim(claim, element, dims)
        case Op("lt" | "le" | "gt" | "ge" as head, (left, right)):
            return _sign_claim(claim, left, right, head)
        case Op("chain" | "and", parts):
            verdicts = [decide(replace(claim, relation=p)) for p in parts]
            return next((v for v in verdicts if not isinstance(v, Proved)), verdicts[0])
        case _:
            raise Unsupported("this relation")
    known, positive = known_of(claim)
    rules = rules_of(claim, known, positive)
    check_derivatives(claim)
    algebra = Algebra(positive, rules)
    low = lowering(known, algebra)
    shapes = low.shape(left), low.shape(right)
    _check_one(low, left, right)
    if shapes[0] is not None and shapes[1] is not None and shapes[0] != shapes[1] and not _spread(left, right, shapes):
        found = other_layout(claim, known, algebra)
        if found is None:
            why = f"the left side is {spoken(shapes[0])}, the right side {spoken(shapes[1])}"
            raise misfit(shapes[0], shapes[1], why)
        return found
    sums = shared_sums(left, right)
    if sums:
        verdict = _with_shared(claim, known, positive, rules, sums)
        if verdict is not None:
            return verdict
    sides = sides_at(low, left, right)
    return _compared(claim, Given(claim, known, algebra), sides)


def _with_shared(
    claim: Claim, known: Known, positive: frozenset[str], rules: tuple[Rule, ...], sums: list[Term]
) -> Verdict | None:
    """With the sums that both sides share not multiplied out; what differs then may be equal all the same."""
    assert isinstance(claim.relation, Op)
    algebra = Algebra(positive, rules)
    low = lowering(known, algebra)
    try:
        for t in sums:
            low.share(t)
        verdict = _compared(claim, Given(claim, known, algebra), sides_at(low, *claim.relation.args))
    except Unsupported:
        return None
    return None if isinstance(verdict, Undecided) else verdict


def _compared(claim: Claim, given: Given, sides: Sides) -> Verdict:
    algebra = given.algebra
    check_orientation(sides)
    if algebra.vanishes(given.apart(algebra.opened(algebra.minus(sides.left, sides.right)))):
        if refuted(given, sides, once=True) is not None:
            raise Unsupported("the normal forms agree and an example does not: please report this formula")
        if algebra.jumps:
            return _off_the_jumps(claim, given)
        return Proved(
            Certificate(METHOD, {"terms": len(sides.left.terms)}, steps=("one index normal form",)), _where(claim)
        )
    found = refuted(given, sides)
    if found is not None:
        return found
    return Undecided("the index normal forms of the sides differ, and no example was found at which the sides do")


def _shape_claim(claim: Claim, element: Term, dims: tuple[Term, ...]) -> Verdict:
    """x ∈ ℝ^n of an expression: its shape."""
    known, positive = known_of(claim)
    shape = lowering(known, Algebra(positive)).needed(element)
    wanted = declared_shape(dims)
    if shape != wanted:
        raise misfit(shape, wanted, f"the left side is {spoken(shape)}, the right side {spoken(wanted)}")
    return Proved(
        Certificate(METHOD, {"shape": spoken(shape)}, steps=(f"the shape is {spoken(shape)}, for all sizes",))
    )


def _sign_claim(claim: Claim, left: Term, right: Term, head: str) -> Verdict:
    """A difference that is a sum of positive terms and squares; refuted where it has the other sign."""
    known, positive = known_of(claim)
    algebra = Algebra(positive, rules_of(claim, known, positive))
    sides = sides_at(lowering(known, algebra), left, right)
    gap = algebra.minus(sides.left, sides.right)
    gap = gap if head in ("gt", "ge") else algebra.scaled(gap, -1)
    if algebra.jumps:
        raise Unsupported("the sign of a sum with jumps")
    if (above_zero if head in ("gt", "lt") else never_negative)(algebra, gap):
        words = "a sum of positive terms and squares"
        return Proved(Certificate(METHOD, {"terms": len(gap.terms)}, steps=(words,)), _where(claim))
    found = refuted(Given(claim, known, algebra), sides, against=head)
    if found is not None:
        return found
    if head in ("le", "ge") and (proof := of_distributions(claim, known, positive)) is not None:
        return proof
    raise Unsupported("the sign of the difference does not show in its form")


def _off_the_jumps(claim: Claim, given: Given) -> Conditional:
    """Both sides agree off the jumps; where the right side is c·sign(u) + …, the left has no derivative on them."""
    assert isinstance(claim.relation, Op)
    left, right = claim.relation.args
    jumps = list(dict.fromkeys(given.algebra.jumps))
    algebra = Algebra(given.algebra.positive_names, given.algebra.rules)
    low = lowering(given.known, algebra)  # with nothing worked out before
    sides_at(low, left, left)
    if len(jumps) == 1 and not algebra.jumps and isinstance(left, Op) and left.head == "deriv":
        [(u, array)] = jumps
        algebra.marked = True
        if kinks.jumps_everywhere(algebra, sides_at(low, right, right).left):
            index = next(i for i in map(Sym, "ijkl") if i not in free_symbols(u))
            entry = Op("item", (u, index)) if array else u
            steps = ("one index normal form off the jumps", "the derivative has a jump there")
            note = "no derivative elsewhere: its one-sided limits differ"
            return Conditional(Op("ne", (entry, Num(Fraction(0)))), Certificate(METHOD, {}, steps=steps), note=note)
    raise Unsupported("the sides agree off the jumps; whether they do on them was not found")


def _check_one(low: Lowering, left: Term, right: Term) -> None:
    for number, other in ((left, right), (right, left)):
        if isinstance(number, Num) and number.value and low.is_square(other):
            raise Unsupported("a number equal to a square matrix: each entry, or a multiple of the identity?")


def _spread(left: Term, right: Term, shapes: tuple[Shape | None, Shape | None]) -> bool:
    """A number beside an array, as in x = 0."""
    return any(isinstance(t, Num) and s == SCALAR for t, s in zip((left, right), shapes, strict=True))


_PARTIAL = frozenset("div hadamard_div log log_base sqrt root inverse norm norm_frobenius abs".split())


def _where(claim: Claim) -> str:
    """In words; where nothing is divided by or taken a root or a logarithm of, both sides always have a value."""
    nodes = [n for n in walk(claim.relation) if isinstance(n, Op)]
    kinks_ = {"max", "min"} if any(n.head == "deriv" for n in nodes) else set()
    partial = any(n.head in _PARTIAL or n.head in kinks_ or _loses_values(n) for n in nodes)
    return "where both sides have a value" if partial else "everywhere"


def _loses_values(n: Op) -> bool:
    """A power that is not of e, nor to a number from 0 on."""
    match n:
        case Op("pow" | "hadamard_pow", (Op("e"), _)):
            return False
        case Op("pow" | "hadamard_pow", (_, Num(q))):
            return q < 0 or q.denominator > 1
        case Op("pow" | "hadamard_pow"):
            return True
    return False


__all__ = ["METHOD", "decide"]
