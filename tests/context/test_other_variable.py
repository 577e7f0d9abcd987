"""W412: a derivative by a weight or input that does not occur, where the other side is one by what does."""

import pytest

import symnn
from symnn.verdict import name_of


def told(text: str) -> list[str]:
    report = symnn.verify(text=text + "\n")
    assert "refuted" not in [name_of(c.verdict) for c in report.claims]
    return [f.message for f in report.findings if f.code == "W412"]


@pytest.mark.parametrize(
    ("text", "of", "by", "other"),
    [
        (r"Let $f(x) = x^2$. Then $$\frac{\partial f}{\partial w} = 2x$$", "f", "w", "x"),
        (r"$$L = (y - t)^2$$ $$\frac{\partial L}{\partial w} = 2(y - t)$$", "L", "w", "y"),
        (r"$$\frac{\partial}{\partial w} (x^2 + b) = 2x$$", "x^2 + b", "w", "x"),
        (r"$$\frac{d}{dx} \sigma(z) = \sigma(z)(1-\sigma(z))$$", "σ(z)", "x", "z"),
        (r"$$\frac{\partial \sigma(z)}{\partial x} = \sigma(z)(1 - \sigma(z))$$", "σ(z)", "x", "z"),
        (r"$$J(\theta) = \frac12 \theta^2$$ $$\frac{\partial J}{\partial w} = \theta$$", "J", "w", "θ"),
    ],
)
def test_the_variable_was_mistaken(text: str, of: str, by: str, other: str) -> None:
    assert told(text) == [f"{of} does not contain {by}; the right side is its derivative by {other}"]


@pytest.mark.parametrize(
    "text",
    [
        r"$$z = wx + b$$ $$\frac{\partial z}{\partial w} = x$$",
        r"$$E = \frac12 (y - t)^2$$ $$\frac{\partial E}{\partial b} = y - t$$",  # a bias: y = wx + b
        r"$$E = \frac12 (y - t)^2$$ $$\frac{\partial E}{\partial a} = y - t$$",  # a linear unit: y = a
        r"Let $h(x) = x^3$. $$\frac{dh}{dw} = 3w^2$$",
        r"$$E = \frac12 (y - t)^2$$ $$\frac{\partial E}{\partial w} = (y - t)x$$",
        r"$$L = (y - t)^2$$ $$\frac{\partial L}{\partial w} = 2(y-t)\frac{\partial y}{\partial w}$$",
        r"$$\frac{\partial}{\partial w} (x^2 + b) = 0$$",
        r"$$\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} x$$",
        r"$$E = \frac12 (w_1 x - t)^2$$ $$\frac{\partial E}{\partial w} = (w_1 x - t) x$$",
    ],
)
def test_what_may_be_meant_is_not_told(text: str) -> None:
    assert told(text) == []
