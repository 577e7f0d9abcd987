"""Statements of a document become closed claims: declarations, definitions, scopes, the catalogue."""

from symnn.context.model import Understanding
from symnn.context.understand import understand

__all__ = ["Understanding", "understand"]
