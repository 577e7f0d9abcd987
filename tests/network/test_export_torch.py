"""A network as an ``nn.Module``: training, state, copies, compilers, parallel training, ``torch.func``, errors."""

import copy
import pickle

import numpy as np
import pytest
from network_exports import CASES, SECOND, data, error, small, straight

import symnn
from symnn import Dense

# torch's own use of what it deprecates
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning"),
]


@pytest.mark.parametrize(("loss", "z", "aim", "wanted"), SECOND)
def test_second_derivatives_of_losses_are_right_also_at_ties_of_the_largest(torch, loss, z, aim, wanted):
    module = straight(loss, len(z)).to_torch()
    y = torch.tensor(aim)
    found = torch.autograd.functional.hessian(lambda v: module.loss(v[None, :], y), torch.tensor(z).double())
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-15)
    forward = torch.func.hessian(lambda v: module.loss(v[None, :], y))(torch.tensor(z).double())
    np.testing.assert_allclose(forward.detach().numpy(), wanted, rtol=1e-15)


def test_the_module_has_parameters_of_its_own(torch):
    net, x, _ = small()
    before = net.forward(x)
    module = net.to_torch()
    assert [n for n, _ in module.named_parameters()] == [
        f"layers.{k}.{p}" for k in (0, 1) for p in ("weights", "biases")
    ]
    with torch.no_grad():
        for p in module.parameters():
            p.add_(1.0)
    np.testing.assert_array_equal(net.forward(x), before)


def test_trained_parameters_go_back_into_the_network(torch):
    net, x, y = small()
    module = net.to_torch()
    optimiser = torch.optim.SGD(module.parameters(), lr=0.1)
    for _ in range(3):
        optimiser.zero_grad()
        module.loss(torch.tensor(x), torch.tensor(y)).backward()
        optimiser.step()
        for own, change in zip(net.parameters, net.gradients(x, y), strict=True):
            for p, d in zip(own, change, strict=True):
                p -= 0.1 * d
    wanted = net.forward(x)
    assert error(module(torch.tensor(x)).detach(), wanted) <= 1e-12
    net.set_parameters(module.parameters_as_numpy())
    np.testing.assert_allclose(net.forward(x), wanted, rtol=1e-12)


def test_state_copies_and_pickles_give_the_same_module(torch):
    net, x, _ = small()
    module, other = net.to_torch(), small(seed=9)[0].to_torch()
    wanted = module(torch.tensor(x))
    other.load_state_dict(module.state_dict())
    for each in (other, copy.deepcopy(module), pickle.loads(pickle.dumps(module))):
        assert torch.equal(each(torch.tensor(x)), wanted)


@pytest.mark.parametrize(("loss", "kind", "parameters"), CASES)
def test_compiled_modules_give_the_same_without_a_break(torch, loss, kind, parameters):
    layers = [Dense(6, 8, "elu", {"alpha": 0.5}), Dense(8, 3)]
    net = symnn.network(layers, loss=loss, loss_parameters=parameters, weight_decay=0.02)
    x, y = data(6, 3, kind, loss)
    module = net.to_torch()
    compiled = torch.compile(module, backend="aot_eager", fullgraph=True)
    value = compiled(torch.tensor(x), torch.tensor(y))
    value.backward()
    assert error(value.detach(), net.loss(x, y)) <= 1e-12
    for layer, wanted in zip(module.layers, net.gradients(x, y), strict=True):
        assert error(layer.weights.grad, wanted.weights) <= 1e-12
        assert error(layer.biases.grad, wanted.biases) <= 1e-12


def test_distributed_data_parallel_gives_the_gradients_of_the_network(torch):
    net, x, y = small()
    group = torch.distributed
    group.init_process_group("gloo", store=group.HashStore(), rank=0, world_size=1)
    try:
        module = torch.nn.parallel.DistributedDataParallel(net.to_torch())
        module(torch.tensor(x), torch.tensor(y)).backward()
        rows = [k.weights.grad for k in module.module.layers]
    finally:
        group.destroy_process_group()
    assert max(error(a, b.weights) for a, b in zip(rows, net.gradients(x, y), strict=True)) <= 1e-12


def test_gradients_of_single_samples_by_vmap_in_torch(torch):
    net, x, y = small()
    module = net.to_torch()
    params = {n: p.detach() for n, p in module.named_parameters()}

    def loss(p, one, aim):
        return torch.func.functional_call(module, p, (one[None, :], aim[None]))

    rows = torch.func.vmap(torch.func.grad(loss), (None, 0, 0))(params, torch.tensor(x), torch.tensor(y))
    for k in range(len(x)):
        wanted = net.gradients(x[k : k + 1], y[k : k + 1])[0].weights
        assert error(rows["layers.0.weights"][k], wanted) <= 1e-12


def test_wrong_targets_are_refused_and_poison_what_is_traced(torch):
    net, x, y = small()
    module = net.to_torch()
    given = torch.tensor(x)
    wrong = torch.tensor([7, *y[1:]])
    with pytest.raises(ValueError, match="the label y at 0 is 7, not one of the 3 classes from 0"):
        module.loss(given, wrong)
    compiled = torch.compile(module, backend="eager", fullgraph=True)
    assert compiled(given, wrong).isnan()
    with pytest.raises(ValueError, match="y holds float64; class labels are whole numbers"):
        module.loss(given, torch.tensor(y).double())
    with pytest.raises(ValueError, match="y has the shape"):
        module.loss(given, torch.tensor(y)[:3])
    with pytest.raises(ValueError, match=r"one sample is X\[None, :\]"):
        module(given[0])
    with pytest.raises(ValueError, match="the targets are constants"):
        module.loss(given, torch.full((len(x), 3), 1 / 3, dtype=torch.float64, requires_grad=True))
    with pytest.raises(TypeError, match="X is a torch tensor, not ndarray"):
        module(x)
