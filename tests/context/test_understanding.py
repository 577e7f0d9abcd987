"""What context makes of small documents: claims and their verdicts, definitions, findings."""

from __future__ import annotations

from pathlib import Path

import pytest

import symnn
from symnn.check import Options, verify
from symnn.result import Report
from symnn.verdict import name_of

LET = "<!-- @let -->\nLet $x \\in \\mathbb{R}$, $\\gamma \\in \\mathbb{R}$.\n\n"


def run(tmp_path: Path, text: str, name: str = "a.md") -> Report:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return verify([str(path)], Options(jobs=1))


def verdicts(report: Report) -> dict[str, str]:
    return {c.id: name_of(c.verdict) for c in report.claims}


def codes(report: Report) -> list[str]:
    return [f.code for f in report.findings]


def fence(formula: str) -> str:
    return f"```math\n{formula}\n```\n\n"


def claim(formula: str, before: str = "", options: str = "") -> str:
    return f"<!-- @claim c {options}-->\n{before}\n\n{fence(formula)}"


def test_a_condition_in_front_of_a_claim_restricts_it(tmp_path: Path) -> None:
    formula = r"\max(x, \gamma x) = \max(0, x) + \gamma \min(0, x)"
    assert verdicts(run(tmp_path, LET + claim(formula, r"For $\gamma \le 1$,"))) == {"c": "proved"}
    assert verdicts(run(tmp_path, LET + claim(formula))) == {"c": "refuted"}


def test_a_formula_in_the_prose_without_a_cue_word_is_no_condition(tmp_path: Path) -> None:
    text = LET + claim(r"x \gamma = 0", r"The slope $\gamma = 0$ is the simplest.")
    assert verdicts(run(tmp_path, text)) == {"c": "refuted"}


def test_a_condition_does_not_reach_the_next_claim(tmp_path: Path) -> None:
    text = LET + claim(r"x \gamma = 0", r"For $\gamma = 0$,") + "<!-- @claim d -->\n\n" + fence(r"x \gamma = 0")
    assert verdicts(run(tmp_path, text)) == {"c": "proved", "d": "refuted"}


def test_a_local_definition_is_put_in(tmp_path: Path) -> None:
    text = LET + claim(r"p (1 - p) = \sigma'(x)", r"With $p = \sigma(x)$:")
    assert verdicts(run(tmp_path, text)) == {"c": "proved"}


def test_the_chain_rule_goes_through_a_defined_name(tmp_path: Path) -> None:
    text = (
        "<!-- @let -->\nLet $y \\in [0, 1]$, $p \\in (0, 1)$, $z \\in \\mathbb{R}$.\n\n"
        + fence(r"\mathcal{L}(p) := -y \log p - (1-y) \log(1-p)")
        + "<!-- @claim c -->\nWith $p = \\sigma(z)$:\n\n"
        + fence(r"\frac{\partial \mathcal{L}(p)}{\partial z} = \frac{\partial \mathcal{L}(p)}{\partial p} p (1-p)")
        + "<!-- @claim d -->\nWith $p = \\sigma(z)$:\n\n"
        + fence(r"\frac{\partial \mathcal{L}(p)}{\partial z} = \sigma(z) - y")
        + "<!-- @claim e -->\nWith $p = \\sigma(z)$:\n\n"
        + fence(r"\frac{\partial \mathcal{L}(p)}{\partial z} = y - \sigma(z)")
    )
    assert verdicts(run(tmp_path, text)) == {"c": "proved", "d": "proved", "e": "refuted"}


def test_a_derivative_by_a_name_that_is_reached_around_is_unreadable_with_both_readings(tmp_path: Path) -> None:
    text = LET + fence("u := x^2") + fence("L := u x") + claim(r"\frac{\partial L}{\partial u} = x")
    report = run(tmp_path, text)
    assert verdicts(report) == {"c": "unreadable"}
    assert "two readings" in report.findings[0].message


