"""Logarithms near zero, and what a function is where its domain ends."""

import mpmath
import numpy as np
import pytest
import sympy

import symnn
from symnn.numeric.parts import CompileError

x = sympy.Symbol("x", real=True)
INF, NAN = np.inf, np.nan


@pytest.mark.parametrize(
    ("expression", "true"),
    [
        (sympy.log(1 - sympy.exp(-x)), lambda t: mpmath.log(-mpmath.expm1(-t))),
        (sympy.log(sympy.exp(x) - 1), lambda t: mpmath.log(mpmath.expm1(t))),
    ],
)
def test_logarithms_of_what_comes_to_zero_keep_their_digits(expression, true):
    f = symnn.compile(expression)
    with mpmath.workdps(700):
        for v in (1e-300, 1e-17, 1e-8, 1e-3, 0.1, 0.69, 1.0, 5.0, 40.0):
            exact = true(mpmath.mpf(v))
            assert abs(mpmath.mpf(float(f(v))) - exact) <= 2 * np.spacing(abs(float(exact)))


@pytest.mark.parametrize(
    ("expression", "values", "slopes"),
    [
        (sympy.log(x), [NAN, -INF, 0], [NAN, INF, 1]),
        (1 / x, [-1, NAN, 1], [-1, -INF, -1]),
        (sympy.sqrt(x), [NAN, 0, 1], [NAN, INF, 0.5]),
        (sympy.atanh(x), [-INF, 0, INF], [INF, 1, INF]),
        (-x * sympy.log(x), [NAN, 0, 0], [NAN, INF, -1]),
        (1 / sympy.sqrt(x), [NAN, INF, 1], [NAN, -INF, -0.5]),
        (sympy.log(x / (1 - x)), [NAN, -INF, INF], [NAN, INF, INF]),
    ],
)
def test_where_a_domain_ends_the_one_sided_limit_is_taken(expression, values, slopes):
    f = symnn.compile(expression)
    at = np.array([-1.0, 0.0, 1.0])
    np.testing.assert_array_equal(f(at), values)
    np.testing.assert_array_equal(f.derivative(at), slopes)


@pytest.mark.parametrize("expression", [sympy.log(x / (1 - x)), sympy.log((1 + x) / (1 - x)), sympy.sqrt(x / (1 - x))])
def test_a_pole_at_a_double_is_one_border(expression):
    assert max(symnn.compile(expression).certificate.worst) < 4


def test_a_misspelt_name_is_guessed_and_a_document_needs_a_claim(tmp_path):
    with pytest.raises(CompileError, match=r"did you mean gelu\?"):
        symnn.compile("geluu")
    with pytest.raises(CompileError, match="say which claim"):
        symnn.compile("notes.md")
    page = tmp_path / "notes.md"
    page.write_text("<!-- @claim double -->\n$$2x = x + x$$\n")
    with pytest.raises(CompileError, match="there are: double"):
        symnn.compile(f"{page}#triple")
