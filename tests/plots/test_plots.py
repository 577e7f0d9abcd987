"""Pictures: what they show is what was computed and proved, and equal pictures are equal files."""

import re
import shutil
import subprocess
from fractions import Fraction

import numpy as np
import pytest

from symnn.check import Options
from symnn.cli import run
from symnn.formulas import FormulaError, closed, source_of

matplotlib = pytest.importorskip("matplotlib", reason="matplotlib is not installed: symnn[plot]")

from symnn import plots  # noqa: E402
from symnn.drawing import COLOURS, pens  # noqa: E402

DOCUMENT = r"""<!-- @let -->
Let $x \in \mathbb{R}$ and $\gamma \in \mathbb{R}$.

<!-- @claim wrong expect=E201 -->
$$\tanh(x) = 2\sigma(x) - 1$$

<!-- @claim leaky expect=E201 -->
$$\max(x, \gamma x) = \max(0, x) + \gamma \min(0, x)$$

<!-- @claim too-small expect=E204 -->
$$\left|\sigma(x) - \frac12\right| \le \frac14$$

<!-- @claim limit -->
$$\lim_{x \to \infty} \sigma(x) = 1$$
"""


@pytest.fixture
def notes(tmp_path):
    path = tmp_path / "notes.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    return str(path)


def lines(figure):
    return {line.get_label(): line for axes in figure.axes for line in axes.lines}


def words_of(figure):
    texts = [t.get_text() for a in figure.axes for t in (a.title, a.xaxis.label, a.yaxis.label)]
    return " ".join([*texts, *lines(figure)])


def test_the_curves_are_those_of_the_compiled_function():
    figure = plots.function_figure(["gelu"])
    line = lines(figure)["$f$"]
    from symnn.numeric.compile import compile_elementwise

    np.testing.assert_array_equal(line.get_ydata(), compile_elementwise("gelu")(line.get_xdata()))
    assert {"$f$", "$f'$"} <= set(lines(figure))


def test_a_derivative_has_a_gap_at_a_kink():
    figure = plots.function_figure(["relu"])
    rings = {tuple(map(float, line.get_xydata()[0])) for line in figure.axes[0].lines if line.get_marker() == "o"
             and line.get_markerfacecolor() == "white"}  # fmt: skip
    assert rings == {(0.0, 0.0), (0.0, 1.0)}


def test_a_family_has_a_curve_for_each_value():
    figure = plots.family_figure("swish", "beta", [Fraction(1, 2), Fraction(1), Fraction(2)])
    assert {r"$\beta$ = 0.5", r"$\beta$ = 1", r"$\beta$ = 2"} <= set(lines(figure))
    assert figure.axes[0].get_title() == "swish"


def test_lines_of_a_picture_differ_in_colour_and_in_dashes():
    drawn = [pen for pen, _ in zip(pens(), range(len(COLOURS)), strict=False)]
    assert len({pen["color"] for pen in drawn}) == len({str(pen["linestyle"]) for pen in drawn}) == len(drawn)


@pytest.mark.parametrize("format_", ["svg", "png", "pdf"])
def test_the_same_picture_is_the_same_file(format_):
    first, second = (plots.rendered(plots.function_figure(["elu"]), format_, "elu") for _ in range(2))
    assert first == second
    assert not re.search(rb"20\d\d-\d\d-\d\d", first)


def test_users_own_settings_change_nothing():
    plain = plots.rendered(plots.function_figure(["elu"]), "svg")
    with matplotlib.rc_context({"lines.linewidth": 9, "font.size": 40, "svg.hashsalt": None}):
        assert plots.rendered(plots.function_figure(["elu"]), "svg") == plain


def test_the_bounds_that_are_drawn_are_those_that_are_proved():
    figure = plots.errors_figure("gelu", options=Options(timeout=300))
    assert [a.get_title() for a in figure.axes] == ["GELU-tanh-error: proved", "GELU-sigmoid-error: proved"]
    for axes, bound in zip(figure.axes, (4.74e-4, 2.04e-2), strict=True):
        curve, level = (next(line for line in axes.lines if says in str(line.get_label())) for says in ("|", "proved"))
        assert level.get_ydata()[0] == pytest.approx(bound)
        assert 0.98 * bound < curve.get_ydata().max() < bound


def test_a_bound_that_does_not_hold_is_not_called_proved(notes):
    text = words_of(plots.claim_figure(f"{notes}#too-small"))
    assert "refuted" in text
    assert "proved" not in text


