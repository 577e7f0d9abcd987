"""A bound that was put up ends where the text widens or lifts it; nothing is proved by it from there on."""

import pytest

import symnn
from symnn.verdict import name_of

PUT_UP = "Suppose $x > 0$. Then $\\sqrt{x^2}=x$.\n\n"


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "behind",
    [
        r"Let $x\in\mathbb{R}$. Then $|x| = x$.",
        r"Let $x\in(-1,1)$. Then $|x| = x$.",
        r"设 $x\in\mathbb{R}$。则 $|x|=x$。",
        r"For every $x\in\mathbb{R}$, $|x| = x$.",
        "For all $x\\in\\mathbb{R}$,\n\n$$|x| = x$$",
        r"$$|x| = x \quad (x \in \mathbb{R})$$",
        r"$$\forall x\in\mathbb{R}:\ |x| = x$$",
        r"$$|x| = x \quad \text{for all } x\in\mathbb{R}$$",
        r"For arbitrary $x$, $|x| = x$.",
        r"For all real $x$ we have $|x| = x$.",
        r"If $x$ is any real number, $|x| = x$.",
        r"对任意实数 $x$，$|x| = x$。",
        r"Now suppose $x$ is arbitrary. Then $|x| = x$.",
        r"Consider real $x$. Then $|x| = x$.",
        r"Without this restriction $|x| = x$.",
        "We now remove the restriction on $x$.\n\n$$|x| = x$$",
        r"Dropping the assumption, $|x| = x$.",
        r"For both signs of $x$, $|x| = x$.",
        r"Whatever the sign of $x$, $|x| = x$.",
        r"The identity $|x| = x$ holds everywhere.",
        r"Back to real $x$: $|x| = x$.",
        r"The other case is similar. Hence $|x| = x$ for all $x$.",
        r"去掉这一限制，$|x| = x$。",
        r"For negative inputs $|x| = x$.",
        r"If the input is negative, $|x| = x$.",
        r"In the opposite case, $|x| = -x$.",
        r"反之 $|x|=-x$。",
        "---\n\nWe have $|x| = x$.",
    ],
)
def test_a_bound_that_is_widened_proves_and_refutes_nothing(behind: str) -> None:
    assert verdicts(PUT_UP + behind) == ["proved", "undecided"]


@pytest.mark.parametrize(
    "text",
    [
        "1. Suppose $x>0$. Then $\\sqrt{x^2}=x$.\n2. We have $|x| = x$.",
        "- Suppose $x>0$. Then $\\sqrt{x^2}=x$.\n- Otherwise we have $|x| = x$.",
        "> Suppose $x>0$. Then $\\sqrt{x^2}=x$.\n\nWe have $|x| = x$.",
        "Proof. Suppose $x>0$. Then $\\sqrt{x^2}=x$. ∎\n\n$$|x| = x$$",
    ],
)
def test_a_bound_is_no_longer_sure_behind_its_item_quote_or_proof(text: str) -> None:
    assert verdicts(text) == ["proved", "undecided"]


@pytest.mark.parametrize(
    "behind",
    [
        r"Hence $|x| = x$.",
        r"The sigmoid is always positive. For all $y \in \mathbb{R}$, $y^2 \ge 0$. Hence $|x| = x$.",
        r"For every $n\in\mathbb{N}$, $|x|^n = x^n$.",
        r"Without loss of generality $|x| = x$.",
        r"For all $x\in\mathbb{R}$, $|x| \ge x$.",
        r"For all $x < 0$ we have $|x| = -x$.",
        r"Let $y\in\mathbb{R}$. Then $|x| + y = x + y$.",
        r"又 $|x|^3=x^3$。",
    ],
)
def test_what_is_still_meant_is_proved(behind: str) -> None:
    assert set(verdicts(PUT_UP + behind)) == {"proved"}


@pytest.mark.parametrize(
    "text", ["1. Let $x > 0$.\n2. Then $|x| = x$.", r"Let $x > 0$ and $x\in\mathbb{R}$. Then $|x| = x$."]
)
def test_an_item_or_a_sentence_that_puts_it_up_with_others_does_not_end_it(text: str) -> None:
    assert verdicts(text) == ["proved"]


def test_a_false_formula_is_refuted_under_its_bound() -> None:
    assert verdicts(PUT_UP + r"Hence $|x| = 2x$.")[-1] == "refuted"
