"""Losses of which the words say what they are functions of: chain rules without a formula for the loss."""

import pytest

import symnn
from symnn.verdict import name_of

SHAPES = r"Let $x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$, $b \in \mathbb{R}^m$."
OUTER = r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial z} x^\top"
SWAPPED = r"\frac{\partial L}{\partial W} = x \frac{\partial L}{\partial z}^\top"


def last(text: str, formula: str) -> str:
    *_, claim = symnn.verify(text=f"{text}\n\n$${formula}$$\n").claims
    return name_of(claim.verdict)


@pytest.mark.parametrize(
    "words",
    [
        "The loss $L$ is a differentiable function of $z = Wx + b$.",
        "Let $z = Wx + b$ and let $L$ be a scalar loss that depends only on $z$.",
        "Let $z = Wx + b$, with $L$ a smooth scalar-valued function of the logits $z$.",
        "Let $z = Wx + b$. The cost $L$ depends on $W$ only through $z$.",
        "Let $z = Wx + b$. Consider a differentiable function $L$ of $z$.",
        "Let $z = Wx + b$, and consider a scalar loss $L(z)$.",
        "设 $z = Wx + b$。设 $L$ 是 $z$ 的可微函数。",
    ],
)
def test_a_loss_is_a_function_of_what_the_words_name(words: str) -> None:
    assert last(f"{SHAPES} {words}", OUTER) == "proved"
    assert last(f"{SHAPES} {words}", SWAPPED) == "refuted"


@pytest.mark.parametrize(
    "words",
    [
        "The loss $L$ is a function of $z = Wx + b$ and of $W$.",
        "The loss $L$ depends on $z = Wx + b$ and the weights.",
        "The loss $L$ is not a function of $z = Wx + b$ alone.",
        "If the loss $L$ were a function of $z = Wx + b$, things would be simple.",
        "The loss $L$ is a convex function of $z = Wx + b$.",
        "Let $z = Wx + b$. The loss $L$ depends on $W$ both directly and through $z$.",
        "Let $z = Wx + b$ and let $L$ be the loss.",
        "Let $z = Wx + b$, a loss $L$ that is a function of $z$, and $a^{(L)}$ the output.",
    ],
)
def test_other_words_say_nothing_of_it(words: str) -> None:
    assert last(f"{SHAPES} {words}", OUTER) == "undecided"
    assert last(f"{SHAPES} {words}", SWAPPED) == "undecided"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial z}", "proved"),
        (r"\frac{\partial L}{\partial x} = W^\top \frac{\partial L}{\partial z}", "proved"),
        (r"\frac{\partial L}{\partial x} = W \frac{\partial L}{\partial z}", "refuted"),
        (r"\frac{\partial L}{\partial W_{ij}} = \frac{\partial L}{\partial z_i} x_j", "proved"),
        (r"\frac{\partial L}{\partial x_j} = \sum_{i=1}^m W_{ij} \frac{\partial L}{\partial z_i}", "proved"),
    ],
)
def test_the_other_gradients_of_a_linear_layer(formula: str, expected: str) -> None:
    assert last(f"{SHAPES} The loss $L$ is a differentiable function of $z = Wx + b$.", formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\frac{\partial L}{\partial W} = \delta x^\top", "proved"),
        (r"\frac{\partial L}{\partial W} = x \delta^\top", "refuted"),
        (r"\frac{\partial L}{\partial x} = W^\top \delta", "proved"),
        (r"\frac{\partial L}{\partial x} = W \delta", "refuted"),
    ],
)
def test_an_error_that_is_defined_as_the_gradient(formula: str, expected: str) -> None:
    said = r"Let $L$ be a differentiable function of $z = Wx + b$ and $\delta = \partial L / \partial z$."
    assert last(f"{SHAPES} {said}", formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\frac{\partial L}{\partial W} = X^\top \frac{\partial L}{\partial Y}", "proved"),
        (r"\frac{\partial L}{\partial X} = \frac{\partial L}{\partial Y} W^\top", "proved"),
        (r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial Y} X^\top", "refuted"),
        (r"\frac{\partial L}{\partial X} = W^\top \frac{\partial L}{\partial Y}", "refuted"),
    ],
)
def test_the_rows_of_a_batch(formula: str, expected: str) -> None:
    given = r"Let $X \in \mathbb{R}^{N \times d}$, $W \in \mathbb{R}^{d \times k}$."
    assert last(f"{given} Let $Y = XW$ and let $L$ be a scalar loss depending on $Y$.", formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} \odot \sigma'(z)", "proved"),
        (r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} \odot \sigma'(a)", "refuted"),
        (r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} \odot a \odot (1 - a)", "proved"),
        (r"\frac{\partial L}{\partial z_i} = \frac{\partial L}{\partial a_i} \sigma'(z_i)", "proved"),
        (r"\frac{\partial L}{\partial z_i} = \frac{\partial L}{\partial a_i} \sigma'(a_i)", "refuted"),
    ],
)
def test_an_activation_multiplies_by_its_slope_at_the_net_input(formula: str, expected: str) -> None:
    given = r"Let $z \in \mathbb{R}^n$, $a = \sigma(z)$ elementwise, and let $L$ be a differentiable function of $a$."
    assert last(given, formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (
            r"\frac{\partial L}{\partial z} = (\operatorname{diag}(p) - p p^\top) \frac{\partial L}{\partial p}",
            "proved",
        ),
        (
            r"\frac{\partial L}{\partial z} = (\operatorname{diag}(p) + p p^\top) \frac{\partial L}{\partial p}",
            "refuted",
        ),
        (
            r"\frac{\partial L}{\partial z_i} = p_i \left(\frac{\partial L}{\partial p_i}"
            r" - \sum_{j=1}^K p_j \frac{\partial L}{\partial p_j}\right)",
            "proved",
        ),
        (
            r"\frac{\partial L}{\partial z_i} = p_i \left(\frac{\partial L}{\partial p_i}"
            r" + \sum_{j=1}^K p_j \frac{\partial L}{\partial p_j}\right)",
            "refuted",
        ),
    ],
)
def test_a_softmax_below_an_unknown_loss(formula: str, expected: str) -> None:
    given = r"Let $p = \operatorname{softmax}(z)$ with $z \in \mathbb{R}^K$. The loss $L$ is a function of $p$."
    assert last(given, formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (OUTER, "proved"),
        (SWAPPED, "undecided"),
        (r"\frac{\partial L}{\partial W} = x^\top \frac{\partial L}{\partial z}", "undecided"),
        (r"\frac{\partial L}{\partial x} = W^\top \frac{\partial L}{\partial z}", "proved"),
        (r"\frac{\partial L}{\partial x} = W \frac{\partial L}{\partial z}", "undecided"),
    ],
)
def test_without_declarations_what_holds_for_numbers_alone_is_left_open(formula: str, expected: str) -> None:
    assert last("$L$ is a differentiable function of $z = Wx + b$.", formula) == expected


