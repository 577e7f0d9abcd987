"""Claims about vectors and matrices, for every size: proved by index normal forms, refuted at sizes and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from symnn.certificate import Certificate
from symnn.claim import Claim, Variable
from symnn.domain import POSITIVE, REALS, Domain
from symnn.tensor import kinks
from symnn.tensor.algebra import Algebra, Rule, leading
from symnn.tensor.axes import SCALAR, Labels, Misfit, Shape, declared_shape, dim_name, misfit, spoken
from symnn.tensor.example import example_data
from symnn.tensor.given import DENOMINATOR, Given
from symnn.tensor.index import Expr, Factor, Ix, Unsupported, fresh
from symnn.tensor.instance import ORIGIN, Instance, Total, differs
from symnn.tensor.known import Known
from symnn.tensor.lists import readings
from symnn.tensor.lowering import Lowering
from symnn.tensor.meet import MismatchError
from symnn.tensor.operations.functions import OF_ROWS
from symnn.tensor.operations.sums import dimension
from symnn.tensor.operations.table import lowering
from symnn.tensor.shared import shared_sums
from symnn.tensor.signs import above_zero, never_negative
from symnn.tensor.undeclared import settled
from symnn.term import Num, Op, Sym, Term, free_symbols, plain, transform, walk
from symnn.verdict import Conditional, Counterexample, Proved, Refuted, Undecided, Verdict

METHOD = "index form"
_ABOVE_ZERO = 7  # the seed of examples above 0
_SEEDS = (1, 2, _ABOVE_ZERO, 3, 4, 5, 6)


@dataclass(frozen=True)
class Sides:
    """Both sides at the same entry."""

    left: Expr
    right: Expr
    rows: Labels
    cols: Labels
    shared: tuple[Expr, ...] = ()

    @property
    def factors(self) -> tuple[Factor, ...]:
        return tuple(f for part in (self.left, self.right, *self.shared) for f in factors(part))


def decide(claim: Claim) -> Verdict:
    """The verdict of a closed claim; ``Undecided`` with a reason where the index calculus has no rule."""
    try:
        answers = [_of_arrays(r) for r in readings(claim)]
    except Unsupported as reason:
        return Undecided(f"the index calculus: {reason}")
    fitting = [a for a in answers if a.fits] or answers
    if len({type(a.verdict) for a in fitting}) > 1:
        return Undecided("a list in brackets may be meant as a row or as a column")
    return fitting[0].verdict


@dataclass(frozen=True)
class _Answer:
    """``fits`` is false if the formula has no meaning with these shapes."""

    verdict: Verdict
    fits: bool = True


class UndeclaredError(Unsupported):
    """Names of which it is not known whether they are arrays."""

    def __init__(self, names: frozenset[Sym]) -> None:
        self.names = names
        super().__init__(f"the shape of {', '.join(sorted(s.text for s in names))} is not declared")


def _of_arrays(claim: Claim) -> _Answer:
    try:
        return _Answer(_decided(claim))
    except UndeclaredError as reason:
        try:
            found = settled(claim, reason.names, decide)
        except MismatchError as problem:
            return _Answer(Undecided(f"the index calculus: {reason}, and no shape fits: {problem}"), fits=False)
        return _Answer(found or Undecided(f"the index calculus: {reason}"))
    except Misfit as problem:
        sizes = {plain(d) for v in claim.variables for d in v.shape}
        loose = [v.sym.text for v in claim.variables if not v.declared and not v.shape and v.sym.text not in sizes
                 and not _entry_of(v, claim.variables)]  # fmt: skip
        if loose:
            return _Answer(Undecided(f"{problem}; the shape of {', '.join(loose)} is not declared"), fits=False)
        return _Answer(_ill_typed(str(problem)), fits=False)
    except Unsupported as reason:
        return _Answer(Undecided(f"the index calculus: {reason}"))
    except RecursionError:
        return _Answer(Undecided("the formula is nested too deeply"))


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
    known, positive = _known(claim)
    rules = _rules(claim, known, positive)
    _check_derivatives(claim)
    algebra = Algebra(positive, rules)
    low = lowering(known, algebra)
    shapes = low.shape(left), low.shape(right)
    _check_one(low, left, right)
    if shapes[0] is not None and shapes[1] is not None and shapes[0] != shapes[1] and not _spread(left, right, shapes):
        found = _other_layout(claim, known, algebra)
        if found is None:
            why = f"the left side is {spoken(shapes[0])}, the right side {spoken(shapes[1])}"
            raise misfit(shapes[0], shapes[1], why)
        return found
    sums = shared_sums(left, right)
    if sums:
        verdict = _with_shared(claim, known, positive, rules, sums)
        if verdict is not None:
            return verdict
    sides = _sides(low, left, right)
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
        verdict = _compared(claim, Given(claim, known, algebra), _sides(low, *claim.relation.args))
    except Unsupported:
        return None
    return None if isinstance(verdict, Undecided) else verdict


def _compared(claim: Claim, given: Given, sides: Sides) -> Verdict:
    algebra = given.algebra
    _check_orientation(sides)
    if algebra.vanishes(given.apart(algebra.opened(algebra.minus(sides.left, sides.right)))):
        if _refuted(given, sides, once=True) is not None:
            raise Unsupported("the normal forms agree and an example does not: please report this formula")
        if algebra.jumps:
            return _off_the_jumps(claim, given)
        return Proved(
            Certificate(METHOD, {"terms": len(sides.left.terms)}, steps=("one index normal form",)), _where(claim)
        )
    refuted = _refuted(given, sides)
    if refuted is not None:
        return refuted
    return Undecided("the index normal forms of the sides differ, and no example was found at which the sides do")


def _shape_claim(claim: Claim, element: Term, dims: tuple[Term, ...]) -> Verdict:
    """x ∈ ℝ^n of an expression: its shape."""
    known, positive = _known(claim)
    shape = lowering(known, Algebra(positive)).needed(element)
    wanted = declared_shape(dims)
    if shape != wanted:
        raise misfit(shape, wanted, f"the left side is {spoken(shape)}, the right side {spoken(wanted)}")
    return Proved(
        Certificate(METHOD, {"shape": spoken(shape)}, steps=(f"the shape is {spoken(shape)}, for all sizes",))
    )


def _sign_claim(claim: Claim, left: Term, right: Term, head: str) -> Verdict:
    """A difference that is a sum of positive terms and squares; refuted where it has the other sign."""
    known, positive = _known(claim)
    algebra = Algebra(positive, _rules(claim, known, positive))
    sides = _sides(lowering(known, algebra), left, right)
    gap = algebra.minus(sides.left, sides.right)
    gap = gap if head in ("gt", "ge") else algebra.scaled(gap, -1)
    if algebra.jumps:
        raise Unsupported("the sign of a sum with jumps")
    if (above_zero if head in ("gt", "lt") else never_negative)(algebra, gap):
        words = "a sum of positive terms and squares"
        return Proved(Certificate(METHOD, {"terms": len(gap.terms)}, steps=(words,)), _where(claim))
    found = _refuted(Given(claim, known, algebra), sides, against=head)
    if found is not None:
        return found
    raise Unsupported("the sign of the difference does not show in its form")


def _off_the_jumps(claim: Claim, given: Given) -> Conditional:
    """Both sides agree off the jumps; where the right side is c·sign(u) + …, the left has no derivative on them."""
    assert isinstance(claim.relation, Op)
    left, right = claim.relation.args
    jumps = list(dict.fromkeys(given.algebra.jumps))
    algebra = Algebra(given.algebra.positive_names, given.algebra.rules)
    low = lowering(given.known, algebra)  # with nothing worked out before
    _sides(low, left, left)
    if len(jumps) == 1 and not algebra.jumps and isinstance(left, Op) and left.head == "deriv":
        [(u, array)] = jumps
        algebra.marked = True
        if kinks.jumps_everywhere(algebra, _sides(low, right, right).left):
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


def _check_orientation(sides: Sides) -> None:
    """An opaque function is one of rows or one of columns."""
    names = {f.name for f in sides.factors if f.kind == "func"}
    for name in names:
        if name + OF_ROWS in names:
            raise Unsupported(f"{name} of a row and of a column")


def _sides(low: Lowering, left: Term, right: Term) -> Sides:
    shape = next((s for s in (low.shape(left), low.shape(right)) if s not in (None, SCALAR)), SCALAR)
    assert shape is not None
    rows, cols = (tuple(fresh(d) for d in axis) for axis in shape)
    shared = tuple(s.value for s in low.algebra.shared.values())
    return Sides(low.at(left, rows, cols), low.at(right, rows, cols), rows, cols, shared)


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


# -- declarations ----------------------------------------------------------------------------------------------------


def _known(claim: Claim) -> tuple[Known, frozenset[str]]:
    dims = {plain(d) for v in claim.variables for d in v.shape if not isinstance(d, Num)}
    dims |= {plain(d) for n in walk(claim.relation) if isinstance(n, Op) and n.head in ("ones", "identity", "zeros")
             for d in n.args if not isinstance(d, Num) and d != Op("none")}  # fmt: skip
    dims |= {n.args[1].text for n in walk(claim.relation) if isinstance(n, Op) and n.head == "range"
             and isinstance(n.args[1], Sym)}  # fmt: skip
    listed = _listed(claim)
    _check_declared(claim, dims, listed)
    _check_sizes(claim)
    dims |= {d for (d, *_), _ in listed.values()}
    indices = _indices(claim, listed)
    shapes = {
        v.sym: declared_shape(v.shape) for v in claim.variables
        if v.sym not in indices and not _entry_of(v, claim.variables) and replace(v.sym, subs=()) not in listed
    } | listed  # fmt: skip
    symmetric = frozenset(s for a in claim.assumptions if (s := _symmetric(a)) is not None)
    known = Known(
        shapes,
        frozenset(o.sym for o in claim.opaque if o.kind == "scalar" and o.arity == 1),
        frozenset(o.sym for o in claim.opaque if o.kind == "elementwise" and o.arity == 1),
        symmetric,
        any(a == DENOMINATOR for a in claim.assumptions),
        dimensions=frozenset(dims),
    )
    low = lowering(known, Algebra())
    for index in indices:
        dim = dimension(low, claim.relation, index)
        if dim is None:
            raise Unsupported(f"the range of the index {index.text}")
        known = replace(known, indices={**known.indices, index: fresh(dim)})
    positive = frozenset(_entries_of(v, known) for v in claim.variables if _above_zero(v))
    return known, positive


_ARRAY_HEADS = frozenset(
    "transpose inverse det tr diag vec kron inner norm norm_frobenius hadamard hadamard_div hadamard_pow softmax"
    " softmax_rows item rank".split()
)


def _check_declared(claim: Claim, dims: set[str], listed: dict[Sym, Shape]) -> None:
    """A name without a declaration is a number only if nothing in the claim says that it may be an array."""
    rows = [b for t in (claim.relation, *claim.assumptions) for b in walk(t) if isinstance(b, Op)]
    ranges = {n for b in rows if b.head == "range" for n in walk(b) if isinstance(n, Sym)}
    indexed = {replace(n, subs=()) for n in walk(claim.relation) if isinstance(n, Sym) and n.subs}
    under = {a for b in rows if b.head in _ARRAY_HEADS for a in b.args}
    arrays = {v.sym for v in claim.variables if v.shape}
    loose: set[Sym] = set()
    for v in claim.variables:
        base = replace(v.sym, subs=())
        if v.declared or v.shape or v.role == "index" or v.sym in ranges or v.sym.text in dims or base in arrays:
            continue
        if not v.sym.font and (v.sym in listed or base in listed):
            continue
        plain_ = v.sym.name[:1].islower() and not v.sym.font and "vec" not in v.sym.accents
        if not plain_ or v.sym in indexed or v.sym in under or v.sym.subs:
            loose.add(v.sym)
    if loose:
        raise UndeclaredError(frozenset(loose))


def _check_sizes(claim: Claim) -> None:
    """n + 1 is a size of its own only where n is nothing else."""
    sizes = {d for v in claim.variables for d in v.shape}
    sizes |= {d for n in walk(claim.relation) if isinstance(n, Op) and n.head in _SIZED for d in n.args}
    tied = {s for d in sizes if isinstance(d, Op) for s in free_symbols(d)}
    loose = free_symbols(_without_sizes(claim.relation)) | {d for d in sizes if isinstance(d, Sym)}
    if tied & loose:
        raise Unsupported(f"{', '.join(sorted(s.text for s in tied & loose))} as a size and in one")


_SIZED = ("ones", "identity", "zeros", "range")


def _without_sizes(t: Term) -> Term:
    return transform(t, lambda x: Op("zeros") if isinstance(x, Op) and x.head in _SIZED else None)


def _symmetric(assumption: Term) -> Sym | None:
    """The matrix of which A = Aᵀ or Aᵀ = A is said."""
    match assumption:
        case Op("eq", (Sym() as a, Op("transpose", (b,)))) | Op("eq", (Op("transpose", (b,)), Sym() as a)) if a == b:
            return a
    return None


def _check_derivatives(claim: Claim) -> None:
    """By a name that an equation ties, as 1ᵀy = 1 ties y, a derivative has two readings."""
    tied = {s.base for a in claim.assumptions if isinstance(a, Op) and a.head == "eq" for s in free_symbols(a)}
    for t in walk(claim.relation):
        if isinstance(t, Op) and t.head in ("deriv", "gradient", "hessian"):
            for v in t.args[1:]:
                if isinstance(v, Sym) and v.base in tied:
                    raise Unsupported(f"a derivative by {v.text}, which an assumption ties")


def _listed(claim: Claim) -> dict[Sym, Shape]:
    """Names that are summed over an index from 1 to n, as a_k in Σ a_k, are vectors of n entries."""
    out: dict[Sym, Shape] = {}
    arrays = {v.sym for v in claim.variables if v.shape}
    for node in walk(claim.relation):
        match node:
            case Op("sum", (body, index, Op("range", (Num(low), high)))) if low == 1 and not isinstance(high, Num):
                for s in walk(body):
                    if isinstance(s, Sym) and s.subs == (index,) and not {s, replace(s, subs=())} & arrays:
                        out[replace(s, subs=())] = ((dim_name(high),), ())
    return out


def _entry_of(v: Variable, variables: Iterable[Variable]) -> bool:
    """x_i beside a declared array x."""
    return bool(v.sym.subs) and not v.shape and any(w.sym == replace(v.sym, subs=()) and w.shape for w in variables)


def _indices(claim: Claim, listed: dict[Sym, Shape]) -> list[Sym]:
    bound = {n.args[1] for n in walk(claim.relation) if isinstance(n, Op) and n.head in ("sum", "prod")}
    named = {s for n in walk(claim.relation) if isinstance(n, Sym) for s in n.subs if isinstance(s, Sym)}
    declared = {v.sym for v in claim.variables if v.role == "index"}
    arrays = {v.sym for v in claim.variables if v.shape} | set(listed)
    used = {s for n in walk(claim.relation) if isinstance(n, Sym) and n.subs and replace(n, subs=()) in arrays
            for s in n.subs if isinstance(s, Sym)}  # fmt: skip
    used |= {s for n in walk(claim.relation) if isinstance(n, Op) and n.head == "item"
             for s in n.args[1:] if isinstance(s, Sym)}  # fmt: skip
    return sorted(((declared & named) | used) - bound, key=lambda s: s.text)


def _entries_of(v: Variable, known: Known) -> str:
    """What the entries are called that the domain of a name is about: w_k > 0 with a k that is summed over is w > 0."""
    array = replace(v.sym, subs=())
    every = v.sym.subs and all(isinstance(i, Sym) and i not in known.indices for i in v.sym.subs)
    return array.text if every and array in known.shapes else v.sym.text


def _above_zero(v: Variable) -> bool:
    return bool(v.domain.intervals) and all(
        i.low is not None and (i.low > 0 or (i.low == 0 and i.low_open)) for i in v.domain.intervals
    )


def _rules(claim: Claim, known: Known, positive: frozenset[str]) -> tuple[Rule, ...]:
    out: list[Rule] = []
    for a in claim.assumptions:
        if a == DENOMINATOR or not isinstance(a, Op) or a.head != "eq":
            continue
        if _symmetric(a) is not None:
            continue
        algebra = Algebra(positive)
        sides = _sides(lowering(known, algebra), *a.args)
        gap = algebra.minus(sides.left, sides.right)
        if gap.terms:
            lead = leading(gap)
            out.append(Rule(lead, algebra.scaled(Expr(tuple(t for t in gap.terms if t is not lead)), -1)))
    return tuple(out)


# -- refutation ------------------------------------------------------------------------------------------------------


def _ill_typed(note: str) -> Refuted:
    return Refuted(Counterexample((), "", "", note), certificate=Certificate(METHOD, {"shapes": []}, steps=(note,)))


def _other_layout(claim: Claim, known: Known, algebra: Algebra) -> Refuted | None:
    """The claim holds with Jacobians transposed: said so."""
    if not any(isinstance(n, Op) and n.head == "deriv" for n in walk(claim.relation)):
        return None
    assert isinstance(claim.relation, Op)
    low = lowering(replace(known, denominator=not known.denominator), algebra)
    try:
        if low.shape(claim.relation.args[0]) != low.shape(claim.relation.args[1]):
            return None
        sides = _sides(low, *claim.relation.args)
        if not algebra.vanishes(algebra.minus(sides.left, sides.right)):
            return None
    except Unsupported:
        return None
    here, there = ("denominator", "numerator") if known.denominator else ("numerator", "denominator")
    note = f"this holds in {there} layout; here Jacobians are in {here} layout"
    return Refuted(Counterexample((), "", "", note), certificate=Certificate(METHOD, {"layout": there}, steps=(note,)))


def _sizes(dims: list[str]) -> Iterator[dict[str, int]]:
    yield {d: 2 + k for k, d in enumerate(dims)}
    yield dict.fromkeys(dims, 3)
    yield {d: 3 + len(dims) - k for k, d in enumerate(dims)} if len(dims) < 4 else dict.fromkeys(dims, 2)


def _refuted(given: Given, sides: Sides, once: bool = False, against: str = "eq") -> Refuted | None:
    """An example at which the sides differ, or are not in the order ``against``.

    With ``once`` one set of sizes and little work, as a second opinion.
    """
    total: dict[str, Total] = {}
    if not given.all_understood:
        return None
    for rule in given.algebra.rules:
        row = _sum_of_entries(rule)
        if row is None:
            return None
        total[row[0]] = row[1]
    labels = (*sides.rows, *sides.cols, *given.known.indices.values())
    parts = (sides.left, sides.right, *given.compared, *sides.shared)
    dims = {i.dim for i in labels}.union((t.dim for t in total.values()), *map(_dims, parts))
    for seed in (*_SEEDS, ORIGIN) if against in ("lt", "gt") else _SEEDS:
        domains = _raised(given) if seed == _ABOVE_ZERO else given.domains
        for sizes in _sizes(sorted(d for d in dims if not d.isdigit())):
            instance = Instance(sizes, seed, domains, total)
            instance.most_work = 30_000 if once else instance.most_work
            instance.shared = given.algebra.shared
            try:
                found = differs(instance, sides.left, sides.right, labels, given.allows, against)
            except (Unsupported, ZeroDivisionError):
                if once:
                    return None
                continue
            if found is not None:
                return _example(given.known, sides, instance, *found, "differs" if against == "eq" else "is a case")
            if once:
                return None
    return None


def _raised(given: Given) -> dict[str, Domain]:
    """Real names above 0, where logarithms and roots have a value."""
    names = {text for s in given.known.shapes for text in (s.text, s.base.text)}
    return {**dict.fromkeys(names, POSITIVE), **{name: d for name, d in given.domains.items() if d != REALS}}


def _sum_of_entries(rule: Rule) -> tuple[str, Total] | None:
    """1ᵀy = c, or T1 = c for each row: the name, and along which axis its entries have which sum."""
    value = rule.rest.number
    if value is None or len(rule.lead.powers) != 1 or len(rule.lead.bound) != 1:
        return None
    [(f, e)] = rule.lead.powers.values()
    if f.kind != "entry" or e != 1 or f.symmetric or any(i.fixed is not None for i in f.at):
        return None
    (along,) = rule.lead.bound
    if f.at.count(along) != 1 or len(set(f.at)) != len(f.at):
        return None
    return f.name, Total(f.at.index(along), along.dim, value / rule.lead.coef)


def factors(a: Expr) -> Iterator[Factor]:
    """Every factor, those inside of others too."""
    for m in a.terms:
        for f, _ in m.powers.values():
            yield f
            if f.inside is not None:
                yield from factors(f.inside)


def _dims(a: Expr) -> set[str]:
    out: set[str] = set()
    for m in a.terms:
        out |= {i.dim for i in m.bound | m.free}
        for f, _ in m.powers.values():
            out |= {i.dim for i in (*f.at, *f.holes)}
            if f.name.startswith("dim "):
                out.add(f.name[4:])
            if f.inside is not None:
                out |= _dims(f.inside)
    return out


def _example(
    known: Known, sides: Sides, instance: Instance, env: dict[Ix, int], left: object, right: object, word: str
) -> Refuted:
    sizes = instance.sizes
    rows, cols = ([env[i] for i in axis] for axis in (sides.rows, sides.cols))
    place = ", ".join(map(str, [*rows, *cols]))
    indices = ", ".join(f"{s.text} = {env[i]}" for s, i in known.indices.items())
    parts = [f"the entry ({place})" if place else "", indices]
    size_words = ", ".join(f"{d} = {n}" for d, n in sizes.items())
    at = " of ".join(p for p in parts if p) or "the value"
    texts = [str(x.str(12, radius=False)) for x in (left, right)]  # type: ignore[attr-defined]
    note = (
        f"{at} {word}"
        + (f" for {size_words}" if size_words else "")
        + (", all entries 0" if instance.seed == ORIGIN else "")
    )
    point = tuple((Sym(d), Fraction(n)) for d, n in sizes.items())
    found = example_data(known, instance, env, sides.factors, sides.rows, sides.cols)
    data = {**found, "left": texts[0], "right": texts[1]}
    return Refuted(
        Counterexample(point, texts[0], texts[1], note), certificate=Certificate(METHOD, data, steps=(note,))
    )


__all__ = ["DENOMINATOR", "METHOD", "Term", "decide", "free_symbols"]