def test_a_value_for_the_variable_of_a_derivative_is_where_it_is_taken(tmp_path: Path) -> None:
    text = (
        "<!-- @let -->\nLet $x \\in \\mathbb{R}$, $y \\in \\mathbb{R}$.\n\n"
        + fence("u := x y")
        + claim(r"\frac{\partial u}{\partial x} = 7", "For $x = 3$, $y = 7$,")
        + "<!-- @claim d -->\nFor $y = x$,\n\n"
        + fence(r"\frac{\partial u}{\partial x} = x")
        + "<!-- @claim e -->\nFor $y = x$,\n\n"
        + fence(r"\frac{\partial u}{\partial x} = 2 x")
    )
    assert verdicts(run(tmp_path, text)) == {"c": "proved", "d": "proved", "e": "refuted"}


def test_labels_are_not_families(tmp_path: Path) -> None:
    """g_l and g_t are two names, although l and t can be indices."""
    text = LET + fence("g_l(x) := 2x") + fence("g_t(x) := 3x") + claim("g_t(x) - g_l(x) = x")
    assert verdicts(run(tmp_path, text)) == {"c": "proved"}


def test_a_family_is_defined_by_its_index(tmp_path: Path) -> None:
    text = LET + fence("u_k := k x") + claim("u_3 = 3x") + "<!-- @claim d -->\n\n" + fence("u_3 = 2x")
    assert verdicts(run(tmp_path, text)) == {"c": "proved", "d": "refuted"}


def test_a_quoted_error_is_found_and_not_adopted(tmp_path: Path) -> None:
    erratum = '<!-- @erratum e expect=E302 source="a book" -->\n\n'
    text = LET + erratum + fence(r"\operatorname{ReLU}(x) := \max(1, x)") + claim(r"\operatorname{ReLU}(-1) = 0")
    report = run(tmp_path, text)
    assert verdicts(report) == {"c": "proved"}
    assert codes(report) == []


def test_an_expected_finding_that_is_missing_is_a_failure(tmp_path: Path) -> None:
    assert codes(run(tmp_path, LET + claim("x = x", options="expect=E201 "))) == ["E901"]


def test_an_ignored_finding_is_silent_and_an_idle_ignore_is_not(tmp_path: Path) -> None:
    ignore = '<!-- @ignore E201 reason="shown on purpose" -->\n\n'
    assert codes(run(tmp_path, LET + ignore + fence("x^2 = 2x"))) == []
    assert codes(run(tmp_path, LET + ignore + fence("2x = x + x"))) == ["W902"]


def test_an_ignore_without_a_reason_is_not_understood(tmp_path: Path) -> None:
    assert "E903" in codes(run(tmp_path, LET + "<!-- @ignore E201 -->\n\n" + fence("x^2 = 2x")))


def test_a_name_of_several_letters_defined_twice_with_another_value_is_an_error(tmp_path: Path) -> None:
    text = "$$\\text{gate}(x) = x + 1$$\n\nLater:\n\n$$\\text{gate}(x) = x + 2$$\n"
    report = run(tmp_path, text)
    assert codes(report) == ["E301"]
    assert report.findings[0].location.line == 5
    same = "$$\\text{gate}(x) = x + 1$$\n\nLater:\n\n$$\\text{gate}(x) = 1 + x$$\n"
    assert codes(run(tmp_path, same)) == []


def test_generic_letters_are_redefined_silently(tmp_path: Path) -> None:
    text = "# One\n\n$$f(x) = x$$\n\n$$L = x^2$$\n\n# Two\n\n$$f(x) = 2x$$\n\n$$L = x$$\n"
    assert codes(run(tmp_path, text)) == []


def test_a_catalogue_name_with_another_body_is_an_error_and_a_variant_is_a_note(tmp_path: Path) -> None:
    assert codes(run(tmp_path, "$$\\text{ReLU}(x) = \\max(1, x)$$\n")) == ["E302"]
    assert codes(run(tmp_path, "$$\\text{ReLU}(x) = \\frac{x + |x|}{2}$$\n")) == []
    assert codes(run(tmp_path, "$$\\text{hard-logistic}(x) = \\max(0, \\min(1, 0.2x + 0.5))$$\n")) == ["N303"]


def test_the_standard_deviation_is_not_the_logistic_function(tmp_path: Path) -> None:
    text = "The density has $\\mu = 0, \\sigma = 1$.\n\n$$\\tanh(x) = 2\\sigma(2x) - 1$$\n"
    assert list(verdicts(run(tmp_path, text)).values()) == ["proved"]


