"""Indices free on one side, derivatives by what is not there, names like the only known one; and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify

CODES = ("E403", "E423", "W422")
ARRAYS = r"Let $W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^{n}$, $b \in \mathbb{R}^{m}$, $K \in \mathbb{N}$."


def codes(tmp_path: Path, *paragraphs: str) -> list[str]:
    path = tmp_path / "a.md"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return [f.code for f in verify([str(path)], Options(jobs=1)).findings if f.code in CODES]


@pytest.mark.parametrize(
    "formula",
    [
        r"z_i = \sum_{j=1}^n W_{ij} x_j + b_k",
        r"z_i := \sum_{j=1}^n W_{ij} x_j + b_j",
        r"z_i = \sum_{j=1}^n W_{ij} x_k + b_i",
    ],
)
def test_an_index_free_on_the_right_only_is_told(tmp_path, formula):
    found = codes(tmp_path, ARRAYS, f"$${formula}$$")
    assert found == ["E403"] or (found == [] and "b_j" in formula)  # b_j: W416 says that j leaves its sum


@pytest.mark.parametrize(
    "formula",
    [
        r"z_i = \sum_{j=1}^n W_{ij} x_j + b_i",
        r"z_i = W_{ij} x_j + b_i",  # summed over silently
        r"z_i = W_{in} x_n + b_m b_i",  # the last entry
        r"f_t = \sigma(b_f + t)",
        r"i_t = \sigma(b_i + x_t)",  # b_i is the bias of the gate i
        r"y = x_i + b_i",
        r"z_i = 3",
        r"z_i = c_k + b_i",  # nothing is known of c
        r"z_{ik} = x_i b_k",
    ],
)
def test_indices_that_are_in_order_or_may_be_labels_are_left_alone(tmp_path, formula):
    assert codes(tmp_path, ARRAYS, f"$${formula}$$") == []


def test_an_index_that_is_fixed_before_is_no_free_one(tmp_path):
    assert codes(tmp_path, ARRAYS, r"Let $k \in \{1, \dots, m\}$.", r"$$z_i = \sum_{j=1}^n W_{ij} x_j + b_k$$") == []


NUMBERS = r"Let $a, t, y \in \mathbb{R}$."
LOSS = (r"$$q = \sigma(a)$$", r"$$C = -t \log(q) - (1 - t) \log(1 - q)$$")


def test_the_derivative_by_a_name_that_nothing_contains_is_told_once(tmp_path):
    assert codes(tmp_path, NUMBERS, *LOSS, r"$$\frac{\partial C}{\partial y} = q - t$$") == ["E423"]
    assert codes(tmp_path, NUMBERS, *LOSS, r"$$\frac{\partial C}{\partial a} = q - t$$") == []
    assert codes(tmp_path, NUMBERS, *LOSS, r"$$\frac{\partial C}{\partial y} = 0$$") == []


def test_an_undeclared_name_may_depend_on_the_variable(tmp_path):
    assert codes(tmp_path, r"Let $y \in \mathbb{R}$.", *LOSS, r"$$\frac{\partial C}{\partial y} = q - t$$") == []


def test_entries_of_an_array_and_renamed_arguments_are_in_it(tmp_path):
    entry = (r"$$E = \frac{1}{2} (w_1 - 1)^2$$", r"$$\frac{\partial E}{\partial w} = w_1 - 1$$")
    assert codes(tmp_path, r"Let $w \in \mathbb{R}^{2}$.", *entry) == []
    assert codes(tmp_path, r"Let $b \in \mathbb{R}$.", r"$$h(x) = x^3$$", r"$$\frac{dh}{db} = 3 b^2$$") == []


KNOWN = r"$$\hat{p}_k = \frac{e^{o_k}}{\sum_{j=1}^K e^{o_j}}$$"


def test_a_name_with_another_accent_that_stands_nowhere_else_is_told(tmp_path):
    assert codes(tmp_path, KNOWN, r"$$H = -\sum_{k=1}^K \hat{p}_k \log \tilde{p}_k$$") == ["W422"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        (r"$$H = -\sum_{k=1}^K \hat{p}_k \log \hat{p}_k$$",),
        (r"$$H = -\sum_{k=1}^K p_k \log \hat{p}_k$$",),  # the target
        (r"$$H = -\sum_{k=1}^K \hat{p}_k \log \tilde{p}_k$$", r"Here $\tilde{p}_k$ is the other model's."),
        (r"$$\tilde{p}_k = \hat{p}_k + 1$$",),  # defined by it
        (r"$$H = \tilde{p}_1$$",),  # not beside it
    ],
)
def test_names_that_are_explained_or_customary_are_left_alone(tmp_path, paragraphs):
    assert codes(tmp_path, KNOWN, *paragraphs) == []


def test_a_value_of_a_random_variable_is_written_in_the_small_letter(tmp_path):
    known = r"Let $X \in \mathbb{R}^{n}$."
    assert codes(tmp_path, known, r"$$q = P(X_i = x_i) + X_i$$") == []
    assert codes(tmp_path, known, r"$$q = 2 x_i + X_i$$") == ["W422"]


def test_a_definition_that_is_used_nowhere_was_meant_by_the_other_case(tmp_path):
    known = r"$$\lambda = e^{a} + e^{b}$$"
    assert codes(tmp_path, known, r"$$s = a - \log \Lambda$$") == ["W422"]
    assert codes(tmp_path, known, r"$$s = a - \log \Lambda$$", r"$$u = 2 \lambda$$") == []


def test_a_declared_array_that_is_used_nowhere_was_meant_by_the_other_case(tmp_path):
    known = r"Let $g \in \mathbb{R}^{n}$ and $h \in \mathbb{R}^{n}$."
    assert codes(tmp_path, known, r"$$y_i = 2 g_i + H_i$$") == ["W422"]
    assert codes(tmp_path, known, r"$$y_i = 2 g_i + H_i$$", r"$$u_i = 3 h_i$$") == []
    assert codes(tmp_path, known, r"$$y_i = 2 g_i + H$$") == []
