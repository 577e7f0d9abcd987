"""Proofs in cases: where a sign is needed that is not known, once for each that is possible."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from symnn.recheck.facts import Facts
from symnn.recheck.outcome import Need, UnclearError
from symnn.recheck.polynomials import ONE_, Form, Poly

_MOST_CASES, _MOST_DEPTH = 400, 14
T = TypeVar("T")


def by_cases(facts: Facts, work: Callable[[Facts], T]) -> list[tuple[Facts, T]]:
    """The answers of ``work`` in cases that cover the facts."""
    out: list[tuple[Facts, T]] = []
    todo = [(facts, 0)]
    while todo:
        here, depth = todo.pop()
        try:
            out.append((here, work(here)))
        except Need as need:
            if depth >= _MOST_DEPTH or len(out) + len(todo) > _MOST_CASES:
                raise UnclearError("too many cases") from None
            for s in (-1, 0, 1):
                branch = _branch(here, need.polynomial, s)
                if branch is not None:
                    todo.append((branch, depth + 1))
    return out


def _branch(facts: Facts, p: Poly, s: int) -> Facts | None:
    term = facts.kernels.term(Form(p, ONE_))
    plain_ = all(k.sort == "name" for k in facts.kernels.used(p))
    return facts.extended([(term, frozenset({s}))]) if plain_ else facts.extended(known=[(p, frozenset({s}))])
