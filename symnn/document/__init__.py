"""Documents of several formats become blocks, spans of mathematics and tags, with exact offsets."""

from symnn.document.decoding import DocumentError
from symnn.document.loading import load, parse
from symnn.document.model import (
    Block,
    BlockKind,
    Document,
    Extent,
    Problem,
    Reference,
    Scope,
    Span,
    SpanKind,
    Tag,
)
from symnn.document.places import Segment

__all__ = [
    "Block",
    "BlockKind",
    "Document",
    "DocumentError",
    "Extent",
    "Problem",
    "Reference",
    "Scope",
    "Segment",
    "Span",
    "SpanKind",
    "Tag",
    "load",
    "parse",
]
