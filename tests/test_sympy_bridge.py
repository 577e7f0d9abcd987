"""``Term`` to SymPy and back."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from judge import UndefinedError, evaluate
from scalar_terms import points, terms

from symnn.heads import HEADS
from symnn.sympy_bridge import BridgeError, from_sympy, spell, to_sympy, unspell
from symnn.sympy_bridge.rows import NO_FORM, ROWS
from symnn.term import Op, Sym, Term, num, op

x, y, i, j, n, l = (Sym(c) for c in "xyijnl")  # noqa: E741
X = sympy.Symbol("x")


@given(terms, points, points)
@settings(max_examples=200, deadline=None)
def test_there_and_back_keeps_the_value_at_rational_points(term: Term, a: Fraction, b: Fraction) -> None:
    point = {x: a, y: b}
    try:
        before = evaluate(term, point)
    except UndefinedError:
        assume(False)
    assume(abs(before) < mpmath.mpf(10) ** 30)
    try:
        expr = to_sympy(term)
    except BridgeError:  # a part that has no value, in a case that does not apply
        assume(False)
    assume(not expr.has(sympy.zoo, sympy.nan))  # SymPy works it out for all cases
    back = from_sympy(expr)
    after = evaluate(back, point)
    assert abs(before - after) <= mpmath.mpf(10) ** -40 * (1 + abs(before))


digits = st.integers(0, 9).map(num)
names = st.recursive(
    st.sampled_from([Sym("x"), Sym("gamma"), Sym("ReLU"), Sym("hard-tanh"), Sym("k~1")]),
    lambda s: st.builds(
        lambda base, subs, sups, font, accents: Sym(base.name, subs, sups, font, accents),
        s,
        st.lists(st.one_of(s, digits, s.map(lambda k: op("add", k, op("neg", num(1))))), max_size=2).map(tuple),
        st.lists(s, max_size=1).map(tuple),
        st.sampled_from(["", "bf", "cal"]),
        st.lists(st.sampled_from(["hat", "star", "bar", "prime"]), max_size=2).map(tuple),
    ),
    max_leaves=4,
)  # fmt: skip


@given(names)
@settings(max_examples=300, deadline=None)
def test_a_name_is_read_back_from_its_spelling(sym: Sym) -> None:
    assert unspell(spell(sym)) == sym


@given(st.text(max_size=12))
def test_any_foreign_name_is_a_name_of_its_own(text: str) -> None:
    assert isinstance(unspell(text), Sym)


@pytest.mark.parametrize(
    ("sym", "name"),
    [
        (x, "x"),
        (Sym("gamma"), "gamma"),
        (Sym("x", (i,)), "x_i"),
        (Sym("y", accents=("hat",)), r"\hat{y}"),
        (Sym("gamma", accents=("hat",)), r"\hat{\gamma}"),
        (Sym("W", (i, j), (l,), "bf"), r"\mathbf{W}^{(l)}_{i,j}"),
        (Sym("a", (), (op("add", l, op("neg", num(1))),)), "a^{(l-1)}"),
        (Sym("w", accents=("star",)), "w^{*}"),
    ],
)
def test_names_read_well(sym: Sym, name: str) -> None:
    assert spell(sym) == name


def test_every_head_has_a_row_or_a_reason() -> None:
    assert set(ROWS) | set(NO_FORM) == set(HEADS)
    assert not set(ROWS) & set(NO_FORM)


def test_a_running_index_is_not_a_constant() -> None:
    total = to_sympy(op("sum", Sym("x", (i,)), i, op("range", num(1), n)))
    assert total.subs(sympy.Symbol("n"), 3).doit() == sum(sympy.IndexedBase("x")[k] for k in (1, 2, 3))


def test_an_entry_differentiated_by_a_general_entry_is_a_kronecker_delta() -> None:
    slope = to_sympy(op("deriv", Sym("x", (i,)), Sym("x", (j,))))
    assert slope.doit() == sympy.KroneckerDelta(sympy.Symbol("i"), sympy.Symbol("j"))


def test_an_empty_sum_is_zero() -> None:
    assert to_sympy(op("sum", x, i, op("range", num(1), num(-3)))) == 0


def test_a_derivative_is_kept_as_written() -> None:
    term = op("deriv", op("pow", x, num(2)), x, x)
    assert to_sympy(term) == sympy.Derivative(X**2, (X, 2), evaluate=False)
    assert from_sympy(to_sympy(term)) == term


@pytest.mark.parametrize(
    "term",
    [
        op("call", op("prime", Sym("f"), num(2)), op("mul", num(2), x)),
        op("call", op("prime", Sym("tanh"), num(1)), num(0)),
        op("lim", op("exp", x), x, op("neg", Op("infinity")), num(0)),
        op("lim", op("div", num(1), x), x, num(0), num(1)),
        op("eq", num(1), num(2)),
        op("eq", x, x),
        op("in", x, op("interval_oc", num(0), num(1))),
        op("notin", x, op("set", num(0), num(1))),
        op("sum", op("pow", Sym("x", (i,)), num(2)), i, op("range", num(1), n)),
        op("integral", op("exp", x), x, num(0), x),
        op("increment", x),
        Sym("W", (num(1), num(2)), (l,), "bf"),
        op("deriv", op("call", Sym("L", font="cal"), Sym("y", accents=("hat",))), Sym("y", accents=("hat",))),
    ],
)
def test_what_sympy_does_not_reorder_comes_back_as_it_was(term: Term) -> None:
    back = from_sympy(to_sympy(term))
    expected = op("not", op("in", *term.args)) if isinstance(term, Op) and term.head == "notin" else term
    assert back == expected


@pytest.mark.parametrize(
    "term",
    [
        op("log", num(-1)),
        op("sqrt", num(-2)),
        op("div", num(1), num(0)),
        op("pow", num(0), num(0)),
        op("pow", num(9), op("pow", num(9), op("pow", num(9), num(9)))),
        op("factorial", num(10**7)),
        op("binomial", num(10**7), num(5 * 10**6)),
        op("max", x),
        op("approx", x, y),
        op("deriv", Sym("L"), x),
        op("add", Op("infinity"), num(1)),
        op("sum", x, i, Op("none")),
        op("call", op("inverse", Sym("f")), x),
        op("in", x, op("reals", n)),
    ],
)
def test_what_sympy_would_misread_is_refused(term: Term) -> None:
    with pytest.raises(BridgeError):
        to_sympy(term)


@pytest.mark.parametrize("expr", [sympy.Float(0.1), sympy.I, sympy.zoo, sympy.gamma(X), sympy.Heaviside(X)])
def test_what_has_no_head_is_refused(expr: sympy.Expr) -> None:
    with pytest.raises(BridgeError):
        from_sympy(expr)


def test_symbols_that_differ_in_their_assumptions_only_are_refused() -> None:
    with pytest.raises(BridgeError):
        from_sympy(X + sympy.Symbol("x", positive=True))


def test_assumptions_are_given_by_name() -> None:
    root = op("sqrt", op("pow", x, num(2)))
    assert to_sympy(root, {x: {"positive": True}}) == sympy.Symbol("x", positive=True)
    assert to_sympy(root, real=True) == sympy.Abs(sympy.Symbol("x", real=True))


def test_the_cube_root_of_a_negative_number_is_real() -> None:
    assert to_sympy(op("root", num(-8), num(3))) == -2


def test_matrices_of_known_shape_multiply_in_order() -> None:
    w, d, m = Sym("W"), Sym("D"), Sym("M")
    shapes = {w: (d, m), x: (d,)}
    product = to_sympy(op("mul", op("transpose", w), x), shapes=shapes)
    assert product.shape == (sympy.Symbol("M"), 1)
    assert from_sympy(product) == op("mul", op("transpose", w), x)
    with pytest.raises(BridgeError):
        to_sympy(op("mul", w, x), shapes={w: (num(3), num(4)), x: (num(3),)})


def test_entries_count_from_one() -> None:
    entry = Sym("W", (i, num(2)))
    expr = to_sympy(entry, shapes={Sym("W"): (n, n)})
    assert expr == sympy.MatrixSymbol("W", sympy.Symbol("n"), sympy.Symbol("n"))[sympy.Symbol("i") - 1, 1]
    assert from_sympy(expr) == entry
