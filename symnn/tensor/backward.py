"""Rules that run backwards, δ^(l) from δ^(l+1): the names that they define are derivatives of the loss.

That is shown by induction, for the last layer and from l + 1 to l.
"""

from __future__ import annotations

from dataclasses import dataclass

from symnn.claim import Claim
from symnn.tensor.index import Unsupported
from symnn.tensor.layers import Family, Key, Layer, key
from symnn.tensor.network import Network
from symnn.tensor.prover import decide as decide_arrays
from symnn.term import Op, Sym, Term, op, transform, walk
from symnn.verdict import Proved


@dataclass(frozen=True)
class Part:
    """One of the claims that a proof consists of."""

    title: str
    claim: Claim


class Backward:
    """``first``: by rule, the lowest layer for which it was shown."""

    def __init__(self, network: Network) -> None:
        self.network, self.known = network, network.known
        self.first = dict.fromkeys(network.backward, network.start)

    def replaced(self, relation: Term, parts: list[Part]) -> Term:
        """Names of backward rules replaced by the derivatives that they are; the induction goes to ``parts``."""
        names = [s for s in walk(relation) if isinstance(s, Sym) and s not in self.known.single]
        used = {key(s) for s in names if key(s) in self.network.backward}
        for name in sorted(used):
            relation = self._put(relation, name, *self._invariant(self.network.backward[name], parts))
        return relation

    def lowest(self, relation: Term, first: int) -> int:
        """The lowest layer for which everything in the relation was shown."""
        rows = [(s, at) for s, at in self.known.offsets(relation) if key(s) in self.network.backward]
        return max([first, *(self.first[key(s)] - at.offset for s, at in rows if s not in self.known.single)])

    def _put(self, term: Term, name: Key, loss: Sym, by: Sym) -> Term:
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
        others = {key(s) for s in walk(family.rule) if isinstance(s, Sym)} - {key(family.head)}
        if others & set(self.network.backward):
            raise Unsupported(f"{family.head.text} depends on another rule that runs backwards")
        for loss in self.network.losses():
            for by in (f.head for f in self.network.forward.values()):
                wanted = Op("deriv", (loss, self.known.named(by, Layer(family.letter, 0))))
                step = op("eq", self._put(family.rule, key(family.head), loss, by), wanted)
                base = op("eq", self.known.single[last], Op("deriv", (loss, self.known.named(by, Layer(depth, 0)))))
                try:
                    rows = [(f"{family.head.text} at the last layer", v, r) for _, v, r in self.network.views(base)]
                    above = f"{family.head.text} from the layer above"
                    rows += [(f"{above}, {t}", v, r) for t, v, r in self.network.views(step)]
                    claims = [Part(t, v.claim(r, self.network.claim.id)) for t, v, r in rows]
                except Unsupported:
                    continue
                if all(isinstance(decide_arrays(p.claim), Proved) for p in claims):
                    parts += claims
                    self.first[key(family.head)] = self.network.start - self.network.span(step)[1]
                    return loss, by
        raise Unsupported(f"no derivative of the loss was found that {family.head.text} is")
