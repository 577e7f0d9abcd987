"""Normal forms: zero is a proof, wrong identities are never zero, facts and domains are used soundly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from formulas import term
from hypothesis import given, settings
from hypothesis import strategies as st

from symnn.kernel.balls import evaluate, rational
from symnn.kernel.definedness import open_requirements
from symnn.kernel.elementary import Undefined
from symnn.kernel.feasibility import contradiction
from symnn.kernel.normal import Form, is_zero, sign
from symnn.kernel.ratio import GiveUp
from symnn.term import Sym, Term, num, op, plain

X = Sym("x")


@pytest.mark.parametrize(
    "text",
    [
        "sinh(asinh(x)) - x",
        "cosh(acosh(x)) - x",
        "tanh(atanh(x)) - x",
        "asinh(-x) + log(x + sqrt(x**2 + 1)) - 2*x*0 - log(x + sqrt(x**2 + 1)) - asinh(-x)",
        "exp(y*log(x)) - x**y",
        "(x*y)**z - x**z*y**z",
        "log(x**2) - 2*log(x)",
        "sin(x + y) - sin(x)*cos(y) - cos(x)*sin(y)",
        "sin(x + pi/2) - cos(x)",
        "cos(pi/3) - 1/2",
        "erf(x/sqrt(2)) - erf(sqrt(2)*x/2)",
        "normal_cdf(x) + normal_cdf(-x) - 1",
        "x**(3/2)*x**(1/2) - x**2",
        "x**(1001/1000) - x*x**(1/1000)",
        "log(12) - 2*log(2) - log(3)",
        "1/sqrt(2) - sqrt(2)/2",
        "root(x**3, 3) - x",
        "root(x**4*y, 3) - x*root(x*y, 3)",
        "exp(log(x**2)/2) - sqrt(x**2)",
        "sqrt(x**2*y) - sqrt(x**2)*sqrt(y)",
    ],
)
def test_identities_have_the_normal_form_zero(text: str) -> None:
    assert is_zero(term(text))


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(x**2) - x",
        "exp(log(x**2)/2) - x",
        "log(x**2) - log(x)",
        "x**(1/2) - x**(1/3)",
        "exp(2*x) - exp(x)",
        "sin(2*x) - 2*sin(x)",
        "erf(2*x) - 2*erf(x)",
        "root(x**3, 3) + x",
        "x**1000000 - x",
    ],
)
def test_other_terms_have_not(text: str) -> None:
    assert not is_zero(term(text))


def test_the_sign_of_a_name_decides_a_root() -> None:
    assert is_zero(term("sqrt(x**2) - x"), [term("x > 0")])
    assert is_zero(term("sqrt(x**2) + x"), [term("x < 0")])
    assert not is_zero(term("sqrt(x**2) - x"), [term("x < 0")])


def test_sizes_are_capped() -> None:
    with pytest.raises(GiveUp):
        Form((term("(x + y + z)**500"),))
    with pytest.raises(GiveUp):
        Form((term("9**999999"),))


def small() -> st.SearchStrategy[Term]:
    leaves: st.SearchStrategy[Term] = st.sampled_from([X, num(1), num(2), num(Fraction(1, 2)), num(-1)])

    def grow(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
        heads = st.sampled_from(["exp", "log", "sqrt", "tanh", "neg", "sin", "cosh", "erf"])
        return st.one_of(
            st.tuples(heads, inner).map(lambda t: op(t[0], t[1])),
            st.tuples(st.sampled_from(["add", "mul", "div"]), inner, inner).map(lambda t: op(*t)),
            st.tuples(inner, st.sampled_from([2, 3, -1, Fraction(1, 2)])).map(lambda t: op("pow", t[0], num(t[1]))),
        )

    return st.recursive(leaves, grow, max_leaves=5)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(small(), st.sampled_from([Fraction(x) for x in "1/2 2 3 -1/2 -2 7/5".split()]))
def test_the_normal_form_has_the_value_of_the_term(t: Term, x: Fraction) -> None:
    """Read back as a term it encloses the same number, and its sign is the one that was claimed."""
    from symnn.kernel.readback import ratio_term

    try:
        value = evaluate(t, {X: rational(x)}, 256)
        form = Form((t,))
    except (Undefined, GiveUp):
        return
    assert ((value > 0) - (value < 0)) in form.sign(form.ratios[0]) or value.contains(0)
    try:
        again = evaluate(ratio_term(form.kernels, form.ratios[0]), {X: rational(x)}, 256)
    except Undefined:
        return
    assert again.overlaps(value), plain(t)


def test_signs_follow_from_the_form_and_from_facts() -> None:
    assert sign(term("x**2 + 1")) == {1}
    assert sign(term("exp(x) - 1"), [term("x < 0")]) == {-1}
    assert sign(term("log(x)"), [term("x > 1")]) == {1}
    assert sign(term("x - y"), [term("x > 1"), term("y < 0")]) == {1}
    assert sign(term("x")) == {-1, 0, 1}


@pytest.mark.parametrize(
    ("facts", "by"),
    [
        (("x > 0", "x < 0"), "kernel"),
        (("b > 0", "b < x", "b < -x"), "kernel"),
        (("y > 0", "x <= 0", "y*(exp(x) - 1) > 0"), "kernel"),
        (("x > y", "y > z", "x < z"), "kernel"),
        (("x > 1", "y > 1", "x*y < 1"), "kernel"),
        (("x > y", "x**2 + x*y + y**2 <= 0"), "kernel"),
        (("x > 2", "x**3 < 8"), "kernel"),
        (("exp(x) < exp(y)", "x > y"), "kernel"),
        (("log(x) > x", "x > 0"), "kernel"),
        (("x > 0", "x < 1", "y < 1", "x > y"), None),
        (("x**3 < 9", "x > 2"), None),
        (("x > 0", "y > 0"), None),
        (("x*y > 0",), None),
    ],
)
def test_contradictions_are_found_and_only_those(facts: tuple[str, ...], by: str | None) -> None:
    assert contradiction(tuple(term(f) for f in facts)) == by


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x/x", ["ne(x, 0)"]),
        ("log(x**2)", ["ne(x, 0)"]),
        ("log(cosh(x))", []),
        ("log(1 - 1/(1 + exp(-x)))", []),
        ("sqrt(x - 1)", ["ge(x, 1)"]),
        ("log(2 - 3*x)", ["lt(x, 2/3)"]),
        ("1/sqrt(x)", ["gt(x, 0)"]),
        ("1/(exp(x) - 1)", ["ne(x, 0)"]),
        ("log(log(x))", ["gt(x, 0)", "gt(log(x), 0)"]),
    ],
)
def test_requirements_are_named_in_their_simplest_form(text: str, expected: list[str]) -> None:
    found = open_requirements((term(text),), (), frozenset())
    assert [plain(o.relation) for o in found] == expected


def test_a_requirement_is_not_proved_by_the_term_that_makes_it() -> None:
    assert open_requirements((term("log(x) + sqrt(x)"),), (), frozenset())
