"""The layout of derivatives said in words: "we use the denominator layout", "矩阵微分采用的是分母布局".

A sentence chooses a layout, rejects or compares it, or speaks of it in some other way.  What only speaks of it, as
"this is the transpose of what the denominator layout gives", leaves the layout unclear.

In numerator layout the derivative of a number is a row, unless the text says that gradients have the shape of the
variable, or names the layout for Jacobians alone.  "Gradients are row vectors" says so of ∇ too.
"""

from __future__ import annotations

import re

from symnn.context.words import sentences
from symnn.document.model import Document, Tag

UNCLEAR, OPEN, ROWS, NUMERATOR_ROWS = "unclear", "open", "rows", "numerator_rows"
_LAYOUT = re.compile(
    r"\b(denominator|numerator)[- ](?:\([^()]{1,20}\) ?)?layout\b"
    r"|\b(hessian|jacobian) (?:formulation|convention)\b|(分母|分子)布局",
    re.I,
)
_NAMES = {"分母": "denominator", "分子": "numerator", "hessian": "denominator", "jacobian": "numerator"}
_USE = r"(use|using|adopt|follow|employ|choose|prefer|take|stick|work)"
_NEGATED = re.compile(
    rf"\b(not|never|without|avoid|cannot)\b(\W+\w+)? ?\W*{_USE}|n['’]t(\W+\w+)?\W+{_USE}|\bavoid"
    r"|(不|没有?|并未|未|避免)(使|采|再|会|要)*用|避免",
    re.I,
)
_CHOSEN = re.compile(
    rf"\b(we|i|this \w+|these \w+|here|throughout|let us|always)\b[^.;]*\b{_USE}"
    r"|^\W*(all \w+|derivatives|gradients|jacobians)?( \w+){0,2} ?\b(in|with|using|use)"
    r" (the )?(denominator|numerator)[- ](\([^()]{1,20}\) ?)?layout( convention| notation)?\W*$"
    rf"|layout\b( convention| notation)? (is|are|will be) {_USE[:-1]}|used|taken|chosen)"
    r"|采用|使用|选用|约定|遵循|用的是|按照?|^\W*(以下|本[书文章节])[^。；]*用",
    re.I,
)
_COMPARED = re.compile(
    r"\b(not|no|instead of|rather than|unlike|versus|vs|some|others?|often|convert|either|both|if|contrast|contrary|"
    r"would|could|sometimes|many|most|authors?)\b|不|非|或|相反|如果|若|有些|有的|许多|没|未|避免|而",
    re.I,
)
_MARKED = re.compile(  # "sections in denominator layout say so": where nothing is said, it is not used
    r"\b(say|says|state|states) (so|it)\b|\b(is|are|will be) (marked|labelled|flagged|indicated|noted|pointed out)\b"
    r"|(会|均|都|另|特别)?(注明|说明|标明|标出)",
    re.I,
)
_SHAPED = re.compile(  # "gradients are columns", "∂y/∂x has the entry ∂y_j/∂x_i": a layout without its name
    r"\b(gradients?|(partial )?derivatives?|jacobians?|differentiat\w+)\b[^.;]{0,60}\b(rows?|columns?|transposed?)\b"
    r"|\b(rows?|columns?|transposed?)\b[^.;]{0,30}\b(gradients?|derivatives?|jacobians?)\b"
    r"|\\partial[^.;]{0,60}\bentry\b[^.;]{0,60}\\partial|(求导|导数|梯度|雅可比)[^。；]{0,30}(按?[行列]|转置)",
    re.I,
)
_KEPT = re.compile(  # "gradients have the shape of the variable"
    r"\b(gradients?|derivatives?)\b[^.;]{0,60}\b(same )?(shape|dimensions?|size)s? (of|as|like)\b"
    r"|(梯度|导数)[^。；]{0,20}(形状|维度)[^。；]{0,10}(相同|一致)",
    re.I,
)
_UNTRUE = re.compile(r"\b(not|never|transposed?|opposite|some|often|sometimes)\b|n['’]t\b|不|非|转置", re.I)
_NOTHING_ELSE = re.compile(
    r"^[\W\d]*(the )?((denominator|numerator)[- ]layout( convention| notation)?|分[母子]布局(约定)?)\W*$", re.I
)
_OF_NUMBER = (
    r"(\b(gradients?|(partial )?derivatives?)\b|\\partial|\\nabla)[^.;]{0,60}\b(are|is|be|as|denotes?|means)\s+"
)
_ROWS = re.compile(  # "gradients are row vectors", "we write the gradient as a row"
    _OF_NUMBER + r"((always|here|then|taken|written|treated|regarded|seen|represented|considered|understood|arranged"
    r"|stored|laid|out|to|be|as|an?|the|all|both|our|thus|therefore|hence)\s+){0,6}"
    r"(\$1 ?\\times ?\w\$(?! (matri|block))|(\$1 ?\\times ?\w\$ )?rows?\b(?! of))"
    r"|(梯度|导数)[^。；]{0,20}(是|为|写成|写作|看[作成]|视[作为]|取[作为]?|表示[为成])(一个)?行(向量)?",
    re.I,
)
_PERHAPS_ROWS = re.compile(r"\brow[- ]vectors?\b|\brow gradients?\b|\b(as|into) (a )?rows?\b|行向量", re.I)
_OF_JACOBIANS = re.compile(
    r"\b(for|of) ((the|all|our|vector) )?jacobians?\b|\bjacobians? (are|is)( \w+){0,2} in\b"
    r"|雅可比(矩阵)?(采用|使用|用)",
    re.I,
)
_LASTING = re.compile(
    r"\b(throughout|everywhere|always|in (this|these|the) (notes?|books?|texts?|documents?|papers?|articles?|posts?"
    r"|lectures?|courses?|chapters?|report|tutorial|thesis))\b|全[文书篇]|本[文书]|始终|一律",
    re.I,
)
_OF_NOTATION = re.compile(r"\b(notation|conventions?|preliminaries|terminology)\b|符号|记号|约定|记法", re.I)


