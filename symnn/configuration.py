"""Settings of a project: the table ``[tool.symnn]`` in the ``pyproject.toml`` of the documents.

It is the nearest ``pyproject.toml`` above a document that has this table.  It says what is verified and what is
reported; a verdict depends on it through the time limit alone.  What stands on the command line goes before it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from symnn.explain import codes
from symnn.notation import DEEP_LEARNING
from symnn.notation.settings import SettingError, Settings, with_setting

FILE = "pyproject.toml"
LANGUAGES = ("en", "zh")


class ConfigurationError(Exception):
    """Settings that are not understood; the message names the file, the key and what is expected."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of one file; ``None`` where it says nothing.

    ``paths`` are verified when none is named, ``exclude`` are globs of what is passed over inside directories; both are
    relative to the folder of ``file``.
    """

    file: Path | None = None
    paths: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    timeout: float | None = None
    strict: bool | None = None
    jobs: int | None = None
    lang: str | None = None
    baseline: Path | None = None
    notation: Settings | None = None
    excluded: list[str] = field(default_factory=list, compare=False)  # what was passed over, to be told

    def keeps(self, document: str) -> bool:
        """Whether a document that was found in a directory is verified."""
        if self.file is None or not self.exclude:
            return True
        try:
            inside = Path(document).resolve().relative_to(self.file.parent).as_posix()
        except ValueError:
            return True
        if any(_matches(inside, glob) for glob in self.exclude):
            self.excluded.append(document)
            return False
        return True

    def default_paths(self) -> tuple[str, ...]:
        """``paths`` as they are seen from the current folder."""
        if self.file is None:
            return ()
        return tuple(str(_seen(self.file.parent / p)) for p in self.paths)


def _seen(path: Path) -> Path:
    """A path as it is seen from the current folder."""
    here = Path.cwd().resolve()
    return path.relative_to(here) if path.is_relative_to(here) else path


NONE = Configuration()


def configuration(paths: Sequence[str]) -> Configuration:
    """The settings for documents and directories, or for the current folder where none is named.

    ``ConfigurationError`` where they are not understood, or where the paths are of projects with different settings.
    """
    found = {p: _nearest(Path(p)) for p in (paths or (".",))}
    files = list(dict.fromkeys(found.values()))
    if len(files) > 1:
        first, second = ((p, f) for f in files[:2] for p in found if found[p] == f)
        told = " and ".join(f"{p} ({'no settings' if f is None else f})" for p, f in (first, second))
        raise ConfigurationError(f"{told} have different settings: verify them one after the other")
    return NONE if files[0] is None else _read(files[0])


def _nearest(path: Path) -> Path | None:
    try:
        start = path.resolve()
    except (OSError, RuntimeError):
        return None
    for folder in (start, *start.parents):
        file = folder / FILE
        if file.is_file() and _table(file) is not None:
            return file
    return None


@cache
def _table(file: Path) -> Mapping[str, Any] | None:
    """The table of symnn; ``None`` where the file has none."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        if b"tool.symnn" in content:
            raise ConfigurationError(f"{file}: this is no TOML: {error}") from error
        return None
    tool = data.get("tool")
    if not isinstance(tool, dict) or "symnn" not in tool:
        return None
    if not isinstance(tool["symnn"], dict):
        raise ConfigurationError(f"{file}: tool.symnn is a table of settings")
    return tool["symnn"]


def _read(file: Path) -> Configuration:
    values: dict[str, Any] = {}
    for key, value in (_table(file) or {}).items():
        if key not in KEYS:
            close = get_close_matches(key, KEYS, 1)
            guess = f"; did you mean {close[0]}?" if close else ""
            raise ConfigurationError(f"{file}: there is no setting {key}{guess} (there are: {', '.join(KEYS)})")
        try:
            values[key] = KEYS[key](value)
        except SettingError as error:
            raise ConfigurationError(f"{file}: {key}: {error}") from error
        except ValueError as error:
            raise ConfigurationError(f"{file}: {key} is {error}, not {value!r}") from error
    if "baseline" in values:
        values["baseline"] = _seen(file.parent / values["baseline"])
    return Configuration(file, **values)


def _strings(value: Any) -> tuple[str, ...]:
    if not (isinstance(value, list) and all(isinstance(v, str) and v for v in value)):
        raise ValueError("a list of strings")
    return tuple(value)


def _name(value: Any) -> str:
    if not isinstance(value, str) or not value or "\0" in value:
        raise ValueError("the name of a file")
    return value


def _codes(value: Any) -> tuple[str, ...]:
    wanted = tuple(v.strip().upper() for v in _strings(value))
    for code in wanted:
        if code not in codes():
            raise ValueError(f"a list of codes, of which {code} is none (`symnn explain` lists them)")
    return wanted


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise ValueError("a number of seconds above 0")
    return float(value)


def _workers(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1024:
        raise ValueError("a number of processes from 1 to 1024")
    return value


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _language(value: Any) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"one of {', '.join(LANGUAGES)}")
    return str(value)


def _notation(value: Any) -> Settings:
    if not isinstance(value, dict):
        raise ValueError("a table")
    for key, said in value.items():
        with_setting(DEEP_LEARNING, key, said)
    return tuple((key, tuple(said) if isinstance(said, list) else str(said)) for key, said in value.items())


KEYS: Mapping[str, Callable[[Any], Any]] = {
    "paths": _strings, "exclude": _strings, "select": _codes, "ignore": _codes, "timeout": _seconds, "strict": _switch,
    "jobs": _workers, "lang": _language, "baseline": _name, "notation": _notation,
}  # fmt: skip


def _matches(path: str, glob: str) -> bool:
    """Whether a glob names the path or a folder above it; without a slash it may be at any depth."""
    wanted = glob.strip("/").removeprefix("./")
    parts = path.split("/")
    if "/" not in wanted:
        return any(fnmatchcase(part, wanted) for part in parts)
    heads = ("/".join(parts[:k]) for k in range(1, len(parts) + 1))
    return any(fnmatchcase(head, wanted) for head in heads)


__all__ = ["KEYS", "NONE", "Configuration", "ConfigurationError", "configuration"]
