"""What does not fit is told: what, where, both values, what to do."""

import numpy as np
import pytest

import symnn
from symnn import Dense
from symnn.network import Trainer, WarmUp

NET = symnn.network([Dense(3, 4, "relu"), Dense(4, 2)], loss="cross_entropy")
X = np.ones((5, 3))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Dense(0, 3), "number of inputs of a dense layer is 0"),
        (lambda: Dense(2, 2.5), "number of outputs of a dense layer is 2.5"),
        (lambda: Dense(2, True), "is True; it has to be a whole number"),
        (lambda: Dense(2, 3, "rleu"), "'rleu' is no function of one number in the catalogue (did you mean"),
        (lambda: Dense(2, 3, "x*tanh(x)"), "'x*tanh(x)' is no function of one number in the catalogue"),
        (lambda: Dense(2, 3, "celu", {"alpha": 0}), "celu divides by its parameter: it has no values for alpha = 0"),
        (lambda: Dense(2, 3, "elu", 0.5), "given by name, as {'alpha': 0.5}, not 0.5"),
        (lambda: Dense(2, 3, "elu", [0.5]), "given by name, as {'alpha': 0.5}, not [0.5]"),
        (lambda: Dense(2, 3, "softmax"), "fused with the loss"),
        (lambda: Dense(2, 3, "mse"), "mse is a loss, no activation"),
        (lambda: Dense(2, 3, "elu", {"beta": 1.0}), "elu has no parameter 'beta'; it has: alpha"),
        (lambda: Dense(2, 3, "elu", {"alpha": np.nan}), "has to be finite"),
        (lambda: Dense(2, 3, "identity", {"alpha": 1}), "the identity has no parameters"),
        (lambda: symnn.network([], loss="mse"), "at least one layer"),
        (lambda: symnn.network(Dense(2, 3), loss="mse"), "a list of Dense"),
        (lambda: symnn.network([3], loss="mse"), "layer 1 is 3"),
        (lambda: symnn.network([Dense(2, 3), Dense(4, 1)], loss="mse"), "layer 1 gives 3 outputs, layer 2 takes 4"),
        (lambda: symnn.network([Dense(2, 3)], loss="mist"), "loss is one of cross_entropy"),
        (lambda: symnn.network([Dense(2, 3)], loss="bce"), "use binary_cross_entropy_with_logits"),
        (lambda: symnn.network([Dense(2, 3)], loss="huber", loss_parameters={"delta": 0}), "has to be positive"),
        (lambda: symnn.network([Dense(2, 3)], loss="mse", loss_parameters={"delta": 1}), "mse has no parameter"),
        (lambda: symnn.network([Dense(2, 1)], loss="cross_entropy"), "cross_entropy of one output is always 0"),
        (lambda: symnn.network([Dense(2, 3)], loss="mse", weight_decay=-1), "weight_decay is -1"),
        (lambda: symnn.network([Dense(2, 3)], loss="mse", dtype="float16"), "dtype is one of float64, float32"),
        (lambda: symnn.network([Dense(2, 3)], loss="mse", mode="quick"), "mode is one of"),
        (lambda: symnn.network([Dense(2, 3)], loss="mse", seed=-1), "seed is a whole number from 0"),
        (lambda: symnn.network([Dense(2, 3)], los="mse"), "network() has no keyword 'los'; did you mean loss?"),
        (lambda: NET.fit(X, [0] * 5, optimizer="adam"), "no keyword 'optimizer'; did you mean optimiser?"),
        (lambda: Trainer(None, "sgd"), "takes a network first, not None"),
        (lambda: Trainer(NET, "adan"), "optimiser is one of sgd"),
        (lambda: WarmUp(2, 0.5), "then of WarmUp is a function of the epoch"),
    ],
)
def test_a_network_that_cannot_be_is_refused(make, message):
    with pytest.raises((ValueError, TypeError)) as caught:
        make()
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        (np.ones((5, 4)), np.zeros(5, int), "X has the shape (5, 4); it has to be (samples, 3)"),
        (np.ones(3), np.zeros(1, int), "one sample is X[None, :]"),
        (np.ones((0, 3)), np.zeros(0, int), "X has no samples"),
        (np.ones((5, 3), complex), np.zeros(5, int), "complex128"),
        (np.full((5, 3), np.nan), np.zeros(5, int), "X at (0, 0) is nan, not a finite number"),
        (np.full((5, 3), np.inf), np.zeros(5, int), "X at (0, 0) is inf"),
        ([["a", "b", "c"]], np.zeros(1, int), "real"),
        (X, np.full(5, 2), "the label y at 0 is 2, not one of the 2 classes from 0"),
        (X, np.full(5, -1), "the label y at 0 is -1"),
        (X, np.zeros(5), "y holds whole numbers as float64; class labels are integers: y.astype(int)"),
        (X, np.array([0, 1, np.nan, 1, 0]), "the label y at 2 is nan, not one of the 2 classes from 0"),
        (X, np.array([0, 0.5, 0, 1, 0]), "the label y at 1 is 0.5, not one of the 2 classes"),
        (X, np.array([0, 1, None, 1, 0], dtype=object), "the label y at 2 is None"),
        (X, np.array([0, 1, 1, 1, 0], dtype=object), "y holds whole numbers as object; class labels are integers"),
        (X, list("abbaa"), "the label y at 0 is 'a', not one of the 2 classes from 0: np.unique(y, return_inverse"),
        (
            X,
            [[1, 0], [0, 1], [1, 0], [1, 0], [1]],
            "y cannot be made an array: row 4 has 1 entries, row 0 has 2 entries; all rows",
        ),
        (
            X,
            [[1, 0], [0, 1], [1, 0], [1, 0], 1],
            "y cannot be made an array: row 4 has a single number, row 0 has 2 entries",
        ),
        ([[1, 2, 3], [1, 2]], [0, 1], "X cannot be made an array: row 1 has 2 entries, row 0 has 3 entries"),
        (X.astype(object), np.zeros(5, int), "X is of type object, though its entries are numbers: give X.astype(fl"),
        (np.array([[1, None, 2]], dtype=object), [0], "X at (0, 1) is None, not a number"),
        (X, np.zeros(4, int), "y has the shape (4,); for 5 samples class labels have (5,)"),
        (X, np.zeros((5, 1), int), "y has the shape (5, 1)"),
        (X, np.full((5, 2), 0.4), "the sum of the probabilities y at 0 is 0.8, not 1"),
        (X, np.array([[-0.5, 1.5]] * 5), "y at (0, 0) is -0.5, not a probability"),
        (X, np.full((5, 2), np.nan), "y at (0, 0) is nan"),
    ],
)
def test_samples_and_labels_that_do_not_fit_are_refused(x, y, message):
    for ask in (NET.loss, NET.gradients):
        with pytest.raises((ValueError, TypeError)) as caught:
            ask(x, y)
        assert message in str(caught.value) or message == "real"


