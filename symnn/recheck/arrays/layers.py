"""A claim about layers, said of one depth: the definitions that it carries expanded until none is left.

The certificate names the numbers of the layers.  The rule of a family, a^(l) := …, holds for every number of its
letter; the definition of one member, a^(0) or δ^(L), goes before it.  A name without a definition is free.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from symnn.domain import Domain
from symnn.indices import shifted, tidy
from symnn.recheck.outcome import MalformedError, fail
from symnn.term import Num, Op, Sym, Term, free_symbols, from_json, rebuild, to_json, walk

_MOST_STEPS = 40
_COMPARED = {
    "le": lambda a, b: a <= b, "lt": lambda a, b: a < b, "ge": lambda a, b: a >= b, "gt": lambda a, b: a > b,
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b,
}  # fmt: skip
Key = tuple[str, str, tuple[str, ...], int, int]


def about_layers(claim: Mapping[str, Any]) -> bool:
    """Whether definitions go with the claim."""
    return any(isinstance(a := from_json(t), Op) and a.head == "define" for t in claim["assumptions"])


def at_depth(claim: Mapping[str, Any], numbers: Any) -> dict[str, Any]:
    """The same claim without definitions, at these layers; raises where they are not among those that it is about."""
    if not isinstance(numbers, dict) or not all(type(n) is int and n >= 0 for n in numbers.values()):
        raise MalformedError("a layer is a whole number")
    return _Unrolled(claim, numbers).claim()


class _Unrolled:
    def __init__(self, claim: Mapping[str, Any], numbers: Mapping[str, int]) -> None:
        self.source = claim
        self.relation = from_json(claim["relation"])
        terms = [from_json(t) for t in claim["assumptions"]]
        self.rows = [
            (from_json(name), Domain.from_json(domain), bool(known), role, tuple(map(from_json, shape)))
            for name, domain, known, role, shape in claim["variables"]
        ]
        self.letters = {s for s, _, _, role, _ in self.rows if role == "index" and isinstance(s, Sym)}
        self.values = {s: Num(Fraction(numbers[s.text])) for s in self.letters if s.text in numbers}
        self.defined = [a.args for a in terms if isinstance(a, Op) and a.head == "define"]
        self.others = [a for a in terms if not (isinstance(a, Op) and a.head == "define")]
        tops = {s for head, body in self.defined if not self._letters(head) for n in walk(body)
                if isinstance(n, Sym) for s in self._letters(n)}  # fmt: skip
        if len(tops) > 1 or not all(isinstance(head, Sym) for head, _ in self.defined):
            fail("which letter is the depth")
        self.depth = next(iter(tops), None)
        self.last = None if self.depth is None else self.values.get(self.depth)
        self.used: set[Sym] = set()
        self._check_numbers()

    def _letters(self, t: Term) -> set[Sym]:
        indices = t.subs + t.sups if isinstance(t, Sym) else ()
        return {s for i in indices for s in walk(i) if isinstance(s, Sym)} & self.letters

    def _check_numbers(self) -> None:
        for s, domain, *_ in self.rows:
            if s in self.values and self.values[s].value not in domain:
                fail(f"{s.text} = {self.values[s].value} is not in its domain")
        kept = []
        for a in self.others:
            names = {n for n in walk(a) if isinstance(n, Sym)}
            if not names & self.letters:
                kept.append(a)
                continue
            sides = [tidy(shifted(x, self.values)) for x in a.args] if isinstance(a, Op) else []
            if not (isinstance(a, Op) and a.head in _COMPARED and all(isinstance(x, Num) for x in sides)):
                fail("a condition on layers")
            if not _COMPARED[a.head](*(x.value for x in sides if isinstance(x, Num))):
                fail("the layers do not satisfy a condition")
        self.others = kept

    # -- definitions -------------------------------------------------------------------------------------------------

    def _body(self, sym: Sym) -> Term | None:
        """What the name stands for, the definition of the member itself first."""
        own = [(h, b) for h, b in self.defined if isinstance(h, Sym) and _key(h) == _key(sym)]
        single = [shifted(b, self.values) for h, b in own
                  if self._letters(h) <= {self.depth} and shifted(h, self.values) == sym]  # fmt: skip
        rules = [(h, b) for h, b in own if self._letters(h) - {self.depth}]
        if len(single) > 1 or len(rules) > 1:
            fail(f"more than one definition of {sym.text}")
        if single:
            return single[0]
        for head, body in rules:
            found = _matched(head, sym, self._letters(head))
            if found is not None:
                return shifted(body, {**self.values, **found})
        return None

    def _expand(self, t: Term, frozen: frozenset[Sym], steps: int) -> Term:
        if steps > _MOST_STEPS:
            fail("the definitions come to no end")
        match t:
            case Num():
                return t
            case Sym():
                body = None if t in frozen else self._body(t)
                if body is None:
                    self._check_layer(t)
                    return t
                return self._expand(body, frozen, steps + 1)
            case Op("deriv", (body, *by)):
                return self._derivative(body, by, frozen, steps)
            case Op("at", (body, Sym() as var, value)):
                inner = self._expand(body, frozen | {var}, steps)
                return Op("at", (inner, var, self._expand(value, frozen, steps)))
            case Op("call", (Sym() as f, *args)):
                return Op("call", (f, *(self._expand(a, frozen, steps) for a in args)))
            case Op("prime"):
                return t
            case Op():
                return rebuild(t, tuple(self._expand(a, frozen, steps) for a in t.args))

    def _derivative(self, body: Term, by: list[Term], frozen: frozenset[Sym], steps: int) -> Term:
        """∂A/∂B with B as the variable, at the value that B has."""
        if len(set(by)) != 1 or not isinstance(by[0], Sym):
            fail("a derivative by more than one name")
        name = by[0]
        assert isinstance(name, Sym)
        inner = self._expand(body, frozen | {name}, steps)
        out = Op("deriv", (inner, *by))
        value = None if name in frozen else self._body(name)
        if value is None:
            return out
        at = self._expand(value, frozen, steps + 1)
        sizes = {s for *_, shape in self.rows for d in shape for s in free_symbols(d)}
        if (free_symbols(inner) - {name}) & free_symbols(at) - sizes - self.letters:
            fail(f"a derivative by {name.text} with two readings")
        return Op("at", (out, name, at))

    def _check_layer(self, sym: Sym) -> None:
        """Free names belong to layers from 0 to the depth."""
        for i in sym.subs + sym.sups:
            if not isinstance(i, Num) or self._pattern(sym) is None:
                continue
            if i.value < 0 or (self.last is not None and i.value > self.last.value):
                fail(f"{sym.text} belongs to no layer")

    # -- declarations ------------------------------------------------------------------------------------------------

    def _pattern(self, sym: Sym) -> tuple[Any, dict[Sym, Term]] | None:
        for row in self.rows:
            if shifted(row[0], self.values) == sym and row[2]:
                return row, dict(self.values)
        for row in self.rows:
            letters = self._letters(row[0])
            if row[2] and len(letters) == 1 and (found := _matched(row[0], sym, letters)) is not None:
                return row, {**self.values, **found}
        return None

    def claim(self) -> dict[str, Any]:
        relation = self._expand(shifted(self.relation, self.values), frozenset(), 0)
        names = free_symbols(relation).union(*map(free_symbols, self.others))
        variables = []
        for s in sorted(names, key=lambda s: s.text):
            found = self._pattern(s)
            if found is None:
                continue  # a size
            (_, domain, known, role, shape), change = found
            if s not in self.letters:
                sizes = [to_json(tidy(shifted(d, change))) for d in shape]
                variables.append([to_json(s), domain.to_json(), known, "variable" if role == "index" else role, sizes])
        return {**self.source, "relation": to_json(relation), "variables": variables,
                "assumptions": [to_json(a) for a in self.others], "opaque": self._functions(relation)}  # fmt: skip

    def _functions(self, relation: Term) -> list[Any]:
        known = [(from_json(o[0]), o[1:]) for o in self.source["opaque"]]
        out = []
        for n in walk(relation):
            if isinstance(n, Sym):
                for f, rest in known:
                    fits = f == n or (isinstance(f, Sym) and _matched(f, n, self._letters(f)) is not None)
                    if fits and [to_json(n), *rest] not in out:
                        out.append([to_json(n), *rest])
        return out


def _key(sym: Sym) -> Key:
    return sym.name, sym.font, sym.accents, len(sym.subs), len(sym.sups)


def _matched(pattern: Term, sym: Sym, letters: set[Sym]) -> dict[Sym, Term] | None:
    """Numbers for the letters that make the pattern the name."""
    if not isinstance(pattern, Sym) or _key(pattern) != _key(sym):
        return None
    found: dict[Sym, Term] = {}
    for mine, theirs in zip(pattern.subs + pattern.sups, sym.subs + sym.sups, strict=True):
        if isinstance(mine, Sym) and mine in letters:
            if not isinstance(theirs, Num) or found.setdefault(mine, theirs) != theirs:
                return None
        elif mine != theirs:
            return None
    return found
