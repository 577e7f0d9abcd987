"""The number π where the document has a name π: in sin π, in √(2π), in 2π it may be the number all the same."""

from __future__ import annotations

from symnn.term import Num, Op, Sym, Term, free_symbols, walk

PI = Sym("pi")
_ANGLES = frozenset("sin cos tan cot sec csc sqrt exp gamma_fn normal_pdf normal_cdf erf".split())


def perhaps_the_number(relation: Term) -> bool:
    """Whether π stands where the number stands; beside 1 - π it is a share."""
    nodes = [n for n in walk(relation) if isinstance(n, Op)]
    if any(n.head == "add" and Op("neg", (PI,)) in n.args for n in nodes):
        return False
    return any(
        (n.head in _ANGLES and PI in free_symbols(n))
        or (n.head in ("mul", "dot", "times") and PI in n.args and any(isinstance(a, Num) for a in n.args))
        for n in nodes
    )
