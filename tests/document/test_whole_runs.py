"""Plain text: a formula is found whole, or it is broken; never a part of it alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symnn.document import Span, parse

RELATIONS = frozenset("=≤≥<>≈")


def spans(text: str) -> tuple[Span, ...]:
    return parse(text, "a.txt", "text").spans


def related(text: str) -> list[Span]:
    return [s for s in spans(text) if RELATIONS & set(s.source)]


@pytest.mark.parametrize(
    "formula",
    [
        "log σ(x) ≤ 0",
        "d/dx log(1 + e^x) = σ(x)",
        "½(1 + tanh(x/2)) = σ(x)",
        "max_x σ'(x) = 1/4",
        "2π = 360°",
        "μ^2 + σ^2 − 1 − log σ^2 ≥ 5",
        "cos(2θ) = 1 − 2 sin²(θ)",
        "cos(2θ) = 1 − 2sin(θ)^2",
        "θ := θ − α dJ/dθ",
        "d/dx σ(x) = σ(x)(1 − σ(x))",
        "softplus'(x) = σ(x)",
        "σ(x) = α x",
        "2 σ(x) = 1 + tanh(x/2)",
        "|σ(x)| ≤ 1",
        "‖w‖² = wᵀw",
        "− log σ(x) ≥ 0",
        "σ(x-y) = 1 − σ(y-x)",
        "1 − .5 σ(x) ≥ 0",
        "β₁ = 0.9",
        "σ(x)\n  = 1/(1 + e^{-x})",
        "1 − σ(x) −\n2σ(−x) ≥ 0",
        "σ^2\n+ log σ^2 ≥ 0",
        "σ^2\n- log σ^2 ≥ 0",
    ],
)
def test_what_stands_beside_a_run_belongs_to_it(formula: str) -> None:
    (span,) = spans(f"A note.\n\n{formula}\n\nMore.\n")
    assert span.source == formula
    assert not span.broken


@pytest.mark.parametrize(
    "formula",
    [
        "(x + 1)² = x² + 2x + 2",
        "x² − 1 = (x − 1)(x + 2)",
        "max(x, 0) + max(-x, 0) = x",
        "f'(x) = 3x",
        "tanh'(x) = 1 − tanh(x)^3",
        "∇ x² = 2x",
        "L = ½(y − t)^2",
        "|x| = x",
    ],
)
def test_a_line_that_is_evidently_a_formula_is_found(formula: str) -> None:
    assert [(s.source, s.broken) for s in spans(f"A note.\n\n{formula}\n\nMore.\n")] == [(formula, "")]


@pytest.mark.parametrize(
    "line",
    [
        "grad_θ θ^2 = 2θ",
        "tr(Σ) = Σ_i λ_i",
        "loss − σ(z) = 0",
        "bias + σ(x) = 0",
        "loss = σ(x) − 1 ≥ 0",
        "ŷ − σ(z) = 0",
        "x1 + σ(x) = 1",
        "P(class of σ(x) ≥ 0) = 1/2",
        "log(number of classes) − σ(x) = 0",
        "log of σ(x) ≤ 0",
        "the log of all σ(x) ≤ 0",
        "twice σ(x) = 1 + tanh(x/2)",
        "relu x ≥ 0",
        "∀x ≥ 0: σ(x) ≥ 1/2",
        "x positive ⇒ σ(x) ≥ 1/2",
        "σ\"(x) = σ'(x)(1 − 2σ(x))",
        "σ(0) = 0,5",
        "σ(x) = 1 − number of samples",
        "σ(x) = 1 - number of samples / N",
        "σ(x) = 1 foo + 2",
        "σ(x) = 1 times x",
        "Γ(n + 1) = n!",
        "C_t = f_t * C_{t-1} + i_t * C̃_t",
        "we find 2 σ(x) = 1",
    ],
)
def test_what_is_not_understood_beside_a_run_leaves_it_unread(line: str) -> None:
    found = related(line + "\n")
    assert found
    assert all(s.broken for s in found)


@pytest.mark.parametrize(
    ("line", "sources"),
    [
        ("The learning rate η = 0.1 works well, but α = 0.5 does not.", ["η = 0.1", "α = 0.5"]),
        ("Then σ'(x) ≤ 1/4, i.e., the slope is small.", ["σ'(x) ≤ 1/4"]),
        ('He said "x ≥ 3" and left.', ["x ≥ 3"]),
        ("'σ(x) = 1/2' is a rule.", ["σ(x) = 1/2"]),
        ("Der Wert σ(0) = 1/2 ist größer. Für x ≥ 0 gilt σ(x) ≥ 1/2.", ["σ(0) = 1/2", "x ≥ 0", "σ(x) ≥ 1/2"]),
        ("La valeur σ(0) = 1/2 est à λ ≥ 0 près.", ["σ(0) = 1/2", "λ ≥ 0"]),
        ("学习率 η = 0.1,参数 λ = 0.01 (默认值)。", ["η = 0.1", "λ = 0.01"]),
        ("σ(0) = 1/2(见图 2)。若α ≥ 0,则", ["σ(0) = 1/2", "α ≥ 0"]),
        ("由图2 σ(x) = 1/2 可知", ["σ(x) = 1/2"]),
        ("Table 1: α = 0.1, β = 0.2", ["α = 0.1", "β = 0.2"]),
        ("See Figure 2 σ(x) = 1/2", ["σ(x) = 1/2"]),
        ("(a) σ(x) = 1/2, (b) σ(−x) = 1 − σ(x)", ["σ(x) = 1/2", "σ(−x) = 1 − σ(x)"]),
        ("There is a δ ≥ 0 such that it holds.", ["δ ≥ 0"]),
        ("The parameter(s) θ = 0.1 are good.", ["θ = 0.1"]),
        ("We log η = 0.1 to the console.", ["η = 0.1"]),
        ("sigmoid - σ(x) = 1/(1+e^(-x))", ["σ(x) = 1/(1+e^{-x})"]),
        ("The max value α = 1 is reached.", ["α = 1"]),
        ("Accuracy is 95% (p ≤ 0.05), where x ≥ 0 and −1 ≤ y.", ["p ≤ 0.05", "x ≥ 0", "−1 ≤ y"]),
        ("It rises (where σ(x) = 1/2) again.", ["σ(x) = 1/2"]),
        ("E = 10 N, 1 m³ = 1000 L and y = max(x, 0).", []),
    ],
)
def test_words_beside_a_run_are_no_part_of_it(line: str, sources: list[str]) -> None:
    found = related(line + "\n")
    assert [s.source.strip("()") if s.source == "(p ≤ 0.05)" else s.source for s in found] == sources
    assert not any(s.broken for s in found)


ATOMS = st.sampled_from(
    "x θ σ(x) 2 0.5 x_i ŷ σ'(x) foo(x) β₁ ½ α_{t+1} θ_new √x (|x|+1) ‖w‖² 3! 10% C̃ x1 dx f(θ,x) 2sin(x)".split()
)
BEFORE = st.sampled_from(["", "log ", "max ", "grad ", "∇", "∂", "det ", "exp ", "sin² ", "− ", "relu ", "Var ", "½"])
JOINTS = st.sampled_from([" + ", " − ", " - ", "·", "*", " / ", " ", "/", "^", "−", " ⊙ ", "\n− ", " ×\n"])
FACTORS = st.one_of(st.builds(str.__add__, BEFORE, ATOMS), st.builds(lambda b, a: f"{b}({a} + 1)", BEFORE, ATOMS))


def joined(first: str, rest: list[tuple[str, str]]) -> str:
    return first + "".join(j + f for j, f in rest)


SIDES = st.builds(joined, FACTORS, st.lists(st.tuples(JOINTS, FACTORS), max_size=3))
FORMULAS = st.builds(lambda a, r, b: f"{a} {r} {b}", SIDES, st.sampled_from("=≤≥"), SIDES)
LEADS = st.sampled_from(["", "We have ", "Thus, ", "Here ", "因此", "for the net: ", "Then ("])
TRAILS = st.sampled_from(["", " holds.", ".", ", as said", "。", " for all inputs", ") is clear"])


@settings(max_examples=300, deadline=None, derandomize=True)
@given(LEADS, FORMULAS, TRAILS)
def test_a_formula_in_a_line_is_read_whole_or_not_at_all(lead: str, formula: str, trail: str) -> None:
    text = f"A note.\n\n{lead}{formula}{trail}\n"
    for span in related(text):
        whole = span.source.strip("() ") == formula.strip("() ")
        assert span.broken or whole, (span.source, formula)
