"""The column about numbers: what compiling measured."""

from __future__ import annotations

from collections.abc import Sequence

from symnn.numeric.compile import compile_elementwise
from symnn.numeric.compiled import Compiled
from symnn.numeric.parts import CompileError
from symnn.sympy_bridge import to_sympy
from symnn.sympy_bridge.errors import BridgeError
from symnn.tables.model import MEASURED, Cell, Claimed, nothing, undecided
from symnn.tables.subjects import Subject
from symnn.term import substitute


def accuracy(subject: Subject) -> Cell:
    """The largest errors of the compiled f and f′ in units of the last place: measured, with the proved rewritings."""
    if subject.several or (subject.parameters and subject.compiled is None):
        return nothing()
    try:
        certificate = _compiled(subject).certificate
    except (CompileError, BridgeError, TypeError) as error:
        return undecided(str(error))
    claims = tuple(Claimed(f"{subject.key}.accuracy.{k}", *_row(r)) for k, r in enumerate(certificate.rewritings))
    return Cell((("text", ", ".join(f"{w:.2f}" for w in certificate.worst)),), claims, MEASURED)


def _row(rewriting: Sequence[str]) -> tuple[str, str, str, str]:
    what, verdict, *rest = (str(r) for r in rewriting)
    return what, verdict, rest[1] if len(rest) > 1 else "", rest[2] if len(rest) > 2 else ""


def _compiled(subject: Subject) -> Compiled:
    if subject.compiled is not None:
        return compile_elementwise(subject.compiled)
    return compile_elementwise(to_sympy(substitute(subject.closed, dict(subject.letters)), real=True))
