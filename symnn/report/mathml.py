"""LaTeX of a document as MathML that a browser shows without script, or ``None`` where the source is better shown.

The converter is latex2mathml.  What it makes is parsed, and kept only if it consists of known elements with the right
number of parts, if no macro was left over, and if every letter and digit of the source is still in it: a formula that
would be shown wrongly is shown as its source.
"""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from functools import lru_cache

from symnn.report.phrases import harmless

LONGEST = 6000  # characters; longer formulas are shown as source
DEEPEST = 60  # braces within braces

_PARTS = {
    "mfrac": 2, "msup": 2, "msub": 2, "mover": 2, "munder": 2, "mroot": 2, "msubsup": 3, "munderover": 3,
}  # fmt: skip
_ELEMENTS = frozenset(
    [*_PARTS, *"math mrow mi mn mo mtext mspace msqrt mstyle mpadded mtable mtr mtd menclose".split()]
)
_VALUES = {
    "stretchy": "true|false", "fence": "true|false", "form": "prefix|postfix|infix", "accent": "true|false",
    "movablelimits": "true|false", "displaystyle": "true|false", "scriptlevel": r"[+-]?\d", "mathvariant": "normal",
    "linethickness": "0", "width": r"[+-]?[\d.]{1,6}(em|ex|pt|cm|mm|px)?", "minsize": r"[\d.]{1,6}em",
    "maxsize": r"[\d.]{1,6}em", "lspace": r"[\d.]{1,6}em", "rspace": r"[\d.]{1,6}em",
}  # fmt: skip
_ALIGNED = re.compile(
    r"\\(begin|end)\s*\{(aligned|align|split|eqnarray\*?|gathered|gather\*?|equation\*?|multline\*?)\}"
)
_ENVIRONMENTS = frozenset("align* cases matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array".split())
_DEFINES = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|def|gdef|edef|let|DeclareMathOperator|class|style|href)\b"
)
_SILENT = re.compile(
    r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag|limits(?=\s*[^_^\s])|centering)(?![A-Za-z])|(?<!\\)%[^\n]*"
)
_OPERATOR = re.compile(r"\\operatorname\s*(\*?)\s*\{([^{}\\$&_^]*)\}")
_FUNCTION = re.compile(
    r"(?<![\\A-Za-z{])(tanh|sinh|cosh|exp|log|ln|sin|cos|tan|max|min|arctan|erf|sign|argmax|argmin|softmax|lim)(?![A-Za-z])"
)
_SIGNS = frozenset("+\N{MINUS SIGN}-±∓")
_OPENING = frozenset("([{,=<>≤≥≈≔→|·×")  # behind these a minus belongs to what follows
_HYPHENED = re.compile(r"(?<![\\A-Za-z{])[A-Za-z]{3,}(?:-[A-Za-z]{3,})+(?=\s*\()")  # hard-logistic(x) is one name
_LESS, _MORE, _AND, _NAME = "\ue000", "\ue001", "\ue002", "\ue003"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# what is no content of its own: names of macros and environments, column layouts, lengths
_NO_CONTENT = re.compile(
    r"\\(?:begin|end)\s*\{[a-zA-Z]+\*?\}(?:\s*\{[lcr|\s]*\})?|\\(?:color|hspace|vspace|textcolor|kern)\*?\s*(?:\{[^{}]*\}|[\d.]+[a-z]{2})"
    r"|\\\\\s*\[[^\]]*\]|\\[a-zA-Z]+\*?"
)
_STYLES = {
    "bold": "BOLD", "italic": "ITALIC", "bold-italic": "BOLD ITALIC", "script": "SCRIPT", "fraktur": "FRAKTUR",
    "double-struck": "DOUBLE-STRUCK", "sans-serif": "SANS-SERIF", "monospace": "MONOSPACE",
    "bold-script": "BOLD SCRIPT",
}  # fmt: skip


@lru_cache(maxsize=4096)
def mathml(source: str, *, block: bool = False, plain: bool = False) -> str | None:
    """A ``math`` element, escaped and checked; ``None`` if the formula cannot be shown faithfully.

    ``plain`` is mathematics without LaTeX's backslashes, where ``tanh`` is a function and no product of four letters.
    """
    text = harmless(_without_delimiters(source))
    if not text or len(text) > LONGEST or _depth(text) > DEEPEST or _PRIVATE.search(text) or _DEFINES.search(text):
        return None
    prepared = _prepared(text, plain)
    if prepared is None:
        return None
    from latex2mathml.converter import convert

    try:
        root = ET.fromstring(convert(prepared, display="block" if block else "inline"))
    except Exception:  # the converter has no list of what it may raise; the source is shown instead
        return None
    made = _checked(root)
    if made is None or _lost(text, made):
        return None
    made.attrib.clear()
    made.set("display", "block" if block else "inline")
    made.set("alttext", " ".join(text.split()))
    return ET.tostring(made, encoding="unicode")


def width(math: str) -> int:
    """About how many characters wide a formula is: of a table its longest row."""
    shown = re.sub(r"<math [^>]*>", "", math).replace("<mspace", "MM<mspace")
    outside = re.sub(r"<mtable.*?</mtable>", "", shown)
    rows = re.findall(r"<mtr.*?</mtr>", shown)
    return len(_bare(outside)) + max((len(_bare(row)) + 2 * row.count("<mtd") for row in rows), default=0)


