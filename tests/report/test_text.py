"""The report for a reader."""

from dataclasses import replace

from symnn.report import Look, render


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
    assert lines[at + 1] == "    suggestion: hard-tanh"
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
    import re

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
