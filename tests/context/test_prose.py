"""The sentence around a formula: conditions are understood on either side, or the verdict is withheld."""

from __future__ import annotations

from pathlib import Path

import pytest

import symnn
from symnn.check import Options, verify
from symnn.result import Report
from symnn.term import free_symbols
from symnn.verdict import Conditional, Proved, Refuted, name_of

RAMP = r"$\max(0,x) + 1 = x + 1$"  # true for x ≥ 0 only
EXP = r"$e^{|x|} = e^{x}$"  # likewise


def run(tmp_path: Path, text: str) -> Report:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    return verify([str(path)], Options(jobs=1))


def verdicts(report: Report) -> list[str]:
    return [name_of(c.verdict) for c in report.claims]


UNDERSTOOD = [
    f"For $x > 0$ we have {RAMP}.",
    f"We have {RAMP} for $x > 0$.",
    f"We have {RAMP} for all $x > 0$.",
    f"We have {RAMP} if $x > 0$.",
    f"We have {RAMP} whenever $x > 0$.",
    f"We have {RAMP} provided that $x > 0$.",
    f"We have {RAMP} as long as $x > 0$.",
    f"Not for $x < 0$, but for $x \\ge 0$: {RAMP}.",
    f"{RAMP}（当 $x \\ge 0$）。",
    f"{RAMP},其中 $x > 0$。",
    "$$ \\max(0,x) + 1 = x + 1, \\quad x > 0 $$",
    "$$ \\max(0,x) + 1 = x + 1 \\qquad x > 0 $$",
    f"## Case $x > 0$\n\nHere {EXP}.",
    f"If $x$ is positive, then {EXP}.",
    "Take $x = 2$. Then $\\max(0,x) + 1 = 3$.",
]


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_a_condition_is_understood_on_either_side(tmp_path: Path, text: str) -> None:
    assert verdicts(run(tmp_path, text)) == ["proved"]


WITHHELD = [
    f"We have {EXP} unless $x < 0$.",
    f"Except for $x < 0$, {EXP} holds.",
    f"{EXP} holds for all $x$ except $x < 0$.",
    f"If $x < 0$ fails, then {EXP}.",
    f"For $x > 0$ or $x < -1$, {EXP}.",
    f"For nonnegative inputs, {EXP}.",
    f"{EXP} for x > 0.",
    f"On $(0, \\infty)$ we have {EXP}.",
    f"Since $x > 0$, {EXP}.",
    f"It is false that {EXP}.",
    f"In general, {EXP} does not hold.",
    f"Is {EXP}?",
    f"Assume that {EXP}.",
    f"A common mistake: {EXP}.",
    f"除非 $x < 0$,否则 {EXP}。",
    f"若 $x<0$ 不成立,则 {EXP}。",
    f"{EXP} 不成立。",
    f"并非 {EXP}。",
    f"当 $x$ 不为负时,{EXP}。",
]


@pytest.mark.parametrize("text", WITHHELD)
def test_a_sentence_that_was_not_understood_is_not_refuted(tmp_path: Path, text: str) -> None:
    report = run(tmp_path, text)
    assert verdicts(report) == ["undecided"]
    assert not [f for f in report.findings if f.severity == "error"]


def test_a_value_that_is_taken_is_that_of_the_result(tmp_path: Path) -> None:
    assert verdicts(run(tmp_path, "取 $x = 1$ 得 $e^x = e$。")) == ["proved"]
    assert verdicts(run(tmp_path, "取 $x = 1$ 得 $e^x = 2e$。")) == ["refuted"]


def test_each_of_two_formulas_has_the_condition_behind_it(tmp_path: Path) -> None:
    report = run(tmp_path, f"We have {EXP} for $x \\ge 0$ and $e^{{|x|}} = e^{{-x}}$ for $x < 0$.")
    assert verdicts(report) == ["proved", "proved"]


def test_otherwise_speaks_of_the_remaining_cases(tmp_path: Path) -> None:
    text = f"If $x>0$, then {RAMP}, else $\\max(0,x) + 1 = 1$.\n\nIf $x>0$: {RAMP}. Otherwise: $\\max(0,x) + 1 = 1$."
    assert verdicts(run(tmp_path, text)) == ["proved", "undecided", "proved", "undecided"]


def test_a_piece_of_a_function_does_not_define_it_everywhere(tmp_path: Path) -> None:
    text = "For $x > 0$, $f(x) = x^2$.\n\n$$ f'(x) = 2x $$\n"
    assert verdicts(run(tmp_path, text)) != ["proved"]


