"""The text of a generated module: helpers, tables, and three block programs, plain NumPy that can be imported."""

from __future__ import annotations

import inspect
import math
import textwrap
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from types import ModuleType
from typing import Any

import numpy as np

from symnn.numeric import curve_runtime, pair_runtime, runtime
from symnn.numeric.careful import HELPERS
from symnn.numeric.derive import Derived
from symnn.numeric.emit import block, operators
from symnn.numeric.exponential_tables import span
from symnn.numeric.lines import Line, Patch
from symnn.numeric.nodes import Node, order
from symnn.numeric.single import TABLED_ROWS, single_block, tabled
from symnn.numeric.tables import erf_ratio, half_erfcx, pairs

NAMES = ("value", "slope")
RANGE = {  # which of the two is asked for
    (True, True): "low, high = np.minimum.reduce(x), np.maximum.reduce(x)  # NaN makes every comparison false",
    (True, False): "low = np.minimum.reduce(x)  # NaN makes every comparison false",
    (False, True): "high = np.maximum.reduce(x)  # NaN makes every comparison false",
}
SPECIAL = "  # NaN or an infinity"
NEAR = 8.0  # most arguments are within; patches beyond are made for many blocks at once
EXACT_EXP = frozenset({"two_product", "two_sum", "exact_polynomial", "exact_exp"})
CURVE_HELPERS = frozenset({"curve", "follow"})
LARGEST = float(np.finfo(np.float64).max)


@dataclass(frozen=True)
class Generated:
    """``source`` defines three block programs, ``buffers`` says how many each needs; the rest is what it rests on."""

    title: str
    source: str
    buffers: tuple[int, int, int]
    rewritings: tuple[tuple[str, str, str], ...]
    worst: tuple[float, float]
    worst_at: tuple[float, float]
    samples: int
    single: int = -1  # buffers of ``both_single``, the fast mode in float32; -1 without one

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Generated:
        """``KeyError``, ``TypeError`` or ``ValueError`` on anything that ``to_json`` did not give."""
        a, b, c = (int(v) for v in data["buffers"])
        rows = tuple((str(p), str(q), str(r)) for p, q, r in data["rewritings"])
        (u, v), (s, t) = data["worst"], data["worst_at"]
        numbers = (float(u), float(v)), (float(s), float(t))
        samples, single = int(data["samples"]), int(data["single"])
        return cls(str(data["title"]), str(data["source"]), (a, b, c), rows, *numbers, samples, single)


class _Writer:
    def __init__(self) -> None:
        self.tables: dict[str, str] = {}
        self.helpers: set[str] = {"run"}
        self.rows = 0

    def table(self, coefficients: Any) -> str:
        text = _array(coefficients)
        for name, known in self.tables.items():
            if known == text:
                return name
        name = f"TABLE_{len(self.tables)}"
        self.tables[name] = text
        return name

    def needs(self, roots: Sequence[Node]) -> None:
        ops = {n.op for n in order(roots)}
        if "select" in ops:
            self.helpers.add("select")
        if "half_erfcx" in ops:
            self.helpers.add("polynomials")
            self.tables.setdefault("HALF_ERFCX", _array(half_erfcx()))
        if "normal_cdf" in ops:
            self.helpers |= {"polynomials", "two_product", "two_sum", "normal_values", "normal_cdf"}
            self.tables.setdefault("HALF_ERFCX", _array(half_erfcx()))
            self.tables.setdefault("NORMAL", "normal_values(HALF_ERFCX)")
        if "erf" in ops:
            self.helpers |= {"polynomials", "select", "error_function"}
            self.tables.setdefault("HALF_ERFCX", _array(half_erfcx()))
            self.tables.setdefault("ERF_RATIO", _array(erf_ratio()))
        for found in (span(n) for n in order(roots) if n.op == "table_exp"):
            assert found is not None
            self.helpers |= {
                "two_product",
                "two_sum",
                "exact_polynomial",
                "exact_exp",
                "exponential_values",
                "exponential",
            }
            self.tables.setdefault(found.name, found.values)
        if "careful_exp" in ops:
            self.helpers |= {"two_product", "two_sum", *HELPERS}
        if "exact_exp" in ops:
            self.helpers |= EXACT_EXP

    def patch(self, patch: Patch, out: str) -> list[str]:
        low, high = _number(patch.low), _number(patch.high)
        lines = [f"if not {_outside(patch)}:", f"    i = np.flatnonzero((x >= {low}) & (x <= {high}))"]
        lines.append("    if i.size:  # " + patch.reason)
        lines.append("        z = x[i]")
        result = ""
        if patch.program is not None:
            self.needs([patch.program])
            body, result = operators(patch.program, pairs)
            lines += [f"        {line}" for line in body]
        table = patch.table
        if table is None:
            lines.append(f"        {out}[i] = {result}")
        else:
            self.helpers.add("polynomials")
            name = self.table(table.coefficients)
            lines.append("        y = np.empty_like(z)")
            self.rows = max(self.rows, len(table.coefficients) + 2)
            lines.append(f"        polynomials(z, {name}, {_number(table.start)}, {_number(table.width)}, y, w)")
            if table.order:
                root = f"(z - {_number(table.root[0])}) - {_number(table.root[1])}" if table.root[0] else "z"
                lines.append(f"        d = {root}")
                lines += [f"        y {'*' if table.order > 0 else '/'}= d"] * abs(table.order)
            if result:
                lines.append(f"        h = {result}")
            product = ("y * h * h" if patch.twice else "y * h") if result else "y"
            lines.append(f"        {out}[i] = {product}")
        return lines

    def after(self, line: Line, out: str, far: bool) -> list[str]:
        """The patches and points beyond ±NEAR, or those within."""
        lines: list[str] = []
        for patch in line.patches:
            if (patch.low >= NEAR or patch.high <= -NEAR) == far:
                lines += self.patch(patch, out)
        for at, wanted in line.points:
            if (abs(at) > NEAR) == far:
                lines.append(f"{out}[x == {_number(at)}] = {_number(wanted)}")
        return lines

    def special(self, lines: Sequence[Line], names: Sequence[str]) -> list[str]:
        """Infinities and NaN, where the programs do not give the right values by themselves."""
        rows = [(at, value, name) for line, name in zip(lines, names, strict=True) for at, value in line.unnatural]
        tests = [
            text
            for text, asked in (
                ("low > -np.inf", any(at == -math.inf for at, _, _ in rows)),
                ("high < np.inf", any(at != -math.inf for at, _, _ in rows)),
            )
            if asked
        ]
        if not rows:
            return []
        body = [
            f"    {name}[{'np.isnan(x)' if math.isnan(at) else f'x == {_number(at)}'}] = {_number(value)}"
            for at, value, name in rows
        ]
        return [f"if not ({' and '.join(tests)}):{SPECIAL}", *body]


