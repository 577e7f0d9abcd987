"""Matrices of columns and of rows: what is said of the columns is said of the matrix."""

import pytest

import symnn
from symnn.verdict import name_of

COLUMNS = [
    (r"A x = \sum_{i=1}^n x_i a_i", "proved"),
    (r"A A^\top = \sum_{k=1}^n a_k a_k^\top", "proved"),
    (r"(A^\top A)_{ij} = a_i^\top a_j", "proved"),
    (r"\|A\|_F^2 = \sum_{i=1}^n \|a_i\|^2", "proved"),
    (r"A^\top A = \sum_{i=1}^n a_i a_i^\top", "refuted"),
    (r"A x = \sum_{i=1}^n x_i a_i^\top", "refuted"),
    (r"\|A\|_F^2 = \sum_{i=1}^n \|a_i\|", "refuted"),
]
ROWS = [
    (r"X^\top X = \sum_{n=1}^N x_n x_n^\top", "proved"),
    (r"\|X w\|^2 = \sum_{n=1}^N (w^\top x_n)^2", "proved"),
    (r"X X^\top = \sum_{n=1}^N x_n x_n^\top", "refuted"),
    (r"\|X w\|^2 = \sum_{n=1}^N w^\top x_n", "refuted"),
]


def last(text: str, formula: str) -> str:
    *_, claim = symnn.verify(text=f"{text}\n\n$${formula}$$\n").claims
    return name_of(claim.verdict)


@pytest.mark.parametrize(("formula", "expected"), COLUMNS)
@pytest.mark.parametrize(
    "given",
    [
        r"Let $A = [a_1\ a_2\ \cdots\ a_n]$ with columns $a_i \in \mathbb{R}^m$, and $x \in \mathbb{R}^n$.",
        r"Let $A \in \mathbb{R}^{m \times n}$ have columns $a_1, \dots, a_n$, and $x \in \mathbb{R}^n$.",
    ],
)
def test_a_matrix_of_columns(given: str, formula: str, expected: str) -> None:
    assert last(given, formula) == expected


@pytest.mark.parametrize(
    "given",
    [
        r"Let $a_1, \dots, a_n \in \mathbb{R}^m$, $A = [a_1, \dots, a_n]$ and $x \in \mathbb{R}^n$.",
        r"Let $A = [a_1\ \cdots\ a_n] \in \mathbb{R}^{m \times n}$ and $x \in \mathbb{R}^n$.",
        r"Let $A \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^n$. Let $a_1, \dots, a_n$ be the columns of $A$.",
    ],
)
def test_ways_to_give_the_columns(given: str) -> None:
    assert last(given, r"A x = \sum_{i=1}^n x_i a_i") == "proved"
    assert last(given, r"A^\top A = \sum_{i=1}^n a_i a_i^\top") == "refuted"


@pytest.mark.parametrize(("formula", "expected"), ROWS)
@pytest.mark.parametrize(
    "given",
    [
        r"Let $x_1, \dots, x_N \in \mathbb{R}^d$, $X = [x_1, \dots, x_N]^\top$ and $w \in \mathbb{R}^d$.",
        r"Let $X \in \mathbb{R}^{N \times d}$ be a matrix with rows $x_1^\top, \dots, x_N^\top$, $w \in \mathbb{R}^d$.",
        r"Let $x_i, w \in \mathbb{R}^d$, $X = \begin{bmatrix} x_1^\top \\ \vdots \\ x_N^\top \end{bmatrix}$.",
    ],
)
def test_a_matrix_of_rows(given: str, formula: str, expected: str) -> None:
    assert last(given, formula) == expected


def test_rows_that_are_not_written_as_such_stay_open() -> None:
    given = r"Let $X \in \mathbb{R}^{N \times d}$ have rows $x_1, \dots, x_N$, $w \in \mathbb{R}^d$."
    assert last(given, r"\|X w\|^2 = \sum_{n=1}^N w^\top x_n") not in ("proved", "refuted")
