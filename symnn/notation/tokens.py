"""Source text becomes tokens; blanks, labels and sizes are set aside as decorations.

Every character of the source is white space, in a token, or in a decoration.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from symnn.notation import spellings, symbols
from symnn.notation.reading import Decoration, ReadError

MAX_SOURCE, MAX_DIGITS, MAX_SMALL = 100_000, 1_000, 50


class Token(NamedTuple):
    """``kind`` decides the grammar, ``text`` is canonical, ``font`` holds a font or the size of a delimiter."""

    kind: str
    text: str
    start: int
    end: int
    font: str = ""


def tokenize(source: str) -> tuple[list[Token], list[Decoration]]:
    """Tokens up to and including an ``eof``; ``ReadError`` for what is no sign of mathematics."""
    if len(source) > MAX_SOURCE:
        raise ReadError(f"longer than {MAX_SOURCE} characters", 0, len(source))
    text = source.translate(symbols.PLAIN_LETTERS)
    out = _Tokenizer(source, text)
    out.region(0, len(text))
    out.tokens.append(Token("eof", "the end", len(text), len(text)))
    return out.tokens, out.decorations


class _Tokenizer:
    def __init__(self, source: str, text: str) -> None:
        self.source, self.text = source, text
        self.tokens: list[Token] = []
        self.decorations: list[Decoration] = []

    def region(self, pos: int, stop: int) -> None:
        text, tokens, match = self.text, self.tokens, spellings.TOKEN.match
        commands = symbols.COMMANDS
        while pos < stop:
            m = match(text, pos, stop)
            if m is None:  # pragma: no cover - the last alternatives match any character
                raise ReadError(f"unexpected {text[pos]!r}", pos, pos + 1)
            kind, end = m.lastgroup, m.end()
            if kind == "blank":
                pass
            elif kind == "letters":
                hyphenated = spellings.HYPHENATED.match(text, pos, stop)
                if hyphenated is not None:
                    end = hyphenated.end()
                    tokens.append(Token("upright", hyphenated.group(), pos, end))
                    pos = end
                    continue
                word = m.group()
                cue = word in symbols.PLAIN_CUES and not (tokens and tokens[-1].kind == "script")
                tokens.append(Token("cue", symbols.CUES[word], pos, end) if cue else Token("letters", word, pos, end))
            elif kind == "number":
                if end - pos > MAX_DIGITS:
                    raise ReadError(f"a number of more than {MAX_DIGITS} digits", pos, end)
                tokens.append(Token("number", spellings.GROUPS.sub("", m.group()), pos, end))
            elif kind == "wide":
                tokens.append(Token("wide", "wide", pos, end))
            elif kind == "row":
                tokens.append(Token("row", "row", pos, end))
            else:
                spelling = "..." if m.group().startswith(". ") else m.group()
                row = commands.get(spelling)
                if row is not None and row[0] != "font":
                    tokens.append(Token(row[0], row[1], pos, end))
                else:
                    end = self.special(spelling, pos, end, stop)
            pos = end

    def special(self, spelling: str, pos: int, end: int, stop: int) -> int:
        """Commands with raw arguments, sizes of delimiters, fonts, comments; returns where to go on."""
        text = self.text
        if spelling.endswith("*") and spelling not in symbols.SWALLOW and spelling != "\\operatorname*":
            return self.shorter(spelling, pos, stop)
        if spelling in symbols.DOUBTFUL_SIGNS:
            first, second = symbols.DOUBTFUL_SIGNS[spelling]
            raise ReadError(f"{spelling}: {first}, or {second}?", pos, end, readings=(first, second))
        if spelling in symbols.NARROW:
            self.decorate(pos, end)
        elif spelling in symbols.WIDE or spelling == "\\hspace":
            if spelling == "\\hspace":
                end = self.braces(end, stop)[1]
            self.tokens.append(Token("wide", "wide", pos, end))
        elif spelling in symbols.SIZES:
            return self.sized(spelling, pos, end, stop)
        elif spelling in ("\\intertext", "\\shortintertext") and not spellings.LIMITS.search(
            text, end, self.behind(end, stop)
        ):
            end = self.behind(end, stop)
            self.decorate(pos, end)
            if self.tokens and self.tokens[-1].kind != "row":
                self.tokens.append(Token("row", "row", pos, end))
        elif spelling in symbols.TEXT:
            inner, end = self.braces(end, stop)
            self.prose(pos, end, inner, end - 1)
        elif spelling in symbols.UPRIGHT or (spelling == "\\rm" and text[end : end + 1] == "{"):
            return self.upright(spelling, pos, end, stop)
        elif spelling in ("\\rm", "\\sf", "\\it", "\\bf", "\\cal") and (m := spellings.SWITCH.match(text, end, stop)):
            word = m.group(1)
            if spelling in ("\\bf", "\\cal") and len(word) == 1:
                self.tokens.append(Token("letter", f"{symbols.FONTS[spelling[1:]]}:{word}", pos, m.end()))
            else:
                self.word(word, pos, m.end())
            return m.end()
        elif spelling in symbols.COMMANDS:
            self.tokens.append(Token(*symbols.COMMANDS[spelling], pos, end))
        elif spelling in ("\\begin", "\\end"):
            return self.environment(spelling[1:], pos, end, stop)
        elif spelling in symbols.VERTICAL_DOTS:
            end = self.braces(end, stop)[1]
            self.tokens.append(Token("row", "row", pos, end))
        elif spelling in symbols.SWALLOW:
            end = self.braces(end, stop)[1]
            self.decorate(pos, end)
        elif spelling in symbols.FONT_LETTERS:
            font, letter = symbols.FONT_LETTERS[spelling]
            name = symbols.GREEK_LETTERS.get(letter, letter)
            self.tokens.append(Token("letter", f"{font}:{name}", pos, end))
        elif spelling in symbols.SUPERSCRIPTS or spelling in symbols.SUBSCRIPTS:
            return self.small(pos, stop)
        elif spelling == "%" and text[pos - 1 : pos].isdigit():
            raise ReadError("%: a percentage, or a comment?", pos, end, readings=("a percentage", "a comment"))
        elif spelling == "%":
            newline = text.find("\n", end, stop)
            end = stop if newline < 0 else newline
            self.decorate(pos, end)
        elif "\u4e00" <= spelling <= "\u9fff":
            while end < stop and "\u4e00" <= text[end] <= "\u9fff":
                end += 1
            self.prose(pos, end, pos, end)
        else:
            raise ReadError(f"{spelling} is not known to this notation", pos, end)
        return end

    def shorter(self, spelling: str, pos: int, stop: int) -> int:
        """``\\max*`` was matched with its star, which is a sign of its own."""
        end = pos + len(spelling) - 1
        row = symbols.COMMANDS.get(spelling[:-1])
        if row is not None and row[0] != "font":
            self.tokens.append(Token(*row, pos, end))
            return end
        return self.special(spelling[:-1], pos, end, stop)

    def decorate(self, start: int, end: int) -> None:
        self.decorations.append(Decoration(self.source[start:end], start, end))

    def behind(self, pos: int, stop: int) -> int:
        return self.braces(pos, stop)[1]

    def braces(self, pos: int, stop: int) -> tuple[int, int]:
        """Start of the text in ``{…}`` after ``pos`` and the offset behind its closing brace."""
        text = self.text
        while pos < stop and text[pos].isspace():
            pos += 1
        if pos >= stop or text[pos] != "{":
            raise ReadError(f"expected {{, found {text[pos : pos + 1]!r}", pos, min(pos + 1, stop))
        level = 0
        for m in spellings.BRACE.finditer(text, pos, stop):
            if m.group() == "{":
                level += 1
            elif m.group() == "}":
                level -= 1
                if level == 0:
                    return pos + 1, m.end()
        raise ReadError("{ is never closed", pos, pos + 1, code="E101")

    def sized(self, spelling: str, pos: int, end: int, stop: int) -> int:
        """``\\left(``, ``\\Bigr]``: one delimiter token, with its size in ``font``."""
        m = spellings.TOKEN.match(self.text, end, stop)
        while m is not None and m.lastgroup == "blank":
            m = spellings.TOKEN.match(self.text, m.end(), stop)
        delimiter = m.group() if m is not None else ""
        side = {"\\left": "l", "\\right": "r", "\\middle": "m"}.get(spelling, spelling[-1])
        kinds = {**symbols.BARS, **symbols.OPENERS, **symbols.CLOSERS, ".": "."}
        if m is None or delimiter not in kinds:
            raise ReadError(f"{spelling} needs a delimiter, found {delimiter!r}", pos, end)
        shape, size = kinds[delimiter], "left" if spelling in ("\\left", "\\right") else ""
        if delimiter == "|" and side == "l" and self.text[m.end() : m.end() + 1] == "|" and not size:
            m = re.compile(r"\|").match(self.text, m.end(), stop) or m
            shape = "||"
        if side == "m":
            kind = "given"
        elif side == "l":
            kind = "open"
        elif side == "r":
            kind = "close"
        else:
            kind = "bar" if delimiter in symbols.BARS else "open" if delimiter in symbols.OPENERS else "close"
        self.tokens.append(Token(kind, shape, pos, m.end(), size))
        return m.end()

    def upright(self, spelling: str, pos: int, end: int, stop: int) -> int:
        """``\\mathrm{ReLU}`` is one name; anything longer is read as mathematics in that font."""
        at = end
        while at < stop and self.text[at].isspace():
            at += 1
        if at < stop and self.text[at] == "{":
            inner, close = self.braces(end, stop)
            content = re.sub(r"\\[,;:! ]|\s+", " ", self.text[inner : close - 1]).strip()
            joined = content.replace(" ", "") if content.replace(" ", "") in symbols.BIG_WORDS else content
            if spellings.NAME.fullmatch(joined.replace("\\_", "")):
                self.word(
                    joined.replace("\\_", "_"), pos, close, "operator" if spelling.startswith("\\operatorname") else ""
                )
                return close
            if spelling == "\\mathtt" and content.count("(") != content.count(")"):
                raise ReadError(f"code in the place of mathematics: {content}", pos, close)
        if at < stop and "A" <= self.text[at] <= "z" and self.text[at].isalpha() and spelling != "\\mathit":
            self.word(self.text[at], pos, at + 1)
            return at + 1
        self.tokens.append(Token(*symbols.COMMANDS[spelling], pos, end))
        return end

    def word(self, name: str, start: int, end: int, font: str = "") -> None:
        if name in symbols.BIG_WORDS:
            self.tokens.append(Token("big", name, start, end))
        elif name in symbols.FUNCTIONS:
            self.tokens.append(Token("function", name, start, end))
        elif name in symbols.PLAIN_CUES:
            self.tokens.append(Token("cue", symbols.CUES[name], start, end))
        else:
            self.tokens.append(Token("upright", name, start, end, font))

    def environment(self, kind: str, pos: int, end: int, stop: int) -> int:
        inner, end = self.braces(end, stop)
        name = self.text[inner : end - 1].strip()
        if kind == "begin" and name in symbols.ARRAYS:
            end = self.braces(end, stop)[1]
        elif kind == "begin" and (m := spellings.RUN_OF_LETTERS.match(self.text, end, stop)):
            end = m.end()
        self.tokens.append(Token(kind, name.rstrip("*"), pos, end))
        return end

    def small(self, pos: int, stop: int) -> int:
        """``x²``, ``x₁``, ``x⁻¹``, ``W⁽ˡ⁾``: a run of small signs is one script in braces."""
        text = self.text
        table, sign = (symbols.SUPERSCRIPTS, "^") if text[pos] in symbols.SUPERSCRIPTS else (symbols.SUBSCRIPTS, "_")
        end = pos
        while end < stop and text[end] in table:
            end += 1
        if end - pos > MAX_SMALL:
            raise ReadError(f"more than {MAX_SMALL} small signs in a row", pos, end)
        self.tokens.append(Token("script", sign, pos, pos))
        self.tokens.append(Token("{", "{", pos, pos))
        for m in re.finditer(r"\d+|.", "".join(table[c] for c in text[pos:end])):
            plain, at = m.group(), pos + m.start()
            kind = "number" if plain.isdigit() else "letters" if plain.isalpha() else symbols.COMMANDS[plain][0]
            self.tokens.append(Token(kind, plain, at, pos + m.end()))
        self.tokens.append(Token("}", "}", end, end))
        return end

    def prose(self, start: int, end: int, inner: int, stop: int) -> None:
        """Text beside mathematics: a cue such as ``if``, a name, a name with its argument, or plain words."""
        raw = self.text[inner:stop]
        words = raw.strip().strip(",.;:，。；：").strip()
        if (inside := words.strip("()（）[] ")).lower() in ("", *symbols.CUES):
            words = inside  # the brackets around a condition: "(if", "(provided that"
        lower = f"{words}.".lower() if f"{words}.".lower() in symbols.CUES else words.lower()  # s.t.
        if not words:
            self.decorate(start, end)
        elif "$" in raw or "\\(" in raw:
            self.mixed(inner, stop, start, end)
        elif lower in symbols.CUES:
            self.tokens.append(Token("cue", symbols.CUES[lower], start, end))
        elif m := spellings.NAME_WITH_ARGUMENT.fullmatch(raw):
            self.tokens.append(Token("applied", f"{m[1]}({m[2]})", start, end))
        elif (head := lower.split()[0]) in symbols.CUES and re.search(r"[<>=≤≥≠∈]|\\", words):
            at = inner + raw.lower().index(head)
            self.tokens.append(Token("cue", symbols.CUES[head], start, at + len(head)))
            self.region(at + len(head), stop)
            self.decorate(stop, end)
        elif spellings.NAME.fullmatch(words.replace("\\_", "")):
            self.word(words.replace("\\_", "_"), start, end)
        else:
            self.tokens.append(Token("prose", words, start, end))

    def mixed(self, inner: int, stop: int, start: int, end: int) -> None:
        """``\\text{if $x>0$}``: the words and the formulas between dollar signs, in turn."""
        pieces = self.text[inner:stop].split("$")
        if len(pieces) % 2 == 0:
            raise ReadError("an odd number of dollar signs in a text", start, end, code="E101")
        self.decorate(start, inner)
        at = inner
        for i, piece in enumerate(pieces):
            if i % 2:
                self.region(at, at + len(piece))
            elif piece.strip():
                self.prose(at, at + len(piece), at, at + len(piece))
            at += len(piece) + 1
        self.decorate(stop, end)
