"""Speed of f and f′ together on every backend beside torch's own functions, on one thread, float64, fast mode.

A ratio is the median of ratios of neighbouring measurements, ours by torch's forward and backward pass, so that both
see the same machine.  NumPy, numba and C write into arrays that are there; torch and jax make new ones.  Code for jax
is compiled with ``jit``; C with -O2 -march=native and without contraction.  The exit status is 1 when the goal of numba
is missed.
"""

from __future__ import annotations

import argparse
import ctypes
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import number_speed  # sets the number of threads, before NumPy is imported
import numpy as np
from number_speed import SIZES, Task, ratio, torch_task

GOAL = 0.9  # numba by torch
NAMES = ("tanh", "softplus", "gelu", "mish", "logistic")


def numpy_task(name: str, x: Any, mode: str) -> Task:
    return number_speed.our_task(name, x, mode, True)


def numba_task(name: str, x: Any, mode: str) -> Task:
    import symnn

    f = symnn.compile(name, mode=mode, backend="numba")
    out = np.empty_like(x), np.empty_like(x)
    return lambda: f.value_and_derivative(x, out=out)


def our_torch_task(name: str, x: Any, mode: str) -> Task:
    import torch

    import symnn

    f = symnn.compile(name, mode=mode, backend="torch")
    values = torch.from_numpy(x).requires_grad_(True)
    ones = torch.ones_like(values)

    def task() -> object:
        values.grad = None
        f(values).backward(ones)
        return values.grad

    return task


def jax_task(name: str, x: Any, mode: str) -> Task:
    import jax

    import symnn

    jax.config.update("jax_enable_x64", True)
    f = symnn.compile(name, mode=mode, backend="jax")
    both = jax.jit(f.value_and_derivative)
    values = jax.numpy.asarray(x)
    return lambda: jax.block_until_ready(both(values))


def c_task(name: str, x: Any, mode: str) -> Task:
    import symnn

    compiler = shutil.which("cc")
    if compiler is None:
        raise ImportError("no C compiler")
    f = symnn.compile(name, mode=mode, backend="c")
    with tempfile.TemporaryDirectory() as folder:
        text, binary = Path(folder) / "f.c", Path(folder) / "f.so"
        text.write_text(f.source, encoding="ascii")
        flags = ["-std=c99", "-O2", "-march=native", "-fPIC", "-shared"]
        subprocess.run([compiler, *flags, "-o", binary, text, "-lm"], check=True)
        both = getattr(ctypes.CDLL(str(binary)), f"{f.identifier}_both")
    out = np.empty_like(x), np.empty_like(x)
    arguments = [ctypes.c_void_p(a.ctypes.data) for a in (x, *out)]
    return lambda: both(*arguments, ctypes.c_size_t(x.size)) or out


BACKENDS: dict[str, Callable[[str, Any, str], Task]] = {
    "numba": numba_task, "numpy": numpy_task, "torch": our_torch_task, "jax": jax_task, "c": c_task,
}  # fmt: skip


def installed() -> dict[str, Callable[[str, Any, str], Task]]:
    """The backends that can be measured."""
    found = {}
    for title, make in BACKENDS.items():
        try:
            make("relu", np.zeros(2), "fast")()
        except ImportError as error:
            print(f"{title}: skipped, {error}")
        else:
            found[title] = make
    return found


def compared(seconds: float, names: tuple[str, ...], mode: str) -> list[str]:
    """The tables of ratios, printed; goals that are missed."""
    missed = []
    backends = installed()
    for size in SIZES:
        x = np.random.default_rng(size).normal(0, 3, size)
        print(f"\n| f and f′ at {size:,}, by torch | {' | '.join(backends)} | numba, ns a number |")
        print("|---|" + "---|" * (len(backends) + 1))
        for name in names:
            found = {}
            for title, make in backends.items():
                task = make(name, x, mode)
                task()  # compiled now
                found[title] = ratio(task, torch_task(name, x), seconds)
            each = f"{1e9 * found['numba'][1] / size:.2f}" if "numba" in found else "-"
            print(f"| {name} | {' | '.join(f'{r:.2f}' for r, _ in found.values())} | {each} |", flush=True)
            if mode == "fast" and name in NAMES and "numba" in found and found["numba"][0] > GOAL:
                missed.append(f"{name} at {size:,}: numba {found['numba'][0]:.2f} × torch, goal {GOAL}")
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=0.4, help="a ratio takes at least this long")
    parser.add_argument("--names", nargs="*", default=list(NAMES), help="activations")
    parser.add_argument(
        "--mode", choices=["fast", "accurate"], default="fast", help="the goal is that of the fast mode"
    )
    given = parser.parse_args()
    try:
        import torch  # noqa: F401
    except ImportError as error:
        print(f"skipped, torch is what is compared with: {error}")
        return 0
    missed = compared(given.seconds, tuple(given.names), given.mode)
    for text in missed:
        print(f"missed: {text}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
