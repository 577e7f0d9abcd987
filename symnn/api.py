"""What ``import symnn`` offers: reading, verifying, and the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from symnn.check import Options, judge, read_files
from symnn.check import verify as verify_files
from symnn.context.catalog import Entry, load
from symnn.document import parse
from symnn.finding import Location
from symnn.notation import latex as to_latex
from symnn.result import Report
from symnn.term import Term
from symnn.workers import ANSWERING, warm

if TYPE_CHECKING:
    import sympy


TEXT = "<text>"


@dataclass(frozen=True, slots=True)
class Formula:
    """One statement of a document as it was read.

    ``span`` is where the formula stands; ``reading`` its meaning in words; ``names`` what each name was taken to be.
    An unreadable formula has no ``term`` and an ``error`` that says where reading stopped.
    """

    id: str
    span: Location
    source: str
    kind: str
    term: Term | None
    reading: str
    names: tuple[str, ...]
    error: str | None

    @property
    def sympy(self) -> sympy.Basic:
        """The SymPy expression; ``BridgeError`` where SymPy has no form for it, ``ValueError`` if it was not read."""
        from symnn.sympy_bridge import to_sympy

        return to_sympy(self._read())

    @property
    def latex(self) -> str:
        """LaTeX printed from the term; it reads back to the same term."""
        return to_latex(self._read())

    def _read(self) -> Term:
        if self.term is None:
            raise ValueError(f"{self.span.file}:{self.span.line}: this formula was not read: {self.error}")
        return self.term


def read(path: str | PathLike[str]) -> tuple[Formula, ...]:
    """Every statement of every formula of a document, in its order; nothing is decided.

    ``DocumentError`` when the file cannot be read at all.
    """
    formulas: list[Formula] = []
    for one in read_files([fspath(path)]):
        if not one.terms:
            formulas.append(Formula(one.id, one.location, one.source, one.kind, None, "", (), one.error))
        for number, term in enumerate(one.terms, 1):
            name = one.id if number == 1 else f"{one.id}/{number}"
            formulas.append(Formula(name, one.location, one.source, one.kind, term, one.reading, one.names, one.error))
    return tuple(formulas)


def verify(
    *documents: str | PathLike[str], text: str | None = None, format: str | None = None, options: Options | None = None
) -> Report:
    """Decide every claim of the documents; the same as ``symnn verify``.

    A document is a path.  A string with a line break or a ``$``, which is no file, is the text of a document itself, as
    is ``text``; it is Markdown unless ``format`` says "latex", "rest", "notebook" or "text".  ``DocumentError`` where
    something cannot be read.
    """
    texts = [d for d in documents if isinstance(d, str) and _is_text(d)] + ([] if text is None else [text])
    paths = [fspath(d) for d in documents if not (isinstance(d, str) and _is_text(d))]
    if texts and paths:
        raise TypeError("texts and paths are verified one after the other, not in one call")
    if not texts:
        if format is not None:
            raise TypeError("format is for texts; of a file its suffix tells")
        return verify_files(paths, options or Options())
    named = [TEXT if len(texts) == 1 else f"<text {n}>" for n in range(1, len(texts) + 1)]
    read_texts = [parse(t, name, format or "markdown") for t, name in zip(texts, named, strict=True)]
    warm(*ANSWERING)
    report, _ = judge(read_texts, options or Options())
    return replace(report, files=tuple(named))


def _is_text(given: str) -> bool:
    """Whether a string is a document and not the name of one."""
    if not ("\n" in given or "$" in given):
        return False
    try:
        return not Path(given).exists()
    except (OSError, ValueError):  # too long for a name, or with characters that no name has
        return True


class CatalogEntry:
    """An activation or loss of the catalogue: ``name``, ``term``, ``latex``, ``sympy``, and its facts."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def term(self) -> Term:
        """The body of the definition."""
        return self.entry.term

    @property
    def latex(self) -> str:
        return self.entry.latex

    @property
    def sympy(self) -> sympy.Basic:
        """The body of the definition as a SymPy expression, other catalogue functions expanded."""
        from symnn.context.closing.expand import Closer
        from symnn.sympy_bridge import to_sympy

        catalog = load()
        keep = frozenset((*self.entry.definition.params, *self.entry.parameters))
        return to_sympy(Closer(catalog.scope_of(self.entry), catalog).close(self.entry.term, keep))

    def __repr__(self) -> str:
        return f"<{self.entry.kind} {self.entry.name}: {self.entry.latex}>"


class CatalogView(Mapping[str, CatalogEntry]):
    """The catalogue by any name of an entry: ``symnn.catalog["sigmoid"]``."""

    def __getitem__(self, name: str) -> CatalogEntry:
        return CatalogEntry(load()[name])

    def __iter__(self) -> Iterator[str]:
        return iter(e.name for e in load())

    def __len__(self) -> int:
        return len(load())


catalog = CatalogView()

__all__ = ["CatalogEntry", "CatalogView", "Formula", "catalog", "read", "verify"]
