"""Back-propagation beside depth: the gradient in the first weights of a network of 2 to 32 layers, written out.

The claim is ∂ℓ/∂W₁ = δ₁xᵀ with every layer's own sizes.  Printed: seconds of the prover, with the checker, and the
growth from one depth to the next; beyond the square of the depth the exit status is 1.  Last, the gradient in the
weights of the queries of a transformer block (derivations/transformer.md).
"""

from __future__ import annotations

import sys
from math import log
from pathlib import Path
from time import perf_counter

from symnn.claim import Claim
from symnn.context import understand
from symnn.decide import decide as decide_and_check
from symnn.document import load, parse
from symnn.tensor.prover import decide
from symnn.verdict import name_of

DEPTHS = (2, 4, 8, 16, 32)
ROUNDS = 3
BLOCK = Path(__file__).resolve().parents[1] / "derivations" / "transformer.md"


def page(depth: int) -> str:
    """A derivation file: forward, backward and the claim."""
    layers = range(1, depth + 1)
    names = [
        rf"$W_{{{i}}} \in \mathbb{{R}}^{{n_{{{i}}} \times n_{{{i - 1}}}}}$, $b_{{{i}}} \in \mathbb{{R}}^{{n_{{{i}}}}}$"
        for i in layers
    ]
    functions = r"$f$ differentiable, applied elementwise, $\ell$ a differentiable scalar function."
    rows = ["<!-- @let -->\nLet " + ", ".join([*names, r"$x \in \mathbb{R}^{n_0}$", functions])]
    shown = []
    for i in layers:
        below = f"a_{{{i - 1}}}" if i > 1 else "x"
        shown += [rf"z_{{{i}}} := W_{{{i}}} {below} + b_{{{i}}}", rf"a_{{{i}}} := f(z_{{{i}}})"]
    shown.append(rf"\delta_{{{depth}}} := f'(z_{{{depth}}}) \odot \nabla\ell(a_{{{depth}}})")
    for i in reversed(layers[:-1]):
        shown.append(rf"\delta_{{{i}}} := f'(z_{{{i}}}) \odot \left(W_{{{i + 1}}}^{{\top}} \delta_{{{i + 1}}}\right)")
    rows += [f"```math\n{formula}\n```" for formula in shown]
    claim = rf"\frac{{\partial}}{{\partial W_{{1}}}} \left[ \ell(a_{{{depth}}}) \right] = \delta_{{1}} x^{{\top}}"
    return "\n\n".join([*rows, f"<!-- @claim first-weights -->\n```math\n{claim}\n```"]) + "\n"


def claim_of(text: str) -> Claim:
    (pending,) = understand(parse(text, "depth.md")).pending
    assert isinstance(pending.claim, Claim)
    return pending.claim


def seconds(claim: Claim) -> tuple[str, float, float, str]:
    """The verdict, the best of some rounds without and with the checker, and what the verdict rests on."""
    alone, both = [], []
    for _ in range(ROUNDS):
        start = perf_counter()
        verdict = decide(claim)
        alone.append(perf_counter() - start)
        start = perf_counter()
        checked = decide_and_check(claim)
        both.append(perf_counter() - start)
    trust = getattr(getattr(checked, "certificate", None), "trust", "")
    return name_of(verdict), min(alone), min(both), trust


def main() -> int:
    before: tuple[int, float] | None = None
    wrong = False
    for depth in DEPTHS:
        name, alone, both, trust = seconds(claim_of(page(depth)))
        growth = ""
        if before is not None:
            exponent = log(alone / before[1]) / log(depth / before[0])
            growth = f", growing like depth^{exponent:.1f}"
            wrong |= exponent > 2 and depth > 4
        print(f"{depth:3} layers: {name} in {alone:.3f} s{growth}; with the checker {both:.3f} s ({trust})")
        wrong |= name != "proved"
        before = depth, alone
    for pending in understand(load(str(BLOCK))).pending:
        if pending.id == "query-weights" and isinstance(pending.claim, Claim):
            name, alone, both, _ = seconds(pending.claim)
            print(f"transformer block, weights of the queries: {name} in {alone:.2f} s; with the checker {both:.2f} s")
            wrong |= name != "proved"
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
