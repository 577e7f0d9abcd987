"""The libraries that backends need, and what to do where one is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class MissingBackendError(ImportError):
    """The library of a backend is not installed; the message says how to get it."""


def library(name: str) -> Any:
    """The library, imported; it is also the name of the extra that installs it."""
    try:
        return import_module(name)
    except ImportError as error:
        if error.name is not None and error.name.partition(".")[0] != name:
            raise
        raise MissingBackendError(
            f"the backend {name} needs the library {name}: pip install 'symnn[{name}]'", name=name
        ) from error
