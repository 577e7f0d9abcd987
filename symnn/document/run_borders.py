"""What stands directly before or behind a run in plain text, and whether it belongs to the formula.

``loss − σ(x) ≥ 0``, ``softplus''(x)``, ``1 − 2 foo²(θ)``: what was not read may not be left out.  A run is whole
where a plain word, the punctuation of a sentence, a bracket around an aside or the end of the line stands beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from symnn.document.run_tokens import OPERANDS, STARTERS, Token

SUM = "Σ with an index: a sum over the index, or a name?"
CUT = "something beside it was not understood, and may belong to it: what the formula says is not known"
_ENDS = ("space", "break")
_OPERATORS = ("relation", "sign", "operator", "prefix", "function", "bar", "postfix")
_DASHES = frozenset("-–")
_PUNCTUATION = frozenset(".,;:!?…—–()（）[]【】「」『』《》〈〉、。，；：！？·")
_QUOTES = frozenset("\"'“”‘’«»„‚`*")
_TURNS = frozenset(
    "where with for if see this that these those and or but the so which when as here thus then hence because since "
    "it is in on let use used while note cf both all any else otherwise we you an".split()
)
_BEHIND_OPERATOR = frozenset(
    "times plus minus divided multiplied squared cubed mod modulo percent degrees choose".split()
)
_BEFORE_OPERAND = frozenset("times plus minus twice half thrice mod modulo softmax".split())
_ACTIVATIONS = frozenset(
    "sigmoid relu softplus gelu silu swish mish elu selu softsign logit logistic tanh hardtanh heaviside".split()
)
_INTRODUCE = frozenset(
    "have that is get then thus hence so and where with for if since because gives give by yields yield obtain or when "
    "therefore as we are let put set obviously clearly namely also implies but now here".split()
)
_NUMBERED = frozenset(
    "step figure fig table eq equation layer section chapter case part theorem lemma definition example exercise class "
    "problem model task experiment version stage phase round epoch line page item point unit level type option 图 表 "
    "式 第 节 章 步 例".split()
)
_ARTICLES = frozenset(["the", "a", "an", "our", "this", "its"])
_PROSE_LETTERS = frozenset("àâéèêëôùûáíóúñçäöü")
_ADJECTIVES = frozenset("max min sup inf log exp rank sign arg trace mod div grad Var Cov KL tr diag".split())
_CHINESE_BEFORE = ("乘以", "除以", "减去", "加上")
_CHINESE_BEHIND = (*_CHINESE_BEFORE, "的平方", "的立方", "的倒数", "倍", "次方")


def widened(tokens: Sequence[Token], a: int, b: int) -> tuple[int, int]:
    """The run with everything beside it that may belong to it; as it is when nothing does."""
    first, last = a, b
    for _ in range(64):
        wider = _before(tokens, first, first == a), _behind(tokens, last)
        if wider == (first, last):
            break
        first, last = wider
    if first == a and counted(tokens, a) is None:
        first -= 1
    return min(first, _name_of_arguments(tokens, a)), last


def sums(tokens: Sequence[Token], a: int, b: int) -> bool:
    """``Σ_i x_i``: whether a letter that may be a sum or a product has an index that stands behind it again."""
    for i in range(a, b):
        t = tokens[i]
        if t.kind == "letter" and t.text[:2] in ("Σ_", "Π_"):
            index = t.text[2:].strip("{}")[:1]
            if any(index in x.text[1:] for x in tokens[i + 1 : b] if x.kind in ("indexed", "letter", "postfix")):
                return True
    return False


def article(tokens: Sequence[Token], a: int, i: int) -> bool:
    """``z_i = a weighted sum``, "is a δ ≥ 0": whether the letter at ``i``, the first or last of its run, is a word."""
    if tokens[i].kind != "weak" or tokens[i].text not in ("a", "A", "I"):
        return False
    if i > a:
        return tokens[i + 1 : i + 2] != [] and _word_beyond(tokens, i + 1, 1)
    named = [t.kind for t in tokens[i + 2 : i + 5] if t.kind != "space"]
    return _word_beyond(tokens, i - 1, -1) and named[1:2] == ["relation"]


def _word_beyond(tokens: Sequence[Token], i: int, step: int) -> bool:
    """A blank, and a word of several letters behind it."""
    if not 0 <= i < len(tokens) or tokens[i].kind not in _ENDS or not 0 <= i + step < len(tokens):
        return False
    return _is_word(tokens[i + step])


def _is_word(token: Token) -> bool:
    return token.kind == "plural" or (token.kind == "word" and token.text[:1].isalpha() and len(token.text) > 1)


def _far(token: Token) -> bool:
    """Chinese, Cyrillic …: letters that stand beside a formula without a blank; and "à", "é"."""
    if token.kind != "word" or len(token.text) > 1:
        return False
    latin = token.text < "\u0250" or "\u1e00" <= token.text < "\u1f00"
    letter = unicodedata.category(token.text) in ("Lo", "Ll", "Lu", "Lm")
    return letter and (not latin or token.text.lower() in _PROSE_LETTERS)


def counted(tokens: Sequence[Token], a: int) -> bool | None:
    """Whether the number or letter at the start counts for the word before it ("step 3 θ"); ``None``: not known."""
    if a + 2 >= len(tokens) or tokens[a].kind not in ("number", "weak") or tokens[a + 1].kind != "space":
        return False
    at = a - 2 if a and tokens[a - 1].kind == "space" else a - 1
    if tokens[a + 2].kind not in STARTERS or at < 0 or not (_is_word(tokens[at]) or _far(tokens[at])):
        return False
    said = tokens[at].text.lower()
    return True if said in _NUMBERED else False if said in _INTRODUCE else None


def _before(tokens: Sequence[Token], a: int, own: bool) -> int:
    """The first token of what stands before ``a`` and belongs to it."""
    if a == 0:
        return a
    spaced = tokens[a - 1].kind in _ENDS
    at = a - 2 if spaced else a - 1
    if at < 0 or tokens[a - 1].kind == "break":
        return _before_break(tokens, a) if at >= 0 else a
    t = tokens[at]
    open_end = tokens[a].kind in ("relation", "operator") or (tokens[a].kind == "sign" and not own)
    if t.kind == "url":
        return a if spaced else at
    if _far(t):
        written = "".join(x.text for x in tokens[max(0, at - 1) : at + 1])
        return at if written in _CHINESE_BEFORE else a
    if _is_word(t):
        return at if not spaced or open_end or _operand_word(tokens, at) else a
    if t.kind == "word" or t.kind == "comma":
        return _sign_before(tokens, a, at, spaced)
    if t.kind == "close":
        return at if not spaced or open_end or _called(tokens, at) else a
    if t.kind == "open":
        return at if at and not spaced and tokens[at - 1].kind in (*OPERANDS, "function") else a
    if t.text == "'" and at and tokens[at - 1].text.lower() in _ACTIVATIONS:
        return at - 1
    if t.text == "'" or (t.text == "*" and not spaced):
        return _sign_before(tokens, a, at, spaced)
    if t.text in ":∶" or (t.kind == "bar" and spaced) or (t.text in "%‰°" and spaced and tokens[a].kind == "open"):
        return a
    if t.text in _DASHES and spaced and _dash(tokens, at):
        return a
    if t.text in "*·" and spaced and (at == 0 or tokens[at - 1].kind == "break"):
        return a  # a bullet
    if t.kind in ("weak", "number") and spaced and not open_end and (article(tokens, at, at) or counted(tokens, at)):
        return a
    return at


def _before_break(tokens: Sequence[Token], a: int) -> int:
    """Over the end of a line: "log" and an operator need what follows."""
    t = tokens[a - 2]
    if tokens[a].kind == "sign" and not _is_word(t) and not _far(t) and t.text[:1] not in _PUNCTUATION | _QUOTES:
        return a - 2
    return a - 2 if t.kind in ("relation", "sign", "function", "prefix") and t.text not in _DASHES else a


def _behind(tokens: Sequence[Token], b: int) -> int:
    """Behind the last token of what stands behind ``b`` and belongs to it."""
    if b == len(tokens):
        return b
    spaced = tokens[b].kind in _ENDS
    at = b + 1 if spaced else b
    if at == len(tokens) or tokens[b].kind == "break":
        return b
    t, end = tokens[at], at + 1
    open_end = tokens[b - 1].kind in ("relation", "operator", "sign", "function", "prefix")
    if t.kind == "url":
        return b if spaced else end
    if _far(t):
        written = "".join(x.text for x in tokens[at : at + 3])
        return end if written.startswith(_CHINESE_BEHIND) else b
    if _is_word(t):
        said = t.text.lower()
        if not spaced or open_end or said in _BEHIND_OPERATOR or _named(t) or _applied(tokens, at):
            return end
        return end if said not in _TURNS and _operates(tokens, end) else b
    if t.kind == "word" or t.kind == "comma":
        return _sign_behind(tokens, b, at, spaced)
    if t.kind == "open":
        aside = at + 1 < len(tokens) and _far(tokens[at + 1]) and tokens[b - 1].kind in ("number", "close", "postfix")
        return b if (spaced or aside) and not open_end else end
    if t.kind == "close":
        return b
    if t.text == "'" or (t.text == "*" and not spaced):
        return _sign_behind(tokens, b, at, spaced)
    if t.text in ":∶→⇒" and _word_or_end(tokens, end):
        return b
    if t.kind == "bar" and spaced:
        return b
    if t.text in _DASHES and spaced and _dash_behind(tokens, at):
        return b
    return end


def _applied(tokens: Sequence[Token], at: int) -> bool:
    """``θ relu x``: whether the word is an activation function with its argument."""
    argument = _solid(tokens, at, 1)
    return tokens[at].text.lower() in _ACTIVATIONS and argument is not None and tokens[argument].kind in OPERANDS


def _word_or_end(tokens: Sequence[Token], i: int) -> bool:
    rest = [t for t in tokens[i : i + 2] if t.kind != "space"]
    return not rest or rest[0].kind in ("break", "plural", "word", "url")


def _operand_word(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word before a run names an operand or operator: ``− loss σ(x)``, ``dx x^2``, ``relu x``, "log of"."""
    said = tokens[at].text.lower()
    if said in _BEFORE_OPERAND or _named(tokens[at]):
        return True
    if _argument_of(tokens, at):
        return True
    before = _solid(tokens, at, -1)
    name = next((i for i in range(at + 2, len(tokens)) if tokens[i].kind != "postfix" and i > at + 2), len(tokens))
    applied = name < len(tokens) and tokens[name].kind == "open" and tokens[at + 2].kind == "letter"
    if said in _ACTIVATIONS and not (applied and said in ("sigmoid", "logistic")):
        return before is None or tokens[before].text.lower() not in _ARTICLES
    if before is None or said in _TURNS:
        return False
    b = tokens[before]
    if before == at - 1 and b.kind in ("operator", "sign", "postfix", "prefix"):
        return b.text not in ("'", ":")
    if b.kind == "function":
        return b.text not in _ADJECTIVES
    return b.kind in ("relation", "sign", "operator", "prefix") and b.text not in (":", "*", "→", "⇒", "-")


