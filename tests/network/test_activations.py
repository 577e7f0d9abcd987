"""Activations as calls on fixed arrays: f′ taken from f is proved, and the numbers are those of the compiled code."""

import numpy as np
import pytest

import symnn
from symnn import Dense
from symnn.network.activations import DIRECT, activation, compiled
from symnn.verdict import name_of

SPECIAL = [0.0, -0.0, np.inf, -np.inf, 5e-324, -5e-324, 1e300, -1e300, 1e-30, -1e-30]


@pytest.mark.parametrize("name", DIRECT)
def test_the_derivative_as_a_function_of_the_value_is_proved(name, tmp_path):
    row = DIRECT[name]
    page = tmp_path / "claim.md"
    page.write_text(f"# Claim\n\n{row.condition}\n\n```math\n{row.claim}\n```\n", encoding="utf-8")
    (claim,) = symnn.verify(page).claims
    assert name_of(claim.verdict) == "proved"


def ran(f, z, g):
    """(f(z), g·f′(z)) by the calls of an activation."""
    a, s, work, change = np.empty_like(z), np.empty_like(z), np.empty_like(z), g.copy()
    with np.errstate(all="ignore"):
        for function, arguments in (*f.forward(z, a, s), *f.backward(change, a, s, work, change)):
            function(*arguments)
    return a, change


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", ["relu", "tanh", "gelu", "softplus", "leaky_relu"])
def test_the_calls_give_the_numbers_of_the_compiled_function(name, dtype):
    print("seed 1")
    random = np.random.default_rng(1)
    with np.errstate(over="ignore", under="ignore"):
        z = np.concatenate([random.normal(size=150_000) * 4, SPECIAL]).astype(dtype)[:, None]
    g = random.normal(size=z.shape).astype(dtype)
    f = activation(Dense(1, 1, name), "fast")
    assert f is not None
    a, change = ran(f, z, g)
    own = compiled(name, "fast")
    value, slope = np.empty_like(z), np.empty_like(z)
    own.bound().both(z, value, slope)
    assert np.array_equal(a, value)
    assert np.max(np.abs(change - g * slope)) <= np.finfo(dtype).eps * np.max(np.abs(g))


@pytest.mark.parametrize("name", DIRECT)
def test_nan_stays_nan_in_the_value(name):
    f = activation(Dense(1, 1, name), "fast")
    a, _ = ran(f, np.full((2, 1), np.nan), np.ones((2, 1)))
    assert np.isnan(a).all()


def test_only_the_fast_mode_takes_the_derivative_from_the_value():
    assert activation(Dense(1, 1, "tanh"), "fast").direct is not None
    assert activation(Dense(1, 1, "tanh"), "accurate").direct is None
    assert activation(Dense(1, 1, "identity"), "fast") is None