def _single(derived: Derived, writer: _Writer, buffers: int) -> tuple[list[list[str]], int] | None:
    """The functions ``both_single`` and, where it may be tried, ``both_tabled`` for float32, and their buffers."""
    mains = [line.main for line in derived.lines]
    made = single_block(mains, NAMES)
    if made is None:
        return None
    body, count = made
    rest = [
        f"{n}[x == {_number(a)}] = {_number(v)}"
        for line, n in zip(derived.lines, NAMES, strict=True)
        for a, v in line.points
    ]
    special = writer.special(derived.lines, NAMES)
    if any("normal_cdf_single(" in line for line in body):
        writer.helpers.add("normal_cdf_single")
        writer.tables.setdefault("NORMAL_SINGLE", "NORMAL[49152:97281:2].astype(np.float32)  # from -15")
    functions = [_function("both_single", NAMES, [*body, *_ranged([*rest, *special])])]
    if tabled(mains):
        writer.helpers |= CURVE_HELPERS
        writer.tables.setdefault("CURVE", f"curve(both_block, {buffers})")
        beyond = ["if follow(x, CURVE, value, slope, w):"]
        for line, n in zip(derived.lines, NAMES, strict=True):
            beyond += [f"    {n}[x == {s}np.inf] = {_number(v)}" for s, v in zip(("-", ""), line.ends, strict=True)]
        functions.append(_function("both_tabled", NAMES, [*beyond, *rest]))
        count = max(count, TABLED_ROWS)
    return functions, count


