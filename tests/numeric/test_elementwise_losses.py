"""Losses of single entries against balls, and how they pass the target to a kernel."""

import exact_rows as exact
import numpy as np
import pytest

from symnn.numeric.elementwise_losses import (
    ElementwiseLoss,
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    hinge,
    huber,
    mean_absolute_error,
    mean_squared_error,
)

LIMITS = {np.float64: 4.0, np.float32: 0.51}
TYPES = pytest.mark.parametrize("dtype", LIMITS)


def exact_logit_entropy(z, y):
    e, size, weight = (-abs(z)).exp(), abs(z), (1 - y if z >= 0 else y)
    return weight * size + e.log1p()


def exact_logit_slope(z, y):
    """σ(z) − y without a 1 that would hide a small exponential."""
    e = (-abs(z)).exp()
    return ((1 - y) - y * e) / (1 + e) if z >= 0 else ((1 - y) * e - y) / (1 + e)


def exact_probability_entropy(p, y):
    first = y * p.log() if y != 0 else exact.number(0)
    return -(first + ((1 - y) * (1 - p).log() if y != 1 else exact.number(0)))


def exact_probability_slope(p, y):
    return (p - y) / (p * (1 - p))


def check(loss, predictions, targets, value, slope, dtype):
    values, slopes = loss.value_and_gradient(predictions, targets, reduction="none")
    assert values.dtype == slopes.dtype == dtype

    @exact.exact
    def references(function):
        return [function(exact.number(a), exact.number(b)) for a, b in zip(predictions, targets, strict=True)]

    assert exact.greatest_ulps(values, references(value), dtype) <= LIMITS[dtype]
    assert exact.greatest_ulps(slopes, references(slope), dtype) <= LIMITS[dtype]


@TYPES
def test_binary_cross_entropy_of_logits_is_within_the_promised_ulps(dtype):
    random = np.random.default_rng(31)
    z = np.concatenate(
        [random.normal(size=400) * s for s in (1e-20, 1e-3, 1, 30)]
        + [random.uniform(-760, 760, 400), 10.0 ** random.uniform(-30, 30, 200)]
    ).astype(dtype)
    near = 1 / (1 + np.exp(-z.astype(np.float64).clip(-700, 700)))
    single = near.astype(np.float32)  # cancels by 2^24 and more
    for y in (np.zeros_like(z), np.ones_like(z), random.uniform(0, 1, z.size), single, near * (1 + 1e-9), near / 1.5):
        target = np.clip(y, 0, 1).astype(dtype)
        check(binary_cross_entropy_with_logits(), z, target, exact_logit_entropy, exact_logit_slope, dtype)


@TYPES
def test_binary_cross_entropy_of_probabilities_is_within_the_promised_ulps(dtype):
    random = np.random.default_rng(32)
    small = 10.0 ** random.uniform(-37, -0.1, 300)
    p = np.concatenate([random.uniform(0.001, 0.999, 500), small, 1 - 10.0 ** random.uniform(-7, -1, 300)])
    p = np.minimum(p, 1 - 1e-7).astype(dtype)
    for y in (np.zeros_like(p), np.ones_like(p), random.uniform(0, 1, p.size), p, p * (1 - 1e-6)):
        check(binary_cross_entropy(), p, y.astype(dtype), exact_probability_entropy, exact_probability_slope, dtype)


@TYPES
def test_losses_of_residuals_and_margins_are_within_the_promised_ulps(dtype):
    random = np.random.default_rng(33)
    scale = 10.0 ** random.uniform(-30, 15, 2000)
    x, t = (random.normal(size=2000) * scale).astype(dtype), (random.normal(size=2000) * scale).astype(dtype)
    x[:500] = t[:500] * (1 + random.uniform(-1e-6, 1e-6, 500))
    check(mean_squared_error(), x, t, lambda a, b: (a - b) ** 2, lambda a, b: 2 * (a - b), dtype)
    check(mean_absolute_error(), x, t, lambda a, b: abs(a - b), lambda a, b: (a - b).sgn(), dtype)
    for delta in (0.75, 2.5e-7, 3e9):
        d = exact.number(delta)

        def value(a, b, d=d):
            r = abs(a - b)
            return r * r / 2 if r <= d else d * (r - d / 2)

        def slope(a, b, d=d):
            r = a - b
            return r if abs(r) <= d else d * r.sgn()

        check(huber(delta), x, t, value, slope, dtype)
    labels = np.where(t > 0, 1, -1).astype(dtype)

    def margin(a, b):
        return 1 - a * b if a * b <= 1 else exact.number(0)

    check(hinge(), x, labels, margin, lambda a, b: -b if a * b <= 1 else exact.number(0), dtype)


