"""Training: updates beside torch.optim, reproducible bit by bit, early stopping, divergence, no new arrays."""

import copy
import pickle
import tracemalloc

import numpy as np
import pytest
from network_samples import blobs, small

import symnn
from symnn import Dense
from symnn.network import SGD, Adam, Cosine, DivergenceError, Epoch, Exponential, History, Stepwise, Trainer, WarmUp
from symnn.network.training import _Stopping

NO_TORCH = "torch is not installed: make judges"


def bits(net):
    return b"".join(p.tobytes() for layer in net.parameters for p in layer)


@pytest.mark.parametrize(
    ("ours", "theirs", "keywords"),
    [
        (SGD(0.1), "SGD", {"lr": 0.1}),
        (SGD(0.1, momentum=0.9), "SGD", {"lr": 0.1, "momentum": 0.9}),
        (SGD(0.1, momentum=0.9, nesterov=True), "SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
        (Adam(0.01), "Adam", {"lr": 0.01}),
        (Adam(0.01, beta1=0.5, beta2=0.9, epsilon=1e-3), "Adam", {"lr": 0.01, "betas": (0.5, 0.9), "eps": 1e-3}),
    ],
)
def test_twenty_steps_of_an_optimiser_agree_with_torch(ours, theirs, keywords):
    torch = pytest.importorskip("torch", reason=NO_TORCH)
    x, y = blobs()
    net = small()
    rows = [tuple(torch.tensor(p, requires_grad=True) for p in layer) for layer in net.parameters]
    optimiser = getattr(torch.optim, theirs)([p for pair in rows for p in pair], **keywords)
    trainer = Trainer(net, ours)
    for start in range(0, 200, 10):
        some, aims = x[start : start + 10], y[start : start + 10]
        loss = trainer.step(some, aims)
        optimiser.zero_grad()
        (w1, b1), (w2, b2) = rows
        total = torch.nn.functional.cross_entropy(
            torch.tanh(torch.tensor(some) @ w1 + b1) @ w2 + b2, torch.tensor(aims)
        )
        total.backward()
        optimiser.step()
        assert loss == pytest.approx(float(total.detach()), rel=1e-12)
    for own, their in zip(net.parameters, rows, strict=True):
        for a, b in zip(own, their, strict=True):
            truth = b.detach().numpy()
            assert np.abs(a - truth).max() / np.abs(truth).max() <= 1e-12


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("optimiser", ["sgd", "momentum", "adam"])
def test_training_is_reproducible_bit_by_bit_from_its_seed(optimiser, dtype):
    x, y = blobs()
    one, two, other = small(7, dtype=dtype), small(7, dtype=dtype), small(8, dtype=dtype)
    runs = [n.fit(x, y, epochs=3, batch_size=16, optimiser=optimiser) for n in (one, two, other)]
    assert bits(one) == bits(two) != bits(other)
    assert runs[0] == runs[1] != runs[2]
    again = [n.fit(x, y, epochs=2, batch_size=16, optimiser=optimiser) for n in (one, two)]
    assert bits(one) == bits(two)
    assert again[0] == again[1]


def test_two_trainings_in_a_row_are_one_training_of_gradient_descent():
    x, y = blobs()
    one, two = small(), small()
    one.fit(x, y, epochs=4, batch_size=16)
    two.fit(x, y, epochs=1, batch_size=16)
    two.fit(x, y, epochs=3, batch_size=16)
    assert bits(one) == bits(two)


def test_training_learns_and_says_how():
    x, y = blobs()
    net = small()
    history = net.fit(x, y, epochs=20, optimiser="adam", validation=blobs(seed=6))
    assert len(history) == 20
    assert history.loss[-1] < history.loss[0] / 2
    assert history.accuracy[-1] > 0.9
    assert history.validation_accuracy[-1] > 0.9
    assert all(len(row) == 2 and min(row) > 0 for row in history.gradient_norms)
    loss, accuracy = net.evaluate(*blobs(seed=6))
    assert (loss, accuracy) == (history.validation_loss[-1], history.validation_accuracy[-1])
    assert (net.predict(blobs(seed=6)[0]) == blobs(seed=6)[1]).mean() == accuracy
    assert "validation accuracy" in str(history)
    assert str(History()) == "no epoch"


def test_a_batch_of_all_samples_is_gradient_descent_on_the_loss():
    x, y = blobs(50)
    net = small(weight_decay=0.01)
    before, start = net.gradients(x, y), [(w.copy(), b.copy()) for w, b in net.parameters]
    value = net.loss(x, y)
    history = net.fit(x, y, epochs=1, batch_size=1000, optimiser=SGD(0.1))
    assert history.loss[0] == pytest.approx(value, rel=1e-12)
    norms = [np.sqrt((w**2).sum() + (b**2).sum()) for w, b in before]
    assert history.gradient_norms[0] == pytest.approx(norms, rel=1e-12)
    for own, old, change in zip(net.parameters, start, before, strict=True):
        for a, b, g in zip(own, old, change, strict=True):
            np.testing.assert_allclose(a, b - 0.1 * g, rtol=1e-12, atol=1e-15)


def test_early_stopping_puts_back_the_parameters_of_the_best_epoch():
    random = np.random.default_rng(0)
    x, y = blobs(60)
    y = np.where(random.random(60) < 0.3, random.integers(0, 3, 60), y)  # noise to learn by heart
    net = symnn.network([Dense(2, 64, "tanh"), Dense(64, 3)], loss="cross_entropy", seed=1)
    held = blobs(80, seed=9)
    history = net.fit(x, y, epochs=300, batch_size=8, optimiser=Adam(0.02), validation=held, patience=6)
    errors = [1 - a for a in history.validation_accuracy]
    assert history.stopped
    lowest = [k for k, e in enumerate(errors) if e == min(errors)]
    assert history.best == min(lowest, key=history.validation_loss.__getitem__)
    assert len(history) == lowest[0] + 7
    assert net.evaluate(*held) == (history.validation_loss[history.best], history.validation_accuracy[history.best])


def test_the_loss_is_monitored_where_that_is_asked_for():
    x, y = blobs(60)
    net = symnn.network([Dense(2, 64, "tanh"), Dense(64, 3)], loss="cross_entropy", seed=1)
    held = blobs(80, seed=9)
    history = net.fit(
        x, y, epochs=200, batch_size=8, optimiser=Adam(0.02), validation=held, patience=3, monitor="loss"
    )  # fmt: skip
    assert history.best == int(np.argmin(history.validation_loss))
    assert len(history) == history.best + 4
    with pytest.raises(ValueError, match="monitor is one of error, loss, not 'accuracy'"):
        small().fit(x, y, validation=held, patience=3, monitor="accuracy")
    with pytest.raises(ValueError, match="monitor='loss' needs patience"):
        small().fit(x, y, validation=held, monitor="loss")


def test_of_epochs_with_one_error_rate_that_with_the_lowest_loss_is_kept_but_not_waited_for():
    net = small()
    held = _Stopping(net, 3, "error")
    rows = [(0.9, 0.5), (0.5, 0.8), (0.4, 0.8), (0.6, 0.8), (0.1, 0.7)]
    said = []
    for k, row in enumerate(rows):
        net.parameters[0].biases[:] = k
        said.append(held.after(k, Epoch(1.0, 0.5, (1.0,), 0.1, *row)))
    assert said == [False, False, False, False, True]
    assert held.restore() == 2
    assert (net.parameters[0].biases == 2).all()


def test_a_loss_that_is_not_finite_is_no_better_one():
    held = _Stopping(small(), 2, "error")
    rows = [(np.nan, 0.5), (0.3, 0.5), (np.nan, 0.5), (0.2, 0.4)]
    said = [held.after(k, Epoch(1.0, 0.5, (1.0,), 0.1, *row)) for k, row in enumerate(rows)]
    assert said == [False, False, True, True]
    assert held.restore() == 1


def test_an_interruption_keeps_the_epochs_before_it():
    def schedule(epoch):
        if epoch == 3:
            raise KeyboardInterrupt
        return 1.0

    with pytest.raises(KeyboardInterrupt) as caught:
        small().fit(*blobs(), epochs=9, schedule=schedule)
    assert len(caught.value.history) == 3


def test_a_training_of_parameters_that_are_not_finite_names_the_first_of_them():
    net = small()
    net.parameters[1].weights[2, 1] = np.nan
    before = bits(net)
    with pytest.raises(DivergenceError, match=r"before the training the weight \(2, 1\) of layer 2 is nan"):
        net.fit(*blobs())
    with pytest.raises(DivergenceError, match=r"the loss is nan, since the weight \(2, 1\) of layer 2 is nan"):
        Trainer(net, SGD(0.1)).step(*blobs())
    assert bits(net) == before


def test_patience_counts_the_loss_where_there_is_no_error_rate():
    random = np.random.default_rng(2)
    x = random.normal(size=(40, 3))
    net = symnn.network([Dense(3, 8, "relu"), Dense(8, 1)], loss="mse")
    history = net.fit(x, random.normal(size=40), epochs=400, validation=0.25, patience=3, optimiser=SGD(0.05))
    assert history.stopped
    assert history.best == int(np.argmin(history.validation_loss))
    assert history.accuracy[0] is None


def test_a_share_of_the_samples_set_apart_is_drawn_from_the_seed():
    x, y = blobs()
    runs = [small(s).fit(x, y, epochs=1, validation=0.2).validation_loss for s in (0, 0, 1)]
    assert runs[0] == runs[1] != runs[2]


def test_schedules_are_factors_of_the_rate():
    x, y = blobs(32)
    history = small().fit(x, y, epochs=4, optimiser=SGD(0.2), schedule=Exponential(0.5))
    assert [e.rate for e in history.epochs] == [0.2, 0.1, 0.05, 0.025]
    assert [Stepwise(2)(e) for e in range(4)] == [1, 1, 0.1, 0.1]
    assert [Cosine(4, 0.2)(e) for e in (0, 2, 4, 9)] == pytest.approx([1, 0.6, 0.2, 0.2])
    assert [WarmUp(1, Stepwise(1))(e) for e in range(3)] == [0.5, 1, 0.1]
    with pytest.raises(ValueError, match="the schedule gives -1"):
        small().fit(x, y, schedule=lambda _: -1)


def test_a_training_that_diverges_stops_and_says_so():
    x, y = blobs()
    net = symnn.network([Dense(2, 8, "relu"), Dense(8, 1)], loss="mse")
    with pytest.raises(
        DivergenceError, match=r"the training diverges; take a smaller learning rate than 1e\+06"
    ) as caught:
        net.fit(x, y.astype(float), epochs=50, optimiser=SGD(1e6))
    assert "epoch" in str(caught.value)
    trainer = Trainer(small(), SGD(0.1))
    trainer.net.parameters[0].weights[...] = np.nan
    with pytest.raises(DivergenceError, match="the loss is nan"):
        trainer.step(x, y)


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"epochs": 0}, "epochs is 0; it has to be at least 1"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"patience": 3}, "patience needs validation"),
        ({"validation": 1.5}, "it is a share between 0 and 1"),
        ({"validation": np.ones((3, 2))}, "validation is (X, y) or a share"),
        ({"optimiser": "adan"}, "optimiser is one of sgd, momentum, adam"),
        ({"progress": "x"}, "progress is True, False or None, not 'x'"),
        ({"optimiser": 3}, "optimiser is one of sgd, momentum, adam"),
    ],
)
def test_what_fit_cannot_do_is_refused(keywords, message):
    with pytest.raises((ValueError, TypeError)) as caught:
        small().fit(*blobs(), **keywords)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "make", [lambda: SGD(0), lambda: SGD(momentum=1), lambda: Adam(beta1=1), lambda: SGD(nesterov=True)]
)
def test_optimisers_check_their_numbers(make):
    with pytest.raises(ValueError, match=r"has to be|needs a momentum"):
        make()


