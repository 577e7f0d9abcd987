"""The derived forms as torch operations, in an autograd function whose derivative is the derived one.

Computed in float64 and rounded once to the type of x.  What runs at once on the processor is the NumPy code, in blocks
that stay in its cache; what is traced, compiled or on another device are the torch operations.

The derivative is an autograd function itself, with the derived second derivative, which is derived when it is first
asked for, and so on: no rule differentiates the code of a form, so that every order is right where code has kinks or
branches of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, final

from symnn.numeric.backends.extras import library
from symnn.numeric.backends.scalar import generated
from symnn.numeric.backends.tensor import TWO_SUM, Library, TensorWriter, exponent, function
from symnn.numeric.backends.tower import Tower
from symnn.numeric.compiled import BlockCode
from symnn.numeric.derive import Mode
from symnn.numeric.elementwise import Elementwise
from symnn.numeric.forms import Forms, TableForm
from symnn.numeric.names import Source
from symnn.numeric.nodes import SAFE
from symnn.term import Term

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module

OPERATIONS: Mapping[str, str] = {
    "add": "{0} + {1}", "sub": "{0} - {1}", "mul": "{0} * {1}", "div": "{0} / {1}", "neg": "-{0}",
    "square": "{0} * {0}", "reciprocal": "1.0 / {0}", "abs": "torch.abs({0})", "sqrt": "torch.sqrt({0})",
    "min": "torch.minimum({0}, {1})", "max": "torch.maximum({0}, {1})", "clamp": f"torch.clamp({{0}}, max={SAFE})",
    "copysign": "torch.copysign({0}, {1})", "step": "({0} >= 0.0).to(torch.float64)", "less": "({0} < {1})",
    "select": "torch.where({0}, {1}, {2})", "exp": "torch.exp({0})", "expm1": "torch.expm1({0})",
    "log": "torch.log({0})", "log1p": "torch.log1p({0})", "tanh": "torch.tanh({0})", "sinh": "sinh({0})",
    "cosh": "cosh({0})", "sin": "torch.sin({0})", "cos": "torch.cos({0})", "tan": "torch.tan({0})",
    "asinh": "torch.asinh({0})", "acosh": "torch.acosh({0})", "atanh": "torch.atanh({0})",
    "asin": "torch.asin({0})", "acos": "torch.acos({0})", "atan": "torch.atan({0})", "cbrt": "cbrt({0})",
    "erf": "torch.erf({0})",
    "half_erfcx": "0.5 * torch.special.erfcx({0})",
}  # fmt: skip
LIBRARY = Library(
    OPERATIONS,
    lambda value: f"torch.full_like(x, {value})",
    lambda mask, then, other: f"torch.where({mask}, {then}, {other})",
)
IMPORTS = "import torch"
PATCHED = '''def patched(y, x, low, high, form):
    """``form`` where low ≤ x ≤ high, y elsewhere."""
    return torch.where((x >= low) & (x <= high), form(torch.clamp(x, low, high)), y)'''
SQUARE = '''def exact_square_exp(x, c):
    """e^(c·x²) with an exact square: x is cut to 24 bits and a rest."""
    head = x.to(torch.float32).to(torch.float64)
    return torch.exp(c * (head * head)) * torch.exp(c * ((x - head) * (x + head)))'''
HYPERBOLIC = '''def cosh(x):
    """(e^|x| + e^−|x|)/2 from e^(|x|/2), finite as far as the result is."""
    half = torch.exp(0.5 * torch.abs(x))
    return (0.5 * half) * half + (0.5 / half) / half


def sinh(x):
    half = torch.exp(0.5 * torch.abs(x))
    large = torch.copysign((0.5 * half) * half - (0.5 / half) / half, x)
    return torch.where(torch.abs(x) < 1.0, torch.sinh(x), large)'''
CBRT = '''def cbrt(x):
    """The real cube root: a power, and a step of Newton for its last digits."""
    size = torch.abs(x)
    y = torch.pow(size, 0.3333333333333333)
    better = y - (y - size / (y * y)) / 3.0
    return torch.copysign(torch.where((size > 0.0) & (size < float("inf")), better, y), x)'''
PRODUCT = '''def two_product(a, b):
    """a·b as the rounded product and its exact error (Dekker 1971; for |a|, |b| < 2^900)."""
    p = a * b
    c = 134217729.0 * a
    a1 = c - (c - a)
    a2 = a - a1
    c = 134217729.0 * b
    b1 = c - (c - b)
    b2 = b - b1
    return p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2'''
FRONT = '''def _rounded(form, x):
    return form(x.to(torch.float64)).to(x.dtype)


def value(x):
    """The function, elementwise; computed in float64."""
    return _rounded(value_of, x)


def derivative(x):
    """Its derivative, elementwise."""
    return _rounded(slope_of, x)'''


def helpers(writer: TensorWriter) -> list[str]:
    """What the statements of a writer call."""
    found = [SQUARE] if "exact_square_exp" in writer.used else []
    if writer.used & {"cosh", "sinh"}:
        found.append(HYPERBOLIC)
    if "cbrt" in writer.used:
        found.append(CBRT)
    if writer.exponents:
        found += [PRODUCT, TWO_SUM]
    found += [exponent(name, pairs, "torch.exp") for pairs, name in writer.exponents.items()]
    return found + [_table(name, table) for table, name in writer.tables.items()]


def source(forms: Forms) -> str:
    """A module of its own: torch, nothing of symnn."""
    writer = TensorWriter(LIBRARY)
    bodies = [PATCHED] if any(line.patches for line in forms.lines) else []
    for k, name in enumerate(("value_of", "slope_of")):
        bodies += writer.functions(name, forms.main.only(k), forms.lines[k])
    head = repr(f"{forms.title}: generated by symnn; needs torch.") + "\n\n" + IMPORTS
    return "\n\n\n".join([head, *helpers(writer), *bodies, FRONT]) + "\n"


def _table(name: str, table: TableForm) -> str:
    """One polynomial a cell, a row for each power.  Outside, the value at the end."""
    terms, cells = len(table.rows), len(table.rows[0])
    start, width = table.start, table.width
    rows = ",\n".join(f"    {list(row)!r}" for row in table.rows)
    body = [
        f"t = torch.clamp(x, {start!r}, {start + width * cells!r})",
        f"place = torch.clamp(torch.floor((t - {start!r}) * {1 / width!r}), 0.0, {float(cells - 1)!r})",
        f"d = (t - ({start!r} + (place + 0.5) * {width!r})) * {1 / width!r}",
        "cell = torch.nan_to_num(place).to(torch.int64)",
        f"c = {name.upper()}.to(x.device)",
        f"y = torch.take(c[{terms - 1}], cell)",
        *(f"y = y * d + torch.take(c[{j}], cell)" for j in range(terms - 2, -1, -1)),
        "return y",
    ]
    head = f"{name.upper()} = torch.tensor([\n{rows},\n], dtype=torch.float64)"
    return f"{head}\n\n\n" + function(f"{name}(x)", body)


class TorchCode:
    """Autograd functions of every order for one set of parameter values."""

    def __init__(self, tower: Tower) -> None:
        self._tower = tower
        forms = tower.forms(0)
        self.generated = generated(forms, source(forms))
        self._blocks = BlockCode(tower.module(0))
        space = self._space(self.generated.source, forms.title)
        self.forms: dict[int, Callable[[Tensor], Tensor]] = {0: space["value_of"], 1: space["slope_of"]}
        self._made = {k: self._functions(k, self._blocks) for k in (0, 1)}

    def apply(self, k: int, x: Tensor) -> Tensor:
        """The k-th derivative, as an autograd function: the one for compilers has no rule for forward mode."""
        import torch

        pair = self._made[k] if k in self._made else self._order(k)
        found: Tensor = pair[0 if torch.compiler.is_compiling() else 1].apply(x)
        return found

    def _order(self, k: int) -> tuple[Any, Any]:
        forms = self._tower.forms(k)
        self.forms[k] = self._space(source(forms), forms.title)["slope_of"]
        self._made[k] = self._functions(k, BlockCode(self._tower.module(k)))
        return self._made[k]

    def _space(self, text: str, title: str) -> dict[str, Any]:
        space: dict[str, Any] = {}  # without a name: torch.compile would look for a module that has it
        exec(compile(text, f"<symnn {title}, torch>", "exec"), space)
        return space

    def _functions(self, k: int, blocks: BlockCode) -> tuple[Any, Any]:
        import torch

        form, apply = self.forms[k], self.apply

        class Derived(torch.autograd.Function):  # type: ignore[misc]
            @staticmethod
            def forward(x: Tensor) -> Tensor:
                return form(x.to(torch.float64)).to(x.dtype)

            @staticmethod
            def setup_context(ctx: Any, inputs: tuple[Tensor, ...], output: Tensor) -> None:
                ctx.save_for_backward(inputs[0])

            @staticmethod
            def vmap(info: Any, in_dims: tuple[Any, ...], x: Tensor) -> tuple[Tensor, Any]:
                return apply(k, x), in_dims[0]

            @staticmethod
            def backward(ctx: Any, upstream: Tensor) -> Tensor:
                (x,) = ctx.saved_tensors
                return upstream * apply(k + 1, x)

        class AtOnce(Derived):
            @staticmethod
            def forward(x: Tensor) -> Tensor:
                return _by_numpy(blocks, min(k, 1), x) if at_once(x) else Derived.forward(x)

            @staticmethod
            def setup_context(ctx: Any, inputs: tuple[Tensor, ...], output: Tensor) -> None:
                ctx.save_for_backward(inputs[0])
                ctx.save_for_forward(inputs[0])

            @staticmethod
            def jvp(ctx: Any, direction: Tensor) -> Tensor:
                (x,) = ctx.saved_tensors
                return direction * apply(k + 1, x)

        return Derived, AtOnce


def at_once(x: Tensor) -> bool:
    """Whether x is an array of the processor and nobody records what is done with it."""
    import torch

    return (
        type(x) in (torch.Tensor, torch.nn.Parameter)
        and x.device.type == "cpu"
        and x.layout == torch.strided
        and not torch.jit.is_tracing()
        and torch._C._len_torch_dispatch_stack() == 0
    )


def _by_numpy(blocks: BlockCode, k: int, x: Tensor) -> Tensor:
    import torch

    plain = x.detach().to(torch.float64) if x.dtype == torch.bfloat16 else x.detach()
    plain = plain.contiguous()
    out = torch.empty_like(plain)
    blocks.fill(k, plain.numpy().reshape(-1), [out.numpy().reshape(-1)])
    return out.to(x.dtype)


@final
class TorchFunction(Elementwise[TorchCode]):
    """A function of torch tensors whose gradient is the derived f′, that of f′ the derived f″, and so on.

    ``f(x)`` works under autograd, ``torch.func``, ``vmap`` and ``torch.compile``, on every device that has float64;
    ``f.module()`` is an ``nn.Module``; with parameters only that can be compiled.  Compiled code computes the patches
    of the accurate mode everywhere, which takes long to compile; the fast mode has few.  float64, float32, float16 and
    bfloat16 are kept, all computed in float64; integers and booleans become torch's default type.  NaN gives NaN, ±inf
    the exact limit.  Parameters are keywords and numbers; a new value is derived on its first use and remembered.
    """

    def __init__(self, source: Source, mode: Mode) -> None:
        library("torch")
        super().__init__(source, mode)
        self._default: TorchCode | None = None

    def prepare(self, **parameters: Any) -> None:
        code = self._code(parameters)
        if not parameters:
            self._default = code

    def _load(self, title: str, term: Term, kinks: Mapping[Fraction, Fraction]) -> TorchCode:
        return TorchCode(Tower(title, term, self._source.var, kinks, self.mode))

    def __call__(self, x: Tensor, /, **parameters: Any) -> Tensor:
        """f(x), elementwise, in the shape and type of x."""
        return self._chosen(parameters).apply(0, _real(x))

    def derivative(self, x: Tensor, /, **parameters: Any) -> Tensor:
        """f′(x), elementwise; differentiable as well."""
        return self._chosen(parameters).apply(1, _real(x))

    def value_and_derivative(self, x: Tensor, /, **parameters: Any) -> tuple[Tensor, Tensor]:
        """(f(x), f′(x))."""
        return self(x, **parameters), self.derivative(x, **parameters)

    def _chosen(self, parameters: Mapping[str, Any]) -> TorchCode:
        """Without parameters nothing that ``torch.compile`` does not trace."""
        if self._default is not None and not parameters:
            return self._default
        for name, value in parameters.items():
            if getattr(value, "requires_grad", False):
                raise TypeError(
                    f"the parameter {name} of {self.name} is one real number, not learned: no gradient for it"
                )
        return self._code(parameters)

    def module(self, **parameters: Any) -> Module:
        """The function with these parameters as an ``nn.Module`` without state."""
        import torch

        code, function = self._chosen(parameters), self

        class Activation(torch.nn.Module):  # type: ignore[misc]
            def forward(self, x: Tensor) -> Tensor:
                return code.apply(0, _real(x))

            def extra_repr(self) -> str:
                return code.generated.title

            def __reduce__(self) -> tuple[Any, ...]:
                return _module, (function, parameters)

        return Activation()


def _module(function: TorchFunction, parameters: Mapping[str, Any]) -> Module:
    """A module that was copied or pickled: its code is made again."""
    return function.module(**parameters)


def _real(x: Tensor) -> Tensor:
    import torch

    if not isinstance(x, torch.Tensor):
        raise TypeError(f"expected a torch tensor, got {type(x).__name__}")
    if x.is_complex():
        raise TypeError(f"expected real numbers, got {x.dtype}")
    return x if x.is_floating_point() else x.to(torch.get_default_dtype())
