"""What a claim about vectors and matrices declares, read from its JSON.

An array has rows and columns.  An axis is a product of sizes, most significant first: none for size 1, one of a plain
array, two of a vectorised matrix or a Kronecker product.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from symnn.domain import Domain
from symnn.recheck.outcome import UnclearError, fail
from symnn.term import NONE, Num, Op, Sym, Term, bound_variable, free_symbols, from_json, transform, walk

Axis = tuple[Term, ...]
Shape = tuple[Axis, Axis]
SCALAR: Shape = ((), ())
ANY: Axis = (Op("unknown"),)  # a size that was not written: the ones in 1ᵀy

_DENOMINATOR, _NUMERATOR = Op("layout", (Sym("denominator"),)), Op("layout", (Sym("numerator"),))
_ROWS: dict[Term, frozenset[str]] = {Op("layout", (Sym("rows"),)): frozenset(["deriv", "gradient"]),
         Op("layout", (Sym("numerator_rows"),)): frozenset(["deriv"])}  # fmt: skip
_ON_ARRAYS = frozenset(
    "transpose inverse det tr diag vec kron inner norm norm_frobenius hadamard softmax softmax_rows item rank".split()
)


@dataclass(frozen=True)
class Scene:
    """``shapes`` of arrays and scalars, names of ``sizes``, free ``indices``, opaque functions by their kind.

    ``rows`` are the heads whose derivatives of a number by a column are rows.
    ``asked`` is where the numbers of an example have to lie: what is known of one entry is asked of every entry.
    """

    relation: Term
    assumptions: tuple[Term, ...]
    shapes: Mapping[Sym, Shape]
    domains: Mapping[Sym, Domain]
    asked: Mapping[Sym, Domain]
    sizes: frozenset[Sym]
    indices: frozenset[Sym]
    functions: Mapping[Sym, str]
    denominator: bool
    rows: frozenset[str] = frozenset()

    @classmethod
    def read(cls, claim: Mapping[str, Any]) -> Scene:
        relation, assumed = _alike(from_json(claim["relation"])), tuple(map(from_json, claim["assumptions"]))
        rows = [(_name(s), Domain.from_json(d), bool(known), role, tuple(map(from_json, shape)))
                for s, d, known, role, shape in claim["variables"]]  # fmt: skip
        if len({r[0] for r in rows}) != len(rows):
            raise ValueError("a variable is listed twice")
        arrays = {name: axes(shape) for name, _, _, _, shape in rows if shape}
        terms = (relation, *assumed)
        sizes = frozenset(s for a in arrays.values() for axis in a for d in axis for s in names_in(d))
        sizes |= frozenset(s for t in terms for s in _written_sizes(t))
        if sizes & arrays.keys():
            fail("a name of an array and of a size")
        free = frozenset().union(*map(free_symbols, terms))
        used = {s for t in terms for n in walk(t) if isinstance(n, Sym) and n.base in _bases(arrays) for s in n.subs}
        roles = {name: role for name, _, _, role, _ in rows}
        indices = frozenset(s for s in free if s in used or roles.get(s) == "index") - sizes - arrays.keys()
        scalars = {}
        for name, _, declared, _, shape in rows:
            if shape or name in sizes or name in indices or replace(name, subs=()) in arrays:
                continue
            if not declared and not _plainly_a_number(name, terms):
                fail(f"the shape of {name.text} is not declared")
            scalars[name] = SCALAR
        functions = {}
        for sym, arity, kind in claim["opaque"]:
            functions[_name(sym)] = kind if arity == 1 and kind in ("scalar", "elementwise") else "other"
        domains = {name: domain for name, domain, _, _, _ in rows}
        asked = dict(domains)
        for name, domain, *_ in rows:
            array = replace(name, subs=())
            if name not in scalars and name not in arrays and array in arrays:
                asked[array] = asked[array].intersect(domain)
                if not any(isinstance(i, Num) or i in indices for i in name.subs):  # w_k > 0 under a sum over k
                    domains[array] = domains[array].intersect(domain)
        kept = tuple(a for a in assumed if a not in (_DENOMINATOR, _NUMERATOR, *_ROWS))
        if any(isinstance(a, Op) and a.head == "layout" for a in kept):
            fail("this layout")
        if any(isinstance(n, Op) and n.head in ("define", "update") for a in kept for n in walk(a)):
            fail("definitions that go with the claim")
        return cls(
            relation,
            kept,
            {**scalars, **arrays},
            domains,
            asked,
            sizes,
            indices,
            functions,
            _DENOMINATOR in assumed,
            frozenset().union(*(_ROWS.get(a, ()) for a in assumed)),
        )

    def tied(self) -> frozenset[Sym]:
        """Names without their indices that an assumed equation mentions."""
        equations = [a for a in self.assumptions if isinstance(a, Op) and a.head == "eq"]
        return frozenset(s.base for a in equations for s in free_symbols(a))


def axes(dims: tuple[Term, ...]) -> Shape:
    """The declared shape as rows and columns; a vector is a column."""
    if len(dims) > 2:
        raise UnclearError("an array of more than two dimensions")
    rows, cols = ([axis(d) for d in dims] + [(), ()])[:2]
    return rows, cols


def axis(size: Term) -> Axis:
    """The letter e is a size here, not Euler's number."""
    size = Sym("e") if size == Op("e") else size
    return () if isinstance(size, Num) and size.value == 1 else (size,)


