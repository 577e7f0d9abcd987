"""Which documents a command line means."""

import pytest

from symnn.inputs import InputError, documents


def test_a_file_that_is_named_may_have_any_ending(tmp_path):
    path = tmp_path / "notes.draft"
    path.touch()
    assert documents([str(path)]) == (str(path),)


def test_the_order_given_is_kept(tmp_path):
    paths = [str(tmp_path / name) for name in ("b.md", "a.md")]
    for path in paths:
        open(path, "w").close()
    assert documents(paths) == tuple(paths)


def test_a_broken_link_is_an_error(tmp_path):
    (tmp_path / "link.md").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError, match="no such file"):
        documents([str(tmp_path)])
