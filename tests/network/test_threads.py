"""Threads that share a network get what one thread gets."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import symnn
from symnn.network import SGD, Dense, Network, Trainer

RANDOM = np.random.default_rng(8)
SIZES = (5, 700, 1500)
DATA = [(RANDOM.normal(size=(n, 6)), RANDOM.integers(0, 3, n)) for n in SIZES]


def net() -> Network:
    return symnn.network([Dense(6, 32, "gelu"), Dense(32, 16, "relu"), Dense(16, 3)], loss="cross_entropy", seed=1)


CALLS: dict[str, Callable[[Network, np.ndarray, np.ndarray], object]] = {
    "forward": lambda n, x, _: n.forward(x).tobytes(),
    "predict": lambda n, x, _: n.predict(x).tobytes(),
    "probabilities": lambda n, x, _: n.probabilities(x).tobytes(),
    "loss": lambda n, x, y: n.loss(x, y),
    "gradients": lambda n, x, y: [a.tobytes() for pair in n.gradients(x, y) for a in pair],
    "diagnose": lambda n, x, y: str(n.diagnose(x, y)),
}


@pytest.mark.parametrize("name", CALLS)
def test_calls_from_several_threads_give_what_one_thread_gets(name: str) -> None:
    shared, call = net(), CALLS[name]
    truth = [call(shared, *data) for data in DATA]
    rounds = 4 if name == "diagnose" else 60

    def work(start: int) -> bool:
        order = [(start + k) % len(DATA) for k in range(rounds)]
        return all(call(shared, *DATA[k]) == truth[k] for k in order)

    with ThreadPoolExecutor(3) as pool:
        assert all(pool.map(work, range(3)))


def test_steps_of_two_threads_are_the_steps_of_one() -> None:
    """With the same batch all orders of the steps are the same training."""
    one, two = net(), net()
    x, y = DATA[1]
    alone = Trainer(one, SGD(0.1))
    for _ in range(60):
        alone.step(x, y)
    trainers = [Trainer(two, SGD(0.1)) for _ in range(2)]

    def work(trainer: Trainer) -> None:
        for _ in range(30):
            trainer.step(x, y)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, trainers))
    assert (one.flat.all == two.flat.all).all()


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda n: pickle.loads(pickle.dumps(n))])
def test_a_copy_has_a_lock_of_its_own(copied: Callable[[Network], Network]) -> None:
    first = net()
    second = copied(first)
    assert second.lock is not first.lock
    x, _ = DATA[0]
    with first.lock, ThreadPoolExecutor(1) as pool:
        assert pool.submit(second.forward, x).result(timeout=30).shape == (5, 3)