def test_pieces_given_one_after_the_other_make_one_function(tmp_path: Path) -> None:
    text = "$f(x) = x$ for $x \\ge 0$ and $f(x) = -x$ for $x < 0$.\n\n$$ e^{f(x)} = e^{|x|} $$\n"
    assert verdicts(run(tmp_path, text)) == ["proved"]


def test_a_formula_called_wrong_defines_nothing(tmp_path: Path) -> None:
    text = "$g(x) = x + 1$ is wrong. Here $g(x) = x - 1$.\n\n$$ e^{g(x)} = e^{x-1} $$\n"
    assert verdicts(run(tmp_path, text)) == ["proved"]


def test_part_of_a_known_function_is_a_claim_and_does_not_redefine_it(tmp_path: Path) -> None:
    text = "当 $x \\ge 0$ 时,$\\operatorname{ReLU}(x) = x$。\n\n$$ \\operatorname{ReLU}(x) + 1 = \\max(0, x) + 1 $$\n"
    report = run(tmp_path, text)
    assert verdicts(report) == ["proved", "proved"]
    assert not report.findings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ReLU 函数。\n\nσ(x)的值域为 (0,1)。", ["proved"]),
        ("ReLU 函数。\n\n$\\sigma$ 的值域是 (0, 1),而 $\\tanh$ 的值域是 (-1, 1)。", ["proved", "proved"]),
        ("ReLU 函数。\n\n$q(x)$ 的值域是 (0, 1)。", []),
    ],
)
def test_a_range_is_said_of_the_function_in_front_of_it(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert verdicts(run(tmp_path, text)) == expected


def test_an_inequality_in_the_middle_of_an_explanation_limits_nothing(tmp_path: Path) -> None:
    text = "$$ \\max(0,x) + 1 = x + 1 $$\n\n其中 $\\gamma$ 决定 $x > 0$ 时的斜率。\n"
    assert verdicts(run(tmp_path, text)) == ["undecided"]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\sin x \approx x, |x| \le 1", "[0.1585, 0.1586]"),
        (r"\sin x \approx x \quad (|x| \le 1)", "[0.1585, 0.1586]"),
        (r"\sin x \approx x", "unbounded"),
    ],
)
def test_a_bound_behind_a_comma_belongs_to_the_formula(tmp_path, formula, expected):
    path = tmp_path / "a.md"
    path.write_text(f"$$\n{formula}\n$$\n", encoding="utf-8")
    report = verify([str(path)], Options(jobs=1))
    assert not report.claims
    assert expected in report.findings[0].message


