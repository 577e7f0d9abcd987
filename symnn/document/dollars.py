"""When a dollar sign opens mathematics, and which one closes it.

A dollar is not mathematics when it is escaped, or an amount of money: ``$`` and a number that a word, a sentence mark
or the end follows (``$5 and $10``), ``100$``, ``US$``; or the name of a shell variable (``$HOME``).

The first unescaped dollar after an opening one closes it (those inside ``\\text{…}`` belong to the text), unless it
plainly opens a formula itself: ``where $x is real and $y$ is not`` has one unbalanced dollar, the first.
"""

from __future__ import annotations

import re
from itertools import pairwise

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = "，。；：？！、）】》”"
_CHINESE = re.compile(f"[{_CJK}{_MARKS}]")
_AMOUNT = re.compile(
    r"\$\s?\d[\d,.]*(?:\s?(?:k|K|m|M|bn|B|million|billion|thousand)\b)?(?P<then>[\s,.;:!?)\]'\"–—-]*)"
    rf"(?:(?P<word>[A-Za-z]{{2,}})(?![(_^{{])|(?P<stop>[{_CJK}{_MARKS}]|(?<=[\s,;])\$\d|\Z))?"
)
_MATH_WORDS = frozenset(
    "exp log ln lg max min sup inf argmax argmin lim sin cos tan sec csc cot sinh cosh tanh coth arcsin arccos arctan "
    "erf sgn sign det tr rank diag softmax sigmoid relu mod gcd dim ker deg if for otherwise else where with".split()
)
_PLAIN_WORDS = ("for", "if", "with", "where", "else", "otherwise")
_WORD = re.compile(r"[A-Za-z]{2,}")
_BETWEEN = re.compile(r"(?: a)?[\s,.;:]+")
_TEXT_GROUP = r"\\(?:text\w*|mbox|hbox|intertext|shortintertext|mathrm|operatorname\*?)\s*\{"
_CLOSER = re.compile(rf"(?P<group>{_TEXT_GROUP})|\\.|(?P<dollar>\$)", re.DOTALL)
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_SYMBOLS = re.compile(rf"{_TEXT_GROUP}[^{{}}]*\}}|[_^]\s*\{{[^{{}}]*\}}|\\[A-Za-z]+|\\.", re.DOTALL)
_SHELL_NAME = re.compile(r"\$(?:[A-Z][A-Z0-9_]+\b|\{[A-Za-z_]\w*\})")
_CURRENCIES = ("US", "HK", "NZ", "CA", "AU")
_GROUP_LIMIT = 500


def group_end(text: str, place: int, end: int) -> int | None:
    """The end of the brace group whose opening brace stands just before ``place``, at most 500 characters on."""
    limit = min(end, place + _GROUP_LIMIT)
    if text.find("}", place, limit) < 0:
        return None
    depth = 1
    for m in _BRACES.finditer(text, place, limit):
        depth += {"{": 1, "}": -1}.get(m.group(), 0)
        if depth == 0:
            return m.end()
    return None


def next_dollar(text: str, place: int, end: int) -> int | None:
    """The first unescaped dollar sign that does not stand in the text of a formula."""
    while m := _CLOSER.search(text, place, end):
        if m["dollar"]:
            return m.start()
        place = m.end()
        if m["group"] and (close := group_end(text, place, end)) and text.count("$", place, close) % 2 == 0:
            place = close
    return None


def is_amount(text: str, at: int, end: int) -> bool:
    """``$5 and``, ``$1,000.``, ``$3M``, ``$5元``: money.  ``$5x``, ``$0$``, ``$2 \\log x``, ``$1, 2``: not money."""
    m = _AMOUNT.match(text, at, end)
    if not m:
        return False
    if m["word"]:
        return bool(m["then"]) and (m["word"] not in _MATH_WORDS or m["word"] in _PLAIN_WORDS)
    return m["stop"] is not None


def is_currency(text: str, at: int, start: int, end: int) -> bool:
    """A dollar sign that nothing closes and that stands for money, a blank, or a variable of a shell."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    money = before.isdigit() or text[max(start, at - 2) : at] in _CURRENCIES or is_amount(text, at, end)
    if before.isascii() and before.isalpha() and after.isspace():
        return text[max(start, at - 2) : at] in _CURRENCIES
    return money or bool(_SHELL_NAME.match(text, at, end)) or (before.isspace() and after.isspace())


def looks_closing(text: str, opening: int, closing: int, end: int, odd: bool) -> bool:
    """Whether the dollar at ``closing`` closes the formula at ``opening``; ``odd``: the block has an odd number."""
    before = text[closing - 1]
    after = text[closing + 1] if closing + 1 < end else " "
    if opening and text[opening - 1].isascii() and text[opening - 1].isalnum() and text[opening + 1].isspace():
        return False
    inner = text[opening + 1 : closing]
    separate = before.isspace() or before in "([" or before in _MARKS
    if after == "$":
        return not separate
    if after.isdigit() and after.isascii() and (separate or is_prose(inner)):
        return False
    shape = separate and not after.isspace() and not _CHINESE.match(after) and after not in ".,;:!?)]}-'\""
    opens = shape and not (inner[:1].isspace() and before.isspace())
    amount = is_amount(text, opening, end)
    if opens and (amount or _foreign_words(inner)):
        return False
    return not ((opens or odd or amount or _SHELL_NAME.match(text, opening, closing)) and is_prose(inner))


def is_prose(inner: str) -> bool:
    """Words of a language rather than a formula: two words in a row, Chinese, or nothing but words.

    A command between them, ``AB \\neq BA``, keeps two words apart.
    """
    bare = _SYMBOLS.sub(lambda m: "=" if m.group()[1:].isalpha() else " ", inner)
    if _CHINESE.search(bare):
        return True
    words = list(_WORD.finditer(bare))
    foreign = [w.group() not in _MATH_WORDS for w in words]
    for i, (a, b) in enumerate(pairwise(words)):
        if foreign[i] and foreign[i + 1] and _BETWEEN.fullmatch(bare, a.end(), b.start()):
            return True
    return any(foreign) and inner[:1].isspace() and not re.search(r"[\\^_=<>+*/|]", inner)


def _foreign_words(inner: str) -> bool:
    """Any word that is not the name of a function: enough where the dollar after it stands like an opening one."""
    bare = _SYMBOLS.sub(" ", inner)
    return bool(_CHINESE.search(bare)) or any(w not in _MATH_WORDS for w in _WORD.findall(bare))
