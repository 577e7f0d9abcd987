"""Accuracy of eighteen activations and their derivatives over the whole range of floats, beside what users have.

Errors in ULP against certified values at about 15,600 points a function; ``--details`` says for each function how far
off symnn is and where, ``--rivals`` the same for the others.  The exit status is 1 if symnn's accurate mode misses one
of the 36 functions: more than 4 ULP, NaN, a wrong infinity, a warning, another dtype, or a wrong limit at ±∞.  The
rivals need the extra ``rivals``; one that is not installed is left out with its reason.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))

from numeric_judge import Score, score, wrong_specials  # type: ignore[import-not-found]
from numeric_points import SEEDS, points, root_points  # type: ignore[import-not-found]
from numeric_reference import ACTIVATIONS, FURTHER, Activation, exactly  # type: ignore[import-not-found]
from numeric_rivals import RIVALS  # type: ignore[import-not-found]
from ulp import Exact  # type: ignore[import-not-found]

LIMIT, LIMIT_32 = 4.0, 0.51
Pair = tuple[Callable[[Any], Any], Callable[[Any], Any]]
Implementation = Mapping[str, Pair]
ROWS = ("naive lambdify", "NumPy/SciPy by hand", "torch", "jax", "HIPS autograd", "symnn fast", "symnn accurate")


@dataclass
class Case:
    """One of the functions f, f′: where it is judged and what is true there."""

    activation: Activation
    order: int
    points: Any
    exact: Exact
    roots: Any
    at_roots: Exact

    @property
    def title(self) -> str:
        own = f"({self.activation.parameter:g})" if self.activation.parameter is not None else ""
        return f"{self.activation.name}{own}{'′' * self.order}"

    def judge(self, pair: Pair, limit: float) -> tuple[Score, Score | None]:
        kinks = self.activation.kinks if self.order else ()
        whole = score(pair[self.order], self.points, self.exact, limit, kinks)
        near = score(pair[self.order], self.roots, self.at_roots, limit, kinks) if len(self.roots) else None
        return whole, near


def cases(activations: tuple[Activation, ...], seed: str, dtype: type[np.floating]) -> list[Case]:
    found = []
    for activation in activations:
        xs = points(seed, activation.both, activation.kinks, dtype)
        for order, function in enumerate(activation.both):
            roots = root_points(seed, function, dtype)
            found.append(Case(activation, order, xs, exactly(function, xs), roots, exactly(function, roots)))
    return found


def symnn(mode: str, activations: tuple[Activation, ...] = ACTIVATIONS) -> Implementation:
    """The compiled functions; ImportError as long as there is no ``symnn.compile``."""
    try:
        import symnn

        compile: Callable[..., Any] = symnn.compile
    except AttributeError:
        raise ImportError("there is no symnn.compile yet") from None
    return {activation.name: _pair(compile(activation.name, mode=mode), activation) for activation in activations}


def _pair(function: Any, activation: Activation) -> Pair:
    if activation.parameter is None:
        return function, function.derivative
    own = {next(iter(function.parameters)): activation.parameter}
    return (lambda x: function(x, **own)), (lambda x: function.derivative(x, **own))


def implementation(title: str) -> Implementation:
    if title.startswith("symnn"):
        return symnn(title.split()[1])
    return dict(RIVALS[title]())


def row(title: str, pairs: Implementation, judged: list[Case], details: bool) -> list[tuple[Case, Score]]:
    """The row of the table, printed; what misses 4 ULP."""
    results = [(case, *case.judge(pairs[case.activation.name], LIMIT)) for case in judged]
    whole = [s for _, s, _ in results]
    near = [s for _, _, s in results if s is not None]
    print(
        f"| {title} | {sum(s.within(LIMIT) for s in whole)}/{len(whole)} | {sum(s.usual <= LIMIT for s in whole)} "
        f"| {sum(s.nonfinite > 0 for s in whole)} "
        f"| {sum(bool(s.warned) for s in whole)} | {sum(s.garbage > 0 for s in whole)} "
        f"| {sum(s.within(LIMIT) for s in near)}/{len(near)} |",
        flush=True,
    )
    if details:
        for case, s, root in results:
            print(f"  {title}, {case.title}: {s}" + (f"; at roots {root}" if root else ""))
    missed = [(case, s) for case, s, _ in results if not s.within(LIMIT) or s.warned or s.dtype != "float64"]
    return missed + [(case, root) for case, _, root in results if root and not root.within(LIMIT)]


def table(judged: list[Case], titles: tuple[str, ...], details: bool, rivals: bool) -> list[str]:
    """The table of all implementations, printed; what symnn's accurate mode misses."""
    count = len(judged)
    columns = ("≤ 4 ULP", "but for subnormals", "with NaN/inf", "with warnings", "with garbage", "≤ 4 ULP at roots")
    print(f"| float64, {count} functions | {' | '.join(columns)} |")
    print("|---" * (len(columns) + 1) + "|")
    missed, skipped = [], []
    for title in titles:
        try:
            pairs = implementation(title)
        except ImportError as error:
            skipped.append(f"{title}: skipped, {error}")
            continue
        wrong = row(title, pairs, judged, (details and title.startswith("symnn")) or rivals)
        if title == "symnn accurate":
            missed = [f"float64 {case.title}: {s}" for case, s in wrong]
    print("\n".join(skipped))
    return missed


