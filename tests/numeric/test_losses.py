"""Losses and their gradients against balls; what they accept, reduce and refuse."""

import re
from pathlib import Path

import exact_rows as exact
import numpy as np
import pytest

from symnn.numeric import elementwise_losses, loss_kernels, reductions
from symnn.numeric import losses as module
from symnn.numeric.elementwise_losses import hinge, huber
from symnn.numeric.losses import (
    CrossEntropy,
    CrossEntropyOfProbabilities,
    KLDivergence,
    Loss,
    NegativeLogLikelihood,
)

LIMITS = {np.float64: 4.0, np.float32: 0.51}
TYPES = pytest.mark.parametrize("dtype", LIMITS)
MODES = pytest.mark.parametrize("mode", ["accurate", "fast"])
CLASS_LOSSES = [CrossEntropy, CrossEntropyOfProbabilities, KLDivergence, NegativeLogLikelihood]


def distributions(random, logits, dtype):
    """Soft labels, smoothed labels and one-hot labels, without weight on masks."""
    count, classes = logits.shape
    hot = np.eye(classes)[np.argmax(logits, 1)]
    for weights in (random.dirichlet(np.full(classes, 0.3), count), 0.9 * hot + 0.1 / classes, hot):
        allowed = np.where(logits == -np.inf, 0, weights)
        yield (allowed / np.maximum(allowed.sum(1, keepdims=True), 1e-300)).astype(dtype)


@TYPES
def test_cross_entropy_of_class_indices_is_within_the_promised_ulps(dtype):
    random = np.random.default_rng(21)
    for name, logits in exact.rows_of_logits(dtype, seed=22):
        count, classes = logits.shape
        for target in (random.integers(0, classes, count), np.argmax(logits, 1)):
            value, slope = CrossEntropy().value_and_gradient(logits, target, reduction="none")
            shared = CrossEntropy().gradient(logits, target)
            assert value.dtype == slope.dtype == dtype
            for i, (row, t) in enumerate(zip(logits, target, strict=True)):
                gradient = exact.class_gradient(row, t)
                loss = exact.scaled([exact.log_softmax(row)[t]], -1)
                assert exact.greatest_ulps(value[i], loss, dtype) <= LIMITS[dtype], (name, row, t)
                assert exact.greatest_ulps(slope[i], gradient, dtype) <= LIMITS[dtype], (name, row, t)
                part = exact.divided(gradient, count)
                assert exact.greatest_ulps(shared[i], part, dtype) <= LIMITS[dtype], (name, row, t)


@TYPES
def test_cross_entropy_of_probabilities_as_targets_is_within_the_promised_ulps(dtype):
    random = np.random.default_rng(23)
    for name, logits in exact.rows_of_logits(dtype, seed=24):
        for target in distributions(random, logits, dtype):
            keep = target.sum(1) > 0.5
            if not keep.all():
                continue
            value, slope = CrossEntropy().value_and_gradient(logits, target, reduction="none")
            for i, (row, y) in enumerate(zip(logits, target, strict=True)):
                gradient = exact.scaled(exact.log_softmax_product(row, y), -1)
                assert exact.greatest_ulps(value[i], [exact.cross_entropy(row, y)], dtype) <= LIMITS[dtype], (name, row)
                assert exact.greatest_ulps(slope[i], gradient, dtype) <= LIMITS[dtype], (name, row, y)


@TYPES
def test_the_gradient_keeps_its_digits_where_the_prediction_is_almost_the_target(dtype):
    random = np.random.default_rng(25)
    for closeness in (1e-2, 1e-5, 1e-9):
        target = random.dirichlet(np.ones(7), 20).astype(dtype)
        logits = np.log(np.maximum(target, 1e-30)) + closeness * random.normal(size=target.shape)
        logits = logits.astype(dtype)
        slope = CrossEntropy().gradient(logits, target, reduction="sum")
        for row, y, computed in zip(logits, target, slope, strict=True):
            gradient = exact.scaled(exact.log_softmax_product(row, y), -1)
            assert exact.greatest_ulps(computed, gradient, dtype) <= LIMITS[dtype]


