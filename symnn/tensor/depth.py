"""Claims about layers, for every depth: by induction where a rule runs backwards, refuted at a small depth.

A claim at layer l is shown twice: with l + c the last layer (c the highest offset in it; the loss as it is written),
and below the last one, where all that follows is some differentiable scalar function of that layer's state.  Names with
a rule that runs backwards, δ^(l) from δ^(l+1), are replaced by what they are: a derivative of the loss by a name of
their layer.  That is shown by induction, for the last layer and from l + 1 to l.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.indices import shifted
from symnn.tensor.index import Unsupported
from symnn.tensor.layers import Definitions, Family, Key, Layer, key, spoken
from symnn.tensor.prover import decide as decide_arrays
from symnn.tensor.unroll import View
from symnn.term import Num, Op, Sym, Term, num, op, plain, to_json, transform, walk
from symnn.verdict import Proved, Refuted, Undecided, Verdict

METHOD = "induction over the layers"
DEPTHS = (1, 2, 3)


def about_layers(claim: Claim) -> bool:
    """Whether definitions go with the claim."""
    return any(isinstance(a, Op) and a.head == "define" for a in claim.assumptions)


def decide(claim: Claim) -> Verdict:
    """Proved for every depth, refuted at a stated one, or ``Undecided`` with the reason."""
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


@dataclass(frozen=True)
class Part:
    """One of the claims that a proof consists of."""

    title: str
    claim: Claim


class Network:
    """The recursion of a claim: what a layer hands on, which rules run forwards and which backwards."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.known = known = Definitions(claim)
        steps = {k: list(self._steps(f)) for k, f in known.families.items()}
        backwards = {k for k, rows in steps.items() if any(o > 0 for _, o in rows)}
        derived = {k for k, f in known.families.items() if f.rule is not None and _heads(f.rule) & {"deriv"}}
        self.forward = {k: f for k, f in known.families.items() if k not in backwards | derived}
        self.backward = {k: f for k, f in known.families.items() if k in backwards}
        handed = {k for f in self.forward for k, o in steps[f] if o == -1 and k in self.forward}
        if any(o not in (0, -1) for f in self.forward for k, o in steps[f] if k in self.forward):
            raise Unsupported("a layer that is computed from more than the one before")
        if any(o for f in self.forward for k, o in steps[f] if k not in self.forward):
            raise Unsupported("a layer that uses weights of another one")
        if len(handed) > 1:
            raise Unsupported("layers that hand more than one state on")
        self._check_assumptions()
        self.state = self.forward[next(iter(handed))].head if handed else None
        self.start = self._start()
        for head, body in known.single.items():
            self._check_single(head, body)
        self.shape = self._shape()
        self.first = dict.fromkeys(self.backward, self.start)

    def _check_assumptions(self) -> None:
        """Conditions are either on the layers alone or on names that belong to no layer."""
        sizes = {n for v in self.claim.variables for d in v.shape for n in walk(d)} - self.known.letters
        for a in self.claim.assumptions:
            if isinstance(a, Op) and a.head in ("define", "layout"):
                continue
            names = {n for n in walk(a) if isinstance(n, Sym)}
            layered = any(self.known.layer_of(n) is not None for n in names) or names & sizes
            mixed = names & self.known.letters and not names <= self.known.letters
            if layered or mixed or (names & self.known.letters and not (isinstance(a, Op) and a.head in _COMPARED)):
                raise Unsupported(f"the condition {plain(a)}")

    def _steps(self, family: Family) -> Iterator[tuple[Key, int]]:
        assert family.rule is not None
        for sym, at in self.known.offsets(family.rule):
            if at.letter != family.letter:
                raise Unsupported(f"{sym.text} in the definition of {family.head.text}")
            yield key(sym), at.offset

    def _start(self) -> int:
        """The layer whose state is given."""
        first = [at.offset for h in self.known.single if (at := self.known.layer_of(h)) and at.letter is None]
        if self.state is not None and any(
            at.letter is None and key(h) != key(self.state)
            for h in self.known.single if (at := self.known.layer_of(h))
        ):  # fmt: skip
            raise Unsupported("a first layer with definitions of its own")
        if len(set(first)) > 1:  # a^(0) and a^(1): the rule is not that of layer 1, and z^(1) is there all the same
            raise Unsupported("a first layer with definitions of its own")
        return max(first, default=0)

    def _check_single(self, head: Sym, body: Term) -> None:
        here = self.known.layer_of(head)
        if here is not None and here.letter is not None and here != Layer(self.known.depth, 0):
            raise Unsupported(f"the definition of {head.text} beside a rule for all layers")
        for sym, at in self.known.offsets(body):
            if here is None and (key(sym) in self.known.given or at != Layer(self.known.depth, 0)):
                raise Unsupported(f"{sym.text} in the definition of {head.text}")
            if here is not None and key(head) in self.forward and at.offset > here.offset:
                raise Unsupported(f"{sym.text} in the definition of {head.text}")

    def _shape(self) -> tuple[Term, ...]:
        """The size of the state at the layer that is the letter of its rule: one that its rule hands on."""
        if self.state is None:
            return ()
        letter = self.forward[key(self.state)].letter
        tried: dict[tuple[Term, ...], None] = {}
        for v in self.claim.variables:
            given = self.known.given.get(key(v.sym))
            if v.shape and (given is None or given.head == v.sym):
                tried[tuple(shifted(d, {} if given is None else {given.letter: letter}) for d in v.shape)] = None
        for shape in tried:
            here = Layer(letter, 0)
            view = View(self.known, self.state, shape, here + -1, here, False)
            if self._proves(view, op("in", self.state, op("reals", *shape))):
                return shape
        raise Unsupported(f"the size of {self.state.text} does not follow from the declarations")

    def _proves(self, view: View, relation: Term) -> bool:
        return isinstance(decide_arrays(view.claim(relation, self.claim.id)), Proved)

    # -- views -------------------------------------------------------------------------------------------------------

    def span(self, relation: Term) -> tuple[Sym | None, int, int]:
        """The letter of the layers in a relation, the layer below the lowest one and the highest one."""
        found = list(self.known.offsets(relation))
        letters = {at.letter for _, at in found}
        if len(letters) != 1:
            raise Unsupported("layers of more than one letter in one claim")
        own = [at.offset for s, at in found if self.state is None or key(s) != key(self.state)]
        low = min(own) - 1 if own else min(at.offset for _, at in found)
        return next(iter(letters)), low, max(at.offset for _, at in found)

    def views(self, relation: Term) -> Iterator[tuple[str, View, Term]]:
        """The relation at the last layer, and below it."""
        letter, low, high = self.span(relation)
        depth = self.known.depth
        if letter is None:
            raise Unsupported("a layer with a number")
        layers = Layer(letter, low), Layer(letter, high)
        if letter == depth:
            if high:
                raise Unsupported(f"the layer {spoken(Layer(depth, high))}")
            yield "at the last layer", View(self.known, self.state, self.shape, *layers, True), relation
            return
        if depth is not None and self._admits_top(letter, high):
            values = {letter: Layer(depth, -high).term}
            last = View(self.known, self.state, self.shape, Layer(depth, low - high), Layer(depth, 0), True, values)
            yield f"for {letter.text} = {spoken(Layer(depth, -high))}", last, relation
        below = "" if depth is None else f" < {depth.text}"
        yield f"for {spoken(layers[1])}{below}", View(self.known, self.state, self.shape, *layers, False), relation

    def _admits_top(self, letter: Sym, high: int) -> bool:
        """Whether the assumptions of the claim leave the last layer in."""
        assert self.known.depth is not None
        return any(self.admits({self.known.depth: n, letter: n - high}) for n in range(1 + high, 8 + high))

    def admits(self, values: dict[Sym, int]) -> bool:
        """Whether the assumptions allow these layers."""
        for v in self.claim.variables:
            if v.sym in values and Fraction(values[v.sym]) not in v.domain:
                return False
        for a in self.claim.assumptions:
            names = {n for n in walk(a) if isinstance(n, Sym)}
            if isinstance(a, Op) and a.head in _COMPARED and names & self.known.letters:
                sides = [shifted(x, {s: num(k) for s, k in values.items()}) for x in a.args]
                if not all(isinstance(x, Num) for x in sides):
                    raise Unsupported(f"the condition {plain(a)}")
                if not _COMPARED[a.head](*(x.value for x in sides if isinstance(x, Num))):
                    return False
        return True

    # -- rules that run backwards -----------------------------------------------------------------------------------

    def losses(self) -> list[Sym]:
        return [h for h in self.known.single if self.known.layer_of(h) is None]

    def without_backward(self, relation: Term, parts: list[Part]) -> Term:
        """Names of backward rules replaced by the derivatives that they are; the induction goes to ``parts``."""
        names = [s for s in walk(relation) if isinstance(s, Sym) and s not in self.known.single]
        used = {key(s) for s in names if key(s) in self.backward}
        for name in sorted(used):
            relation = self._replaced(relation, name, *self._invariant(self.backward[name], parts))
        return relation

    def lowest(self, relation: Term, first: int) -> int:
        """The lowest layer for which everything in the relation was shown."""
        rows = [(s, at) for s, at in self.known.offsets(relation) if key(s) in self.backward]
        return max([first, *(self.first[key(s)] - at.offset for s, at in rows if s not in self.known.single)])

    def _replaced(self, term: Term, name: Key, loss: Sym, by: Sym) -> Term:
        def rule(node: Term) -> Term | None:
            if not (isinstance(node, Sym) and key(node) == name) or node in self.known.single:
                return None
            at = self.known.layer_of(node)
            assert at is not None
            return Op("deriv", (loss, self.known.named(by, at)))

        return transform(term, rule)

    def _invariant(self, family: Family, parts: list[Part]) -> tuple[Sym, Sym]:
        """The loss and the name by which a backward rule gives its derivative."""
        assert family.rule is not None
        depth = self.known.depth
        last = None if depth is None else self.known.named(family.head, Layer(depth, 0))
        if last is None or last not in self.known.single:
            raise Unsupported(f"{family.head.text} is not given at the last layer")
        others = {key(s) for s in walk(family.rule) if isinstance(s, Sym)} & set(self.backward) - {key(family.head)}
        if others:
            raise Unsupported(f"{family.head.text} depends on another rule that runs backwards")
        for loss in self.losses():
            for by in (f.head for f in self.forward.values()):
                wanted = Op("deriv", (loss, self.known.named(by, Layer(family.letter, 0))))
                step = op("eq", self._replaced(family.rule, key(family.head), loss, by), wanted)
                base = op("eq", self.known.single[last], Op("deriv", (loss, self.known.named(by, Layer(depth, 0)))))
                try:
                    rows = [(f"{family.head.text} at the last layer", v, r) for _, v, r in self.views(base)]
                    rows += [(f"{family.head.text} from the layer above, {t}", v, r) for t, v, r in self.views(step)]
                    claims = [Part(t, v.claim(r, self.claim.id)) for t, v, r in rows]
                except Unsupported:
                    continue
                if all(isinstance(decide_arrays(p.claim), Proved) for p in claims):
                    parts += claims
                    self.first[key(family.head)] = self.start - self.span(step)[1]
                    return loss, by
        raise Unsupported(f"no derivative of the loss was found that {family.head.text} is")


def _proved(network: Network, claim: Claim) -> Proved | None:
    parts: list[Part] = []
    relation = network.without_backward(claim.relation, parts)
    inductive = bool(parts)
    letter, low, high = network.span(relation)
    first = network.lowest(claim.relation, network.start - low)
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


def _heads(term: Term) -> set[str]:
    return {n.head for n in walk(term) if isinstance(n, Op)}


_COMPARED = {
    "le": lambda a, b: a <= b, "lt": lambda a, b: a < b, "ge": lambda a, b: a >= b, "gt": lambda a, b: a > b,
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b,
}  # fmt: skip
