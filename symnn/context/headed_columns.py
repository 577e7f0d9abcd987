"""Tables of functions and their derivatives: what stands in a cell is said by the head of its column.

``| $f(x)$ | $f'(x)$ |`` or ``| Function | Derivative |`` above ``| $\\sigma(x)$ | $\\sigma(x)(1 - \\sigma(x))$ |`` says
f(x) := σ(x) and f′(x) = σ(x)(1 − σ(x)), for this row.  A derivative is only claimed beside a function of the same row,
of a letter of that function; in a table of values, or in a row with conditions of its own, cells stay what they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from symnn.context.defining.heads import head_of
from symnn.context.relations import is_relation
from symnn.context.walk import Task, Walk
from symnn.context.words.otherwise_named import LETTERS
from symnn.context.words.rows import first_row
from symnn.document.model import Block, Span
from symnn.notation.reading import Part
from symnn.term import Op, Sym, Term, free_functions, free_symbols

_DERIVATIVE = re.compile(r"\W*((the |its |first )*derivatives?|导函?数|其导数)?\W*", re.I)
_FUNCTION = re.compile(
    r"\W*((the |activation )*(functions?|activations?|formulas?|equations?|definitions?|expressions?)"
    r"|(激活)?函数(表达式|公式|形式)?|公式|定义|表达式|数学形式)?\W*",
    re.I,
)
_USUAL = frozenset(map(Sym, "xztsuv"))  # what the argument is called


@dataclass(frozen=True, slots=True)
class Row:
    """The function of a row, its argument, and the names that it speaks of."""

    block: int
    function: Term
    argument: Sym
    names: frozenset[Sym]


def in_its_column(walk: Walk, task: Task, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts of a formula that is all of its cell, as the statement that the head of its column makes of it."""
    if not task.row or task.tag is not None or walk.authored or len(parts) != 1 or parts[0].conditions:
        return parts
    number = task.span.block
    block = walk.document.blocks[number]
    column = _column(block, task.span)
    heads = _heads(walk, number)
    if column is None or heads is None or _alone(walk, block, column) is None or _has_conditions(walk, block):
        return parts
    (part,) = parts
    functions, derivative, argument, letter = heads
    if column in functions:
        return (_function(walk, number, part, argument, letter),)
    if column == derivative and not is_relation(part.term):
        return (_derivative(walk, number, part),)
    return parts


def _function(walk: Walk, number: int, part: Part, headed: Sym | None, name: Sym) -> Part:
    body, claimed = part.term, part
    argument: Term | None
    function: Op | None
    match part.term:
        case Op("eq" | "define", (Op() as left, value)) if head_of(left) is not None or len(left.args) == 1:
            function, argument, body = left, left.args[-1], value
        case term if not is_relation(term):
            argument = headed or _only_letter(body)
            function = Op("call", (name, argument)) if argument is not None else None
            claimed = part if function is None else replace(part, term=Op("define", (function, body)))
        case _:
            return part
    if (
        function is not None
        and isinstance(argument, Sym)
        and argument in free_symbols(body)
        and name not in free_functions(body)
    ):
        walk.row = Row(number, function, argument, free_symbols(body))
        return claimed
    return part


def _only_letter(body: Term) -> Sym | None:
    """The one Latin letter of a function: in ½(y − t)² nothing says which of two it is."""
    letters = [s for s in free_symbols(body) if len(s.name) == 1]
    return letters[0] if len(letters) == 1 and letters[0] in _USUAL else None


def _derivative(walk: Walk, number: int, part: Part) -> Part:
    row = walk.row
    if not isinstance(row, Row) or row.block != number or not free_symbols(part.term) <= row.names:
        return part
    own = row.function.args[0] if isinstance(row.function, Op) else None
    if any(f != own and walk.catalog.find(f, applied=True) is None for f in free_functions(part.term)):
        return part
    return replace(part, term=Op("eq", (Op("deriv", (row.function, row.argument)), part.term)))


def _heads(walk: Walk, number: int) -> tuple[frozenset[int], int, Sym | None, Sym] | None:
    """The columns of functions and the one of their derivatives, if the table has these and no column of arguments.

    Behind them the argument, where a head names it, and the function: f(x), σ(x).
    """
    top = first_row(walk.document, number)
    block = walk.document.blocks[top]
    if top == number:
        return None
    slopes, functions = [], []
    named: set[Sym] = set()
    called: set[Sym] = set()
    for column, (start, end) in enumerate(block.cells):
        inside = [s for s in walk.document.spans if start <= s.start and s.end <= end]
        text = walk.prose.masked[start:end]
        terms = [t for s in inside for t in walk.prose.terms(s)]
        if len(inside) > 1 or (inside and len(terms) != 1) or (not inside and not text.strip()):
            continue
        term = terms[0] if terms else None
        if isinstance(term, Sym) and term in _USUAL:
            return None  # a table of values
        named |= {
            t.args[-1]
            for t in terms
            if isinstance(t, Op) and t.head in ("call", "deriv")
            if isinstance(t.args[-1], Sym)
        }
        words = re.sub("\ufffc+", "", text)
        if _is_slope(term) if term is not None else _DERIVATIVE.fullmatch(words):
            slopes += [column] if _DERIVATIVE.fullmatch(words) else []
        elif _FUNCTION.fullmatch(words) and (term is None or _is_function(term)):
            functions.append(column)
            match term:
                case Op("call", (Sym() as fn, _)) if fn in LETTERS.values():
                    called.add(fn)
    functions = [c for c in functions if slopes and c < slopes[0]]
    argument = next(iter(named)) if len(named) == 1 else None
    name = next(iter(called)) if len(called) == 1 else Sym("f")
    return (frozenset(functions), slopes[0], argument, name) if len(slopes) == 1 and functions else None


def _is_slope(term: Term) -> bool:
    match term:
        case Op("prime", (Sym(), _)) | Op("call", (Op("prime", (Sym(), _)), Sym())):
            return True
        case Op("deriv", (Sym() | Op("call", (Sym(), Sym())), Sym())):
            return True
    return False


def _is_function(term: Term) -> bool:
    return isinstance(term, Sym) or (isinstance(term, Op) and term.head == "call" and len(term.args) == 2)


def _column(block: Block, span: Span) -> int | None:
    return next((k for k, (a, b) in enumerate(block.cells) if a <= span.start and span.end <= b), None)


def _alone(walk: Walk, block: Block, column: int) -> Span | None:
    """The formula that is all of a cell."""
    start, end = block.cells[column]
    inside = [s for s in walk.document.spans if start <= s.start and s.end <= end]
    rest = re.sub("[\ufffc。]+", "", walk.prose.masked[start:end]).strip(" \t\n|.,;，。")
    return inside[0] if len(inside) == 1 and not rest else None


def _has_conditions(walk: Walk, block: Block) -> bool:
    inside = [s for s in walk.document.spans if block.start <= s.start and s.end <= block.end]
    return any(walk.prose.simple(s) for s in inside)


__all__ = ["Row", "in_its_column"]
