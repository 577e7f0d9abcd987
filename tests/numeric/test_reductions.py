"""Softmax and log-softmax against balls, on every axis, with masks, types and odd arrays."""

import exact_rows as exact
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from symnn.numeric.reductions import log_softmax, softmax

LIMITS = {np.float64: 4.0, np.float32: 0.51}
BOTH = pytest.mark.parametrize("function", [softmax, log_softmax], ids=["softmax", "log_softmax"])
MODES = pytest.mark.parametrize("mode", ["accurate", "fast"])
VALUES = [(softmax, exact.softmax), (log_softmax, exact.log_softmax)]
PRODUCTS = [(softmax, exact.softmax_product), (log_softmax, exact.log_softmax_product)]
NAMES = ["softmax", "log_softmax"]


@pytest.mark.parametrize("dtype", LIMITS)
@pytest.mark.parametrize(("function", "reference"), VALUES, ids=NAMES)
def test_values_are_within_the_promised_ulps(function, reference, dtype):
    for name, logits in exact.rows_of_logits(dtype, seed=11):
        result = function(logits)
        assert result.dtype == dtype
        for row, computed in zip(logits, result, strict=True):
            assert exact.greatest_ulps(computed, reference(row), dtype) <= LIMITS[dtype], (name, row)


@pytest.mark.parametrize("dtype", LIMITS)
@pytest.mark.parametrize(("function", "reference"), PRODUCTS, ids=NAMES)
def test_vector_jacobian_products_are_within_the_promised_ulps(function, reference, dtype):
    random = np.random.default_rng(12)
    for name, logits in exact.rows_of_logits(dtype, seed=13):
        count, classes = logits.shape
        for upstream in (
            random.normal(size=logits.shape).astype(dtype),
            np.eye(classes, dtype=dtype)[random.integers(0, classes, count)],
            (1 + 1e-6 * random.normal(size=logits.shape)).astype(dtype),
        ):
            result = function.vjp(logits, upstream)
            assert result.dtype == dtype
            for row, g, computed in zip(logits, upstream, result, strict=True):
                assert exact.greatest_ulps(computed, reference(row, g), dtype) <= LIMITS[dtype], (name, row, g)


def test_ten_thousand_and_more_classes_do_not_add_up_errors():
    random = np.random.default_rng(14)
    for logits in (random.normal(size=20011), random.uniform(-1e-3, 0, 10007), np.zeros(12345)):
        assert exact.greatest_ulps(softmax(logits), exact.softmax(logits), np.float64) <= 4
        assert exact.greatest_ulps(log_softmax(logits), exact.log_softmax(logits), np.float64) <= 4


def test_the_top_class_keeps_its_digits_when_its_probability_tends_to_one():
    logits = np.array([[50.0, 0.0], [700.0, 0.0], [740.0, 0.0], [744.0, -1.0]])
    for row, computed in zip(logits, log_softmax(logits), strict=True):
        assert computed[0] < 0
        assert exact.greatest_ulps(computed, exact.log_softmax(row), np.float64) <= 4


def test_many_subnormal_terms_are_summed_with_all_their_digits():
    logits = np.full(5001, -744.0)
    logits[17] = 0.0
    assert exact.greatest_ulps(log_softmax(logits), exact.log_softmax(logits), np.float64) <= 4


def test_a_large_upstream_gradient_meets_a_subnormal_probability_without_loss():
    logits, upstream = np.array([0.3, -730.1, -744.2]), np.array([1e300, -3e305, 2e306])
    result = softmax.vjp(logits, upstream)
    assert exact.greatest_ulps(result, exact.softmax_product(logits, upstream), np.float64) <= 4


@MODES
@BOTH
def test_an_axis_is_the_last_axis_of_the_array_with_that_axis_moved(function, mode):
    random = np.random.default_rng(15)
    x, g = random.normal(size=(2, 3, 4, 5)), random.normal(size=(2, 3, 4, 5))
    for axis in range(-4, 4):
        moved = np.ascontiguousarray(np.moveaxis(x, axis, -1))
        upstream = np.ascontiguousarray(np.moveaxis(g, axis, -1))
        value, product = function(x, axis, mode=mode), function.vjp(x, g, axis, mode=mode)
        np.testing.assert_array_equal(value, np.moveaxis(function(moved, mode=mode), -1, axis))
        np.testing.assert_array_equal(product, np.moveaxis(function.vjp(moved, upstream, mode=mode), -1, axis))


