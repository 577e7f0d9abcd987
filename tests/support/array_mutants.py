"""Mutants of claims about arrays: the slips of people who write gradients, on either side and in what is declared."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from symnn.claim import Claim, Variable
from symnn.term import Num, Op, Sym, Term, num, op, substitute, walk

Place = tuple[int, ...]
PRODUCTS = ("mul", "dot", "times", "hadamard", "kron")
# where a name, a range or a size stands and not a value
FIXED = {"deriv": range(1, 99), "gradient": (1,), "hessian": (1,), "sum": (1, 2), "prod": (1, 2), "at": (1,),
         "call": (0,), "in": (1,), "ones": (0,), "identity": (0,), "zeros": (0,), "layout": (0,)}  # fmt: skip
FACTORS = tuple(Fraction(q) for q in ("2", "1/2", "-1", "3", "0"))
MOST_PLACES = 400


def mutant(claim: Claim, generator: random.Random) -> Claim | None:
    """One slip, now and then two or none; every other time all sizes are first made one, so that more of them fit."""
    out: Claim | None = square(claim) if generator.random() < 0.5 else claim
    for _ in range(generator.choice((0, 1, 1, 1, 1, 1, 1, 1, 2, 2))):
        if out is None:
            return None
        kind = generator.random()
        if kind < 0.07:
            out = _declared(out, generator)
        elif kind < 0.13 and out.assumptions:
            out = _assumed(out, generator)
        else:
            out = _slipped(out, generator)
    return out


def square(claim: Claim) -> Claim:
    """All named sizes become the first of them."""
    names = list(dict.fromkeys(d for v in claim.variables for d in v.shape if isinstance(d, Sym)))
    if len(names) < 2 or any(isinstance(n, Op) and n.head == "delta" for n in walk(claim.relation)):
        return claim
    change: dict[Sym, Term] = dict.fromkeys(names[1:], names[0])

    def moved(t: Term) -> Term:
        return substitute(t, change)

    variables: dict[Sym, Variable] = {}
    for v in claim.variables:
        sym = v.sym if v.shape else moved(v.sym)
        assert isinstance(sym, Sym)
        variables.setdefault(sym, replace(v, sym=sym, shape=tuple(map(moved, v.shape))))
    kept = {v.sym for v in claim.variables if v.shape}
    if kept & set(change):  # an array has the name of a size
        return claim
    return replace(
        claim, relation=moved(claim.relation), assumptions=tuple(map(moved, claim.assumptions)),
        variables=tuple(variables.values()),
    )  # fmt: skip


def places(term: Term, at: Place = ()) -> Iterator[tuple[Place, Term]]:
    yield at, term
    if isinstance(term, Op):
        for i, arg in enumerate(term.args):
            if i not in FIXED.get(term.head, ()):
                yield from places(arg, (*at, i))


def put(term: Term, at: Place, new: Term) -> Term:
    if not at:
        return new
    assert isinstance(term, Op)
    return replace(term, args=tuple(put(a, at[1:], new) if i == at[0] else a for i, a in enumerate(term.args)))


def _slipped(claim: Claim, generator: random.Random) -> Claim | None:
    relation = claim.relation
    if not isinstance(relation, Op) or relation.head not in ("eq", "equiv", "chain", "lt", "le", "gt", "ge"):
        return None
    rows = [(at, node) for at, node in places(relation) if at][:MOST_PLACES]
    for _ in range(8):
        at, node = generator.choice(rows)
        found = [t for rule in generator.sample(RULES, len(RULES)) for t in rule(node, claim)][:12]
        if found:
            new = put(relation, at, generator.choice(found))
            if new != relation:
                return replace(claim, relation=new)
    return None


def _assumed(claim: Claim, generator: random.Random) -> Claim | None:
    """An assumption dropped, or 2 in the place of 1."""
    at = generator.randrange(len(claim.assumptions))
    kept = list(claim.assumptions)
    match kept[at]:
        case Op("eq", (left, Num(q))) if generator.random() < 0.5:
            kept[at] = op("eq", left, Num(q + 1))
        case _:
            del kept[at]
    return replace(claim, assumptions=tuple(kept))


def _declared(claim: Claim, generator: random.Random) -> Claim | None:
    """A matrix declared transposed or symmetric, or the other layout."""
    matrices = [v for v in claim.variables if len(v.shape) == 2]
    layout = Op("layout", (Sym("denominator"),))
    what = generator.random()
    if what < 0.3 and layout not in claim.assumptions:
        return replace(claim, assumptions=(*claim.assumptions, layout))
    if not matrices:
        return None
    chosen = generator.choice(matrices)
    if chosen.shape[0] == chosen.shape[1]:
        symmetric = op("eq", op("transpose", chosen.sym), chosen.sym)
        return replace(claim, assumptions=(*claim.assumptions, symmetric))
    turned = replace(chosen, shape=chosen.shape[::-1])
    return replace(claim, variables=tuple(turned if v is chosen else v for v in claim.variables))


# -- slips: node and claim to variants -------------------------------------------------------------------------------


def _transposed(node: Term, claim: Claim) -> Iterator[Term]:
    match node:
        case Op("transpose", (a,)):
            yield a
        case Sym() | Op("mul" | "call" | "gradient" | "hadamard" | "add" | "inverse" | "deriv" | "softmax"):
            yield op("transpose", node)


def _exchanged(node: Term, claim: Claim) -> Iterator[Term]:
    if isinstance(node, Op) and node.head in (*PRODUCTS, "div"):
        args = node.args
        for i in range(len(args) - 1):
            yield replace(node, args=(*args[:i], args[i + 1], args[i], *args[i + 2 :]))


def _other_product(node: Term, claim: Claim) -> Iterator[Term]:
    match node:
        case Op("mul" | "dot", (*before, a, b)):
            joined = op("hadamard", a, b)
            yield op("mul", *before, joined) if before else joined
            yield op("mul", *before, op("diag", a), b)
        case Op("hadamard", (a, b, *rest)):
            yield op("mul", a, b, *rest)
        case Op("kron", (a, b)):
            yield op("mul", a, b)
            yield op("kron", op("transpose", a), b)


def _factor(node: Term, claim: Claim) -> Iterator[Term]:
    match node:
        case Num(q):
            yield from (num(q * f) for f in FACTORS if f)
            yield num(q + 1)
        case Op("mul" | "hadamard" | "dot" as head, args) if len(args) > 1:
            for i in range(len(args)):
                rest = (*args[:i], *args[i + 1 :])
                yield rest[0] if len(rest) == 1 else op(head, *rest)
            yield op("mul", num(2), node)
        case Op("div", (a, b)):
            yield a
            yield op("div", node, b)
        case Op("add", args) if len(args) > 1:
            for i in range(len(args)):
                rest = (*args[:i], *args[i + 1 :])
                yield rest[0] if len(rest) == 1 else op("add", *rest)
        case Sym() | Op("call" | "gradient" | "softmax"):
            yield op("mul", num(2), node)
            yield op("mul", num("1/2"), node)


def _sign(node: Term, claim: Claim) -> Iterator[Term]:
    match node:
        case Op("neg", (a,)):
            yield a
        case Op("add", (first, second, *rest)):
            yield op("add", first, second.args[0] if _negative(second) else op("neg", second), *rest)  # type: ignore[union-attr]
        case Op("mul" | "call" | "gradient" | "softmax") | Sym():
            yield op("neg", node)


def _negative(t: Term) -> bool:
    return isinstance(t, Op) and t.head == "neg"


def _name(node: Term, claim: Claim) -> Iterator[Term]:
    """Another declared name, another index, ones for a name."""
    if not isinstance(node, Sym):
        return
    arrays = [v for v in claim.variables if v.shape]
    own = next((v for v in arrays if v.sym == node), None)
    if own is not None:
        yield from (v.sym for v in arrays if v.sym != node and len(v.shape) == len(own.shape))
        if len(own.shape) == 1:
            yield op("ones", own.shape[0])
            yield op("diag", node)
        return
    sizes = list(dict.fromkeys(d for v in arrays for d in v.shape if isinstance(d, Sym)))
    if node in sizes:
        yield from (s for s in sizes if s != node)
        return
    if node.subs:
        bound = {n.args[1] for n in walk(claim.relation) if isinstance(n, Op) and n.head == "sum"}
        others = sorted((bound | {v.sym for v in claim.variables if v.role == "index"}), key=lambda s: s.text)  # type: ignore[union-attr]
        for i, sub in enumerate(node.subs):
            for other in others:
                if isinstance(other, Sym) and other != sub and isinstance(sub, Sym):
                    yield replace(node, subs=(*node.subs[:i], other, *node.subs[i + 1 :]))
        if len(node.subs) == 2:
            yield replace(node, subs=node.subs[::-1])
        return
    numbers = [v.sym for v in claim.variables if not v.shape and v.sym != node and not v.sym.subs]
    yield from numbers


def _function(node: Term, claim: Claim) -> Iterator[Term]:
    match node:
        case Op("call", (Op("prime", (f, _)), a)):
            yield op("call", f, a)
            yield op("call", op("prime", f, num(2)), a)
            yield op("call", node.args[0], op("call", f, a))
        case Op("call", (Sym() as f, a)):
            known = {o.sym: o.kind for o in claim.opaque}
            if known.get(f) == "elementwise":
                yield op("call", op("prime", f, num(1)), a)
                yield a
                yield from (op("call", g, a) for g, kind in known.items() if kind == "elementwise" and g != f)
        case Op("gradient", (Op("call", (f, a)),)):
            yield op("gradient", op("call", f, op("neg", a)))
            yield op("gradient", op("call", f, op("mul", num(2), a)))
        case Op("diag", (a,)):
            yield a
            yield op("diag", node)
        case Op("inverse", (a,)):
            yield a
            yield op("inverse", op("transpose", a))
        case Op("tr", (a,)):
            yield op("tr", op("transpose", a))
            yield op("det", a)
        case Op("det", (a,)):
            yield op("tr", a)
            yield op("det", op("transpose", a))
        case Op("softmax", (a,)):
            yield op("exp", a)
            yield op("softmax", op("neg", a))
        case Op("vec", (a,)):
            yield op("vec", op("transpose", a))
        case Op("exp" | "log" | "tanh" | "sqrt", (a,)):
            yield a
            yield op("sqrt" if node.head != "sqrt" else "exp", a)
        case Op("pow", (a, Num(q))):
            yield op("pow", a, num(q + 1))
            yield a
        case Op("norm_frobenius", (a,)):
            yield op("norm_frobenius", op("transpose", a))
        case Op("identity", (n,)):
            yield op("mul", op("ones", n), op("transpose", op("ones", n)))
        case Op("ones", (n,)):
            yield op("mul", op("identity", n), node)


def _variable(node: Term, claim: Claim) -> Iterator[Term]:
    """The derivative by another name."""
    if isinstance(node, Op) and node.head in ("deriv", "gradient", "hessian") and len(node.args) == 2:
        body, by = node.args
        yield from (op(node.head, body, v.sym) for v in claim.variables if v.shape and v.sym != by)
        yield op("deriv", op("transpose", body), by)


def _rewritten(node: Term, claim: Claim) -> Iterator[Term]:
    """The same in another spelling: a mutant that is as true as its source."""
    match node:
        case Op("transpose", (Op("mul", (a, b)),)):
            yield op("mul", op("transpose", b), op("transpose", a))
        case Op("hadamard", (a, b)):
            yield op("mul", op("diag", a), b)
            yield op("hadamard", b, a)
        case Op("mul", (a, b, *rest)):
            yield op("transpose", op("transpose", node))
            yield (
                op("mul", a, op("mul", b, *rest))
                if rest
                else op("transpose", op("mul", op("transpose", b), op("transpose", a)))
            )
        case Op("add", (a, b, *rest)):
            yield op("add", b, a, *rest)
        case Op("tr", (Op("mul", (a, *rest)),)) if rest:
            yield op("tr", op("mul", *rest, a))
        case Op("norm_frobenius", (a,)):
            yield op("sqrt", op("tr", op("mul", op("transpose", a), a)))
        case Op("inner", (a, b)):
            yield op("mul", op("transpose", a), b)
        case Op("inverse", (a,)):
            yield op("transpose", op("inverse", op("transpose", a)))


RULES: tuple[Callable[[Term, Claim], Iterator[Term]], ...] = (
    _transposed, _exchanged, _other_product, _factor, _sign, _name, _function, _variable, _rewritten,
)  # fmt: skip
