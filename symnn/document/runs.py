"""Mathematics that stands bare in plain text: 𝜎′(𝑥) = 𝜎(𝑥)(1 − 𝜎(𝑥)), 𝑧 ∈ ℝ; and z_i, ``\\hat{y}`` without dollars.

A run is a maximal sequence of operands, operators and brackets around at least one *strong* sign: a mathematical
letter, a Greek letter, a LaTeX command, a name with subscript or superscript; or a relation such as ≤ between short
operands, or an interval with − or ∞.  Words of any language end a run, so does a comma outside brackets unless strong
names stand on both sides.  What hangs over at the borders (operators, brackets without partner) is cut off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from symnn.document.layout import Piece

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
_INDEX = r"(?:[_^](?:[A-Za-z0-9*](?![A-Za-z0-9])|\\[A-Za-z]+|\{[^{}\n]{0,60}\})'*)"
_GROUP = r"\{(?:[^{}\n]|\{(?:[^{}\n]|\{[^{}\n]{0,80}+\}){0,80}+\}){0,120}+\}"
_GREEK = "\u0391-\u03a9\u03b1-\u03c9\u03d1\u03d5\u03f5"
_TOKEN = re.compile(
    rf"""(?P<url>https?://[^\s\u4e00-\u9fff]+)
    |(?P<command>(?<![\w:\\/])\\(?:(?:{_ACCENTS})\x20[A-Za-z](?![A-Za-z])
        |(?:{_NAMES})(?![A-Za-z])(?:\[[^\]\n]{{0,20}}\])?(?:{_GROUP}){{0,2}}){_INDEX}*)
    |(?P<indexed>(?<![A-Za-z0-9_\\])[A-Za-z]{_INDEX}+(?![A-Za-z0-9_]))
    |(?P<letter>[\U0001D400-\U0001D7CBℝℕℤℂℚℙ𝔼ℓℒℋℱℬℰℛℳℎ]|(?<![\u0370-\u03ff])[{_GREEK}](?![\u0370-\u03ff]))
    |(?P<name>(?<![A-Za-z_])[A-Za-z](?:[A-Za-z-]{{0,30}}+(?<!-))(?=\())
    |(?P<number>(?:\d+(?:\.\d+)?|[\U0001D7CE-\U0001D7FF]+)(?![A-Za-z0-9.]{{0,8}}[A-Za-z]{{2}}))
    |(?P<infinity>[∞⋯…])
    |(?P<weak>(?<![A-Za-z_])(?<![A-Za-z]-)[A-Za-z](?![A-Za-z0-9_])(?!-[A-Za-z]))
    |(?P<prefix>[∂∇∑∏∫√¬])
    |(?P<relation>[=<>≤≥≠≈∈∉→↦⊂⊆∼∝≡≜⇒⇔])
    |(?P<sign>[+\-−±∓])
    |(?P<operator>[·⋅×÷/*^∘⊙⊗⊕∣|:∶])
    |(?P<postfix>[′″'⊤†²³ᵀ])
    |(?P<open>[(\[])|(?P<close>[)\]])|(?P<comma>[,;])|(?P<space>\x20{{1,3}})
    |(?P<word>[A-Za-z0-9_]+|.)""",
    re.DOTALL | re.VERBOSE,
)
_SEED = re.compile(rf"[\\_^{_GREEK}\U0001D400-\U0001D7FFℝℕℤℂℚℙℓℒℋℱℬℰℛℳℎ≤≥≠≈∈→↦−∞]")
BROKEN = "a bracket in it holds words, or something behind it was not read: what the formula says is not known"
_STRONG = ("command", "indexed", "letter")
_OPERANDS = (*_STRONG, "name", "number", "infinity", "weak", "close", "postfix")
_STARTERS = (*_STRONG, "name", "number", "infinity", "weak", "open", "prefix")
_INTERVAL = re.compile(r"[(\[]\s*[-−+]?\s*(?:\d+(?:\.\d+)?|∞)\s*[,;]\s*[-−+]?\s*(?:\d+(?:\.\d+)?|∞)\s*[)\]]")
_UNICODE_RELATION = frozenset("≤≥≠≈∈→↦")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    start: int
    end: int
    text: str


def runs(text: str, start: int, end: int) -> Iterator[Piece]:
    """The runs between ``start`` and ``end``, by increasing offset; their kind is ``unicode`` or ``bare``."""
    if not _SEED.search(text, start, end):
        return
    current: list[_Token] = []
    for m in _TOKEN.finditer(text, start, end):
        kind = m.lastgroup or "word"
        if kind in ("word", "url"):
            yield from _pieces(current, m.group() if kind == "word" else "")
            current = []
        else:
            current.append(_Token(kind, m.start(), m.end(), m.group()))
    yield from _pieces(current, "")


def _pieces(tokens: list[_Token], next_word: str) -> Iterator[Piece]:
    if not any(t.kind in _STRONG or t.text in "≤≥≠≈∈→↦−∞" for t in tokens):
        return
    for part, before, after in _split(_without_number(tokens, next_word)):
        own = _trim(part, next_word if part[-1] is tokens[-1] or tokens[-1].kind == "space" else "")
        if own and _is_mathematics(own):
            unicode = any(ord(c) > 0x36F for t in own for c in t.text)
            first, last = own[0].start, own[-1].end
            torn = (before and part[0].kind != "space") or (after and own[-1] is part[-1]) or _goes_on(part, own[-1])
            broken = BROKEN if torn and any(t.kind == "relation" for t in own) else ""
            yield Piece("unicode" if unicode else "bare", first, last, first, last, broken=broken)


def _goes_on(part: list[_Token], last: _Token) -> bool:
    """Whether an operator behind the last operand was cut off: ``σ(x) = 1/`` before something that is not read.

    A dash between blanks is none.
    """
    rest = part[part.index(last) + 1 :]
    kinds = [t.kind for t in rest]
    dash = kinds[:2] == ["space", "sign"] and (len(kinds) < 3 or kinds[2] == "space")
    return any(k in ("operator", "sign", "prefix", "open") for k in kinds) and not dash


def _without_number(tokens: list[_Token], next_word: str) -> list[_Token]:
    """``y = σ(z)     (5)``: the number of an equation stands at the end of its line, behind a wide gap."""
    kept = list(tokens)
    while kept and kept[-1].kind == "space":
        kept.pop()
    if next_word not in ("", "\n") or [t.kind for t in kept[-3:]] != ["open", "number", "close"]:
        return tokens
    rest = kept[:-3]
    while rest and rest[-1].kind == "space":
        rest.pop()
    return rest if rest and kept[-3].start - rest[-1].end > 1 else tokens


def _split(tokens: list[_Token]) -> Iterator[tuple[list[_Token], bool, bool]]:
    """Cut at brackets without partner, and at commas outside brackets that do not join strong names.

    With each part whether a bracket that closes what is no mathematics stands before it, or one that opens it behind.
    """
    partner: set[int] = set()
    opened: list[int] = []
    for i, t in enumerate(tokens):
        if t.kind == "open":
            opened.append(i)
        elif t.kind == "close" and opened:
            partner.update((opened.pop(), i))
    depth, current, closed = 0, list[_Token](), False
    for i, t in enumerate(tokens):
        lone = t.kind in ("open", "close") and i not in partner
        if lone or (t.kind == "comma" and not depth and not _joins(tokens, i)):
            if current:
                yield current, closed, lone and t.kind == "open"
            current, closed = [], lone and t.kind == "close"
            continue
        depth += {"open": 1, "close": -1}.get(t.kind, 0)
        current.append(t)
    if current:
        yield current, closed, False


def _joins(tokens: list[_Token], comma: int) -> bool:
    """``W_1, W_2``: a list of names."""
    after = tokens[comma + 1 :][:2]
    following = next((t for t in after if t.kind != "space"), None)
    return comma > 0 and tokens[comma - 1].kind in _STRONG and following is not None and following.kind in _STRONG


def _trim(tokens: list[_Token], next_word: str) -> list[_Token]:
    """Without blanks, operators and weak neighbours that hang over at the borders."""
    while tokens:
        first, last = tokens[0], tokens[-1]
        if first.kind not in _STARTERS and not (first.kind == "sign" and len(tokens) > 1 and tokens[1].kind != "space"):
            tokens = tokens[1:]
        elif last.kind not in _OPERANDS or (last.text == "'" and not _is_strong(tokens[-2:-1])):
            tokens = tokens[:-1]
        elif len(tokens) > 2 and tokens[1].kind == "space" and _loose(first) and tokens[2].kind in _STARTERS:
            tokens = tokens[2:]
        elif len(tokens) > 2 and tokens[-2].kind == "space" and _loose(last) and tokens[-3].kind in _OPERANDS:
            tokens = tokens[:-2]
        elif last.text in ("a", "A", "I") and last.kind == "weak" and re.match(r"[A-Za-z]{2}", next_word):
            tokens = tokens[:-1]
        else:
            break
    return tokens


def _loose(token: _Token) -> bool:
    return token.kind in ("weak", "number", "name")


def _is_strong(tokens: list[_Token]) -> bool:
    return any(t.kind in (*_STRONG, "close") for t in tokens)


def _is_mathematics(tokens: list[_Token]) -> bool:
    if any(t.kind in _STRONG for t in tokens):
        return True
    written = "".join(t.text for t in tokens)
    if _INTERVAL.fullmatch(written):
        return "−" in written or "∞" in written
    related = any(t.text in _UNICODE_RELATION for t in tokens)
    return related and any(t.kind == "weak" for t in tokens) and sum(t.kind in _OPERANDS for t in tokens) > 1


_RAISED = re.compile(r"\^\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)")


def braced(source: str) -> str:
    """``e^(-x)``, as it is typed without LaTeX, with braces for the brackets of the exponent."""
    return _RAISED.sub(lambda m: f"^{{{m['inside']}}}", source)
