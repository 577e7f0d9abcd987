"""A function that is given twice before anything is said of it: "L1: $R(w) = |w|$; L2: $R(w) = w^2$. …".

Which of the two is meant behind them, the words say; it is left open.  "Let" and "now" take the name up anew.
"""

from __future__ import annotations

import re

from symnn.context.defining.heads import Head
from symnn.context.stater import Stater
from symnn.term import Op, Sym, Term, free_functions, substitute, walk

_ANEW = re.compile(
    r"\b(let|now|next|set|define|redefine|denote|instead|henceforth|from (now|here) on|replace|finally)\b"
    r"|设|令|现在|改为|定义|取|接下来",
    re.I,
)
_BESIDE = re.compile(
    r"\b(also|or|either|both|another|alternatively|while|whereas|respectively|case)\b|也|或|另一|分别", re.I
)


def is_rival(stater: Stater, head: Head, body: Term) -> bool:
    """Whether the section has another body for the function, of which it has said nothing so far."""
    name, scope, walk_ = head.name, stater.walk.scope, stater.walk
    if name is None or not head.params or walk_.authored or stater.task.tag is not None:
        return False
    known = scope.definitions.get(name)
    if known is None or known.origin != "document" or known.location is None or len(known.params) != len(head.params):
        return False
    if body == substitute(known.body, dict(zip(known.params, head.params, strict=True))):
        return False
    if takes_up_anew(stater):
        return False
    here = (known.location.line, known.location.column)
    later = (p for p in reversed(walk_.out.pending) if (p.location.line, p.location.column) > here)
    return not any(p.statement is not None and name in _functions(p.statement.relation) for p in later)


def takes_up_anew(stater: Stater) -> bool:
    """Whether the sentence says that the name has this meaning from here on."""
    ahead = stater.walk.prose.ahead(stater.task.span)
    return _ANEW.search(ahead) is not None and _BESIDE.search(ahead) is None


def _functions(term: Term) -> set[Sym]:
    """The functions in a relation, applied or only named: ``f'(x)``, ``∂f/∂x``."""
    names = {a for n in walk(term) if isinstance(n, Op) and n.head in ("deriv", "gradient") for a in n.args[:1]}
    return {*free_functions(term), *(n for n in names if isinstance(n, Sym))}
