"""The names π and e of a document, from where they are declared to the end of the section."""

from __future__ import annotations

from symnn.context.closing.named_constants import PI, E
from symnn.context.walk import Walk
from symnn.context.words.named_constants import names_e, names_pi
from symnn.document.model import Span


def note_named(walk: Walk, span: Span) -> None:
    """π or e is a name from here on, if this formula or the words beside it say so."""
    profile = walk.scope.profile
    if profile.declared_kind(PI) is None and names_pi(walk.document, span):
        profile = profile.declare(PI, "scalar")
    if profile.declared_kind(E) is None and (kind := names_e(walk.document, span)) is not None:
        profile = profile.declare(E, kind)
    walk.scope.profile = profile
