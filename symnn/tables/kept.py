"""Whole tables kept between runs: shown again without reading, proving or importing what does that."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from symnn.tables import cache
from symnn.tables.model import Cell, Row


def name_of(names: Sequence[str], columns: Sequence[str], variable: str | None) -> str:
    """The name of a table in the cache; the rows of a file change with what it holds."""
    return cache.key(["table", list(names), [_content(n) for n in names], list(columns), variable])


def _content(name: str) -> str:
    try:
        return sha256(Path(name).read_bytes()).hexdigest()
    except (OSError, ValueError):
        return ""


def rows(name: str) -> tuple[Row, ...] | None:
    """The rows kept under a name, ``None`` where there are none."""
    kept = cache.load(name)
    try:
        return tuple(_row(data) for data in kept)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def keep(name: str, found: Sequence[Row]) -> None:
    """Keep rows under a name."""
    cache.keep(name, [_json(r) for r in found])


def _json(row: Row) -> dict[str, Any]:
    cells = {c: cell.to_json() for c, cell in row.cells.items()}
    return {
        "key": row.key, "title": row.title, "zh": row.title_zh, "cells": cells, "where": list(row.where),
        "source": row.source,
    }  # fmt: skip


def _row(data: dict[str, Any]) -> Row:
    cells = {str(c): Cell.from_json(v) for c, v in data["cells"].items()}
    where = tuple(str(w) for w in data["where"])
    return Row(str(data["key"]), str(data["title"]), str(data["zh"]), cells, where, str(data["source"]))
