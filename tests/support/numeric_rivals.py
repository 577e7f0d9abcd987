"""What users have today, for the eighteen activations: pairs (f, f′) of functions of arrays, by the judge's names.

``naive`` is lambdify of the textbook's formula and of its derivative by SymPy; ``by_hand`` is what a careful user of
NumPy and SciPy writes; torch, jax and HIPS autograd are their own functions where they have one, with reverse mode.
Each loader raises ImportError when its package is not installed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numeric_reference import ACTIVATIONS

Function = Callable[[Any], Any]
Pairs = Mapping[str, tuple[Function, Function]]
SELU_SCALE, SELU_ALPHA, CELU_ALPHA = 1.0507009873554804934, 1.6732632423543772848, 1.5
_K, _C = math.sqrt(2 / math.pi), 0.044715


def naive() -> Pairs:
    import scipy.special  # noqa: F401  (erf of the printed code)
    import sympy

    x = sympy.Symbol("x", real=True)
    found = {}
    for activation in ACTIVATIONS:
        formula = sympy.sympify(activation.formula, locals={"x": x})
        found[activation.name] = tuple(
            sympy.lambdify(x, part, ["scipy", "numpy"]) for part in (formula, sympy.diff(formula, x))
        )
    return found  # type: ignore[return-value]


def by_hand() -> Pairs:
    from scipy.special import expit, log_expit, ndtr

    def below(x: Any) -> Any:
        return np.minimum(x, 0)

    def inside(x: Any, low: float, high: float) -> Any:
        return (x > low) & (x < high)

    def silu_slope(x: Any) -> Any:
        s = expit(x)
        return s * (1 + x * (1 - s))

    def gelu_tanh_slope(x: Any) -> Any:
        t = np.tanh(_K * (x + _C * x**3))
        return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * _K * (1 + 3 * _C * x * x)

    def mish_slope(x: Any) -> Any:
        t = np.tanh(np.logaddexp(0, x))
        return t + x * (1 - t * t) * expit(x)

    def leaky(gamma: float) -> tuple[Function, Function]:
        return lambda x: np.where(x > 0, x, gamma * x), lambda x: np.where(x > 0, 1.0, gamma)

    return {
        "logistic": (expit, lambda x: expit(x) * expit(-x)),
        "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
        "elu": (
            lambda x: np.where(x > 0, x, np.expm1(below(x))),
            lambda x: np.where(x > 0, 1.0, np.exp(below(x))),
        ),
        "selu": (
            lambda x: SELU_SCALE * np.where(x > 0, x, SELU_ALPHA * np.expm1(below(x))),
            lambda x: SELU_SCALE * np.where(x > 0, 1.0, SELU_ALPHA * np.exp(below(x))),
        ),
        "celu": (
            lambda x: np.where(x > 0, x, CELU_ALPHA * np.expm1(below(x) / CELU_ALPHA)),
            lambda x: np.where(x > 0, 1.0, np.exp(below(x) / CELU_ALPHA)),
        ),
        "softplus": (lambda x: np.logaddexp(0, x), expit),
        "log_sigmoid": (log_expit, lambda x: expit(-x)),
        "silu": (lambda x: x * expit(x), silu_slope),
        "gelu": (
            lambda x: x * ndtr(x),
            lambda x: ndtr(x) + x * np.exp(-0.5 * x * x) / math.sqrt(2 * math.pi),
        ),
        "gelu_tanh": (lambda x: 0.5 * x * (1 + np.tanh(_K * (x + _C * x**3))), gelu_tanh_slope),
        "mish": (lambda x: x * np.tanh(np.logaddexp(0, x)), mish_slope),
        "softsign": (lambda x: x / (1 + np.abs(x)), lambda x: 1 / (1 + np.abs(x)) ** 2),
        "hard_swish": (
            lambda x: x * np.clip((x + 3) / 6, 0, 1),
            lambda x: np.where(x <= -3, 0.0, np.where(x >= 3, 1.0, (2 * x + 3) / 6)),
        ),
        "hard_tanh": (lambda x: np.clip(x, -1, 1), lambda x: np.where(inside(x, -1, 1), 1.0, 0.0)),
        "hard_sigmoid": (lambda x: np.clip((x + 3) / 6, 0, 1), lambda x: np.where(inside(x, -3, 3), 1 / 6, 0.0)),
        "relu": (lambda x: np.maximum(x, 0), lambda x: np.where(x > 0, 1.0, 0.0)),
        "leaky_relu": leaky(0.01),
        "prelu": leaky(0.25),
    }


def with_torch() -> Pairs:
    import torch
    from torch.nn import functional as nn

    torch.set_num_threads(1)
    functions: dict[str, Function] = {
        "logistic": torch.sigmoid,
        "tanh": torch.tanh,
        "elu": nn.elu,
        "selu": nn.selu,
        "celu": lambda t: nn.celu(t, CELU_ALPHA),
        "softplus": nn.softplus,
        "log_sigmoid": nn.logsigmoid,
        "silu": nn.silu,
        "gelu": nn.gelu,
        "gelu_tanh": lambda t: nn.gelu(t, approximate="tanh"),
        "mish": nn.mish,
        "softsign": nn.softsign,
        "hard_swish": nn.hardswish,
        "hard_tanh": nn.hardtanh,
        "hard_sigmoid": nn.hardsigmoid,
        "relu": nn.relu,
        "leaky_relu": lambda t: nn.leaky_relu(t, 0.01),
        "prelu": lambda t: nn.prelu(t, torch.tensor([0.25], dtype=t.dtype)),
    }
    return {name: torch_pair(function) for name, function in functions.items()}


def torch_pair(function: Function) -> tuple[Function, Function]:
    import torch

    def value(x: Any) -> Any:
        return function(torch.from_numpy(x.copy())).numpy()

    def slope(x: Any) -> Any:
        t = torch.from_numpy(x.copy()).requires_grad_(True)
        function(t).sum().backward()
        return t.grad.numpy()

    return value, slope


def with_jax() -> Pairs:
    import jax

    jax.config.update("jax_enable_x64", True)
    nn = jax.nn
    functions: dict[str, Function] = {
        "logistic": nn.sigmoid,
        "tanh": jax.numpy.tanh,
        "elu": nn.elu,
        "selu": nn.selu,
        "celu": lambda t: nn.celu(t, CELU_ALPHA),
        "softplus": nn.softplus,
        "log_sigmoid": nn.log_sigmoid,
        "silu": nn.silu,
        "gelu": lambda t: nn.gelu(t, approximate=False),
        "gelu_tanh": lambda t: nn.gelu(t, approximate=True),
        "mish": nn.mish,
        "softsign": nn.soft_sign,
        "hard_swish": nn.hard_swish,
        "hard_tanh": nn.hard_tanh,
        "hard_sigmoid": nn.hard_sigmoid,
        "relu": nn.relu,
        "leaky_relu": lambda t: nn.leaky_relu(t, 0.01),
        "prelu": lambda t: nn.leaky_relu(t, 0.25),
    }
    return {name: jax_pair(function) for name, function in functions.items()}


def jax_pair(function: Function) -> tuple[Function, Function]:
    import jax

    value, slope = jax.jit(function), jax.jit(jax.vmap(jax.grad(function)))
    return (lambda x: np.asarray(value(x))), (lambda x: np.asarray(slope(x)))


def with_autograd() -> Pairs:
    import autograd.numpy as ag
    from autograd.scipy.special import erf, expit

    def step(x: Any) -> Any:
        return ag.clip((x + 3) / 6, 0, 1)

    functions: dict[str, Function] = {
        "logistic": expit,
        "tanh": ag.tanh,
        "elu": lambda x: ag.where(x > 0, x, ag.expm1(x)),
        "selu": lambda x: SELU_SCALE * ag.where(x > 0, x, SELU_ALPHA * ag.expm1(x)),
        "celu": lambda x: ag.where(x > 0, x, CELU_ALPHA * ag.expm1(x / CELU_ALPHA)),
        "softplus": lambda x: ag.logaddexp(0.0, x),
        "log_sigmoid": lambda x: -ag.logaddexp(0.0, -x),
        "silu": lambda x: x * expit(x),
        "gelu": lambda x: x * (1 + erf(x / math.sqrt(2))) / 2,
        "gelu_tanh": lambda x: 0.5 * x * (1 + ag.tanh(_K * (x + _C * x**3))),
        "mish": lambda x: x * ag.tanh(ag.logaddexp(0.0, x)),
        "softsign": lambda x: x / (1 + ag.abs(x)),
        "hard_swish": lambda x: x * step(x),
        "hard_tanh": lambda x: ag.clip(x, -1, 1),
        "hard_sigmoid": step,
        "relu": lambda x: ag.maximum(x, 0.0),
        "leaky_relu": lambda x: ag.where(x > 0, x, 0.01 * x),
        "prelu": lambda x: ag.where(x > 0, x, 0.25 * x),
    }
    return {name: autograd_pair(function) for name, function in functions.items()}


def autograd_pair(function: Function) -> tuple[Function, Function]:
    from autograd import elementwise_grad

    return function, elementwise_grad(function)


RIVALS: Mapping[str, Callable[[], Pairs]] = {
    "naive lambdify": naive,
    "NumPy/SciPy by hand": by_hand,
    "torch": with_torch,
    "jax": with_jax,
    "HIPS autograd": with_autograd,
}


# -- the same tools on an expression of a user ------------------------------------------------------------------------


def _select(where: Function) -> Function:
    """numpy.select of the printed code, with another library's ``where``."""

    def select(conditions: Any, values: Any, **_: Any) -> Any:
        result = values[-1]
        for condition, value in list(zip(conditions, values, strict=True))[-2::-1]:
            result = where(condition, value, result)
        return result

    return select


