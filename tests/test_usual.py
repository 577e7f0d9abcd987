"""Conditions that nobody states are assumed and said; an error under the usual condition stays one."""

import json

import pytest

import symnn
from symnn.check import Options
from symnn.cli import run
from symnn.verdict import Conditional, name_of


def verified(text: str):
    return symnn.verify(text=text, options=Options(jobs=1, timeout=20))


def verdict(formula: str, before: str = ""):
    (claim,) = verified(f"{before}$$\n{formula}\n$$\n").claims
    return claim


@pytest.mark.parametrize(
    ("formula", "condition"),
    [
        (r"\max(x, \gamma x) = \max(0, x) + \gamma \min(0, x)", "γ <= 1"),  # the weakest one is found
        (r"\sqrt{\sigma^2 x^2} = \sigma |x|", "σ > 0"),
        (r"\max(x/T, y/T) = \max(x, y)/T", "T > 0"),
        (r"\gamma \max(x, y) = \max(\gamma x, \gamma y)", "γ >= 0"),
        (r"p x^2 + (1-p) y^2 \ge (p x + (1-p) y)^2", "p >= 0 and p <= 1"),
        (r"\operatorname{ELU}(x) \ge -\alpha", None),
        (r"\operatorname{LeakyReLU}(x + y) \le \operatorname{LeakyReLU}(x) + \operatorname{LeakyReLU}(y)", None),
    ],
)
def test_an_undeclared_parameter_has_the_values_that_it_usually_has(formula, condition):
    from symnn.notation import words

    claim = verdict(formula)
    assert name_of(claim.verdict) == ("proved" if condition is None else "conditional")
    if condition is not None:
        assert words(claim.verdict.condition) == condition


def test_what_was_assumed_is_told_and_is_no_exact_condition():
    report = verified("$$\n\\sqrt{\\sigma^2 x^2} = \\sigma |x|\n$$\n")
    (claim,) = report.claims
    assert isinstance(claim.verdict, Conditional)
    assert not claim.verdict.exact
    assert "σ > 0 (not declared: assumed, as usual)" in claim.assumptions
    (finding,) = report.findings
    assert finding.code == "N210"
    assert finding.message.startswith("this holds where σ > 0: assumed")
    assert "holds where σ > 0" in str(report)
    assert "exactly" not in str(report)


@pytest.mark.parametrize(
    "formula",
    [
        r"\sqrt{\sigma^2 x^2} = 2\sigma |x|",
        r"\frac{1}{T}|x - y| = |x/T| - |y/T|",
        r"\operatorname{ELU}(x) \ge 0",
        r"\tau \max(x, y) = \min(\tau x, \tau y) + x^2",
    ],
)
def test_what_fails_under_the_usual_condition_is_refuted_at_a_usual_point(formula):
    claim = verdict(formula)
    assert name_of(claim.verdict) == "refuted"
    for sym, value in claim.verdict.counterexample.point:
        assert value > 0 or sym.name not in ("sigma", "T", "tau", "alpha")


def test_a_declared_parameter_is_taken_as_it_is_declared():
    declared = "<!-- @let -->\nLet $\\sigma \\in \\mathbb{R}$ and $x \\in \\mathbb{R}$.\n\n"
    assert name_of(verdict(r"\sqrt{\sigma^2 x^2} = \sigma |x|", declared).verdict) == "refuted"


def test_the_checker_accepts_what_was_proved_under_an_assumption_and_finds_its_source(tmp_path, monkeypatch, capfd):
    (tmp_path / "a.md").write_text("$$\\sqrt{\\sigma^2 x^2} = \\sigma |x|$$\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["verify", "a.md", "--certificates", "kept"]) == 0
    (file,) = (tmp_path / "kept").glob("*.json")
    assert json.loads(file.read_text(encoding="utf-8"))["verdict"] == "proved"  # of the claim with σ > 0
    capfd.readouterr()
    assert run(["recheck", "--source", "kept"]) == 0
    assert "1 accepted, 0 refused, 0 not covered, 0 changed" in capfd.readouterr().out
    (tmp_path / "a.md").write_text("$$\\sqrt{\\sigma^2 x^2} = \\sigma^2 |x|$$\n", encoding="utf-8")
    run(["recheck", "--source", "kept"])
    assert "1 changed" in capfd.readouterr().out


def test_a_definition_that_is_the_accepted_one_for_small_parameters_is_no_error():
    def codes(body):
        return [f.code for f in verified(f"$$\\operatorname{{PReLU}}(x) = {body}$$\n").findings]

    assert codes(r"\max(x, a x)") == ["N210"]
    assert codes(r"\max(0, x) + a \min(0, x)") == []
    assert codes(r"\max(0, x) - a \min(0, x)") == ["E302"]
    assert codes(r"\min(x, a x)") == ["E302"]


def test_another_letter_for_the_parameter_is_no_other_value():
    both = "$$\\operatorname{{ramp}}(x) = \\max(x, {} x)$$\n\n$$\\operatorname{{ramp}}(x) = {}$$\n"
    same = verified(both.format("\\gamma", "\\max(x, \\alpha x)"))
    assert [f.code for f in same.findings] == []
    other = verified(both.format("\\gamma", "1 + \\max(x, \\alpha x)"))
    assert [f.code for f in other.findings] == ["E301"]
