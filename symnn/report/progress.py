"""A progress bar while claims are decided: on a terminal only, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def rate(per_second: float | None, unit: str = "formulas") -> str:
    """How many are done in a second, in words; nothing before that is known."""
    if per_second is None:
        return ""
    if per_second >= 10:
        return f"{per_second:.0f} {unit}/s"
    return f"{per_second:.1f} {unit}/s" if per_second >= 0.1 else f"{per_second * 60:.1f} {unit}/min"


@contextmanager
def progress_bar(label: str, unit: str = "formulas") -> Iterator[Callable[[int, int], None] | None]:
    """Yields what to call with (done, total), or ``None`` where nobody watches.

    It shows how many are done, how many in a second of late, the time since it began, and that left at this rate.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.progress import TimeElapsedColumn, TimeRemainingColumn  # isort: skip
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(rate(task.finished_speed or task.speed, unit))

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeElapsedColumn(),
        TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)

        def update(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield update
