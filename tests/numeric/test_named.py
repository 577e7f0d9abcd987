"""Softmax and the losses by name: one surface, torch's names where they mean the same, statements of the documents."""

import copy
import pickle
import re
from pathlib import Path

import numpy as np
import pytest

import symnn
from symnn.numeric import CompileError
from symnn.numeric.named import ALIASES, LOSSES, REFUSED, ROWS, NamedLoss, RowFunction
from symnn.numeric.statements import STATEMENTS

ROOT = Path(__file__).resolve().parents[2]
RANDOM = np.random.default_rng(31)
LOGITS = 3 * RANDOM.normal(size=(6, 5))
CLASSES = RANDOM.integers(0, 5, 6)
WEIGHTS = RANDOM.dirichlet(np.ones(5), 6)
P, Y = RANDOM.uniform(0.01, 0.99, (2, 6, 5))
SIGNS = np.sign(LOGITS)
# name of torch.nn.functional -> arguments, keywords
LIKE_TORCH = {
    "cross_entropy": [(LOGITS, CLASSES), (LOGITS, WEIGHTS)],
    "nll_loss": [(np.log(WEIGHTS), CLASSES)],
    "binary_cross_entropy": [(P, Y)],
    "binary_cross_entropy_with_logits": [(LOGITS, Y)],
    "mse_loss": [(LOGITS, Y)],
    "l1_loss": [(LOGITS, Y)],
    "huber_loss": [(LOGITS, Y)],
}
ACTIVATIONS = """sigmoid tanh relu relu6 leaky_relu elu selu celu softplus logsigmoid silu gelu mish softsign hardtanh
hardsigmoid hardswish hardshrink softshrink tanhshrink""".split()
SURFACE = {
    "cross_entropy": (LOGITS, CLASSES), "cross_entropy_of_probabilities": (WEIGHTS, CLASSES),
    "nll": (np.log(WEIGHTS), CLASSES), "kl_divergence": (WEIGHTS, WEIGHTS[::-1]), "binary_cross_entropy": (P, Y),
    "binary_cross_entropy_with_logits": (LOGITS, Y), "mse": (LOGITS, Y), "mae": (LOGITS, Y), "huber": (LOGITS, Y),
    "hinge": (LOGITS, SIGNS),
}  # fmt: skip


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("mode", ["accurate", "fast"])
def test_every_loss_has_one_surface(name, mode):
    f = symnn.compile(name, mode=mode)
    arguments = SURFACE[name]
    value, slope = f.value_and_gradient(*arguments)
    assert (f.name, f.mode) == (name, mode)
    assert f(*arguments) == value
    assert np.array_equal(f.gradient(*arguments), slope)
    assert np.array_equal(f.derivative(*arguments), slope)
    assert np.array_equal(f.value_and_derivative(*arguments)[1], slope)
    out = np.empty_like(slope)
    assert f.gradient(*arguments, out=out) is out
    assert f(*arguments, reduction="sum") == pytest.approx(f(*arguments, reduction="none").sum())


@pytest.mark.parametrize("name", ROWS)
def test_softmax_has_a_vector_jacobian_product_that_differences_confirm(name):
    f = symnn.compile(name)
    assert isinstance(f, RowFunction)
    upstream, step = RANDOM.normal(size=LOGITS.shape), 1e-6
    found = f.vjp(LOGITS, upstream)
    for i, k in np.ndindex(*LOGITS.shape):
        moved = np.zeros_like(LOGITS)
        moved[i, k] = step
        difference = (upstream * (f(LOGITS + moved) - f(LOGITS - moved))).sum() / (2 * step)
        assert found[i, k] == pytest.approx(difference, abs=1e-8)


def test_a_parameter_of_a_loss_is_a_keyword():
    f = symnn.compile("huber_loss")
    assert isinstance(f, NamedLoss)
    assert f.parameters == {"delta": 1.0}
    assert f([5.0], [0.0], delta=2.0) == 8.0
    assert f.gradient([5.0], [0.0], delta=2.0).tolist() == [2.0]
    with pytest.raises(TypeError, match="huber has no parameter 'beta'; it has: delta"):
        f([5.0], [0.0], beta=2.0)
    with pytest.raises(TypeError, match="mse has no parameter 'delta'; it has: none"):
        symnn.compile("mse")([5.0], [0.0], delta=2.0)


@pytest.mark.parametrize("name", LIKE_TORCH)
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_a_name_of_torch_means_what_it_means_there(name, reduction):
    torch = pytest.importorskip("torch", reason="torch is not installed: make judges")
    f = symnn.compile(name)
    for prediction, target in LIKE_TORCH[name]:
        x = torch.tensor(prediction, requires_grad=True)
        truth = getattr(torch.nn.functional, name)(x, torch.tensor(target), reduction=reduction)
        truth.sum().backward()
        value, slope = f.value_and_gradient(prediction, target, reduction=reduction)
        assert np.allclose(value, truth.detach().numpy(), rtol=1e-12, atol=1e-14)
        assert np.allclose(slope, x.grad.numpy(), rtol=1e-10, atol=1e-12)


