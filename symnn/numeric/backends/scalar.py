"""Programs as statements about single numbers, in any language that has expressions and assignments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from symnn.numeric.forms import Forms, LineForm, Pairs, PatchForm, Program, Step, TableForm
from symnn.numeric.module import Generated
from symnn.numeric.parts import CompileError
from symnn.numeric.tables import HALF_CELLS, HALF_WIDTH, half_erfcx

HALVES = (0.125, 0.25, 0.5, 1.0, 2.0)  # factors c for which e^{c·x²} is taken from two squares


@dataclass(frozen=True)
class Language:
    """How a backend writes the operations of a program.

    ``operations``: one template each, of the arguments ``{0}``, ``{1}``, ``{2}``; ``name`` = ``text`` is an assignment,
    ``guard`` opens a block that holds for lower ≤ x ≤ upper, ``at`` one for x = a.
    """

    operations: Mapping[str, str]
    number: Callable[[float], str]
    assign: Callable[[str, str], str]
    again: Callable[[str, str], str]
    between: Callable[[str, str], str]
    at: Callable[[str], str]
    end: tuple[str, ...]


@dataclass
class Writer:
    """Lines of one function body; tables and exponents that it uses are collected under their names."""

    language: Language
    tables: dict[TableForm, str] = field(default_factory=dict)
    exponents: dict[Pairs, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def table(self, table: TableForm) -> str:
        return self.tables.setdefault(plain(table), f"table_{len(self.tables)}")

    def program(self, program: Program, prefix: str) -> tuple[list[str], list[str]]:
        """Statements, and the names or numbers of the results."""
        lines: list[str] = []
        names: list[str] = []
        for k, step in enumerate(program.steps):
            if step.op in ("input", "const", "nan", "less"):
                names.append(self.text(step, names))
                continue
            names.append(f"{prefix}{k}")
            lines.append(self.language.assign(names[k], self.text(step, names)))
        return lines, [names[r] for r in program.roots]

    def text(self, step: Step, names: Sequence[str]) -> str:
        args = [names[a] for a in step.args]
        self.used.add(step.op)
        match step.op:
            case "input":
                return "x"
            case "const":
                return self.language.number(step.number)
            case "nan":
                return self.language.number(float("nan"))
            case "half_erfcx":
                return f"{self.table(half_table())}({args[0]})"
            case "exact_exp" if is_square(step.pairs):
                self.used.add("exact_square_exp")
                return f"exact_square_exp({args[0]}, {self.language.number(step.pairs[0][0])})"
            case "exact_exp":
                name = self.exponents.setdefault(step.pairs, f"exact_exp_{len(self.exponents)}")
                return f"{name}({args[0]})"
        if step.op not in self.language.operations:
            raise CompileError(f"{step.op} has no form in this backend; backend='numpy' has one")
        return self.language.operations[step.op].format(*args)

    def corrections(self, line: LineForm, out: str) -> list[str]:
        """What replaces the result of the main program, in order; NaN last."""
        say, lines = self.language, []
        for k, patch in enumerate(line.patches):
            lines.append(say.between(say.number(patch.low), say.number(patch.high)))
            lines += [f"    {text}" for text in self._patch(patch, out, f"p{k}_")]
            lines += say.end
        infinity = float("inf")
        for at, wanted in (*line.points, (-infinity, line.ends[0]), (infinity, line.ends[1])):
            lines += [say.at(say.number(at)), f"    {say.again(out, say.number(wanted))}", *say.end]
        return lines

    def _patch(self, patch: PatchForm, out: str, prefix: str) -> list[str]:
        say = self.language
        lines: list[str] = []
        factors: list[str] = []
        if patch.program is not None:
            lines, factors = self.program(patch.program, prefix)
        if patch.table is None:
            return [*lines, say.again(out, factors[0])]
        lines.append(say.again(out, f"{self.table(patch.table)}(x)"))
        table = patch.table
        if table.order:
            root, rest = (say.number(v) for v in table.root)
            distance = f"{prefix}d"
            lines.append(say.assign(distance, f"(x - {root}) - {rest}" if table.root[0] else "x"))
            sign = "*" if table.order > 0 else "/"
            lines += [say.again(out, f"{out} {sign} {distance}")] * abs(table.order)
        for factor in factors * (2 if patch.twice else 1):
            lines.append(say.again(out, f"{out} * {factor}"))
        return lines


def plain(table: TableForm) -> TableForm:
    """The table without the zero that is a factor."""
    return TableForm(table.start, table.width, table.rows)


def number(v: float, nan: str, infinity: str) -> str:
    """The shortest decimal that is read as the same double."""
    if v != v:
        return nan
    return repr(v) if abs(v) < float("inf") else infinity if v > 0 else f"-{infinity}"


def half_table() -> TableForm:
    """e^{z²}·erfc(z)/2 for 0 ≤ z ≤ 27.25."""
    rows = tuple(tuple(row) for row in half_erfcx().tolist())
    assert len(rows[0]) == HALF_CELLS
    return TableForm(0.0, HALF_WIDTH, rows)


def is_square(pairs: Pairs) -> bool:
    return len(pairs) == 3 and set(pairs[1:]) == {(0.0, 0.0)} and abs(pairs[0][0]) in HALVES


def intervals(lines: Sequence[LineForm]) -> list[tuple[float, float]]:
    """Where something replaces a main program, the infinities and NaN left out; neighbours are joined."""
    found: list[tuple[float, float]] = []
    patches = [(p.low, p.high) for line in lines for p in line.patches]
    points = [(at, at) for line in lines for at, _ in line.points]
    for low, high in sorted([*patches, *points]):
        if found and low <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return found


def generated(forms: Forms, source: str) -> Generated:
    """The source with what it rests on; the errors are those of the NumPy code."""
    f = forms
    return Generated(f.title, source, (0, 0, 0), f.rewritings, f.worst, f.worst_at, f.samples)