def names_in(size: Term) -> frozenset[Sym]:
    """The names in a size; n_{l+1} is one name."""
    match size:
        case Sym():
            return frozenset({size})
        case Op("e"):
            return frozenset({Sym("e")})
        case Op(_, args):
            return frozenset().union(*map(names_in, args))
    return frozenset()


def _name(data: Any) -> Sym:
    name = from_json(data)
    if not isinstance(name, Sym):
        raise ValueError("a variable has a name")
    return name


def _alike(t: Term) -> Term:
    """Equal parts become one object, so that each is worked out once."""
    known: dict[Term, Term] = {}
    return transform(t, lambda n: known.setdefault(n, n))


def _bases(arrays: Mapping[Sym, Shape]) -> frozenset[Sym]:
    return frozenset(a.base for a in arrays)


def _written_sizes(t: Term) -> frozenset[Sym]:
    """n in 1_n, I_n, Σ_{i=1}^{n}."""
    bound = {v for n in walk(t) if (v := bound_variable(n)) is not None}
    out: set[Sym] = set()
    for n in walk(t):
        match n:
            case Op("ones" | "zeros" | "identity", (size,)) if size != NONE:
                out |= names_in(size)
            case Op("range", (_, high)):
                out |= names_in(high)
    if out & bound:
        fail("a range up to another index")
    return frozenset(out)


def _plainly_a_number(name: Sym, terms: tuple[Term, ...]) -> bool:
    """An undeclared name is a number if nothing says that it may be an array."""
    if not name.name[:1].islower() or name.font or name.subs or "vec" in name.accents:
        return False
    for t in terms:
        for n in walk(t):
            if isinstance(n, Op) and n.head in _ON_ARRAYS and name in n.args:
                return False
            if isinstance(n, Sym) and n.subs and replace(n, subs=()) == name:
                return False
    return True


@dataclass(eq=False)
class Scope:
    """Names bound here: indices with the size that they run over, and names that stand for something of a shape."""

    indices: Mapping[Sym, Term | None] = field(default_factory=dict)
    local: Mapping[Sym, Shape] = field(default_factory=dict)
    shapes: dict[int, tuple[Term, Shape]] = field(default_factory=dict)
    cuts: dict[tuple[int, int, int], tuple[Shape, int]] = field(default_factory=dict)
    places: dict[int, tuple[Sym, Any]] = field(default_factory=dict)
    inner: dict[int, Scope] = field(default_factory=dict)

    def under(self, t: Term, index: Sym, size: Term | None) -> Scope:
        """The scope of the body of a sum."""
        if id(t) not in self.inner:
            local = {k: v for k, v in self.local.items() if k != index}
            self.inner[id(t)] = Scope({**self.indices, index: size}, local)
        return self.inner[id(t)]

    def where(self, t: Term, name: Sym, shape: Shape) -> Scope:
        """The scope of an expression in which a name has a value."""
        if id(t) not in self.inner:
            indices = {k: v for k, v in self.indices.items() if k != name}
            self.inner[id(t)] = Scope(indices, {**self.local, name: shape})
        return self.inner[id(t)]


def primed(f: Term) -> tuple[Term, int]:
    """The function and the order of its derivative: g and 2 of g″."""
    match f:
        case Op("prime", (inner, Num(q))):
            return inner, int(q)
    return f, 0