def test_a_counterexample_is_marked_on_both_curves(notes):
    figure = plots.claim_figure(f"{notes}#wrong")
    marked = [line for line in figure.axes[0].lines if line.get_marker() in ("o", "s") and line.get_markersize() == 8]
    (x, left), (u, right) = (line.get_xydata()[0] for line in marked)
    assert x == u
    assert left == pytest.approx(np.tanh(x))
    assert right == pytest.approx(2 / (1 + np.exp(-x)) - 1)
    assert left != pytest.approx(right)


def test_what_a_counterexample_says_of_parameters_is_written_beside_it(notes):
    text = words_of(plots.claim_figure(f"{notes}#leaky"))
    assert re.search(r"at x = \S+: left", text)
    assert r"$\gamma$ = " in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gelu", "-o", "gelu.txt"], "the suffix tells the format"),
        (["gelu", "elu", "--errors"], "one function or claim at a time"),
        (["gelu", "--errors", "--differences", "1"], "different pictures"),
        ([], "name a function, a formula or FILE#CLAIM"),
        (["geluu"], "did you mean"),
        (["x^2+"], "no operand"),
        (["a*b"], "say variable"),
        (["gelu#nothing"], "has no claim nothing"),
        (["missing.md#a"], "missing.md"),
        (["elu", "-p", "beta=1"], "there is no parameter beta; the parameters are: alpha"),
        (["swish", "--over", "alpha=1"], "no parameter 'alpha'"),
        (["swish", "--over", "beta"], "is not NAME=NUMBER"),
        (["gelu", "--range", "2", "1"], "the lower end first"),
        (["gelu", "--range", "0", "1e200"], "--range goes to"),
        (["gelu", "--range", "nan", "1"], "the lower end first"),
        (["mish", "--errors"], "claims no error of an approximation of mish"),
        (["relu", "--differences", "0"], "a kink or a border"),
        (["softmax"], "no function of one number"),
        (["--history", __file__], "is no training history"),
    ],
)
def test_what_cannot_be_drawn_is_said_and_nothing_is_written(arguments, message, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    assert run(["plot", *arguments]) == 2
    assert message in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_claim_without_a_curve_says_so(notes, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    assert run(["plot", f"{notes}#limit", "-o", "limit.svg"]) == 2
    assert "has no curve" in capfd.readouterr().err


def test_a_derivative_is_not_drawn_through_a_pole_of_its_function():
    figure = plots.function_figure(["tan(x)"])
    for line in figure.axes[0].lines:
        x = np.asarray(line.get_xdata(), dtype=float)
        if x.size > 2:
            assert not ((x[0] < np.pi / 2 - 0.05) & (x[-1] > np.pi / 2 + 0.05))
    assert figure.axes[0].get_ylim()[1] < 1000


def test_where_a_side_has_no_value_nothing_is_marked(tmp_path):
    path = tmp_path / "kink.md"
    path.write_text("<!-- @claim kink -->\n$$\\frac{d}{dx} |x| = \\operatorname{sign}(x)$$\n", encoding="utf-8")
    figure = plots.claim_figure(f"{path}#kink")
    assert figure.axes[0].get_title() == "kink: conditional"
    marked = [line for line in figure.axes[0].lines if line.get_markersize() == 8]
    assert [line.get_marker() for line in marked] == ["s"]


def test_an_id_that_is_no_mathematics_is_set_as_it_stands(tmp_path):
    path = tmp_path / "odd.md"
    path.write_text("<!-- @claim a$\\frac{$b -->\n$$|x| = x + 1$$\n", encoding="utf-8")
    plots.rendered(plots.claim_figure(f"{path}#a$\\frac{{$b"), "svg")


def test_an_unnamed_picture_takes_the_name_of_what_it_shows_and_replaces_nothing(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    assert run(["plot", "tanh", "--format", "png"]) == 0
    assert (tmp_path / "tanh.png").read_bytes().startswith(b"\x89PNG")
    assert run(["plot", "tanh", "--format", "png"]) == 2
    assert "is there already" in capfd.readouterr().err


def test_the_five_pictures_of_the_text_on_activations_are_one_command(tmp_path):
    assert run(["plot", "--figures", str(tmp_path), "--format", "svg"]) == 0
    assert sorted(p.stem for p in tmp_path.iterdir()) == sorted(plots.FIGURES)
    assert len(plots.FIGURES) == 5


def test_every_activation_has_a_panel():
    from symnn.numeric.names import LISTED

    figure = plots.catalogue_figure()
    assert [a.get_title().split(",")[0] for a in figure.axes if a.get_title()] == list(LISTED)


def test_errors_of_differences_are_drawn_against_the_step():
    figure = plots.differences_figure("tanh", 0.5)
    (axes,) = figure.axes
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    assert {"forward", "central", "forward: theory", "central: theory"} <= set(lines(figure))


def test_a_pgf_picture_is_made_by_tex_or_says_that_there_is_none(monkeypatch, tmp_path, capfd):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(["plot", "tanh", "-o", str(tmp_path / "tanh.pgf")]) == 2
    assert "needs a TeX system" in capfd.readouterr().err


def has_pgf() -> bool:
    if shutil.which("pdflatex") is None or shutil.which("kpsewhich") is None:
        return False
    return bool(subprocess.run(["kpsewhich", "pgf.sty"], capture_output=True, check=False).stdout.strip())


@pytest.mark.skipif(not has_pgf(), reason="pdflatex with the package pgf is not installed")
def test_a_pgf_picture_compiles_and_text_of_a_document_is_no_command(tmp_path):
    (tmp_path / "odd.md").write_text(
        "<!-- @claim a_b%$\\input{secret}& -->\n$$\\max(x, γ x) = \\max(0, x) + γ \\min(0, x)$$\n", encoding="utf-8"
    )
    (tmp_path / "secret.tex").write_text("UNSEEN", encoding="utf-8")
    figure = plots.claim_figure(f"{tmp_path}/odd.md#a_b%$\\input{{secret}}&")
    plots.save(figure, tmp_path / "odd.pgf")
    (tmp_path / "page.tex").write_text(
        "\\documentclass{article}\\usepackage{pgf}\\usepackage[T1]{fontenc}\\usepackage{textcomp}"
        "\\begin{document}\\input{odd.pgf}\\end{document}", encoding="utf-8",
    )  # fmt: skip
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "secret.tex" not in done.stdout


def test_without_matplotlib_the_command_names_what_to_install(monkeypatch, tmp_path, capfd):
    for name in [n for n in __import__("sys").modules if n.partition(".")[0] == "matplotlib"]:
        monkeypatch.delitem(__import__("sys").modules, name)
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    assert run(["plot", "tanh", "-o", str(tmp_path / "tanh.svg")]) == 2
    assert "pip install 'symnn[plot]'" in capfd.readouterr().err


# ------------------------------------------------------------------------------------------ formulas as they are typed
@pytest.mark.parametrize(
    ("keyboard", "document"),
    [
        ("x*sigma(1.702*x)", r"x \cdot \sigma(1.702 \cdot x)"),
        ("sqrt(1+sqrt(x))", r"\sqrt{1+\sqrt{x}}"),
        ("x**2", "x^2"),
        ("beta x", r"\beta x"),
        ("hard_tanh(x)", r"\operatorname{hard-tanh}(x)"),
        ("gelu(x)", r"\operatorname{GELU}(x)"),
        ("$x^2$", "x^2"),
    ],
)
def test_a_formula_may_be_typed_without_latex(keyboard, document):
    assert closed(keyboard) == closed(document)


@pytest.mark.parametrize("text", ["beta(x+1)", "foo(x)", "log2(x)", "x^2+", "x = ", ""])
def test_what_has_two_readings_or_none_is_refused(text):
    with pytest.raises(FormulaError):
        closed(text)


def test_of_several_names_x_is_the_variable_and_the_others_are_parameters():
    found = source_of("x^k + b")
    assert found.var.text == "x"
    assert set(found.defaults) == {"k", "b"}
    assert source_of("x^k + b", "b").var.text == "b"


def test_a_picture_from_python_is_a_figure():
    import symnn

    assert "$f'$" in lines(symnn.plot("gelu"))
    assert r"$\beta$ = 0.1" in lines(symnn.plot("swish", over={"beta": [0.1, 1]}))
    assert {"relu", "softplus"} <= set(lines(symnn.plot("relu", "softplus", view=(-1, 1))))
    with pytest.raises(TypeError, match="one parameter"):
        symnn.plot("swish", over={"beta": [1], "gamma": [2]})
