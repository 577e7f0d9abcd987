"""torch tensors get what the NumPy code gives, with the derived derivatives of every order, traced or at once."""

import copy
import pickle
import sys

import numpy as np
import pytest
from backend_points import differing, inside, points, single_operations

import symnn
from symnn.numeric import CompileError
from symnn.numeric.backends.extras import MissingBackendError
from symnn.numeric.backends.tensor import TensorWriter, function
from symnn.numeric.evaluate import evaluate
from symnn.numeric.forms import program

torch = pytest.importorskip("torch", reason="the extra torch is not installed")
backend = pytest.importorskip("symnn.numeric.backends.torch")
# torch's own use of what it deprecates
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning"),
]
CASES = [
    ("gelu", "accurate", {}), ("mish", "accurate", {}), ("gelu_tanh", "accurate", {}), ("tanh", "accurate", {}),
    ("elu", "accurate", {"alpha": 0.5}), ("hard_swish", "accurate", {}), ("softplus", "accurate", {}),
    ("relu", "accurate", {}), ("tanh", "fast", {}), ("softplus", "fast", {}), ("gelu", "fast", {}),
    ("mish", "fast", {}), ("logistic", "naive", {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "mode", "parameters"), CASES, ids=lambda v: v if isinstance(v, str) else "")
def test_torch_equals_numpy_at_once_and_as_operations(name, mode, parameters):
    ours, numpys = (symnn.compile(name, mode=mode, backend=b) for b in ("torch", "numpy"))
    x = points()
    given = torch.from_numpy(x).requires_grad_()
    wanted = numpys.value_and_derivative(x, **parameters)
    value = ours(given, **parameters)
    (slope,) = torch.autograd.grad(value.sum(), given)
    assert differing(value.detach(), wanted[0], x) == []
    assert differing(slope, wanted[1], x) == []
    floor = 1e-15 if mode == "fast" else 0.0  # the last digit of the largest value
    space = {}
    exec(ours.source_for(**parameters), space)
    for found, right in zip((space["value"], space["derivative"]), wanted, strict=True):
        assert differing(found(torch.from_numpy(x)), right, x, floor) == []


def test_torch_has_every_operation():
    for name, node in single_operations().items():
        writer = TensorWriter(backend.LIBRARY)
        lines, (result,) = writer.program(program([node]))
        space = {}
        body = function("operation(x)", [*lines, f"return {result}"])
        exec("\n\n".join([backend.IMPORTS, *backend.helpers(writer), body]), space)
        x = inside(name, points())
        assert differing(space["operation"](torch.from_numpy(x)), evaluate(node, x), x) == [], name


@pytest.mark.parametrize("name", ["gelu", "softplus", "elu", "hard_swish"])
def test_gradients_of_gradients_agree_with_differences(name):
    f = symnn.compile(name, backend="torch")
    x = torch.linspace(-4.03, 4.1, 24, dtype=torch.float64).requires_grad_()
    assert torch.autograd.gradcheck(f, x, check_forward_ad=True)
    assert torch.autograd.gradgradcheck(f, x)


def test_the_second_derivative_is_right_where_the_code_has_a_kink_of_its_own():
    x = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    # f″(0): softplus σ′(0) = 1/4, GELU 2φ(0), tanh 0, SiLU 1/2
    for name, wanted in (("softplus", 0.25), ("gelu", 2 / (2 * np.pi) ** 0.5), ("tanh", 0.0), ("silu", 0.5)):
        f = symnn.compile(name, backend="torch")
        (first,) = torch.autograd.grad(f(x).sum(), x, create_graph=True)
        (second,) = torch.autograd.grad(first.sum(), x, create_graph=True)
        assert second.tolist() == pytest.approx([wanted] * 3, abs=1e-15), name
        (again,) = torch.autograd.grad(f.derivative(x).sum(), x)
        assert again.tolist() == second.tolist()
    (third,) = torch.autograd.grad(second.sum(), x)  # SiLU: odd part of f″ is 0
    assert third.tolist() == [0.0] * 3


def test_types_and_strides():
    f = symnn.compile("silu", backend="torch")
    x = torch.linspace(-6, 6, 24, dtype=torch.float64).reshape(4, 6)
    for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16):
        given = x.to(dtype, copy=True).requires_grad_()
        value = f(given.T)
        assert (value.dtype, value.shape) == (dtype, (6, 4))
        assert torch.equal(value, f(given.detach().to(torch.float64).T).to(dtype))  # rounded once
        value.sum().backward()
        assert given.grad.dtype == dtype
    assert f(torch.tensor([1, 2])).dtype == torch.get_default_dtype()
    assert f(torch.tensor(1.5)).shape == ()
    assert f(torch.empty(0, 3)).shape == (0, 3)
    with pytest.raises(TypeError, match="expected real numbers"):
        f(torch.tensor([1j]))
    with pytest.raises(TypeError, match="expected a torch tensor, got list"):
        f([1.0])


