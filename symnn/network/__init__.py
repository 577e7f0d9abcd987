"""Networks whose backward pass is assembled from proved vector–Jacobian products.

``symnn.network([Dense(784, 256, "gelu"), Dense(256, 10)], loss="cross_entropy")`` makes one: this package is called
like the function of its name.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from symnn.network.description import Dense, Description
from symnn.network.model import Network, network


class _Callable(ModuleType):
    """``symnn.network`` is this package as soon as one of its modules is imported; calling it makes a network."""

    def __call__(self, *args: Any, **keywords: Any) -> Network:
        return network(*args, **keywords)


sys.modules[__name__].__class__ = _Callable

__all__ = ["Dense", "Description", "Network", "network"]
