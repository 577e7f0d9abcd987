"""Formulas in text that was scraped from a rendered page, where each stands three times in a row.

A page that shows ``\\sigma(x)`` holds it as presentation (``σ ( x )``, symbols spaced out), as annotation (the LaTeX
source) and as a compact rendering for the eye (``σ(x)``, with ``?`` for what the scraper lost).  The middle one is the
formula; the three agree in their letters and digits, the first two mostly in the same order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from symnn.document.layout import Piece

_GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
        "omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega varepsilon vartheta varphi ell".split(),
        "αβγδϵζηθικλμνξπρστυϕχψωΓΔΘΛΞΠΣΥΦΨΩεϑφℓ",
        strict=True,
    )
)
_FUNCTIONS = frozenset(
    "exp log ln lg max min sup inf argmax argmin lim sin cos tan sinh cosh tanh coth arctan erf det tr rank diag "
    "Pr".split()
)
_CJK = r"\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’"
_REGION = re.compile(rf"[^{_CJK}\n\t]+")
_TOKEN = re.compile(r"(?:(?![,;](?=[A-Za-z]{2}))[^ ])+|[^ ]")
_SPACED = re.compile(r"\d+(?:\.\d+)?|.")
_COMMAND = re.compile(r"\\(?:begin|end)\{[^}]*\}|\\([A-Za-z]+)")
_HINT = re.compile(r"(?<!\S)(\S{1,40}) \1 \1|[\\_^?]|(?<!\S)(?:\S ){2}")
_LONGEST = 400  # symbols of one formula that is spaced out
_PROBES = 40
_COMPARED = "=+()[]"


@dataclass(frozen=True, slots=True)
class Triple:
    """A formula and the stretch of text that its three appearances cover."""

    piece: Piece
    start: int
    end: int


def recover(text: str, start: int, end: int) -> Iterator[Triple]:
    """The formulas that stand three times in a row, by increasing offset."""
    for region in _REGION.finditer(text, start, end):
        if _HINT.search(region.group()):
            yield from _Region(text, region.start(), region.end()).triples()


def letters(latex: str) -> str:
    """The letters and digits that a formula shows: ``\\frac{1}{1+e^{-x}}`` shows ``11ex``."""

    def shown(m: re.Match[str]) -> str:
        name = m[1] or ""
        return _GREEK.get(name) or (name if name in _FUNCTIONS else " ")

    return "".join(c for c in _COMMAND.sub(shown, latex) if c.isalnum())


class _Region:
    """A stretch without Chinese, cut into tokens at blanks; ``ends[i]`` counts the letters before token i."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.spans = [m.span() for m in _TOKEN.finditer(text, start, end)]
        self.keys = [letters(text[a:b]) for a, b in self.spans]
        self.ends = [0, *accumulate(len(k) for k in self.keys)]
        self.key = "".join(self.keys)
        self.signs = [0, *accumulate(_signs(text[a:b]) for a, b in self.spans)]
        self.spaced, self.lettered, self.compact = self.runs()
        self.begins: dict[str, list[int]] = {}
        for i, key in enumerate(self.keys):
            if key:
                self.begins.setdefault(key[0], []).append(i)

    def runs(self) -> tuple[list[int], list[int], list[int]]:
        """From each token: how many in a row are single symbols, and where the next with one, with two letters is."""
        count = len(self.spans)
        spaced, lettered, compact = [0] * count, [count] * count, [count] * count
        for i in range(count - 1, -1, -1):
            single = _SPACED.fullmatch(self.text, *self.spans[i]) is not None
            behind = i + 1 < count
            spaced[i] = min(_LONGEST, 1 + (spaced[i + 1] if behind else 0)) if single else 0
            lettered[i] = i if self.keys[i] else lettered[i + 1] if behind else count
            compact[i] = i if len(self.keys[i]) > 1 and not single else compact[i + 1] if behind else count
        return spaced, lettered, compact

    def triples(self) -> Iterator[Triple]:
        a = 0
        while a < len(self.spans):
            found = self.triple(a)
            if found is None:
                a += 1
                continue
            b, c, d, close = found
            start, end = self.spans[b][0], self.spans[c - 1][1]
            note = f"recovered from scraped text: {self.text[start:end]}"
            yield Triple(Piece("scraped", start, end, start, end, note), self.spans[a][0], close)
            a = d

    def triple(self, a: int) -> tuple[int, int, int, int] | None:
        """Tokens where the second and third appearance begin and the third ends, and the offset where that is."""
        spaced, lettered = self.spaced[a], self.lettered[a]
        if lettered >= min(a + spaced, len(self.keys)):
            return None
        compact = self.compact[a]
        starts = self.begins[self.keys[lettered][0]]
        low = bisect_left(starts, lettered + 1)
        for begin in starts[low : low + _PROBES]:
            alone = begin <= a + 2 or self.ends[begin] - self.ends[a] == 1
            if begin > a + spaced or (compact == len(self.keys) and not alone):
                return None
            for b in self.leading(a, begin):
                if ends := self.rest(a, b):
                    return b, *ends
        return None

    def leading(self, a: int, begin: int) -> Iterator[int]:
        """``begin`` and the tokens before it that show no letter: the source may begin with a sign or a bracket."""
        yield begin
        while begin - 1 > a and not self.keys[begin - 1]:
            begin -= 1
            yield begin

    def rest(self, a: int, b: int) -> tuple[int, int, int] | None:
        size = self.ends[b] - self.ends[a]
        for c in self.reach(b, size):
            candidates = [d for d in self.reach(c, size) if d - c < b - a or b - a == 1]
            if not candidates or not self.same(a, b, c):
                continue
            for d in candidates:
                if (close := self.alike(a, b, c, d)) is not None:
                    return c, d, close
        return None

    def reach(self, at: int, size: int) -> Iterator[int]:
        """Token borders exactly ``size`` letters behind ``at``."""
        target = self.ends[at] + size
        i = bisect_left(self.ends, target)
        while i < len(self.ends) and self.ends[i] == target:
            yield i
            i += 1

    def same(self, a: int, b: int, c: int) -> bool:
        if 2 * self.signs[b] != self.signs[a] + self.signs[c]:
            return False
        shown, source = self.key[self.ends[a] : self.ends[b]], self.key[self.ends[b] : self.ends[c]]
        return shown == source or Counter(shown) == Counter(source)

    def alike(self, a: int, b: int, c: int, d: int) -> int | None:
        """Where the third appearance ends, without the punctuation of the sentence."""
        shown, compact = self.key[self.ends[a] : self.ends[b]], self.key[self.ends[c] : self.ends[d]]
        if Counter(shown) != Counter(compact):
            return None
        signs, start, end = self.signs[b] - self.signs[a], self.spans[c][0], self.spans[d - 1][1]
        while end > start and (self.text[end - 1] in ",.;:!" or _signs(self.text[start:end]) != signs):
            if self.text[end - 1] not in ",.;:!)":
                return None
            end -= 1
        return end


def _signs(formula: str) -> int:
    """How often each sign of ``=+()[]`` occurs, as one number that adds up over tokens."""
    return sum(formula.count(c) << 24 * i for i, c in enumerate(_COMPARED))
