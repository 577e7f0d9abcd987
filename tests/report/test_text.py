"""The report for a reader."""

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from symnn.finding import Change, Finding, Location
from symnn.report import Look, render
from symnn.result import DocumentResult


def test_the_last_line_counts_every_claim_by_verdict_and_every_statement_by_kind(report):
    last = render(report).rstrip("\n").splitlines()[-1]
    assert last == (
        "1 proved, 1 refuted, 1 conditional, 1 undecided, 1 unreadable; "
        "1 definition, 0 declarations, 2 mentions, 0 questions"
    )


def test_an_empty_report_is_the_count_alone(empty):
    assert render(empty) == (
        "0 proved, 0 refuted, 0 conditional, 0 undecided, 0 unreadable; "
        "0 definitions, 0 declarations, 0 mentions, 0 questions\n"
    )


def test_a_finding_is_file_line_column_code_message_with_its_suggestion_below(report):
    lines = render(report).splitlines()
    at = lines.index("notes/a.md:9:1 E301 hard-logistic is defined again")
    assert lines[at + 1 : at + 3] == ["    read as: reading of leaky", "    suggestion: hard-tanh"]
    assert "notes/a.md:12:1 N210 holds only for x ≠ 0" in lines


def test_claims_stand_under_their_file_with_the_verdict(report):
    lines = render(report).splitlines()
    assert lines[0] == "notes/a.md"
    assert lines[1].split(maxsplit=2) == ["3:1", "proved", "tanh-sigma  reading of tanh-sigma"]


def test_a_refuted_claim_shows_the_point_both_sides_and_the_condition(report):
    text = render(report)
    assert "at γ = 2, x = -1/2: the left side is 0, the right side is -1/2" in text
    assert "holds exactly when γ <= 1" in text


def test_an_announced_error_says_so(report):
    assert "[expected E201]" in render(report)


def test_an_undecided_and_an_unreadable_claim_give_their_reason(report):
    text = render(report)
    assert "timed out after 20 s" in text
    assert "offset 3: an operand was expected" in text


def test_colour_changes_nothing_but_the_colour(report):
    painted = render(report, "text", Look(colour=True))
    assert "\x1b[" in painted
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == render(report)


def test_chinese_words_are_used_on_request(report):
    text = render(report, "text", Look(language="zh"))
    assert "1 已证明, 1 已否定" in text
    assert "建议: hard-tanh" in text


def test_a_document_cannot_write_control_sequences_to_the_terminal(report):
    hostile = replace(report.claims[0], reading="a\x1b[2J\nb\u202e")
    text = render(replace(report, claims=(hostile,)))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "a\N{REPLACEMENT CHARACTER}[2J b" in text


def with_lines(report, *lines: str):
    """The report with its document: line 9 on are these."""
    source = ("",) * 8 + lines
    return replace(report, documents=(DocumentResult("notes/a.md", source),))


def test_a_finding_shows_its_source_line_with_the_part_underlined(report):
    finding = replace(report.findings[0], location=Location("notes/a.md", 9, 7, 9, 11))
    lines = render(with_lines(replace(report, findings=(finding,)), "Here: $x=1$ is wrong.")).splitlines()
    at = lines.index("    9 | Here: $x=1$ is wrong.")
    assert lines[at + 1] == "      |       ^^^^^"


def test_wide_characters_take_two_cells_in_the_underline(report):
    finding = replace(report.findings[0], location=Location("notes/a.md", 9, 4, 9, 6))
    lines = render(with_lines(replace(report, findings=(finding,)), "函数 值 域 (1,1)")).splitlines()
    at = lines.index("    9 | 函数 值 域 (1,1)")
    assert lines[at + 1] == "      |      ^^^^^"  # 函, 数 and a space are five cells; 值, a space and 域 are five


def test_of_a_formula_over_many_lines_the_mathematics_is_underlined_and_lone_delimiters_are_left_out(report):
    finding = replace(report.findings[0], location=Location("notes/a.md", 9, 1, 12, 2))
    text = render(with_lines(replace(report, findings=(finding,)), "$$", "  x = 1", "  + 2", "$$"))
    assert "    10 | x = 1\n       | ^^^^^\n    11 | + 2\n       | ^^^\n" in text
    assert "$$" not in text


def test_a_step_of_a_chain_is_underlined_alone(report):
    claim = replace(report.claims[1], parent="chain", formula="b = c", location=Location("notes/a.md", 9, 6, 9, 10))
    finding = replace(report.findings[0], location=claim.location)
    shown = replace(report, claims=(claim,), findings=(finding,))
    lines = render(with_lines(shown, "$a = b = c$")).splitlines()
    assert lines[lines.index("    9 | $a = b = c$") + 1] == "      |      ^^^^^"


def test_a_suggested_formula_is_a_diff(report):
    change = Change("a = b", "a = c")
    finding = replace(report.findings[0], suggestion="did you mean $a = c$? (proved)", change=change)
    text = render(replace(report, findings=(finding,)))
    assert "    suggestion (proved):\n    - a = b\n    + a = c\n" in text
    assert "did you mean" not in text
    more = replace(finding, suggestion="did you mean $a = c$? (proved); or add the condition x > 0")
    text = render(replace(report, findings=(more,)))
    assert "or add the condition x > 0" in text
    assert "    - a = b\n    + a = c\n" in text


def test_quiet_shows_the_findings_and_the_last_line_only(report):
    quiet = render(report, "text", Look(detail="quiet"))
    assert quiet.startswith("notes/a.md:9:1 E301")
    assert "tanh-sigma" not in quiet
    assert render(report).endswith(quiet)


def test_verbose_shows_how_each_claim_was_decided(report):
    text = render(report, "text", Look(detail="verbose"))
    assert "prover: normal form; trust: checked (the certificate was checked again by an independent program)" in text
    assert "certificate: sha256:ab" in text
    assert "0.012 seconds" in text
    assert "assuming: x real" in text


@pytest.mark.parametrize("width", [24, 30, 40, 59, 60, 80, 120])
@pytest.mark.parametrize("detail", ["quiet", "normal", "verbose"])
def test_on_a_terminal_no_line_is_wider_than_it_and_nothing_is_lost(report, width, detail):
    change = Change("y = " + "α" * 70, "值" * 50)
    long = Finding("E201", Location("notes/a.md", 9, 3, 9, 80), "wörter " * 20 + "w" * 150, "s " * 60, "leaky", change)
    full = with_lines(replace(report, findings=(*report.findings, long)), "函" * 90 + " tail")
    lines = render(full, "text", Look(width=width, detail=detail)).splitlines()
    assert [line for line in lines if cell_len(line) > width] == []
    free = render(full, "text", Look(detail=detail))
    shown, wanted = (re.sub(r"(?m)^ *\d* *\|.*$|\s", "", t) for t in ("\n".join(lines), free))
    assert shown == wanted
    assert "".join(lines).count("函") >= 78


def test_on_a_narrow_terminal_colour_changes_nothing_but_the_colour(report):
    for width in (24, 50, 80):
        look = Look(width=width, detail="verbose")
        painted = render(report, "text", replace(look, colour=True))
        assert "\x1b[" in painted
        assert re.sub(r"\x1b\[[\d;]*m", "", painted) == render(report, "text", look)


def test_control_characters_of_the_source_line_do_not_reach_the_terminal(report):
    text = render(with_lines(report, "a\x1b[2J\tb\u202e and more of it"))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "    9 | a\N{REPLACEMENT CHARACTER}[2J b\N{REPLACEMENT CHARACTER} and" in text