def single(titles: tuple[str, ...], seed: str, details: bool) -> list[str]:
    """The same in float32, where half an ULP is the best there is; what symnn misses."""
    judged = cases(ACTIVATIONS, seed, np.float32)
    missed = []
    print(f"\n| float32, {len(judged)} functions | ≤ {LIMIT_32} ULP | ≤ 4 ULP | with NaN/inf | another dtype | worst |")
    print("|---|---|---|---|---|---|")
    for title in titles:
        try:
            pairs = implementation(title)
        except ImportError:
            continue
        results = [(case, case.judge(pairs[case.activation.name], LIMIT_32)[0]) for case in judged]
        scores = [s for _, s in results]
        worst = max(results, key=lambda r: r[1].worst)
        print(
            f"| {title} | {sum(s.within(LIMIT_32) for s in scores)}/{len(scores)} "
            f"| {sum(s.within(LIMIT) for s in scores)} | {sum(s.nonfinite > 0 for s in scores)} "
            f"| {sum(s.dtype != 'float32' for s in scores)} | {worst[1].worst:.3g} ({worst[0].title}) |",
            flush=True,
        )
        for case, s in results:
            if details and title.startswith("symnn"):
                print(f"  {title}, {case.title}: {s}")
            if title == "symnn accurate" and (not s.within(LIMIT_32) or s.warned or s.dtype != "float32"):
                missed.append(f"float32 {case.title}: {s} {s.dtype}")
    return missed


def specials(activations: tuple[Activation, ...], pairs: Implementation) -> list[str]:
    return [text for a in activations for order in (0, 1) for text in wrong_specials(pairs[a.name][order], a, order)]


def further(seed: str, details: bool) -> list[str]:
    """Ours alone: other parameters and names; what misses."""
    wrong = []
    for activation in FURTHER:
        pairs = symnn("accurate", (activation,))
        try:
            wrong += specials((activation,), pairs)
        except Exception as error:  # no code for it: that is what is missed
            wrong.append(f"{activation.name}({activation.parameter}): {type(error).__name__}: {str(error)[:80]}")
            continue
        for case in cases((activation,), seed, np.float64):
            whole, near = case.judge(pairs[activation.name], LIMIT)
            for s in (whole, near):
                if s and (not s.within(LIMIT) or s.warned):
                    wrong.append(f"{case.title}: {s}")
            if details:
                print(f"  {case.title}: {whole}" + (f"; at roots {near}" if near else ""))
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seed", choices=sorted(SEEDS), default="benchmark", help="which points")
    parser.add_argument("--details", action="store_true", help="each function of symnn with its largest error")
    parser.add_argument("--rivals", action="store_true", help="each function of each rival with its largest error")
    parser.add_argument("--only", default="", help="rows whose title contains this")
    parser.add_argument("--no-float32", action="store_true", help="leave out the table of float32")
    given = parser.parse_args()
    start = perf_counter()
    titles = tuple(title for title in ROWS if given.only in title)
    judged = cases(ACTIVATIONS, given.seed, np.float64)
    count = sum(len(case.points) for case in judged) // len(judged)
    print(f"{count} points a function, seed {given.seed}; exact values in {perf_counter() - start:.1f} s\n")
    missed = table(judged, titles, given.details, given.rivals)
    if not given.no_float32:
        missed += single(titles, given.seed, given.details)
    if "symnn accurate" in titles:
        try:
            missed += specials(ACTIVATIONS, symnn("accurate")) + further(given.seed, given.details)
        except ImportError as error:
            print(f"specials: skipped, {error}")
    print(f"\n{perf_counter() - start:.0f} s")
    for text in missed:
        print(f"missed: {text}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
