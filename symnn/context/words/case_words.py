"""The words that put up a case or values for what follows them, and those that end it, in two languages.

They are searched in text whose formulas are masked by ``\ufffc``; what a document sets in bold stays in its marks.
"""

from __future__ import annotations

import re

_MARKS = (
    r"(?:[\s*_{}>#~“”\"'\[]|\\(?:textbf|textit|emph|underline|paragraph|subparagraph|sub(?:sub)?section|section|noindent"
    r"|item|par|bf|it)\b\*?)*+"
)
_NUMBER = r"[(（]?(?:\d{1,2}|[ivx]{1,4}|[a-dA-D]|one|two|three|four|first|second|third|[一二三四五])[)）]?"
_OF = r"(?:(?:if|when|where|for|in which|that|of|当|若|如果|设)\b)?"
_MORE = (
    r"(?:(?:now|next|then|so|first(?:ly)?|finally|second(?:ly)?|third(?:ly)?|also|again|here|let us|we|conversely"
    r"|instead|further|in turn|on the other hand|for the moment|for now|and|to begin|to start|下面|现在|接着|再|首先|先"
    r"|其次|然后|最后|我们|另一方面|反之|以下)[\s,，]*)*"
)
# the label of a case: "Case 1:", "In the second case", "情形一："
LABEL = re.compile(
    rf"{_MARKS}(?:(?:in|for|under)\s+)?(?:the\s+)?(?:(?:first|second|third|fourth|last|other|remaining|next|special)\s+)?"
    rf"(?:sub-?)?(?:case|situation|scenario)s?\b\s*(?:\#?{_NUMBER})?{_MARKS}[.:,—–-]*{_MARKS}\(?{_OF}{_MARKS}"
    rf"|{_MARKS}(?:第?\s*[(（]?[一二三四五\d]?[)）]?\s*种?\s*)(?:情形|情况)\s*(?:{_NUMBER})?\s*[：:、.，（(]*{_MARKS}"
    rf"(?:当|若|如果|设)?{_MARKS}",
    re.I,
)
ENUMERATED = re.compile(
    rf"{_MARKS}(?:[(（]{_NUMBER}[)）]|(?:\d|[ivx]{{1,4}}|[a-d])[.)）、]){_MARKS}{_OF}{_MARKS}", re.I
)
SUPPOSED = re.compile(
    rf"{_MARKS}{_MORE}(?:suppose|assume|let|consider|take|设|假设|假定|考虑|令|不妨设)"
    r"(?:\s*(?:now|first|next|then|instead|further|also|that|the|case|other|second|third|remaining|diagonal|off-diagonal"
    rf"|where|when|of|us|in which|情[形况]|一下))*\s*[,:，：]?{_MARKS}",
    re.I,
)
TAKEN = re.compile(r"\b(?:take|let)\b|取|令", re.I)
# a few words and the condition in brackets: "**Off-diagonal** ($i \ne j$):", "Positive class ($y = 1$):"
NAMED = re.compile(rf"{_MARKS}[^\W\d][\w\s*_{{}}\\-]{{1,40}}[(（,:：]\s*(?:(?:where|when|if|i\.e\.|当|若)\s*)?")
ALONE = re.compile(rf"{_MARKS}(?:\b(?:if|when|for|case)\b|当|若|如果|对于?)?{_MARKS}", re.I)
# what may stand behind the condition until the case is put up
CLOSED = re.compile(
    r"[\s*_}]*(?:[)）]|(?:case|时|的情[形况]|成立)\b)?[\s*_}]*(?P<stop>[.。:：;；—–\]]|--?(?=\s)|,(?=\s)|，|\Z|\n\s*\n)[\s*_}\]]*"
)
JOINED = re.compile(r"[\s$]*(?:,|，|、|\band\b|且|和|与|,\s*and\b)?[\s$]*", re.I)
# from here on the case is over
OVER = re.compile(
    r"\b(?:in general|generally|in (?:both|either|all|any|every|each) cases?|(?:both|these|the two|the three|all) cases"
    r"|either way|altogether|all together|(?:put|putting|taken|taking) (?:\w+ ){0,3}together|combin(?:ed|ing|e)\b"
    r"|in summary|to summari[sz]e|summari[sz]ing|to sum up|summing up|all in all|returning to the general"
    r"|the general (?:case|formula))\b"
    r"|综上|总之|总的来说|一般地|一般情[形况]|合起来|合并|综合|两种情[形况]|各种情[形况]",
    re.I,
)
# from here on nothing says whether it is
PERHAPS = re.compile(
    r"\b(?:together|overall|in sum|in short|collecting|unif(?:y|ied|ying)|compact(?:ly)?|kronecker|regardless|whatever"
    r"|in one (?:formula|line|expression|go)|no matter|irrespective|at once|back to"
    r"|both (?:formulas?|results|expressions|equations)|returning|recall|general)\b"
    r"|通常|统一|归纳|无论|不论|回到|克罗内克",
    re.I,
)
# "for all i, j": a case of i and j is over
EVERY = re.compile(
    r"(?:\bfor (?:all|any|every|each|arbitrary)(?: (?:pairs?|indices|of|values?))*|对于?(?:所有|任意|任何)的?)\s*$",
    re.I,
)
BUT = re.compile(r"\s*,?\s*(?:other|except|different|distinct|not|but|with|such|where|that|满足|且|除)", re.I)
# what was supposed, or put up by "with", is not taken for granted in the rest of the sentence
WIDENED = re.compile(
    r"\b(in general|generally|in (?:any|every|each|either) case|universally|regardless|irrespective|no matter"
    r"|without (?!loss of|further|ado|much|more\b|doubt|proof))\b"
    r"|一般地|一般(?:来说|而言|情[形况]下?|有)|无论|不论|不管",
    re.I,
)
SUPPOSITION = (
    r"(?:restrictions?|assumptions?|conditions?|constraints?|hypothes[ie]s|requirements?|symmetry|normali[sz]ation"
    r"|orthogonality|independence|positivity)"
)
# nor in the sentences behind
DROPPED = re.compile(
    r"\b(?:drop|remov|lift|relax|abandon|discard|waiv|omit|los|giv)(?:e|es|s|ed|ing|ping|ped|ting|ted)?\b"
    rf"[^.。]{{0,40}}\b{SUPPOSITION}\b|(?:去掉|取消|去除|除去|放弃|不再|解除)[^。]{{0,12}}(?:假设|条件|限制|约束|对称)",
    re.I,
)
