"""Derived code kept between runs: in the user's cache directory, keyed by everything that it depends on.

The files hold Python source, as trusted as Python's own byte-code files: the directory belongs to the user alone.
``SYMNN_CACHE`` names another directory; set to nothing or to ``off`` it turns keeping off.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

import numpy as np
import platformdirs

from symnn.numeric.derive import Mode, derive
from symnn.numeric.forms import Forms, forms
from symnn.numeric.module import Generated, write
from symnn.term import Sym, Term, to_json

VARIABLE = "SYMNN_CACHE"


class _Kept(Protocol):
    def to_json(self) -> dict[str, Any]: ...

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self: ...


K = TypeVar("K", bound=_Kept)


def cached(title: str, term: Term, var: Sym, kinks: Mapping[Fraction, Fraction], mode: Mode) -> Generated:
    """The generated NumPy module, from the cache or derived now and kept."""
    path = _path(title, term, var, kinks, mode)
    found = _load(path, Generated)
    return found if found is not None else _kept(path, write(derive(term, var, kinks, mode), title, mode == "fast"))


def cached_forms(title: str, term: Term, var: Sym, kinks: Mapping[Fraction, Fraction], mode: Mode) -> Forms:
    """The derived forms as data for the other backends, from the cache or derived now and kept as the module is."""
    path = _path(title, term, var, kinks, mode, "forms")
    found = _load(path, Forms)
    if found is not None:
        return found
    derived = derive(term, var, kinks, mode)
    _kept(_path(title, term, var, kinks, mode), write(derived, title, mode == "fast"))
    return _kept(path, forms(derived, title))


def _folder() -> Path | None:
    given = os.environ.get(VARIABLE)
    if given in ("", "off"):
        return None
    return Path(given) if given else Path(platformdirs.user_cache_dir("symnn")) / "numeric"


def _path(
    title: str, term: Term, var: Sym, kinks: Mapping[Fraction, Fraction], mode: Mode, kind: str = "module"
) -> Path | None:
    folder = _folder()
    if folder is None:
        return None
    rows = sorted((str(a), str(b)) for a, b in kinks.items())
    key = json.dumps([title, to_json(term), to_json(var), rows, mode, kind, _surroundings()])
    return folder / f"{hashlib.sha256(key.encode()).hexdigest()}.json"


@cache
def _surroundings() -> str:
    """Our own version and source, NumPy's version, and the vector instructions that it may use."""
    own = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        own.update(file.read_bytes())
    features = getattr(getattr(np, "_core", None), "_multiarray_umath", None)
    on = sorted(k for k, v in getattr(features, "__cpu_features__", {}).items() if v)
    return f"{version('symnn')} {own.hexdigest()} {np.__version__} {' '.join(on)}"


def _load(path: Path | None, kind: type[K]) -> K | None:
    if path is None:
        return None
    try:
        if os.name == "posix" and path.stat().st_uid != os.getuid():
            return None
        return kind.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _kept(path: Path | None, made: K) -> K:
    """Written whole or not at all; a directory that cannot be written is no error."""
    if path is None:
        return made
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(made.to_json(), file)
        Path(name).replace(path)
    except OSError:
        return made
    return made
