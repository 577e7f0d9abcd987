"""Where the backends are compared with NumPy, and what counts as equal."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from symnn.numeric.nodes import BINARY, NAN, ONE, UNARY, Node, X, apply, constant, exact_exp, normal_cdf, select
from symnn.term import num

ROOTS = (-0.7517915246935645, -1.1924312145154952, -1.2784645427610738, -0.7524614220710162, -1.5)  # of f′
# values at which an operation has a meaning, where not everywhere
DOMAINS = {
    "sqrt": (0.0, 1e300), "log": (1e-300, 1e300), "log1p": (-0.999, 1e300), "acosh": (1.0, 1e8),
    "atanh": (-0.99, 0.99), "asin": (-1.0, 1.0), "acos": (-1.0, 1.0), "half_erfcx": (0.0, 27.0), "exact_exp": (-9, 9),
    "sin": (-1e3, 1e3), "cos": (-1e3, 1e3), "tan": (-1e3, 1e3), "normal_cdf": (-1e300, 1e300),
}  # fmt: skip


def points() -> Any:
    """Dense where bends and roots lie, log-spaced over all doubles, both sides of kinks and of edges of cells."""
    powers = np.logspace(-323, 308, 500)
    special = np.array(
        [0.0, 5e-324, 2.2e-308, 1e-310, 0.5, 1.0, 2.5, 3.0, 6.0, 8.0, 37.5, 38.6, 39.5, 708.0, 709.78, 745.2]
    )
    beside = [np.nextafter(special, w) for w in (-np.inf, np.inf)]
    roots = np.concatenate([r * (1 + np.linspace(-1e-9, 1e-9, 21)) for r in ROOTS])
    ends = np.array([np.inf, -np.inf, np.nan, -0.0, np.finfo(float).max])
    both = np.concatenate([powers, special, *beside, np.linspace(0, 50, 2001), np.linspace(50, 800, 700)])
    return np.concatenate([both, -both, roots, ends])


def differing(found: Any, wanted: Any, x: Any, floor: float = 0.0) -> list[tuple[float, float, float]]:
    """(x, found, wanted) where they are not equal to 1e-12, to three units of the smallest number, or to ``floor``."""
    found, wanted = np.asarray(found, dtype=np.float64), np.asarray(wanted)
    with np.errstate(all="ignore"):
        near = np.abs(found - wanted) <= 1e-12 * np.abs(wanted) + 1.5e-323 + floor
    same = near | (found == wanted) | (np.isnan(found) & np.isnan(wanted))
    return [(float(a), float(b), float(c)) for a, b, c in zip(x[~same], found[~same], wanted[~same], strict=True)]


def single_operations() -> dict[str, Node]:
    """A program for every operation of the intermediate representation; the second argument is 1 − x/2."""
    second = apply("sub", ONE, apply("mul", constant(Fraction(1, 2)), X))
    gauss = apply("exp", apply("mul", constant(Fraction(-1, 2)), apply("mul", X, X)))
    found = {name: apply(name, X) for name in sorted(UNARY)}
    found |= {name: apply(name, X, second) for name in sorted(BINARY - {"less", "normal_cdf"})}
    found["less, select"] = select(apply("less", X, second), constant(Fraction(1, 2)), second)
    found["normal_cdf"] = normal_cdf(X, gauss)
    found["exact_exp"] = exact_exp((num(Fraction(1, 2)), num(Fraction(1, 3)), num(-1)))
    found["exact_exp of a square"] = exact_exp((num(Fraction(-1, 2)), num(0), num(0)))
    found["nan"] = NAN
    return found


def inside(name: str, x: Any) -> Any:
    low, high = DOMAINS.get(name.partition(" ")[0], (-np.inf, np.inf))
    return x[(x >= low) & (x <= high)]