def _argument_of(tokens: Sequence[Token], at: int | None) -> bool:
    """ "the log of all": whether the words up to here are the argument of a function."""
    for _ in range(5):
        if at is None or not (_is_word(tokens[at]) or tokens[at].kind == "weak"):
            return False
        before = _solid(tokens, at, -1)
        if tokens[at].text == "of" and before is not None and tokens[before].kind in ("function", "relation"):
            return True
        at = before
    return False


def _operates(tokens: Sequence[Token], i: int) -> bool:
    """Whether an operator with blanks around it, or one glued to the word before, stands at ``i``."""
    if i < len(tokens) and tokens[i].kind in ("operator", "relation", "sign", "postfix", "open"):
        return tokens[i].text not in (":", "'")
    return (
        i + 2 < len(tokens)
        and tokens[i].kind == "space"
        and tokens[i + 1].kind in ("operator", "sign", "relation", "postfix")
        and tokens[i + 1].text not in (":", "-", "*", "→", "⇒", "'")
        and tokens[i + 2].kind == "space"
    )


def _solid(tokens: Sequence[Token], i: int, step: int) -> int | None:
    """The next token that is no blank, on the same line."""
    i += step
    while 0 <= i < len(tokens) and tokens[i].kind == "space":
        i += step
    return i if 0 <= i < len(tokens) and tokens[i].kind != "break" else None


