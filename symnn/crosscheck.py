"""A second reader beside ours: latex2sympy2 reads each side of each formula, and where it differs both are shown.

It often misreads this mathematics without saying so, which is why a difference is a hint to look and agreement proves
nothing.  It runs in a process of its own, isolated from our packages, and each side is read in a fresh fork with a time
limit: it keeps state between calls.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from symnn.context.model import ReadFormula
from symnn.finding import Location
from symnn.heads import RELATIONS
from symnn.term import Op, Term

SECONDS = 5.0  # for one side
_SCRIPT = Path(__file__).with_name("second_reader.py")


class MissingReaderError(Exception):
    """latex2sympy2 is not installed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One side of a formula that the two readers take for different expressions."""

    location: Location
    source: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Crosscheck:
    """``counts``: same, differs, unreadable (for the second reader), without a form in SymPy, no answer in time."""

    differences: tuple[Difference, ...]
    counts: tuple[tuple[str, int], ...]


OUTCOMES = {
    "same": "read alike",
    "differs": "read differently",
    "unreadable": "not read by latex2sympy2",
    "no form": "without a SymPy form",
    "no answer": "no answer in time",
}


def crosscheck(formulas: Sequence[ReadFormula], seconds: float = SECONDS) -> Crosscheck:
    """Compare every side that has a SymPy form.  ``MissingReaderError`` when there is no second reader."""
    if find_spec("latex2sympy2") is None:
        raise MissingReaderError("latex2sympy2 is not installed; `pip install 'symnn[crosscheck]'` brings it")
    counts: Counter[str] = Counter()
    tasks: list[tuple[Location, str, str]] = []
    for formula in formulas:
        for source, term in _sides(formula):
            form = _form(term)
            if form is None:
                counts["no form"] += 1
            else:
                tasks.append((formula.location, source, form))
    differences = []
    for (location, source, _), answer in zip(tasks, _ask(tasks, seconds), strict=True):
        counts[answer["outcome"]] += 1
        if answer["outcome"] == "differs":
            differences.append(Difference(location, source, answer["ours"], answer["theirs"]))
    return Crosscheck(tuple(differences), tuple((name, counts[name]) for name in OUTCOMES))


def _sides(formula: ReadFormula) -> Iterator[tuple[str, Term]]:
    """The sides of every relation with the text that they were read from."""
    seen: set[tuple[int, int]] = set()
    stack = list(reversed(formula.terms))
    while stack:
        term = stack.pop()
        if isinstance(term, Op) and term.head in RELATIONS | {"chain", "seq", "iff", "and"}:
            stack.extend(reversed(term.args))
        elif term.at is not None and term.at not in seen:
            seen.add(term.at)
            yield formula.source[slice(*term.at)], term


def _form(term: Term) -> str | None:
    """Our reading as text that SymPy reads back; ``None`` for what is no expression, such as a set."""
    import sympy

    from symnn.sympy_bridge import BridgeError, to_sympy

    try:
        form = to_sympy(term)
    except BridgeError:
        return None
    return str(sympy.srepr(form)) if isinstance(form, sympy.Expr) else None


def _ask(tasks: Sequence[tuple[Location, str, str]], seconds: float) -> list[dict[str, str]]:
    if not tasks:
        return []
    lines = "".join(json.dumps({"latex": latex, "ours": ours, "seconds": seconds}) + "\n" for _, latex, ours in tasks)
    # -I: neither the working directory nor the environment decides what is imported
    command = [sys.executable, "-I", "-X", "utf8", str(_SCRIPT)]
    outcome = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8", check=False)
    answers = [json.loads(line) for line in outcome.stdout.splitlines()]
    if outcome.returncode or len(answers) != len(tasks):
        raise MissingReaderError(f"latex2sympy2 cannot be used: {outcome.stderr.strip().splitlines()[-1:]}")
    return answers
