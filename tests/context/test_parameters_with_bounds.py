"""Bounds beside the name of a parameter hold in the section; values at a place are no conditions of what follows."""

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "text",
    [
        r"With a rate $k > 0$ we have $r(t) = e^{-kt}$. Then $|k| = k$.",
        r"The temperature is $\tau > 0$. Let $f(x) = e^{x/\tau}$." + "\n\n" + r"Then $\sqrt{\tau^2} = \tau$.",
        r"A cosine schedule with $T > 0$ is $\eta(t) = \frac12(1+\cos(\pi t/T))$. Then $\eta(T) = 0$.",
        r"The density with scale $c > 0$ is $g(x) = e^{-x/c}/c$. Then $|c| = c$.",
        r"温度 $\tau > 0$ 给定。则 $\sqrt{\tau^2} = \tau$。",
    ],
)
def test_the_bound_of_a_parameter_counts_in_its_section(text: str) -> None:
    assert verdicts(text)[-1] == "proved"


@pytest.mark.parametrize(
    "text",
    [
        r"With a rate $k > 0$ we have $r(t) = e^{-kt}$. Then $r'(t) = k r(t)$.",
        r"The Laplace density with scale $c > 0$ is $g(x) = \frac{1}{2c} e^{-|x|/c}$. For $x > 0$ its derivative is"
        r" $g'(x) = \frac{1}{c} g(x)$.",
    ],
)
def test_what_is_false_within_it_is_refuted(text: str) -> None:
    assert verdicts(text) == ["refuted"]


@pytest.mark.parametrize(
    "text",
    [
        r"The unit with $x > 0$ is active. Then $|x| = x$.",
        r"The unit with $x > 0$ is $f(x) = x$. Then $|x| = x$.",
        r"If the rate is $k > 0$, it falls. Then $|k| = k$.",
        r"For a rate $k > 0$ it falls. Then $|k| = k$.",
        r"当速率 $k > 0$ 时它下降。则 $|k| = k$。",
        r"The rate is not $k > 0$. Then $|k| = k$.",
    ],
)
def test_a_bound_of_an_argument_or_of_a_case_proves_nothing_behind_it(text: str) -> None:
    assert verdicts(text)[-1] != "proved"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Let $f(x) = x^2$. It starts at $f(1) = 1$ and ends at $f(0) = 0$.", ["proved", "proved"]),
        (r"Let $f(x) = x^2$. It starts at $f(1) = 3$ and ends at $f(0) = 0$.", ["refuted", "proved"]),
        (r"Let $f(x) = x \sigma(x)$. At the origin $f(0) = 1$ and $f'(0) = \frac12$.", ["refuted", "proved"]),
        (
            r"Let $0 \le \mu < 1$. It tends to $\lim_{t \to \infty} g \frac{1-\mu^t}{1-\mu} = \frac{g}{1+\mu}$.",
            ["refuted"],
        ),
        (r"It tends to $\frac{x^2}{x} = 2 x$.", ["undecided"]),
    ],
)
def test_values_at_places_and_limits_are_claims_of_their_own(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        r"Let $x, y \in \mathbb{R}^d$. For $\|x\| = \|y\| = 1$ we have $\|x - y\|^2 = 2 - 2 x^\top y$.",
        r"For $x^2 = y^2 = 1$ we have $x^2 y^2 = 1$.",
    ],
)
def test_a_chain_as_a_condition_is_no_claim(text: str) -> None:
    assert set(verdicts(text)) <= {"undecided", "proved"}
