"""Absolute values, maxima and signs: exact off the kinks, and on them only where that is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import Conditional, name_of

LET = r"""<!-- @let -->
Let $n \in \mathbb{N}$, $y \in \mathbb{R}^{n}$, $p \in \mathbb{R}^{n}$, $w \in \mathbb{R}^{n}$, $x \in \mathbb{R}^{n}$,
$W \in \mathbb{R}^{m \times n}$, $i \in \{1, \dots, n\}$, $\lambda > 0$, $a \in \mathbb{R}$, $\ell$ a differentiable
scalar function.

<!-- @claim a -->
"""
MEAN = r"\frac{\partial}{\partial p_i} \left[ \frac{1}{n} \sum_{k=1}^{n} |p_k - y_k| \right]"
RELU = r"\frac{\partial}{\partial W} \left[ \ell(\operatorname{ReLU}(W x)) \right]"
CLAIMS = [
    (rf"{MEAN} = \frac{{p_i - y_i}}{{n |p_i - y_i|}}", "proved"),
    (rf"{MEAN} = \frac{{1}}{{n}} \operatorname{{sign}}(p_i - y_i)", "conditional"),
    (rf"{MEAN} = \operatorname{{sign}}(p_i - y_i)", "refuted"),
    (rf"{MEAN} = \frac{{1}}{{n}} \operatorname{{sign}}(y_i - p_i)", "refuted"),
    (r"\frac{\partial}{\partial w} \left[\lambda \sum_{k=1}^{n} |w_k|\right] = \lambda \operatorname{sign}(w)",
     "conditional"),
    # both hold at the jumps as well, which is not found
    (r"\sum_{k=1}^{n} w_k \operatorname{sign}(w_k) = \sum_{k=1}^{n} |w_k|", "undecided"),
    (r"\frac{\partial}{\partial p_i} \left[ p_i \operatorname{sign}(y_i) \right] = \operatorname{sign}(y_i)",
     "undecided"),
    (r"\operatorname{sign}(w_i)^{2} = 1", "undecided"),  # not at 0
    (r"\sum_{k=1}^{n} \max(w_k, 0) = \frac{1}{2} \sum_{k=1}^{n} (w_k + |w_k|)", "proved"),
    (r"\sum_{k=1}^{n} \max(w_k, y_k) = \sum_{k=1}^{n} (w_k + y_k - \min(w_k, y_k))", "proved"),
    (r"\sum_{k=1}^{n} \max(w_k, 0) = \sum_{k=1}^{n} |w_k|", "refuted"),
    (rf"{RELU} = (\operatorname{{ReLU}}'(W x) \odot \nabla\ell(\operatorname{{ReLU}}(W x))) x^{{\top}}", "proved"),
    (rf"{RELU} = \nabla\ell(\operatorname{{ReLU}}(W x)) x^{{\top}}", "refuted"),
    (r"\operatorname{ReLU}(\lambda W x) = \lambda \operatorname{ReLU}(W x)", "proved"),
    (r"\operatorname{ReLU}(a W x) = a \operatorname{ReLU}(W x)", "refuted"),
    (r"\left\lVert a x \right\rVert = |a| \left\lVert x \right\rVert", "proved"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "wanted"), CLAIMS)
def test_kinks(formula: str, wanted: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{LET}$$\n{formula}\n$$\n", encoding="utf-8")
    [claim] = verify([str(path)], Options(jobs=1)).claims
    assert name_of(claim.verdict) == wanted
    assert not isinstance(claim.verdict, Conditional) or "no derivative" in claim.verdict.note
