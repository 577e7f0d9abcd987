"""Claims about the cells and layers of networks: definitions by entries, names that index others, any order of work."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.tensor import index
from symnn.tensor.algebra import Algebra
from symnn.tensor.contraction import entry
from symnn.tensor.index import Expr, fresh
from symnn.tensor.relations import leading
from symnn.verdict import name_of

ENTRIES = r"""<!-- @let -->
Let $n \in \mathbb{N}$, $x \in \mathbb{R}^{n}$.

```math
\mu := \frac{1}{n} \sum_{k=1}^{n} x_k
```

"""
GATE = r"""<!-- @let -->
Let $W_z \in \mathbb{R}^{n \times m}$, $x \in \mathbb{R}^{m}$, $\ell$ a differentiable scalar function.

```math
z := \sigma(W_z x)
```

"""


def verdict(text: str, formula: str, tmp_path: Path) -> str:
    path = tmp_path / "a.md"
    path.write_text(f"{text}<!-- @claim a -->\n$$\n{formula}\n$$\n", encoding="utf-8")
    return name_of(verify([str(path)], Options(jobs=1)).claims[-1].verdict)


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        (r"\frac{\partial \mu}{\partial x} = \frac{1}{n} \mathbf{1}_{n}", "proved"),
        (r"\frac{\partial \mu}{\partial x} = \mathbf{1}_{n}", "refuted"),
        (r"\frac{\partial \mu}{\partial q} = 0", "undecided"),
    ],
)
def test_a_vector_is_differentiated_by_where_its_entries_stand(formula: str, wanted: str, tmp_path: Path) -> None:
    assert verdict(ENTRIES, formula, tmp_path) == wanted


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        (
            r"\frac{\partial \ell(z)}{\partial W_z} = (\nabla\ell(z) \odot z \odot (\mathbf{1}_{n} - z)) x^{\top}",
            "proved",
        ),
        (r"\frac{\partial \ell(z)}{\partial W_z} = (\nabla\ell(z) \odot z) x^{\top}", "refuted"),
    ],
)
def test_a_gate_may_be_the_index_of_its_weights(formula: str, wanted: str, tmp_path: Path) -> None:
    assert verdict(GATE, formula, tmp_path) == wanted


def test_the_leading_term_does_not_depend_on_what_the_indices_are_called() -> None:
    algebra = Algebra()

    def total() -> Expr:
        i = fresh("n")
        return algebra.plus(*(algebra.exp(algebra.times(entry(a, i), entry(b, i))) for a, b in ("pq", "rs", "tu")))

    spelled = set()
    for _ in range(20):
        one = total()
        chosen = leading(one)
        spelled.add(chosen.spell(dict.fromkeys(chosen.free, "i")))
        list(islice(index._numbers, 7))
    assert len(spelled) == 1


LAYER = r"""<!-- @let -->
Let $W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^{n}$, $b \in \mathbb{R}^{m}$, $i \in \{1, \dots, m\}$,
$j \in \{1, \dots, m\}$.

```math
z := W x + b
```

"""


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        (r"\sum_{j=1}^{m} z_j = \mathbf{1}_{m}^{\top} z", "proved"),
        (r"\sum_{j=1}^{m} z_j = \mathbf{1}_{m}^{\top} b", "refuted"),
        (r"\frac{\partial z_i}{\partial b_j} = \delta_{ij}", "proved"),
        (r"\frac{\partial z_i}{\partial b_j} = 1", "refuted"),
    ],
)
def test_the_entries_of_an_array_that_was_defined_are_those_of_its_definition(
    formula: str, wanted: str, tmp_path: Path
) -> None:
    assert verdict(LAYER, formula, tmp_path) == wanted
