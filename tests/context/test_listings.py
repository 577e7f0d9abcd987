"""Python listings beside the formulas of their name, and what they do in float64."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.notation.python import functions
from symnn.result import Report
from symnn.verdict import name_of

SEED = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "002_5f866bf4047d4035.txt"
FORMULA = "The sigmoid is\n\n$$\\sigma(x) = \\frac{1}{1+e^{-x}}$$\n\n"
NUMERIC = ("N601", "N602")


def run(tmp_path: Path, text: str, name: str = "a.md") -> Report:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return verify([str(path)], Options(jobs=1))


def code(body: str, info: str = "python") -> str:
    return f"```{info}\n{body}\n```\n"


def listed(report: Report) -> dict[str, str]:
    return {c.id: name_of(c.verdict) for c in report.claims if c.id.startswith("code:")}


def codes(report: Report) -> list[str]:
    return [f.code for f in report.findings if f.code not in NUMERIC]


SIGMOID = "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))"
THRESHOLD = (
    "def mp_neuron(inputs, weights, bias):\n"
    '    """A threshold unit."""\n'
    "    total = sum(a * b for a, b in zip(inputs, weights)) + bias\n"
    "    return 1 if total > 0 else 0\n"
)


def test_code_that_computes_the_formula_of_its_document_is_a_proved_claim(tmp_path: Path) -> None:
    report = run(tmp_path, FORMULA + code(SIGMOID))
    assert listed(report) == {"code:sigmoid": "proved"}
    assert codes(report) == []


def test_code_that_contradicts_the_formula_of_its_document_is_an_error_with_a_point(tmp_path: Path) -> None:
    report = run(tmp_path, FORMULA + code(SIGMOID.replace("-x", "x")))
    assert listed(report) == {"code:sigmoid": "refuted"}
    (found,) = [f for f in report.findings if f.code == "E301"]
    assert found.location.line == 7
    assert "the code of sigmoid differs from the formula of its name: at x = 1 it gives 0.2689" in found.message
    assert "line 3 0.731" in found.message


def test_without_a_formula_in_the_document_the_catalogue_is_what_the_name_means(tmp_path: Path) -> None:
    assert listed(run(tmp_path, code("def relu(x):\n    return np.maximum(0, x)"))) == {"code:relu": "proved"}
    wrong = run(tmp_path, code("def relu(x):\n    return np.minimum(0, x)"))
    assert codes(wrong) == ["E302"]


@pytest.mark.parametrize(
    "body",
    [
        "def relu(z):\n    return z if z > 0 else 0",
        "def relu(z):\n    if z >= 0:\n        return z\n    return 0.0",
        "def relu(z):\n    return z * (z > 0)",
        "def relu(z):\n    return (abs(z) + z) / 2",
        "def relu(z):\n    out = np.where(z > 0, z, 0)\n    return out",
        "def step(z):\n    return int(z > 0)\n\ndef relu(z):\n    return z * step(z)",
    ],
)
def test_the_ways_in_which_code_spells_a_rectifier_are_understood(tmp_path: Path, body: str) -> None:
    assert listed(run(tmp_path, code(body)))["code:relu"] == "proved"


def test_a_threshold_unit_that_is_zero_at_zero_is_a_variant_and_not_an_error(tmp_path: Path) -> None:
    report = run(tmp_path, code(THRESHOLD))
    assert listed(report) == {"code:mp_neuron@unit-step-open": "proved"}
    (found,) = report.findings
    assert found.code == "N303"
    assert found.location.line == 5
    assert "at x = 0 it gives 0, unit-step 1" in found.message


def test_a_threshold_unit_that_is_one_at_zero_is_proved_without_a_word(tmp_path: Path) -> None:
    report = run(tmp_path, code(THRESHOLD.replace("> 0", ">= 0")))
    assert listed(report) == {"code:mp_neuron": "proved"}
    assert report.findings == ()


def test_a_bipolar_threshold_unit_is_no_error(tmp_path: Path) -> None:
    report = run(tmp_path, code(THRESHOLD.replace("else 0", "else -1")))
    assert listed(report) == {}
    assert report.findings == ()
    assert [s.kind for s in report.statements] == ["mention"]


def test_the_variants_of_the_catalogue_are_notes_in_code_too(tmp_path: Path) -> None:
    body = "def gelu(x):\n    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))"
    assert codes(run(tmp_path, code(body))) == ["N303"]


@pytest.mark.parametrize("order", ["p, y", "y, p"])
def test_the_order_of_two_parameters_is_free(tmp_path: Path, order: str) -> None:
    body = f"def bce({order}):\n    return -y * np.log(p) - (1 - y) * np.log(1 - p)"
    report = run(tmp_path, code(body))
    assert set(listed(report).values()) == {"proved"}
    assert codes(report) == []
    wrong = run(tmp_path, code(body.replace("-y *", "y *")))
    assert codes(wrong) == []
    assert listed(wrong) == {}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("def sigmoid(x):\n    return expit(x)", "a call of expit"),
        ("def sigmoid(x):\n    for _ in range(3):\n        x = x + 1\n    return x", "a statement of the kind for"),
        ("def sigmoid(x):\n    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))", "a clip far out that guards it"),
        ("def sigmoid(x):\n    return 1 / (1 + np.exp(-x) + 1e-9)", "the small constant 1e-09"),
        ("def sigmoid(x):\n    x[x < -700] = -700\n    return 1 / (1 + np.exp(-x))", "a statement of the kind assign"),
        ("def sigmoid(x):\n    if x > 0:\n        return 1 / (1 + np.exp(-x))", "does not always return"),
        ("def sigmoid(x, f):\n    return f(x)", "a call of the parameter f"),
        ("def sigmoid(*x):\n    return x", "parameters are of another kind"),
        ("def sigmoid(x, b):\n    return 1 / (1 + np.exp(-b * x))", "parameters are not those of the formula"),
    ],
)
def test_what_is_not_understood_is_counted_and_not_judged(tmp_path: Path, body: str, reason: str) -> None:
    report = run(tmp_path, code(body))
    assert listed(report) == {}
    assert report.findings == ()
    (statement,) = report.statements
    assert statement.kind == "mention"
    assert reason in statement.reading


def test_a_flag_of_a_function_is_taken_as_it_is_set_by_default(tmp_path: Path) -> None:
    body = "def sigmoid(x, deriv=False):\n    if deriv:\n        return x * (1 - x)\n    return 1 / (1 + np.exp(-x))"
    assert listed(run(tmp_path, code(body))) == {"code:sigmoid": "proved"}


@pytest.mark.parametrize(
    "text",
    [
        code("def sigmoid(x) {\n  return 1 / (1 + exp(-x));\n}", "javascript"),
        code("def update(w):\n    return w + 1"),
        code("def f(x):\n    return 2 * x") + "\n$f(x) = x^2 + 1$\n",
        code(">>> def sigmoid(x): return 1"),
        "The function `sigmoid` is old.\n",
    ],
)
def test_other_code_and_functions_of_other_names_are_left_alone(tmp_path: Path, text: str) -> None:
    report = run(tmp_path, text)
    assert listed(report) == {}
    assert codes(report) == []


def test_code_is_never_run(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    run(tmp_path, code(f"import pathlib\npathlib.Path({str(mark)!r}).touch()\n{SIGMOID}"))
    assert not mark.exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "    def sigmoid(x):\n        return 1 / (1 + np.exp(-x))\n"),
        ("a.rst", "Code\n====\n\n.. code-block:: python\n\n   def sigmoid(x):\n       return 1 / (1 + np.exp(-x))\n"),
        ("a.tex", "Code:\n\\begin{verbatim}\ndef sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n\\end{verbatim}\n"),
        ("a.txt", f"Some text.\n\nimport numpy as np\n\n{SIGMOID}\n\nSome more text.\n"),
    ],
)
def test_listings_are_read_in_every_kind_of_document(tmp_path: Path, name: str, text: str) -> None:
    assert listed(run(tmp_path, text, name)) == {"code:sigmoid": "proved"}


def test_the_certificates_of_listings_are_found_again_in_their_document(tmp_path: Path) -> None:
    from symnn.sources import compare_with_sources

    path = tmp_path / "a.md"
    path.write_text(FORMULA + code(SIGMOID) + code(THRESHOLD), encoding="utf-8")
    verify([str(path)], Options(jobs=1, certificates=tmp_path / "kept"))
    compared = list(compare_with_sources(tmp_path / "kept"))
    assert {c.id for c in compared} == {"code:sigmoid", "code:mp_neuron@unit-step-open"}
    assert [c.problem for c in compared] == [None, None]


# -------------------------------------------------------------------------------------------------------------- numbers
def test_the_overflow_of_a_listing_is_said_at_the_listing(tmp_path: Path) -> None:
    report = run(tmp_path, code(SIGMOID))
    (found,) = report.findings
    assert found.code == "N601"
    assert found.location.line == 2
    assert "exp(-x) overflows in float64 below x ≈ -709.8" in found.message
    assert found.suggestion == 'use symnn.compile("logistic")'


def test_log1p_is_the_same_function_and_loses_nothing(tmp_path: Path) -> None:
    report = run(tmp_path, code("def softplus(x):\n    return np.log1p(np.exp(x))"))
    assert listed(report) == {"code:softplus": "proved"}
    assert report.findings == ()


def test_a_definition_is_told_where_it_overflows_and_what_to_use(tmp_path: Path) -> None:
    report = run(tmp_path, "$$\\operatorname{mysigmoid}(t) := \\frac{e^{t}}{1+e^{t}}$$\n")
    (found,) = report.findings
    assert found.code == "N601"
    assert "overflows in float64 above t ≈ 709.8; at t = 750.9 the result is nan, the value 1" in found.message
    assert found.suggestion == 'use symnn.compile("logistic")'


def test_a_formula_with_parameters_a_refuted_claim_and_an_identity_of_functions_get_no_note(tmp_path: Path) -> None:
    formulas = (
        r"\operatorname{sharp}(x) := \frac{1}{1+e^{-\beta x}}",
        r"\tanh(x) = 2\sigma(2x)-1",
        r"\tanh(x) = \frac{e^x}{e^x+e^{-x}}",
    )
    report = run(tmp_path, "\n\n".join(f"$${f}$$" for f in formulas))
    assert not {f.code for f in report.findings} & set(NUMERIC)


def test_what_comes_from_a_function_with_a_note_of_its_own_is_not_said_again(tmp_path: Path) -> None:
    report = run(tmp_path, FORMULA + "$$\\operatorname{damped}(x) := \\frac{1}{2}\\sigma(x)$$\n")
    assert [f.location.line for f in report.findings] == [3]


# ----------------------------------------------------------------------------------------------------- the reader alone
def test_a_local_name_that_was_not_understood_is_an_unknown_number_once():
    (one,) = functions("def f(x):\n    t = g(x)\n    return t if t > 0 else 0\n")
    assert one.unknown == ("t",)
    (two,) = functions("def f(x):\n    if x > 0:\n        t = g(x)\n    else:\n        t = h(x)\n    return t\n")
    assert two.term is None


@pytest.mark.parametrize(
    "source", ["def f(x: return x", "def f(x):\n" + "(" * 500, "x = 1", "def f():\n" + "  " * 20000]
)
def test_what_is_no_python_has_no_functions(source: str) -> None:
    assert functions(source) == []


@pytest.mark.skipif(not SEED.exists(), reason="the seed documents are not here")
def test_the_listings_of_the_seed_document(tmp_path: Path) -> None:
    report = verify([str(SEED)], Options(jobs=1, timeout=20))
    assert listed(report) == {"code:mp_neuron@unit-step-open": "proved", "code:sigmoid": "proved"}
    found = {(f.code, f.location.line) for f in report.findings}
    assert ("N303", 44) in found
    assert ("N601", 82) in found
    assert not [f for f in report.findings if f.location.line in range(31, 84) and f.severity == "error"
                and "code" in f.message]  # fmt: skip