@pytest.mark.parametrize("optimiser", [SGD(0.01), SGD(0.01, momentum=0.9), Adam()])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", ["relu", "tanh", "gelu", "silu"])
def test_no_array_is_made_in_a_step_after_the_first(name, dtype, optimiser):
    net = symnn.network([Dense(64, 128, name), Dense(128, 64, name), Dense(64, 10)], loss="cross_entropy", dtype=dtype)
    random = np.random.default_rng(0)
    x, t = random.normal(size=(128, 64)).astype(dtype), random.integers(0, 10, 128)
    trainer = Trainer(net, optimiser)
    for _ in range(2):
        trainer.advance(x, t, "classes")
    tracemalloc.start()
    try:
        trainer.advance(x, t, "classes")
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        trainer.advance(x, t, "classes")
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 2_000  # Python objects
    assert peak - before < 16_000  # the smallest buffer of a layer has 128 · 64 numbers: 32,768 bytes in float32


def test_a_progress_bar_is_shown_on_the_error_stream(capsys):
    small().fit(*blobs(), epochs=2, progress=True)
    out = capsys.readouterr()
    assert not out.out
    assert "2/2" in out.err
    small().fit(*blobs(), epochs=2)
    assert not capsys.readouterr().err


@pytest.mark.parametrize("copied", [copy.deepcopy, copy.copy, lambda net: pickle.loads(pickle.dumps(net))])
def test_a_copy_of_a_network_trains_like_the_network_and_apart_from_it(copied):
    x, y = blobs()
    net = small()
    net.fit(x, y, epochs=2)
    before, twin = bits(net), copied(net)
    assert bits(twin) == before
    twin.fit(x, y, epochs=2)
    assert bits(net) == before != bits(twin)
    net.fit(x, y, epochs=2)
    assert bits(net) == bits(twin)
    assert (twin.forward(x) == net.forward(x)).all()


