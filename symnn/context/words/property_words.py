"""Words for properties of arrays, and when they say them of a name without any doubt.

"a real symmetric matrix A" and "A is symmetric" do; "A need not be symmetric", "similar to a symmetric A",
"symmetric or orthogonal" do not, and what they say is not guessed.
"""

from __future__ import annotations

import re

from symnn.context.words import distribution_words

_SYMMETRIC = r"(?<!skew-)(?<!skew )(?<!anti)(?<!anti-)\bsymmetric\b(?! (about|around|in|under|with))"
_KINDS = (
    (re.compile(rf"{_SYMMETRIC}|(?<!反)对称(?!轴|于|性)", re.I), "symmetric"),
    (re.compile(r"\borthogonal\b(?! to)|正交(?!于)", re.I), "orthogonal"),
    (re.compile(r"\bone-?hot\b|独热", re.I), "distribution"),
    (re.compile(r"\b(sums?|adds? up) (up )?to( (one|1|unity)\b|\s*$)", re.I), "total"),
)
_HARMLESS = re.compile(
    r"\b(invertible|non-?singular|regular|of full rank|full-rank)\b|可逆|满秩"
    r"|\b(not( |-)|non( |-)?|un|a)(necessarily )?symmetric\b|(非|不)对称",
    re.I,
)
_OTHER = re.compile(
    r"\b(positive (semi-?)?definite|negative (semi-?)?definite|diagonal|triangular|idempotent|(skew"
    r"|anti)[- ]?symmetric"
    r"|orthonormal|unitary|one-?hot|(column-|row-|doubly )?stochastic"
    r"|unit (vector|norm|length)|normali[sz]ed|centred|centered|sparse|block|banded|circulant|toeplitz|permutation"
    r"|perpendicular|at right angles|equals? (its|the) (own )?transpose|coincides? with its transpose"
    r"|(have|has|having|with|of) (zero|vanishing) mean|mean[- ](zero|free)|self-adjoint|hermitian"
    r"|(is|are|be|equals?|takes? the value) (0|1|one|zero)(?=\s*$)"
    r"|projection|rotation|(gram|kernel|hessian|covariance|correlation|adjacency|laplacian|transition|markov"
    r"|precision|fisher)"
    r"( information)?( matrix)?|row sums|rank[- ](one|1)|rank-deficient|singular|nilpotent|definite"
    r"|distinct|orthogonal to|eigen(vectors?|values?)|minimi[sz]ers?|maximi[sz]ers?|(least[- ]squares )?solutions?"
    r"|(fixed|stationary|critical|saddle) points?)\b"
    r"|垂直|等于(其|自身的?)转置|均值为(0|零)|零均值|中心化|正定|半正定|负定|对角(?!线)|三角(矩)?阵|反对称|独热|单位向量|归一化|协方差|核矩阵|格拉姆|海森|黑塞|邻接|拉普拉斯|转移矩阵|奇异|幂等|投影矩阵",
    re.I,
)
# beside these the words mean something else than that the name has the property
_TWISTED = re.compile(
    r"\b(not|no|non|never|without|instead|unlike|rather|neither|nor|whether|cannot|hardly|barely|unless|except"
    r"|otherwise"
    r"|only|than|possibly|perhaps|maybe|almost|nearly|or|either|but|need|part|square of|similar|commutes?)\b|n't\b|\?"
    r"|不|未|非|无|没|否|或|仅|似|几乎|部分|？",
    re.I,
)
_SOMETIMES = re.compile(r"\b(if|when|whenever|for|in case)\b|若|如果|当|对于", re.I)
_COUNTED = re.compile(  # "for K classes": how many there are, and no condition
    r"\bfor\s+\ufffc++\s+(classes|categories|labels|outcomes|outputs|examples|samples)\b|对于?\s*\ufffc++\s*个?(类别?|样本|标签)",
    re.I,
)
_ADJECTIVE = (
    r"(real|square|fixed|given|constant|known|arbitrary|general|positive|negative|(semi-?)?definite|diagonal"
    r"|invertible"
    r"|non-?singular|regular|full-rank|weight|coefficient|covariance|symmetric|orthogonal|idempotent|dense"
    r"|sparse|small"
    r"|large|[\w×]{1,3} by [\w×]{1,3})"
)
_NOUN = r"(matri(x|ces)|arrays?|operators?|kernels?|实|方|矩阵|阵|的)"
_NAMED_BY = (
    r"(let|assume|suppose|consider|given|take|choose|fix|denote|by|with|for|if|when|where|that|us|we|now|then"
    r"|also|and"
    r"|have|be|is|a|an|the|any|every|each|some|all|two)"
)
_AHEAD = re.compile(
    rf"\W*({_NAMED_BY}\s+)*({_ADJECTIVE}[\s,]+)*(symmetric|orthogonal)(\s+{_ADJECTIVE})*(\s+{_NOUN})?\s*"
    r"|[设令取若给定对于假任意一个实方，,\s]*(对称|正交)(的)?(方|矩)?阵?\s*",
    re.I,
)
_BEHIND = re.compile(
    r"\s*[(（]?((is|are|be|being|both|all|also|here|assumed|taken|to|which|that|a|an|the|some|any|two)\s+)*"
    rf"({_ADJECTIVE}[\s,]+)*(symmetric|orthogonal)(\s+{_ADJECTIVE})*(\s+{_NOUN})?\s*[)）]?\s*"
    r"|\s*(是|为|均为|都是|皆为|均|都)?(一个|任意|实)*(对称|正交)(的|(方|矩)?阵)?\s*",
    re.I,
)
_LABEL = (
    r"(true|target|given|fixed|ground[- ]truth|class|label|correct|corresponding|\w[- ]dimensional|encod(ed|ing)"
    r"|vector|row|column|output|indicator)s?"
)
_OF_TOTAL = rf"({_LABEL}\s+)*one-?hot([\s-]{_LABEL})*"
_AHEAD_OF_ONE_HOT = re.compile(
    rf"\W*({_NAMED_BY}\s+)*{_OF_TOTAL}\s*|[设令取给定一个，,\s]*(独热|one-?hot)\s*(编码|标签|向量|的)*\s*",
    re.I,
)
_BEHIND_ONE_HOT = re.compile(
    rf"\s*[(（]?((is|are|be|being|denotes?|both|here|also|which|that|a|an|the|our|its)\s+)*{_OF_TOTAL}\s*[)）]?\s*"
    r"|\s*(是|为)(一个|样本的)*\s*(独热|one-?hot)\s*(编码|标签|向量|的)*\s*",
    re.I,
)
_CONDITION = re.compile(
    r"\b(if|for|when|whenever|where|with|provided|as long as|assuming|given|because|since)\b|若|如果|当|对于|其中"
    r"|^\s*[(（]",
    re.I,
)
_MATRICES = re.compile(r"symmetric|diagonal|definite|triangular|idempotent|对称|对角|正定|三角", re.I)
_BEHIND_TOTAL = re.compile(
    r"\s*((is|are) (a )?(non-?negative )?vectors? (whose|the) (entries|components) (of which )?"
    r"|(both|also|always|itself|entries|components)\s+)*(sums?|adds? up) (up )?to (one|1|unity)\s*",
    re.I,
)
_WHOLE = {
    ("distribution", False): _AHEAD_OF_ONE_HOT, ("distribution", True): _BEHIND_ONE_HOT, ("total", True): _BEHIND_TOTAL,
    ("symmetric", False): _AHEAD, ("symmetric", True): _BEHIND, ("orthogonal", False): _AHEAD,
    ("orthogonal", True): _BEHIND,
}  # fmt: skip
_PLAIN = str.maketrans("‐‑–−", "----")


