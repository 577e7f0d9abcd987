"""Derivative claims: rules, kinks with both one-sided derivatives, opaque functions."""

from __future__ import annotations

import pytest
from latex_claims import latex_claim

from symnn.kernel import decide
from symnn.kernel.identity import relation_words
from symnn.verdict import Conditional, Proved, Refuted, Undecided

D = r"\frac{\partial}{\partial x}"


@pytest.mark.parametrize(
    "source",
    [
        D + r"[\log(1+e^x)] = \frac{1}{1+e^{-x}}",
        D + r"[\tanh x] = 1 - \tanh^2 x",
        D + r"[\operatorname{erf}(x)] = \frac{2}{\sqrt\pi}e^{-x^2}",
        r"\frac{\partial^2}{\partial x^2}[e^{2x}] = 4e^{2x}",
        r"\frac{\partial}{\partial y}[x^2 y^3] = 3x^2y^2",
        D + r"[x|x|] = 2|x|",
        D + r"[\frac{x}{1+|x|}] = \frac{1}{(1+|x|)^2}",
        D + r"[\max(0,x)^2] = 2\max(0,x)",
        D + r"[\max(x^2, 0)] = 2x",
        D + r"[\max(x, x-1)] = 1",
        D + r"[\begin{cases} x & x > 0 \\ e^x-1 & x \le 0 \end{cases}]"
        r" = \begin{cases} 1 & x > 0 \\ e^x & x \le 0 \end{cases}",
        D + r"[\begin{cases} \frac{x^2}{2} & |x| \le 1 \\ |x| - \frac12 & \text{otherwise} \end{cases}]"
        r" = \max(-1, \min(1, x))",
    ],
)
def test_true_derivatives_are_proved_also_at_removable_kinks(source: str) -> None:
    verdict = decide(latex_claim(source))
    assert isinstance(verdict, Proved)
    assert verdict.defined_where == "everywhere"


@pytest.mark.parametrize(
    ("source", "condition", "note"),
    [
        (
            D + r"[\max(0,x)] = \begin{cases} 0 & x < 0 \\ 1 & x \ge 0 \end{cases}",
            "x ≠ 0",
            "one-sided derivatives 0 from the left and 1 from the right",
        ),
        (
            D + r"[|x|] = \operatorname{sign}(x)",
            "x ≠ 0",
            "one-sided derivatives -1 from the left and 1 from the right",
        ),
        (
            D + r"[\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}] = 0",
            "x ≠ 0",
            "not continuous there: 0 from the left, 1 from the right",
        ),
        (
            D + r"[\max(-1,\min(1,x))] = \begin{cases} 1 & -1 < x < 1 \\ 0 & \text{otherwise} \end{cases}",
            "x ≠ -1 and x ≠ 1",
            "one-sided derivatives 0 from the left and 1 from the right",
        ),
        (
            D + r"[\begin{cases} x & x > 0 \\ \alpha(e^x-1) & x \le 0 \end{cases}]"
            r" = \begin{cases} 1 & x > 0 \\ \alpha e^x & x \le 0 \end{cases}",
            "x ≠ 0 or alpha = 1",
            "one-sided derivatives 2 from the left and 1 from the right",
        ),
    ],
)
def test_at_a_kink_the_derivative_does_not_exist(source: str, condition: str, note: str) -> None:
    verdict = decide(latex_claim(source))
    assert isinstance(verdict, Conditional)
    assert relation_words(verdict.condition) == condition
    assert note in verdict.note


@pytest.mark.parametrize(
    ("source", "assumption"),
    [
        (D + r"[\max(0,x)] = \begin{cases} 0 & x < 0 \\ 1 & x \ge 0 \end{cases}", r"x \ne 0"),
        (D + r"[\frac{x}{1+|x|}] = \frac{1}{(1+|x|)^2}", r"x \ne 0"),
        (D + r"[\log|x|] = \frac1x", r"x \ne 0"),
        (D + r"[\log x] = \frac1x", "x > 0"),
    ],
)
def test_off_the_kinks_it_is_proved(source: str, assumption: str) -> None:
    verdict = decide(latex_claim(source, assumption))
    assert isinstance(verdict, Proved)
    assert verdict.defined_where == "everywhere"


