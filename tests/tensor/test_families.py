"""Sizes of the members of a family of layers."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import name_of

LET = r"""<!-- @let -->
Let $W^{(l)} \in \mathbb{R}^{SIZES}$, $b^{(l)} \in \mathbb{R}^{n_l}$, $v \in \mathbb{R}^{n_l}$, $f$ differentiable,
applied elementwise, $\ell$ a differentiable scalar function.

<!-- @claim c -->
"""
NEXT = r"""```math
\frac{\partial}{\partial v} \left[ \ell(W^{(l+1)} v + b^{(l+1)}) \right] =
{W^{(l+1)}}^{\top} \nabla\ell(W^{(l+1)} v + b^{(l+1)})
```
"""


def verdict(path: Path, sizes: str, formula: str) -> str:
    path.write_text(LET.replace("SIZES", sizes) + formula, encoding="utf-8")
    (found,) = verify([str(path)], Options()).claims
    return name_of(found.verdict)


@pytest.mark.parametrize("sizes", [r"n_l \times n_{l-1}", r"n_{l} \times n_{-1+l}"])
def test_the_next_layer_has_its_own_sizes(tmp_path: Path, sizes: str) -> None:
    assert verdict(tmp_path / "c.md", sizes, NEXT) == "proved"


def test_a_lost_transpose_in_the_next_layer_does_not_fit(tmp_path: Path) -> None:
    formula = NEXT.replace("{W^{(l+1)}}^{\\top}", "W^{(l+1)}")
    assert verdict(tmp_path / "c.md", r"n_l \times n_{l-1}", formula) == "refuted"


def test_sizes_that_do_not_name_the_layer_say_nothing_of_the_next(tmp_path: Path) -> None:
    lost = NEXT.replace("{W^{(l+1)}}^{\\top}", "W^{(l+1)}")
    assert verdict(tmp_path / "c.md", r"m \times n", NEXT) == "proved"  # with the sizes that the formula needs
    assert verdict(tmp_path / "c.md", r"m \times n", lost) == "undecided"
