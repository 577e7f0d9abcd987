"""A report with one claim of every verdict, built by hand."""

from fractions import Fraction

import pytest

from symnn.certificate import Certificate
from symnn.finding import Finding, Location
from symnn.result import ClaimResult, Report, StatementResult
from symnn.term import Sym, num, op
from symnn.verdict import Conditional, Counterexample, Proved, Refuted, Undecided, Unreadable

x, gamma = Sym("x"), Sym("gamma")


def _claim(id: str, line: int, verdict, **more) -> ClaimResult:
    place = Location("notes/a.md", line, 1, line, 20)
    return ClaimResult(
        id, None, place, r"\max(x, \gamma x) = …", f"reading of {id}", "identity", ("x real",), verdict, **more
    )


@pytest.fixture
def report() -> Report:
    example = Counterexample(((gamma, Fraction(2)), (x, Fraction(-1, 2))), "0", "-1/2")
    claims = (
        _claim(
            "tanh-sigma",
            3,
            Proved(Certificate("normal form", trust="checked")),
            certificate="sha256:ab",
            seconds=0.0123456789,
        ),
        _claim("leaky", 9, Refuted(example, op("le", gamma, num(1))), expected="E201"),
        _claim("relu-slope", 12, Conditional(op("ne", x, num(0)), Certificate("cells"), note="no derivative at 0")),
        _claim("hard", 15, Undecided("timed out after 20 s")),
        _claim("odd", 18, Unreadable("offset 3: an operand was expected")),
    )
    statements = (
        StatementResult(
            "definition", Location("notes/a.md", 1), "σ", r"\sigma(x) := …", "logistic(x) = 1/(1 + e^(-x))"
        ),
        StatementResult("mention", Location("notes/a.md", 2), None, "D", "D"),
        StatementResult("mention", Location("notes/a.md", 2, 9), None, "K", "K"),
    )
    findings = (
        Finding("E301", Location("notes/a.md", 9, 1, 9, 20), "hard-logistic is defined again", "hard-tanh", "leaky"),
        Finding("N210", Location("notes/a.md", 12), "holds only for x ≠ 0"),
    )
    return Report(claims, statements, findings, ("notes/a.md",))


@pytest.fixture
def empty() -> Report:
    return Report()
