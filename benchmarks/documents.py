"""Seconds and memory of ``symnn verify`` over documents: with an empty cache, with a full one, after an edit.

    python benchmarks/documents.py [--jobs N] [--book PAGES] [PATH…]

Without a path it is ``../shared/corpus/documents``; with ``--book`` it is a synthetic book of that many pages, three
formulas a page.  Memory is the largest resident size of any one process of the run, the workers included.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "documents"
SHAPES = (
    "\\max({x}, {n}) = \\frac{{{x} + {n} + |{x} - {n}|}}{{2}}",
    "({x} + {n})^2 = {x}^2 + {m}{x} + {s}",
    "\\frac{{d}}{{d{x}}} \\log(1 + e^{{{n}{x}}}) = {n}\\sigma({n}{x})",
    "e^{{{x} + {n}}} = e^{{{n}}} e^{{{x}}}",
    "\\tanh({n}{x}) = 2\\sigma({m}{x}) - 1",
    "|{x} - {n}| \\le |{x}| + {n}",
)


def book(pages: int) -> str:
    """Varied true formulas between paragraphs, in chapters of twenty pages."""
    lines = ["# A book", "", "Let $x, y, u, v \\in \\mathbb{R}$.", ""]
    count = 0
    for page in range(pages):
        if page % 20 == 0:
            lines += [f"## Chapter {page // 20 + 1}", ""]
        for _ in range(3):
            count += 1
            letter = "xyuv"[count % 4]
            formula = SHAPES[count % len(SHAPES)].format(x=letter, n=count, m=2 * count, s=count * count)
            lines += [f"Whatever the value of ${letter}$ is, number {count} of these statements is the following. " * 4]
            lines += ["", f"$${formula}$$", ""]
    return "\n".join(lines)


class Memory(threading.Thread):
    """The largest resident size of a process and of those that it started, in megabytes."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root, self.main, self.worker, self.over = root, 0.0, 0.0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.1):
            parents = dict(filter(None, map(_parent, filter(str.isdigit, os.listdir("/proc")))))
            for process in parents:
                above = process
                while above in parents and above != self.root:
                    above = parents[above]
                if above == self.root:
                    size = _resident(process)
                    if process == self.root:
                        self.main = max(self.main, size)
                    else:
                        self.worker = max(self.worker, size)


def _parent(process: str) -> tuple[int, int] | None:
    try:
        with open(f"/proc/{process}/stat") as file:
            return int(process), int(file.read().rpartition(")")[2].split()[1])
    except (OSError, ValueError):
        return None


def _resident(process: int) -> float:
    try:
        with open(f"/proc/{process}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, ValueError, IndexError):
        return 0.0


def measure(what: str, cache: Path, paths: list[str], jobs: int | None) -> None:
    command = [sys.executable, "-c", "from symnn.cli import main; main()", "verify", "--no-config", "-v", "--format"]
    command += ["json", "-o", str(cache / "report.json"), *paths, *([] if jobs is None else ["-j", str(jobs)])]
    surroundings = {k: v for k, v in os.environ.items() if k != "SYMNN_RESULTS"} | {"SYMNN_CACHE": str(cache)}
    start = time.perf_counter()
    with subprocess.Popen(command, env=surroundings, stderr=subprocess.PIPE, text=True) as process:
        memory = Memory(process.pid)
        memory.start()
        said = (process.communicate()[1] or "").strip().splitlines()
    seconds = time.perf_counter() - start
    memory.over.set()
    told = said[-1].partition(" from the cache")[0] if said else "no cache"
    print(f"{what:9} {seconds:7.2f} s   {memory.main:6.0f} MB, workers at most {memory.worker:6.0f} MB   {told} kept")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", default=[])
    parser.add_argument("--jobs", "-j", type=int)
    parser.add_argument("--book", type=int, metavar="PAGES")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "kept").mkdir()
        if given.book:
            (folder / "book.md").write_text(book(given.book), encoding="utf-8")
        source = [folder / "book.md"] if given.book else [Path(p) for p in given.paths] or [CORPUS]
        copies = [folder / "texts" / p.name for p in source]
        (folder / "texts").mkdir()
        for path, copy in zip(source, copies, strict=True):
            shutil.copytree(path, copy) if path.is_dir() else shutil.copy(path, copy)
        paths = [str(c) for c in copies]
        measure("cold", folder / "kept", paths, given.jobs)
        measure("warm", folder / "kept", paths, given.jobs)
        edited = max(
            (p for c in copies for p in (c.rglob("*.*") if c.is_dir() else [c])), key=lambda p: p.stat().st_size
        )
        edited.write_text(
            edited.read_text(encoding="utf-8") + "\n\nOne paragraph more: $1 + 1 = 2$.\n", encoding="utf-8"
        )
        measure("one edit", folder / "kept", paths, given.jobs)


if __name__ == "__main__":
    main()
