"""What a claim declares of arrays: shapes, sizes, indices, signs; its equations as rules.

What has two readings, such as a name of which nothing says whether it is an array, is not guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from symnn.claim import Claim, Variable
from symnn.tensor.algebra import Algebra
from symnn.tensor.axes import Shape, declared_shape, dim_name
from symnn.tensor.given import DENOMINATOR, ROW_HEADS
from symnn.tensor.index import Expr, Unsupported, fresh
from symnn.tensor.known import Known
from symnn.tensor.operations.sums import dimension
from symnn.tensor.operations.table import lowering
from symnn.tensor.relations import Rule, leading
from symnn.tensor.sides import sides_at
from symnn.term import Num, Op, Sym, Term, bound_variable, free_symbols, plain, transform, walk


class UndeclaredError(Unsupported):
    """Names of which it is not known whether they are arrays."""

    def __init__(self, names: frozenset[Sym]) -> None:
        self.names = names
        super().__init__(f"the shape of {', '.join(_told(names))} is not declared")


def _told(names: frozenset[Sym]) -> list[str]:
    """The names as the document has them: one for entries by indices of our own, ``w_{m,k~1}``."""
    own = sorted(s.text for s in names if "~" not in s.text)
    return own or sorted({s.base.text for s in names})


def known_of(claim: Claim) -> tuple[Known, frozenset[str]]:
    dims = {plain(d) for v in claim.variables for d in v.shape if not isinstance(d, Num)}
    dims |= {plain(d) for n in walk(claim.relation) if isinstance(n, Op) and n.head in ("ones", "identity", "zeros")
             for d in n.args if not isinstance(d, Num) and d != Op("none")}  # fmt: skip
    bound = {s for n in walk(claim.relation) if (s := bound_variable(n)) is not None}
    if sizes := {s.text for s in bound} & dims:
        raise Unsupported(f"{min(sizes)} is a size, and the index of a sum")
    dims |= {n.args[1].text for n in walk(claim.relation) if isinstance(n, Op) and n.head == "range"
             and isinstance(n.args[1], Sym) and n.args[1] not in bound}  # fmt: skip
    listed = _listed(claim)
    _check_declared(claim, dims, listed)
    _check_sizes(claim)
    dims |= {d for (d, *_), _ in listed.values()}
    members = _members(claim, listed)
    indices = _indices(claim, listed, members)
    shapes = {
        v.sym: declared_shape(v.shape) for v in claim.variables
        if v.sym not in indices and not entry_of(v, claim.variables) and replace(v.sym, subs=()) not in listed
    } | listed  # fmt: skip
    symmetric = frozenset(s for a in claim.assumptions if (s := _symmetric(a)) is not None)
    known = Known(
        shapes,
        frozenset(o.sym for o in claim.opaque if o.kind == "scalar" and o.arity == 1),
        frozenset(o.sym for o in claim.opaque if o.kind == "elementwise" and o.arity == 1),
        symmetric,
        any(a == DENOMINATOR for a in claim.assumptions),
        frozenset().union(*(ROW_HEADS.get(a, ()) for a in claim.assumptions)),
        dimensions=frozenset(dims),
        members=members,
        apart=frozenset(frozenset(a.args) for a in claim.assumptions if isinstance(a, Op) and a.head == "ne"),
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
    under = {a for b in rows if b.head in _ARRAY_HEADS for a in (b.args[:1] if b.head == "item" else b.args)}
    arrays = {v.sym for v in claim.variables if v.shape}
    for b in rows:  # softmax(x + c) of numbers would be 1, whatever x and c are
        if b.head in ("softmax", "softmax_rows") and not {replace(s, subs=()) for s in free_symbols(b)} & arrays:
            under |= free_symbols(b)
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


def check_derivatives(claim: Claim) -> None:
    """By a name that an equation ties, as 1ᵀy = 1 ties y, a derivative has two readings."""
    tied = {s.base for a in claim.assumptions if isinstance(a, Op) and a.head == "eq" for s in free_symbols(a)}
    for t in walk(claim.relation):
        if isinstance(t, Op) and t.head in ("deriv", "gradient", "hessian"):
            for v in t.args[1:]:
                if isinstance(v, Sym) and v.base in tied:
                    raise Unsupported(f"a derivative by {v.text}, which an assumption ties")


def _listed(claim: Claim) -> dict[Sym, Shape]:
    """Names that are summed over an index from 1 to n, as a_k in Σ a_k, are vectors of n entries.

    Of Σ_k a_k b_k without a range a and b have one size, which nothing gives.
    """
    out: dict[Sym, Shape] = {}
    arrays = {v.sym for v in claim.variables if v.shape}
    alike: list[set[Sym]] = []
    for node in walk(claim.relation):
        match node:
            case Op("sum", (body, Sym() as index, Op("range" | "none") as where)):
                names = {
                    replace(s, subs=()) for s in walk(body)
                    if isinstance(s, Sym) and s.subs == (index,) and not {s, replace(s, subs=())} & arrays
                }  # fmt: skip
            case _:
                continue
        match where:
            case Op("range", (Num(low), high)) if low == 1 and isinstance(high, Sym):
                out.update(dict.fromkeys(names, ((dim_name(high),), ())))
            case Op("none") if names:
                together = [group for group in alike if group & names]
                alike = [g for g in alike if g not in together] + [names.union(*together)]
    for group in alike:
        given = {out[s] for s in group if s in out}
        if len(given) > 1:
            continue
        size: Shape = given.pop() if given else ((f"d({min(s.text for s in group)})",), ())
        out.update(dict.fromkeys(group, size))
    return out


def _members(claim: Claim, listed: dict[Sym, Shape]) -> dict[Sym, str]:
    """Of the vectors x_1, …, x_N of a sum Σ_i f(x_i, y_i): what their number runs over, which other names share."""
    families = {
        v.sym.base: v for v in claim.variables
        if v.shape and len(v.sym.subs) == 1 and isinstance(v.sym.subs[0], Sym) and not v.sym.sups
        and v.sym.subs[0] not in {s for d in v.shape for s in free_symbols(d)}
    }  # fmt: skip
    lengths = {v.sym: dim_name(v.shape[0]) for v in claim.variables if len(v.shape) == 1 and not v.sym.subs}
    lengths |= {s: rows[0] for s, (rows, cols) in listed.items() if len(rows) == 1 and not cols}
    found: dict[Sym, set[str]] = {}
    for node in walk(claim.relation):
        match node:
            case Op("sum", (body, Sym() as index, where)):
                beside = {s.base for s in walk(body) if isinstance(s, Sym) and s.subs == (index,) and not s.sups}
            case _:
                continue
        match where:
            case Op("range", (Num(low), high)) if low == 1 and isinstance(high, Sym):
                dims = {dim_name(high)}
            case Op("none") if beside:
                dims = {lengths[s] for s in beside & set(lengths)} or {f"family {min(s.text for s in beside)}"}
            case _:
                continue
        for base in beside & set(families):
            found.setdefault(base, set()).update(dims)
    return {base: dims.pop() for base, dims in found.items() if len(dims) == 1}


def sizes_taken(claim: Claim) -> str:
    """In words, the sizes that only sums give: h in hᵀh = Σ_{i=1}^n h_i² has n entries, which nothing else says."""
    shaped = {v.sym for v in claim.variables if v.shape}
    listed = {s: shape for s, shape in _listed(claim).items() if s in free_symbols(claim.relation) - shaped}
    said = [f"{s.text} has {shape[0][0]} entries" for s, shape in listed.items() if len(shape[0]) == 1]
    return " and ".join(sorted(w for w in said if "d(" not in w))


def places(claim: Claim) -> tuple[str, str]:
    """Of derivatives by one name of a sum, ∂/∂x_j Σ_{i=1}^N …: why it is open whether j lies in the sum, and else that
    it does, in words.
    """
    listed = _listed(claim)
    of_sums = {s: rows[0] for s, (rows, cols) in listed.items() if len(rows) == 1 and not cols and "d(" not in rows[0]}
    of_sums |= {s: dim for s, dim in _members(claim, listed).items() if not dim.startswith("family")}
    slopes = [n for n in walk(claim.relation) if isinstance(n, Op) and n.head in ("deriv", "gradient", "hessian")]
    said = set()
    bounded = {
        s.text for a in claim.assumptions if isinstance(a, Op) and a.head in ("lt", "le", "gt", "ge", "chain")
        for s in free_symbols(a)
    }  # fmt: skip
    for var in {v for n in slopes for v in n.args[1:] if isinstance(v, Sym) and len(v.subs) == 1 and not v.sups}:
        end, place = of_sums.get(var.base), var.subs[0]
        if end is None or plain(place) == end:
            continue
        running = isinstance(place, Sym) and place.name in _RUNNING
        if end in _RUNNING or not (running or isinstance(place, Num)) or {plain(place), end} & bounded:
            return f"whether {var.text} is one of those of the sum to {end} is not said", ""
        said.add(f"{plain(place)} is at most {end}")
    return "", " and ".join(sorted(said))


_RUNNING = frozenset("ijklrst")  # letters of indices; a sum that ends at one of them leaves some out


def unsaid_rows(claim: Claim) -> str:
    """Why numbers for samples x_i and an array X are no counterexample: X may hold them, x_ij may be an entry."""
    families = {v.sym.base for v in claim.variables if v.shape and len(v.sym.subs) == 1}
    for v in claim.variables:
        for s in families:
            if v.shape and not v.sym.subs and v.sym.base != s and v.sym.name.lower() == s.name.lower():
                return f"whether {v.sym.text} holds the arrays {s.text}_1, {s.text}_2, … is not said"
            if len(v.sym.subs) == 2 and v.sym.base == s:
                return f"whether {v.sym.text} is an entry of one of the arrays {s.text} is not said"
    return ""


def entry_of(v: Variable, variables: Iterable[Variable]) -> bool:
    """x_i beside a declared array x."""
    return bool(v.sym.subs) and not v.shape and any(w.sym == replace(v.sym, subs=()) and w.shape for w in variables)


def _indices(claim: Claim, listed: dict[Sym, Shape], members: Collection[Sym]) -> list[Sym]:
    bound = {n.args[1] for n in walk(claim.relation) if isinstance(n, Op) and n.head in ("sum", "prod")}
    named = {s for n in walk(claim.relation) if isinstance(n, Sym) for s in n.subs if isinstance(s, Sym)}
    declared = {v.sym for v in claim.variables if v.role == "index"}
    arrays = {v.sym for v in claim.variables if v.shape} | set(listed)
    used = {s for n in walk(claim.relation) if isinstance(n, Sym) and n.subs and replace(n, subs=()) in arrays
            for s in n.subs if isinstance(s, Sym)}  # fmt: skip
    used |= {s for n in walk(claim.relation) if isinstance(n, Op) and n.head == "item"
             for s in n.args[1:] if isinstance(s, Sym)}  # fmt: skip
    used |= {s for n in walk(claim.relation) if isinstance(n, Sym) and n.base in members and not n.sups
             for s in n.subs if isinstance(s, Sym)}  # fmt: skip
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


def rules_of(claim: Claim, known: Known, positive: frozenset[str]) -> tuple[Rule, ...]:
    out: list[Rule] = []
    for a in claim.assumptions:
        if a == DENOMINATOR or not isinstance(a, Op) or a.head != "eq":
            continue
        if _symmetric(a) is not None:
            continue
        algebra = Algebra(positive)
        sides = sides_at(lowering(known, algebra), *a.args)
        gap = algebra.minus(sides.left, sides.right)
        if gap.terms:
            lead = leading(gap)
            out.append(Rule(lead, algebra.scaled(Expr(tuple(t for t in gap.terms if t is not lead)), -1)))
    return tuple(out)
