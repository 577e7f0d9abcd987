"""`symnn compile`: code on standard output or in a file, and errors in words."""

import subprocess
import sys

import pytest

from symnn.cli import run

PAGE = """<!-- @let -->
Let $x \\in \\mathbb{R}$, $\\gamma \\in \\mathbb{R}$.

<!-- @claim shifted -->
$$\\tanh(x) + \\gamma - \\gamma = 2\\sigma(2x) - 1$$

<!-- @claim scaled -->
$$\\gamma\\tanh(x) = \\gamma\\left(2\\sigma(2x) - 1\\right)$$

<!-- @claim wrong -->
$$\\tanh(x) = 2\\sigma(x) - 1$$
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "notes.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def used(code: str, folder, expression: str) -> str:
    """What an expression in the generated module ``g`` prints, in a Python that has no symnn."""
    (folder / "generated.py").write_text(code, encoding="utf-8")
    lines = f"import sys; sys.modules['symnn'] = None\nimport numpy as np, generated as g\nprint({expression})"
    done = subprocess.run([sys.executable, "-c", lines], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_code_of_a_function_runs_without_symnn(capfd, tmp_path):
    assert run(["compile", "relu"]) == 0
    shown = capfd.readouterr()
    assert shown.err == ""
    assert used(shown.out, tmp_path, "g.value(np.array([-2.0, 3.0])).tolist()") == "[0.0, 3.0]"


def test_parameters_are_numbers_or_fractions(capfd, tmp_path):
    assert run(["compile", "leaky_relu", "-p", "negative_slope=1/2"]) == 0
    assert used(capfd.readouterr().out, tmp_path, "g.value_and_derivative(np.array([-2.0]))[1].tolist()") == "[0.5]"


def test_a_file_is_replaced_in_one_step(capfd, tmp_path):
    target = tmp_path / "activation.py"
    target.write_text("old")
    assert run(["compile", "tanh", "--mode", "fast", "-o", str(target)]) == 0
    assert capfd.readouterr().out == ""
    assert "def value_and_derivative(x)" in target.read_text(encoding="utf-8")
    assert [p.name for p in tmp_path.iterdir()] == ["activation.py"]


def test_a_refused_name_leaves_the_file_as_it_was(tmp_path, capfd):
    target = tmp_path / "activation.py"
    target.write_text("old")
    assert run(["compile", "quux", "-o", str(target)]) == 2
    assert target.read_text() == "old"
    assert "'quux' is no function that can be compiled" in capfd.readouterr().err


def test_a_proved_claim_is_compiled_and_says_which_of_its_names_is_the_argument(page, capfd, tmp_path):
    assert run(["compile", f"{page}#shifted"]) == 0
    assert float(used(capfd.readouterr().out, tmp_path, "g.value(np.array([0.5]))[0]")) == pytest.approx(0.46211715726)
    assert run(["compile", f"{page}#scaled"]) == 2
    assert "not one name but 2 (gamma, x): say variable=" in capfd.readouterr().err
    assert run(["compile", f"{page}#scaled", "--variable", "x", "-p", "gamma=2"]) == 0
    assert float(used(capfd.readouterr().out, tmp_path, "g.value(np.array([0.5]))[0]")) == pytest.approx(0.92423431452)


def test_the_certificate_shows_claims_and_measured_errors(capfd):
    assert run(["compile", "silu", "-p", "beta=0.5", "--certificate"]) == 0
    shown = capfd.readouterr().out
    assert "silu (beta = 1/2)" in shown
    assert "f on (0, ∞): proved (sha256:" in shown
    assert " ULP at " in shown
    assert run(["compile", "softmax", "--certificate"]) == 0
    assert "derivations/numbers.md#softmax-vjp: " in capfd.readouterr().out


def test_code_that_misses_the_promise_of_its_mode_is_printed_with_a_remark(capfd, monkeypatch):
    monkeypatch.setattr("symnn.numeric.printed.PROMISED", 0.1)
    assert run(["compile", "tanh"]) == 0
    shown = capfd.readouterr()
    assert "the largest errors found are beyond 0.1 ULP: f " in shown.err
    assert "def value_and_derivative(x)" in shown.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing argument"),
        (["quux"], "there are: logistic, tanh, relu"),
        (["softmax"], "softmax is computed by symnn.losses; there is no generated code to print"),
        (["mse", "--mode", "naive"], "the naive mode is for functions of one number"),
        (["kl_div"], "torch's kl_div takes log-probabilities"),
        (["huber", "-p", "delta=2"], "parameters are given when it is called"),
        (["elu", "-p", "beta=1"], "elu has no parameter 'beta'; it has: alpha"),
        (["elu", "-p", "alpha"], "'alpha' is not NAME=NUMBER"),
        (["elu", "-p", "alpha=nan"], "'alpha=nan' is not NAME=NUMBER"),
        (["elu", "-p", "alpha=1", "-p", "alpha=2"], "alpha is given twice"),
        (["gelu", "--variable", "x"], "a named function knows its own"),
        (["gelu", "--mode", "turbo"], "'turbo' is not one of"),
        (["missing.md#claim"], "missing.md: there is no such file"),
        (["gelu", "-o", "no/such/folder.py"], "cannot write the code"),
    ],
)
def test_what_cannot_be_compiled_is_told_in_words_with_status_two(arguments, message, capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(["compile", *arguments]) == 2
    seen = capfd.readouterr()
    assert message in seen.err
    assert "Traceback" not in seen.err
    assert seen.out == ""


def test_a_refuted_claim_is_not_compiled(page, capfd):
    assert run(["compile", f"{page}#wrong"]) == 2
    assert "wrong is refuted: only what is proved is compiled" in capfd.readouterr().err


def test_the_help_fits_a_screen(capfd):
    assert run(["compile", "--help"]) == 0
    assert len(capfd.readouterr().out.splitlines()) <= 24
