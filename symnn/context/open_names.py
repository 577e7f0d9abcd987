"""What a document leaves open in a formula that it states: a name without a meaning, a point without a value."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from symnn.context.claims import Closed
from symnn.context.closing.explicit import LISTS
from symnn.context.closing.points import is_condition, is_stationary
from symnn.context.closing.reached import gives_a_loss
from symnn.context.constants import constant
from symnn.context.conventions import by_convention
from symnn.context.defining.again import is_entry
from symnn.context.defining.calls import FUNCTIONS, at_a_point, perhaps_another
from symnn.context.defining.properties import of_distributions
from symnn.context.for_some import holds_for_some
from symnn.context.names import value_symbols
from symnn.context.scope import Scope
from symnn.context.stater import Stater
from symnn.notation import words
from symnn.term import Op, Sym, Term, free_functions, free_symbols
from symnn.term import walk as subterms

_CONSTANTS = frozenset("const const. constant cst konst 常数 常量".split())  # "+ const": whatever makes it true
_D = Sym("D")


def left_open(stater: Stater, relation: Term, result: object, implied: bool) -> str | None:
    """What a document leaves open in a formula: a function without a body; without tags also a name that it bounds.

    A consequence of the equation before it is meant for every function that stands in that.
    """
    if not isinstance(result, Closed):
        return None
    scope = stater.walk.scope
    for s in free_symbols(relation):
        added = s.name in ("C", "c") and _added_once(relation, s) and scope.declaration(s) is None
        if (s.name in _CONSTANTS or " " in s.name or added) and scope.definition(s) is None:
            return words(s)
    if any(
        isinstance(n, Op) and n.head == "gradient" and not (free_symbols(n.args[0]) or _applies(n.args[0], ("call",)))
        for n in subterms(relation)
    ):
        return "how far the gradient reaches"
    if (
        scope.declaration(_D) is None
        and scope.definition(_D) is None
        and any(map(_may_differentiate, subterms(relation)))
    ):
        return "whether D is a factor or the derivative"
    if (open_ := by_convention(relation, scope, stater.source, stater.walk.authored)) is not None:
        return open_
    told = [(s, said) for s in sorted(_spoken_of(relation, result), key=lambda s: s.text) if (said := scope.said_of(s))]
    if told:
        return f"what “{told[0][1]}” says of {words(told[0][0])}"
    if (loss := gives_a_loss(relation, scope)) is not None:
        return loss
    if implied:
        return None
    if not stater.walk.authored and (another := perhaps_another(relation, scope)) is not None:
        return f"whether the earlier {another} is meant"
    undeclared = [o.sym for o in result.claim.opaque if stater.walk.scope.declaration(o.sym) is None]
    if undeclared:
        return words(undeclared[0])
    if stater.walk.authored or stater.claimed:
        return None
    if stater.task.span.kind != "display":
        closed, catalog = result.claim.relation, stater.walk.catalog
        if (some := holds_for_some(relation, closed, scope, stater.conditions, catalog)) is not None:
            return some
    step = result.claim.kind == "step"
    if result.claim.variables and not stater.conditions and (at := at_a_point(relation, scope, step)) is not None:
        return at
    chosen = [s for s in free_symbols(relation) if s.base in stater.walk.chosen]
    if chosen:
        return words(chosen[0])
    if not (isinstance(relation, Op) and len(relation.args) == 2):
        return None
    names = ", ".join(sorted(words(s) for s in free_symbols(relation))) or "what it speaks of"
    if result.claim.variables and _may_be_solved(relation, result.claim.relation):
        return names
    if is_condition(relation, result.claim.relation) or is_stationary(relation, result.claim, scope.definition):
        return names
    if relation.head in ("lt", "le", "gt", "ge", "ne"):
        applied = _applies(relation, ("call", "deriv", "lim", "tanh", "erf"))
        return None if applied or of_distributions(relation, scope.all_assumptions()) else names
    if _ties(relation, scope):
        return names
    known = ("call", "deriv", "lim", "max", "min", "cases", *FUNCTIONS)
    for side, other in (relation.args, relation.args[::-1]):
        if constant(side) is not None and isinstance(other, Op) and other.head == "deriv" and result.claim.variables:
            return names  # ∂f/∂y = 4 in running text is said of one point
        lone = isinstance(side, Sym) and scope.definition(side) is None and not is_entry(side, scope)
        point = constant(side) is not None and bool(result.claim.variables) and not _applies(other, known)
        slope = isinstance(other, Op) and other.head in ("deriv", "gradient")
        if slope and isinstance(side, Sym) and (what := scope.declaration(side)) is not None and what.shape:
            continue  # ∂z/∂x = W with a W that is given
        if lone or point:
            return names
    return None


def _may_be_solved(relation: Term, closed: Term) -> bool:
    """A system ``A (x, y)ᵀ = (5, 6)ᵀ``, ``∇f(x, y) = 0``: an entry that is a number, or that holds names of its own."""
    written = any(isinstance(n, Op) and n.head in LISTS for n in subterms(relation))
    parts = closed.args if isinstance(closed, Op) and closed.head == "and" else (closed,)
    if not written and len(parts) < 2:
        return False
    for part in parts:
        match part:
            case Op("eq", (left, right)):
                one, other = value_symbols(left), value_symbols(right)
                slopes = [_applies(t, ("deriv", "gradient")) for t in (left, right)]
                if bool(one) != bool(other):
                    return True
                if (one - other and not slopes[0]) or (other - one and not slopes[1]):
                    return True
    return False


def _added_once(relation: Term, constant_: Sym) -> bool:
    """``… + C``: a constant that is added to one side and stands nowhere else."""
    sums = [n for n in subterms(relation) if isinstance(n, Op) and n.head == "add" and constant_ in n.args]
    return len(sums) == 1 and sum(n == constant_ for n in subterms(relation)) == 1


def _may_differentiate(term: Term) -> bool:
    """``D f(x)``, ``D f(2)``: the derivative as well as a product."""
    match term:
        case Op("mul", args):
            return any(a == _D and isinstance(b, Op) and b.head == "call" for a, b in pairwise(args))
    return False


def _ties(relation: Op, scope: Scope) -> bool:
    """``x² + y² = r²``, ``U S = V T`` of names of which nothing is said, none of them on both sides: an equation."""
    left, right = map(free_symbols, relation.args)
    new = all(scope.declaration(s) is None and scope.definition(s) is None for s in left | right)
    both = left and right and not ({s.base for s in left} & {s.base for s in right})
    return bool(
        both and new and relation.head == "eq" and not _applies(relation, ("call", "deriv", "sum", "prod", *FUNCTIONS))
    )


def defined_beside(stater: Stater, relation: Term) -> str | None:
    """``f_c(x) = c + x → df/dx = 1``: whether f or its namesake in the same formula is meant."""
    derived = {n.args[0] for n in subterms(relation) if isinstance(n, Op) and n.head == "deriv"}
    span = stater.task.span
    place = stater.walk.location(span.start, span.end)
    here = range(place.line, place.end_line + 1)
    definitions = [row for scope in stater.walk.scope.chain() for row in scope.definitions.items()]
    for body in derived:
        for known, definition in definitions:
            beside = definition.location is not None and definition.location.line in here
            if beside and isinstance(body, Sym) and known.subs and known.base == body:
                return f"whether {words(known)} is meant"
    return None


def _spoken_of(relation: Term, closed: Closed) -> set[Sym]:
    names = {*free_symbols(relation), *free_functions(relation), *(v.sym for v in closed.claim.variables)}
    return names | {s.base for s in names}


def _applies(term: Term, heads: Collection[str]) -> bool:
    return any(isinstance(n, Op) and n.head in heads for n in subterms(term))
