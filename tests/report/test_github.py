"""Annotations of a code host."""

from dataclasses import replace

from symnn.finding import Finding, Location
from symnn.report import render


def test_a_finding_becomes_an_annotation_of_its_severity(report):
    lines = render(report, "github").splitlines()
    assert lines[0] == (
        "::error file=notes/a.md,line=9,col=1,endLine=9,endColumn=20,title=E301::"
        "hard-logistic is defined again%0Asuggestion: hard-tanh"
    )
    assert lines[1].startswith("::notice file=notes/a.md,line=12,col=1,title=N210::")
    assert lines[-1].startswith("1 proved, 1 refuted")


def test_separators_in_file_names_and_messages_are_escaped(report):
    finding = Finding("W110", Location("a,b:c.md", 1), "50% of\nit")
    line = render(replace(report, findings=(finding,)), "github").splitlines()[0]
    assert line == "::warning file=a%2Cb%3Ac.md,line=1,col=1,title=W110::50%25 of%0Ait"


def test_what_a_document_says_cannot_write_to_a_terminal(report):
    finding = Finding("W110", Location("a\x1b[31m.md", 1), "\x1b[2J is not known\u202e", "use\x9b1m x")
    line = render(replace(report, findings=(finding,)), "github").splitlines()[0]
    message = "\ufffd[2J is not known\ufffd%0Asuggestion: use\ufffd1m x"
    assert line == f"::warning file=a\ufffd[31m.md,line=1,col=1,title=W110::{message}"
