"""Where sentences end in text whose formulas are masked, and which go on behind a formula."""

from __future__ import annotations

import re

FILL = "\ufffc"  # stands for every character of a formula in the masked text
SHORTENED = re.compile(
    r"\b(?:[Ee]qs?|[Ee]qns?|[Cc]f|[Ff]ormulas?|[Ss]ec|[Dd]ef)\.(?=[\s~]*[(（\\:{\d\ufffc])"
)  # no full stop
ENDS = re.compile(r"(?<![.])(?<!\\left)(?<!\\right)\.\s*(\\end\{[^}]*\}\s*)*\Z")
GOES_ON_SMALL = re.compile(r"\s*[a-z,;:，；：]")
STOP = re.compile(r"[。；;！!？?]|\.\s|\n\s*\n")
CLOSES = re.compile(r"[.;!?](?=\s|$)|[。；！？]")  # in text whose formulas are not masked
GOES_ON = re.compile(
    r"\s*(where|with|for|if|when|whenever|provided|unless|except|as long as|holds|其中|这里|除非|时|成立|不成立)"
)
# a sentence that says for what the one before it was meant
LOOKS_BACK = re.compile(
    r"[\s$.。]*(here|there|above|in (this|that|the (above|last|latter))|note( here)? that"
    r"|we (have )?(assumed?|supposed?|took)|(this|it|that) (only )?holds"
    r"|this (assumes|requires|presumes|supposes|is for|was for|is meant|needs|uses|presupposes)"
    r"|(the|this) (formula|equation|identity|equality|expression|derivative|result)"
    r" (only )?(holds|is (only )?(valid|true|for))"
    r"|of course|remember|recall|where|这里|此处|其中|注意|上式|此式|该式)(?![a-z])",
    re.I,
)
LABELLED = re.compile(rf"[{FILL}。][ \t]*\{{#[\w:.-]+(?:[ \t][^{{}}\n]*)?\}}(?=[ \t]*(?:\n|\Z))")  # $$ … $$ {{#eq-a}}
_FORMULA = re.compile(f"{FILL}+")


def thin(text: str) -> str:
    """Masked text with one sign for each formula, however long that is: to search for words in."""
    return _FORMULA.sub(FILL, text)
