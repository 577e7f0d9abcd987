"""A function of an array, applied to another one: its entries are those of the other."""

from __future__ import annotations

from pathlib import Path

from symnn.check import Options, verify
from symnn.verdict import Proved, Refuted

TEXT = r"""<!-- @let -->
Let $n \in \mathbb{N}$, $u \in \mathbb{R}^{n}$, $y \in \mathbb{R}^{n}$.

```math
M(u) := \frac{1}{n} \sum_{i=1}^{n} \left(u_i - y_i\right)^{2}
```

<!-- @claim zero -->
$$M(y) = 0$$

<!-- @claim not-zero -->
$$M(u) = 0$$
"""


def test_the_entries_of_an_argument_take_the_place_of_those_of_the_parameter(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(TEXT, encoding="utf-8")
    zero, other = verify([str(path)], Options(jobs=1)).claims
    assert isinstance(zero.verdict, Proved)
    assert isinstance(other.verdict, Refuted)
