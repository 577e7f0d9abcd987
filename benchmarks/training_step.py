"""Seconds of a training step on one thread: forward, backward and update of a network, beside torch and the products.

784-256-128-10, batch 128, cross-entropy, gradient descent.  A ratio is the median of ratios of neighbouring
measurements, ours by theirs; "products" are the matrix products of forward and backward alone, into arrays that exist,
with weights and their gradients stored as ours are, (outputs, inputs), which is the fastest order.
Then the cost against depth and width, and the bytes that NumPy takes in a step after the first.  The exit status is 1
when a goal is missed.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tracemalloc
from collections.abc import Callable
from typing import Any

for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402  (after the number of threads)
from number_speed import ratio  # noqa: E402

SIZES, BATCH, RATE = (784, 256, 128, 10), 128, 0.01
GOALS = {"relu": 1.2, "tanh": 1.2, "gelu": 1.4}  # by the matrix products
TORCH = 0.85
DEPTHS, WIDTHS = (4, 8, 16, 32), (64, 128, 256, 512)
CURVED = 1.3  # seconds a layer at the greatest depth, by those at the least, measured side by side
Task = Callable[[], object]


def data(sizes: tuple[int, ...], dtype: str) -> tuple[Any, Any]:
    random = np.random.default_rng(0)
    return random.normal(size=(BATCH, sizes[0])).astype(dtype), random.integers(0, sizes[-1], BATCH)


def trainer(sizes: tuple[int, ...], name: str, dtype: str, mode: str = "fast") -> tuple[Any, Any, Any]:
    import symnn
    from symnn.network import SGD, Trainer

    last = len(sizes) - 2
    layers = [
        symnn.Dense(n, m, "identity" if k == last else name) for k, (n, m) in enumerate(itertools.pairwise(sizes))
    ]
    net = symnn.network(layers, loss="cross_entropy", dtype=dtype, mode=mode)
    return Trainer(net, SGD(RATE)), *data(sizes, dtype)


def our_task(sizes: tuple[int, ...], name: str, dtype: str) -> Task:
    own, x, y = trainer(sizes, name, dtype)
    return lambda: own.advance(x, y, "classes")


def products_task(sizes: tuple[int, ...], dtype: str) -> Task:
    """X W forward, Xᵀ G and G Wᵀ backward, of every layer but for the gradient in X."""
    random = np.random.default_rng(0)
    pairs = [(m, n) for n, m in itertools.pairwise(sizes)]
    weights = [(random.normal(size=p) / np.sqrt(p[1])).astype(dtype) for p in pairs]
    inputs = [random.normal(size=(BATCH, n)).astype(dtype) for n in sizes]
    outputs, changes = [np.empty_like(a) for a in inputs], [np.empty_like(w) for w in weights]

    def task() -> object:
        for k, w in enumerate(weights):
            np.matmul(inputs[k], w.T, out=outputs[k + 1])
        for k in reversed(range(len(weights))):
            np.matmul(inputs[k + 1].T, inputs[k], out=changes[k])
            if k:
                np.matmul(inputs[k + 1], weights[k], out=outputs[k])
        return changes

    return task


def torch_task(sizes: tuple[int, ...], name: str, dtype: str) -> Task:
    import torch
    from torch import nn

    torch.set_num_threads(1)
    activation = {"relu": nn.ReLU, "tanh": nn.Tanh, "gelu": nn.GELU}[name]
    rows: list[Any] = []
    for n, m in itertools.pairwise(sizes):
        rows += [nn.Linear(n, m, dtype=getattr(torch, dtype)), activation()]
    net = nn.Sequential(*rows[:-1])
    optimiser = torch.optim.SGD(net.parameters(), lr=RATE)
    x, y = (torch.from_numpy(a) for a in data(sizes, dtype))
    loss = nn.CrossEntropyLoss()

    def task() -> object:
        optimiser.zero_grad()
        value = loss(net(x), y)
        value.backward()
        optimiser.step()
        return value

    return task


def steps(seconds: float) -> list[str]:
    """The table of ratios, printed; goals that are missed."""
    try:
        torch_task(SIZES, "relu", "float64")
        titles = ["torch", "products"]
    except ImportError as error:
        print(f"torch: skipped, {error}")
        titles = ["products"]
    missed = []
    print(f"\n| {'-'.join(map(str, SIZES))}, batch {BATCH} | ms | " + " | ".join(f"by {t}" for t in titles) + " |")
    print(f"|---|---|{'---|' * len(titles)}")
    for dtype in ("float64", "float32"):
        for name, goal in GOALS.items():
            ours = our_task(SIZES, name, dtype)
            rivals = [torch_task(SIZES, name, dtype)] if "torch" in titles else []
            rivals.append(products_task(SIZES, dtype))
            found = {t: ratio(ours, task, seconds) for t, task in zip(titles, rivals, strict=True)}
            cells = " | ".join(f"{r:.2f}" for r, _ in found.values())
            print(f"| {name}, {dtype} | {1e3 * found['products'][1]:.2f} | {cells} |", flush=True)
            for title, (value, _) in found.items():
                wanted = TORCH if title == "torch" else goal
                if value > wanted:
                    missed.append(f"{name}, {dtype}: {value:.2f} × {title}, goal {wanted}")
    return missed


def growth(seconds: float, picture: str | None) -> list[str]:
    """Milliseconds a layer against depth, and a step against width, printed, and plotted into a file if wanted."""
    print("\n| hidden layers of 128 units | ms a step | ms a layer | by a layer of the first row |\n|---|---|---|---|")
    deep = [our_task((128,) * (depth + 1) + (10,), "tanh", "float64") for depth in DEPTHS]
    each = []
    for depth, task in zip(DEPTHS, deep, strict=True):
        share, time = ratio(task, deep[0], seconds)
        bend = share * DEPTHS[0] / depth
        each.append(1e3 * time / depth)
        print(f"| {depth} | {1e3 * time:.2f} | {each[-1]:.3f} | {bend:.2f} |", flush=True)
    print("\n| units of 4 hidden layers | ms a step | by products |\n|---|---|---|")
    steps_, products = [], []
    for width in WIDTHS:
        sizes = (width,) * 5 + (10,)
        share, time = ratio(our_task(sizes, "tanh", "float64"), products_task(sizes, "float64"), seconds)
        steps_.append(1e3 * time)
        products.append(1e3 * time / share)
        print(f"| {width} | {1e3 * time:.2f} | {share:.2f} |", flush=True)
    if picture is not None:
        plotted([d * e for d, e in zip(DEPTHS, each, strict=True)], steps_, products, picture)
    if bend > CURVED:
        return [f"depth: a layer of {DEPTHS[-1]} takes {bend:.2f} × as long as one of {DEPTHS[0]}, goal {CURVED}"]
    return []


def plotted(by_depth: list[float], by_width: list[float], products: list[float], path: str) -> None:
    """Milliseconds against depth and against width, the straight line and the matrix products beside them."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.5), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot(DEPTHS, by_depth, "o-", label="a training step")
    left.plot(DEPTHS, [by_depth[0] * d / DEPTHS[0] for d in DEPTHS], ":", color="gray", label="linear")
    left.set(xlabel="hidden layers of 128 units", ylabel="ms", xlim=(0, None), ylim=(0, None))
    right.loglog(WIDTHS, by_width, "o-", label="a training step")
    right.loglog(WIDTHS, products, "s--", color="gray", label="its matrix products")
    right.set(xlabel="units of 4 hidden layers", ylabel="ms")
    for axes in (left, right):
        axes.legend(fontsize="small")
    figure.savefig(path)


def memory() -> list[str]:
    """Bytes taken and kept in a step after the first, printed."""
    print("\n| bytes in a step | kept | at most at once | smallest array of a layer |\n|---|---|---|---|")
    missed = []
    for dtype in ("float64", "float32"):
        for name in GOALS:
            own, x, y = trainer(SIZES, name, dtype)
            own.advance(x, y, "classes")
            tracemalloc.start()
            own.advance(x, y, "classes")
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            own.advance(x, y, "classes")
            after, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            smallest = BATCH * 128 * np.dtype(dtype).itemsize
            print(f"| {name}, {dtype} | {after - before} | {peak - before} | {smallest} |")
            if peak - before > smallest // 4:
                missed.append(f"{name}, {dtype}: {peak - before} bytes at once in a step")
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=1.0, help="a ratio takes at least this long")
    parser.add_argument("--plot", metavar="FILE", help="draw the cost against depth and width (needs matplotlib)")
    given = parser.parse_args()
    missed = steps(given.seconds) + growth(given.seconds / 2, given.plot) + memory()
    for text in missed:
        print(f"missed: {text}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
