"""A claim: a relation between closed terms, over a domain, under assumptions.

A claim is *closed*: every defined name has been expanded, catalogue functions are replaced by their bodies, and what
remains are the primitive heads of ``term.HEADS``, variables, and opaque functions.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

from symnn.domain import REALS, Domain
from symnn.term import Sym, Term, to_json

Kind = Literal[
    "identity", "step", "derivative", "inequality", "range", "limit", "approximation", "taylor", "order", "iff",
    "membership",
]  # fmt: skip
Role = Literal["variable", "parameter", "index"]


@dataclass(frozen=True, slots=True)
class Variable:
    """A free name of a claim.

    ``declared`` tells whether the document gave the domain: a claim that fails only because an undeclared
    parameter is free is conditional, not refuted.  ``shape`` is empty for a scalar.
    """

    sym: Sym
    domain: Domain = REALS
    declared: bool = False
    role: Role = "variable"
    shape: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Opaque:
    """A function about which only this is known: as smooth as the claim needs; ``scalar`` or ``elementwise``.

    ``either`` is one of these two; the document does not say which.
    """

    sym: Sym
    arity: int = 1
    kind: Literal["scalar", "elementwise", "vector", "either"] = "scalar"


@dataclass(frozen=True, slots=True)
class Claim:
    """``relation`` holds for all values of the variables that satisfy the assumptions.

    ``relation`` is an ``Op`` with head eq, ne, lt, le, gt, ge, in, iff, chain (a conjunction of them), range_is,
    order, monotone, differentiable or continuous.  A derivative claim is ``eq(deriv(..), ..)``, a limit
    ``eq(lim(..), ..)``.
    """

    id: str
    kind: Kind
    relation: Term
    variables: tuple[Variable, ...] = ()
    assumptions: tuple[Term, ...] = ()
    opaque: tuple[Opaque, ...] = ()

    def variable(self, sym: Sym) -> Variable | None:
        return next((v for v in self.variables if v.sym == sym), None)

    def to_json(self) -> dict[str, Any]:
        """Everything that a verdict rests on; the id and the declared flags do not change the mathematics."""
        return {
            "kind": self.kind,
            "relation": to_json(self.relation),
            "variables": [
                [to_json(v.sym), v.domain.to_json(), v.declared, v.role, [to_json(s) for s in v.shape]]
                for v in self.variables
            ],
            "assumptions": [to_json(a) for a in self.assumptions],
            "opaque": [[to_json(o.sym), o.arity, o.kind] for o in self.opaque],
        }

    @property
    def digest(self) -> str:
        """SHA-256 over the serialised claim: what a certificate is bound to."""
        text = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
