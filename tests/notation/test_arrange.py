"""Computed terms are written as people write them, keep their value, and are read back as they were."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symnn.notation import latex, read
from symnn.notation.arrange import arranged
from symnn.term import Num, Op, Sym, Term, num, op, substitute, walk

X, A = Sym("x"), Sym("alpha")
S = op("call", Sym("sigma"), X)


def minus(t: Term) -> Term:
    return op("neg", t)


BOOK = [
    (op("add", minus(S), num(1)), r"1 - \sigma(x)"),
    (op("mul", op("add", minus(S), num(1)), S), r"\sigma(x) (1 - \sigma(x))"),
    (minus(op("mul", S, op("add", S, num(-1)))), r"\sigma(x) (1 - \sigma(x))"),
    (op("mul", op("pow", X, num(-1)), num(2)), r"\frac{2}{x}"),
    (op("mul", Num(Fraction(1, 2)), X), r"\frac{x}{2}"),
    (op("exp", minus(X)), "e^{-x}"),
    (op("div", num(1), op("exp", X)), "e^{-x}"),
    (op("pow", X, Num(Fraction(1, 2))), r"\sqrt{x}"),
    (op("pow", X, Num(Fraction(-1, 2))), r"\frac{1}{\sqrt{x}}"),
    (op("mul", op("add", op("exp", X), num(-1)), A), r"\alpha (e^{x} - 1)"),
    (op("add", num(1), op("mul", num(2), X), op("pow", X, num(2))), "x^{2} + 2 x + 1"),
    (op("add", op("pow", X, num(2)), num(1)), "1 + x^{2}"),
    (op("mul", X, num(-1)), "-x"),
    (Num(Fraction(-3, 8)), r"-\frac{3}{8}"),
    (op("add", A, op("call", Sym("f"), X)), r"f(x) + \alpha"),
]


@pytest.mark.parametrize(("term", "text"), BOOK)
def test_a_term_is_written_as_in_a_book(term: Term, text: str) -> None:
    assert latex(arranged(term, X)) == text


numbers = st.fractions(min_value=-4, max_value=4, max_denominator=6).map(Num)
leaves = st.one_of(numbers, st.sampled_from([X, A]))


def grown(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    some = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        some.map(lambda a: op("add", *a)),
        some.map(lambda a: op("mul", *a)),
        inner.map(minus),
        st.builds(lambda a, b: op("div", a, b), inner, inner),
        st.builds(lambda a, n: op("pow", a, num(n)), inner, st.integers(-3, 3)),
        inner.map(lambda a: op("exp", a)),
        inner.map(lambda a: op("tanh", a)),
        inner.map(lambda a: op("call", Sym("sigma"), a)),
        inner.map(lambda a: op("abs", a)),
        inner.map(lambda a: op("sqrt", op("abs", a))),
    )


terms = st.recursive(leaves, grown, max_leaves=8)


def value(term: Term) -> complex | None:
    """At x = 0.7, α = 1.3; None where there is none, or where it is too large to compare."""
    import mpmath

    names = {X: mpmath.mpf("0.7"), A: mpmath.mpf("1.3")}
    one = {"exp": mpmath.exp, "tanh": mpmath.tanh, "abs": abs, "sqrt": mpmath.sqrt, "neg": lambda a: -a}

    def of(node: Term) -> object:
        match node:
            case Num(value=q):
                return mpmath.mpf(q.numerator) / q.denominator
            case Sym():
                return names[node]
            case Op("e"):
                return mpmath.e
            case Op("add", args):
                return mpmath.fsum(of(a) for a in args)
            case Op("mul", args):
                return mpmath.fprod(of(a) for a in args)
            case Op("div", (a, b)):
                return of(a) / of(b)  # type: ignore[operator]
            case Op("pow", (a, b)):
                return mpmath.power(of(a), of(b))
            case Op("call", (_, a)):
                return 1 / (1 + mpmath.exp(-of(a)))  # type: ignore[operator]
            case Op(head, (a,)):
                return one[head](of(a))  # type: ignore[operator]
        raise AssertionError(node)

    try:
        with mpmath.workdps(60):
            found = of(term)
            return found if abs(found) < 1e9 else None  # type: ignore[arg-type, operator, return-value]
    except (ZeroDivisionError, OverflowError, ValueError):
        return None


@settings(max_examples=300, deadline=None)
@given(terms)
def test_arranging_changes_no_value(term: Term) -> None:
    before, after = value(term), value(arranged(term, X))
    if before is not None and after is not None:
        assert abs(before - after) < 1e-30 * (1 + abs(before))


@settings(max_examples=300, deadline=None)
@given(terms)
def test_what_is_arranged_and_printed_reads_back_to_the_same_term(term: Term) -> None:
    neat = arranged(term, X)
    assert [p.term for p in read(latex(neat)).parts] == [neat], latex(neat)


def test_no_negative_number_and_no_unwritten_fraction_is_left() -> None:
    neat = arranged(substitute(op("mul", X, A), {A: Num(Fraction(-2, 3))}), X)
    assert all(n.value >= 0 and n.value.denominator == 1 for n in walk(neat) if isinstance(n, Num))
