"""Formulas as NumPy functions, computed as written."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from judge import evaluate

from symnn.context.catalog import load
from symnn.heads import HEADS as ALL_HEADS
from symnn.numeric import CompileError, compile_naive
from symnn.numeric.naive import HEADS
from symnn.term import Op, Sym, Term, free_functions, free_symbols, num, op

x, y = Sym("x"), Sym("y")
UNARY = [h for h in sorted(HEADS) if ALL_HEADS[h].startswith("the function") or h in ("neg", "percent", "normal_cdf")]
CLOSED = [e.name for e in load() if not free_functions(e.term) and not any(s.subs for s in free_symbols(e.term))]


@pytest.mark.parametrize("head", UNARY)
def test_every_function_has_its_value(head: str) -> None:
    at = Fraction(7, 4) if head == "acosh" else Fraction(3, 8)
    assert compile_naive(op(head, x), [x])(float(at)) == pytest.approx(float(evaluate(op(head, x), {x: at})), rel=1e-14)


@pytest.mark.parametrize("name", CLOSED)
def test_a_definition_of_the_catalogue_has_its_values(name: str) -> None:
    term = load()[name].term
    names = sorted(free_symbols(term), key=lambda s: s.text)
    function = compile_naive(term, names)
    point = {s: Fraction(1, 4 + i) for i, s in enumerate(names)}
    assert function(*map(float, point.values())) == pytest.approx(float(evaluate(term, point)), rel=1e-12)


def test_arguments_are_broadcast() -> None:
    found = compile_naive(op("max", x, y), [x, y])(np.array([[0.0], [2.0]]), np.array([1.0, 3.0]))
    assert found.tolist() == [[1.0, 3.0], [2.0, 3.0]]


def test_a_constant_has_the_shape_of_its_argument() -> None:
    assert compile_naive(num("0.25"), [x])([1, 2]).tolist() == [0.25, 0.25]


def test_an_accented_name_can_be_an_argument() -> None:
    hat = Sym("y", accents=("hat",))
    assert compile_naive(op("add", hat, op("neg", y)), [hat, y])(3, 1) == 2.0


def test_it_computes_what_is_written() -> None:
    logistic = op("div", num(1), op("add", num(1), op("exp", op("neg", x))))
    with pytest.warns(RuntimeWarning, match="overflow"):
        assert compile_naive(logistic, [x])(-800.0) == 0.0


@pytest.mark.parametrize(
    "term", [op("call", Sym("sigma"), x), op("deriv", x, x), op("sum", x, y, Op("none")), y, op("log", num(-1))]
)
def test_what_has_no_elementwise_form_is_refused(term: Term) -> None:
    with pytest.raises(CompileError):
        compile_naive(term, [x])
