"""Values that a sentence or a list puts up are those of the numbers that follow, and end with the example."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of

ROOT = r"$\sqrt{x^2+y^2}=5$"
WRONG = r"$\sqrt{x^2+y^2}=6$"
NEURON = r"Let $z = wx + b$, $a = \sigma(z)$ and $L = \frac12 (a-y)^2$." + "\n\n"


def verdicts(text: str) -> str:
    """The first letters of the verdicts, in the order of the text."""
    claims = symnn.verify(text=text + "\n").claims
    return "".join(name_of(c.verdict)[0] for c in sorted(claims, key=lambda c: c.location))


def findings(text: str) -> list[str]:
    return [f.code for f in symnn.verify(text=text + "\n").findings if f.severity != "note"]


GIVEN = [
    "Example: $x=3$, $y=4$. Then {}.",
    "Take $x = 3$ and $y = 4$. We get {}.",
    "Take $x=3$ and $y=4$. We get\n\n${}$",
    "For instance, let $x = 3$, $y = 4$.\n\nThen {}.",
    "Consider:\n\n- $x = 3$\n- $y = 4$\n\nThen {}.",
    "# A worked example\n\nLet $x=3$ and $y = 4$.\n\nThe length is {}.",
    "With $x=3$, $y=4$: {}.",
    "With $x=3,y=4$: {}.",
    "取 $x=3$，$y=4$。则 {}。",
    "例如：$x=3$，$y=4$。则 {}。",
    "| side | other side | length |\n|---|---|---|\n| $x = 3$ | $y = 4$ | {} |",
]


@pytest.mark.parametrize("text", GIVEN)
def test_a_number_is_that_of_the_values(text: str) -> None:
    assert verdicts(text.replace("{}", ROOT)) == "p"
    assert verdicts(text.replace("{}", WRONG)) == "r"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Take $w = 2$, $b = 1$ and $x = 0$. We get $wx + b = 1$.", "p"),
        ("With $w=1$, $x=1$, $b=0$, $y=1$: $z = 1$, $a = 0.731$.", "pu"),
        ("With $w=1$, $x=1$, $b=0$, $y=1$: $z = 1$, $a = 0.741$.", "pr"),
        ("With $w=1$, $x=1$, $b=0$, $y=1$: $z = 2$.", "r"),
        (r"Example: $w=1$, $x=1$, $b=0$, $y=1$. Then $\partial L/\partial w = -0.0529$.", "u"),  # a rounded number
        (r"Example: $w=1$, $x=1$, $b=0$, $y=1$. Then $\partial L/\partial w = -0.0629$.", "r"),
        (r"Take $w=2$, $x=1$, $b=0$." + "\n\n$$z = 2$$\n\n" + r"$$\frac{\partial z}{\partial w} = x = 1$$", "ppp"),
        (r"Initialise $w = 0$, $b = 0$. The output is $\sigma(wx + b) = 1/2$.", "p"),
        (r"Initialise $w = 0$, $b = 0$. The output is $\sigma(wx + b) = 1/3$.", "r"),
    ],
)
def test_values_reach_a_formula_through_defined_names(text: str, expected: str) -> None:
    assert verdicts(NEURON + text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "With $w=1$, $x=1$, $b=0$ we want $a = 0.9$.",
        "Take $w=1$, $x=1$, $b=0$. The target is $a = 1$.",
        "Take $w=1$, $x=1$, $b=0$. Suppose instead that $z = 0.5$.",
    ],
)
def test_a_value_that_is_wanted_is_no_result(text: str) -> None:
    assert verdicts(NEURON + text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Take $x=3$, $y=4$. Then {ROOT}.\n\n## Next\n\n" + r"$\tanh(x) = 0.995$.", "pu"),
        ("Take $x=2$. Then $x^2 = 4$. In general $2x = x^2$.", "pu"),
        ("Take $x=2$. Then $x^2 = 4$. Note the rule $2x = x^2$.", "pu"),
        ("Take $x=2$. Then $x^2 = 4$. Note the rule $x + x = 2x$.", "pp"),
        ("Take $x=2$. Then $x^2 = 4$. Note the rule $x + x = 3x$.", "pr"),
        (r"Let $f(x) = x^2$. Take $x=3$. Then $f'(x) = 6$. The minimum is where $f'(x) = 0$.", "pu"),
        ("For $x = 3$ and $x = 4$ we get $x^2 = 9$ and $x^2 = 16$.", "uu"),
        (r"Take $\beta = 0$. Then $\beta v + g = g$.", "p"),
        (r"Take $\beta = 0$. Then $\beta v + g = 2g$.", "r"),
        (r"We usually take $x = 0$. Then $\cos(x) = 1$.", "u"),
    ],
)
def test_values_end_with_the_example(text: str, expected: str) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    "given",
    ["Start with $m_0 = 0$.\n\n", "- $m_0 = 0$\n- $v_0 = 0$\n\n", "$m_0 = 0.$ ", "$$m_0 = 0.$$\n\n"],
)
def test_an_initial_value_is_no_condition_on_the_rate(given: str) -> None:
    assert findings(given + r"$$m_1 = \beta m_0 + (1-\beta) g_1 = (1-\beta) g_1$$") == []


def test_without_the_initial_value_it_is_one() -> None:
    assert findings(r"$$m_1 = \beta m_0 + (1-\beta) g_1 = (1-\beta) g_1$$") == ["W212"]


def test_a_number_of_classes_limits_sums_only() -> None:
    above = "# Two classes\n\n"
    assert verdicts(above + r"$$\frac{e^{x_1}}{e^{x_1}+e^{x_2}} = \sigma(x_2 - x_1)$$") == "r"
    assert verdicts(above + r"$$\sum_{k=1}^K p_k = p_1 + p_2$$") == "u"


def test_for_so_many_classes_is_no_condition() -> None:
    text = (
        r"Let $z \in \mathbb{R}^K$. For $K$ classes put $p = \operatorname{softmax}(z)$ and let $y$ be one-hot."
        r" With $L = -\sum_{i=1}^K y_i \log p_i$ we get $$\frac{\partial L}{\partial z_j} = "
    )
    assert verdicts(text + "p_j - y_j$$") == "p"
    assert verdicts(text + "p_j$$") != "p"
    assert verdicts(text.replace("one-hot", "one-hot if possible") + "p_j - y_j$$") != "p"


LOSS = r"Let $\hat{y} = \sigma(z)$ and $L = -(y\log\hat{y} + (1-y)\log(1-\hat{y}))$." + "\n\n"
LEADS = [
    "For instance, take $z = 0$ and $y=1$; then {}.",
    "Take $z = 0$, $y=1$. We get {}.",
    "Example: with $z = 0$, $y = 1$ we get {}.",
    "例：取 $z = 0$，$y=1$，则 {}。",
]


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (r"$\hat{y} = 0.5$, $L = \log 2 \approx 0.693$", "pp"),
        (r"$L = \log 3 \approx 0.693$", "r"),
        (r"$L = \log 2$, $\frac{\partial L}{\partial z} = -0.5$", "pp"),
    ],
)
def test_what_then_leads_to_are_results(lead: str, results: str, expected: str) -> None:
    text = LOSS + lead.format(results) + "\n\nIn general $\\frac{\\partial L}{\\partial z} = \\hat y - y$."
    assert verdicts(text) == expected + "p"
    assert "E423" not in findings(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Fix $\alpha = 0.3$ and write $f(x) = \max(\alpha x, x)$. So $f(-2) = -0.6$.", "p"),
        (r"Fix $\alpha = 0.3$ and write $f(x) = \max(\alpha x, x)$. So $f(-2) = -0.5$.", "r"),
        (r"Let $f(x) = \max(\alpha x, x)$ with $\alpha = 0.3$. So $f(-2) = -0.6$.", "p"),
        (r"Let $f(x) = \max(\alpha x, x)$ with $\alpha = 0.3$. So $f(-2) = -0.5$.", "r"),
        (r"Let $f(x) = \max(\alpha x, x)$. Often $\alpha = 0.3$. So $f(-2) = -0.6$.", "u"),
        (r"Let $f(x) = \max(\alpha x, x)$ with $\alpha = 0.3$. In general, $f(-2) = -0.6$.", "u"),
        (r"Fix $\alpha = 0.3$ and write $f(x) = \max(\alpha x, x)$. With $\alpha = 0.1$ we get $f(-2) = -0.2$.", "p"),
    ],
)
def test_a_parameter_keeps_the_value_that_a_sentence_gives_beside_its_function(text: str, expected: str) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"If $y = 1$ with probability $p = \sigma(z)$, then $1 - p = \sigma(-z)$.", "u"),
        (r"If $y = 1$ with probability $p = \sigma(z)$, then $1 - p = \sigma(z)$.", "r"),
        (r"If $n = 2$ with $x > 0$, then $|x| x^n = x^3$.", "p"),
        (r"If $n = 2$ with $x < 0$, then $|x| x^n = x^3$.", "r"),
    ],
)
def test_an_equation_in_the_sentence_may_be_what_a_name_is(text: str, expected: str) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"1/3 = 33\%", "u"), (r"2/3 = 67\%", "u"), (r"\frac{1}{3} = 33.3\%", "u"), (r"1/4 = 25\%", "p"),
        (r"1/4 = 24\%", "r"), (r"1/3 = 32\%", "r"), (r"1/3 = 33.6\%", "r"), (r"1/3 = 30\%", "r"),
    ],
)  # fmt: skip
def test_a_percentage_may_be_rounded(formula: str, expected: str) -> None:
    assert verdicts(f"The chance is ${formula}$.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"$\mathrm{PReLU}(x)$ is $x$ if $x \ge 0$; otherwise it is $a x$. Hence $\mathrm{PReLU}(-1) = -a$.", "u"),
        (r"We have $\mathrm{PReLU}(-1) = -a$.", "u"),
        (r"We have $\mathrm{PReLU}(2) = 2 a$.", "c"),
        (r"We have $\mathrm{PReLU}(2) = 3$.", "r"),
        (r"We have $\mathrm{PReLU}(2) = 2$.", "p"),
    ],
)  # fmt: skip
def test_any_letter_may_be_the_parameter_of_a_function(text: str, expected: str) -> None:
    assert verdicts(text) == expected
