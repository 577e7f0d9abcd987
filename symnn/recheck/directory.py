"""``symnn recheck DIR``: every certificate file of a directory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from symnn.recheck.check import recheck
from symnn.recheck.outcome import Outcome, Refused


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: the claim's id and formula as the file names them, its verdict, and what the checker says."""

    file: str
    id: str
    formula: str
    verdict: str
    method: str
    outcome: Outcome


def recheck_directory(path: str | Path) -> Iterator[Checked]:
    """The ``*.json`` files by name; a file that is no certificate is refused, never skipped.

    ``NotADirectoryError`` if there is no such directory.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise NotADirectoryError(str(path))
    for file in sorted(folder.glob("*.json")):
        yield _checked(file)


def _checked(file: Path) -> Checked:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(data, dict):
            raise ValueError("not an object")
        claim = data["claim_json"]
        if not isinstance(claim, dict):
            raise ValueError("claim_json is not an object")
    except (OSError, ValueError, KeyError, RecursionError) as error:
        return Checked(file.name, "", "", "", "", Refused(f"unreadable: {error}"))
    return Checked(
        file.name, _text(data, "id"), _text(data, "formula"), _text(data, "verdict"), _text(data, "method"),
        recheck(claim, data),
    )  # fmt: skip


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key, "")
    return value if isinstance(value, str) else ""
