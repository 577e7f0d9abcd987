"""Training: mini-batches in an order drawn from the seed, early stopping on a validation set, a history.

As in document 004: initial parameters; repeat: the samples in random order, forward, backward, update; until the error
rate on the validation set no longer falls.  No array is made in a step after the first one.

Every batch has the network to itself (``Network.lock``), and so has what is read of its buffers after it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isfinite, nan, sqrt
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symnn.network.history import Epoch, History, spoken
from symnn.network.inputs import Kind, finite, samples, targets
from symnn.network.memory import not_finite
from symnn.network.metrics import Counter
from symnn.network.optimisers import Optimiser
from symnn.network.optimisers import optimiser as chosen_of
from symnn.network.schedules import Schedule, factor_in, usable_factor

if TYPE_CHECKING:
    from symnn.network.model import Network

Array: TypeAlias = NDArray[Any]
Data: TypeAlias = tuple[Array, Array, Kind]
Monitor: TypeAlias = Literal["error", "loss"]
MONITORS: tuple[Monitor, ...] = ("error", "loss")


class DivergenceError(ArithmeticError):
    """The loss of a batch or a parameter is not finite; the parameters are those that gave it.

    ``history`` has the epochs before.
    """

    def __init__(self, message: str, history: History) -> None:
        super().__init__(message)
        self.history = history


class Trainer:
    """Forward, backward and update of a network, step by step, for loops of one's own.

    The optimiser is one of ``fit``: a name, or SGD(…), Adam(…).

    >>> trainer = Trainer(net, SGD(0.1))
    >>> for X, y in batches:
    ...     loss = trainer.step(X, y)
    """

    def __init__(self, net: Network, optimiser: str | Optimiser) -> None:
        if not hasattr(net, "flat"):
            raise TypeError(f"Trainer(net, optimiser) takes a network first, not {net!r}")
        self.net, self.optimiser = net, chosen_of(optimiser)
        self._update = self.optimiser.start(net.flat.all, net.changes.all)
        self._scale = 1.0

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Trainer writes into the arrays of its network: copy or pickle the network, and make another")

    def step(self, X: ArrayLike, y: ArrayLike, factor: float = 1.0) -> float:  # noqa: N803
        """One update from one batch with the rate times ``factor``; the loss before it.

        ``DivergenceError``, and no update, when the loss is not finite.
        """
        factor = usable_factor(factor, "factor is")
        x = samples(X, self.net.description.inputs, self.net.dtype)
        t, kind = targets(y, len(x), self.net.description)
        loss = self.advance(x, t, kind, factor)
        if not isfinite(loss):
            raise DivergenceError(_diverged(loss, self.net, self.optimiser.rate * factor), History())
        return loss

    def advance(self, x: Array, t: Array, kind: Kind, factor: float = 1.0) -> float:
        """The same for arrays that ``samples`` and ``targets`` checked; no update when the loss is not finite."""
        count = len(x)
        with self.net.lock, np.errstate(all="ignore"):
            space = self.net.workspace(count)
            space.forward(x)
            loss = space.loss(t, kind, count, True) + space.penalty()
            if isfinite(loss):
                self._scale = self._update.scale(factor)
                space.backward(count, self._scale)
                self._update(factor)
        return loss

    def gradient_norms(self) -> list[float]:
        """The length of (dW, db) of each layer in the last step; NaN where the rate was 0."""
        if not self._scale:
            return [nan] * len(self.net.layers)
        layers = self.net.changes.layers
        with np.errstate(over="ignore"):
            return [sqrt(sum(float(np.dot(a, a)) for a in (w.ravel("K"), b))) / self._scale for w, b in layers]


def _diverged(loss: float, net: Network, rate: float) -> str:
    place = not_finite(net.parameters)
    why = "" if place is None else f", since {place}"
    return (
        f"the loss is {loss}{why}: the training diverges; take a smaller learning rate than {rate:g}, or scale the "
        "samples to about mean 0 and deviation 1"
    )


def fit(
    net: Network,
    data: Data,
    validation: Data | None,
    *,
    epochs: int,
    batch_size: int,
    optimiser: Optimiser,
    schedule: Schedule | None,
    patience: int | None,
    monitor: Monitor,
    progress: bool | None,
) -> History:
    """Trains the network in place; see ``Network.fit``."""
    if place := not_finite(net.parameters):
        raise DivergenceError(f"before the training {place}: set_parameters(…), or load the network again", History())
    x, t, kind = data
    count, size = len(x), min(batch_size, len(x))
    trainer, history, counter = Trainer(net, optimiser), History(), Counter(net.description, size)
    stopping = _Stopping(net, patience, monitor)
    order = np.arange(count)
    some_x, some_t = np.empty((size, *x.shape[1:]), x.dtype), np.empty((size, *t.shape[1:]), t.dtype)
    with _keeping(history), _bar(progress, epochs) as show:
        for number in range(epochs):
            factor = factor_in(schedule, number)
            order[:] = np.arange(count)
            np.random.default_rng([net.seed, 1, net.epochs]).shuffle(order)
            total, correct, steps = 0.0, 0, 0
            norms = np.zeros(len(net.layers))
            for start in range(0, count, size):
                chosen = order[start : start + size]
                m = len(chosen)
                batch, aims = some_x[:m], some_t[:m]
                np.take(x, chosen, axis=0, out=batch, mode="clip")
                np.take(t, chosen, axis=0, out=aims, mode="clip")
                with net.lock:
                    loss = trainer.advance(batch, aims, kind, factor)
                    if not isfinite(loss):
                        where = f"epoch {number + 1}, step {steps + 1}: "
                        raise DivergenceError(where + _diverged(loss, net, optimiser.rate * factor), history)
                    total += loss * m
                    correct += counter(net.workspace(m).output(m), aims, kind)
                    norms += trainer.gradient_norms()
                steps += 1
            if not finite(net.flat.all):
                raise DivergenceError(
                    f"epoch {number + 1}: the parameters are no longer finite: {not_finite(net.parameters)}; "
                    f"take a smaller learning rate than {optimiser.rate * factor:g}", history
                )  # fmt: skip
            net.epochs += 1
            rates = counter.share(correct, count)
            checked = (None, None) if validation is None else net.evaluated(*validation)
            history.epochs.append(
                Epoch(total / count, rates, tuple((norms / steps).tolist()), float(optimiser.rate * factor), *checked)
            )
            show(history.epochs[-1])
            if validation is not None and stopping.after(number, history.epochs[-1]):
                history.stopped = number + 1 < epochs
                break
    history.best = stopping.restore()
    return history


class _Stopping:
    """The parameters of the best epoch on the validation set, and how many epochs are past the last that was better.

    Without an error rate (mse, huber), or with ``monitor="loss"``, a better epoch has a lower loss.  Else it has a
    lower error rate; of epochs with one error rate that with the lowest loss is kept, but only the rate is waited for.
    """

    def __init__(self, net: Network, patience: int | None, monitor: Monitor) -> None:
        self._net, self._patience, self._monitor = net, patience, monitor
        self._lowest, self._loss = np.inf, np.inf
        self._fell, self._best = -1, -1
        self._kept: Array | None = None

    def after(self, epoch: int, numbers: Epoch) -> bool:
        """Whether to stop: what is monitored has not fallen for ``patience`` epochs."""
        if self._patience is None:
            return False
        accuracy, loss = numbers.validation_accuracy, numbers.validation_loss
        assert loss is not None
        loss = loss if isfinite(loss) else np.inf
        error = loss if accuracy is None or self._monitor == "loss" else 1 - accuracy
        if (error, loss) < (self._lowest, self._loss):
            if error < self._lowest:
                self._fell = epoch
            self._lowest, self._loss, self._best, flat = error, loss, epoch, self._net.flat.all
            self._kept = flat.copy() if self._kept is None else self._kept
            np.copyto(self._kept, flat)
        return epoch - self._fell >= self._patience

    def restore(self) -> int | None:
        if self._kept is None:
            return None
        np.copyto(self._net.flat.all, self._kept)
        return self._best


@contextmanager
def _keeping(history: History) -> Iterator[None]:
    """An interruption from the keyboard takes the history with it."""
    try:
        yield
    except KeyboardInterrupt as error:
        error.history = history  # type: ignore[attr-defined]
        raise


@contextmanager
def _bar(progress: bool | None, epochs: int) -> Iterator[Callable[[Epoch], None]]:
    """A bar on the standard error stream; without one where that is no terminal, unless it is asked for."""
    wanted = sys.stderr.isatty() if progress is None else progress
    if not wanted:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("epoch"),
        MofNCompleteColumn(),
        BarColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=epochs)
        yield lambda epoch: bar.update(task, advance=1, description=spoken(epoch))


__all__ = ["MONITORS", "DivergenceError", "Monitor", "Trainer", "fit"]
