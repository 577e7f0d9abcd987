"""Refutations of claims about arrays: an example at small sizes, shapes that cannot meet, the other layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.domain import POSITIVE, REALS, Domain
from symnn.tensor.algebra import Algebra
from symnn.tensor.example import example_data
from symnn.tensor.given import Given
from symnn.tensor.index import Expr, Ix, Unsupported
from symnn.tensor.instance import ORIGIN, Instance, Total, differs
from symnn.tensor.known import Known
from symnn.tensor.operations.table import lowering
from symnn.tensor.relations import Rule
from symnn.tensor.sides import Sides, sides_at
from symnn.term import Op, Sym, walk
from symnn.verdict import Counterexample, Refuted

METHOD = "index form"
_ABOVE_ZERO = 7  # the seed of examples above 0
_SEEDS = (1, 2, _ABOVE_ZERO, 3, 4, 5, 6)


def ill_typed(note: str) -> Refuted:
    return Refuted(Counterexample((), "", "", note), certificate=Certificate(METHOD, {"shapes": []}, steps=(note,)))


def other_layout(claim: Claim, known: Known, algebra: Algebra) -> Refuted | None:
    """The claim holds with Jacobians transposed: said so."""
    if not any(isinstance(n, Op) and n.head == "deriv" for n in walk(claim.relation)):
        return None
    assert isinstance(claim.relation, Op)
    low = lowering(replace(known, denominator=not known.denominator), algebra)
    try:
        if low.shape(claim.relation.args[0]) != low.shape(claim.relation.args[1]):
            return None
        sides = sides_at(low, *claim.relation.args)
        if not algebra.vanishes(algebra.minus(sides.left, sides.right)):
            return None
    except Unsupported:
        return None
    here, there = ("denominator", "numerator") if known.denominator else ("numerator", "denominator")
    note = f"this holds in {there} layout; here Jacobians are in {here} layout"
    return Refuted(Counterexample((), "", "", note), certificate=Certificate(METHOD, {"layout": there}, steps=(note,)))


def _sizes(dims: list[str]) -> Iterator[dict[str, int]]:
    yield {d: 2 + k for k, d in enumerate(dims)}
    yield dict.fromkeys(dims, 3)
    yield {d: 3 + len(dims) - k for k, d in enumerate(dims)} if len(dims) < 4 else dict.fromkeys(dims, 2)


def refuted(given: Given, sides: Sides, once: bool = False, against: str = "eq") -> Refuted | None:
    """An example at which the sides differ, or are not in the order ``against``.

    With ``once`` one set of sizes and little work, as a second opinion.
    """
    total: dict[str, Total] = {}
    if not given.all_understood:
        return None
    for rule in given.algebra.rules:
        row = _sum_of_entries(rule)
        if row is None:
            return None
        total[row[0]] = row[1]
    labels = (*sides.rows, *sides.cols, *given.known.indices.values())
    parts = (sides.left, sides.right, *given.compared, *sides.shared)
    dims = {i.dim for i in labels}.union((t.dim for t in total.values()), *map(_dims, parts))
    for seed in (*_SEEDS, ORIGIN) if against in ("lt", "gt") else _SEEDS:
        domains = _raised(given) if seed == _ABOVE_ZERO else given.domains
        for sizes in _sizes(sorted(d for d in dims if not d.isdigit())):
            instance = Instance(sizes, seed, domains, total)
            instance.most_work = 30_000 if once else instance.most_work
            instance.shared = given.algebra.shared
            try:
                found = differs(instance, sides.left, sides.right, labels, given.allows, against)
            except (Unsupported, ZeroDivisionError):
                if once:
                    return None
                continue
            if found is not None:
                return _example(given.known, sides, instance, *found, "differs" if against == "eq" else "is a case")
            if once:
                return None
    return None


def _raised(given: Given) -> dict[str, Domain]:
    """Real names above 0, where logarithms and roots have a value."""
    names = {text for s in given.known.shapes for text in (s.text, s.base.text)}
    return {**dict.fromkeys(names, POSITIVE), **{name: d for name, d in given.domains.items() if d != REALS}}


def _sum_of_entries(rule: Rule) -> tuple[str, Total] | None:
    """1ᵀy = c, or T1 = c for each row: the name, and along which axis its entries have which sum."""
    value = rule.rest.number
    if value is None or len(rule.lead.powers) != 1 or len(rule.lead.bound) != 1:
        return None
    [(f, e)] = rule.lead.powers.values()
    if f.kind != "entry" or e != 1 or f.symmetric or any(i.fixed is not None for i in f.at):
        return None
    (along,) = rule.lead.bound
    if f.at.count(along) != 1 or len(set(f.at)) != len(f.at):
        return None
    return f.name, Total(f.at.index(along), along.dim, value / rule.lead.coef)


def _dims(a: Expr) -> set[str]:
    out: set[str] = set()
    for m in a.terms:
        out |= {i.dim for i in m.bound | m.free}
        for f, _ in m.powers.values():
            out |= {i.dim for i in (*f.at, *f.holes)}
            if f.name.startswith("dim "):
                out.add(f.name[4:])
            if f.inside is not None:
                out |= _dims(f.inside)
    return out


def _example(
    known: Known, sides: Sides, instance: Instance, env: dict[Ix, int], left: object, right: object, word: str
) -> Refuted:
    sizes = instance.sizes
    rows, cols = ([env[i] for i in axis] for axis in (sides.rows, sides.cols))
    place = ", ".join(map(str, [*rows, *cols]))
    indices = ", ".join(f"{s.text} = {env[i]}" for s, i in known.indices.items())
    parts = [f"the entry ({place})" if place else "", indices]
    size_words = ", ".join(f"{d} = {n}" for d, n in sizes.items())
    at = " of ".join(p for p in parts if p) or "the value"
    texts = [str(x.str(12, radius=False)) for x in (left, right)]  # type: ignore[attr-defined]
    note = (
        f"{at} {word}"
        + (f" for {size_words}" if size_words else "")
        + (", all entries 0" if instance.seed == ORIGIN else "")
    )
    point = tuple((Sym(d), Fraction(n)) for d, n in sizes.items())
    found = example_data(known, instance, env, sides.factors, sides.rows, sides.cols)
    data = {**found, "left": texts[0], "right": texts[1]}
    return Refuted(
        Counterexample(point, texts[0], texts[1], note), certificate=Certificate(METHOD, data, steps=(note,))
    )