def test_an_undeclared_parameter_leaves_a_claim_conditional(tmp_path: Path) -> None:
    text = "$$\\max(x, \\gamma x) - \\max(0, x) = \\gamma \\min(0, x)$$\n"
    report = run(tmp_path, text)
    assert list(verdicts(report).values()) == ["conditional"]
    assert codes(report) == ["N210"]


def test_a_name_that_is_never_defined_leaves_its_claim_open(tmp_path: Path) -> None:
    report = run(tmp_path, LET + claim(r"\operatorname{gate}(x) + 1 = 1 + \operatorname{gate}(x) + x"))
    assert verdicts(report) == {"c": "undecided"}
    assert "W405" in codes(report)


def test_the_entries_of_an_argument_follow_its_name(tmp_path: Path) -> None:
    """MSE(y) is not zero because the prediction's entries kept their name."""
    text = LET + fence(r"s(u) := u_1 + u_2 - v_1") + claim("s(v) = v_2")
    assert verdicts(run(tmp_path, text)) == {"c": "proved"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Tanh 函数的值域为 (1,1)。", "E406"),
        ("Tanh 函数的值域为 (0,1)。", "E204"),
        ("Tanh 函数的值域为 (-1,1)。", None),
        ("与 Logistic 函数相比, Tanh 函数将实数映射到 (-1,1)。", None),
        ("The range of softplus is $(0, 1)$.", "E204"),
        ("The range of the logistic function is $(0, 1)$.", None),
    ],
)
def test_ranges_in_words(tmp_path: Path, words: str, code: str | None) -> None:
    found = codes(run(tmp_path, f"# Notes\n\n{words}\n"))
    assert found == ([] if code is None else [code])


def test_a_dot_product_sign_that_is_called_elementwise_wrongly_is_named(tmp_path: Path) -> None:
    assert codes(run(tmp_path, "Here ⊙ is the dot product of two vectors.\n")) == ["E409"]
    assert codes(run(tmp_path, "Here ⊙ is the elementwise product of two vectors.\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Here $f(x, y) = xy$ and so $\\frac{\\partial g}{\\partial x} = -3$.",
        "This happens where $q(x) = 0$ and $p(x) > 0$.",
        "For $\\nu > D - 1$ it is positive; $R \\le \\min(M, N)$ is the rank.",
        "Look for $F$ with $F'(x) = 3 c x^2 = x^2$.",
        "The slope is $\\frac{df(x)}{dx} = \\frac{f(x+h) - f(x)}{h}$.",
        "It looks at $\\sum_{j \\neq y_i} \\max(0, s_j - s_{y_i} + 1)$.",
        "We keep neurons in the full range of [-1,1] of tanh.",
        "The threshold $max(0,-)$ is the hinge.",
        "Choose $|J| = 1$ and $a + b = 1$.",
    ],
)
def test_what_a_document_leaves_open_is_not_called_an_error(tmp_path: Path, text: str) -> None:
    report = run(tmp_path, f"# Notes\n\n{text}\n")
    assert [f for f in report.findings if f.severity == "error"] == []
    assert "refuted" not in verdicts(report).values()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("$$\\tanh(x) = 2\\sigma(x) - 1$$", "E201"),
        ("$$(x - y)^2 = x^2 - y^2$$", "E201"),
        ("$$\\sigma'(x) = \\sigma(x)(1 + \\sigma(x))$$", "E202"),
        ("$$\\lim_{x \\to \\infty} \\sigma(x) = 0$$", "E203"),
        ("$$\\tanh(x) \\le \\frac{1}{2}$$", "E204"),
        ("$$y = (x+1)^2 = x^2 + 1$$", "E205"),
    ],
)
def test_mistakes_about_known_functions_are_errors_without_any_tag(tmp_path: Path, text: str, code: str) -> None:
    assert codes(run(tmp_path, f"# Notes\n\n{text}\n")) == [code]


