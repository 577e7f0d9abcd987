"""The recursion that the definitions of a claim describe: the state that a layer hands on, rules that run forwards and
backwards, and the relation at the last layer and below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symnn.claim import Claim
from symnn.indices import shifted, tidy
from symnn.tensor.index import Unsupported
from symnn.tensor.layers import Definitions, Family, Key, Layer, key, spoken
from symnn.tensor.prover import decide as decide_arrays
from symnn.tensor.unroll import View
from symnn.term import Num, Op, Sym, Term, num, op, plain, walk
from symnn.verdict import Proved


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

    def _hands_on(self, shape: tuple[Term, ...], letter: Sym) -> bool:
        assert self.state is not None
        here = Layer(letter, 0)
        view = View(self.known, self.state, shape, here + -1, here, False)
        return self._proves(view, op("in", self.state, op("reals", *shape)))

    def _shape(self) -> tuple[Term, ...]:
        """The size of the state at the layer that is the letter of its rule: one that its rule hands on."""
        if self.state is None:
            return ()
        letter = self.forward[key(self.state)].letter
        tried: dict[tuple[Term, ...], None] = {}
        own = [v for v in self.claim.variables if v.shape and v.sym.base == self.state.base]  # h_t ∈ ℝ^d
        for v in own or self.claim.variables:
            given = self.known.given.get(key(v.sym))
            if v.shape and (given is None or given.head == v.sym):
                tried[tuple(shifted(d, {} if given is None else {given.letter: letter}) for d in v.shape)] = None
        for shape in tried:
            if self._hands_on(shape, letter):
                square = len(shape) == 2 and shape[0] == shape[1]  # h of tanh(W h): a vector where one fits
                return shape[:1] if square and self._hands_on(shape[:1], letter) else shape
        raise Unsupported(f"the size of {self.state.text} does not follow from the declarations")

    def _proves(self, view: View, relation: Term) -> bool:
        return isinstance(decide_arrays(view.claim(relation, self.claim.id)), Proved)

    def losses(self) -> list[Sym]:
        return [h for h in self.known.single if self.known.layer_of(h) is None]

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

    def around_start(self, relation: Term, low: int) -> bool:
        """Whether a derivative by the first state has a path around it: x in a loss, with a^(0) := x."""
        if self.state is None:
            return False
        by = [v for n in walk(relation) if isinstance(n, Op) and n.head == "deriv" for v in n.args[1:]]
        at = [self.known.layer_of(v) for v in by if isinstance(v, Sym) and key(v) == key(self.state)]
        if not any(a is not None and a.offset == low for a in at):
            return False
        given: set[Sym] = set()
        others = {n for f in self.forward.values() if f.rule is not None for n in walk(f.rule) if isinstance(n, Sym)}
        for head, body in self.known.single.items():
            here = self.known.layer_of(head)
            (given if here is not None and here.letter is None else others).update(
                n for n in walk(body) if isinstance(n, Sym)
            )
        sizes = {n for v in self.claim.variables for d in v.shape for n in walk(d)} | self.known.letters
        return bool(given & others - sizes)

    def admits(self, values: dict[Sym, int]) -> bool:
        """Whether the assumptions allow these layers."""
        for v in self.claim.variables:
            if v.sym in values and Fraction(values[v.sym]) not in v.domain:
                return False
        for a in self.claim.assumptions:
            names = {n for n in walk(a) if isinstance(n, Sym)}
            if isinstance(a, Op) and a.head in _COMPARED and names & self.known.letters:
                sides = [tidy(shifted(x, {s: num(k) for s, k in values.items()})) for x in a.args]
                if not all(isinstance(x, Num) for x in sides):
                    raise Unsupported(f"the condition {plain(a)}")
                if not _COMPARED[a.head](*(x.value for x in sides if isinstance(x, Num))):
                    return False
        return True


def _heads(term: Term) -> set[str]:
    return {n.head for n in walk(term) if isinstance(n, Op)}


_COMPARED = {
    "le": lambda a, b: a <= b, "lt": lambda a, b: a < b, "ge": lambda a, b: a >= b, "gt": lambda a, b: a > b,
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b,
}  # fmt: skip
