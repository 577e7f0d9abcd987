"""Graphs of one number: where they break, where they bend, and how much of a pole is shown."""

import math

import numpy as np
import pytest

from symnn.plots.curves import curve, window


def drawn(f, cuts=(), slope=None, **more):
    return curve(
        np.vectorize(f, otypes=[float]), cuts, -5.0, 5.0, slope and np.vectorize(slope, otypes=[float]), **more
    )


def test_a_smooth_function_is_one_piece_without_marks():
    found = drawn(math.sin, (0.0,), math.cos)
    assert len(found.pieces) == 1
    assert found.marks == ()
    assert not found.poles


def test_a_kink_is_marked_and_the_line_goes_on():
    found = drawn(abs, (0.0,), np.sign)
    assert len(found.pieces) == 1
    assert [(m.x, m.y, m.kind) for m in found.marks] == [(0.0, 0.0, "kink")]


def test_a_jump_leaves_a_gap_with_a_ring_and_a_disc():
    found = drawn(lambda x: 1.0 if x >= 0 else 0.0, (0.0,), lambda x: 0.0)
    assert len(found.pieces) == 2
    assert [(m.y, m.kind) for m in found.marks] == [(0.0, "end"), (1.0, "value")]


def test_a_hole_is_a_ring():
    found = drawn(lambda x: math.nan if x == 0 else 1.0, (0.0,))
    assert [(m.y, m.kind) for m in found.marks] == [(1.0, "end")]


def test_a_value_that_is_not_to_be_shown_is_not():
    found = drawn(np.sign, (0.0,), without=frozenset([0.0]))
    assert [m.kind for m in found.marks] == ["end", "end"]


def test_a_pole_that_no_cut_announces_is_not_drawn_through():
    found = drawn(lambda x: 1 / (x - 1.003), (), lambda x: -1 / (x - 1.003) ** 2)
    assert len(found.pieces) == 2
    assert found.poles == pytest.approx((1.003,), abs=0.03)


def test_a_pole_does_not_flatten_the_rest():
    found = drawn(lambda x: 1 / x if x else math.nan, (0.0,), lambda x: -1 / x / x if x else math.nan)
    low, high = window([found])
    assert -15 < low < -2
    assert 2 < high < 15


def test_a_narrow_bump_is_shown_whole():
    found = drawn(lambda x: math.exp(-((10 * x) ** 2)), (0.0,), lambda x: -200 * x * math.exp(-((10 * x) ** 2)))
    assert window([found])[1] > 1


def test_where_there_is_no_value_nothing_is_drawn():
    found = drawn(lambda x: math.log(x) if x > 0 else math.nan, (0.0,), lambda x: 1 / x if x > 0 else math.nan)
    assert min(x.min() for x, _ in found.pieces) > 0


@pytest.mark.parametrize("level", [0.0, -3.0])
def test_a_constant_has_room_above_and_below(level):
    low, high = window([drawn(lambda x: level)])
    assert low < level < high
