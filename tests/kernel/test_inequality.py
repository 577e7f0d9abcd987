"""Inequalities on ℝ, on intervals and in several variables."""

from __future__ import annotations

from fractions import Fraction

import pytest
from formulas import claim, term
from hypothesis import given, settings
from hypothesis import strategies as st
from judge import UndefinedError, evaluate, holds

from symnn.domain import POSITIVE, UNIT_OPEN, Domain, Interval
from symnn.kernel.inequality import inequality
from symnn.kernel.positivity import Fails, Shown, sign_holds
from symnn.term import Sym
from symnn.verdict import Proved, Refuted

X = Sym("x")
GELU = "x*(1 + erf(x/sqrt(2)))/2"
TANH_FORM = "0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3)))"
KL_GAUSS = "log(s/r) - 1/2 + (r**2 + (m - n)**2)/(2*s**2)"
KL_BERNOULLI = "x*log(x/y) + (1 - x)*log((1 - x)/(1 - y))"

ON_THE_LINE = [
    "0 < sigma(x)",
    "sigma(x) < 1",
    "-1 < tanh(x) < 1",
    "sigma(x)*(1 - sigma(x)) <= 1/4",
    "1 + x <= exp(x)",
    "abs(tanh(x)) <= abs(x)",
    "0 < softplus(x) - relu(x) <= log(2)",
    "abs(x) - log(2) <= log(cosh(x))",
    "sigma(x)*(1 + x*(1 - sigma(x))) < 11/10",
    "-309/1000 <= x*tanh(softplus(x))",
    "x**2/((1 + exp(-x))*(1 + exp(x))) <= 1/2",
    "log(x) <= x - 1",
    "exp(x) != 0",
    "(exp(x) - 2)**2 >= 0",
    "x**4 - 4*x**2 + 4 >= 0",
    "exp(x) >= exp(1)*x",
    f"abs({GELU} - {TANH_FORM}) <= 5/10000",
    f"abs({GELU} - x*sigma(1.702*x)) <= 0.0204",
    "max(-1, min(1, x)) <= 1",
    "cases(x, x > 0, exp(x) - 1, otherwise) > -1",
]


@pytest.mark.parametrize("relation", ON_THE_LINE)
def test_true_inequalities_on_the_whole_line(relation: str) -> None:
    assert isinstance(inequality(claim(relation)), Proved)


NEAR_MISSES = [
    "sigma(x)*(1 - sigma(x)) <= 249/1000",
    "sigma(x)*(1 - sigma(x)) < 1/4",
    "1 + x + x**2/2 <= exp(x)",
    "1 + x < exp(x)",
    "sigma(x)*(1 + x*(1 - sigma(x))) <= 1",
    "-308/1000 <= x*tanh(softplus(x))",
    "softplus(x) - relu(x) < log(2)",
    f"abs({GELU} - {TANH_FORM}) <= 4.73/10000",
    "max(-1, min(1, x)) < 1",
    "exp(x) >= exp(1)*x + 1/1000000",
]


@pytest.mark.parametrize("relation", NEAR_MISSES)
def test_near_misses_are_refuted_at_a_point_that_a_second_library_confirms(relation: str) -> None:
    verdict = inequality(claim(relation))
    assert isinstance(verdict, Refuted)
    point = dict(verdict.counterexample.point)
    built = term(relation)
    if "<" in relation and "=" not in relation:  # equality refutes; to 60 digits that is all mpmath can see
        left, right = (evaluate(a, point) for a in built.args)  # type: ignore[union-attr]
        assert left - right > -1e-40
    else:
        assert not holds(built, point)


def test_a_rational_approximation_of_tanh_on_an_interval() -> None:
    error = "abs(x*(x**2 + 27)/(9*x**2 + 27) - tanh(x))"
    assert isinstance(inequality(claim(f"{error} <= 3/125", "x >= -3", "x <= 3")), Proved)
    assert isinstance(inequality(claim(f"{error} <= 1/500", "x >= -3", "x <= 3")), Refuted)


