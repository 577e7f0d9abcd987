"""Statements "A = B exactly when C" for a condition on one parameter."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.kernel import balls
from symnn.kernel.conditions import Piece, off_kinks, pieces, union
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import Equation, equation
from symnn.kernel.pieces import inner_point
from symnn.kernel.refute import decimal, look
from symnn.term import Num, Op, Sym, Term, free_symbols, plain, to_json, walk
from symnn.verdict import Counterexample, Proved, Refuted, Undecided, Verdict


def iff(claim: Claim) -> Verdict | None:
    """The parameter's domain in pieces, on each the equation proved or refuted for every value; compared with C.

    C is a combination of relations between the parameter and numbers, so on a piece it is true or false throughout.
    """
    match claim.relation:
        case Op("iff", (inner, condition)):
            pass
        case _:
            return None
    eq = equation(replace(claim, relation=inner))
    if eq is None or claim.opaque:
        return Undecided("only conditions for equations are decided")
    if not off_kinks(eq):
        return Undecided("the derivative has a kink in the domain")
    names = free_symbols(condition)
    if len(names) != 1:
        return Undecided("the condition is not on one parameter")
    (name,) = names
    parameter = claim.variable(name)
    if parameter is None or not _against_numbers(condition, name):
        return Undecided("the condition does not compare one parameter with numbers")
    marks = tuple(n.value for n in walk(condition) if isinstance(n, Num))
    found = pieces(eq, parameter, (*marks, *(-m for m in marks)))
    if found is None:
        return Undecided("too many values of the parameter to distinguish")
    for piece in found:
        wanted = _holds_on(condition, name, piece)
        if wanted is not None and piece.holds is not None and wanted != piece.holds:
            return _refuted(eq, name, piece, found, parameter.domain)
    if any(p.holds is None or _holds_on(condition, name, p) is None for p in found):
        return Undecided("for some values of the parameter the equation was neither proved nor refuted")
    data = {
        "parameter": to_json(name),
        "pieces": [{"piece": str(p.where), "holds": p.holds, **dict(p.row)} for p in found],
    }
    steps = tuple(f"{plain(name)} in {p.where}: {'proved' if p.holds else 'fails for each value'}" for p in found)
    return Proved(Certificate("iff", data, steps=steps))


def _against_numbers(condition: Term, name: Sym) -> bool:
    match condition:
        case Op("and" | "or" | "not" | "chain", parts):
            return all(_against_numbers(p, name) for p in parts)
        case Op("eq" | "ne" | "lt" | "le" | "gt" | "ge", (a, b)):
            sides = {_kind(a, name), _kind(b, name)}
            return sides == {"name", "number"}
    return False


def _kind(term: Term, name: Sym) -> str:
    match term:
        case Num() | Op("neg", (Num(),)) | Op("div", (Num(), Num())):
            return "number"
    return "name" if term == name else "other"


def _sample(piece: Piece) -> Fraction:
    if piece.where.is_point and piece.where.low is not None:
        return piece.where.low
    return inner_point(piece.where)


def _holds_on(condition: Term, name: Sym, piece: Piece) -> bool | None:
    """Constant on the piece, because every number of the condition is one of the cuts."""
    try:
        return balls.truth(condition, {name: balls.rational(_sample(piece))})
    except (Unsupported, Undefined):
        return None


def _refuted(eq: Equation, name: Sym, piece: Piece, found: list[Piece], domain: object) -> Refuted:
    from symnn.domain import Domain

    weakest = None
    if all(p.holds is not None for p in found) and any(p.holds for p in found) and isinstance(domain, Domain):
        weakest = union(name, [p.where for p in found if p.holds], domain)
    if piece.holds:
        x = _sample(piece)
        note = f"for {plain(name)} = {x} the equation holds although the condition does not"
        example = Counterexample(((name, x),), "holds", "excluded", note)
        data: dict[str, object] = {"value": str(x), "holds": True, "piece": str(piece.where), **dict(piece.row)}
    else:
        seen = piece.seen or look(eq, piece.point)
        note = "the condition holds there and the sides differ"
        example = Counterexample(piece.point, decimal(seen.left, seen.right), decimal(seen.right, seen.left), note)
        data = {"point": [[to_json(s), str(v)] for s, v in piece.point], "holds": False}
    return Refuted(example, weakest, Certificate("iff", data, steps=(note,)))
