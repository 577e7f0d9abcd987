"""Relations become closed claims: conditions, variables with their domains, the kind, the readings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from symnn.claim import Claim, Kind, Opaque, Role, Variable
from symnn.context.catalog import Catalog
from symnn.context.closing.errors import AmbiguousError, LayeredError, NotClosedError
from symnn.context.closing.evident import evident
from symnn.context.closing.expand import DENSITY, DISTRIBUTION, Closer
from symnn.context.closing.explicit import by_entries
from symnn.context.closing.families import apart, rows
from symnn.context.closing.layers import LayerCloser
from symnn.context.closing.named_constants import PI, E, perhaps_exponential, perhaps_the_number
from symnn.context.closing.open_terms import is_open
from symnn.context.closing.restrictions import connected, indices_of, relevant
from symnn.context.closing.sized import with_sizes
from symnn.context.constants import bound, domain_of_set
from symnn.context.model import Definition
from symnn.context.names import value_symbols
from symnn.context.scope import Scope
from symnn.domain import INTEGERS, REALS, Domain
from symnn.heads import UNDECIDED
from symnn.notation import words
from symnn.term import Op, Sym, Term, bound_variable, free_symbols, substitute, transform, walk

_GREEK = frozenset("alpha beta gamma delta epsilon eta theta kappa lambda mu nu rho tau omega".split())
_CONSTANTS = frozenset("abcdkpqr")  # letters that stand for a constant when nobody says otherwise
_ORDERED = ("lt", "le", "gt", "ge", "ne")


class OpenTermError(Exception):
    """The formula leaves something out on purpose: dots, a placeholder, a question mark."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A claim with the words for its assumptions and the shapes of its vectors."""

    claim: Claim
    assumptions: tuple[str, ...]
    shapes: tuple[tuple[Sym, tuple[Term, ...]], ...]


def arguments_of(term: Term) -> frozenset[Sym]:
    """Names that a formula uses as variables: arguments of functions, variables of derivatives and limits."""
    found: set[Sym] = set()
    for node in walk(term):
        match node:
            case Op("call", (_, *args)):
                found.update(a for a in args if isinstance(a, Sym))
            case Op("deriv", (_, *variables)):
                found.update(v for v in variables if isinstance(v, Sym))
            case Op("lim", (_, Sym() as var, *_)):
                found.add(var)
    return frozenset(found)


def own_parameters(term: Term, scope: Scope) -> frozenset[Sym]:
    """Greek letters of a formula that are neither defined nor arguments: the document's parameters."""
    return frozenset(
        s for s in free_symbols(term)
        if s.name in _GREEK and not s.accents and scope.definition(s) is None and s not in arguments_of(term)
    )  # fmt: skip


def close_claim(
    name: str, kind: Kind, relation: Term, conditions: Sequence[Term], scope: Scope, catalog: Catalog,
    missing: frozenset[Sym] = frozenset(),
) -> Closed:  # fmt: skip
    """The closed claim of a relation under conditions, with everything the scope says about its names."""
    if is_open(relation):
        raise OpenTermError("part of the formula is left out (dots, a placeholder or a question mark)")
    for node in walk(Op("and", (relation, *conditions))):
        if isinstance(node, Op) and node.head in UNDECIDED:
            raise NotClosedError(f"{UNDECIDED[node.head]} stands in it, and these are read but not decided")
    scope, sized = with_sizes(Op("and", (relation, *conditions)), scope)
    if scope.profile.declared_kind(PI) is not None and perhaps_the_number(Op("and", (relation, *conditions))):
        raise AmbiguousError("π: the number, and the name that π is here, are two readings")
    if scope.declaration(E) is not None and perhaps_exponential(Op("and", (relation, *conditions))):
        raise AmbiguousError("e: the number, and the name that e is here, are two readings")
    closer = Closer(scope, catalog, own=own_parameters(relation, scope), missing=missing)
    closer.beside_distribution = _normal_letters(relation, scope)
    fixed = dict(pair for c in conditions if (pair := _fixed(c)) is not None)
    bound_names = frozenset(fixed)
    try:
        closed = closer.close(transform(relation, lambda node: _differentiated(node, fixed, scope)), bound_names)
    except LayeredError:
        return _close_layers(name, kind, relation, conditions, LayerCloser(scope, catalog, own=closer.own))
    values = {s: closer.close(v) for s, v in fixed.items()}
    closed = substitute(closed, values)
    others = [substitute(closer.close(c, bound_names), values) for c in conditions if _fixed(c) is None]
    others += [substitute(closer.close(c, bound_names), values) for c in scope.all_assumptions()]
    closed, *others = _with_identity((closed, *others), scope)
    closed = by_entries(_decided_by_rows(closed, conditions, scope), scope)
    restrictions = connected(closed, [r for c in others for r in flatten(c) if not evident(r)], scope)
    variables, assumptions = _variables(closed, restrictions, arguments_of(relation), closer)
    variables = tuple(replace(v, shape=tuple(substitute(n, values) for n in v.shape)) for v in variables)
    stated = _stated(name, kind, closed, variables, relevant(assumptions, {v.sym for v in variables}), closer)
    return replace(stated, assumptions=(*stated.assumptions, *sized))


