"""The name π of a document, from where it is declared to the end of the section."""

from __future__ import annotations

from symnn.context.closing.circle import PI
from symnn.context.walk import Walk
from symnn.context.words.circle import names_pi
from symnn.document.model import Span


def note_pi(walk: Walk, span: Span) -> None:
    """π is a name from here on, if this formula or the words beside it say so."""
    if walk.scope.profile.declared_kind(PI) is None and names_pi(walk.document, span):
        walk.scope.profile = walk.scope.profile.declare(PI, "scalar")
