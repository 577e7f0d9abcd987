r"""``\input``, ``\include``, ``\subfile``, ``\import``: the text of local files in the place of the command.

Files that include each other in a loop, that are missing, or that lie outside of the folder are named in a note N113,
and the command stays.  Of a file that is a document itself only what stands between ``\begin{document}`` and
``\end{document}`` is taken.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from symnn.document.decoding import DocumentError, decode
from symnn.document.folder import Folder, MissingError, RefusedError
from symnn.document.hidden import ends, hidden
from symnn.document.model import Problem
from symnn.document.places import Segment

INCLUDE = re.compile(
    r"\\(?:(?:sub)?import\s*\{(?P<folder>[^{}\n]*)\}\s*\{(?P<file>[^{}\n]*)\}"
    r"|(?:input|include|subfile|subfileinclude)(?![A-Za-z@])\s*(?:\{(?P<name>[^{}\n]*)\}|(?P<bare>[^\s{}\\%]+)))"
)
_END = re.compile(r"\\endinput(?![A-Za-z@])")
_DEPTH = 20
_LONGEST = 50_000_000
_BEGIN, _CLOSE = "\\begin{document}", "\\end{document}"


@dataclass
class Included:
    """A text with its files put in: its segments, the files, and what was wrong."""

    folder: Folder
    parts: list[str] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    size: int = 0

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def take(self, text: str, file: int, start: int, end: int) -> None:
        if start < end:
            self.segments.append(Segment(self.size, start, file=file))
            self.parts.append(text[start:end])
            self.size += end - start

    def splice(self, text: str, file: int, start: int, end: int, open_files: tuple[str, ...]) -> None:
        """Take a stretch of a file, with what it includes."""
        behind = ends(hidden(text))
        place = start
        for m in INCLUDE.finditer(text, start, end):
            if behind(m.start()) > m.start() or m.start() < place:
                continue
            self.take(text, file, place, m.start())
            place = m.start()
            if self.include(m, open_files):
                place = m.end()
        self.take(text, file, place, end)

    def include(self, m: re.Match[str], open_files: tuple[str, ...]) -> bool:
        name = (os.path.join(m["folder"], m["file"]) if m["file"] else m["name"] or m["bare"] or "").strip().strip('"')
        why = ""
        try:
            if not name or "\\" in name or "#" in name:
                return False
            if len(open_files) > _DEPTH:
                raise RefusedError(f"{name} is not read: files include each other more than {_DEPTH} deep")
            if self.size > _LONGEST:
                raise RefusedError(f"{name} is not read: the document is longer than {_LONGEST:,} characters")
            beside = os.path.dirname(open_files[-1]) if open_files else self.folder.shown
            within = os.path.relpath(beside or ".", self.folder.shown or ".")
            path, text = self.folder.read(name, ("", ".tex") if "." in name else (".tex", ""), within)
            if path in open_files:
                raise RefusedError(f"{name} is not read: it includes itself")
        except RefusedError as error:
            why = str(error)
        except MissingError as error:
            why = f"{error}; what it holds is not read" if self.folder.path is not None else ""
        if why or self.folder.path is None:
            if why:
                self.problems.append(Problem("N113", self.size, self.size + len(m.group()), why))
            return False
        known = {p: i for i, (p, _) in enumerate(self.files, start=1)}
        if path not in known:
            self.files.append((path, text))
        start, end = body(text)
        self.splice(text, known.get(path, len(self.files)), start, end, (*open_files, path))
        return True


def body(text: str) -> tuple[int, int]:
    """What of an included file is taken."""
    begin, close = text.find(_BEGIN), text.rfind(_CLOSE)
    start = begin + len(_BEGIN) if begin >= 0 else 0
    stop = _END.search(text, start)
    end = close if close >= start else len(text)
    return start, min(end, stop.start()) if stop else end


def included(text: str, folder: Folder) -> Included:
    """The text with its local files put in."""
    state = Included(folder)
    if folder.path is None or not INCLUDE.search(text):
        state.take(text, 0, 0, len(text))
    else:
        state.splice(text, 0, 0, len(text), ())
    return state


def parts_of(path: str) -> list[str]:
    """The files that the LaTeX document at ``path`` includes, spelt from the same folder; none for a chapter."""
    try:
        text = decode(Path(path).read_bytes(), path)[0]
    except (OSError, DocumentError):
        return []
    if _BEGIN not in text:
        return []
    found = included(text, Folder(Path(path).parent, os.path.dirname(path)))
    return [part for part, text in found.files if _BEGIN not in text]
