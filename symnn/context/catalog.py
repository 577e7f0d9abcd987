"""The catalogue: activations and losses with their definitions, names and facts, read from derivation files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from symnn.context.defining.declare import declare, declare_function
from symnn.context.model import Declared, Definition
from symnn.context.names import spelling
from symnn.context.scope import Scope
from symnn.document import load as load_document
from symnn.document.model import Document, Span, Tag
from symnn.heads import HEADS
from symnn.notation import latex, read
from symnn.term import Op, Sym, Term, free_symbols

FOLDER = Path(__file__).resolve().parent.parent / "catalog"
_GREEK = {"\\sigma": "sigma", "\\Phi": "Phi"}
_SIGNS = {"σ": "sigma", "Φ": "Phi", **_GREEK}  # as a user types them
_LETTERS = {name.lower(): name for name in _GREEK.values()}


class CatalogError(Exception):
    """A catalogue section that breaks the format: the file, the line, what is wrong."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim of an entry, by its role: derivative, range, limit, slope, self, identity, zero, odd, bound."""

    id: str
    role: str
    term: Term
    line: int


@dataclass(frozen=True, slots=True)
class Kink:
    """A point without a derivative, the one-sided derivatives there, and the customary value."""

    point: Term
    left: str
    right: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One activation or loss; ``names`` holds every spelling in any language, ``variants`` other accepted bodies."""

    name: str
    title: str
    kind: str
    symbol: str
    names: tuple[str, ...]
    source: str
    definition: Definition
    variants: tuple[tuple[str, Definition], ...]
    parameters: tuple[Sym, ...]
    declared: tuple[tuple[Sym, Declared], ...]
    facts: tuple[Fact, ...]
    kinks: tuple[Kink, ...]
    file: str
    line: int

    @property
    def term(self) -> Term:
        """The body of the definition."""
        return self.definition.body

    @property
    def latex(self) -> str:
        """``name(x) = body`` in LaTeX."""
        head = Op("call", (self.definition.name, *self.definition.params)) if self.definition.params else Sym(self.name)
        return latex(Op("eq", (head, self.definition.body)))

    def fact(self, role: str) -> Fact | None:
        """The first fact with this role."""
        return next((f for f in self.facts if f.role == role), None)


def _other_letter(name: str) -> bool:
    """φ is not Φ, and Σ is not σ: of Greek letters only the one that the catalogue writes is meant."""
    return _LETTERS.get(name.lower(), name) != name


@dataclass(slots=True)
class Catalog:
    """All entries; found by any of their names."""

    entries: dict[str, Entry] = field(default_factory=dict)
    _index: dict[str, Entry] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        self.entries[entry.name] = entry
        for name in (entry.name, *entry.names, _GREEK.get(entry.symbol, entry.symbol)):
            if name:
                self._index.setdefault(spelling(name), entry)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, name: str) -> Entry:
        name = _SIGNS.get(name, name)
        found = None if _other_letter(name) else self._index.get(spelling(name))
        if found is None:
            raise KeyError(f"{name!r} is not in the catalogue; it has: {', '.join(self.entries)}")
        return found

    def find(self, sym: Sym, *, applied: bool = False) -> Entry | None:
        """The entry that a name means; a single letter such as σ only where it is applied."""
        if sym.accents or sym.sups or sym.font not in ("", "rm") or (sym.name == "sigma" and not applied):
            return None
        if (len(sym.name) < 2 and not applied) or _other_letter(sym.name):
            return None
        return self._index.get(spelling(sym.name))

    def by_word(self, text: str) -> Entry | None:
        """The entry whose name occurs last in a piece of prose; of names that overlap the longest."""
        named = self._named(text)
        return max(named, key=lambda n: (n[1], n[1] - n[0]))[2] if named else None

    def first_word(self, text: str) -> Entry | None:
        """The entry whose name occurs first in a piece of prose; of names that overlap the longest."""
        named = self._named(text)
        return min(named, key=lambda n: (n[0], n[0] - n[1]))[2] if named else None

    def _named(self, text: str) -> list[tuple[int, int, Entry]]:
        folded = text.lower()
        return [
            (m.start(), m.end(), entry)
            for key, entry in self._words().items()
            for m in re.finditer(rf"(?<![a-z]){re.escape(key)}(?![a-z])", folded)
        ]

    def _words(self) -> dict[str, Entry]:
        words: dict[str, Entry] = {}
        for entry in self.entries.values():
            for name in (entry.name, *entry.names):
                if len(name) > 2:
                    words.setdefault(name.lower(), entry)
                    words.setdefault(name.lower().replace("-", " "), entry)
        return words

    def scope_of(self, entry: Entry) -> Scope:
        """The scope in which an entry's definition stands."""
        scope = Scope()
        for sym, what in entry.declared:
            scope.declare(sym, what)
        return scope


