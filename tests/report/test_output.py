"""Where a report goes."""

import os
import stat

import pytest

from symnn.report.output import write


def test_a_report_file_is_replaced_as_a_whole_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "report.json"
    path.write_text("old")
    path.chmod(0o640)
    write("new σ", path)
    assert path.read_text(encoding="utf-8") == "new σ"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["report.json"]


def test_a_new_report_file_can_be_read_as_the_umask_allows(tmp_path):
    write("text", tmp_path / "report.txt")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "report.txt").stat().st_mode) == 0o666 & ~mask


def test_a_missing_folder_is_an_error_and_leaves_nothing_behind(tmp_path):
    with pytest.raises(FileNotFoundError):
        write("text", tmp_path / "no" / "report.txt")


def test_undecodable_bytes_of_a_document_are_shown_as_escapes(tmp_path):
    write("a\udcffb", tmp_path / "r")
    assert (tmp_path / "r").read_bytes() == rb"a\udcffb"


def test_a_device_is_written_to_and_not_replaced():
    from pathlib import Path

    write("text", Path(os.devnull))
    assert not Path(os.devnull).is_file()