def test_infinite_logits_have_the_limits_and_nan_stays():
    loss = binary_cross_entropy_with_logits()
    z, y = np.array([np.inf, np.inf, -np.inf, -np.inf, np.inf, np.nan]), np.array([1, 0, 0, 1, 0.25, 0.5])
    value, slope = loss.value_and_gradient(z, y, reduction="none")
    np.testing.assert_array_equal(value, [0, np.inf, 0, np.inf, np.inf, np.nan])
    np.testing.assert_array_equal(slope, [0, 1, 0, -1, 0.75, np.nan])


def test_certain_probabilities_have_the_limits():
    p, y = np.array([0.0, 0.0, 1.0, 1.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0, 0.5, 0.5])
    value, slope = binary_cross_entropy().value_and_gradient(p, y, reduction="none")
    np.testing.assert_array_equal(value, [0, np.inf, np.inf, 0, np.inf, np.inf])
    np.testing.assert_array_equal(slope, [1, -np.inf, np.inf, -1, -np.inf, np.inf])


def test_kinks_have_the_customary_derivatives():
    assert mean_absolute_error().gradient(2.0, 2.0) == 0
    assert hinge().gradient(1.0, 1) == -1
    assert hinge().gradient(-1.0, -1) == 1
    assert huber(1.0).gradient(3.0, 2.0) == 1


class Straightforward:
    """A kernel with a derivative, as a compiled function has."""

    def __init__(self, value, derivative):
        self.value, self.slope = value, derivative

    def __call__(self, x, out=None, **parameters):
        return self.value(x, **parameters)

    def derivative(self, x, out=None, **parameters):
        return self.slope(x, **parameters)


@TYPES
def test_a_kernel_gets_the_target_as_parameter_residual_or_margin(dtype):
    x, t = np.array([[1.0, -2.0], [0.5, 4.0]], dtype), np.array([[1.0, 1.0], [-1.0, 1.0]], dtype)
    by_parameter = ElementwiseLoss(
        Straightforward(lambda x, u, k: k * x - u, lambda x, u, k: k + 0 * x), target="u", parameters={"k": 3}
    )
    np.testing.assert_array_equal(by_parameter(x, t, reduction="none"), 3 * x - t)
    np.testing.assert_array_equal(by_parameter.gradient(x, t), np.full((2, 2), 0.75))
    cube = Straightforward(lambda r: r**3, lambda r: 3 * r**2)
    np.testing.assert_array_equal(ElementwiseLoss(cube, link="residual")(x, t, reduction="none"), (x - t) ** 3)
    margin = ElementwiseLoss(cube, link="margin")
    np.testing.assert_array_equal(margin.gradient(x, t, reduction="sum"), 3 * (x * t) ** 2 * t)
    assert margin.gradient(x, t).dtype == dtype


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_reductions_keep_the_type(dtype):
    x, t = np.array([1, 2, 4], dtype), np.array([0, 0, 0])
    for reduction, expected in (("mean", 7), ("sum", 21)):
        value = mean_squared_error()(x, t, reduction=reduction)
        assert isinstance(value, dtype)
        assert value == expected
    assert mean_squared_error()(x, 0, reduction="none").tolist() == [1, 4, 16]
    np.testing.assert_allclose(mean_squared_error().gradient(x, t), np.array([2, 4, 8], dtype) / dtype(3), rtol=1e-3)
    out = np.empty(3, dtype)
    assert mean_squared_error().gradient(x, t, out=out) is out
    assert isinstance(mean_squared_error()(dtype(2), 1), dtype)


def test_no_entries_have_the_sum_zero_and_no_mean():
    assert mean_squared_error()([], [], reduction="sum") == 0
    assert np.isnan(mean_squared_error()([], []))
    assert mean_squared_error().gradient([], []).shape == (0,)


def test_what_does_not_fit_is_refused_by_name():
    with pytest.raises(ValueError, match=r"\(2, 1\).*\(2,\)"):
        mean_squared_error()(np.zeros((2, 1)), np.zeros(2))
    with pytest.raises(ValueError, match=r"the target at 1 is 1.5, not a probability"):
        binary_cross_entropy_with_logits()(np.zeros(2), [0, 1.5])
    with pytest.raises(ValueError, match=r"the prediction at 0 is 2.0, not a probability"):
        binary_cross_entropy()([2.0, 0.5], [0, 1])
    with pytest.raises(ValueError, match=r"at 0 is 0.0, not a label -1 or 1"):
        hinge()(np.zeros(2), [0, 1])
    for wrong in (0, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match="delta"):
            huber(wrong)
    with pytest.raises(TypeError, match="complex"):
        mean_squared_error()(1j, 0)
