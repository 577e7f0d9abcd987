r"""References to equations that are not there: W430.

A document may be one of many, and its labels may stand in the others.  So a reference is only told when the document
is whole (LaTeX from ``\documentclass`` to ``\end{document}`` with all its files; a page of which no other document of
the project has the label), or a label of it is nearly the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symnn.context.lints.flaw import Flaw
from symnn.document.model import Document
from symnn.document.references import points_to_an_equation

_NAMED = re.compile(
    r"\\label\s*\{(?P<tex>[^{}\n]*)\}|^[ \t>]*\((?P<target>[\w:./-]+)\)=[ \t]*$"
    r"|^[ \t>]*:(?:label|name):[ \t]*(?P<option>\S+)"
    r"|^[ \t]*\.\. _(?P<rest>[^:\n]+):|:eqlabel:`(?P<d2l>[^`\n]+)`"
    r"|\{#(?P<quarto>[\w:.-]+)|\\tag\*?\s*\{(?P<tag>[^{}\n]*)\}",
    re.MULTILINE,
)
_ELSEWHERE = re.compile(r"\\(?:externaldocument|includeonly|subfile|import|subimport|myexternaldocument)\b")

_INCLUDED = re.compile(r"\{include\}|^[ \t]*\.\. include::|\{\{<\s*include|\{%-?\s*include", re.MULTILINE)


def missing(document: Document) -> Iterator[tuple[int, int, Flaw]]:
    """The references to equations that have no label, each with its place."""
    pointing = [r for r in document.references if points_to_an_equation(r)]
    if not pointing:
        return
    known = {next(g for g in m.groups() if g is not None).strip() for m in _NAMED.finditer(document.text)}
    known |= {r.name for r in document.references if r.kind in ("label", "tag")}
    plain = {_plain(name): name for name in sorted(known)}
    whole = _whole(document)
    for one in pointing:
        if one.name in known or not one.name or any(c in one.name for c in "#\\{}"):
            continue
        like = plain.get(_plain(one.name)) or next((n for n in sorted(known) if _one_off(n, one.name)), None)
        if like is not None:
            yield (
                one.start,
                one.end,
                Flaw("W430", f"no equation is labelled {one.name}; {like} is probably meant", like),
            )
        elif whole and one.name not in document.elsewhere:
            yield one.start, one.end, Flaw("W430", f"no equation of this document is labelled {one.name}")


def _whole(document: Document) -> bool:
    text = document.text
    if document.format in ("markdown", "notebook", "rest"):
        return _INCLUDED.search(text) is None
    if document.format != "latex" or "\\documentclass" not in text or "\\end{document}" not in text:
        return False
    lost = any("\\input" in p.message or "\\include" in p.message or "file" in p.message for p in document.problems)
    return not lost and _ELSEWHERE.search(text) is None


def _plain(name: str) -> str:
    """A label without its prefix, in small letters and without marks between them."""
    return re.sub(r"[\W_]+", "", re.sub(r"^(eqn?|equation)[:.\-_]", "", name.lower()))


def _one_off(known: str, name: str) -> bool:
    """Whether two labels of some length differ by one letter more or less, or two that changed places; no digits."""
    a, b = sorted((known, name), key=len)
    if len(a) < 6 or len(b) - len(a) > 1 or a == b:
        return False
    start = next((i for i in range(len(a)) if a[i] != b[i]), len(a))
    if len(a) == len(b):
        swapped = a[:start] + a[start + 1 : start + 2] + a[start : start + 1] + a[start + 2 :]
        return swapped == b and a[start : start + 2].isalpha()
    return a[start:] == b[start + 1 :] and b[start].isalpha() and b[start:] not in ("s", "a", "b", "c")
