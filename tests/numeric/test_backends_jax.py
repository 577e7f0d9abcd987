"""jax arrays get what the NumPy code gives, under jit, grad and vmap, with the derived derivatives of every order."""

import sys

import numpy as np
import pytest
from backend_points import differing, inside, points, single_operations

import symnn
from symnn.numeric.backends.extras import MissingBackendError
from symnn.numeric.backends.tensor import TensorWriter, function
from symnn.numeric.evaluate import evaluate
from symnn.numeric.forms import program

jax = pytest.importorskip("jax", reason="the extra jax is not installed")
backend = pytest.importorskip("symnn.numeric.backends.jax")
SMALLEST = 1e-307  # XLA takes what lies below the normal numbers, 2.2e-308, for zero
GRID = points()[~((np.abs(points()) > 0) & (np.abs(points()) < 2.3e-308))]
CASES = [
    ("gelu", "accurate", {}), ("mish", "accurate", {}), ("gelu_tanh", "accurate", {}), ("tanh", "accurate", {}),
    ("elu", "accurate", {"alpha": 0.5}), ("hard_swish", "accurate", {}), ("softplus", "accurate", {}),
    ("relu", "accurate", {}), ("tanh", "fast", {}), ("softplus", "fast", {}), ("gelu", "fast", {}),
    ("mish", "fast", {}), ("logistic", "naive", {}),
]  # fmt: skip


@pytest.fixture(autouse=True)
def wide():
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    yield
    jax.config.update("jax_enable_x64", before)


@pytest.mark.parametrize(("name", "mode", "parameters"), CASES, ids=lambda v: v if isinstance(v, str) else "")
def test_jax_equals_numpy_at_once_and_compiled(name, mode, parameters):
    ours, numpys = (symnn.compile(name, mode=mode, backend=b) for b in ("jax", "numpy"))
    x = GRID
    wanted = numpys.value_and_derivative(x, **parameters)
    floor = SMALLEST + (4e-15 if mode == "fast" else 0.0)  # last digits of the largest value, by XLA's tanh
    f = lambda v: ours(v, **parameters)  # noqa: E731
    slope = lambda v: jax.vmap(jax.grad(f))(v)  # noqa: E731
    for value in (f, jax.jit(f)):
        assert differing(value(x), wanted[0], x, floor) == []
    for derivative in (jax.jit(slope), lambda v: ours.derivative(v, **parameters)):
        assert differing(derivative(jax.numpy.asarray(x)), wanted[1], x, floor) == []


def test_jax_has_every_operation():
    for name, node in single_operations().items():
        writer = TensorWriter(backend.LIBRARY)
        lines, (result,) = writer.program(program([node]))
        space = {}
        body = function("operation(x)", [*lines, f"return {result}"])
        exec("\n\n".join([backend.IMPORTS, *backend.helpers(writer), body]), space)
        x = inside(name, GRID)
        f = jax.jit(space["operation"])
        assert differing(f(jax.numpy.asarray(x)), evaluate(node, x), x, SMALLEST) == [], name


def test_derivatives_of_every_order_are_derived():
    f = symnn.compile("softplus", backend="jax")
    second, third = (jax.grad(jax.grad(f)), jax.grad(jax.grad(jax.grad(f))))
    assert float(second(0.0)) == 0.25
    assert float(third(0.0)) == 0.0
    s = 1 / (1 + np.exp(-2.0))
    assert float(jax.jit(second)(2.0)) == pytest.approx(s * (1 - s), rel=1e-14)
    assert float(jax.jit(third)(2.0)) == pytest.approx(s * (1 - s) * (1 - 2 * s), rel=1e-14)
    value, slope = jax.jvp(f, (2.0,), (3.0,))
    assert float(value) == pytest.approx(np.log1p(np.exp(2.0)), rel=1e-15)
    assert float(slope) == pytest.approx(3 * s, rel=1e-15)


def test_types_and_shapes():
    f = symnn.compile("silu", backend="jax")
    x = jax.numpy.linspace(-6, 6, 24).reshape(4, 6)
    for dtype in ("float64", "float32", "float16", "bfloat16"):
        value = jax.jit(f)(x.astype(dtype).T)
        assert (value.dtype, value.shape) == (dtype, (6, 4))
        assert (value == f(x.astype(dtype).astype("float64").T).astype(dtype)).all()  # rounded once
        assert jax.grad(lambda v: f(v).sum())(x.astype(dtype)).dtype == dtype
    assert f(3).dtype == "float64"
    assert f(np.empty((0, 3))).shape == (0, 3)
    with pytest.raises(TypeError, match="expected real numbers"):
        f(1j)


def test_without_64_bits_the_error_says_what_to_do():
    f = symnn.compile("relu", backend="jax")
    jax.config.update("jax_enable_x64", False)
    with pytest.raises(ValueError, match="jax_enable_x64"):
        f(np.ones(3, np.float32))
    assert not jax.config.jax_enable_x64  # nothing was switched


def test_the_source_runs_on_its_own():
    f = symnn.compile("selu", backend="jax")
    assert "symnn." not in f.source
    space = {}
    exec(f.source, space)
    x = jax.numpy.linspace(-9, 9, 50)
    assert np.allclose(space["value"](x), f(x), rtol=1e-13, atol=0)
    assert np.allclose(space["derivative"](x), f.derivative(x), rtol=1e-13, atol=0)


def test_traced_parameters_are_refused_with_a_reason():
    f = symnn.compile("prelu", backend="jax")
    with pytest.raises(TypeError, match="gamma of prelu is one real number, not traced"):
        jax.grad(lambda g: f(-1.0, gamma=g))(0.5)


def test_a_missing_library_is_an_error_that_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "jax", None)
    with pytest.raises(MissingBackendError, match=r"pip install 'symnn\[jax\]'"):
        symnn.compile("relu", backend="jax")
