"""How many predictions of a batch are right, without a new array a batch."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symnn.network.description import Description
from symnn.network.inputs import Kind

Array: TypeAlias = NDArray[Any]


class Counter:
    """Counts right classes (cross_entropy) or right entries (binary cross-entropy) in outputs of up to ``rows``."""

    def __init__(self, description: Description, rows: int) -> None:
        self._loss, self._outputs = description.loss, description.outputs
        self._place = np.empty((2, rows), np.intp)
        self._right = np.empty((3, rows, description.outputs), bool)

    def __call__(self, output: Array, t: Array, kind: Kind) -> int:
        n = len(output)
        if self._loss == "cross_entropy":
            found, wanted = self._place[0, :n], self._place[1, :n]
            np.argmax(output, axis=1, out=found)
            if kind == "classes":
                wanted = t
            else:
                np.argmax(t, axis=1, out=wanted)
            right = self._right.reshape(-1)[:n]
            np.equal(found, wanted, out=right)
            return int(np.count_nonzero(right))
        if self._loss == "binary_cross_entropy_with_logits":
            above, positive, right = self._right[0, :n], self._right[1, :n], self._right[2, :n]
            np.greater(output, 0, out=above)
            np.greater(t, 0.5, out=positive)
            np.equal(above, positive, out=right)
            return int(np.count_nonzero(right))
        return 0

    def share(self, correct: int, count: int) -> float | None:
        """The accuracy over ``count`` samples; None where the loss has none."""
        if self._loss == "cross_entropy":
            return correct / count
        if self._loss == "binary_cross_entropy_with_logits":
            return correct / (count * self._outputs)
        return None


__all__ = ["Counter"]
