"""One claim about layers, said of some of them: the definitions expanded as far as the layers that are looked at.

What comes from below enters as a given state of the layer before (any vector of its size); what comes above the last
layer looked at is one differentiable scalar function of that layer's state, or, at the top, the loss itself.  A claim
that holds for all of them holds for the network, because weights of one layer enter at that layer only: this is
checked here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from symnn.claim import Claim, Opaque, Variable
from symnn.domain import REALS
from symnn.indices import shifted, tidy
from symnn.tensor.index import Unsupported
from symnn.tensor.layers import Definitions, Layer, key, spoken
from symnn.term import Num, Op, Sym, Term, free_functions, free_symbols, rebuild, walk

_MOST = 20_000


@dataclass
class View:
    """The layers from ``low`` (its state is given) to ``high``; ``top`` if the last layer is among them.

    ``state`` is the family that a layer hands to the next one, ``shape`` its size at the layer ``of``.
    """

    known: Definitions
    state: Sym | None
    shape: tuple[Term, ...]
    low: Layer | None
    high: Layer | None
    top: bool
    values: Mapping[Sym, Term] = field(default_factory=dict)
    above: dict[Sym, Sym] = field(default_factory=dict)

    def claim(self, relation: Term, id: str) -> Claim:
        """The closed claim in which no defined name is left."""
        term = self.expand(shifted(relation, self.values), frozenset())
        if sum(1 for _ in walk(term)) > _MOST:
            raise Unsupported("the definitions expand to too much")
        base = self.known.claim
        names = free_symbols(term) & set(_values(term))
        rows = tuple(self._variable(s) for s in sorted(names, key=lambda s: s.text))
        opaque = [Opaque(u, 1, "scalar") for u in self.above.values()]
        for name in sorted(free_functions(term) - set(self.above.values()), key=lambda s: s.text):
            opaque.append(self._function(name))
        about = {v.sym for v in rows if v is not None}
        told = tuple(
            a
            for a in base.assumptions
            if isinstance(a, Op) and a.head != "define" and (a.head == "layout" or free_symbols(a) <= about)
        )
        return Claim(id, "derivative", term, tuple(v for v in rows if v is not None), told, tuple(opaque))

    # -- names -------------------------------------------------------------------------------------------------------

    def expand(self, term: Term, frozen: frozenset[Sym]) -> Term:
        match term:
            case Num():
                return term
            case Sym():
                body = None if term in frozen else self._body(term)
                return term if body is None else self.expand(body, frozen)
            case Op("deriv", (body, *variables)):
                return self._derivative(body, variables, frozen)
            case Op("call", (Sym() as fn, *args)):
                return Op("call", (fn, *(self.expand(a, frozen) for a in args)))
            case Op("prime"):
                return term
            case Op("at", (body, Sym() as var, value)):
                return Op("at", (self.expand(body, frozen | {var}), var, self.expand(value, frozen)))
            case Op():
                return rebuild(term, tuple(self.expand(a, frozen) for a in term.args))

    def _body(self, sym: Sym) -> Term | None:
        """What the name stands for, ``None`` for a given one."""
        here = self.known.layer_of(sym)
        if here is None or self.low is None or self.known.member(sym, self.values) is not None:
            body = self.known.body(sym, self.values)
            above = body is not None and here is None and not self.top and self._layered(body)
            return self._from_above(sym) if above else body
        if here == self.low and self._is_state(sym):
            return None
        assert self.high is not None
        if here.letter != self.low.letter:
            raise Unsupported(f"the layers {spoken(here)} and {spoken(self.low)} in one claim")
        if not self.low.offset < here.offset <= self.high.offset:
            raise Unsupported(f"{sym.text} lies outside of the layers of the claim")
        return self.known.body(sym, self.values)

    def _complete(self) -> bool:
        """Whether the layers are all of the network, with numbers."""
        return self.top and self.low is not None and self.low.letter is None

    def _is_state(self, sym: Sym) -> bool:
        return self.state is not None and key(sym) == key(self.state)

    def _layered(self, body: Term) -> bool:
        """Whether a layer is reached from here."""
        names = [n for n in walk(body) if isinstance(n, Sym)]
        inner = (self.known.body(n, self.values) for n in names if self.known.layer_of(n) is None)
        return any(self.known.layer_of(n) is not None for n in names) or any(
            b is not None and self._layered(b) for b in inner
        )

    def _from_above(self, loss: Sym) -> Term:
        """The loss as a function of the state of the highest layer in view."""
        if self.state is None or self.high is None:
            raise Unsupported("there is no recursion over the layers")
        fn = self.above.setdefault(loss, Sym(f"{loss.name}~"))
        return Op("call", (fn, self.known.named(self.state, self.high)))

    def _derivative(self, body: Term, variables: list[Term], frozen: frozenset[Sym]) -> Term:
        names = [v for v in variables if isinstance(v, Sym)]
        if len(names) != len(variables) or len(set(names)) != 1:
            raise Unsupported("a derivative by several names")
        name = names[0]
        if name in frozen and self.known.layer_of(name) is None:  # the variable of a function, as in f'(z)
            return Op("deriv", (self.expand(body, frozen), *names))
        here = self.known.layer_of(name)
        if here is None and self._complete():
            here = self.high  # the same in all layers, and all of them are in view
        if here is None or self.low is None or here.letter != self.low.letter:
            raise Unsupported(f"a derivative by {name.text}, which belongs to no layer of the claim")
        if here.offset < self.low.offset or (here.offset == self.low.offset and not self._is_state(name)):
            raise Unsupported(f"a derivative by {name.text}, which lies below the layers of the claim")
        inner = self.expand(body, frozen | {name})
        out: Term = Op("deriv", (inner, *names))
        value = None if name in frozen else self._body(name)
        if value is None:
            return out
        value = self.expand(value, frozen)
        both = (free_symbols(inner) - {name}) & free_symbols(value) & _arrays(value, self.known)
        if both:
            raise Unsupported(f"{name.text} and what is differentiated both depend on {min(s.text for s in both)}")
        return Op("at", (out, name, value))

    # -- declarations ------------------------------------------------------------------------------------------------

    def _variable(self, sym: Sym) -> Variable | None:
        base = self.known.claim
        for v in base.variables:
            if v.declared and shifted(v.sym, self.values) == sym:
                role = "variable" if sym in self.known.letters else v.role
                return replace(v, sym=sym, role=role, shape=tuple(tidy(shifted(d, self.values)) for d in v.shape))
        here = self.known.layer_of(sym)
        if here is None:
            return base.variable(sym)  # not declared; None for a size
        if self._is_state(sym):
            family = self.known.families[key(sym)]
            return Variable(sym, REALS, True, "variable", _at(self.shape, family.letter, here))
        given = self.known.given.get(key(sym))
        pattern = None if given is None else base.variable(given.head)
        if given is None or pattern is None:
            raise Unsupported(f"the size of {sym.text}")
        return replace(pattern, sym=sym, shape=_at(pattern.shape, given.letter, here))

    def _function(self, name: Sym) -> Opaque:
        base = self.known.claim
        given = self.known.given.get(key(name))
        wanted = name if given is None else given.head
        found = next((o for o in base.opaque if o.sym in (name, wanted)), None)
        if found is None:
            raise Unsupported(f"the function {name.text}")
        return replace(found, sym=name)


def _at(shape: tuple[Term, ...], letter: Sym, here: Layer) -> tuple[Term, ...]:
    return tuple(tidy(shifted(d, {letter: here.term})) for d in shape)


def _arrays(value: Term, known: Definitions) -> set[Sym]:
    """Names in a term that are not sizes."""
    sizes = {s for v in known.claim.variables for d in v.shape for s in free_symbols(d)}
    return {s for s in free_symbols(value) if s not in sizes and s not in known.letters}


def _values(term: Term) -> Iterator[Sym]:
    """Names that stand for a value, not those that index another name."""
    match term:
        case Sym():
            yield term
        case Op("call", (Sym(), *args)):
            for arg in args:
                yield from _values(arg)
        case Op():
            for arg in term.args:
                yield from _values(arg)
