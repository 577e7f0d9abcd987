"""A name that is defined and then taken up anew is any number again: nothing is proved by its definition."""

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


WITH = "With $p = 1-q$ we get $$p q = q - q^2.$$\n\n"


@pytest.mark.parametrize(
    "text",
    [
        WITH + "Let $p, q\\in\\mathbb{R}$. Then $$p + q = 1.$$",
        WITH + "Let $p$ and $q$ be arbitrary. Then $$p + q = 1.$$",
        WITH + "For any $p$ and $q$ whatsoever, $$p + q = 1.$$",
        "Let $q = 1-p$. Then $pq = p-p^2$.\n\nFor arbitrary $p,q\\in(0,1)$, $p + q = 1$.",
        "设 $q = 1-p$。则 $pq = p-p^2$。\n\n对任意 $p,q\\in(0,1)$，$p + q = 1$。",
    ],
)
def test_a_definition_ends_where_its_name_is_any_number(text: str) -> None:
    assert verdicts(text) == ["proved", "undecided"]


@pytest.mark.parametrize(
    "text",
    [
        "Let $q = 1-p$ with $p,q\\in(0,1)$. Then $p + q = 1$.",
        "Let $q = 1-p$, where $p\\in(0,1)$ and $q\\in(0,1)$. Then $p + q = 1$.",
        "Let $q = 1-p$. For any $p\\in(0,1)$, $p + q = 1$.",
        "Let $p, q\\in\\mathbb{R}$. Let $q = 1-p$. Then $p + q = 1$.",
        "Let $q = 1-p$. Let $q\\in(0,1)$. Then $(p+q)^2 = p^2+2pq+q^2$.",
    ],
)
def test_a_definition_that_is_still_meant_holds(text: str) -> None:
    assert verdicts(text)[-1] == "proved"


@pytest.mark.parametrize(
    "joined", [" with $a,b\\in\\mathbb{R}$", ", $a,b\\in\\mathbb{R}$", ", where $a,b\\in\\mathbb{R}$"]
)
def test_nothing_is_refuted_of_names_of_which_an_equation_is_supposed(joined: str) -> None:
    assert verdicts(f"Suppose $a+b=1${joined}. Then $a^2-b^2=a-b$.")[-1] == "undecided"
    assert verdicts(f"Suppose $a+b=1${joined}. Then $(a+b)^2=a^2+2ab+b^2$.")[-1] == "proved"
    assert verdicts(f"Suppose $a+b=1${joined}. Then $(x+y)^2=x^2+y^2$.")[-1] == "refuted"
