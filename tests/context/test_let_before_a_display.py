""" "Let $\\alpha \\in (0, 1)$," before a display is for the section; "where $w \\in \\mathbb{R}^n$" looks back."""

import pytest

import symnn
from symnn.verdict import name_of

SHOWN = "\n\n$$f(x) = \\max(0, \\gamma x)$$\n\nSome words.\n\n"
LEAKY = r"Then $\max(x, \gamma x) = \max(0,x) + \gamma\min(0,x)$."


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "given",
    [
        r"Let $\gamma\in(0,1)$,",
        r"设 $\gamma\in(0,1)$，",
        r"Let $x\in\mathbb{R}$ and $\gamma\in(0,1)$,",
        r"Let $\gamma \in (0,1)$ be the slope and",
        r"Given $\gamma \in (0, 1)$, the leaky ReLU is",
        r"Let $\gamma < 1$ and define",
    ],
)
def test_it_holds_behind_the_display(given: str) -> None:
    assert verdicts(given + SHOWN + LEAKY) == ["proved"]
    assert verdicts(given + SHOWN + LEAKY.replace("+", "-")) == ["refuted"]
    assert verdicts(given.replace("(0", "(1").replace("1)", "2)").replace("< 1", "> 1") + SHOWN + LEAKY) == ["refuted"]


@pytest.mark.parametrize(
    "given",
    [
        r"For $\gamma \in (0, 1)$, the leaky ReLU is",
        r"Let $f$ be smooth, and for $\gamma \in (0, 1)$",
        r"We do not assume $\gamma \in (0, 1)$ and",
        r"If we assume $\gamma \in (0, 1)$, then",
        r"Let us see: if $\gamma \in (0, 1)$,",
    ],
)
def test_what_is_said_of_one_formula_is_not(given: str) -> None:
    assert verdicts(given + SHOWN + LEAKY) == ["conditional"]


def test_it_ends_with_the_section() -> None:
    assert verdicts(r"# A" + "\n" + r"Let $\gamma\in(0,1)$," + SHOWN + "# B\n\n" + LEAKY) == ["conditional"]


@pytest.mark.parametrize(
    ("behind", "true", "false"),
    [
        (r", where $w\in\mathbb R^n$.", r"\nabla_w (w^\top w) = 2w", r"\nabla_w (w^\top w) = w"),
        (r", where $w\in\mathbb R^n$ is a vector.", r"\nabla_w (w^\top w) = 2w", r"\nabla_w (w^\top w) = w"),
        (r" for all $w\in\mathbb R^n$.", r"\nabla_w (w^\top w) = 2w", r"\nabla_w (w^\top w) = w"),
        (
            r" for all $w\in\mathbb R^n$, $A \in \mathbb R^{n \times n}$.",
            r"\nabla_w (w^\top A w) = (A+A^\top) w", r"\nabla_w (w^\top A w) = 2A w",
        ),
        (r"，其中 $w\in\mathbb R^n$。", r"\nabla_w (w^\top w) = 2w", r"\nabla_w (w^\top w) = w"),
    ],
)  # fmt: skip
def test_shapes_behind_a_formula_in_running_text(behind: str, true: str, false: str) -> None:
    assert verdicts(f"We have ${true}${behind}") == ["proved"]
    assert verdicts(f"We have ${false}${behind}") == ["refuted"]
