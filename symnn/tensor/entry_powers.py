"""``\\tanh^2(z)`` of an array z: the square of each entry, as the function itself is taken entry by entry.

Of a name, as in z², it stays open whether its entries or its norm are meant.  What fails for the entries is refuted
only if it fails for the norm too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symnn.claim import Claim
from symnn.tensor.operations.powers import OF_A_VECTOR
from symnn.term import Num, Op, Term, transform
from symnn.verdict import Proved, Refuted, Undecided, Verdict

_FUNCTIONS = frozenset(
    "tanh sinh cosh sech exp log sin cos tan erf erfc normal_cdf normal_pdf atan max min abs".split()
)


def by_entries(claim: Claim, decide: Callable[[Claim], Verdict]) -> Verdict:
    """What ``decide`` says, with powers of a function's values as those of the entries where they were in doubt."""
    verdict = decide(claim)
    if not isinstance(verdict, Undecided) or not verdict.reason.endswith(OF_A_VECTOR):
        return verdict
    entries, norms = (transform(claim.relation, rule) for rule in (_of_entries, _of_norms))
    if entries == claim.relation:
        return verdict
    first = decide(replace(claim, relation=entries))
    if isinstance(first, Proved):
        return first
    if isinstance(first, Refuted) and "shapes" not in first.certificate.data:
        return first if isinstance(decide(replace(claim, relation=norms)), Refuted) else verdict
    return verdict


def _value(t: Term) -> bool:
    """The value of a function; that of σ is written out as a quotient of a number."""
    return isinstance(t, Op) and (t.head in _FUNCTIONS or (t.head == "div" and isinstance(t.args[0], Num)))


def _of_entries(t: Term) -> Term | None:
    match t:
        case Op("pow", (base, Num(q) as power)) if q.denominator == 1 and q >= 2 and _value(base):
            return Op("hadamard_pow", (transform(base, _of_entries), power))
    return None


def _of_norms(t: Term) -> Term | None:
    match t:
        case Op("pow", (base, Num(q) as power)) if q.denominator == 1 and q >= 2 and _value(base):
            return Op("pow", (Op("norm", (transform(base, _of_norms),)), power))
    return None
