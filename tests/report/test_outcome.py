"""What a run means for a script."""

from dataclasses import replace

from symnn.report import exit_status


def test_a_finding_of_severity_error_makes_the_status_one(report):
    assert exit_status(report) == 1


def test_notes_and_open_claims_leave_the_status_at_zero(report):
    calm = replace(report, findings=report.findings[1:])
    assert exit_status(calm) == 0


def test_strict_counts_conditional_undecided_and_unreadable_claims(report):
    for claim in report.claims[2:]:
        alone = replace(report, findings=(), claims=(claim,))
        assert exit_status(alone) == 0
        assert exit_status(alone, strict=True) == 1


def test_strict_does_not_count_an_announced_outcome(report):
    announced = replace(report.claims[2], expected="N210")
    assert exit_status(replace(report, findings=(), claims=(announced,)), strict=True) == 0
