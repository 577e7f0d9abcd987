"""Calls of functions that are known: values at a point, and equations of a function with itself."""

import pytest

import symnn
from symnn.verdict import name_of

BELL = r"$$C(z) = z^2 + 1$$"
LOGISTIC = r"$$\sigma(z) = \frac{1}{1 + e^{-z}}$$"


def last(*parts: str) -> str:
    *_, claim = symnn.verify(text="\n\n".join(parts) + "\n").claims
    return name_of(claim.verdict)


def codes(*parts: str) -> set[str]:
    found = symnn.verify(text="\n\n".join(parts) + "\n").findings
    return {f.code for f in found if f.severity != "note"}


@pytest.mark.parametrize(
    ("before", "formula", "expected"),
    [
        (BELL, "C(z) = C(-z)", "proved"),
        (BELL, "C(z) = C(z - 1) + 2 z - 1", "proved"),
        (BELL, "C(z) = C(-z) + z", "refuted"),
        (r"$$S(z) = \log(1 + e^z)$$", "S(z) = z + S(-z)", "proved"),
        (r"$$S(z) = \log(1 + e^z)$$", "S(z) = 2 z + S(-z)", "refuted"),
        (LOGISTIC, r"\sigma(z) = 1 - \sigma(-z)", "proved"),
        (LOGISTIC, r"\sigma(z) = \sigma(-z)", "refuted"),
        ("The unit is logistic.", r"\sigma(z) = 1 - \sigma(-z)", "proved"),
        ("The unit is logistic.", r"\sigma(z) = 1 + \sigma(-z)", "refuted"),
        (r"$$V(s) = \sum_{t=0}^{2} \gamma^t$$", r"V(s) = 1 + \gamma V(u)", "undecided"),
        ("$$T(n) = n^2$$\n\nThe second algorithm has", "T(n) = 2 T(n/2) + n", "undecided"),
        (f"# First\n\n{BELL}\n\n## Second\n\nNow we have", "C(z) = C(-z) + z", "undecided"),
    ],
)
def test_an_equation_of_a_known_function_with_itself_is_a_claim(before: str, formula: str, expected: str) -> None:
    assert last(before, f"$${formula}$$") == expected


@pytest.mark.parametrize("formula", ["F(n) = F(n - 1) + F(n - 2)", "F(x) = F(x) + h(x)"])
def test_a_recurrence_and_an_update_are_no_errors(formula: str) -> None:
    assert codes("$$h(x) = x$$", f"$${formula}$$") == set()


def test_a_function_that_is_brought_up_to_date_is_not_refuted() -> None:
    assert codes("$$F(x) = x^2$$", "The next model is", "$$F(x) = F(x) + 0.1 x$$") == set()


@pytest.mark.parametrize(
    "formula",
    [
        r"y = \tanh(a) = 0.5",
        r"a = \sigma(z) = 0.731",
        r"\tanh(z) = 0.3",
        r"h = \mathrm{ReLU}(z) = 1.5",
        r"a = \sigma(z) = \hat{y}",
        r"h = \max(0, z) = 2",
        r"a = \sigma(z) = \frac{1}{3}",
    ],
)
def test_a_value_of_a_known_function_says_not_what_it_is(formula: str) -> None:
    other = formula.replace("0.", "0.1").replace("1.5", "2.5")
    assert codes("We compute", f"$${formula}$$", "and then", f"$${other}$$") == set()
    assert last("We compute", f"$${formula}$$") == "undecided"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\sigma(0) = 0.5", "proved"),
        (r"\sigma(0) = 0.6", "refuted"),
        (r"\tanh(x) = 2 \sigma(2 x) - 1", "proved"),
        (r"\tanh(x) = 2 \sigma(2 x) + 1", "refuted"),
        ("f(2) = 4", "undecided"),
    ],
)
def test_values_and_identities_of_known_functions_are_claims(formula: str, expected: str) -> None:
    assert last("We have", f"$${formula}$$") == expected


def test_values_of_a_function_that_is_given_nowhere_are_no_two_definitions() -> None:
    assert codes("We measure", "$$f(2) = 4$$", "and", "$$f(3) = 9$$") == set()


def test_values_of_a_function_that_is_given_are_claims() -> None:
    assert last("$$f(x) = x^2$$", "Then", "$$f(3) = 9$$") == "proved"
    assert last("$$f(x) = x^2$$", "Then", "$$f(3) = 8$$") == "refuted"


def test_another_body_of_the_logistic_function_is_an_error_as_before() -> None:
    assert "E301" in codes(LOGISTIC, "and", r"$$\sigma(z) = \frac{1}{1 + e^{z}}$$")