def test_a_last_step_that_leaves_no_finite_parameters_is_a_divergence():
    x, y = blobs()
    net = symnn.network([Dense(2, 3)], loss="cross_entropy")
    with pytest.raises(
        DivergenceError, match=r"epoch 1: the parameters are no longer finite: the weight .* take a smaller"
    ):
        net.fit(x * 1e10, y, epochs=1, batch_size=len(x), optimiser=SGD(1e308))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Cosine(0), "epochs of Cosine is 0; it has to be a whole number from 1"),
        (lambda: Cosine(-3), "epochs of Cosine is -3"),
        (lambda: Cosine(5, -1.0), "least of Cosine is -1.0"),
        (lambda: Exponential(float("nan")), "the factor of Exponential is nan"),
        (lambda: Stepwise(0), "every of Stepwise is 0"),
        (lambda: Stepwise([3]), r"every of Stepwise is \[3\]"),
        (lambda: WarmUp(-1), "epochs of WarmUp is -1; it has to be a whole number from 0"),
    ],
)
def test_schedules_check_their_numbers(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"optimiser": Adam}, "optimiser is one of sgd, momentum, adam"),
        ({"schedule": Cosine}, "schedule is a function of the epoch"),
        ({"schedule": lambda _: "a"}, "the schedule gives 'a' in epoch 0; a factor is a number"),
    ],
)
def test_a_class_or_a_text_in_the_place_of_an_optimiser_or_a_factor_is_refused(keywords, message):
    with pytest.raises(TypeError, match=message):
        small().fit(*blobs(), **keywords)


def test_numbers_of_numpy_are_numbers(tmp_path):
    x, y = blobs()
    net = small()
    history = net.fit(
        x, y, epochs=np.int64(2), optimiser=SGD(np.float32(0.1)), validation=np.float32(0.25),
        schedule=Cosine(2, np.float32(0.5)),
    )  # fmt: skip
    history.save(tmp_path / "history.json")
    assert History.load(tmp_path / "history.json") == history


@pytest.mark.parametrize("factor", [np.nan, -1.0, np.inf, "a"])
def test_a_step_with_a_factor_that_is_none_changes_nothing(factor):
    trainer = Trainer(small(), SGD(0.1))
    before = bits(trainer.net)
    with pytest.raises((ValueError, TypeError), match="factor is"):
        trainer.step(*blobs(), factor)
    assert bits(trainer.net) == before


@pytest.mark.parametrize("copied", [copy.deepcopy, pickle.dumps])
def test_a_trainer_is_not_copied_away_from_its_network(copied):
    with pytest.raises(TypeError, match="copy or pickle the network, and make another"):
        copied(Trainer(small(), SGD(0.1)))
