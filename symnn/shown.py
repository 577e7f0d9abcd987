"""Objects that show themselves in notebooks.  What they look like is told by a layer that can print them.

``symnn.showing`` fills ``WAYS`` when the package is used from Python; without it an object shows its ``repr``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

WAYS: dict[type, Callable[[Any], dict[str, str]]] = {}  # class -> what to show by media type; text/plain always


def media(thing: Any) -> dict[str, str]:
    """What the nearest class of ``thing`` shows, by media type; empty where nothing is known."""
    way = next((WAYS[c] for c in type(thing).__mro__ if c in WAYS), None)
    return {} if way is None else way(thing)


class Shown:
    """Base of what a notebook displays."""

    __slots__ = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        found = media(self)
        kept = {k: v for k, v in found.items() if include is None or k in include}
        return {k: v for k, v in kept.items() if exclude is None or k not in exclude}

    def _repr_latex_(self) -> str | None:
        return media(self).get("text/latex")

    def _repr_html_(self) -> str | None:
        return media(self).get("text/html")