def keeps_shapes(text: str) -> bool:
    """Whether a document says that a gradient has the shape of what it is taken by."""
    found = _KEPT.search(text)
    return found is not None and _UNTRUE.search(found.group()) is None


def layouts_said(document: Document) -> list[Tag]:
    """As tags: what is said holds from there to the end of the section, or of the document where it says so.

    Where layouts are compared, none is said.
    """
    found: list[Tag] = []
    authored = any(t.name in ("let", "claim", "erratum", "entry") for t in document.tags)
    mixed = keeps_shapes(document.text)
    title = ""
    for block in document.blocks:
        if block.kind not in ("paragraph", "list_item", "quote", "heading"):
            continue
        text = document.text[block.start : block.end]
        title = text if block.kind == "heading" else title
        start, here = 0, []
        for end in [*(m.end() for m in sentences.CLOSES.finditer(text)), len(text)]:
            said = _said(text[start:end], authored)
            if said is not None:
                place = block.end if block.kind == "heading" else block.start + start + said[1]
                layout = "numerator" if mixed and said[0] == NUMERATOR_ROWS else said[0]
                lasting = _LASTING.search(text, start, end) or _OF_NOTATION.search(title)
                here.append(Tag("layout", layout, (("lasting", ""),) if lasting else (), place, place))
            start = end
        found += [t for t in here if t.argument not in (UNCLEAR, OPEN)] or here
    return found


def _said(sentence: str, authored: bool) -> tuple[str, int] | None:
    """The layout, and where in the sentence it is named; an author who writes tags says it by one."""
    words = {(m[1] or m[2] or m[3]).lower(): m.start() for m in _LAYOUT.finditer(sentence)}
    named = {_NAMES.get(w, w): place for w, place in words.items()}
    if not named:
        return None if authored else _shaped(sentence)
    if (len(named) == 1 and _NEGATED.search(sentence)) or _MARKED.search(sentence):
        return None
    (layout, place), *others = named.items()
    chosen, compared = _CHOSEN.search(sentence), others or _COMPARED.search(sentence)
    if _NOTHING_ELSE.match(sentence) or (chosen and not compared):
        return (layout if layout == "denominator" else _numerator(sentence)), place
    return None if compared and not chosen else (OPEN if "numerator" in named else UNCLEAR, place)


def _numerator(sentence: str) -> str:
    if _OF_JACOBIANS.search(sentence):
        return "numerator"
    return ROWS if _ROWS.search(sentence) else NUMERATOR_ROWS


def _shaped(sentence: str) -> tuple[str, int] | None:
    """What a sentence says of rows and columns of derivatives without the name of a layout."""
    if (rows := _ROWS.search(sentence)) is not None and not _COMPARED.search(sentence):
        return ROWS, rows.start()
    if (shaped := _SHAPED.search(sentence)) is None:
        return None
    return OPEN if _PERHAPS_ROWS.search(sentence) else UNCLEAR, shaped.start()
