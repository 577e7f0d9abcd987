"""``symnn.prove``, ``symnn.verify`` of texts: verdicts from Python."""

from fractions import Fraction

import pytest
import sympy

import symnn
from symnn.answers import GivenError


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        ("tanh(x) = 2σ(2x) − 1", "proved"),
        ("tanh(x) = 2*sigma(2*x) - 1", "proved"),
        (r"\tanh(x) = 2\sigma(2x) - 1", "proved"),
        (r"$\tanh(x) = 2\sigma(2x) - 1$", "proved"),
        ("tanh(x) = 2σ(x) − 1", "refuted"),
        ("max(x, γx) = max(0,x) + γ min(0,x)", "conditional"),
        ("(x+1)^2 = x^2 + 2x + 1 = 3", "refuted"),
        ("f(x) = x^2", "undecided"),
        ("σ(x) ≈ 1/2 + x/4", "undecided"),
        ("x^2 +", "unreadable"),
        ("x", "unreadable"),
        ("a := b", "unreadable"),
        ("", "unreadable"),
    ],
)
def test_the_verdict_of_a_formula(formula, verdict):
    assert symnn.prove(formula).verdict == verdict


def test_an_answer_has_no_truth_value():
    for formula in ("x = x", "x = x + 1", "f(x) = 1"):
        with pytest.raises(TypeError, match="undecided is not false"):
            bool(symnn.prove(formula))


def test_a_refuted_formula_has_a_counterexample_and_says_it():
    answer = symnn.prove("|x| = x")
    (value,) = answer.counterexample.values()
    assert isinstance(value, Fraction)
    assert value < 0
    assert "the left side is" in str(answer)


def test_a_proved_formula_names_its_reading_and_its_certificate():
    answer = symnn.prove("(x+1)^2 = x^2 + 2x + 1")
    assert answer.reading.startswith("(x + 1)^2 = x^2 + 2*x + 1")
    assert answer.certificate.trust == "checked"
    assert answer.assumptions == ("x real (not declared)",)


def test_what_is_undecided_or_claims_nothing_has_a_reason():
    assert "f is not given" in symnn.prove("f(x) = x^2").reason
    assert "claims nothing" in symnn.prove("x").reason


@pytest.mark.parametrize(
    "given", [["x > 0", "x ∈ ℝ"], ["x ∈ ℝ", "x > 0"], ["x ∈ ℝ", "x < 1", "x > 0"], "x > 0", "0 < x < 1", "x ∈ (0, ∞)"]
)
def test_what_is_given_holds_in_whatever_order_it_is_said(given):
    assert symnn.prove("|x| = x").verdict != "proved"
    assert symnn.prove("|x| = x", given=given).verdict == "proved"


@pytest.mark.parametrize("given", ["foo", "x is nice", "f differentiable", "x > ", "$x > 0$", "x > 0\n\nx < 1"])
def test_what_is_given_and_not_understood_is_an_error(given):
    with pytest.raises(GivenError):
        symnn.prove("|x| = x", given=given)


def test_a_name_is_not_said_to_belong_to_two_sets():
    with pytest.raises(GivenError, match="x is given before"):
        symnn.prove("|x| = x", given=["x ∈ (0, 1)", "x ∈ ℝ"])


@pytest.mark.parametrize("formula", ["a\n```\nb", "<!-- @claim x -->"])
def test_a_document_is_no_formula(formula):
    with pytest.raises(ValueError, match="one formula"):
        symnn.prove(formula)


def test_a_string_with_mathematics_is_a_document_and_any_other_a_path(tmp_path):
    text = "$\\tanh(x) = 2\\sigma(2x) - 1$"
    assert symnn.verify(text).summary()["proved"] == 1
    assert symnn.verify(text="\\[|x| = x + 1\\]", format="latex").summary()["refuted"] == 1
    path = tmp_path / "notes.md"
    path.write_text(text, encoding="utf-8")
    assert symnn.verify(path).summary() == symnn.verify(str(path)).summary() == symnn.verify(text).summary()
    with pytest.raises(Exception, match=r"missing\.md"):
        symnn.verify("missing.md")


def test_a_file_is_a_file_whatever_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "$1 = 2$").write_text("$1 = 1$", encoding="utf-8")
    assert symnn.verify("$1 = 2$", "$1 = 2$").summary()["refuted"] == 0


def test_texts_and_paths_do_not_mix():
    with pytest.raises(TypeError, match="one after the other"):
        symnn.verify("notes.md", "$x = x$")
    with pytest.raises(TypeError, match="format is for texts"):
        symnn.verify("notes.md", format="latex")


@pytest.mark.parametrize(
    ("formula", "meant"),
    [
        (r"\operatorname{swish}(x) = x\sigma(x)", "swish-1"),
        (r"\operatorname{swish}'(x) = \sigma(x) + x\sigma(x)(1 - \sigma(x))", "swish-1"),
        ("hardsigmoid(x) = max(0, min(1, x/6 + 1/2))", "hard-logistic-sixth"),
        ("elu(x) = max(0, x) + min(0, e^x - 1)", "α = 1"),
        ("leaky_relu(x) = max(x, 0.01x)", "γ = 1/100"),
    ],
)
def test_what_holds_for_another_accepted_meaning_of_a_name_is_not_refuted(formula, meant):
    answer = symnn.prove(formula)
    assert answer.verdict in ("proved", "conditional", "undecided")
    assert answer.verdict == "proved" or meant in str(answer)


@pytest.mark.parametrize(
    "formula",
    [r"\operatorname{swish}'(x) = \sigma(x) - x\sigma(x)(1 - \sigma(x))", "elu(x) = max(0, x) + min(0, e^x + 1)",
     "hardsigmoid(x) = max(0, min(1, x/5 + 1/3))", "swish(x) = x σ(βx) + β - 1"],
)  # fmt: skip
def test_what_holds_for_no_meaning_of_a_name_is_refuted(formula):
    assert symnn.prove(formula).verdict == "refuted"


def test_a_formula_is_typed_as_it_is_printed():
    assert symnn.prove("sigma(x) = 1/(1 + e^(-x))").verdict == "proved"
    assert symnn.prove("2^(x+1) = 2*2^(x)").verdict in ("proved", "unreadable")
    assert symnn.prove("gelu'(x) = Phi(x) + x*phi(x)").verdict == "proved"


def test_a_sign_of_the_catalogue_is_a_name():
    assert symnn.derivative("σ").sympy.subs("x", 0) == sympy.Rational(1, 4)
    assert str(symnn.derivative("Φ")).startswith("Φ′(x) = e^(-x^2/2)")
    assert symnn.table("σ").rows[0].key == "logistic"


@pytest.mark.parametrize("formula", ["softmax(x + c) = softmax(2x)", "softmax(2x) = 1", "softmax(x + c) = softmax(x)"])
def test_softmax_of_names_without_a_shape_is_not_taken_for_that_of_numbers(formula):
    answer = symnn.prove(formula)
    assert answer.verdict == "undecided"
    assert "is not declared" in answer.reason


def test_softmax_of_a_declared_array_is_decided():
    given = ["x ∈ \\mathbb{R}^n", "c ∈ ℝ"]
    assert (
        symnn.prove(r"\operatorname{softmax}(x + c \mathbf{1}_n) = \operatorname{softmax}(x)", given=given).verdict
        == "proved"
    )
    assert symnn.prove("softmax(2x) = softmax(x)", given=given).verdict == "refuted"


def test_a_bound_that_only_an_approximation_keeps_is_refuted():
    assert symnn.prove("gelu(x) >= -0.1699").verdict == "refuted"
