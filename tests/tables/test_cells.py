"""What the cells of well-known functions must be, from mathematics; every one proved."""

from __future__ import annotations

import pytest

from symnn.notation import read
from symnn.tables.columns import COLUMNS
from symnn.tables.formats import marked
from symnn.tables.model import MEASURED, NOTHING, OPEN, PROVED, Cell
from symnn.tables.subjects import Subject, subjects
from symnn.term import Term


def subject(name: str) -> Subject:
    (found,) = subjects([name])
    return found


def cell(name: str, column: str) -> Cell:
    return COLUMNS[column](subject(name))


def term(latex: str) -> Term:
    return read(latex).parts[0].term


SELF = {
    "sigmoid": r"\sigma(x)(1-\sigma(x))",
    "tanh": r"1-\tanh^{2}(x)",
    "softplus": r"\sigma(x)",
    "log-sigmoid": r"1-\sigma(x)",
    "swish": r"\beta f(x)+\sigma(\beta x)(1-\beta f(x))",
    "SiLU": r"f(x)+\sigma(x)(1-f(x))",
    "ELU": r"\begin{cases} 1 & x > 0 \\ f(x)+\alpha & x < 0 \end{cases}",
    "softsign": r"(1-|f(x)|)^{2}",
    "tanh-shrink": r"(x-f(x))^{2}",
    "GELU": r"\Phi(x)+x\phi(x)",
    "log(cosh(x))": r"\tanh(x)",
    "e^{-e^{-x}}": r"e^{-x}f(x)",
    "1/x": r"-f(x)^{2}",
}


@pytest.mark.parametrize("name", SELF)
def test_the_derivative_in_terms_of_the_function_itself_is_found_and_proved(name: str) -> None:
    found = cell(name, "self")
    assert found.status == PROVED
    assert term(found.pieces[0][1]) == term(SELF[name])
    assert [c.verdict for c in found.claims] == ["proved"]


@pytest.mark.parametrize("name", ["atan", "ReLU", "hard-tanh", "unit-step", "x^2", "BCE"])
def test_a_function_without_such_a_form_has_a_dash(name: str) -> None:
    assert cell(name, "self").status == NOTHING


TEXTS = {
    ("sigmoid", "derivative"): r"$\frac{e^{-x}}{(1 + e^{-x})^{2}}$",
    ("sigmoid", "second"): r"$\sigma(x) (1 - \sigma(x)) (1 - 2 \sigma(x))$",
    ("sigmoid", "range"): "$(0, 1)$",
    ("sigmoid", "limits"): "$0$, $1$",
    ("sigmoid", "lipschitz"): r"$\frac{1}{4}$",
    ("sigmoid", "monotone"): "strictly increasing",
    ("sigmoid", "convex"): r"convex on $x \le 0$, concave on $x \ge 0$",
    ("sigmoid", "zero-centred"): "no: $f > 0$",
    ("sigmoid", "saturation"): "both sides ($0$, $0$)",
    ("sigmoid", "kinks"): "none",
    ("tanh", "range"): "$(-1, 1)$",
    ("tanh", "lipschitz"): "$1$",
    ("tanh", "zero-centred"): "yes: odd",
    ("tanh", "second"): r"$-2 \tanh(x) (1 - \tanh^{2}(x))$",
    ("ReLU", "derivative"): r"$\begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{if } x < 0 \end{cases}$",
    ("ReLU", "range"): r"$[0, \infty)$",
    ("ReLU", "kinks"): r"$0$ ($0$ | $1$)",
    ("ReLU", "monotone"): "never decreasing",
    ("ReLU", "convex"): "convex",
    ("ReLU", "saturation"): "left ($0$, $1$)",
    ("ReLU", "zero-centred"): r"no: $f \ge 0$",
    ("softplus", "convex"): "convex",
    ("softplus", "second"): r"$\sigma(x) (1 - \sigma(x))$",
    ("swish", "monotone"): "no",
    ("GELU", "second"): r"$\phi(x) (2 - x^{2})$",
    ("GELU", "limits"): r"$0$, $\infty$",
    ("GELU", "zero-centred"): "both signs, not odd",
    ("ELU", "range"): r"$(-\alpha, \infty)$",
    ("ELU", "convex"): r"convex exactly where $\alpha \le 1$",
    ("ELU", "lipschitz"): r"$\max(1, \alpha)$",
    ("ELU", "kinks"): r"$0$ ($\alpha$ | $1$)",
    ("softsign", "range"): "$(-1, 1)$",
    ("softsign", "kinks"): "none",
    ("hard-tanh", "range"): "$[-1, 1]$",
    ("hard-tanh", "kinks"): "$-1$ ($0$ | $1$); $1$ ($1$ | $0$)",
    ("hard-tanh", "convex"): "neither",
    ("hard-swish", "range"): r"$\left[ -\frac{3}{8}, \infty \right)$",
    ("mish", "saturation"): "left ($0$, $1$)",
    ("mish", "monotone"): "no",
    ("unit-step", "lipschitz"): "none: it jumps",
    ("unit-step", "range"): r"$\{ 0, 1 \}$",
    ("unit-step", "monotone"): "never decreasing",
    ("squared-error", "lipschitz"): "unbounded",
    ("squared-error", "range"): r"$[0, \infty)$",
    ("abs(x)", "kinks"): "$0$ ($-1$ | $1$)",
    ("abs(x)", "range"): r"$[0, \infty)$",
    ("x·log(1+σ(x))", "derivative"): r"$\log(1 + \sigma(x)) + \frac{x \sigma(x) (1 - \sigma(x))}{1 + \sigma(x)}$",
    ("atan", "limits"): r"$-\frac{\pi}{2}$, $\frac{\pi}{2}$",
    ("atan", "derivative"): r"$\frac{1}{1 + x^{2}}$",
    ("x**3", "monotone"): "strictly increasing",
}  # fmt: skip