def _printed(expression: Any, names: Mapping[str, Any]) -> Function:
    """Printed for NumPy and SciPy, and run with another library's functions of the same names."""
    import scipy.special  # noqa: F401
    import sympy

    (symbol,) = expression.free_symbols
    return sympy.lambdify(symbol, expression, [dict(names), "scipy", "numpy"])  # type: ignore[no-any-return]


def naive_expression(value: Any, slope: Any) -> tuple[Function, Function]:
    return _printed(value, {}), _printed(slope, {})


def torch_expression(value: Any, slope: Any) -> tuple[Function, Function]:
    import torch

    def root(x: Any) -> Any:
        return torch.sqrt(torch.as_tensor(x, dtype=torch.float64))

    def logarithm(x: Any) -> Any:
        return torch.log(torch.as_tensor(x, dtype=torch.float64))

    names = {
        n: getattr(torch, n) for n in "exp tanh sinh cosh sin cos erf greater less greater_equal less_equal".split()
    }
    own = {"sqrt": root, "log": logarithm, "arctan": torch.atan, "select": _select(_torch_where)}
    return torch_pair(_printed(value, names | own))


def _torch_where(condition: Any, value: Any, other: Any) -> Any:
    import torch

    return torch.where(condition, *(torch.as_tensor(v, dtype=torch.float64) for v in (value, other)))


def jax_expression(value: Any, slope: Any) -> tuple[Function, Function]:
    import jax

    jax.config.update("jax_enable_x64", True)
    names = {n: getattr(jax.numpy, n) for n in "exp tanh sinh cosh sin cos sqrt log arctan greater less".split()}
    return jax_pair(_printed(value, names | {"erf": jax.scipy.special.erf, "select": _select(jax.numpy.where)}))


EXPRESSION_RIVALS: Mapping[str, Callable[[Any, Any], tuple[Function, Function]]] = {
    "naive lambdify": naive_expression,
    "torch": torch_expression,
    "jax": jax_expression,
}
