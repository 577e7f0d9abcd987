"""The tokens of a line of plain text: signs of mathematics, words, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_COMMANDS = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell nabla partial "
    "infty hat bar tilde vec dot ddot overline underline widehat widetilde mathbf mathcal mathbb mathrm mathsf mathit "
    "mathfrak boldsymbol pmb bm operatorname text frac dfrac tfrac sqrt sum prod int lim log ln exp max min sup inf "
    "arg det tr sin cos tan sinh cosh tanh coth arctan left right cdot times odot oplus otimes circ in notin subset to "
    "rightarrow mapsto le leq ge geq ne neq approx equiv sim propto pm mp cdots ldots dots quad mid top prime langle "
    "rangle lVert rVert"
)
_ACCENTS = "hat|bar|tilde|vec|dot|mathbf|mathcal|mathbb|mathrm|boldsymbol|pmb|bm"
_NAMES = "|".join(sorted(_COMMANDS.split(), key=len, reverse=True))
_FUNCTIONS = (
    "log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth sech csch arcsin arccos arctan asin acos atan arsinh "
    "arcosh artanh arcsinh arccosh arctanh asinh acosh atanh max min sup inf lim limsup liminf argmax argmin arg det "
    "tr Tr diag rank sgn sign erf erfc sqrt grad div curl rot Var Cov Corr Pr KL mod"
)
_CALLED = "|".join(sorted(_FUNCTIONS.split(), key=len, reverse=True))
_WORD_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_INDEX = r"(?:[_^](?:[A-Za-z0-9*](?![A-Za-z0-9])|\\[A-Za-z]+|\{[^{}\n]{0,60}\})'*)"
_GROUP = r"\{(?:[^{}\n]|\{(?:[^{}\n]|\{[^{}\n]{0,80}+\}){0,80}+\}){0,120}+\}"
_GREEK = "\u0391-\u03a9\u03b1-\u03c9\u03d1\u03d5\u03f5"
_RAISED_OR_LOWERED = "²³¹⁰⁴-⁹⁺⁻ⁿⁱˣᵀᵗʸ₀-₉₊₋ᵢⱼₖₗₘₙₜₓ"
_PLURAL = r"[A-Za-z]{2,31}\((?:s|es|n|en)\)(?![\w(])"  # parameter(s)
_TOKEN = re.compile(
    rf"""(?P<url>https?://[^\s\u4e00-\u9fff]+)
    |(?P<break>[ \t]*\n[ \t]*)
    |(?P<command>(?<![\w:\\/])\\(?:(?:{_ACCENTS})\x20[A-Za-z](?![A-Za-z])
        |(?:{_NAMES})(?![A-Za-z])(?:\[[^\]\n]{{0,20}}\])?(?:{_GROUP}){{0,2}}){_INDEX}*)
    |(?P<plural>(?<![A-Za-z]){_PLURAL})
    |(?P<function>(?<![{_WORD_LETTER}_\\])(?<![{_WORD_LETTER}]{{2}}-)(?:{_CALLED})
        (?![{_WORD_LETTER}0-9])(?!-[A-Za-z]{{2}})(?!_[A-Za-z0-9]{{2}}){_INDEX}*)
    |(?P<differential>(?<![A-Za-z0-9_])d[A-Za-z](?=/)|(?<=/)d[A-Za-z](?![A-Za-z0-9_])
        |(?<![A-Za-z0-9_])d[xyztvwpqs](?![A-Za-z0-9_]))
    |(?P<indexed>(?<![A-Za-z0-9_\\])[A-Za-z]{_INDEX}+(?![A-Za-z0-9_]))
    |(?P<letter>(?:[\U0001D400-\U0001D7CBℝℕℤℂℚℙ𝔼ℓℒℋℱℬℰℛℳℎ]|(?<![\u0370-\u03ff])[{_GREEK}](?![\u0370-\u03ff]))
        (?:{_INDEX}*(?![A-Za-z0-9_])|))
    |(?P<name>(?<![A-Za-z_])[A-Za-z](?:[A-Za-z-]{{0,30}}+(?<!-))(?=['′″]{{0,3}}\())
    |(?P<number>(?:\d+(?:\.\d+)?|(?<![\w.)])\.\d+|[\U0001D7CE-\U0001D7FF]+)
        (?:(?=(?:{_CALLED})(?![A-Za-z]))|(?![A-Za-z0-9.]{{0,8}}[A-Za-z]{{2}})))
    |(?P<infinity>[∞⋯…])
    |(?P<weak>(?<![{_WORD_LETTER}_])(?<![{_WORD_LETTER}]{{2}}-)[A-Za-z](?![{_WORD_LETTER}0-9_])
        (?!-(?!(?:{_CALLED})\b)[A-Za-z]{{2}}))
    |(?P<prefix>[∂∇∑∏∫√¬]{_INDEX}*)
    |(?P<relation>[=<>≤≥≠≈∈∉→↦⊂⊆∼∝≡≜⇒⇔])
    |(?P<sign>[+\-−±∓])
    |(?P<bar>\||‖|∥)
    |(?P<operator>[·⋅×÷/*^∘⊙⊗⊕∣:∶])
    |(?P<postfix>[′″'⊤†{_RAISED_OR_LOWERED}]|(?<=\d)[%‰°]
        |(?<=[)\]])_(?:[A-Za-z0-9](?![A-Za-z0-9])|\{{[^{{}}\n]{{0,60}}\}})
        |(?<=[A-Za-z0-9)])!(?=[ ]?[=≤≥<>+\-−·×*/,)]))
    |(?P<half>[½⅓⅔¼¾⅛])
    |(?P<open>[(\[⌊⌈])|(?P<close>[)\]⌋⌉])|(?P<comma>[,;])|(?P<space>\x20{{1,3}})
    |(?P<word>[{_WORD_LETTER}]{{2,}}(?:[-'’][{_WORD_LETTER}]{{1,40}}+(?!\()){{1,6}}+|[{_WORD_LETTER}0-9_]+|.)""",
    re.DOTALL | re.VERBOSE,
)
SEED = re.compile(
    rf"[\\_^{_GREEK}\U0001D400-\U0001D7FFℝℕℤℂℚℙℓℒℋℱℬℰℛℳℎ≤≥≠≈∈→↦−∞²³′″∂∇∑∏∫√]|[A-Za-z]'{{0,3}}\(|\|[A-Za-z]"
)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    start: int
    end: int
    text: str


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """Every character between ``start`` and ``end`` in one token."""
    return [Token(m.lastgroup or "word", m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text, start, end)]


STRONG = ("command", "indexed", "letter")
OPERANDS = (*STRONG, "name", "number", "infinity", "weak", "close", "postfix", "half", "differential")
STARTERS = (*STRONG, "name", "number", "infinity", "weak", "open", "prefix", "function", "half", "differential")
_GOING_ON = ("relation", "sign", "operator", "prefix", "function")
_SUBJECTS = frozenset("we i you they to will must can should would could".split())
_LABEL = re.compile(r"\d{1,2}|[a-hA-H]|i{1,3}|iv|v")


def prepared(text: str, start: int, end: int) -> list[Token]:
    """The tokens, with a formula that goes on in the next line in one piece, and "we log" as words."""
    tokens = tokenise(text, start, end)
    for i, t in enumerate(tokens):
        if t.kind == "break" and _goes_on(tokens, i):
            tokens[i] = Token("space", t.start, t.end, t.text)
        elif t.kind == "function" and i > 1 and tokens[i - 2].text.lower() in _SUBJECTS and t.text.isalpha():
            tokens[i] = Token("word", t.start, t.end, t.text)
    return tokens


def _goes_on(tokens: list[Token], i: int) -> bool:
    """Whether the line before ends, or the next begins, with what needs an operand there."""
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if before is None or after is None or "word" in (before.kind, after.kind):
        return False
    if before.kind in _GOING_ON or after.kind in ("relation", "operator"):
        return before.text != ":"
    return after.kind == "sign" and before.kind in (*OPERANDS, "bar")


def is_label(tokens: Sequence[Token], begin: int, close: int) -> bool:
    """``(a) σ(x) = 1/2``: a letter or number in brackets that counts, at the beginning or behind a comma."""
    inside = [t for t in tokens[begin : min(close, begin + 8)] if t.kind != "space"]
    if close - begin > 6 or len(inside) != 2 or inside[0].kind != "open" or not _LABEL.fullmatch(inside[1].text):
        return False
    after = [t.kind for t in tokens[close + 1 : close + 4]]
    if after[:1] != ["space"] or len(after) < 3:
        return False
    return after[1] in STARTERS or (after[1] in ("sign", "bar") and after[2] != "space")
