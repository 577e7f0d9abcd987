"""What a training did, epoch by epoch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Epoch:
    """One pass over the training samples.

    ``loss`` is the mean over the samples of the loss with weight decay, each at the parameters that its batch met;
    ``accuracy`` likewise, None for mse and huber.  ``gradient_norms`` has a number a layer: the length of (dW, db), its
    mean over the steps.  ``rate`` is the learning rate.  The validation numbers are those after the epoch.
    """

    loss: float
    accuracy: float | None
    gradient_norms: tuple[float, ...]
    rate: float
    validation_loss: float | None = None
    validation_accuracy: float | None = None


@dataclass
class History:
    """The epochs of a training in order.

    ``best`` is the number (from 0) of the epoch whose parameters the network has after early stopping, else None;
    ``stopped`` says whether it ended before the last epoch that was asked for.
    """

    epochs: list[Epoch] = field(default_factory=list)
    best: int | None = None
    stopped: bool = False

    def __len__(self) -> int:
        return len(self.epochs)

    @property
    def loss(self) -> list[float]:
        return [e.loss for e in self.epochs]

    @property
    def accuracy(self) -> list[float | None]:
        return [e.accuracy for e in self.epochs]

    @property
    def validation_loss(self) -> list[float | None]:
        return [e.validation_loss for e in self.epochs]

    @property
    def validation_accuracy(self) -> list[float | None]:
        return [e.validation_accuracy for e in self.epochs]

    @property
    def gradient_norms(self) -> list[tuple[float, ...]]:
        """A row for each epoch, a number for each layer."""
        return [e.gradient_norms for e in self.epochs]

    def __str__(self) -> str:
        if not self.epochs:
            return "no epoch"
        last = self.epochs[-1]
        parts = [f"{len(self)} epochs, loss {last.loss:.4g}"]
        if last.accuracy is not None:
            parts.append(f"accuracy {last.accuracy:.2%}")
        if last.validation_loss is not None:
            parts.append(f"validation loss {last.validation_loss:.4g}")
        if last.validation_accuracy is not None:
            parts.append(f"validation accuracy {last.validation_accuracy:.2%}")
        if self.best is not None:
            parts.append(f"parameters of epoch {self.best + 1}")
        return ", ".join(parts)

    def plot(self) -> Any:
        """A figure (matplotlib) of loss, accuracy where there is one, and gradient norms; ``figure.savefig(path)``."""
        try:
            from matplotlib.figure import Figure
        except ImportError as error:
            raise ImportError("plot needs matplotlib: pip install 'symnn[plot]'") from error
        if not self.epochs:
            raise ValueError("there is no epoch to plot")
        numbers = range(1, len(self) + 1)
        rows: list[tuple[str, list[tuple[str, list[Any]]]]] = [
            ("loss", [("training", self.loss), ("validation", self.validation_loss)]),
            ("accuracy", [("training", self.accuracy), ("validation", self.validation_accuracy)]),
            (
                "gradient norm",
                [(f"layer {k + 1}", list(r)) for k, r in enumerate(zip(*self.gradient_norms, strict=True))],
            ),
        ]
        shown = [(title, [(n, v) for n, v in lines if v[0] is not None]) for title, lines in rows]
        shown = [(title, lines) for title, lines in shown if lines]
        figure = Figure(figsize=(5 * len(shown), 3.5), layout="constrained")
        for axes, (title, lines) in zip(figure.subplots(1, len(shown), squeeze=False)[0], shown, strict=True):
            for name, values in lines:
                axes.plot(numbers, values, label=name)
            axes.set(xlabel="epoch", ylabel=title)
            if title == "gradient norm":
                axes.set_yscale("log")
            if self.best is not None:
                axes.axvline(self.best + 1, linestyle=":", color="gray")
            axes.legend(fontsize="small")
        return figure


__all__ = ["Epoch", "History"]
