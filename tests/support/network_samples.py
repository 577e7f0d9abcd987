"""Samples and a small network to train on them."""

import numpy as np

import symnn
from symnn import Dense


def blobs(count=240, classes=3, seed=5):
    """Points around three centres, and their class."""
    random = np.random.default_rng(seed)
    y = random.integers(0, classes, count)
    return random.normal(size=(count, 2)) * 0.7 + np.array([[0, 2], [2, -1], [-2, -1]])[y], y


def small(seed=0, **keywords):
    return symnn.network([Dense(2, 16, "tanh"), Dense(16, 3)], loss="cross_entropy", seed=seed, **keywords)
