"""A network as an ``nn.Module``: the derived activations, the losses of the rules with their proved gradients.

Importing this module imports torch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias, cast

import torch

from symnn.network.activations import Mode
from symnn.network.description import Dense, Description
from symnn.network.inputs import Kind, samples_shape, target_kind, targets
from symnn.network.loss_forms import FORMS, Library
from symnn.network.memory import Layer
from symnn.network.rules import LOSSES
from symnn.numeric.backends.torch import TorchFunction, at_once
from symnn.numeric.compile import compile_function

Tensor: TypeAlias = Any
Parameters: TypeAlias = tuple[tuple[str, float], ...]

LIBRARY = Library(
    torch,
    lambda x: torch.sum(x, 1, keepdim=True),
    lambda x: torch.amax(x, 1, keepdim=True),
    lambda y, z: y[:, None] == torch.arange(z.shape[1], device=z.device),
    lambda x: x.detach(),
)


class MeanLoss(torch.autograd.Function):  # type: ignore[misc]
    """The mean loss of float64 outputs Z, by the operation of its rule; its gradient is that of the rule.

    This one is for compilers, which take no rule for forward mode.
    """

    generate_vmap_rule = True

    @staticmethod
    def forward(z: Tensor, y: Tensor, operation: str, parameters: Parameters) -> Tensor:
        return FORMS[operation].value(LIBRARY, z, y, **dict(parameters))

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
        z, y, ctx.operation, ctx.parameters = inputs
        ctx.save_for_backward(z, y)

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Any, ...]:
        z, y = ctx.saved_tensors
        return upstream * FORMS[ctx.operation].gradient(LIBRARY, z, y, **dict(ctx.parameters)), None, None, None


class MeanLossAtOnce(MeanLoss):
    """The same with forward mode."""

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
        MeanLoss.setup_context(ctx, inputs, output)
        ctx.save_for_forward(*inputs[:2])

    @staticmethod
    def jvp(ctx: Any, direction: Tensor, *_: Any) -> Tensor:
        z, y = ctx.saved_tensors
        return torch.sum(direction * FORMS[ctx.operation].gradient(LIBRARY, z, y, **dict(ctx.parameters)))


class TorchLayer(torch.nn.Module):  # type: ignore[misc]
    """f(X W + 1 bᵀ): ``weights`` is (inputs, outputs), the transpose of what ``torch.nn.Linear`` has."""

    def __init__(self, dense: Dense, mode: Mode, values: Layer) -> None:
        super().__init__()
        self.dense, self.mode = dense, mode
        self.weights = torch.nn.Parameter(torch.tensor(values.weights))
        self.biases = torch.nn.Parameter(torch.tensor(values.biases))
        self._activation = _activation(dense, mode)

    def forward(self, x: Tensor) -> Tensor:
        z = x @ self.weights + self.biases
        return z if self._activation is None else self._activation(z)

    def extra_repr(self) -> str:
        return f"{self.dense.inputs}, {self.dense.outputs}, {self.dense.activation!r}"

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_activation": None}  # code: made again, not copied

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        self._activation = _activation(self.dense, self.mode)


class TorchNetwork(torch.nn.Module):  # type: ignore[misc]
    """A network of symnn as a module: ``module(X)`` is the output, ``module(X, y)`` the loss.

    The latter is for wrappers that see a call only (``DistributedDataParallel``, ``torch.compile``).  X is (samples,
    inputs) and converted to the type of the parameters; the conventions are those of ``symnn.network.description``.
    Shapes and types that do not fit are a ``ValueError`` or ``TypeError``, and so are labels out of range and what is
    no probability; in compiled code, under ``torch.func`` and on other devices these make the loss NaN.
    NaN in X passes through.
    """

    def __init__(self, description: Description, mode: Mode, values: Sequence[Layer]) -> None:
        super().__init__()
        self.description = description
        self.layers = torch.nn.ModuleList(
            TorchLayer(d, mode, own) for d, own in zip(description.layers, values, strict=True)
        )

    def forward(self, x: Tensor, y: Tensor | None = None) -> Tensor:
        if not isinstance(x, torch.Tensor):
            raise TypeError(f"X is a torch tensor, not {type(x).__name__}")
        samples_shape(tuple(x.shape), self.description.inputs)
        a = x.to(self.layers[0].weights.dtype)
        for layer in self.layers:
            a = layer(a)
        return a if y is None else self.loss_of(a, y)

    def loss(self, x: Tensor, y: Tensor) -> Tensor:
        """The mean loss plus (λ/2) Σ W², computed in float64 and rounded to the type of the output."""
        return self(x, y)

    def loss_of(self, output: Tensor, y: Tensor) -> Tensor:
        """The loss of an output that was computed before."""
        d = self.description
        y, kind, parameters = _targets(y, len(output), d)
        mean = MeanLoss if torch.compiler.is_compiling() else MeanLossAtOnce
        operation = LOSSES[d.loss, kind].forward.operation
        value = mean.apply(output.to(torch.float64), y, operation, parameters).to(output.dtype)
        if not d.weight_decay:
            return value
        return value + (0.5 * d.weight_decay) * sum(torch.sum(k.weights * k.weights) for k in self.layers)

    def parameters_as_numpy(self) -> list[Layer]:
        """Copies of (W, b) of every layer, for ``Network.set_parameters``."""
        return [Layer(_numpy(k.weights), _numpy(k.biases)) for k in self.layers]


def _numpy(p: Tensor) -> Any:
    plain = p.detach().cpu()
    return (plain.to(torch.float32) if plain.dtype == torch.bfloat16 else plain).numpy().copy()


def _targets(y: Tensor, count: int, description: Description) -> tuple[Tensor, Kind, Parameters]:
    """Class indices or float64 rows, how they are given, and the parameters of the loss's form."""
    if not isinstance(y, torch.Tensor):
        raise TypeError(f"y is a torch tensor, not {type(y).__name__}")
    if y.is_complex():
        raise TypeError(f"y is of type {y.dtype}; real numbers are needed")
    if y.requires_grad:
        raise ValueError("the targets are constants of the loss, without a gradient: give it y.detach()")
    whole = not y.is_floating_point()
    kind = target_kind(tuple(y.shape), str(y.dtype).removeprefix("torch."), whole, count, description)
    if not torch.compiler.is_compiling() and at_once(y) and y.dtype != torch.bfloat16 and not _transforming():
        targets(y.numpy(), count, description)
    parameters = tuple(description.loss_parameters.items())
    if kind == "classes":
        return y.to(torch.int64), kind, parameters
    if kind == "probabilities":
        parameters += (("within", torch.finfo(torch.float64 if whole else y.dtype).eps ** 0.5),)
    return y.to(torch.float64).reshape(count, description.outputs), kind, parameters


def _transforming() -> bool:
    """Whether a transform of ``torch.func`` is at work: it takes the place of arrays, whose numbers are not at hand."""
    return torch._C._functorch.peek_interpreter_stack() is not None


@lru_cache(maxsize=128)
def _compiled(name: str, mode: Mode) -> TorchFunction:
    return compile_function(name, backend="torch", mode=mode)


def _activation(dense: Dense, mode: Mode) -> Callable[[Tensor], Tensor] | None:
    if dense.is_linear:
        return None
    parameters: dict[str, Any] = dict(dense.parameters)
    return cast(Callable[[Tensor], Tensor], _compiled(dense.activation, mode).module(**parameters).forward)


__all__ = ["TorchLayer", "TorchNetwork"]
