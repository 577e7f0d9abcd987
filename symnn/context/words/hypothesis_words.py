"""Hypotheses on arrays and data that no name carries: "The vectors are orthonormal", "By orthogonality", "mean zero".

They are not understood; a formula on arrays, sums or norms near them is not refuted.  They are searched in text whose
formulas are masked by ``\\ufffc``.
"""

from __future__ import annotations

import re

_THINGS = (
    r"(vectors|columns|rows|data(set| ?points)?|features|inputs?|weights|bas[ie]s|directions|matri(x|ces)|they|samples"
    r"|eigenvectors|residuals|noise|errors|entries|variables|activations|labels|components|coefficients|embeddings)"
)
_TOLD = (
    r"(orthogonal|orthonormal|perpendicular|at right angles|uncorrelated|cent(red|ered)|zero[- ]mean"
    r"|mean[- ](zero|free)|normali[sz]ed|standardi[sz]ed|whitened|self-adjoint"
    r"|(a |of )?(zero|vanishing|unit) (mean|norm|length|variance)"
    r"|equal to (its|their) transposes?|linearly independent|independent|isotropic)"
)
_NOT = r"(?!not\b|never\b|no\b|neither\b|hardly\b)"
SAID = re.compile(
    rf"\b{_THINGS}\b[^.;:\n]{{0,30}}?\b(is|are|be|being|have|has|having|remain)\s+({_NOT}[\w-]+\s+){{0,2}}?{_TOLD}\b"
    rf"|\b(by|because of|due to|from|using|under|thanks to) (the |their |its )?(mutual |pairwise )?"
    r"(orthogonality|orthonormality|symmetry|independence|cent(ring|ering)|normali[sz]ation|pythagor\w*)\b"
    r"|\b(orthonormal|orthogonal|perpendicular|centred|centered|zero-mean|uncorrelated|whitened|standardi[sz]ed) "
    rf"{_THINGS}\b"
    r"|\b(after|with|under|upon|by) (\S+ )?(normali[sz](ation|ing)|cent(ring|ering)|whitening"
    r"|standardi[sz](ation|ing))\b"
    r"|\bunit[- ](vectors?|norms?|lengths?|sphere|circle|ball)\b"
    r"|\b(of|with|have|has|having) (length|norm) (one|1|\ufffc)"
    r"|\b(with|of|has|have|having) (mean zero|zero mean)\b|\b(do|does|did) not correlate\b|\beigen(vectors?|values?)\b"
    r"|归一化(后|之后)|单位(向量|球面|长度)|特征(值|向量)"
    r"|(由|根据|利用)[^，。]{0,6}正交性|(向量|列|行|特征|数据|样本|它们)[^，。]{0,8}(两两|相互|互相|标准|单位)?(正交|垂直)"
    r"|(向量|特征|数据|样本|输入)[^，。]{0,8}(零均值|均值(为|是)(零|0)|中心化|标准化|归一化|白化)",
    re.I,
)
# what keeps a hypothesis for the section: else it is one of its paragraph and of what is displayed below that
TAKEN = re.compile(
    r"\b(suppose|assum\w+|let|throughout|from (now|here) on|in what follows|hereafter|always)\b|设|假设|假定|以下|下文",
    re.I,
)
OF_ARRAYS = re.compile(
    r"\\(sum|prod|norm|lVert|Vert|\||top|intercal|bar|overline|langle|nabla|mathbb\{E\}|mathbf|boldsymbol|vec|odot)"
    r"|\\(operatorname|mathrm)\{(Var|Cov|tr|det|rank)|\^\{?T\b|‖|∑|ᵀ"
)