SEVERAL = [
    ("log(exp(x) + exp(y)) <= max(x, y) + log(2)", {}),
    ("max(x, y) < log(exp(x) + exp(y))", {}),
    (f"0 <= {KL_GAUSS}", {"r": POSITIVE, "s": POSITIVE}),
    (f"0 <= {KL_BERNOULLI}", {"x": UNIT_OPEN, "y": UNIT_OPEN}),
    ("exp(a)/(exp(a) + exp(b) + exp(c)) < 1", {}),
    ("0 < sigma(w*x + b) < 1", {}),
    ("relu(x) < log(1 + exp(b*x))/b", {"b": POSITIVE}),
    ("log(1 + exp(b*x))/b <= relu(x) + log(2)/b", {"b": POSITIVE}),
    ("x*y <= (x**2 + y**2)/2", {}),
    ("sqrt(x*y) <= (x + y)/2", {"x": POSITIVE, "y": POSITIVE}),
    ("x <= max(x, g*x)", {}),
]


@pytest.mark.parametrize(("relation", "domains"), SEVERAL)
def test_inequalities_in_several_variables(relation: str, domains: dict[str, Domain]) -> None:
    assert isinstance(inequality(claim(relation, **domains)), Proved)


@pytest.mark.parametrize(
    ("relation", "domains"),
    [
        ("log(exp(x) + exp(y)) <= max(x, y) + 1/2", {}),
        (f"1/1000 <= {KL_GAUSS}", {"r": POSITIVE, "s": POSITIVE}),
        (f"0 < {KL_BERNOULLI}", {"x": UNIT_OPEN, "y": UNIT_OPEN}),
        ("exp(a)/(exp(a) + exp(b) + exp(c)) <= 1/2", {}),
        ("x*y <= (x**2 + y**2)/3", {}),
    ],
)
def test_false_inequalities_in_several_variables(relation: str, domains: dict[str, Domain]) -> None:
    assert isinstance(inequality(claim(relation, **domains)), Refuted)


def test_a_name_is_not_fixed_where_the_term_has_no_value() -> None:
    # x ↦ x + t leaves (-x)/x·(y - y + 1) alone, but at x = 0 there is no value: fixing x = 0 would prove nothing
    verdict = inequality(claim("(-x)/x + y - y >= 0"))
    assert not isinstance(verdict, Proved)


def test_equality_at_a_point_is_reported() -> None:
    verdict = inequality(claim("sigma(x)*(1 - sigma(x)) <= 1/4"))
    assert isinstance(verdict, Proved)
    assert "equality at 0" in verdict.certificate.steps[0]


@pytest.mark.parametrize(
    "relation", ["sin(x) + sin(sqrt(2)*x) < 2", "f(x) >= 0", "x*y*z >= -1 - x**2*y**2*z**2 - exp(x*y)"]
)
def test_what_the_methods_do_not_reach_stays_open(relation: str) -> None:
    assert inequality(claim(relation, opaque="f" if "f(" in relation else "")) is None


_ATOMS = st.sampled_from(["x", "x", "1", "-2", "1/3"])
_TERMS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["({}+{})", "({}-{})", "({}*{})", "max({},{})"]), inner, inner).map(
            lambda r: r[0].format(r[1], r[2])
        ),
        st.tuples(
            st.sampled_from(["exp({})", "tanh({})", "sigma({})", "abs({})", "erf({})", "sqrt(1+({})**2)"]), inner
        ).map(lambda r: r[0].format(r[1])),
    ),
    max_leaves=5,
)
_INTERVALS = st.sampled_from([Interval(), Interval(Fraction(0)), Interval(Fraction(-2), Fraction(3), False, False)])
_POINTS = [Fraction(n, d) for n in range(-40, 41) for d in (3, 10)] + [Fraction(0), Fraction(-2), Fraction(3)]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(_TERMS, _INTERVALS, st.booleans(), st.sampled_from(["0", "1", "1/2"]))
def test_signs_agree_with_a_second_library(text: str, where: Interval, strict: bool, shift: str) -> None:
    built = term(f"{text} - {shift}")
    found = sign_holds(built, X, where, strict)
    if isinstance(found, Fails):
        assert found.at in where
        assert evaluate(built, {X: found.at}) <= (1e-40 if strict else -1e-50)
    elif isinstance(found, Shown):
        for x in _POINTS:
            if x in where:
                try:
                    value = evaluate(built, {X: x})
                except (UndefinedError, OverflowError):
                    continue
                assert value > -1e-40


