"""Whether a value is certainly a number, by what is declared and defined; of what ``∇f(x)ᵀ`` is the transpose.

A product is a number where every row in it meets a column: ``xᵀAx``, ``(x − c)ᵀ(x − c) bᵀx``.
"""

from __future__ import annotations

from symnn.context.scope import Scope
from symnn.notation import words
from symnn.term import Num, Op, Sym, Term

_OF_ARRAYS = frozenset(
    ["norm", "norm_frobenius", "norm_1", "trace", "det", "inner"]
)  # numbers, whatever stands in them
_OF_NUMBERS = frozenset("add neg div pow exp log sqrt abs tanh sin cos logistic sigmoid max min relu".split())


def row_of_an_array(term: Op, scope: Scope) -> str | None:
    """What is doubtful in ``∇f(x)ᵀ`` without brackets: that of the gradient where f(x) is a number, else that of f."""
    match term:
        case Op("transpose", (Op("gradient" | "hessian", (body, *_)) as slope,)) if _beside(term, slope):
            fn = body.args[0] if isinstance(body, Op) and body.head == "call" else body
        case _:
            return None
    if not isinstance(fn, Sym):
        return None
    declared, definition = scope.declaration(fn), scope.definition(fn)
    array = declared is not None and declared.kind == "vector function"
    if not array and (definition is None or is_number(definition.body, scope)):
        return None
    return f"{words(term)}: the gradient first, or the transpose first? {words(fn)} is not known to be a number"


def _beside(turned: Op, slope: Op) -> bool:
    """No bracket around the gradient says that its transpose is meant."""
    return turned.at is not None and slope.at is not None and turned.at[0] == slope.at[0]


def is_number(term: Term, scope: Scope, depth: int = 20) -> bool:
    """Whether a term is certainly a number; ``False`` where this is not seen."""
    if depth == 0:
        return False
    below = depth - 1
    match term:
        case Num():
            return True
        case Sym():
            return _rank(term, scope, below) == 0
        case Op(head) if head in _OF_ARRAYS or term in (Op("e"), Op("pi")):
            return True
        case Op("call", (Sym() as fn, *args)):
            declared, definition = scope.declaration(fn), scope.definition(fn)
            if definition is not None and len(definition.params) == len(args):
                return is_number(definition.body, scope, below)
            return declared is not None and declared.kind == "scalar function"
        case Op("sum", (body, *_)):
            return is_number(body, scope, below)
        case Op("mul" | "dot", args):
            return _meets(args, scope, below)
        case Op(head, args) if head in _OF_NUMBERS:
            return all(is_number(a, scope, below) for a in args)
    return False


def _meets(factors: tuple[Term, ...], scope: Scope, depth: int) -> bool:
    """Numbers, and rows that each end at a column."""
    row = False
    for factor in factors:
        turned = isinstance(factor, Op) and factor.head == "transpose"
        rank = _rank(factor.args[0] if isinstance(factor, Op) and turned else factor, scope, depth)
        match rank, turned, row:
            case (0, _, _) | (2, _, True):
                pass
            case (1, True, False) | (1, False, True):
                row = turned
            case _:
                return False
    return not row


def _rank(term: Term, scope: Scope, depth: int) -> int | None:
    """0 for a number, 1 for a column, 2 for a matrix, ``None`` where it is not seen."""
    if depth == 0:
        return None
    match term:
        case Sym():
            what, definition = scope.declaration(term), scope.definition(term)
            if what is not None and what.shape is not None and what.kind == "number":
                return len(what.shape)
            if definition is not None:
                return None if definition.params else _rank(definition.body, scope, depth - 1)
            return (
                0 if what is None and scope.profile.kind(term) in (None, "scalar", "index") and not term.font else None
            )
        case Op("add" | "neg", args):
            ranks = {_rank(a, scope, depth - 1) for a in args}
            return ranks.pop() if len(ranks) == 1 else None
        case Op("mul", (*front, Op() | Sym() as last)) if not is_number(term, scope, depth - 1):
            column = _rank(last, scope, depth - 1) == 1
            return 1 if column and all(_rank(f, scope, depth - 1) in (0, 2) for f in front) else None
    return 0 if is_number(term, scope, depth - 1) else None
