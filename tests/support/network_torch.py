"""The same networks in torch: every activation by the names of ``symnn.compile``, every loss, gradients by autograd."""

from __future__ import annotations

import math

import torch
from torch.nn import functional as nn

SQRT2 = math.sqrt(2)
ACTIVATIONS = {
    "identity": lambda t: t,
    "logistic": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": nn.leaky_relu,
    "prelu": lambda t: nn.prelu(t, torch.tensor([0.25], dtype=t.dtype)),
    "relu6": nn.relu6,
    "elu": nn.elu,
    "selu": nn.selu,
    "celu": nn.celu,
    "softplus": nn.softplus,
    "log_sigmoid": nn.logsigmoid,
    "silu": nn.silu,
    "normal_cdf": lambda t: 0.5 * torch.erfc(-t / SQRT2),
    "gelu": nn.gelu,
    "gelu_tanh": lambda t: nn.gelu(t, approximate="tanh"),
    "gelu_sigmoid": lambda t: t * torch.sigmoid(1.702 * t),
    "mish": nn.mish,
    "softsign": nn.softsign,
    "unit_step": lambda t: torch.heaviside(t, torch.zeros((), dtype=t.dtype)).detach() + 0 * t,
    "hard_tanh": nn.hardtanh,
    "hard_logistic": lambda t: torch.clamp(t / 4 + 0.5, 0, 1),
    "hard_sigmoid": lambda t: torch.clamp((t + 3) / 6, 0, 1),
    "hard_swish": lambda t: t * torch.clamp((t + 3) / 6, 0, 1),
    "hard_shrink": nn.hardshrink,
    "soft_shrink": nn.softshrink,
    "tanh_shrink": nn.tanhshrink,
}


def loss(name, output, y, **parameters):
    """The mean as torch takes it: over the samples, and over the outputs of losses of single entries."""
    if name == "cross_entropy":
        return nn.cross_entropy(output, torch.as_tensor(y))
    target = torch.as_tensor(y, dtype=output.dtype).reshape(output.shape)
    if name == "binary_cross_entropy_with_logits":
        return nn.binary_cross_entropy_with_logits(output, target)
    return nn.mse_loss(output, target) if name == "mse" else nn.huber_loss(output, target, **parameters)


def gradients(net, x, y):
    """(loss, [(dW, db), …]) of a symnn network, by torch.autograd."""
    d = net.description
    rows = [tuple(torch.tensor(p, requires_grad=True) for p in layer) for layer in net.parameters]
    t = torch.as_tensor(x)
    for layer, (w, b) in zip(d.layers, rows, strict=True):
        t = t @ w + b
        name = layer.activation if layer.is_linear else layer.source().name
        own = {"negative_slope" if k == "gamma" else k: v for k, v in layer.parameters.items()}
        t = ACTIVATIONS[name](t, **own)
    total = loss(d.loss, t, y, **d.loss_parameters)
    total = total + d.weight_decay / 2 * sum((w * w).sum() for w, _ in rows)
    total.backward()
    return float(total.detach()), [tuple(p.grad.numpy() for p in pair) for pair in rows]
