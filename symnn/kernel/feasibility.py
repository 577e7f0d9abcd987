"""Whether facts contradict each other: by signs of polynomials in kernels first, by z3 over the kernels last.

A contradiction among the kernels is one among the real numbers: the axioms given to z3 hold for the true functions.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal

from symnn.kernel import ratio as rat
from symnn.kernel.build import difference
from symnn.kernel.elementary import Unsupported
from symnn.kernel.facts import RELATION
from symnn.kernel.farkas import Multipliers, Row, multipliers
from symnn.kernel.kernel_table import Kernel
from symnn.kernel.normal import Form
from symnn.kernel.ratio import GiveUp, Poly, Ratio
from symnn.term import Op, Sym, Term

SOLVER_MILLISECONDS = 400
LATE = ("timeout", "canceled")  # what the solver says when its time is over


class Clock:
    """Whether the solver's time was over for one of the facts asked about: another run may find more."""

    def __init__(self) -> None:
        self.late = False
        self._facts: set[object] = set()

    def ran_out(self, facts: object) -> None:
        self._facts.add(facts)

    def ask(self, facts: object) -> None:
        self.late = self.late or facts in self._facts


CLOCK = Clock()


def contradiction(facts: tuple[Term, ...], integers: frozenset[Sym] = frozenset(), solver: bool = True) -> str | None:
    """``"kernel"`` or ``"z3"``, by which it is proved that no point satisfies all facts; ``None``: not proved."""
    found = _contradiction(facts, integers, solver)
    CLOCK.ask(facts)
    return found


@lru_cache(maxsize=2000)
def _contradiction(facts: tuple[Term, ...], integers: frozenset[Sym], solver: bool) -> str | None:
    rows = [f for f in facts if isinstance(f, Op) and f.head in RELATION]
    good: list[Op] = []
    for row in rows:
        try:
            Form((difference(*row.args),))
            good.append(row)
        except (GiveUp, Unsupported):
            continue
    if not good:
        return None
    try:
        form = Form([difference(*f.args) for f in good], good, integers)
        form.kernels.signs.thorough = True
        if any(not form.sign(r) & RELATION[f.head] for f, r in zip(good, form.ratios, strict=True)):
            return "kernel"
        form.kernels.signs.thorough = False
        if solver and len(good) > 1:
            if combined(form, good) is not None:
                return "kernel"
            outcome = _solve(form, good)
            if outcome == "late":
                CLOCK.ran_out(facts)
            if outcome == "none":
                return "z3"
    except (GiveUp, Unsupported):
        return None
    return None


def combined(form: Form, facts: list[Op]) -> list[Multipliers] | None:
    """Multipliers; where the case asks for it one list for each sign of what is not 0, or for a name ≥ 0 and ≤ 0."""
    heads = [f.head for f in facts]
    try:
        found = multipliers(form, heads)
        if found is not None:
            return [found]
        unequal = [i for i, h in enumerate(heads) if h == "ne"][:2]
        for i in unequal:
            rows = [multipliers(form, [*heads[:i], h, *heads[i + 1 :]]) for h in ("gt", "lt")]
            if all(r is not None for r in rows):
                return [r for r in rows if r is not None]
        for i in [i for i, k in enumerate(form.kernels.kernels) if k.sort == "name" and k.inside != ("pi",)][:2]:
            k = rat.GENERATORS[i]
            if form.kernels.signs.of(k) <= {0, 1} or form.kernels.signs.of(k) <= {-1, 0}:
                continue
            rows = [multipliers(form, heads, True, (Row(p, by="case"),)) for p in (k, -k)]
            if all(r is not None for r in rows):
                return [r for r in rows if r is not None]
    except GiveUp:
        return None
    return None


def _solve(form: Form, facts: list[Op]) -> Literal["none", "late", "open"]:
    """Whether no point satisfies the facts, as far as the solver finds in its time."""
    import z3

    names = [z3.Real(f"k{i}") for i in range(len(form.kernels.kernels))]
    solver = z3.Solver()
    solver.set("timeout", SOLVER_MILLISECONDS)
    for fact, r in zip(facts, form.ratios, strict=True):
        for row in relation_of(z3, form.kernels.tidy(r), fact.head, names):
            solver.add(row)
    for i, kernel in enumerate(form.kernels.kernels):
        for row in axioms(z3, kernel, names[i], names):
            solver.add(row)
    outcome = solver.check()
    if outcome == z3.unsat:
        return "none"
    return "late" if outcome == z3.unknown and solver.reason_unknown() in LATE else "open"


def relation_of(z3: Any, r: Ratio, head: str, names: list[Any]) -> Iterable[Any]:
    """``r head 0`` as a relation of polynomials: the sign of top/bottom is that of top·bottom."""
    p = polynomial(z3, r.top if r.bottom.is_one() else rat.times(r.top, r.bottom), names)
    if not r.bottom.is_one():
        yield polynomial(z3, r.bottom, names) != 0
    yield {"eq": p == 0, "ne": p != 0, "lt": p < 0, "le": p <= 0, "gt": p > 0, "ge": p >= 0}[head]


def polynomial(z3: Any, p: Poly, names: list[Any]) -> Any:
    out = z3.RealVal(0)
    for exponents, c in rat.monomials(p):
        if any(e > 24 for e in exponents.values()):
            raise GiveUp("the degree is too high")
        part = z3.Q(c.numerator, c.denominator)
        for i, e in exponents.items():
            for _ in range(e):
                part = part * names[i]
        out = out + part
    return out


def axioms(z3: Any, kernel: Kernel, k: Any, names: list[Any]) -> Iterable[Any]:
    """What holds of a kernel for all values of what it is made of."""
    match kernel.sort:
        case "exp":
            assert kernel.base is not None
            argument = rat.mul(rat.constant(kernel.unit), kernel.base)
            sign = polynomial(z3, rat.times(argument.top, argument.bottom), names)
            yield k > 0
            yield (sign > 0) == (k > 1)
            yield (sign < 0) == (k < 1)
            if argument.bottom.is_one():
                yield k >= 1 + sign
        case "root" | "abs" | "odd root":
            assert kernel.value is not None
            power = k
            for _ in range(kernel.degree - 1):
                power = power * k
            yield power * polynomial(z3, kernel.value.bottom, names) == polynomial(z3, kernel.value.top, names)
            if kernel.sort != "odd root":
                yield k >= 0
        case "log":
            p = polynomial(z3, kernel.poly, names)
            yield p != 0
            yield z3.Implies(p > 0, z3.And(k <= p - 1, (k > 0) == (p > 1), (k < 0) == (p < 1)))
        case "cos" | "sin":
            yield z3.And(k >= -1, k <= 1)
        case "function" if kernel.inside[0] == "erf":
            yield z3.And(k > -1, k < 1)
            inner = kernel.inside[1]
            assert isinstance(inner, Ratio)
            sign = polynomial(z3, rat.times(inner.top, inner.bottom), names)
            yield (sign > 0) == (k > 0)
            yield (sign < 0) == (k < 0)
        case "name" if kernel.inside == ("pi",):
            yield z3.And(k > z3.Q(314159, 100000), k < z3.Q(314160, 100000))
