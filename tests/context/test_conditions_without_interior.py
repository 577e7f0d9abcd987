"""What holds only where an equation between parameters does is warned of; where it means nothing, it is refuted."""

import pytest

import symnn
from symnn.verdict import name_of


def found(text: str) -> tuple[str, list[str]]:
    report = symnn.verify(text=text + "\n")
    return name_of(report.claims[-1].verdict), [f.code for f in report.findings]


@pytest.mark.parametrize(
    "text",
    [
        r"Let $f(t) = a e^{-b t}$. Then $f'(t) = b f(t)$.",
        r"It is true that $\cos(a)\cos(b) - \sin(a)\sin(b) = \cos(a - b)$.",
    ],
)
def test_a_lost_sign_between_two_parameters_is_a_warning(text: str) -> None:
    assert found(text) == ("conditional", ["W212"])


def test_at_a_parameter_at_which_both_sides_mean_nothing_it_is_refuted() -> None:
    verdict, codes = found(r"Let $g(x) = e^{-x/c}/c$. Its slope is $g'(x) = \frac{1}{c} g(x)$.")
    assert (verdict, codes) == ("refuted", ["E202"])


def test_where_the_right_sign_stands_nothing_is_said() -> None:
    assert found(r"Let $f(t) = a e^{-b t}$. Then $f'(t) = -b f(t)$.") == ("proved", [])


def test_a_condition_with_an_interior_stays_a_note() -> None:
    assert found(r"We have $\max(x, c x) = \max(0, x) + c \min(0, x)$.")[1] == ["N210"]
