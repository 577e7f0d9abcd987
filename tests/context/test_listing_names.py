"""What the names of a listing mean: axes, casts, imports, names bound again; orders of parameters, rounding."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.notation.python import functions
from symnn.result import Report
from symnn.verdict import name_of

NUMERIC = ("N601", "N602")
WGT = "$$\\operatorname{wgt}(x, y) := x - e^{y}$$\n\n"


def run(tmp_path: Path, text: str) -> Report:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    return verify([str(path)], Options(jobs=1))


def code(body: str) -> str:
    return f"```python\n{body}\n```\n\n"


def listed(report: Report) -> dict[str, str]:
    return {c.id: name_of(c.verdict) for c in report.claims if c.id.startswith("code:")}


def codes(report: Report) -> list[str]:
    return [f.code for f in report.findings if f.code not in NUMERIC]


@pytest.mark.parametrize(
    "listing",
    [
        "def f(x):\n    return np.max(x, 0)",
        "def f(x):\n    return np.max(0, x)",
        "def f(x):\n    return np.min(x, 0)",
        "def f(x):\n    return np.amax(x, 0)",
        "def f(x):\n    return jnp.max(x, 0)",
        "from numpy import max\ndef f(x):\n    return max(x, 0)",
        "from numpy import *\ndef f(x):\n    return max(x, 0)",
        "def f(x):\n    return torch.max(x, 0)",
        "def f(x):\n    zero = 0\n    return torch.max(x, zero)",
        "def f(x, dim):\n    return torch.max(x, dim)",
        "def f(x):\n    return torch.min(torch.max(x, 0), 6)",
        "import torch as np\ndef f(x):\n    return np.max(x, 0)",
        "def f(x):\n    return x.astype(int)",
        "def f(x):\n    return x.astype(np.int8)",
        "def f(x):\n    return x.astype(bool)",
        "def f(x):\n    return x.astype('int64')",
        "def f(x):\n    return x.astype(dtype=int)",
        "float = round\ndef f(x):\n    return x.astype(float)",
        "def f(x):\n    return np.array(x, dtype=int)",
        "def f(x):\n    return np.asarray(x, dtype=bool)",
        "def f(x):\n    return torch.tensor(x, dtype=torch.int8)",
        "def f(x):\n    return np.exp(x, dtype=int)",
        "def f(x):\n    return np.exp(x, min=0)",
        "def f(x):\n    return np.clip(x, 0, 1, x)",
        "def f(x):\n    return (x > 0) + (x > 1)",
        "from mylib import exp\ndef f(x):\n    return exp(x)",
        "from mylib import *\ndef f(x):\n    return exp(x)",
        "import mylib as np\ndef f(x):\n    return np.exp(x)",
        "from numpy import exp2 as exp\ndef f(x):\n    return exp(x)",
        "def f(x):\n    from mylib import exp\n    return exp(x)",
        "def f(x):\n    import mylib as np\n    return np.exp(x)",
        "exp = np.exp2\ndef f(x):\n    return exp(x)",
        "abs = lambda u: u\ndef f(x):\n    return abs(x)",
        "def f(x):\n    return abs(x)\nabs = lambda u: u",
        "def f(x):\n    return abs(x)\ndef abs(u):\n    return u",
        "def f(x):\n    return exp(x)\ndef g():\n    global exp\n    exp = 1",
        "class abs:\n    pass\ndef f(x):\n    return abs(x)",
        "np.exp = np.exp2\ndef f(x):\n    return np.exp(x)",
        "import numpy as np\nimport mylib as np\ndef f(x):\n    return np.exp(x)",
        "import mylib as np\nexp = np.exp\ndef f(x):\n    return exp(x)",
        "if True:\n    from mylib import sqrt\ndef f(x):\n    return sqrt(x)",
        "for exp in [abs]:\n    pass\ndef f(x):\n    return exp(x)",
        "def f(x, np):\n    return np.exp(x)",
        "math = thing\ndef f(x):\n    return math.pi * x",
        "def g(x):\n    return x\ng = abs\ndef f(x):\n    return g(x)",
        "def f(x):\n    return (x ** 3) ** 0.3",
    ],
)
def test_a_name_that_may_mean_something_else_leaves_the_function_unread_with_a_reason(listing: str) -> None:
    (one,) = [f for f in functions(listing) if f.name == "f"]
    assert one.term is None
    assert one.reason


@pytest.mark.parametrize(
    ("listing", "same"),
    [
        ("def f(x):\n    return max(x, 0)", "def f(x):\n    return np.maximum(x, 0)"),
        ("def f(x):\n    return max(x, 0, 1)", None),
        ("def f(x, y):\n    return torch.max(x, y)", "def f(x, y):\n    return torch.maximum(x, y)"),
        ("def f(x):\n    return torch.max(x, torch.tensor(0))", "def f(x):\n    return max(x, 0)"),
        ("def f(x):\n    return torch.clamp(x, 0, 6)", "def f(x):\n    return np.clip(x, 0, 6)"),
        ("def f(x):\n    return x.astype(float)", "def f(x):\n    return x"),
        ("def f(x):\n    return x.astype(np.float32)", "def f(x):\n    return x"),
        ("def f(x):\n    return x.astype('float64')", "def f(x):\n    return x"),
        ("def f(x):\n    return (x > 0).astype(int)", "def f(x):\n    return 1 if x > 0 else 0"),
        ("def f(x):\n    return np.array(x, dtype=np.float64)", "def f(x):\n    return x"),
        ("from numpy import log as ln\ndef f(x):\n    return ln(x)", "def f(x):\n    return np.log(x)"),
        ("from numpy import log2 as log\ndef f(x):\n    return log(x)", "def f(x):\n    return np.log2(x)"),
        ("def f(x):\n    from math import log10 as log\n    return log(x)", "def f(x):\n    return np.log10(x)"),
        ("import numpy as torch\ndef f(x):\n    return torch.exp(x)", "def f(x):\n    return exp(x)"),
        ("import numpy as np\nexp = np.exp\ndef f(x):\n    return exp(x)", "def f(x):\n    return exp(x)"),
        ("import torch.nn.functional as F\nfrom math import *\ndef f(x):\n    return exp(x)", None),
        ("import jax.numpy as anything\ndef f(x):\n    return anything.exp(x)", "def f(x):\n    return exp(x)"),
        ("def f(x):\n    return (x ** 2) ** 1.5", None),
    ],
)
def test_what_an_import_or_a_cast_plainly_means_is_read(listing: str, same: str | None) -> None:
    (one,) = functions(listing)
    assert one.term is not None
    if same is not None:
        (other,) = functions(same)
        assert one.term == other.term


def test_a_logarithm_to_another_base_is_not_the_natural_one(tmp_path: Path) -> None:
    formula = "$$\\operatorname{lg}(x) := \\log_2(x)$$\n\n$$\\operatorname{nat}(x) := \\ln(x)$$\n\n"
    alias = "from numpy import log2 as log\n"
    report = run(tmp_path, formula + code(f"{alias}def lg(x):\n    return log(x)\ndef nat(x):\n    return log(x)"))
    assert listed(report) == {"code:lg": "proved", "code:nat": "refuted"}


def test_an_earlier_listing_binds_names_for_the_later_ones(tmp_path: Path) -> None:
    first, second = code("exp = np.exp2"), code("def sigmoid(x):\n    return 1 / (1 + exp(-x))")
    assert listed(run(tmp_path, second)) == {"code:sigmoid": "proved"}
    report = run(tmp_path, first + second)
    assert listed(report) == {}
    assert "exp2" in report.statements[-1].reading


def test_parameters_with_the_names_of_the_formula_are_not_exchanged(tmp_path: Path) -> None:
    assert listed(run(tmp_path, WGT + code("def wgt(x, y):\n    return x - np.exp(y)"))) == {"code:wgt": "proved"}
    wrong = run(tmp_path, WGT + code("def wgt(x, y):\n    return y - np.exp(x)"))
    assert "proved" not in listed(wrong).values()
    partly = run(tmp_path, WGT + code("def wgt(x, t):\n    return t - np.exp(x)"))
    assert "proved" not in listed(partly).values()
    other = run(tmp_path, WGT + code("def wgt(s, t):\n    return s - np.exp(t)"))
    assert set(listed(other).values()) == {"proved"}


@pytest.mark.parametrize(
    "body",
    [
        "def gelu(x):\n    return 0.5 * x * (1 + np.tanh(0.7978845608028654 * (x + 0.044715 * x**3)))",
        "def gelu(x):\n    return 0.5 * x * (1 + np.tanh(0.79788456 * (x + 0.044715 * x**3)))",
        "def gelu(x):\n    return 0.5 * x * (1 + erf(x * 0.7071067811865476))",
        "def selu(x):\n    return 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * (np.exp(x) - 1))",
    ],
)
def test_rounded_constants_are_neither_the_formula_nor_an_error(tmp_path: Path, body: str) -> None:
    report = run(tmp_path, code(body))
    assert list(listed(report).values()) == ["undecided"]
    assert codes(report) == []
    assert any("rounded constants" in c.verdict.reason for c in report.claims)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "body",
    [
        "def gelu(x):\n    return 0.5 * x * (1 + np.tanh(0.7978845608028654 * (x - 0.044715 * x**3)))",
        "def gelu(x):\n    return 0.5 * x * (1 + np.tanh(0.8978845608028654 * (x + 0.044715 * x**3)))",
    ],
)
def test_a_wrong_sign_or_digit_beside_rounded_constants_is_still_an_error(tmp_path: Path, body: str) -> None:
    assert codes(run(tmp_path, code(body))) == ["E302"]


def test_a_square_root_written_as_a_power_has_a_value_at_zero(tmp_path: Path) -> None:
    report = run(tmp_path, code("def relu(x):\n    return (x + (x ** 2) ** 0.5) / 2"))
    assert listed(report) == {"code:relu": "proved"}
    assert codes(report) == []
    wrong = run(tmp_path, code("def relu(x):\n    return (x - (x ** 2) ** 0.5) / 2"))
    assert listed(wrong) == {"code:relu": "refuted"}
