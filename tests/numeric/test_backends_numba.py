"""numba's loops give what the NumPy code gives: every operation, patches, tables, points, ends, types."""

import threading

import numpy as np
import pytest
from backend_points import differing, inside, points, single_operations

import symnn
from symnn.numeric.backends import numba as backend
from symnn.numeric.backends import vector_math
from symnn.numeric.backends.extras import MissingBackendError
from symnn.numeric.backends.scalar import Writer
from symnn.numeric.evaluate import evaluate
from symnn.numeric.forms import program

numba = pytest.importorskip("numba", reason="the extra numba is not installed")
# name, mode, parameters: every kind of patch, table and exponent, kinks, saturation, the parameters of ELU
CASES = [
    ("gelu", "accurate", {}), ("mish", "accurate", {}), ("gelu_tanh", "accurate", {}), ("tanh", "accurate", {}),
    ("elu", "accurate", {"alpha": 0.5}), ("hard_swish", "accurate", {}), ("softplus", "accurate", {}),
    ("tanh", "fast", {}), ("softplus", "fast", {}), ("gelu", "fast", {}), ("mish", "fast", {}),
    ("logistic", "fast", {}), ("logistic", "naive", {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "mode", "parameters"), CASES, ids=lambda v: v if isinstance(v, str) else "")
def test_numba_equals_numpy(name, mode, parameters):
    ours, numpys = (symnn.compile(name, mode=mode, backend=b) for b in ("numba", "numpy"))
    x = points()
    wanted = numpys.value_and_derivative(x, **parameters)
    found = ours.value_and_derivative(x, **parameters)
    floor = 1e-15 if mode == "fast" else 0.0  # the last digit of the largest value
    for a, b in zip(found, wanted, strict=True):
        assert differing(a, b, x, floor) == []
    if mode == "accurate":
        assert differing(ours(x, **parameters), wanted[0], x) == []
        assert differing(ours.derivative(x, **parameters), wanted[1], x) == []


def test_numba_has_every_operation():
    for name, node in single_operations().items():
        writer = Writer(backend.language(backend.OPERATIONS))
        lines, (result,) = writer.program(program([node]), "t")
        space = backend.executed(writer, [("operation", [*lines, f"return {result}"])])
        x = inside(name, points())
        found = np.array([space["operation"](v) for v in x])
        assert differing(found, evaluate(node, x), x) == [], name


@pytest.mark.parametrize("name", vector_math.ERRORS)
def test_vector_functions_stay_below_their_stated_errors(name):
    writer = Writer(backend.language({**backend.OPERATIONS, **backend.VECTOR}))
    space = backend.executed(writer, [("loop", [f"return np.array([{name}(v) for v in x])"])], vector=True)
    random = np.random.default_rng(77)
    x = np.concatenate(
        [random.uniform(-745, 709.7, 20_000), random.normal(0, 3, 50_000), random.uniform(-1, 1, 50_000)]
    )
    x = np.concatenate([x, np.exp(random.uniform(-700, 5, 20_000)), -np.exp(random.uniform(-700, 3, 20_000))])
    library = {"exponential": np.exp, "exponential_minus_one": np.expm1, "hyperbolic_tangent": np.tanh}
    exact = library.get(name, np.log1p)
    x = x[x > -0.999] if exact is np.log1p else x
    with np.errstate(all="ignore"):
        wanted = exact(x.astype(np.longdouble))
        error = np.abs(space["loop"](x) - wanted) / np.spacing(np.abs(wanted.astype(np.float64)))
    assert float(error.max()) <= vector_math.ERRORS[name]
    ends = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, -1.0, 709.78, 709.79, -745.2, 5e-324, 1e300, -1e300])
    with np.errstate(all="ignore"):
        at_ends = exact(ends)
    assert differing(space["loop"](ends), at_ends, ends) == []
    zero = np.signbit(space["loop"](np.array([0.0, -0.0])))
    assert exact is np.exp or zero.tolist() == [False, True]


def test_types_shapes_and_out_are_those_of_numpy():
    ours, numpys = (symnn.compile("softplus", mode="fast", backend=b) for b in ("numba", "numpy"))
    x = np.linspace(-20, 20, 24).reshape(2, 3, 4)
    for dtype in (np.float16, np.float32, np.float64):
        given = x.astype(dtype)
        for view in (given, given.T, given[:, ::2], given[0, 0, 0]):
            found, wanted = ours.value_and_derivative(view), numpys.value_and_derivative(view)
            for a, b in zip(found, wanted, strict=True):
                assert (a.dtype, a.shape) == (b.dtype, b.shape)
                assert np.allclose(a, b, rtol=2 * float(np.finfo(dtype).eps), atol=0)
    out = np.empty_like(x)
    assert ours(x, out=out) is out
    assert np.array_equal(ours(x.copy(), out=x), out)  # in place
    assert isinstance(ours(1), np.float64)
    assert ours(np.empty((0, 3))).shape == (0, 3)
    with pytest.raises(TypeError, match="expected real numbers"):
        ours(np.array([1j]))
    with pytest.raises(ValueError, match="out has to be an array"):
        ours(x, out=np.empty(3))


def test_the_source_runs_on_its_own():
    f = symnn.compile("gelu", mode="accurate", backend="numba")
    assert "symnn." not in f.source
    space = {}
    exec(f.source, space)
    x = np.linspace(-9, 9, 50)
    value, slope = space["value_and_derivative"](x)
    assert np.array_equal(value, f(x))
    assert np.array_equal(space["derivative"](x), slope)
    assert f.certificate.rewritings == symnn.compile("gelu").certificate.rewritings


def test_arrays_beside_each_other_are_computed_apart_in_several_threads():
    f = symnn.compile("logistic", mode="fast", backend="numba")
    room = np.zeros(40_000)
    room[:10_000] = np.linspace(-5, 5, 10_000)
    wanted = f(room[:10_000].copy())
    parts = [room[k * 10_000 : (k + 1) * 10_000] for k in (1, 2, 3)]
    threads = [threading.Thread(target=f, args=(room[:10_000],), kwargs={"out": part}) for part in parts]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for part in parts:
        assert np.array_equal(part, wanted)


def test_array_parameters_are_refused_with_a_reason():
    f = symnn.compile("prelu", backend="numba")
    with pytest.raises(TypeError, match="gamma of prelu is one real number"):
        f(np.ones(3), gamma=np.ones(3))


def test_a_missing_library_is_an_error_that_names_the_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "numba", None)
    with pytest.raises(MissingBackendError, match=r"pip install 'symnn\[numba\]'"):
        symnn.compile("relu", backend="numba")


def test_losses_and_unknown_backends_are_refused():
    with pytest.raises(symnn.numeric.CompileError, match="softmax: numba code is for functions of one number"):
        symnn.compile("softmax", backend="numba")
    with pytest.raises(ValueError, match="backend is one of numpy, numba"):
        symnn.compile("relu", backend="tensorflow")
