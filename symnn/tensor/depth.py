"""Claims about layers, for every depth: by induction where a rule runs backwards, refuted at a small depth.

A claim at layer l is shown twice: with l + c the last layer (c the highest offset in it; the loss as it is written),
and below the last one, where all that follows is some differentiable scalar function of that layer's state.  Names with
a rule that runs backwards, δ^(l) from δ^(l+1), are replaced by what they are: a derivative of the loss by a name of
their layer.  That is shown by induction, for the last layer and from l + 1 to l.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.tensor.backward import Backward, Part
from symnn.tensor.either import Answer, in_both_readings
from symnn.tensor.index import Unsupported
from symnn.tensor.layers import Layer, spoken
from symnn.tensor.network import Network
from symnn.tensor.prover import decide as decide_arrays
from symnn.tensor.unroll import View
from symnn.term import Num, Sym, Term, num, plain, to_json
from symnn.verdict import Proved, Refuted, Undecided, Verdict

METHOD = "induction over the layers"
DEPTHS = (1, 2, 3)


def decide(claim: Claim) -> Verdict:
    """Proved for every depth, refuted at a stated one, or ``Undecided`` with the reason."""
    return in_both_readings(claim, lambda one: Answer(_decided(one))).verdict


def _decided(claim: Claim) -> Verdict:
    try:
        network = Network(claim)
    except Unsupported as problem:
        return Undecided(f"layers: {problem}")
    proof: Proved | None = None
    try:
        proof, reason = _proved(network, claim), ""
    except Unsupported as problem:
        reason = str(problem)
    small = _small(network, claim, DEPTHS if proof is None else DEPTHS[:2])
    if isinstance(small, Refuted):
        return small if proof is None else Undecided("layers: an example contradicts the proof: please report this")
    if proof is not None:
        return proof
    known = f"; it holds for depths up to {small}" if small else ""
    return Undecided(f"layers: {reason or 'no induction was found'}{known}")


def _proved(network: Network, claim: Claim) -> Proved | None:
    parts: list[Part] = []
    backward = Backward(network)
    relation = backward.replaced(claim.relation, parts)
    inductive = bool(parts)
    letter, low, high = network.span(relation)
    first = backward.lowest(claim.relation, network.start - low)
    if network.around_start(relation, low):
        first = max(first, network.start - low + 1)
    for title, view, part in network.views(relation):
        parts.append(Part(f"the claim {title}", view.claim(part, claim.id)))
    for row in parts:
        if not isinstance(decide_arrays(row.claim), Proved):
            return None
    depth = network.known.depth
    where = ["for all sizes" if depth is None else f"for every depth {depth.text}"]
    if letter is not None and letter != depth:
        last = Layer(depth, -high)
        above = "" if depth is None else f" <= {spoken(last)}"
        where.append(f"{first} <= {letter.text}{above}")
    if not _within(network, letter, first):
        raise Unsupported(f"shown for {first} <= {plain(letter or Num(Fraction(0)))} only")
    if letter is not None and not _ends(network, letter, high):
        raise Unsupported(f"shown for {letter.text} <= {spoken(Layer(depth, -high))} only")
    steps = tuple(dict.fromkeys(f"shown: {row.title}" for row in parts))
    if inductive:
        steps = ("by induction from the last layer to the first", *steps)
    rows = [{"title": p.title, "relation": to_json(p.claim.relation), "claim": p.claim.digest} for p in parts]
    return Proved(Certificate(METHOD, {"parts": rows}, steps=steps), ", ".join(where))


def _within(network: Network, letter: Sym | None, first: int) -> bool:
    """A claim that says itself for which layers it holds says nothing of those below the first one that was shown."""
    depth = network.known.depth
    if letter is None or letter == depth:
        return True
    depths: list[dict[Sym, int]] = [{}] if depth is None else [{depth: d} for d in range(1, 6)]
    below, far = ([network.admits({**d, letter: k}) for d in depths] for k in (first - 1, first - 1000))
    return any(far) or not any(below)


def _ends(network: Network, letter: Sym, high: int) -> bool:
    """Whether a range up to a layer, said in the claim, ends where the layers above it do."""
    depth = network.known.depth
    if depth is None or letter == depth:
        return True
    above, far = ([network.admits({depth: d, letter: d - high + k}) for d in range(1, 6)] for k in (1, 1000))
    return any(far) or not any(above)


def _small(network: Network, claim: Claim, depths: tuple[int, ...]) -> Refuted | int:
    """A refutation at one of the depths, or up to which of them the claim was proved."""
    depth = network.known.depth
    holds = 0
    try:
        letter, low, high = network.span(claim.relation)
    except Unsupported:
        return 0
    if letter is None:
        return 0
    for d in depths:
        top = network.start + d
        layers = [top] if letter == depth else range(network.start - low, top - high + 1)
        for k in layers:
            values = {letter: k} if depth is None else {letter: k, depth: top}
            try:
                if not network.admits(values):
                    continue
                terms: dict[Sym, Term] = {s: num(n) for s, n in values.items()}
                view = View(network.known, network.state, network.shape, Layer(None, network.start), Layer(None, top),
                            True, terms)  # fmt: skip
                verdict = decide_arrays(view.claim(claim.relation, claim.id))
            except Unsupported:
                return holds
            if isinstance(verdict, Refuted):
                return _said(verdict, values)
            if not isinstance(verdict, Proved):
                return holds
        holds = d
    return holds


def _said(verdict: Refuted, values: dict[Sym, int]) -> Refuted:
    place = ", ".join(f"{s.text} = {n}" for s, n in sorted(values.items(), key=lambda item: item[0].text))
    example = verdict.counterexample
    note = f"for {place}: {example.note}"
    point = (*((s, Fraction(n)) for s, n in values.items()), *example.point)
    data = {**verdict.certificate.data, "layers": {s.text: n for s, n in values.items()}}
    return replace(
        verdict,
        counterexample=replace(example, point=point, note=note),
        certificate=Certificate(METHOD, data, steps=(note,)),
    )
