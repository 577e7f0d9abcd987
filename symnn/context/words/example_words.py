"""The words that put up values for the formulas behind them, those that make a result of one, and those that hedge."""

from __future__ import annotations

import re

# "Example: …", "Take …", "For instance, with …"
EXAMPLE = re.compile(
    r"\b(?:examples?|for instance|e\.g\.|take|taking|set|setting|put|putting|choose|choosing|pick|fix|plug(?:ging)?"
    r"|substitut(?:e|ing)|insert(?:ing)?|initiali[sz]e[ds]?|initiali[sz]ing|initially|start(?:ing)? (?:from|with|at)"
    r"|with|given|suppose|assume|assuming|let|consider|say|using|numbers?|values?)\b"
    r"|例如|比如|举例|例子?\s*[：:，\d]|令|取|设|假设|假定|代入|初始化|给定|数值",
    re.I,
)
TITLE = re.compile(r"\bexamples?\b|\bnumerical(?:ly)?\b|\bby hand\b|\bwith numbers\b|例|数值|手算", re.I)
HEDGED = re.compile(
    r"\b(?:not|never|no|nor|neither|unless|except|whether|if|or|either|instead of|rather|unlike|cannot|without|only"
    r"|want(?:ed|s)?|targets? (?:is|are)|desired|should|would|could|must|goal|aim|until|thresholds?|usual(?:ly)?"
    r"|default|often|typical(?:ly)?|common(?:ly)?|sometimes|many|some|recommend\w*|minim\w+|maxim\w+|when(?:ever)?"
    r"|where|for (?:all|any|every|each)|we need|vanish\w*)\b|n['’]t\b|[?？]"
    r"|不|非|除|或|若|如果|只|通常|一般|默认|推荐|希望|应当?|目标|当",
    re.I,
)
# what leads to a result: "Then", "We get"
RESULT = re.compile(
    r"\s*(?:\w+\s+){0,3}?\b(?:then|thus|hence|so|therefore|gets?|gives?|giving|obtain|yields?|computes?|becomes?"
    r"|we have|forward|output|result|evaluates?|equals?)\b"
    r"|\s*[^\W\d]{0,4}?(?:则|得|于是|因此|所以|有|前向|输出|结果|计算)",
    re.I,
)
# within a sentence, between the values and what follows from them
LEADS = re.compile(
    r"[,，;；\ufffc]\s*(?:and )?(?:(?:we )?(?:then|get|obtain|have|hence|thus|so|therefore)\b"
    r"|时?[,，]?(?:则|得|有|可得|于是))",
    re.I,
)
