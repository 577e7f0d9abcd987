"""What a network's own formulas say of it: dead and saturated units, and how large gradients can be in each layer.

With D the gradient in a layer's net input and B the one in its output, B ⊙ f′(Z) has at most the norm L·‖B‖_F where
|f′| ≤ L, and D Wᵀ at most ‖W‖₂·‖D‖_F.  L is proved by the kernel (``symnn.network.slopes``), so that the product over
the layers is a bound on gradients for every input: a product far below 1 means gradients that vanish.  What a gradient
keeps on the given samples is estimated by its mean squares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from symnn.network.activations import compiled
from symnn.network.description import Dense
from symnn.network.inputs import samples
from symnn.network.slopes import SlopeBound, slope_bound

if TYPE_CHECKING:
    from symnn.network.model import Network

FLAT = 0.01  # of the bound of |f′|: below, an activation is saturated
MOSTLY = 0.95  # of the samples
MANY = 0.5  # of the units, for a warning
VANISHED, EXPLODED = 1e-4, 1e4  # of the gradient at the output


@dataclass(frozen=True)
class LayerDiagnosis:
    """One layer on the given samples.

    ``dead``: units with f′ = 0 on every sample; ``saturated``: others with |f′| below 1 % of its bound on 95 % of them;
    none are where f′ has no bound.
    ``slope``: the root mean square of f′; ``bound``: the proved bound of |f′|; ``norm``: the largest singular value of
    W.  ``gain``: by how much the norm of a gradient is expected to grow from the layer's output to its input (if it
    does not depend on W and f′), ``most``: by how much at most.  ``gradient``: the root mean square
    of dL/dW, where targets are given.
    """

    number: int
    layer: Dense
    dead: int
    saturated: int
    slope: float
    bound: SlopeBound
    norm: float
    gain: float
    most: float
    gradient: float | None


@dataclass(frozen=True)
class Diagnosis:
    """The layers in order; ``str()`` is a table and the warnings that follow from it."""

    layers: tuple[LayerDiagnosis, ...]

    def reaching(self, number: int) -> tuple[float, float]:
        """Expected and largest norm of the gradient in that layer's output, for the norm 1 in the last one's."""
        later = [row for row in self.layers if row.number > number]
        return float(np.prod([row.gain for row in later])), float(np.prod([row.most for row in later]))

    def warnings(self) -> tuple[str, ...]:
        """What a person should look at."""
        return tuple(self._warnings())

    def _warnings(self) -> Iterator[str]:
        for row in self.layers:
            units, name = row.layer.outputs, f"layer {row.number} ({row.layer.activation})"
            if row.dead:
                yield f"{name}: dead units: {row.dead} of {units}; f′ = 0 on every sample, so that they do not learn"
            if row.saturated > MANY * units:
                yield f"{name}: saturated units: {row.saturated} of {units}; f′ is below 1 % of its bound {row.bound}"
        expected, most = self.reaching(1)
        proved = all(row.bound.proved for row in self.layers[1:])
        if most < VANISHED:
            yield (
                f"gradients vanish: what reaches layer 1 is at most {most:.2g} of the gradient at the output"
                + (" (proved bounds of f′)" if proved else "")
            )
        elif expected < VANISHED:
            yield f"gradients vanish on these samples: about {expected:.2g} of the output's gradient reaches layer 1"
        elif expected > EXPLODED:
            yield f"gradients explode on these samples: layer 1 gets about {expected:.2g} times the output's gradient"

    def rows(self) -> list[list[str]]:
        """The table, headings first."""
        out = [["layer", "units", "dead", "saturated", "rms f′", "|f′| ≤", "‖W‖₂", "expected", "at most", "rms dW"]]
        for row in self.layers:
            expected, most = self.reaching(row.number)
            out.append([
                f"{row.number} {row.layer.activation}", str(row.layer.outputs), str(row.dead), str(row.saturated),
                f"{row.slope:.3g}", str(row.bound), f"{row.norm:.3g}", f"{expected:.2g}", f"{most:.2g}",
                "" if row.gradient is None else f"{row.gradient:.2g}",
            ])  # fmt: skip
        return out

    def __str__(self) -> str:
        rows = self.rows()
        widths = [max(len(r[k]) for r in rows) for k in range(len(rows[0]))]
        lines = ["  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in rows]
        return "\n".join([*lines, *self.warnings()])

    def _repr_markdown_(self) -> str:
        head, *rows = self.rows()
        lines = [head, ["---"] * len(head), *rows]
        table = "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines)
        return "\n\n".join([table, *self.warnings()])


def diagnose(model: Network, X: ArrayLike, y: ArrayLike | None = None) -> Diagnosis:  # noqa: N803
    """The state of a network on some samples; with targets also the gradients of the loss."""
    a: Any = samples(X, model.description.inputs, model.dtype).astype(np.float64)
    gradients = None if y is None else [pair[0] for pair in model.gradients(X, y)]
    rows = []
    for k, (layer, (weights, biases)) in enumerate(zip(model.layers, model.parameters, strict=True), 1):
        w = weights.astype(np.float64)
        with np.errstate(over="ignore", invalid="ignore"):
            z = a @ w + biases
        if not np.isfinite(z).all():
            raise ValueError(f"the net input of layer {k} is not finite: parameters or samples are too large")
        if layer.is_linear:
            a, slopes = z, np.ones_like(z)
        else:
            a, slopes = compiled(layer.activation, "accurate").value_and_derivative(z, None, **layer.parameters)
        bound = slope_bound(layer)
        greatest = float(bound.value) if bound.found else np.inf
        flat = np.abs(slopes) < (FLAT * greatest if bound.found else 0.0)
        dead = ~slopes.any(axis=0)
        saturated = (flat.mean(axis=0) >= MOSTLY) & ~dead
        slope = float(np.sqrt(np.mean(slopes**2)))
        norm = float(np.linalg.norm(w, 2))
        gain = slope * float(np.sqrt(np.sum(w**2) / layer.outputs))
        gradient = None if gradients is None else float(np.sqrt(np.mean(np.asarray(gradients[k - 1], np.float64) ** 2)))
        rows.append(
            LayerDiagnosis(
                k, layer, int(dead.sum()), int(saturated.sum()), slope, bound, norm, gain, greatest * norm, gradient,
            )
        )  # fmt: skip
    return Diagnosis(tuple(rows))


__all__ = ["Diagnosis", "LayerDiagnosis", "diagnose"]