@cache
def load() -> Catalog:
    """The catalogue that comes with the package."""
    catalog = Catalog()
    for path in sorted(FOLDER.glob("*.md")):
        for entry in read_entries(load_document(path)):
            if entry.name in catalog.entries:
                raise CatalogError(f"{path.name}:{entry.line}: {entry.name} is already in the catalogue")
            catalog.add(entry)
    return catalog


def read_entries(document: Document) -> Iterator[Entry]:
    """The entries of one catalogue file, each from its ``@entry`` tag to the next."""
    starts = [t for t in document.tags if t.name == "entry"]
    for tag, following in zip(starts, [*starts[1:], None], strict=False):
        yield _entry(document, tag, len(document.text) if following is None else following.start)


def _entry(document: Document, tag: Tag, end: int) -> Entry:
    line = document.position(tag.start)[0]
    scope = Scope()
    definitions: list[tuple[str, Definition]] = []
    facts: list[Fact] = []
    kinks: list[Kink] = []
    pending: Tag | None = None
    tags = [t for t in document.tags if tag.start < t.start < end]
    items: list[Tag | Span] = [*tags, *(s for s in document.spans if tag.start < s.start < end)]
    for item in sorted(items, key=lambda i: i.start):
        if isinstance(item, Tag):
            pending = item
            if item.name == "kink":
                kinks.append(_kink(item))
            continue
        if pending is not None and pending.name == "let" and item.kind == "inline":
            _let(document, item, scope)
            continue
        try:
            parts = read(item.source, scope.profile).parts
        except Exception as error:
            place = document.position(item.start)[0]
            raise CatalogError(f"{document.path}:{place}: {error}") from error
        if item.kind == "inline":
            continue
        for part in parts:
            if isinstance(part.term, Op) and part.term.head == "define":
                label = (pending.argument or "variant") if pending is not None and pending.name == "variant" else ""
                definitions.append((label, _definition(part.term, document, item)))
                name = definitions[-1][1].name
                if definitions[-1][1].params:
                    scope.profile = scope.profile.declare(name, "function")
            elif pending is not None and pending.name == "claim":
                role = pending.option("role") or "identity"
                facts.append(Fact(pending.argument, role, part.term, document.position(item.start)[0]))
        if pending is not None and pending.name != "let":
            pending = None
    main = next((d for label, d in definitions if not label), None)
    if main is None:
        raise CatalogError(f"{document.path}:{line}: the entry {tag.argument} has no definition (name(x) := body)")
    aliases = ";".join(filter(None, (tag.option("names"), tag.option("zh")))).split(";")
    parameters = tuple(sorted((s for s in free_symbols(main.body) if s not in main.params), key=lambda s: s.text))
    return Entry(
        name=tag.argument, title=_title(document, tag), kind=tag.option("kind") or "activation",
        symbol=tag.option("symbol") or "", names=tuple(n.strip() for n in aliases if n.strip()),
        source=tag.option("source") or "", definition=main,
        variants=tuple((label, d) for label, d in definitions if d is not main),
        parameters=parameters, declared=tuple(scope.declared.items()), facts=tuple(facts), kinks=tuple(kinks),
        file=document.path, line=line,
    )  # fmt: skip


def _let(document: Document, span: Span, scope: Scope) -> None:
    parts = read(span.source, scope.profile).parts
    names = [name for part in parts for name in declare(part.term, scope)]
    lone = parts[0].term if len(parts) == 1 else None
    if not names and isinstance(lone, Sym):
        block = document.blocks[span.block]
        declare_function(lone, document.text[span.end : block.end].split("$")[0], scope)


def _definition(term: Op, document: Document, span: Span) -> Definition:
    head, body = term.args
    match head:
        case Op("call", (Sym() as name, *params)) if all(isinstance(p, Sym) for p in params):
            return Definition(name, tuple(p for p in params if isinstance(p, Sym)), body, origin="catalog")
        case Sym():
            return Definition(head, (), body, origin="catalog")
        case Op(fixed, (Sym() as param,)) if HEADS[fixed].startswith("the function"):
            return Definition(Sym(fixed), (param,), body, origin="catalog")
        case _:
            line = document.position(span.start)[0]
            raise CatalogError(f"{document.path}:{line}: a definition begins with a name, maybe with its arguments")


def _kink(tag: Tag) -> Kink:
    options = dict(tag.options)
    point = options.get("x") or tag.argument.removeprefix("x=")
    return Kink(
        read(point).parts[0].term,
        options.get("left", ""), options.get("right", ""), options.get("value", ""), options.get("source", ""),
    )  # fmt: skip


def _title(document: Document, tag: Tag) -> str:
    before = [b for b in document.blocks if b.kind == "heading" and b.start < tag.start]
    return document.text[before[-1].start : before[-1].end].lstrip("# ").strip() if before else tag.argument
