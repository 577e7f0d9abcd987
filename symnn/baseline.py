r"""A baseline: findings that are known, kept in a file, so that a check of an old document tells what is new.

An entry is a document (its path as seen from the file), a code and a formula, with a count where the same stands there
several times.  It names no line: text may be added above.  The formula is that of the claim, else the one around the
place of the finding, else the lines there; white space, ``\label`` and ``\tag`` do not count.  With ``--strict``
a claim that is conditional, undecided or unreadable has an entry too, with its verdict in the place of the code.

{"version": 1, "findings": [
{"document": "notes.md", "code": "E201", "formula": "\\sin(x)^2 = 1", "count": 1}
]}
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from symnn import files
from symnn.finding import Finding, Holders, Location
from symnn.result import Baselined, ClaimResult, Report, Stale
from symnn.verdict import Conditional, Undecided, Unreadable, name_of

VERSION = 1
LARGEST = 64 * 2**20  # bytes of a file that is read
OPEN = ("conditional", "undecided", "unreadable")
_UNCOUNTED = re.compile(r"\\(?:label|tag\*?)\s*\{[^{}]*\}|\s+")


class BaselineError(Exception):
    """A file that is no baseline; the message names it and says what is wrong with it."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    document: str
    code: str
    formula: str


@dataclass(frozen=True, slots=True)
class Baseline:
    file: Path
    entries: Mapping[Entry, int]


def load(file: Path) -> Baseline:
    """The baseline in ``file``; ``FileNotFoundError`` where there is none, else ``BaselineError`` with the reason."""
    try:
        if file.is_dir():
            raise BaselineError(f"{file} is a directory, not a baseline")
        if file.stat().st_size > LARGEST:
            raise BaselineError(f"{file} is no baseline: it is larger than {LARGEST // 2**20} MB")
        data = json.loads(file.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise BaselineError(f"{file}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{file} is no baseline: this is not JSON ({error})") from error
    return Baseline(file, _entries(file, data))


def _entries(file: Path, data: Any) -> Counter[Entry]:
    if not isinstance(data, dict) or not isinstance(data.get("findings"), list):
        raise BaselineError(f"{file} is no baseline: an object with a list of findings is expected")
    if data.get("version") != VERSION:
        raise BaselineError(f"{file}: version {data.get('version')!r} of a baseline is not known, only {VERSION}")
    found: Counter[Entry] = Counter()
    for number, row in enumerate(data["findings"], 1):
        keys = [row.get(k) for k in ("document", "code", "formula")] if isinstance(row, dict) else []
        if not keys or not all(isinstance(k, str) for k in keys):
            raise BaselineError(f"{file}: finding {number} has no document, code and formula")
        count = row.get("count", 1)
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            raise BaselineError(f"{file}: the count of finding {number} is no whole number above 0")
        found[Entry(*keys)] += count  # type: ignore[arg-type]
    return found


def apply(report: Report, baseline: Baseline, covers: Callable[[str], bool], *, strict: bool = False) -> Report:
    """The report without what is known, and with what of the baseline matches nothing any more.

    ``covers`` tells the codes that this run reports at all.  Entries of other codes, and of documents that were not
    checked but are still there, are left alone.
    """
    left = Counter(baseline.entries)
    reader = _Formulas(report, baseline.file)

    def known(entry: Entry) -> bool:
        if left[entry] < 1:
            return False
        left[entry] -= 1
        return True

    told = [(f, known(reader.of_finding(f))) for f in report.findings]
    opened = [c for c in report.claims if strict and _is_open(c) and known(reader.of_claim(c))]
    stale = tuple(
        Stale(e.document, e.code, e.formula, n) for e, n in sorted(left.items())
        if n > 0 and reader.checks(e) and (strict if e.code in OPEN else covers(e.code))
    )  # fmt: skip
    outcome = Baselined(str(baseline.file), tuple(f for f, old in told if old), tuple(opened), stale)
    return replace(report, findings=tuple(f for f, old in told if not old), baseline=outcome)


def renewed(
    report: Report, file: Path, old: Baseline | None, covers: Callable[[str], bool], *, strict: bool = False
) -> Baseline:
    """The baseline after this run: what it found, and of the old one what it did not look at."""
    reader = _Formulas(report, file)
    found = Counter(reader.of_finding(f) for f in report.findings)
    if strict:
        found.update(reader.of_claim(c) for c in report.claims if _is_open(c))
    for entry, count in () if old is None else old.entries.items():
        if not reader.checks(entry) or not (strict if entry.code in OPEN else covers(entry.code)):
            found[entry] = count
    return Baseline(file, found)


def write(baseline: Baseline) -> None:
    """Replace the file in one step, an entry a line, in order.  Raises ``OSError``."""
    rows = [
        json.dumps({"document": e.document, "code": e.code, "formula": e.formula, "count": n}, ensure_ascii=False)
        for e, n in sorted(baseline.entries.items())
    ]
    body = "".join(f"\n{row}," for row in rows).removesuffix(",")
    text = f'{{"version": {VERSION}, "findings": [{body}\n]}}\n'
    files.replace(baseline.file, text.encode("utf-8", errors="replace"))


def _is_open(claim: ClaimResult) -> bool:
    return claim.expected is None and isinstance(claim.verdict, Conditional | Undecided | Unreadable)


class _Formulas:
    """The entry of each finding of a report."""

    def __init__(self, report: Report, file: Path) -> None:
        self.folder = os.path.realpath(file.parent)
        self.claims = {(c.location.file, c.id): c for c in report.claims}
        self.pages = {page.file: page for page in report.documents}
        places = [c.location for c in report.claims] + [s.location for s in report.statements]
        places += [f.location for f in report.findings]
        self.written = {s.location: s.formula for s in report.statements}
        self.rows = Holders(self.written)
        self.documents = {self.document(f) for f in (*report.files, *self.pages, *(p.file for p in places))}

    def document(self, path: str) -> str:
        try:
            return os.path.relpath(os.path.realpath(path), self.folder).replace(os.sep, "/")
        except ValueError:  # on another drive
            return path.replace(os.sep, "/")

    def checks(self, entry: Entry) -> bool:
        """Whether this run looked at the document of the entry, or it is gone."""
        return entry.document in self.documents or not os.path.lexists(os.path.join(self.folder, entry.document))

    def of_finding(self, finding: Finding) -> Entry:
        place = finding.location
        claim = self.claims.get((place.file, finding.claim or ""))
        rows = claim is not None and "\\\\" in claim.formula and isinstance(claim.verdict, Unreadable)
        formula = None if claim is None or rows else claim.formula
        if formula is None and not rows:
            formula = next(self._around(place), None)
        if formula is None:
            formula = " ".join(self._lines(place))
        return Entry(self.document(place.file), finding.code, _normal(formula))

    def of_claim(self, claim: ClaimResult) -> Entry:
        return Entry(self.document(claim.location.file), name_of(claim.verdict), _normal(claim.formula))

    def _lines(self, place: Location) -> Sequence[str]:
        lines = self.pages[place.file].lines if place.file in self.pages else ()
        return lines[place.line - 1 : max(place.line, place.end_line)]

    def _around(self, place: Location) -> Iterator[str]:
        """The row of a formula, the formula, or the line of a listing that holds the place."""
        held = self.rows.of(place)
        if held is not None:
            yield self.written[held]
        page = self.pages.get(place.file)
        for formula in () if page is None else page.formulas:
            if formula.location.holds(place):
                yield formula.source


def _normal(formula: str) -> str:
    return " ".join(_UNCOUNTED.sub(" ", formula).split())