def test_targets_of_the_other_losses_are_checked():
    mse = symnn.network([Dense(3, 2)], loss="mse")
    with pytest.raises(ValueError, match=r"y has the shape \(5,\); it has to be \(5, 2\), a row for each sample"):
        mse.loss(X, np.zeros(5))
    bce = symnn.network([Dense(3, 1)], loss="bce_with_logits")
    with pytest.raises(ValueError, match="0, 1 or a probability between them"):
        bce.loss(X, np.full(5, 2.0))
    assert bce.loss(X, np.zeros(5, bool)) > 0


def test_numbers_that_float32_cannot_hold_are_refused():
    net = symnn.network([Dense(1, 1)], loss="mse", dtype="float32")
    with pytest.raises(ValueError, match="not a number of float32"):
        net.forward([[1e39]])


def test_a_prediction_that_is_not_finite_is_no_class():
    net = symnn.network([Dense(1, 2)], loss="cross_entropy")
    net.set_parameters([([[1e300, -1e300]], [0.0, 0.0])])
    with pytest.raises(ValueError, match="the output of sample 0 is not finite"):
        net.predict([[1e300]])


def test_an_activation_that_is_not_there_gets_no_advice_that_a_layer_refuses():
    for name in ("x*tanh(x)", "notes.md"):
        with pytest.raises(ValueError, match="activation") as caught:
            Dense(2, 3, name)
        assert "SymPy" not in str(caught.value)
        assert "softmax" not in str(caught.value)
        assert "claim" not in str(caught.value)


def test_both_names_of_the_slope_on_the_left_are_taken():
    one, two = (
        symnn.network([Dense(3, 2, "leaky_relu", {name: 0.3})], loss="mse") for name in ("gamma", "negative_slope")
    )
    assert (one.forward(-X) == two.forward(-X)).all()


def test_what_is_wrong_with_a_validation_set_is_said_of_that():
    data = (X, np.zeros(5, int))
    for held, message in (
        ((X[:, :2], data[1]), "validation X has the shape (5, 2)"),
        ((X * np.nan, data[1]), "validation X at (0, 0) is nan"),
        ((X, data[1] + 2), "the label validation y at 0 is 2"),
        ((X, np.zeros(4, int)), "validation y has the shape (4,)"),
    ):
        with pytest.raises(ValueError, match="validation") as caught:
            NET.fit(*data, validation=held)
        assert message in str(caught.value)


def test_no_samples_have_no_outputs_and_no_loss():
    assert NET.forward(np.zeros((0, 3))).shape == (0, 2)
    assert NET.predict(np.zeros((0, 3))).shape == (0,)
    assert NET.probabilities(np.zeros((0, 3))).shape == (0, 2)
    for ask in (NET.loss, NET.gradients, NET.diagnose, NET.fit):
        with pytest.raises(ValueError, match="X has no samples"):
            ask(np.zeros((0, 3)), np.zeros(0, int))


