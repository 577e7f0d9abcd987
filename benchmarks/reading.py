"""How many typical formulas are read in a second: ``python benchmarks/reading.py``."""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from pathlib import Path

from symnn.notation import ReadError, read

GOAL = 2_000
SEEDS = Path(__file__).resolve().parents[1].parent / "shared" / "bench" / "seed_formulas.json"
TYPICAL = [
    r"\sigma(x) = \frac{1}{1+e^{-x}}",
    r"\tanh(x) = 2\sigma(2x) - 1",
    r"\sigma'(x) = \sigma(x)(1-\sigma(x))",
    r"z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}",
    r"a^{(l)} = f_l(z^{(l)})",
    r"\delta^{(l)} = f'(z^{(l)}) \odot (W^{(l+1)})^\top \delta^{(l+1)}",
    r"\mathcal{L} = -\sum_{j} y_j \log \hat{y}_j",
    r"\hat{y}_i = \frac{e^{z_i}}{\sum_{j=1}^{K} e^{z_j}}",
    r"\frac{\partial \mathcal{L}}{\partial W^{(l)}} = \delta^{(l)} (a^{(l-1)})^\top",
    r"f(x) = \begin{cases} x & \text{if } x > 0 \\ \gamma x & \text{otherwise} \end{cases}",
    r"\text{GELU}(x) \approx 0.5x\left(1+\tanh\left(\sqrt{\frac{2}{\pi}}(x+0.044715x^3)\right)\right)",
    r"\mathbf{w}^\top \mathbf{x} + b",
    r"W \in \mathbb{R}^{m \times n}",
    r"\gamma \le 1",
    r"x \to 0^+",
    r"\begin{aligned} y &= \sigma(z) \\ z &= w x + b && \text{by definition} \end{aligned}",
    r"\lim_{x \to -\infty} \sigma(x) = 0",
    r"\mathbb{E}_{x\sim p}[f(x)]",
    r"\theta_{t+1} \leftarrow \theta_t - \eta \nabla_\theta L",
    "xσ(βx)",
]


def rate(sources: list[str], seconds: float = 1.0) -> float:
    """Formulas a second, the best of three runs over all sources."""
    best = 0.0
    for _ in range(3):
        count, start = 0, time.perf_counter()
        while time.perf_counter() - start < seconds / 3:
            for source in sources:
                with suppress(ReadError):
                    read(source)
            count += len(sources)
        best = max(best, count / (time.perf_counter() - start))
    return best


def main() -> int:
    rates = {"typical formulas": rate(TYPICAL)}
    if SEEDS.is_file():
        rates["formulas of the documents"] = rate([row["latex"] for row in json.loads(SEEDS.read_text("utf-8"))])
    for name, value in rates.items():
        print(f"{value:8.0f} {name} a second")
    return 0 if rates["typical formulas"] >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
