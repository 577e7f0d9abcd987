"""The HTML report in headless Chromium: it renders, filters, fits a telephone and loads nothing; axe-core is content.

``make test-browser`` installs what this needs; without it the tests are skipped.
"""

import json
import shutil
import subprocess
from pathlib import Path

import hostile_pages
import pytest

from symnn.check import verify
from symnn.report import render

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
MODULES = ROOT / ".browser"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
MOST_BYTES, MOST_SECONDS = 2_000_000, 1.0
SLOW_MACHINE = 5  # a test machine under load may take this many times longer

missing = [
    what for what, there in (
        ("node", shutil.which("node")), ("chromium", CHROMIUM),
        ("playwright-core and axe-core", (MODULES / "node_modules" / "axe-core").exists()),
    ) if not there
]  # fmt: skip
pytestmark = pytest.mark.skipif(bool(missing), reason=f"there is no {', no '.join(missing)}; see make test-browser")


def seen(page: Path) -> dict:
    command = ["node", str(HERE / "browser" / "look.mjs"), str(MODULES), str(CHROMIUM), str(page)]
    outcome = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert outcome.returncode == 0, outcome.stderr
    return json.loads(outcome.stdout)


def written(paths: list[Path], folder: Path) -> tuple[Path, int]:
    """The page about the documents, and how many formulas they have."""
    report = verify([str(p) for p in paths])
    page = folder / "report.html"
    page.write_bytes(render(report, "html").encode("utf-8", "backslashreplace"))
    return page, sum(len(d.formulas) for d in report.documents)


def assert_good(looked: dict, formulas: int) -> None:
    assert looked["console"] == []
    assert looked["requests"] == []
    assert looked["dialogs"] == []
    assert {(look["width"], look["scheme"]) for look in looked["looks"]} == {
        (width, scheme) for width in (1280, 360) for scheme in ("light", "dark")
    }
    for look in looked["looks"]:
        assert look["overflow"] <= 0, look
        assert look["out"] == []
        assert look["seconds"] <= MOST_SECONDS * SLOW_MACHINE
    assert len({look["background"] for look in looked["looks"]}) == 2
    for name, outcome in looked["filters"].items():
        assert outcome["shown"] == outcome["wanted"], name
    assert looked["filters"]["show-all"]["shown"] == looked["still"] == formulas
    assert [found for found in looked["axe"] if found["impact"] in ("serious", "critical")] == []


@pytest.mark.skipif(not SEEDS.exists(), reason="the five documents are not there")
def test_the_five_documents_as_a_page(tmp_path):
    page, formulas = written(sorted(SEEDS.glob("*.txt")), tmp_path)
    assert page.stat().st_size <= MOST_BYTES
    assert_good(seen(page), formulas)


def test_the_example_of_the_readme_as_a_page(tmp_path):
    page, formulas = written([ROOT / "examples" / "misprints.md"], tmp_path)
    assert_good(seen(page), formulas)


def test_a_hostile_document_runs_nothing_and_loads_nothing(tmp_path):
    lines = [f"# {hostile_pages.TEXTS[0]}", ""]
    for number, text in enumerate((*hostile_pages.TEXTS, *hostile_pages.FORMULAS)):
        short = text[:300].replace("\x00", "").encode("utf-8", "replace").decode()
        lines += [f"Text {number} {short} and ${short} = 1$.", "", f"$${short}$$", ""]
    document = tmp_path / "hostile <b onmouseover=alert(1)>.md"
    document.write_text("\n".join(lines), encoding="utf-8")
    page, formulas = written([document], tmp_path)
    assert formulas > 20
    assert_good(seen(page), formulas)
