"""Layers above names without brackets: the l of ``z^l = W^l a^{l-1} + b^l`` in a text about layers is no exponent.

That is certain where a derivative is taken by such a name, or where one is given by others with the same letter above.
All names that have this letter above are names of layers then; a number above one of them has two readings.
"""

from __future__ import annotations

import re

from symnn.document.model import Document

_LAYER = re.compile(r"\blayers?\b|层", re.I)
_FONT = r"\\(?:mathbf|mathcal|mathrm|mathsf|bm|boldsymbol|pmb|vec|hat|tilde|bar|bf)(?![A-Za-z])"
_LETTER = r"(?:l|\\ell(?![A-Za-z]))"
_ABOVE = (
    r"\s*(?:_\s*(?:\{[^{}]*\}|[A-Za-z0-9])\s*)?\^\s*"
    rf"(?:\{{\s*{_LETTER}\s*(?:[+-]\s*1\s*)?\}}|{_LETTER})"
)
_RAISED = re.compile(rf"(?:{_FONT}\s*\{{?\s*|(?<![A-Za-z\\]))(?P<base>\\[A-Za-z]+|[A-Za-z])\s*\}}?{_ABOVE}")
_BY = re.compile(r"(\\partial|\\nabla\s*_\s*\{?)\s*$")
_HEAD = re.compile(r"(^|\\\\|&|,|;|\\quad)\s*$")
_BODY = re.compile(r"\s*(?:_\s*(?:\{[^{}]*\}|[A-Za-z0-9]))?\s*&?\s*(?::=|=|\\coloneqq)(?P<body>[^=]*)")
_POWERS = frozenset(["e", "d", r"\partial", r"\gamma", r"\alpha", r"\lambda", r"\eta", r"\epsilon", r"\prod", r"\sum"])


def layered_names(document: Document) -> frozenset[str]:
    """The names with a layer above them, none where it is not certain that the letter counts layers."""
    if not _LAYER.search(document.text):
        return frozenset()
    sources = [span.source for span in document.spans if "^" in span.source]
    found = [(source, m) for source in sources for m in _RAISED.finditer(source)]
    if not any(_by_name(source, m) or _given(source, m) for source, m in found):
        return frozenset()
    return frozenset(m["base"].lstrip("\\") for _, m in found if m["base"] not in _POWERS)


def _by_name(source: str, name: re.Match[str]) -> bool:
    return _BY.search(source[max(0, name.start() - 40) : name.start()]) is not None


def _given(source: str, name: re.Match[str]) -> bool:
    if not _HEAD.search(source[max(0, name.start() - 40) : name.start()]):
        return False
    body = _BODY.match(source, name.end())
    return body is not None and any(m["base"] != name["base"] for m in _RAISED.finditer(body["body"]))


__all__ = ["layered_names"]