def test_the_mean_of_cross_entropy_over_further_dimensions_is_that_of_torch():
    torch = pytest.importorskip("torch", reason="torch is not installed: make judges")
    logits = RANDOM.normal(size=(4, 5, 3))
    target = RANDOM.integers(0, 5, (4, 3))
    truth = torch.nn.functional.cross_entropy(torch.tensor(logits), torch.tensor(target))
    assert symnn.compile("cross_entropy")(logits, target, axis=1) == pytest.approx(float(truth), rel=1e-13)


@pytest.mark.parametrize("name", ROWS)
def test_the_row_functions_are_those_of_torch(name):
    torch = pytest.importorskip("torch", reason="torch is not installed: make judges")
    truth = getattr(torch.nn.functional, name)(torch.tensor(LOGITS), dim=0).numpy()
    assert np.allclose(symnn.compile(name)(LOGITS, axis=0), truth, rtol=1e-13)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_of_torch_is_the_function_of_that_name(name):
    torch = pytest.importorskip("torch", reason="torch is not installed: make judges")
    function = getattr(torch.nn.functional, name, None) or getattr(torch, name)
    kinks = np.array([-3, -1, -0.5, 0, 0.5, 1, 3, 6.0])
    points = np.concatenate([np.linspace(-8, 8, 101), kinks])
    x = torch.tensor(points, requires_grad=True)
    truth = function(x)
    truth.sum().backward()
    value, slope = symnn.compile(name).value_and_derivative(points)
    assert np.allclose(value, truth.detach().numpy(), rtol=1e-12, atol=1e-14)
    smooth = points != -3 if name == "hardswish" else np.isfinite(points)  # there torch has 0, the catalogue -1/2
    digits = 1e-7 if name == "hardsigmoid" else 1e-12  # torch has 1/6 in single precision
    assert np.allclose(slope[smooth], x.grad.numpy()[smooth], rtol=digits, atol=1e-14)


@pytest.mark.parametrize("name", [*REFUSED, "KL-div", "SmoothL1Loss"])
def test_a_name_with_another_meaning_elsewhere_is_refused_with_what_to_write(name):
    with pytest.raises(CompileError, match=r"kl_divergence takes|cross_entropy takes logits|huber with delta"):
        symnn.compile(name)


def test_naive_losses_variables_and_single_numbers_are_refused():
    with pytest.raises(CompileError, match="mse: the naive mode is for functions of one number"):
        symnn.compile("mse", mode="naive")
    with pytest.raises(ValueError, match="a named function knows its own"):
        symnn.compile("softmax", variable="x")
    with pytest.raises(CompileError, match=r"softmax is no function of one number: see symnn\.losses"):
        symnn.check_gradients("softmax")
    with pytest.raises(CompileError, match="of rows and targets: softmax, log_softmax, cross_entropy"):
        symnn.compile("quux")


def test_the_public_module_holds_every_one_of_them_under_its_name():
    assert set(symnn.losses.__all__) == {*ROWS, *LOSSES}
    assert all(getattr(symnn.losses, name).name == name for name in symnn.losses.__all__)
    assert symnn.losses.cross_entropy(LOGITS, CLASSES) == symnn.compile("cross_entropy")(LOGITS, CLASSES)


def test_every_alias_can_be_named():
    assert {symnn.compile(a).name for a in ALIASES} <= set(LOSSES)


def test_the_statements_of_the_certificates_are_those_of_the_documents():
    for name, (file, statement) in STATEMENTS.items():
        text = (ROOT / file).read_text(encoding="utf-8")
        found = re.search(rf"(?s)<!-- @claim {name}[ >].*?```math\n(.*?)\n```", text)
        assert found is not None, name
        assert found[1] == statement


def test_a_certificate_lists_where_its_claims_stand():
    used = set()
    for name in (*ROWS, *LOSSES):
        f = symnn.compile(name)
        used |= set(f.claims)
        assert [place.partition("#")[2] for place, _ in f.certificate.claims] == list(f.claims)
    assert used == set(STATEMENTS)
    assert "derivations/numbers.md#softmax-vjp: " in str(symnn.compile("softmax").certificate)
    assert str(symnn.compile("nll").certificate) == "nll: computed as it is defined"


@pytest.mark.parametrize("name", symnn.losses.__all__)
def test_a_loss_can_be_pickled_and_copied(name):
    own = getattr(symnn.losses, name)
    given = [np.ones((1, 1))] * (1 if "softmax" in name else 2)
    for other in (pickle.loads(pickle.dumps(own)), copy.deepcopy(own)):
        assert np.array_equal(other(*given), own(*given))
