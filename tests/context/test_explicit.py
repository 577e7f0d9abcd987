"""Arrays with written entries: worked examples with vectors and matrices of numbers."""

import pytest

import symnn
from symnn.verdict import Undecided, name_of

PAIRS = "Let $x = (1, 2)$ and $w = (3, -1)$."
LAYER = (
    r"Let $x = (1, 2)^\top$, $W = \begin{pmatrix} 1 & -1 \\ 0 & 2 \end{pmatrix}$, $b = (1, 0)^\top$ and"
    r" $\operatorname{ReLU}(x) = \max(0, x)$."
)
TURN = (
    r"Let $\theta \in \mathbb{R}$, $R = \begin{pmatrix} \cos\theta & -\sin\theta \\ \sin\theta & \cos\theta"
    r" \end{pmatrix}$."
)


def last(text: str, formula: str) -> str:
    *_, claim = symnn.verify(text=f"{text}\n\n$${formula}$$\n").claims
    return name_of(claim.verdict)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"w^\top x = 1", "proved"),
        (r"w^\top x = 5", "refuted"),
        (r"w \cdot x = 1", "proved"),
        (r"w \cdot x = -1", "refuted"),
        (r"\|x\|^2 = 5", "proved"),
        (r"\|x\|^2 = 4", "refuted"),
        (r"\|x - w\|_1 = 5", "proved"),
        (r"\|x\|_\infty = 2", "proved"),
        (r"x + w = (4, 1)", "proved"),
        (r"x + w = (4, 3)", "refuted"),
        (r"x \odot w = (3, -2)", "proved"),
        (r"x \odot w = (3, 2)", "refuted"),
        (r"x w^\top = \begin{pmatrix} 3 & -1 \\ 6 & -2 \end{pmatrix}", "proved"),
        (r"x w^\top = \begin{pmatrix} 3 & 6 \\ -1 & -2 \end{pmatrix}", "refuted"),
        (r"x w = 1", "undecided"),
    ],
)
def test_vectors_of_numbers(formula: str, expected: str) -> None:
    assert last(PAIRS, formula) == expected


@pytest.mark.parametrize("written", [r"[3, -1, 0]^\top", "(3, -1, 0)", r"\begin{bmatrix} 3 \\ -1 \\ 0 \end{bmatrix}"])
def test_three_ways_to_write_a_column(written: str) -> None:
    given = rf"Let $w = {written}$ and $x = (1, 2, 3)^\top$."
    assert last(given, r"w^\top x = 1") == "proved"
    assert last(given, r"w^\top x = 2") == "refuted"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"W x + b = (0, 4)^\top", "proved"),
        (r"W x + b = (0, 3)^\top", "refuted"),
        (r"z = W x + b = \begin{pmatrix} 0 \\ 4 \end{pmatrix}", "proved"),
        (r"z = W^\top x + b = \begin{pmatrix} 0 \\ 4 \end{pmatrix}", "refuted"),
        (r"\operatorname{ReLU}(W x - 2 b) = (0, 4)^\top", "proved"),
        (r"\operatorname{ReLU}(W x - 2 b) = (-3, 4)^\top", "refuted"),
        (r"W^{-1} = \begin{pmatrix} 1 & 1/2 \\ 0 & 1/2 \end{pmatrix}", "proved"),
        (r"W^{-1} = \begin{pmatrix} 1 & 1/2 \\ 0 & 2 \end{pmatrix}", "refuted"),
        (r"\det W = 2", "proved"),
        (r"\operatorname{tr} W = 2", "refuted"),
    ],
)
def test_a_layer_worked_out_by_hand(formula: str, expected: str) -> None:
    assert last(LAYER, formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"R^\top R = I", "proved"),
        (r"\det R = 1", "proved"),
        (r"R R = I", "undecided"),
        (r"R^\top = R", "refuted"),
    ],
)
def test_entries_may_hold_declared_numbers(formula: str, expected: str) -> None:
    assert last(TURN, formula) == expected


def test_rounded_entries_are_left_open() -> None:
    given = "Let $z = (1, 2)$."
    assert last(given, r"\operatorname{softmax}(z) = (0.27, 0.73)") == "undecided"
    assert last(given, r"\operatorname{softmax}(z) = (0.30, 0.70)") == "refuted"


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("Let $I = (0, 1)$ and $J = [0, 1]$.", r"2 \cdot I = 3 \cdot J"),
        ("Let $I = (0, 1)$ and $J = (0, 2)$.", "(0, 1) = (0, 2)"),
        (r"Let $x = (1, 2)$ and $W \in \mathbb{R}^{2 \times 2}$.", "W x = (1, 2)"),
        ("Let $x = (1, 2)$ and $v = (1, 2, 3)$.", "x + v = (2, 4)"),
    ],
)
def test_what_may_be_an_interval_or_is_not_written_out_stays_open(text: str, formula: str) -> None:
    claims = symnn.verify(text=f"{text}\n\n$${formula}$$\n").claims
    assert all(isinstance(c.verdict, Undecided) for c in claims)


@pytest.mark.parametrize(
    "formula",
    [
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \begin{pmatrix} x \\ y \end{pmatrix} ="
        r" \begin{pmatrix} 5 \\ 6 \end{pmatrix}",
        r"\begin{pmatrix} x' \\ y' \end{pmatrix} = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"
        r" \begin{pmatrix} x \\ y \end{pmatrix}",
        r"\nabla f(x, y) = 0",
        r"\nabla f(x, y) = (0, 0)",
        r"\nabla f(x, y) = (\lambda, \lambda)",
    ],
)
def test_systems_of_equations_are_not_refuted(formula: str) -> None:
    assert last("Let $f(x, y) = x^2 + y^2 - 2x$. We have", formula) == "undecided"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\det\begin{pmatrix} a & b \\ c & d \end{pmatrix} = ad - bc", "proved"),
        (
            r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}^{-1} = \frac{1}{ad - bc} \begin{pmatrix} d & -b \\ -c & a"
            r" \end{pmatrix}",
            "proved",
        ),
        (
            r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}^{-1} = \frac{1}{ad - bc} \begin{pmatrix} d & b \\ -c & a"
            r" \end{pmatrix}",
            "refuted",
        ),
    ],
)
def test_letters_in_a_matrix_are_numbers(formula: str, expected: str) -> None:
    assert last("Consider matrices.", formula) == expected