@BOTH
def test_several_axes_are_one_axis_of_their_entries(function):
    x = np.random.default_rng(16).normal(size=(3, 4, 5))
    joined = function(x.transpose(1, 0, 2).reshape(4, 15)).reshape(4, 3, 5).transpose(1, 0, 2)
    np.testing.assert_array_equal(function(x, (0, 2)), joined)
    np.testing.assert_array_equal(function(x, None), function(x.reshape(-1)).reshape(x.shape))


@pytest.mark.parametrize("classes", [3, 47, 48, 200])
@BOTH
def test_a_row_does_not_depend_on_the_rows_beside_it(function, classes):
    x = np.random.default_rng(17).normal(size=(500, classes)) * 30
    together = function(x)
    for i in (0, 1, 170, 499):
        np.testing.assert_allclose(together[i], function(x[i]), rtol=1e-15, atol=0)


@MODES
@pytest.mark.parametrize("classes", [4, 60])
def test_a_mask_has_probability_and_gradient_exactly_zero(classes, mode):
    random = np.random.default_rng(18)
    x, g = random.normal(size=(5, classes)), random.normal(size=(5, classes))
    x[:, 1::2] = -np.inf
    p, product = softmax(x, mode=mode), softmax.vjp(x, g, mode=mode)
    assert (p[:, 1::2] == 0).all()
    assert (product[:, 1::2] == 0).all()
    np.testing.assert_allclose(p[:, ::2], softmax(x[:, ::2], mode=mode), rtol=1e-15)
    logs = log_softmax(x, mode=mode)
    assert (logs[:, 1::2] == -np.inf).all()
    np.testing.assert_allclose(logs[:, ::2], log_softmax(x[:, ::2], mode=mode), rtol=1e-15)


@MODES
def test_infinities_and_nan_have_their_documented_values(mode):
    inf, nan = np.inf, np.nan
    x = np.array(
        [[inf, 1, 2], [-inf, -inf, -inf], [inf, inf, 0], [0, nan, 1], [inf, -inf, 0], [-1.7e308, 1.7e308, -inf]]
    )
    p = [[1, 0, 0], [nan] * 3, [nan, nan, 0], [nan] * 3, [1, 0, 0], [0, 1, 0]]
    logs = [[0, -inf, -inf], [nan] * 3, [nan, nan, -inf], [nan] * 3, [0, -inf, -inf], [-inf, 0, -inf]]
    computed, computed_logs = softmax(x, mode=mode), log_softmax(x, mode=mode)
    for i in (0, 1, 3, 4, 5):
        np.testing.assert_array_equal(computed[i], p[i])
        np.testing.assert_array_equal(computed_logs[i], logs[i])
    assert np.isnan(computed[2]).all()
    assert np.isnan(computed_logs[2]).all()


@BOTH
def test_the_least_double_beside_a_mask_is_no_mask(function):
    x = np.array([-np.finfo(float).max, -np.inf])
    np.testing.assert_array_equal(function(x), function(np.array([0.0, -np.inf])))


@MODES
@BOTH
def test_types_are_kept_and_integers_become_float64(function, mode):
    for dtype in (np.float16, np.float32, np.float64, np.dtype(">f8")):
        result = function(np.array([1, 2, 3], dtype), mode=mode)
        assert result.dtype == np.dtype(dtype).newbyteorder("=")
    assert function([1, 2, 3], mode=mode).dtype == np.float64
    assert function(np.array([True, False]), mode=mode).dtype == np.float64


@BOTH
def test_other_types_are_refused_by_name(function):
    for wrong in (np.array([1j, 2]), np.array(["a"]), np.array([None, 1]), np.ones(2, np.longdouble)):
        with pytest.raises(TypeError, match=str(wrong.dtype)):
            function(wrong)