@pytest.mark.parametrize(
    "source",
    [
        D + r"[\log(1+e^x)] = \frac{1}{1+e^{x}}",
        D + r"[\tanh x] = 1 - \tanh x",
        D + r"[x|x|] = 2x",
        D + r"[\max(0,x)] = \begin{cases} 1 & x < 0 \\ 0 & x \ge 0 \end{cases}",
        r"\frac{\partial^2}{\partial x^2}[e^{2x}] = 2e^{2x}",
        D + r"[\frac{x}{1+|x|}] = \frac{1}{1+|x|}",
        D + r"[x + 10^{-12}x^2] = 1",
    ],
)
def test_wrong_derivatives_are_refuted(source: str) -> None:
    assert isinstance(decide(latex_claim(source)), Refuted)


def test_a_wrong_value_at_a_removable_kink_is_refuted_at_the_kink() -> None:
    source = D + r"[x|x|] = \begin{cases} 2|x| & x \ne 0 \\ 1 & x = 0 \end{cases}"
    verdict = decide(latex_claim(source))
    assert isinstance(verdict, Refuted)
    assert [x for _, x in verdict.counterexample.point] == [0]


@pytest.mark.parametrize(
    ("source", "where"),
    [
        (D + r"[\sqrt x] = \frac{1}{2\sqrt x}", "x > 0"),
        (D + r"[\log|x|] = \frac1x", "x ≠ 0"),
        (D + r"[\sqrt{x^2}] = \frac{x}{|x|}", "x ≠ 0"),
    ],
)
def test_a_derivative_says_where_it_is_defined(source: str, where: str) -> None:
    verdict = decide(latex_claim(source))
    assert isinstance(verdict, Proved)
    assert verdict.defined_where == where


@pytest.mark.parametrize(
    ("source", "right"),
    [
        (D + r"[f(g(x))] = f'(g(x)) g'(x)", True),
        (D + r"[f(g(x))] = f'(x) g'(x)", False),
        (D + r"[f(g(x))] = f'(g(x))", False),
        (D + r"[f(x) g(x)] = f'(x) g(x) + f(x) g'(x)", True),
        (D + r"[f(x) g(x)] = f'(x) g'(x)", False),
        (D + r"[\frac{f(x)}{1+g(x)^2}] = \frac{f'(x)(1+g(x)^2) - 2 f(x)g(x)g'(x)}{(1+g(x)^2)^2}", True),
        (D + r"[f(g(x))] = \frac{\partial f(g(x))}{\partial g(x)} \frac{\partial g(x)}{\partial x}", True),
        (r"\frac{\partial^2}{\partial x^2}[f(2x)] = 4f''(2x)", True),
    ],
)
def test_opaque_functions_follow_the_rules(source: str, right: bool) -> None:
    verdict = decide(latex_claim(source, opaque="f g"))
    assert isinstance(verdict, Proved if right else Refuted)


def test_an_opaque_function_of_two_variables_is_not_decided_wrongly() -> None:
    verdict = decide(latex_claim(D + r"[f(x, x)] = 0", opaque="f"))
    assert isinstance(verdict, Undecided)


def test_the_derivative_at_a_point_is_a_number() -> None:
    from formulas import claim, term

    from symnn.term import Sym, num, op

    slope = op("at", op("deriv", term("tanh(x)"), Sym("x")), Sym("x"), num(0))
    assert isinstance(decide(claim(op("eq", slope, num(1)))), Proved)
    assert isinstance(decide(claim(op("eq", slope, num(2)))), Refuted)


