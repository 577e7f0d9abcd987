"""Scopes: what has been declared and defined so far, section by section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from symnn.context.model import Declared, Definition
from symnn.context.names import is_generic, spelling
from symnn.indices import settled, tidy
from symnn.notation import DEEP_LEARNING, Profile
from symnn.notation.symbols import GREEK
from symnn.term import Op, Sym, Term, free_symbols, substitute, walk

_ARRAY_HEADS = frozenset(["transpose", "gradient", "deriv", "hadamard", "row", "column", "matrix", "ones"])


@dataclass(slots=True)
class Scope:
    """One section; names are looked up here, then in the enclosing sections."""

    parent: Scope | None = None
    level: int = 0
    profile: Profile = DEEP_LEARNING
    declared: dict[Sym, Declared] = field(default_factory=dict)
    definitions: dict[Sym, Definition] = field(default_factory=dict)
    terms: dict[Term, Term] = field(default_factory=dict)
    assumptions: list[Term] = field(default_factory=list)
    unsaid: dict[Sym, str] = field(default_factory=dict)  # what words say of a name and no term does
    standard_normal: bool = False
    layout_said: str | None = None
    renewed: set[Sym] = field(default_factory=set)  # taken up anew here: nothing said outside is said of them
    arities: dict[tuple[Sym, int], Definition] = field(default_factory=dict)  # H(p) beside H(p, q)
    otherwise: dict[Sym, str] = field(default_factory=dict)  # words by which a letter is not the catalogue's function
    escaped: dict[Term, Term] = field(default_factory=dict, compare=False)  # bodies whose sum its index leaves, mended
    sentences: dict[Sym, int] = field(default_factory=dict, compare=False)  # where the sentence begins that declares
    shaped: dict[Sym, int] = field(default_factory=dict, compare=False)  # where a name was given its shape last
    _earlier: tuple[tuple[Term, ...], Mapping[Sym, str]] | None = field(default=None, repr=False, compare=False)
    _last: Scope | None = field(default=None, repr=False, compare=False)

    def child(self, level: int) -> Scope:
        return Scope(parent=self, level=level, profile=self.profile)

    def snapshot(self) -> Scope:
        """What is known here now, untouched by what the document says later; shared while nothing is added."""
        parent = None if self.parent is None else self.parent.snapshot()
        last = self._last
        if last is None or last.parent is not parent or not self._same(last):
            last = self._last = Scope(
                parent, self.level, self.profile, dict(self.declared), dict(self.definitions), dict(self.terms),
                list(self.assumptions), dict(self.unsaid), self.standard_normal, self.layout_said, set(self.renewed),
                dict(self.arities), otherwise=dict(self.otherwise),
            )  # fmt: skip
        return last

    def _same(self, other: Scope) -> bool:
        return (
            (self.profile, self.standard_normal, self.layout_said)
            == (other.profile, other.standard_normal, other.layout_said)
            and (self.declared, self.definitions) == (other.declared, other.definitions)
            and (self.terms, self.assumptions, self.unsaid) == (other.terms, other.assumptions, other.unsaid)
            and (self.renewed, self.arities, self.otherwise) == (other.renewed, other.arities, other.otherwise)
        )

    def chain(self) -> Iterator[Scope]:
        """This scope and the enclosing ones, inside out."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent

    @property
    def root(self) -> Scope:
        *_, last = self.chain()
        return last

    def define(self, definition: Definition) -> None:
        """A generic name lives in its section; any other name from here to the end of the document."""
        home = self if is_generic(definition.name) else self.root
        home.definitions[definition.name] = definition
        if definition.params:
            home.arities[definition.name, len(definition.params)] = definition

    def take_over(self, local: Scope, given: Mapping[Sym, Definition]) -> None:
        """What a formula defines holds behind it; what was ``given`` for that formula only is put in."""
        self.terms.update(local.terms)
        values = {s: d.body for s, d in given.items() if not d.params}
        for name, definition in local.definitions.items():
            if given.get(name) is not definition:
                inside = {s: b for s, b in values.items() if s not in definition.params}
                self.define(replace(definition, body=substitute(definition.body, inside)))
                kind = local.profile.declared_kind(name)
                self.profile = self.profile if kind is None else self.profile.declare(name, kind)

    def begin(self) -> None:
        """A paragraph begins: what it says of a name stands beside its declaration of the name, in any order."""
        self._earlier = tuple(self.assumptions), dict(self.unsaid)

    def declare(self, sym: Sym, what: Declared, *, narrows: bool = False) -> None:
        """Take up a name: what was said of it before is not said of it from here on, if this does more than narrow."""
        if not narrows:
            self.renew(sym)
        if (known := self.definitions.get(sym)) is not None and known.origin == "words":
            del self.definitions[sym]
        self.declared[sym] = what

    def forget(self, sym: Sym) -> None:
        """Nothing is said of the name here: neither relations nor words."""
        self.assumptions = [a for a in self.assumptions if not speaks_of(a, sym)]
        self.unsaid.pop(sym, None)
        self.renewed.add(sym)

    def renew(self, sym: Sym) -> None:
        """Forget every property of a name and every relation that mentions it, up to the paragraph that is read."""
        again = sym in self.declared
        relations, words = self._earlier or ((tuple(self.assumptions), dict(self.unsaid)) if again else ((), {}))
        self.assumptions = [a for a in self.assumptions if a not in relations or not speaks_of(a, sym)]
        if sym in words and self.unsaid.get(sym) == words[sym]:
            del self.unsaid[sym]
        self.renewed.add(sym)

    def lay_out(self, layout: str, lasting: bool) -> None:
        """From here on derivatives have a layout, to the end of the section or, ``lasting``, of the document."""
        self.layout_said = layout
        if lasting:
            for scope in self.chain():
                scope.layout_said = layout

    def layout(self) -> str:
        """What the sections say of the layout of derivatives, the nearest first; empty where nothing is said."""
        return next((s.layout_said for s in self.chain() if s.layout_said is not None), "")

    def declaration(self, sym: Sym) -> Declared | None:
        """What was said about the name itself, or about the family ``w_k`` that it belongs to."""
        for scope in self.chain():
            if sym in scope.declared:
                return scope.declared[sym]
        for scope in self.chain():
            for known, what in scope.declared.items():
                indices = family_indices(known, sym)
                if indices is not None:
                    return _member(what, known, indices)
        return None

    def definition(self, sym: Sym) -> Definition | None:
        """The definition in force; for a member of a family the body with its index put in."""
        for scope in self.chain():
            if (found := scope.definitions.get(sym)) is not None:
                return found
            if sym in scope.declared:  # a^(l-1) ∈ ℝ^p is given, whatever a^(l) is
                return None
            for known, definition in scope.definitions.items():
                indices = family_indices(known, sym)
                if indices and set(indices) <= free_symbols(definition.body):  # g_l and g_t are labels, no family
                    return replace(definition, name=sym, body=settled(substitute(definition.body, indices)))
        return None

    def definition_with(self, sym: Sym, arguments: int) -> Definition | None:
        """The definition of a function with that many arguments, where its name has others with more or fewer."""
        return next((s.arities[sym, arguments] for s in self.chain() if (sym, arguments) in s.arities), None)

    def definition_by_spelling(self, sym: Sym) -> Definition | None:
        """A definition of the same name of several letters in another spelling; φ and Φ are two letters."""
        if sym.name in GREEK:
            return None
        for scope in self.chain():
            for known, definition in scope.definitions.items():
                if (
                    len(known.name) > 1
                    and known.name not in GREEK
                    and spelling(known.name) == spelling(sym.name)
                    and not sym.accents
                ):
                    return definition
        return None

    def term_body(self, term: Term) -> Term | None:
        """The body given to a compound head such as P(y|x)."""
        return next((s.terms[term] for s in self.chain() if term in s.terms), None)

    def said_of(self, sym: Sym) -> str | None:
        """A property of the name that was not understood well enough to refute anything about it."""
        for scope in self.chain():
            if sym in scope.unsaid:
                return scope.unsaid[sym]
            if sym in scope.renewed:
                return None
        return None

    def means_another(self, sym: Sym) -> str | None:
        """The words by which a letter is not the function that the catalogue calls so."""
        return next((s.otherwise[sym] for s in self.chain() if sym in s.otherwise), None)

    def all_assumptions(self) -> tuple[Term, ...]:
        """Outside in; none about a name that a section further in takes up anew."""
        parts: list[list[Term]] = []
        anew: set[Sym] = set()
        for scope in self.chain():
            parts.append([a for a in scope.assumptions if not any(speaks_of(a, s) for s in anew)])
            anew |= scope.renewed
        return tuple(a for part in reversed(parts) for a in part)

    def holds_arrays(self, body: Term) -> bool:
        """Whether vectors, matrices or derivatives stand in a body: then a bracket behind its name is a factor."""
        return any(
            (isinstance(node, Op) and node.head in _ARRAY_HEADS)
            or (isinstance(node, Sym) and self.profile.kind(node) in ("vector", "matrix"))
            for node in walk(body)
        )

    @property
    def normal_variable(self) -> bool:
        """Whether the section declares the standard normal distribution."""
        return any(s.standard_normal for s in self.chain())