def _decided_by_rows(closed: Term, conditions: Sequence[Term], scope: Scope) -> Term:
    """Indices with one meaning each; what conditions say of single entries is left as it is."""
    indexed = any(isinstance(n, Sym) and n.subs for c in conditions for n in walk(c))
    return closed if indexed else rows(apart(closed, scope), scope)


def _close_layers(name: str, kind: Kind, relation: Term, conditions: Sequence[Term], closer: LayerCloser) -> Closed:
    """A claim about layers that are as many as a letter says: the definitions go with it."""
    told = [*conditions, *closer.scope.all_assumptions()]
    closed, others, defined = closer.by_layers(relation, told)
    equations = tuple(Op("define", pair) for pair in closer.equations.items())
    everything = Op("and", (closed, *equations))
    letters = {s for n in walk(everything) if isinstance(n, Sym) for i in n.subs + n.sups for s in free_symbols(i)}
    restrictions = [r for c in others for r in flatten(c)]
    found, kept = _variables(Op("and", (everything, *sorted(letters, key=lambda s: s.text))), restrictions,
                             arguments_of(relation), closer)  # fmt: skip
    variables = tuple(
        replace(v, domain=v.domain if v.declared else INTEGERS, role="index") if v.sym in letters else v
        for v in found if v.sym not in defined
    )  # fmt: skip
    names = {v.sym for v in variables} | defined
    return _stated(name, kind, closed, variables, (*relevant(kept, names), *equations), closer)


def _stated(
    name: str, kind: Kind, closed: Term, variables: tuple[Variable, ...], assumptions: tuple[Term, ...], closer: Closer
) -> Closed:
    scope = closer.scope
    said = scope.layout()
    if any(v.shape for v in variables) and (said == "denominator" or (said and _differentiates(closed, assumptions))):
        assumptions = (*assumptions, Op("layout", (Sym(said),)))
    opaque = tuple(
        Opaque(sym, arity, _opaque_kind(sym, scope)) for sym, arity in sorted(closer.opaque.items(), key=_by_name)
    )
    claim = Claim(name, kind, closed, variables, assumptions, opaque)
    shapes = tuple((v.sym, v.shape) for v in variables if v.shape)
    taken = ("φ the density of Φ (not declared)",) if closer.density_taken else ()
    depends = tuple(_depends(sym, scope) for sym in closer.opaque)
    return Closed(claim, (*_spoken(variables, assumptions), *taken, *filter(None, depends)), shapes)


def _depends(sym: Sym, scope: Scope) -> str:
    """What words make an unknown function depend on."""
    match scope.definition(sym):
        case Definition(body=Op("call", (_, by)), origin="words"):
            return f"{words(sym)} a function of {words(by)} alone, as the text says"
    return ""


def _normal_letters(relation: Term, scope: Scope) -> bool:
    """Whether Φ stands in it as the normal distribution function, and the document says nothing of Φ and φ."""
    silent = all(scope.definition(s) is None and scope.declaration(s) is None for s in (DISTRIBUTION, DENSITY))
    silent = (
        silent
        and scope.means_another(DISTRIBUTION) is None
        and not scope.profile.own & {DISTRIBUTION.name, DENSITY.name}
    )
    return silent and DISTRIBUTION in {c for n in walk(relation) for c in called(n)}


def called(node: Term) -> tuple[Term, ...]:
    """The function that a node applies, or of which it applies a derivative."""
    match node:
        case Op("call", (Op("prime", (fn, *_)), *_)) | Op("call", (fn, *_)):
            return (fn,)
    return ()


def _by_name(item: tuple[Sym, int]) -> str:
    return item[0].text


def _opaque_kind(sym: Sym, scope: Scope) -> Literal["scalar", "elementwise", "vector", "either"]:
    declared = scope.declaration(sym)
    match None if declared is None else declared.kind:
        case "elementwise function":
            return "elementwise"
        case "vector function":
            return "vector"
        case "function":
            return "either"
        case _:
            return "scalar"


def _fixed(condition: Term) -> tuple[Sym, Term] | None:
    """``β = 0`` and ``p = σ(z)`` fix a name; ``1ᵀy = 1`` does not."""
    match condition:
        case Op("eq" | "define", (Sym() as sym, value)) if sym not in free_symbols(value):
            return sym, value
        case _:
            return None


