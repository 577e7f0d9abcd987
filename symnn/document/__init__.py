"""Documents of several formats become blocks, spans of mathematics and tags, with exact offsets."""

from symnn.document.loading import DocumentError, load, parse
from symnn.document.model import Block, BlockKind, Document, Problem, Segment, Span, SpanKind, Tag

__all__ = [
    "Block",
    "BlockKind",
    "Document",
    "DocumentError",
    "Problem",
    "Segment",
    "Span",
    "SpanKind",
    "Tag",
    "load",
    "parse",
]
