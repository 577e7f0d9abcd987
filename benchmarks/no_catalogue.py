"""Accuracy of compiled expressions that are in no catalogue, f and f′, over the whole range of floats.

Forty expressions that people write; periodic ones for |x| ≤ 10.  Exact values are certified by balls or agreed upon
by two high precisions.  One table counts, beside lambdify, torch and jax on the same text; another shows symnn's
largest error in ULP and where.  A gap that can be filled, as (eˣ - 1)/x at 0, has the limit as its value.  The exit
status is 1 when fewer than 20 expressions stay within 8 ULP, f and f′, or symnn gives NaN, a wrong infinity or a
warning anywhere.
"""

from __future__ import annotations

import argparse
import math
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))

from expression_reference import Expression, exact, real  # type: ignore[import-not-found]
from numeric_judge import Score, score  # type: ignore[import-not-found]
from numeric_points import SEEDS, points  # type: ignore[import-not-found]
from numeric_rivals import EXPRESSION_RIVALS  # type: ignore[import-not-found]
from ulp import Exact  # type: ignore[import-not-found]

LIMIT, GOAL = 8.0, 20
Pair = tuple[Callable[[Any], Any], Callable[[Any], Any]]
Case = tuple[Expression, Any, tuple[Exact, Exact]]
SIGMOID = "1/(1 + exp(-x))"
# text; limits of f and f′ at 0 where the formula has a gap; places where f′ has none; largest |x|
EXPRESSIONS = tuple(
    Expression(*row)
    for row in (
        (f"x*log(1 + {SIGMOID})",),
        ("x*tanh(exp(x))",),
        ("log(cosh(x))",),
        ("(exp(x) - 1)/x", ("1", "1/2")),
        ("sqrt(1 + x**2) - 1",),
        ("log(1 + x**2)/x", ("0", "1")),
        ("x - tanh(x)",),
        (f"1 - {SIGMOID}",),
        (f"{SIGMOID} - Rational(1, 2)",),
        ("(x + sqrt(x**2 + 4))/2",),
        ("sqrt(x**2 + 1) - x",),
        ("x/sqrt(1 + x**2)",),
        ("log(1 + exp(x)) - log(2)",),
        (f"log({SIGMOID})",),
        ("1 - tanh(x)**2",),
        ("exp(-x**2)",),
        ("x*exp(-x**2)",),
        ("1/(1 + x**2)",),
        ("atan(x)",),
        ("sin(x)/x", ("1", "0"), 10.0),
        ("1 - cos(x)", None, 10.0),
        ("x + sin(x)**2", None, 10.0),
        ("x**2/(1 + exp(-x))",),
        ("(sqrt(x**2 + 1) - 1)/2 + x",),
        ("(exp(x) - exp(-x))/2",),
        ("x*tanh(log(1 + exp(2*x)))",),
        ("log(x + sqrt(1 + x**2))",),
        ("1/(1 + exp(-x**2))",),
        ("exp(x)/(1 + exp(x))**2",),
        ("Piecewise((x, x > 0), (x*exp(x), True))",),
        ("Piecewise((log(1 + x), x > 0), (-log(1 - x), True))",),
        ("log(1 + exp(x)) - Piecewise((x, x > 0), (0, True))", None, math.inf, (0.0,)),
        ("exp(-exp(-x))",),
        ("1 - exp(-exp(x))",),
        (f"x*tanh(log(1 + {SIGMOID}))",),
        ("exp(x) - 1 - x",),
        ("x*erf(log(1 + exp(x)))",),
        ("tanh(x)/x", ("1", "0")),
        ("sqrt(x**2 + Rational(1, 10**6))",),
        ("x*log(2 - exp(-exp(x)))",),
    )
)


def cases(seed: str, share: float, chosen: str) -> list[Case]:
    found = []
    for expression in EXPRESSIONS:
        if chosen in expression.text:
            both = [real(part) for part in expression.both]
            xs = points(seed, both, expression.kinks, np.float64, share, expression.limit)
            found.append((expression, xs, tuple(exact(part, xs) for part in expression.both)))
    return found


def symnn(mode: str) -> Callable[[Any, Any], Pair]:
    """ImportError as long as there is no ``symnn.compile``."""
    try:
        import symnn

        compile: Callable[..., Any] = symnn.compile
    except AttributeError:
        raise ImportError("there is no symnn.compile yet") from None

    def pair(value: Any, slope: Any) -> Pair:
        function = compile(value, mode=mode)
        return function, function.derivative

    return pair


