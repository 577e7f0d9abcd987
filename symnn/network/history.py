"""What a training did, epoch by epoch."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any, Self

from symnn import files
from symnn.drawing import GREY, look, panels, pens


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


def spoken(epoch: Epoch) -> str:
    """The numbers of an epoch in a line."""
    parts = [f"loss {epoch.loss:.4g}"]
    if epoch.accuracy is not None:
        parts.append(f"accuracy {epoch.accuracy:.2%}")
    if epoch.validation_loss is not None:
        parts.append(f"validation loss {epoch.validation_loss:.4g}")
    if epoch.validation_accuracy is not None:
        parts.append(f"validation accuracy {epoch.validation_accuracy:.2%}")
    return ", ".join(parts)


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

    @property
    def kept(self) -> Epoch | None:
        """The numbers of the epoch whose parameters the network has; None of no epoch."""
        return self.epochs[-1 if self.best is None else self.best] if self.epochs else None

    def __str__(self) -> str:
        """The numbers of the epoch whose parameters are kept, then those of the last one where that is another."""
        if not self.epochs:
            return "no epoch"
        count = f"{len(self)} epoch{'s' if len(self) > 1 else ''}"
        if self.best is None:
            return f"{count}, {spoken(self.epochs[-1])}"
        kept = f"{count}, parameters of epoch {self.best + 1}: {spoken(self.epochs[self.best])}"
        return kept if self.best + 1 == len(self) else f"{kept}; last epoch: {spoken(self.epochs[-1])}"

    def plot(self) -> Any:
        """A figure (matplotlib) of loss, accuracy where there is one, and gradient norms; ``figure.savefig(path)``."""
        if not self.epochs:
            raise ValueError("there is no epoch to plot")
        numbers = range(1, len(self) + 1)
        norms = enumerate(zip(*self.gradient_norms, strict=True), 1)
        rows: list[tuple[str, list[tuple[str, list[Any]]]]] = [
            ("loss", [("training", self.loss), ("validation", self.validation_loss)]),
            ("accuracy", [("training", self.accuracy), ("validation", self.validation_accuracy)]),
            ("gradient norm", [(f"layer {k}", list(row)) for k, row in norms]),
        ]
        shown = [(title, [(n, v) for n, v in lines if v[0] is not None]) for title, lines in rows]
        shown = [(title, lines) for title, lines in shown if lines]
        with look():
            figure, panes = panels(len(shown))
            for axes, (title, lines) in zip(panes, shown, strict=True):
                for (name, values), pen in zip(lines, pens(), strict=False):
                    axes.plot(numbers, values, label=name, **pen)
                axes.set(xlabel="epoch", ylabel=title)
                axes.locator_params(axis="x", integer=True)
                if title == "gradient norm":
                    axes.set_yscale("log")
                if self.best is not None:
                    axes.axvline(self.best + 1, linestyle=(0, (3, 3)), color=GREY, label="parameters kept")
                axes.legend(handlelength=3.2)
        return figure

    def save(self, path: str | PathLike[str]) -> None:
        """Keep the numbers as JSON; ``symnn plot --history FILE`` draws them."""
        rows = [asdict(e) for e in self.epochs]
        data = {"symnn": "history", "version": 1, "best": self.best, "stopped": self.stopped, "epochs": rows}
        files.replace(Path(path), (json.dumps(data, indent=1) + "\n").encode())

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """What ``save`` kept.  ``ValueError`` where the file is something else."""
        try:
            data = json.loads(Path(path).read_text(encoding="utf-8"))
            if data["symnn"] != "history":
                raise ValueError("another kind of file")
            epochs = [Epoch(**{**row, "gradient_norms": tuple(row["gradient_norms"])}) for row in data["epochs"]]
            return cls(epochs, data["best"], data["stopped"])
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path} is no training history that `History.save` kept ({error})") from error


__all__ = ["Epoch", "History", "spoken"]
