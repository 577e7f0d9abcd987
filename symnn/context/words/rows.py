"""Tables: rows that follow each other without a blank line, the first of which heads the columns."""

from __future__ import annotations

import re

from symnn.document.model import Document

_BLANK = re.compile(r"\n[ \t>]*\n")


def first_row(document: Document, number: int) -> int:
    """The number of the block that is the first row of the table in which a row stands."""
    blocks = document.blocks
    while (
        number > 0
        and blocks[number - 1].kind == "table_row"
        and not _BLANK.search(document.text, blocks[number - 1].end, blocks[number].start)
    ):
        number -= 1
    return number
