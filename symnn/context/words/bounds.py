"""What a relation looks like that says where one is, or which values a name takes, and claims nothing."""

from __future__ import annotations

from symnn.context.constants import constant, domain_of_set, infinite
from symnn.domain import REALS
from symnn.term import Op, Sym, Term, free_symbols, walk

_SIMPLE = frozenset(["lt", "le", "gt", "ge", "ne", "eq", "in", "define"])
_PLAIN_HEADS = frozenset("chain lt le gt ge ne add neg mul times dot div pow abs transpose norm".split())


def bounds_a_name(term: Term) -> bool:
    """``x > 0``, ``0 < x < 1``, ``x ≠ y``, ``x ∈ (0, 1)``, ``x = 2``: about names alone."""
    match term:
        case Op("chain", links):
            return all(map(bounds_a_name, links))
        case Op("lt" | "le" | "gt" | "ge", (Op("abs", (Sym(),)), limit) | (limit, Op("abs", (Sym(),)))):
            return constant(limit) is not None
        case Op("in", (Sym(), where)):
            return domain_of_set(where) not in (None, REALS)
        case Op(head, (left, right)) if head in _SIMPLE:
            lone = isinstance(left, Sym) or isinstance(right, Sym)
            return lone and all(isinstance(t, Sym) or constant(t) is not None or infinite(t) for t in (left, right))
        case _:
            return False


def declares_arrays(term: Term) -> bool:
    """``w ∈ ℝ^n``, ``A, B ∈ ℝ^{n×n}``."""
    match term:
        case Op("in", (Sym() | Op("seq"), Op("reals", (_, *_)))):
            return True
    return False


def is_inequality(term: Term) -> bool:
    match term:
        case Op("chain", links):
            return all(map(is_inequality, links))
        case Op("lt" | "le" | "gt" | "ge" | "ne"):
            return True
    return False


def is_limit(term: Term) -> bool:
    """``x \\to \\infty``."""
    return isinstance(term, Op) and term.head == "to" and isinstance(term.args[0], Sym)


def is_plain(term: Term) -> bool:
    """Whether it is made of sums, products, powers and moduli of names: most inequalities of others are claims."""
    return all(not isinstance(n, Op) or n.head in _PLAIN_HEADS for n in walk(term))


def exclude(one: tuple[Term, ...], other: tuple[Term, ...]) -> bool:
    """Whether two conditions cannot hold together: i = j and i ≠ j, x > 0 and x ≤ 0."""
    match one, other:
        case (Op(a, sides),), (Op(b, others),) if sides == others or (a in ("eq", "ne") and sides == others[::-1]):
            pair = {a, b}
            return pair in ({"eq", "ne"}, {"gt", "lt"}, {"ge", "lt"}, {"gt", "le"})
    return False


def holds_an_interval(terms: tuple[Term, ...]) -> bool:
    return any(isinstance(t, Op) and t.head.startswith("interval_") for t in terms)


def names_in(terms: tuple[Term, ...]) -> frozenset[Sym]:
    return frozenset(s for t in terms for s in free_symbols(t))


_OF_NAMES = frozenset(
    "add neg mul dot times div pow eq chain le lt ge gt ne norm norm_frobenius abs transpose inverse det tr inner sum"
    " identity ones zeros exp log sqrt root range".split()
)


def only_names(term: Term) -> bool:
    """Whether a relation is one between names, as ``AB = BA`` or ``‖x‖ = 1``: no function in it, and no derivative."""
    return all(not isinstance(n, Op) or n.head in _OF_NAMES for n in walk(term))
