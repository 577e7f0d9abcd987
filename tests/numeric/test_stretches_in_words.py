"""N602 names where digits are lost within the declared domain of the variable."""

import pytest

import symnn


@pytest.mark.parametrize(
    ("given", "formula", "where"),
    [
        (r"p \in (0, 1)", r"L(p) = \log(1 - p)", "for p between 0 and "),
        (r"p > 0", r"L(p) = \log(1 + p)", "for p between 0 and "),
        (r"x \in \mathbb{R}", r"g(x) = 2\sigma(2x) - 1", "for |x| below "),
    ],
)
def test_a_stretch_lies_in_the_domain(given: str, formula: str, where: str) -> None:
    found = symnn.verify(text=f"Let ${given}$.\n\n$${formula}$$\n").findings
    (message,) = [f.message for f in found if f.code == "N602"]
    assert where in message
    assert "inf" not in message
