"""Tables in LaTeX with the rules of booktabs, over as many pages as they need, never wider than the text.

Columns share the width of the text by what stands in them; what does not fit beside the names goes into a second table.
A formula that is wider than its column is set smaller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from symnn.tables.model import Cell, Row, Table
from symnn.tables.names import heading

Marked = Callable[[Cell, str], str]
PACKAGES = ("amsmath", "amssymb", "array", "booktabs", "graphicx", "longtable")
FIT = r"""\providecommand{\symnnfit}[1]{\setbox0\hbox{$\displaystyle #1$}%
  \ifdim\wd0>\linewidth\resizebox{\linewidth}{!}{\box0}\else\box0\fi}"""
TEXT = 345.0  # points of text in an article
LONG = 120.0  # points; a sum that is longer may be broken
SPECIAL = {c: f"\\{c}" for c in "&%#_{}"} | {
           "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
           ">": r"\textgreater{}", "–": "--", "′": "'", "…": r"\dots{}", "|": "$|$", "“": "``", "”": "''"}  # fmt: skip


def write(
    table: Table,
    marked: Marked,
    notes: Callable[[Table], list[str]],
    claims_of: Callable[[Row, tuple[str, ...]], Iterator[tuple[str, str]]],
    standalone: bool,
) -> str:
    """The table, or a whole document with it."""
    out = [_needs(table.lang)]
    for columns in _groups(table, marked):
        out.append(_one(table, columns, marked, claims_of))
    below = notes(table)
    if below:
        out.append(
            "\\begingroup\\footnotesize\\raggedright\\sloppy\n"
            + "\n\n".join(_text(n) for n in below)
            + "\\par\\endgroup\n"
        )
    body = "\n".join(out)
    if not standalone:
        return body
    start = "\\documentclass{ctexart}" if table.lang == "zh" else "\\documentclass{article}"
    packages = "\n".join(f"\\usepackage{{{p}}}" for p in PACKAGES)
    return f"{start}\n{packages}\n\\begin{{document}}\n{body}\\end{{document}}\n"


def _needs(lang: str) -> str:
    packages = ",".join(PACKAGES)
    chinese = "% Chinese: \\documentclass{ctexart}, compiled with xelatex\n" if lang == "zh" else ""
    return f"% needs \\usepackage{{{packages}}}\n{chinese}{FIT}\n"


def _groups(table: Table, marked: Marked) -> list[tuple[str, ...]]:
    """As many columns in a table as fit beside the names, at least one."""
    widths = {c: _natural(table, c, marked) for c in table.columns}
    room = TEXT - min(_names(table), 0.3 * TEXT)
    out: list[list[str]] = [[]]
    for column in table.columns:
        wanted = sum(min(widths[c], 0.45 * TEXT) for c in (*out[-1], column)) + 12 * len(out[-1])
        least = sum(_least(table, c, marked) for c in (*out[-1], column))
        if out[-1] and (wanted > 1.25 * room or least > room):
            out.append([])
        out[-1].append(column)
    return [tuple(group) for group in out]


def _one(
    table: Table, columns: tuple[str, ...], marked: Marked,
    claims_of: Callable[[Row, tuple[str, ...]], Iterator[tuple[str, str]]],
) -> str:  # fmt: skip
    lang = table.lang
    wanted = [min(_natural(table, c, marked), 0.6 * TEXT) for c in columns]
    shares = _shares(_names(table), wanted, [_least(table, c, marked) for c in columns])
    spec = "".join(rf"m{{\dimexpr {s:.3f}\linewidth-2\tabcolsep\relax}}" for s in shares)
    spec = re.sub(r"m\{", r">{\\raggedright\\arraybackslash}m{", spec)
    room = {c: s * TEXT - 12 for c, s in zip(columns, shares[1:], strict=True)}
    heads = " & ".join(_text(heading(c, lang)) for c in ("name", *columns)) + r" \\"
    lines = [
        f"\\begin{{longtable}}{{@{{}}{spec}@{{}}}}".replace("@{}", ""),
        "\\toprule", heads, "\\midrule", "\\endhead", "\\bottomrule", "\\endlastfoot",
    ]  # fmt: skip
    for number, row in enumerate(table.rows):
        cells = [
            _cell(row.heading(lang), shares[0] * TEXT),
            *(_cell(marked(row.cells[c], lang), room[c]) for c in columns),
        ]
        end = r" \\" if number == len(table.rows) - 1 else r" \\ \addlinespace"
        lines += [f"% {column}: {ids}" for column, ids in claims_of(row, columns)]
        lines.append(" & ".join(cells) + end)
    return "\n".join([*lines, "\\end{longtable}"]) + "\n"


def _cell(text: str, room: float) -> str:
    """A lone formula is fitted to its column; formulas among words are set as they are."""
    lone = re.fullmatch(r"\$([^$]*)\$", text)
    if lone:
        return rf"\symnnfit{{{broken(lone[1], room)}}}"
    parts = re.split(r"(\$[^$]*\$)", re.sub(r"\(\$([^$]{23,})\$\)", r"$(\1)$", text))  # brackets are fitted with it
    wide = [p for p in parts if p.startswith("$") and len(p) > 24]
    if wide:
        fitted = "".join(rf"\symnnfit{{{p[1:-1]}}}" if p in wide else _text(p) for p in parts)
        return fitted.replace(r"} \symnnfit{", r"}\par \symnnfit{")
    return _text(text)


def broken(formula: str, room: float) -> str:
    """A formula that is wider than its room, on several lines: broken at signs outside brackets, else at brackets."""
    if "\\begin" in formula:
        return formula
    lines = list(_lines(formula, room))
    if len(lines) == 1:
        return formula
    shown = [rf"\displaystyle {lines[0]}", *(rf"\displaystyle \quad {{}} {x}" for x in lines[1:])]
    return r"\begin{array}{@{}l@{}} " + r" \\ ".join(shown) + r" \end{array}"


def _lines(formula: str, room: float) -> Iterator[str]:
    """Each part that still does not fit is broken again; a product goes on with a dot."""
    signs, brackets, depth = [], [], 0
    for k, c in enumerate(formula):
        if depth == 0 and k and formula[k - 1 : k + 2] in (" + ", " - "):
            signs.append(k)
        if depth == 0 and formula[k - 1 : k + 1] == " (" and formula[:k].rstrip() not in ("", "+", "-", r"\cdot"):
            brackets.append(k)
        depth += (c in "{([") - (c in "})]")
    places = signs or brackets
    if not places or _formula(formula) <= 1.1 * room:
        yield formula
        return
    best = min(places, key=lambda k: max(_formula(formula[:k]), _formula(formula[k:])))
    dot = "" if signs else r"\cdot "
    yield from _lines(formula[:best].rstrip(), room)
    yield from _lines(dot + formula[best:], room)


def _text(text: str) -> str:
    """Words with formulas between dollar signs."""
    parts = re.split(r"(\$[^$]*\$)", text)
    return "".join(p if p.startswith("$") else _plain(p) for p in parts)


def _plain(text: str) -> str:
    return "".join(SPECIAL.get(c, c) if ord(c) < 128 or c in SPECIAL else _sign(c) for c in text)


def _sign(c: str) -> str:
    """Greek and mathematical signs in a formula of a user; Chinese stays."""
    from symnn.notation.symbols import GREEK_LETTERS

    if c in GREEK_LETTERS:
        return rf"$\{GREEK_LETTERS[c]}$"
    known = {"·": r"$\cdot$", "−": "$-$", "√": r"$\surd$", "∞": r"$\infty$", "²": "$^2$", "³": "$^3$", "×": r"$\times$"}
    return known.get(c, c)


def _shares(names: float, widths: Sequence[float], least: Sequence[float]) -> list[float]:
    """Of the width of the text: the names have what their longest word needs, the columns share the rest.

    No column is narrower than its longest word: what is left is shared by what the columns would like.
    """
    first = min(names / TEXT, 0.4)
    room = (1 - first) * TEXT
    spare = max(room - sum(least), 0.0)
    wishes = [max(w - m, 1.0) for w, m in zip(widths, least, strict=True)]
    given = [m + spare * w / sum(wishes) for m, w in zip(least, wishes, strict=True)]
    return [round(first, 3), *(round(g / TEXT - 0.0005, 3) for g in given)]


def _least(table: Table, column: str, marked: Marked) -> float:
    """The longest word that stands in a column, and the space beside it."""
    texts = [heading(column, table.lang), *(marked(r.cells[column], table.lang) for r in table.rows)]
    words = [w for t in texts for w in re.sub(r"\$[^$]*\$", " ", t).split()]
    lone = [30.0 if "$" in t else 0.0 for t in texts]
    return max([*(sum(_letter(c) for c in w) for w in words), *lone]) + 14


def _names(table: Table) -> float:
    titles = [r.heading(table.lang) for r in table.rows] + [heading("name", table.lang)]
    formulas = [min(_formula(t[1:-1]), 0.3 * TEXT) for t in titles if t.startswith("$")]
    words = [w for t in titles if not t.startswith("$") for w in t.split()]
    return max([*(sum(_letter(c) for c in w) for w in words), *formulas]) + 15


def _letter(c: str) -> float:
    return 10.5 if ord(c) > 0x2E80 else 8.0 if c.isupper() else 5.6


def _natural(table: Table, column: str, marked: Marked) -> float:
    """About how wide the widest cell is, in points, its long sums on two lines."""
    cells = [_two_lines(marked(r.cells[column], table.lang)) for r in table.rows]
    return max([*cells, 0.6 * width(heading(column, table.lang)), 30.0]) + 12


def _two_lines(text: str) -> float:
    whole = width(text)
    lone = re.fullmatch(r"\$([^$]*)\$", text)
    if lone is None or whole < LONG:
        return whole
    return max(_formula(line) for line in _lines(lone[1], LONG))


def width(text: str) -> float:
    """About how wide a text is: fractions count their wider half, cases their longest row; words wrap."""
    out = 0.0
    for part in re.split(r"(\$[^$]*\$)", text):
        out += _formula(part[1:-1]) if part.startswith("$") else 2.2 * len(part)
    return out


def _formula(text: str) -> float:
    if "\\begin{cases}" in text:
        rows = text.replace("\\begin{cases}", "").replace("\\end{cases}", "").split("\\\\")
        return max(_formula(r) for r in rows) + 22
    while (found := re.search(r"\\frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}", text)) is not None:
        text = text[: found.start()] + max(found[1], found[2], key=_flat) + text[found.end() :]
    return _flat(text)


def _flat(text: str) -> float:
    text = re.sub(r"\\operatorname\{([^}]*)\}", r"\1", text)
    text = re.sub(r"\\text\{([^}]*)\}", r"\1", text)
    text = re.sub(r"\\(?:left|right|quad)", " ", text)
    text = re.sub(r"\\(exp|log|tanh|sinh|cosh|max|min|sin|cos|tan)(?![a-z])", r"\1", text)
    text = re.sub(r"\\[A-Za-z]+", "x", text)
    return 5.4 * len(re.sub(r"[{}^_\s]", "", text)) + 5.0 * len(re.findall(r" [-+=<>] ", text))
