"""Slips in indices, sums, brackets and branches: each is found where it stands, its right form and its kin are not."""

import pytest

import symnn

CODES = frozenset("W402 W410 W411 W412 W413 W414 W415 W416 W417".split())
HUBER = r"L = \begin{cases} \frac{1}{2} r^{2} & |r| < \delta \\ %s & \text{otherwise} \end{cases}"

SLIPS = [
    ("W402", r"s = \sum_{i=1}^{n} x_j"),
    ("W402", r"s = \max_{1 \le i \le n} x_k"),
    ("W410", r"\frac{df(x)}{dx} = \frac{f(x+h)-f(x)}{h}"),
    ("W410", r"f'(x) = \frac{f(x+h)-f(x-h)}{2h}"),
    ("W411", HUBER % r"\delta |r| - \frac12 \delta"),
    ("W411", HUBER % r"\delta r - \frac12 \delta^2"),
    ("W411", r"f(t) = \begin{cases} (1-a) \cdot c \cdot (T-t) + a & t \le T \\ c \cdot a & t > T \end{cases}"),
    ("W412", r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} \frac{\partial z}{\partial v}"),
    ("W413", r"v = [E(w)]^2 + E[(x)]^2"),
    ("W414", r"J = \frac{1}{N} \sum_{i=1}^{n} (y_i - a_i)^2"),
    ("W415", r"\begin{aligned} A v &= b \\ v &= A b \end{aligned}"),
    ("W416", r"L = -\sum_j y_j \log p_j + (1-y_j) \log (1-p_j)"),
    ("W416", r"L = \frac12 \sum_{j=1}^{n} y_j - a_j"),
    ("W417", r"p_i = \frac{e^{z_i}}{\sum_i e^{z_i}}"),
    ("W417", r"L = \sum_i y_i \log \sum_i e^{z_i}"),
]  # fmt: skip
FINE = [
    r"n = \sum_{i=1}^{n} 1",
    r"s = \sum_{i=1}^{n} x_i",
    r"s_j = \sum_{i=1}^{n} w_{ij} x_i",
    r"s = \sum_{i=1}^{n} \sum_{j=1}^{m} x_{ij}",
    r"f'(x) = \lim_{h \to 0} \frac{f(x+h)-f(x)}{h}",
    r"f'(x) \approx \frac{f(x+h)-f(x)}{h}",
    r"m = \frac{f(b)-f(a)}{b-a}",
    HUBER % r"\delta |r| - \frac12 \delta^2",
    r"s = \begin{cases} x & |x| > \lambda \\ 0 & \text{otherwise} \end{cases}",
    r"u = \begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
    r"f'(x) = \begin{cases} 1 & x > 0 \\ a & x \le 0 \end{cases}",
    r"r = \begin{cases} x & x > 0 \\ a x & x \le 0 \end{cases}",
    r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} \frac{\partial z}{\partial w}",
    r"v = [E(w)]^2 + [E(x)]^2",
    r"v = E[(x-m)^2]",
    r"J = \frac{1}{N} \sum_{i=1}^{N} (y_i - a_i)^2",
    r"J = \frac{1}{N} \sum_{k=1}^{N} \sum_{i=1}^{n} (y_{ki} - a_{ki})^2",
    r"\begin{aligned} A v &= b \\ v &= A^{-1} b \end{aligned}",
    r"\begin{aligned} m a &= F \\ a &= \frac{dv}{dt} \end{aligned}",
    r"L = -\sum_j \left( y_j \log p_j + (1-y_j) \log (1-p_j) \right)",
    r"L = \sum_j y_j + \sum_j w_j^2",
    r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}",
    r"p(\{x_i\}) = \prod_i q(x_i)",
]  # fmt: skip


def found(formula: str) -> list[str]:
    report = symnn.verify(text=f"# Notes\n\nConsider\n\n$$\n{formula}\n$$\n")
    return [f.code for f in report.findings if f.code in CODES]


@pytest.mark.parametrize(("code", "formula"), SLIPS)
def test_a_slip_is_found(code, formula):
    assert found(formula) == [code]


@pytest.mark.parametrize("formula", FINE)
def test_what_is_right_or_a_habit_is_left_alone(formula):
    assert not found(formula)


def test_a_derivative_in_words_may_jump():
    text = "The derivative of the leaky ReLU is\n\n$$\n= \\begin{cases} 1 & x > 0 \\\\ a & x \\le 0 \\end{cases}\n$$\n"
    assert not [f for f in symnn.verify(text=text).findings if f.code == "W411"]


def test_a_consequence_of_a_quotient_holds_for_every_function():
    text = "$$\nf(x) = g(x)/h(x) \\rightarrow f'(x) = \\frac{h(x) g'(x) %s g(x) h'(x)}{h(x)^2}\n$$\n"
    (right,) = symnn.verify(text=text % "-").claims
    (wrong,) = symnn.verify(text=text % "+").claims
    assert type(right.verdict).__name__ == "Proved"
    assert type(wrong.verdict).__name__ == "Refuted"
