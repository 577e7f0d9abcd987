"""Claims about layers: what is proved for every depth, refuted at one, and left open."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import Proved, Refuted, Undecided, Verdict, name_of

LET = r"""<!-- @let -->
Let $L \in \mathbb{N}$, $x \in \mathbb{R}^{n_0}$, $W^{(l)} \in \mathbb{R}^{n_l \times n_{l-1}}$,
$b^{(l)} \in \mathbb{R}^{n_l}$, $f$ differentiable, applied elementwise, $\ell$ a differentiable scalar function.
"""
SQUARE = r"""<!-- @let -->
Let $L \in \mathbb{N}$, $x \in \mathbb{R}^{n}$, $W^{(l)} \in \mathbb{R}^{n \times n}$, $V \in \mathbb{R}^{n \times n}$,
$b^{(l)} \in \mathbb{R}^{n}$, $f$ differentiable, applied elementwise, $\ell$ a differentiable scalar function.
"""
FORWARD = (r"a^{(0)} := x", r"z^{(l)} := W^{(l)} a^{(l-1)} + b^{(l)}", r"a^{(l)} := f(z^{(l)})")
LOSS = r"\mathcal{L} := \ell(a^{(L)})"
BACKWARD = (
    r"\delta^{(L)} := f'(z^{(L)}) \odot \nabla\ell(a^{(L)})",
    r"\delta^{(l)} := f'(z^{(l)}) \odot \left({W^{(l+1)}}^{\top} \delta^{(l+1)}\right)",
)
BIAS = r"\frac{\partial \mathcal{L}}{\partial b^{(l)}} = \delta^{(l)}"
WEIGHTS = r"\frac{\partial \mathcal{L}}{\partial W^{(l)}} = \delta^{(l)} {a^{(l-1)}}^{\top}"


def verdict(path: Path, let: str, *formulas: str, condition: str = "") -> Verdict:
    """Of the last formula; the others define."""
    *definitions, claim = formulas
    rows = [
        let,
        *(f"```math\n{d}\n```\n" for d in definitions),
        f"<!-- @claim c -->\n{condition}\n\n```math\n{claim}\n```\n",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    (found,) = verify([str(path)], Options(jobs=1)).claims
    return found.verdict


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "depth.md"


@pytest.mark.parametrize("let", [LET, SQUARE])
@pytest.mark.parametrize("claim", [BIAS, WEIGHTS])
def test_back_propagation_is_proved_for_every_depth(page: Path, let: str, claim: str) -> None:
    found = verdict(page, let, *FORWARD, LOSS, *BACKWARD, claim)
    assert isinstance(found, Proved)
    assert found.defined_where == "for every depth L, 1 <= l <= L"
    assert found.certificate.steps[0] == "by induction from the last layer to the first"


def test_the_activation_may_be_a_known_function(page: Path) -> None:
    rows = [r.replace("f(", r"\tanh(").replace("f'(", r"\tanh'(") for r in (*FORWARD, LOSS, *BACKWARD, BIAS)]
    assert isinstance(verdict(page, LET, *rows), Proved)


def test_the_state_may_be_the_net_input(page: Path) -> None:
    rows = (r"z^{(0)} := x", r"z^{(l)} := W^{(l)} f(z^{(l-1)}) + b^{(l)}", r"\mathcal{L} := \ell(z^{(L)})")
    errors = (r"\delta^{(l)} := \frac{\partial \mathcal{L}}{\partial z^{(l)}}",)
    claim = r"\delta^{(l)} = f'(z^{(l)}) \odot \left({W^{(l+1)}}^{\top} \delta^{(l+1)}\right)"
    assert isinstance(verdict(page, LET, *rows, *errors, claim), Proved)


def test_every_layer_may_have_its_own_activation(page: Path) -> None:
    rows = [r.replace("f(", "f_{l}(").replace("f'(", "f_{l}'(") for r in (*FORWARD, LOSS, *BACKWARD, BIAS)]
    rows[4] = rows[4].replace("f_{l}", "f_{L}")
    assert isinstance(verdict(page, LET.replace("$f$ diff", "$f_{l}$ diff"), *rows), Proved)
    rows[5] = rows[5].replace("f_{l}", "f_{l+1}")
    assert not isinstance(verdict(page, LET.replace("$f$ diff", "$f_{l}$ diff"), *rows), Proved)


@pytest.mark.parametrize(
    ("wrong", "depth"),
    [
        (r"{W^{(l+1)}}^{\top} \delta^{(l+1)}", 2),
        (r"f'(z^{(l+1)}) \odot \left({W^{(l+1)}}^{\top} \delta^{(l+1)}\right)", 2),
        (r"f'(z^{(l)}) \odot \left(W^{(l+1)} \delta^{(l+1)}\right)", 2),
        (r"f'(z^{(l)}) \odot \left({W^{(l)}}^{\top} \delta^{(l+1)}\right)", 2),
        (r"f'(a^{(l)}) \odot \left({W^{(l+1)}}^{\top} \delta^{(l+1)}\right)", 2),
        (r"2 f'(z^{(l)}) \odot \left({W^{(l+1)}}^{\top} \delta^{(l+1)}\right)", 2),
    ],
)
def test_a_wrong_recursion_is_refuted_at_a_stated_depth(page: Path, wrong: str, depth: int) -> None:
    found = verdict(page, SQUARE, *FORWARD, LOSS, BACKWARD[0], rf"\delta^{{(l)}} := {wrong}", BIAS)
    assert isinstance(found, Refuted)
    assert f"for L = {depth}, l = 1:" in found.counterexample.note


def test_a_wrong_start_is_refuted_at_depth_one(page: Path) -> None:
    found = verdict(page, SQUARE, *FORWARD, LOSS, r"\delta^{(L)} := \nabla\ell(a^{(L)})", BACKWARD[1], BIAS)
    assert isinstance(found, Refuted)
    assert "for L = 1, l = 1:" in found.counterexample.note


def test_a_claim_holds_for_the_layers_that_it_names(page: Path) -> None:
    kept = verdict(page, LET, *FORWARD, LOSS, *BACKWARD, BIAS, condition=r"For $1 \le l < L$,")
    more = verdict(page, LET, *FORWARD, LOSS, *BACKWARD, BIAS, condition=r"For $0 \le l \le L$,")
    assert isinstance(kept, Proved)
    assert isinstance(more, Undecided)


@pytest.mark.parametrize(
    ("let", "rows"),
    [
        (SQUARE, (FORWARD[0], r"a^{(l)} := f(W^{(l)} a^{(l-1)} + V a^{(l-2)})", LOSS,
                  r"\frac{\partial \mathcal{L}}{\partial b^{(l)}} = 0")),
        (SQUARE, (FORWARD[0], r"a^{(l)} := f(W^{(l)} W^{(l+1)} a^{(l-1)} + b^{(l)})", LOSS,
                  r"\frac{\partial \mathcal{L}}{\partial W^{(l)}} = 0")),
        (SQUARE, (*FORWARD, r"\mathcal{L} := \ell(a^{(L)}) + \|W^{(L)}\|^{2}", *BACKWARD, BIAS)),
        (LET, (*FORWARD, LOSS, BACKWARD[1], BIAS)),
    ],
)  # fmt: skip
def test_what_is_no_plain_recursion_is_never_proved(page: Path, let: str, rows: tuple[str, ...]) -> None:
    assert not isinstance(verdict(page, let, *rows), Proved)


def test_a_rule_is_not_shown_of_the_first_layer_when_that_has_another(page: Path) -> None:
    net = r"\frac{\partial \mathcal{L}}{\partial z^{(l)}} = \delta^{(l)}"
    rows = (*FORWARD, r"a^{(1)} := z^{(1)}", LOSS, *BACKWARD, net)
    assert isinstance(verdict(page, LET, *rows), Undecided)


def test_entries_of_a_layer_are_not_taken_for_other_names(page: Path) -> None:
    found = verdict(page, SQUARE, *FORWARD, LOSS, *BACKWARD, r"\delta_i^{(l)} = \delta^{(l)}")
    assert isinstance(found, Undecided)


def test_symmetric_weights_are_not_forgotten(page: Path) -> None:
    wrong = BACKWARD[1].replace(r"{W^{(l+1)}}^{\top}", r"W^{(l+1)}")
    found = verdict(page, SQUARE.replace(r"$V \in", r"$W^{(l)} = {W^{(l)}}^{\top}$, $V \in"), *FORWARD, LOSS,
                    BACKWARD[0], wrong, BIAS)  # fmt: skip
    assert not isinstance(found, Refuted)


def test_shared_weights_enter_at_every_step(page: Path) -> None:
    rows = (r"h_0 := x", r"h_t := f(V h_{t-1})", r"\mathcal{L} := \ell(h_L)")
    one = r"\frac{\partial \mathcal{L}}{\partial V} = \left(f'(V h_{L-1}) \odot \nabla\ell(h_L)\right) {h_{L-1}}^{\top}"
    found = verdict(page, SQUARE, *rows, one)
    assert isinstance(found, Refuted)
    assert "for L = 2:" in found.counterexample.note


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (r"For $1 \le l < L$,", Proved),
        (r"For $1 \le l \le L-1$,", Proved),
        (r"For $1 \le l \le L$,", Undecided),
        (r"For $1 \le l < L+1$,", Undecided),
        (r"For $0 \le l < L$,", Undecided),
    ],
)
def test_a_range_that_a_claim_gives_itself_ends_where_its_layers_do(
    page: Path, condition: str, expected: type[Verdict]
) -> None:
    rows = (*FORWARD, LOSS, r"\delta^{(l)} := \frac{\partial \mathcal{L}}{\partial z^{(l)}}")
    claim = r"\delta^{(l)} = f'(z^{(l)}) \odot \left({W^{(l+1)}}^{\top} \delta^{(l+1)}\right)"
    assert isinstance(verdict(page, SQUARE, *rows, claim, condition=condition), expected)


def test_a_definition_of_one_member_of_given_names_goes_with_the_claim(page: Path) -> None:
    own = r"b^{(L)} := W^{(L)} x"
    assert not isinstance(verdict(page, SQUARE, *FORWARD, own, LOSS, *BACKWARD, WEIGHTS), Proved)


def test_a_loss_of_the_input_itself_has_no_derivative_by_the_first_state(page: Path) -> None:
    loss = r"\mathcal{L} := \frac{1}{2} \left\| a^{(L)} - x \right\|^{2}"
    claim = (
        r"\frac{\partial \mathcal{L}}{\partial a^{(l-1)}} = "
        r"{W^{(l)}}^{\top} \frac{\partial \mathcal{L}}{\partial z^{(l)}}"
    )
    found = verdict(page, SQUARE, *FORWARD, loss, claim)
    assert isinstance(found, Proved)
    assert found.defined_where == "for every depth L, 2 <= l <= L"
    assert isinstance(verdict(page, SQUARE, *FORWARD, loss, claim, condition=r"For $1 \le l \le L$,"), Undecided)


def test_a_step_earlier_of_a_recurrence_is_left_open(tmp_path: Path) -> None:
    """θ_{t+1} = θ_t - η g_t gives θ_t - θ_{t-1} = -η g_{t-1}, which is not worked out and no error."""
    path = tmp_path / "a.md"
    path.write_text("$$\\theta_{t+1} = \\theta_t - \\eta g_t$$\n\n$$\\theta_t - \\theta_{t-1} = -\\eta g_{t-1}$$\n")
    assert [name_of(c.verdict) for c in verify([str(path)], Options(jobs=1)).claims] == ["undecided"]


def test_the_state_of_a_recurrent_cell_is_a_vector_beside_a_square_matrix(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    jacobian = "$$\\frac{\\partial h_t}{\\partial h_{t-1}} = \\operatorname{diag}(1 - h_t \\odot h_t) W$$"
    let = "Let $h_t \\in \\mathbb{R}^d$, $W \\in \\mathbb{R}^{d \\times d}$."
    path.write_text(f"{let}\n\n$$h_t = \\tanh(W h_{{t-1}})$$\n\n{jacobian}\n", encoding="utf-8")
    assert [name_of(c.verdict) for c in verify([str(path)], Options(jobs=1)).claims] == ["proved"]
