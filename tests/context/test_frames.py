"""Words that say in which case a formula is meant keep it from being refuted; other words do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.result import Report
from symnn.verdict import name_of


def run(tmp_path: Path, text: str, name: str = "a.md") -> Report:
    path = tmp_path / name
    path.write_text(text + "\n", encoding="utf-8")
    return verify([str(path)], Options(jobs=1))


def verdicts(report: Report) -> list[str]:
    return [name_of(c.verdict) for c in report.claims]


def errors(report: Report) -> list[str]:
    return [f.code for f in report.findings if f.severity == "error"]


RELU = r"$\operatorname{ReLU}(x) = x$"
SLOPE = r"$\operatorname{ReLU}'(x) = 1$"
DEAD = r"$\operatorname{ReLU}'(x) = 0$"
WRONG = r"$\sigma'(x) = 1 - \sigma(x)$"


@pytest.mark.parametrize(
    "text",
    [
        f"The derivative of ReLU is {SLOPE} provided the input is positive.",
        f"Suppose from now on that all inputs are positive. Then\n\n${RELU}$",
        f"## Positive inputs\n\n${RELU}$\n\n## Negative inputs\n\n${DEAD}$",
        f"Two cases:\n\n- For negative $x$:\n  - {DEAD}\n- For positive $x$:\n  - {SLOPE}",
        f"In what follows we restrict ourselves to $x > 0$.\n\nThe rectifier is the identity there.\n\n${RELU}$",
        f"* active: {RELU}, {SLOPE}\n* inactive: {DEAD}",
        f"| | positive input | negative input |\n|---|---|---|\n| slope | {SLOPE} | {DEAD} |",
        f"| region | value |\n|---|---|\n| $x>0$ | {RELU} |\n| $x<0$ | {DEAD} |",
        rf"输入大于零时 {SLOPE}，输入小于零时 {DEAD}。",
        f"In the other regime {DEAD}.",
        r"$$\operatorname{ReLU}(x) = x \qquad \text{(active region)}$$",
        r"The sigmoid is steepest at the origin, where $\sigma'(x) = 1/4$.",
        r"To first order, $\tanh(x) = x$. Near zero, $\sigma(x) = \frac12 + \frac{x}{4}$.",
        r"Neglecting higher-order terms, $e^x = 1+x$.",
        r"忽略高阶项，$e^x = 1+x$。",
        r"Dropping terms independent of $w$, $(y-w)^2 = w^2-2wy$.",
        r"$(y-w)^2 = w^2-2wy$ up to an additive constant.",
        r"$(y-w)^2 = w^2-2wy+\text{const}$",
        r"All logarithms are to base 2. Thus $\log 8 = 3$.",
        r"使用以2为底的对数，$\log 8 = 3$。",
        r"In degrees, $\sin 30 = 0.5$.",
        r"On the decision boundary, $\sigma(w x + b) = 0.5$.",
        r"For integer $n$, $\sin(\pi n) = 0$.",
        r"Swish is $f(x) = x \sigma(\beta x)$. If we fix the parameter to one, "
        r"$f'(x) = \sigma(x) +"
        r" x\sigma(x)(1-\sigma(x))$.",
        r"Let $a=\sigma(z)$. With squared error $L=\frac12(a-y)^2$. "
        r"With cross-entropy $\frac{\partial"
        r" L}{\partial z} = a-y$.",
        r"Let $x, w \in \mathbb{R}^n$ and $z = w^\top x + b$. In one dimension, $z = wx + b$.",
        r"We use row vectors: $x \in \mathbb{R}^{n}$, $W \in \mathbb{R}^{n\times m}$, $z = xW$.",
        r"Let $A, B \in \mathbb{R}^{n\times n}$. If they commute, then $(A+B)^2 = A^2 + 2AB + B^2$.",
        r"Let $K\in\mathbb{R}^{n\times n}$ be the Gram matrix, $v \in\mathbb{R}^n$. "
        r"Then $\frac{\partial}{\partial v} (v^\top K v) = 2Kv$.",
    ],
)
def test_words_that_limit_a_formula_keep_it_from_being_refuted(tmp_path: Path, text: str) -> None:
    report = run(tmp_path, text)
    assert "refuted" not in verdicts(report)
    assert errors(report) == []


@pytest.mark.parametrize(
    "text",
    [
        f"Wrong:\n\n${WRONG}$",
        f"注意：{WRONG} 是不对的。",
        f"常见的错误写法是 {WRONG}。",
        f"Equation (5) reads {WRONG}; it should read differently.",
        f"In the first edition it was {WRONG}; this has been corrected.",
        f"True or false: {WRONG}",
        f"判断正误：{WRONG}。",
        f"Prove or disprove: {WRONG}.",
        f"Which of the following holds? (a) {WRONG}",
        f"Find a counterexample to {WRONG}.",
        f"The implementation computes {WRONG}, which is a bug.",
        f"{WRONG} ✗",
        rf"$${WRONG[1:-1]} \quad\text{{(incorrect)}}$$",
        f"One might hope that {WRONG}.",
        r"Assume to the contrary that $\tanh(x) = 1$. Then $e^x - e^{-x} = e^x + e^{-x}$, a contradiction.",
    ],
)
def test_what_is_quoted_as_wrong_asked_or_supposed_is_undecided(tmp_path: Path, text: str) -> None:
    report = run(tmp_path, text)
    assert set(verdicts(report)) == {"undecided"}
    assert errors(report) == []


@pytest.mark.parametrize(
    "text",
    [
        f"The derivative is {WRONG}.",
        f"For positive inputs ReLU is the identity.\n\n## Sigmoid\n\nIts derivative is {WRONG}.",
        f"A common slip is to forget the factor. See below.\n\nThe derivative is {WRONG}.",
        rf"Wrong: $\sigma'(x) = \sigma(x)$.{chr(10)}{chr(10)}Hence {WRONG}.",
        f"## Second part\n\nThe derivative of the sigmoid is {WRONG}.",
        f"对 sigmoid 求导，得 {WRONG}。",
        f"The rectifier maps positive inputs to themselves. It is cheap. The sigmoid is not: {WRONG}.",
    ],
)
def test_errors_beside_such_words_are_found_all_the_same(tmp_path: Path, text: str) -> None:
    assert verdicts(run(tmp_path, text))[-1] == "refuted"


def test_the_right_formula_beside_a_wrong_one_is_proved(tmp_path: Path) -> None:
    text = rf"常见的错误写法是 {WRONG}，正确的是 $\sigma'(x) = \sigma(x)(1-\sigma(x))$。"
    assert verdicts(run(tmp_path, text)) == ["undecided", "proved"]


def test_pieces_of_a_function_under_words_define_nothing(tmp_path: Path) -> None:
    """f(x) = x in the middle does not make f′ = 1 everywhere."""
    text = (
        "Hard tanh is linear in the middle, $f(x) = x$, and saturates at $f(x) = 1$ on the right.\n\nThus $f'(x) = 1$."
    )
    assert "proved" not in verdicts(run(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"$\sigma(1) = 0.731$", "undecided"),
        (r"$\sqrt{2/\pi} = 0.79788$", "undecided"),
        (r"$\sigma(1) = 0.831$", "refuted"),
        (r"$\sigma(1) = 0.741$", "refuted"),
        (r"$\sigma(0) = 0.4$", "refuted"),
        (r"$\sigma'(0) = 0.25$", "proved"),
        (r"$$2^{-24} = 5.96\times10^{-8}$$", "undecided"),
        (r"$$2^{-24} = 5.86\times10^{-8}$$", "refuted"),
        (r"$$2^{-24} = 5.96\times10^{-7}$$", "refuted"),
        (r"$1/3 = 33.3\%$", "undecided"),
        (r"$1/3 = 34.5\%$", "refuted"),
    ],
)
def test_rounded_numbers_are_open(tmp_path: Path, text: str, verdict: str) -> None:
    """σ(1) = 0.73106, √(2/π) = 0.797885, 2^{-24} = 5.9605e-8."""
    assert verdicts(run(tmp_path, text)) == [verdict]


@pytest.mark.parametrize(
    "formula", [r"\frac{\partial x_i}{\partial x_j} = 0", r"\frac{\partial}{\partial z_j} e^{z_i} = 0"]
)
def test_two_entries_may_be_the_same_one(tmp_path: Path, formula: str) -> None:
    """∂x_i/∂x_j is 1 where i = j."""
    assert verdicts(run(tmp_path, f"$${formula}$$")) == ["undecided"]


def test_entries_with_different_numbers_are_different(tmp_path: Path) -> None:
    assert verdicts(run(tmp_path, r"$$\frac{\partial x_1}{\partial x_2} = 0$$")) == ["proved"]


def test_the_solution_of_an_earlier_exercise_is_not_held_against_a_later_definition(tmp_path: Path) -> None:
    first, second = "**Exercise 1.** Let $f(x) = e^{-x}$.", r"**Exercise 2.** Let $f(x) = \log(1+e^x)$."
    report = run(tmp_path, f"{first}\n\n{second}\n\n**Solution 1.** $f'(x) = -e^{{-x}}$.")
    assert verdicts(report) == ["undecided"]


@pytest.mark.parametrize(
    "text",
    [
        r"In this section $\sigma$ denotes the ReLU. Then $\sigma(-1) = 0$.",
        r"Let $\sigma(x)$ be the hyperbolic tangent. Then $\sigma(-x) = -\sigma(x)$.",
        r"本节用 $\sigma$ 表示双曲正切函数，则 $\sigma'(x)=1-\sigma^2(x)$。",
        r"Let $A\in\mathbb{R}^{m\times n}$, $x \in\mathbb{R}^n$. We take gradients as columns. "
        r"Then $\frac{\partial (Ax)}{\partial x} = A^\top$.",
    ],
)
def test_names_and_layouts_that_words_give_another_meaning_are_open(tmp_path: Path, text: str) -> None:
    report = run(tmp_path, text)
    assert verdicts(report) == ["undecided"]
    assert errors(report) == []


def test_the_error_e_is_no_number_of_euler(tmp_path: Path) -> None:
    report = run(tmp_path, r"Let $e = y - t$ be the error. Then $\frac12 e^2 = \frac12(y-t)^2$ and $e^2 = y^2 + t^2$.")
    assert verdicts(report) == ["proved", "refuted"]


def test_the_logistic_function_by_another_sign_is_still_judged(tmp_path: Path) -> None:
    text = rf"We write $\sigma$ for the logistic function, the activation. Then {WRONG}."
    assert verdicts(run(tmp_path, text)) == ["refuted"]


def test_text_in_a_displayed_formula_limits_it(tmp_path: Path) -> None:
    rows = [
        rf"\operatorname{{ReLU}}(x) &= {value} && \text{{for {kind} units}}"
        for value, kind in (("x", "firing"), ("0", "silent"))
    ]
    report = run(tmp_path, "\\begin{align}\n" + "\\\\\n".join(rows) + "\n\\end{align}", "a.tex")
    assert "refuted" not in verdicts(report)
    assert errors(report) == []


ARRAYS = r"Let $z, v \in \mathbb{R}^n$"
SLOPES = r"$$\frac{\partial}{\partial z} \left[ v^{\top} \tanh(z) \right] = "


@pytest.mark.parametrize("words", [
    ", where a function is applied elementwise.",
    r" and let $\phi: \mathbb{R} \to \mathbb{R}$ be an activation function that acts componentwise.",
    "，激活函数逐元素作用。",
])  # fmt: skip
def test_a_function_that_is_applied_elementwise_limits_nothing(tmp_path: Path, words: str) -> None:
    """∂(vᵀtanh z)/∂z = (1 - tanh²z) ⊙ v; the product without ⊙ is wrong where the products are not elementwise."""
    right = SLOPES + r"(1 - \tanh(z) \odot \tanh(z)) \odot v$$"
    wrong = SLOPES + r"(1 - \tanh(z)) \odot v$$"
    assert verdicts(run(tmp_path, f"{ARRAYS}{words}\n\n{right}\n\n{wrong}")) == ["proved", "refuted"]


@pytest.mark.parametrize("words", [
    ". Below all products are elementwise.", ". Let the derivative of each function be taken elementwise.",
    ", and take $\\partial z / \\partial v$ elementwise.",
])  # fmt: skip
def test_products_and_derivatives_that_are_elementwise_loosen_what_follows(tmp_path: Path, words: str) -> None:
    wrong = SLOPES + r"(1 - \tanh(z)) \odot v$$"
    assert verdicts(run(tmp_path, f"{ARRAYS}{words}\n\n{wrong}")) == ["undecided"]