@TYPES
def test_losses_of_probabilities_are_within_the_promised_ulps(dtype):
    random = np.random.default_rng(26)
    for classes in (2, 3, 10, 60, 500):
        for closeness in (None, 1e-1, 1e-4, 1e-9, 1e-13, 0.0):
            target = random.dirichlet(np.full(classes, 0.5), 12)
            prediction = random.dirichlet(np.full(classes, 0.5), 12)
            if closeness is not None:
                prediction = target * (1 + closeness * random.normal(size=target.shape))
                prediction = np.abs(prediction) / np.abs(prediction).sum(1, keepdims=True)
            target = target.astype(dtype)
            prediction = np.maximum(prediction, 1e-35).astype(dtype)
            target[0] = np.eye(classes)[0]
            divergences, slopes = KLDivergence().value_and_gradient(prediction, target, reduction="none")
            entropies = CrossEntropyOfProbabilities()(prediction, target, reduction="none")
            for i, (p, y) in enumerate(zip(prediction, target, strict=True)):
                gradient = [-(exact.number(b) / exact.number(a)) for a, b in zip(p, y, strict=True)]
                logarithms = [exact.number(b) * exact.number(a).log() for a, b in zip(p, y, strict=True)]
                assert exact.greatest_ulps(divergences[i], [exact.divergence(p, y)], dtype) <= LIMITS[dtype], (p, y)
                assert exact.greatest_ulps(slopes[i], gradient, dtype) <= LIMITS[dtype]
                total = exact.scaled([exact.summed(logarithms)], -1)
                assert exact.greatest_ulps(entropies[i], total, dtype) <= LIMITS[dtype]


@TYPES
def test_sums_and_means_over_many_samples_are_within_the_promised_ulps(dtype):
    random = np.random.default_rng(27)
    logits = (random.normal(size=(3000, 4)) * 3).astype(dtype)
    target = random.integers(0, 4, 3000)
    losses = [-exact.log_softmax(row)[t] for row, t in zip(logits, target, strict=True)]
    total = exact.summed(losses)
    assert exact.greatest_ulps(CrossEntropy()(logits, target, reduction="sum"), [total], dtype) <= LIMITS[dtype]
    assert exact.greatest_ulps(CrossEntropy()(logits, target), exact.divided([total], 3000), dtype) <= LIMITS[dtype]


@MODES
def test_the_gradient_of_cross_entropy_is_what_central_differences_give(mode):
    random = np.random.default_rng(28)
    logits, h = random.normal(size=(3, 4, 5)), 1e-6
    for axis in (0, 1, 2, -1):
        shape = tuple(np.delete(logits.shape, axis))
        soft = np.moveaxis(random.dirichlet(np.ones(logits.shape[axis]), shape), -1, axis)
        for target in (random.integers(0, logits.shape[axis], shape), soft):
            for reduction in ("mean", "sum"):
                loss = CrossEntropy(mode)
                slope = loss.gradient(logits, target, axis=axis, reduction=reduction)
                for place in ((0, 0, 0), (2, 3, 4), (1, 2, 3)):
                    step = np.zeros_like(logits)
                    step[place] = h
                    up = loss(logits + step, target, axis=axis, reduction=reduction)
                    down = loss(logits - step, target, axis=axis, reduction=reduction)
                    assert abs((up - down) / (2 * h) - slope[place]) < 1e-8


