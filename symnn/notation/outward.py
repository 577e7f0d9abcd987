"""Delimiters that look the wrong way round: bars of evaluation, intervals with brackets outwards, bras and kets."""

from __future__ import annotations

from symnn.notation.reading import ReadError
from symnn.notation.tokens import Token

_ENDS = frozenset("eof close comma semicolon stop relation wide row amp cue prose end infix logic }".split())
_SPELLED = {("open", "]"): "(", ("close", "["): ")"}
_LEVELS = {"open": "close", "{": "}", "begin": "end"}


def turned_delimiters(tokens: list[Token]) -> None:
    """In place: ``f\\Bigr|_{x = 0}`` and ``f\\rvert_{x = 0}`` get the bar of an evaluation, ``]0, 1]`` and ``[0, 1[``
    the round brackets that they mean.  Bras and kets are a ``ReadError``.
    """
    for i, tok in enumerate(tokens):
        if tok.font == "left" and (tok.kind, tok.text) in _SPELLED:  # \left]0, 1\right[
            tokens[i] = tok._replace(text=_SPELLED[tok.kind, tok.text])
    stack: list[int] = []
    commas: list[int] = []
    for i, tok in enumerate(tokens):
        if tok.kind == "comma" and commas:
            commas[-1] += 1
        elif _closes_outwards(tokens, i, stack, commas):
            tokens[i] = tok._replace(kind="close", text=")")
            stack.pop()
            commas.pop()
        elif tok.kind in _LEVELS:
            stack.append(i)
            commas.append(0)
        elif tok.kind in _LEVELS.values():
            top = tokens[stack[-1]] if stack else None
            if (
                tok.kind == "close"
                and tok.text == "|"
                and _evaluates(tokens, i)
                and (top is None or top.text not in "|.")
            ):
                tokens[i] = tok._replace(kind="bar", font="")
            elif tok.kind == "close" and tok.text == "]" and (top is None or top.kind != "open") and _listed(tokens, i):
                tokens[i] = tok._replace(kind="open", text="(")
                stack.append(i)
                commas.append(0)
            elif top is None or _LEVELS[top.kind] != tok.kind or (tok.text == ">") != (top.text == "<"):
                if tok.kind == "close" and tok.text == ">":
                    _ket(tokens, i)
                if stack and tok.kind != "close":
                    stack.pop()
                    commas.pop()
            else:
                stack.pop()
                commas.pop()
    for i in stack:
        if tokens[i].kind == "open" and tokens[i].text == "<":
            _bra(tokens, i)


def _evaluates(tokens: list[Token], at: int) -> bool:
    return tokens[at + 1].kind == "script" and tokens[at + 1].text == "_"


def _closes_outwards(tokens: list[Token], at: int, stack: list[int], commas: list[int]) -> bool:
    """The last bracket of ``[0, 1[`` and ``]0, 1[``."""
    if tokens[at].kind != "open" or tokens[at].text != "[" or not stack or commas[-1] != 1:
        return False
    opener = tokens[stack[-1]]
    return opener.kind == "open" and opener.text in "[(" and opener.end > opener.start and tokens[at + 1].kind in _ENDS


def _listed(tokens: list[Token], at: int) -> bool:
    """Whether behind a ``]`` stand two entries and a bracket, at the same level."""
    level, found = 0, 0
    for tok in tokens[at + 1 :]:
        if level == 0 and found == 1 and tok.text in ("[", "]") and tok.kind in ("open", "close"):
            return True
        if tok.kind in _LEVELS:
            level += 1
        elif tok.kind in _LEVELS.values():
            level -= 1
        if level < 0:
            return False
        if level == 0 and tok.kind == "comma":
            found += 1
        elif level == 0 and tok.kind in ("relation", "row", "wide"):
            return False
    return False


def _ket(tokens: list[Token], at: int) -> None:
    bar = next((t for t in reversed(tokens[:at]) if t.kind in ("bar", "given")), None)
    if bar is not None:
        raise ReadError("a ket is not read", bar.start, tokens[at].end)


def _bra(tokens: list[Token], at: int) -> None:
    bar = next((t for t in tokens[at:] if t.kind in ("bar", "given")), None)
    if bar is not None:
        raise ReadError("a bra is not read", tokens[at].start, bar.end)
