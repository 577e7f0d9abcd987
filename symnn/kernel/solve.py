"""Equalities among facts, solved for a name that stands alone in them, and put in."""

from __future__ import annotations

from symnn.kernel import ratio as rat
from symnn.kernel.build import difference
from symnn.kernel.elementary import Unsupported
from symnn.kernel.normal import Form
from symnn.kernel.ratio import GiveUp
from symnn.kernel.readback import term_of
from symnn.term import Op, Sym, Term, depth, free_symbols, substitute


def with_equalities(term: Term, facts: tuple[Term, ...]) -> tuple[Term, tuple[Term, ...]] | None:
    """Term and facts with every solvable equality used up; ``None`` if there is none."""
    changed = False
    for _ in range(6):
        row = next((r for r in map(solved, facts) if r is not None), None)
        if row is None:
            break
        sym, value = row
        changed = True
        term = substitute(term, {sym: value})
        facts = tuple(g for f in facts if (g := substitute(f, {sym: value})) != f or sym not in free_symbols(f))
        facts = tuple(f for f in facts if not _trivial(f))
        if depth(term) > 400:
            return None
    return (term, facts) if changed else None


def _trivial(fact: Term) -> bool:
    match fact:
        case Op("eq", (a, b)):
            try:
                form = Form((difference(a, b),))
            except (GiveUp, Unsupported):
                return False
            return form.zero(form.ratios[0])
    return False


def solved(fact: Term) -> tuple[Sym, Term] | None:
    """x and t from an equality that is linear in x with a rational coefficient, x not in t."""
    match fact:
        case Op("eq", (a, b)):
            pass
        case _:
            return None
    try:
        form = Form((difference(a, b),))
    except (GiveUp, Unsupported):
        return None
    kernels, top = form.kernels, form.ratios[0].top
    rows = rat.monomials(top)
    for exponents, c in rows:
        if list(exponents.values()) != [1]:
            continue
        (i,) = exponents
        kernel = kernels.kernels[i]
        if kernel.sort != "name" or not isinstance(kernel.inside[0], Sym):
            continue
        rest = (top - rat.monomial(exponents, c)) * rat.constant(-1 / c).top
        value = term_of(kernels, rest)
        if kernel.inside[0] not in free_symbols(value):
            return kernel.inside[0], value
    return None
