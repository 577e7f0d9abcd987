"""At breakpoints the first case that applies counts, kinks are where sides differ, tables end where they are cut."""

import mpmath
import numpy as np
import pytest
import sympy as sp

import symnn
from symnn import Dense

x = sp.Symbol("x", real=True)


@pytest.mark.parametrize("mode", ["accurate", "fast", "naive"])
@pytest.mark.parametrize(
    ("expression", "at", "true"),
    [
        (sp.Piecewise((1, x < 0), (2, x < 1), (3, x < 2), (4, True)), [-1, 0, 1, 2], [1, 2, 3, 4]),
        (sp.Piecewise((sp.exp(x), x < 0), (sp.cos(x), x < 1), (5, x < 2), (7, True)), [0, 1, 2], [1, 5, 7]),
        (sp.Max(x, 0) + sp.Piecewise((3, x <= 1), (x, x <= 2), (4, x <= 9), (0, True)), [0, 1, 2], [3, 4, 4]),
        (sp.Piecewise((x + 2, x > -1), (x - 1, x < 1), (0, True)), [-1, 0, 1], [-2, 2, 3]),
        (sp.Piecewise((5, sp.Eq(x, 1)), (x, x < 2), (x**2, True)), [1, 2], [5, 4]),
    ],
)
def test_the_first_case_that_applies_counts(expression, at, true, mode):
    np.testing.assert_array_equal(symnn.compile(expression, mode=mode)(np.array(at, dtype=float)), true)


@pytest.mark.parametrize("mode", ["accurate", "fast"])
@pytest.mark.parametrize("given", [-1.0, np.array([-1.0])])
def test_a_kink_is_only_where_the_sides_differ(mode, given):
    f = symnn.compile("soft_shrink", mode=mode)
    assert f(np.array([0.0]), lambd=given) == 1
    assert f.derivative(np.array([1.0]), lambd=given) == 1
    assert f.derivative(np.array([0.0]), lambd=0 * given) == 1
    assert symnn.compile("hard_shrink", mode=mode).derivative(np.array([0.0]), lambd=0 * given) == 1
    np.testing.assert_array_equal(f.derivative(np.array([0.5, -0.5]), lambd=-given / 2), [0, 0])


def test_a_table_that_is_cut_leaves_its_last_double_to_others():
    f = symnn.compile(sp.erf(sp.sqrt(1 - sp.cos(x))))
    at = np.array([12.499, 12.5, 12.501, -44.0])
    for v, slope in zip(at, f.derivative(at), strict=True):
        true = mpmath.diff(lambda t: mpmath.erf(mpmath.sqrt(1 - mpmath.cos(t))), v)
        assert slope == pytest.approx(float(true), rel=1e-9)


@pytest.mark.parametrize(
    ("expression", "true"),
    [
        (sp.atanh(x), mpmath.atanh),
        (x * sp.atanh(x), lambda t: t * mpmath.atanh(t)),
        (2 * sp.atanh(x) + 1, lambda t: 2 * mpmath.atanh(t) + 1),
    ],
)
def test_beside_the_ends_of_a_domain_digits_are_kept(expression, true):
    f = symnn.compile(expression)
    at = np.array([s * v for s in (1, -1) for v in (1 - 2**-53, 1 - 2**-52, 1 - 3 * 2**-53, 0.999999999, 0.99)])
    with mpmath.workdps(60):
        exact = [true(mpmath.mpf(float(v))) for v in at]
        for found, e in zip(f(at), exact, strict=True):
            assert abs(mpmath.mpf(float(found)) - e) <= 6 * np.spacing(abs(float(e)))


def test_an_explanation_defines_what_the_network_computes_at_jumps():
    layers = [Dense(1, 2, "unit_step"), Dense(2, 2, "hard_shrink"), Dense(2, 1)]
    told = symnn.network(layers, loss="mse").explain().plain
    assert "0 & \\text{if } x < 0 \\\\ 1 & \\text{if } x \\ge 0" in told
    left, right = "x & \\text{if } x < -\\frac{1}{2}", "x & \\text{if } x > \\frac{1}{2}"
    assert f"{left} \\\\ 0 & \\text{{if }} x \\le \\frac{{1}}{{2}} \\\\ {right}" in told


def test_activations_that_differ_in_late_digits_are_explained_apart():
    layers = [Dense(1, 2, "elu", {"alpha": 1.0000001}), Dense(2, 1, "elu", {"alpha": 1.0000004})]
    assert symnn.network(layers, loss="mse").explain().plain.count("## The function elu") == 2
