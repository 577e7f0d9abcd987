"""Python functions in listings beside the formulas of their name: of this document, else of the catalogue."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from symnn.claim import Claim, Variable
from symnn.context.catalog import Entry
from symnn.context.closing.errors import NotClosedError
from symnn.context.closing.expand import Closer
from symnn.context.lints.rounded import rounding
from symnn.context.model import Definition, Listing, Pending, Written
from symnn.context.names import is_generic, spelling
from symnn.context.walk import Walk
from symnn.document.model import Block
from symnn.finding import Location
from symnn.notation import words
from symnn.notation.python import Function, functions
from symnn.result import StatementResult
from symnn.term import Op, Sym, Term, free_symbols, substitute

# what listings call the unit step of a net input; of these only agreement is said
_THRESHOLD = frozenset("mpneuron mcpneuron mccullochpitts mccullochpittsneuron thresholdunit stepfunction".split())
_NO_CODE = re.compile(r"\s*(?:```|~~~|\.\. |\\begin\{|\\end\{|:[\w-]+:)")


def read_listings(walk: Walk) -> None:
    """Compare every function of a listing with what its name means; what has no such name is left alone."""
    known: dict[str, Function] = {}
    names: dict[str, str] = {}
    for block in walk.document.blocks:
        if block.kind not in ("fence", "code"):
            continue
        for function in functions(_source(walk, block), known, names):
            known[function.name] = function
            _compare(walk, block, function)


def _source(walk: Walk, block: Block) -> str:
    """The code with its lines as they are counted in the document; the lines of the format around it are blank."""
    lines = walk.document.text[block.start : block.end].split("\n")
    return textwrap.dedent("\n".join("" if _NO_CODE.match(line) else line for line in lines))


@dataclass(frozen=True)
class _Body:
    """One accepted body of the name, closed."""

    label: str
    params: tuple[Sym, ...]
    term: Term
    variables: tuple[Variable, ...]


def _compare(walk: Walk, block: Block, function: Function) -> None:
    own = _of_document(walk, block, function)
    entry = walk.catalog.find(Sym(function.name), applied=True)
    threshold = spelling(function.name) in _THRESHOLD
    if entry is None and threshold:
        entry = walk.catalog["unit-step"]
    if own is None and entry is None:
        return
    place = _place(walk, block, function.first, function.last)
    bodies = [own] if own is not None else list(_of_catalog(walk, entry)) if entry is not None else []
    terms = _fitted(function, bodies[0], threshold, own is not None) if bodies else []
    if not terms:
        reason = function.reason or "its parameters are not those of the formula"
        walk.out.statements.append(
            StatementResult("mention", place, function.name, function.source, f"code, not read: {reason}")
        )
        return
    result = _place(walk, block, function.result, function.result)
    base = walk.unique(f"code:{function.name}")
    claims = []
    for number, (body, term) in enumerate((b, t) for b in bodies for t in terms):
        name = base if number == 0 else f"{base}@{body.label}" + ("" if term == terms[0] else "-exchanged")
        claim = _claim(name, term, bodies[0], body)
        reading = f"the code of {function.name} computes {words(term)}"
        claims.append((body.label, Pending(name, None, place, function.source, reading, claim, "identity")))
    sure = len(terms) == 1 and not (threshold and own is None) and _in_order(function, bodies[0], own is not None)
    code = "E302" if own is None else "E301"
    rounded = tuple(rounding(t, b.term) for b in bodies for t in terms)
    walk.out.listings.append(Listing(function.name, result, tuple(claims), code, sure, rounded))
    if function.exact and not function.unknown:
        walk.out.written.append(
            Written(
                Sym(function.name), bodies[0].params, terms[0], bodies[0].variables, place, function.source, code=True
            )
        )


def _of_document(walk: Walk, block: Block, function: Function) -> _Body | None:
    """The last formula of the name before the listing, or else the first behind it; σ is the sigmoid's name too."""
    entry = walk.catalog.find(Sym(function.name), applied=True)

    def named(w: Written) -> bool:
        if not is_generic(w.name):
            return spelling(w.name.name) == spelling(function.name)
        return w.name.name == "sigma" and entry is not None and walk.catalog.find(w.name, applied=True) is entry

    line = walk.document.position(block.start)[0]
    found = [w for w in walk.out.written if not w.code and named(w)]
    before = [w for w in found if w.location.line <= line]
    if not found:
        return None
    one = before[-1] if before else found[0]
    return _Body(f"line {one.location.line}", one.params, one.body, one.variables)


