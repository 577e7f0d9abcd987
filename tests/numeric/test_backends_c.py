"""The C text, compiled and called, gives what the NumPy code gives."""

import ctypes
import shutil
import subprocess

import numpy as np
import pytest
import sympy
from backend_points import differing, inside, points, single_operations

import symnn
from symnn.numeric.backends import c as backend
from symnn.numeric.backends.scalar import Writer
from symnn.numeric.evaluate import evaluate
from symnn.numeric.forms import program

COMPILER = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
compiled = pytest.mark.skipif(COMPILER is None, reason="no C compiler")
STRICT = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-O2", "-fPIC", "-shared"]
CASES = [
    ("gelu", "accurate", {}), ("mish", "accurate", {}), ("gelu_tanh", "accurate", {}), ("tanh", "accurate", {}),
    ("elu", "accurate", {"alpha": 0.5}), ("hard_swish", "accurate", {}), ("softplus", "fast", {}),
    ("gelu", "fast", {}), ("relu", "fast", {}), ("logistic", "naive", {}),
]  # fmt: skip


def library(text, folder):
    (folder / "f.c").write_text(text, encoding="ascii")
    subprocess.run([COMPILER, *STRICT, "-o", folder / "f.so", folder / "f.c", "-lm"], check=True, timeout=120)
    return ctypes.CDLL(str(folder / "f.so"))


def called(function, x, outs):
    rows = [np.empty_like(x) for _ in range(outs)]
    pointer = ctypes.POINTER(ctypes.c_double)
    function.argtypes = [pointer] * (1 + outs) + [ctypes.c_size_t]
    function.restype = None
    function(*(a.ctypes.data_as(pointer) for a in (x, *rows)), x.size)
    return rows


@compiled
@pytest.mark.parametrize(("name", "mode", "parameters"), CASES, ids=lambda v: v if isinstance(v, str) else "")
def test_c_equals_numpy(name, mode, parameters, tmp_path):
    ours, numpys = (symnn.compile(name, mode=mode, backend=b) for b in ("c", "numpy"))
    found = library(ours.source_for(**parameters), tmp_path)
    x = points()
    wanted = numpys.value_and_derivative(x, **parameters)
    floor = 1e-15 if mode == "fast" else 0.0  # the last digit of the largest value
    both = called(getattr(found, f"{name}_both"), x, 2)
    single = [called(getattr(found, f"{name}_{what}"), x, 1)[0] for what in ("value", "slope")]
    for a, b, right in zip(both, single, wanted, strict=True):
        assert differing(a, right, x, floor) == []
        assert np.array_equal(a, b, equal_nan=True)


@compiled
def test_c_has_every_operation(tmp_path):
    writer = Writer(backend.LANGUAGE)
    nodes = single_operations()
    bodies = []
    for k, node in enumerate(nodes.values()):
        lines, (result,) = writer.program(program([node]), "t")
        loop = backend.block(
            "for (size_t i = 0; i < n; i++)", ["const double x = xs[i];", "(void)x;", *lines, f"y[i] = {result};"]
        )
        bodies.append(backend.block(f"void f{k}(const double *xs, double *y, size_t n)", loop.splitlines()))
    found = library("\n\n".join([backend.HEAD, *backend.helpers(writer), *bodies]), tmp_path)
    for k, (name, node) in enumerate(nodes.items()):
        x = inside(name, points())
        assert differing(called(getattr(found, f"f{k}"), x, 1)[0], evaluate(node, x), x) == [], name


@compiled
def test_c_refuses_fast_math(tmp_path):
    (tmp_path / "f.c").write_text(symnn.compile("relu", backend="c").source, encoding="ascii")
    done = subprocess.run(
        [COMPILER, "-ffast-math", "-c", "-o", tmp_path / "f.o", tmp_path / "f.c"], capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "without -ffast-math" in done.stderr


def test_names_become_identifiers():
    assert backend.identifier("gelu_tanh") == "gelu_tanh"
    assert backend.identifier("σ; */ system(1)") == "system_1"
    assert backend.identifier("2 x") == "f_2_x"
    assert backend.identifier("ζ") == "f"


def test_what_users_write_does_not_become_code():
    x = sympy.Symbol("x */ evil()")
    f = symnn.compile(sympy.exp(-x), backend="c")
    first = f.source.splitlines()[0]
    assert first.count("*/") == 1
    assert first.endswith("C99. */")
    assert "evil" not in f.source.partition("*/")[2]
    assert f.source.isascii()


def test_the_certificate_is_that_of_the_forms():
    assert symnn.compile("mish", backend="c").certificate == symnn.compile("mish").certificate


@pytest.mark.parametrize("library", ["c", "numba", "torch", "jax"])
def test_an_exponent_in_pairs_of_doubles_is_refused_with_a_reason(library):
    if library != "c":
        pytest.importorskip(library)
    x = sympy.Symbol("x", positive=True)
    assert symnn.compile(sympy.exp(sympy.sqrt(x**2 + 1)))(3.0) == pytest.approx(np.exp(np.sqrt(10.0)))
    with pytest.raises(
        symnn.numeric.CompileError, match="careful_exp has no form in this backend; backend='numpy' has"
    ):
        symnn.compile(sympy.exp(sympy.sqrt(x**2 + 1)), backend=library)
