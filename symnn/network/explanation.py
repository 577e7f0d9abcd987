"""The derivation that a network runs, layer by layer: a derivation file that ``symnn verify`` proves.

The sections are the rules of ``symnn.network.rules`` with the names of the network, so that what is printed is what the
program of ``symnn.network.steps`` was read off.  Each section speaks of one step and of any differentiable ℓ after it;
``symnn.network.composition`` puts them together to the gradients of the whole network.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from symnn.check import Options, verify
from symnn.network.activations import compiled
from symnn.network.composition import DEEPEST, links, penalised, whole
from symnn.network.description import Dense, Description
from symnn.network.rules import ACTIVATION, DECAY, DENSE, LOSSES, rests, section
from symnn.notation import latex
from symnn.numeric.analytic import Analytic, NoValueError
from symnn.numeric.parts import Part, parts_of, undefined
from symnn.result import ClaimResult, Report
from symnn.term import Num, Op, Sym, Term, num, substitute
from symnn.verdict import Conditional, Proved, Refuted, name_of

FORMATS = ("markdown", "latex")
_TAG = re.compile(r"<!-- @(.*?) -->")
_FENCE = re.compile(r"```math\n(.*?)\n```", re.DOTALL)


@dataclass(frozen=True)
class Explanation:
    """A derivation as text.

    ``str()`` and ``markdown`` give Markdown, ``latex`` a document that pdflatex compiles; both are derivation files.
    ``report`` has the verdict of every claim (decided when it is asked for), ``certificates`` the digest of each proof.
    """

    plain: str

    @cached_property
    def report(self) -> Report:
        """What ``symnn verify`` says of the text."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "network.md"
            path.write_text(self.plain, encoding="utf-8")
            return verify([str(path)], Options())

    @cached_property
    def certificates(self) -> Mapping[str, str]:
        """Digests of the certificates by the ids of the claims; only what is proved has one."""
        return {c.id: c.certificate for c in self.report.claims if c.certificate and isinstance(c.verdict, Proved)}

    @cached_property
    def markdown(self) -> str:
        """The derivation with the verdict and the certificate below each claim."""
        by_id = {c.id: c for c in self.report.claims}
        out: list[str] = []
        current: ClaimResult | None = None
        for block in self.plain.split("\n\n"):
            tag = _TAG.match(block)
            if tag and tag[1].startswith("claim "):
                current = by_id.get(tag[1].removeprefix("claim "))
            out.append(block)
            if current is not None and "```math" in block:
                out.append(_said(current))
                current = None
        return "\n\n".join(out)

    @cached_property
    def latex(self) -> str:
        """The same as a LaTeX document."""
        return _document(self.markdown)

    def __str__(self) -> str:
        return self.markdown

    def _repr_markdown_(self) -> str:
        return self.markdown


def explanation(description: Description) -> Explanation:
    """The derivation of a network's forward and backward pass, and of its loss."""
    return Explanation("\n".join(_lines(description)).rstrip("\n") + "\n")


def _lines(description: Description) -> Iterator[str]:
    sizes = "-".join(map(str, (description.inputs, *(layer.outputs for layer in description.layers))))
    yield f"# The gradients of a network {sizes}\n"
    deep = len(description.layers) > DEEPEST
    together = "The section from layer to layer" if deep else "The last section"
    yield (
        "Samples are rows. Each section differentiates one step of the network, for any differentiable function after "
        f"it. {together} puts the steps together.\n"
    )
    before = "X"
    for k, layer in enumerate(description.layers, 1):
        names = {
            "X": before, "n": f"n_{{{k - 1}}}", "m": f"n_{{{k}}}",
            **{letter: f"{letter}_{{{k}}}" for letter in "WbZASR"}, "G": f"D_{{{k}}}",
        }  # fmt: skip
        # nobody asks for the gradient in the samples
        rule = DENSE if k > 1 else replace(DENSE, backward=tuple(b for b in DENSE.backward if b.id != "input"))
        yield section(rule, f"Layer {k}: dense, {layer.inputs} to {layer.outputs}", f"layer-{k}", names)
        before = names["Z"]
        if not layer.is_linear:
            title = f"Layer {k}: {_spoken(layer)}, elementwise"
            yield section(ACTIVATION, title, f"layer-{k}-activation", {**names, "G": f"B_{{{k}}}"})
            before = names["A"]
    for number, layer in enumerate({_spoken(a): a for a in _activations(description)}.values(), 1):
        yield from _function(number, layer)
    last = f"n_{{{len(description.layers)}}}"
    for (loss, targets), rule in LOSSES.items():
        if loss == description.loss:
            title = f"Loss: {loss.replace('_', ' ')}" + ("" if targets == "values" else f" of {targets}")
            yield section(rule, title, f"loss-{targets}", {"Z": before, "m": last})
            if rests(rule):
                stands = ", ".join(f"`{reference}`" for reference, _ in rests(rule))
                yield f"The numbers are computed in stable forms that are proved in {stands}.\n"
    if description.weight_decay:
        yield section(DECAY, "Weight decay, of every layer", "decay", {"n": "n", "m": "m"})
        yield f"The factor of this network is `{description.weight_decay!r}`.\n"
    if deep:
        yield from links(description)
        yield from penalised() if description.weight_decay else ()
    else:
        yield from whole(description)


def _activations(description: Description) -> list[Dense]:
    return [layer for layer in description.layers if not layer.is_linear]


