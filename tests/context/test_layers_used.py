"""A layer above a name without brackets, in documents that count layers so."""

import pytest

import symnn
from symnn.context.understanding import understand
from symnn.document import parse
from symnn.verdict import Undecided, name_of

NET = r"""Let $W^l \in \mathbb{R}^{n_l \times n_{l-1}}$, $b^l \in \mathbb{R}^{n_l}$, $a^0 \in \mathbb{R}^{n_0}$.
The layers compute $z^l = W^l a^{l-1} + b^l$ and $a^l = \sigma(z^l)$. The cost $C$ is a differentiable function of the
output activations $a^L$. The error is $\delta^l = \frac{\partial C}{\partial z^l}$. Then
"""


def last(formula: str, text: str = NET) -> str:
    *_, claim = symnn.verify(text=f"{text}\n$${formula}$$\n").claims
    return name_of(claim.verdict)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\delta^l = ((W^{l+1})^\top \delta^{l+1}) \odot \sigma'(z^l)", "proved"),
        (r"\delta^l = (W^{l+1} \delta^{l+1}) \odot \sigma'(z^l)", "refuted"),
        (r"\delta^l = ((W^{l+1})^\top \delta^{l+1}) \odot \sigma'(z^{l+1})", "refuted"),
        (r"\delta^l = ((W^{l+1})^\top \delta^{l+1}) \odot \sigma'(a^l)", "refuted"),
        (r"\delta^L = \frac{\partial C}{\partial a^L} \odot \sigma'(z^L)", "proved"),
        (r"\delta^L = \frac{\partial C}{\partial a^L} \odot \sigma'(a^L)", "refuted"),
        (r"\frac{\partial C}{\partial W^l} = \delta^l (a^{l-1})^\top", "proved"),
        (r"\frac{\partial C}{\partial W^l} = \delta^l (a^l)^\top", "refuted"),
        (r"\frac{\partial C}{\partial b^l} = \delta^l", "proved"),
    ],
)
def test_backpropagation_in_the_notation_of_nielsen(formula: str, expected: str) -> None:
    assert last(formula) == expected


def test_a_number_above_such_a_name_has_two_readings() -> None:
    assert last("W^2 = W^2") == "unreadable"


def reading(text: str) -> str:
    return understand(parse(text, "notes.md")).readings[-1].reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In layer $l$ the error is $\\delta^l = \\frac{\\partial C}{\\partial z^l}$. Then $\\delta^l$", "δ^(l)"),
        ("Layers compute $a^\\ell = \\sigma(z^\\ell)$. Then $a^\\ell$", "a^(ℓ)"),
        ("Layers compute $a_j^l = \\sigma(z_j^l)$. Then $a^l_j$", "a_j^(l)"),
        ("Here $z^l = W^l a^{l-1}$. Then $z^l$", "z^l"),
        ("After $l$ layers the factor is $w^l$. Then $w^l$", "w^l"),
    ],
)
def test_the_letter_is_an_index_where_the_document_shows_it(text: str, expected: str) -> None:
    assert reading(text + ".\n") == expected


def test_a_power_of_another_name_beside_layers_has_two_readings() -> None:
    text = "In layer $l$ we have $a^l = \\sigma(z^l)$.\n\n$$\\gamma^l = \\gamma^l \\gamma$$\n"
    assert understand(parse(text, "notes.md")).readings[-1].error is not None


def test_a_recursion_over_layers_defines() -> None:
    report = symnn.verify(text="Layer $l$ computes $z^l = W^l a^{l-1} + b^l$ and $a^l = \\sigma(z^l)$.\n")
    assert not report.claims
    assert not [f for f in report.findings if f.severity != "note"]


def test_without_declarations_the_gradient_is_left_open() -> None:
    text = "Layers compute $z^l = W^l a^{l-1} + b^l$ and $a^l = \\sigma(z^l)$.\n"
    *_, claim = symnn.verify(text=f"{text}\n$$\\frac{{\\partial C}}{{\\partial b^l}} = \\delta^l$$\n").claims
    assert isinstance(claim.verdict, Undecided)
