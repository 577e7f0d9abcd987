"""``symnn.derivative``: the derivative of a function of the catalogue or of a formula, proved by the kernel.

Candidates come from the catalogue, from the rules of differentiation and from SymPy, which only computes; the shortest
one that is proved is returned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from symnn.certificate import Certificate
from symnn.claim import Claim, Variable
from symnn.context.catalog import load
from symnn.context.claims import close_claim
from symnn.context.closing.errors import NotClosedError
from symnn.context.model import Definition
from symnn.context.names import spelling
from symnn.decide import decide
from symnn.domain import Domain, Interval
from symnn.formulas import FormulaError, is_named, source_of
from symnn.kernel.differentiate import derivative as by_rules
from symnn.kernel.elementary import Unsupported
from symnn.notation import latex, words
from symnn.notation.arrange import arranged
from symnn.numeric.compiled import Compiled
from symnn.numeric.names import BY_SPELLING, LISTED, Source, of_term
from symnn.shown import Shown
from symnn.term import Num, Op, Sym, Term, free_symbols, substitute, walk
from symnn.verdict import Conditional, Proved, Verdict, name_of
from symnn.workers import decide_all, warm

if TYPE_CHECKING:
    import sympy

LARGEST = 3  # candidates from SymPy
SIMPLIFY = 8.0  # seconds for SymPy
WORKERS = ("symnn.decide", "symnn.recheck", "symnn.derivatives")


class NotProvedError(ValueError):
    """No derivative of this was proved; the message says why."""


@dataclass(frozen=True, slots=True, repr=False)
class Derivative(Shown):
    """f′ (or a higher derivative) of ``function``, as ``term``; ``where`` it is proved: everywhere, or a condition."""

    name: str
    function: Term
    variable: Sym
    order: int
    term: Term
    claim: Claim
    verdict: Proved | Conditional
    symbols: tuple[Any, ...] = ()  # of the SymPy expression that was given

    @property
    def where(self) -> str:
        """Where it is the derivative, in words."""
        if isinstance(self.verdict, Conditional):
            return f"where {words(self.verdict.condition)}"
        kinks = self.claim.variable(self.variable)
        if kinks is not None and len(kinks.domain.intervals) > 1:
            return f"for {words(self.variable)} {kinks.domain}"
        said = self.verdict.defined_where
        return said if said == "everywhere" or said.startswith("where ") else f"where {said}"

    @property
    def latex(self) -> str:
        """LaTeX of the derivative alone."""
        return latex(self.term)

    @property
    def sympy(self) -> sympy.Basic:
        """The derivative as a SymPy expression, in the symbols of the one that was given."""
        from symnn.sympy_bridge import to_sympy

        made = to_sympy(self.term)
        own = {s.name: s for s in self.symbols}
        return made.xreplace({s: own[s.name] for s in made.free_symbols if s.name in own})

    @property
    def certificate(self) -> Certificate:
        """What the proof rests on."""
        return self.verdict.certificate

    def __str__(self) -> str:
        primes = "′" * self.order if self.order <= 3 else f"^({self.order})"
        left = f"{self.name}{primes}({words(self.variable)})" if is_named(self.name) else f"({self.name}){primes}"
        where = "" if self.where == "everywhere" else f", {self.where}"
        return f"{left} = {words(self.term)}{where} (proved)"

    __repr__ = __str__


def derivative(
    what: Any, /, variable: str | None = None, *, order: int = 1, timeout: float = 20.0, **parameters: Any
) -> Derivative:
    """The derivative of ``what``: a name of the catalogue, a formula as it is typed, a ``Term`` or SymPy expression.

    ``parameters`` are numbers for parameters; without a value they stay letters.  ``NotProvedError`` where nothing was
    proved, ``FormulaError`` where ``what`` is not understood.
    """
    if not 1 <= order <= 8:
        raise ValueError("order is a number from 1 to 8")
    warm(*WORKERS)
    source = _source(what, variable)
    values = _values(source, parameters)
    body, var = substitute(source.term, dict(values)), source.var
    answer = _Question(source, body, order, what, timeout)
    written = _from_catalogue(what, values) if order == 1 else []
    if (found := answer.first(written)) is not None:
        return found
    candidates: list[Term] = []
    try:
        plain = body
        for _ in range(order):
            plain = by_rules(plain, var)
        candidates.append(plain)
    except Unsupported as error:
        answer.reasons.append(str(error))
    ((simple, _),) = decide_all([(body, var, order)], simplified, timeout=min(SIMPLIFY, timeout), jobs=1)
    candidates += simple if isinstance(simple, tuple) else ()
    candidates = [arranged(c, var) for c in candidates]
    closed = [c for c in dict.fromkeys(candidates) if not any(isinstance(n, Op) and n.head == "deriv" for n in walk(c))]
    found = answer.first(sorted(closed, key=lambda t: sum(1 for _ in walk(t))))
    if found is None:
        raise NotProvedError(f"no derivative of {source.name} was proved: {'; '.join(answer.reasons)}")
    return found


@dataclass(slots=True)
class _Question:
    """A function whose derivative is asked for; ``reasons`` says what became of candidates that were not proved."""

    source: Source
    body: Term
    order: int
    what: Any
    timeout: float
    reasons: list[str] = field(default_factory=list)

    def first(self, candidates: Sequence[Term]) -> Derivative | None:
        """The first that is proved everywhere but at single points, else the first that holds under a condition."""
        claims = [_claim(self.body, self.source, self.order, c, self.what) for c in candidates]
        outcomes = [v for v, _ in decide_all(claims, decide, timeout=self.timeout)] if claims else []
        rows = list(zip(candidates, claims, outcomes, strict=True))
        for accepted in (_at_points, lambda v: isinstance(v, Conditional)):
            for term, claim, verdict in rows:
                if accepted(verdict) and isinstance(verdict, Proved | Conditional):
                    name, var = self.source.name, self.source.var
                    symbols = tuple(getattr(self.what, "free_symbols", ()))
                    return Derivative(name, self.body, var, self.order, term, claim, verdict, symbols)
        self.reasons += [f"{words(c)}: {_reason(v)}" for c, _, v in rows]
        return None


def _at_points(verdict: Verdict) -> bool:
    """Proved, or true but at single points, where the function has no derivative."""
    if isinstance(verdict, Conditional):
        return all(isinstance(n, Num | Sym) or n.head in ("ne", "and", "neg") for n in walk(verdict.condition))
    return isinstance(verdict, Proved)


def simplified(task: tuple[Term, Sym, int]) -> tuple[Term, ...]:
    """What SymPy makes of the derivative; it is proved afterwards or dropped."""
    body, var, order = task
    import sympy

    from symnn.sympy_bridge import BridgeError, from_sympy, to_sympy

    try:
        raw = sympy.diff(to_sympy(body), to_sympy(var), order)
        forms = [raw, sympy.simplify(raw), sympy.factor(raw)]
        return tuple(dict.fromkeys(from_sympy(f) for f in forms))[:LARGEST]
    except (BridgeError, NotImplementedError, ValueError, TypeError, ZeroDivisionError):
        return ()


def _source(what: Any, variable: str | None) -> Source:
    if isinstance(what, Compiled):
        return what._source
    if isinstance(what, str):
        return source_of(what, variable)
    if isinstance(what, Num | Sym | Op):
        return of_term(what, None if variable is None else Sym(variable), words(what))
    if hasattr(what, "free_symbols"):
        from symnn.sympy_bridge import from_sympy

        return _source(from_sympy(what), variable)
    raise TypeError(f"expected a name, a formula, a Term or a SymPy expression, got {type(what).__name__}")


def _values(source: Source, parameters: dict[str, Any]) -> dict[Sym, Term]:
    names = {s.text: s for s in free_symbols(source.term) if s != source.var}
    out: dict[Sym, Term] = {}
    for given, value in parameters.items():
        name = source.other.get(given, given)
        if name not in names:
            raise FormulaError(f"there is no parameter {given}; the parameters are: {', '.join(names) or 'none'}")
        out[names[name]] = Num(Fraction(str(value)) if isinstance(value, float) else Fraction(value))
    return out


def _from_catalogue(what: Any, values: dict[Sym, Term]) -> list[Term]:
    """The derivative as the catalogue writes it, of the entry itself."""
    listed = LISTED.get(BY_SPELLING.get(spelling(what), "")) if isinstance(what, str) else None
    if listed is None or listed.variant:
        return []
    entry, catalog = load()[listed.entry], load()
    fact = entry.fact("derivative")
    if fact is None or not isinstance(fact.term, Op):
        return []
    scope = catalog.scope_of(entry)
    scope.define(Definition(entry.definition.name, entry.definition.params, entry.definition.body, origin="catalog"))
    try:
        relation = close_claim(fact.id, "derivative", fact.term, (), scope, catalog).claim.relation
    except NotClosedError:
        return []
    right = relation.args[1] if isinstance(relation, Op) and relation.head == "eq" else None
    return [] if right is None else [substitute(right, dict(values))]


def _claim(body: Term, source: Source, order: int, candidate: Term, what: Any) -> Claim:
    """``dⁿ body/d varⁿ = candidate``; parameters as the catalogue declares them, the variable off the listed kinks."""
    declared, var = _declared(what), source.var
    left = Op("deriv", (body, *(var for _ in range(order))))
    relation = Op("eq", (left, candidate))
    names = sorted(free_symbols(relation) - {var}, key=lambda s: s.text)
    rows = [Variable(n, declared.get(n, Domain()), n in declared, "parameter") for n in names]
    points = sorted({q for p, _ in source.kinks if (q := _number(p)) is not None})
    domain = Domain() if not points else _without(points)
    return Claim("derivative", "derivative", relation, (*rows, Variable(var, domain, bool(points))))


def _number(term: Term) -> Fraction | None:
    """A kink that depends on no parameter; what is left out here, the verdict says."""
    match term:
        case Num(q):
            return q
        case Op("neg", (Num(q),)):
            return -q
        case _:
            return None


def _without(points: Sequence[Fraction]) -> Domain:
    ends: list[Fraction | None] = [None, *points, None]
    return Domain(tuple(Interval(a, b) for a, b in pairwise(ends)))


def _declared(what: Any) -> dict[Sym, Domain]:
    listed = LISTED.get(BY_SPELLING.get(spelling(what), "")) if isinstance(what, str) else None
    return {} if listed is None else {s: d.domain for s, d in load()[listed.entry].declared}


def _reason(verdict: Verdict) -> str:
    return getattr(verdict, "reason", name_of(verdict))


__all__ = ["Derivative", "NotProvedError", "derivative"]
