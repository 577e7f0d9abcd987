"""A claim as it was read, with what its scope said then: edited, it can be closed again in the same place."""

from __future__ import annotations

from dataclasses import dataclass

from symnn.claim import Claim, Kind
from symnn.context.catalog import Catalog
from symnn.context.claims import close_claim
from symnn.context.relations import kind_of, relation_of
from symnn.context.scope import Scope
from symnn.term import Op, Term


@dataclass(frozen=True, slots=True)
class Statement:
    """The relation of one claim in the document's own names, the conditions of its formula, its scope.

    ``source`` is the LaTeX in which the terms say ``at`` they stand.
    """

    name: str
    kind: Kind
    relation: Op
    conditions: tuple[Term, ...]
    scope: Scope
    source: str

    def close(self, relation: Term, catalog: Catalog) -> Claim:
        """The closed claim of a relation that stands where this one does; raises what ``close_claim`` raises."""
        shown, conditions = relation_of(relation, self.conditions)
        kind = self.kind if self.kind == "step" else kind_of(shown)
        return close_claim(self.name, kind, shown, conditions, self.scope, catalog).claim
