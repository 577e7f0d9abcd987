"""A small change of a formula after which its shapes fit: a transpose, or a declared vector as a factor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from symnn.tensor.declared import Names
from symnn.tensor.dims import ONE
from symnn.tensor.meet import MismatchError
from symnn.term import Op, Sym, Term, children, rebuild, walk

MOST_TRIED = 60


@dataclass(frozen=True, slots=True)
class Repaired:
    """The repaired part, and the whole formula with it."""

    term: Term
    whole: Term


def repair(whole: Term, found: MismatchError, names: Names, fits: Callable[[Term], bool]) -> Repaired | None:
    """The first change of the part in which the shapes met that makes the whole formula fit.

    In a product a transpose is tried first, elsewhere a missing factor.  Two different vectors that both fit as the
    factor are no repair, except that an input x is preferred.
    """
    tried = islice(_changes(found.term, names), MOST_TRIED)
    inputs = [c for c in tried if fits(_put(whole, found.term, c.term))]
    if not inputs:
        return None
    first = inputs[0]
    rivals = {c.factor for c in inputs if c.kind == first.kind}
    if first.factor is not None and len(rivals) > 1 and first.factor.name != "x":
        return None
    return Repaired(first.term, _put(whole, found.term, first.term))


@dataclass(frozen=True, slots=True)
class _Change:
    term: Term
    kind: str
    factor: Sym | None = None


def _changes(term: Term, names: Names) -> Iterator[_Change]:
    factors = _with_factor(term, names)
    turns = (_Change(t, "transpose") for t in _turned(term))
    product = isinstance(term, Op) and term.head in ("mul", "times", "dot", "hadamard")
    yield from chain(turns, factors) if product else chain(factors, turns)


def _turned(term: Term) -> Iterator[Term]:
    """One argument, or one factor of one, transposed."""
    if not isinstance(term, Op):
        return
    for i, arg in enumerate(term.args):
        for part in _swapped(arg):
            yield rebuild(term, (*term.args[:i], part, *term.args[i + 1 :]))


def _swapped(arg: Term) -> Iterator[Term]:
    if isinstance(arg, Op) and arg.head == "transpose":
        yield arg.args[0]
    elif isinstance(arg, Sym):
        yield Op("transpose", (arg,))
    if isinstance(arg, Op) and arg.head in ("mul", "add", "neg"):
        yield from _turned(arg)


def _with_factor(term: Term, names: Names) -> Iterator[_Change]:
    """An addend times a declared column that does not occur in it."""
    if not isinstance(term, Op):
        return
    columns = [s for s, shape in names.declared.items() if shape and len(shape) == 1 and shape != (ONE,) and not s.subs]
    for vector in sorted(columns, key=lambda s: (s.name != "x", s.text)):
        for i, arg in enumerate(term.args):
            for part in _multiplied(arg, vector):
                yield _Change(rebuild(term, (*term.args[:i], part, *term.args[i + 1 :])), "factor", vector)


def _multiplied(arg: Term, vector: Sym) -> Iterator[Term]:
    if isinstance(arg, Op) and arg.head == "add":
        for i, part in enumerate(arg.args):
            for times in _multiplied(part, vector):
                yield rebuild(arg, (*arg.args[:i], times, *arg.args[i + 1 :]))
    elif isinstance(arg, Op) and arg.head in ("transpose", "mul") and vector not in set(walk(arg)):
        factors = arg.args if arg.head == "mul" else (arg,)
        yield Op("mul", (*factors, vector))


def _put(whole: Term, old: Term, new: Term) -> Term:
    """The whole with the first occurrence of the part replaced."""
    if whole == old:
        return new
    parts = children(whole)
    for i, part in enumerate(parts):
        fresh = _put(part, old, new)
        if fresh != part:
            return rebuild(whole, (*parts[:i], fresh, *parts[i + 1 :]))
    return whole
