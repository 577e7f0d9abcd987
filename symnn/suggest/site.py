"""Places in a formula: every subterm that may be changed, the part it plays there, and how to put another one in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from symnn.heads import BINDERS
from symnn.term import Num, Op, Sym, Term, num

Role = Literal[
    "side", "term", "negated", "factor", "numerator", "denominator", "base", "exponent", "argument", "value", "bound",
    "condition", "row", "set",
]  # fmt: skip
Path = tuple[int, ...]

ONE = num(1)
ORDERS = ("lt", "le", "gt", "ge", "ne")
_SETS = ("set", "union", "reals", "naturals", "integers")


@dataclass(frozen=True, slots=True)
class Site:
    """A subterm, where it stands, and what it is to the operation around it."""

    path: Path
    node: Term
    role: Role
    parent: Op


def sites(relation: Op) -> Iterator[Site]:
    """Every place on either side of a relation, outer ones first."""
    for index, side in enumerate(relation.args):
        yield from _sites(Site((index,), side, _side(relation, index), relation))


def _side(relation: Op, index: int) -> Role:
    side = relation.args[index]
    if isinstance(side, Op) and (side.head in (*ORDERS, "eq", "and", "or", "chain")):
        return "condition"
    if isinstance(side, Op) and (side.head.startswith("interval_") or side.head in _SETS):
        return "set"
    return "side"


def _sites(site: Site) -> Iterator[Site]:
    yield site
    node = site.node
    if isinstance(node, Op):
        for index, role in _parts(node):
            yield from _sites(Site((*site.path, index), node.args[index], role, node))


def _parts(node: Op) -> Iterator[tuple[int, Role]]:
    everything = range(len(node.args))
    match node.head:
        case "add":
            yield from ((i, "term") for i in everything)
        case "neg":
            yield 0, "negated"
        case "mul" | "dot" | "times" | "hadamard":
            yield from ((i, "factor") for i in everything)
        case "div":
            yield 0, "numerator"
            yield 1, "denominator"
        case "pow":
            yield 0, "base"
            yield 1, "exponent"
        case "cases":
            yield from ((i, "row") for i in everything)
        case "case":
            yield 0, "value"
            yield 1, "condition"
        case "call":
            yield from ((i, "argument") for i in everything if i)
        case "deriv":
            yield 0, "value"
        case "lim":
            yield 0, "value"
            yield 2, "bound"
        case "at":
            yield 0, "value"
            yield 2, "argument"
        case "eq" | "and" | "or" | "chain":
            yield from ((i, "condition" if node.head != "eq" else "bound") for i in everything)
        case head if head in ORDERS or head.startswith("interval_"):
            yield from ((i, "bound") for i in everything)
        case head if head in BINDERS:
            yield 0, "value"
        case "big_o" | "set":
            yield from ((i, "argument") for i in everything)
        case head if head not in ("prime", "gradient", "hessian", "matrix", "row", "column", "indicator", "true"):
            yield from ((i, "argument") for i in everything)


def put(term: Term, path: Path, new: Term) -> Term:
    """The term with another subterm at a place; brackets and signs that become idle are left out."""
    if not path:
        return new
    assert isinstance(term, Op)
    part = put(term.args[path[0]], path[1:], new)
    return _tidy(replace(term, args=(*term.args[: path[0]], part, *term.args[path[0] + 1 :])), path[0])


def _tidy(term: Op, at: int) -> Term:
    part = term.args[at]
    match term:
        case Op("neg", (Op("neg", (inner,)),)) | Op("transpose", (Op("transpose", (inner,)),)):
            return inner
        case Op("add" | "mul") if isinstance(part, Op) and part.head == term.head:
            return replace(term, args=(*term.args[:at], *part.args, *term.args[at + 1 :]))
        case Op("mul") if isinstance(part, Op) and part.head == "neg" and len(term.args) > 1:
            return negated(replace(term, args=(*term.args[:at], part.args[0], *term.args[at + 1 :])))
        case Op("mul") if part == ONE and len(term.args) > 1:
            return product(*term.args[:at], *term.args[at + 1 :])
        case Op("add") if isinstance(part, Op) and part.head == "neg" and _is_sum(part.args[0]):
            inner = part.args[0]
            assert isinstance(inner, Op)
            return replace(term, args=(*term.args[:at], *map(negated, inner.args), *term.args[at + 1 :]))
        case Op("div", (above, Op("div", (low, lower)))):
            return product(above, lower) if low == ONE else Op("div", (product(above, lower), low))
        case Op("div", (above, below)) if below == ONE:
            return above
        case Op("pow", (base, exponent)) if exponent == ONE:
            return base
    return term


def _is_sum(term: Term) -> bool:
    return isinstance(term, Op) and term.head == "add"


# ---------------------------------------------------------------------- constructors: what an author would write
def negated(term: Term) -> Term:
    """−t; a difference is turned round instead, and a minus that stands in front is taken away."""
    match term:
        case Op("neg", (inner,)):
            return inner
        case Num(value) if value == 0:
            return term
        case Op("add", (Op("neg", (a,)), b)):
            return Op("add", (a, Op("neg", (b,))))
        case Op("add", (a, Op("neg", (b,)))) if not isinstance(a, Num):
            return Op("add", (b, Op("neg", (a,))))
        case Op("mul", (Op("neg", (first,)), *rest)):
            return Op("mul", (first, *rest))
        case Op("mul", (Op("add", (Op("neg"), _)) as first, *rest)):
            return Op("mul", (negated(first), *rest))
        case Op("div", (Op("add" | "neg") as above, below)) if negated(above) != Op("neg", (above,)):
            return Op("div", (negated(above), below))
        case Op("div", (Op("mul") as above, below)) if negated(above) != Op("neg", (above,)):
            return Op("div", (negated(above), below))
    return Op("neg", (term,))


def product(*factors: Term) -> Term:
    """The factors side by side, flat, without idle ones; a fraction takes the others into its numerator."""
    flat: list[Term] = []
    for factor in factors:
        flat.extend(factor.args if isinstance(factor, Op) and factor.head == "mul" else (factor,))
    flat = [f for f in flat if f != ONE]
    if not flat:
        return ONE
    return flat[0] if len(flat) == 1 else Op("mul", tuple(flat))


def times(factor: Term, term: Term) -> Term:
    """f·t with f where an author would put it: behind the sign, in the numerator, behind a number in front."""
    match term:
        case Op("neg", (inner,)):
            return negated(times(factor, inner))
        case Op("div", (above, below)):
            return Op("div", (times(factor, above), below))
        case Op("mul", factors) if not isinstance(factor, Num):
            lead = next((i for i, f in enumerate(factors) if not isinstance(f, Num | Sym)), len(factors))
            return product(*factors[:lead], factor, *factors[lead:])
        case Num() if not isinstance(factor, Num):
            return product(term, factor)
    return product(factor, term)


def over(term: Term, divisor: Term) -> Term:
    """t/d, one fraction."""
    match term:
        case Op("neg", (inner,)):
            return negated(over(inner, divisor))
        case Op("div", (above, below)):
            return Op("div", (above, times(divisor, below)))
    return Op("div", (term, divisor))


def plus(term: Term, *more: Term) -> Term:
    """t + …, flat."""
    head = term.args if isinstance(term, Op) and term.head == "add" else (term,)
    return Op("add", (*head, *more))


def sum_of(parts: tuple[Term, ...]) -> Term:
    return parts[0] if len(parts) == 1 else Op("add", parts)


def is_atom(term: Term) -> bool:
    return isinstance(term, Num | Sym)
