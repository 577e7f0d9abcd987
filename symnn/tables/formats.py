"""A table as Markdown, HTML, CSV or LaTeX; words in the table's language, the ids of the claims with it."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from symnn.tables.latex import write as write_latex
from symnn.tables.model import MEASURED, NOTHING, OPEN, Cell, Row, Table
from symnn.tables.names import heading, word

DASH = "–"
FORMULA = re.compile(r"\$([^$]*)\$")


def render(table: Table, format: str, **options: Any) -> str:
    """The text of a table; ``ValueError`` for a format that there is not."""
    writer = FORMATS.get(format)
    if writer is None:
        raise ValueError(f"no table format {format!r}; there are {', '.join(FORMATS)}")
    return writer(table, **options)


def marked(cell: Cell, lang: str) -> str:
    """A cell as text with formulas between dollar signs; empty where nothing was proved."""
    if cell.status == NOTHING:
        return DASH
    out = [
        word(text, lang) if kind == "word" else f"${text}$" if kind == "math" else text for kind, text in cell.pieces
    ]
    return "".join(out)


def notes(table: Table) -> list[str]:
    """What stands below a table: what letters are, what was left open and why, what was only measured."""
    lang = table.lang
    text = " ".join(marked(r.cells[c], lang) for r in table.rows for c in table.columns)
    signs = {"f": r"f\(|\$f", "sigma": r"\\sigma", "Phi": r"\\[Pp]hi"}
    told = [word(key, lang) for key, sign in signs.items() if re.search(sign, text)]
    out = ["; ".join(told)] if told else []
    for row in table.rows:
        if row.where:
            out.append(f"{row.heading(lang)}: {word('where', lang)} " + ", ".join(f"${w}$" for w in row.where))
    for row in table.rows:
        for column in table.columns:
            cell = row.cells[column]
            if cell.status == OPEN:
                name = heading(column, lang)
                out.append(f"{row.heading(lang)}, {name}: {word('undecided', lang)} ({_no_dollars(cell.reason)})")
    if any(r.cells[c].status == MEASURED for r in table.rows for c in table.columns):
        out.append(f"{heading('accuracy', lang)}: {word('measured', lang)}")
    return out


def _no_dollars(text: str) -> str:
    return text.replace("$", "")


def claims_of(row: Row, columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(column, ids with their verdicts) of a row."""
    for column in columns:
        ids = ", ".join(f"{c.id} ({c.verdict}{', ' + c.trust if c.trust else ''})" for c in row.cells[column].claims)
        if ids:
            yield column, ids


def _markdown(table: Table, claims: bool = False) -> str:
    lang = table.lang
    heads = [heading("name", lang), *(heading(c, lang) for c in table.columns)]
    lines = ["| " + " | ".join(_barless(h) for h in heads) + " |", "|" + " --- |" * len(heads)]
    for row in table.rows:
        cells = [_barless(_escaped(row.heading(lang))), *(_barless(marked(row.cells[c], lang)) for c in table.columns)]
        lines.append("| " + " | ".join(cells) + " |")
    below = notes(table)
    if below:
        lines += ["", *(f"- {n}" for n in below)]
    if claims:
        lines += ["", *_claim_lines(table)]
    return "\n".join(lines) + "\n"


def _claim_lines(table: Table) -> Iterator[str]:
    for row in table.rows:
        for column, ids in claims_of(row, table.columns):
            yield f"- {row.key}, {column}: {ids}"


def _escaped(text: str) -> str:
    return "".join(p if p.startswith("$") else p.replace("<", "&lt;") for p in re.split(r"(\$[^$]*\$)", text))


def _barless(text: str) -> str:
    """A bar would end the cell, in a formula it is \\vert."""
    plain = re.sub(r"\$[^$]*\$", lambda m: m[0].replace("\\|", "\\Vert ").replace("|", "\\vert "), text)
    return "\\|".join(plain.split("|"))


def _html(table: Table, claims: bool = False, whole: bool = True) -> str:
    lang = table.lang
    out = ['<table class="symnn">', "<thead><tr>"]
    out += [f'<th scope="col">{_rich(heading(c, lang))}</th>' for c in ("name", *table.columns)]
    out += ["</tr></thead>", "<tbody>"]
    for row in table.rows:
        out.append(f'<tr id="{_id(row.key)}"><th scope="row">{_rich(row.heading(lang))}</th>')
        ids = dict(claims_of(row, table.columns))
        for column in table.columns:
            cell = row.cells[column]
            title = f' title="{html.escape(ids[column])}"' if column in ids else ""
            out.append(f'<td class="{cell.status}"{title}>{_rich(marked(cell, lang))}</td>')
        out.append("</tr>")
    out.append("</tbody></table>")
    below = notes(table)
    if below:
        out += ['<ul class="symnn-notes">', *(f"<li>{_rich(n)}</li>" for n in below), "</ul>"]
    if claims:
        out += ['<ul class="symnn-claims">', *(f"<li>{html.escape(c[2:])}</li>" for c in _claim_lines(table)), "</ul>"]
    body = "\n".join(out) + "\n"
    return _page(body, table) if whole else body


STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 1.5rem; }
.symnn-wide { overflow-x: auto; }
table.symnn { border-collapse: collapse; border-top: 2px solid; border-bottom: 2px solid; }
table.symnn th, table.symnn td { padding: .5rem .9rem; text-align: left; vertical-align: middle; }
table.symnn thead th { border-bottom: 1px solid; }
table.symnn tbody th { font-weight: 500; }
table.symnn tbody tr + tr > * { border-top: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
"""


def _page(body: str, table: Table) -> str:
    caption = html.escape(table.caption or ", ".join(r.key for r in table.rows[:4]))
    return (
        f'<!DOCTYPE html>\n<html lang="{table.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{caption}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<main>\n<div class="symnn-wide" tabindex="0" role="region" aria-label="{caption}">\n{body}</div>\n</main>\n'
        "</body>\n</html>\n"
    )


def _id(key: str) -> str:
    return html.escape(re.sub(r"\s+", "-", key))


def _rich(text: str) -> str:
    """Text with MathML for what stands between dollar signs; everything else is shown as text."""
    from latex2mathml.converter import convert

    out, at = [], 0
    for match in FORMULA.finditer(text):
        out.append(html.escape(text[at : match.start()]))
        out.append(convert(match[1]))
        at = match.end()
    return "".join(out) + html.escape(text[at:])


def _csv(table: Table, claims: bool = False) -> str:
    """Formulas in LaTeX; the ids of the claims in a column of their own beside each column."""
    out = io.StringIO()
    writer = csv.writer(out)
    head = ["key", heading("name", table.lang)]
    for column in table.columns:
        head += [column, f"{column} status", f"{column} claims"]
    writer.writerow(head)
    for row in table.rows:
        ids = dict(claims_of(row, table.columns))
        cells = [row.key, row.heading(table.lang)]
        for column in table.columns:
            cell = row.cells[column]
            cells += [marked(cell, table.lang).replace(DASH, ""), cell.status, ids.get(column, "")]
        writer.writerow(cells)
    return out.getvalue()


def _latex(table: Table, claims: bool = False, standalone: bool = False) -> str:
    return write_latex(table, marked, notes, claims_of, standalone)


FORMATS: Mapping[str, Callable[..., str]] = {"markdown": _markdown, "latex": _latex, "html": _html, "csv": _csv}
