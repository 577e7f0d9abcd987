"""symnn reads the mathematics of neural networks and proves or refutes it, formula by formula.

``symnn.read(path)``: every formula of a document as it was understood; ``symnn.verify(path)``: the report of what was
proved and refuted; ``symnn.compile("gelu")``: a NumPy function with its derivative;
``symnn.losses``: losses with their gradients;
``symnn.network([symnn.Dense(4, 3)], loss="cross_entropy")``: a network trained on proved gradients;
``symnn.check_gradients(f, df)``: a derivative beside difference quotients; ``symnn.catalog["gelu"]``: the
activations and losses.  All of it is loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symnn import losses as losses
    from symnn.api import (
        Dense,
        Formula,
        catalog,
        check_gradients,
        compile,
        difference_errors,
        load_network,
        read,
        verify,
    )
    from symnn.network.model import network as network

__version__ = "0.1.0"
__all__ = [
    "Dense", "Formula", "__version__", "catalog", "check_gradients", "compile", "difference_errors", "load_network",
    "losses", "network", "read", "verify",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in ("losses", "network"):
        from importlib import import_module

        return import_module(f"symnn.{name}")
    if name in __all__:
        from symnn import api

        return getattr(api, name)
    raise AttributeError(f"module 'symnn' has no attribute {name!r}")
