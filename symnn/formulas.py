"""What a user names: a function of the catalogue, or a formula as it is written, becomes a closed term of one variable.

A formula is read as one of a document is; catalogue names in it are replaced by their bodies.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from symnn.context.catalog import load
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.closing.expand import Closer
from symnn.context.names import spelling
from symnn.context.scope import Scope
from symnn.kernel.differentiate import resolve_derivatives
from symnn.kernel.elementary import Unsupported
from symnn.notation import ReadError, read, words
from symnn.numeric.compiled import Compiled
from symnn.numeric.names import BY_SPELLING, Source, by_name, of_term
from symnn.numeric.parts import CompileError
from symnn.term import Op, Sym, Term, free_symbols, walk

GREEK = frozenset("alpha beta gamma delta epsilon zeta eta theta lambda pi rho sigma tau phi chi psi omega Phi".split())
_ROOT = re.compile(r"(?<![A-Za-z\\])sqrt\s*\(")
_POWER = re.compile(r"(?<![A-Za-z\\])(?P<base>e|\d|\))\s*\^\s*\(")
_PRODUCT = re.compile(r"(?<![\^_{])\s*\*\s*")
_NAME = re.compile(r"(?<![A-Za-z\\{])[A-Za-z][A-Za-z0-9]+(?:[-_][A-Za-z][A-Za-z0-9]*)*")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]+(?:[-_ ][A-Za-z0-9]+)*")
_CUSTOMARY = ("x", "z", "u", "t")  # which of several names is the variable, when one of these is there


class FormulaError(ValueError):
    """The text is no function of one variable; the message says why."""


def is_named(text: str) -> bool:
    """Whether the catalogue has a function of this name."""
    if spelling(text) in BY_SPELLING:
        return True
    try:
        load()[text]
    except KeyError:
        return False
    return True


def source_of(what: str, variable: str | None = None) -> Source:
    """The closed term with its variable and parameters.  ``FormulaError`` says what is not understood.

    With several names in a formula ``variable`` is one of them, else x, z, u or t; the others are parameters.
    """
    text = what.strip()
    try:
        if is_named(text):
            return replace(by_name(text), name=text)
        try:
            term = closed(text)
        except FormulaError:
            if _WORD.fullmatch(text):
                return by_name(text)  # says what there is and what is close to it
            raise
        if _WORD.fullmatch(text) and any(isinstance(n, Op) and n.head == "bare" for n in walk(term)):
            return by_name(text)  # a function that stands without its argument
        return of_term(term, _variable(term, text, variable), _shown(text))
    except CompileError as error:
        raise FormulaError(str(error)) from error


def compiled_of(what: Any, variable: str | None = None) -> Compiled:
    """The function as NumPy code, for everything that ``symnn.compile`` takes and for formulas as they are written."""
    if isinstance(what, Compiled):
        return what
    if isinstance(what, str) and "#" not in what:
        return Compiled(source_of(what, variable), "accurate")
    from symnn.numeric.compile import compile_elementwise

    return compile_elementwise(what, variable=variable)


def closed(text: str) -> Term:
    """A formula of numbers in primitive functions, derivatives in it worked out.  ``FormulaError``."""
    try:
        parts = read(typed(text)).parts
    except ReadError as error:
        raise FormulaError(f"{text}: {error}") from error
    if len(parts) != 1:
        raise FormulaError(f"{text}: one formula is expected, not {len(parts)}")
    try:
        return resolve_derivatives(Closer(Scope(), load()).close(parts[0].term))[0]
    except (NotClosedError, AmbiguousError, Unsupported) as error:
        raise FormulaError(f"{text}: {error}") from error


def _shown(text: str) -> str:
    return words(read(typed(text)).parts[0].term)


def typed(text: str) -> str:
    """A formula as it is typed at a keyboard, in the notation of documents.

    In a text without a backslash ``beta`` is β, ``gelu(x)`` and ``sqrt(x)`` are the functions of these names, ``**`` is
    a power and ``*`` a product.  As letters these words would be unreadable, but for ``pi``, which is π.
    """
    text = text.strip().strip("$").strip()
    if "\\" in text:
        return text
    while (root := _ROOT.search(text)) is not None and (end := _closing(text, root.end() - 1)) is not None:
        text = f"{text[: root.start()]}\\sqrt{{{text[root.end() : end]}}}{text[end + 1 :]}"
    text = _powers(text.replace("**", "^"))
    text = _PRODUCT.sub(r" \\cdot ", text)
    return _NAME.sub(_named, text)


def _powers(text: str) -> str:
    """``e^(-x)`` as e^{-x}; a lone sign in the brackets stays, for f^(n) is a derivative and W^(l) a layer."""
    start = 0
    while (found := _POWER.search(text, start)) is not None:
        start = found.end()
        end = _closing(text, start - 1)
        if end is not None and (found["base"] == "e" or not text[start:end].strip().isalnum()):
            text = f"{text[: start - 1]}{{{text[start:end]}}}{text[end + 1 :]}"
    return text


def _named(match: re.Match[str]) -> str:
    word, follows = match[0], match.string[match.end() : match.end() + 1]
    if word in GREEK and not (follows == "(" and word not in ("sigma", "Phi", "phi")):
        return rf"\{word} "
    if follows and follows in "('′" and is_named(word):
        return rf"\operatorname{{{word.replace('_', '-')}}}"
    return word


def _closing(text: str, opening: int) -> int | None:
    """Where the bracket at ``opening`` is closed."""
    depth = 0
    for k in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[k], 0)
        if not depth:
            return k
    return None


def _variable(term: Term, text: str, wanted: str | None) -> Sym | None:
    names = {s.text: s for s in free_symbols(term)}
    if wanted is not None:
        found = names.get(wanted) or next((s for s in names.values() if words(s) == wanted), None)
        if found is None:
            raise FormulaError(
                f"{text}: there is no {wanted} in it; its names are {', '.join(sorted(names)) or 'none'}"
            )
        return found
    if not names:
        return Sym("x")
    if len(names) == 1:
        return next(iter(names.values()))
    return next((names[c] for c in _CUSTOMARY if c in names), None)  # of_term says that it has to be told


__all__ = ["FormulaError", "closed", "compiled_of", "is_named", "source_of"]
