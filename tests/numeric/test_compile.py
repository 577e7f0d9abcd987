"""Compiled functions as a caller sees them: types, shapes, special values, parameters, errors."""

import ast
import concurrent.futures
import copy
import math
import pickle
import subprocess
import sys

import numpy as np
import pytest
import sympy

import symnn
from symnn.numeric import CompileError
from symnn.numeric.compiled import Compiled
from symnn.numeric.names import ALIASES, LISTED, of_term
from symnn.term import Sym, op

x = sympy.Symbol("x", real=True)


def test_the_textbook_sigmoid_does_not_overflow():
    with np.errstate(all="raise"):
        assert symnn.compile("sigmoid")(-1000.0) == 0.0
        assert symnn.compile("sigmoid")(-700.0) == pytest.approx(math.exp(-700), rel=1e-15)


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
def test_the_type_of_the_array_is_kept(dtype):
    f = symnn.compile("silu")
    found = f.value_and_derivative(np.array([-1.0, 0.0, 2.0], dtype=dtype))
    assert [v.dtype for v in found] == [dtype, dtype]


def test_integers_are_promoted_and_scalars_stay_scalars():
    f = symnn.compile("relu")
    assert f(np.array([-2, 3])).dtype == np.float64
    assert f(3) == 3.0
    assert not isinstance(f(3), np.ndarray)
    assert f(np.array(3.0)).shape == ()
    assert isinstance(f(np.array(3.0)), np.ndarray)


@pytest.mark.parametrize("bad", [np.array([1j]), np.array(["a"]), np.array([None]), np.longdouble(1)])
def test_other_types_are_refused_with_their_name(bad):
    with pytest.raises(TypeError, match="expected real numbers"):
        symnn.compile("tanh")(bad)


def test_nan_stays_nan_and_infinities_go_to_the_limits():
    f = symnn.compile("gelu")
    value, slope = f.value_and_derivative(np.array([np.nan, -np.inf, np.inf]))
    assert np.isnan(value[0])
    assert np.isnan(slope[0])
    assert value[1:].tolist() == [0.0, math.inf]
    assert slope[1:].tolist() == [0.0, 1.0]


def test_a_nan_beside_numbers_does_not_disturb_them():
    f = symnn.compile("gelu")
    points = np.linspace(-30, 30, 301)
    alone = f.value_and_derivative(points)
    beside = f.value_and_derivative(np.append(points, np.nan))
    assert all(np.array_equal(a, b[:-1]) for a, b in zip(alone, beside, strict=True))


def test_empty_strided_and_large_arrays_have_the_values_of_single_points():
    f = symnn.compile("mish")
    assert f(np.empty((0, 3))).shape == (0, 3)
    grid = np.linspace(-40, 40, 60_000).reshape(-1, 3)[:, ::-1]
    assert np.array_equal(f(grid)[17], [f(float(v)) for v in grid[17]])
    assert np.array_equal(f(np.asfortranarray(grid)), f(grid))


def test_out_is_filled_also_where_it_is_the_argument_or_strided():
    f = symnn.compile("tanh")
    points = np.linspace(-3, 3, 50)
    wanted, wide, same = f(points), np.zeros((50, 2)), points.copy()
    assert f(points, out=wide[:, 1]) is not None
    assert np.array_equal(wide[:, 1], wanted)
    f(same, out=same)
    assert np.array_equal(same, wanted)
    pair = np.empty(50), np.empty(50)
    assert f.value_and_derivative(points, out=pair)[1] is pair[1]
    with pytest.raises(ValueError, match=r"out has to be an array float64 \(50,\), got float32 \(50,\)"):
        f(points, out=np.empty(50, np.float32))


def test_parameters_are_keywords_in_the_spelling_of_the_catalogue_or_of_torch():
    f = symnn.compile("leaky_relu")
    assert f(-2.0) == -0.02
    assert f(-2.0, gamma=0.5) == f(-2.0, negative_slope=0.5) == -1.0
    assert symnn.compile("elu").derivative(0.0, alpha=0.5) == 0.5
    with pytest.raises(TypeError, match="elu has no parameter 'beta'; it has: alpha"):
        symnn.compile("elu")(1.0, beta=2)
    with pytest.raises(ValueError, match="finite"):
        symnn.compile("elu")(1.0, alpha=math.nan)


@pytest.mark.parametrize(
    ("name", "at", "wanted"),
    [("relu", 0, 0), ("leaky_relu", 0, 0.01), ("hard_tanh", 1, 0), ("hard_swish", -3, -0.5), ("hard_swish", 3, 1),
     ("hard_logistic", -2, 0), ("elu", 0, 1), ("relu6", 6, 0)],
)  # fmt: skip
def test_the_derivative_at_a_kink_is_the_customary_one(name, at, wanted):
    assert symnn.compile(name).derivative(float(at)) == wanted


def test_every_listed_name_and_alias_can_be_named():
    assert {symnn.compile(n).name for n in (*LISTED, *ALIASES)} == set(LISTED)


def test_a_sympy_expression_compiles_and_a_removable_gap_is_filled_with_the_limit():
    f = symnn.compile((sympy.exp(x) - 1) / x)
    assert f(np.array([0.0, 1e-300, 1e-9])).tolist() == pytest.approx([1, 1, 1 + 5e-10], rel=1e-15)
    assert f.derivative(0.0) == 0.5


