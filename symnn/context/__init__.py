"""Statements of a document become closed claims: declarations, definitions, scopes, the catalogue."""
