"""The shape of a function: its range, limits, kinks, slopes, monotony and curvature, each as claims that were proved."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from symnn.kernel.differentiate import derivative
from symnn.kernel.elementary import Unsupported
from symnn.notation import latex
from symnn.numeric.compile import compile_elementwise
from symnn.numeric.compiled import Compiled
from symnn.numeric.parts import CompileError
from symnn.sympy_bridge import to_sympy
from symnn.sympy_bridge.errors import BridgeError
from symnn.tables.model import MEASURED, Cell, Claimed, Piece, nothing, undecided
from symnn.tables.pieces import sample, smooth_pieces, value
from symnn.tables.points import INFINITY, at_point, extreme, kink_points, limit_candidates, signs, simplified
from symnn.tables.proving import Proof, off, printed, prove, slope
from symnn.tables.subjects import Kink, Subject
from symnn.term import Num, Op, Term, free_symbols, num, op, substitute

ZERO = num(0)
COMMA: Piece = ("text", ", ")
SEVERAL = "a function of several numbers"
_PLUS, _MINUS = INFINITY, op("neg", INFINITY)


class _Work:
    """Proofs of one cell, in order; ids are ``KEY.COLUMN.PART``."""

    def __init__(self, subject: Subject, column: str) -> None:
        self.subject, self.column = subject, column
        self.points = off(subject, [k.point for k in kink_points(subject)])
        self.claims: list[Claimed] = []

    def proved(self, part: str, relation: Term, conditions: Sequence[Term] = ()) -> bool:
        """Whether it is proved; then it is a claim of the cell."""
        name = f"{self.subject.key}.{self.column}" + (f".{part}" if part else "")
        found = prove(self.subject, name, relation, conditions)
        if found.proved:
            self.claims.append(found.claimed)
        return found.proved

    def keep(self, proof: Proof) -> None:
        self.claims.append(proof.claimed)

    def word(self, key: str, *more: Piece) -> Cell:
        return Cell((("word", key), *more), tuple(self.claims))

    def math(self, text: str) -> Cell:
        return Cell((("math", text),), tuple(self.claims))


def ranges(subject: Subject) -> Cell:
    """The set of values: exact where that is proved, else a proved bound."""
    if subject.several:
        return nothing()
    work = _Work(subject, "range")
    for given in subject.of("range"):
        match given.relation:
            case Op("in" | "range_is", (_, *_, target)):
                text, again = _set(target, subject)
                exact = op("range_is", subject.shown, subject.var, again)
                if work.proved("", exact, given.conditions) or _attained(work, again):
                    return Cell((("math", text), *_under(subject, given.conditions)), tuple(work.claims))
                proof = prove(subject, given.id, op("in", subject.shown, again), given.conditions)
                if proof.proved:
                    return Cell((("math", rf"\subseteq {text}"), *_under(subject, given.conditions)), (proof.claimed,))
    for given in subject.of("lower"):
        match given.relation:
            case Op("ge" | "gt" as head, (_, bound)):
                text, again = printed(bound, subject)
                proof = prove(subject, given.id, op(head, subject.shown, again), given.conditions)
                if proof.proved:
                    sign = r"\ge" if head == "ge" else ">"
                    return Cell((("math", f"{sign} {text}"),), (proof.claimed,))
    return _range_found(work)


def _set(target: Term, subject: Subject) -> tuple[str, Term]:
    """A set as it is printed and read behind ∈: elsewhere (a, b) may be a pair."""
    _, again = printed(op("in", subject.shown, target), subject)
    return latex(target), again.args[1] if isinstance(again, Op) and again.head == "in" else target


def _under(subject: Subject, conditions: Sequence[Term]) -> tuple[Piece, ...]:
    """The conditions behind a value, in brackets; those on the variable itself are kinks and told there."""
    shown = [printed(c, subject)[0] for c in conditions if not _about_kinks(c, subject)]
    return tuple(p for text in shown for p in ((("text", " ("), ("math", text), ("text", ")"))))


def _about_kinks(condition: Term, subject: Subject) -> bool:
    return isinstance(condition, Op) and condition.head == "ne" and condition.args[0] == subject.var


def _attained(work: _Work, target: Term) -> bool:
    """Every element of a finite set is a value, and there are no others."""
    subject = work.subject
    match target:
        case Op("set", items):
            pass
        case _:
            return False
    if not work.proved("", op("in", subject.shown, target)):
        return False
    for k, item in enumerate(items):
        wanted = value(item, subject, Fraction(0))
        points = [x for x in (Fraction(0), Fraction(1), Fraction(-1)) if value(subject.closed, subject, x) == wanted]
        if not points or not work.proved(f"value-{k}", op("eq", op("at", subject.shown, subject.var, _number(points[0])), item)):
            return False
    return True


def _number(x: Fraction) -> Term:
    plain: Term = Num(abs(x)) if x.denominator == 1 else op("div", num(abs(x.numerator)), num(x.denominator))
    return plain if x >= 0 else op("neg", plain)


def _range_found(work: _Work) -> Cell:
    subject = work.subject
    lows, highs = (list(_ends(subject, side)) for side in (1, -1))
    for low, low_open in lows:
        for high, high_open in highs:
            head = f"interval_{'o' if low_open else 'c'}{'o' if high_open else 'c'}"
            target = op(head, low, high)
            text, again = _set(target, subject)
            if again == target and work.proved("", op("range_is", subject.shown, subject.var, again)):
                return work.math(text)
    for side, head, sign in ((1, "ge", r"\ge"), (-1, "le", r"\le")):
        bound = _rounded(subject, side)
        if bound is not None:
            text, again = printed(bound, subject)
            if work.proved("bound", op(head, subject.shown, again)):
                return work.math(f"{sign} {text}")
    return undecided("no exact range was found and proved")


def _ends(subject: Subject, side: int) -> Iterator[tuple[Term, bool]]:
    """What may be the lower (1) or upper (−1) end: limits, simple values that are attained."""
    seen = _values(subject)
    if not seen:
        return
    most = min(seen) if side > 0 else max(seen)
    for end in (_MINUS, _PLUS):
        for candidate in limit_candidates(subject.closed, subject, end):
            at = value(candidate, subject, Fraction(0))
            if candidate in (_PLUS, _MINUS):
                if (candidate == _MINUS) == (side > 0):
                    yield candidate, True
            elif at is not None and abs(at - most) < 1e-4 * (1 + abs(at)):
                yield candidate, True
                yield candidate, False
    simple = Fraction(most).limit_denominator(64)
    if abs(float(simple) - most) < 1e-9:
        yield _number(simple), False
        yield _number(simple), True


def _values(subject: Subject) -> list[float]:
    values = sample(subject)
    xs = [Fraction(k, 16) for k in range(-400, 401)]
    return [v for x in xs if x in subject.domain(subject.var) and (v := value(subject.closed, subject, x, values)) is not None]


def _rounded(subject: Subject, side: int) -> Term | None:
    """A number of four digits just beyond every value seen."""
    if subject.parameters:
        return None
    seen = _values(subject)
    if not seen:
        return None
    most = min(seen) if side > 0 else max(seen)
    if abs(most) > 20:
        return None
    unit = Fraction(1, 10_000)
    steps = math.floor(Fraction(most) / unit) if side > 0 else math.ceil(Fraction(most) / unit)
    return _decimal((steps - side) * unit)


def _decimal(x: Fraction) -> Term:
    text = format(float(abs(x)), ".4f").rstrip("0").rstrip(".")
    plain = Num(Fraction(text), text)
    return plain if x >= 0 else op("neg", plain)


def limits(subject: Subject) -> Cell:
    """The limits of f at the ends of its domain."""
    return _limits(subject, "limits", "limit", subject.shown, subject.closed)


def saturation(subject: Subject) -> Cell:
    """Where f′ dies away: the limits of f′ at both ends, and on which sides they are 0."""
    if subject.several:
        return nothing()
    work = _Work(subject, "saturation")
    found = [_limit(work, "left", slope(subject), _MINUS, "slope"), _limit(work, "right", slope(subject), _PLUS, "slope")]
    if None in found:
        return undecided("a limit of the derivative was not proved")
    zero = [f is not None and f[1] == ZERO for f in found]
    key = {(True, True): "both", (True, False): "left", (False, True): "right", (False, False): "nowhere"}[zero[0], zero[1]]
    shown: list[Piece] = [("text", " (")]
    for k, f in enumerate(found):
        assert f is not None
        shown += [*([COMMA] if k else []), ("math", f[0])]
    return work.word(key, *shown, ("text", ")"))


def _limits(subject: Subject, column: str, role: str, shown: Term, closed: Term) -> Cell:
    if subject.several:
        return nothing()
    work = _Work(subject, column)
    pieces: list[Piece] = []
    stated = subject.of(role)
    for given in stated:
        match given.relation:
            case Op("eq", (left, right)):
                text, again = printed(right, subject)
                proof = prove(subject, given.id, op("eq", left, again), given.conditions)
                if not proof.proved:
                    return undecided(proof.reason)
                work.keep(proof)
                pieces += [*([COMMA] if pieces else []), ("math", text), *_under(subject, given.conditions)]
    if stated:
        return Cell(tuple(pieces), tuple(work.claims))
    for part, end in (("left", _MINUS), ("right", _PLUS)):
        found = _limit(work, part, shown, end, role)
        if found is not None:
            pieces += [*([COMMA] if pieces else []), ("math", found[0])]
    return Cell(tuple(pieces), tuple(work.claims)) if pieces else undecided("no limit was proved")


def _limit(work: _Work, part: str, shown: Term, end: Term, role: str) -> tuple[str, Term] | None:
    """(as printed, as a term) of the limit at ±∞: what the source states, else a guess; proved."""
    subject = work.subject
    for given in subject.of(role):
        match given.relation:
            case Op("eq", (Op("lim", (_, _, point, _)) as left, right)) if point == end and not given.conditions:
                text, again = printed(right, subject)
                proof = prove(subject, given.id, op("eq", left, again))
                if proof.proved:
                    work.keep(proof)
                    return text, again
    term = subject.closed if shown == subject.shown else _slope_far(subject, end)
    if term is None:
        return None
    for candidate in limit_candidates(term, subject, end):
        text, again = printed(candidate, subject)
        if work.proved(part, op("eq", op("lim", shown, subject.var, end, num(0)), again)):
            return text, again
    return None


def _slope_far(subject: Subject, end: Term) -> Term | None:

    pieces = smooth_pieces(subject)
    if not pieces:
        return None
    try:
        return derivative((pieces[0] if end == _MINUS else pieces[-1]).term, subject.var)
    except Unsupported:
        return None


def kinks(subject: Subject) -> Cell:
    """The points without a derivative, with the slopes on both sides; "none" where f is differentiable everywhere."""
    if subject.several:
        return nothing()
    work = _Work(subject, "kinks")
    found = kink_points(subject)
    if not found:
        if work.proved("", op("differentiable", subject.shown, subject.var)):
            return work.word("none")
        return undecided("whether f has a derivative everywhere was not proved")
    pieces: list[Piece] = []
    for number, kink in enumerate(found):
        if not _one_sided(work, kink, number):
            return undecided("the slopes on both sides of a kink were not proved")
        text = [printed(t, subject)[0] for t in (kink.point, kink.left, kink.right)]
        pieces += [*([("text", "; ")] if pieces else []), ("math", text[0])]
        pieces += [("text", " ("), ("math", text[1]), ("text", " | "), ("math", text[2]), ("text", ")")]
    return Cell(tuple(pieces), tuple(work.claims))


def _one_sided(work: _Work, kink: Kink, number: int) -> bool:
    x, f = work.subject.var, slope(work.subject)
    sides = ((-1, "left", kink.left), (1, "right", kink.right))
    return all(
        work.proved(f"{number + 1}-{name}", op("eq", op("lim", f, x, kink.point, num(side)), limit))
        for side, name, limit in sides
    )


def lipschitz(subject: Subject) -> Cell:
    """The best bound of |f′| that was proved; it is a Lipschitz constant, for f is proved to be continuous."""
    if subject.several:
        return nothing()
    work = _Work(subject, "lipschitz")
    jump = _jump(work)
    if jump is not None:
        return jump
    if not work.proved("continuous", op("continuous", subject.shown, subject.var)):
        return undecided("that f is continuous was not proved")
    size = op("abs", slope(subject))
    for bound in _bounds(subject):
        text, again = printed(bound, subject)
        if work.proved("", op("le", size, again), work.points):
            return work.math(text)
    for given in subject.of("bound"):
        match given.relation:
            case Op("le", (_, bound)):
                text, again = printed(bound, subject)
                proof = prove(subject, given.id, op("le", size, again), given.conditions)
                if proof.proved:
                    work.keep(proof)
                    return work.math(text)
    for end in (_MINUS, _PLUS):
        found = _limit(work, "unbounded", slope(subject), end, "slope")
        if found is not None and found[1] in (_MINUS, _PLUS):
            return work.word("unbounded")
    return undecided("no bound of the derivative was proved")


def _jump(work: _Work) -> Cell | None:
    """A point at which the limits from both sides differ: no Lipschitz constant, whatever the derivative."""
    subject = work.subject
    pieces = smooth_pieces(subject) or []
    for left, right in zip(pieces, pieces[1:], strict=False):
        if left.high is None or left.high != right.low:
            continue
        ends = [at_point(p.term, subject, left.high) for p in (left, right)]
        if None in ends or ends[0] == ends[1]:
            continue
        lims = [op("lim", subject.shown, subject.var, left.high, num(side)) for side in (-1, 1)]
        a, b = (e for e in ends if e is not None)
        if (
            work.proved("jump-left", op("eq", lims[0], a)) and work.proved("jump-right", op("eq", lims[1], b))
            and work.proved("jump", op("ne", a, b))
        ):  # fmt: skip
            return work.word("jumps")
        work.claims.clear()
    return None


def _bounds(subject: Subject) -> Iterator[Term]:
    """|f′| at 0 and far out as closed numbers, then what is seen on a grid, rounded up to four digits."""
    try:
        term = derivative(subject.closed, subject.var)
    except Unsupported:
        return
    if subject.parameters or subject.letters:
        return
    found = extreme(term, subject)
    if found is None:
        return
    most, where = found
    if abs(where) < 0.02 and not kink_points(subject):
        at_zero = simplified(op("abs", substitute(term, {subject.var: ZERO})), subject.var)
        if at_zero is not None:
            yield at_zero
    simple = Fraction(most).limit_denominator(100)
    if abs(float(simple) - most) < 1e-6:
        yield _number(simple)
    if abs(where) < 19.9:
        yield _decimal(Fraction(math.ceil(most * 10_000 + 0.05), 10_000))


def monotone(subject: Subject) -> Cell:
    """Strictly increasing or decreasing; never decreasing or increasing; or neither, with a point for each."""
    if subject.several:
        return nothing()
    work = _Work(subject, "monotone")
    up, down = signs(_slope_term(subject), subject)
    order = [(1, "increasing"), (-1, "decreasing")]
    for sign, key in order:
        if (down if sign > 0 else up) is None and work.proved("", op("monotone", subject.shown, subject.var, num(sign))):
            return work.word(key)
    for sign, key, head in ((1, "nondecreasing", "ge"), (-1, "nonincreasing", "le")):
        if (down if sign > 0 else up) is None and work.proved("", op(head, slope(subject), ZERO), work.points):
            if work.proved("continuous", op("continuous", subject.shown, subject.var)) or _steps(work, head):
                return work.word(key)
            work.claims.clear()
    if _witness(work, "rises", slope(subject), "gt", up) and _witness(work, "falls", slope(subject), "lt", down):
        return work.word("not-monotone")
    return undecided("the sign of the derivative was not proved")


def _steps(work: _Work, head: str) -> bool:
    """At a jump the value lies between the limits from both sides."""
    subject = work.subject
    pieces = smooth_pieces(subject) or []
    for k, (left, right) in enumerate(zip(pieces, pieces[1:], strict=False)):
        if left.high is None:
            return False
        ends = [at_point(p.term, subject, left.high) for p in (left, right)]
        here = op("at", subject.shown, subject.var, left.high)
        if None in ends:
            return False
        a, b = (e for e in ends if e is not None)
        for side, end, name in ((-1, a, "left"), (1, b, "right")):
            if not work.proved(f"step-{k}-{name}", op("eq", op("lim", subject.shown, subject.var, left.high, num(side)), end)):
                return False
        if not (work.proved(f"step-{k}-from", op(head, here, a)) and work.proved(f"step-{k}-to", op(head, b, here))):
            return False
    return True


def _slope_term(subject: Subject, order: int = 1) -> Term:

    term = subject.closed
    try:
        for _ in range(order):
            term = derivative(term, subject.var)
    except Unsupported:
        return op("div", ZERO, ZERO)
    return term


def _witness(work: _Work, part: str, term: Term, head: str, x: Fraction | None) -> bool:
    """The sign of a term at a point; with parameters at a multiple of one of them or its inverse as well."""
    if x is None:
        return False
    subject = work.subject
    points = [_number(x)]
    for sym in subject.parameters:
        points += [op("div", _number(x), sym), op("mul", _number(x), sym)]
    return any(work.proved(part, op(head, op("at", term, subject.var, p), ZERO)) for p in points)


def convex(subject: Subject) -> Cell:
    """Convex or concave on the line, on two halves, or neither; kinks count with their slopes."""
    if subject.several:
        return nothing()
    work = _Work(subject, "convex")
    curved = slope(subject, 2)
    found = kink_points(subject)
    up, down = signs(_slope_term(subject, 2), subject)
    for key, head, against in (("convex", "ge", down), ("concave", "le", up)):
        if against is not None or not work.proved("", op(head, curved, ZERO), work.points):
            continue
        turns = [op("le" if head == "ge" else "ge", k.left, k.right) for k in found]
        held = [work.proved(f"kink-{n + 1}", turn) for n, turn in enumerate(turns)]
        sides = all(_one_sided(work, k, n) for n, k in enumerate(found))
        if sides and work.proved("continuous", op("continuous", subject.shown, subject.var)):
            open_ = [t for t, h in zip(turns, held, strict=True) if not h]
            if not open_:
                return work.word("linear" if _straight(work, found) else key)
            if len(open_) == 1 and free_symbols(open_[0]):  # the slopes decide, for nothing else bends the other way
                return work.word(key, ("word", "exactly-where"), ("math", printed(open_[0], subject)[0]))
        work.claims.clear()
    work.claims.clear()
    halves = _halves(work, curved, found)
    if halves is not None:
        return halves
    bends = _bends(work, curved, found, up, down)
    return bends if bends is not None else undecided("the sign of the second derivative was not proved")


def _straight(work: _Work, found: Sequence[Kink]) -> bool:
    return not found and prove(work.subject, "", op("eq", slope(work.subject, 2), ZERO)).proved


def _halves(work: _Work, curved: Term, found: Sequence[Kink]) -> Cell | None:
    """Convex on one side of 0 and concave on the other."""
    x = work.subject.var
    if found:
        return None
    sides = (("lt", "left"), ("gt", "right"))
    for first, second, key in (("ge", "le", "convex-concave"), ("le", "ge", "concave-convex")):
        if all(work.proved(name, op(head, curved, ZERO), (op(side, x, ZERO),))
               for (side, name), head in zip(sides, (first, second), strict=True)):  # fmt: skip
            if work.proved("continuous", op("continuous", work.subject.shown, x)):
                return work.word(key)
        work.claims.clear()
    return None


def _bends(
    work: _Work, curved: Term, found: Sequence[Kink], up: Fraction | None, down: Fraction | None
) -> Cell | None:
    """Neither: somewhere it bends up and somewhere down, by f″ or at a kink."""
    def bent(part: str, head: str, x: Fraction | None) -> bool:
        if _witness(work, part, curved, head, x):
            return True
        for number, kink in enumerate(found):
            if work.proved(part, op("lt" if head == "gt" else "gt", kink.left, kink.right)):
                return _one_sided(work, kink, number)
        return False

    if bent("up", "gt", up) and bent("down", "lt", down):
        return work.word("neither")
    if _jumps_both(work):
        return work.word("neither")
    return None


def _jumps_both(work: _Work) -> bool:
    """A jump inside the line is neither convex nor concave: both are continuous inside."""
    work.claims.clear()
    return _jump(work) is not None


def zero_centred(subject: Subject) -> Cell:
    """Odd; of one sign only; or of both signs and not odd."""
    if subject.several:
        return nothing()
    work = _Work(subject, "zero-centred")
    x, f = subject.var, subject.shown
    mirrored = op("at", f, x, op("neg", x))
    if work.proved("odd", op("eq", mirrored, op("neg", f)), work.points):
        return work.word("odd")
    for head, key in (("gt", "positive"), ("ge", "nonnegative"), ("lt", "negative"), ("le", "nonpositive")):
        if work.proved("sign", op(head, f, ZERO)):
            return work.word(key)
    up, down = signs(subject.closed, subject)
    above = _witness(work, "positive", f, "gt", up)
    below = _witness(work, "negative", f, "lt", down)
    total = op("add", f, mirrored)
    a, b = signs(op("add", subject.closed, _mirrored(subject)), subject)
    apart = _witness(work, "not-odd", total, "gt", a) or _witness(work, "not-odd", total, "lt", b)
    if above and below and apart:
        return work.word("both-signs")
    return undecided("whether f is odd was not proved")


def _mirrored(subject: Subject) -> Term:
    return substitute(subject.closed, {subject.var: op("neg", subject.var)})


def accuracy(subject: Subject) -> Cell:
    """The largest errors of the compiled f and f′ in units of the last place: measured, with the proved rewritings."""
    if subject.several or (subject.parameters and subject.compiled is None):
        return nothing()
    try:
        certificate = _compiled(subject).certificate
    except (CompileError, BridgeError, TypeError) as error:
        return undecided(str(error))
    claims = tuple(Claimed(f"{subject.key}.accuracy.{k}", *_row(r)) for k, r in enumerate(certificate.rewritings))
    return Cell((("text", ", ".join(f"{w:.2f}" for w in certificate.worst)),), claims, MEASURED)


def _row(rewriting: Sequence[str]) -> tuple[str, str, str, str]:
    what, verdict, *rest = (str(r) for r in rewriting)
    return what, verdict, rest[1] if len(rest) > 1 else "", rest[2] if len(rest) > 2 else ""


def _compiled(subject: Subject) -> Compiled:
    if subject.compiled is not None:
        return compile_elementwise(subject.compiled)
    return compile_elementwise(to_sympy(substitute(subject.closed, dict(subject.letters)), real=True))
