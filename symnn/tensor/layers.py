"""Families of names, one for each layer: what the definitions ``name := body`` of a claim say at a given layer.

A family is a name with a layer index, z^(l); its rule holds for every value of the letter, and the definition of a
single member (a^(0), δ^(L)) goes before it.  A layer is a letter and a whole offset, l + 1, or a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from symnn.claim import Claim
from symnn.indices import linear, shifted, tidy
from symnn.tensor.index import Unsupported
from symnn.term import Num, Op, Sym, Term, bound_variable, walk

Key = tuple[str, str, tuple[str, ...], int, int]


@dataclass(frozen=True)
class Layer:
    """``letter + offset``; a number has no letter."""

    letter: Sym | None
    offset: int

    @property
    def term(self) -> Term:
        if self.letter is None:
            return Num(Fraction(self.offset))
        return tidy(Op("add", (self.letter, Num(Fraction(self.offset)))))

    def __add__(self, steps: int) -> Layer:
        return Layer(self.letter, self.offset + steps)


def layer(index: Term) -> Layer | None:
    """``None`` for what is not a letter plus a whole number."""
    rows = linear(index)
    offset = rows.pop(None, Fraction(0))
    if offset.denominator != 1 or any(f != 1 or not isinstance(s, Sym) for s, f in rows.items()) or len(rows) > 1:
        return None
    letter = next(iter(rows), None)
    assert letter is None or isinstance(letter, Sym)
    return Layer(letter, int(offset))


def key(sym: Sym) -> Key:
    return sym.name, sym.font, sym.accents, len(sym.subs), len(sym.sups)


@dataclass(frozen=True)
class Family:
    """``slot`` is the place of the layer among subscripts and superscripts; ``rule`` the body at layer ``letter``."""

    slot: int
    letter: Sym
    head: Sym
    rule: Term | None = None

    def at(self, sym: Sym) -> Layer | None:
        return layer((sym.subs + sym.sups)[self.slot])

    def fits(self, sym: Sym) -> bool:
        """The other indices are the same."""
        mine, theirs = self.head.subs + self.head.sups, sym.subs + sym.sups
        return all(a == b for i, (a, b) in enumerate(zip(mine, theirs, strict=True)) if i != self.slot)


class Definitions:
    """The equations of a claim, and the families among its variables and functions."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.letters = {v.sym for v in claim.variables if v.role == "index"}
        self.single: dict[Sym, Term] = {}
        self.families: dict[Key, Family] = {}
        self.given: dict[Key, Family] = {}
        rows: dict[Key, list[tuple[Sym, Term]]] = {}
        for a in claim.assumptions:
            match a:
                case Op("define", (Sym() as head, body)):
                    rows.setdefault(key(head), []).append((head, body))
        self.tops = self._tops(row for group in rows.values() for row in group)
        for group in rows.values():
            self._add(group)
        sizes = {key(n) for n in _sizes(claim) if isinstance(n, Sym)}
        names = [v.sym for v in claim.variables if key(v.sym) not in sizes] + [o.sym for o in claim.opaque]
        for name in sorted(names, key=lambda s: bool(self._letters(s) & self.tops)):
            self._give(name)
        for term in (claim.relation, *(body for group in rows.values() for _, body in group)):
            if any(bound_variable(n) in self.letters for n in walk(term)):
                raise Unsupported("a sum over the layers")
            self._check_entries(term)
        if len(self.tops) > 1:
            raise Unsupported("two letters for the last layer: " + ", ".join(sorted(t.text for t in self.tops)))
        self.depth = next(iter(self.tops), None)

    def _check_entries(self, term: Term) -> None:
        """Names that are written with a layer have no other indices besides."""
        known = {k[:3] for k in (*self.families, *self.given)}
        for node in walk(term):
            match node:
                case Sym() if key(node)[:3] in known and self.layer_of(node) is None:
                    raise Unsupported(f"{node.text}, an entry or another name than that with a layer")
                case Op("lim"):
                    raise Unsupported("a limit")
                case Op("at", (_, Sym() as var, _)) if self.member(var, {}) or key(var) in self.families | self.given:
                    raise Unsupported("a value put in for a defined name")

    def _tops(self, rows: Iterable[tuple[Sym, Term]]) -> set[Sym]:
        """Letters of layers in the definitions of names that have no layer themselves: ℒ := ℓ(a^(L))."""
        out: set[Sym] = set()
        for head, body in rows:
            if not self._letters(head):
                out |= {s for n in walk(body) if isinstance(n, Sym) for s in self._letters(n)}
        return out

    def _letters(self, sym: Sym) -> set[Sym]:
        return {s for i in sym.subs + sym.sups for s in walk(i) if isinstance(s, Sym)} & self.letters

    def _add(self, group: list[tuple[Sym, Term]]) -> None:
        """At most one rule in a family; the others define single members."""
        rules = [row for row in group if self._letters(row[0]) - self.tops]
        if len(rules) > 1:
            last = [row for row in rules if not any(self._steps(row[0], n) for n in walk(row[1]))]
            if len(rules) != 2 or len(last) != 1:
                raise Unsupported(f"more than one definition of {rules[0][0].text}")
            self.tops |= self._letters(last[0][0])
            rules.remove(last[0])
        self.single |= {head: body for head, body in group if not any(head == r for r, _ in rules)}
        for head, body in rules:
            slots = [k for k, i in enumerate(head.subs + head.sups) if i in self.letters]
            if len(slots) != 1 or len(self._letters(head)) != 1:
                raise Unsupported(f"the layer in {head.text}")
            letter = (head.subs + head.sups)[slots[0]]
            assert isinstance(letter, Sym)
            self.families[key(head)] = Family(slots[0], letter, head, body)

    def _steps(self, head: Sym, node: Term) -> bool:
        """A name of another layer than that of the head."""
        mine = {layer(i) for i in head.subs + head.sups if i in self.letters}
        theirs = [layer(i) for i in node.subs + node.sups] if isinstance(node, Sym) else []
        return any(t is not None and t.letter is not None and t not in mine for t in theirs)

    def _give(self, name: Sym) -> None:
        """W^(l), given for each layer."""
        indices = name.subs + name.sups
        slots = [k for k, i in enumerate(indices) if i in self.letters]
        if len(slots) == 1 and key(name) not in self.families | self.given:
            letter = indices[slots[0]]
            assert isinstance(letter, Sym)
            self.given[key(name)] = Family(slots[0], letter, name)

    # -- what stands at a layer -------------------------------------------------------------------------------------

    def family(self, sym: Sym) -> Family | None:
        found = self.families.get(key(sym)) or self.given.get(key(sym))
        return found if found is not None and found.fits(sym) else None

    def layer_of(self, sym: Sym) -> Layer | None:
        family = self.family(sym)
        return None if family is None else family.at(sym)

    def member(self, sym: Sym, values: Mapping[Sym, Term]) -> Term | None:
        """The definition of this name alone."""
        return next((shifted(b, values) for h, b in self.single.items() if shifted(h, values) == sym), None)

    def body(self, sym: Sym, values: Mapping[Sym, Term]) -> Term | None:
        """The definition of the name, in ``values`` of the depth; that of a single member goes before the rule."""
        if (own := self.member(sym, values)) is not None:
            return own
        family = self.families.get(key(sym))
        if family is None or family.rule is None or not family.fits(sym):
            return None
        here = family.at(sym)
        return None if here is None else shifted(family.rule, {**values, family.letter: here.term})

    def offsets(self, term: Term) -> Iterator[tuple[Sym, Layer]]:
        """The names in a term that belong to a layer."""
        for node in walk(term):
            if isinstance(node, Sym) and (found := self.layer_of(node)) is not None:
                yield node, found

    def named(self, sym: Sym, at: Layer) -> Sym:
        """The member of the family of ``sym`` at another layer."""
        family = self.family(sym)
        assert family is not None
        indices = list(sym.subs + sym.sups)
        indices[family.slot] = at.term
        cut = len(sym.subs)
        return replace(sym, subs=tuple(indices[:cut]), sups=tuple(indices[cut:]))


def _sizes(claim: Claim) -> Iterator[Term]:
    """Everything in the sizes of arrays."""
    for v in claim.variables:
        for d in v.shape:
            yield from walk(d)
    for node in walk(claim.relation):
        if isinstance(node, Op) and node.head == "reals":
            yield from walk(node)


def spoken(at: Layer) -> str:
    """``l``, ``l + 1``, ``L - 1`` or the number."""
    if at.letter is None:
        return str(at.offset)
    sign = "+" if at.offset > 0 else "-"
    return at.letter.text + (f" {sign} {abs(at.offset)}" if at.offset else "")
