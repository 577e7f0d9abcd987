"""Programs as statements about whole tensors, without branches: so libraries can trace, map and compile them.

A patch is a function of its own; ``patched``, which the backend gives, calls it on arguments that lie in the patch or
are clamped into it.  Nobody differentiates the code: derivatives have forms of their own (``higher``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from symnn.numeric.backends.scalar import half_table, is_square, number, plain
from symnn.numeric.forms import LineForm, Pairs, PatchForm, Program, Step, TableForm
from symnn.numeric.parts import CompileError

ARITHMETIC = frozenset("add sub mul div neg square reciprocal less".split())  # what numbers of Python may enter


@dataclass(frozen=True)
class Library:
    """``operations``: a template each; ``full`` makes a tensor of a number as x is, ``select`` chooses by a mask.

    ``apart`` keeps a difference from being merged with the next one.  ``patched(y, x, low, high, f)`` is f(x) where
    low ≤ x ≤ high and y elsewhere; the text of it is the backend's.
    """

    operations: Mapping[str, str]
    full: Callable[[str], str]
    select: Callable[[str, str, str], str]
    apart: str = "({0})"


@dataclass
class TensorWriter:
    """Lines of function bodies in x; tables and exponents are collected under their names."""

    library: Library
    tables: dict[TableForm, str] = field(default_factory=dict)
    exponents: dict[Pairs, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def table(self, table: TableForm) -> str:
        return self.tables.setdefault(plain(table), f"table_{len(self.tables)}")

    def program(self, program: Program) -> tuple[list[str], list[str]]:
        """Statements, and the names of the results, which are tensors."""
        lines: list[str] = []
        names: list[str] = []
        for k, step in enumerate(program.steps):
            if step.op == "input":
                names.append("x")
            elif step.op in ("const", "nan"):
                names.append(
                    number(step.number if step.op == "const" else float("nan"), "float('nan')", "float('inf')")
                )
            else:
                names.append(f"t{k}")
                lines.append(f"{names[k]} = {self.text(step, program, names)}")
        loose = [program.steps[r].op in ("const", "nan") for r in program.roots]
        return lines, [
            self.library.full(names[r]) if one else names[r] for r, one in zip(program.roots, loose, strict=True)
        ]

    def text(self, step: Step, program: Program, names: Sequence[str]) -> str:
        numbers = [program.steps[a].op in ("const", "nan") for a in step.args]
        loose = step.op in ARITHMETIC and not all(numbers)
        args = [
            self.library.full(names[a]) if one and not loose else names[a]
            for a, one in zip(step.args, numbers, strict=True)
        ]
        self.used.add(step.op)
        match step.op:
            case "half_erfcx" if step.op not in self.library.operations:
                return f"{self.table(half_table())}({args[0]})"
            case "exact_exp" if is_square(step.pairs):
                self.used.add("exact_square_exp")
                return f"exact_square_exp({args[0]}, {step.pairs[0][0]!r})"
            case "exact_exp":
                name = self.exponents.setdefault(step.pairs, f"exact_exp_{len(self.exponents)}")
                return f"{name}({args[0]})"
        if step.op not in self.library.operations:
            raise CompileError(f"{step.op} has no form in this backend; backend='numpy' has one")
        return self.library.operations[step.op].format(*args)

    def functions(self, name: str, main: Program, line: LineForm) -> list[str]:
        """The functions that compute one function of x: its patches, then itself."""
        select, full = self.library.select, self.library.full
        lines, (result,) = self.program(main)
        lines.append(f"y = {result}")
        made = []
        for k, patch in enumerate(line.patches):
            made.append(function(f"{name}_patch_{k}(x)", self._patch(patch)))
            lines.append(f"y = patched(y, x, {_text(patch.low)}, {_text(patch.high)}, {name}_patch_{k})")
        for at, wanted in (*line.points, (-float("inf"), line.ends[0]), (float("inf"), line.ends[1])):
            lines.append(f"y = {select(f'x == {_text(at)}', full(_text(wanted)), 'y')}")
        return [*made, function(f"{name}(x)", [*lines, f"return {select('x != x', 'x', 'y')}"])]

    def _patch(self, patch: PatchForm) -> list[str]:
        lines: list[str] = []
        factors: list[str] = []
        if patch.program is not None:
            lines, factors = self.program(patch.program)
        if patch.table is None:
            return [*lines, f"return {factors[0]}"]
        table = patch.table
        lines.append(f"y = {self.table(table)}(x)")
        if table.order:
            root, rest = (_text(v) for v in table.root)
            first = self.library.apart.format(f"x - {root}")
            lines.append(f"d = {first} - {rest}" if table.root[0] else "d = x")
            lines += [f"y = y {'*' if table.order > 0 else '/'} d"] * abs(table.order)
        return [*lines, *(f"y = y * {factor}" for factor in factors * (2 if patch.twice else 1)), "return y"]


def _text(v: float) -> str:
    return number(v, "float('nan')", "float('inf')")


def function(signature: str, lines: Sequence[str]) -> str:
    return "\n".join([f"def {signature}:", *(f"    {line}" for line in lines)])


def exponent(name: str, pairs: Pairs, exp: str) -> str:
    """e^{p(x)} with p in double-double arithmetic by Horner."""
    (high, low), *rest = pairs
    body = [f"high, low = {high!r}, {low!r}"]
    for k, (c, e) in enumerate(rest):
        body += [
            "p, error = two_product(high, x)" if k else f"p, error = two_product(x, {high!r})",
            f"high, rest = two_sum(p, {c!r})",
            f"low = low * x + (error + rest + {e!r})",
        ]
    return function(
        f"{name}(x)", [*body, "total = high + low", f"e = {exp}(total)", "return e + e * ((high - total) + low)"]
    )


TWO_SUM = '''def two_sum(a, b):
    """a + b as the rounded sum and its exact error (Knuth)."""
    s = a + b
    v = s - a
    return s, (a - (s - v)) + (b - v)'''
