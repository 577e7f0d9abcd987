"""Values of the names of a claim at concrete sizes, and of every term over them, with torch in float64."""

from __future__ import annotations

import math
import random
import zlib
from dataclasses import replace

import torch
from torch_point import Indices, Key, Point
from torch_values import (
    IllTypedError,
    Loose,
    NoJudgementError,
    Value,
    added,
    alike,
    column,
    is_number,
    jacobian,
    multiplied,
    number,
    solid,
    square,
)

from symnn.claim import Variable
from symnn.term import Num, Op, Sym, Term, free_symbols, walk

ROOT_TWO = math.sqrt(2)
ENTRYWISE = {
    **{name: getattr(torch, name) for name in "exp log sqrt sinh cosh tanh asinh acosh atanh sin cos tan asin acos"
       " atan erf erfc abs sign".split()},
    "normal_cdf": lambda u: (1 + torch.erf(u / ROOT_TWO)) / 2,
    "normal_pdf": lambda u: torch.exp(-u * u / 2) / math.sqrt(2 * math.pi),
    "percent": lambda u: u / 100,
}  # fmt: skip


class World(Point):
    """One choice of sizes and numbers, and the value of every term there."""

    # -- values ----------------------------------------------------------------------------------------------------

    def value(self, t: Term, ix: Indices) -> Value:
        match t:
            case Num(q):
                return number(float(q))
            case Sym():
                return self.named(t, ix)
            case Op("pi"):
                return number(math.pi)
            case Op("e"):
                return number(math.e)
            case Op("add", args):
                return added([self.value(a, ix) for a in args])
            case Op("neg", (a,)):
                return multiplied([number(-1), self.value(a, ix)])
            case Op("dot", (a, b)):
                x, y = self.value(a, ix), self.value(b, ix)
                columns = all(isinstance(v, torch.Tensor) and v.shape[1] == 1 and v.shape[0] > 1 for v in (x, y))
                return _inner(x, y) if columns else multiplied([x, y])
            case Op("mul" | "times" | "dot", args):
                return multiplied([self.value(a, ix) for a in args])
            case Op("hadamard", args):
                first, *rest = alike([self.value(a, ix) for a in args], "an elementwise product")
                for x in rest:
                    first = first * x
                return first
            case Op("div", (a, b)) if is_number(y := self.value(b, ix)):
                return multiplied([1 / solid(y), self.value(a, ix)])
            case Op("div" | "hadamard_div", (a, b)):
                x, y = alike([self.value(a, ix), self.value(b, ix)], "a quotient")
                return x / y
            case Op("pow", (Op("e"), a)):
                return torch.exp(self.array(a, ix))
            case Op("pow", (a, b)):
                return self._power(self.array(a, ix), b, ix)
            case Op("hadamard_pow", (a, b)):
                return _raised(self.array(a, ix), float(self._scalar(b, ix)))
            case Op("root", (a, b)):
                return _raised(self.array(a, ix), 1 / float(self._scalar(b, ix)))
            case Op("norm_frobenius", (a,)):
                return (self.array(a, ix) ** 2).sum().sqrt().reshape(1, 1)
            case Op("norm", (a, *order)):
                return self._norm(self.array(a, ix), order)
            case Op("inner", (a, b)):
                return _inner(self.value(a, ix), self.value(b, ix))
            case Op("ones" | "zeros" | "identity" as kind, (size,)) if size != Op("none"):
                n = self.size(size)
                return Loose(kind, number(1)).fitted((n, n if kind == "identity" else 1))
            case Op("ones" | "zeros" | "identity" as kind):
                return Loose(kind, number(1))
            case Op("delta", (i, j)):
                return number(self._whole(i, ix) == self._whole(j, ix))
            case Op("sum" | "prod" as head, (body, Sym() as index, span)):
                return self._over(head, body, index, span, ix)
            case Op("deriv" | "gradient" | "hessian"):
                return self._derivative(t, ix)
            case Op("call", (f, a)):
                return self._called(f, self.array(a, ix))
            case Op("at", (body, Sym() as name, a)):
                return self._with(name, self.array(a, ix)).value(body, ix)
            case Op(head, (a,)) if head in ENTRYWISE:
                return ENTRYWISE[head](self.array(a, ix))
            case Op(head, (a,)) if head in UNARY:
                return UNARY[head](self.value(a, ix))
            case Op("kron", (a, b)):
                return torch.kron(self.array(a, ix).contiguous(), self.array(b, ix).contiguous())
            case Op(head):
                raise NoJudgementError(f"no value of {head}")

    def array(self, t: Term, ix: Indices) -> torch.Tensor:
        return solid(self.value(t, ix))

    def _scalar(self, t: Term, ix: Indices) -> torch.Tensor:
        out = self.array(t, ix)
        if not is_number(out):
            raise NoJudgementError("an exponent that is an array")
        return out

    def _with(self, name: Sym, value: torch.Tensor) -> World:
        """The same world in which a name has this value."""
        out = World(self.claim, self.sizes, self.seed, self.way)
        out.values = {**self.values, (name, ()): value}
        out.arrays = {**self.arrays, name: Variable(name, shape=tuple(Num(n) for n in value.shape))}  # type: ignore[arg-type]
        if is_number(value):
            out.arrays.pop(name)
        return out

    def _power(self, base: torch.Tensor, exponent: Term, ix: Indices) -> torch.Tensor:
        if is_number(base):
            power = self._scalar(exponent, ix)
            fixed = not free_symbols(exponent)
            return _raised(base, float(power)) if fixed else base**power
        match exponent:
            case Num(q) if q.denominator == 1 and q >= 1 and base.shape[0] == base.shape[1]:
                return torch.linalg.matrix_power(base, int(q))
        raise NoJudgementError("a power of an array")

    def _norm(self, a: torch.Tensor, order: list[Term]) -> torch.Tensor:
        if min(a.shape) > 1:
            raise NoJudgementError("a norm of a matrix: which?")
        match order:
            case []:
                return (a**2).sum().sqrt().reshape(1, 1)
            case [Num(q)] if q == 2:
                return (a**2).sum().sqrt().reshape(1, 1)
            case [Num(q)] if q == 1:
                return a.abs().sum().reshape(1, 1)
        raise NoJudgementError("a norm of this order")

    def _over(self, head: str, body: Term, index: Sym, span: Term, ix: Indices) -> Value:
        match span:
            case Op("range", (low, high)):
                values = range(self._end(low, ix), self._end(high, ix) + 1)
            case Op("none"):
                top = self._extent(body, index)
                if top is None:
                    raise NoJudgementError(f"the range of {index.text}")
                values = range(1, top + 1)
            case _:
                raise NoJudgementError(f"the range of {index.text}")
        parts = [self.value(body, {**ix, index: k}) for k in values]
        if not parts:
            return number(0 if head == "sum" else 1)
        return added(parts) if head == "sum" else multiplied(parts)

    def _end(self, t: Term, ix: Indices) -> int:
        return ix[t] if isinstance(t, Sym) and t in ix else self.size(t)

    # -- functions -------------------------------------------------------------------------------------------------

    def _called(self, f: Term, u: torch.Tensor) -> torch.Tensor:
        order = 0
        if isinstance(f, Op) and f.head == "prime" and isinstance(f.args[1], Num):
            f, order = f.args[0], int(f.args[1].value)
        known = self.opaque.get(f) if isinstance(f, Sym) else None
        if known is None or known.arity != 1 or known.kind not in ("scalar", "elementwise"):
            raise NoJudgementError("this function")
        if known.kind == "elementwise":
            return self._elementwise(known.sym.text, u, order)
        if order and not is_number(u):
            raise NoJudgementError("a prime of a function of an array")
        slope = u if u.requires_grad else u.clone().requires_grad_(order > 0)
        out = self._functional(known.sym.text, slope)
        for _ in range(order):
            (out,) = torch.autograd.grad(out.sum(), slope, create_graph=True)
        return out

    def _elementwise(self, name: str, u: torch.Tensor, order: int) -> torch.Tensor:
        """The derivatives of sin(a u + b) + c u³/6 + d u²/2."""
        generator = random.Random(zlib.crc32(f"f {self.seed} {name}".encode()))
        a, b, c, d = (generator.uniform(0.4, 1.6) for _ in range(4))
        rest = 0 * u
        for degree, factor in ((3, c), (2, d)):
            if order <= degree:
                rest = rest + factor * u ** (degree - order) / math.factorial(degree - order)
        return a**order * torch.sin(a * u + b + order * math.pi / 2) + rest

    def _functional(self, name: str, u: torch.Tensor) -> torch.Tensor:
        """Σ a sin(u + b) + (Σ c u)² / 2 + Σ d u_i u_{i+1}: generic, not symmetric in its entries."""
        generator = random.Random(zlib.crc32(f"l {self.seed} {name} {tuple(u.shape)}".encode()))
        a, b, c, d = (
            torch.tensor([[generator.uniform(0.3, 1.5) for _ in range(u.shape[1])] for _ in range(u.shape[0])],
                         dtype=torch.float64) for _ in range(4)
        )  # fmt: skip
        flat = u.reshape(-1)
        neighbours = (d.reshape(-1)[1:] * flat[1:] * flat[:-1]).sum()
        return ((a * torch.sin(u + b)).sum() + (c * u).sum() ** 2 / 2 + neighbours).reshape(1, 1)

    # -- derivatives -----------------------------------------------------------------------------------------------

    def _derivative(self, t: Op, ix: Indices) -> torch.Tensor:
        match t:
            case Op("gradient", (Op("call", (Sym() as f, a)),)) if f in self.opaque and self.opaque[f].kind == "scalar":
                point = self.array(a, ix)
                row = jacobian(lambda v: self._called(f, v), point)
                return row.reshape(point.shape[1], point.shape[0]).T
            case Op("gradient" | "deriv" as head, (body, Sym() as var)):
                return self._by(body, var, ix, jacobians=head == "deriv")
            case Op("deriv", (body, *names)):
                return self._repeated(body, names, ix)
            case Op("hessian", (body, Sym() as var)):
                return self._hessian(body, var, ix)
        raise NoJudgementError("a derivative by this")

    def _slot(self, var: Sym, ix: Indices) -> tuple[Key, tuple[int | None, ...]]:
        key, at = self.located(var, ix)
        self.named(var, ix)
        if key not in self.values:
            raise NoJudgementError(f"a derivative by {var.text}")
        if None in at:
            raise NoJudgementError("a derivative by a part of a matrix")
        if self._symmetric(key[0]):
            raise NoJudgementError("a derivative by a symmetric matrix: are its entries independent?")
        return key, at

    def _symmetric(self, name: Sym) -> bool:
        return any(name in free_symbols(a) for a in self.claim.assumptions if isinstance(a, Op) and a.head == "eq"
                   and any(isinstance(n, Op) and n.head == "transpose" for n in walk(a))
                   and len(self.arrays.get(name, Variable(name)).shape) == 2)  # fmt: skip

    def _moved(self, key: Key, value: torch.Tensor) -> World:
        out = World(self.claim, self.sizes, self.seed, self.way)
        out.arrays, out.values = self.arrays, {**self.values, key: value}
        return out

    def _by(self, body: Term, var: Sym, ix: Indices, jacobians: bool = True) -> torch.Tensor:
        key, at = self._slot(var, ix)
        point = self.values[key]
        value = self.array(body, ix)
        table = jacobian(lambda v: self._moved(key, v).array(body, ix), point)
        rows, cols = point.shape
        if at:
            table = table[:, _position(at, rows) : _position(at, rows) + 1]
            rows, cols = 1, 1
        if is_number(value):
            return table.reshape(cols, rows).T
        if not jacobians:
            raise NoJudgementError("∇ of an array")
        if (rows, cols) == (1, 1):
            out = table.reshape(value.shape[1], value.shape[0]).T
            return out.T if self.denominator else out
        return table.T if self.denominator else table

    def _repeated(self, body: Term, names: list[Term], ix: Indices) -> torch.Tensor:
        """∂²/∂x∂y of numbers, one after the other."""
        first, *rest = names
        if not isinstance(first, Sym) or not is_number(self.named(first, ix)):
            raise NoJudgementError("a higher derivative by an array")
        if not rest:
            return self._by(body, first, ix)
        return self._by(Op("deriv", (body, *rest)), first, ix)

    def _hessian(self, body: Term, var: Sym, ix: Indices) -> torch.Tensor:
        key, at = self._slot(var, ix)
        if at or not is_number(self.value(body, ix)):
            raise NoJudgementError("a Hessian of this")
        first = lambda v: jacobian(lambda w: self._moved(key, w).array(body, ix), v).T  # noqa: E731
        return jacobian(first, self.values[key])


