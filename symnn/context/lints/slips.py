"""Slips of the pen in indices, sums and derivatives: found from the shape of a formula, before any algebra.

Each lint is precise rather than complete: what could be a habit of notation is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, takewhile

from symnn.context.lints.flaw import Flaw
from symnn.context.relations import factors_of
from symnn.context.scope import Scope
from symnn.notation import latex, words
from symnn.term import Op, Sym, Term, bound_variable, free_symbols, transform, walk

SUMS = ("sum", "prod", "maxover", "minover", "argmax", "argmin")
NAMES: Mapping[str, str] = {
    "sum": "sum", "prod": "product", "maxover": "maximum", "minover": "minimum", "argmax": "arg max",
    "argmin": "arg min",
}  # fmt: skip
FAMILIES = ("set", "set_builder", "prob", "seq", "given", "expect", "dots")  # {x_i} names all of them


LARGE = 2000  # parts of a formula that is looked at: the lints compare every sum with what stands beside it


def too_large(term: Term) -> bool:
    return sum(1 for _ in islice(walk(term), LARGE + 1)) > LARGE


def _binders(term: Term) -> Iterator[tuple[Op, Sym]]:
    for node in walk(term):
        var = bound_variable(node)
        if isinstance(node, Op) and var is not None and node.head in SUMS:
            yield node, var


def _indices(term: Term) -> frozenset[Sym]:
    """The letters that stand free in an index somewhere: i of x_i; not those of a sum over i."""
    free = free_symbols(term)
    places = [
        i
        for node in walk(term)
        for i in (
            (*node.subs, *node.sups)
            if isinstance(node, Sym)
            else node.args[1:]
            if isinstance(node, Op) and node.head == "item"
            else ()
        )
    ]
    return frozenset(s for i in places for s in free_symbols(i) & free)


def unused_index(term: Term, scope: Scope) -> Iterator[Flaw]:
    """W402: Σ_i x_j, which sums over i what depends on j alone."""
    for node, var in _binders(term):
        body = node.args[0]
        if var in free_symbols(body) or node.head in ("argmax", "argmin"):
            continue
        if any(var == inner for _, inner in _binders(body)):
            continue  # W417 says that both run over one letter
        others = (
            _indices(body)
            - free_symbols(Op("and", node.args[2:]))
            - {i for i in _indices(term) if any(i == s for _, s in _binders(term))}
        )
        lone = [i for i in sorted(others, key=lambda s: s.text) if scope.definition(i) is None and _is_index(i)]
        if len(lone) == 1 and not _elsewhere(term, node, lone[0]):
            what = f"the {NAMES[node.head]} runs over {var.text}, and what stands in it depends on {lone[0].text}"
            yield Flaw("W402", what, None, node.at)


def _is_index(sym: Sym) -> bool:
    return len(sym.name) == 1 and sym.name in "ijklmnpqrst" and not sym.subs and not sym.sups


def _elsewhere(term: Term, node: Op, index: Sym) -> bool:
    """Whether the index stands free outside the binder too."""
    without = transform(term, lambda t: Sym("·") if t == node else None)
    return index in free_symbols(without)


def index_leaves_its_sum(term: Term, scope: Scope) -> Iterator[Flaw]:
    """W416: L = Σ_j a_j + b_j, where the sum ends before the plus and j goes on."""
    for left, mended, var, at in escaped(term):
        what = f"the sum over {var.text} ends before the next sign, and {var.text} stands behind it"
        yield Flaw("W416", what, latex(Op("eq", (left, mended))), at)


def escaped(term: Term) -> Iterator[tuple[Term, Term, Sym, tuple[int, int] | None]]:
    """Equations with a sum that its index leaves: the left side, the right side with the sum to the end, the index."""
    seen: set[Term] = set()
    for left, right in (pair for one, other in _equations(term) for pair in ((one, other), (other, one))):
        if not isinstance(right, Op) or right.head != "add" or right in seen:
            continue
        seen.add(right)
        known = free_symbols(left)
        for k, part in enumerate(right.args[:-1]):
            found = _first_sum(part)
            if found is None:
                continue
            node, var = found
            rest = right.args[k + 1 :]
            free = list(takewhile(lambda p, v=var: v in _indices(p), rest))  # type: ignore[misc]
            after = rest[len(free) :]
            if not free or var in known or not _is_index(var):
                continue
            if any(var in _indices(p) for p in (*right.args[:k], *after)):
                continue
            parts = (*right.args[:k], _gathered(part, node, tuple(free)), *after)
            mended = Op("add", parts) if len(parts) > 1 else parts[0]
            yield left, mended, var, free[0].at if isinstance(free[0], Op) else node.at


def _equations(term: Term) -> Iterator[tuple[Term, Term]]:
    links = term.args if isinstance(term, Op) and term.head == "chain" else (term,)
    for link in links:
        if isinstance(link, Op) and link.head in ("eq", "define"):
            yield link.args[0], link.args[1]


def _first_sum(part: Term) -> tuple[Op, Sym] | None:
    """The sum that a summand is, but for a sign or factors before it."""
    match part:
        case Op("neg", (inner,)):
            return _first_sum(inner)
        case Op("mul" | "dot" | "times", (*_, last)):
            return _first_sum(last)
        case Op("sum", (_, Sym() as var, *_)):
            return part, var
    return None


def _gathered(part: Term, node: Op, rest: tuple[Term, ...]) -> Term:
    """The summand with what follows taken into its sum; the sign in front is of the whole sum."""
    body = Op("add", (node.args[0], *rest))
    return transform(part, lambda t: Op(node.head, (body, *node.args[1:])) if t == node else None)


def index_bound_twice(term: Term, scope: Scope) -> Iterator[Flaw]:
    """W417: Σ_i y_i log Σ_i e^{z_i}, and ∏_t in a formula about t."""
    done: set[Op] = set()
    for node, var in _binders(term):
        for inner, again in _binders(node.args[0]):
            if again == var and inner not in done:
                done.add(inner)
                what = f"{var.text} runs in this {NAMES[inner.head]} and in the {NAMES[node.head]} around it"
                yield Flaw("W417", what, None, inner.at)
    first = next(_equations(term), None)
    if first is None or any(isinstance(n, Op) and n.head in FAMILIES for n in walk(first[0])):
        return
    given = _indices(first[0])
    for _, right in _equations(term):
        for node, var in _binders(right):
            if var in given and _is_index(var) and node not in done:
                done.add(node)
                what = (
                    f"{var.text} runs in this {NAMES[node.head]} and is free on the left side: another letter is meant"
                )
                yield Flaw("W417", what, None, node.at)


def two_sizes(term: Term, scope: Scope) -> Iterator[Flaw]:
    """W414: (1/N) Σ_{i=1}^n, where nothing else says what n is."""
    ends = {e for node, _ in _binders(term) if (e := _end(node)) is not None}
    for n in sorted(ends, key=lambda s: s.text):
        other = Sym(n.name.swapcase(), n.subs, n.sups, n.font, n.accents)
        divides = any(
            isinstance(node, Op) and node.head == "div" and other in _factors(node.args[1]) for node in walk(term)
        )
        if not divides or other in ends or not n.name.isalpha() or len(n.name) > 1:
            continue
        uses = sum(1 for node in walk(term) if node == n)
        limits = sum(1 for node, _ in _binders(term) if _end(node) == n)
        if uses > limits or (scope.declaration(n) is not None and scope.declaration(other) is not None):
            continue
        yield Flaw("W414", f"the sum runs to {n.text}, and {other.text} divides it: one size is meant", None, None)


def _end(node: Op) -> Sym | None:
    where = node.args[2] if len(node.args) > 2 else None
    if isinstance(where, Op) and where.head == "range" and isinstance(where.args[1], Sym):
        return where.args[1]
    return None


def _factors(term: Term) -> list[Term]:
    return factors_of([term])


def difference_quotient(term: Term, scope: Scope) -> Iterator[Flaw]:
    """W410: df/dx = (f(x+h) − f(x))/h, which only holds in the limit, or about."""
    for left, right in _equations(term):
        for slope, quotient in ((left, right), (right, left)):
            found = _derivative_of(slope)
            if found is None or not isinstance(quotient, Op) or quotient.head != "div":
                continue
            name, x = found
            steps = [n.args[1] for n in walk(quotient) if isinstance(n, Op) and n.head == "call" and n.args[0] == name]
            free = {s for a in steps for s in free_symbols(a)} - {x}
            step = next(iter(free)) if len(free) == 1 else None
            if len(steps) == 2 and step is not None and step in free_symbols(quotient.args[1]):
                what = (
                    f"the difference quotient is the derivative only in the limit {words(step)} -> 0: for f(x) = x^3 "
                    "at x = 0 the derivative is 0, the quotient is not"
                )
                yield Flaw("W410", what, None, None)


def _derivative_of(term: Term) -> tuple[Term, Sym] | None:
    match term:
        case Op("deriv", (Op("call", (Sym() as name, Sym() as x)), by)) if by == x:
            return name, x
        case Op("call", (Op("prime", (Sym() as name, _)), Sym() as x)):
            return name, x
    return None


def chain_ends_elsewhere(term: Term, scope: Scope) -> Iterator[Flaw]:
    """W412: ∂L/∂w = ∂L/∂z ∂z/∂v."""
    for left, right in _equations(term):
        match left, right:
            case Op("deriv", (of, by)), Op("mul" | "dot" | "times", factors):
                links = [f.args for f in factors_of(factors) if isinstance(f, Op) and f.head == "deriv"]
                whole = len(links) == len(factors_of(factors)) > 1 and all(len(k) == 2 for k in links)
                if not whole:
                    continue
                ends = [of, *(end for _, end in links)]
                if all(s == e for (s, _), e in zip(links, ends, strict=False)) and links[-1][1] != by:
                    what = f"the chain of derivatives ends with {words(links[-1][1])}, the left side with {words(by)}"
                    yield Flaw("W412", what, None, right.at if isinstance(right, Op) else None)


SLIPS = (unused_index, index_leaves_its_sum, index_bound_twice, two_sizes, difference_quotient, chain_ends_elsewhere)
