"""Hostile documents are answered soon, and the ordinary formulas beside the hostile one are still decided."""

import json
import time

import bombs
import pytest

from symnn.cli import run

LIMIT = 2.0  # seconds for a whole run, process start included where it is a process
SLOW_MACHINE = 5  # a test machine under load may take this many times longer


def outcome(path, capfd):
    start = time.perf_counter()
    status = run(["verify", "--format", "json", "--timeout", "1", str(path)])
    seconds = time.perf_counter() - start
    seen = capfd.readouterr()
    assert "Traceback" not in seen.err
    assert seconds < LIMIT * SLOW_MACHINE
    return status, json.loads(seen.out) if seen.out else None, seen.err


@pytest.mark.parametrize("name", bombs.FORMULAS)
def test_a_hostile_formula_is_answered_and_its_neighbours_are_proved(name, tmp_path, capfd):
    path = tmp_path / "bomb.md"
    path.write_text(bombs.document(bombs.FORMULAS[name]), encoding="utf-8")
    status, data, _ = outcome(path, capfd)
    assert status in (0, 1)
    verdicts = {claim["id"]: claim["verdict"] for claim in data["claims"]}
    assert verdicts["before"] == verdicts["after"] == "proved"
    assert verdicts.get("bomb") != "proved" or "identity" in name


@pytest.mark.parametrize("name", bombs.TEXTS)
def test_a_hostile_text_is_passed_and_the_formulas_around_it_are_counted(name, tmp_path, capfd):
    path = tmp_path / "bomb.md"
    path.write_text(bombs.page(bombs.TEXTS[name]), encoding="utf-8")
    status, data, _ = outcome(path, capfd)
    assert status in (0, 1)
    assert "before" in {claim["id"] for claim in data["claims"] if claim["verdict"] == "proved"}


def test_undecodable_bytes_are_a_finding_and_the_formulas_are_decided(tmp_path, capfd):
    path = tmp_path / "latin.md"
    path.write_bytes(bombs.page("caf\N{REPLACEMENT CHARACTER}").encode().replace("\ufffd".encode(), b"\xe9\xff"))
    _, data, _ = outcome(path, capfd)
    assert data["summary"]["proved"] == 2
    assert [finding["code"] for finding in data["findings"]] == ["W102"]


def test_random_bytes_are_answered(tmp_path, capfd):
    path = tmp_path / "bytes.md"
    path.write_bytes(bytes((n * n + 7 * n) % 251 for n in range(20_000)))
    assert outcome(path, capfd)[0] in (0, 1, 2)


@pytest.mark.parametrize("name", ["empty.md", "blank.md"])
def test_a_document_without_text_is_counted_as_nothing(name, tmp_path, capfd):
    path = tmp_path / name
    path.write_text("" if name == "empty.md" else "\n \n\t\n")
    status, data, _ = outcome(path, capfd)
    assert status == 0
    assert not any(data["summary"].values())


def test_a_picture_named_as_a_document_is_a_clear_error(tmp_path, capfd):
    path = tmp_path / "picture.md"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    status, data, error = outcome(path, capfd)
    assert status == 2
    assert data is None
    assert "a picture, not a text" in error