def test_a_derivative_at_a_kink_is_refuted_with_both_slopes_and_checked(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("$$\n\\operatorname{ReLU}'(0) = 0\n$$\n", encoding="utf-8")
    (claim,) = verify([str(path)], Options(jobs=1)).claims
    assert isinstance(claim.verdict, Refuted)
    assert claim.verdict.certificate.trust == "checked"
    assert "0 from the left and 1 from the right" in claim.verdict.counterexample.note


def test_a_declaration_in_front_of_a_formula_is_understood(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("Let $n \\in \\mathbb{N}$.\n\n$$\n\\sum_{i=1}^{n} n = n^2\n$$\n", encoding="utf-8")
    (claim,) = verify([str(path)], Options(jobs=1)).claims
    assert isinstance(claim.verdict, Proved)


def definitions(report: Report) -> list[str | None]:
    return [s.name for s in report.statements if s.kind == "definition"]


LOG_SUM = r"$$\sum_i a_i \ln \frac{a_i}{b_i} \ge a \ln \frac{a}{b}$$"
WITH_EQUALITY = r"with equality if and only if there is a constant $c$ such that $a_i = c b_i$ for all $i$"


def test_where_equality_holds_is_no_condition_of_the_inequality(tmp_path: Path) -> None:
    report = run(tmp_path, f"{LOG_SUM}\n\n{WITH_EQUALITY},\nwhere $a = \\sum_i a_i$ and $b = \\sum_i b_i$.")
    assert verdicts(report) == ["undecided"]
    assert definitions(report) == ["a", "b"]
    below = run(tmp_path, f"{LOG_SUM}\n\nwhere $a_i = c b_i$, $a = \\sum_i a_i$ and $b = \\sum_i b_i$.")
    assert "a_i" in definitions(below)


@pytest.mark.parametrize(
    "words",
    ["There is a constant $c$ such that", "there exists some $c$ such that", "For some $c$ with", "存在常数 $c$ 使得"],
)
def test_what_holds_for_something_that_exists_defines_nothing(tmp_path: Path, words: str) -> None:
    assert definitions(run(tmp_path, f"{words} $r(x) = c x$.")) == []
    assert definitions(run(tmp_path, "We take $r$ such that $r(x) = c x$.")) == ["r"]


def test_an_infinite_value_beside_a_finite_one_defines_nothing(tmp_path: Path) -> None:
    assert definitions(run(tmp_path, r"Here $c = 0$ for a Taylor series, or $c = \infty$ for an asymptotic one.")) == []


@pytest.mark.parametrize("words", ["Here, we further assume that the strict inequality", "If the relation"])
def test_a_relation_that_is_assumed_by_its_kind_is_no_claim(tmp_path: Path, words: str) -> None:
    assert verdicts(run(tmp_path, f"{words} $e^x > -1$ holds.")) == ["undecided"]
    assert verdicts(run(tmp_path, "We find that the strict inequality $e^x > -1$ holds.")) == ["proved"]


@pytest.mark.parametrize("letter", ["\\bm{\\Sigma}", "\\Omega", "\\boldsymbol{\\Phi}"])
def test_a_capital_greek_letter_has_a_meaning_of_its_own_in_each_section(tmp_path: Path, letter: str) -> None:
    report = run(tmp_path, f"## One\n\n$${letter} = a + b$$\n\n## Two\n\n$${letter} = 2 a$$\n")
    assert [f.code for f in report.findings] == []
    one, two = f"## One\n\n$${letter} = a + b$$\n\n", f"Here $${letter} - b = a$$"
    assert verdicts(run(tmp_path, one + two)) == ["proved"]
    assert verdicts(run(tmp_path, f"{one}## Two\n\n{two}")) != ["proved"]


def test_a_value_in_a_special_case_is_no_definition(tmp_path: Path) -> None:
    later = "The output is $$(1 - p) \\frac{x}{1 - p} = x.$$"
    case = "For same padding with $s = 1$ and odd $k$, $p = \\frac{k - 1}{2}$ keeps the size."
    for first, name in ((case, "p"), ("The padding is $p = \\frac{k - 1}{2}$.", "k")):
        verdict = run(tmp_path, f"{first}\n\n{later}").claims[-1].verdict
        assert isinstance(verdict, Conditional)
        assert {s.name for s in free_symbols(verdict.condition)} == {name}


@pytest.mark.parametrize(
    "words", ["The maximum occurs when", "Equality holds if", "We must find a function $F$ such that"]
)
def test_what_is_looked_for_or_holds_at_one_place_defines_nothing(tmp_path: Path, words: str) -> None:
    assert definitions(run(tmp_path, f"{words} $q(z) = h(z)$.")) == []
    assert definitions(run(tmp_path, "If $q(z) = h(z)$, then $q(0) = h(0)$.")) == ["q"]


def test_what_is_necessary_is_no_claim(tmp_path: Path) -> None:
    text = "For this it is necessary that we have $e^x > -1$."
    assert verdicts(run(tmp_path, text)) == ["undecided"]


def test_a_chain_that_leads_from_a_name_to_itself_is_claimed_from_its_first_step_on(tmp_path: Path) -> None:
    given = "Let $U, R \\in \\mathbb{R}^{n \\times n}$ with $U$ invertible.\n\n"
    assert len(run(tmp_path, f"{given}$$R = (U^{{-1}} U) R = U^{{-1}} (U R)$$").claims) == 2


LOSS = r"$$L(w) = \log(1+e^{-w}).$$"
SLOPE = r"$$L'(w) = -\sigma(-w)$$"


def _verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


def test_a_full_stop_in_a_display_ends_the_sentence() -> None:
    """Words behind it are no condition of the formula."""
    assert _verdicts(f"The loss is\n{LOSS}\nSince $\\sigma(-w) = 1 - \\sigma(w)$, we get\n{SLOPE}")[-1] == "proved"


@pytest.mark.parametrize("words", ["Here $x > 0$.", "Note that $x$ is positive.", "where $x > 0$.", "这里 $x > 0$。"])
@pytest.mark.parametrize(
    "formula", [r"$$\operatorname{ReLU}'(x) = 1.$$", r"We have $\operatorname{ReLU}(x) + x = 2x$."]
)
def test_a_sentence_that_looks_back_limits_what_stands_before_it(words: str, formula: str) -> None:
    assert "refuted" not in _verdicts(f"{formula} {words}")
    assert _verdicts(formula) == ["refuted"]


def test_what_denies_a_formula_may_stand_behind_its_full_stop() -> None:
    assert _verdicts(r"$$\sigma'(x) = 1 - \sigma(x).$$ This is wrong.") == ["undecided"]
