"""What gives a plain text its structure: headings without a mark, tables of contents, code listings without a fence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_NUMBERED = re.compile(r"[ \t]*(?P<number>\d{1,2}(?:\.\d{1,2})*)(?P<dot>\.?)[ \t\u3000]*(?P<title>\S.*?)[ \t]*")
_CHINESE = re.compile(
    r"[ \t]*(?:第[一二三四五六七八九十百\d]{1,5}(?P<unit>[章节])|[一二三四五六七八九十]{1,3}、)\s*\S.{0,40}"
)
_SENTENCE = re.compile(r"[。，；：？！.,;:?!=$\\{}<>]|https?|^\W")
_PLACEHOLDER = re.compile(r"在这里插入图片描述|图片|image|figure|table", re.IGNORECASE)
_CONNECTIVE = re.compile(r"其中|因此|所以|于是|那么|从而|可得|得到|即|则|且|当|若|令|设|[a-z]")
_WORDS = re.compile(r"[^\W\d_]{4}|[^\W\d_]{2,} [^\W\d_]{2,}")
_LISTED = re.compile(r"[ \t]*[-•*][ \t]+(\S.*?)[ \t]*")
_LONGEST = 40
_CODE = re.compile(
    r"""(?:async\ )?def\ \w+\(.*\).*:\s*$|class\ \w+(?:\(.*\))?:\s*$|@\w[\w.]*(?:\(.*\))?\s*$
    |import\ \w[\w.]*(?:\ as\ \w+)?(?:,\ \w[\w.]*(?:\ as\ \w+)?)*\s*$|from\ \.*\w[\w.]*\ import\ [\w*(),\ ]+$
    |if\ __name__\ ==|\#include\s*[<"]|for\ \w[\w,\ ]*\ in\ .*:\s*$|(?:el)?if\ [\w\s().<>=!]+:\s*$
    |print\(.*\)\s*$|\w+(?:\.\w+)*\ =\ (?:np|torch|tf|plt)\.\w+""",
    re.VERBOSE,
)


def contents(lines: Iterable[str]) -> frozenset[str]:
    """The titles that a table of contents lists: lines that stand once in a list and once alone."""
    listed: set[str] = set()
    alone: set[str] = set()
    for line in lines:
        m = _LISTED.fullmatch(line)
        (listed if m else alone).add(m[1] if m else line.strip())
    return frozenset(t for t in listed & alone if len(t) <= 2 * _LONGEST)


def heading_level(lines: Sequence[str], number: int, titles: frozenset[str]) -> int:
    """The depth of the heading in this line, 0 if it is none.

    A heading is listed in the table of contents, or stands between blank lines, is short and no sentence: ``3.1 Loss``
    has depth 2, ``3 Loss`` and ``三、`` depth 1, a line without number depth 2.  ``其中`` and ``where`` join formulas.
    """
    line = lines[number]
    title = line.strip()
    if not title or len(title) > 2 * _LONGEST:
        return 0
    numbered = _NUMBERED.fullmatch(line)
    if title in titles:
        return numbered["number"].count(".") + 1 if numbered else 1
    before, after = (
        number == 0 or not lines[number - 1].strip(),
        number + 1 == len(lines) or not lines[number + 1].strip(),
    )
    if not (before and after):
        return 0
    if m := _CHINESE.fullmatch(line):
        return 2 if m["unit"] == "节" else 1
    if numbered:
        plain = numbered["title"]
        separate = numbered["dot"] or line[numbered.end("number")] in " \t\u3000"
        listed = numbered["dot"] and "." not in numbered["number"] and _in_list(lines, number, int(numbered["number"]))
        fits = separate and not listed and len(plain) <= _LONGEST and not _SENTENCE.search(plain)
        return numbered["number"].count(".") + 1 if fits else 0
    if len(title) > _LONGEST // 2 + 10 or _SENTENCE.search(title) or line[0] in " \t":
        return 0
    if _PLACEHOLDER.match(title) or _CONNECTIVE.match(title) or not _WORDS.search(title):
        return 0
    return 2 if any(other.strip() for other in lines[number + 1 : number + 4]) else 0


def _in_list(lines: Sequence[str], number: int, count: int) -> bool:
    """Whether the neighbouring lines are the items before and after this one."""
    near = [line for line in lines[max(0, number - 4) : number + 5] if line.strip()]
    return any(re.match(rf"[ \t]*{n}[.)](?!\d)", line) for line in near for n in (count - 1, count + 1))


def code_lines(lines: Sequence[str]) -> set[int]:
    """The lines of code listings: a line that only a program has, the indented ones behind it, blank ones between."""
    found: set[int] = set()
    number = 0
    while number < len(lines):
        if not _CODE.match(lines[number]):
            number += 1
            continue
        last = number
        look = number + 1
        while look < len(lines):
            line = lines[look]
            if line.strip():
                if line[0] not in " \t" and not _CODE.match(line):
                    break
                last = look
            look += 1
        found.update(range(number, last + 1))
        number = last + 1
    return found
