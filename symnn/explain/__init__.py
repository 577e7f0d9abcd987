"""One page for each code: what it means, why it matters, an example that triggers it, what to write instead."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_PAGES = Path(__file__).parent
_CODE = re.compile(r"[EWN]\d{3}")


@cache
def codes() -> tuple[str, ...]:
    """Every code that has a page, by number."""
    names = (p.stem for p in _PAGES.glob("*.md") if _CODE.fullmatch(p.stem))
    return tuple(sorted(names, key=lambda code: (code[1:], code[0])))


def page(code: str) -> str:
    """The page of a code as Markdown; ``KeyError`` when there is none."""
    if code not in codes():
        raise KeyError(code)
    return (_PAGES / f"{code}.md").read_text(encoding="utf-8")


def title(code: str) -> str:
    """What the code means in a few words: the heading of its page without the code."""
    heading = page(code).partition("\n")[0]
    return heading.removeprefix("# ").removeprefix(code).lstrip(": ")
