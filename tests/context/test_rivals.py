"""A function with two bodies before anything is said of it: what follows is left open."""

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text):
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "text",
    [
        r"L1: $R(w)=|w|$; L2: $R(w)=w^2$. The L1 penalty has $R'(w)=2w$.",
        r"L1: $R(w)=|w|$; L2: $R(w)=w^2$. The L1 penalty has $R'(w)=\operatorname{sign}(w)$.",
        r"Let $f(x)=x^2$ (case A) or $f(x)=|x|$ (case B). In case A, $f(-2)=4$.",
        "Sigmoid: $f(x)=\\sigma(x)$. Tanh: $f(x)=\\tanh x$. ReLU: $f(x)=\\max(0,x)$.\n\nDerivatives. Sigmoid: "
        "$f'(x)=f(x)(1-f(x))$. Tanh: $f'(x)=1-f(x)^2$.",
        r"Let $f(x)=x^2$. Consider also $f(x)=x^3$. We have $f'(x)=3x$.",
    ],
)
def test_which_of_two_bodies_is_meant_is_left_open(text):
    assert set(verdicts(text)) == {"undecided"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- L1: $R(w)=|w|$, $R'(w)=1$ for $w>0$.\n- L2: $R(w)=w^2$, $R'(w)=3w$.", ["proved", "refuted"]),
        (r"Let $f(x)=x^2$. Then $f'(x)=2x$. Let $f(x)=x^3$. Then $f'(x)=2x$.", ["proved", "refuted"]),
        (r"Let $f(x)=x^2$. Now let $f(x)=x^3$. Then $f'(x)=3x^2$.", ["proved"]),
        ("# A\n\nHere $f(x)=x^2$.\n\n# B\n\nHere $f(x)=x^3$ and $f'(x)=2x$.", ["refuted"]),
        ("Sigmoid: $f(x)=\\sigma(x)$. Tanh: $f(x)=\\tanh x$.\n\nLet $f(x)=x^2$. Then $f'(x)=3x$.", ["refuted"]),
    ],
)
def test_a_name_that_is_used_or_taken_up_anew_has_one_body(text, expected):
    assert verdicts(text) == expected
