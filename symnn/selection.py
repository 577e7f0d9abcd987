"""Some claims of a document only: the document is understood as a whole, and only these are decided and reported."""

from __future__ import annotations

from dataclasses import replace

from symnn.context.model import Pending, Understanding
from symnn.finding import Holders


class UnknownClaimError(ValueError):
    """A claim was asked for that no document has."""


def select(one: Understanding, ids: frozenset[str]) -> Understanding:
    """The claims with these ids and the steps of chains with these ids, with what their verdicts and findings need.

    What else the document says has been understood by then; it is neither decided nor counted.
    """

    def asked(pending: Pending) -> bool:
        return pending.id in ids or pending.parent in ids

    pending = [p for p in one.pending if asked(p)]
    again = [a for a in one.again if asked(a.pending)]
    listings = [listing for listing in one.listings if any(asked(p) for _, p in listing.claims)]
    kept = [*pending, *(a.pending for a in again), *(p for row in listings for _, p in row.claims)]
    names = {p.id for p in kept}
    places = {p.location for p in kept}
    inside = Holders(places).of
    whole = Holders(r.location for r in one.readings).of
    around = {whole(p) for p in places}  # the formulas that the claims are part of
    return replace(
        one, pending=pending, again=again, listings=listings, statements=[], questions=[], written=[], values=[],
        comparisons=[c for c in one.comparisons if inside(c.location)],
        shape_checks=[s for s in one.shape_checks if inside(s.location)],
        findings=[f for f in one.findings if f.claim in names or (f.claim is None and inside(f.location))],
        expectations=[e for e in one.expectations if e.id in names],
        ignores=[
            i for i in one.ignores
            if i.target is not None and any(i.target.line <= p.end_line and p.line <= i.target.end_line for p in places)
        ],
        readings=[r for r in one.readings if r.location in around],
    )  # fmt: skip
