"""Speed of compiled functions on one thread, f and f′ together, beside torch, jax and lambdify; the cost of deriving.

A ratio is the median of ratios of neighbouring measurements, ours by theirs, so that both see the same machine.  torch
runs forward and backward with a gradient of ones; jax a compiled value and gradient.  The last tables show accurate by
fast mode, and seconds to derive and certify: the whole catalogue without and with a cache, and
``symnn.compile("gelu")`` in a new process.  The exit status is 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import numpy as np  # noqa: E402  (after the number of threads)

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))

SIZES = (1_000, 100_000)
GOALS = {"tanh": 1.0, "softplus": 1.0, "gelu": 1.0, "mish": 1.0, "logistic": 1.3}  # by torch, fast mode
NAMES = (*GOALS, "silu", "elu", "gelu_tanh", "log_sigmoid", "softsign", "selu", "hard_swish", "relu")
ACCURATE, CATALOGUE, CACHED, GELU = 3.0, 20.0, 0.5, 1.0
Task = Callable[[], object]
CHILD = """
from time import perf_counter
start = perf_counter()
import numpy
import symnn
symnn.compile
imported = perf_counter()
for name in {names!r}:  # a call, as what is compiled lazily costs there
    symnn.compile(name, mode="accurate").value_and_derivative(numpy.ones(1))