@pytest.mark.parametrize(
    ("relation", "domains"),
    [
        ("abs(deriv(relu(x), x)) <= 1", {}),
        ("abs(deriv(x/(1 + abs(x)), x)) <= 1", {}),
        ("deriv(x/(1 + abs(x)), x) > 0", {}),
        ("deriv(relu(x) + min(0, a*(exp(x/a) - 1)), x) > 0", {"a": POSITIVE}),
        ("abs(deriv(max(0, x) + g*min(0, x), x)) <= max(1, abs(g))", {}),
        ("abs(deriv(cases(x, x > 0, a*(exp(x) - 1), otherwise), x)) <= max(1, a)", {"a": POSITIVE}),
    ],
)
def test_bounds_of_derivatives_hold_off_the_kinks(relation: str, domains: dict[str, Domain]) -> None:
    verdict = inequality(claim(relation, **domains))
    assert isinstance(verdict, Proved)
    assert verdict.defined_where == "where the derivative exists"


def test_the_value_of_a_derivative_rule_at_a_kink_refutes_nothing() -> None:
    # by the rules d|x|/dx is sign(x), 0 at the kink; there is no derivative there
    assert isinstance(inequality(claim("abs(deriv(abs(x), x)) >= 1")), Proved)


def test_a_derivative_that_exists_at_a_joint_counts() -> None:
    assert isinstance(inequality(claim("deriv(x*abs(x), x) >= 0")), Proved)
    assert not isinstance(inequality(claim("deriv(x*abs(x), x) > 0")), Proved)


UNIT = Domain((Interval(Fraction(0), Fraction(1), False, False),))


@pytest.mark.parametrize(
    ("relation", "domains"),
    [
        ("-y*log(p) - (1 - y)*log(1 - p) >= 0", {"y": UNIT, "p": UNIT_OPEN}),
        ("log(1 + exp(z)) - y*z > 0", {"y": UNIT}),
        ("abs(sigma(z) - y) <= 1", {"y": UNIT}),
    ],
)
def test_losses_that_are_straight_lines_in_the_label(relation: str, domains: dict[str, Domain]) -> None:
    assert isinstance(inequality(claim(relation, **domains)), Proved)


def test_a_line_that_falls_below_at_one_end_is_refuted() -> None:
    assert isinstance(
        inequality(claim("log(1 + exp(z)) - y*z > 0", y=Domain((Interval(Fraction(0), Fraction(2)),)))), Refuted
    )


def test_never_equal_is_proved_or_refuted() -> None:
    assert isinstance(inequality(claim("exp(x) != x")), Proved)
    assert isinstance(inequality(claim("exp(x) != 1")), Refuted)


_TWO = st.sampled_from(
    ["x", "y", "x*y", "x - y", "exp(x)", "tanh(y)", "max(x, y)", "log(exp(x) + exp(y))", "x**2 + y**2"]
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(_TWO, st.sampled_from(["<=", "<"]), _TWO, st.sampled_from(["0", "1", "log(2)"]))
def test_two_variables_agree_with_a_second_library(left: str, sign: str, right: str, shift: str) -> None:
    built = claim(f"{left} {sign} {right} + {shift}")
    verdict = inequality(built)
    low, high = built.relation.args  # type: ignore[union-attr]
    if isinstance(verdict, Refuted):
        point = dict(verdict.counterexample.point)
        assert evaluate(low, point) - evaluate(high, point) > -1e-40
    elif isinstance(verdict, Proved):
        for a in _POINTS[::7]:
            for b in _POINTS[::11]:
                point = {v.sym: (a if v.sym == X else b) for v in built.variables}
                assert evaluate(low, point) - evaluate(high, point) < 1e-40
