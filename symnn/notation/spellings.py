"""Patterns of the tokenizer: one token, a name, a name with its argument, hyphenated names."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"(?P<blank>\s+)"
    r"|(?P<letters>[A-Za-z]+)"
    r"|(?P<number>(?:\d{1,3}(?:(?:\{,\}\d{3}){2,}|(?:\\,\d{3})+)|[1-9]\d{0,2}\{,\}\d00)(?:\.\d+)?(?![\d{])"
    r"|\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<wide>(?:\\ \s*|~\s*){2,})"
    r"|(?P<row>\\\\(?:\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in)\s*\])?)"
    r"|(?P<command>\\(?:[A-Za-z]+\*?|.))"
    r"|(?P<sign>\.(?: ?\.){2}|···|⋅⋅⋅|[:：]=|<=|>=|!=|->|[^\\])"
    r"|(?P<lone>\\$)",
    re.DOTALL,
)
GROUPS = re.compile(r"\{,\}|\\,")  # between groups of three digits, 1{,}000
LIMITS = re.compile(
    r"\b(if|for|when|where|unless|not|only|assum|suppos|let|with|provided|otherwise)|\$|[若当设令]", re.I
)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[ \-][A-Za-z0-9]+)*")
NAME_WITH_ARGUMENT = re.compile(r"\s*([A-Za-z][A-Za-z0-9\-]*)\s*\(\s*([A-Za-z](?:\s*,\s*[A-Za-z])*)\s*\)\s*")
SWITCH = re.compile(r"\s*([A-Za-z][A-Za-z0-9]*(?:[ \-][A-Za-z0-9]+)*)\s*(?=\})")
# names with a hyphen that text without fonts holds; a minus between words before a bracket would be odder
HYPHENATED = re.compile(
    r"(?:hard|Hard|log|soft|Soft|tanh|leaky)-(?:logistic|Logistic|tanh|Tanh|sigmoid|Sigmoid|swish|Swish|shrink|max|plus"
    r"|ReLU)(?=\s*\()"
)
RUN_OF_LETTERS = re.compile(r"\[[A-Za-z]\]\s*")
BRACE = re.compile(r"\\.|[{}]", re.DOTALL)  # an escaped brace is none
