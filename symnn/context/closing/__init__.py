"""Closing a term: names become their bodies, indices get their ranges, what holds anyway is added."""
