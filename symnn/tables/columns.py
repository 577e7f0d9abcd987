"""The columns: what each shows of a subject, and the claims that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from symnn.kernel.differentiate import derivative as by_rules
from symnn.kernel.elementary import Unsupported
from symnn.notation import latex
from symnn.notation.arrange import arranged
from symnn.tables.accuracy import accuracy
from symnn.tables.bends import convex
from symnn.tables.forms import Form, explicit_forms, self_forms, weight_of
from symnn.tables.model import NOTHING, Cell, Claimed, Piece, nothing, undecided
from symnn.tables.pieces import Smooth, smooth_pieces
from symnn.tables.points import kink_points
from symnn.tables.proving import MisprintError, Proof, off, printed, prove, slope
from symnn.tables.slopes import kinks, lipschitz, monotone
from symnn.tables.subjects import Subject
from symnn.tables.values import limits, ranges, saturation, zero_centred
from symnn.term import Op, Sym, Term, op, walk
from symnn.verdict import Conditional, Proved

TRIED = 6  # forms that are offered to the kernel
MUCH = 8


def definition(subject: Subject) -> Cell:
    """The body as it was written; the claim is that the printed formula is the function."""
    if subject.several:
        text, _ = printed(subject.body, subject)
        return Cell((("math", text),), (Claimed(f"{subject.key}.definition", text, "definition", "", ""),))
    text, again = printed(subject.body, subject)
    if again != subject.body:
        return undecided("the printed formula is not read back as it was written")
    proof = prove(subject, f"{subject.key}.definition", op("eq", subject.shown, again))
    return _cell(text, proof)


def derivative(subject: Subject) -> Cell:
    """f′ in x: as the catalogue states it, else the shortest form that is proved."""
    given = next(iter(subject.of("derivative")), None)
    if (
        given is None
        or subject.several
        or not (isinstance(given.relation, Op) and _shorter(subject, given.relation.args[1]))
    ):
        found = _stated(subject, "derivative")
        if found is not None:
            return found
    if subject.several:
        return nothing()
    return _by_pieces(subject, 1, "derivative", explicit_forms)


def second(subject: Subject) -> Cell:
    """f″, by the same search."""
    if subject.several:
        return nothing()
    return _by_pieces(subject, 2, "second", lambda s, p: explicit_forms(s, p, 2))


def own(subject: Subject) -> Cell:
    """f′ in terms of f, or of functions by name; a dash where elimination finds nothing of the kind."""
    if subject.several:
        return nothing()
    pieces = smooth_pieces(subject)
    if not pieces:
        return nothing()
    rows = [self_forms(subject, p) for p in pieces]
    if not any(f.own or f.named for row in rows for f in row[:1]):
        return nothing()
    candidates = list(_joined(subject, pieces, rows))
    return _first(subject, 1, "self", candidates) or nothing()


def usual(subject: Subject) -> Cell:
    """f′ as people print it: in terms of f alone where that exists, else in x."""
    if not subject.several:
        pieces = smooth_pieces(subject)
        rows = [self_forms(subject, p) for p in pieces or ()]
        told = all(row and (row[0].own or row[0].pure or row[0].named) for row in rows)
        if told and any(f.own or f.named for row in rows for f in row[:1]):
            found = own(subject)
            if found.status != NOTHING:
                return found
    return derivative(subject)


def _stated(subject: Subject, role: str) -> Cell | None:
    """What the catalogue states in this role, proved again as it is printed here."""
    for given in subject.of(role):
        match given.relation:
            case Op("eq", (left, right)):
                for value in (_strict(right), right) if given.conditions and _strict(right) != right else (right,):
                    text, again = printed(value, subject)
                    proof = prove(subject, given.id, op("eq", left, again), given.conditions)
                    if proof.proved:
                        return Cell((("math", text), *_off(subject, again, given.conditions)), (proof.claimed,))
                if subject.several:
                    return _cell(text, proof)
    return None


def _strict(value: Term) -> Term:
    """Cases that leave their borders out: 1 for x > 0 and 0 for x < 0."""
    if not (isinstance(value, Op) and value.head == "cases"):
        return value
    return Op("cases", tuple(op("case", r.args[0], _open(r.args[1])) for r in value.args if isinstance(r, Op)))


def _open(condition: Term) -> Term:
    match condition:
        case Op("le" | "ge" as head, (a, b)):
            return op("lt" if head == "le" else "gt", a, b)
        case Op("chain" | "and" as head, parts):
            return Op(head, tuple(_open(p) for p in parts))
    return condition


def _shorter(subject: Subject, stated: Term) -> bool:
    """Whether elimination has a much shorter form than the catalogue: Φ(x) + xφ(x) for the derivative of GELU."""
    pieces = smooth_pieces(subject)
    if not pieces or len(pieces) != 1:
        return False
    forms = [f for f in explicit_forms(subject, pieces[0]) if subject.shown not in walk(f.term)]
    return bool(forms) and weight_of(forms[0].term, subject.shown) + MUCH < weight_of(stated, subject.shown)


def _cell(text: str, proof: Proof) -> Cell:
    match proof.verdict:
        case Proved():
            return Cell((("math", text),), (proof.claimed,))
        case Conditional(condition):  # true exactly where the condition holds
            where: tuple[Piece, ...] = (("text", " ("), ("math", latex(condition)), ("text", ")"))
            return Cell((("math", text), *where), (proof.claimed,))
    return undecided(proof.reason)


def _by_pieces(subject: Subject, order: int, column: str, forms: Callable[[Subject, Smooth], list[Form]]) -> Cell:
    pieces = smooth_pieces(subject)
    if not pieces:
        return undecided("the formula is not cut into smooth pieces")
    rows = [forms(subject, p) for p in pieces]
    found = _first(subject, order, column, list(_joined(subject, pieces, rows)))
    if found is None:
        plain = _plain(subject, order)
        found = None if plain is None else _first(subject, order, column, [plain])
    return found or undecided("no form of it was proved")


def _plain(subject: Subject, order: int) -> Term | None:
    """What the differentiator gives, arranged."""
    term = subject.closed
    try:
        for _ in range(order):
            term = by_rules(term, subject.var)
    except Unsupported:
        return None
    return arranged(term, subject.var)


def _first(subject: Subject, order: int, column: str, candidates: list[Term]) -> Cell | None:
    """The first candidate that is proved off the kinks, or off every cut of the formula."""
    kinked = [k.point for k in kink_points(subject)]
    cuts = [p.high for p in (smooth_pieces(subject) or [])[:-1] if p.high is not None]
    for points in [kinked] + ([cuts] if cuts != kinked else []):
        conditions = off(subject, list(points))
        for candidate in candidates[:TRIED]:
            try:
                text, again = printed(candidate, subject)
            except MisprintError:
                continue
            proof = prove(subject, f"{subject.key}.{column}", op("eq", slope(subject, order), again), conditions)
            if proof.proved:
                return Cell((("math", text), *_off(subject, again, conditions)), (proof.claimed,))
    return None


def _off(subject: Subject, value: Term, conditions: Sequence[Term]) -> tuple[Piece, ...]:
    """Where the formula does not hold, unless its own cases leave these points out."""
    if not conditions or _leaves_out(value):
        return ()
    text = ", ".join(printed(c, subject)[0] for c in conditions)
    return ("text", " ("), ("math", text), ("text", ")")


def _leaves_out(value: Term) -> bool:
    """Cases under strict inequalities only."""
    if not (isinstance(value, Op) and value.head == "cases"):
        return False
    rows = [r.args[1] for r in value.args if isinstance(r, Op)]
    return all(isinstance(n, Op) and n.head in ("lt", "gt") for r in rows for n in _relations(r))


def _relations(condition: Term) -> tuple[Term, ...]:
    match condition:
        case Op("chain" | "and", parts):
            return parts
    return (condition,)


def _joined(subject: Subject, pieces: list[Smooth], rows: list[list[Form]]) -> Iterator[Term]:
    """One formula for the line out of the forms of its pieces: the same, one with |·|, or a list of cases."""
    if any(not row for row in rows):
        rows = [row or explicit_forms(subject, p)[:1] for p, row in zip(pieces, rows, strict=True)]
    if any(not row for row in rows):
        return
    if len(pieces) == 1:
        yield from (f.term for f in rows[0])
        return
    best = [row[0].term for row in rows]
    if len(set(best)) == 1:
        yield best[0]
    if len(pieces) == 2:
        yield from (_with_bars(best[1], thing) for thing in (subject.shown, subject.var))
    yield from _cases(subject, pieces, best, False)
    yield from _cases(subject, pieces, best, True)


def _with_bars(term: Term, thing: Term) -> Term:
    """The same with |thing| for the thing."""
    if term == thing:
        return op("abs", term)
    match term:
        case Op(head, args):
            return Op(head, tuple(_with_bars(a, thing) for a in args))
    return term


def _cases(subject: Subject, pieces: list[Smooth], values: list[Term], strict: bool) -> Iterator[Term]:
    x = subject.var
    if len(pieces) == 3 and values[0] == values[2] and _opposite(pieces[1].low, pieces[1].high):
        high = pieces[1].high
        assert high is not None
        inside, outside = op("lt", op("abs", x), high), op("gt", op("abs", x), high)
        yield op("cases", op("case", values[1], inside), op("case", values[0], outside))
        return
    kinked = {k.point for k in kink_points(subject)} | ({p.high for p in pieces[:-1] if p.high} if strict else set())
    rows = []
    for piece, value in zip(pieces, values, strict=True):
        rows.append(op("case", value, _between(x, piece, kinked)))
    merged = list(reversed(rows)) if len(rows) == 2 else rows
    yield Op("cases", tuple(merged))


def _between(x: Sym, piece: Smooth, kinked: set[Term]) -> Term:
    low, high = piece.low, piece.high
    below = "lt" if low in kinked else "le"
    if low is None:
        assert high is not None
        return op("lt", x, high)
    if high is None:
        return op("gt" if low in kinked else "ge", x, low)
    return op("chain", op(below, low, x), op("lt", x, high))


def _opposite(low: Term | None, high: Term | None) -> bool:
    match low, high:
        case Op("neg", (a,)), b:
            return a == b
    return False


Column = Callable[[Subject], Cell]
COLUMNS: Mapping[str, Column] = {
    "definition": definition,
    "derivative": derivative,
    "self": own,
    "usual": usual,
    "second": second,
    "range": ranges,
    "limits": limits,
    "kinks": kinks,
    "lipschitz": lipschitz,
    "monotone": monotone,
    "convex": convex,
    "zero-centred": zero_centred,
    "saturation": saturation,
    "accuracy": accuracy,
}

__all__ = ["COLUMNS"]
