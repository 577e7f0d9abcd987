"""What a formula is made of: the material from which missing and exchanged parts are taken."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symnn.heads import HEADS
from symnn.kernel.differentiate import derivative
from symnn.kernel.elementary import Unsupported
from symnn.suggest.site import ONE
from symnn.term import Num, Op, Sym, Term, free_symbols, walk

MOST = 8


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Names, numbers, complements 1 − t of its parts, derivatives of the inner functions, of one relation."""

    relation: Op
    names: tuple[Sym, ...]
    numbers: tuple[Fraction, ...]
    complements: tuple[Term, ...]
    inner_derivatives: tuple[Term, ...]
    values: tuple[Term, ...]
    constants: tuple[Term, ...]
    arrays: bool = False

    @property
    def derivative(self) -> bool:
        return any(isinstance(n, Op) and n.head in ("deriv", "prime") for n in walk(self.relation))


def surroundings(relation: Op, others: frozenset[Sym] = frozenset(), arrays: bool = False) -> Surroundings:
    """``arrays``: the claim is about vectors or matrices."""
    nodes = list(dict.fromkeys(walk(relation)))
    numbers = tuple(dict.fromkeys(n.value for n in nodes if isinstance(n, Num)))
    quotients = [n for n in nodes if isinstance(n, Op) and n.head == "div" and not isinstance(n.args[1], Num)]
    quotients += [Op("div", (ONE, n)) for n in nodes if _one_plus_power(n)]
    values = [*(n for n in nodes if is_value(n)), *(f for n in nodes if (f := _without_prime(n)) is not None)]
    complements = [Op("add", (ONE, Op("neg", (t,)))) for t in (*values, *quotients) if free_symbols(t)]
    return Surroundings(
        relation, (*_sorted(free_symbols(relation)), *_sorted(others)), numbers[:MOST],
        tuple(dict.fromkeys(complements))[:MOST], _inner_derivatives(relation), tuple(dict.fromkeys(values))[:MOST],
        tuple(n for n in nodes if _is_constant(n))[:MOST], arrays,
    )  # fmt: skip


def _sorted(names: frozenset[Sym]) -> list[Sym]:
    return sorted(names, key=lambda s: s.text)


def _without_prime(term: Term) -> Term | None:
    """f(x) for f′(x)"""
    match term:
        case Op("call", (Op("prime", (Sym(name) as fn, _)), arg)):
            return Op(name, (arg,)) if HEADS.get(name, "").startswith("the function") else Op("call", (fn, arg))
    return None


def is_value(term: Term) -> bool:
    """A function of something: σ(x), tanh(x), e^x."""
    match term:
        case Op("call"):
            return True
        case Op("pow", (base, exponent)):
            return not isinstance(exponent, Num) and bool(free_symbols(exponent)) and not isinstance(base, Num)
        case Op(head, (_,)):
            return HEADS[head].startswith("the function") or head in ("normal_cdf", "normal_pdf")
    return False


def _is_constant(term: Term) -> bool:
    """2/3, log 2, √π: a number that takes more than digits to write."""
    return (
        isinstance(term, Op)
        and term.head in ("div", "sqrt", "log", "pow", "mul", "pi", "e")
        and not (free_symbols(term) or any(isinstance(n, Op) and n.head in ("call", "prime") for n in walk(term)))
    )


def _one_plus_power(term: Term) -> bool:
    """1 + e^u: its reciprocal is a logistic function."""
    return (
        isinstance(term, Op)
        and term.head == "add"
        and len(term.args) == 2
        and any(isinstance(a, Num) for a in term.args)
        and any(is_value(a) for a in term.args)
    )


def _inner_derivatives(relation: Op) -> tuple[Term, ...]:
    """∂u/∂x for each u to which a function is applied inside a derivative by x: the factors of the chain rule."""
    found: dict[Term, None] = {}
    for node in walk(relation):
        if not (isinstance(node, Op) and node.head == "deriv"):
            continue
        for by in node.args[1:]:
            for inner in walk(node.args[0]):
                if isinstance(by, Sym) and isinstance(inner, Op) and inner.head in ("add", "mul", "div", "neg", "pow"):
                    slope = _slope(inner, by)
                    if slope is not None:
                        found[slope] = None
    return tuple(found)[:MOST]


def _slope(term: Term, by: Sym) -> Term | None:
    if by not in free_symbols(term) or any(isinstance(n, Op) and n.head in ("call", "cases") for n in walk(term)):
        return None
    try:
        slope = derivative(term, by)
    except Unsupported:
        return None
    return None if isinstance(slope, Num) and slope.value in (0, 1) else slope
