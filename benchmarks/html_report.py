"""The HTML report: bytes, seconds to make it, formulas shown as mathematics, and what a browser says of it.

With PATHs these documents, else the examples and a derivation file.  The browser is driven as in ``make test-browser``,
where that was set up.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from symnn.check import verify
from symnn.inputs import documents
from symnn.report import render

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / ".browser"
LOOK = ROOT / "tests" / "report" / "browser" / "look.mjs"
OPENS = 1.0  # seconds


def main(arguments: list[str]) -> int:
    files = documents(arguments or [str(ROOT / "examples"), str(ROOT / "derivations" / "smooth-activations.md")])
    report = verify(files)
    start = perf_counter()
    text = render(report, "html").encode("utf-8", "backslashreplace")
    seconds = perf_counter() - start
    formulas = sum(len(d.formulas) for d in report.documents)
    print(f"{len(files)} documents, {formulas} formulas: {len(text):,} bytes, made in {seconds:.2f} s")
    pieces, pictures = text.count(b"<math "), text.count(b'class="plot"')
    print(f"{pieces} pieces of MathML, {pictures} pictures")
    chromium = shutil.which("chromium")
    if chromium is None or shutil.which("node") is None or not (MODULES / "node_modules").exists():
        print("no browser: run `make test-browser` once")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_bytes(text)
        command = ["node", str(LOOK), str(MODULES), chromium, str(page)]
        seen = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    slowest = max(look["seconds"] for look in seen["looks"])
    wide = max(look["overflow"] for look in seen["looks"])
    serious = [v for v in seen["axe"] if v["impact"] in ("serious", "critical")]
    print(f"opens in {slowest:.2f} s (limit {OPENS} s), horizontal scroll {wide} px at 1280 and 360 px")
    print(f"console messages {len(seen['console'])}, requests {len(seen['requests'])}")
    print(f"axe-core: {len(serious)} serious, {len(seen['axe'])} in all")
    return int(bool(serious or seen["console"] or seen["requests"]) or wide > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
