"""N601 and N602: what is said of a formula that overflows or loses its digits when it is computed as written."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from symnn import kernel
from symnn.claim import Claim, Variable
from symnn.context.catalog import load
from symnn.context.model import Written
from symnn.context.names import spelling
from symnn.domain import REALS, Domain
from symnn.finding import Finding
from symnn.kernel import balls
from symnn.kernel.elementary import Undefined, Unsupported, Unsure
from symnn.notation import words
from symnn.numeric.names import BY_SPELLING, LISTED, Source, by_name
from symnn.numeric.parts import CompileError
from symnn.numeric.written import SMALLEST, Formula, Stretch, Trouble, troubles
from symnn.term import Num, Op, Sym, Term, free_symbols, substitute, walk
from symnn.verdict import Proved, Undecided

_HARMLESS = frozenset("add neg mul max min cases case indicator and or not chain true lt le gt ge eq ne abs".split())
_PROBES = (Fraction(-7, 3), Fraction(-1, 5), Fraction(1, 3), Fraction(5, 4), Fraction(17, 4))


@dataclass(frozen=True)
class Looked:
    """The troubles of one formula, and the name under which ``symnn.compile`` has the same function."""

    troubles: tuple[Trouble, ...]
    same: str | None


def question(written: Written) -> Formula | None:
    """The formula to look at: of one real variable, without other names, with something that can go wrong."""
    names = free_symbols(written.body)
    if len(written.params) != 1 or names != set(written.params):
        return None
    if all(isinstance(n, Num | Sym) or n.head in _HARMLESS for n in walk(written.body)):
        return None
    (variable,) = [v for v in written.variables if v.sym == written.params[0]] or [Variable(written.params[0])]
    return None if variable.shape or variable.domain.integer else Formula(written.body, variable.sym, variable.domain)


def look(formula: Formula) -> Looked:
    """What a worker does with one formula."""
    found = troubles(formula)
    return Looked(found, _same(formula) if found else None)


def _same(formula: Formula) -> str | None:
    """The compiled name of which the formula is proved to be a spelling, over its domain."""
    values = _values(formula.term, formula.var)
    for name in LISTED:
        try:
            source = by_name(name)
        except CompileError:
            continue
        term = _with_defaults(source)
        if term is None:
            continue
        term = substitute(term, {source.var: formula.var})
        if not _agree(values, _values(term, formula.var)):
            continue
        variable = Variable(formula.var, formula.domain, True)
        claim = Claim("", "identity", Op("eq", (formula.term, term)), (variable,))
        if isinstance(kernel.decide(claim), Proved):
            return name
    return None


def _with_defaults(source: Source) -> Term | None:
    values: dict[Sym, Term] = {}
    for sym in free_symbols(source.term) - {source.var}:
        default = source.defaults.get(sym.text)
        if default is None:
            return None
        values[sym] = Num(default)
    return substitute(source.term, values)


def _values(term: Term, var: Sym) -> list[float | None]:
    out: list[float | None] = []
    for x in _PROBES:
        try:
            out.append(float(balls.evaluate(term, {var: balls.rational(x)}).mid()))
        except (Undefined, Unsure, Unsupported, ArithmeticError, ValueError):
            out.append(None)
    return out


def _agree(mine: Sequence[float | None], theirs: Sequence[float | None]) -> bool:
    pairs = [(a, b) for a, b in zip(mine, theirs, strict=True) if a is not None and b is not None]
    return len(pairs) > 1 and all(abs(a - b) <= 1e-12 * max(1.0, abs(a)) for a, b in pairs)


# ---------------------------------------------------------------------------------------------------------- in words
def findings(looked: Sequence[tuple[Written, Looked | Undecided]]) -> Iterator[Finding]:
    """One note for each definition and code; none for what comes only from a function that has the note already."""
    noted: dict[tuple[str, str], bool] = {}
    for written, found in looked:
        if isinstance(found, Undecided):
            continue
        for trouble in found.troubles:
            code = "N601" if trouble.kind == "overflow" else "N602"
            if trouble.harmless and any(noted.get((code, c.text), False) for c in written.calls):
                continue
            if (code, written.name.text) in noted and not written.code:
                continue
            noted[code, written.name.text] = True
            yield Finding(code, written.location, _message(written, trouble), _instead(written, found.same))


def _message(written: Written, trouble: Trouble) -> str:
    what = f"the code of {written.name.text}" if written.code else words(written.name)
    name, digits = words(written.params[0]), 4 if trouble.kind == "overflow" else 2
    domain = next((v.domain for v in written.variables if v.sym == written.params[0]), REALS)
    where = " and ".join(_place(_within(s, domain), digits, name) for s in trouble.stretches)
    worst = max(trouble.stretches, key=lambda s: not math.isfinite(s.computed))
    example = f"at {name} = {worst.at:.4g} the result is {worst.computed:.4g}, the value {worst.true:.4g}"
    if trouble.kind == "digits":
        return f"{what} as written loses its digits in float64 {where}: {example}"
    if trouble.part is None:
        return f"{what} as written has no finite value in float64 {where}: {example}"
    outcome = "the result is right, with a warning" if trouble.harmless else example
    return f"{what} as written: {words(trouble.part)} overflows in float64 {where}; {outcome}"


def _within(s: Stretch, domain: Domain) -> Stretch:
    """The part of a stretch in which the variable lives; the samples end somewhere inside of that."""
    part = next((i for i in domain.intervals if Fraction(s.at) in i), None)
    if part is None:
        return s
    low = s.low if part.low is None else max(s.low, float(part.low))
    return replace(s, low=low, high=s.high if part.high is None else min(s.high, float(part.high)))


def _place(s: Stretch, digits: int, name: str) -> str:
    low, high = (f"{end:.{digits}g}" for end in (s.low, s.high))
    if s.low < -SMALLEST and s.high > SMALLEST and 0.25 < -s.low / s.high < 4:
        return f"for |{name}| below {max(-s.low, s.high):.{digits}g}"
    if s.high < SMALLEST:
        return f"below {name} ≈ {high}" if abs(s.high) >= SMALLEST else f"for {name} between {low} and 0"
    if s.low > -SMALLEST:
        return f"above {name} ≈ {low}" if abs(s.low) >= SMALLEST else f"for {name} between 0 and {high}"
    if math.isinf(s.low) and math.isinf(s.high):
        return f"for every {name}"
    if math.isinf(s.low) or math.isinf(s.high):
        return f"below {name} ≈ {high}" if math.isfinite(s.high) else f"above {name} ≈ {low}"
    return f"for {name} between {low} and {high}"


def _instead(written: Written, same: str | None) -> str | None:
    if same is not None:
        return f'use symnn.compile("{same}")'
    known = BY_SPELLING.get(spelling(written.name.text))
    if known is not None and load().find(written.name, applied=True) is not None:
        return f'use symnn.compile("{known}") if {known} is meant'
    return "use symnn.compile on the expression: it derives a form that keeps all digits"


__all__ = ["Looked", "findings", "look", "question"]
