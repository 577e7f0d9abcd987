"""Arrays without a declaration: the shapes that the formula itself needs, and capital letters for vectors of entries.

Of a formula such as z = W_2ᵀ h + b with h ∈ ℝ⁴ and b ∈ ℝ the sizes follow, because no others fit.  A claim that is
proved with the most general shapes that fit is proved; any other outcome says nothing, as the shapes were not given,
unless the claim fails whatever the product with such an array is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from string import ascii_letters

from symnn.claim import Claim, Variable
from symnn.tensor.declared import Names
from symnn.tensor.dims import ONE, Dims
from symnn.tensor.meet import MismatchError, Scene
from symnn.tensor.rules import shape_of
from symnn.term import Op, Sym, Term, free_symbols, plain, substitute, transform, walk
from symnn.verdict import Conditional, Proved, Refuted, Undecided, Verdict

Decide = Callable[[Claim], Verdict]


@dataclass(frozen=True)
class Shaped:
    """The claim with shapes for the names that had none, and those shapes in words."""

    claim: Claim
    sizes: dict[Sym, str]

    @property
    def words(self) -> str:
        return ", ".join(f"{s.text} is {size}" for s, size in self.sizes.items())


def with_shapes(claim: Claim, names: frozenset[Sym]) -> Iterator[Shaped]:
    """The claim with the most general shapes that fit; sizes left open are also taken as 1 where that may matter.

    ``MismatchError`` where no shapes fit.
    """
    dims = Dims()
    unknown: dict[Sym, tuple[Term, ...]] = {
        s: (dims.unknown(), dims.unknown()) for s in sorted(names, key=lambda s: s.text)
    }
    declared = {v.sym: v.shape for v in claim.variables if v.sym not in names} | unknown
    scene = Scene(Names(declared), dims)
    shape_of(claim.relation, scene)
    _of_numbers(claim.relation, scene)
    found = {s: tuple(dims.resolve(d) for d in shape) for s, shape in unknown.items()}
    open_ = sorted({d for shape in found.values() for d in shape if isinstance(d, Sym) and _open(d)}, key=plain)
    letters = iter([c for c in ascii_letters if c not in {n.name for n in walk(claim.relation) if isinstance(n, Sym)}])
    sizes: dict[Sym, Term] = {d: Sym(next(letters)) for d in open_}
    yield _shaped(claim, found, sizes)
    if sizes and any(isinstance(n, Op) and n.head in ("deriv", "gradient", "hessian") for n in walk(claim.relation)):
        yield _shaped(claim, found, dict.fromkeys(sizes, ONE))  # the derivative of a number has another shape


def _of_numbers(relation: Term, scene: Scene) -> None:
    """∇²f is of a number f, and so is ∇f where f is a square: w of wᵀAw is a column."""
    for n in walk(relation):
        match n:
            case Op("gradient" | "hessian" as head, (body, _)):
                shape = shape_of(body, scene)
                square = shape and scene.dims.resolve(shape[0]) == scene.dims.resolve(shape[1])
                if shape and (square or head == "hessian"):
                    scene.fit(shape, ())


def _open(dim: Sym) -> bool:
    return dim.name.startswith("?")


def _shaped(claim: Claim, found: dict[Sym, tuple[Term, ...]], sizes: dict[Sym, Term]) -> Shaped:
    shapes = {s: tuple(substitute(d, sizes) for d in shape) for s, shape in found.items()}
    others = tuple(v for v in claim.variables if v.sym not in shapes)
    added = tuple(Variable(s, declared=True, shape=() if d == (ONE, ONE) else d) for s, d in shapes.items())
    spoken = {s: "×".join(map(plain, d)) for s, d in shapes.items()}
    return Shaped(replace(claim, variables=(*others, *added)), spoken)


def _false_of_numbers(claim: Claim, names: frozenset[Sym], decide: Decide) -> bool:
    """Whether the claim has a meaning with the names as numbers too, and is wrong then."""
    plain_names = [v for v in claim.variables if v.sym in names and not v.sym.font and not v.sym.accents]
    if not plain_names:
        return False  # bold names are no numbers
    others = tuple(v for v in claim.variables if v not in plain_names)
    numbers = tuple(replace(v, declared=True, shape=()) for v in plain_names)
    found = decide(replace(claim, variables=(*others, *numbers)))
    return isinstance(found, Refuted) and "shapes" not in found.certificate.data


def settled(claim: Claim, names: frozenset[Sym], decide: Decide) -> Verdict | None:
    """Proved with the shapes that the formula needs, or conditional on a capital letter being the vector w."""
    shaped = list(with_shapes(claim, names))
    verdicts = [decide(s.claim) for s in shaped]
    if shaped and all(isinstance(v, Proved) for v in verdicts):
        first = verdicts[0]
        assert isinstance(first, Proved)
        if _false_of_numbers(claim, names, decide):
            which = ", ".join(sorted(s.text for s in names))
            return Undecided(f"it holds for arrays and not for numbers, and the shape of {which} is not declared")
        steps = (*first.certificate.steps, f"the shapes that fit: {shaped[0].words}")
        taken = {s.text: size for s, size in shaped[0].sizes.items()}
        data = {**first.certificate.data, "taken": taken}
        return replace(first, certificate=replace(first.certificate, data=data, steps=steps))
    return _as_entries(claim, names, decide) or (_whatever_it_is(claim, names, shaped[0], decide) if shaped else None)


def of_an_unknown_function(claim: Claim, decide: Decide) -> Verdict | None:
    """∂L/∂W of an unknown L(Wx + b), where nothing is said of W and x: W may be a matrix of any size, x a column.

    What holds for these is proved; what holds for numbers alone is left open.
    """
    names = frozenset(v.sym for v in claim.variables if not v.shape and not v.declared and v.role != "index")
    names -= _sizes(claim)
    inside = [t for t in unknown_arguments(claim) if any(_is_capital(s) for s in free_symbols(t) & names)]
    names &= {s for t in inside for s in free_symbols(t)}
    if not names or any(s.subs or s.font for s in names):
        return None
    dims = Dims()
    shapes = {s: (dims.unknown(), dims.unknown() if _is_capital(s) else ONE) for s in names}
    declared: dict[Sym, tuple[Term, ...] | None] = {v.sym: v.shape for v in claim.variables if v.sym not in names}
    scene = Scene(Names(declared | shapes), dims)
    reason = f"the shape of {', '.join(sorted(s.text for s in names))} is not declared"
    try:
        for t in inside:
            shape_of(t, scene)
    except MismatchError:
        return Undecided(reason)
    found = {s: tuple(dims.resolve(d) for d in shape) for s, shape in shapes.items()}
    open_ = sorted({d for shape in found.values() for d in shape if isinstance(d, Sym) and _open(d)}, key=plain)
    letters = iter([c for c in ascii_letters if c not in {n.name for n in walk(claim.relation) if isinstance(n, Sym)}])
    shaped = _shaped(claim, found, {d: Sym(next(letters)) for d in open_})
    verdict = decide(shaped.claim)
    if not isinstance(verdict, Proved):
        return Undecided(reason)
    steps = (*verdict.certificate.steps, f"with the shapes {shaped.words}")
    data = {**verdict.certificate.data, "taken": {s.text: size for s, size in shaped.sizes.items()}}
    return replace(verdict, certificate=replace(verdict.certificate, data=data, steps=steps))


def _sizes(claim: Claim) -> set[Sym]:
    """The names that say how large arrays are, or how far sums go."""
    told = [d for v in claim.variables for d in v.shape]
    heads = ("ones", "identity", "zeros", "range")
    told += [d for n in walk(claim.relation) if isinstance(n, Op) and n.head in heads for d in n.args]
    return {s for d in told for s in free_symbols(d)}


def unknown_arguments(claim: Claim) -> list[Term]:
    """What unknown functions are applied to in a claim about their derivatives that does not write f′."""
    unknown = {o.sym for o in claim.opaque if o.kind == "scalar" and o.arity == 1}
    if not unknown or not any(isinstance(n, Op) and n.head == "deriv" for n in walk(claim.relation)):
        return []
    if any(isinstance(n, Op) and n.head == "prime" for n in walk(claim.relation)):
        return []
    values = {n.args[1]: n.args[2] for n in walk(claim.relation) if isinstance(n, Op) and n.head == "at"}
    calls = [n for n in walk(claim.relation) if isinstance(n, Op) and n.head == "call" and n.args[0] in unknown]
    return [values.get(n.args[1], n.args[1]) for n in calls]


def _is_capital(sym: Sym) -> bool:
    return len(sym.name) == 1 and sym.name.isupper()


def forced(claim: Claim, name: Sym, decide: Decide) -> Refuted | None:
    """Refuted with the only shape that a name can have, where it cannot be a number: w of X w − y."""
    shaped = list(with_shapes(claim, frozenset((name,))))
    declared = {ONE, *(d for v in claim.variables for d in v.shape)}
    if len(shaped) != 1 or not {d for v in shaped[0].claim.variables for d in v.shape} <= declared:
        return None
    found = decide(shaped[0].claim)
    if not isinstance(found, Refuted) or {"shapes", "layout"} & set(found.certificate.data):
        return None
    steps = (*found.certificate.steps, f"the only shape that fits: {shaped[0].words}")
    data = {**found.certificate.data, "taken": {s.text: size for s, size in shaped[0].sizes.items()}}
    return replace(found, certificate=replace(found.certificate, data=data, steps=steps))


def _whatever_it_is(claim: Claim, names: frozenset[Sym], shaped: Shaped, decide: Decide) -> Refuted | None:
    """A derivative by a = U h + b that fails for any a, where U stands nowhere else: U h takes every value.

    Of U itself, as in ‖U v‖ = ‖v‖, nothing is refuted.
    """
    taken_at = {n.args[2] for n in walk(claim.relation) if isinstance(n, Op) and n.head == "at"}
    if any(names & free_symbols(a) for a in claim.assumptions):
        return None
    vectors = {v.sym for v in claim.variables if len(v.shape) == 1}
    sizes = {v.sym: v.shape for v in shaped.claim.variables}
    used = {n.name for n in walk(claim.relation) if isinstance(n, Sym)}
    fresh = next((Sym(c) for c in ascii_letters if c not in used | {plain(d) for s in sizes.values() for d in s}), None)
    for product, size in _products(claim.relation, names, vectors, sizes):
        sums = [n for n in walk(claim.relation) if isinstance(n, Op) and n.head == "add" and product in n.args]
        for whole in dict.fromkeys((product, *sums)):
            relation = transform(claim.relation, lambda n, t=whole: fresh if n == t else None)  # type: ignore[misc]
            if fresh is None or whole not in taken_at or names & free_symbols(relation):
                continue
            kept = tuple(v for v in claim.variables if v.sym not in names)
            found = decide(
                replace(claim, relation=relation, variables=(*kept, Variable(fresh, declared=True, shape=(size,))))
            )
            if isinstance(found, Refuted) and not {"shapes", "layout"} & set(found.certificate.data):
                steps = (*found.certificate.steps, f"whatever {plain(whole)} is")
                return replace(
                    found, certificate=replace(found.certificate, data={"whatever": plain(whole)}, steps=steps)
                )
    return None


def _products(
    relation: Term, names: frozenset[Sym], vectors: set[Sym], sizes: Mapping[Sym, tuple[Term, ...]]
) -> Iterator[tuple[Term, Term]]:
    """The products U h and Uᵀ h of an undeclared U with a declared column, and their sizes."""
    for n in dict.fromkeys(walk(relation)):
        match n:
            case Op("mul" | "dot", (Sym() as matrix, Sym() as x)) if matrix in names and x in vectors:
                rows = sizes.get(matrix, ())[:1]
            case Op("mul" | "dot", (Op("transpose", (Sym() as matrix,)), Sym() as x)) if (
                matrix in names and x in vectors
            ):
                rows = sizes.get(matrix, ())[1:]
            case _:
                continue
        if rows:
            yield n, rows[0]


def _as_entries(claim: Claim, names: frozenset[Sym], decide: Decide) -> Verdict | None:
    """Σ w_i x_i = Wᵀx for a W that is not declared: under the condition W = [w_1, …, w_d]."""
    for name in sorted(names, key=lambda s: s.text):
        for array, index, size in _summed(claim.relation):
            if array in names or name.subs or array.name.lower() != name.name.lower() or array == name:
                continue
            entry = replace(array, subs=(index,))
            if not _separates(claim.relation, name, entry):
                continue
            relation = substitute(claim.relation, {name: array})
            kept = tuple(v for v in claim.variables if v.sym not in (name, entry))
            vector = Variable(array, declared=True, shape=(size,))
            found = decide(replace(claim, relation=relation, variables=(*kept, vector)))
            if isinstance(found, Proved):
                listed = Op("row", (*(replace(array, subs=(k,)) for k in (ONE, _TWO)), Op("dots"),
                                    replace(array, subs=(size,))))  # fmt: skip
                return Conditional(
                    Op("eq", (name, listed)), found.certificate, defined_where=found.defined_where,
                    note=f"the document does not say what {name.text} is",
                )  # fmt: skip
    return None


_TWO = replace(ONE, value=ONE.value * 2, text="2")


def _summed(relation: Term) -> Iterator[tuple[Sym, Sym, Term]]:
    """The arrays whose entries are summed over all of their length: w, i, d of Σ_{i=1}^d … w_i …."""
    for n in walk(relation):
        match n:
            case Op("sum", (Op("mul" | "times" | "dot", args), Sym() as index, Op("range", (low, high)))) if low == ONE:
                for s in args:
                    if isinstance(s, Sym) and s.subs == (index,):
                        yield replace(s, subs=()), index, high


def _separates(relation: Term, name: Sym, entry: Sym) -> bool:
    """Whether the claim says Σ w_i x_i + c = Wᵀ x + c: it then fails for some x wherever W is not w."""
    match relation:
        case Op("eq", (left, right)):
            addends = [_addends(t) for t in (left, right)]
            common = set(addends[0]) & set(addends[1])
            (one, other) = ([t for t in side if t not in common] for side in addends)
            if len(one) != 1 or len(other) != 1:
                return False
            for total, product in ((one[0], other[0]), (other[0], one[0])):
                match total, product:
                    case (
                        Op("sum", (Op("mul" | "dot", (a, b)), index, _)),
                        Op("mul" | "dot", (Op("transpose", (w,)), Sym() as x)),
                    ):
                        rest = b if a == entry else a
                        free = isinstance(rest, Sym) and rest == replace(x, subs=(index,))
                        if entry in (a, b) and free and w == name and x.base != name.base:
                            return True
    return False


def _addends(t: Term) -> tuple[Term, ...]:
    return t.args if isinstance(t, Op) and t.head == "add" else (t,)


__all__ = ["Shaped", "forced", "of_an_unknown_function", "settled", "with_shapes"]
