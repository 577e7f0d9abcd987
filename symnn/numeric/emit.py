"""NumPy source from numeric programs: one call an operation, into buffers that are used again when they are free."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from symnn.numeric.careful import careful_text
from symnn.numeric.exponential_tables import span
from symnn.numeric.nodes import SAFE, Node, number, order
from symnn.numeric.tables import HALF_WIDTH, half_erfcx

UFUNCS: Mapping[str, str] = {
    "add": "add", "sub": "subtract", "mul": "multiply", "div": "divide", "min": "minimum", "max": "maximum",
    "copysign": "copysign", "neg": "negative", "abs": "abs", "square": "square", "sqrt": "sqrt", "exp": "exp",
    "expm1": "expm1", "log": "log", "log1p": "log1p", "tanh": "tanh", "sinh": "sinh", "cosh": "cosh", "sin": "sin",
    "cos": "cos", "tan": "tan", "asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh", "asin": "arcsin",
    "cbrt": "cbrt", "acos": "arccos", "atan": "arctan",
}  # fmt: skip

WORK = "work"
NORMAL_ROWS = 4  # work space of ``normal_cdf``
EXPONENTIAL_ROWS = 4  # work space of ``exponential``


@dataclass(frozen=True)
class Block:
    """Lines of a function body, and how many buffers ``w[0]``, ``w[1]``, … they use."""

    lines: tuple[str, ...]
    buffers: int
    tables: frozenset[str]


class _Places:
    """Where results lie: outputs, also before their own result is written, and buffers ``w[0]``, ``w[1]``, …"""

    def __init__(self, nodes: Sequence[Node], roots: Sequence[Node], outs: Sequence[str], first: int) -> None:
        self.nodes, self.count = nodes, first
        self.last: dict[Node, int] = {}
        for k, n in enumerate(nodes):
            for a in n.args:
                self.last[a] = k
        for r in roots:
            self.last[r] = len(nodes)
        self.target = dict(reversed(list(zip(roots, outs, strict=True))))
        at = {n: k for k, n in enumerate(nodes)}
        self.due = {o: at[r] if self.target[r] == o else len(nodes) for r, o in zip(roots, outs, strict=True)}
        self.place: dict[Node, str] = {}
        self.free = list(outs)

    def of(self, k: int, n: Node) -> str:
        """The place of the k-th result; what is used for the last time there is free afterwards."""
        ended = {a: self.place[a] for a in n.args if self.last[a] == k and a in self.place and a not in self.target}
        if n in self.target:
            into = self.target[n]
        else:
            own = [p for p in ended.values() if p[0] != "m" and self.fits(p, n)] if _in_place(n) else []
            other = [p for p in self.free if self.fits(p, n)]
            if n.op == "less":
                into = f"m{k}"
            elif own or other:
                into = own[0] if own else other[0]
            else:
                into = f"w[{self.count}]"
                self.count += 1
        self.place[n] = into
        self.free = [p for p in self.free if p != into]
        self.free += [
            p for p in dict.fromkeys(ended.values()) if p != into and p[0] != "m" and self.due.get(p, k + 1) > k
        ]
        return into

    def fits(self, place: str, n: Node) -> bool:
        """Whether the result is used up before the place gets its own, or by the operation that writes it there."""
        due = self.due.get(place)
        return (
            due is None or self.last[n] < due or (self.last[n] == due < len(self.nodes) and _in_place(self.nodes[due]))
        )


def _in_place(n: Node) -> bool:
    """Whether the operation may write over its argument."""
    return n.op in UFUNCS or n.op == "reciprocal"


def block(roots: Sequence[Node], outs: Sequence[str], first: int = 0) -> Block:
    """The body that computes every root into its output array; no output shares memory with an input."""
    nodes = order(roots)
    places = _Places(nodes, roots, outs, first)
    place, count = places.place, first
    lines: list[str] = []
    tables: set[str] = set()

    def value(n: Node) -> str:
        if n.op == "input":
            return str(n.data)
        if n.op == "nan":
            return "np.nan"
        return repr(number(n)) if n.op == "const" else place[n]

    for k, n in enumerate(nodes):
        if n.op not in ("input", "const", "nan"):
            lines.append(_line(n, places.of(k, n), value, tables))
    for r, o in zip(roots, outs, strict=True):
        if r.op in ("input", "const", "nan"):
            lines.append(f"{o}[...] = {value(r)}")
        elif place[r] != o:
            lines.append(f"{o}[...] = {place[r]}")
    count = places.count
    if tables:  # the last rows are the work space of the functions that look up
        lines = [line.replace(f"w[{WORK}:]", f"w[{count}:]") for line in lines]
        count += max(_rows(name) for name in tables)
    return Block(tuple(lines), count, frozenset(tables))


def _rows(table: str) -> int:
    """The work space of the function that looks up in a table."""
    if table == "HALF_ERFCX":
        return len(half_erfcx()) + 2
    return NORMAL_ROWS if table == "NORMAL" else EXPONENTIAL_ROWS


def operators(root: Node, pairs: Callable[[Node], list[tuple[float, float]]]) -> tuple[list[str], str]:
    """Lines and result of a program over a few gathered points ``z``, in plain expressions."""
    lines: list[str] = []
    name: dict[Node, str] = {}
    nodes = order([root])
    uses: dict[Node, int] = {}
    for n in nodes:
        for a in n.args:
            uses[a] = uses.get(a, 0) + 1
    for n in nodes:
        if n.op == "input":
            name[n] = "z" if n.data == "x" else str(n.data)
            continue
        if n.op == "const":
            name[n] = repr(number(n))
            continue
        text = _expression(n, [name[a] for a in n.args], pairs, lines, len(name))
        if uses.get(n, 0) > 1 or len(text) > 70:
            name[n] = f"v{len(name)}"
            lines.append(f"{name[n]} = {text}")
        else:
            name[n] = text
    return lines, name[root]


_SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/"}


def _expression(
    n: Node, args: list[str], pairs: Callable[[Node], list[tuple[float, float]]], lines: list[str], count: int
) -> str:
    if n.op in _SIGNS:
        return f"({args[0]} {_SIGNS[n.op]} {args[1]})"
    if n.op in UFUNCS:
        return f"np.{UFUNCS[n.op]}({', '.join(args)})"
    match n.op:
        case "reciprocal":
            return f"(1.0 / {args[0]})"
        case "clamp":
            return f"np.minimum({args[0]}, {SAFE})"
        case "step":
            return f"np.greater_equal({args[0]}, 0.0).astype(np.float64)"
        case "less":
            return f"np.less({args[0]}, {args[1]})"
        case "select":
            return f"np.where({', '.join(args)})"
        case "nan":
            return "np.nan"
        case "exact_exp":
            return f"exact_exp(z, {pairs(n)!r})"
        case "careful_exp":
            return careful_text(n)
        case "half_erfcx":
            lines.append(f"t{count} = np.empty_like(z)")
            lines.append(f"polynomials({args[0]}, HALF_ERFCX, 0.0, {HALF_WIDTH}, t{count})")
            return f"t{count}"
        case "normal_cdf":
            lines.append(f"t{count} = np.empty_like(z)")
            lines.append(f"normal_cdf({', '.join(args)}, NORMAL, t{count}, np.empty(({NORMAL_ROWS}, z.size)))")
            return f"t{count}"
        case "erf":
            lines.append(f"t{count} = np.empty_like(z)")
            lines.append(f"error_function({args[0]}, ERF_RATIO, HALF_ERFCX, {HALF_WIDTH}, t{count})")
            return f"t{count}"
    raise ValueError(n.op)


def _line(n: Node, into: str, value: object, tables: set[str]) -> str:
    assert callable(value)
    args = [value(a) for a in n.args]
    if n.op in UFUNCS:
        return f"np.{UFUNCS[n.op]}({', '.join(args)}, out={into})"
    match n.op:
        case "reciprocal":
            return f"np.divide(1.0, {args[0]}, out={into})"
        case "clamp":
            return f"np.minimum({args[0]}, {SAFE}, out={into})"
        case "step":
            return f"np.greater_equal({args[0]}, 0.0, out={into})"
        case "less":
            return f"{into} = np.less({', '.join(args)})"
        case "select":
            return f"select({', '.join(args)}, out={into})"
        case "half_erfcx":
            tables.add("HALF_ERFCX")
            return f"polynomials({args[0]}, HALF_ERFCX, 0.0, {HALF_WIDTH}, {into}, w[{WORK}:])"
        case "normal_cdf":
            tables.add("NORMAL")
            tail = ", True" if n.args[1].op == "table_exp" else ""
            return f"normal_cdf({', '.join(args)}, NORMAL, {into}, w[{WORK}:]{tail})"
        case "table_exp":
            found = span(n)
            assert found is not None
            tables.add(found.name)
            return f"exponential({args[0]}, {found.name}, {found.first}, {found.coefficients}, {into}, w[{WORK}:])"
        case "erf":
            return f"error_function({args[0]}, ERF_RATIO, HALF_ERFCX, {HALF_WIDTH}, {into})"
    raise ValueError(n.op)
