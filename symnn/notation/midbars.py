"""``\\mid`` as the bar of an absolute value: ``\\mid x \\mid`` where a lone bar would open a conditional."""

from __future__ import annotations

from symnn.notation.tokens import Token

_BEFORE = frozenset("open { sign relation infix comma semicolon amp row begin wide script cue logic".split())
_BEHIND = frozenset("eof close } end sign relation infix comma semicolon amp row script stop wide cue logic".split())


def absolute_bars(tokens: list[Token], source: str) -> None:
    """Turns pairs of ``\\mid`` at one level into bars of an absolute value, in place.

    The first of a pair stands where an operand begins, or the second where none follows; a conditional bar does
    neither: it has something on both sides.  What is not paired in this way stays the bar of a conditional.
    """
    if not any(_is_mid(t, source) for t in tokens):
        return
    levels: list[list[int]] = [[]]
    for i, tok in enumerate(tokens):
        if tok.kind in ("open", "{", "begin"):
            levels.append([])
        elif tok.kind in ("close", "}", "end"):
            _pair(tokens, levels.pop() if len(levels) > 1 else [])
        elif _is_mid(tok, source):
            levels[-1].append(i)
    for level in levels:
        _pair(tokens, level)


def _is_mid(tok: Token, source: str) -> bool:
    return (
        tok.kind == "given" and source.startswith("\\mid", tok.start) and not source.startswith("\\middle", tok.start)
    )


def _pair(tokens: list[Token], places: list[int]) -> None:
    if not places or len(places) % 2:
        return
    pairs = list(zip(places[::2], places[1::2], strict=True))
    if all(_opens(tokens, first) or _ends(tokens, second) for first, second in pairs):
        for place in places:
            tokens[place] = tokens[place]._replace(kind="bar")


def _opens(tokens: list[Token], place: int) -> bool:
    return place == 0 or tokens[place - 1].kind in _BEFORE


def _ends(tokens: list[Token], place: int) -> bool:
    return tokens[place + 1].kind in _BEHIND