def test_torch_func_transforms():
    f = symnn.compile("tanh", backend="torch")
    x = torch.linspace(-2, 2, 6, dtype=torch.float64).reshape(2, 3)
    slope = f.derivative(x)
    assert torch.equal(torch.vmap(f)(x), f(x))
    assert torch.equal(torch.vmap(f, in_dims=1, out_dims=1)(x), f(x))
    assert torch.equal(torch.vmap(torch.vmap(torch.func.grad(f)))(x), slope)
    assert torch.equal(torch.func.jacrev(f)(x[0]).diagonal(), slope[0])
    assert torch.equal(torch.func.jacfwd(f)(x[0]).diagonal(), slope[0])
    assert torch.equal(torch.func.hessian(lambda v: f(v).sum())(x[0]).diagonal(), 1 * torch.func.vmap(
        torch.func.grad(torch.func.grad(f)))(x[0]))  # fmt: skip


def test_a_module_trains_is_compiled_and_traced():
    module = symnn.compile("elu", mode="fast", backend="torch").module(alpha=0.5)
    assert "elu (alpha = 1/2)" in repr(module)
    torch.manual_seed(5)
    net = torch.nn.Sequential(torch.nn.Linear(3, 4), module, torch.nn.Linear(4, 1)).double()
    like = torch.nn.Sequential(net[0], torch.nn.ELU(0.5), net[2])
    x = torch.randn(7, 3, dtype=torch.float64)
    compiled = torch.compile(net, backend="aot_eager", fullgraph=True)
    traced = torch.jit.trace(net, x) if sys.version_info < (3, 14) else net
    other = torch.randn(5, 3, dtype=torch.float64)
    gradients = []
    for each in (like, net, compiled, traced):
        net.zero_grad()
        assert torch.allclose(each(other), like(other), rtol=1e-12, atol=0)
        each(other).square().sum().backward()
        gradients.append(torch.cat([p.grad.reshape(-1) for p in net.parameters()]))
    for found in gradients[1:]:
        assert torch.allclose(found, gradients[0], rtol=1e-12, atol=0)


def test_a_function_without_parameters_is_compiled_as_it_is():
    f = symnn.compile("relu", backend="torch")
    x = torch.tensor([-1.0, 0.0, 2.0], dtype=torch.float64)
    assert torch.compile(lambda v: f(v) + 1, backend="aot_eager", fullgraph=True)(x).tolist() == [1.0, 1.0, 3.0]


def test_parameters_that_are_tensors_are_refused_with_a_reason():
    f = symnn.compile("prelu", backend="torch")
    with pytest.raises(TypeError, match="gamma of prelu is one real number"):
        f(torch.ones(3), gamma=torch.ones(3))
    with pytest.raises(TypeError, match="gamma of prelu is one real number, not learned"):
        f(torch.ones(3), gamma=torch.ones((), requires_grad=True))


def test_a_missing_library_is_an_error_that_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingBackendError, match=r"pip install 'symnn\[torch\]'"):
        symnn.compile("relu", backend="torch")


def test_losses_are_refused():
    with pytest.raises(CompileError, match="mse: torch code is for functions of one number"):
        symnn.compile("mse", backend="torch")


def test_a_module_can_be_copied_and_pickled():
    module = symnn.compile("elu", backend="torch").module(alpha=0.5)
    at = torch.linspace(-3, 3, 11, dtype=torch.float64)
    for twin in (copy.deepcopy(module), pickle.loads(pickle.dumps(torch.nn.Sequential(module)))):
        assert torch.equal(twin(at), module(at))
