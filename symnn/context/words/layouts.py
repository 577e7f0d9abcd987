"""The layout of derivatives said in words: "we use the denominator layout", "矩阵微分采用的是分母布局".

A sentence chooses a layout, rejects or compares it, or speaks of it in some other way.  What only speaks of it, as
"this is the transpose of what the denominator layout gives", leaves the layout unclear.
"""

from __future__ import annotations

import re

from symnn.document.model import Document, Tag

UNCLEAR = "unclear"
_LAYOUT = re.compile(r"\b(denominator|numerator)[- ]layout\b|\b(hessian|jacobian) formulation\b|(分母|分子)布局", re.I)
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
    r" (the )?(denominator|numerator)[- ]layout( convention| notation)?\W*$"
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
_SENTENCE = re.compile(r"[.;!?](?=\s|$)|[。；！？]")


def keeps_shapes(text: str) -> bool:
    """Whether a document says that a gradient has the shape of what it is taken by."""
    found = _KEPT.search(text)
    return found is not None and _UNTRUE.search(found.group()) is None


def layouts_said(document: Document) -> list[Tag]:
    """As tags: what is said holds from there to the end of the section.  Where layouts are compared, none is said."""
    found: list[Tag] = []
    authored = any(t.name in ("let", "claim", "erratum", "entry") for t in document.tags)
    for block in document.blocks:
        if block.kind not in ("paragraph", "list_item", "quote", "heading"):
            continue
        text = document.text[block.start : block.end]
        start, here = 0, []
        for end in [*(m.end() for m in _SENTENCE.finditer(text)), len(text)]:
            said = _said(text[start:end], authored)
            if said is not None:
                place = block.end if block.kind == "heading" else block.start + start + said[1]
                here.append(Tag("layout", said[0], (), place, place))
            start = end
        found += [t for t in here if t.argument != UNCLEAR] or here
    return found


def _said(sentence: str, authored: bool) -> tuple[str, int] | None:
    """The layout, and where in the sentence it is named; an author who writes tags says it by one."""
    words = {(m[1] or m[2] or m[3]).lower(): m.start() for m in _LAYOUT.finditer(sentence)}
    named = {_NAMES.get(w, w): place for w, place in words.items()}
    if not named and not authored and (shaped := _SHAPED.search(sentence)) is not None:
        return UNCLEAR, shaped.start()
    if not named or (len(named) == 1 and _NEGATED.search(sentence)) or _MARKED.search(sentence):
        return None
    (layout, place), *others = named.items()
    chosen, compared = _CHOSEN.search(sentence), others or _COMPARED.search(sentence)
    if _NOTHING_ELSE.match(sentence) or (chosen and not compared):
        return layout, place
    return None if compared and not chosen else (UNCLEAR, place)
