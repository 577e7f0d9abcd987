"""What our objects look like in notebooks: terms as mathematics, verdicts and reports in words and tables.

Everything that comes from a document is text here: escaped, and mathematics is printed from the term.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from symnn.report.phrases import evidence, one_line
from symnn.result import ClaimResult, Report
from symnn.shown import WAYS
from symnn.term import Num, Op, Sym, Term
from symnn.verdict import Conditional, Counterexample, Proved, Refuted, Undecided, Unreadable, Verdict, name_of

if TYPE_CHECKING:
    from symnn.answers import Answer
    from symnn.derivatives import Derivative

SIGNS = {"proved": "✓", "refuted": "✗", "conditional": "∘", "undecided": "?", "unreadable": "!"}
COLOURS = {"proved": "#2e7d32", "refuted": "#c62828", "conditional": "#00699e", "undecided": "#8a6d00",
           "unreadable": "#8a6d00"}  # fmt: skip
ROWS = 200  # of a table in a notebook


def of_term(term: Term) -> dict[str, str]:
    """LaTeX from the term; in words where it has none."""
    from symnn.notation import latex, words

    try:
        return {"text/plain": words(term), "text/latex": _display(latex(term))}
    except (ValueError, KeyError, TypeError):
        return {"text/plain": words(term)}


def of_verdict(verdict: Verdict) -> dict[str, str]:
    """The word for it, and its evidence."""
    lines = [one_line(line) for line in _evidence(verdict)]
    word = name_of(verdict)
    return {
        "text/plain": "\n".join([word, *(f"  {line}" for line in lines)]),
        "text/html": f"{_word(word)}{_list(lines)}",
    }


def of_claim(claim: ClaimResult) -> dict[str, str]:
    """A claim with its verdict."""
    word, lines = name_of(claim.verdict), [one_line(line) for line in _evidence(claim.verdict)]
    said = one_line(claim.reading or claim.formula)
    return {
        "text/plain": "\n".join([f"{word}: {said}", *(f"  {line}" for line in lines)]),
        "text/html": f"{_word(word)} {_maths(claim.formula)} {_text(said)}{_list(lines)}",
    }


def of_counterexample(example: Counterexample) -> dict[str, str]:
    from symnn.report.look import PLAIN
    from symnn.report.phrases import counterexample

    said = one_line(counterexample(example, PLAIN))
    return {"text/plain": said, "text/html": _text(said)}


def of_report(report: Report) -> dict[str, str]:
    """The text report; as a table of claims and a list of findings."""
    from symnn.report import Look, render
    from symnn.report.phrases import summary_line

    rows = []
    for claim in report.claims[:ROWS]:
        word, said = name_of(claim.verdict), one_line(claim.reading or claim.formula)
        more = _list([one_line(line) for line in _evidence(claim.verdict)])
        place = f"{one_line(claim.location.file)}:{claim.location.line}"
        rows.append(
            f"<tr><td>{_word(word)}</td><td>{_text(place)}</td><td>{_text(one_line(claim.id))}</td>"
            f"<td style='text-align:left'>{_maths(claim.formula)}<br>{_text(said)}{more}</td></tr>"
        )
    left = len(report.claims) - ROWS
    note = f"<p>and {left} more: <code>print(report)</code></p>" if left > 0 else ""
    head = "<tr><th>verdict</th><th>place</th><th>claim</th><th style='text-align:left'>formula and reading</th></tr>"
    found = [
        f"{f.code} line {f.location.line}: {one_line(f.message)}"
        + (f" – suggestion: {one_line(f.suggestion)}" if f.suggestion else "")
        for f in report.findings
    ]
    table = f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>" if rows else ""
    return {
        "text/plain": render(report, "text", Look()).rstrip("\n"),
        "text/html": f"<p>{_text(summary_line(report))}</p>{table}{note}{_list(found)}",
    }


def of_answer(answer: Answer) -> dict[str, str]:
    """The verdict of one formula with its evidence."""
    first, *rest = str(answer).splitlines()
    word, _, said = first.partition(": ")
    return {
        "text/plain": str(answer),
        "text/html": f"{_word(word)} {_maths(answer.formula)} {_text(said)}{_list([r.strip() for r in rest])}",
    }


def of_derivative(found: Derivative) -> dict[str, str]:
    """The derivative as an equation."""
    from symnn.notation import latex

    left = latex(Op("deriv", (Sym("f"), *(found.variable for _ in range(found.order)))))
    where = "" if found.where == "everywhere" else rf" \quad \text{{({_tex_text(found.where)})}}"
    out = {"text/plain": str(found)}
    try:
        out["text/latex"] = _display(f"{left} = {found.latex}{where}")
    except (ValueError, KeyError, TypeError):
        return out
    return out


def _evidence(verdict: Verdict) -> list[str]:
    from symnn.finding import Location
    from symnn.report.look import PLAIN

    carrier = ClaimResult("", None, Location("", 1), "", "", "identity", (), verdict)
    return list(evidence(carrier, PLAIN))


def _display(latex: str) -> str:
    return rf"$\displaystyle {latex}$"


def _tex_text(text: str) -> str:
    return "".join(f"\\{c}" if c in "#$%&_{}" else " " if c in "\\^~" else c for c in text)


def _word(word: str) -> str:
    return f"<b style='color:{COLOURS[word]}'>{SIGNS[word]} {word}</b>"


def _text(text: str) -> str:
    """Text that stays text: no markup, and nothing that a notebook would typeset."""
    return f"<span class='tex2jax_ignore mathjax_ignore'>{escape(text).replace('$', '&#36;')}</span>"


def _maths(source: str) -> str:
    """A formula as MathML of known elements; where it has none, its source as text."""
    from symnn.report.mathml import mathml

    made = mathml(source, plain="\\" not in source)
    return made.replace("$", "&#36;") if made is not None else f"<code>{_text(one_line(source))}</code>"


def _list(lines: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{_text(line)}</li>" for line in lines) + "</ul>" if lines else ""


def register() -> None:
    """Fill ``WAYS``; once is enough."""
    from symnn.answers import Answer
    from symnn.derivatives import Derivative

    WAYS.update(dict.fromkeys((Num, Sym, Op), of_term))
    WAYS.update(dict.fromkeys((Proved, Refuted, Conditional, Undecided, Unreadable), of_verdict))
    more: dict[type, Any] = {
        ClaimResult: of_claim, Counterexample: of_counterexample, Report: of_report, Answer: of_answer,
        Derivative: of_derivative,
    }  # fmt: skip
    WAYS.update(more)


__all__ = ["register"]
