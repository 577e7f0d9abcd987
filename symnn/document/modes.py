r"""Where an expansion stands: open groups, text or formula, and whether a command still waits for an argument.

``\hat\x`` needs braces around the expansion of ``\x``, for a command takes one token or one group.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from symnn.document.macros import Table

# how many arguments a command takes
_ARITY = {
    **dict.fromkeys("frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel".split(), 2),
    **dict.fromkeys(
        "sqrt hat tilde bar vec dot ddot check breve acute grave mathring widehat widetilde overline underline "
        "overrightarrow overbrace underbrace mathbf mathrm mathbb mathcal mathfrak mathsf mathtt mathit mathscr bm "
        "boldsymbol pmb bf operatorname text textbf textrm textit mbox".split(), 1
    ),
}  # fmt: skip
_TEXT = frozenset("text textbf textrm textit textsf texttt mbox hbox intertext shortintertext".split())
_MATHEMATICS = frozenset(
    "equation displaymath math align alignat flalign gather multline eqnarray aligned alignedat gathered split "
    "cases dcases array matrix pmatrix bmatrix vmatrix Vmatrix Bmatrix smallmatrix".split()
)


@dataclass(slots=True)
class _Group:
    """An open brace, environment or formula: what closes it, and what holds again behind it."""

    closing: str
    math: bool
    due: int


@dataclass(slots=True)
class Modes:
    """``math``: inside a formula; ``due``: arguments still to come; ``before``: the last token that was not blank."""

    table: Table
    math: bool = False
    due: int = 0
    before: str = ""
    groups: list[_Group] = field(default_factory=list)
    _open: Counter[str] = field(default_factory=Counter)
    _text: bool = False

    def plain(self, text: str) -> None:
        """Text without commands, braces or dollars."""
        shown = text.rstrip()
        if shown:
            self.before, self._text = shown[-1], False
            self.due = 1 if shown[-1] in "^_" else max(0, self.due - len("".join(shown.split())))

    def paragraph(self) -> None:
        """A blank line ends a formula that nothing closed."""
        while self.groups and self.groups[-1].closing in ("$", "$$"):
            self.close()

    def see(self, text: str, name: str) -> None:
        """What a token that stays means for groups, formulas and arguments."""
        if text == "{":
            self.open("}")
            self.math = self.math and not self._text
            self._text = False
        elif text == "}":
            self.leave("}")
        elif name in ("(", "["):
            self.open("\\)" if name == "(" else "\\]")
            self.math = True
        elif name in (")", "]"):
            self.leave(text)
        elif not text.isspace() and not text.startswith("%"):
            self.due = 1 if text in ("^", "_") else _ARITY.get(name, max(0, self.due - 1))
            self._text = name in _TEXT

    def dollar(self, mark: str) -> None:
        inner = self.groups[-1].closing if self.groups else ""
        if mark == "$$" and inner == "$":  # $x$$y$
            self.leave("$")
            mark, inner = "$", ""
        if inner == mark:
            self.leave(mark)
        else:
            self.open(mark)
            self.math = True

    def open(self, closing: str, environment: str = "") -> None:
        self.groups.append(_Group(closing, self.math, self.due))
        self._open[closing] += 1
        self.table.open()
        self.due = 0
        self.math = self.math or environment.rstrip("*") in _MATHEMATICS

    def leave(self, closing: str) -> None:
        """Close groups up to the one that this closes; one that nothing opened is left alone."""
        if self._open[closing]:
            while self.close() != closing:
                pass

    def close(self) -> str:
        group = self.groups.pop()
        self._open[group.closing] -= 1
        self.table.close()
        self.math, self.due = group.math, max(0, group.due - 1)
        return group.closing

    def restore(self, depth: int) -> None:
        """Close the groups that were opened since there were ``depth`` of them."""
        while len(self.groups) > depth:
            self.close()
        self.due = 0


def is_word(text: str) -> bool:
    """A control word: letters behind it would become a part of it."""
    return len(text) > 1 and text[0] == "\\" and text[-1].isalpha()