def test_a_declaration_in_a_subsection_replaces_the_outer_one_and_ends_with_it(tmp_path: Path) -> None:
    root = r"\sqrt{a^2} = "
    text = (
        "# A\n\n<!-- @let -->\nLet $a > 0$.\n\n<!-- @claim c -->\n\n"
        + fence(root + "a")
        + "## B\n\n<!-- @let -->\nLet $a < 0$.\n\n<!-- @claim d -->\n\n"
        + fence(root + "-a")
        + "## C\n\n<!-- @claim e -->\n\n"
        + fence(root + "a")
    )
    assert verdicts(run(tmp_path, text)) == {"c": "proved", "d": "proved", "e": "proved"}


def test_where_binds_backwards_to_the_formula_before_it(tmp_path: Path) -> None:
    text = (
        "<!-- @claim c -->\n\n"
        + fence(r"\frac{\partial E}{\partial w} = (p - y) x")
        + "where $E = \\frac{1}{2}(p-y)^2$ and $p = w x$.\n\n<!-- @claim d -->\n\n"
        + fence(r"\frac{\partial E}{\partial w} = (p - y)")
        + "where $E = \\frac{1}{2}(p-y)^2$ and $p = w x$.\n"
    )
    found = verdicts(run(tmp_path, text))
    assert (found["c"], found["d"]) == ("proved", "refuted")


def test_an_approximation_behind_a_definition_is_not_the_body(tmp_path: Path) -> None:
    text = (
        "$$\\text{GELU}(x) = x\\Phi(x) \\approx x\\sigma(1.702x)$$\n\n$$\\text{GELU}(1) = \\Phi(1)$$\n\n"
        "$$\\text{GELU}(1) = \\sigma(1.702)$$\n"
    )
    report = run(tmp_path, text)
    assert list(verdicts(report).values()) == ["proved", "refuted"]
    assert codes(report) == ["N211", "E201"]


def test_an_id_that_is_given_twice_is_said_so(tmp_path: Path) -> None:
    report = run(tmp_path, LET + claim("x = x") + claim("2x = x + x"))
    assert verdicts(report) == {"c": "proved", "c~2": "proved"}
    assert codes(report) == ["E903"]


def test_a_function_named_without_its_argument_is_its_value_at_the_current_one(tmp_path: Path) -> None:
    """∂L/∂z goes through p although L was defined as a function of p."""
    slope = r"\frac{\partial \mathcal{L}}{\partial z} "
    text = (
        "<!-- @let -->\nLet $y \\in [0, 1]$, $p \\in (0, 1)$, $z \\in \\mathbb{R}$.\n\n"
        + fence(r"\mathcal{L}(p) := -y \log p - (1-y) \log(1-p)")
        + "<!-- @claim c -->\nWith $p = \\sigma(z)$:\n\n"
        + fence(slope + r"= \frac{\partial \mathcal{L}}{\partial p} \frac{\partial p}{\partial z}")
        + "<!-- @claim d -->\nWith $p = \\sigma(z)$:\n\n"
        + fence(slope + "= 0")
    )
    assert verdicts(run(tmp_path, text)) == {"c": "proved", "d": "refuted"}


def test_the_next_layer_may_have_another_width(tmp_path: Path) -> None:
    names = "$W \\in \\mathbb{R}^{n \\times m}$, $b \\in \\mathbb{R}^{n}$, $z^{(l)} \\in \\mathbb{R}^{m}$"
    let = f"<!-- @let -->\nLet {names}.\n\n"
    assert codes(run(tmp_path, let + fence("z^{(l+1)} := W z^{(l)} + b"))) == []
    assert codes(run(tmp_path, let + fence("u := W b"))) == ["E404"]


def test_local_definitions_joined_by_and_are_all_put_in(tmp_path: Path) -> None:
    before = "With $u = x^2$ and $v = u + 1$:"
    text = LET + claim(r"\frac{\partial v^2}{\partial x} = 2 v \frac{\partial u}{\partial x}", before)
    assert verdicts(run(tmp_path, text)) == {"c": "proved"}


def test_a_function_that_another_section_defines_is_not_made_up(tmp_path: Path) -> None:
    text = LET + "# A\n\n" + fence("g(x) := x^2") + "# B\n\n" + claim("g(3) = 9")
    report = run(tmp_path, text)
    assert verdicts(report) == {"c": "undecided"}
    assert "g is not given" in report.claims[0].verdict.reason  # type: ignore[union-attr]


