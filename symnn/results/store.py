"""Rows of bytes in an SQLite file that may be damaged, edited, shared by processes, or not writable.

*What is guaranteed.*  A row that comes back is one that ``put`` was given, under the same name, by a process that could
read the key file beside it: each row carries an HMAC-SHA256 of its name and content under 32 random bytes, readable by
the user alone.  Rows that were cut, edited or moved to another name are noticed and left out.  It is no defence
against a program that runs as the same user: that one can read the key, and edit symnn as well.

*What is not.*  Nothing here is ever needed.  Whatever is wrong with the file is told once through ``warn``, and the
run goes on without it; a file that is no store of ours is set aside as ``.damaged`` and begun anew.

A process that is killed leaves what it committed last.  Past ``limit`` bytes the rows used least recently are removed.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sqlite3
import stat
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

SCHEMA = 1
FILE = f"results-{SCHEMA}.sqlite"
KEY = "results.key"
LIMIT = 256_000_000  # bytes of the file
LARGEST = 64_000_000  # bytes of one row
FULL = 0.7  # of the limit is left when rows were removed
FRESH = 3600  # seconds for which a use is not noted again
BUSY = 3.0  # seconds to wait for another process
CHUNK = 400  # names in one question
APPLICATION = 0x53796D6E

_TABLE = (
    "CREATE TABLE rows (name TEXT NOT NULL PRIMARY KEY, mac BLOB NOT NULL, value BLOB NOT NULL, used INTEGER NOT NULL)"
)
Warn = Callable[[str], None]


class DamagedError(Exception):
    """The file is no store of ours."""


class UnusableError(Exception):
    """The store cannot be used here; the message says why."""


class Store:
    """An open store; use ``open_store``.  No method raises for what is wrong with the file."""

    def __init__(
        self, base: sqlite3.Connection, path: Path, key: bytes, warn: Warn, limit: int, writable: bool
    ) -> None:
        self._path = path
        self._base, self._key, self._warn, self._limit = base, key, warn, limit
        self._broken = self._damaged = False
        self._writable = writable
        self._waiting: dict[str, bytes] = {}
        self._used: set[str] = set()
        self._told = False

    def get(self, names: Iterable[str]) -> dict[str, bytes]:
        """What is kept under each name; names of which nothing sound is kept are missing."""
        wanted = list(dict.fromkeys(names))
        found = {name: self._waiting[name] for name in wanted if name in self._waiting}
        now = int(time.time())
        for start in range(0, len(wanted), CHUNK):
            part = wanted[start : start + CHUNK]
            places = ",".join("?" * len(part))
            query = f"SELECT name, mac, value, used FROM rows WHERE name IN ({places}) AND length(value) <= {LARGEST}"
            for name, mac, value, used in self._ask(query, part):
                if not (isinstance(name, str) and isinstance(value, bytes) and self._sound(name, mac, value)):
                    self._tell("a row was changed by something else than symnn; what it says is worked out anew")
                    continue
                found.setdefault(name, value)
                if not (type(used) is int and now - FRESH < used <= now):
                    self._used.add(name)
        return found

    def put(self, name: str, value: bytes) -> None:
        """Keep a row with the next ``commit``."""
        if self._writable and len(value) <= LARGEST:
            self._waiting[name] = value

    def commit(self) -> bool:
        """Write what is waiting; False where another process holds the file, so that it still waits."""
        if self._broken or not self._writable or not (self._waiting or self._used):
            return True
        now = int(time.time())
        rows = [(name, self._mac(name, value), value, now) for name, value in self._waiting.items()]
        try:
            with self._base:
                self._base.execute("BEGIN IMMEDIATE")
                self._base.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)", rows)
                self._base.executemany("UPDATE rows SET used = ? WHERE name = ?", [(now, n) for n in self._used])
        except sqlite3.OperationalError as error:
            if _busy(error):
                return False
            self._fail(error)
        except (sqlite3.Error, OverflowError) as error:
            self._fail(error)
        self._waiting.clear()
        self._used.clear()
        return True

    def close(self) -> None:
        """Write what is waiting, remove what is too much, and let go of the file."""
        if not self.commit():
            self._tell("another process holds it; what this run found is not kept")
        if not self._broken and self._writable:
            self._shrink()
        self._base.close()
        if self._damaged and self._writable:
            with suppress(OSError):
                _set_aside(self._path)

    def _shrink(self) -> None:
        """Remove the rows used least recently until the file is well below its limit."""
        try:
            if self._size() <= self._limit:
                return
            with self._base:
                self._base.execute("BEGIN IMMEDIATE")
                total = 0
                doomed = []
                for name, length in self._base.execute("SELECT name, length(value) FROM rows ORDER BY used DESC"):
                    total += length + 256
                    if total > FULL * self._limit:
                        doomed.append((name,))
                self._base.executemany("DELETE FROM rows WHERE name = ?", doomed)
            self._base.execute("VACUUM")
        except sqlite3.Error as error:
            if not _busy(error):
                self._fail(error)

    def _size(self) -> int:
        (pages,), (size,) = (self._base.execute(f"PRAGMA {p}").fetchone() for p in ("page_count", "page_size"))
        return int(pages) * int(size)

    def _ask(self, query: str, values: list[str]) -> list[tuple[object, object, object, object]]:
        if self._broken:
            return []
        try:
            return self._base.execute(query, values).fetchall()
        except (sqlite3.Error, OverflowError, UnicodeError) as error:
            self._fail(error)
            return []

    def _sound(self, name: str, mac: object, value: bytes) -> bool:
        return isinstance(mac, bytes) and hmac.compare_digest(mac, self._mac(name, value))

    def _mac(self, name: str, value: bytes) -> bytes:
        return hmac.digest(self._key, name.encode("utf-8", "surrogatepass") + b"\0" + value, "sha256")

    def _fail(self, error: Exception) -> None:
        self._broken = True
        self._damaged = not isinstance(error, sqlite3.OperationalError) or _no_store(error)
        self._tell(f"it is not used any more: {error}")

    def _tell(self, message: str) -> None:
        if not self._told:
            self._told = True
            self._warn(message)


def open_store(folder: Path, warn: Warn, limit: int = LIMIT) -> Store | None:
    """The store in a folder, made where there is none; ``None`` after a warning where that is not possible."""
    try:
        try:
            _make(folder)
            _ours(folder, 0o022)
            key = _secret(folder / KEY)
            return _opened(folder / FILE, key, warn, limit)
        except DamagedError as error:
            _set_aside(folder / FILE)
            warn(f"it was damaged ({error}) and is begun anew")
            return _opened(folder / FILE, key, warn, limit)
    except OSError as error:
        reason = error.strerror or str(error)
        where = f" ({error.filename})" if error.filename not in (None, str(folder)) else ""
        warn(f"it is not used: {reason[:1].lower()}{reason[1:]}{where}")
        return None
    except (sqlite3.Error, DamagedError, UnusableError) as error:
        warn(f"it is not used: {error}")
        return None


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        file = next((p for p in (folder, *folder.parents) if os.path.lexists(p) and not p.is_dir()), folder)
        what = "a link to nothing" if file.is_symlink() and not file.exists() else "a file and no folder"
        advice = "move it away, or name a folder in SYMNN_CACHE (SYMNN_CACHE=off does without)"
        raise UnusableError(f"{file} is {what}; {advice}") from None


def _set_aside(path: Path) -> None:
    os.replace(path, path.with_name(f"{path.name}.damaged"))
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


def _opened(path: Path, key: bytes, warn: Warn, limit: int) -> Store:
    writable = os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
    if path.exists():
        _ours(path, 0o022)
    elif writable:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    try:
        # a file in a folder that cannot be written is read as it is: nobody else writes there, and no journal is made
        mode = "rw" if writable else "ro&immutable=1"
        base = sqlite3.connect(f"{path.as_uri()}?mode={mode}", uri=True, timeout=BUSY, isolation_level=None)
    except sqlite3.Error as error:
        raise UnusableError(str(error)) from error
    try:
        _prepare(base, writable)
    except sqlite3.DatabaseError as error:
        base.close()
        if isinstance(error, sqlite3.OperationalError) and not _no_store(error):
            raise UnusableError(str(error)) from error
        raise DamagedError(str(error)) from error
    except BaseException:
        base.close()
        raise
    if not writable:
        warn("it cannot be written: what this run finds is not kept")
    return Store(base, path, key, warn, limit, writable)


def _prepare(base: sqlite3.Connection, writable: bool) -> None:
    """Check that the file is a store of ours, or make an empty one into it."""
    for setting in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "synchronous = OFF"):
        base.execute(f"PRAGMA {setting}")
    rows = base.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    if not rows and writable:
        base.execute("BEGIN IMMEDIATE")  # two processes may begin at once
        rows = base.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        if not rows:
            base.execute(_TABLE)
            base.execute(f"PRAGMA application_id = {APPLICATION}")
            base.execute(f"PRAGMA user_version = {SCHEMA}")
            rows = base.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        base.execute("COMMIT")
    told = tuple(base.execute(f"PRAGMA {p}").fetchone()[0] for p in ("application_id", "user_version"))
    made = [(kind, name, sql) for kind, name, sql in rows if not (kind == "index" and sql is None)]
    if made != [("table", "rows", _TABLE)] or told != (APPLICATION, SCHEMA):
        raise DamagedError("it has another schema")


def _no_store(error: sqlite3.Error) -> bool:
    return "malformed" in str(error) or "not a database" in str(error) or "no such table" in str(error)


def _busy(error: sqlite3.Error) -> bool:
    return "locked" in str(error) or "busy" in str(error)


def _ours(path: Path, forbidden: int) -> None:
    """Refuse what another user owns or may write."""
    if os.name != "posix":
        return
    found = path.stat()
    if found.st_uid != os.getuid():
        raise UnusableError(f"{path} belongs to another user")
    if stat.S_IMODE(found.st_mode) & forbidden:
        raise UnusableError(f"other users have access to {path}; take it with chmod go-rwx")


def _secret(path: Path) -> bytes:
    """The key of the rows, made at the first use; written whole or not at all."""
    try:
        _ours(path, 0o077)
        key = path.read_bytes()
    except FileNotFoundError:
        part = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(32))
            try:
                os.link(part, path)
            except FileExistsError:
                pass
            except OSError:  # a file system without links
                os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
        key = path.read_bytes()
    if len(key) != 32:
        path.unlink()
        raise UnusableError(f"{path} was damaged; the next run begins anew") from None
    return key