def _named(token: Token) -> bool:
    """``x1``, ``w12``, ``θ_new``: no word, but a name."""
    return token.text[:1].isalpha() and (token.text[-1:].isdigit() or "_" in token.text)


def _called(tokens: Sequence[Token], close: int) -> bool:
    """``log(number of classes)``: whether the bracket that closes here holds an argument or a factor."""
    depth = 0
    for i in range(close, max(-1, close - 200), -1):
        depth += {"close": 1, "open": -1}.get(tokens[i].kind, 0)
        if depth == 0:
            if i > 0 and tokens[i - 1].kind in (*OPERANDS, "function", "operator"):
                return True
            inside = tokens[i + 1 : close]
            operates = any(t.kind in ("sign", "operator", "postfix") for t in inside)
            return operates and not any(_is_word(t) or _far(t) for t in inside)
    return False


def _name_of_arguments(tokens: Sequence[Token], a: int) -> int:
    """``P(class of σ(x) ≥ 0)``: the name that the bracket around the run belongs to; else the run itself."""
    depth = 0
    for i in range(a - 1, max(-1, a - 200), -1):
        depth += {"close": 1, "open": -1}.get(tokens[i].kind, 0)
        if depth < 0:
            return i - 1 if i > 0 and tokens[i - 1].kind in (*OPERANDS, "function", "postfix") else a
    return a