def test_the_formula_of_the_loss_goes_before_the_words() -> None:
    given = rf"{SHAPES} Let $z = Wx + b$ and $t \in \mathbb{{R}}^m$."
    said, taken = "The loss $L$ is a function of $z$.", r"Let $L = \frac{1}{2} \|z - t\|^2$."
    for text in (f"{given} {said}\n\n{taken}", f"{given} {taken}\n\n{said}"):
        assert last(text, r"\frac{\partial L}{\partial z} = z - t") == "proved"
        assert last(text, r"\frac{\partial L}{\partial z} = t - z") == "refuted"


def test_the_words_hold_in_their_section_only() -> None:
    text = f"{SHAPES}\n\n# One\n\nThe loss $L$ is a function of $z = Wx + b$.\n\n# Two\n\nLet $z = Wx + b$."
    assert last(text, OUTER) == "undecided"


def test_a_proof_says_what_the_loss_was_taken_to_depend_on() -> None:
    text = f"{SHAPES} The loss $L$ is a function of $z = Wx + b$.\n\n$${OUTER}$$\n"
    (claim,) = symnn.verify(text=text).claims
    assert "L a function of z alone, as the text says" in claim.assumptions


@pytest.mark.parametrize(
    "formula",
    [
        r"\frac{\partial L}{\partial z} = z - t",
        r"\frac{\partial L}{\partial W} = z x^\top",
        r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial z} x^\top + \lambda W",
        r"\frac{\partial L}{\partial W} = 0",
    ],
)
def test_a_formula_that_may_say_which_loss_is_meant_is_not_refuted(formula: str) -> None:
    said = r"Let $t \in \mathbb{R}^m$. The loss $L$ is a differentiable function of $z = Wx + b$."
    assert last(f"{SHAPES} {said} For one loss we have", formula) == "undecided"