@pytest.mark.parametrize("kind", CLASS_LOSSES)
def test_an_axis_is_the_last_axis_with_that_axis_moved(kind):
    random = np.random.default_rng(29)
    prediction = random.dirichlet(np.ones(5), (3, 4))
    soft = random.dirichlet(np.ones(5), (3, 4))
    hard = random.integers(0, 5, (3, 4))
    for axis in range(-3, 3):
        moved = np.moveaxis(prediction, -1, axis)
        for target, turned in ((hard, hard), (soft, np.moveaxis(soft, -1, axis))):
            value, slope = kind().value_and_gradient(prediction, target, reduction="none")
            again, turned_slope = kind().value_and_gradient(moved, turned, axis=axis, reduction="none")
            np.testing.assert_array_equal(value, again)
            np.testing.assert_array_equal(np.moveaxis(slope, -1, axis), turned_slope)


@pytest.mark.parametrize("classes", [4, 80])
@pytest.mark.parametrize("kind", CLASS_LOSSES)
@MODES
def test_class_indices_mean_what_one_hot_targets_mean(kind, classes, mode):
    random = np.random.default_rng(30)
    prediction = random.dirichlet(np.ones(classes), 9)
    target = random.integers(0, classes, 9)
    for hot in (np.eye(classes)[target], np.eye(classes, dtype=int)[target], np.eye(classes, dtype=bool)[target]):
        for reduction in ("mean", "sum", "none"):
            one = kind(mode).value_and_gradient(prediction, target, reduction=reduction)
            other = kind(mode).value_and_gradient(prediction, hot, reduction=reduction)
            np.testing.assert_allclose(one[0], other[0], rtol=1e-13)
            np.testing.assert_allclose(one[1], other[1], rtol=1e-12, atol=1e-300)


@MODES
def test_a_masked_class_has_no_gradient_and_an_infinite_loss_as_target(mode):
    logits = np.array([[1.0, -np.inf, 2.0], [1.0, -np.inf, 2.0]])
    loss = CrossEntropy(mode)
    value, slope = loss.value_and_gradient(logits, [0, 1], reduction="none")
    assert value[1] == np.inf
    assert np.isfinite(value[0])
    assert slope[0, 1] == 0
    assert slope[1, 1] == -1
    soft, slope = loss.value_and_gradient(logits, [[0.5, 0, 0.5], [0.5, 0.5, 0]], reduction="none")
    assert np.isfinite(soft[0])
    assert soft[1] == np.inf
    assert slope[0, 1] == 0
    assert np.isnan(loss([[-np.inf, -np.inf]], [0]))


def test_zero_times_an_infinite_logarithm_is_zero():
    certain, target = np.array([[1.0, 0.0]]), np.array([[1.0, 0.0]])
    for loss in (CrossEntropyOfProbabilities(), KLDivergence()):
        value, slope = loss.value_and_gradient(certain, target)
        assert value == 0
        np.testing.assert_array_equal(slope, [[-1, 0]])
        assert loss(certain, [[0.5, 0.5]]) == np.inf
    assert NegativeLogLikelihood()([[0.0, -np.inf]], target) == 0


def test_cross_entropy_of_extreme_logits_is_finite_as_long_as_its_value_is():
    value, slope = CrossEntropy().value_and_gradient(np.array([[1e308, 0.0], [0.0, -1e308]]), [1, 0])
    assert value == 5e307
    np.testing.assert_array_equal(slope, [[0.5, -0.5], [0, 0]])
    assert CrossEntropy()(np.array([[1e308, 0.0]] * 3), [1, 1, 1]) == 1e308
    assert CrossEntropy()([[1e300, 0.0]], [[0.5, 0.5]]) == 5e299


def test_values_are_numbers_or_arrays_of_the_type_of_the_prediction():
    for dtype in (np.float16, np.float32, np.float64):
        logits = np.zeros((2, 3), dtype)
        for reduction in ("mean", "sum"):
            assert isinstance(CrossEntropy()(logits, [0, 1], reduction=reduction), dtype)
        assert CrossEntropy()(logits, [0, 1], reduction="none").dtype == dtype
        assert CrossEntropy().gradient(logits, np.full((2, 3), 1 / 3)).dtype == dtype
    assert isinstance(CrossEntropy()([1, 2, 3], 0), np.float64)
    assert isinstance(CrossEntropy()([1, 2, 3], 0, reduction="none"), np.float64)


