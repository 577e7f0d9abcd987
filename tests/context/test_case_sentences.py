"""Cases in sentences, headings and items of their own hold for what follows them, and end."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of

SOFTMAX = r"Let $x \in \mathbb{R}^K$ and $s_i = \frac{e^{x_i}}{\sum_{k=1}^K e^{x_k}}$." + "\n\n"
RELU = r"Let $f(x) = \max(0, x)$." + "\n\n"
BCE = r"Let $\hat y \in (0, 1)$ and $L = -y\log\hat y - (1-y)\log(1-\hat y)$." + "\n\n"
SAME = r"$\frac{\partial s_i}{\partial x_j} = s_i (1 - s_i)$"  # for i = j
OTHER = r"$\frac{\partial s_i}{\partial x_j} = -s_i s_j$"  # for i ≠ j
BOTH = r"$\frac{\partial s_i}{\partial x_j} = s_i (\delta_{ij} - s_j)$"
NEVER = r"$\frac{\partial s_i}{\partial x_j} = s_i s_j$"


def verdicts(text: str) -> str:
    """The first letters of the verdicts, in the order of the text."""
    claims = symnn.verify(text=text + "\n").claims
    return "".join(name_of(c.verdict)[0] for c in sorted(claims, key=lambda c: c.location))


def shown(formula: str) -> str:
    return f"\n\n${formula}$\n\n"


WRITTEN = [
    "Case 1: $i=j$." + shown("{}") + r"Case 2: $i \ne j$." + shown("{}"),
    "*Case $i = j$.* We get" + shown("{}") + r"*Case $i \neq j$.* We get" + shown("{}"),
    r"Case I ($i = j$): {}." + "\n\n" + r"Case II ($i \neq j$): {}.",
    r"First case, $i = j$: {}. Second case, $i \ne j$: {}.",
    r"(a) $i = j$: {}; (b) $i \ne j$: {}.",
    r"Suppose first that $i = j$. Then {}. Now let $i \neq j$. Then {}.",
    "Suppose first that $i = j$. Then" + shown("{}") + r"Now suppose that $i \neq j$. Then" + shown("{}"),
    "Consider the case $i = j$. We have" + shown("{}") + r"Consider now $i \ne j$. We have" + shown("{}"),
    r"In the case $i = j$ we get {}. In the case $i \ne j$ we get {}.",
    "### Case $i = j$" + shown("{}") + r"### Case $i \ne j$" + shown("{}"),
    "#### $i = j$\n\nWe have {}.\n\n#### $i \\ne j$\n\nWe have {}.",
    "- $i=j$: {}\n- $i \\ne j$: {}",
    "* **If $i = j$:** {}\n* **If $i \\neq j$:** {}",
    "1. $i = j$. Then {}.\n2. $i \\neq j$. Then {}.",
    "**On it** ($i=j$): {}.\n\n**Off it** ($i\\neq j$):" + shown("{}"),
    "| case | derivative |\n|---|---|\n| $i=j$ | {} |\n| $i\\neq j$ | {} |",
    "情形一：$i=j$。" + shown("{}") + r"情形二：$i \neq j$。" + shown("{}"),
    "（1）当 $i=j$ 时：" + shown("{}") + r"（2）当 $i\neq j$ 时：" + shown("{}"),
    "先设 $i = j$。则 {}。再设 $i \\neq j$。则 {}。",
    r"当 $i = j$ 时，{}。若 $i \ne j$，则 {}。",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_each_case_is_decided_under_its_condition(text: str) -> None:
    assert verdicts(SOFTMAX + text.replace("{}", SAME, 1).replace("{}", OTHER, 1)) == "pp"


@pytest.mark.parametrize("text", WRITTEN)
def test_formulas_in_the_wrong_case_are_refuted(text: str) -> None:
    assert verdicts(SOFTMAX + text.replace("{}", OTHER, 1).replace("{}", SAME, 1)) == "rr"


CASES = "Case 1: $i=j$." + shown(SAME) + r"Case 2: $i \ne j$." + shown(OTHER)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CASES + "In general" + shown(BOTH), "ppp"),
        (CASES + "In general" + shown(OTHER), "ppr"),
        (CASES + f"Combining both cases, {OTHER}.", "ppr"),
        (CASES + f"For all $i, j$ we have {OTHER}.", "ppr"),
        (CASES + "## Next" + shown(OTHER) + shown(BOTH), "pprp"),
        (f"- $i=j$: {SAME}\n- $i \\ne j$: {OTHER}\n\nSo {OTHER}.", "ppr"),
        (f"### Case $i = j$\n\n{SAME}\n\n## Next\n\n{SAME}", "pr"),
        (f"情形一：$i=j$。{shown(SAME)}情形二：$i \\ne j$。{shown(OTHER)}综上，{shown(OTHER)}", "ppr"),
    ],
)
def test_a_case_ends(text: str, expected: str) -> None:
    assert verdicts(SOFTMAX + text) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [(OTHER, "u"), (BOTH, "p"), (NEVER, "r"), (SAME, "r")],
)
def test_behind_the_last_case_nothing_rests_on_whether_it_is_still_meant(formula: str, expected: str) -> None:
    text = CASES + "The derivative is used below." + shown(formula)
    assert verdicts(SOFTMAX + text) == "pp" + expected


@pytest.mark.parametrize(
    "text",
    [
        f"We do not assume $i = j$. Then {SAME}.",
        f"The case $i = j$ is easy. Then {SAME}.",
        f"Why is the case $i = j$ special? {SAME}.",
        f"Look at the diagonal, where $i = j$. There{shown(SAME)}",
    ],
)
def test_a_condition_in_other_words_refutes_and_proves_nothing(text: str) -> None:
    assert verdicts(SOFTMAX + text) == "u"


def test_what_is_false_in_each_case_is_refuted() -> None:
    assert verdicts(SOFTMAX + CASES.replace(SAME, NEVER).replace(OTHER, NEVER)) == "rr"
    assert verdicts(SOFTMAX + f"Look at the diagonal, where $i = j$. There{shown(NEVER)}") == "r"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(1) $x>0$. $f'(x) = 1$. (2) $x<0$. $f'(x) = 0$.", "pp"),
        ("(1) $x>0$. $f'(x) = 0$. (2) $x<0$. $f'(x) = 1$.", "rr"),
        ("Case $x > 0$: for $x < 5$ we have $f(x) = x$.", "p"),
        ("## Positive inputs ($x > 0$)\n\n$$f'(x) = 1$$\n\n## Other inputs\n\n$$f'(x) = 1$$", "pr"),
    ],
)
def test_cases_of_inequalities(text: str, expected: str) -> None:
    assert verdicts(RELU + text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Case $y=1$." + shown(r"$L = -\log \hat y$") + r"Case $y=0$." + shown(r"$L = -\log(1-\hat y)$"), "pp"),
        (r"Case $y=0$." + shown(r"$L = -\log \hat y$") + r"Case $y=1$." + shown(r"$L = -\log(1-\hat y)$"), "rr"),
        (r"Case $y=1$: $\partial L/\partial \hat y = -1/\hat y$.", "p"),
        (r"Case $y=1$: $\partial L/\partial \hat y = 1/\hat y$.", "r"),
    ],
)
def test_a_loss_in_the_case_of_one_label(text: str, expected: str) -> None:
    assert verdicts(BCE + text) == expected


def test_a_value_that_is_given_case_by_case_is_one_of_each_case() -> None:
    text = (
        r"Let $\hat y \in (0, 1)$. " "\n\n" r"Case $y=1$: $L = -\log\hat y$." "\n\n"
        r"Case $y=0$: $L = -\log(1-\hat y)$." "\n\n" r"In general, $\frac{\partial L}{\partial \hat y} = "
    )  # fmt: skip
    assert verdicts(text + r"\frac{\hat y-y}{\hat y(1-\hat y)}$.") == "c"  # where y is 0 or 1
    assert verdicts(text + r"\frac{1}{1-\hat y}$.") == "r"


def test_two_conditions_hold_beside_each_other() -> None:
    text = r"Let $\delta > 0$. Case $x > \delta$: with $\delta > 0$ we have "
    assert verdicts(text + "$|x| = x$.") in ("p", "u")
    assert verdicts(text + "$|x| = -x$.") in ("r", "u")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Here $i$ and $j$ are distinct. Then {OTHER}.", "p"),
        (f"For all $j$ other than $i$, {OTHER}.", "p"),
        (f"When the indices differ,{shown(OTHER)}When the indices are equal,{shown(SAME)}", "pp"),
        (f"If the indices are not equal, {OTHER}. If $i$ and $j$ are equal, {SAME}.", "pp"),
        (f"当下标不同时，{OTHER}。", "p"),
        (f"If the indices are not equal, {SAME}. If $i$ and $j$ are equal, {OTHER}.", "ru"),
        (f"For all $j$ other than $i$ or $k$, {OTHER}.", "u"),
    ],
)
def test_indices_that_differ_in_words(text: str, expected: str) -> None:
    assert verdicts(SOFTMAX + text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For positive $x$: $f'(x)=1$; for negative $x$: $f'(x) = 0$.", "pp"),
        ("For positive $x$: $f'(x)=0$; for negative $x$: $f'(x) = 1$.", "uu"),
        ("We have $f'(x)=1$ for negative $x$ and $f'(x) = 1$ for positive $x$.", "uu"),
    ],
)
def test_signs_in_words(text: str, expected: str) -> None:
    assert verdicts(RELU + text) == expected


def test_cases_of_one_paragraph_with_displayed_formulas() -> None:
    text = f"Case 1: $i=j$.\n${SAME}$\nCase 2: $i\\ne j$.\n${OTHER}$\nTogether,\n${BOTH}$"
    assert verdicts(SOFTMAX + text) == "ppp"
    text = f"Case 1: $i=j$.\n${OTHER}$\nCase 2: $i\\ne j$.\n${SAME}$"
    assert verdicts(SOFTMAX + text) == "rr"


def test_an_index_of_the_variable_of_a_derivative_is_fixed_too() -> None:
    text = r"Let $x\in\mathbb{R}^K$, $s_i = \frac{e^{x_i}}{\sum_{k=1}^K e^{x_k}}$ and $L = -\log s_y$." + "\n\n"
    assert verdicts(text + r"For $i = y$: $\frac{\partial L}{\partial x_i} = s_i - 1$.") == "p"
    assert verdicts(text + r"For $i = y$: $\frac{\partial L}{\partial x_i} = s_i$.") == "r"
    assert verdicts(text + r"For $i \ne y$: $\frac{\partial L}{\partial x_i} = s_i - 1$.") == "r"


def test_sizes_that_are_equal_in_a_case() -> None:
    text = r"Let $W \in \mathbb{R}^{m\times n}$ and $x \in \mathbb{R}^n$." + "\n\n"
    assert "r" not in verdicts(text + r"Case 1: $m = n$. Then $x^T W x = x^T W^T x$.")
    assert "r" in verdicts(text + r"Then $x^T W x = x^T W^T x$.")


def test_an_item_of_latex_and_a_paragraph_heading() -> None:
    same, other = SAME.strip("$"), OTHER.strip("$")
    text = (
        "\\documentclass{article}\n\\begin{document}\n" + SOFTMAX + f"\\paragraph{{Case $i=j$.}} We have ${same}$.\n\n"
        f"\\begin{{itemize}}\n\\item $i=j$: ${same}$\n\\item If $i\\ne j$: \\[ {other} \\]\n\\end{{itemize}}\n"
        f"\\begin{{proof}}\nCase 1. $i=j$. Then ${other}$.\n\\end{{proof}}\n\\end{{document}}\n"
    )
    found = symnn.verify(text=text, format="latex").claims
    assert "".join(name_of(c.verdict)[0] for c in sorted(found, key=lambda c: c.location)) == "pppr"


@pytest.mark.parametrize("label", ["Case $i {} j$:", "$i {} j$", "The case $i {} j$."])
def test_the_label_of_a_latex_item_puts_up_a_case(label: str) -> None:
    def item(relation: str, right: str) -> str:
        return f"\\item[{label.format(relation)}] $\\frac{{\\partial s_i}}{{\\partial x_j}} = {right}$.\n"

    given = "Let $s_i = \\frac{e^{x_i}}{\\sum_k e^{x_k}}$.\n\n"
    for rows, expected in [
        (item("=", "s_i(1-s_i)") + item(r"\ne", "-s_i s_j"), ["proved", "proved"]),
        (item("=", "-s_i s_j") + item(r"\ne", "s_i(1-s_i)"), ["refuted", "refuted"]),
    ]:
        text = f"{given}\\begin{{description}}\n{rows}\\end{{description}}\n"
        assert [name_of(c.verdict) for c in symnn.verify(text=text, format="latex").claims] == expected
