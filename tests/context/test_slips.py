"""Slips in indices, sums, brackets and branches: each is found where it stands, its right form and its kin are not."""

import pytest

import symnn

CODES = frozenset("W425 W402 W410 W411 W412 W413 W414 W415 W416 W417 W418".split())
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
    ("W418", r"R = \lambda \sum_1^{n} |w_i|"),
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


LOGISTIC = r"L_i = -\sum_j y_{ij} \log(\sigma(f_j)) + (1 - y_{ij}) \log(1 - \sigma(f_j))"


@pytest.mark.parametrize(("slope", "told"), [(r"y_{ij} - \sigma(f_j)", True), (r"\sigma(f_j) - y_{ij}", False)])
def test_what_rests_on_a_sum_that_its_index_leaves_is_told_only_if_both_readings_fail(slope, told):
    gradient = rf"\frac{{\partial L_i}}{{\partial f_j}} = {slope}"
    text = f"The loss is\n\n$$\n{LOGISTIC}\n$$\n\nand its gradient is\n\n$$\n{gradient}\n$$\n"
    report = symnn.verify(text=text)
    assert not report.claims or type(report.claims[-1].verdict).__name__ == "Undecided"
    here = [f for f in report.findings if f.code == "W416" and f.location.line > 6]
    assert bool(here) == told


CROSS = r"L = -\sum_{j} y_j \log(\sigma(f_j))"
INDEXED = [
    (CROSS, r"\frac{\partial L}{\partial f_j} = \sigma(f_j) y_j - y_j", "Proved"),
    (CROSS, r"\frac{\partial L}{\partial f_j} = \sigma(f_j) y_j + y_j", "Refuted"),
    (CROSS.replace("j", "k"), r"\frac{\partial L}{\partial f_k} = \sigma(f_k) y_k - y_k", "Proved"),
    (r"L = \sum_{i} w_i x_i", r"\frac{\partial L}{\partial w_i} = x_i", "Proved"),
    (r"L = \sum_{i} w_i x_i", r"\frac{\partial L}{\partial w_i} = 2 x_i", "Refuted"),
    (r"L_i = \sum_{j} y_{ij} f_j^2", r"\frac{\partial L_i}{\partial f_j} = 2 y_{ij} f_j", "Proved"),
    (r"L_i = \sum_{j} y_{ij} f_j^2", r"\frac{\partial L_i}{\partial f_j} = y_{ij} f_j", "Refuted"),
]  # fmt: skip


@pytest.mark.parametrize(("definition", "claim", "verdict"), INDEXED)
def test_sums_over_a_letter_that_also_stands_free_are_decided(definition, claim, verdict):
    report = symnn.verify(text=f"The loss is\n\n$$\n{definition}\n$$\n\nTherefore\n\n$$\n{claim}\n$$\n")
    assert [type(c.verdict).__name__ for c in report.claims] == [verdict]


def test_an_escaped_subscript_sign_of_kramdown_is_one():
    text = "$$\nL\\_i = \\sum\\_{j=1}^{n} x\\_{ij}, \\quad L\\_i = \\text{a\\_b}\n$$\n"
    first = symnn.verify(text="$$\nL\\_i = \\sum\\_{j=1}^{n} x\\_{ij}\n$$\n")
    assert first.statements[0].reading == "L_i = sum[x_[i,j]; j from 1 to n]"
    assert [s.reading.split(" = ")[1] for s in symnn.verify(text=text).statements][-1] == "a_b"


def test_a_letter_that_is_said_to_be_a_number_is_multiplied():
    formula = "$$\nf = I (1 - a)\n$$\n\nwhere $I$ is %s.\n"
    assert not symnn.verify(text=formula % "the initial value").claims
    assert symnn.verify(text=formula % "the initial value").statements[0].reading == "f = I*(1 - a)"
    (unread,) = symnn.verify(text=formula % "the loss function of a network").claims
    assert type(unread.verdict).__name__ == "Unreadable"


ROWS = r"\sum_{j=1}^{n} y_{ij}^2 = \sum_{j=1}^{n} y_{ij}"


@pytest.mark.parametrize(
    "said",
    [r"Let $y_{ij} \in \{0, 1\}$.", r"Let $y_{ij} = 1$."],
)
def test_what_is_said_of_entries_of_two_indices_is_not_lost(said: str) -> None:
    (*_, claim) = symnn.verify(text=f"{said} Then\n\n$$\n{ROWS}\n$$\n").claims
    assert type(claim.verdict).__name__ != "Refuted"


def test_an_index_is_not_renamed_to_a_letter_that_has_a_meaning() -> None:
    said = r"Let $k \in \{1, 2\}$, $l > 3$, $f \in \mathbb{R}^{n}$, $y \in \mathbb{R}^{n}$."
    loss = r"$$L = \sum_{j=1}^{n} y_j f_j^2$$"
    right, wrong = r"$$\frac{\partial L}{\partial f_j} = 2 y_j f_j$$", r"$$\frac{\partial L}{\partial f_j} = y_j f_j$$"
    for formula, expected in ((right, "Proved"), (wrong, "Refuted")):
        (claim,) = symnn.verify(text=f"{said} Let\n\n{loss}\n\nThen\n\n{formula}\n").claims
        assert type(claim.verdict).__name__ == expected


def test_a_doubtful_sum_is_forgotten_with_its_definition() -> None:
    doubtful = r"$$L = \frac{1}{2} \sum_{j=1}^{n} y_j - a_j$$"
    plain = r"$$L = w^2$$"
    wrong = r"$$\frac{dL}{dw} = 3 w$$"
    text = f"# One\n\nLet\n\n{doubtful}\n\n# Two\n\nLet\n\n{plain}\n\nThen\n\n{wrong}\n"
    report = symnn.verify(text=text)
    assert type(report.claims[-1].verdict).__name__ == "Refuted"
    assert [f.code for f in report.findings if f.code == "W416"] == ["W416"]


LOST = "The cost $(y - (m x + b))^2$ has the inner function $%s$."


def test_brackets_that_are_lost_behind_a_minus_sign_are_told_beside_the_formula_that_has_them():
    def codes(text: str) -> list[str]:
        return [f.code for f in symnn.verify(text=text).findings if f.code in CODES]

    assert codes(LOST % "y - m x + b") == ["W425"]
    for other in ("y - (m x + b)", "y - m x - b", "y - m x", "b - m x + y"):
        assert codes(LOST % other) == []
    assert codes((LOST % "y - m x + b").replace("has", "has not")) == []
    assert codes((LOST % "y - m x + b").replace(" has", " is left.\n\nThis has")) == []
