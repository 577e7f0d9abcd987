"""W212: a claim that holds for single values of a parameter, which nothing gives."""

from __future__ import annotations

import pytest

import symnn


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"$$\frac{d}{dx} e^{b x} = e^{b x}$$", ["W212"]),
        (r"$$(a x)^2 = a x^2$$", ["W212"]),
        (r"$$\max(x, \gamma x) = \max(0, x) + \gamma \min(0, x)$$", ["N210"]),
        (r"$$3 c x^2 = x^2$$" + "\n\n" + r"Solving $3c = 1$ gives it.", ["N210"]),
        (r"Let $b > 2$." + "\n\n" + r"$$\frac{d}{dx} e^{b x} = e^{b x}$$", ["E202"]),
    ],
)  # fmt: skip
def test_a_parameter_that_is_pinned_is_a_warning(text: str, expected: list[str]) -> None:
    found = [f.code for f in symnn.verify(text=text + "\n").findings]
    assert list(dict.fromkeys(found)) == expected
