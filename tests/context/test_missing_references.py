"""A reference to an equation that is not there leaves open the formula whose sentence it stands in, and no other."""

import pytest

import symnn
from symnn.verdict import name_of

OPEN = r"\frac{d}{dx} x^4 = 3x"


def verdicts(text: str) -> list[str]:
    text = f"\\documentclass{{article}}\n\\begin{{document}}\n{text}\n\\end{{document}}\n"
    report = symnn.verify(
        text=text.replace("[[", "\\begin{equation} ").replace("]]", " \\end{equation}"), format="latex"
    )
    for claim in report.claims:
        reason = getattr(claim.verdict, "reason", "")
        assert name_of(claim.verdict) == "refuted" or "eq:none, which was not found" in reason
    return [name_of(c.verdict) for c in report.claims]


@pytest.mark.parametrize(
    "text",
    [
        f"By \\eqref{{eq:none}}, ${OPEN}$.",
        f"By \\eqref{{eq:none}}, [[{OPEN}]]",
        f"We have\n[[{OPEN}]]\nby \\eqref{{eq:none}}.",
        f"We have\n[[{OPEN}]]\nThis follows from \\eqref{{eq:none}}.",
        f"We insert this into \\eqref{{eq:none}}. This gives\n[[{OPEN}]]",
        f"Inserting $x = y$ into \\eqref{{eq:none}}. We get\n[[{OPEN}]]",
    ],
)
def test_the_formula_of_its_sentence_is_open(text: str) -> None:
    assert verdicts(text) == ["undecided"]
    assert verdicts(f"{text}\n\nFurther, ${OPEN}$.") == ["undecided", "refuted"]


@pytest.mark.parametrize(
    "text",
    [
        f"We have\n[[{OPEN}]]\nSee \\eqref{{eq:none}} for that.",
        f"See \\eqref{{eq:none}} for that. Then\n[[{OPEN}]]",
        f"See \\eqref{{eq:none}}.\n\n[[{OPEN}]]",
    ],
)
def test_another_formula_is_not(text: str) -> None:
    assert verdicts(text) == ["refuted"]


def test_the_display_before_it_is_not() -> None:
    assert verdicts(f"We have\n[[{OPEN}]]\nBy \\eqref{{eq:none}} we get\n[[{OPEN}]]\nWe have\n[[{OPEN}]]") == [
        "refuted", "undecided", "refuted",
    ]  # fmt: skip
