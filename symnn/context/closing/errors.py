"""Why a term cannot be closed."""

from __future__ import annotations

from symnn.term import Sym


class NotClosedError(Exception):
    """A name whose meaning the document does not give.

    ``undefined`` is a function without a body; ``lost`` a function that stands without its argument.
    """

    def __init__(self, reason: str, undefined: Sym | None = None, lost: Sym | None = None) -> None:
        super().__init__(reason)
        self.undefined, self.lost = undefined, lost


class LayeredError(NotClosedError):
    """A name is defined through another member of its family, of which there are as many as a letter says."""


class AmbiguousError(Exception):
    """Two readings of a derivative by a defined name."""
