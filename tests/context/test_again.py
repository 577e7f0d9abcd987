"""A name that is given once more: a claim about it, the same definition, or another meaning, which is no error."""

from __future__ import annotations

from pathlib import Path

import pytest

import symnn
from symnn.check import Options, verify
from symnn.result import Report
from symnn.verdict import name_of

NET = (
    r"Let $x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$, $y \in \mathbb{R}^m$.", "$$z = W x$$",
    r"$$a = \sigma(z)$$", r"$$J = \frac{1}{2} \|a - y\|^2$$",
)  # fmt: skip
DELTA = r"$$\delta = \frac{\partial J}{\partial z}$$"


def run(tmp_path: Path, *paragraphs: str) -> Report:
    path = tmp_path / "a.md"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return verify([str(path)], Options(jobs=1))


def verdicts(report: Report) -> list[str]:
    return [name_of(c.verdict) for c in report.claims]


def codes(report: Report) -> list[str]:
    return [f.code for f in report.findings]


@pytest.mark.parametrize("words", ["The error is", "and therefore", "", "We define the error in other words as"])
def test_a_formula_for_a_derivative_that_has_a_name_is_a_claim(tmp_path: Path, words: str) -> None:
    right = r"$$\delta = (a - y) \odot a \odot (1 - a)$$"
    assert verdicts(run(tmp_path, *NET, DELTA, words, right)) == ["proved"]
    assert verdicts(run(tmp_path, *NET, DELTA, words, right.replace("1 - a", "1 + a"))) == ["refuted"]


def test_a_wrong_formula_does_no_damage_to_later_claims(tmp_path: Path) -> None:
    wrong = r"$$\delta = (a - y) \odot \sigma(z)$$"
    gradient = r"$$\frac{\partial J}{\partial W} = \delta x^{\top}$$"
    assert verdicts(run(tmp_path, *NET, DELTA, wrong, gradient)) == ["refuted", "proved"]


def test_a_formula_for_an_entry_of_a_defined_array_is_a_claim(tmp_path: Path) -> None:
    right = r"$$z_i = \sum_{j=1}^n W_{ij} x_j$$"
    assert verdicts(run(tmp_path, *NET, right)) == ["proved"]
    assert verdicts(run(tmp_path, *NET, right.replace("ij", "ji"))) in (["refuted"], ["undecided"])
    assert verdicts(run(tmp_path, *NET, r"$$a_i = \sigma(z_i)$$")) == ["proved"]
    assert verdicts(run(tmp_path, *NET, r"$$a_i = \sigma(z_j)$$")) == ["refuted"]


@pytest.mark.parametrize("words", ["therefore", "Hence we get", "which gives", "It follows that", "因此", "化简得"])
def test_what_follows_from_the_text_is_a_claim(tmp_path: Path, words: str) -> None:
    assert verdicts(run(tmp_path, *NET[:2], words, "$$z = 2 W x$$")) == ["refuted"]
    assert verdicts(run(tmp_path, *NET[:2], words, "$$z = (x^{\\top} W^{\\top})^{\\top}$$")) == ["proved"]


def test_the_same_again_is_a_proved_claim(tmp_path: Path) -> None:
    report = run(tmp_path, *NET, "Recall that", r"$$J = \frac{1}{2} (a - y)^{\top} (a - y)$$")
    assert verdicts(report) == ["proved"]
    assert codes(report) == []
    assert report.summary()["definition"] == 3


def test_another_body_is_a_later_meaning_with_a_note(tmp_path: Path) -> None:
    report = run(
        tmp_path, *NET[:1], "$$r = W x - y$$", "The residual is", "$$r = y - W x$$", r"$$J = \frac{1}{2} r^{\top} r$$",
        r"$$\frac{\partial J}{\partial W} = - r x^{\top}$$",
    )  # fmt: skip
    assert verdicts(report) == ["proved"]
    assert codes(report) == ["N305"]
    assert "since line 3" in report.findings[0].message
    assert report.summary()["definition"] == 3


