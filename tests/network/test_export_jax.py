"""A network as pure functions of jax: vmap, pmap, forward mode, training, errors."""

import numpy as np
import pytest
from network_exports import SECOND, error, small, straight


@pytest.mark.parametrize(("loss", "z", "aim", "wanted"), SECOND)
def test_second_derivatives_of_losses_in_jax(jax, loss, z, aim, wanted):
    apply, params = straight(loss, len(z)).to_jax()
    found = jax.jit(jax.hessian(lambda v: apply.loss(params, v[None, :], np.array(aim))))(np.array(z))
    np.testing.assert_allclose(found, wanted, rtol=1e-15)


def test_the_jax_functions_work_under_vmap_and_pmap(jax):
    net, x, y = small()
    apply, params = net.to_jax()
    one = jax.grad(lambda p, a, b: apply.loss(p, a[None, :], b[None]))
    rows = jax.jit(jax.vmap(one, (None, 0, 0)))(params, x, y)
    for k in range(len(x)):
        assert error(rows[0].weights[k], net.gradients(x[k : k + 1], y[k : k + 1])[0].weights) <= 1e-12
    each = jax.pmap(jax.value_and_grad(apply.loss), in_axes=(None, 0, 0))(params, x[None], y[None])
    assert error(each[0][0], net.loss(x, y)) <= 1e-12
    assert error(each[1][0].weights[0], net.gradients(x, y)[0].weights) <= 1e-12


def test_forward_mode_gives_the_directional_derivative(jax):
    net, x, y = small()
    apply, params = net.to_jax()
    _, slope = jax.jvp(lambda p: apply.loss(p, x, y), (params,), (params,))
    wanted = sum((p * d).sum() for own, by in zip(net.parameters, net.gradients(x, y), strict=True)
                 for p, d in zip(own, by, strict=True))  # fmt: skip
    assert float(slope) == pytest.approx(wanted, rel=1e-12)


def test_trained_jax_parameters_go_back_into_the_network(jax):
    net, x, y = small()
    apply, params = net.to_jax()
    step = jax.jit(lambda p: jax.tree.map(lambda a, d: a - 0.1 * d, p, jax.grad(apply.loss)(p, x, y)))
    params = step(step(params))
    before = net.loss(x, y)
    net.set_parameters(params)
    assert net.loss(x, y) < before
    assert error(apply(params, x), net.forward(x)) <= 1e-12


def test_wrong_targets_in_jax(jax):
    net, x, y = small()
    apply, params = net.to_jax()
    wrong = np.array([7, *y[1:]])
    with pytest.raises(ValueError, match="the label y at 0 is 7, not one of the 3 classes from 0"):
        apply.loss(params, x, wrong)
    value, rows = jax.jit(jax.value_and_grad(apply.loss))(params, x, wrong)
    assert np.isnan(value)
    assert np.isnan(rows[0].weights).all()
    with pytest.raises(ValueError, match="y holds float64; class labels are whole numbers"):
        apply.loss(params, x, y.astype(float))
    with pytest.raises(ValueError, match=r"one sample is X\[None, :\]"):
        apply(params, x[0])
    with pytest.raises(ValueError, match="the targets are constants"):
        jax.grad(apply.loss, argnums=2)(params, x, np.full((len(x), 3), 1 / 3))
    with pytest.raises(ValueError, match="there are 2 layers, but parameters of 1"):
        apply(params[:1], x)


@pytest.mark.parametrize("wrong", [[[0.5, 0.6, 0.1]], [[1.5, -0.5, 0.0]]])
def test_what_are_no_probabilities_poisons_a_traced_loss(jax, wrong):
    apply, params = small()[0].to_jax()
    assert np.isnan(jax.jit(apply.loss)(params, np.ones((1, 6)), np.array(wrong)))


def test_binary_targets_beyond_one_poison_a_traced_loss(jax):
    apply, params = small("binary_cross_entropy_with_logits")[0].to_jax()
    assert np.isnan(jax.jit(apply.loss)(params, np.ones((1, 6)), np.array([[0.0, 1.0, -1.0]])))


def test_without_64_bits_jax_says_what_to_do(jax):
    net, x, y = small(dtype="float32")
    apply, params = net.to_jax()
    jax.config.update("jax_enable_x64", False)
    for call in (net.to_jax, lambda: apply(params, x), lambda: apply.loss(params, x, y)):
        with pytest.raises(ValueError, match="jax_enable_x64"):
            call()
