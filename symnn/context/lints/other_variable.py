"""W412 where a derivative by what does not occur is one by what does: ∂(x² + b)/∂w = 2x, the derivative by x.

It is told where that is proved.  A derivative by a bias or a net input may be the same as one by what it is added to,
∂E/∂b = ∂E/∂y, and is left alone: only weights and inputs are meant here.
"""

from __future__ import annotations

from symnn.context.constants import constant
from symnn.context.lints.suspicions import closed_claim, resting_on
from symnn.context.model import Suspicion
from symnn.context.stater import Stater
from symnn.notation import words
from symnn.term import Op, Sym, Term, free_functions, free_symbols, walk

_FACTORS = frozenset("w W x X v V".split())  # none of which is merely added
_SLOPES = frozenset(["deriv", "gradient", "prime", "hessian"])
_MOST = 6


def other_variable(stater: Stater, relation: Op) -> None:
    """Ask whether the derivative in a claim that cannot be closed is one by another variable."""
    match relation:
        case Op("eq", (Op("deriv", (of, Sym() as by)) as slope, right)):
            pass
        case _:
            return
    if by.name not in _FACTORS or constant(right) is not None or any(_slope(n) for n in walk(right)):
        return
    names = _names(stater, of)
    if len(names) > _MOST or any(s.name.lower() == by.name.lower() or by.base in (*s.subs, *s.sups) for s in names):
        return
    for name in names:
        claim = closed_claim(stater, Op("eq", (Op("deriv", (of, name)), right)), stater.conditions)
        if claim is not None:
            start, end = stater.offsets(slope.at)
            message = f"{words(of)} does not contain {words(by)}; the right side is its derivative by {words(name)}"
            place = stater.walk.location(start, end)
            stater.walk.out.suspicions.append(Suspicion("W412", place, stater.source, message, (((claim, True),),)))


def _slope(node: Term) -> bool:
    return isinstance(node, Op) and node.head in _SLOPES


def _names(stater: Stater, of: Term) -> list[Sym]:
    """The names that a term rests on, the arguments of a function that it names among them."""
    scope = stater.walk.scope
    found = {*free_symbols(of), *resting_on(of, scope)}
    functions = [d for f in (*free_functions(of), of) if isinstance(f, Sym) and (d := scope.definition(f)) is not None]
    found |= {p for d in functions for p in d.params}
    found |= {s for d in functions for s in free_symbols(d.body)}
    return sorted(found - {of}, key=words)
