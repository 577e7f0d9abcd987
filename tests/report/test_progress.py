"""The progress bar says how fast it goes and how long it takes; there is none in a pipe."""

import io
import sys

import pytest

from symnn.report.progress import progress_bar, rate


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_rate_is_in_words_of_a_fitting_unit() -> None:
    assert rate(None) == ""
    assert rate(123.4) == "123 formulas/s"
    assert rate(2.34) == "2.3 formulas/s"
    assert rate(0.05) == "3.0 formulas/min"


def test_a_terminal_sees_count_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("TERM", "xterm")
    with progress_bar("deciding") as progress:
        assert progress is not None
        for done in range(1, 41):
            progress(done, 40)
    assert "40/40" in terminal.getvalue()
    assert "formulas/s" in terminal.getvalue()
    assert "left" in terminal.getvalue()


def test_a_pipe_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with progress_bar("deciding") as progress:
        assert progress is None
    assert pipe.getvalue() == ""
