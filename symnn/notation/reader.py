"""Reading a formula: the entry point, and the table of what each kind of token begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from symnn.notation import (
    brackets,
    calculus,
    environments,
    expressions,
    factors,
    functions,
    gradients,
    integrals,
    letters,
    names,
    parts,
    statements,
)
from symnn.notation.application import arguments
from symnn.notation.braced import braced
from symnn.notation.cursor import Cursor, Rule
from symnn.notation.ellipses import ellipses
from symnn.notation.midbars import absolute_bars
from symnn.notation.outward import turned_delimiters
from symnn.notation.profile import DEEP_LEARNING, Profile
from symnn.notation.reading import ReadError, Reading
from symnn.notation.spacing import joining_spaces
from symnn.notation.tokens import tokenize
from symnn.term import Op, Term


def _constant(head: str) -> Rule:
    def rule(p: Cursor) -> Term:
        tok = p.advance()
        return Op(head, (), (tok.start, tok.end))

    return rule


def _framed(p: Cursor) -> Term:
    """``\\boxed{…}``, ``\\underbrace{…}_{…}``: the frame carries no mathematics."""
    tok = p.advance()
    term = expressions.argument(p)
    if tok.kind == "brace" and p.tok.kind == "script":
        p.drop()
        stop = p.partner[p.pos] if p.tok.kind == "{" else p.pos
        while p.pos <= stop:
            p.drop()
    return term


def _arguments(p: Cursor) -> Op:
    return Op("seq", arguments(p))


def _probability(p: Cursor) -> Term:
    tok = p.advance()
    args = arguments(p)
    if len(args) == 1 and isinstance(args[0], Op) and args[0].head == "given":
        args = args[0].args
    return p.op("prob", tok.start, *args)


def _refused(what: str) -> Rule:
    def rule(p: Cursor) -> Term:
        return p.fail(f"{p.shown(p.tok)}: {what}", p.tok.start, p.tok.end)

    return rule


RULES: Mapping[str, Rule] = {
    **names.NAMES,
    "number": factors.number,
    "{": braced,
    "open": brackets.opening,
    "function": functions.function,
    "big": functions.big,
    "underset": functions.underset,
    "frac": calculus.fraction,
    "sqrt": calculus.root,
    "binom": calculus.binomial,
    "partial": calculus.partial,
    "nabla": gradients.nabla,
    "begin": environments.environment,
    "infinity": _constant("infinity"),
    "dots": _constant("dots"),
    "question": _constant("unknown"),
    "empty": _constant("set"),
    "boxed": _framed,
    "brace": _framed,
    "pr": _probability,
    "integral": integrals.integral,
    "unsupported": _refused("this sign is not read yet"),
    "overset": _refused("signs above one another are not read yet"),
}
# entry points that other rules call by name; no token has these kinds
ENTRIES: Mapping[str, Rule] = {
    "expression": expressions.expression,
    "product": expressions.product,
    "factor": factors.factor,
    "argument": expressions.argument,
    "single": letters.single,
    "differential": calculus.differential,
    "arguments": _arguments,
    "bars": brackets.bars,
    "statement": statements.statement,
    "chained": statements.chained,
    "conditions": statements.conditions,
    "braced word": names.braced_word,
    "case list": environments.case_list,
}
_VARIANT = re.compile(r"\\var(epsilon|phi|theta|rho|sigma|pi|kappa)(?![A-Za-z])")
GRAMMAR: Mapping[str, Rule] = {**RULES, **ENTRIES}


def read(source: str, profile: Profile = DEEP_LEARNING) -> Reading:
    """The statements of one formula, every token accounted for.

    ``ReadError`` with the place and the reason for what is not understood; a formula is read whole or not at all.
    """
    _two_shapes(source)
    try:
        tokens, decorations = tokenize(source)
        absolute_bars(tokens, source)
        tokens = joining_spaces(tokens, decorations, source)
        turned_delimiters(tokens)
        cursor = Cursor(source, tokens, decorations, profile, GRAMMAR)
        found = parts.parts(cursor)
        if any(tok.kind == "dots" for tok in tokens):
            found = tuple(replace(part, term=ellipses(part.term)) for part in found)
    except RecursionError:
        raise ReadError("nested too deeply", 0, len(source)) from None
    return Reading(found, tuple(sorted(cursor.decorations, key=lambda d: d.start)), tuple(cursor.notes))


def _two_shapes(source: str) -> None:
    """``\\phi = \\varphi``: beside each other the two shapes of a letter are two names, elsewhere one."""
    for match in _VARIANT.finditer(source):
        if re.search(rf"\\{match[1]}(?![A-Za-z])", source):
            plain, variant = f"\\{match[1]}", match[0]
            message = f"{plain} and {variant} in one formula: one name in two shapes, or two names?"
            readings = ("one name in two shapes", "two names")
            raise ReadError(message, match.start(), match.end(), readings=readings)
