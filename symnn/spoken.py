"""Counterexamples in the words of a document: names of sizes that only we have, and notes that say nothing new."""

from __future__ import annotations

import re

from symnn.notation import words
from symnn.term import Sym
from symnn.verdict import Counterexample

_SIZE = re.compile(r"d\(([^()]+)\)")
_SIZES = re.compile(r" for (?P<sizes>[^,=]+ = \d+(?:, [^,=]+ = \d+)*)(?=$|, all entries 0)")


def name(sym: Sym) -> str:
    """A size that no letter stands for is that of its array."""
    size = _SIZE.fullmatch(sym.name)
    return words(sym) if size is None else f"the size of {_readable(size[1])}"


def note(example: Counterexample) -> str:
    """What a note adds to the point and the values: not the sizes that are told there, nor that the values differ."""
    sizes = {f"{s.text} = {value}" for s, value in example.point}
    found = _SIZES.search(example.note)
    text = example.note
    if found is not None and set(found["sizes"].split(", ")) <= sizes:
        text = text[: found.start()] + text[found.end() :]
    text = _SIZE.sub(lambda m: f"the size of {_readable(m[1])}", text)
    return "" if text == "the value differs" and example.left else _readable(text)


def _readable(text: str) -> str:
    """``y_{i}`` as ``y_i``"""
    return re.sub(r"_\{(\w)\}", r"_\1", text)
