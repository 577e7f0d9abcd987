"""Statements "A = B exactly when C" for a condition on one parameter."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from symnn.certificate import Certificate
from symnn.claim import Claim, Variable
from symnn.kernel import balls
from symnn.kernel.conditions import Piece, off_kinks, parts, pieces, union
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import Equation, equation, put_in
from symnn.kernel.limits import limit
from symnn.kernel.pieces import inner_point
from symnn.kernel.refute import decimal, look, scan
from symnn.term import TRUE, Num, Op, Sym, Term, free_symbols, plain, to_json, walk
from symnn.verdict import Conditional, Counterexample, Proved, Refuted, Undecided, Verdict


def iff(claim: Claim) -> Verdict | None:
    """The parameter's domain in pieces, on each the equation proved or refuted for every value; compared with C.

    C is a combination of relations between the parameter and numbers, so on a piece it is true or false throughout.
    """
    match claim.relation:
        case Op("iff", (inner, condition)):
            pass
        case _:
            return None
    names = [v for v in claim.variables if v.sym in free_symbols(condition)]
    if len(names) != 1:
        return Undecided("the condition is not on one parameter")
    (parameter,) = names
    name = parameter.sym
    if not _against_numbers(condition, name):
        return Undecided("the condition does not compare one parameter with numbers")
    eq = equation(replace(claim, relation=inner))
    if eq is None:
        return _of_limit(replace(claim, relation=inner), condition, parameter)
    if claim.opaque:
        return Undecided("only conditions for equations without opaque functions are decided")
    if not off_kinks(eq):
        return Undecided("the derivative has a kink in the domain")
    own = _about(name, claim)
    marks = tuple(n.value for t in (condition, *own) for n in walk(t) if isinstance(n, Num))
    found = pieces(eq, parameter, (*marks, *(-m for m in marks)))
    if found is None:
        return Undecided("too many values of the parameter to distinguish")
    found = _allowed(found, name, own)
    if not found:
        return Undecided(EMPTY)
    for piece in found:
        wanted = _holds_on(condition, name, piece)
        if wanted is not None and piece.holds is not None and wanted != piece.holds:
            return _refuted(eq, name, piece, found, parameter.domain) or Undecided(EMPTY)
    if any(p.holds is None or _holds_on(condition, name, p) is None for p in found):
        return Undecided("for some values of the parameter the equation was neither proved nor refuted")
    data = {
        "parameter": to_json(name),
        "pieces": [{"piece": str(p.where), "holds": p.holds, **dict(p.row)} for p in found],
    }
    steps = tuple(f"{plain(name)} in {p.where}: {'proved' if p.holds else 'fails for each value'}" for p in found)
    return Proved(Certificate("iff", data, steps=steps))


def _of_limit(inner: Claim, condition: Term, parameter: Variable) -> Verdict:
    """A limit is decided with its weakest condition; the two conditions are compared on each piece."""
    open_ = tuple(replace(v, declared=v.sym != parameter.sym) for v in inner.variables)
    verdict = limit(replace(inner, variables=open_))
    match verdict:
        case Proved(certificate):
            found: Term = TRUE
        case Conditional(found, certificate) if _against_numbers(found, parameter.sym):
            pass
        case _:
            return Undecided("the condition under which the limit has this value was not found")
    own = _about(parameter.sym, inner)
    numbers = {n.value for t in (condition, found, *own) for n in walk(t) if isinstance(n, Num)}
    cuts = sorted(numbers | {-n for n in numbers})
    compared = _allowed([Piece(where, True) for where in parts(parameter.domain, cuts)], parameter.sym, own)
    if not compared:
        return Undecided(EMPTY)
    for piece in compared:
        wanted, holds = (_holds_on(c, parameter.sym, piece) for c in (condition, found))
        if wanted is None or holds is None:
            return Undecided("the two conditions were not compared")
        if wanted != holds:
            x = _sample(piece)
            note = f"for {plain(parameter.sym)} = {x} the limit {'has' if holds else 'does not have'} this value"
            data: dict[str, object] = {"value": str(x), "holds": holds, "limit": certificate.data}
            example = Counterexample(((parameter.sym, x),), str(holds).lower(), str(wanted).lower(), note)
            return Refuted(example, found, Certificate("iff", data, steps=(note,)))
    data = {"condition": to_json(found), "limit": certificate.data}
    return Proved(Certificate("iff", data, certificate.trust, ("the limit in each sign case of the parameter",)))


EMPTY = "no value of the parameter satisfies what is assumed"


def _about(name: Sym, claim: Claim) -> tuple[Term, ...]:
    """Assumptions about the parameter alone."""
    return tuple(a for a in claim.assumptions if free_symbols(a) == {name})


def _allowed(found: list[Piece], name: Sym, own: tuple[Term, ...]) -> list[Piece]:
    """The pieces on which the assumptions about the parameter hold; their numbers are cuts."""
    kept: list[Piece] = []
    for piece in found:
        known = [_holds_on(a, name, piece) for a in own]
        if None in known:
            raise Unsupported("an assumption about the parameter is not understood")
        if all(known):
            kept.append(piece)
    return kept


def _holding(eq: Equation, name: Sym, x: Fraction, note: str) -> Counterexample | None:
    """A point with this value of the parameter and the values of the sides there; ``None`` if there is none."""
    here = put_in(eq, name, x)
    for point, seen in scan(here, 20):
        if seen.left is not None and seen.right is not None:
            return Counterexample(((name, x), *point), decimal(seen.left), decimal(seen.right), note)
    return None


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


def _refuted(eq: Equation, name: Sym, piece: Piece, found: list[Piece], domain: object) -> Refuted | None:
    from symnn.domain import Domain

    weakest = None
    if all(p.holds is not None for p in found) and any(p.holds for p in found) and isinstance(domain, Domain):
        weakest = union(name, [p.where for p in found if p.holds], domain)
    if piece.holds:
        x = _sample(piece)
        note = f"for {plain(name)} = {x} the equation holds although the condition does not"
        held = _holding(eq, name, x, note)
        if held is None:
            return None
        example = held
        data: dict[str, object] = {"value": str(x), "holds": True, "piece": str(piece.where), **dict(piece.row)}
    else:
        seen = piece.seen or look(eq, piece.point)
        note = "the condition holds there and the sides differ"
        named = any(s == name for s, _ in piece.point)  # it does not occur in an equation without it
        point = piece.point if named else ((name, _sample(piece)), *piece.point)
        example = Counterexample(point, decimal(seen.left, seen.right), decimal(seen.right, seen.left), note)
        data = {"point": [[to_json(s), str(v)] for s, v in point], "holds": False}
    return Refuted(example, weakest, Certificate("iff", data, steps=(note,)))