print(imported - start, perf_counter() - imported)
"""


def torch_task(name: str, x: Any) -> Task:
    import torch
    from torch.nn import functional as nn

    torch.set_num_threads(1)
    spelled = {"logistic": "sigmoid", "log_sigmoid": "logsigmoid", "gelu_tanh": "gelu", "hard_swish": "hardswish"}
    function = getattr(torch, name, None) or getattr(nn, spelled.get(name, name))
    extra = {"approximate": "tanh"} if name == "gelu_tanh" else {}
    values = torch.from_numpy(x).requires_grad_(True)
    ones = torch.ones_like(values)

    def task() -> object:
        values.grad = None
        result = function(values, **extra)
        result.backward(ones)
        return values.grad

    return task


def jax_task(name: str, x: Any) -> Task:
    import jax

    jax.config.update("jax_enable_x64", True)
    spelled = {"logistic": "sigmoid", "gelu_tanh": "gelu", "softsign": "soft_sign"}
    function = getattr(jax.nn, spelled.get(name, name))
    extra = {"approximate": name == "gelu_tanh"} if name.startswith("gelu") else {}
    both = jax.jit(jax.vmap(jax.value_and_grad(lambda t: function(t, **extra))))
    values = jax.numpy.asarray(x)
    return lambda: jax.block_until_ready(both(values))


def lambdify_task(name: str, x: Any) -> Task:
    from numeric_rivals import naive  # type: ignore[import-not-found]

    value, slope = naive()[name]

    def task() -> object:
        with np.errstate(all="ignore"):
            return value(x), slope(x)

    return task


THEIRS: Mapping[str, Callable[[str, Any], Task]] = {"torch": torch_task, "jax": jax_task, "lambdify": lambdify_task}


def our_task(name: str, x: Any, mode: str, keep: bool) -> Task:
    """``keep``: into arrays that are there already."""
    import symnn

    compile: Callable[..., Any] = symnn.compile
    function = compile(name, mode=mode)
    out = (np.empty_like(x), np.empty_like(x)) if keep else None
    return lambda: function.value_and_derivative(x, out=out)


def ratio(first: Task, second: Task, seconds: float) -> tuple[float, float]:
    """The median of ``first`` by ``second`` over neighbouring batches, and the median seconds of ``first``."""
    batch = max(1, round(1e-3 / max(_timed(first, 3), _timed(second, 3), 1e-7)))
    ratios: list[float] = []
    times: list[float] = []
    end = perf_counter() + seconds
    gc.disable()
    try:
        while perf_counter() < end or len(ratios) < 15:
            if len(ratios) % 2:
                one, two = _timed(first, batch), _timed(second, batch)
            else:
                two, one = _timed(second, batch), _timed(first, batch)
            ratios.append(one / two)
            times.append(one)
    finally:
        gc.enable()
    return statistics.median(ratios), statistics.median(times)


def _timed(task: Task, count: int) -> float:
    start = perf_counter()
    for _ in range(count):
        task()
    return (perf_counter() - start) / count


def installed() -> dict[str, Callable[[str, Any], Task]]:
    found = {}
    for title, make in THEIRS.items():
        try:
            make("tanh", np.zeros(2))
        except ImportError as error:
            print(f"{title}: skipped, {error}")
        else:
            found[title] = make
    return found


def compared(seconds: float, names: tuple[str, ...]) -> list[str]:
    """The tables of ratios, printed; goals that are missed."""
    missed = []
    theirs = installed()
    for size in SIZES:
        x = np.random.default_rng(size).normal(0, 3, size)
        titles = (
            [f"fast / {t}" for t in theirs] + ["fast, new arrays / torch"] * ("torch" in theirs) + ["accurate / fast"]
        )
        print(f"\n| f and f′ at {size:,} | µs, fast | {' | '.join(titles)} |\n|---|{'---|' * (len(titles) + 1)}")
        for name in names:
            fast = our_task(name, x, "fast", True)
            found = {t: ratio(fast, make(name, x), seconds) for t, make in theirs.items()}
            if "torch" in theirs:
                found["new"] = ratio(our_task(name, x, "fast", False), torch_task(name, x), seconds)
            accurate = ratio(our_task(name, x, "accurate", True), fast, seconds)
            values = [f"{r:.2f}" for r, _ in found.values()] + [f"{accurate[0]:.2f}"]
            micro = 1e6 * statistics.median([t for _, t in found.values()] or [accurate[1] / accurate[0]])
            print(f"| {name} | {micro:.1f} | {' | '.join(values)} |", flush=True)
            if "torch" in found and found["torch"][0] > GOALS.get(name, np.inf):
                missed.append(f"{name} at {size:,}: {found['torch'][0]:.2f} × torch, goal {GOALS[name]}")
            if accurate[0] > ACCURATE:
                missed.append(f"{name} at {size:,}: accurate mode {accurate[0]:.2f} × fast, goal {ACCURATE}")
    return missed


def derived() -> list[str]:
    """Seconds to derive and certify, printed; goals that are missed."""
    from numeric_reference import ACTIVATIONS, FURTHER  # type: ignore[import-not-found]

    everything = list(dict.fromkeys(a.name for a in ACTIVATIONS + FURTHER))
    missed = []
    print("\n| in a new process | import, s | compile, s | goal |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        for title, names, cache, goal in (
            ("gelu, no cache", ["gelu"], one, GELU),
            ("gelu, from the cache", ["gelu"], one, CACHED),
            (f"{len(everything)} activations, no cache", everything, two, CATALOGUE),
            (f"{len(everything)} activations, from the cache", everything, two, CACHED),
        ):
            imported, compiled = _child(names, cache)
            print(f"| {title} | {imported:.2f} | {compiled:.2f} | {goal} |", flush=True)
            if compiled > goal:
                missed.append(f"{title}: {compiled:.2f} s, goal {goal} s")
    return missed


def _child(names: list[str], cache: str) -> tuple[float, float]:
    environment = os.environ | {"SYMNN_CACHE": cache}
    code = CHILD.format(names=names)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment)
    imported, compiled = map(float, done.stdout.split())
    return imported, compiled


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=0.4, help="a ratio takes at least this long")
    parser.add_argument("--names", nargs="*", default=list(NAMES), help="activations")
    parser.add_argument("--no-derive", action="store_true", help="leave out what deriving costs")
    given = parser.parse_args()
    import symnn

    if not hasattr(symnn, "compile"):
        print("skipped, there is no symnn.compile yet")
        return 0
    missed = compared(given.seconds, tuple(given.names))
    if not given.no_derive:
        missed += derived()
    for text in missed:
        print(f"missed: {text}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
