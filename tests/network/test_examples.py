"""Networks on the data that scikit-learn ships; every sample is held out once, so that no lucky split counts."""

import numpy as np
import pytest

import symnn
from symnn import Dense
from symnn.network import SGD, Adam, Cosine

datasets = pytest.importorskip("sklearn.datasets", reason="scikit-learn is not installed: make test-learn")
FOLDS = 4


def folds(x, y, seed=0):
    """(training X, y, held-out X, y) of each fold; the columns are scaled by what the training samples say."""
    parts = np.array_split(np.random.default_rng(seed).permutation(len(x)), FOLDS)
    for k, held in enumerate(parts):
        rest = np.concatenate(parts[:k] + parts[k + 1 :])
        mean, deviation = x[rest].mean(axis=0), x[rest].std(axis=0)
        scaled = (x - mean) / np.where(deviation > 0, deviation, 1.0)
        yield scaled[rest], y[rest], scaled[held], y[held]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_digits_are_read_with_97_percent_on_held_out_samples(dtype):
    right = []
    for x, y, held_x, held_y in folds(*datasets.load_digits(return_X_y=True)):
        layers = [Dense(64, 64, "gelu"), Dense(64, 10)]
        net = symnn.network(layers, loss="cross_entropy", dtype=dtype, weight_decay=1e-3)
        net.fit(x, y, epochs=40, batch_size=32, optimiser=Adam(0.003), schedule=Cosine(40))
        right.append(net.evaluate(held_x, held_y)[1])
    assert np.mean(right) >= 0.97


def test_breast_cancer_is_told_with_96_percent_by_binary_cross_entropy():
    right = []
    for x, y, held_x, held_y in folds(*datasets.load_breast_cancer(return_X_y=True)):
        net = symnn.network([Dense(30, 16, "tanh"), Dense(16, 1)], loss="bce_with_logits", weight_decay=0.03)
        net.fit(x, y, epochs=60, optimiser=SGD(0.05, momentum=0.9))
        right.append(net.evaluate(held_x, held_y)[1])
        assert ((net.probabilities(held_x)[:, 0] > 0.5) == held_y).mean() == right[-1]
    assert np.mean(right) >= 0.96


def test_early_stopping_on_samples_set_apart_does_not_spoil_breast_cancer():
    right = []
    for x, y, held_x, held_y in folds(*datasets.load_breast_cancer(return_X_y=True)):
        net = symnn.network([Dense(30, 16, "tanh"), Dense(16, 1)], loss="bce_with_logits")
        history = net.fit(x, y, epochs=80, optimiser="adam", validation=0.2, patience=15)
        assert history.best is not None
        right.append(net.evaluate(held_x, held_y)[1])
    assert np.mean(right) >= 0.94


@pytest.mark.parametrize("loss", ["mse", "huber"])
def test_diabetes_is_predicted_better_than_by_the_mean(loss):
    explained = []
    for x, y, held_x, held_y in folds(*datasets.load_diabetes(return_X_y=True)):
        mean, deviation = y.mean(), y.std()
        net = symnn.network([Dense(10, 16, "softplus"), Dense(16, 1)], loss=loss, weight_decay=0.02)
        net.fit(x, (y - mean) / deviation, epochs=100, optimiser="adam", validation=0.2, patience=10)
        predicted = net.predict(held_x)[:, 0] * deviation + mean
        explained.append(1 - np.mean((predicted - held_y) ** 2) / np.mean((held_y - mean) ** 2))
    assert np.mean(explained) >= 0.4  # a linear model explains about a half
