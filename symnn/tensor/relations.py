"""Relations between products: the leading terms of denominators, A⁻¹A = I and what a document assumes, used up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from symnn.tensor.contraction import collected, contracted
from symnn.tensor.index import Expr, Factor, Ix, Mono, Unsupported

MOST_TERMS, _MOST_STEPS = 3000, 4000


@dataclass(frozen=True)
class Rule:
    """``lead`` may be replaced by ``rest``: an equation of the document.  All of its indices stand for any."""

    lead: Mono
    rest: Expr


def reduced(a: Expr, rules: tuple[Rule, ...]) -> Expr:
    """Leading terms of denominators, and what the document assumes, used up."""
    done: list[Mono] = []
    todo = list(a.terms)
    steps = 0
    while todo:
        m = todo.pop()
        found = _step(m, rules)
        if found is None:
            done.append(m)
            continue
        steps += 1
        if steps > _MOST_STEPS or len(todo) > MOST_TERMS:
            raise Unsupported("the relations between sums do not come to an end")
        todo += found
    return collected(done) if steps else a


def _step(m: Mono, rules: tuple[Rule, ...]) -> list[Mono] | None:
    for f, e in m.powers.values():
        if f.kind == "atom" and f.inside is not None and not 0 < e < 1 and (c := f.inside.number) is not None:
            whole = e.numerator // e.denominator
            rows = [r for r in m.powers.values() if r[0] is not f]
            return contracted(m.coef * c**whole, [*rows, *([(f, e - whole)] if e != whole else [])], m.bound)
        if f.kind == "atom" and f.inside is not None and e >= 1:
            rows = [r for r in m.powers.values() if r[0] is not f] + ([(f, e - 1)] if e != 1 else [])
            left = Mono(Fraction(1), {g.key: (g, h) for g, h in rows}, m.bound)
            return [x for t in f.inside.terms for x in _joined(m.coef * t.coef, left, t.refreshed())]
        if f.kind == "atom" and e < 0 and f.inside is not None and f.inside.number is None:
            found = _used_up(m, f, e)
            if found is not None:
                return found
        if f.kind == "inv" and (found := _inverse(m, f)) is not None:
            return found
    for rule in rules:
        match = next(_matches(rule.lead, m, anywhere=True), None)
        if match is not None:
            left, change = match
            rest = [r.renamed(change).refreshed() for r in rule.rest.terms]
            scale = m.coef / rule.lead.coef
            return [x for r in rest for x in _joined(scale * r.coef, left, r)]
    return None


def _used_up(m: Mono, f: Factor, e: Fraction) -> list[Mono] | None:
    """t·A^e = (A^(e+1) - (A - t)·A^e) for the leading term t of the sum A."""
    assert f.inside is not None
    lead = leading(f.inside)
    match = next(_matches(lead, m), None)
    if match is None or f.key not in match[0].powers:
        return None
    left, _ = match
    scale = m.coef / lead.coef
    out = contracted(scale, [*left.powers.values(), (f, Fraction(1))], left.bound)
    for other in f.inside.terms:
        if other is not lead:
            out += _joined(-scale * other.coef, left, other.refreshed())
    return out


def _inverse(m: Mono, f: Factor) -> list[Mono] | None:
    """Σ A⁻¹[i, k]·A[k, j] = δ[i, j], for an A that is a name."""
    assert f.inside is not None
    if len(f.inside.terms) != 1:
        return None
    [inner] = f.inside.terms
    if len(inner.powers) != 1 or inner.bound or inner.coef != 1:
        return None
    [(base, e)] = inner.powers.values()
    if base.kind != "entry" or e != 1 or m.powers[f.key][1] != 1:
        return None
    swap = base.at != f.holes  # the inverse of the transpose
    i, j = f.at[::-1] if swap else f.at
    for g, h in m.powers.values():
        if g.kind != "entry" or g.name != base.name or h != 1:
            continue
        for k, other, pair in ((j, i, (g.at[0], g.at[1])), (i, j, (g.at[1], g.at[0]))):
            rest = [(x, y) for x, y in m.powers.values() if x is not f and x is not g]
            if k in m.bound and pair[0] == k and not any(k in x.free for x, _ in rest) and pair[1] != k:
                return contracted(m.coef, [*rest, (Factor("delta", at=(other, pair[1])), Fraction(1))], m.bound - {k})
    return None


def leading(a: Expr) -> Mono:
    """The term that is used up: the one with the most factors, then the last in an order that is the same whatever
    the free indices are called; never a number."""
    free = {i: f"~{i.dim}" for i in a.free if i.fixed is None}
    return max(a.terms, key=lambda m: (bool(m.powers), len(m.bound), len(m.powers), m.spell(free), m.key))


def _joined(coef: Fraction, left: Mono, right: Mono) -> list[Mono]:
    return contracted(coef, [*left.powers.values(), *right.powers.values()], left.bound | right.bound)


def _matches(lead: Mono, m: Mono, anywhere: bool = False) -> Iterator[tuple[Mono, dict[Ix, Ix]]]:
    """Ways to find ``lead`` in a product: what is left of it, and what the indices of ``lead`` became.

    Its bound indices have to be bound there and occur nowhere else; with ``anywhere`` its free ones may be any.
    """
    if len(lead.powers) > len(m.powers) or len(lead.bound) > len(m.bound):
        return
    own = sorted(lead.bound, key=lambda i: i.id)
    loose = sorted(lead.free, key=lambda i: i.id) if anywhere else []
    present = sorted(m.free | m.bound, key=lambda i: (i.fixed or 0, i.id))
    for chosen in permutations([i for i in present if i in m.bound], len(own)):
        if any(a.dim != b.dim for a, b in zip(own, chosen, strict=True)):
            continue
        for others in permutations([i for i in present if i not in chosen], len(loose)) if loose else [()]:
            if any(a.dim != b.dim for a, b in zip(loose, others, strict=True)):
                continue
            change = dict(zip([*own, *loose], [*chosen, *others], strict=True))
            left = _taken(lead, m, change, frozenset(chosen))
            if left is not None:
                yield left, change


def _taken(lead: Mono, m: Mono, change: Mapping[Ix, Ix], used: frozenset[Ix]) -> Mono | None:
    powers: dict[str, tuple[Factor, Fraction]] = dict(m.powers)
    for f, e in lead.powers.values():
        key = f.renamed(change).key
        if key not in powers or e <= 0:
            return None
        g, had = powers[key]
        if had < e or (had - e and g.free & used):
            return None
        if had == e:
            del powers[key]
        else:
            powers[key] = (g, had - e)
    if any(f.free & used for f, _ in powers.values()):
        return None
    return Mono(Fraction(1), powers, m.bound - used)
