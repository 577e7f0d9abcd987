"""Proofs for all sizes, derived again, and claims close to true ones of which none may be accepted."""

from __future__ import annotations

import pytest
from array_claims import certificate, outcome, stated, written

from symnn.claim import Claim
from symnn.context import understand
from symnn.document import parse
from symnn.recheck import Accepted, recheck

SOFTMAX = r"\operatorname{softmax}(x)"
LOGISTIC = r"\frac{1}{1 + e^{-x}}"
TRUE = [
    r"(A B)^{\top} = B^{\top} A^{\top}",
    r"\frac{\partial}{\partial x} \left[ x^{\top} A x \right] = A x + A^{\top} x",
    r"\nabla_{x}^{2} \left[ x^{\top} A x \right] = A + A^{\top}",
    r"\frac{\partial}{\partial W} \left[ \ell(W x) \right] = \nabla \ell(W x) x^{\top}",
    r"\frac{\partial}{\partial x} \left[ \ell(a^{\top} x) \right] = \ell'(a^{\top} x) a",
    r"\frac{\partial}{\partial x} \left[ f(A x) \right] = \operatorname{diag}(f'(A x)) A",
    rf"\frac{{\partial}}{{\partial x}} \left[ {SOFTMAX} \right] ="
    rf" \operatorname{{diag}}({SOFTMAX}) - {SOFTMAX} {SOFTMAX}^{{\top}}",
    rf"\mathbf{{1}}_n^{{\top}} {SOFTMAX} = 1",
    rf"\frac{{\partial}}{{\partial x}} \left[ {LOGISTIC} \right] ="
    rf" \operatorname{{diag}}({LOGISTIC} \odot (\mathbf{{1}}_n - {LOGISTIC}))",
    r"\operatorname{vec}(A B) = (B^{\top} \otimes I_n) \operatorname{vec}(A)",
    r"\frac{\partial}{\partial A} \left[ \log(\det(A)) \right] = (A^{-1})^{\top}",
    r"\frac{\partial}{\partial x} \left[ \lVert x - a \rVert \right] = \frac{x - a}{\lVert x - a \rVert}",
    r"\operatorname{tr}(A B) = \operatorname{tr}(B A)",
    r"W x^{\top} a = a^{\top} x W",
    r"\sum_{i=1}^{n} x_i a_i = a^{\top} x",
    r"\mathbf{1}_n^{\top} \mathbf{1}_n x = n x",
    r"\sqrt{s^2} x = s x",
    r"\log(s e^{t}) x = (t + \log(s)) x",
    r"x^{\top} W^{\top} W x \ge 0",
    r"x^{\top} x + s > 0",
    r"(I_n + \operatorname{diag}(x))^{\top} = I_n + \operatorname{diag}(x)",
    r"\frac{s x}{\lVert s x \rVert} = \frac{x}{\lVert x \rVert}",
    r"\log(1 + e^{t}) x = (t + \log(1 + e^{-t})) x",
    r"A x \in \mathbb{R}^{n}",
]
FALSE = [
    r"(A B)^{\top} = A^{\top} B^{\top}",
    r"\frac{\partial}{\partial x} \left[ x^{\top} A x \right] = 2 A x",
    r"\nabla_{x}^{2} \left[ x^{\top} A x \right] = A^{\top} + A + I_n",
    r"\frac{\partial}{\partial A} \left[ \ell(A x) \right] = x {\nabla \ell(A x)}^{\top}",
    r"\frac{\partial}{\partial x} \left[ \ell(a^{\top} x) \right] = \ell(a^{\top} x) a",
    r"\frac{\partial}{\partial x} \left[ f(A x) \right] = A \operatorname{diag}(f'(A x))",
    r"\frac{\partial}{\partial x} \left[ f(x) \right] = \operatorname{diag}(f(x))",
    rf"\frac{{\partial}}{{\partial x}} \left[ {SOFTMAX} \right] = \operatorname{{diag}}({SOFTMAX})",
    rf"\mathbf{{1}}_n^{{\top}} {SOFTMAX} = n",
    r"\operatorname{vec}(A B) = (B \otimes I_n) \operatorname{vec}(A)",
    r"\frac{\partial}{\partial A} \left[ \log(\det(A)) \right] = A^{-1}",
    r"\operatorname{tr}(A B) = \operatorname{tr}(A B^{\top})",
    r"\sum_{i=1}^{n} x_i a_i = x^{\top} x",
    r"\sum_{i=1}^{n} \sum_{j=1}^{n} x_i a_j = n a^{\top} x",
    r"\mathbf{1}_n^{\top} \mathbf{1}_n x = x",
    r"\sqrt{t^2} x = t x",
    r"\log(x \odot x) = 2 \log(x) + 0 x",
    r"A x \in \mathbb{R}^{m}",
    r"s x = t x",
    r"x^{\top} A x \ge 0",
    r"x^{\top} x > 0",
    r"x^{\top} A^{\top} B x \ge 0",
    r"\frac{t x}{\lVert t x \rVert} = \frac{x}{\lVert x \rVert}",
    r"\log(1 + e^{t}) x = (t - \log(1 + e^{-t})) x",
    r"\sum_{i=1}^{n} i \, x_i = \sum_{i=1}^{n} \sum_{j=1}^{n} \frac{j x_i}{n}",
]