def _position(at: tuple[int | None, ...], rows: int) -> int:
    """The place of an entry in the column-wise vectorisation."""
    i, j = (*at, 1)[:2]
    assert i is not None
    assert j is not None
    return (j - 1) * rows + i - 1


def _raised(a: torch.Tensor, q: float) -> torch.Tensor:
    return a ** int(q) if q == int(q) else a**q


def _inner(x: Value, y: Value) -> torch.Tensor:
    a, b = alike([x, y], "an inner product")
    if a.shape != b.shape:
        raise IllTypedError("an inner product of two shapes")
    return (a * b).sum().reshape(1, 1)


def _transposed(value: Value) -> Value:
    return replace(value, row=not value.row) if isinstance(value, Loose) else value.T


def _diagonal(value: Value) -> torch.Tensor:
    a = solid(value)
    return torch.diag(a.reshape(-1)) if a.shape[1] == 1 else square(a).diagonal().reshape(-1, 1)


def _softmax(value: Value) -> torch.Tensor:
    a = solid(value)
    if min(a.shape) > 1:
        raise NoJudgementError("softmax of a matrix: of its rows or of its columns?")
    return torch.softmax(a.reshape(-1), 0).reshape(a.shape)


def _singular(a: torch.Tensor) -> bool:
    return float(torch.linalg.cond(a.detach())) > 1e10


def _inverse(value: Value) -> torch.Tensor:
    """Without a value where the matrix is singular up to rounding."""
    a = square(value)
    return math.nan * a if _singular(a) else torch.linalg.inv(a)


def _determinant(value: Value) -> torch.Tensor:
    a = square(value)
    out = torch.linalg.det(a).reshape(1, 1)
    return 0 * out if _singular(a) else out


UNARY = {
    "transpose": _transposed,
    "inverse": _inverse,
    "det": _determinant,
    "tr": lambda v: square(v).trace().reshape(1, 1),
    "diag": _diagonal,
    "vec": lambda v: column(solid(v)),
    "softmax": _softmax,
    "softmax_rows": lambda v: torch.softmax(solid(v), 1),
}
