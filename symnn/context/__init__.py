"""Statements of a document become closed claims: declarations, definitions, scopes, the catalogue.

What reads a whole document is loaded when it is first asked for: the catalogue and a formula need little of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symnn.context.model import Understanding as Understanding
    from symnn.context.understanding import understand as understand

PLACES = {"Understanding": "symnn.context.model", "understand": "symnn.context.understanding"}  # name -> module
__all__ = ["Understanding", "understand"]


def __getattr__(name: str) -> Any:
    if name not in PLACES:
        raise AttributeError(f"module 'symnn.context' has no attribute {name!r}")
    return getattr(import_module(PLACES[name]), name)
