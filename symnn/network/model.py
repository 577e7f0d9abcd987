"""``symnn.network``: a network whose gradients come from proved formulas, trained with NumPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import wraps
from inspect import signature
from os import PathLike
from threading import RLock
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symnn.network.activations import MODES, Mode
from symnn.network.description import Dense, Description, checked, counted
from symnn.network.history import History
from symnn.network.initialisation import initialise
from symnn.network.inputs import Kind, samples, split, targets
from symnn.network.memory import Flat, Layer, fitting, not_finite
from symnn.network.metrics import Counter
from symnn.network.optimisers import Optimiser
from symnn.network.optimisers import optimiser as chosen
from symnn.network.schedules import Schedule
from symnn.network.steps import Workspace
from symnn.network.training import MONITORS, fit

if TYPE_CHECKING:
    from symnn.network.diagnostics import Diagnosis
    from symnn.network.explanation import Explanation
    from symnn.network.export_jax import JaxNetwork
    from symnn.network.export_torch import TorchNetwork
    from symnn.network.symbolic import SymbolicGradient

Array: TypeAlias = NDArray[Any]
DTYPES = ("float64", "float32")
ROWS = 1024  # samples of a forward pass at a time
KEPT = 8192  # buffers for more samples than this are not kept
P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound=str)


def _alone(method: Callable[Concatenate[Network, P], R]) -> Callable[Concatenate[Network, P], R]:
    """One thread at a time runs a pass of a network: its buffers are shared by all of them."""

    @wraps(method)
    def locked(self: Network, /, *args: P.args, **keywords: P.kwargs) -> R:
        with self.lock:
            return method(self, *args, **keywords)

    return locked


def _suggesting(method: Callable[P, R]) -> Callable[P, R]:
    """A keyword that there is not is answered with the one that is meant."""
    known = list(signature(method).parameters)

    @wraps(method)
    def called(*args: P.args, **keywords: P.kwargs) -> R:
        for given in keywords:
            if given not in known:
                close = get_close_matches(given, known, 1)
                guess = f"; did you mean {close[0]}?" if close else f"; there are: {', '.join(known[1:])}"
                raise TypeError(f"{method.__name__}() has no keyword {given!r}{guess}")
        return method(*args, **keywords)

    return called


class Network:
    """A network of dense layers and its parameters.

    Threads may share it: each pass, and each step of a training, has it to itself.  Trainings of one network at the
    same time take turns step by step.

    X is (samples, inputs), a sample a row; the conventions are those of ``symnn.network.description``.  Arrays of other
    real types are converted to ``dtype``.  ``ValueError`` or ``TypeError`` for what does not fit: other shapes, labels
    out of range, NaN or an infinity, an empty batch.
    """

    def __init__(
        self,
        description: Description,
        dtype: str,
        seed: int,
        mode: Mode,
        draw: bool = True,
        rule: str | None = None,
    ) -> None:
        self.description, self.mode = description, mode
        self.dtype = np.dtype(_known(np.dtype(dtype).name, DTYPES, "dtype"))
        self.seed = _seed(seed)
        self.lock = RLock()  # held in every pass, which writes into the buffers
        self.epochs = 0  # epochs trained so far: each has an order of the samples of its own
        self.flat, self.changes = Flat(description, self.dtype), Flat(description, self.dtype)
        self._workspace: Workspace | None = None
        if draw:
            initialise(description.layers, self.flat.layers, self.seed, rule)

    @_alone
    def __getstate__(self) -> dict[str, Any]:
        """For copies and pickles: without work space, whose arrays are those of this network."""
        own = {n: getattr(self, n) for n in ("description", "seed", "mode", "epochs")}
        return {**own, "dtype": self.dtype.name, "parameters": self.flat.copies()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["description"], state["dtype"], state["seed"], state["mode"], False)  # type: ignore[misc]
        self.epochs = state["epochs"]
        self.flat.take(state["parameters"])

    # -- parameters ----------------------------------------------------------------------------------------------------

    @property
    def layers(self) -> tuple[Dense, ...]:
        return self.description.layers

    @property
    def parameters(self) -> tuple[Layer, ...]:
        """(weights, biases) of each layer: the arrays themselves, which may be written in place."""
        return self.flat.layers

    @_alone
    def set_parameters(self, values: Sequence[tuple[ArrayLike, ArrayLike]]) -> None:
        """Copies (W, b) of every layer into the network."""
        self.flat.take(fitting(values, self.flat))

    # -- evaluation ----------------------------------------------------------------------------------------------------

    @_alone
    def forward(self, X: ArrayLike) -> Array:  # noqa: N803
        """The output of the last layer, (samples, outputs): for the cross-entropies these are logits."""
        x = samples(X, self.description.inputs, self.dtype, empty=True)
        result = np.empty((len(x), self.description.outputs), self.dtype)
        if not len(x):
            return result
        space = self.workspace(min(len(x), ROWS))
        with np.errstate(all="ignore"):
            for start in range(0, len(x), space.rows):
                part = x[start : start + space.rows]
                result[start : start + len(part)] = space.forward(part)
        return result

    def predict(self, X: ArrayLike) -> Array:  # noqa: N803
        """The most probable class of each sample (cross_entropy), 0 or 1 (binary cross-entropy), else the output.

        ``ValueError`` where the output is not finite.
        """
        output = self.forward(X)
        if not np.isfinite(output).all():
            row = int(np.argwhere(~np.isfinite(output))[0][0])
            why = not_finite(self.parameters) or "the parameters or the sample are too large"
            raise ValueError(f"the output of sample {row} is not finite: {why}")
        if self.description.loss == "cross_entropy":
            return np.asarray(output.argmax(axis=1))
        if self.description.loss == "binary_cross_entropy_with_logits":
            return (output > 0).astype(np.intp)
        return output

    def probabilities(self, X: ArrayLike) -> Array:  # noqa: N803
        """Softmax or logistic function of the output; ``ValueError`` for a loss without probabilities."""
        from symnn.numeric.reductions import softmax

        output = self.forward(X)
        if self.description.loss == "cross_entropy":
            return softmax(output)
        if self.description.loss == "binary_cross_entropy_with_logits":
            from symnn.network.activations import compiled

            return np.asarray(compiled("logistic", "accurate")(output))
        raise ValueError(f"the loss {self.description.loss} has no probabilities; forward(X) gives the output")

    def loss(self, X: ArrayLike, y: ArrayLike) -> float:  # noqa: N803
        """The mean loss plus (λ/2) Σ W²: the number that ``gradients`` is the gradient of."""
        return self.evaluate(X, y)[0]

    def evaluate(self, X: ArrayLike, y: ArrayLike) -> tuple[float, float | None]:  # noqa: N803
        """(loss, accuracy): the share of right classes, or of right entries of binary ones; None for mse and huber."""
        return self.evaluated(*self._checked(X, y))

    @_alone
    def evaluated(self, x: Array, t: Array, kind: Kind) -> tuple[float, float | None]:
        """The same for arrays that were checked."""
        space = self.workspace(min(len(x), ROWS))
        counter = Counter(self.description, space.rows)
        total, correct = 0.0, 0
        with np.errstate(all="ignore"):
            for start in range(0, len(x), space.rows):
                some, aims = x[start : start + space.rows], t[start : start + space.rows]
                output = space.forward(some)
                total += space.loss(aims, kind, len(some), False) * len(some)
                correct += counter(output, aims, kind)
            return total / len(x) + space.penalty(), counter.share(correct, len(x))

    @_alone
    def gradients(self, X: ArrayLike, y: ArrayLike) -> list[Layer]:  # noqa: N803
        """(dW, db) of each layer in order, new arrays: the gradient of ``loss`` in weights and biases."""
        x, t, kind = self._checked(X, y)
        space = self.workspace(len(x))
        with np.errstate(all="ignore"):
            space.forward(x)
            space.loss(t, kind, len(x), True)
            space.backward(len(x))
        return self.changes.copies()

    def _checked(self, X: ArrayLike, y: ArrayLike, which: str = "") -> tuple[Array, Array, Kind]:  # noqa: N803
        x = samples(X, self.description.inputs, self.dtype, f"{which}X")
        return (x, *targets(y, len(x), self.description, f"{which}y"))

    def workspace(self, rows: int) -> Workspace:
        """Buffers for so many samples; they are kept unless they are very large."""
        if self._workspace is not None and self._workspace.rows >= rows:
            return self._workspace
        made = Workspace(self.description, self.flat.layers, self.changes.layers, self.mode, rows)
        if rows <= KEPT:
            self._workspace = made
        return made

    # -- training ------------------------------------------------------------------------------------------------------

    @_suggesting
    def fit(
        self,
        X: ArrayLike,  # noqa: N803
        y: ArrayLike,
        *,
        epochs: int = 10,
        batch_size: int = 32,
        optimiser: str | Optimiser = "sgd",
        validation: tuple[ArrayLike, ArrayLike] | float | None = None,
        patience: int | None = None,
        monitor: str = "error",
        schedule: Schedule | None = None,
        progress: bool | None = None,
    ) -> History:
        """Trains on mini-batches and says what happened; the parameters change in place.

        ``optimiser`` is "sgd", "momentum", "adam", or SGD(…), Adam(…); ``schedule`` a function of the epoch (from 0)
        that gives the factor of its rate.  ``validation`` is (X, y), or the share of the samples to set apart, drawn
        from the seed.  With ``patience`` the training ends when what ``monitor`` names has not fallen on the validation
        set for so many epochs, and the parameters of the best epoch are put back: "error" is the error rate, and of
        epochs with the same one that with the lowest loss is the best; "loss" is the loss, and so is "error" for mse
        and huber.  ``progress`` shows a bar (None: where the standard error stream is a terminal).

        The order of the samples depends on the network's seed and the epochs that it was trained before; the same
        calls on the same machine give the same bits.  Every call starts the optimiser and the schedule afresh: two
        trainings in a row are one long one for plain gradient descent only, not with momentum, Adam or a schedule.
        ``DivergenceError`` when a loss or a parameter is not finite.  ``KeyboardInterrupt`` leaves the parameters of
        the last step, and has the epochs that were finished as its ``history``.
        """
        epochs, batch_size = counted(epochs, "epochs"), counted(batch_size, "batch_size")
        patience = None if patience is None else counted(patience, "patience")
        if patience is not None and validation is None:
            raise ValueError("patience needs validation=(X, y), or a share such as validation=0.2")
        if monitor != "error" and patience is None:
            raise ValueError(f"monitor={monitor!r} needs patience: without it no epoch is chosen")
        if progress not in (None, True, False):
            raise TypeError(f"progress is True, False or None, not {progress!r}")
        data = self._checked(X, y)
        held: tuple[Array, Array, Kind] | None = None
        if isinstance(validation, float | np.floating):
            data, held = split(data, float(validation), self.seed)
        elif validation is not None:
            if not isinstance(validation, tuple | list) or len(validation) != 2:
                raise ValueError(f"validation is (X, y) or a share between 0 and 1, not {type(validation).__name__}")
            held = self._checked(*validation, "validation ")
        return fit(
            self, data, held, epochs=epochs, batch_size=batch_size, optimiser=chosen(optimiser), schedule=schedule,
            patience=patience, monitor=_known(monitor, MONITORS, "monitor"), progress=progress,
        )  # fmt: skip

    def explain(self) -> Explanation:
        """The derivation that the network runs, layer by layer, with its certificates; print it, or take ``.latex``."""
        from symnn.network.explanation import explanation

        return explanation(self.description)

    def symbolic(self) -> SymbolicGradient:
        """Loss and gradient of one sample as SymPy assignments, as many as reverse mode has operations."""
        from symnn.network.symbolic import symbolic

        return symbolic(self.description)

    @_alone
    def diagnose(self, X: ArrayLike, y: ArrayLike | None = None) -> Diagnosis:  # noqa: N803
        """Dead and saturated units on these samples, and how much of a gradient reaches each layer; print it."""
        from symnn.network.diagnostics import diagnose

        return diagnose(self, X, y)

    @_alone
    def to_torch(self) -> TorchNetwork:
        """An ``nn.Module`` with parameters of its own, which begin with these values; needs the extra torch.

        ``module(X)`` is the output, ``module(X, y)`` and ``module.loss(X, y)`` the loss;
        ``net.set_parameters(module.parameters_as_numpy())`` is the way back.
        """
        from symnn.numeric.backends.extras import library

        library("torch")
        from symnn.network.export_torch import TorchNetwork

        return TorchNetwork(self.description, self.mode, self.parameters)

    @_alone
    def to_jax(self) -> tuple[JaxNetwork, list[Layer]]:
        """(apply, params) with ``apply(params, X)`` and ``apply.loss(params, X, y)``; needs the extra jax.

        ``net.set_parameters(params)`` is the way back.
        """
        from symnn.numeric.backends.extras import library

        library("jax")
        from symnn.network.export_jax import exported

        return exported(self.description, self.mode, self.parameters)

    @_alone
    def save(self, path: str | PathLike[str]) -> None:
        """Writes description and parameters to a .npz file, whole or not at all; ``symnn.load_network`` reads it.

        An optimiser's moments are not in it: ``fit`` of what is loaded starts them afresh.  What a save that was killed
        left (".NAME.….part") goes with the next save to the same path, a minute later or more.
        """
        from symnn.network.storage import save

        save(self, path)

    def __repr__(self) -> str:
        d = self.description
        sizes = "-".join(map(str, (d.inputs, *(layer.outputs for layer in d.layers))))
        names = ", ".join(layer.activation for layer in d.layers)
        return f"<symnn network {sizes} ({names}), {d.loss}, {self.dtype}>"


@_suggesting
def network(
    layers: Sequence[Dense],
    *,
    loss: str,
    dtype: str = "float64",
    seed: int = 0,
    mode: str = "fast",
    weight_decay: float = 0.0,
    loss_parameters: Mapping[str, float] | None = None,
    initialisation: str | None = None,
) -> Network:
    """A network of dense layers with initial weights drawn from the seed.

    ``loss`` is "cross_entropy" (logits; labels or probabilities), "binary_cross_entropy_with_logits", "mse" or "huber"
    (``loss_parameters={"delta": 1.0}``); ``mode`` is that of ``symnn.compile`` for the activations.
    ``initialisation`` is "he", "xavier" or "lecun" for every layer; None takes for each the one that its activation
    needs (``symnn.network.initialisation``).
    """
    description = Description(checked(layers), loss, dict(loss_parameters or {}), weight_decay)
    return Network(description, dtype, seed, _known(mode, MODES, "mode"), rule=initialisation)


def _known(value: Any, known: Sequence[S], what: str) -> S:
    """The one of the names that the value is."""
    for name in known:
        if value == name:
            return name
    raise ValueError(f"{what} is one of {', '.join(known)}, not {value!r}")


def _seed(seed: Any) -> int:
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"seed is a whole number from 0, not {seed!r}")
    return int(seed)


__all__ = ["Network", "network"]