def scores(make: Callable[[Any, Any], Pair], judged: list[Case]) -> list[tuple[Case, list[Score]]]:
    """ImportError when the library is not installed; an expression that it cannot do is a failure with its reason."""
    found = []
    for case in judged:
        expression, xs, truths = case
        try:
            pair = make(*expression.both)
        except ImportError:
            raise
        except Exception as error:  # shown with the expression
            pair = (_failing(error), _failing(error))
        found.append((case, [score(f, xs, truth, LIMIT) for f, truth in zip(pair, truths, strict=True)]))
    return found


def _failing(error: Exception) -> Callable[[Any], Any]:
    def raises(x: Any) -> Any:
        raise error

    return raises


def count(title: str, results: list[tuple[Case, list[Score]]]) -> None:
    flat = [s for _, both in results for s in both]
    whole = sum(all(s.within(LIMIT) for s in both) for _, both in results)
    print(
        f"| {title} | {sum(s.within(LIMIT) for s in flat)}/{len(flat)} | {whole}/{len(results)} "
        f"| {sum(s.nonfinite > 0 for s in flat)} | {sum(bool(s.warned) for s in flat)} "
        f"| {sum(s.garbage > 0 for s in flat)} |",
        flush=True,
    )


def at_zero(expression: Expression, pair: Pair) -> str:
    """What is wrong with the values in a gap at 0."""
    if expression.at_zero is None:
        return ""
    wrong = []
    for function, wanted in zip(pair, expression.at_zero, strict=True):
        with warnings.catch_warnings(record=True) as log:
            warnings.simplefilter("always")
            found = float(np.asarray(function(np.zeros(1)))[0])
        value = float(np.prod([float(p) ** e for p, e in zip(wanted.split("/"), (1, -1), strict=False)]))
        if log or not abs(found - value) <= 4e-16 * abs(value):
            wrong.append(f"{found} for {wanted} at 0")
    return "; ".join(wrong)


def ours(results: list[tuple[Case, list[Score]]], make: Callable[[Any, Any], Pair], naive: dict[str, Any]) -> list[str]:
    """Each expression with symnn's largest errors, printed; NaN, wrong infinities and warnings."""
    print("\n| expression | f, ULP | at | f′, ULP | at | lambdify f, f′ | besides |\n|---|---|---|---|---|---|---|")
    wrong = []
    for (expression, _, _), both in results:
        first, second = both
        besides = [s.failure for s in both[:1] if s.failure]
        if not besides:
            besides += [at_zero(expression, make(*expression.both))]
            besides += [f"{s.nonfinite} not finite" for s in both if s.nonfinite] + [w for s in both for w in s.warned]
        text = "; ".join(filter(None, besides))
        other = ", ".join(f"{s.worst:.2g}" for s in naive.get(expression.text, ()))
        print(f"| `{expression.text}` | {first.worst:.2f} | {first.at:.6g} | {second.worst:.2f} | {second.at:.6g} "
              f"| {other} | {text} |")  # fmt: skip
        if text and not first.failure:
            wrong.append(f"{expression.text}: {text}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seed", choices=sorted(SEEDS), default="benchmark", help="which points")
    parser.add_argument("--share", type=float, default=0.25, help="part of the 16,000 points")
    parser.add_argument("--only", default="", help="expressions that contain this text")
    parser.add_argument("--mode", default="accurate", help="symnn's mode")
    given = parser.parse_args()
    start = perf_counter()
    judged = cases(given.seed, given.share, given.only)
    print(f"{len(judged)} expressions, about {round(16_000 * given.share)} points each, exact values in "
          f"{perf_counter() - start:.0f} s\n")  # fmt: skip
    print(f"| | functions ≤ {LIMIT:g} ULP | expressions, f and f′ | NaN/inf | warnings | garbage |")
    print("|---|---|---|---|---|---|")
    naive: dict[str, Any] = {}
    for title, rival in EXPRESSION_RIVALS.items():
        try:
            results = scores(rival, judged)
        except ImportError as error:
            print(f"{title}: skipped, {error}")
            continue
        count(title, results)
        naive |= {case[0].text: both for case, both in results} if title == "naive lambdify" else {}
    try:
        make = symnn(given.mode)
    except ImportError as error:
        print(f"symnn: skipped, {error}")
        return 0
    results = scores(make, judged)
    count(f"symnn {given.mode}", results)
    wrong = ours(results, make, naive)
    met = sum(all(s.within(LIMIT) for s in both) for _, both in results)
    print(f"\n{met} of {len(judged)} expressions within {LIMIT:g} ULP (goal {GOAL}), {perf_counter() - start:.0f} s")
    for text in wrong:
        print(f"wrong: {text}")
    return int(bool(wrong) or met < min(GOAL, len(judged)))


if __name__ == "__main__":
    sys.exit(main())