@pytest.mark.parametrize("formula", TRUE)
def test_a_true_claim_is_proved_again(formula: str) -> None:
    claim = stated(formula)
    assert isinstance(recheck(claim.to_json(), written(claim, "proved", {})), Accepted)


@pytest.mark.parametrize("formula", TRUE[:-1])
def test_the_certificate_of_the_prover_is_accepted(formula: str) -> None:
    assert isinstance(outcome(stated(formula)), Accepted)


@pytest.mark.parametrize("formula", FALSE)
def test_a_false_claim_is_never_accepted_as_proved(formula: str) -> None:
    claim = stated(formula)
    assert not isinstance(recheck(claim.to_json(), written(claim, "proved", {"terms": 1})), Accepted)


@pytest.mark.parametrize("formula", TRUE)
def test_a_true_claim_is_never_accepted_as_refuted(formula: str) -> None:
    claim = stated(formula)
    for data in ({"shapes": []}, {"layout": "denominator"}, {}):
        assert not isinstance(recheck(claim.to_json(), written(claim, "refuted", data)), Accepted)


def test_what_is_assumed_is_used() -> None:
    loss = rf"\frac{{\partial}}{{\partial x}} \left[ -a^{{\top}} \log({SOFTMAX}) \right] = {SOFTMAX} - a"
    assert isinstance(outcome(stated(loss, r"For $\mathbf{1}^{\top} a = 1$,")), Accepted)
    symmetric = r"\frac{\partial}{\partial x} \left[ x^{\top} A x \right] = 2 A x"
    assert isinstance(outcome(stated(symmetric, r"For $A = A^{\top}$,")), Accepted)
    for formula, condition in ((loss, r"For $\mathbf{1}^{\top} a = 2$,"), (loss, ""), (symmetric, "")):
        claim = stated(formula, condition)
        assert not isinstance(recheck(claim.to_json(), written(claim, "proved", {})), Accepted)


def test_denominator_layout_transposes_jacobians() -> None:
    let = r"<!-- @layout denominator -->" + "\nIn denominator layout.\n\n<!-- @let -->\n"
    let += r"Let $A \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^{n}$."
    for formula, holds in ((r"A^{\top}", True), ("A", False)):
        claim = stated(rf"\frac{{\partial}}{{\partial x}} \left[ A x \right] = {formula}", let=let)
        assert isinstance(recheck(claim.to_json(), written(claim, "proved", {})), Accepted) == holds


def test_a_proof_of_another_claim_does_not_count() -> None:
    right, wrong = stated(TRUE[1]), stated(FALSE[1])
    moved = {**certificate(right), "claim": wrong.digest}
    assert not isinstance(recheck(wrong.to_json(), moved), Accepted)


def test_a_proof_said_to_be_a_refutation_is_not_accepted() -> None:
    claim = stated(TRUE[1])
    assert not isinstance(recheck(claim.to_json(), {**certificate(claim), "verdict": "refuted"}), Accepted)


LOGISTIC_SLOPE = r"""<!-- @let -->
Let $z \in \mathbb{R}^{n}$, $W \in \mathbb{R}^{n \times m}$, $x \in \mathbb{R}^{m}$.

```math
\sigma(t) := \frac{1}{1 + e^{-t}}
```
"""


@pytest.mark.parametrize(
    ("formula", "holds"),
    [(r"\frac{\partial}{\partial z} \left[ \sigma(z) \right] = \operatorname{diag}(\sigma'(z))", True),
     (r"\sigma'(W x) = \sigma(W x) \odot (\mathbf{1}_n - \sigma(W x))", True),
     (r"\sigma'(W x) = \sigma(W x) \odot (\mathbf{1}_n + \sigma(W x))", False),
     (r"\sigma'(z) = \sigma(z)", False)],
)  # fmt: skip
def test_the_derivative_of_a_function_of_one_number_is_taken_entry_by_entry(formula: str, holds: bool) -> None:
    text = LOGISTIC_SLOPE + f"\n<!-- @claim c -->\n```math\n{formula}\n```\n"
    [pending] = understand(parse(text, "c.md")).pending
    assert isinstance(pending.claim, Claim)
    assert isinstance(recheck(pending.claim.to_json(), written(pending.claim, "proved", {})), Accepted) == holds
    assert isinstance(outcome(pending.claim), Accepted)