@MODES
@BOTH
def test_empty_arrays_stay_empty(function, mode):
    for shape, axis in (((0,), 0), ((0, 3), 1), ((3, 0), 1), ((3, 0), 0), ((2, 0, 3), (0, 2))):
        assert function(np.empty(shape), axis, mode=mode).shape == shape
        assert function.vjp(np.empty(shape), np.empty(shape), axis, mode=mode).shape == shape


@BOTH
def test_non_contiguous_arrays_give_what_their_copies_give(function):
    x = np.random.default_rng(19).normal(size=(40, 60))
    for view in (x[::2, ::3], x.T, x[::-1], np.broadcast_to(x[0], (5, 60))):
        np.testing.assert_array_equal(function(view), function(view.copy()))


@pytest.mark.parametrize("shape", [(7, 5), (100, 90)])
@BOTH
def test_out_takes_the_result_and_may_be_the_argument_or_overlap_it(function, shape):
    x = np.random.default_rng(20).normal(size=shape)
    for axis in (0, 1):
        expected = function(x, axis)
        out = np.full(shape, 7.0)
        assert function(x, axis, out=out) is out
        np.testing.assert_array_equal(out, expected)
        strided = np.zeros((shape[0], 2 * shape[1]))[:, ::2]
        np.testing.assert_array_equal(function(x, axis, out=strided), expected)
        same = x.copy()
        np.testing.assert_array_equal(function(same, axis, out=same), expected)
        long = np.vstack([x, x[:1]])
        np.testing.assert_array_equal(function(long[:-1], axis, out=long[1:]), expected)


def test_errors_name_shapes_types_axes_and_modes():
    x = np.zeros((2, 3))
    with pytest.raises(ValueError, match=r"\(3, 2\).*\(2, 3\)"):
        softmax(x, out=np.zeros((3, 2)))
    with pytest.raises(ValueError, match="float32"):
        softmax(x, out=np.zeros((2, 3), np.float32))
    with pytest.raises(ValueError, match=r"\(2, 3\).*\(3,\)"):
        softmax.vjp(x, np.zeros(3))
    with pytest.raises(np.exceptions.AxisError, match="axis 2"):
        softmax(x, 2)
    with pytest.raises(np.exceptions.AxisError):
        softmax(1.0)
    with pytest.raises(ValueError, match="twice"):
        softmax(x, (1, -1))
    with pytest.raises(ValueError, match="quick"):
        softmax(x, mode="quick")


ROWS = arrays(np.float64, st.integers(1, 8), elements=st.floats(-1e308, 1e308))


@given(ROWS)
def test_every_finite_row_has_probabilities_within_four_ulps(row):
    assert exact.greatest_ulps(softmax(row), exact.softmax(row), np.float64) <= 4
    fast = softmax(row, mode="fast")
    assert np.isfinite(fast).all()
    assert abs(fast.sum() - 1) < 1e-14


def test_a_product_that_cancels_by_ninety_digits_is_right():
    row = np.array([4.60101964e-108, -213.0, -214.0, 0.0, -213.0, 1.0])
    upstream = np.array([0.0, 0.0, 0.0, 4.0, 0.0, 2.0])
    for function, reference in PRODUCTS:
        computed = function.vjp(row, upstream)
        assert exact.greatest_ulps(computed, reference(row, upstream), np.float64) <= 1


@given(ROWS, st.data())
def test_every_finite_row_has_products_within_four_ulps(row, data):
    upstream = data.draw(arrays(np.float64, row.shape, elements=st.integers(-9, 9).map(float)))
    for function, reference in PRODUCTS:
        computed = function.vjp(row, upstream)
        assert exact.greatest_ulps(computed, reference(row, upstream), np.float64) <= 4


@given(ROWS)
def test_the_greatest_logits_lead_and_logs_are_at_most_zero(row):
    for mode in ("accurate", "fast"):
        logs = log_softmax(row, mode=mode)
        assert (logs <= 0).all()
        assert logs[np.argmax(row)] == logs.max()
