"""What stands on the left of a definition, and where a chain of equations begins to claim something."""

from __future__ import annotations

from dataclasses import dataclass

from symnn.term import Op, Sym, Term, free_symbols, substitute


@dataclass(frozen=True, slots=True)
class Head:
    """``name(params)``, a bare ``name``, or a compound head such as P(y|x) (then ``name`` is ``None``)."""

    name: Sym | None
    params: tuple[Sym, ...]
    term: Term


def head_of(term: Term) -> Head | None:
    """The head that a term is, when it can be defined: a name, or a name with distinct names as arguments."""
    match term:
        case Sym():
            return Head(term, (), term)
        case Op("increment", (Sym() as base,)):
            return Head(Sym(f"Δ{base.name}", base.subs, base.sups, base.font, base.accents), (), term)
        case Op("call", (Sym(), Op("params"))):
            return Head(None, (), term)  # f(x; W)
        case Op("call", (Sym() as name, Op("parallel", (Sym() as p, Sym() as q)))) if p != q:
            return Head(name, (p, q), term)  # D(p ‖ q)
        case Op("call", (Sym() as name, *args)):
            params = tuple(a for a in args if isinstance(a, Sym))
            return Head(name, params, term) if len(params) == len(args) == len(set(params)) else None
        case Op("item", (Op("call", (Sym() as name, *_)), *_)):
            return None
        case Op("prob"):
            return Head(None, (), term)
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Chain:
    """The members of a chain and the relation before each but the first."""

    members: tuple[Term, ...]
    relations: tuple[str, ...]
    membership: Term | None = None

    def link(self, index: int) -> Op:
        return Op(self.relations[index], (self.members[index], self.members[index + 1]))


def chain_of(term: Op) -> Chain:
    """A relation or chain as members and relations; a trailing ``∈ S`` is the declaration of the head."""
    links = term.args if term.head == "chain" else (term,)
    members: list[Term] = []
    relations: list[str] = []
    for link in links:
        if not isinstance(link, Op):
            continue
        if not members:
            members.append(link.args[0])
        members.append(link.args[1])
        relations.append(link.head)
    if len(relations) > 1 and relations[-1] == "in":
        return Chain(tuple(members[:-1]), tuple(relations[:-1]), members[-1])
    return Chain(tuple(members), tuple(relations))


def same_letter_params(params: tuple[Sym, ...], body: Term) -> tuple[tuple[Sym, ...], tuple[Sym, Sym] | None]:
    """``LeakyReLU(X) = … x …``: the argument is the body's letter in the other case; the pair that was matched."""
    names = free_symbols(body)
    fixed: list[Sym] = []
    matched = None
    for param in params:
        other = Sym(param.name.swapcase(), param.subs, param.sups, param.font, param.accents)
        if param not in names and other in names and other not in params:
            matched = (param, other)
            fixed.append(other)
        else:
            fixed.append(param)
    return tuple(fixed), matched


def renamed(body: Term, params: tuple[Sym, ...], wanted: tuple[Sym, ...]) -> Term:
    """The body with other parameter names."""
    return substitute(body, dict(zip(params, wanted, strict=True)))
