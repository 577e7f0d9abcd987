"""What goes wrong on the way from a formula to code is a ``CompileError`` that names the formula and the part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from symnn.kernel.elementary import Unsupported, Unsure
from symnn.notation import words
from symnn.numeric.analytic import NotAnalyticError, NoValueError
from symnn.numeric.naive import HEADS
from symnn.numeric.parts import CompileError
from symnn.numeric.ratios import NoFormError
from symnn.term import Op, Term, depth, walk

NODES, DEPTH = 600, 60  # of a formula: beyond, a derivation takes minutes or Python's stack
SHOWN = 60  # characters of a formula in a message
TRUTHS = frozenset("eq ne lt le gt ge and or not chain true".split())
PIECEWISE = frozenset("abs sign max min cases indicator floor ceil".split())
EXPECTED = (NoFormError, NoValueError, NotAnalyticError, Unsupported, Unsure)


def short(term: Term) -> str:
    text = words(term)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def examine(term: Term) -> None:
    """Refuses what is no formula of numbers, or too large, before anything is derived; the error shows the part."""
    if len(list(islice(walk(term), NODES + 1))) > NODES:
        raise CompileError(f"the formula has more than {NODES} parts")
    if depth(term) > DEPTH:
        raise CompileError(f"the formula is nested more than {DEPTH} deep")
    if isinstance(term, Op) and term.head in TRUTHS:
        raise CompileError(f"{short(term)} is a statement, not a number")
    for node in walk(term):
        if isinstance(node, Op) and node.head not in HEADS:
            raise CompileError(f"{short(node)} ({node.head}) has no elementwise numeric form")


@contextmanager
def compiling(name: str, term: Term | None = None) -> Iterator[None]:
    """Every error inside is raised as a ``CompileError`` that begins with ``name``."""
    try:
        yield
    except (CompileError, *EXPECTED) as error:
        raise CompileError(f"{name}: {_told(str(error), term)}") from None
    except RecursionError:
        raise CompileError(f"{name}: nested too deeply") from None
    except Exception as error:
        raise CompileError(f"{name}: the derivation broke off ({type(error).__name__}: {error})") from error


def _told(reason: str, term: Term | None) -> str:
    """Where a head is the reason, the part that has it; of cases, that their borders are not known."""
    head = reason.rpartition(" ")[2]
    part = next((t for t in walk(term) if isinstance(t, Op) and t.head == head), None) if term is not None else None
    if part is None:
        return reason
    if head in PIECEWISE:
        return f"where {short(part)} passes from one formula to another is not known"
    return f"{short(part)} has no numeric form ({reason})"
