"""The notation profile of a document: what its own usage and words say of names and signs.

A name that the document applies somewhere beyond doubt (``\\xi(\\cdot)``, "where $\\xi(\\mathbf{z})$") is a function
wherever the reading would be doubtful; "we use $\\circ$ for the elementwise product" gives a sign its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from symnn.context.layers_used import layered_names
from symnn.document.model import Document, Span
from symnn.notation import Profile
from symnn.notation.profile import Shown
from symnn.notation.usage import applied_names
from symnn.term import Sym

_SIGNS = {"\\circ": "compose", "∘": "compose", "*": "star", "\\ast": "star"}
_MEANINGS = (
    (re.compile(r"element-?\s?wise|entry-?\s?wise|Hadamard|component-?\s?wise|逐元素", re.I), "hadamard"),
    (re.compile(r"\bcompositions?\b|复合", re.I), "compose"),
    (re.compile(r"\bconvolutions?\b|卷积", re.I), "convolution"),
)
_EXPECTATION = re.compile(r"\\mathbb\s*(\{\s*E\s*\}|E)|𝔼")
_RUN = re.compile(r"(?<![A-Za-z\\])[A-Z]{2}(?![A-Za-z])")
_LINE = re.compile(
    r"\b(line|segment|line segment|chord|edge|side|arc|ray|diagonal|hypotenuse)s?[\s~]*$|(线段|边|弦|直线|对角线)\s*$",
    re.I,
)
_CONVOLVES = re.compile(r"convol|correlat|filter|kernel|signal|conv\d|\bCNN|卷积|滤波|信号", re.I)
_DENOTES = re.compile(r"\b(denot(e|es|ing)|stands? for|means|represents?|is (the|an?)|for)\b|表示|记", re.I)
_DENSITIES = ("phi", "Phi")
_NORMAL = re.compile(r"\bnormal|gauss|GELU|SiLU|\berf\b|正态|高斯|\\Phi|Φ|2\s*\\pi|2π|\\mathcal\s*\{?N", re.I)
_IS = re.compile(r"\s+(?:is|denotes|be)\s+(?:the|a|an|some)\s+(?P<what>(?:[\w-]+\s*){1,4})", re.I)
_NUMBER = re.compile(
    r"\b(number|value|rate|constant|parameter|coefficient|factor|exponent|size|dimension|probability|scalar|threshold"
    r"|temperature|length|width|height|count|iteration|time|step)s?\b",
    re.I,
)
_FUNCTION = re.compile(
    r"function|activation|loss|operator|map|transform|kernel|densit|distribution|network|model", re.I
)
_LONE = re.compile(r"\s*(\\?[A-Za-z]+|\d+)\s*([_^]\s*(\{[^{}]*\}|\S))*\s*")
_VALUE = re.compile(  # h = σ(z), h_j = …, at the beginning of a row
    r"(?:^|\\\\|,|;|\\quad)\s*(?P<letter>[A-Za-z])\s*(?:[_^]\s*(?:\{[^{}]*\}|[A-Za-z0-9])\s*)*&?\s*"
    r"(?:=|:=|\\coloneqq|\\triangleq)(?P<body>[^=]*)"
)
_NO_VALUE = re.compile(r"\\circ|∘|\\mapsto|\\to|\\cdot\s*\)|^\s*\\?[A-Za-z]+'*\s*$")
_UNIT = re.compile(
    r"\b(hidden|units?|neurons?|nodes?|outputs?|states?|vectors?|predictions?|arrays?|entry|entries|components?)\b",
    re.I,
)
_HESSIAN_OF = re.compile(r"\s*(?P<name>[A-Z])(\s+|\s*\\[,!:;]\s*)[a-zA-Z](\([^()]*\))?\s*$")
_HESSIAN = re.compile(r"\W*\s*(is|denotes)\s+(the|its|a)\s+\W?Hessian\b", re.I)
_REACH = 80  # characters of a sentence behind the sign


def profile_of(document: Document, profile: Profile) -> Profile:
    """The profile with what the document shows beyond doubt."""
    applied: dict[Sym, Shown] = {}
    for span in document.spans:
        for name, written, certain in applied_names(span.source, profile):
            if name not in applied or (certain and not applied[name].certain):
                line = document.position(span.start)[0]
                where = f"function, as line {line} writes {' '.join(written.split())}"
                applied[name] = Shown(where, certain)
    for sym, shown in applied.items():
        if not shown.certain and _defined_and_applied(document, shown):
            applied[sym] = replace(shown, certain=True)
    for sym in _numbers(document):
        if sym not in applied and profile.declared_kind(sym) is None:
            profile = profile.declare(sym, "scalar")
    if _error_called_e(document) and profile.declared_kind(Sym("e")) is None:
        profile = profile.declare(Sym("e"), "scalar")
    for sym in _lines(document):
        profile = profile.declare(sym, "scalar")
    operators = frozenset(_operators(document))
    values = frozenset(_values(document))
    return replace(
        profile, applied=applied, signs=_signs(document), own=_own(document), operators=operators, values=values,
        layered=layered_names(document),
    )  # fmt: skip


def _operators(document: Document) -> Iterator[str]:
    """The H of "$H f(x)$ is the Hessian": no factor, and no name that stands alone."""
    for span in document.spans:
        named = _HESSIAN_OF.match(span.source)
        if named is not None and _HESSIAN.match(document.text, span.end):
            yield named["name"]


def _values(document: Document) -> Iterator[str]:
    """Letters that the document makes values, "h = σ(z)", "where $h_j$ is the hidden unit", and applies nowhere."""
    found: set[str] = set()
    for span in document.spans:
        found |= {m["letter"] for m in _VALUE.finditer(span.source) if not _NO_VALUE.search(m["body"])}
        named = re.fullmatch(r"\s*([A-Za-z])\s*(_\s*(\{[^{}]*\}|[A-Za-z0-9])\s*)?", span.source)
        said = None if named is None else _IS.match(document.text, span.end, span.end + _REACH)
        if named is not None and said is not None:
            unit = _UNIT.search(said["what"]) or _NUMBER.search(said["what"])
            found |= {named[1]} if unit and not re.search("function|operator|map|kernel", said["what"], re.I) else set()
    yield from (letter for letter in found if not any(_with_arguments(letter, s.source) for s in document.spans))


def _defined_and_applied(document: Document, shown: Shown) -> bool:
    """ζ(x) = log(1 + e^x) where ζ stands nowhere without a bracket behind it: then ζ(−x) is no product."""
    written = shown.where.rpartition(" writes ")[2]
    name, _, argument = written.removesuffix(")").partition("(")
    name, argument = name.replace("\\left", "").strip(), argument.replace("\\right", "").strip()
    letters = r"(?![A-Za-z])" if name[-1:].isalpha() else ""
    sources = [span.source.strip() for span in document.spans]
    equation = re.compile(re.escape(written).replace("\\ ", r"\s*") + r"\s*&?\s*(:=|=|\\coloneqq)(?P<body>.*)", re.S)
    defined = any((m := equation.match(s)) is not None and argument in m["body"] for s in sources)
    bare = re.compile(rf"(?<![\\A-Za-z]){re.escape(name)}{letters}(?!\s*'*\s*(\\left|\\[!,])?\s*\()")
    return defined and not any(bare.search(s) for s in sources if s != name)


def _error_called_e(document: Document) -> bool:
    """``e = y - t``, the error, where e stands nowhere as the base of powers but in e²."""
    defined = any(
        re.match(r"\s*e\s*(:=|=|\\coloneqq)\s*(?!\\lim|\\sum|2\.7|\\exp|\d)", s.source) for s in document.spans
    )
    powers = any(re.search(r"(?<![A-Za-z\\])e\s*\^\s*(?!2|\{\s*2\s*\}|\\top|T\b|\{)", s.source) for s in document.spans)
    braces = any(re.search(r"(?<![A-Za-z\\])e\s*\^\s*\{\s*(?!2\s*\}|\\top)", s.source) for s in document.spans)
    return defined and not powers and not braces


def _lines(document: Document) -> Iterator[Sym]:
    """Lines between points: AB, where the words speak of "the line $AC$" and of AB in the same paragraph only."""
    runs = [(span, set(_RUN.findall(span.source))) for span in document.spans]
    blocks = {
        s.block for s, found in runs
        if found and _RUN.fullmatch(s.source.strip()) and _LINE.search(document.text, max(0, s.start - _REACH), s.start)
    }  # fmt: skip
    inside = {run for s, found in runs if s.block in blocks for run in found}
    outside = {run for s, found in runs if s.block not in blocks for run in found}
    yield from (Sym(run) for run in sorted(inside - outside))


def _numbers(document: Document) -> Iterator[Sym]:
    """Single letters of which the words say that they are numbers: "where $I$ is the initial value".

    A rate $k(t)$ or a value $Q(s, a)$ may be a function all the same: such letters stay open.
    """
    for span in document.spans:
        letter = span.source.strip()
        if span.kind == "inline" and re.fullmatch(r"[A-Za-z]", letter):
            behind = document.text[span.end : span.end + _REACH].partition(".")[0]
            said = _IS.match(behind)
            number = said is not None and _NUMBER.search(said["what"]) and not _FUNCTION.search(said["what"])
            if number and not any(_with_arguments(letter, other.source) for other in document.spans):
                yield Sym(letter)


def _with_arguments(letter: str, source: str) -> bool:
    """Whether behind the letter a bracket holds a lone name or number, or a list: what arguments look like."""
    applied = rf"(?<![A-Za-z\\]){letter}\s*(\\left|\\[!,])?\s*[(\[](?P<inside>[^()\[\]]{{0,200}})[)\]]"
    insides = (m["inside"].replace("\\right", "") for m in re.finditer(applied, source))
    return any("," in inside or _LONE.fullmatch(inside) for inside in insides)


def _own(document: Document) -> frozenset[str]:
    """φ and Φ are the normal ones only where normal variables are spoken of and the document defines no others.

    Beside 𝔼 a plain E is no expectation where functionals are spoken of.
    """
    functionals = re.search(r"\bfunctionals?\b|泛函", document.text) is not None
    own = {"E"} if functionals and any(_EXPECTATION.search(span.source) for span in document.spans) else set()
    if not _NORMAL.search(document.text):
        return frozenset({*_DENSITIES, *own})
    return frozenset({*own, *(n for n in _DENSITIES if any(_defines(n, span.source) for span in document.spans))})


def _defines(name: str, source: str) -> bool:
    head = rf"\s*\\(var)?{name}\s*\([^()=]*\)\s*(:=|\\equiv|\\triangleq|\\coloneqq)"
    return re.match(head, source) is not None


def _signs(document: Document) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for span in document.spans:
        sign = _SIGNS.get(span.source.strip())
        if sign is not None and (meaning := _meaning(document, span)) is not None:
            found.setdefault(sign, set()).add(meaning)
    signs = {sign: meanings.pop() for sign, meanings in found.items() if meanings == {"hadamard"}}
    if "star" not in found and not _CONVOLVES.search(document.text):
        signs["star"] = "times"  # no convolution is spoken of
    return signs


def _meaning(document: Document, span: Span) -> str | None:
    behind = re.split(r"[.;。；]\s", document.text[span.end : span.end + _REACH], maxsplit=1)[0]
    if not _DENOTES.search(behind):
        return None
    return next((head for words, head in _MEANINGS if words.search(behind)), None)
