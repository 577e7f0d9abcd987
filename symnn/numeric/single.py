"""The fast mode in float32 arithmetic: the main programs with other bounds, taken only where samples show no loss.

A generated module has ``both_single`` when every operation of its programs has a form in float32, and before it
``both_tabled``, from tables of f, f′ and f″/2, when the programs are smooth and have the dear Φ.  ``usable`` runs them
at float32 numbers of every exponent beside the float64 code: f within 16 units of 2⁻²³ of its own size, f′ within 16
units of its own size or of 1, NaN and infinities in the same places.  Otherwise the float64 code is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from symnn.numeric.curve_runtime import REACH
from symnn.numeric.emit import UFUNCS, block
from symnn.numeric.nodes import Node, apply, constant, order, rewrite
from symnn.numeric.runtime import BLOCK

SAFE = 87  # e^87 and e^-87 are normal numbers of float32
OPERATIONS = frozenset(UFUNCS) | {"reciprocal", "clamp", "step", "input", "const", "normal_cdf"}
SMOOTH = frozenset("add sub mul neg square exp expm1 tanh normal_cdf clamp input const".split())
TABLED_ROWS = 4  # work space of ``follow``
UNITS = 16 * 2.0**-23
NORMAL = 2.0**-126  # below this f has no full digits


def single_block(roots: Sequence[Node], names: Sequence[str]) -> tuple[list[str], int] | None:
    """The lines of the main programs for float32 and their buffers; None where an operation has no form."""
    if any(n.op not in OPERATIONS for n in order(roots)):
        return None
    clamped = [
        rewrite(r, lambda n: apply("min", n.args[0], constant(SAFE)) if n.op == "clamp" else None) for r in roots
    ]
    main = block(clamped, names)
    calls = (("normal_cdf(", "normal_cdf_single("), (" NORMAL,", " NORMAL_SINGLE,"))
    lines = list(main.lines)
    for old, new in calls:
        lines = [line.replace(old, new) for line in lines]
    return lines, main.buffers


def tabled(roots: Sequence[Node]) -> bool:
    """Whether a step of second order from a table may be tried in place of the programs."""
    ops = {n.op for n in order(roots)}
    return "normal_cdf" in ops and ops <= SMOOTH


def run_single(program: Callable[..., None], count: int, x: Any, outs: Sequence[Any], scratch: Any) -> None:
    """Runs a block program over flat float32 data; ``scratch`` is float32, a row of a block for each of ``count``."""
    with np.errstate(all="ignore"):
        for start in range(0, x.size, BLOCK):
            stop = min(start + BLOCK, x.size)
            work = scratch[: count * (stop - start)].reshape(count, stop - start)
            program(x[start:stop], *[o[start:stop] for o in outs], work)


def usable(program: Callable[..., None], count: int, both: Callable[[Any, Any, Any], None]) -> bool:
    """Whether the samples show no loss; ``both`` is the float64 code."""
    x = probes()
    found = [np.empty_like(x), np.empty_like(x)]
    run_single(program, count, x, found, np.empty(max(count, 1) * BLOCK, np.float32))
    true = [np.empty(x.size), np.empty(x.size)]
    both(x.astype(np.float64), *true)
    with np.errstate(all="ignore"):
        for own, exact, least in zip(found, true, (0.0, 1.0), strict=True):
            rounded = exact.astype(np.float32)
            if (np.isnan(own) != np.isnan(rounded)).any():
                return False
            far = ~np.isfinite(rounded)
            near = np.abs(own.astype(np.float64) - exact) <= UNITS * np.maximum(np.abs(exact), least) + NORMAL
            if not (near | far).all() or (own[far] != rounded[far])[~np.isnan(own[far])].any():
                return False
    return True


def probes() -> Any:
    """float32 numbers of every exponent and both signs, small multiples of 1/8 and their neighbours, ±0, ±∞, NaN."""
    bits = (np.arange(255, dtype=np.uint32)[:, None] << 23) + (np.arange(64, dtype=np.uint32) * 131_071)[None, :]
    sizes = bits.reshape(-1).view(np.float32)
    usual = np.linspace(0, 128, 40_001, dtype=np.float32)
    steps = np.arange(0, 100, 0.125, dtype=np.float32)
    beside = np.nextafter(steps, np.float32(np.inf)), np.nextafter(steps, np.float32(-np.inf))
    cells = np.arange(512 * REACH + 1, dtype=np.float32)[:, None] + np.array([0.0, 0.25, 0.49, 0.51], np.float32)
    tables = cells.reshape(-1) / np.float32(512.0)  # both ends of every cell of a table
    one = np.concatenate([sizes, usual, steps, *beside, tables, np.array([np.inf, np.nan], np.float32)])
    return np.concatenate([one, -one])


__all__ = ["TABLED_ROWS", "run_single", "single_block", "tabled", "usable"]
