"""Squares, factors and terms: one that is missing, one too many, one on the wrong side of a fraction bar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symnn.suggest.site import ONE, Path, Site, negated, over, plus, product, sum_of, times
from symnn.suggest.surroundings import Surroundings, is_value
from symnn.term import Num, Op, Sym, Term, num

TWO = num(2)
_WHOLE = ("side", "term", "value")


def square(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """t → t²"""
    if site.role in ("exponent", "condition", "row", "set", "bound", "base"):
        return
    match site.node:
        case Sym() | Op("call" | "add" | "abs"):
            if not (site.role in ("side", "value", "argument") and not isinstance(site.node, Sym)):
                yield 2 if site.role in ("denominator", "factor", "term", "negated") else 4, _squared(site.node)
        case node if is_value(node) and not (isinstance(node, Op) and node.head == "pow"):
            yield 2, _squared(node)


def _squared(term: Term) -> Term:
    return Op("pow", (term, TWO))


def without_square(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """t² → t, √t → t"""
    match site.node:
        case Op("pow", (base, Num())):
            yield 2, base
        case Op("sqrt", (inner,)):
            yield 3, inner


def without_factor(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """a·b → b, a/b → a"""
    match site.node:
        case Op("mul" | "dot" | "times" as head, args):
            for i, factor in enumerate(args):
                rest = args[:i] + args[i + 1 :]
                kept = product(*rest) if head == "mul" else rest[0] if len(rest) == 1 else Op(head, rest)
                yield 1 if isinstance(factor, Num) else 2 if isinstance(factor, Sym) else 3, kept
        case Op("div", (above, below)):
            yield 1 if isinstance(below, Num) else 2 if isinstance(below, Sym) else 4, above
            if above != ONE:
                yield 3 if isinstance(above, Num | Sym) else 4, Op("div", (ONE, below))


def with_factor(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """t → 2t, t/2, xt, t/x; the chain rule's inner derivative; the factor 1 − s(x)"""
    node = site.node
    inside = site.role in ("numerator", "factor")
    if site.role not in (*_WHOLE, "argument", "exponent") and not (inside and isinstance(node, Op)):
        return
    if isinstance(node, Op) and node.head in ("cases", "deriv", "lim", "infinity"):
        return
    deep = 0 if site.role in _WHOLE else 1 if site.role in ("argument", "exponent") else 2
    yield 2 + deep, times(TWO, node)
    yield 2 + deep, over(node, TWO)
    for name in around.names:
        yield 3 + deep, times(name, node)
        yield 3 + deep, over(node, name)
    if site.role not in _WHOLE or (isinstance(node, Num) and site.role != "side"):
        return
    for factor in around.inner_derivatives:
        yield 2, _behind(node, factor)
    for factor in (*around.complements, *around.values):
        yield 4, _behind(node, factor)


def _behind(term: Term, factor: Term) -> Term:
    match term:
        case Op("div", (above, below)):
            return Op("div", (_behind(above, factor), below))
        case Op("neg", (inner,)):
            return negated(_behind(inner, factor))
    return times(factor, term) if isinstance(factor, Sym | Num) else product(term, factor)


def without_term(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """a + b → a"""
    match site.node:
        case Op("add", args):
            for i in range(len(args)):
                yield 3, sum_of(args[:i] + args[i + 1 :])


def with_term(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """t → t + 1, t − 1, 1 − t; on a whole side also ± a name, ± 1/2"""
    node = site.node
    if site.role in ("condition", "row", "set", "bound", "exponent") or isinstance(node, Num):
        return
    if isinstance(node, Op) and node.head in ("cases", "deriv", "lim", "infinity"):
        return
    if site.role == "term":
        return
    cost = {"side": 3, "denominator": 3, "factor": 4, "value": 4}.get(site.role, 5)
    inner = node.args[0] if isinstance(node, Op) and node.head == "neg" else None
    if inner is not None:
        yield cost, plus(ONE, Op("neg", (inner,)))
    yield cost, plus(node, ONE)
    yield cost, plus(node, Op("neg", (ONE,)))
    if site.role != "side":
        return
    for part in (*around.names, Op("div", (ONE, TWO)), *around.values):
        yield cost + 1, plus(node, part)
        yield cost + 1, plus(node, Op("neg", (part,)))


def upside_down(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """a/b → b/a, a·b; a·b → a/b"""
    match site.node:
        case Op("div", (above, below)):
            if not (isinstance(above, Num) and isinstance(below, Num)):
                yield 3, below if above == ONE else Op("div", (below, above))
            if above != ONE:
                yield 3, times(below, above) if isinstance(below, Num | Sym) else product(above, below)
        case Op("mul", args):
            for i, factor in enumerate(args):
                if not isinstance(factor, Num):
                    yield 3, over(product(*args[:i], *args[i + 1 :]), factor)


def scaled(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """f(u) → f(√2·u), f(u/√2): the two scales of the error function and the normal distribution."""
    if site.role == "argument" and isinstance(site.parent, Op) and len(site.parent.args) <= 2 and is_value(site.parent):
        root = Op("sqrt", (TWO,))
        yield 4, over(site.node, root)
        yield 4, times(root, site.node)


def squares_exchanged(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """t²·(1 − t) → t·(1 − t²): the square belongs to the other one."""
    if site.role not in _WHOLE:
        return
    squares: dict[Term, list[Path]] = {}
    for path, node in _places(site.node):
        match node:
            case Op("pow", (base, Num(value))) if value == 2:
                squares.setdefault(base, []).append(path)
    for path, node in _places(site.node):
        for squared in squares.get(node, ()):
            if path[: len(squared)] != squared and squared[: len(path)] != path:
                yield 4, _set(_set(site.node, squared, node), path, _squared(node))


def _places(term: Term, path: Path = ()) -> Iterator[tuple[Path, Term]]:
    yield path, term
    if isinstance(term, Op):
        for i, arg in enumerate(term.args):
            yield from _places(arg, (*path, i))


def _set(term: Term, path: Path, new: Term) -> Term:
    """Another subterm at a place, everything else where it is."""
    if not path:
        return new
    assert isinstance(term, Op)
    i = path[0]
    return replace(term, args=(*term.args[:i], _set(term.args[i], path[1:], new), *term.args[i + 1 :]))