def test_a_parameter_that_is_not_finite_is_named():
    net = symnn.network([Dense(3, 4, "relu"), Dense(4, 2)], loss="cross_entropy")
    net.parameters[1].biases[1] = np.nan
    for ask in (net.predict, net.diagnose):
        with pytest.raises(ValueError, match="the bias 1 of layer 2 is nan"):
            ask(X)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (None, "parameters are a list of (W, b), one for each layer, not NoneType"),
        ({"layers.0.weights": 1}, "not dict; of a torch module give module.parameters_as_numpy()"),
        ([(np.zeros((3, 4)), np.zeros(4)), (np.zeros((4, 2)),)], "the parameters of layer 2 are (W, b), not 1 arrays"),
        ([(np.zeros((3, 4)), np.zeros(4)), 3.0], "the parameters of layer 2 are (W, b), not float"),
        (
            [([[0.0] * 4, [0.0] * 3, [0.0] * 4], [0] * 4), NET.parameters[1]],
            "the weights of layer 1 cannot be made an array: row 1",
        ),
        (
            [(np.full((3, 4), np.nan), np.zeros(4)), NET.parameters[1]],
            "the weights of layer 1: the entry at (0, 0) is nan, not a",
        ),
    ],
)
def test_what_is_no_list_of_parameters_is_refused(values, message):
    before = NET.flat.all.copy()
    with pytest.raises((ValueError, TypeError)) as caught:
        NET.set_parameters(values)
    assert message in str(caught.value)
    assert (NET.flat.all == before).all()


def test_tensors_with_a_gradient_are_no_samples_and_no_parameters():
    torch = pytest.importorskip("torch", reason="torch is not installed: make judges")
    with pytest.raises(
        TypeError, match=r"X is a tensor with a gradient, which would be lost here: give it X.detach\(\)"
    ):
        NET.forward(torch.ones((5, 3), requires_grad=True))
    with pytest.raises(TypeError, match=r"not of tensors; of a torch module give module.parameters_as_numpy\(\)"):
        NET.set_parameters(list(NET.to_torch().parameters()))
    with pytest.raises(TypeError, match="not OrderedDict; of a torch module"):
        NET.set_parameters(NET.to_torch().state_dict())


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no folder .*nowhere"):
        NET.save(tmp_path / "nowhere" / "net.npz")


def test_parameters_that_do_not_fit_are_refused_and_none_is_taken():
    net = symnn.network([Dense(1, 2), Dense(2, 1)], loss="mse")
    before = [p.copy() for layer in net.parameters for p in layer]
    with pytest.raises(ValueError, match="the weights of layer 2"):
        net.set_parameters([(np.zeros((1, 2)), np.zeros(2)), (np.zeros((1, 2)), np.zeros(1))])
    assert all((a == b).all() for a, b in zip(before, (p for layer in net.parameters for p in layer), strict=True))


def test_probabilities_are_told_apart_from_outputs():
    assert NET.probabilities(X).sum(axis=1) == pytest.approx(np.ones(5))
    with pytest.raises(ValueError, match="the loss mse has no probabilities"):
        symnn.network([Dense(3, 2)], loss="mse").probabilities(X)


HIDDEN = np.ma.masked_array(X, mask=np.eye(5, 3, dtype=bool))


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (lambda: NET.forward(HIDDEN), "X is a masked array"),
        (lambda: NET.loss(X, np.ma.masked_equal([0, 1, 1, 0, 0], 1)), "y is a masked array"),
        (lambda: NET.set_parameters([(np.ma.masked_all((3, 4)), np.zeros(4)), NET.parameters[1]]), "the weights of"),
        (lambda: symnn.losses.mse(HIDDEN, X), "the prediction is a masked array"),
        (lambda: symnn.losses.cross_entropy(X, np.ma.masked_equal([0, 1, 1, 0, 0], 1)), "the target is a masked array"),
    ],
)
def test_what_a_mask_hides_is_not_read(read, message):
    with pytest.raises(TypeError, match=message):
        read()
    assert (NET.forward(np.ma.masked_array(X)) == NET.forward(X)).all()


def test_parameters_beyond_float32_are_refused_and_none_is_changed():
    net = symnn.network([Dense(2, 2), Dense(2, 2)], loss="mse", dtype="float32")
    before = [p.copy() for layer in net.parameters for p in layer]
    large = (np.full((2, 2), 1e300), np.zeros(2))
    with pytest.raises(
        ValueError, match=r"the weights of layer 2: the entry at \(0, 0\) is 1e\+300, not a finite number of float32"
    ):
        net.set_parameters([(np.zeros((2, 2)), np.zeros(2)), large])
    assert all((a == b).all() for a, b in zip(before, (p for layer in net.parameters for p in layer), strict=True))


def test_layers_can_take_each_other_s_parameters():
    net = symnn.network([Dense(2, 2), Dense(2, 2)], loss="mse")
    first, second = ([p.copy() for p in layer] for layer in net.parameters)
    net.set_parameters([net.parameters[1], net.parameters[0]])
    found = [p for layer in net.parameters for p in layer]
    assert all((a == b).all() for a, b in zip(found, [*second, *first], strict=True))
