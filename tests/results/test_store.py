"""Rows come back as they were put, or not at all; whatever is wrong with the file is told once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from symnn.results.store import FILE, KEY, Store, open_store


class Told(list[str]):
    def __call__(self, message: str) -> None:
        self.append(message)


@contextmanager
def opened(folder: Path, told: Told, limit: int = 10**9) -> Iterator[Store]:
    store = open_store(folder, told, limit)
    assert store is not None
    yield store
    store.close()


def filled(folder: Path, rows: dict[str, bytes]) -> Path:
    told = Told()
    with opened(folder, told) as store:
        for name, value in rows.items():
            store.put(name, value)
    assert told == []
    return folder / FILE


def edit(folder: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / FILE)) as base, base:
        base.execute(statement, values)


def test_what_was_put_comes_back_in_the_next_run(tmp_path: Path) -> None:
    filled(tmp_path, {"a": b"1", "b": b"2"})
    told = Told()
    with opened(tmp_path, told) as store:
        assert store.get(["a", "b", "c"]) == {"a": b"1", "b": b"2"}
    assert told == []


def test_what_waits_is_known_already(tmp_path: Path) -> None:
    with opened(tmp_path, Told()) as store:
        store.put("a", b"1")
        assert store.get(["a"]) == {"a": b"1"}


def test_thousands_of_names_are_asked_for_at_once(tmp_path: Path) -> None:
    rows = {str(n): b"%d" % n for n in range(3000)}
    filled(tmp_path, rows)
    with opened(tmp_path, Told()) as store:
        assert store.get(rows) == rows


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rows SET value = x'32' WHERE name = 'a'",
        "UPDATE rows SET value = (SELECT value FROM rows WHERE name = 'b'), mac = (SELECT mac FROM rows "
        "WHERE name = 'b') WHERE name = 'a'",
        "UPDATE rows SET mac = x'00' WHERE name = 'a'",
        "UPDATE rows SET mac = 'text', value = 7 WHERE name = 'a'",
        "UPDATE rows SET value = 'b', mac = 1.5 WHERE name = 'a'",
    ],
)
def test_a_row_that_was_changed_is_noticed_and_left_out(tmp_path: Path, statement: str) -> None:
    filled(tmp_path, {"a": b"1", "b": b"2"})
    edit(tmp_path, statement)
    told = Told()
    with opened(tmp_path, told) as store:
        assert store.get(["a", "b"]) == {"b": b"2"}
        store.get(["a"])
    assert len(told) == 1
    assert "changed by something else" in told[0]


def test_rows_under_another_key_are_left_out(tmp_path: Path) -> None:
    filled(tmp_path, {"a": b"1"})
    (tmp_path / KEY).write_bytes(b"k" * 32)
    with opened(tmp_path, Told()) as store:
        assert store.get(["a"]) == {}


def cut(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2 + 100])


def cut_in_its_head(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:50])


def garbage(file: Path) -> None:
    file.write_bytes(bytes(range(256)) * 40)


def garbage_inside(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096 : len(data)] = b"\xa5" * (len(data) - 4096)
    file.write_bytes(data)


def other_schema(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("CREATE TABLE rows (name INTEGER, value REAL)")


def with_a_trigger(file: Path) -> None:
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("CREATE TRIGGER t AFTER INSERT ON rows BEGIN DELETE FROM rows; END")


def view_of_that_name(file: Path) -> None:
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("DROP TABLE rows")
        base.execute("CREATE VIEW rows AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                     "SELECT i AS name, i AS mac, i AS value, i AS used FROM n")  # fmt: skip


def newer_version(file: Path) -> None:
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("PRAGMA user_version = 77")


DAMAGE = [cut, cut_in_its_head, garbage, garbage_inside, other_schema, with_a_trigger, view_of_that_name, newer_version]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_costs_a_warning_and_the_next_run_keeps_again(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    rows = {str(n): os.urandom(300) for n in range(60)}
    damage(filled(tmp_path, rows))
    told = Told()
    with opened(tmp_path, told) as store:
        found = store.get(rows)
        assert all(rows[name] == value for name, value in found.items())
        assert len(found) < len(rows)
    assert len(told) == 1
    with opened(tmp_path, Told()) as store:
        store.put("new", b"1")
    with opened(tmp_path, Told()) as store:
        assert store.get(["new"]) == {"new": b"1"}


def test_an_empty_file_is_a_store_without_rows(tmp_path: Path) -> None:
    filled(tmp_path, {}).write_bytes(b"")
    with opened(tmp_path, Told()) as store:
        assert store.get(["a"]) == {}


def test_a_folder_in_the_place_of_the_file_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    told = Told()
    assert open_store(tmp_path, told) is None
    assert len(told) == 1


def test_a_file_in_the_place_of_the_folder_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = Told()
    assert open_store(tmp_path / "file", told) is None
    assert len(told) == 1


def test_a_key_that_others_can_read_is_a_warning(tmp_path: Path) -> None:
    filled(tmp_path, {"a": b"1"})
    (tmp_path / KEY).chmod(0o644)
    told = Told()
    assert open_store(tmp_path, told) is None
    assert "chmod" in told[0]


def test_the_files_are_for_the_user_alone(tmp_path: Path) -> None:
    file = filled(tmp_path / "new", {"a": b"1"})
    assert {p.stat().st_mode & 0o077 for p in (file, file.parent, file.parent / KEY)} == {0}


def test_a_cut_key_begins_anew(tmp_path: Path) -> None:
    filled(tmp_path, {"a": b"1"})
    (tmp_path / KEY).write_bytes(b"short")
    (tmp_path / KEY).chmod(0o600)
    told = Told()
    assert open_store(tmp_path, told) is None
    assert len(told) == 1
    with opened(tmp_path, Told()) as store:
        assert store.get(["a"]) == {}


def test_a_folder_that_cannot_be_written_is_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path, {"a": b"1"})
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # root may write everywhere
    told = Told()
    with opened(tmp_path, told) as store:
        store.put("b", b"2")
        assert store.get(["a", "b"]) == {"a": b"1"}
    assert len(told) == 1
    assert "cannot be written" in told[0]
    assert sorted(p.name for p in tmp_path.iterdir()) == [FILE, KEY]


def test_an_empty_folder_that_cannot_be_written_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*given: object, **more: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    told = Told()
    assert open_store(tmp_path, told) is None
    assert len(told) == 1


WRITER = """
import sys
from pathlib import Path
from symnn.results.store import open_store

