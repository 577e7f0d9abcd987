"""The numbers π and e where the document has names of them: in sin π, 2π, e^x they may be the numbers all the same."""

from __future__ import annotations

from symnn.term import Num, Op, Sym, Term, free_symbols, walk

PI, E = Sym("pi"), Sym("e")
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


def perhaps_exponential(relation: Term) -> bool:
    """``e^x``, ``e^{-2}``, ``\\ln e``: a power or logarithm of the name e, or the exponential function."""
    nodes = [n for n in walk(relation) if isinstance(n, Op)]
    powers = (n.args for n in nodes if n.head == "pow")
    logs = any(n.head in ("log", "log_base") and n.args[0] == E for n in nodes)
    return logs or any(base == E and not (isinstance(power, Num) and power.value > 0) for base, power in powers)
