"""Numbers with groups of three digits; words between the rows of an environment."""

import pytest

import symnn
from symnn.verdict import name_of


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"1{,}000 + 1 = 1001", "proved"),
        (r"1{,}000 + 1 = 1002", "refuted"),
        (r"10\,000 = 10^4", "proved"),
        (r"1{,}234{,}567.5 = 1234567.5", "proved"),
        (r"1{,}00 = 100", "unreadable"),
        (r"1{,}0000 = 10000", "unreadable"),
    ],
)
def test_groups_of_three_digits_are_one_number(formula: str, expected: str) -> None:
    (claim,) = symnn.verify(text=f"Numbers.\n\n$${formula}$$\n").claims
    assert name_of(claim.verdict) == expected


@pytest.mark.parametrize("sign", [r"\intertext", r"\\ \intertext", r"\\ \shortintertext"])
@pytest.mark.parametrize(("last", "expected"), [("2x", "proved"), ("3x", "refuted")])
def test_words_between_rows_end_a_row(sign: str, last: str, expected: str) -> None:
    rows = rf"(x+1)^2 &= x^2 + 2x + 1 {sign}{{and therefore}} (x+1)^2 - 1 &= x^2 + {last}"
    claims = symnn.verify(text=f"The steps.\n\n\\begin{{align}} {rows} \\end{{align}}\n").claims
    assert [name_of(c.verdict) for c in claims] == ["proved", expected]
