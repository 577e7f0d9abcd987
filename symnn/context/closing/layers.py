"""Claims about layers: a recursion over the index stays in the claim, as assumptions ``name := body``.

While the depth is a letter, a^(l) = f(W^(l) a^(l-1) + b^(l)) cannot be expanded to its end.  The names that are defined
stay where they are, and every definition that they need, directly or through another one, goes with the claim; it holds
for every value of the index letter in its name, and the definition of one member, a^(0) or δ^(L), goes before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from symnn.context.closing.errors import NotClosedError
from symnn.context.closing.expand import Closer
from symnn.context.model import Definition
from symnn.indices import settled
from symnn.term import Op, Sym, Term, walk

_MOST = 40


@dataclass(slots=True)
class LayerCloser(Closer):
    """Closes functions and constants; defined names and derivatives by them stay."""

    equations: dict[Sym, Term] = field(default_factory=dict)

    def by_layers(self, relation: Term, conditions: Sequence[Term]) -> tuple[Term, list[Term], frozenset[Sym]]:
        """The relation, the conditions and the equations, closed up to the defined names, which come last."""
        raw: dict[Sym, Term] = {}
        kept: set[Sym] = set()
        todo = [settled(t) for t in (relation, *conditions)]
        closing = list(todo)
        while todo:
            for sym in _names(todo.pop()):
                if sym in kept:
                    continue
                found = list(self._members(sym))
                if found:
                    kept.add(sym)
                for definition in found:
                    if definition.name not in raw:
                        raw[definition.name] = settled(definition.body)
                        kept.add(definition.name)
                        todo.append(raw[definition.name])
            if len(raw) > _MOST:
                raise NotClosedError("the definitions behind it are too many")
        frozen = frozenset(kept)
        self.equations = {name: self._close(body, frozen, ()) for name, body in raw.items()}
        first, *rest = (self._close(t, frozen, ()) for t in closing)
        return first, rest, frozen

    def _members(self, sym: Sym) -> Iterator[Definition]:
        """What defines the name, and what defines other members of its family: b^(L) where b^(l) is given."""
        for scope in self.scope.chain():
            for known, definition in scope.definitions.items():
                alike = (known.name, known.font, known.accents, len(known.subs), len(known.sups)) == (
                    sym.name, sym.font, sym.accents, len(sym.subs), len(sym.sups))  # fmt: skip
                if alike and not definition.params and definition.origin != "catalog":
                    yield definition

    def _number(self, sym: Sym) -> bool:
        return False  # what the definitions make of it is not known here

    def _derivative(
        self, body: Term, variables: tuple[Term, ...], frozen: frozenset[Sym], busy: tuple[Sym, ...]
    ) -> Term:
        if not all(isinstance(v, Sym) for v in variables):
            raise NotClosedError("a derivative by something without a name")
        return Op("deriv", (self._close(body, frozen, busy), *variables))


def _names(term: Term) -> Iterator[Sym]:
    return (n for n in walk(term) if isinstance(n, Sym))