def test_a_function_before_a_bracket_that_holds_its_own_name_is_ambiguous_but_for_its_derivative(
    tmp_path: Path,
) -> None:
    let = LET + fence(r"s(x) := \sigma(x)")
    assert verdicts(run(tmp_path, let + claim(r"x = s (1 - s)"))) == {"c": "unreadable"}
    assert verdicts(run(tmp_path, let + claim(r"\frac{\partial s}{\partial x} = s (1 - s)"))) == {"c": "proved"}


def test_the_nearest_condition_on_a_name_is_the_one_that_counts(tmp_path: Path) -> None:
    text = (
        "When $x > 0$ the slope is $\\text{ReLU}'(x) = 1$, and when $x < 0$ it is $\\text{ReLU}'(x) = 0$.\n\n"
        "It is symmetric. At $x = 0$ we have $\\sigma(x) = 0.5$.\n"
    )
    assert list(verdicts(run(tmp_path, text)).values()) == ["proved", "proved", "proved"]


def test_an_equation_behind_where_is_no_condition_unless_it_defines(tmp_path: Path) -> None:
    text = "$$\\sigma'(x) = \\sigma(x)$$\n\nwhere $\\tanh'(x) = 1 - \\tanh(x)^2$.\n"
    assert list(verdicts(run(tmp_path, text)).values()) == ["refuted", "proved"]


@pytest.mark.parametrize(
    ("special", "expected"),
    [
        (r"When $\beta = 0$, $\mathrm{swish}(x) = x/2$.", "proved"),
        (r"当 $\beta = 0$ 时，$\mathrm{swish}(x) = x/2$。", "proved"),
        (r"When $\beta = 0$, $\mathrm{swish}(x) = x/3$.", "refuted"),
    ],
)
def test_a_special_case_of_a_parameter_is_a_claim_and_no_new_definition(special: str, expected: str) -> None:
    slope = r"$$\mathrm{swish}'(x) = \beta\,\mathrm{swish}(x) + \sigma(\beta x)(1 - \beta\,\mathrm{swish}(x))$$"
    text = f"Let $\\mathrm{{swish}}(x) = x \\sigma(\\beta x)$. {special} Then\n\n{slope}\n"
    assert [name_of(c.verdict) for c in symnn.verify(text=text).claims] == [expected, "proved"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"We have $\zeta(x) - \zeta(-x) = x$ where $\zeta(x) = \log(1+e^x)$.", ["proved"]),
        (r"We have $\zeta(x) - \zeta(-x) = 2x$ where $\zeta(x) = \log(1+e^x)$.", ["refuted"]),
        (r"The slope is $f'(x) = 6$ where $x = 3$ and $f(x) = x^2$.", ["proved"]),
        (r"The slope is $f'(x) = 5$ where $x = 3$ and $f(x) = x^2$.", ["refuted"]),
        (r"Here $g(0) = 2$ where $g(x) = x$ in the first and $g(x) = 2 + x$ in the second case.", ["undecided"]),
        (r"设 $\tanh(x) = 2 s(2x) - 1$，其中 $s(x) = \frac{1}{1+e^{-x}}$。", ["proved"]),
    ],
)
def test_what_stands_behind_a_formula_in_its_sentence_defines_for_it(text: str, expected: list[str]) -> None:
    assert [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims] == expected


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        (r"When $\beta = 0$, $\mathrm{swish}(x) = x/2$. For $\beta = 1$, $\mathrm{swish}(x) = x\sigma(x)$.", []),
        (r"For $\gamma = 0$, $\mathrm{LeakyReLU}(x) = \max(0, x)$.", []),
        (r"For $a = 0$, $\mathrm{LeakyReLU}(x) = \max(0, x)$.", []),
        (r"When $\beta = 0$, $\mathrm{swish}(x) = x/3$.", ["E201"]),
    ],
)
def test_a_special_case_of_the_catalogue_is_no_other_definition(text: str, findings: list[str]) -> None:
    report = symnn.verify(text=text + "\n")
    assert [f.code for f in report.findings if f.severity == "error"] == findings
    assert [name_of(c.verdict) for c in report.claims].count("refuted") == len(findings)