@pytest.mark.parametrize(("name", "column"), TEXTS)
def test_a_cell_says_what_is_true_and_each_claim_behind_it_is_proved(name: str, column: str) -> None:
    found = cell(name, column)
    assert marked(found, "en") == TEXTS[name, column], found.reason
    assert found.status == PROVED
    assert found.claims
    assert {c.verdict for c in found.claims} == {"proved"}


def test_a_claim_of_the_catalogue_keeps_its_id() -> None:
    assert cell("sigmoid", "derivative").claims[0].id == "logistic-derivative"


def test_a_claim_made_here_is_named_by_row_and_column() -> None:
    assert cell("sigmoid", "self").claims[0].id == "logistic.self"


def test_saturation_of_a_loss_on_an_interval_is_not_asked_beyond_it() -> None:
    assert cell("BCE", "saturation").status == NOTHING


def test_a_range_is_not_claimed_where_only_a_bound_is_proved() -> None:
    """The minimum of GELU is no number with a name: a bound just below it is what can be proved."""
    assert marked(cell("GELU", "range"), "en") == r"$\ge -0.16998$"


def test_where_nothing_is_proved_the_cell_is_empty_and_has_a_reason() -> None:
    found = cell(r"f(x) = \alpha x + x^{3}", "monotone")
    assert found.status == OPEN
    assert found.pieces == ()
    assert found.reason


def test_accuracy_is_measured_and_says_so() -> None:
    found = cell("hard-tanh", "accuracy")
    assert found.status == MEASURED
    assert {c.verdict for c in found.claims} == {"proved"}


def test_long_constants_are_letters_whose_values_go_with_the_claim() -> None:
    found = subject("SELU")
    assert [s.text for s, _ in found.letters] == ["lambda", "alpha"]
    assert [n.text[:8] for _, n in found.letters] == ["1.050700", "1.673263"]
    assert cell("SELU", "derivative").status == PROVED


@pytest.mark.parametrize("name", ["1/x", "tan(x)", "exp(-1/x)"])
def test_the_sign_of_the_slope_says_nothing_of_a_function_with_poles(name: str) -> None:
    """1/x falls wherever it has a slope, and 1/(-1) < 1/1."""
    assert cell(name, "monotone").status == OPEN


@pytest.mark.parametrize("name", ["log(x)", "sqrt(x)", "x log(x)"])
def test_a_witness_of_the_slope_lies_where_the_function_has_a_value(name: str) -> None:
    found = cell(name, "monotone")
    assert ("word", "not-monotone") not in found.pieces or name == "x log(x)"
