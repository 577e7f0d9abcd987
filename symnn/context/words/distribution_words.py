"""Words that say of a name that it is a discrete distribution: its entries are not negative and add up to 1.

"Let $p$ and $q$ be probability distributions on $\\{1, …, K\\}$", "the target distribution $y$", "$p$ is a pmf",
"a point of the simplex", "概率分布 $p$".  "The mean of the distribution $\\mu$" does not say it of μ: the words
have to be those for the name itself.
"""

from __future__ import annotations

import re

_KIND = (
    r"(probability|discrete|categorical|multinomial|empirical|true|target|predicted|predictive|estimated|label|class"
    r"|output|model|data|reference|teacher|student|ground[- ]truth|attention|softmax|finite|fixed|given|arbitrary"
    r"|strictly positive|positive|valid|proper|\w[- ]dimensional)"
)
_NOUN = (
    r"(distributions?|probability (mass )?(vector|function)s?|mass functions?|pmfs?|p\.m\.f\.s?|stochastic vectors?"
    r"|points? (of|in|on) the (\w+ )?simplex)"
)
_SURELY = (  # words that say so wherever they stand near the name, if only to keep it from refutations
    r"\b(probability (vector|distribution|mass function)s?|(discrete|categorical|target|predicted) distributions?"
    r"|pmfs?|simplex)\b|概率(质量)?(向量|分布|函数)|离散分布|单纯形"
)
_LEAD = (
    r"(let|assume|suppose|consider|given|take|choose|fix|denote|by|with|that|us|we|now|then|also|and|have|be|is|are|a"
    r"|an|the|any|every|each|some|all|two|both|another|our|its|their|where|here|over|between)"
)
_OVER = (
    r"(\s+(on|over|of|for|supported on|with support( on)?)"
    r"(\s+(the|a|an|this|that|same|finite|discrete|common|set|alphabet|support|sample|space|classes|outcomes|labels|categories"
    r"|states|possible|all|vocabulary|words|tokens|actions|items|symbols|points|elements))*)?"
)
_PHRASE = rf"({_KIND}[\s,]+)*{_NOUN}"
_OF_CHINESE = r"((离散|目标|真实|预测|经验|输出|标签|模型|类别)的?)*(概率)?(质量)?(分布|向量|函数)"
AHEAD = re.compile(
    rf"\W*([\w\s'’-]*\bbetween\s+)?({_LEAD}\s+)*{_PHRASE}({_OVER}\s+(be|is|are|by|as|denoted by|called))?\s*"
    r"|[设令取给定若假对于任意一个两，,\s]*" + _OF_CHINESE + r"(为|是|记为|记作)?\s*",
    re.I,
)
BEHIND = re.compile(
    r"\s*[(（]?((is|are|be|being|denotes?|both|all|two|here|also|which|that|a|an|the|our|its|some|any|as)\s+)*"
    rf"({_PHRASE}{_OVER}|(lies? )?(in|on) (the )?((standard|unit|probability|\w+[- ]dimensional) )*simplex)\s*[)）]?\s*"
    r"|\s*(是|为|均为|都是|皆为|表示)?(一个|两个|任意)*" + _OF_CHINESE + r"\s*",
    re.I,
)
_SAID = re.compile(_SURELY, re.I)
_NAMED = re.compile(rf"\b{_NOUN}|\bsimplex\b|概率|分布", re.I)
_OTHERWISE = re.compile(
    r"\b(continuous|joint|conditional|normal|gaussian|marginal|density|densities|uniform|prior|posterior|cumulative)\b"
    r"|连续|联合|条件|正态|高斯|密度|累积|分布函数|[^率质量]函数",
    re.I,
)
SEVERAL = re.compile(r"distributions|vectors|functions|pmfs|points|\b(both|two|each|all)\b|均|都|皆|两个", re.I)


def speaks(text: str) -> str | None:
    """The words in a text that speak of a distribution."""
    found = _NAMED.search(text)
    return None if found is None else found.group()


def surely_near(text: str) -> str | None:
    """Words that speak of a discrete distribution and of nothing else, wherever they stand."""
    found = _SAID.search(text)
    return None if found is None else found.group()


def says(text: str, behind: bool) -> bool:
    """Whether the words right before a name, or right behind it, are those for it: a discrete distribution."""
    return (BEHIND if behind else AHEAD).fullmatch(text) is not None and _OTHERWISE.search(text) is None


__all__ = ["SEVERAL", "says", "speaks", "surely_near"]
