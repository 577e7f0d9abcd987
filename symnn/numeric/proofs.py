"""The rewriting behind generated code as claims: on each part of the line the program means the formula."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from symnn import kernel
from symnn.claim import Claim, Variable
from symnn.domain import Domain, Interval
from symnn.kernel.pieces import linear
from symnn.numeric.evaluate import evaluate
from symnn.numeric.nodes import Node, meaning
from symnn.numeric.parts import Part
from symnn.term import Op, Sym, Term
from symnn.verdict import Proved, name_of


@dataclass(frozen=True)
class Rewriting:
    """One claim and what the kernel says of it; ``what`` is f or f′ and the part of the line in words."""

    what: str
    claim: Claim
    verdict: str
    method: str
    trust: str
    digest: str

    @property
    def proved(self) -> bool:
        return self.verdict == "proved"


def claim_for(part: Part, k: int, var: Sym, program: Node) -> Claim:
    """term = meaning of the program, for every x of the open part."""
    point = np.array([float(part.inside)])

    def holds(condition: Node) -> bool:
        a, b = (evaluate(n, point)[0] for n in condition.args)
        return bool(a < b)

    def sign(term: Term) -> int | None:
        """Of a linear term whose zero is not inside the part."""
        row = linear(term, var)
        if row is None:
            return None
        zero = -row[1] / row[0] if row[0] else None
        if zero is not None and part.low < zero < part.high:
            return None
        value = row[0] * part.inside + row[1]
        return (value > 0) - (value < 0)

    domain = Domain((Interval(_end(part.low), _end(part.high)),))
    what = meaning(program, {"x": var}, holds, sign)
    name = "value" if k == 0 else "derivative"
    return Claim(f"{name}-{_words(part)}", "identity", Op("eq", (part.terms[k], what)), (Variable(var, domain, True),))


def prove(part: Part, k: int, var: Sym, program: Node) -> Rewriting:
    """The kernel's verdict on the rewriting of one part."""
    claim = claim_for(part, k, var, program)
    verdict = kernel.decide(claim, likely=True)
    where = f"{'f' if k == 0 else 'f′'} on {_words(part)}"
    if isinstance(verdict, Proved):
        c = verdict.certificate
        return Rewriting(where, claim, "proved", c.method, c.trust, c.digest(claim.digest))
    return Rewriting(where, claim, name_of(verdict), "", "", "")


def _end(v: float) -> Fraction | None:
    return None if math.isinf(v) else Fraction(v)


def _words(part: Part) -> str:
    low = "-∞" if math.isinf(part.low) else f"{part.low:.6g}"
    high = "∞" if math.isinf(part.high) else f"{part.high:.6g}"
    return f"({low}, {high})"
