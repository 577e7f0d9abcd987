"""Operations of a network's symbolic gradient beside reverse mode and beside SymPy's ``diff`` with ``cse``.

Reverse mode is counted on the same forward assignments, node by node: n − 1 additions of a sum and none on the way
back, one multiplication of a product and two back, f and f′ of a function and one product back, and one addition for
every use of a value after its first.  SymPy differentiates the closed loss by every parameter and eliminates common
subexpressions, in a process that may take ``--seconds``.  The exit status is 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from typing import Any

import sympy

import symnn
from symnn import Dense

GOAL = 1.5
SIZES = ((2, 3, 1), (4, 8, 1), (4, 8, 8, 1), (8, 16, 16, 1))
SLOPES = {sympy.tanh: 2, sympy.exp: 0, sympy.log: 0, sympy.erf: 4}  # operations of f′ beside those of f
CHILD = """
import sys
from gradient_operations import network
import sympy
told = network({sizes!r}, {activation!r}).symbolic()
loss = told.closed(told.loss)
names = [n for w, b in told.parameters for n in (*w, *b)]
shared, rest = sympy.cse([loss, *(sympy.diff(loss, n) for n in names)])
print(sum(int(sympy.count_ops(e)) for _, e in shared) + sum(int(sympy.count_ops(e)) for e in rest))
"""


def network(sizes: tuple[int, ...], activation: str) -> Any:
    layers = [Dense(n, m, activation) for n, m in pairwise(sizes[:-1])]
    return symnn.network([*layers, Dense(sizes[-2], sizes[-1])], loss="mse")


def reverse_mode(told: Any) -> int:
    """Operations of a forward and a backward sweep, with the slopes that reverse mode needs."""
    forward = [(s, e) for s, e in told.assignments if str(s)[0] in "zatreL"]
    constant = {*told.inputs, *told.targets}
    uses: Counter[Any] = Counter()
    operations = 0

    def visit(e: Any) -> bool:
        """Whether a gradient flows into the node."""
        nonlocal operations
        if e.is_Symbol:
            if e in constant:
                return False
            uses[e] += 1
            return True
        if not e.args:
            return False
        active = [visit(a) for a in e.args]
        flows = sum(active)
        if e.is_Add:
            operations += len(e.args) - 1
        elif e.is_Mul:
            operations += len(e.args) - 1 + flows * (len(e.args) - 1)
        elif e.is_Pow:
            operations += 1 + 2 * flows
        else:
            operations += 1 + (SLOPES.get(e.func, 2) + 1) * flows
        return flows > 0

    for _, e in forward:
        visit(e)
    return operations + sum(n - 1 for n in uses.values() if n > 1)


def with_sympy(sizes: tuple[int, ...], activation: str, seconds: float) -> int | None:
    code = CHILD.format(sizes=sizes, activation=activation)
    try:
        found = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=seconds, check=True,
            cwd=sys.path[0],
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    return int(found.stdout)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="that SymPy may take for one network")
    seconds = parser.parse_args().seconds
    print("| network | activation | symnn | reverse mode | ratio | SymPy diff and cse | ratio |")
    print("|---|---|---|---|---|---|---|")
    missed = []
    for activation in ("sigmoid", "tanh", "softplus", "gelu"):
        for sizes in SIZES:
            told = network(sizes, activation).symbolic()
            reverse = reverse_mode(told)
            ratio = told.operations / reverse
            theirs = with_sympy(sizes, activation, seconds)
            other = f"{theirs} | {theirs / reverse:.2f}" if theirs else f"more than {seconds:g} s | "
            name = "-".join(map(str, sizes))
            print(f"| {name} | {activation} | {told.operations} | {reverse} | {ratio:.2f} | {other} |", flush=True)
            if ratio > GOAL:
                missed.append(f"{name} {activation}: {ratio:.2f} × reverse mode, goal {GOAL}")
    print(*(f"missed: {m}" for m in missed), sep="\n", end="\n" if missed else "")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
