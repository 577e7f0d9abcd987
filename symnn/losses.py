"""The losses, softmax and log-softmax, ready to call in the accurate mode: ``symnn.losses.cross_entropy(logits, t)``.

Each has ``gradient`` and ``value_and_gradient`` (softmax and log-softmax: ``vjp``) and a ``certificate``;
``symnn.compile("cross_entropy", mode="fast")`` makes another mode.
"""

from __future__ import annotations

from symnn.numeric.named import NamedLoss, RowFunction, named


def _loss(name: str) -> NamedLoss:
    found = named(name)
    assert isinstance(found, NamedLoss)
    return found


def _rows(name: str) -> RowFunction:
    found = named(name)
    assert isinstance(found, RowFunction)
    return found


softmax = _rows("softmax")
log_softmax = _rows("log_softmax")
cross_entropy = _loss("cross_entropy")
cross_entropy_of_probabilities = _loss("cross_entropy_of_probabilities")
nll = _loss("nll")
kl_divergence = _loss("kl_divergence")
binary_cross_entropy = _loss("binary_cross_entropy")
binary_cross_entropy_with_logits = _loss("binary_cross_entropy_with_logits")
mse = _loss("mse")
mae = _loss("mae")
huber = _loss("huber")
hinge = _loss("hinge")

__all__ = [
    "binary_cross_entropy", "binary_cross_entropy_with_logits", "cross_entropy", "cross_entropy_of_probabilities",
    "hinge", "huber", "kl_divergence", "log_softmax", "mae", "mse", "nll", "softmax",
]  # fmt: skip
