"""A claim in words: its relation, the conditions, the names that run over all real numbers."""

from __future__ import annotations

from symnn.context.claims import Closed
from symnn.context.stater import Stater
from symnn.notation import words
from symnn.term import Term, free_symbols


def reading_of(stater: Stater, relation: Term, conditions: tuple[Term, ...], result: object) -> str:
    text = words(relation)
    if conditions:
        text += " for " + ", ".join(words(c) for c in conditions)
    elif isinstance(result, Closed):
        reals, arrays = _ranging(stater, result)
        text += f" for real {', '.join(reals)}" if reals else ""
        text += f"{',' if reals else ' for'} {', '.join(arrays)}" if arrays else ""
    return text


def _ranging(stater: Stater, result: Closed) -> tuple[list[str], list[str]]:
    """The real numbers of a claim, and the arrays of whose entries it speaks: ``h of n entries``.

    Sizes, arrays by their look (a bold name, a name under an arrow) and indices of our own are no real numbers.
    """
    variables, scope = result.claim.variables, stater.walk.scope
    sizes = {s for v in variables for n in v.shape for s in free_symbols(n)}
    reals: list[str] = []
    arrays: list[str] = []
    for v in variables:
        if str(v.domain) != "real" or v.shape or v.sym in sizes or "~" in v.sym.text:
            continue
        base = scope.declaration(v.sym.base) if v.sym.subs else None
        if base is not None and base.shape:
            arrays.append(f"{words(v.sym.base)} of {'×'.join(words(n) for n in base.shape)} entries")
            sizes |= {s for n in base.shape for s in free_symbols(n)}
        elif not (v.sym.font or "vec" in v.sym.accents):
            reals.append(words(v.sym))
    taken = {words(s) for s in sizes}
    return [r for r in dict.fromkeys(reals) if r not in taken], list(dict.fromkeys(arrays))


__all__ = ["reading_of"]
