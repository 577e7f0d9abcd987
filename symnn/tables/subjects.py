"""The functions that a table is about: entries of the catalogue, formulas of the user, definitions of a document."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache

from symnn.context import understand
from symnn.context.catalog import FOLDER, Entry, load
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.closing.expand import Closer
from symnn.context.model import Declared, Definition, Pending, Written
from symnn.context.names import spelling
from symnn.context.scope import Scope
from symnn.document import DocumentError
from symnn.document import load as load_document
from symnn.domain import REALS, Domain
from symnn.formulas import typed
from symnn.heads import HEADS
from symnn.inputs import ENDINGS
from symnn.notation import ReadError, latex, read
from symnn.numeric.names import ALIASES, LISTED
from symnn.tables import SubjectError
from symnn.term import Num, Op, Sym, Term, free_symbols, op, transform

LETTERS = [Sym("lambda"), Sym("alpha"), Sym("kappa"), Sym("mu")]  # for constants of many digits
MANY_DIGITS = 9
FUNCTION = Sym("f")
KINDS = {"activations": "activation", "losses": "loss"}


@dataclass(frozen=True, slots=True)
class Given:
    """A statement about the subject that its source makes: what the catalogue says of an entry."""

    id: str
    role: str
    relation: Term
    conditions: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Kink:
    """A point without a derivative, as the catalogue gives it; ``left`` and ``right`` are one-sided derivatives."""

    point: Term
    left: Term
    right: Term


@dataclass(frozen=True)
class Subject:
    """A function of one number with everything a claim about it needs.

    ``shown`` is f(x) as the table writes it, ``body`` its formula as it was written, ``closed`` the same in primitive
    heads; ``letters`` are the constants that stand for numbers of many digits.  A loss of arrays is ``several``.
    """

    key: str
    title: str
    title_zh: str
    var: Sym
    shown: Term
    body: Term
    closed: Term
    scope: Scope
    domains: tuple[tuple[Sym, Domain], ...]
    letters: tuple[tuple[Sym, Num], ...] = ()
    given: tuple[Given, ...] = ()
    kinks: tuple[Kink, ...] = ()
    several: bool = False
    source: str = ""
    compiled: str | None = field(default=None)
    known: bool = False  # whether the catalogue lists the kinks

    def domain(self, sym: Sym) -> Domain:
        return dict(self.domains).get(sym, REALS)

    @property
    def fixed(self) -> tuple[Term, ...]:
        """What the letters stand for, as conditions of claims."""
        return tuple(op("eq", s, n) for s, n in self.letters)

    @property
    def parameters(self) -> tuple[Sym, ...]:
        named = {s for s, _ in self.letters}
        return tuple(
            sorted((s for s in free_symbols(self.closed) if s != self.var and s not in named), key=lambda s: s.text)
        )

    def of(self, role: str) -> tuple[Given, ...]:
        return tuple(g for g in self.given if g.role == role)


def subjects(names: Sequence[str], variable: str | None = None) -> tuple[Subject, ...]:
    """The rows that names, formulas and files mean, in their order; ``SubjectError`` for what means nothing."""
    out: dict[str, Subject] = {}
    for name in names:
        for subject in _of(name, variable):
            key = subject.key
            while key in out and out[key] != subject:
                key += "'"
            out.setdefault(key, replace(subject, key=key))
    return tuple(out.values())


def _of(name: str, variable: str | None) -> Iterable[Subject]:
    if name in KINDS:
        return [of_entry(e.name) for e in load() if e.kind == KINDS[name]]
    if os.path.exists(name) or os.path.splitext(name)[1].lower() in ENDINGS:
        return of_file(name)
    if name in load().entries or spelling(name) in _known():
        return [of_entry(_known()[spelling(name)])]
    if name in ("sigma", "σ", "\\sigma", "Phi", "Φ", "\\Phi"):
        return [of_entry(load()[name].name)]
    labels = {spelling(label): (e.name, label) for e in load() for label, _ in e.variants}
    if spelling(name) in labels:
        return [of_entry(*labels[spelling(name)])]
    return [of_formula(name, variable)]


@cache
def _known() -> dict[str, str]:
    """Every spelling of every entry, those of the libraries too."""
    out: dict[str, str] = {}
    for e in load():
        for n in (e.name, *e.names):
            out.setdefault(spelling(n), e.name)
    for alias, target in ALIASES.items():
        if not LISTED[target].variant:
            out.setdefault(spelling(alias), LISTED[target].entry)
    return out


@cache
def _statements() -> dict[str, Pending]:
    found = [understand(load_document(p)) for p in sorted(FOLDER.glob("*.md"))]
    return {p.id: p for one in found for p in one.pending if p.parent is None}


@cache
def of_entry(name: str, variant: str = "") -> Subject:
    """An entry of the catalogue, or a variant of it, with the facts that the catalogue states."""
    catalog = load()
    entry = catalog[name]
    definition = dict(entry.variants)[variant] if variant else entry.definition
    params = definition.params
    scope = catalog.scope_of(entry).child(1)
    chinese = next((n for n in entry.names if re.search(r"[\u4e00-\u9fff]", n)), "")
    title = entry.title + (f" ({variant})" if variant else "")
    several = len(params) != 1 or any(d.shape for s, d in entry.declared if s in params)
    given = () if variant else tuple(_given(entry))
    kinks = () if variant else tuple(_kinks(entry))
    shown, function = _shown(entry, params, variant)
    body, letters = _short(definition.body)
    if letters:
        given = tuple(replace(g, relation=_lettered(g.relation, letters)) for g in given)
        kinks = tuple(Kink(*(_lettered(t, letters) for t in (k.point, k.left, k.right))) for k in kinks)
    if function is not None:
        _define(scope, function, params, body)
    _define_density(scope)
    closed = body
    if not several:
        keep = frozenset((*params, *entry.parameters, *(s for s, _ in letters)))
        closed = Closer(scope, catalog).close(body, keep)
    return Subject(
        key=variant or entry.name, title=title, title_zh=chinese, var=params[0], shown=shown, body=body, closed=closed,
        scope=scope, domains=tuple((s, d.domain) for s, d in entry.declared), letters=letters, given=given, kinks=kinks,
        several=several, source=entry.source, compiled=_compiled(entry, variant), known=not variant,
    )  # fmt: skip


def _compiled(entry: Entry, variant: str) -> str | None:
    return next((n for n, listed in LISTED.items() if (listed.entry, listed.variant) == (entry.name, variant)), None)


def _shown(entry: Entry, params: tuple[Sym, ...], variant: str) -> tuple[Term, Sym | None]:
    """σ(x), tanh(x), Φ(x) by their own signs, any other function as f(x)."""
    if not variant and entry.symbol in ("\\sigma", "\\Phi", "\\tanh"):
        if entry.symbol == "\\tanh":
            return op("tanh", *params), None
        return op("call", Sym(entry.symbol[1:]), *params), None
    return op("call", Sym("f"), *params), Sym("f")


def _define(scope: Scope, function: Sym, params: tuple[Sym, ...], body: Term) -> None:
    scope.definitions[function] = Definition(function, params, body)
    scope.profile = scope.profile.declare(function, "function")


def _define_density(scope: Scope) -> None:
    t = Sym("t")
    _define(scope, Sym("phi"), (t,), op("normal_pdf", t))


def _given(entry: Entry) -> Iterable[Given]:
    for fact in entry.facts:
        pending = _statements().get(fact.id)
        if pending is not None and pending.statement is not None:
            yield Given(fact.id, fact.role, pending.statement.relation, pending.statement.conditions)


def _kinks(entry: Entry) -> Iterable[Kink]:
    for kink in entry.kinks:
        yield Kink(kink.point, read(kink.left).parts[0].term, read(kink.right).parts[0].term)


def _short(body: Term) -> tuple[Term, tuple[tuple[Sym, Num], ...]]:
    """Letters in place of numbers of many digits, so that a formula can be printed."""
    seen: dict[Num, Sym] = {}

    def rule(node: Term) -> Term | None:
        if isinstance(node, Num) and len(node.text) > MANY_DIGITS:
            free = [s for s in LETTERS if s not in seen.values() and s not in free_symbols(body)]
            if node in seen or free:
                return seen.setdefault(node, free[0]) if node not in seen else seen[node]
        return None

    short = transform(body, rule)
    letters = tuple((s, n) for n, s in seen.items())
    return _products(short) if letters else short, letters


def _lettered(term: Term, letters: tuple[tuple[Sym, Num], ...]) -> Term:
    by_value = {n: s for s, n in letters}
    return _products(transform(term, lambda n: by_value.get(n) if isinstance(n, Num) else None))


def _products(term: Term) -> Term:
    """λ·α(…) of letters is written as the product λα(…)."""

    def rule(node: Term) -> Term | None:
        match node:
            case Op("dot", (a, b)) if isinstance(a, Sym):
                return op("mul", a, *(b.args if isinstance(b, Op) and b.head == "mul" else (b,)))
        return None

    return transform(term, rule)


def of_formula(text: str, variable: str | None = None) -> Subject:
    """A formula of the user: ``x·log(1+σ(x))``, ``f(x) = …``, or the name of an elementary function."""
    if text in HEADS and HEADS[text].startswith("the function"):
        parts: tuple[Term, ...] = (op(text, Sym("x")),)
    else:
        try:
            parts = tuple(p.term for p in read(typed(text)).parts)
        except ReadError as error:
            raise SubjectError(_unknown(text, error)) from error
    if len(parts) != 1:
        raise SubjectError(f"{text!r} is {len(parts)} formulas; give one a row")
    body: Term = parts[0]
    var: Sym | None = None
    match parts[0]:
        case Op("eq" | "define", (Op("call", (Sym(), Sym() as x)), right)):
            body, var = right, x
        case Sym() | Num():
            if re.fullmatch(r"[\w-]{2,}", text):
                raise SubjectError(_unknown(text, None))
    if re.fullmatch(r"[A-Za-z][\w-]+", text) and not isinstance(parts[0], Op):
        raise SubjectError(_unknown(text, None))
    if re.fullmatch(r"[A-Za-z_-]{3,}", text) and text not in HEADS:
        raise SubjectError(_unknown(text, None))
    names = free_symbols(body)
    if variable is not None:
        var = Sym(variable)
        if var not in names:
            raise SubjectError(f"{text!r} does not contain the variable {variable}")
    if var is None:
        var = _variable(text, names)
    scope = Scope()
    for name in names:
        scope.declare(name, Declared(REALS, ()))
    return _built(text, f"${latex(body)}$", var, body, scope, tuple((n, REALS) for n in names))


def _variable(text: str, names: frozenset[Sym]) -> Sym:
    for sym in (Sym("x"), Sym("z"), Sym("t")):
        if sym in names:
            return sym
    if len(names) == 1:
        return next(iter(names))
    listed = ", ".join(sorted(n.text for n in names)) or "none"
    raise SubjectError(f"{text!r}: which name is the variable? it has {listed}; say --variable NAME")


def _built(
    key: str, title: str, var: Sym, body: Term, scope: Scope, domains: tuple[tuple[Sym, Domain], ...],
    function: Sym = FUNCTION, source: str = "",
) -> Subject:  # fmt: skip
    scope = scope.child(scope.level + 1)
    if function in free_symbols(body):
        raise SubjectError(f"{key!r}: the letter {function.text} names the function itself in the table")
    _define(scope, function, (var,), body)
    _define_density(scope)
    keep = frozenset(s for s in free_symbols(body))
    try:
        closed = Closer(scope, load()).close(body, keep)
    except NotClosedError as error:
        raise SubjectError(f"{key!r}: {error}") from error
    shown = op("call", function, var)
    return Subject(key, title, "", var, shown, body, closed, scope, domains, source=source)


def _unknown(text: str, error: ReadError | None) -> str:
    known = {**{n: n for n in KINDS}, **{n.lower(): n for n in load().entries}}
    known |= {n.lower(): e.name for e in load() for n in e.names} | {a: LISTED[t].entry for a, t in ALIASES.items()}
    word = re.fullmatch(r"[\w -]+", text)
    close = get_close_matches(text.lower(), list(known), 1, 0.7) if word else []
    guess = f"; did you mean {known[close[0]]}?" if close else ""
    if error is None or close:
        listed = "" if close else f"; there are activations, losses, {', '.join(load().entries)}"
        return f"{text!r} is no function of the catalogue, no file and no formula{guess}{listed}"
    return f"{text!r} is neither in the catalogue nor a file, and as a formula it is not read: {error.message}"


def of_file(path: str) -> list[Subject]:
    """The functions of one number that a document defines, each once, under the declarations that hold there."""
    try:
        understood = understand(load_document(path))
    except DocumentError as error:
        raise SubjectError(error.message) from error
    found: dict[str, Subject] = {}
    for written in understood.written:
        if (
            len(written.params) != 1
            or written.code
            or written.claim is not None
            or any(v.shape for v in written.variables)
        ):
            continue
        (var,) = written.params
        key = f"{written.name.text}"
        if key in found or var not in free_symbols(written.body) | {var}:
            continue
        scope = Scope()
        for v in written.variables:
            scope.declare(v.sym, Declared(v.domain, ()))
        domains = tuple((v.sym, v.domain) for v in written.variables)
        title = f"${latex(written.name)}$" if len(written.name.name) == 1 else written.name.name
        function = written.name if len(written.name.text) == 1 else Sym("f")
        try:
            body = _as_written(written, scope)
            source = f"{path}:{written.location.line}"
            found[key] = _built(key, title, var, body, scope, domains, function, source)
        except SubjectError:
            continue
    if not found:
        raise SubjectError(f"{path} defines no function of one number")
    return list(found.values())


def _as_written(written: Written, scope: Scope) -> Term:
    """The body as the document writes it, where it means the same without the rest of the document."""
    try:
        (part,) = read(written.formula).parts
    except (ReadError, ValueError):
        return written.body
    match part.term:
        case Op("eq" | "define", (Op("call", (_, *params)), body)) if tuple(params) == written.params:
            keep = frozenset(free_symbols(body))
            try:
                closed = Closer(scope, load()).close(body, keep)
            except (NotClosedError, AmbiguousError):
                return written.body
            return body if closed == written.body else written.body
    return written.body


__all__ = ["Given", "Kink", "Subject", "SubjectError", "of_entry", "subjects"]
