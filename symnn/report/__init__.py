"""Reports: the same outcome as text, as JSON, as annotations of a code host, or as a page.

A format is one row of ``FORMATS``: its name and a function from the report and a look to a string.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from symnn.report.github import to_github
from symnn.report.json import to_json
from symnn.report.look import PLAIN, Look
from symnn.report.outcome import exit_status
from symnn.report.sarif import to_sarif
from symnn.report.text import to_text
from symnn.result import Report

__all__ = ["FORMATS", "PLAIN", "Format", "Look", "exit_status", "render"]


def to_html(report: Report, look: Look) -> str:
    """The page; what writes mathematics for it is imported when it is asked for."""
    from symnn.report.html import to_html as page

    return page(report, look)


class Format(NamedTuple):
    name: str
    render: Callable[[Report, Look], str]


_ROWS = (
    Format("text", to_text),
    Format("json", to_json),
    Format("github", to_github),
    Format("sarif", to_sarif),
    Format("html", to_html),
)
FORMATS: Mapping[str, Format] = {row.name: row for row in _ROWS}


def render(report: Report, format: str = "text", look: Look = PLAIN) -> str:
    """The report in one of ``FORMATS``; ends with a line break."""
    return FORMATS[format].render(report, look)
