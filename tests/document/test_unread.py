"""What looks like a formula outside of math delimiters is counted in one note for a document; prose is not."""

import pytest

from symnn.document.loading import parse


def note(text: str, format: str = "markdown") -> tuple[str, str] | None:
    """The stretch and the message of the note, if there is one."""
    document = parse(text, format=format)
    found = [(document.text[p.start : p.end], p.message) for p in document.problems if p.code == "N113"]
    assert len(found) < 2
    return found[0] if found else None


@pytest.mark.parametrize(
    "formula",
    [
        "σ(x) = 1/(1+e^(-x))", "σ'(x) = σ(x)(1-σ(x))", "f(x) = 3x", "tanh(x) = 2σ(2x) − 1", "y = Wx + b", "∂L/∂w = 2w",
        "dy/dx = 3x²", "θ = θ - η∇L", "L_i = -\\log p_i", "softmax(z) = exp(z)/Z", "α ≤ 1", "x² ≥ 0",
        "ReLU(x)=max(0,x)",
    ],
)  # fmt: skip
def test_a_formula_in_running_text_is_told(formula: str) -> None:
    for text in (f"The function is {formula}, as said.\n", f"- {formula}\n", f"# About {formula}\n", f"> {formula}\n"):
        found = note(text)
        assert found is not None
        assert text.index(found[0]) <= text.index(formula[0], text.index(formula)) + 2
        assert found[1] == "1 place looks like a formula outside of math delimiters; it is not read: write $…$"
    assert note(f"The function is {formula}, as said.\n", "rest") is not None


@pytest.mark.parametrize(
    "text",
    [
        "The function is $σ(x) = 1/(1+e^{-x})$.",
        "Use `σ(x) = 1/(1+e^(-x))` there.",
        "```python\nf(x) = 3*x + 1\n```",
        "    y = W*x + b",
        "<!-- f(x) = 3x -->",
        "[f](http://a.b/c?x=a+b&y=3) and http://a.b/?x=a+b",
        '<img src="a.png" width=50% alt="f(x) = 3x">',
        "Python ≥ 3.10 and input → output; 5 ≤ 6 GB, a/b tests, and/or, 3 = three.",
        "Call fit(x, y) == 3, SGD(lr=0.1), key=value, a=b, x86-64, C++ = fast, e.g. (a) = first.",
        "![f](a.png){width=50% x=a+b}",
        "(eq:a)=\n\n$$a = b$$",
        "The α-divergence and the μ and σ of it; β = beta in Greek.",
    ],
)
def test_what_is_no_formula_or_is_read_is_not_told(text: str) -> None:
    assert note(f"{text}\n") is None


def test_places_are_counted_and_the_first_is_shown() -> None:
    found = note("Here f(x) = 3x holds.\n\nAnd σ(0) = 1/2, and $g(x) = x$.\n\n- y = Wx + b\n")
    assert found is not None
    assert found[0].startswith("f(x)")
    assert found[1].startswith("3 places look like a formula outside of math delimiters (here the first); they are not")


def test_plain_text_reads_them_itself() -> None:
    assert note("σ(x) = 1/(1+e^(-x))\n", "text") is None


def test_of_a_notebook_one_note_is_given() -> None:
    cell = '{"cell_type": "markdown", "metadata": {}, "source": ["Here f(x) = 3x holds."]}'
    found = note(f'{{"cells": [{cell}, {cell}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}', "notebook")
    assert found is not None
    assert found[1].startswith("2 places")