def test_a_value_at_a_kink_is_refuted_with_the_two_one_sided_derivatives() -> None:
    from formulas import claim, term

    from symnn.term import Sym, num, op

    def at_zero(body: str, order: int = 1):
        return op("at", op("deriv", term(body), *[Sym("x")] * order), Sym("x"), num(0))

    for wrong in (0, 1):
        kink = decide(claim(op("eq", at_zero("relu(x)"), num(wrong))))
        assert isinstance(kink, Refuted)
        assert kink.counterexample.note == "one-sided derivatives 0 from the left and 1 from the right"
    steep = decide(claim(op("eq", at_zero("sqrt(abs(x))"), num(0))))
    assert isinstance(steep, Refuted)
    assert steep.counterexample.note == "one-sided derivatives -∞ from the left and ∞ from the right"
    assert isinstance(decide(claim(op("eq", at_zero("abs(x)**3", 2), num(0)))), Proved)
    assert isinstance(decide(claim(op("eq", at_zero("abs(x)**3", 2), num(1)))), Refuted)
    third = decide(claim(op("eq", at_zero("abs(x)**3", 3), num(0))))
    assert isinstance(third, Refuted)
    assert third.counterexample.note == "one-sided third derivatives -6 from the left and 6 from the right"


ELU = r"\begin{cases}x & x>0\\ e^x-1 & x\le 0\end{cases}"


@pytest.mark.parametrize(
    ("source", "verdict", "condition"),
    [
        (r"\frac{d^2}{dx^2}\max(0,x) = 0", Conditional, "x ≠ 0"),
        (r"\frac{d^2}{dx^2}|x| = 0", Conditional, "x ≠ 0"),
        (r"\frac{d^2}{dx^2}|x|^3 = 6|x|", Proved, ""),
        (r"\frac{d^2}{dx^2}|x|^3 = 6 x", Refuted, ""),
        (r"\frac{d^3}{dx^3}|x|^3 = 6\operatorname{sign}(x)", Conditional, "x ≠ 0"),
        (rf"\frac{{d}}{{dx}}{ELU} = \begin{{cases}}1 & x>0\\ e^x & x\le 0\end{{cases}}", Proved, ""),
        (rf"\frac{{d^2}}{{dx^2}}{ELU} = \begin{{cases}}0 & x>0\\ e^x & x\le 0\end{{cases}}", Conditional, "x ≠ 0"),
        (r"\frac{d^2}{dx^2}(x|x|)=2\operatorname{sign}(x)", Conditional, "x ≠ 0"),
        (r"\frac{d^2}{dx^2}\max(0,x)^3=6\max(0,x)", Proved, ""),
        (r"\frac{d}{dx}\sqrt{|x|}=\frac{\operatorname{sign}(x)}{2\sqrt{|x|}}", Proved, ""),
        (r"\frac{d}{dx}\sqrt{|x|}=\frac{1}{2\sqrt x}", Conditional, "x ≥ 0"),
        (r"\frac{d}{dx}\sqrt[3]{x} = \frac{1}{3\sqrt[3]{x^2}}", Proved, ""),
        (r"\frac{d}{dx}\sqrt[3]{x} = \frac{1}{3\sqrt[3]{x}}", Refuted, ""),
        (r"\frac{\partial^2}{\partial x\partial y} e^{xy} = (1+xy)e^{xy}", Proved, ""),
        (r"\frac{\partial^2}{\partial x\partial y} e^{xy} = x y e^{xy}", Refuted, ""),
        (r"\frac{\partial^2}{\partial x\partial y}\max(x,y)=0", Undecided, ""),
    ],
)
def test_higher_derivatives_exist_where_all_lower_ones_agree(source: str, verdict: type, condition: str) -> None:
    found = decide(latex_claim(source))
    assert isinstance(found, verdict)
    if condition:
        assert relation_words(found.condition) == condition
