"""A declaration of a name replaces what was said of it before, in its own section and below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import name_of

SIZES = r"$A \in \mathbb{R}^{n \times n}$"
FIRST = rf"Let $x \in \mathbb{{R}}^n$ and {SIZES} symmetric."
GRADIENT = r"$$\nabla_x (x^T A x) = 2 A x$$"
GENERAL = r"$$\nabla_x (x^T A x) = (A + A^T) x$$"


def verdicts(tmp_path: Path, *paragraphs: str) -> list[str]:
    path = tmp_path / "a.md"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    report = verify([str(path)], Options(jobs=1))
    return [name_of(c.verdict) for c in report.claims]


@pytest.mark.parametrize(
    "again",
    [
        rf"Now let {SIZES}.",
        rf"Now let {SIZES} be arbitrary.",
        rf"For arbitrary {SIZES}:",
        rf"For all {SIZES},",
        rf"For a general matrix {SIZES} we get",
        "For a non-symmetric $A$ this is",
        "Let $A$ be an arbitrary matrix.",
        "Now let $A$ be not necessarily symmetric.",
        "对任意矩阵 $A$，",
        rf"设 {SIZES} 为一般矩阵。",
    ],
)
@pytest.mark.parametrize("heading", [("", ""), ("# Forms", "## Second part"), ("", "# Second part")])
def test_a_name_that_is_taken_up_anew_has_no_properties(tmp_path: Path, again: str, heading: tuple[str, str]) -> None:
    """The gradient of xᵀAx is (A + Aᵀ)x; at A = [[0, 1], [0, 0]] it is not 2Ax."""
    found = verdicts(tmp_path, heading[0], FIRST, GRADIENT, heading[1], again, GRADIENT, GENERAL)
    assert found == ["proved", "refuted", "proved"]


@pytest.mark.parametrize("where", [(), ("# One",)])
def test_a_declaration_above_the_first_heading_is_replaced_too(tmp_path: Path, where: tuple[str, ...]) -> None:
    again = rf"Let $x \in \mathbb{{R}}^n$, {SIZES}."
    assert verdicts(tmp_path, *where, FIRST, GRADIENT, "# Other", again, GRADIENT) == ["proved", "refuted"]


def test_what_is_said_in_a_subsection_ends_with_it(tmp_path: Path) -> None:
    inner = ("## In general", rf"Let {SIZES}.", GRADIENT)
    assert verdicts(tmp_path, "# All", FIRST, *inner, "## Symmetric", GRADIENT) == ["refuted", "proved"]


def test_a_name_recalled_is_neither_proved_nor_refuted_by_what_was_said_of_it(tmp_path: Path) -> None:
    recalled = rf"where {SIZES} is the matrix above."
    assert verdicts(tmp_path, FIRST, GRADIENT, recalled, GRADIENT, GENERAL) == ["proved", "undecided", "proved"]


def test_a_property_put_aside_for_one_sentence_may_hold_again_behind_it(tmp_path: Path) -> None:
    found = verdicts(tmp_path, FIRST, "For a general $A$,", GRADIENT, "The gradient is", GRADIENT)
    assert found == ["refuted", "undecided"]


def test_under_the_heading_general_case_nothing_rests_on_symmetry(tmp_path: Path) -> None:
    found = verdicts(tmp_path, "# Forms", FIRST, GRADIENT, "## The general case", GRADIENT, GENERAL)
    assert found == ["proved", "undecided", "proved"]


def test_the_property_may_be_said_again(tmp_path: Path) -> None:
    again = rf"Let {SIZES} be symmetric."
    assert verdicts(tmp_path, FIRST, GRADIENT, again, GRADIENT) == ["proved", "proved"]


def test_a_relation_and_a_sign_go_with_the_name(tmp_path: Path) -> None:
    sums = r"$$(\mathbf{1}^{\top} y) x = x$$"
    first = r"Let $x \in \mathbb{R}^n$, $y \in \mathbb{R}^n$, $\mathbf{1}^{\top} y = 1$."
    again = r"Let $y \in \mathbb{R}^n$."
    tag = "<!-- @let -->\n"
    assert verdicts(tmp_path, tag + first, sums, "## B", tag + again, sums) == ["proved", "refuted"]
    root = "<!-- @claim {} -->\n$$\\sqrt{{c^2}} = c$$"
    again = tag + r"Let $c \in \mathbb{R}$."
    found = verdicts(tmp_path, "# A", tag + r"Let $c > 0$.", root.format("a"), "## B", again, root.format("b"))
    assert found == ["proved", "refuted"]


def test_a_sign_condition_on_an_array_leaves_it_an_array(tmp_path: Path) -> None:
    first, sign = r"Let $x \in \mathbb{R}^n$.", "## Positive\n\n<!-- @let -->\nLet $x > 0$."
    norm = r"$$x^{\top} x = \sum_{i=1}^n x_i^2$$"
    assert verdicts(tmp_path, "# A", f"<!-- @let -->\n{first}", sign, norm) == ["proved"]


def test_what_is_said_in_one_paragraph_with_the_declaration_counts_in_any_order(tmp_path: Path) -> None:
    first = rf"Let $x \in \mathbb{{R}}^n$, {SIZES}."
    again = rf"<!-- @let -->{chr(10)}Let $A = A^{{\top}}$ with {SIZES}."
    assert verdicts(tmp_path, f"<!-- @let -->\n{first}", GRADIENT, again, GRADIENT) == ["refuted", "proved"]


def test_a_declaration_that_ends_in_a_formula_holds_behind_it(tmp_path: Path) -> None:
    lead = r"Let $x \in \mathbb{R}^n$ be the input. Moreover let $W \in \mathbb{R}^{m \times n}$ and"
    squares = r"$$J = \frac{1}{2} \|z\|^2$$"
    found = verdicts(
        tmp_path, lead, "$$z = W x$$", squares, r"$$\frac{\partial J}{\partial W} = z x^T$$",
        r"$$\frac{\partial J}{\partial W} = x z^T$$",
    )  # fmt: skip
    assert found == ["proved", "refuted"]


def test_a_definition_with_a_local_name_is_known_behind_it(tmp_path: Path) -> None:
    text = ("Let $x \\in \\mathbb{R}^n$.", "$$J = s^2$$\n\nwhere $s = x^T x$.", r"$$\nabla_x J = 4 (x^T x) x$$")
    assert verdicts(tmp_path, *text) == ["proved"]
