"""Superscripts that may count steps or layers: ``x^{k+1} = x^k - \\eta g^k`` is no equation of powers."""

from __future__ import annotations

from collections.abc import Iterator

from symnn.context.scope import Scope
from symnn.notation import words
from symnn.term import Num, Op, Sym, Term, walk

_COUNTERS = frozenset("ijklmnprst") | {"ell", "tau"}


def counts_steps(relation: Term, scope: Scope) -> str | None:
    """Why an equation that gives a name with a letter above is not decided: the letter may be an index.

    The other side holds names with the same letter above, and more than powers of the first one as factors.  Names that
    are declared numbers are raised to powers.
    """
    match relation:
        case Op("eq", (left, right)):
            pass
        case _:
            return None
    for head, body in ((left, right), (right, left)):
        for name, letter in _raised(head):
            others = [s for n in walk(body) for s, k in _raised(n) if k == letter]
            product = isinstance(body, Op) and body.head in ("mul", "dot", "times", "div", "pow")
            steps = any(s != name for s in others) or (others and not product)
            if steps and not all(_is_number(s, scope) for s in (name, *others)):
                return f"whether {words(head)} is a power or the {words(name)} of step {letter.text} is not said"
    return None


def _raised(term: Term) -> Iterator[tuple[Sym, Sym]]:
    """The name and the letter of ``x^k``, ``x^{k+1}``."""
    match term:
        case Op("pow", (Sym() as name, Sym() as letter)):
            pass
        case Op("pow", (Sym() as name, Op("add", (Sym() as letter, Num() | Op("neg", (Num(),)))))):
            pass
        case _:
            return
    if letter.name in _COUNTERS and not letter.subs:
        yield name, letter


def _is_number(name: Sym, scope: Scope) -> bool:
    what = scope.declaration(name)
    return what is not None and what.kind == "number" and not what.shape