def _differentiated(node: Term, fixed: Mapping[Sym, Term], scope: Scope) -> Term | None:
    """dy/dx under y = x² is the derivative of x²; whether y varies along in d(xy)/dx is not said."""
    if fixed and isinstance(node, Op) and node.head == "deriv":
        told = _through(node.args[0], frozenset(fixed), scope)
        if not free_symbols(told) & set(node.args[1:]):  # else it is a partial derivative of what was defined
            node = replace(node, args=(told, *node.args[1:]))
    match node:
        case Op("deriv", (body, *by)) if set(by) & set(fixed):
            beside = {t for s in by if isinstance(s, Sym) and s in fixed for t in free_symbols(fixed[s])}
            if beside & free_symbols(body):
                raise AmbiguousError(f"the derivative by {words(by[0])}, to which the condition ties other names")
        case Op("deriv", (body, *by)):
            varying = {s: v for s, v in fixed.items() if s in free_symbols(body) and free_symbols(v) & set(by)}
            if varying and free_symbols(body) & set(by):
                names = ", ".join(words(s) for s in varying)
                raise AmbiguousError(f"the derivative by {words(by[0])}: does {names} vary along, or is it held fixed?")
            return replace(node, args=(substitute(body, varying), *by)) if varying else None
    return None


def _through(body: Term, names: frozenset[Sym], scope: Scope, depth: int = 8) -> Term:
    """The L = −log p of which a derivative is taken, written out as far as one of the names stands in it."""
    inside: dict[Sym, Term] = {}
    for sym in free_symbols(body) - names if depth else ():
        known = scope.definition(sym)
        if known is not None and known.body != sym and set(known.params) <= names:
            told = _through(known.body, names, scope, depth - 1)
            if names & free_symbols(told):
                inside[sym] = told
    return substitute(body, inside) if inside else body


def flatten(term: Term) -> Iterable[Term]:
    """The relations that a condition is the conjunction of."""
    match term:
        case Op("chain" | "and", parts):
            for part in parts:
                yield from flatten(part)
        case _:
            yield term


def _variables(
    relation: Term, restrictions: Sequence[Term], arguments: frozenset[Sym], closer: Closer
) -> tuple[tuple[Variable, ...], tuple[Term, ...]]:
    scope = closer.scope
    domains: dict[Sym, Domain] = {}
    kept: list[Term] = []
    letters_only = indices_of(relation) - value_symbols(relation)
    for restriction in restrictions:
        found = bound(restriction)
        if found is not None and found[0] in letters_only:
            kept.append(restriction)  # j ≠ 1 beside u_j and u_1
            continue
        if found is None and isinstance(restriction, Op) and restriction.head == "in":
            member, where = restriction.args
            domain = domain_of_set(where)
            found = (member, domain) if isinstance(member, Sym) and domain is not None else None
        if found is None:
            kept.append(restriction)
        else:
            sym, domain = found
            domains[sym] = domains.get(sym, REALS).intersect(domain)
    everything = Op("and", (relation, *kept))
    names = value_symbols(everything)
    arrays = {replace(s, subs=()) for s in names if s.subs}
    names |= {a for a in arrays if (what := scope.declaration(a)) is not None and what.shape}  # X beside X[i, :]
    bound_names = {v for n in walk(relation) if (v := bound_variable(n)) is not None}
    parameters = {p: what for e in closer.entries for p, what in e.declared if p in e.parameters}
    variables: list[Variable] = []
    for sym in sorted(names | bound_names, key=lambda s: s.text):
        declared = scope.declaration(sym) or parameters.get(sym)
        domain = REALS if declared is None else declared.domain
        if sym in domains:
            domain = domain.intersect(domains[sym])
        letters = _GREEK if declared is not None else _GREEK | _CONSTANTS
        role: Role = "parameter" if sym.name in letters and sym not in arguments else "variable"
        if domain.integer and sym.name in tuple("ijkl"):
            role = "index"
        shape = () if declared is None or declared.shape is None else declared.shape
        if sym in names:
            variables.append(Variable(sym, domain, declared is not None or sym in domains, role, shape))
    return tuple(variables), tuple(kept)


_I = Sym("I")


def _with_identity(terms: tuple[Term, ...], scope: Scope) -> list[Term]:
    """I beside arrays is the identity matrix, unless the document says what it is."""
    names = {s for t in terms for s in free_symbols(t)}
    arrays = any((what := scope.declaration(s)) is not None and what.shape for s in names)
    if _I not in names or not arrays or scope.declaration(_I) is not None or scope.definition(_I) is not None:
        return list(terms)
    return [substitute(t, {_I: Op("identity", (Op("none"),))}) for t in terms]


def _differentiates(relation: Term, assumptions: Sequence[Term]) -> bool:
    heads = {n.head for t in (relation, *assumptions) for n in walk(t) if isinstance(n, Op)}
    return not heads.isdisjoint(("deriv", "gradient", "hessian"))


def _spoken(variables: Sequence[Variable], assumptions: Sequence[Term]) -> Iterable[str]:
    for v in variables:
        name = words(v.sym)
        if v.shape:
            yield f"{name} array of shape {' x '.join(words(s) for s in v.shape)}"
        elif v.domain == REALS:
            yield f"{name} real" + ("" if v.declared else " (not declared)")
        else:
            yield f"{name} {v.domain}"
    yield from (words(a) for a in assumptions)