def said(text: str, clause: str, behind: bool, *, once: bool) -> list[tuple[str, str]]:
    """What words right before or behind a name say of it: ``symmetric``, ``orthogonal``, ``total``, ``distribution`` or
    ``other``, with the word.

    ``clause`` is the whole sentence; with ``once`` the words count for one claim, and may be a condition.
    """
    text, clause = _known(text), _known(clause)
    out = []
    always = once or _SOMETIMES.search(_COUNTED.sub(" ", clause)) is None
    plain = always and _TWISTED.search(clause) is None
    for pattern, kind in _KINDS:
        if (match := pattern.search(text)) is not None:
            whole = _WHOLE.get((kind, behind))
            sure = plain and whole is not None and whole.fullmatch(text) is not None
            out.append((kind if sure else "other", match.group()))
    if (word := distribution_words.speaks(text)) is not None and plain and distribution_words.says(text, behind):
        out.append(("distribution", word))
    elif (near := distribution_words.surely_near(text)) is not None:
        out.append(("other", near))
    if (other := _OTHER.search(text)) is not None:
        out.append(("other", other.group()))
    return out


def condition(text: str) -> str | None:
    """The property that words behind a formula, or before one, seem to make a condition of it."""
    cue = _CONDITION.search(text)
    if cue is None:
        return None
    told = _known(text[cue.start() :])
    rows = (p.search(told) for p in (*(p for p, _ in _KINDS), _OTHER))
    return next((m.group() for m in rows if m is not None), distribution_words.surely_near(told))


def of_matrices(word: str) -> bool:
    """Whether only a matrix can have the property."""
    return _MATRICES.search(word) is not None


def _known(text: str) -> str:
    return _HARMLESS.sub("  ", text.translate(_PLAIN))
