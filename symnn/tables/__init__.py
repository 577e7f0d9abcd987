"""Tables of functions: definition, derivative, shape, every cell proved.

``table("activations")``, ``table("gelu", "x·log(1+σ(x))", columns=["usual", "range"])`` or a document that defines
functions; what it returns displays itself in notebooks and writes LaTeX, Markdown, HTML and CSV.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

from symnn.tables.kept import keep, name_of, rows
from symnn.tables.model import Cell, Claimed, Row, Table
from symnn.tables.names import COLUMNS, DEFAULT, LANGUAGES

__all__ = ["COLUMNS", "DEFAULT", "Cell", "Claimed", "Row", "SubjectError", "Table", "table"]

Bar = Callable[[int, int], None] | None  # told how much is done, and of how much
Progress = Callable[[str], AbstractContextManager[Bar]]
TIMEOUT = 60.0  # seconds a cell


class SubjectError(ValueError):
    """A name, formula, file or column that a table cannot be made of; the message says what to do."""


def table(
    *names: str, columns: Sequence[str] = DEFAULT, lang: str = "en", variable: str | None = None,
    timeout: float = TIMEOUT, jobs: int | None = None, progress: Progress | None = None,
) -> Table:  # fmt: skip
    """One row a function: ``activations``, ``losses``, names of the catalogue, formulas, documents.

    Every cell is proved now or was proved before with the same source; a cell whose claim is not proved is empty and
    its reason is in ``table.undecided``.  ``SubjectError`` for a name, formula, file or column that means nothing.
    """
    from difflib import get_close_matches

    if not names:
        raise SubjectError("name what the table is about: activations, losses, names, formulas or documents")
    if lang not in LANGUAGES:
        raise SubjectError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    for column in columns:
        if column not in COLUMNS:
            close = get_close_matches(column, COLUMNS, 1)
            guess = f"; did you mean {close[0]}?" if close else ""
            raise SubjectError(f"no column {column!r}{guess} (there are {', '.join(COLUMNS)})")
    wanted = tuple(dict.fromkeys(columns))
    kept = name_of(names, wanted, variable)
    found = rows(kept)
    if found is None:
        from symnn.tables import compute

        with nullcontext() if progress is None else progress("proving") as bar:
            found, lasting = compute.rows(names, wanted, variable, timeout, jobs, bar)
        if lasting:
            keep(kept, found)
    return Table(found, wanted, lang, ", ".join(names))
