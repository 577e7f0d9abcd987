r"""References by number or label: "substituting (6.3) into (6.5)", ``\eqref``, ``{eq}``, 由式 (6.3) 可得."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.document import load
from symnn.result import ClaimResult
from symnn.verdict import Conditional, Proved, Refuted, Undecided

LOSS = "# Loss\n\n$$\nL(w) = (y - w x)^2 \\tag{6.3}\n$$\n\n"
LINE = "# Boundary\n\n$$\nu x + v = 0 \\tag{2}\n$$\n\n"


def judged(tmp_path: Path, text: str, name: str = "a.md") -> dict[str, ClaimResult]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return {c.formula.strip(): c for c in verify([str(path)], Options(jobs=1)).claims}


def verdict(tmp_path: Path, text: str, formula: str, name: str = "a.md"):
    return judged(tmp_path, text, name)[formula].verdict


def named(tmp_path: Path, text: str, name: str) -> list[tuple[str, str, int | None]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return [(r.kind, r.name, r.span) for r in load(str(path)).references]


RIGHT, WRONG = r"\frac{dL}{dw} = -2 x (y - w x)", r"\frac{dL}{dw} = 2 x (y - w x)"


@pytest.mark.parametrize(
    "said",
    [
        "Differentiating (6.3) we get",
        "By Eq. (6.3),",
        "From equation (6.3) it follows that",
        "Substituting $p = 1$ into (6.3) and differentiating gives",
        "We now differentiate the loss in (6.3).",
        "由式 (6.3) 可得",
        "对（6.3）求导，得到",
        "根据 (6.3)，",
    ],
)
def test_a_definition_of_another_section_is_taken_where_the_sentence_refers_to_it(tmp_path, said):
    text = f"{LOSS}# Gradient\n\n{said}\n\n$$\n%s\n$$\n"
    good = judged(tmp_path, text % RIGHT)[RIGHT]
    assert isinstance(good.verdict, Proved)
    assert "with (6.3), line 3" in good.assumptions
    assert isinstance(verdict(tmp_path, text % WRONG, WRONG), Refuted)


@pytest.mark.parametrize(
    ("name", "equation", "reference"),
    [
        ("a.md", "$$\nL(w) = (y - w x)^2\n$$ (6.3)\n", "(6.3)"),
        ("a.md", "$$\nL(w) = (y - w x)^2 \\qquad (6.3)\n$$\n", "(6.3)"),
        ("a.md", "$$\nL(w) = (y - w x)^2 \\qquad \\text{(6.3)}\n$$\n", "(6.3)"),
        ("a.md", "(6.3) $$L(w) = (y - w x)^2$$\n", "(6.3)"),
        ("a.md", "$$\nL(w) = (y - w x)^2\n$$ (eq:loss)\n", "{eq}`eq:loss`"),
        ("a.md", "```{math}\n:label: loss\nL(w) = (y - w x)^2\n```\n", "{eq}`loss`"),
        ("a.md", "$$L(w) = (y - w x)^2$$\n:eqlabel:`eq_loss`\n", ":eqref:`eq_loss`"),
        ("a.md", "$$\nL(w) = (y - w x)^2 \\label{eq:loss}\n$$\n", "\\eqref{eq:loss}"),
        ("a.md", "$$\nL(w) = (y - w x)^2 \\tag{*}\n$$\n", "(*)"),
    ],
)
def test_numbers_and_labels_in_all_their_spellings(tmp_path, name, equation, reference):
    text = f"# Loss\n\n{equation}\n# Gradient\n\nFrom {reference} we get\n\n$$\n{WRONG}\n$$\n"
    assert isinstance(verdict(tmp_path, text, WRONG, name), Refuted)
    assert isinstance(verdict(tmp_path, text.replace(WRONG, RIGHT), RIGHT, name), Proved)


def test_labels_and_tags_of_rows_in_latex(tmp_path):
    text = (
        "\\section{One}\n\\begin{align}\nL(w) &= (y - w x)^2 \\label{eq:loss} \\\\\n"
        "G(w) &= w^2 \\tag{4}\n\\end{align}\n"
        "\\section{Two}\nBy Eq.~\\eqref{eq:loss},\n\\[ \\frac{dL}{dw} = -2 x (y - w x) \\]\nand from (4) we get\n"
        "\\[ \\frac{dG}{dw} = w + w^2 \\]\n"
    )
    found = judged(tmp_path, text, "a.tex")
    assert isinstance(found[RIGHT].verdict, Proved)
    assert isinstance(found[r"\frac{dG}{dw} = w + w^2"].verdict, Refuted)


def test_roles_of_restructured_text(tmp_path):
    loss = "Loss\n====\n\n.. math:: L(w) = (y - w x)^2\n   :label: loss\n\n"
    text = f"{loss}Gradient\n========\n\nFrom :eq:`loss` we get\n\n.. math:: {WRONG}\n"
    assert isinstance(verdict(tmp_path, text, WRONG, "a.rst"), Refuted)


def test_without_the_reference_nothing_of_another_section_is_used(tmp_path):
    assert isinstance(verdict(tmp_path, f"{LOSS}# Gradient\n\nHence\n\n$$\n{WRONG}\n$$\n", WRONG), Undecided)


def test_two_bodies_that_compete_leave_the_claim_open(tmp_path):
    text = LOSS + "# Gradient\n\nLet $L = w^4$.\n\nFrom (6.3) we get\n\n$$\n\\frac{dL}{dw} = %s\n$$\n"
    for right in ("4 w^3", "-2 x (y - w x)", "7 w^3"):
        assert isinstance(verdict(tmp_path, text % right, f"\\frac{{dL}}{{dw}} = {right}"), Undecided)


def test_the_text_may_say_which_body_it_means(tmp_path):
    text = LOSS + "# Gradient\n\nLet $L(w) = w^4$.\n\nWith $L$ as defined in (6.3) we get\n\n$$\n%s\n$$\n"
    assert isinstance(verdict(tmp_path, text % RIGHT, RIGHT), Proved)


def test_what_follows_from_an_equation_that_is_not_proved_is_not_refuted(tmp_path):
    formula = r"\tanh(u x) = -\tanh(v)"
    assert isinstance(verdict(tmp_path, f"{LINE}Hence\n\n$$\n{formula}\n$$\n", formula), Refuted)
    for said in ("From (2) we get", "Using (2),", "By (2) and symmetry", "由 (2) 可得", "This is (2) once more:"):
        found = verdict(tmp_path, f"{LINE}{said}\n\n$$\n{formula}\n$$\n", formula)
        assert isinstance(found, Undecided), said
        assert "(2), line 3" in found.reason


def test_an_equation_that_is_not_proved_is_never_assumed(tmp_path):
    text = "# One\n\n$$\n\\tanh(x) = x + x^3 \\tag{2}\n$$\n\nFrom (2) we get\n\n$$\n\\tanh(2 x) = 2 x\n$$\n"
    found = judged(tmp_path, text)
    assert isinstance(found[r"\tanh(x) = x + x^3"].verdict, Refuted)
    assert isinstance(found[r"\tanh(2 x) = 2 x"].verdict, Undecided)


def test_what_is_said_to_follow_from_a_proved_equation_is_refuted_where_it_is_false(tmp_path):
    text = "$$\n\\tanh(x) = 2\\sigma(2x) - 1 \\tag{2}\n$$\n\nFrom (2) we get\n\n$$\n\\tanh(x/2) = 2\\sigma(x) + 1\n$$\n"
    assert isinstance(verdict(tmp_path, text, r"\tanh(x/2) = 2\sigma(x) + 1"), Refuted)


def test_a_condition_on_the_equation_may_be_one_on_what_follows(tmp_path):
    text = "For $x > 0$,\n\n$$\n|x| = x \\tag{2}\n$$\n\nFrom (2) we get\n\n$$\n|x| + 1 = x + 1\n$$\n"
    assert isinstance(verdict(tmp_path, text, "|x| + 1 = x + 1"), Undecided | Conditional)


@pytest.mark.parametrize(
    "said",
    [
        "Unlike (6.3),",
        "If (6.3) were linear, we would get",
        "Where (6.3) does not hold,",
        "Replacing the square in (6.3) by an absolute value gives",
        "Instead of (6.3) one finds",
        "如果 (6.3) 不成立，则",
    ],
)
def test_denied_and_hypothetical_references_bring_nothing_in(tmp_path, said):
    assert isinstance(verdict(tmp_path, f"{LOSS}# Gradient\n\n{said}\n\n$$\n{WRONG}\n$$\n", WRONG), Undecided)
    false = r"\tanh(2 w) = 2 \tanh(w)"
    assert isinstance(verdict(tmp_path, f"{LOSS}# Gradient\n\n{said}\n\n$$\n{false}\n$$\n", false), Undecided)


def test_nothing_is_refuted_from_what_comes_later(tmp_path):
    false = r"\tanh(2 w) = 2 \tanh(w)"
    later = "\n\n$$\nw = 0 \\tag{9}\n$$\n"
    assert isinstance(verdict(tmp_path, f"By (9) below, we have\n\n$$\n{false}\n$$\n{later}", false), Undecided)
    assert isinstance(verdict(tmp_path, f"The identity used in (9) is\n\n$$\n{false}\n$$\n{later}", false), Refuted)


def test_similarly_keeps_what_is_false_by_itself(tmp_path):
    right, wrong = r"\frac{dL}{dx} = -2 w (y - w x)", r"\frac{dL}{dx} = 2 w (y - w x)"
    start = f"# Loss\n\n$$\nL = (y - w x)^2 \\tag{{1}}\n$$\n\nFrom (1) we get\n\n$$\n{RIGHT} \\tag{{2}}\n$$\n\n"
    for said in ("Similarly,", "Similarly to (2),", "同理，", "Likewise, from (1)"):
        assert isinstance(verdict(tmp_path, f"{start}{said}\n\n$$\n{wrong}\n$$\n", wrong), Refuted), said
        assert isinstance(verdict(tmp_path, f"{start}{said}\n\n$$\n{right}\n$$\n", right), Proved), said


def test_similarly_rests_on_what_the_formula_before_rested_on(tmp_path):
    second = r"\sin(u x) = -\sin(v)"
    text = f"{LINE}From (2) we get\n\n$$\n\\tanh(u x) = -\\tanh(v)\n$$\n\nSimilarly,\n\n$$\n{second}\n$$\n"
    assert isinstance(verdict(tmp_path, text, second), Undecided)


def test_a_number_given_twice_names_neither(tmp_path):
    text = f"{LOSS}# Other\n\n$$\nL(w) = w^4 \\tag{{6.3}}\n$$\n\n# Gradient\n\nFrom (6.3) we get\n\n$$\n{WRONG}\n$$\n"
    assert isinstance(verdict(tmp_path, text, WRONG), Undecided)


def test_a_formula_of_its_own_number_is_judged_as_ever(tmp_path):
    text = "Equation (4) is the identity\n\n$$\n\\tanh(2 w) = 2 \\tanh(w) \\tag{4}\n$$\n"
    assert isinstance(verdict(tmp_path, text, r"\tanh(2 w) = 2 \tanh(w)"), Refuted)


def test_a_definition_with_a_borrowed_name_is_none_of_its_results(tmp_path):
    text = "# One\n\n$$\nh = \\max(0, x) \\tag{1}\n$$\n\n# Two\n\nUsing (1) once more we get\n\n$$\nh = \\tanh(x)\n$$\n"
    assert not [c for c in judged(tmp_path, text).values() if isinstance(c.verdict, Refuted)]


def test_brackets_that_are_no_references(tmp_path):
    text = "$$\ny = x^2 \\tag{1}\n$$\n\n(1) First, f(1) is small, see item (1), in March (1).\n"
    assert [r for r in named(tmp_path, text, "a.md") if r[0] == "cited"] == []
    listed = "Eq. (6.3), (6.4) and (1); from (6.3)–(6.4). $$y = x$$ (6.3)\n\n$$z = x$$ (6.4)\n"
    assert [r[1] for r in named(tmp_path, listed, "a.md") if r[0] == "cited"] == ["6.3", "6.4", "6.3", "6.4"]


def test_a_number_behind_a_wide_gap_is_no_factor(tmp_path):
    text = "The model is\n\nz = wx + β     (6.4)\n\nand (6.4) is linear.\n"
    assert [r for r in named(tmp_path, text, "a.txt") if r[0] != "label"] == [
        ("number", "6.4", 0),
        ("cited", "6.4", None),
    ]


def test_a_recursion_that_a_sentence_refers_to_comes_to_an_end(tmp_path):
    text = "$$\nh_t = f(h_{t-1}) + x_t \\tag{5}\n$$\n\nBy (5),\n\n$$\nh_{t+1} - x_{t+1} = f(h_t) + 1\n$$\n"
    assert not [c for c in judged(tmp_path, text).values() if isinstance(c.verdict, Proved | Refuted)]
