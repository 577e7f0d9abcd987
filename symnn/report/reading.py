"""What ``symnn read`` prints: each formula with its place, its kind and its reading in words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from symnn.context.model import ReadFormula
from symnn.crosscheck import OUTCOMES, Crosscheck
from symnn.report.look import Look
from symnn.report.phrases import one_line


def reading_text(formulas: Sequence[ReadFormula], second: Crosscheck | None, look: Look) -> str:
    lines = [line for formula in _by_file(formulas, look) for line in formula]
    if second is not None:
        lines += [*_differences(second), ""]
        lines += ["crosscheck: " + ", ".join(f"{count} {OUTCOMES[name]}" for name, count in second.counts)]
    kinds = Counter("unreadable" if f.error else f.kind.replace(", ", " and ") for f in formulas)
    unread = kinds.pop("unreadable", 0)
    counted = "".join(f", {count} {kind}" for kind, count in sorted(kinds.items()))
    return "\n".join([*lines, f"{len(formulas)} formulas{counted}, {unread} unreadable"]) + "\n"


def _by_file(formulas: Sequence[ReadFormula], look: Look) -> Iterator[list[str]]:
    for file, group in groupby(formulas, key=lambda f: f.location.file):
        yield [look.paint(one_line(file), "bold")]
        for number, formula in enumerate(group):
            if formula.notation and not number:
                yield [f"  notation set here: {one_line('; '.join(formula.notation))}"]
            place = formula.location
            span = f"{place.line}:{place.column}-{place.end_line}:{place.end_column}"
            kind = look.paint("unreadable", "unreadable") if formula.error else formula.kind
            said = formula.error or formula.reading
            lines = [f"  {span:<15} {kind:<11} {one_line(said)}"]
            if formula.error:
                lines.append(f"  {'':<27} {look.paint(one_line(formula.source), 'faint')}")
            if formula.names:
                lines.append(f"  {'':<27} {look.paint(one_line('; '.join(formula.names)), 'faint')}")
            yield lines
        yield [""]


def _differences(second: Crosscheck) -> Iterator[str]:
    for d in second.differences:
        yield f"{one_line(d.location.file)}:{d.location.line}:{d.location.column} {one_line(d.source)}"
        yield f"    symnn:        {one_line(d.ours)}"
        yield f"    latex2sympy2: {one_line(d.theirs)}"


def reading_json(formulas: Sequence[ReadFormula], second: Crosscheck | None, look: Look) -> str:
    data: dict[str, Any] = {"version": 1, "formulas": [_formula(f) for f in formulas]}
    if second is not None:
        data["crosscheck"] = {
            "counts": dict(second.counts),
            "differences": [
                {"file": d.location.file, "line": d.location.line, "column": d.location.column,
                 "source": d.source, "ours": d.ours, "theirs": d.theirs}
                for d in second.differences
            ],
        }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _formula(formula: ReadFormula) -> dict[str, Any]:
    place = formula.location
    return {
        "id": formula.id, "file": place.file, "line": place.line, "column": place.column,
        "end_line": place.end_line, "end_column": place.end_column, "formula": formula.source,
        "kind": "unreadable" if formula.error else formula.kind, "reading": formula.reading or None,
        "names": list(formula.names), "reason": formula.error, "notation": list(formula.notation),
    }  # fmt: skip


FORMATS = {"text": reading_text, "json": reading_json}
