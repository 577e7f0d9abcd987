"""symnn reads the mathematics of neural networks and proves or refutes it, formula by formula.

``symnn.read(path)``: every formula of a document as it was understood; ``symnn.verify(path)``: the report of what was
proved and refuted; ``symnn.prove("tanh(x) = 2σ(2x) − 1")``: the verdict of one formula;
``symnn.derivative("gelu")``: a derivative that was proved;
``symnn.compile("gelu")``: a NumPy function with its derivative;
``symnn.losses``: losses with their gradients;
``symnn.network([symnn.Dense(4, 3)], loss="cross_entropy")``: a network trained on proved gradients;
``symnn.table("gelu", "elu")``: proved facts as a table; ``symnn.check_gradients(f, df)``: a derivative beside
difference quotients; ``symnn.catalog["gelu"]``: the activations and losses.  All of it is loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symnn import losses as losses
    from symnn.answers import prove as prove
    from symnn.api import Formula as Formula
    from symnn.api import catalog as catalog
    from symnn.api import read as read
    from symnn.api import verify as verify
    from symnn.derivatives import derivative as derivative
    from symnn.network.description import Dense as Dense
    from symnn.network.model import network as network
    from symnn.network.storage import load as load_network
    from symnn.numeric.compile import compile_function as compile
    from symnn.numeric.differences import difference_errors as difference_errors
    from symnn.numeric.gradients import check_gradients as check_gradients
    from symnn.plots.api import plot as plot
    from symnn.tables import table as table

__version__ = "0.1.0"
__all__ = [
    "Dense", "Formula", "__version__", "catalog", "check_gradients", "compile", "derivative", "difference_errors",
    "load_network", "losses", "network", "plot", "prove", "read", "table", "verify",
]  # fmt: skip
PLACES = {  # name -> module and the name there; a module alone is what is offered itself
    "Dense": ("symnn.network.description", "Dense"),
    "Formula": ("symnn.api", "Formula"),
    "catalog": ("symnn.api", "catalog"),
    "check_gradients": ("symnn.numeric.gradients", "check_gradients"),
    "compile": ("symnn.numeric.compile", "compile_function"),
    "derivative": ("symnn.derivatives", "derivative"),
    "difference_errors": ("symnn.numeric.differences", "difference_errors"),
    "load_network": ("symnn.network.storage", "load"),
    "losses": ("symnn.losses", ""),
    "network": ("symnn.network", ""),
    "plot": ("symnn.plots.api", "plot"),
    "prove": ("symnn.answers", "prove"),
    "read": ("symnn.api", "read"),
    "table": ("symnn.tables", "table"),
    "verify": ("symnn.api", "verify"),
}


def __dir__() -> list[str]:
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    if name not in PLACES:
        raise AttributeError(f"module 'symnn' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = PLACES[name]
    found = import_module(module)
    import_module("symnn.showing").register()  # what notebooks and print() show of the objects
    return getattr(found, attribute) if attribute else found
