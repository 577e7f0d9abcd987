"""Softmax and cross-entropy in a sentence: the sizes that nobody declares; values in a list."""

import pytest

import symnn
from symnn.verdict import name_of

SAID = (
    r"The cross-entropy loss is $L = -\sum_k y_k \log p_k$, where $p = \operatorname{softmax}(z)$ and $y$ is one-hot."
)


def last(text: str) -> str:
    *_, claim = symnn.verify(text=f"{text}\n").claims
    return name_of(claim.verdict)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\frac{\partial L}{\partial z} = p - y", "proved"),
        (r"\frac{\partial L}{\partial z} = y - p", "undecided"),
        (r"\frac{\partial L}{\partial z_i} = p_i - y_i", "proved"),
        (r"\frac{\partial L}{\partial z_i} = p_i + y_i", "undecided"),
    ],
)
def test_the_gradient_of_the_cross_entropy_in_the_logits(formula: str, expected: str) -> None:
    assert last(f"{SAID}\n\n$${formula}$$") == expected


@pytest.mark.parametrize(("right", "expected"), [("p - y", "proved"), ("y - p", "undecided")])
def test_the_same_with_the_softmax_behind_the_formula(right: str, expected: str) -> None:
    given = r"Let $L = -\sum_k y_k \log p_k$ be the cross-entropy loss."
    said = rf"Then $\partial L / \partial z = {right}$, where $p = \operatorname{{softmax}}(z)$ and $y$ is one-hot."
    assert last(f"{given}\n\n{said}") == expected


def test_labels_that_need_not_add_up_to_one_do_not_give_it() -> None:
    given = r"Let $L = -\sum_k y_k \log p_k$, where $p = \operatorname{softmax}(z)$."
    assert last(f"{given}\n\n$$\\frac{{\\partial L}}{{\\partial z}} = p - y$$") != "proved"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\frac{\partial p_i}{\partial z_j} = p_i (\delta_{ij} - p_j)", "proved"),
        (r"\frac{\partial p_i}{\partial z_j} = p_i (\delta_{ij} + p_j)", "refuted"),
    ],
)
def test_entries_of_a_softmax_of_an_array(formula: str, expected: str) -> None:
    given = r"Let $p = \operatorname{softmax}(z)$ with $z \in \mathbb{R}^K$."
    assert last(f"{given}\n\n$${formula}$$") == expected


LIST = "We work an example by hand.\n\n- $x_1 = 1$\n- $x_2 = 2$\n- $w_1 = 3$\n- $w_2 = -1$\n- $b = 1$\n"


@pytest.mark.parametrize(("value", "expected"), [("2", "proved"), ("3", "refuted")])
def test_values_in_a_list_below_an_example(value: str, expected: str) -> None:
    assert last(f"{LIST}\n$$z = w_1 x_1 + w_2 x_2 + b = {value}$$") == expected


def test_a_list_that_no_example_puts_up_gives_no_values() -> None:
    assert last("The usual ones are\n\n- $x_1 = 1$\n- $b = 1$\n\n$$x_1 + b = 3$$") == "undecided"
