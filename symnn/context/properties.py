"""Properties of arrays said in words: "a symmetric matrix $A$", "$Q$ orthogonal", "$P$ invertible", "对称矩阵 $A$".

Symmetric and orthogonal become equations.  Words that say more than we can write down (positive definite, diagonal,
one-hot) are remembered, so that nothing is refuted that may rest on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from symnn.context.prose import FILL, Prose
from symnn.document.model import Span
from symnn.term import Op, Sym, Term

_NEGATED = r"(?<!skew-)(?<!skew )(?<!anti)(?<!anti-)(?<!non-)(?<!not )(?<!not necessarily )(?<!反)(?<!非)(?<!不)"
_EQUATIONS: tuple[tuple[str, str], ...] = (
    (rf"{_NEGATED}\bsymmetric\b(?! (about|around|in|under|with))|{_NEGATED}对称(?!轴|于|性)", "symmetric"),
    (rf"{_NEGATED}\borthogonal\b(?! to)|{_NEGATED}正交(?!于)矩?阵?", "orthogonal"),
)
_HARMLESS = re.compile(
    r"\b(invertible|non-?singular|regular|of full rank|full-rank)\b|可逆|满秩|\bnot (necessarily )?symmetric\b", re.I
)
_OTHER = re.compile(
    r"\b(positive (semi-?)?definite|negative (semi-?)?definite|diagonal|triangular|idempotent|skew-? ?symmetric"
    r"|anti-?symmetric|orthonormal|unitary|one-?hot|(column-|row-|doubly )?stochastic|probability (vector|distribution)"
    r"|unit (vector|norm|length)|normali[sz]ed|centred|centered|sparse|block|banded|circulant|toeplitz|permutation"
    r"|projection|rotation|rank[- ](one|1)|rank-deficient|singular|nilpotent|definite|simplex|distinct|orthogonal to)\b"
    r"|正定|半正定|负定|对角(?!线)|三角(矩)?阵|反对称|独热|单位向量|归一化|奇异|幂等|投影矩阵|概率向量",
    re.I,
)
_CUT = re.compile(r"[,，;；、]|\band\b|\bwith\b|\bfor\b|\bwhere\b|和|与|且")


def properties(prose: Prose, spans: Sequence[Span]) -> Iterator[tuple[Span, str, str]]:
    """For each formula the words right before and right behind it: ``symmetric``, ``orthogonal`` or ``other``."""
    for span in spans:
        for text in _around(prose, span):
            yield from ((span, kind, word) for kind, word in _read(text))


def _read(text: str) -> Iterator[tuple[str, str]]:
    rest = text
    for pattern, kind in _EQUATIONS:
        if (match := re.search(pattern, rest, re.I)) is not None:
            yield kind, match.group()
    rest = _HARMLESS.sub(" ", rest)
    if (other := _OTHER.search(rest)) is not None:
        yield "other", other.group()


def _around(prose: Prose, span: Span) -> tuple[str, str]:
    """The words of the same sentence up to the next comma, conjunction or formula on both sides.

    Between two formulas without a comma or a conjunction the words belong to the first, as in "$A$ is symmetric".
    """
    (first, start), (end, last) = prose.sentence(span)
    behind = prose.masked[end:last]
    cut = _CUT.search(behind)
    stop = behind.find(FILL)
    after = behind[: min([len(behind), *([cut.start()] if cut else []), *([stop] if stop >= 0 else [])])]
    ahead = prose.masked[first:start]
    rows = [*_CUT.finditer(ahead)]
    begin = max([0, *(m.end() for m in rows)])
    other = ahead.rfind(FILL)
    before = "" if other >= begin else ahead[begin:]
    return before.strip("$ \n"), after.strip("$ \n")


def equation(kind: str, sym: Sym) -> Term:
    turned = Op("transpose", (sym,))
    if kind == "symmetric":
        return Op("eq", (sym, turned))
    return Op("eq", (Op("mul", (turned, sym)), Op("identity", (Op("none"),))))


def named(terms: Sequence[Term]) -> tuple[Sym, ...]:
    """The names of a formula that only names or declares: ``A``, ``A ∈ ℝ^{n×n}``, ``A, B ∈ …``."""
    match tuple(terms):
        case (Sym() as sym,) | (Op("in", (Sym() as sym, _)),):
            return (sym,)
        case (Op("in", (Op("seq", names), _)),) | (Op("seq", names),):
            return tuple(n for n in names if isinstance(n, Sym))
        case rows if rows and all(isinstance(r, Sym) for r in rows):
            return tuple(r for r in rows if isinstance(r, Sym))
        case _:
            return ()
