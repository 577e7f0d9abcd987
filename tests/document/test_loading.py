"""Files: what is refused with a reason, and what is read although something is wrong with it."""

import os
import sys

import pytest

from symnn.document import DocumentError, load, loading


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DocumentError, match=r"no\.md: there is no such file"):
        load(tmp_path / "no.md")


def test_a_directory_is_refused(tmp_path):
    with pytest.raises(DocumentError, match="is a directory"):
        load(tmp_path)


def test_a_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "LARGEST", 10)
    (tmp_path / "a.md").write_text("x" * 11)
    with pytest.raises(DocumentError, match="at most"):
        load(tmp_path / "a.md")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the user may read everything")
def test_a_file_without_permission_is_refused(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(DocumentError, match="permission denied"):
        load(path)


@pytest.mark.parametrize(
    ("data", "what"), [(b"%PDF-1.7", "a PDF"), (b"\x89PNG\r\n", "a picture"), (b"PK\x03\x04", "zip")]
)
def test_what_is_no_text_is_refused(tmp_path, data, what):
    (tmp_path / "a.md").write_bytes(data)
    with pytest.raises(DocumentError, match=what):
        load(tmp_path / "a.md")


def test_a_name_with_a_nul_is_refused():
    with pytest.raises(DocumentError):
        load("a\0b")


def test_invalid_utf8_is_reported_at_its_place_and_the_rest_is_read(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"one\r\nTh\xe9venin $\xff\xfea$ and $b$\n")
    document = load(path)
    assert [(p.code, document.position(p.start)) for p in document.problems] == [("W102", (2, 3)), ("W102", (2, 11))]
    assert [s.source for s in document.spans] == ["\ufffd\ufffda", "b"]


def test_many_undecodable_places_are_summed_up(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"\xff a " * 1000)
    problems = load(path).problems
    assert len(problems) == 21
    assert problems[-1].message == "980 more places are not UTF-8"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(tmp_path, encoding):
    path = tmp_path / "a.md"
    path.write_bytes("# β\n\n$x$".encode(encoding))
    document = load(path)
    assert document.position(document.spans[0].start) == (3, 1)


def test_nul_characters_keep_the_offsets(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"a\0 $x\0$")
    document = load(path)
    assert [s.source for s in document.spans] == ["x\0"]
    assert document.text[document.spans[0].inner_start] == "x"
