""" "Therefore, $g(x) = …$" behind a definition of g is a claim; after "we choose" and with new names it is none."""

import pytest

import symnn
from symnn.verdict import name_of

GIVEN = "Let $g(x) = \\tanh(x)$. "
TRUE, FALSE = r"g(x) = 2\sigma(2x) - 1", r"g(x) = 2\sigma(2x) - 2"


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "cue",
    [
        "Therefore, ${}$.", "\n\nTherefore ${}$.", "Thus, ${}$.", "Hence,\n\n$${}$$", "Therefore, by definition, ${}$.",
        "It follows that ${}$.", "Therefore, we have ${}$, as said above.", "因此 ${}$。", "因此，有 ${}$。",
        "所以，${}$。",
        "故 ${}$。", "因此，我们有\n\n$${}$$", "We know the rules. Hence ${}$.",
    ],
)  # fmt: skip
def test_what_follows_is_claimed(cue: str) -> None:
    assert verdicts(GIVEN + cue.format(TRUE)) == ["proved"]
    assert verdicts(GIVEN + cue.format(FALSE)) == ["refuted"]


@pytest.mark.parametrize(
    "text",
    [
        "We take $f(x) = x$. Therefore, we now choose $f(x) = x^2$.",
        "We take $f(x) = x$. Thus we define $f(x) = x^2$.",
        "The network is linear: $f(x) = x$. Hence we use $f(x) = x^2$ instead.",
        "Let $f(x) = x$. We use a quadratic model. Thus, $f(x) = x^2$.",
        "Let $f(x) = x$. The slope is learnt. Thus, $f(x) = \\beta x$.",
        "# A\n\nLet $f(x) = x$.\n\n# B\n\nThe unit is quadratic. Thus, $f(x) = x^2$.",
        "令 $f(x) = x$。改用平方函数。因此，$f(x) = x^2$。",
        "令 $f(x) = x$。故障时 $f(x) = x^2$。",
    ],
)
def test_another_choice_is_no_claim(text: str) -> None:
    assert verdicts(text) == []


def test_a_name_without_arguments_too() -> None:
    assert verdicts("Let $p = \\sigma(z)$. Therefore, $p = 1/(1 + e^{-z})$.") == ["proved"]
    assert verdicts("令 $p = \\sigma(z)$。故 $p = 1 + e^{-z}$。") == ["refuted"]
