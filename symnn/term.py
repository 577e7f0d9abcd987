"""The faithful tree of a formula: what was written, nothing simplified, evaluated or reordered.

Three kinds of node:

- ``Num``: an exact rational, with the digits as written (``0.25`` is 1/4);
- ``Sym``: a name with its font, accents, subscripts and parenthesised superscripts (``W^{(l)}_{ij}``);
- ``Op``: a head from ``HEADS`` with its arguments in the order of the source.

Two terms are equal when their trees are; where they stood (``at``) and how digits were written does not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from symnn.heads import BINDERS, HEADS
from symnn.shown import Shown


@dataclass(frozen=True, slots=True)
class Num(Shown):
    """An exact rational number; ``text`` keeps the digits as they were written."""

    value: Fraction
    text: str = field(default="", compare=False)
    at: tuple[int, int] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sym(Shown):
    """A name: ``hat(y)``, ``bf(W)``, ``z`` with superscript ``(l)`` and subscripts.

    ``name`` is canonical: ``x``, ``gamma``, ``ReLU``; ``font`` is ``""``, ``bf``, ``cal``, ``bb`` or ``frak``;
    ``accents`` from the inside out: ``hat``, ``bar``, ``tilde``, ``vec``, ``dot``, ``star``, ``prime``.
    """

    name: str
    subs: tuple[Term, ...] = ()
    sups: tuple[Term, ...] = ()
    font: str = ""
    accents: tuple[str, ...] = ()
    at: tuple[int, int] | None = field(default=None, compare=False, repr=False)

    @property
    def base(self) -> Sym:
        """The name without subscripts and superscripts: ``x_i`` and ``x`` share it."""
        return replace(self, subs=(), sups=())

    @property
    def text(self) -> str:
        """A plain, unambiguous spelling: ``hat(y)_{i}``, ``bf(W)^{(l)}``."""
        out = self.name
        for accent in self.accents:
            out = f"{accent}({out})"
        if self.font:
            out = f"{self.font}({out})"
        if self.sups:
            out += "^{(" + ",".join(map(_index, self.sups)) + ")}"
        if self.subs:
            out += "_{" + ",".join(map(_index, self.subs)) + "}"
        return out


@dataclass(frozen=True, slots=True)
class Op(Shown):
    """A head from ``HEADS`` with its arguments in source order."""

    head: str
    args: tuple[Term, ...] = ()
    at: tuple[int, int] | None = field(default=None, compare=False, repr=False)
    _hash: int = field(default=0, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.head not in HEADS:
            raise ValueError(f"unknown head {self.head!r}")

    def __hash__(self) -> int:
        """Worked out once: terms are keys at every depth."""
        known = self._hash
        if not known:
            known = hash((self.head, self.args)) or 1
            object.__setattr__(self, "_hash", known)
        return known

    def __reduce__(self) -> tuple[type[Op], tuple[str, tuple[Term, ...], tuple[int, int] | None]]:
        return Op, (self.head, self.args, self.at)  # hashes of strings differ from process to process


Term = Num | Sym | Op


def num(value: int | Fraction | str) -> Num:
    """``num("0.25")`` is the exact rational 1/4."""
    return Num(Fraction(value))


def op(head: str, *args: Term) -> Op:
    return Op(head, args)


NONE = Op("none")
TRUE = Op("true")


def children(term: Term) -> tuple[Term, ...]:
    """Direct subterms, including the indices of a name."""
    match term:
        case Op():
            return term.args
        case Sym():
            return term.subs + term.sups
        case Num():
            return ()


def walk(term: Term) -> Iterator[Term]:
    """Every subterm, the term itself first, left to right."""
    stack = [term]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def rebuild(term: Term, parts: tuple[Term, ...]) -> Term:
    """The same node with other direct subterms, in the order of ``children``."""
    match term:
        case Op():
            return replace(term, args=parts)
        case Sym():
            cut = len(term.subs)
            return replace(term, subs=parts[:cut], sups=parts[cut:])
        case Num():
            return term


def transform(term: Term, rule: Callable[[Term], Term | None]) -> Term:
    """Apply ``rule`` from the leaves up; ``None`` leaves a node as it is."""
    parts = children(term)
    fresh = tuple(transform(p, rule) for p in parts)
    out = term if fresh == parts else rebuild(term, fresh)
    changed = rule(out)
    return out if changed is None else changed


def bound_variable(term: Term) -> Sym | None:
    """The name that a binder binds, or ``None``."""
    if isinstance(term, Op) and term.head in BINDERS and len(term.args) > 1 and isinstance(term.args[1], Sym):
        return term.args[1]
    return None


def free_symbols(term: Term) -> frozenset[Sym]:
    """Names that occur free; ``x_i`` counts as itself and its free indices, not as ``x``.

    The function of a ``call`` and the name under a ``prime`` are function names, listed by ``free_functions``.
    """
    found: set[Sym] = set()

    def visit(node: Term, bound: frozenset[Sym]) -> None:
        match node:
            case Num():
                return
            case Sym():
                if node not in bound:
                    found.add(node)
                for index in node.subs + node.sups:
                    visit(index, bound)
            case Op("call", (fn, *args)):
                if not isinstance(fn, Sym):
                    visit(fn, bound)
                for arg in args:
                    visit(arg, bound)
            case Op("prime", (Sym(), *_)):
                return
            case Op("at", (body, Sym() as var, value)):
                visit(value, bound)
                visit(body, bound | {var})
            case Op():
                var_ = bound_variable(node)
                if var_ is None:
                    for arg in node.args:
                        visit(arg, bound)
                    return
                visit(node.args[0], bound | {var_})
                for arg in node.args[2:]:
                    visit(arg, bound)

    visit(term, frozenset())
    return frozenset(found)


def free_functions(term: Term) -> frozenset[Sym]:
    """Names in function position: ``f`` in ``f(x)``, ``f'(x)`` and ``f'``."""
    found: set[Sym] = set()
    for node in walk(term):
        if isinstance(node, Op) and node.head in ("call", "prime") and node.args and isinstance(node.args[0], Sym):
            found.add(node.args[0])
    return frozenset(found)


def substitute(term: Term, values: Mapping[Sym, Term]) -> Term:
    """Replace free names by terms, without capture: a bound name that would capture is renamed."""
    if not values:
        return term
    match term:
        case Num():
            return term
        case Sym():
            if term in values:
                return values[term]
            return rebuild(term, tuple(substitute(p, values) for p in children(term)))
        case Op("deriv", (body, *variables)):
            return _into_derivative(body, tuple(variables), values)
        case Op():
            var = term.args[1] if term.head == "at" and isinstance(term.args[1], Sym) else bound_variable(term)
            if var is None:
                if term.head == "call" and isinstance(term.args[0], Sym):
                    head: tuple[Term, ...] = (term.args[0],)
                    return replace(term, args=head + tuple(substitute(a, values) for a in term.args[1:]))
                return rebuild(term, tuple(substitute(a, values) for a in term.args))
            inner = {k: v for k, v in values.items() if k != var}
            body = term.args[0]
            if any(var in free_symbols(v) for k, v in inner.items() if k in free_symbols(body)):
                fresh = fresh_name(var, free_symbols(body) | set().union(*(free_symbols(v) for v in inner.values())))
                body, var = substitute(body, {var: fresh}), fresh
            rest = tuple(substitute(a, values) for a in term.args[2:])
            return replace(term, args=(substitute(body, inner), var, *rest))


def _into_derivative(body: Term, variables: tuple[Term, ...], values: Mapping[Sym, Term]) -> Term:
    """A value for the variable of a derivative is where the derivative is taken, not what it is taken by.

    One for an index of the variable says by which entry it is taken: ∂f/∂x_i for i = y is ∂f/∂x_y.
    """
    variables = tuple(substitute(v, values) if isinstance(v, Sym) and v not in values else v for v in variables)
    names = [v for v in dict.fromkeys(variables) if isinstance(v, Sym)]
    inner = {k: v for k, v in values.items() if k not in names}
    used = {k: v for k, v in inner.items() if k in free_symbols(body)}
    outer = [(n, values[n]) for n in names if n in values]
    taken = free_symbols(body).union(*(free_symbols(v) for v in used.values()), names)
    renaming: dict[Sym, Sym] = {}
    for name in names:
        if any(name in free_symbols(v) for v in used.values()):
            renaming[name] = fresh_name(name, taken)
            taken = taken | {renaming[name]}
    body = substitute(substitute(body, renaming), used)
    by = tuple(renaming.get(v, v) if isinstance(v, Sym) else substitute(v, values) for v in variables)
    out: Term = Op("deriv", (body, *by))
    at = dict(outer)
    for name in names:
        if name in renaming or name in at:
            out = Op("at", (out, renaming.get(name, name), at.get(name, name)))
    return out


PLACE = Sym("t~")
"""The variable of a function of one number: σ′(z) is ``at(deriv(σ(t~), t~), t~, z)``, of an array z entry by entry."""


def is_place(sym: Sym) -> bool:
    """``t~``, or what it becomes where another one is bound already."""
    return sym.name == PLACE.name or sym.name.startswith(PLACE.name + "~")


def fresh_name(var: Sym, taken: frozenset[Sym]) -> Sym:
    """A name like ``var`` that is not taken: ``k``, ``k_1`` becomes ``k~1``."""
    count = 1
    while (candidate := replace(var, name=f"{var.name}~{count}")) in taken:
        count += 1
    return candidate


def depth(term: Term) -> int:
    """Nesting depth; a leaf has depth 1."""
    deepest, stack = 0, [(term, 1)]
    while stack:
        node, level = stack.pop()
        deepest = max(deepest, level)
        stack.extend((c, level + 1) for c in children(node))
    return deepest


def _index(term: Term) -> str:
    """``l+1`` and ``l-1`` as people write them; whatever else as ``plain``."""
    match term:
        case Op("add", (Sym() as first, Num() as by)):
            return f"{plain(first)}+{plain(by)}"
        case Op("add", (Sym() as first, Op("neg", (Num() as by,)))):
            return f"{plain(first)}-{plain(by)}"
        case _:
            return plain(term)


def plain(term: Term) -> str:
    """A short prefix spelling for messages of last resort and for keys: ``add(x, neg(1))``."""
    match term:
        case Num():
            return str(term.value)
        case Sym():
            return term.text
        case Op():
            return f"{term.head}({', '.join(plain(a) for a in term.args)})" if term.args else term.head


def to_json(term: Term) -> list[Any]:
    """A JSON value that ``from_json`` reads back to an equal term."""
    match term:
        case Num():
            return ["num", str(term.value), term.text]
        case Sym():
            subs, sups = [to_json(s) for s in term.subs], [to_json(s) for s in term.sups]
            return ["sym", term.name, subs, sups, term.font, list(term.accents)]
        case Op():
            return ["op", term.head, *(to_json(a) for a in term.args)]


_RATIONAL = re.compile(r"-?[0-9]+(\.[0-9]+|/0*[1-9][0-9]*)?\Z")


def from_json(data: Any) -> Term:
    """Inverse of ``to_json``; ``ValueError`` on anything else."""
    match data:
        case ["num", str(value), str(text)] if _RATIONAL.match(value):  # "1e999999999" would take for ever
            return Num(Fraction(value), text)
        case ["sym", str(name), list(subs), list(sups), str(font), list(accents)]:
            indices = tuple(from_json(s) for s in subs), tuple(from_json(s) for s in sups)
            return Sym(name, *indices, font, tuple(str(a) for a in accents))
        case ["op", str(head), *args]:
            return Op(head, tuple(from_json(a) for a in args))
        case _:
            raise ValueError(f"not a serialised term: {data!r}")
