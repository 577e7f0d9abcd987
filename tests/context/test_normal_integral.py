"""Φ given as the integral of its density, in one display with the density or before it."""

import pytest

import symnn
from symnn.verdict import name_of

DENSITY = r"\phi(x) = \frac{1}{\sqrt{2\pi}} e^{-x^2/2}"
GIVEN = [
    r"$$\Phi(x) = \int_{-\infty}^x \phi(t)\, dt, \quad \phi(t) = \frac{1}{\sqrt{2\pi}} e^{-t^2/2}$$",
    rf"$$\Phi(x) = \frac{{1}}{{\sqrt{{2\pi}}}} \int_{{-\infty}}^x e^{{-t^2/2}}\, dt \qquad {DENSITY}$$",
    rf"$${DENSITY}, \quad \Phi(x) = \int_{{-\infty}}^x \frac{{e^{{-\frac{{1}}{{2}} t^2}}}}{{\sqrt{{2\pi}}}}\, dt$$",
    rf"$$\Phi(z) = \frac{{1}}{{\sqrt{{2}}\sqrt{{\pi}}}} \int_{{-\infty}}^z \exp(-u^2/2)\, du, \quad {DENSITY}$$",
]


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\operatorname{GELU}'(x) = \Phi(x) + x \phi(x)", "proved"),
        (r"\operatorname{GELU}'(x) = \Phi(x) - x \phi(x)", "refuted"),
        (r"\Phi(-x) = 1 - \Phi(x)", "proved"),
        (r"\Phi'(x) = x\phi(x)", "refuted"),
    ],
)
def test_it_is_the_distribution_function(given: str, claim: str, expected: str) -> None:
    assert verdicts(f"{given}\n\nThen $\\operatorname{{GELU}}(x) = x\\Phi(x)$ and\n\n$${claim}$$") == [expected]


@pytest.mark.parametrize(
    "given",
    [
        r"\Phi(x) = \frac{1}{\sqrt{2\pi}} \int_{-\infty}^x e^{-t^2}\, dt",
        r"\Phi(x) = \frac{1}{\sqrt{2\pi}} \int_{-\infty}^x t e^{-t^2/2}\, dt",
        r"\Phi(x) = \frac{1}{\sqrt{2\pi}} \int_{-1}^x e^{-t^2/2}\, dt",
        r"\Phi(x) = \frac{1}{\sqrt{2\pi}} \int_{-\infty}^x e^{t^2/2}\, dt",
    ],
)
def test_another_integral_is_not(given: str) -> None:
    assert verdicts(f"$${given}$$\n\nThen\n\n$$\\Phi(-x) = 1 - \\Phi(x)$$") == ["undecided"]


def test_without_its_factor_it_is_not_the_distribution_function() -> None:
    given = r"$$\Phi(x) = \int_{-\infty}^x e^{-t^2/2}\, dt$$"
    assert verdicts(f"{given}\n\nThen\n\n$$\\Phi(-x) = 1 - \\Phi(x)$$") == ["refuted"]
    assert verdicts(f"{given}\n\nThen\n\n$$\\Phi(-x) = \\sqrt{{2\\pi}} - \\Phi(x)$$") == ["proved"]
