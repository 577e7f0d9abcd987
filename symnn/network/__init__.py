"""Networks whose backward pass is assembled from proved vector–Jacobian products.

``symnn.network([Dense(784, 256, "gelu"), Dense(256, 10)], loss="cross_entropy")`` makes one: this package is called
like the function of its name.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from symnn.network.description import Dense, Description
from symnn.network.history import Epoch, History
from symnn.network.model import Network, network
from symnn.network.optimisers import SGD, Adam
from symnn.network.schedules import Cosine, Exponential, Stepwise, WarmUp
from symnn.network.slopes import SlopeBound, slope_bound
from symnn.network.storage import StorageError
from symnn.network.storage import load as load_network
from symnn.network.training import DivergenceError, Trainer


class _Callable(ModuleType):
    """``symnn.network`` is this package as soon as one of its modules is imported; calling it makes a network."""

    def __call__(self, *args: Any, **keywords: Any) -> Network:
        return network(*args, **keywords)


sys.modules[__name__].__class__ = _Callable

__all__ = [
    "SGD", "Adam", "Cosine", "Dense", "Description", "DivergenceError", "Epoch", "Exponential", "History", "Network",
    "SlopeBound", "Stepwise", "StorageError", "Trainer", "WarmUp", "load_network", "network", "slope_bound",
]  # fmt: skip
