"""A stream of TeX tokens: what was pushed back first, then the text; arguments are read from it as TeX does."""

from __future__ import annotations

from symnn.document.macros import Body, Macro, Token, token_at

_LONGEST_ARGUMENT = 20_000


class ArgumentError(Exception):
    """An argument that is not there or not closed."""


class Stream:
    """Tokens from a list of those pushed back, the last first, then from the text between ``place`` and ``end``."""

    def __init__(self, text: str, place: int, end: int) -> None:
        self.text, self.place, self.end = text, place, end
        self.back: list[Token] = []

    def pull(self) -> Token | None:
        if self.back:
            return self.back.pop()
        if self.place >= self.end:
            return None
        token = token_at(self.text, self.place)
        self.place = min(token.end, self.end)
        return token

    def push(self, tokens: list[Token]) -> None:
        self.back.extend(reversed(tokens))

    def skip_blanks(self) -> list[Token]:
        """The blanks and comments that come next, taken out; a blank line ends them."""
        skipped = []
        while (token := self.pull()) is not None:
            if not (token.text.isspace() or token.text.startswith("%")) or token.text.count("\n") > 1:
                self.push([token])
                break
            skipped.append(token)
        return skipped

    def group(self) -> list[Token]:
        """The tokens up to the brace that closes the group just opened, without it."""
        return self.until("}")

    def until(self, closing: str) -> list[Token]:
        """The tokens up to ``closing`` outside of braces, without it; ``ArgumentError`` when it does not come."""
        found: list[Token] = []
        depth = 0
        while (token := self.pull()) is not None:
            if depth == 0 and token.text == closing:
                return found
            depth += {"{": 1, "}": -1}.get(token.text, 0)
            if depth < 0 or len(found) > _LONGEST_ARGUMENT:
                break
            found.append(token)
        raise ArgumentError(f"no {closing} closes it")

    def argument(self) -> list[Token]:
        """A group without its braces, or the next token."""
        self.skip_blanks()
        token = self.pull()
        if token is None or token.text == "}" or token.text.isspace():
            raise ArgumentError("an argument is missing")
        return self.group() if token.text == "{" else [token]

    def bracketed(self) -> list[Token] | None:
        """The inside of ``[…]`` if that comes next."""
        skipped = self.skip_blanks()
        token = self.pull()
        if token is not None and token.text == "[":
            return self.until("]")
        self.push([*skipped, token] if token is not None else skipped)
        return None

    def star(self) -> bool:
        token = self.pull()
        if token is None or token.text == "*":
            return token is not None
        self.push([token])
        return False

    def name(self) -> str:
        r"""The name of a control sequence that is to be defined: ``\x``, ``{\x}``."""
        part = [t for t in self.argument() if not t.text.isspace()]
        if len(part) != 1 or not part[0].name:
            raise ArgumentError("the name of a command is expected")
        return part[0].name

    def arguments(self, macro: Macro) -> dict[int, list[Token]]:
        """The arguments of a call, by number."""
        optional = dict(macro.optional)
        found: dict[int, list[Token]] = {}
        if macro.delimiters:
            self._match(macro.delimiters[0])
        for number in range(1, macro.count + 1):
            behind = macro.delimiters[number] if macro.delimiters else ()
            if number in optional:
                given, default = self.bracketed(), optional[number]
                found[number] = [Token(str(p)) for p in default or ()] if given is None else given
            elif behind:
                found[number] = self._delimited(behind)
            else:
                found[number] = self.argument()
        return found

    def _match(self, wanted: Body) -> None:
        for part in wanted:
            token = self.pull()
            if token is None or (token.text != part and not (token.text.isspace() and part == " ")):
                raise ArgumentError("what must follow it does not")

    def _delimited(self, wanted: Body) -> list[Token]:
        first, rest = str(wanted[0]), wanted[1:]
        found = self.until(first)
        self._match(rest)
        if found and found[0].text == "{" and found[-1].text == "}" and _one_group(found):
            return found[1:-1]
        return found


def _one_group(tokens: list[Token]) -> bool:
    depth = 0
    for number, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0:
            return number == len(tokens) - 1
    return False