@pytest.mark.parametrize(
    "text",
    [
        ("$$z = w x$$", "With a bias the net input is", "$$z = w x + b$$", r"$$a = \sigma(z)$$"),
        (r"$$L = - y \log p$$", "The squared loss is", "$$L = (y - p)^2$$", "For a Gaussian", "$$L = y^2 - p$$"),
        ("$$f = 2 x$$", "# Second", "$$f = 3 x$$"),
        (r"$$a^{(l)} = \sigma(W^{(l)} a^{(l-1)})$$", "where", "$$a^{(0)} = x$$"),
        (r"$$w = w - \eta g$$", r"$$w = w - \eta (g + \lambda w)$$"),
        ("$$z = w x$$", "$$z := w x + b$$"),
        (r"$$h = \tanh(w x)$$", "$h = 2$", "and $h = 3$"),
    ],
)
def test_the_reuse_of_a_name_is_no_error(tmp_path: Path, text: tuple[str, ...]) -> None:
    report = run(tmp_path, *text)
    assert not [f for f in report.findings if f.severity != "note"]
    assert "refuted" not in verdicts(report)


def test_a_name_for_a_sample_is_defined_beside_one_for_a_number(tmp_path: Path) -> None:
    """z = wᵀx is a number: z_i = wᵀx_i is another one, and it is defined there."""
    report = run(
        tmp_path, r"Let $w, x \in \mathbb{R}^n$, $b \in \mathbb{R}$.", r"$$z = w^{\top} x + b$$",
        r"$$z_i = b + 1$$", r"$$\frac{\partial z_i}{\partial b} = 1$$",
    )  # fmt: skip
    assert verdicts(report) == ["proved"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("With $\\beta = 0.9$ we have $m_1 = 0.1 g_1$.", "proved"),
        ("With $\\beta = 0.9$ we have $m_1 = 0.2 g_1$.", "refuted"),
    ],
)
def test_a_name_is_not_for_good_what_it_is_in_a_case(tmp_path: Path, text: str, expected: str) -> None:
    """m_1 = (1 − β)g_1, whatever the g_t are; m_t = (1 − β^t)g in the case alone."""
    let = r"Let $m_0 = 0$ and $m_t = \beta m_{t-1} + (1 - \beta) g_t$ with $0 < \beta < 1$."
    case = r"If the gradients are constant, $g_t = g$, then $m_t = (1 - \beta^t) g$."
    report = run(tmp_path, let, case, f"In the first step, $m_1 = (1 - \\beta) g_1$. {text}")
    assert verdicts(report)[-1] == expected


def test_a_function_may_be_defined_as_the_derivative_of_another(tmp_path: Path) -> None:
    text = (
        r"Here $\Phi$ is the distribution function of the standard normal distribution and $\phi = \Phi'$ its density."
    )
    report = run(tmp_path, text, r"$$\phi'(x) = -x \phi(x)$$", r"$$\phi(x) = \Phi'(x)$$")
    assert not [f for f in report.findings if f.code == "W407"]
    assert "refuted" not in verdicts(report)


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (r"D(p, q) = \sum_k p_k \log\frac{p_k}{q_k}", r"D(p, q) = \sum_k (p_k - q_k)^2", ["N305"]),
        (r"D(p \| q) = p \log\frac{p}{q}", r"D(p \| q) = p - q", ["N305"]),
        (r"K(x, y) = x y + 1", r"K(a, b) = a b + 2", ["N305"]),
        (r"K(x, y) = (x + y)^2", r"K(x, y) = x^2 + 2xy + y^2", []),
        (r"f(x, y) = x y", r"f(x, y) = x + y", []),
        (r"L(y, t) = (y - t)^2", r"L(y, t) = |y - t|", []),
        (r"K(x) = x", r"K(x) = x^2", []),
    ],
)
def test_a_function_of_several_arguments_gets_another_meaning(first: str, second: str, codes: list[str]) -> None:
    found = symnn.verify(text=f"Here is\n\n$${first}$$\n\nand then\n\n$${second}$$\n").findings
    assert [f.code for f in found if f.code[:2] in ("N3", "E3")] == codes
    found = symnn.verify(text=f"# A\n\n$${first}$$\n\n# B\n\n$${second}$$\n").findings
    assert not [f for f in found if f.code[:2] in ("N3", "E3")]
