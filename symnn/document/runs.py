"""Mathematics that stands bare in plain text: 𝜎′(𝑥) = 𝜎(𝑥)(1 − 𝜎(𝑥)), 𝑧 ∈ ℝ; and z_i, ``\\hat{y}`` without dollars.

A run is a maximal sequence of operands, operators and brackets around at least one *strong* sign: a mathematical
letter, a Greek letter, a LaTeX command, a name with subscript or superscript; or a relation such as ≤ between short
operands, or an interval with − or ∞; or a relation between expressions with ², f'(x), ∂ or over a whole line.  Words of
any language end a run, so does a comma outside brackets unless names stand on both sides.  What hangs over at the
borders (operators, brackets without partner) is cut off.

Guarantee: a run with a relation is a whole formula; else it is ``broken``, and not read (``run_borders``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from symnn.document.layout import Piece
from symnn.document.run_borders import CUT, SUM, article, counted, sums, widened
from symnn.document.run_tokens import OPERANDS, SEED, STARTERS, STRONG, Token, is_label, prepared

_INTERVAL = re.compile(r"[(\[]\s*[-−+]?\s*(?:\d+(?:\.\d+)?|∞)\s*[,;]\s*[-−+]?\s*(?:\d+(?:\.\d+)?|∞)\s*[)\]]")
_UNICODE_RELATION = frozenset("≤≥≠≈∈→↦")
_ENDS = ("word", "url", "break", "plural")

Stretch = tuple[int, int]  # from the number of the first token to that behind the last
Found = tuple[int, int, str]  # and why it is no whole formula, or ""


def runs(text: str, start: int, end: int) -> Iterator[Piece]:
    """The runs between ``start`` and ``end``, by increasing offset; their kind is ``unicode`` or ``bare``."""
    if not SEED.search(text, start, end):
        return
    tokens = prepared(text, start, end)
    found: list[Found] = []
    first = 0
    for i in range(len(tokens) + 1):
        if i == len(tokens) or tokens[i].kind in _ENDS:
            if i > first:
                found += _own(tokens, first, i)
            first = i + 1
    for a, b, broken in _merged(found):
        unicode = any(ord(c) > 0x36F for t in tokens[a:b] for c in t.text)
        at, to = tokens[a].start, tokens[b - 1].end
        yield Piece("unicode" if unicode else "bare", at, to, at, to, broken=broken)


def _merged(found: list[Found]) -> list[Found]:
    """Stretches that overlap, because one of them was widened, are one that is broken."""
    out: list[Found] = []
    for a, b, broken in sorted(found):
        while out and a < out[-1][1]:
            before = out.pop()
            a, b, broken = before[0], max(b, before[1]), CUT
        out.append((a, b, broken))
    return out


def _own(tokens: Sequence[Token], first: int, last: int) -> Iterator[Found]:
    """The runs in a sequence without words, each with why it is only a part of a formula, if it is."""
    core = tokens[first:last]
    relates = any(t.kind == "relation" for t in core)
    if not relates and not any(t.kind in STRONG or t.text in "−∞" for t in core):
        return
    for a, b in _split(tokens, first, _without_number(tokens, first, last)):
        related = any(t.kind == "relation" for t in tokens[a:b])
        own = _trim(tokens, a, b, related)
        if own is None or not _is_mathematics(tokens, *own):
            continue
        if any(t.kind == "relation" for t in tokens[slice(*own)]):
            wide = widened(tokens, *own)
            yield *wide, CUT if wide != own else SUM if sums(tokens, *own) else ""
        else:
            yield *own, ""


def _without_number(tokens: Sequence[Token], first: int, last: int) -> int:
    """``y = σ(z)     (5)``: the number of an equation stands at the end of its line, behind a wide gap."""
    end = last
    while end > first and tokens[end - 1].kind == "space":
        end -= 1
    behind = last == len(tokens) or tokens[last].kind == "break"
    if not behind or [t.kind for t in tokens[max(first, end - 3) : end]] != ["open", "number", "close"]:
        return last
    rest = end - 3
    while rest > first and tokens[rest - 1].kind == "space":
        rest -= 1
    return rest if rest > first and tokens[end - 3].start - tokens[rest - 1].end > 1 else last


def _split(tokens: Sequence[Token], first: int, last: int) -> Iterator[Stretch]:
    """Cut at brackets without partner, and at commas outside brackets that do not join names."""
    partner: set[int] = set()
    opened: list[int] = []
    for i in range(first, last):
        if tokens[i].kind == "open":
            opened.append(i)
        elif tokens[i].kind == "close" and opened:
            partner.update((opened.pop(), i))
    depth, begin = 0, first
    for i in range(first, last):
        kind = tokens[i].kind
        lone = kind in ("open", "close") and i not in partner
        label = depth == 1 and kind == "close" and is_label(tokens, begin, i)
        if lone or label or (kind == "comma" and not depth and not _joins(tokens, i, first, last)):
            if i > begin and not label:
                yield begin, i
            begin, depth = i + 1, 0 if label else depth
            continue
        depth += {"open": 1, "close": -1}.get(kind, 0)
    if last > begin:
        yield begin, last


def _joins(tokens: Sequence[Token], comma: int, first: int, last: int) -> bool:
    """``W_1, W_2``, ``x, y ≥ 0``: a list of names."""
    following = next((i for i in range(comma + 1, min(last, comma + 3)) if tokens[i].kind != "space"), None)
    if comma <= first or following is None:
        return False
    before, after = tokens[comma - 1].kind, tokens[following].kind
    if before == after == "weak":
        alone = comma - 1 == first or tokens[comma - 2].kind in ("space", "comma")
        beyond = tokens[following + 1 : following + 3]
        return alone and any(t.text in _UNICODE_RELATION or t.kind == "comma" for t in beyond)
    return before in STRONG and after in STRONG


def _trim(tokens: Sequence[Token], a: int, b: int, related: bool) -> Stretch | None:
    """Without blanks and operators that hang over at the borders, and without weak neighbours of a mere name."""
    while a < b:
        first, last = tokens[a], tokens[b - 1]
        behind = tokens[a + 1].kind if b - a > 1 else "space"
        loose = not related and b - a > 2
        signed = first.kind in ("sign", "bar") and (behind != "space" or (first.text == "−" and a == 0))
        if first.kind not in STARTERS and not signed:
            a += 1
        elif last.kind == "bar" and b - a > 1 and tokens[b - 2].kind in (*OPERANDS, "bar"):
            break
        elif (
            last.kind not in OPERANDS
            or _of_function(tokens, a, b)
            or (last.text == "'" and not _is_primed(tokens[b - 2 : b - 1]))
        ):
            b -= 1
        elif loose and behind == "space" and _loose(first) and tokens[a + 2].kind in STARTERS:
            a += 2
        elif loose and tokens[b - 2].kind == "space" and _loose(last) and tokens[b - 3].kind in OPERANDS:
            b -= 2
        elif article(tokens, a, b - 1):
            b -= 1
        elif related and behind == "space" and (article(tokens, a, a) or counted(tokens, a)):
            a += 2
        elif related and (number := _not_of_it(tokens, a)):
            a += number
        else:
            break
    return (a, b) if a < b else None


def _of_function(tokens: Sequence[Token], a: int, b: int) -> bool:
    """Whether the run ends in ``sin²``, which has no operand."""
    i = b - 1
    while i > max(a, b - 8) and tokens[i].kind == "postfix":
        i -= 1
    return tokens[i].kind == "function"


def _not_of_it(tokens: Sequence[Token], a: int) -> int:
    """How many tokens "1:" and "95 %" are, before a formula that stands behind them with a blank."""
    if tokens[a].kind != "number" or [t.kind for t in tokens[a + 2 : a + 3]] != ["space"]:
        return 0
    aside = tokens[a + 1].text in ("%", "‰", "°") and tokens[a + 3 : a + 4] and tokens[a + 3].kind == "open"
    return 3 if aside or tokens[a + 1].text in (":", "∶") else 0


def _begins(tokens: Sequence[Token], a: int) -> bool:
    return a == 0 or tokens[a - 1].kind == "break"


def _loose(token: Token) -> bool:
    return token.kind in ("weak", "number", "name")


def _is_primed(tokens: Sequence[Token]) -> bool:
    return any(t.kind in (*STRONG, "close", "function", "name", "postfix", "weak") for t in tokens)


def _is_mathematics(tokens: Sequence[Token], a: int, b: int) -> bool:
    own = tokens[a:b]
    if any(t.kind in STRONG for t in own):
        return True
    written = "".join(t.text for t in own)
    if _INTERVAL.fullmatch(written):
        return "−" in written or "∞" in written
    weak = any(t.kind == "weak" for t in own)
    if any(t.text in _UNICODE_RELATION for t in own) and weak and sum(t.kind in OPERANDS for t in own) > 1:
        return True
    return weak and _is_equation(tokens, a, b)


def _is_equation(tokens: Sequence[Token], a: int, b: int) -> bool:
    """``f'(x) = 3x``, ``(x + 1)² = x² + 2x``: one relation at a time, and signs that only mathematics has.

    On a line of its own also what applies a function on its left; "1 m² = 100 dm²" is about units.
    """
    own = tokens[a:b]
    relations = [i for i in range(a, b) if tokens[i].kind == "relation"]
    if not relations or any(tokens[i + 1].kind == "relation" for i in relations):
        return False
    before = [own[i - 2 : i] for i, t in enumerate(own) if t.kind == "weak"]
    if all([t.kind for t in two] == ["number", "space"] for two in before):
        return False
    raised = any(t.kind in ("prefix", "half") or (t.kind == "postfix" and t.text not in "'%‰°!") for t in own)
    primed = any(
        p.kind in ("weak", "name", "function") and t.text == "'" and n.kind == "open"
        for p, t, n in zip(own, own[1:], own[2:], strict=False)
    )
    if (
        raised
        or primed
        or any(t.kind == "bar" for t in own)
        or any(t.text in "−×⋅·" for t in own if t.kind in ("sign", "operator"))
    ):
        return True
    called = any(t.kind in ("name", "function", "open") or t.text == "^" for t in tokens[a : relations[0]])
    ended = b == len(tokens) or tokens[b].kind == "break" or tokens[b].text in ".,;"
    return _begins(tokens, a) and called and ended


_RAISED = re.compile(r"\^\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)")


def braced(source: str) -> str:
    """``e^(-x)``, as it is typed without LaTeX, with braces for the brackets of the exponent."""
    return _RAISED.sub(lambda m: f"^{{{m['inside']}}}", source)
