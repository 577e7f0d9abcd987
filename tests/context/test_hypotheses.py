"""Equations that "Let … with …" gives of its names: no claims, and what is not used of them keeps from refuting."""

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text):
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "text",
    [
        r"Let $x,y\in\mathbb{R}^n$ with $\|x\|=\|y\|=1$. Then $\|x-y\|^2=2-2x^\top y$.",
        r"Let $x,y\in\mathbb{R}^n$ be unit vectors ($\|x\|=\|y\|=1$). Then $\|x-y\|^2=2-2x^\top y$.",
        r"Let $A,B\in\mathbb{R}^{n\times n}$ with $AB=BA$. Then $(A+B)^2=A^2+2AB+B^2$.",
        r"Let $A\in\mathbb{R}^{n\times n}$ with $A^2=A$. Then $(I-A)^2=I-A$.",
        r"Let $v\in\mathbb{R}^n$, $A\in\mathbb{R}^{n\times n}$ with $Av=\lambda v$. Then $A^2v=\lambda^2v$.",
        r"设 $v\in\mathbb{R}^n$, $A\in\mathbb{R}^{n\times n}$ 满足 $Av=\lambda v$,则 $A^2v=\lambda^2v$。",
        r"Let $p,q>1$ with $\frac1p+\frac1q=1$. Then $pq=p+q$.",
        r"Let $x$ be a root of $x^2-x-1=0$. Then $x^3=2x+1$.",
        r"Let $\lambda$ solve $\lambda^2=\lambda+1$. Then $\lambda^3=2\lambda+1$.",
        r"Let $\phi$ be the golden ratio, $\phi^2=\phi+1$. Then $\phi^3=2\phi+1$.",
    ],
)
def test_neither_a_hypothesis_nor_what_follows_from_it_is_refuted(text):
    assert "refuted" not in verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        r"Let $A,B\in\mathbb{R}^{n\times n}$ with $n > 1$. Then $(A+B)^2=A^2+2AB+B^2$.",
        r"Consider $f(x) = x^2$, where $f'(x) = 3x$.",
        r"Let $y = \tanh(x)$, where $\tanh(x) = 2\sigma(x) - 1$.",
        r"Let $z = wx + b$ with $a = \sigma(z)$. Then $\frac{\partial a}{\partial z} = a(1+a)$.",
        r"设 $v\in\mathbb{R}^n$, $A\in\mathbb{R}^{n\times n}$,则 $v^\top A = (Av)^\top$。",
        r"Let $x\in\mathbb{R}$. Then $(x+1)^2=x^2+1$.",
    ],
)
def test_what_nothing_gives_is_refuted(text):
    assert verdicts(text)[-1] == "refuted"


def test_a_hypothesis_of_the_sentence_is_used_for_what_the_sentence_concludes():
    text = r"设 $v\in\mathbb{R}^n$, $A\in\mathbb{R}^{n\times n}$ 满足 $A^\top = A$,则 $v^\top A = (Av)^\top$。"
    assert verdicts(text) == ["proved"]


def test_an_identity_beside_a_declaration_is_proved():
    text = r"Let $w, x\in\mathbb{R}^n$ with $w^\top x = \sum_{i=1}^n w_i x_i$."
    assert verdicts(text) == ["proved"]


def test_a_long_chain_of_definitions_is_undecided_and_no_fault():
    text = "".join(
        f"Let $f_{{{k}}}(x)=f_{{{k - 1}}}(x)+x$. Then $f_{{{k}}}(0)=f_{{{k - 1}}}(0)$.\n\n" for k in range(1, 260)
    )
    assert set(verdicts(text)) <= {"proved", "undecided"}