def _bare(markup: str) -> str:
    return re.sub(r"&\w+;", "x", re.sub(r"<[^>]+>", "", markup))


def _without_delimiters(source: str) -> str:
    text = source.strip()
    for left, right in (("$$", "$$"), ("$", "$"), (r"\[", r"\]"), (r"\(", r"\)")):
        if text.startswith(left) and text.endswith(right) and len(text) >= len(left) + len(right):
            return text[len(left) : len(text) - len(right)].strip()
    return text


def _depth(text: str) -> int:
    deepest = level = 0
    for sign in re.findall(r"\\.|[{}]|\\(?:left|begin)", text):
        level += 1 if sign == "{" else -1 if sign == "}" else 0
        deepest = max(deepest, level)
    return deepest + text.count(r"\left") + text.count(r"\begin")


def _prepared(text: str, plain: bool) -> str | None:
    """The source in the part of LaTeX that the converter knows; ``None`` if that is not possible."""
    text = _SILENT.sub("", text).replace("\N{MINUS SIGN}", "-")
    text = _ALIGNED.sub(r"\\\1{align*}", text)
    if any(name not in _ENVIRONMENTS for name in re.findall(r"\\begin\s*\{([^}]*)\}", text)):
        return None
    if plain and not re.search(r"\\(?:text|math|operatorname)", text):
        text = _FUNCTION.sub(r"\\operatorname{\1}", _HYPHENED.sub(r"\\operatorname{\g<0>}", text))
    text = _OPERATOR.sub(lambda m: f"\\text{{{_NAME}{m[2].strip()}}}", text)
    if _rows_outside(text):
        text = f"\\begin{{align*}}{text}\\end{{align*}}"
    text = re.sub(r"\\(?:\\|&)", lambda m: _AND if m[0] == r"\&" else m[0], text)
    return text.replace("<", _LESS).replace(">", _MORE)


def _rows_outside(text: str) -> bool:
    """Whether ``&`` or a line break stands outside every environment: an aligned formula without its environment."""
    level = 0
    for sign in re.findall(r"\\begin|\\end|\\substack|\\\\|\\.|&|[{}]", text):
        level += (sign in (r"\begin", "{")) - (sign in (r"\end", "}"))
        if level == 0 and sign in ("&", r"\\"):
            return True
    return False


def _checked(node: ET.Element) -> ET.Element | None:
    """The element with known attributes only, styled letters as characters; ``None`` if anything in it is unknown."""
    tag = node.tag.rpartition("}")[2]
    if tag not in _ELEMENTS or (node.tail or "").strip():
        return None
    out = ET.Element(tag)
    if node.get("columnalign") in ("left", "right"):
        out.set("class", str(node.get("columnalign")))
    for name, value in node.attrib.items():
        if name in _VALUES and re.fullmatch(_VALUES[name], value):
            out.set(name, value)
    text = node.text or ""
    if tag in ("mi", "mn", "mo", "mtext"):
        if len(node) or "\\" in text or (text in ("&", "{", "}") and not node.attrib) or not _token(out, node, text):
            return None
    elif text.strip():
        return None
    parts = [_checked(part) for part in node]
    if tag in _PARTS and len(parts) != _PARTS[tag]:
        return None
    for part in parts:
        if part is None:
            return None
        if part.tag == "mo" and part.text in _SIGNS and (len(out) == 0 or out[-1].text in _OPENING):
            part.set("form", "prefix")
        out.append(part)
    return _joined(out)


def _token(out: ET.Element, node: ET.Element, text: str) -> bool:
    """Put the text of a token in place; ``False`` where the converter lost what it stood for."""
    if text.startswith(_NAME):
        out.tag, text = "mi", text[1:]
        out.set("mathvariant", "normal")
    elif text in (_LESS, _MORE):
        out.tag = "mo"
    elif not text and out.tag == "mo" and "fence" not in node.attrib:
        return False
    text = text.replace(_LESS, "<").replace(_MORE, ">").replace(_AND, "&")
    style = _STYLES.get(node.get("mathvariant", ""))
    out.text = text if style is None else "".join(_styled(letter, style) for letter in text)
    return True


def _styled(letter: str, style: str) -> str:
    """``x`` in bold is 𝐱: browsers show the characters, not the attribute."""
    if style == "ITALIC" and letter == "h":
        return "ℎ"
    name = unicodedata.name(letter, "").replace("LATIN ", "").replace("GREEK ", "").replace("LETTER ", "")
    for full in (f"MATHEMATICAL {style} {name}", f"{style} {name}", f"BLACK-LETTER {name}"):
        try:
            return unicodedata.lookup(full)
        except KeyError:
            continue
    return letter


def _joined(out: ET.Element) -> ET.Element:
    r"""``\mathrm{softmax}`` is one name, not seven."""
    upright = (
        out.tag == "mrow" and len(out) > 1 and all(p.tag == "mi" and p.get("mathvariant") == "normal" for p in out)
    )
    if not upright:
        return out
    name = ET.Element("mi")
    name.text = "".join(part.text or "" for part in out)
    return name


def _lost(text: str, made: ET.Element) -> bool:
    """Whether a letter or digit of the source is missing in what was made of it."""
    wanted = _letters(_NO_CONTENT.sub(" ", _SILENT.sub("", text)))
    return bool(wanted - _letters("".join(made.itertext())))


def _letters(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKC", text)
    return Counter(c for c in plain if c.isalnum())