def speaks_of(relation: Term, sym: Sym) -> bool:
    """Whether a relation is about a name, its entries, or the array of which the name is an entry."""
    names = free_symbols(relation)
    return sym in names or any(replace(s, subs=()) == sym or s == replace(sym, subs=()) for s in names)


def family_indices(known: Sym, sym: Sym) -> dict[Sym, Term] | None:
    """``w_k`` is declared for every k: the substitution k → j that makes it ``w_j``; ``None`` if it is another name."""
    if known == sym or (known.name, known.font, known.accents) != (sym.name, sym.font, sym.accents):
        return None
    if len(known.subs) != len(sym.subs) or len(known.sups) != len(sym.sups) or not known.subs + known.sups:
        return None
    indices: dict[Sym, Term] = {}
    for mine, theirs in zip(known.subs + known.sups, sym.subs + sym.sups, strict=True):
        if mine == theirs:
            continue
        if not (isinstance(mine, Sym) and mine.name in tuple("ijklmnpqrstd") and not mine.subs):
            return None
        if indices.setdefault(mine, theirs) != theirs:
            return None
    return indices


def _member(what: Declared, known: Sym, indices: Mapping[Sym, Term]) -> Declared | None:
    """``W^{(l)} ∈ ℝ^{n_l × n_{l-1}}`` gives ``W^{(l+1)}`` its sizes; sizes without the layer are this one's only."""
    if not what.shape:
        return what
    named = {s for d in what.shape for s in free_symbols(d)}
    if any(s in indices and s not in named for s in known.sups):
        return None
    return replace(what, shape=tuple(tidy(substitute(d, indices)) for d in what.shape))