def test_out_takes_the_gradient():
    logits, out = np.zeros((2, 3)), np.ones((2, 3))
    assert CrossEntropy().gradient(logits, [0, 1], out=out) is out
    np.testing.assert_array_equal(out, CrossEntropy().gradient(logits, [0, 1]))
    assert CrossEntropy().gradient(logits, [0, 1], out=logits) is logits
    np.testing.assert_array_equal(out, logits)


@MODES
def test_no_samples_have_the_sum_zero_and_no_mean(mode):
    for kind in CLASS_LOSSES:
        for target in (np.empty(0, int), np.empty((0, 3))):
            assert kind(mode)(np.empty((0, 3)), target, reduction="sum") == 0
            assert np.isnan(kind(mode)(np.empty((0, 3)), target))
            assert kind(mode).gradient(np.empty((0, 3)), target).shape == (0, 3)


def test_a_class_out_of_range_is_named_with_the_number_of_classes():
    logits = np.zeros((2, 3))
    for wrong in (3, -1):
        with pytest.raises(ValueError, match=rf"at 1 is {wrong}, not one of the 3 classes"):
            CrossEntropy()(logits, [0, wrong])
    with pytest.raises(ValueError, match="0 classes"):
        CrossEntropy()(np.zeros((2, 0)), [0, 0])
    with pytest.raises(TypeError, match="integers, not float64"):
        CrossEntropy()(logits, [0.0, 1.0])


def test_shapes_that_do_not_fit_are_both_named():
    with pytest.raises(ValueError, match=r"\(2, 3\).*\(3,\).*\(2,\)"):
        CrossEntropy()(np.zeros((2, 3)), [0, 1, 2])


def test_targets_and_predictions_that_are_no_probabilities_are_refused():
    logits = np.zeros((2, 3))
    for wrong, place in (
        ([[1, 0, 0], [-0.5, 1.5, 0]], "-0.5"),
        ([[0.5, 0.4, 0], [1, 0, 0]], "0.9"),
        ([[2, 0, 0]] * 2, "2"),
    ):
        for kind in (CrossEntropy, NegativeLogLikelihood):
            with pytest.raises(ValueError, match=place):
                kind()(logits, np.array(wrong))
    for kind in (CrossEntropyOfProbabilities, KLDivergence):
        with pytest.raises(ValueError, match=r"\(0, 1\) is -0.25"):
            kind()([[1.0, -0.25, 0.25]], [0])
        with pytest.raises(ValueError, match=r"\(0, 0\) is 3.5"):
            kind()([[3.5, 0.0]], [0])


def test_an_unknown_reduction_or_mode_is_refused():
    with pytest.raises(ValueError, match="average"):
        CrossEntropy()(np.zeros((2, 3)), [0, 1], reduction="average")
    with pytest.raises(ValueError, match="quick"):
        CrossEntropy("quick")(np.zeros((2, 3)), [0, 1])


NAMING = (
    module.CrossEntropy,
    module.KLDivergence,
    reductions.Softmax,
    reductions.LogSoftmax,
    loss_kernels.LogitEntropy,
    elementwise_losses.huber,
)


@pytest.mark.parametrize("loss", [kind() for kind in CLASS_LOSSES] + [hinge(), huber()])
def test_every_loss_has_the_three_methods(loss):
    checked: Loss = loss
    assert all(callable(getattr(checked, name)) for name in ("__call__", "gradient", "value_and_gradient"))


def test_every_claim_that_a_docstring_names_is_in_the_derivations():
    claims = set(re.findall(r"@claim ([\w-]+)", Path("derivations/numbers.md").read_text(encoding="utf-8")))
    named = [
        name
        for kind in NAMING
        for text in (kind.__doc__, getattr(kind, "vjp", kind).__doc__)
        for name in re.findall(r"#([a-z-]+)", text)
    ]
    assert len(named) >= 8
    assert set(named) <= claims