def complain(message):
    raise SystemExit(message)

store = open_store(Path(sys.argv[1]), complain)
for n in range(200):
    store.put(f"{sys.argv[2]}{n}", sys.argv[2].encode() * 50)
    while not store.commit():
        pass
store.close()
"""


def test_two_processes_keep_their_rows_in_one_file(tmp_path: Path) -> None:
    runs = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), who]) for who in "ab"]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    names = [f"{who}{n}" for who in "ab" for n in range(200)]
    with opened(tmp_path, Told()) as store:
        assert len(store.get(names)) == 400


def test_a_store_held_by_another_process_costs_only_what_would_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("symnn.results.store.BUSY", 0.01)
    filled(tmp_path, {"a": b"1"})
    told = Told()
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other, opened(tmp_path, told) as store:
        other.execute("BEGIN IMMEDIATE")
        store.put("b", b"2")
        assert not store.commit()
        assert store.get(["a", "b"]) == {"a": b"1", "b": b"2"}
    assert len(told) == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from symnn.results.store import open_store

store = open_store(Path(sys.argv[1]), print)
store.put("kept", b"1")
store.commit()
store.put("lost", b"2")
store._base.execute("BEGIN IMMEDIATE")
store._base.execute("INSERT INTO rows VALUES ('half', x'00', zeroblob(9000000), 0)")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_killed_while_it_writes_leaves_what_it_committed(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], timeout=60, check=False)
    assert run.returncode == -9
    told = Told()
    with opened(tmp_path, told) as store:
        assert store.get(["kept", "lost", "half"]) == {"kept": b"1"}
    assert told == []


def test_past_its_limit_the_store_forgets_what_was_used_least_recently(tmp_path: Path) -> None:
    filled(tmp_path, {f"{n}": os.urandom(1000) for n in range(400)})
    edit(tmp_path, "UPDATE rows SET used = CAST(name AS INTEGER)")
    limit = 250_000
    with opened(tmp_path, Told(), limit) as store:
        assert len(store.get(["0"])) == 1  # used now: it stays
    assert (tmp_path / FILE).stat().st_size <= limit
    with opened(tmp_path, Told(), limit) as store:
        left = {int(n) for n in store.get(map(str, range(400)))}
    assert 0 in left
    assert left - {0} == set(range(min(left - {0}), 400))


@pytest.mark.parametrize("where", ["results", "results/inside"])
def test_a_file_in_the_place_of_the_folder_is_told_in_words(tmp_path, where):
    (tmp_path / "results").write_text("mine")
    said = []
    assert open_store(tmp_path / where, said.append) is None
    assert said == [
        f"it is not used: {tmp_path / 'results'} is a file and no folder; move it away, or name a folder in SYMNN_CACHE"
        " (SYMNN_CACHE=off does without)"
    ]
    assert (tmp_path / "results").read_text() == "mine"
