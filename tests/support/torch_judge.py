"""An independent judge of array claims: both sides as numbers, at concrete sizes, with torch.autograd in float64.

Sizes are different ones and once all equal; names are drawn at random in their domains and moved onto the equations
among the assumptions by Newton's method; opaque functions are generic smooth ones.  The gradient of a scalar has the
shape of its variable, the Jacobian has a row per output (transposed in denominator layout), of matrices it is the one
of their column-wise vectorisations.  What has no value here is not judged, never guessed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch_values import IllTypedError, NoJudgementError, alike, number
from torch_world import World

from symnn.claim import Claim
from symnn.term import Num, Op, Sym, Term, plain, walk

torch.set_num_threads(1)
SAME, OTHER = 1e-9, 1e-6  # relative differences: rounding, and certainly more than rounding
PRIMES = (2, 3, 5, 7, 4, 6, 8)
WAYS = ("plain", "plain", "positive", "dominant")


@dataclass(frozen=True)
class Judgement:
    """``equal`` at all that was tried, ``differs`` at ``where``, ``ill-typed``, or ``none`` (not judged)."""

    word: str
    where: str = ""


def judge(claim: Claim, seed: int = 0, rounds: int = 3) -> Judgement:
    """What torch says about an equation, a membership in ℝ^{m×n} or an order of two numbers."""
    relation = claim.relation
    if isinstance(relation, Op) and relation.head in ("chain", "and"):
        found = [judge(replace(claim, relation=part), seed, rounds) for part in relation.args]
        by_word = {f.word: f for f in reversed(found)}
        return next(by_word[w] for w in ("ill-typed", "differs", "none", "equal") if w in by_word)
    try:
        return _judged(claim, seed, rounds)
    except IllTypedError as problem:
        return Judgement("ill-typed", str(problem))
    except NoJudgementError as problem:
        return Judgement("none", str(problem))


def _judged(claim: Claim, seed: int, rounds: int) -> Judgement:
    tried = 0
    for turn, sizes in enumerate(_sizes(claim, random.Random(seed), rounds)):
        for k, way in enumerate(WAYS):
            world = World(claim, sizes, 1000 * seed + 10 * turn + k, way)
            if not world.settled():
                continue
            outcome = _here(world)
            if outcome is None:
                continue
            tried += 1
            if not outcome:
                continue
            return Judgement("differs", f"{outcome} for {sizes}")
    if isinstance(claim.relation, Op) and claim.relation.head in ("lt", "le", "gt", "ge"):
        return Judgement("none", "an inequality that holds at a few points may fail at others")
    return Judgement("equal") if tried >= 2 else Judgement("none", "no point at which both sides have a value")


def _sizes(claim: Claim, generator: random.Random, rounds: int) -> Iterator[dict[str, int]]:
    """All different first, so that shapes that do not fit are seen; then other orders, then all equal."""
    names = dict.fromkeys(
        n.text for v in claim.variables for d in v.shape for n in walk(d) if isinstance(n, Sym)
    )  # fmt: skip
    spans = [n for t in (claim.relation, *claim.assumptions) for n in walk(t) if isinstance(n, Op)]
    names |= dict.fromkeys(
        a.text for n in spans if n.head in ("ones", "zeros", "identity", "range") for a in n.args if isinstance(a, Sym)
    )
    names |= dict.fromkeys(
        n.args[1].text for n in spans if n.head == "le" and n in claim.assumptions and isinstance(n.args[1], Sym)
        and any(v.role == "index" and v.sym == n.args[0] for v in claim.variables)
    )  # fmt: skip
    row = list(names)
    for _ in range(rounds):
        chosen = list(PRIMES[: max(len(row), 3)])
        generator.shuffle(chosen)
        yield dict(zip(row, chosen, strict=False))
    yield dict.fromkeys(row, 3)


def _here(world: World) -> str | None:
    """Empty where the relation holds, words where it fails, None where a side has no value."""
    defined = False
    for indices in world.places():
        match world.claim.relation:
            case Op("eq" | "equiv", (left, right)):
                outcome = _equal(world, left, right, indices)
            case Op("lt" | "le" | "gt" | "ge" as head, (left, right)):
                outcome = _ordered(world, left, right, head, indices)
            case Op("in", (element, Op("reals", dims))):
                outcome = _member(world, element, dims, indices)
            case _:
                raise NoJudgementError("this relation")
        if outcome:
            return outcome + (f" at {indices}" if indices else "")
        defined = defined or outcome is not None
    return "" if defined else None


def _equal(world: World, left: Term, right: Term, indices: dict[Sym, int]) -> str | None:
    a, b = world.value(left, indices), world.value(right, indices)
    literal = any(isinstance(t, Num) for t in (left, right))
    a, b = alike([a, b], "an equation")
    if a.shape != b.shape and not literal:
        raise IllTypedError(f"an equation of {tuple(a.shape)} and {tuple(b.shape)}")
    a, b = torch.broadcast_tensors(a.detach(), b.detach())
    if not (torch.isfinite(a).all() and torch.isfinite(b).all()):
        return None
    scale = 1 + max(float(a.abs().max()), float(b.abs().max()))
    gap = (a - b).abs()
    worst = float(gap.max())
    if worst <= SAME * scale:
        return ""
    if worst <= OTHER * scale:
        raise NoJudgementError(f"a difference of {worst:.1e} may be rounding")
    i, j = divmod(int(gap.argmax()), gap.shape[1])
    return f"entry ({i + 1}, {j + 1}): {float(a[i, j]):.6g} and {float(b[i, j]):.6g}"


def _ordered(world: World, left: Term, right: Term, head: str, indices: dict[Sym, int]) -> str | None:
    a, b = alike([world.value(left, indices), world.value(right, indices)], "an inequality")
    if not (torch.isfinite(a).all() and torch.isfinite(b).all()):
        return None
    gap = (a - b) if head in ("gt", "ge") else (b - a)
    slack = SAME * (1 + float(a.abs().max()) + float(b.abs().max()))
    lowest = float(gap.min())
    if abs(lowest) <= slack:
        raise NoJudgementError("equality up to rounding")
    return "" if lowest > 0 else f"the sides are {float(a.reshape(-1)[0]):.6g} and {float(b.reshape(-1)[0]):.6g}"


def _member(world: World, element: Term, dims: tuple[Term, ...], indices: dict[Sym, int]) -> str:
    shape = tuple(world.size(d) for d in dims)
    wanted = (*shape, 1, 1)[:2]
    found = world.value(element, indices)
    if isinstance(found, torch.Tensor) and tuple(found.shape) == wanted:
        return ""
    raise IllTypedError(f"not in ℝ^({', '.join(map(plain, dims))})")


__all__ = ["Judgement", "judge", "number"]