def test_an_expression_in_two_names_needs_its_variable():
    a = sympy.Symbol("a", real=True)
    with pytest.raises(CompileError, match="variable="):
        symnn.compile(a * sympy.tanh(x))
    f = symnn.compile(a * sympy.tanh(x), variable=x)
    assert f(1.0, a=2) == pytest.approx(2 * math.tanh(1))
    with pytest.raises(TypeError, match="needs a value for the parameter 'a'"):
        f(1.0)


def test_what_has_no_form_is_named():
    with pytest.raises(CompileError, match="gamma"):
        symnn.compile(sympy.gamma(x))(1.0)
    with pytest.raises(CompileError, match=r"'quux' is no function that can be compiled; .* there are: logistic, tanh"):
        symnn.compile("quux")


def test_a_proved_claim_compiles_and_a_refuted_one_does_not(tmp_path):
    page = tmp_path / "notes.md"
    page.write_text(
        "<!-- @let -->\nLet $x \\in \\mathbb{R}$.\n\n<!-- @claim good -->\n$$\\tanh(x) = 2\\sigma(2x) - 1$$\n\n"
        "<!-- @claim bad -->\n$$\\tanh(x) = 2\\sigma(x) - 1$$\n"
    )
    f = symnn.compile(f"{page}#good")
    assert f(0.5) == pytest.approx(math.tanh(0.5), rel=1e-15)
    with pytest.raises(CompileError, match="bad is refuted: only what is proved is compiled"):
        symnn.compile(f"{page}#bad")
    with pytest.raises(CompileError, match="no claim none"):
        symnn.compile(f"{page}#none")


def test_the_certificate_lists_proved_rewritings_and_measured_errors():
    certificate = symnn.compile("silu").certificate
    assert {verdict for _, verdict, _ in certificate.rewritings} == {"proved"}
    assert max(certificate.worst) < 4
    assert "f′ on (0, ∞): proved" in str(certificate)


def test_the_source_is_a_module_of_its_own(tmp_path):
    page = tmp_path / "generated_gelu.py"
    page.write_text(symnn.compile("gelu").source)
    code = (
        "import sys; sys.modules['symnn'] = None\nimport numpy as np, generated_gelu as g\n"
        "print(g.value(np.array([-1.0, 0.5])).tolist(), g.value_and_derivative(np.array([2]))[1].tolist())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    f = symnn.compile("gelu")
    assert done.stdout.split("] [")[0] == str([f(-1.0).item(), f(0.5).item()])[:-1]


def test_threads_agree():
    f = symnn.compile("softplus")
    points = np.linspace(-50, 50, 40_000)
    wanted = f(points)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        assert all(np.array_equal(r, wanted) for r in pool.map(lambda _: f(points), range(16)))


def test_modes_and_backends_are_checked():
    with pytest.raises(ValueError, match="mode is one of accurate, fast, naive"):
        symnn.compile("tanh", mode="turbo")
    with pytest.raises(ValueError, match="backend"):
        symnn.compile("tanh", backend="abacus")


def test_naive_mode_computes_as_written_and_fast_mode_does_not_overflow():
    at = np.array([-800.0, 3.0])
    assert symnn.compile("log_sigmoid", mode="naive")(at)[0] == -math.inf
    assert symnn.compile("log_sigmoid", mode="fast")(at)[0] == -800.0


def test_names_are_never_code():
    evil = 'f"""\nraise SystemExit\n"""'
    source = Compiled(of_term(op("tanh", Sym("x")), None, evil), "accurate").source
    assert [type(n).__name__ for n in ast.parse(source).body[:2]] == ["Expr", "Import"]
    spoiled = sympy.Symbol("x); raise SystemExit; (", real=True)
    f = symnn.compile(sympy.tanh(spoiled) * 2)
    assert f(0.0) == 0.0
    assert "SystemExit" not in f.source.replace(f.source.splitlines()[0], "")


@pytest.mark.parametrize("alpha", [1e-4, 1e-3, 0.5, 3.0, 1e3])
def test_celu_has_a_form_for_every_scale(alpha):
    f = symnn.compile("celu")
    value, slope = f.value_and_derivative(np.array([-2 * alpha, 0.5]), alpha=alpha)
    assert value == pytest.approx([alpha * math.expm1(-2), 0.5], rel=1e-15)
    assert slope == pytest.approx([math.exp(-2), 1], rel=1e-15)


@pytest.mark.parametrize("what", ["gelu", "elu", sympy.log(1 + sympy.exp(x))])
@pytest.mark.parametrize("mode", ["accurate", "fast"])
def test_copies_and_pickles_of_a_function_compute_the_same(what, mode):
    f = symnn.compile(what, mode=mode)
    points = np.linspace(-9, 9, 101)
    for twin in (pickle.loads(pickle.dumps(f)), copy.deepcopy(f)):
        assert twin.mode == mode
        for a, b in zip(twin.value_and_derivative(points), f.value_and_derivative(points), strict=True):
            assert (a == b).all()


def test_two_columns_of_one_array_can_be_outputs_and_overlapping_slices_cannot():
    f = symnn.compile("gelu")
    points = np.linspace(-3, 3, 11)
    both = np.empty((11, 2))
    f.value_and_derivative(points, out=(both[:, 0], both[:, 1]))
    assert all((c == v).all() for c, v in zip(both.T, f.value_and_derivative(points), strict=True))
    row = np.empty(20)
    for second in (row[:11], row[9:], row[10::-1]):
        with pytest.raises(ValueError, match="share no memory"):
            f.value_and_derivative(points, out=(row[:11], second))
