"""The fast mode in float32 arithmetic, for loops over arrays: no loss beside float64, or float64 itself."""

import numpy as np
import pytest
import sympy

import symnn
from symnn.numeric.compile import compile_elementwise
from symnn.numeric.names import LISTED
from symnn.numeric.single import probes

NATIVE = ("tanh", "relu", "gelu", "normal_cdf")


def both(name: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    out = np.empty_like(x), np.empty_like(x)
    compile_elementwise(name, mode="fast").bound().both(x, *out)
    return out


@pytest.mark.parametrize("name", LISTED)
def test_float32_is_good_at_every_exponent_whichever_way_it_is_computed(name: str) -> None:
    random = np.random.default_rng(11)
    bits = random.integers(0, 2**32, 200_000, dtype=np.uint32).view(np.float32)
    x = np.concatenate([bits[np.isfinite(bits)], random.normal(0, 4, 200_000).astype(np.float32), probes()])
    for own, true, least in zip(both(name, x), both(name, x.astype(np.float64)), (0.0, 1.0), strict=True):
        with np.errstate(over="ignore"):
            rounded = true.astype(np.float32)
        assert own.dtype == np.float32
        np.testing.assert_array_equal(np.isnan(own), np.isnan(rounded))
        far = ~np.isfinite(rounded)
        np.testing.assert_array_equal(own[far], rounded[far])
        error = np.abs(own[~far] - true[~far]) / (np.maximum(np.abs(true[~far]), least) * 2.0**-23 + 2.0**-126)
        assert error.max() <= 16


@pytest.mark.parametrize("name", NATIVE)
def test_the_usual_functions_run_in_float32(name: str) -> None:
    bound = compile_elementwise(name, mode="fast").bound()
    assert bound.native
    assert not compile_elementwise(name, mode="accurate").bound().native


@pytest.mark.parametrize("name", ["gelu", "normal_cdf"])
def test_a_step_of_second_order_from_a_table_is_good_between_all_its_arguments(name: str) -> None:
    bound = compile_elementwise(name, mode="fast").bound()
    assert bound.native
    x = np.linspace(-20, 20, 1_000_003).astype(np.float32)
    value, slope = np.empty_like(x), np.empty_like(x)
    bound.both(x, value, slope)
    true, rate = compile_elementwise(name, mode="accurate").value_and_derivative(x.astype(np.float64))
    assert np.max(np.abs(value - true) / (np.abs(true) * 2.0**-23 + 2.0**-126)) <= 4
    assert np.max(np.abs(slope - rate)) <= 4 * 2.0**-23


def test_a_jump_too_narrow_for_a_table_is_not_taken_from_one() -> None:
    """Φ of 10⁵·x goes from 0 to 1 within a hundredth of a cell."""
    x = np.linspace(-1, 1, 200_001, dtype=np.float32)
    u = 100_000 * sympy.Symbol("x", real=True)
    f = symnn.compile((1 + sympy.erf(u / sympy.sqrt(2))) / 2, mode="fast")
    value, slope = np.empty_like(x), np.empty_like(x)
    f.bound().both(x, value, slope)
    np.testing.assert_allclose(value, f(x.astype(np.float64)), rtol=1e-5, atol=1e-30)
