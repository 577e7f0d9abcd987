"""An exponent of -1 on a function: the inverse of tanh, and of a sigmoid that the document defines."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import name_of

LOGISTIC = (
    r"Let $p \in (0,1)$, $\mu \in \mathbb{R}$, $x \in \mathbb{R}$. The sigmoid is $\sigma(x) = \frac{1}{1+e^{-x}}$."
)
NUMBER = r"Let $\sigma > 0$ be the standard deviation, $\mu \in \mathbb{R}$, $x \in \mathbb{R}$."
OWN = r"Let $f(x) = 2x + 1$ for $x \in \mathbb{R}$."


@pytest.mark.parametrize(
    ("let", "formula", "expected"),
    [
        (LOGISTIC, r"\sigma^{-1}(p) = \log\frac{p}{1-p}", "proved"),
        (LOGISTIC, r"\sigma^{-1}(p) = \log\frac{1-p}{p}", "refuted"),
        (LOGISTIC, r"\sigma(\sigma^{-1}(p)) = p", "proved"),
        (LOGISTIC, r"\sigma(x)^{-1} = 1 + e^{-x}", "proved"),
        (LOGISTIC, r"\sigma^{-1}(x - \mu) = \frac{x - \mu}{\sigma}", "undecided"),
        (LOGISTIC, r"\tanh^{-1}(p) = \frac12 \log\frac{1+p}{1-p}", "proved"),
        (LOGISTIC, r"\tanh^{-1}(p) = \log\frac{1+p}{1-p}", "refuted"),
        (LOGISTIC, r"\exp^{-1}(p) = \log p", "unreadable"),
        (NUMBER, r"\sigma^{-1}(x - \mu) = \frac{x - \mu}{\sigma}", "undecided"),
        (NUMBER, r"\sigma^{-1}(x) = \frac{x}{\sigma}", "undecided"),
        (NUMBER, r"\sigma^{-1}(x) = \log\frac{x}{1 - x}", "undecided"),
        (OWN, r"f^{-1}(x) = \frac{x-1}{2}", "undecided"),
        (OWN, r"f^{-1}(x) = \frac{1}{2x+1}", "undecided"),
    ],
)
def test_an_exponent_of_minus_one(tmp_path: Path, let: str, formula: str, expected: str) -> None:
    path = tmp_path / "c.md"
    path.write_text(f"{let}\n\n$$\n{formula}\n$$\n", encoding="utf-8")
    found = [name_of(c.verdict) for c in verify([str(path)], Options(jobs=1)).claims]
    assert found[-1:] == [expected]
