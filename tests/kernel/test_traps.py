"""Claims that fooled other provers, or this one: definedness, kinks, powers, branches, and weakest conditions."""

from __future__ import annotations

import random

import pytest
from latex_claims import latex_claim
from objections import objection

from symnn.domain import NATURALS
from symnn.kernel import decide
from symnn.term import plain
from symnn.verdict import name_of

D = r"\frac{\partial}{\partial x}"
STEP = r"\begin{cases} 0 & x < 0 \\ 1 & x \ge 0 \end{cases}"
# what a computer algebra system gets wrong, or answers from random floats
SYMPY = [
    (r"(1-p)^0 = 1", "conditional", "ne(p, 1)"),
    (r"e^{\log x} = x", "conditional", "gt(x, 0)"),
    (r"|\tanh x| = \tanh|x|", "proved", ""),
    (rf"{D}[{STEP}] = 0", "conditional", "ne(x, 0)"),
    (rf"{D}[\max(0, x)] = \frac{{1 + \operatorname{{sign}}(x)}}{{2}}", "conditional", "ne(x, 0)"),
    (r"\frac{x}{x} = 1", "conditional", "ne(x, 0)"),
    (r"\log(x^2) = 2\log x", "conditional", "gt(x, 0)"),
    (r"\sqrt{x^2} = x", "refuted", ""),
    (r"(x^3)^{1/3} = x", "conditional", "gt(x, 0)"),
]
# where what decides between two formulas has no value, neither formula holds
UNDEFINED_BRANCHES = [
    (r"\max(\log x, 0) = \log\max(x, 1)", "conditional", "gt(x, 0)"),
    (r"|\sqrt{x}| = \sqrt{|x|}", "conditional", "ge(x, 0)"),
    (r"\operatorname{sign}(\log x) = \operatorname{sign}(x - 1)", "conditional", "gt(x, 0)"),
    (
        r"\begin{cases} \log x & x > 0 \\ 0 & \text{otherwise} \end{cases} = \log\max(x, 1) + \min(0, \log x)",
        "conditional",
        "gt(x, 0)",
    ),
    (
        r"\begin{cases} 1 & \log x > 0 \\ 0 & \text{otherwise} \end{cases}"
        r" = \begin{cases} 1 & x > 1 \\ 0 & \text{otherwise} \end{cases}",
        "conditional",
        "gt(x, 0)",
    ),
    (r"\max(\log x, 0) = \log\max(x, 1) \quad (x > 0)", "proved", ""),
    (r"|\log x| = |\log\frac{1}{x}|", "proved", ""),
]
# kinks with and without a derivative
KINKS = [
    (D + r"[|x|\operatorname{sign}(x)] = 1", "proved", ""),
    (D + r"[\max(0, x) + \min(0, x)] = 1", "proved", ""),
    (D + r"[\begin{cases} x & x \ne 0 \\ 1 & x = 0 \end{cases}] = 1", "conditional", "ne(x, 0)"),
    (D + r"[\begin{cases} x & x \ne 0 \\ 0 & x = 0 \end{cases}] = 1", "proved", ""),
    (D + r"[\frac{|x|}{x}] = 0", "conditional", "ne(x, 0)"),
    (D + r"[x|x|] = 2|x|", "proved", ""),
]
# weakest conditions that are easily one point or one branch too wide
PARAMETERS = [
    (r"\max(x, \gamma x) = \max(0, x) + \gamma\min(0, x) \iff \gamma \le 1", "proved", ""),
    (r"\max(x, \gamma x) = \max(0, x) + \gamma\min(0, x) \iff \gamma < 1", "refuted", "le(gamma, 1)"),
    (r"\max(0, \gamma x) = \gamma\max(0, x) \iff \gamma \ge 0", "proved", ""),
    (r"\max(0, \gamma x) = \gamma\max(0, x) \iff \gamma > 0", "refuted", "ge(gamma, 0)"),
    (
        r"\begin{cases} x & x > 0 \\ \alpha(e^x - 1) & \text{otherwise} \end{cases}"
        r" = \max(0, x) + \min(0, \alpha(e^x - 1)) \iff \alpha \ge 0",
        "proved",
        "",
    ),
    (
        r"\max(\gamma x, \min(x, 1)) = \begin{cases} \gamma x & x < 0 \\ \min(x, 1) & \text{otherwise} \end{cases}"
        r" \iff \gamma \le 1",
        "refuted",
        "",
    ),
]
# an integer power has a value for bases that are not positive
POWERS = [
    (r"x^{2n} \ne 0", "refuted", ""),
    (r"x^{2n} > 0", "refuted", ""),
    (r"x^{n-1} x = x^n", "undecided", ""),
    (r"\lim_{x \to 0} \frac{|x|^n}{x^n} = 1", "undecided", ""),
    (D + r"[x^n] = n x^{n-1}", "undecided", ""),
    (D + r"[x^{n+1}] = (n + 1) x^n", "proved", ""),
    (r"|x|^\gamma = x^\gamma \iff \gamma = 2", "undecided", ""),
]
IDENTITIES = [
    (r"x\tanh(\log(1 + e^x)) = x\frac{(1 + e^x)^2 - 1}{(1 + e^x)^2 + 1}", "proved", ""),
    (r"x\tanh(\log(1 + e^x)) = x e^x", "refuted", ""),
    (r"\arctan(\tan x) = x", "refuted", ""),
    (r"\operatorname{arcosh}(\cosh x) = |x|", "proved", ""),
]


@pytest.mark.parametrize(
    ("source", "verdict", "condition"), [*SYMPY, *UNDEFINED_BRANCHES, *KINKS, *PARAMETERS, *POWERS, *IDENTITIES]
)
def test_the_trap_is_seen_and_numbers_agree(source: str, verdict: str, condition: str) -> None:
    relation, _, given = source.partition(r" \quad (")
    claim = latex_claim(relation, *([given.rstrip(")")] if given else []), n=NATURALS)
    found = decide(claim)
    assert name_of(found) == verdict
    if condition:
        stated = found.condition  # type: ignore[union-attr]
        assert stated is not None
        assert plain(stated) == condition
    assert objection(claim, found, random.Random(7)).objection is None
