"""How names are compared: spellings of the catalogue's names, and which names the field reuses freely."""

from __future__ import annotations

from collections.abc import Iterator

from symnn.term import Op, Sym, Term, free_symbols

# Names that mean something else from one formula to the next without anybody calling it an error.
_GENERIC_WORDS = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho tau phi chi psi omega ell loss"
    " Delta Theta Lambda Xi Pi Sigma Upsilon Psi Omega".split()
)


def spelling(name: str) -> str:
    """``HardLogistic``, ``hard-logistic`` and ``Hard Logistic`` are one name."""
    return "".join(c for c in name.lower() if c.isalnum())


def is_generic(sym: Sym) -> bool:
    """Single letters and Greek letters, with any index, accent or font, are generic names of the field."""
    bold = sym.font == "bf" and sym.name in ("Phi", "Gamma")  # plain Φ and Γ are functions of the field
    return len(sym.name) == 1 or sym.name in _GENERIC_WORDS or sym.name == "sigma" or bold


def value_symbols(term: Term) -> frozenset[Sym]:
    """Free names that stand for a value: not those that only index another name."""
    return free_symbols(term) & frozenset(_values(term))


def _values(term: Term) -> Iterator[Sym]:
    match term:
        case Sym():
            yield term
        case Op("call", (Sym(), *args)):
            for arg in args:
                yield from _values(arg)
        case Op():
            for arg in term.args:
                yield from _values(arg)
