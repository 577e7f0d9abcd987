"""``symnn.derivative``: what comes back is proved, and numbers agree."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

import symnn
from symnn.formulas import FormulaError
from symnn.numeric.names import LISTED

X = np.array([-2.25, -0.75, 0.5, 1.75])


@pytest.mark.parametrize("name", [n for n, e in LISTED.items() if not e.defaults and not n.startswith("gelu_")])
def test_the_derivative_of_an_activation_is_that_of_the_compiled_code(name):
    found = symnn.derivative(name)
    expected = symnn.compile(name).derivative(X)
    if not sympy.sympify(found.sympy).free_symbols:
        np.testing.assert_allclose(np.full_like(X, float(found.sympy)), expected, rtol=1e-12, atol=1e-300)
        return
    np.testing.assert_allclose(symnn.compile(found.term)(X), expected, rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize(
    ("formula", "right"),
    [
        ("x^2", "2*x"),
        ("exp(-x^2)", "-2*x*exp(-x^2)"),
        ("log(x)", "1/x"),
        ("sqrt(x)", "1/(2*sqrt(x))"),
        ("x tanh(x)", "tanh(x) + x*(1 - tanh(x)^2)"),
    ],
)
def test_the_derivative_of_a_formula_is_the_one_of_the_textbook(formula, right):
    found = symnn.derivative(formula)
    from symnn.formulas import closed
    from symnn.sympy_bridge import to_sympy

    assert sympy.simplify(found.sympy - to_sympy(closed(right))) == 0


def test_a_kink_is_left_out_and_said():
    assert symnn.derivative("relu").where == "for x in (-∞, 0) ∪ (0, ∞)"
    assert symnn.derivative("|x|").where == "where x != 0"
    assert symnn.derivative("hard_swish").where == "for x in (-∞, -3) ∪ (-3, 3) ∪ (3, ∞)"


def test_parameters_are_letters_or_numbers():
    assert "beta" in {s.name for s in symnn.derivative("swish").sympy.free_symbols}
    found = symnn.derivative("elu", alpha=0.5)
    assert {s.name for s in found.sympy.free_symbols} == {"x"}
    assert symnn.derivative("leaky_relu", negative_slope=Fraction(1, 5)).term == (
        symnn.derivative("leaky_relu", gamma=0.2).term
    )
    with pytest.raises(FormulaError, match="there is no parameter beta"):
        symnn.derivative("elu", beta=1)


def test_higher_orders_are_proved_too():
    found = symnn.derivative("x^4", order=3)
    assert found.sympy == 24 * sympy.Symbol("x")
    assert str(found).startswith("(x^4)′′′ = ")


def test_a_sympy_expression_and_a_term_have_derivatives():
    x = sympy.Symbol("x", real=True)
    assert symnn.derivative(sympy.sin(x)).sympy == sympy.cos(x)
    assert symnn.derivative(symnn.catalog["softplus"].term).term is not None


@pytest.mark.parametrize("what", ["floor(x)", "nosuch", "x +"])
def test_what_has_no_proved_derivative_is_an_error(what):
    with pytest.raises(ValueError, match=r"derivative|no function|operand"):
        symnn.derivative(what)