def _of_catalog(walk: Walk, entry: Entry) -> Iterator[_Body]:
    """The entry's definition and its variants."""
    declared = dict(entry.declared)
    accepted: list[tuple[str, Definition]] = [(entry.name, entry.definition), *entry.variants]
    for label, definition in accepted:
        keep = frozenset((*definition.params, *entry.parameters))
        try:
            term = Closer(walk.catalog.scope_of(entry), walk.catalog).close(definition.body, keep)
        except NotClosedError:
            continue
        variables = []
        for sym in sorted(free_symbols(term), key=lambda s: s.text):
            what = declared.get(sym)
            variable = Variable(sym, declared=True, role="variable" if sym in definition.params else "parameter")
            if what is not None:
                variable = Variable(sym, what.domain, True, variable.role, what.shape or ())
            variables.append(variable)
        yield _Body(label, definition.params, term, tuple(variables))


def _wanted(body: _Body) -> list[Sym]:
    others = sorted((s for s in free_symbols(body.term) if s not in body.params), key=lambda s: s.text)
    return [*body.params, *others]


def _in_order(function: Function, body: _Body, own: bool) -> bool:
    """Two parameters are surely the formula's if it is of this document and they have its names in its order."""
    mine, wanted = [Sym(p) for p in function.params], _wanted(body)
    return len(wanted) < 2 or (own and mine == wanted)


def _fitted(function: Function, body: _Body, threshold: bool, own: bool) -> list[Term]:
    """The code's term in the names of the formula; where these differ, which of two is which is open: both orders.

    One name in common with a formula of the same document settles it; the catalogue's names are not the author's.
    """
    if function.term is None or any(v.shape for v in body.variables):
        return []
    names = free_symbols(function.term)
    if function.unknown:
        (unknown,) = function.unknown if len(function.unknown) == 1 else ("",)
        if not threshold or names != {Sym(unknown)} or len(body.params) != 1:
            return []
        return [substitute(function.term, {Sym(unknown): body.params[0]})]
    mine = [Sym(p) for p in function.params if Sym(p) in names]
    wanted = _wanted(body)
    if len(mine) != len(names) or len(mine) != len(wanted) or len(wanted) > 2:
        return []
    orders = [wanted] if len(wanted) < 2 else [wanted, wanted[::-1]]
    common = set(mine) & set(wanted)
    if len(common) == len(wanted) or (own and common):
        orders = [o for o in orders if all(a == b for a, b in zip(mine, o, strict=True) if a in common)]
    return [substitute(function.term, dict(zip(mine, order, strict=True))) for order in orders]


def _claim(name: str, term: Term, first: _Body, body: _Body) -> Claim:
    other = substitute(body.term, dict(zip(body.params, first.params, strict=True)))
    return Claim(name, "identity", Op("eq", (term, other)), first.variables)


def _place(walk: Walk, block: Block, first: int, last: int) -> Location:
    """Lines of a listing, counted from 0, as a place in the document."""
    text = walk.document.text[block.start : block.end]
    starts = [0, *(m.end() for m in re.finditer("\n", text)), len(text) + 1]
    start = starts[first] + len(text[starts[first] :]) - len(text[starts[first] :].lstrip(" \t"))
    return walk.location(block.start + start, block.start + starts[last + 1] - 1)
