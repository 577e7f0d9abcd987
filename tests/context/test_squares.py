"""A variance given as σ² = …, a length as s² = …: the square is defined, the name is its root."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.result import Report
from symnn.verdict import name_of

LET = r"Let $x, g \in \mathbb{R}^{m}$ and $\epsilon > 0$."
MEAN = r"$$\mu = \frac{1}{m} \sum_{i=1}^m x_i$$"


def run(tmp_path: Path, *paragraphs: str) -> Report:
    path = tmp_path / "a.md"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return verify([str(path)], Options(jobs=1))


def verdicts(tmp_path: Path, *paragraphs: str) -> list[str]:
    return [name_of(c.verdict) for c in run(tmp_path, *paragraphs).claims]


@pytest.mark.parametrize("name", [r"\sigma", "s", r"\sigma_B", r"\hat{\sigma}", r"\tau"])
@pytest.mark.parametrize("sign", ["=", ":="])
def test_a_variance_is_defined_by_its_square(tmp_path: Path, name: str, sign: str) -> None:
    square = rf"$${name}^2 {sign} \frac{{1}}{{m}} \sum_{{i=1}}^m (x_i - \mu)^2$$"
    right = rf"$${name}^2 = \frac{{1}}{{m}} \sum_{{i=1}}^m x_i^2 - \mu^2 $$"
    report = run(tmp_path, LET, MEAN, square)
    assert not report.claims
    assert not report.findings
    tagged = [f"<!-- @claim {k} -->\n{f}" for k, f in (("a", right), ("b", right.replace("- \\mu", "+ \\mu")))]
    assert verdicts(tmp_path, LET, MEAN, square.replace(" = ", " := "), *tagged) == ["proved", "refuted"]


def test_the_root_stands_in_later_formulas(tmp_path: Path) -> None:
    square = r"$$\sigma^2 = \frac{1}{m} \sum_{i=1}^m (x_i - \mu)^2$$"
    scaled = (r"$$y = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}$$", r"$$L = g^{\top} y$$")
    right = r"$$\frac{\partial L}{\partial g} = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}$$"
    wrong = right.replace(r"\sigma^2 +", r"\sigma +")
    assert verdicts(tmp_path, LET, MEAN, square, *scaled, right, wrong) == ["proved", "refuted"]


def test_the_logistic_function_keeps_its_name(tmp_path: Path) -> None:
    square = r"$$\sigma^2 = \frac{1}{m} \sum_{i=1}^m (x_i - \mu)^2$$"
    slope = r"$$\sigma'(t) = \sigma(t) (1 - \sigma(t))$$"
    assert verdicts(tmp_path, LET, MEAN, square, slope) == ["proved"]


def test_the_square_of_a_given_array_or_size_is_no_definition(tmp_path: Path) -> None:
    array = r"Let $s \in \mathbb{R}^{n}$, $x \in \mathbb{R}^{d}$."
    assert verdicts(tmp_path, array, r"<!-- @claim a -->", r"$$d^2 = \sum_{i=1}^d 1$$") == ["refuted"]


def test_an_identity_about_a_square_is_a_claim(tmp_path: Path) -> None:
    """(a + b)² has no name to define; x² = 2x − 1 says something of x."""
    assert verdicts(tmp_path, r"Let $a, b \in \mathbb{R}$.", r"$$(a + b)^2 = a^2 + b^2$$") == ["refuted"]
    assert verdicts(tmp_path, r"$$s^2 = 2 s - 1$$") in (["refuted"], ["undecided"], ["conditional"])
