"""Plain text, also scraped from the web: paragraphs, numbered headings, tab-separated rows, code listings."""

from __future__ import annotations

from symnn.document.layout import Layout
from symnn.document.markdown import read_markdown


def read_text(text: str) -> Layout:
    return read_markdown(text)
