"""W405: a function that a formula applies and that nothing defines.

Most of them are no slip: a density p, a cost C, KL.  It is told where the name stands in a claim that an author has
tagged, or is nearly one that is known; of the others it is told with ``--strict``, once a document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symnn.context.lints.flaw import Flaw
from symnn.context.names import is_generic, spelling
from symnn.notation import words
from symnn.term import Sym

if TYPE_CHECKING:
    from symnn.context.stater import Stater

SHORTEST = 5  # letters of a name of which another one may be a misspelling: relu, gelu and selu are three names


def tell_undefined(stater: Stater, sym: Sym) -> None:
    walk = stater.walk
    meant = _nearly(stater, sym)
    plain = is_generic(sym) or not (meant or walk.authored or stater.claimed)
    if plain and sym in walk.undefined:
        return
    walk.undefined.add(sym)
    guess = f"; is {meant} meant?" if meant else ""
    stater.flaw(Flaw("W405", f"{words(sym)} is used here and defined nowhere in this document{guess}", strict=plain))


def _nearly(stater: Stater, sym: Sym) -> str | None:
    """The known name that this one is but for one letter, or for two letters in the wrong order."""
    name = spelling(sym.name)
    if is_generic(sym) or not name.isalpha():
        return None
    defined = (words(s) for part in stater.walk.scope.chain() for s, d in part.definitions.items() if d.params)
    names = (*defined, *(n for entry in stater.walk.catalog for n in (entry.name, *entry.names)))
    return next((n for n in names if len(spelling(n)) >= SHORTEST and one_slip(name, spelling(n))), None)


def one_slip(left: str, right: str) -> bool:
    """Whether one letter more, less or other, or two neighbours in the other order, make one name of the other."""
    if left == right or abs(len(left) - len(right)) > 1:
        return False
    at = next((k for k, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    a, b = left[at:], right[at:]
    swapped = len(a) > 1 and len(b) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped
