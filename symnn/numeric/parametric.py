"""Functions whose parameters are arrays: one program for all values, with the parameters as inputs.

The term is cut along every comparison on which a piece of it depends (|u|, max, min, sign, case lists).  Each smooth
piece is computed in its stable form where that is proved equal to it for all x and all parameters, else as written.
There are no patches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import numpy as np

from symnn import kernel
from symnn.claim import Claim, Variable
from symnn.domain import Domain, Interval
from symnn.kernel.differentiate import derivative
from symnn.numeric.direct import direct
from symnn.numeric.evaluate import evaluate
from symnn.numeric.field import elements
from symnn.numeric.nodes import NAN, Node, apply, constant, meaning, order, select
from symnn.numeric.parts import NOWHERE, CompileError, has_root
from symnn.numeric.programs import Builder
from symnn.numeric.ratios import NoFormError
from symnn.numeric.runtime import BLOCK
from symnn.term import Num, Op, Sym, Term, children, num, op, substitute, transform
from symnn.verdict import Proved

PIECEWISE = frozenset("abs sign max min cases indicator".split())
PIECES = 64  # of one formula
FAR, LARGE = 2.0**500, 2.0**200

Pair: TypeAlias = tuple[Term, Term]
Known: TypeAlias = Mapping[Pair, int]
Tree: TypeAlias = "Term | Branch"
Order: TypeAlias = Literal[0, 1]


@dataclass(frozen=True)
class Branch:
    """What holds where a < b, a = b and a > b."""

    pair: Pair
    below: Tree
    equal: Tree
    above: Tree


@dataclass
class Parametric:
    """The programs of f and f′ in the variable and the parameters p0, p1, …, and customary values of f′."""

    value: Node
    slope: Node
    kinks: tuple[tuple[Node, Node], ...]
    proved: int
    pieces: int

    def run(self, chosen: tuple[Order, ...], x: Any, parameters: list[Any], outs: list[Any]) -> None:
        """Flat arrays of one size, parameters also single numbers; computed in float64, block by block."""
        for start in range(0, x.size, BLOCK):
            here = slice(start, start + BLOCK)
            z = x[here].astype(np.float64)
            given = {f"p{i}": p if np.ndim(p) == 0 else p[here] for i, p in enumerate(parameters)}
            with np.errstate(all="ignore"):
                for k, out in zip(chosen, outs, strict=True):
                    out[here] = self._values(k, z, given)

    def _values(self, k: Order, x: Any, given: dict[str, Any]) -> Any:
        root = self.slope if k else self.value
        found = evaluate(root, x, given)
        if k:
            for point, wanted in self.kinks:
                at = evaluate(point, x, given) == x
                if at.any():  # a kink only where the sides differ: not for every value of the parameters
                    sides = [np.nextafter(x, s * np.inf) for s in (-1, 1)]
                    slopes, values = ([evaluate(r, z, given) for z in sides] for r in (self.slope, self.value))
                    apart = np.abs(slopes[0] - slopes[1]) > SAME * np.maximum(np.abs(slopes[0]), np.abs(slopes[1]))
                    kink = apart | (np.abs(values[0] - values[1]) > SAME)
                    smooth = at & ~kink
                    found[smooth] = slopes[0][smooth]
                    found[at & kink] = evaluate(wanted, x, given)[at & kink]
        lost = np.isnan(found) & (np.abs(x) > FAR)
        if lost.any():  # an overflow met a zero: what has come to rest far out stays, what grows does so for ever
            far = evaluate(root, np.where(lost, np.copysign(FAR, x), x), given)
            grown = np.where(np.isinf(x), np.copysign(np.inf, far), np.nan)
            found[lost] = np.where(np.abs(far) > LARGE, grown, far)[lost]
        found[np.isnan(x)] = np.nan
        return found


SAME = 1e-9  # relative; slopes on both sides of a point that differ by more make a kink


@dataclass
class _Maker:
    var: Sym
    symbols: tuple[Sym, ...]
    plain: bool
    pieces: dict[Term, tuple[Node, Node]] = field(default_factory=dict)
    proved: int = 0

    def node(self, tree: Tree, k: Order) -> Node:
        if not isinstance(tree, Branch):
            return self.piece(tree)[k]
        a, b = (self.piece(t)[0] for t in tree.pair)
        below, equal, above = (self.node(t, k) for t in (tree.below, tree.equal, tree.above))
        if k:  # at a kink without a customary value: the mean of the one-sided derivatives
            equal = below if below == above else apply("mul", constant(Fraction(1, 2)), apply("add", below, above))
        return select(apply("less", a, b), below, select(apply("less", b, a), above, equal))

    def piece(self, term: Term) -> tuple[Node, Node]:
        """The programs of a smooth piece and of its derivative."""
        if term not in self.pieces:
            if len(self.pieces) == PIECES:
                raise CompileError(f"more than {PIECES} pieces")
            self.pieces[term] = self._piece(term)
        return self.pieces[term]

    def _piece(self, term: Term) -> tuple[Node, Node]:
        if term == NOWHERE:
            return NAN, NAN
        both = term, derivative(term, self.var)
        written = direct(both[0], self.var), direct(both[1], self.var)
        if self.plain or any(has_root((t,)) for t in both):
            return written
        try:
            field_, rows = elements(self.var, both)
            stable = Builder(field_).programs(rows)
        except NoFormError:
            return written
        chosen = [s if s != w and self._equal(t, s) else w for t, s, w in zip(both, stable, written, strict=True)]
        return chosen[0], chosen[1]

    def _equal(self, term: Term, program: Node) -> bool:
        names = {"x": self.var, **{s.text: s for s in self.symbols}}
        if any(n.op == "input" and n.data not in names for n in order([program])):
            return False
        relation = op("eq", term, meaning(program, names))
        line = Domain((Interval(),))
        variables = tuple(Variable(s, line, True) for s in (self.var, *self.symbols))
        proved = isinstance(kernel.decide(Claim("piece", "identity", relation, variables)), Proved)
        self.proved += proved
        return proved


def parametric(
    term: Term, var: Sym, symbols: tuple[Sym, ...], kinks: tuple[tuple[Term, Term], ...], plain: bool = False
) -> Parametric:
    """The programs of a term in ``var`` and the parameters ``symbols``; ``plain``: as written.

    ``CompileError``, ``NoFormError`` or ``Unsupported`` for what is not made of smooth pieces.
    """
    own = tuple(Sym(f"p{i}") for i in range(len(symbols)))
    x = Sym("x")
    names: dict[Sym, Term] = {var: x, **dict(zip(symbols, own, strict=True))}
    tree = _cut(substitute(term, names), {})
    maker = _Maker(x, own, plain)
    value, slope = maker.node(tree, 0), maker.node(tree, 1)
    rows = tuple((direct(substitute(a, names), x), direct(substitute(b, names), x)) for a, b in kinks)
    return Parametric(value, slope, rows, maker.proved, len(maker.pieces))


def _cut(term: Term, known: Known) -> Tree:
    inner = _innermost(term)
    if inner is None:
        return term
    found = _resolved(inner, known)
    if isinstance(found, tuple):
        parts = [_cut(term, {**known, found: s}) for s in (-1, 0, 1)]
        return parts[0] if parts[0] == parts[1] == parts[2] else Branch(found, *parts)
    return _cut(transform(term, lambda t: found if t == inner else None), known)


def _innermost(term: Term) -> Op | None:
    for child in children(term):
        found = _innermost(child)
        if found is not None:
            return found
    return term if isinstance(term, Op) and term.head in PIECEWISE else None


def _resolved(node: Op, known: Known) -> Term | Pair:
    """What a node without pieces inside is by what is known, or the comparison to be made first."""
    match node:
        case Op("abs" | "sign", (u,)):
            s = _compared(u, num(0), known)
            if isinstance(s, tuple):
                return s
            return num(s) if node.head == "sign" else u if s >= 0 else op("neg", u)
        case Op("max" | "min", (a,)):
            return a
        case Op("max" | "min", (a, b, *rest)):
            s = _compared(a, b, known)
            if isinstance(s, tuple):
                return s
            chosen = a if (s >= 0) == (node.head == "max") else b
            return Op(node.head, (chosen, *rest)) if rest else chosen
        case Op("indicator", (condition,)):
            truth = _truth(condition, known)
            return truth if isinstance(truth, tuple) else num(int(truth))
        case Op("cases", rows):
            for row in rows:
                assert isinstance(row, Op)
                truth = _truth(row.args[1], known)
                if isinstance(truth, tuple):
                    return truth
                if truth:
                    return row.args[0]
            return NOWHERE
    raise CompileError(f"{node.head} has no pieces")


def _compared(a: Term, b: Term, known: Known) -> int | Pair:
    """The sign of a − b, or the pair to compare."""
    if isinstance(a, Num) and isinstance(b, Num):
        return (a.value > b.value) - (a.value < b.value)
    if (a, b) in known:
        return known[a, b]
    if (b, a) in known:
        return -known[b, a]
    return a, b


_HOLDS = {"lt": (-1,), "le": (-1, 0), "gt": (1,), "ge": (0, 1), "eq": (0,), "ne": (-1, 1)}


def _truth(condition: Term, known: Known) -> bool | Pair:
    match condition:
        case Op("true"):
            return True
        case Op(head, (a, b)) if head in _HOLDS:
            s = _compared(a, b, known)
            return s if isinstance(s, tuple) else s in _HOLDS[head]
        case Op("not", (c,)):
            truth = _truth(c, known)
            return truth if isinstance(truth, tuple) else not truth
        case Op("and" | "or" as head, parts):
            for part in parts:
                truth = _truth(part, known)
                if isinstance(truth, tuple):
                    return truth
                if truth == (head == "or"):
                    return truth
            return head == "and"
    raise CompileError("a condition that is no relation")
