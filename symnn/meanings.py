"""Other meanings of a catalogue name: what fails for one accepted definition and holds for another is left open.

swish(x) is x·σ(βx) or x·σ(x), hard-sigmoid has three slopes, ELU is mostly used with α = 1.  A formula that names no
parameter, in a document that says nothing of it, is not wrong because another value was taken for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from symnn.claim import Claim
from symnn.context.catalog import Catalog, Entry, load
from symnn.context.claims import OpenTermError, arguments_of, called
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.closing.expand import Closer
from symnn.context.model import Definition, Pending, Understanding
from symnn.context.statement import Statement
from symnn.misfits import by_shapes
from symnn.notation import words
from symnn.term import Num, Sym, Term, free_symbols, num, substitute, walk
from symnn.verdict import Proved, Refuted, Undecided, Verdict

VerdictOf = Callable[[Claim], tuple[Verdict, float]]
Key = tuple[str, str]
_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Meaning:
    """Another accepted meaning of a function in a claim, in words, and the claim with it."""

    name: Sym
    said: str
    claim: Claim


def meanings(read: Iterable[Understanding], verdict_of: VerdictOf) -> dict[Key, tuple[Meaning, ...]]:
    """For each claim that was refuted, what else its functions may be, by file and id; not for announced errors."""
    out: dict[Key, tuple[Meaning, ...]] = {}
    for pending in (p for one in read for p in one.pending):
        if pending.statement is None or not isinstance(pending.claim, Claim) or pending.erratum or pending.expected:
            continue
        verdict = verdict_of(pending.claim)[0]
        if isinstance(verdict, Refuted) and not by_shapes(verdict):
            out[pending.location.file, pending.id] = tuple(_others(pending.statement, load()))
    return out


def left_open(
    pending: Pending, verdict: Verdict, meant: Mapping[Key, tuple[Meaning, ...]], verdict_of: VerdictOf
) -> Verdict:
    """Undecided in place of refuted, where the claim is proved for another accepted meaning of a name in it."""
    if not isinstance(verdict, Refuted):
        return verdict
    for other in meant.get((pending.location.file, pending.id), ()):
        if isinstance(verdict_of(other.claim)[0], Proved):
            name = words(other.name)
            return Undecided(f"it holds for {name} with {other.said}, and which {name} is meant is not said")
    return verdict


def _others(statement: Statement, catalog: Catalog) -> Iterator[Meaning]:
    scope = statement.scope
    functions = {f for n in walk(statement.relation) for f in called(n) if isinstance(f, Sym)}
    for name in sorted(functions, key=lambda s: s.text):
        entry = catalog.find(name, applied=True)
        if entry is None or scope.definition(name) is not None or scope.declaration(name) is not None:
            continue
        if any(_spoken_of(p, statement) for p in entry.parameters):
            continue
        equation = statement.relation.head in ("eq", "equiv")
        for said, params, body in _bodies(entry, catalog, _letters(statement), variants=equation):
            inner = scope.child(scope.level)
            inner.definitions[name] = Definition(name, params, body)
            try:
                claim = replace(statement, scope=inner).close(statement.relation, catalog)
            except (NotClosedError, AmbiguousError, OpenTermError):
                continue
            yield Meaning(name, said, claim)


def _spoken_of(parameter: Sym, statement: Statement) -> bool:
    scope = statement.scope
    known = scope.declaration(parameter) is not None or scope.definition(parameter) is not None
    return known or parameter in free_symbols(statement.relation)


def _letters(statement: Statement) -> list[Sym]:
    """The plain letters of a formula that may be its name for a parameter: PReLU(−1) = −a."""
    scope, relation = statement.scope, statement.relation
    free = free_symbols(relation) - arguments_of(relation)
    return sorted((s for s in free if scope.definition(s) is None and not s.subs), key=lambda s: s.text)[:_LETTERS]


def _bodies(
    entry: Entry, catalog: Catalog, letters: Sequence[Sym], variants: bool
) -> Iterator[tuple[str, tuple[Sym, ...], Term]]:
    """The variants without parameters, and the definition with 1, 1/100 or a letter of the formula for its parameters.

    An equation may be the definition that was meant; a bound that only an approximation keeps is wrong of the function.
    """
    inner = catalog.scope_of(entry)
    domains = dict(entry.declared)
    values: dict[Sym, Term] = {}
    for p in entry.parameters:
        domain = domains[p].domain if p in domains else None
        value: Term = num(1) if domain is None or Fraction(1) in domain else Num(Fraction(1, 100))
        values[p] = value
    rows: list[tuple[str, Definition, dict[Sym, Term]]] = [
        (f"the body of the variant “{label}”", v, {}) for label, v in entry.variants if variants
    ]
    if values:
        rows.append((", ".join(f"{words(p)} = {words(v)}" for p, v in values.items()), entry.definition, values))
        rows += [(f"{words(p)} = {words(s)}", entry.definition, {p: s}) for p in entry.parameters for s in letters]
    for said, definition, given in rows:
        try:
            body = Closer(inner, catalog).close(definition.body, frozenset(definition.params) | set(entry.parameters))
        except (NotClosedError, AmbiguousError):
            continue
        body = substitute(body, given)
        if free_symbols(body) <= {*definition.params, *letters}:
            yield said, definition.params, body


__all__ = ["Meaning", "left_open", "meanings"]
