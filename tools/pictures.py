"""The pictures in README.md, made afresh: ``docs/terminal.svg``, and ``docs/report.png`` with Chromium."""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
SYMNN = [sys.executable, "-c", "from symnn.cli import main; main()"]
EXAMPLE = ["verify", "examples/misprints.md"]
PROMPT = "$ symnn verify examples/misprints.md"
WIDE, HIGH, EDGE = 7.25, 17, 14  # of a character, of a line, around them; in pixels
COLOURS = {1: "#b3261e", 2: "#1b6e3c", 3: "#8a5a00", 4: "#0b57a4", 6: "#00687a"}  # as in the HTML report
PAGE = 1000, 1900  # pixels of the report in the browser
SHOWN = 296, 886, 1000, 1745  # of them: a formula that is proved and one that is refuted


def terminal() -> str:
    """What the command prints on a terminal, as an SVG of text: one element a line."""
    command = [*SYMNN, *EXAMPLE, "--color", "always"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or not done.stdout:
        raise SystemExit(f"{' '.join(EXAMPLE)} failed:\n{done.stderr}")
    lines = [Text(PROMPT), *(Text.from_ansi(line) for line in done.stdout.rstrip().splitlines())]
    width = max(line.cell_len for line in lines) * WIDE + 2 * EDGE
    height = len(lines) * HIGH + 2 * EDGE
    rows = [
        f'<text x="{EDGE}" y="{EDGE + HIGH * k + 13}" xml:space="preserve">{_coloured(line)}</text>'
        for k, line in enumerate(lines)
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" role="img" '
        f'aria-label="{html.escape(PROMPT)}" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" '
        'font-size="12" fill="#1f2328">\n<rect width="100%" height="100%" rx="6" fill="#f6f8fa"/>'
    )
    return "\n".join([head, *rows, "</svg>"]) + "\n"


def _coloured(line: Text) -> str:
    out = []
    for part in line.divide(sorted({n for s in line.spans for n in (s.start, s.end)})):
        styles = [s.style for s in part.spans]
        look = ""
        for style in styles:
            number = None if isinstance(style, str) or style.color is None else style.color.number
            if number in COLOURS:
                look += f' fill="{COLOURS[number]}"'
            if not isinstance(style, str) and style.bold:
                look += ' font-weight="bold"'
        shown = html.escape(part.plain, quote=False)
        out.append(f"<tspan{look}>{shown}</tspan>" if look and shown.strip() else shown)
    return "".join(out)


def report(target: Path) -> bool:
    """The HTML report in a browser; whether there is one."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        return False
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder, "report.html"), Path(folder, "report.png")
        subprocess.run([*SYMNN, *EXAMPLE, "--format", "html", "-o", str(page)], cwd=ROOT, check=False)
        wide, high = PAGE
        subprocess.run(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             f"--window-size={wide},{high}", f"--screenshot={shot}", page.as_uri()],
            capture_output=True, check=True,
        )  # fmt: skip
        Image.open(shot).convert("RGB").crop(SHOWN).quantize(48).save(target, optimize=True)
    return True


def main() -> int:
    os.environ.pop("NO_COLOR", None)
    folder = ROOT / "docs"
    folder.mkdir(exist_ok=True)
    (folder / "terminal.svg").write_text(terminal(), encoding="utf-8")
    if not report(folder / "report.png"):
        print("there is no Chromium: docs/report.png stays as it is")
    return 0


if __name__ == "__main__":
    sys.exit(main())
