"""Straight-line numeric programs: what generated code computes, as shared nodes, and what each node means exactly.

A node is an operation of floating-point arithmetic (``expm1``, ``copysign``, a clamped exponential) whose exact value
``meaning`` gives as a term, so that a program can be proved equal to the formula that it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, reduce

from symnn.numeric.analytic import Analytic, NoValueError, split
from symnn.term import Num, Op, Sym, Term, num, op

SAFE = 708.0  # e^708 and e^-708 are normal numbers
UNARY = frozenset(
    "neg abs square sqrt exp expm1 log log1p tanh sinh cosh cbrt sin cos tan asinh acosh atanh asin acos atan"
    " reciprocal step half_erfcx erf clamp".split()
)
BINARY = frozenset("add sub mul div min max copysign less normal_cdf".split())


@dataclass(frozen=True, slots=True, eq=True)
class Node:
    """``op`` of the arguments; ``data`` is the term of a constant, or the name of an input."""

    op: str
    args: tuple[Node, ...] = ()
    data: Term | str | None = None
    key: int = 0

    def __hash__(self) -> int:
        return self.key


def _node(name: str, args: tuple[Node, ...] = (), data: Term | str | None = None) -> Node:
    return Node(name, args, data, hash((name, tuple(a.key for a in args), data)))


X = _node("input", data="x")
NAN = _node("nan")
ZERO, ONE = (_node("const", data=num(i)) for i in (0, 1))


def parameter(name: str) -> Node:
    return _node("input", data=name)


def constant(term: Term | int | Fraction) -> Node:
    """A constant expression; the code holds the nearest double."""
    return _node("const", data=term if isinstance(term, Num | Op | Sym) else num(term))


def number(node: Node) -> float:
    """The double of a constant node."""
    return parts(node)[0]


@cache
def parts(node: Node) -> tuple[float, float]:
    """The nearest double of a constant node, and what is left."""
    assert isinstance(node.data, Num | Op | Sym)
    if isinstance(node.data, Num):
        high = node.data.value.numerator / node.data.value.denominator
        return high, float(node.data.value - Fraction(high))
    try:
        return split(Analytic(node.data, Sym("x")).value(0.0, bits=150))
    except NoValueError:  # zero, written as a difference of equal numbers
        return 0.0, 0.0


def is_const(node: Node, value: int | Fraction | None = None) -> bool:
    if node.op != "const":
        return False
    return value is None or (isinstance(node.data, Num) and node.data.value == value)


def apply(name: str, *args: Node) -> Node:
    """The operation; idle ones (times one, plus zero, minus of a constant) fold away."""
    match name, args:
        case "neg", (Node(op="neg", args=(a,)),):
            return a
        case "neg", (Node(op="const", data=Num(q)),):
            return constant(-q)
        case "neg", (Node(op="sub", args=(a, b)),):
            return _node("sub", (b, a))
        case "add", (a, Node(op="neg", args=(b,))):
            return apply("sub", a, b)
        case "add", (Node(op="neg", args=(a,)), b):
            return apply("sub", b, a)
        case "sub", (a, Node(op="neg", args=(b,))):
            return apply("add", a, b)
        case ("add", (a, b)) if is_const(a, 0):
            return b
        case ("add" | "sub", (a, b)) if is_const(b, 0):
            return a
        case ("sub", (a, b)) if is_const(a, 0):
            return apply("neg", b)
        case ("mul", (a, b)) if is_const(a, 1):
            return b
        case ("mul" | "div", (a, b)) if is_const(b, 1):
            return a
        case ("mul", (a, b)) if is_const(a, -1):
            return apply("neg", b)
        case ("mul", (a, b)) if is_const(b, -1):
            return apply("neg", a)
        case ("mul", (Node(op="neg", args=(a,)), b)):
            return apply("neg", apply("mul", a, b))
        case ("mul", (a, Node(op="neg", args=(b,)))):
            return apply("neg", apply("mul", a, b))
        case ("mul", (a, b)) if is_const(a, 0) or is_const(b, 0):
            return ZERO
        case "mul", (Node(op="const", data=Num(p)), Node(op="mul", args=(Node(op="const", data=Num(q)), b))):
            return apply("mul", constant(p * q), b)
        case ("mul", (a, b)) if a == b:
            return _node("square", (a,))
        case ("mul", (a, b)) if b.op == "const" and a.op != "const":
            return _node("mul", (b, a))
        case ("div", (a, b)) if is_const(a, 1):
            return _node("reciprocal", (b,))
        case ("div", (a, Node(op="const", data=Num(q)))) if is_power_of_two(q):
            return apply("mul", constant(1 / q), a)
    return _node(name, args)


def is_power_of_two(q: Fraction) -> bool:
    q = abs(q)
    return q > 0 and (q.numerator & (q.numerator - 1)) == 0 and (q.denominator & (q.denominator - 1)) == 0


def times(parts: Iterable[Node]) -> Node:
    return reduce(lambda a, b: apply("mul", a, b), parts, ONE)


def plus(parts: Iterable[Node]) -> Node:
    return reduce(lambda a, b: apply("add", a, b), parts, ZERO)


def select(condition: Node, then: Node, other: Node) -> Node:
    """``then`` where the condition (a ``less`` node) holds, else ``other``; 0 below 0 is a maximum or a step."""
    match condition, then, other:
        case Node(op="less", args=(a, b)), t, o if is_const(b, 0) and is_const(t, 0):
            if o == a:
                return apply("max", a, ZERO)
            if is_const(o, 1):
                return apply("step", a)
    return then if then == other else _node("select", (condition, then, other))


def is_square_exponent(n: Node) -> bool:
    """e^{c·x²} in double-double, which is quick."""
    return n.op == "exact_exp" and isinstance(n.data, Op) and n.data.args[1:] == (num(0), num(0))


def order(roots: Sequence[Node]) -> list[Node]:
    """Every node once, arguments before results."""
    seen: dict[Node, None] = {}

    def visit(n: Node) -> None:
        if n in seen:
            return
        for a in n.args:
            visit(a)
        seen[n] = None

    for r in roots:
        visit(r)
    return list(seen)


def exact_exp(coefficients: tuple[Term, ...], at: Node = X) -> Node:
    """e^{p(x)} with the polynomial in double-double arithmetic; the highest coefficient comes first."""
    return _node("exact_exp", (at,), Op("row", coefficients))


def table_exp(coefficients: tuple[Term, ...]) -> Node:
    """e^{p(x)} by a table; see ``symnn.numeric.exponential_tables``."""
    return _node("table_exp", (X,), Op("row", coefficients))


GAUSS = table_exp((num(Fraction(-1, 2)), num(0), num(0)))


def normal_cdf(u: Node, gauss: Node) -> Node:
    """Φ(u) from a table, beside ``gauss``, which has to be the program of e^{−u²/2}, or ``GAUSS`` for u = x."""
    written = apply("exp", apply("mul", constant(Fraction(-1, 2)), apply("mul", u, u)))
    if gauss != written and (u, gauss) != (X, GAUSS):
        raise ValueError("the second argument is not exp(-u²/2)")
    return apply("normal_cdf", u, gauss)


def careful_node(exponent: Term) -> Node:
    """e^w with the exponent in pairs of doubles."""
    return _node("careful_exp", (X,), Op("row", (exponent,)))


def rewrite(root: Node, rule: Callable[[Node], Node | None]) -> Node:
    """The program with every node replaced that the rule replaces, innermost first."""
    done: dict[Node, Node] = {}

    def go(n: Node) -> Node:
        if n not in done:
            new = apply(n.op, *(go(a) for a in n.args)) if n.args and n.data is None and n.op != "select" else n
            if n.op == "select":
                c, a, b = (go(a) for a in n.args)
                new = select(c, a, b)
            replaced = rule(new)
            done[n] = new if replaced is None else replaced
        return done[n]

    return go(root)


_MEANING: Mapping[str, Callable[..., Term]] = {
    "neg": lambda a: op("neg", a),
    "add": lambda a, b: op("add", a, b),
    "sub": lambda a, b: op("add", a, op("neg", b)),
    "mul": lambda a, b: op("mul", a, b),
    "div": lambda a, b: op("div", a, b),
    "square": lambda a: op("pow", a, num(2)),
    "reciprocal": lambda a: op("div", num(1), a),
    "clamp": lambda a: a,  # min(a, SAFE): what lies beyond is below the normal numbers, as the samples show
    "expm1": lambda a: op("add", op("exp", a), num(-1)),
    "log1p": lambda a: op("log", op("add", num(1), a)),
    "half_erfcx": lambda a: op("div", op("mul", op("exp", op("pow", a, num(2))), op("erfc", a)), num(2)),
    "min": lambda a, b: op("min", a, b),
    "max": lambda a, b: op("max", a, b),
    "step": lambda a: op("indicator", op("ge", a, num(0))),
    "cbrt": lambda a: op("pow", a, num(Fraction(1, 3))),  # where it has a value: parts without one are left out
    "copysign": lambda a, b: op("mul", op("abs", a), op("sign", b)),
    "normal_cdf": lambda a, gauss: op("normal_cdf", a),  # which ``normal_cdf`` below sees to
}


def _signed(name: str, args: tuple[Term, ...], sign: int) -> Term | None:
    """|u|, min(u, 0), max(u, 0), [u > 0] and c·sign(u) where the sign of u is known."""
    u = args[-1] if name == "copysign" else args[0]
    match name:
        case "abs":
            return u if sign > 0 else op("neg", u)
        case "step":
            return num(1 if sign > 0 else 0)
        case "copysign":
            return args[0] if sign > 0 else op("neg", args[0])
        case "min" | "max" if args[1] == num(0):
            return u if (sign > 0) == (name == "max") else num(0)
    return None


def meaning(
    root: Node,
    names: Mapping[str, Sym],
    holds: Callable[[Node], bool] | None = None,
    sign: Callable[[Term], int | None] = lambda _: None,
) -> Term:
    """The exact value as a term.

    ``holds`` tells which branch of a selection counts (none: case lists); ``sign`` is the certain sign of a term on the
    part of the line that is meant, or None.  The first argument of ``copysign`` is not negative, by construction.
    """
    done: dict[Node, Term] = {}

    def go(n: Node) -> Term:
        if n not in done:
            done[n] = make(n)
        return done[n]

    def make(n: Node) -> Term:
        if n.op == "input":
            return names[str(n.data)]
        if n.op == "const":
            assert isinstance(n.data, Num | Op | Sym)
            return n.data
        if n.op in ("exact_exp", "table_exp"):
            assert isinstance(n.data, Op)
            x, degree = go(X), len(n.data.args) - 1
            powers = [op("mul", c, op("pow", x, num(degree - k))) for k, c in enumerate(n.data.args[:-1])]
            return op("exp", op("add", *powers, n.data.args[-1]))
        if n.op == "careful_exp":
            assert isinstance(n.data, Op)
            return op("exp", n.data.args[0])
        if n.op == "select":
            condition, then, other = n.args
            if holds is not None:
                return go(then) if holds(condition) else go(other)
            test = op("lt", *(go(a) for a in condition.args))
            return op("cases", op("case", go(then), test), op("case", go(other), op("true")))
        rule = _MEANING.get(n.op)
        args = tuple(go(a) for a in n.args)
        if n.op == "abs" and n.args[0].op == "sub" and n.args[0].args[0].op == "step":
            # |[u ≥ 0] − c| with 0 ≤ c ≤ 1
            known = sign(go(n.args[0].args[0].args[0]))
            if known:
                c = go(n.args[0].args[1])
                return c if known < 0 else op("add", num(1), op("neg", c))
        if n.op in ("abs", "step", "copysign", "min", "max"):
            known = sign(args[-1] if n.op == "copysign" else args[0])
            resolved = None if known is None or known == 0 else _signed(n.op, args, known)
            if resolved is not None:
                return resolved
        return rule(*args) if rule else Op(n.op, args)

    return go(root)
