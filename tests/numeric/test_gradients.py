"""check_gradients and difference_errors against functions whose derivatives are known."""

import math

import numpy as np
import pytest

import symnn
from symnn.numeric import CompileError
from symnn.term import Sym, num, op

X = Sym("x")


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def cross_entropy(z):
    e = np.exp(z - np.max(np.real(z)))
    return -np.log(e[0] / np.sum(e))


def softmax_minus_target(z):
    e = np.exp(z - z.max())
    p = e / e.sum()
    p[0] -= 1
    return p


@pytest.mark.parametrize("name", ["tanh", "logistic", "relu", "hard_sigmoid", "softsign"])
def test_the_compiled_derivative_agrees_with_differences(name):
    report = symnn.check_gradients(name)
    assert report.agrees
    assert report.max_error < 1e-6
    assert not np.any(report.kinks)


def test_parameters_go_to_the_compiled_function():
    assert symnn.check_gradients("leaky_relu", points=[-2, -1e-6, 3], gamma=0.3).derivative[0] == 0.3
    with pytest.raises(TypeError, match="no parameter"):
        symnn.check_gradients("leaky_relu", points=[1], alpha=0.3)
    with pytest.raises(TypeError, match="bind them"):
        symnn.check_gradients(sigmoid, sigmoid, alpha=0.3)


def test_a_derivative_without_its_square_is_wrong_and_the_report_says_where():
    report = symnn.check_gradients(sigmoid, lambda x: np.exp(-x) / (1 + np.exp(-x)), points=[-1.0, 0.0, 2.0])
    assert not report
    assert report.wrong.all()
    text = str(report)
    assert "WRONG in 3 of 3" in text
    assert "x = -1." in text
    assert "given 0.7310585786" in text


def test_one_wrong_digit_is_found():
    assert symnn.check_gradients(np.tanh, lambda x: 1 - np.tanh(x) ** 2, points=[0.3]).agrees
    assert not symnn.check_gradients(np.tanh, lambda x: (1 - np.tanh(x) ** 2) * (1 + 3e-6), points=[0.3]).agrees


def test_the_complex_step_is_exact_to_rounding_and_left_out_where_the_code_is_not_analytic():
    report = symnn.check_gradients(sigmoid, lambda x: sigmoid(x) * sigmoid(-x), points=[-1.0, 0.5, 3.0])
    assert np.all(np.abs(report.complex_step / report.derivative - 1) < 1e-14)
    assert symnn.check_gradients(abs, np.sign, points=[-1.0, 0.5]).complex_step is None
    assert symnn.check_gradients(math.exp, math.exp, points=[-1.0, 0.5]).complex_step is None
    assert symnn.check_gradients(lambda x: np.float64(x) * 1.0, lambda x: 1.0, points=[2.0]).agrees


def test_a_given_derivative_is_compared_with_the_symbolic_one():
    report = symnn.check_gradients("gelu_tanh", symnn.compile("gelu").derivative, points=[-1.0, 1.0])
    assert not report.agrees
    assert np.all(np.abs(report.symbolic - report.central) < 1e-7)
    assert "symbolic: largest relative error" in str(report)


def test_at_a_kink_any_value_between_the_one_sided_derivatives_is_accepted_and_said():
    report = symnn.check_gradients("relu", points=[0.0, 2.0])
    assert report.kinks.tolist() == [True, False]
    assert report.agrees
    assert "kinks" in str(report)
    assert symnn.check_gradients(abs, lambda x: 0.5 if x == 0 else np.sign(x), points=[0.0, 1.0]).agrees
    assert not symnn.check_gradients(abs, lambda x: 1.5 if x == 0 else np.sign(x), points=[0.0, 1.0]).agrees


def test_below_the_resolution_of_differences_nothing_is_claimed_but_a_gross_error_is_still_found():
    right = symnn.check_gradients(np.tanh, lambda x: 1 / np.cosh(x) ** 2, points=[25.0])
    assert right.compared == 0
    assert not right.agrees
    assert not right.wrong.any()
    assert "nothing could be compared" in str(right)
    assert symnn.check_gradients(np.tanh, lambda x: 1.0, points=[25.0]).wrong.all()


def test_a_period_of_the_function_does_not_deceive_the_step():
    report = symnn.check_gradients(
        lambda x: np.sin(2 * np.pi * x), lambda x: 2 * np.pi * np.cos(2 * np.pi * x), points=[0, 1, 4]
    )
    assert report.agrees
    assert np.allclose(report.central, 2 * np.pi)


def test_a_gradient_is_checked_entry_by_entry():
    points = [np.arange(5.0), np.zeros(3)]
    report = symnn.check_gradients(cross_entropy, softmax_minus_target, points)
    assert report.agrees
    assert len(report.entries) == 8
    assert report.complex_step is not None

    def swapped(z):
        g = softmax_minus_target(z)
        g[[1, 2]] = g[[2, 1]]
        return g

    wrong = symnn.check_gradients(cross_entropy, swapped, [np.array([0.0, 1.0, 3.0])])
    assert wrong.wrong.tolist() == [False, True, True]
    assert "entry (1,)" in str(wrong) or "entry (2,)" in str(wrong)


def test_a_jacobian_has_the_shape_of_the_value_and_then_of_the_argument():
    a = np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 0.25]])
    assert symnn.check_gradients(lambda x: a @ x, lambda x: a, [np.ones(2)]).agrees
    with pytest.raises(ValueError, match=r"its derivative has the shape \(3, 2\); df gives \(2, 3\)"):
        symnn.check_gradients(lambda x: a @ x, lambda x: a.T, [np.ones(2)])
    transposed = symnn.check_gradients(lambda x: a[:2] @ x, lambda x: a[:2].T, [np.ones(2)])
    assert transposed.wrong.tolist() == [False, True, True, False] or transposed.wrong.sum() == 2


