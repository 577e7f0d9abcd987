"""W405: told where it is probably a slip, of the rest with ``--strict`` and once a document."""

from __future__ import annotations

import pytest

import symnn
from symnn.check import Options
from symnn.context.lints.undefined import one_slip


def told(text: str, **options: object) -> list[str]:
    report = symnn.verify(text=text, options=Options(jobs=1, **options))  # type: ignore[arg-type]
    return [f.message for f in report.findings if f.code == "W405"]


BOOK = "We have $p(x, y) + 1 = p(y) p(x)$ and $\\operatorname{KL}(x) \\ge 0$.\n\nAlso $p(2x) + 3 = p(x)$.\n"


def test_densities_and_quantities_of_the_field_are_told_with_strict_once_a_document():
    assert told(BOOK) == []
    assert [m.split()[0] for m in told(BOOK, strict=True)] == ["p", "KL"]
    assert [m.split()[0] for m in told(BOOK, select=("W405",))] == ["p", "KL"]


def test_a_name_that_is_nearly_a_known_one_is_told():
    assert told("$$\\operatorname{sigmiod}(x) + 1 \\le 2$$\n") == [
        "sigmiod is used here and defined nowhere in this document; is sigmoid meant?"
    ]
    (found,) = told("$$\\operatorname{squash}(x) = \\max(0, x)$$\n\n$$\\operatorname{sqash}(x) \\ge 0$$\n")
    assert found.endswith("is squash meant?")


def test_a_claim_that_an_author_has_tagged_says_what_it_lacks():
    assert told("<!-- @claim c -->\n$$\\operatorname{gate}(x) + 1 \\le 2$$\n") != []


@pytest.mark.parametrize("pair", [("clamp", "clampp"), ("sigmiod", "sigmoid"), ("tahn", "tanh"), ("softmax", "sofmax")])
def test_one_slip_of_the_pen(pair):
    assert one_slip(*pair)
    assert one_slip(*pair[::-1])


@pytest.mark.parametrize("pair", [("clamp", "clamp"), ("softmin", "softmax"), ("tanh", "hatn"), ("abc", "abcde")])
def test_more_than_one_slip_is_another_name(pair):
    assert not one_slip(*pair)
