"""Things described as something else (E409): ⊙ called a dot product, the input called the weights."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symnn.context.lints.flaw import Flaw
from symnn.document.model import Document, Span
from symnn.notation import ReadError, read
from symnn.term import Op, Sym, Term

# symbol, what the words around it call it wrongly, what it is
_OPERATORS: tuple[tuple[str, str, str], ...] = (
    (
        r"(⊙|\\odot)",
        r"点积|点乘积|内积|dot product|inner product|scalar product",
        "⊙ is the elementwise (Hadamard) product, not the dot product: a ⊙ b is a vector, a · b a number",
    ),
    (
        r"(⊗|\\otimes)",
        r"点积|内积|dot product|inner product",
        "⊗ is the Kronecker (or outer) product, not the dot product",
    ),
)
_ROLES: tuple[tuple[str, str, str], ...] = (
    ("input", "the input", r"输入|inputs?\b"),
    ("weights", "the weight vector", r"权重|权值|weights?\b"),
    ("bias", "the bias", r"偏置|截距|\bbias\b"),
    ("labels", "the labels", r"标签|labels?\b"),
)
_SEPARATOR = re.compile(r"[,，。;；:：\n]|\band\b|\bwith\b|和|与")

_GOES_ON = re.compile(r"[,，]\s*(是|为|表示|即|作为|\b(the|an?|our|is|are|which|called|its)\b)", re.I)


def misnamed_operators(document: Document) -> Iterator[tuple[int, int, Flaw]]:
    """ "⊙ is the dot product", with the offsets of the words."""
    for block in document.blocks:
        if block.kind in ("code", "comment", "fence", "front_matter"):
            continue
        text = document.text[block.start : block.end]
        for symbol, wrong, message in _OPERATORS:
            for match in re.finditer(
                rf"{symbol}[\s$\\)]*(是|为|表示|is|denotes|means)[^。.;；,，]*?({wrong})", text, re.I
            ):
                yield block.start + match.start(), block.start + match.end(), Flaw("E409", message)


def redescribed_vectors(document: Document, spans: tuple[Span, ...]) -> Iterator[tuple[Span, Flaw]]:
    """``x = [x_1, …, x_d]`` once as the input and later "the weight vector"."""
    known: dict[Sym, tuple[str, str, int]] = {}
    for span in spans:
        name = _listed_vector(span)
        if name is None:
            continue
        role = _described_as(document, span)
        if role is None:
            continue
        key, label = role
        line = document.position(span.start)[0]
        if name in known and known[name][0] != key:
            _, before, first = known[name]
            other = _other_name(document, spans, name, key)
            message = f"{name.text} is {before} since line {first}; here the same list of entries is called {label}"
            yield span, Flaw("E409", message, other)
            continue
        known.setdefault(name, (key, label, line))


def _listed_vector(span: Span) -> Sym | None:
    """The name of a vector that is written out entry by entry: ``x = [x_1, …, x_d]``."""
    if "[" not in span.source or "=" not in span.source:
        return None
    try:
        part = read(span.source).parts[0].term
    except ReadError:
        return None
    first: Term = part.args[0] if isinstance(part, Op) and part.head == "chain" else part
    match first:
        case Op("eq", (Sym() as name, Op("row" | "column" | "transpose", _))):
            return name
        case _:
            return None


def _described_as(document: Document, span: Span) -> tuple[str, str] | None:
    """The role that the words directly after a formula (to the next comma) or directly before it give."""
    block = document.blocks[span.block]
    after = document.text[span.end : block.end]
    stop = _SEPARATOR.search(after, 1)
    before = _SEPARATOR.split(document.text[block.start : span.start])[-1]
    after_text = after[: stop.start()] if stop else after
    if _SEPARATOR.match(after) and not _GOES_ON.match(after):
        after_text = ""  # "…, and each unit has weights" speaks of something else
    near = after[:40] if span.kind == "scraped" else ""  # behind scraped text its compact rendering still follows
    for text in (after_text, before, near):
        for key, label, pattern in _ROLES:
            if re.search(pattern, text, re.I):
                return key, label
    return None


def _other_name(document: Document, spans: tuple[Span, ...], name: Sym, role: str) -> str | None:
    letter = {"weights": "w", "bias": "b", "input": "x", "labels": "y"}[role]
    entry = re.compile(rf"(?<![A-Za-z\\]){letter}_")
    for span in spans:
        if entry.search(span.source):
            line = document.position(span.start)[0]
            return f"the {role} are {letter} (line {line}): {letter} = [{letter}_1, …]"
    return None
