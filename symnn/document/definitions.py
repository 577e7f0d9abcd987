r"""Reads definitions of macros and environments from a stream of tokens into a table.

``\newcommand`` and its relatives, ``\def`` with delimited parameters, ``\let``, ``\DeclareMathOperator`` (which is
``\operatorname``), ``\DeclarePairedDelimiter``, ``\NewDocumentCommand`` with ``m``, ``o`` and ``O{…}``,
``\newenvironment``, ``\newtheorem``.  The commands that give a document its structure (sections, labels, items)
keep their meaning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symnn.document.macros import Body, Macro, Table, Token, body_of, doubt_of, trimmed
from symnn.document.stream import ArgumentError, Stream

_KEPT = frozenset(
    "begin end part chapter section subsection subsubsection paragraph label ref eqref tag item par input include "
    "verb left right middle documentclass usepackage newcommand renewcommand def text intertext nonumber".split()
)
# the commands that begin and end environments when these are defined in terms of others
_PRIMITIVE = frozenset(
    "equation align alignat flalign gather multline eqnarray displaymath math aligned gathered split cases "
    "array matrix pmatrix bmatrix vmatrix Vmatrix Bmatrix subequations".split()
)

Definer = Callable[[Stream, Table, str], None]


def definer(name: str) -> Definer | None:
    """What reads the definition that the command ``name`` begins."""
    return _DEFINERS.get(name)


def _store(table: Table, macro: Macro, everywhere: bool = False) -> None:
    if macro.name not in _KEPT:
        table.define(macro, everywhere)


def _body(tokens: list[Token]) -> Body:
    return trimmed(body_of(t.text for t in tokens))


def _signature(stream: Stream) -> tuple[int, tuple[tuple[int, Body | None], ...]]:
    """``[2][default]``: how many parameters, and the default of the first."""
    count = "".join(t.text for t in stream.bracketed() or []).strip()
    if not count:
        return 0, ()
    if count not in tuple("0123456789"):
        raise ArgumentError(f"{count} is no number of arguments")
    default = stream.bracketed()
    return int(count), () if default is None else ((1, _body(default)),)


def _command(stream: Stream, table: Table, name: str) -> None:
    stream.star()
    defined = stream.name()
    count, optional = _signature(stream)
    body = _body(stream.argument())
    if name != "providecommand" or table.find(defined) is None:
        _store(table, Macro(defined, count, body, optional, doubt=doubt_of(body)))


def _def(stream: Stream, table: Table, name: str) -> None:
    token = stream.pull()
    while token is not None and token.text.isspace():
        token = stream.pull()
    if token is None or not token.name:
        raise ArgumentError("the name of a command is expected")
    pattern: list[str] = []
    while (part := stream.pull()) is not None and part.text != "{":
        if part.text == "}" or "\n\n" in part.text or len(pattern) > 40:
            raise ArgumentError("its body is missing")
        pattern.append(part.text)
    body = _body(stream.group())
    delimiters: list[list[str | int]] = [[]]
    for piece in body_of(pattern):
        if isinstance(piece, int):
            delimiters.append([])
        else:
            delimiters[-1].append(piece)
    count = len(delimiters) - 1
    known = tuple(tuple(d) for d in delimiters) if any(delimiters) else ()
    doubt = doubt_of(body) or (f"\\{name}" if name in ("edef", "xdef") and any("\\" in str(p) for p in body) else "")
    _store(table, Macro(token.name, count, body, delimiters=known, doubt=doubt), name in ("gdef", "xdef"))


def _let(stream: Stream, table: Table, name: str) -> None:
    defined = stream.name()
    stream.skip_blanks()
    token = stream.pull()
    if token is not None and token.text == "=":
        stream.skip_blanks()
        token = stream.pull()
    if token is None:
        raise ArgumentError("its meaning is missing")
    known = table.find(token.name) if token.name else None
    if known is not None:
        _store(table, replace(known, name=defined))
    else:
        _store(table, Macro(defined, body=(token.text,), alias=True))


def _operator(stream: Stream, table: Table, name: str) -> None:
    star = "*" if stream.star() else ""
    defined = stream.name()
    body = ("\\operatorname", *star, "{", *_body(stream.argument()), "}")
    _store(table, Macro(defined, body=body, doubt=doubt_of(body)))


def _paired(stream: Stream, table: Table, name: str) -> None:
    defined = stream.name()
    left, right = ("".join(t.text for t in stream.argument()).strip() for _ in range(2))
    _store(table, Macro(defined, paired=(left, right)))


def _document_command(stream: Stream, table: Table, name: str) -> None:
    """The signature is made of ``m``, ``o`` and ``O{default}``; others are not understood."""
    defined = stream.name()
    signature = Stream("".join(t.text for t in stream.argument()), 0, 0)
    signature.end = len(signature.text)
    body = _body(stream.argument())
    count, doubt = 0, doubt_of(body)
    optional: list[tuple[int, Body | None]] = []
    while (token := signature.pull()) is not None:
        if token.text.isspace():
            continue
        count += 1
        if token.text == "O":
            optional.append((count, _body(signature.argument())))
        elif token.text == "o":
            optional.append((count, None))
        elif token.text != "m":
            doubt = doubt or f"an argument of type {token.text}"
    if name != "ProvideDocumentCommand" or table.find(defined) is None:
        _store(table, Macro(defined, count, body, tuple(optional), doubt=doubt))


def _environment(stream: Stream, table: Table, name: str) -> None:
    r"""Kept as a macro whose body begins the environment, and one ``end…`` that ends it."""
    stream.star()
    defined = "".join(t.text for t in stream.argument())
    count, optional = _signature(stream)
    opening, closing = (tuple(_environments(_body(stream.argument()))) for _ in range(2))
    doubt = doubt_of(opening) or doubt_of(closing)
    table.environments[defined] = Macro(defined, count, opening, optional, closing=closing, doubt=doubt)


def _environments(body: Body) -> list[str | int]:
    r"""``\align`` and ``\endalign`` in the definition of an environment are its ``\begin`` and ``\end``."""
    out: list[str | int] = []
    for part in body:
        word = part[1:] if isinstance(part, str) and part.startswith("\\") else ""
        edge, bare = ("end", word[3:]) if word.startswith("end") else ("begin", word)
        if bare in _PRIMITIVE:
            out += [f"\\{edge}", "{", *bare, "}"]
        else:
            out.append(part)
    return out


def _theorem(stream: Stream, table: Table, name: str) -> None:
    stream.star()
    defined = "".join(t.text for t in stream.argument()).strip()
    stream.bracketed()
    table.theorems[defined] = "".join(t.text for t in stream.argument()).strip()
    stream.bracketed()


def _symbol(stream: Stream, table: Table, name: str) -> None:
    defined = stream.name()
    for _ in range(3):
        stream.argument()
    _store(table, Macro(defined, doubt=f"\\{name}"))


_DEFINERS: dict[str, Definer] = {
    **dict.fromkeys(("newcommand", "renewcommand", "providecommand", "DeclareRobustCommand"), _command),
    **dict.fromkeys(("def", "gdef", "edef", "xdef"), _def),
    **dict.fromkeys(("NewDocumentCommand", "RenewDocumentCommand", "ProvideDocumentCommand",
                     "DeclareDocumentCommand"), _document_command),
    **dict.fromkeys(("newenvironment", "renewenvironment"), _environment),
    "let": _let,
    "DeclareMathOperator": _operator,
    "DeclarePairedDelimiter": _paired,
    "DeclareMathSymbol": _symbol,
    "newtheorem": _theorem,
}  # fmt: skip