def test_single_precision_is_judged_by_its_own_resolution():
    assert symnn.check_gradients(lambda x: np.float32(np.sin(x)), np.cos, points=[0.5, 2.0]).agrees
    assert not symnn.check_gradients(lambda x: np.float32(np.sin(x)), lambda x: 0.9 * np.cos(x), points=[0.5]).agrees


def test_the_edge_of_a_domain_is_no_error():
    assert symnn.check_gradients(math.log, lambda x: 1 / x, points=[1e-20, 1e-3, 5e7]).agrees


def test_what_cannot_be_checked_is_a_clear_error():
    with pytest.raises(TypeError, match="derivative of a callable has to be given"):
        symnn.check_gradients(math.exp)
    with pytest.raises(ValueError, match="no points"):
        symnn.check_gradients("tanh", points=[])
    with pytest.raises(TypeError, match="a point is a finite real number"):
        symnn.check_gradients("tanh", points=[math.nan])
    with pytest.raises(TypeError, match="not real numbers"):
        symnn.check_gradients(lambda x: "a", math.exp, points=[1.0])
    with pytest.raises(ArithmeticError, match="no finite values"):
        symnn.check_gradients(lambda x: np.float64(np.nan), math.exp, points=[1.0])
    with pytest.raises(CompileError, match="no function that can be compiled"):
        symnn.check_gradients("nonsense")


# ------------------------------------------------------------------------------------------------- the error against h
@pytest.mark.parametrize(("name", "x"), [("logistic", 1.0), ("tanh", 0.7), ("softplus", -1.5)])
def test_errors_lie_below_truncation_plus_rounding(name, x):
    found = symnn.difference_errors(name, x)
    assert found.h[0] == 0.1
    assert found.h[-1] == pytest.approx(1e-15)
    assert len(found.h) == len(found.forward) == len(found.central)
    assert np.all(found.forward <= 2.5 * found.forward_bound)
    assert np.all(found.central <= 2.5 * found.central_bound)


def test_too_small_a_step_rounds_and_too_large_a_step_truncates():
    found = symnn.difference_errors("logistic", 1.0)
    middle = found.forward[(found.h > 1e-9) & (found.h < 1e-7)].max()
    assert found.forward[0] > 1e4 * middle
    assert found.forward[-1] > 1e4 * middle
    assert found.central.min() < found.forward.min() / 100


def test_the_best_steps_are_those_of_the_formulas():
    found = symnn.difference_errors(op("exp", X), 0.0)
    eps = 2.0**-52
    assert found.derivative == 1
    assert found.best_forward == pytest.approx(math.sqrt(2 * eps))
    assert found.best_central == pytest.approx((1.5 * eps) ** (1 / 3))


def test_a_callable_with_its_derivative_gives_nearly_the_same_theory():
    mine = symnn.difference_errors(math.exp, 0.0, df=math.exp)
    assert mine.best_forward == pytest.approx(math.sqrt(2 * 2.0**-52), rel=0.01)
    assert mine.best_central == pytest.approx((1.5 * 2.0**-52) ** (1 / 3), rel=0.05)
    with pytest.raises(TypeError, match="has to be given"):
        symnn.difference_errors(math.exp, 0.0)


def test_a_straight_line_has_no_best_step_and_no_error():
    found = symnn.difference_errors("relu", 1.0)
    assert math.isinf(found.best_forward)
    assert math.isinf(found.best_central)
    assert found.forward[0] == 0


def test_at_a_kink_there_is_no_derivative_to_compare_with():
    with pytest.raises(CompileError, match="at x = 0, a kink or a border"):
        symnn.difference_errors("relu", 0.0)


def test_steps_can_be_given_and_have_to_be_positive():
    assert symnn.difference_errors("tanh", 0.5, h=[1e-2, 1e-4]).h.tolist() == [1e-2, 1e-4]
    with pytest.raises(ValueError, match="positive"):
        symnn.difference_errors("tanh", 0.5, h=[0.0])


def test_the_table_prints_one_row_a_decade():
    text = str(symnn.difference_errors(op("pow", X, num(3)), 2.0))
    assert text.startswith("function at x = 2, f′ = 12")
    assert len(text.splitlines()) == 2 + 15 + 2


def test_a_parabola_has_no_kinks():
    for report in (
        symnn.check_gradients(lambda z: z**2, lambda z: 2 * z),
        symnn.check_gradients(op("pow", X, num(2))),
        symnn.check_gradients(lambda w: (w**2).sum(), lambda w: 2 * w, points=[np.ones(3), np.zeros(3)]),
    ):
        assert report
        assert report.compared == len(report.points)
    assert not symnn.check_gradients(lambda z: z**2, lambda z: 3 * z)


def test_a_table_of_few_steps_has_a_row_for_each():
    text = str(symnn.difference_errors(np.sin, 0.5, df=np.cos, h=[1e-3, 1e-5, 1e-8]))
    assert [line.split()[0] for line in text.splitlines()[2:5]] == ["1.0e-03", "1.0e-05", "1.0e-08"]
    assert text.splitlines()[5].startswith("forward")
    with pytest.raises(ValueError, match="one finite number"):
        symnn.difference_errors(np.sin, float("nan"), df=np.cos)