def _dash(tokens: Sequence[Token], at: int) -> bool:
    """``logistic function - σ(x) = …``: a dash behind words or at the beginning, not a minus behind an operand."""
    before = _solid(tokens, at, -1)
    if before is None or _far(tokens[before]):
        return True
    if not _is_word(tokens[before]) or _named(tokens[before]):
        return False
    if tokens[at].text != "-" or tokens[before].text.lower() in _ACTIVATIONS:
        return True
    further = _solid(tokens, before, -1)
    return further is not None and (_is_word(tokens[further]) or _far(tokens[further]))


def _dash_behind(tokens: Sequence[Token], at: int) -> bool:
    """``y = σ(z) - see below``: a dash before a word that begins a remark."""
    behind = _solid(tokens, at, 1)
    return behind is None or _far(tokens[behind]) or tokens[behind].text.lower() in _TURNS


def _sign_before(tokens: Sequence[Token], a: int, at: int, spaced: bool) -> int:
    """Punctuation, a quotation mark, or a sign that mathematics may need."""
    t = tokens[at]
    glued = at > 0 and tokens[at - 1].kind not in (*_ENDS, "open", "comma", "operator")
    if glued and tokens[at - 1].kind == "word":
        glued = unicodedata.category(tokens[at - 1].text[-1])[0] in "LNMS" and not _far(tokens[at - 1])
    if t.text[:1] in _QUOTES:
        return a if spaced or not glued else at
    if t.text in _PUNCTUATION or t.kind == "comma":
        inside = not spaced and at > 0 and tokens[at - 1].kind == "number" and tokens[a].kind == "number"
        return at if inside or (not spaced and t.text == "." and at and _is_word(tokens[at - 1])) else a
    return _other(t, at, a, spaced)


def _sign_behind(tokens: Sequence[Token], b: int, at: int, spaced: bool) -> int:
    t = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if t.text == "\\" and re.match(r"\\{0,3}[)\]]", "".join(x.text for x in tokens[at + 1 : at + 5])):
        return b  # a delimiter: \\( x \\)
    if t.text[:1] in _QUOTES:
        glued = following is not None and following.kind in (*OPERANDS, "open", "function", "prefix", "bar")
        if following is not None and following.kind == "word" and t.text == "*":
            glued = unicodedata.category(following.text[0])[0] in "LNMS" and not _far(following)
        return at + 1 if glued and not spaced else b
    if t.text in _PUNCTUATION or t.kind == "comma":
        number = following is not None and following.kind == "number" and tokens[b - 1].kind == "number"
        return at + 1 if not spaced and (number or t.text == "!") else b
    return b if _other(t, at, -1, spaced) == -1 else at + 1


def _other(t: Token, at: int, clean: int, spaced: bool) -> int:
    """A sign of mathematics, or one that is glued to the run; a tick or bullet with a blank is neither."""
    kind = unicodedata.category(t.text[0])
    if kind[0] in "ZC" or (spaced and kind not in ("Sm", "No", "Mn", "Nd", "Ll", "Lu", "Pc", "Sk")):
        return clean
    return at
