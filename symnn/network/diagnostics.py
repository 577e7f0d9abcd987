"""What a network's own formulas say of it: dead and saturated units, and how large gradients can be in each layer.

With D the gradient in a layer's net input and B the one in its output, B ⊙ f′(Z) has at most the norm L·‖B‖_F where
|f′| ≤ L, and D Wᵀ at most ‖W‖₂·‖D‖_F.  L is proved by the kernel (``symnn.network.slopes``), so that the product over
the layers is a bound on gradients for every input: a product far below 1 means gradients that vanish.  With targets the
backward pass itself says how much of the gradient of the loss reaches each layer (``reached``).  Without them that is
estimated from the mean squares of W and f′, as if they were independent of the gradient and of each other: deep
networks whose units are saturated keep far less than that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symnn.network.activations import compiled
from symnn.network.description import Dense
from symnn.network.inputs import Kind, samples, targets
from symnn.network.losses import KERNELS
from symnn.network.memory import not_finite
from symnn.network.rules import LOSSES
from symnn.network.slopes import SlopeBound, slope_bound

if TYPE_CHECKING:
    from symnn.network.model import Network

Array: TypeAlias = NDArray[Any]
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
    W.  ``gain``: an estimate of how much the norm of a gradient grows from the layer's output to its input (if it
    does not depend on W and f′), ``most``: by how much at most.  Where targets are given, ``gradient`` is the root mean
    square of dL/dW and ``reached`` the norm of dL/dA of this layer's output A over that of the last one's: NaN where
    that is 0 or either is not finite.
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
    reached: float | None


@dataclass(frozen=True)
class Diagnosis:
    """The layers in order; ``str()`` is a table and the warnings that follow from it."""

    layers: tuple[LayerDiagnosis, ...]

    def reaching(self, number: int) -> tuple[float, float]:
        """Estimated and largest norm of the gradient in that layer's output, for the norm 1 in the last one's.

        ``ValueError`` for what is not the number of a layer, from 1.
        """
        if number not in range(1, len(self.layers) + 1):
            raise ValueError(f"there is no layer {number!r}: the layers are 1 to {len(self.layers)}")
        later = [row for row in self.layers if row.number > number]
        return float(np.prod([row.gain for row in later])), float(np.prod([row.most for row in later]))

    def warnings(self) -> tuple[str, ...]:
        """What a person should look at."""
        return tuple(self._warnings())

    def _warnings(self) -> Iterator[str]:
        dead = [_share(row.dead, row) for row in self.layers if row.dead]
        if dead:
            yield f"dead units: {', '.join(dead)}; f′ = 0 on every sample, so that they do not learn"
        flat = [_share(row.saturated, row) for row in self.layers if row.saturated > MANY * row.layer.outputs]
        if flat:
            yield f"saturated units: {', '.join(flat)}; f′ is below 1 % of its bound on nearly all samples"
        yield from self._gradients()

    def _gradients(self) -> Iterator[str]:
        """Gradients that vanish or explode: on the samples from ``reached`` where there are targets, else estimated."""
        estimated, most = self.reaching(1)
        reached = self.layers[0].reached
        if most < VANISHED:
            proved = " (proved bounds of f′)" if all(row.bound.proved for row in self.layers[1:]) else ""
            yield f"gradients vanish: what reaches layer 1 is at most {most:.2g} of the gradient at the output{proved}"
        elif reached is None:
            if VANISHED <= estimated <= EXPLODED:
                return
            what = "vanish" if estimated < VANISHED else "explode"
            yield (
                f"gradients may {what}: layer 1 gets about {estimated:.2g} times the output's gradient, by an estimate "
                "that takes weights and slopes as independent; diagnose(X, y) with targets says what it gets"
            )
        elif not isfinite(reached):
            yield "the gradient of the loss at the output is 0 or not finite: nothing is said of what reaches layer 1"
        elif reached < VANISHED:
            yield f"gradients vanish on these samples: {reached:.2g} of the output's gradient reaches layer 1"
        elif reached > EXPLODED:
            yield f"gradients explode on these samples: layer 1 gets {reached:.2g} times the output's gradient"

    def rows(self) -> list[list[str]]:
        """The table, headings first: what reaches a layer's output, for the norm 1 at the last one's, in three ways."""
        measured = self.layers[0].reached is not None
        out = [["layer", "units", "dead", "saturated", "rms f′", "|f′| ≤", "‖W‖₂", "estimate", "at most"]]
        out[0] += ["reached", "rms dW"] if measured else []
        for row in self.layers:
            estimated, most = self.reaching(row.number)
            out.append([
                f"{row.number} {row.layer.activation}", str(row.layer.outputs), str(row.dead), str(row.saturated),
                f"{row.slope:.3g}", str(row.bound), f"{row.norm:.3g}", f"{estimated:.2g}", f"{most:.2g}",
                *(f"{v:.2g}" for v in (row.reached, row.gradient) if v is not None),
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


def _share(count: int, row: LayerDiagnosis) -> str:
    return f"{count} of {row.layer.outputs} in layer {row.number} ({row.layer.activation})"


def diagnose(model: Network, X: ArrayLike, y: ArrayLike | None = None) -> Diagnosis:  # noqa: N803
    """The state of a network on some samples; with targets also the gradients of the loss."""
    x = samples(X, model.description.inputs, model.dtype)
    aims = None if y is None else targets(y, len(x), model.description)
    gradients = None if y is None else [pair[0] for pair in model.gradients(X, y)]
    weights = [w.astype(np.float64) for w, _ in model.parameters]
    outputs, slopes = _forward(model, x.astype(np.float64), weights)
    reached = None if aims is None else _reached(_at_output(model, outputs, *aims), weights, slopes)
    rows = []
    for k, (layer, w, s) in enumerate(zip(model.layers, weights, slopes, strict=True), 1):
        bound = slope_bound(layer)
        greatest = float(bound.value) if bound.found else np.inf
        flat = np.abs(s) < (FLAT * greatest if bound.found else 0.0)
        dead = ~s.any(axis=0)
        saturated = (flat.mean(axis=0) >= MOSTLY) & ~dead
        slope = float(np.sqrt(np.mean(s**2)))
        norm = float(np.linalg.norm(w, 2))
        gain = slope * float(np.sqrt(np.sum(w**2) / layer.outputs))
        gradient = None if gradients is None else float(np.sqrt(np.mean(np.asarray(gradients[k - 1], np.float64) ** 2)))
        rows.append(
            LayerDiagnosis(
                k, layer, int(dead.sum()), int(saturated.sum()), slope, bound, norm, gain, greatest * norm, gradient,
                None if reached is None else reached[k - 1],
            )
        )  # fmt: skip
    return Diagnosis(tuple(rows))


def _forward(model: Network, a: Array, weights: list[Array]) -> tuple[Array, list[Array]]:
    """The output, and f′ in each layer, in float64; ``ValueError`` where a net input is not finite."""
    slopes = []
    for k, (layer, w, own) in enumerate(zip(model.layers, weights, model.parameters, strict=True), 1):
        with np.errstate(over="ignore", invalid="ignore"):
            z = a @ w + own.biases
        if not np.isfinite(z).all():
            why = not_finite(model.parameters) or "parameters or samples are too large"
            raise ValueError(f"the net input of layer {k} is not finite: {why}")
        if layer.is_linear:
            a, s = z, np.ones_like(z)
        else:
            a, s = compiled(layer.activation, "accurate").value_and_derivative(z, None, **layer.parameters)
        slopes.append(s)
    return a, slopes


def _at_output(model: Network, output: Array, t: Array, kind: Kind) -> Array:
    """The gradient of the mean loss in the output of the last layer."""
    d = model.description
    gradient = np.empty_like(output)
    kernel = KERNELS[LOSSES[d.loss, kind].forward.operation](len(output), d.outputs, **d.loss_parameters)
    with np.errstate(all="ignore"):
        kernel(output, t, gradient)
    return gradient


def _reached(b: Array, weights: list[Array], slopes: list[Array]) -> list[float]:
    """The norm of the gradient in each layer's output over that in the last one's, by the backward equations."""
    norms = []
    with np.errstate(all="ignore"):
        b = b / np.max(np.abs(b))  # so that small ones do not underflow
        for w, s in zip(reversed(weights), reversed(slopes), strict=True):
            norms.append(float(np.linalg.norm(b)))
            b = (b * s) @ w.T
        ratios = [n / norms[0] for n in reversed(norms)]
    return [r if isfinite(r) else np.nan for r in ratios]


__all__ = ["Diagnosis", "LayerDiagnosis", "diagnose"]
