"""Labels whose entries add up to 1: said in words, as an equation, or not at all."""

import pytest

import symnn
from symnn.verdict import name_of

LOSS = r"$$L = -\sum_j y_j \log \frac{e^{z_j}}{\sum_k e^{z_k}}$$"
OVER_N = r"$$L = -\sum_{j=1}^{n} y_j \log \frac{e^{z_j}}{\sum_{k=1}^{n} e^{z_k}}$$"
GRADIENT = r"$$\frac{\partial L}{\partial z_i} = \frac{e^{z_i}}{\sum_k e^{z_k}} %s y_i$$"
GRADIENT_N = r"$$\frac{\partial L}{\partial z_i} = \frac{e^{z_i}}{\sum_{k=1}^{n} e^{z_k}} %s y_i$$"


def of_gradient(before: str, behind: str = "", loss: str = LOSS, gradient: str = GRADIENT % "-") -> str:
    text = f"# Loss\n\n{before} The loss is\n\n{loss}\n\n{behind} Therefore\n\n{gradient}\n"
    *_, claim = symnn.verify(text=text).claims
    return name_of(claim.verdict)


@pytest.mark.parametrize(
    "before",
    [
        "The labels $y$ are one-hot.",
        "Let $y$ be a one-hot vector.",
        "Let $y$ be the one-hot encoded label.",
        r"Let $\sum_j y_j = 1$.",
        r"Assume that $\sum_j y_j = 1$.",
        "设 $y$ 为独热向量。",
        "其中 $y$ 为 one-hot 向量。",
        r"Let $y$ be a probability vector.",
    ],
)
def test_labels_that_add_up_to_one_make_the_gradient_of_the_cross_entropy(before: str) -> None:
    assert of_gradient(before) == "proved"
    assert of_gradient(before, loss=OVER_N, gradient=GRADIENT_N % "-") == "proved"
    assert of_gradient(before, gradient=GRADIENT % "+") != "proved"


@pytest.mark.parametrize("behind", [r"where $\sum_j y_j = 1$.", "where $y$ is the one-hot label."])
def test_what_is_said_behind_the_loss_counts_for_its_gradient(behind: str) -> None:
    assert of_gradient("", behind) == "proved"


@pytest.mark.parametrize(
    "before",
    [
        "",
        "The labels are $y$.",
        "If $y$ is one-hot we are lucky.",
        "The label $y$ is not one-hot.",
        "We do not assume that $y$ is one-hot.",
        r"We do not assume that $\sum_j y_j = 1$.",
        r"If $\sum_j y_j = 1$, all is well.",
    ],
)
def test_where_nothing_says_so_the_gradient_is_open_and_not_false(before: str) -> None:
    assert of_gradient(before) == "undecided"
    assert of_gradient(before, loss=OVER_N, gradient=GRADIENT_N % "-") == "undecided"
    assert of_gradient("The labels are $y$.", gradient=GRADIENT % "+") == "refuted"


def test_what_follows_from_a_definition_is_not_supposed() -> None:
    text = r"Let $q_i = \frac{1}{2} p_i$, where $\sum_i q_i = 1$. Then" + "\n\n$$\\sum_i q_i = 1$$\n"
    assert "proved" not in [name_of(c.verdict) for c in symnn.verify(text=text).claims]


def test_a_sum_of_labels_says_nothing_of_a_number_with_their_letter() -> None:
    loss, slope = r"$$L = (w y - 1)^2$$", r"$$\frac{\partial L}{\partial w} = 2 (w y - 1) y$$"
    text = f"Let $y$ be a one-hot label.\n\n{loss}\n\nTherefore\n\n{slope}\n"
    (claim,) = symnn.verify(text=text).claims
    assert name_of(claim.verdict) == "proved"
