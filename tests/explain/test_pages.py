"""Each page's example triggers its code, and what it says to write instead does not."""

import re
from pathlib import Path

import pytest

import symnn
from symnn.explain import codes, page, title

SECTIONS = ("Why it matters", "Example", "What to write instead")
# no detection yet: the page says so, its example is not run
LATER: dict[str, str] = {}
REPORTED = [code for code in codes() if code not in LATER]


def section(code: str, name: str) -> str:
    parts = re.split(r"^## (.+)\n", page(code), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[name]


def snippet(code: str, name: str) -> str:
    (body,) = re.findall(r"^````markdown\n(.*?)^````$", section(code, name), flags=re.M | re.S)
    return body


def found(text: str, folder: Path) -> list[str]:
    from symnn import check

    suffix = "txt" if "e ? x" in text else "md"  # scraped text is recovered in plain text only
    documents = text.split("<!-- second document -->")
    paths = [folder / f"page{number}.{suffix}" for number, _ in enumerate(documents)]
    for path, content in zip(paths, documents, strict=True):
        path.write_bytes(content.encode().replace("\N{REPLACEMENT CHARACTER}".encode(), b"\xe9"))
    return [finding.code for finding in check.verify([*map(str, paths)], check.Options(timeout=20, jobs=1)).findings]


@pytest.mark.parametrize("code", codes())
def test_a_page_has_a_title_and_its_sections(code):
    assert page(code).startswith(f"# {code}: {title(code)}\n")
    assert re.findall(r"^## (.+)$", page(code), flags=re.M) == list(SECTIONS)
    assert snippet(code, "Example") != snippet(code, "What to write instead")


@pytest.mark.parametrize("code", REPORTED)
def test_the_example_triggers_its_code(code, tmp_path):
    assert code in found(snippet(code, "Example"), tmp_path)


@pytest.mark.parametrize("code", REPORTED)
def test_what_to_write_instead_triggers_neither_the_code_nor_an_error(code, tmp_path):
    codes_found = found(snippet(code, "What to write instead"), tmp_path)
    assert code not in codes_found
    assert not [c for c in codes_found if c.startswith("E")]


@pytest.mark.parametrize("code", codes())
def test_a_page_says_when_its_code_is_not_reported_yet(code):
    assert ("does not report it yet" in page(code)) == (code in LATER)


def test_every_code_in_the_sources_has_a_page():
    folder = Path(symnn.__file__).parent
    used = {c for p in folder.rglob("*.py") for c in re.findall(r'"([EWN]\d{3})"', p.read_text(encoding="utf-8"))}
    assert used <= set(codes())


def test_a_code_without_a_page_is_a_key_error():
    with pytest.raises(KeyError):
        page("E999")
    with pytest.raises(KeyError):
        page("../E201")
