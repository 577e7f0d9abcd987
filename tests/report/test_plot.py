"""The picture of a counterexample shows the two sides as they are."""

import math
import xml.etree.ElementTree as ET
from fractions import Fraction
from itertools import pairwise

import pytest

from symnn.claim import Claim, Opaque, Variable
from symnn.domain import NATURALS, POSITIVE
from symnn.report.plot import SAMPLES, plot, svg, ticks
from symnn.term import Sym, num, op
from symnn.verdict import Counterexample

x, gamma, f, n = Sym("x"), Sym("gamma"), Sym("f"), Sym("n")
square, double = op("pow", x, num(2)), op("mul", num(2), x)


def claim(relation, *variables, **more) -> Claim:
    return Claim("c", "identity", relation, variables, **more)


def example(**values: int | str) -> Counterexample:
    return Counterexample(tuple((Sym(name), Fraction(v)) for name, v in values.items()), "", "")


def drawn(*arguments):
    picture = plot(*arguments)
    assert picture is not None
    return picture


def test_both_sides_have_their_values_and_the_point_is_marked():
    picture = drawn(claim(op("eq", square, double), Variable(x)), example(x=3))
    assert picture.left.mark == 9
    assert picture.right.mark == 6
    assert len(picture.left.points) == SAMPLES + 1
    for point in picture.left.points:
        assert point is not None
        assert point[1] == pytest.approx(point[0] ** 2)


def test_a_side_with_a_derivative_is_drawn_as_its_derivative():
    slope = op("deriv", op("exp", double), x)
    picture = drawn(claim(op("eq", slope, op("exp", double)), Variable(x)), example(x=0))
    assert picture.left.mark == 2
    assert picture.right.mark == 1


def test_a_parameter_has_its_value_of_the_example():
    relation = op("eq", op("mul", gamma, x), x)
    picture = drawn(claim(relation, Variable(gamma, role="parameter"), Variable(x)), example(gamma=2, x=1))
    assert picture.variable == x
    assert picture.fixed == ((gamma, Fraction(2)),)
    assert (picture.left.mark, picture.right.mark) == (2, 1)


def test_there_is_no_picture_with_two_variables_left_with_arrays_with_opaque_functions_or_without_a_point():
    two = claim(op("eq", op("mul", gamma, x), x), Variable(gamma), Variable(x))
    assert plot(two, example(gamma=2, x=1)) is None
    assert plot(claim(op("eq", square, double), Variable(x, shape=(num(3),))), example(x=1)) is None
    assert plot(claim(op("eq", op("call", f, x), x), Variable(x), opaque=(Opaque(f),)), example(x=1)) is None
    assert plot(claim(op("eq", square, double), Variable(x)), example()) is None
    assert plot(claim(op("in", x, op("reals")), Variable(x)), example(x=1)) is None
    assert plot(claim(op("eq", op("mul", num(2), n), n), Variable(n, NATURALS)), example(n=1)) is None


def test_where_a_side_has_no_value_its_curve_has_a_gap():
    picture = drawn(claim(op("eq", op("log", x), x), Variable(x)), example(x=1))
    assert all((p is None) == (place <= 0) for p, place in zip(picture.left.points, places(picture), strict=True))
    assert None not in picture.right.points


def places(picture):
    low, high = picture.x
    return [low + (high - low) * k / SAMPLES for k in range(SAMPLES + 1)]


def test_the_window_stays_in_the_domain_and_holds_the_point():
    picture = drawn(claim(op("eq", op("log", x), x), Variable(x, POSITIVE)), example(x=2))
    assert picture.x == (0, 3.2)
    far = drawn(claim(op("eq", square, double), Variable(x)), example(x=-1000))
    assert far.x[0] < -1000 < far.x[1]
    assert far.y[0] <= -2000
    assert far.y[1] >= 1_000_000


def test_a_jump_is_not_drawn_as_a_line():
    picture = drawn(claim(op("eq", op("sign", x), num(0)), Variable(x)), example(x=1))
    root = ET.fromstring(svg(picture, "sign", "t"))
    curves = [p for p in root.iter("path") if p.get("class") == "curve one"]
    assert len(curves) == 2


def test_the_picture_says_what_it_is_and_escapes_what_it_says():
    picture = drawn(claim(op("eq", square, double), Variable(x)), example(x=3))
    root = ET.fromstring(svg(picture, 'over <x> & "y"', "name"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "name"
    assert root[0].text == 'over <x> & "y"'


def test_ticks_are_round_numbers_within_the_ends():
    assert ticks(-3, 3, 6) == [-3, -2, -1, 0, 1, 2, 3]
    for low, high in [(-3, 3), (0.001, 0.0042), (-1e6, 5e6), (0.1, 0.30000001)]:
        found = ticks(low, high, 5)
        assert 2 <= len(found) <= 6
        assert all(low - 1e-9 * abs(low) <= t <= high + 1e-9 * abs(high) for t in found)
        steps = {round((b - a) / 10 ** math.floor(math.log10(b - a)), 6) for a, b in pairwise(found)}
        assert steps <= {1.0, 2.0, 5.0, 10.0}