def _spoken(layer: Dense) -> str:
    texts = {n: f"{v:g}" if float(f"{v:g}") == v else repr(v) for n, v in sorted(_values(layer).items())}
    values = ", ".join(f"{n} = {v}" for n, v in texts.items())
    name = layer.source().name.replace("_", " ")
    return f"{name} with {values}" if values else name


def _values(layer: Dense) -> dict[str, float]:
    source = layer.source()
    given = {source.other.get(n, n): v for n, v in layer.parameters.items()}
    return {n: float(given.get(n, d if d is not None else 0.0)) for n, d in source.defaults.items()}


def _function(number: int, layer: Dense) -> Iterator[str]:
    """An activation and its derivative, piece by piece."""
    source, x = layer.source(), Sym("x")
    term = substitute(source.term, {source.var: x, **{Sym(n): num(repr(v)) for n, v in _values(layer).items()}})
    pieces = _merged([p for p in parts_of(term, x) if not undefined(p)])
    kinks = [p.end for p in pieces[:-1] if p.end is not None]
    yield f"## The function {_spoken(layer)}\n\nThe network computes it and its derivative in stable forms of these.\n"
    yield "<!-- @let -->\nLet $x \\in \\mathbb{R}$.\n"
    here = compiled(layer.activation, "accurate")
    ends = [float(here(float(k), **layer.parameters)) for k in kinks]
    yield f"```math\nf(x) := {latex(_cases(pieces, 0, x, ends))}\n```\n"
    yield f"<!-- @claim function-{number}-derivative -->"
    if kinks:
        yield "For " + ", ".join(f"$x \\neq {latex(num(k))}$" for k in kinks) + ",\n"
    yield f"```math\nf'(x) = {latex(_cases(pieces, 1, x, ends))}\n```\n"
    if kinks:
        values = (f"{here.derivative(float(k), **layer.parameters):g} at {k}" for k in kinks)
        yield f"Where it has no derivative, the network takes {', '.join(values)}.\n"


def _merged(parts: list[Part]) -> list[Part]:
    """Neighbours with one formula as one piece: the cut at zero is the compiler's own."""
    out: list[Part] = []
    for part in parts:
        if out and out[-1].terms == part.terms:
            out[-1] = Part(out[-1].low, part.high, part.terms, part.inside, part.end)
        else:
            out.append(part)
    return out


def _cases(pieces: list[Part], k: int, x: Sym, ends: list[float]) -> Term:
    """The pieces as cases; ``ends`` are the values of f where one ends, which say to which piece the end belongs."""
    if len(pieces) == 1:
        return pieces[0].terms[k]
    rows: list[Term] = []
    below: Term | None = None
    for piece, value in zip(pieces[:-1], ends, strict=True):
        assert piece.end is not None
        own = _is_value(piece.terms[0], x, piece.end, value)
        condition = Op("le" if own else "lt", (x, Num(piece.end)))
        rows.append(Op("case", (piece.terms[k], condition)))
        below = Op("gt" if own else "ge", (x, Num(piece.end)))
    assert below is not None
    return Op("cases", (*rows, Op("case", (pieces[-1].terms[k], below))))


def _is_value(term: Term, x: Sym, at: Fraction, value: float) -> bool:
    try:
        return abs(float(Analytic(term, x).value(at).mid()) - value) <= 1e-12 * max(1.0, abs(value))
    except NoValueError:
        return False


def _said(claim: ClaimResult) -> str:
    verdict = claim.verdict
    if isinstance(verdict, Proved) and claim.certificate:
        return f"Proved: `{claim.certificate}`."
    if isinstance(verdict, Conditional | Refuted):
        return f"{name_of(verdict).capitalize()}: see `symnn verify`."
    return f"{name_of(verdict).capitalize()}: {getattr(verdict, 'reason', '')}."


_SPECIAL = {c: f"\\{c}" for c in "&%#_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def _document(markdown: str) -> str:
    """Our own Markdown (headings, fences, tags, prose with formulas and code) as LaTeX."""
    body = []
    for block in markdown.split("\n\n"):
        body.append("\n".join(_block(block)))
    packages = "\\documentclass{article}\n\\usepackage{amsmath,amssymb}\n\\begin{document}"
    return f"{packages}\n\n" + "\n\n".join(body) + "\n\n\\end{document}\n"


def _block(block: str) -> Iterator[str]:
    fence = _FENCE.search(block)
    before = block[: fence.start()] if fence else block
    for line in before.strip("\n").split("\n"):
        if tag := _TAG.fullmatch(line):
            yield f"% @{tag[1]}"
        elif line.startswith("#"):
            level, _, title = line.partition(" ")
            yield f"\\{'sub' * (len(level) - 1)}section*{{{_prose(title)}}}"
        elif line:
            yield _prose(line)
    if fence:
        yield f"\\[\n{fence[1]}\n\\]"


def _prose(text: str) -> str:
    """Formulas as they are, code in typewriter letters, the rest escaped."""
    out = []
    for k, piece in enumerate(re.split(r"(\$[^$]*\$|`[^`]*`)", text)):
        if k % 2 == 0:
            out.append("".join(_SPECIAL.get(c, c) for c in piece))
        elif piece[0] == "$":
            out.append(piece)
        else:
            out.append("\\texttt{" + "".join(_SPECIAL.get(c, c) for c in piece[1:-1]) + "}")
    return "".join(out)


__all__ = ["FORMATS", "Explanation", "explanation"]