def write(derived: Derived, title: str, fast: bool = False) -> Generated:
    """The module of derived forms; of the fast mode also in float32."""
    writer = _Writer()
    bodies: list[list[str]] = []
    counts: list[int] = []
    fars = ["None"] * 3
    for chosen in ((0,), (1,), (0, 1)):
        lines = [derived.lines[k] for k in chosen]
        names = [NAMES[k] for k in chosen]
        writer.needs([line.main for line in lines])
        main = block([line.main for line in lines], names)
        near, far = (
            [row for line, name in zip(lines, names, strict=True) for row in writer.after(line, name, there)]
            for there in (False, True)
        )
        counts.append(max(main.buffers, writer.rows))
        kind = ("value", "slope", "both")[len(counts) - 1]
        bodies.append(_function(f"{kind}_block", names, [*main.lines, *_ranged(near)]))
        far += writer.special(lines, names)
        if far:
            bodies.append(_function(f"{kind}_far", names, _ranged(far)))
            fars[len(counts) - 1] = f"{kind}_far"
    single = _single(derived, writer, counts[2]) if fast else None
    if single is not None:
        bodies += single[0]
    parts = [_docstring(title), "", "import numpy as np", "", f"BLOCK = {runtime.BLOCK}", f"WIDE = {runtime.WIDE}"]
    parts += [f"HALVES = {runtime.HALVES}"]
    if "normal_cdf" in writer.helpers:
        parts += [f"MAGIC = {runtime.MAGIC}", f"LOWEST = {runtime.LOWEST}", f"NORMAL_SCALE = {runtime.NORMAL_SCALE}"]
    if "exponential" in writer.helpers:
        parts += [f"FINE = {runtime.FINE}", f"MAGIC_FINE = {runtime.MAGIC_FINE}", f"ZERO_FINE = {runtime.ZERO_FINE}"]
    if "normal_cdf_single" in writer.helpers:
        parts += [f"MAGIC_SINGLE = {runtime.MAGIC_SINGLE}", f"LOWEST_SINGLE = {runtime.LOWEST_SINGLE}"]
    if "follow" in writer.helpers:
        parts += [f"{n} = {getattr(curve_runtime, n)}" for n in ("REACH", "MAGIC_CURVE", "LOWEST_CURVE")]
    for helper in (
        "select",
        "polynomials",
        "normal_values",
        "normal_cdf",
        "normal_cdf_single",
        "curve",
        "follow",
        "error_function",
        "two_product",
        "two_sum",
        "exact_polynomial",
        "exact_exp",
        "exponential_values",
        "exponential",
        *HELPERS,
        "run",
    ):
        if helper in writer.helpers:
            parts += [
                "",
                "",
                _plain(inspect.getsource(getattr(_home(helper), helper))),
            ]
    for body in bodies:
        parts += ["", "", "\n".join(body)]
    parts += ["", "", _FRONT.format(*counts, *fars)]
    for name, text in writer.tables.items():
        parts += ["", f"{name} = {text}"]
    first, second = derived.lines
    rewritings = tuple((r.what, r.verdict, r.digest) for r in derived.rewritings)
    worst, worst_at = (first.worst, second.worst), (first.at, second.at)
    text = "\n".join(parts) + "\n"
    buffers, floats = (counts[0], counts[1], counts[2]), -1 if single is None else single[1]
    return Generated(title, text, buffers, rewritings, worst, worst_at, derived.samples, floats)


_FRONT = '''def _flat(x, count, program, far, outs):
    x = np.asarray(x)
    x = x.astype(np.float64) if x.dtype.kind in "iub" else x
    rows = [np.empty(x.size, x.dtype) for _ in range(outs)]
    run(program, count, x.reshape(-1), rows, far=far)
    return [r.reshape(x.shape) for r in rows]


def value(x):
    """The function, elementwise."""
    return _flat(x, {0}, value_block, {3}, 1)[0]


def derivative(x):
    """Its derivative, elementwise."""
    return _flat(x, {1}, slope_block, {4}, 1)[0]


def value_and_derivative(x):
    """Both, sharing their parts."""
    return tuple(_flat(x, {2}, both_block, {5}, 2))'''


def _function(name: str, names: Sequence[str], body: Sequence[str]) -> list[str]:
    return [f"def {name}(x, {', '.join(names)}, w):", *(f"    {line}" for line in body)]


def _ranged(lines: list[str]) -> list[str]:
    """The lines after the range of x, as far as they ask for it."""
    tests = [line for line in lines if line.startswith("if ")]
    if tests and all(line.endswith(SPECIAL) for line in tests):  # the sum of squares needs one pass, not two
        return [f"if not np.dot(x, x) < np.inf:{SPECIAL}" if line in tests else line for line in lines]
    asked = any("low " in line for line in tests), any("high " in line for line in tests)
    return [*([RANGE[asked]] if any(asked) else []), *lines]


def _docstring(title: str) -> str:
    """The title as a string literal: whatever stands in it, it is no code."""
    return repr(f"{title}: generated by symnn; needs NumPy alone.")


def _home(helper: str) -> ModuleType:
    if helper in HELPERS:
        return pair_runtime
    return curve_runtime if helper in CURVE_HELPERS else runtime


def _plain(source: str) -> str:
    """The helper without its annotations: the generated module needs no names but NumPy's."""
    import ast

    tree = ast.parse(textwrap.dedent(source))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            for argument in [*node.args.args, *node.args.kwonlyargs]:
                argument.annotation = None
    return ast.unparse(tree)


def _outside(patch: Patch) -> str:
    """The test that no argument of the block lies where the patch is."""
    above, below = f"low > {_number(patch.high)}", f"high < {_number(patch.low)}"
    if patch.high >= LARGEST:
        return below
    return above if patch.low <= -LARGEST else f"({above} or {below})"


def _number(v: float) -> str:
    if math.isnan(v):
        return "np.nan"
    if math.isinf(v):
        return "np.inf" if v > 0 else "-np.inf"
    return repr(float(v))


def _array(a: Any) -> str:
    """One list a row of the table, six numbers a line."""
    rows = []
    for row in a.tolist():
        texts = [repr(v) for v in row]
        rows.append("[" + ",\n".join(", ".join(texts[k : k + 6]) for k in range(0, len(texts), 6)) + "],")
    return "np.array([\n" + "\n".join(rows) + "\n])"
