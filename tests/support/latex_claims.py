"""Claims from LaTeX: ``latex_claim(r"\\frac{x}{x} = 1", "x > 0")``."""

from __future__ import annotations

from symnn.claim import Claim, Opaque, Variable
from symnn.domain import REALS, Domain
from symnn.notation import read
from symnn.term import Sym, Term, free_symbols

GREEK = frozenset({"alpha", "beta", "gamma"})


def latex_term(source: str) -> Term:
    (part,) = read(source).parts
    return part.term


def latex_claim(relation: str, *assumptions: str, opaque: str = "", open_: str = "", **domains: Domain) -> Claim:
    """All free names are declared real variables, Greek ones parameters; those in ``open_`` are not declared."""
    term, given = latex_term(relation), tuple(latex_term(a) for a in assumptions)
    names = frozenset().union(free_symbols(term), *(free_symbols(a) for a in given))
    variables = tuple(
        Variable(
            s, domains.get(s.name, REALS), s.name not in open_.split(), "parameter" if s.name in GREEK else "variable"
        )
        for s in sorted(names, key=lambda s: s.text)
    )
    return Claim("test", "identity", term, variables, given, tuple(Opaque(Sym(f)) for f in opaque.split()))
