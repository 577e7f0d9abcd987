"""Entries at sizes and numbers: every expected number is worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from array_claims import stated
from flint import fmpq

from symnn.recheck.arrays.concrete import Example, Table
from symnn.recheck.arrays.jets import Jet, inverse, number, polynomial, power
from symnn.recheck.arrays.scene import Scene
from symnn.recheck.arrays.shapes import Shapes
from symnn.recheck.arrays.values import Values
from symnn.recheck.outcome import NoValueError, UnclearError
from symnn.term import Op, Sym


def left_side(
    formula: str, sizes: dict[str, int], functions: dict[str, Table] | None = None, **numbers: list[list[int]]
) -> list[list[Fraction]]:
    """The entries of the left side of a formula."""
    scene = Scene.read(stated(formula).to_json())
    tables = {Sym(k): tuple(tuple(map(Fraction, row)) for row in v) for k, v in numbers.items()}
    named = {Sym(k): v for k, v in (functions or {}).items()}
    values = Values(scene, Shapes(scene), Example({Sym(k): n for k, n in sizes.items()}, tables, {}, named))
    assert isinstance(scene.relation, Op)
    term, frame = scene.relation.args[0], values.root
    rows, cols = values.size(term, frame)
    out = [[values.at(term, i, j, frame).value for j in range(cols)] for i in range(rows)]
    assert all(isinstance(x, fmpq) for row in out for x in row)
    return [[Fraction(int(x.p), int(x.q)) for x in row] for row in out]


def test_the_gradient_of_a_quadratic_form() -> None:
    """xᵀAx has the gradient (A + Aᵀ)x = [[2, 5], [5, 8]]·[1, 2] = [12, 21]."""
    formula = r"\frac{\partial}{\partial x} \left[ x^{\top} A x \right] = 0"
    assert left_side(formula, {"n": 2}, A=[[1, 2], [3, 4]], x=[[1], [2]]) == [[12], [21]]


def test_its_hessian() -> None:
    formula = r"\nabla_{x}^{2} \left[ x^{\top} A x \right] = 0"
    assert left_side(formula, {"n": 2}, A=[[1, 2], [3, 4]], x=[[1], [2]]) == [[2, 5], [5, 8]]


def test_the_jacobian_has_a_row_for_each_output() -> None:
    formula = r"\frac{\partial}{\partial x} \left[ W x \right] = W"
    assert left_side(formula, {"m": 3, "n": 2}, W=[[1, 2], [3, 4], [5, 6]], x=[[7], [8]]) == [[1, 2], [3, 4], [5, 6]]


def test_the_derivative_of_a_matrix_by_a_matrix_stacks_columns() -> None:
    """vec(AB) = (I ⊗ A) vec B: the entry for A[0, 1] and column 1 is at row 2, column 3."""
    formula = r"\frac{\partial}{\partial B} \left[ A B \right] = 0"
    found = left_side(formula, {"n": 2}, A=[[1, 2], [3, 4]], B=[[0, 0], [0, 0]])
    assert found == [[1, 2, 0, 0], [3, 4, 0, 0], [0, 0, 1, 2], [0, 0, 3, 4]]


def test_a_product_is_bracketed_from_the_right_where_only_that_fits() -> None:
    """W xᵀa is 11·W for x = (1, 2), a = (3, 4)."""
    found = left_side(r"W x^{\top} a = W", {"m": 1, "n": 2}, W=[[5, 6]], x=[[1], [2]], a=[[3], [4]])
    assert found == [[55, 66]]


def test_the_chain_rule_through_an_elementwise_function() -> None:
    """f(u) = u², f(2x) by x at x = 3 is 2·f'(6) = 24."""
    formula = r"\frac{\partial}{\partial t} \left[ f(2 t) \right] = 0"
    square: Table = ((Fraction(0), Fraction(0), Fraction(1)),)
    assert left_side(formula + " x", {"n": 1}, {"f": square}, t=[[3]], x=[[1]]) == [[24]]


def test_the_gradient_of_a_scalar_function_of_an_array() -> None:
    """ℓ(U) = a·U + (b·U)²/2 + (c·U)³/6 has the gradient a + (b·U) b + (c·U)²/2·c:
    at U = (1, 2), a = (1, 0), b = (1, 1), c = (2, 0) that is (1, 0) + 3·(1, 1) + 2·(2, 0) = (8, 3)."""
    rows: Table = tuple(tuple(map(Fraction, row)) for row in ((1, 0), (1, 1), (2, 0)))
    for formula in (r"\nabla \ell(x) = 0", r"\frac{\partial}{\partial x} \left[ \ell(x) \right] = 0"):
        assert left_side(formula, {"n": 2}, {"ell": rows}, x=[[1], [2]]) == [[8], [3]]


def test_the_derivative_of_an_inverse_and_of_a_determinant() -> None:
    """At A = diag(1, 2): ∂ det A/∂A = det A·A⁻ᵀ = diag(2, 1)."""
    formula = r"\frac{\partial}{\partial A} \left[ \det(A) \right] = 0"
    assert left_side(formula, {"n": 2}, A=[[1, 0], [0, 2]]) == [[2, 0], [0, 1]]
    formula = r"\frac{\partial}{\partial A} \left[ x^{\top} A^{-1} x \right] = 0"
    assert left_side(formula, {"n": 2}, A=[[1, 0], [0, 2]], x=[[1], [2]]) == [[-1, -1], [-1, -1]]


def test_two_infinitesimals_give_the_second_derivative() -> None:
    """x⁴ at 2: 12·x² = 48."""
    x = number(2) + Jet({1: fmpq(1)}) + Jet({2: fmpq(1)})
    assert power(x, Fraction(4)).part(1).part(2).value == 48
    assert x.put_into(polynomial([fmpq(0)] * 4 + [fmpq(1)], 0)).part(1).part(2).value == 48


def test_division_by_zero_has_no_value() -> None:
    with pytest.raises(NoValueError):
        power(number(0), Fraction(-1))
    with pytest.raises(NoValueError):
        power(number(-1), Fraction(1, 2))


def test_a_singular_matrix_is_not_inverted() -> None:
    with pytest.raises(UnclearError):
        inverse([[number(1), number(2)], [number(2), number(4)]])
