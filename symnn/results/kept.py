"""Answers by their questions: found where they were kept by the same code, read strictly, counted."""

from __future__ import annotations

import hashlib
import json
import sys
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from symnn.results import place
from symnn.results.codec import codec
from symnn.results.objects import read, written
from symnn.results.store import LIMIT, Store, Warn, open_store
from symnn.results.version import code_version

Thing = TypeVar("Thing")

PAUSE = 1.0  # seconds between two commits of a run: what a killed run loses at most
LARGEST = 256_000_000  # bytes of one answer, unpacked


class Results:
    """The kept answers of one run.

    A question is its ``kind`` and ``key``, a text that holds everything that its answer depends on beside the code.
    """

    def __init__(self, store: Store, version: str, path: Path) -> None:
        self._store, self._version, self.path = store, version, path
        self._committed = time.monotonic()
        self.asked = self.found = 0
        self.passing = 0  # questions for which time or memory ran out: their answers are not kept

    def known(self, kind: str, shape: Any, keys: Iterable[str]) -> dict[str, Any]:
        """The answers of type ``shape`` that are kept, by key; they are no questions of the run (see ``count``)."""
        names = {self._name(kind, key): key for key in keys}
        out: dict[str, Any] = {}
        for name, data in self._store.get(names).items():
            try:
                out[names[name]] = codec(shape).read(_unpacked(data))
            except (ValueError, TypeError, RecursionError, zlib.error, MemoryError):
                continue  # a sound row that this code did not write: none of ours in any case
        return out

    def keep(self, kind: str, shape: Any, key: str, answer: Any) -> None:
        """Keep an answer; what cannot be written in its type is not kept."""
        try:
            text = json.dumps(codec(shape).write(answer), ensure_ascii=True, separators=(",", ":"))
        except (ValueError, TypeError, RecursionError):
            return
        self._put(self._name(kind, key), text.encode())

    def known_object(self, kind: str, shape: type[Thing], key: str, later: tuple[type, ...] = ()) -> Thing | None:
        """An object with shared parts that is kept; ``later`` are classes that its annotations name (``objects``)."""
        name = self._name(kind, key)
        data = self._store.get([name]).get(name)
        try:
            return None if data is None else read(_expanded(data), shape, later)
        except (ValueError, zlib.error, MemoryError):
            return None

    def keep_object(self, kind: str, key: str, thing: object) -> None:
        """Keep an object with shared parts; what cannot be written is not kept."""
        with suppress(ValueError):
            self._put(self._name(kind, key), written(thing))

    def _put(self, name: str, data: bytes) -> None:
        self._store.put(name, zlib.compress(data, 1))
        if time.monotonic() - self._committed > PAUSE:
            self._store.commit()
            self._committed = time.monotonic()

    def count(self, asked: int, found: int) -> None:
        """Note how many questions there were, and of how many the answer was kept."""
        self.asked += asked
        self.found += found

    def close(self) -> None:
        self._store.close()

    def _name(self, kind: str, key: str) -> str:
        text = "\0".join((kind, self._version, key))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _unpacked(data: bytes) -> Any:
    return json.loads(_expanded(data))


def _expanded(data: bytes) -> bytes:
    expand = zlib.decompressobj()
    text = expand.decompress(data, LARGEST)
    if not expand.eof:
        raise ValueError("too long, or cut")
    return text


@contextmanager
def open_results(
    wanted: bool = True, warn: Warn | None = None, folder: Path | None = None, limit: int = LIMIT
) -> Iterator[Results | None]:
    """The kept answers, ``None`` where they are not wanted, turned off, or not usable (that is warned of)."""
    where = (folder or place.folder()) if wanted else None
    version = None if where is None else code_version()
    if where is None or version is None:
        yield None
        return
    say = warn or _to_stderr

    def tell(message: str) -> None:
        say(f"symnn: the cache {where}: {message}")

    store = open_store(where, tell, limit)
    if store is None:
        yield None
        return
    results = Results(store, version, where)
    try:
        yield results
    finally:
        results.close()


def _to_stderr(message: str) -> None:
    print(message, file=sys.stderr)
