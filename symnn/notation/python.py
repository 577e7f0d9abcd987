"""Functions in Python listings as terms.  The code is parsed and never run.

What is read: arithmetic, the elementary functions of ``math``, NumPy and their like, conditional expressions, ``if``
with ``return``, ``where``, ``maximum``, local names, and functions read before.  Anything else leaves the function
unread, with the reason; nothing is guessed.  A local name with a value outside of this is an unknown number of that
name.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symnn.notation.imports import DEFINED, Called, Names, UnknownNameError, bound, called
from symnn.term import Num, Op, Sym, Term, num, substitute, walk

LONGEST = 20_000  # characters of one listing
BRANCHES = 12
LARGEST = 600  # nodes of one function
GUARD = Fraction(1, 10**5)  # a smaller constant keeps a logarithm or a quotient finite: it is no part of the formula
CUT = 15  # so is a clip as far out as this
_RELATIONS = {ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.Eq: "eq", ast.NotEq: "ne"}
_CONDITIONS = frozenset([*_RELATIONS.values(), "and", "or", "not", "true"])
_UNARY = {
    "exp": "exp", "log": "log", "sqrt": "sqrt", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "sin": "sin",
    "cos": "cos", "tan": "tan", "arctan": "atan", "atan": "atan", "arcsinh": "asinh", "asinh": "asinh", "abs": "abs",
    "fabs": "abs", "absolute": "abs", "sign": "sign", "erf": "erf", "erfc": "erfc",
}  # fmt: skip
_SAME = frozenset("array asarray float float64 float32 tensor".split())
_FLOATS = frozenset("float float32 float64 double".split())  # casts to these change no number here
_INTEGERS = frozenset("int int8 int16 int32 int64 uint8 uint16 uint32 uint64 intp".split())  # exact on conditions
_TRUE = Op("true")


class NotReadError(ValueError):
    """A part of a listing that is no formula of the kind read here."""


@dataclass(frozen=True, slots=True)
class Function:
    """One ``def``: its term in the parameters, or why it was not read.  Lines count from 0 within the listing.

    ``result`` is the line of its last ``return``.  ``exact`` is false where the code computes better than the term says
    (``log1p``).  ``unknown`` are the local names that stand for an unknown number.
    """

    name: str
    params: tuple[str, ...]
    term: Term | None
    reason: str
    first: int
    last: int
    result: int
    source: str
    exact: bool = True
    unknown: tuple[str, ...] = ()


def functions(
    source: str, known: Mapping[str, Function] | None = None, names: dict[str, str] | None = None
) -> list[Function]:
    """The functions that a listing defines at its top level; none where it is no Python.

    ``names`` is what the listings before have bound; what this one binds is added.
    """
    if len(source) > LONGEST or not any(w in source for w in ("def ", "import ", "=")):
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    scope: dict[str, str] = dict.fromkeys(known or {}, DEFINED) if names is None else names
    scope.update(bound(tree.body))
    found: dict[str, Function] = dict(known or {})
    for name in scope:
        if scope[name] != DEFINED:
            found.pop(name, None)
    defined = {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}
    found = {name: one for name, one in found.items() if name not in defined}
    out = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            one = _function(node, source, found, scope)
            found[one.name] = one
            out.append(one)
    return out


def _function(node: ast.FunctionDef, source: str, known: Mapping[str, Function], scope: Names) -> Function:
    params = tuple(a.arg for a in (*node.args.posonlyargs, *node.args.args))
    returns = [n.lineno - 1 for n in ast.walk(node) if isinstance(n, ast.Return)]
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    result = max(returns, default=last)
    shown = [n for n in ast.walk(node) if isinstance(n, ast.Return) and n.lineno - 1 == result]
    text = (ast.get_source_segment(source, shown[0]) if shown else None) or f"def {node.name}"
    imports = [s for s in ast.walk(node) if isinstance(s, ast.Import | ast.ImportFrom)]
    reader = _Reader(known, {**scope, **bound(imports)})
    try:
        term = reader.read(node)
        free = tuple(n for n in params if n not in reader.fixed)
        return Function(node.name, free, term, "", first, last, result, text, reader.exact, tuple(reader.unknown))
    except (NotReadError, UnknownNameError) as reason:
        return Function(node.name, params, None, str(reason), first, last, result, text)
    except RecursionError:
        return Function(node.name, params, None, "it is nested too deep", first, last, result, text)


Values = dict[str, Term]


class _Reader:
    """One function on its way to a term."""

    def __init__(self, known: Mapping[str, Function], names: Names) -> None:
        self.known = known
        self.names = names
        self.exact = True
        self.branches = 0
        self.unknown: list[str] = []
        self.fixed: set[str] = set()

    def read(self, node: ast.FunctionDef) -> Term:
        args = node.args
        if args.vararg or args.kwarg or args.kwonlyargs or node.decorator_list:
            raise NotReadError("its parameters are of another kind")
        values: Values = {a.arg: Sym(a.arg) for a in (*args.posonlyargs, *args.args)}
        every = [*args.posonlyargs, *args.args]
        for arg, default in zip(every[len(every) - len(args.defaults) :], args.defaults, strict=True):
            if isinstance(default, ast.Constant) and (default.value is None or isinstance(default.value, bool)):
                values[arg.arg] = _TRUE if default.value else Op("not", (_TRUE,))
                self.fixed.add(arg.arg)
        term = self.block(node.body, values)
        if sum(1 for _ in walk(term)) > LARGEST:
            raise NotReadError("it is too long")
        return term

    # -- statements --------------------------------------------------------------------------------------------------

    def block(self, statements: Sequence[ast.stmt], values: Values) -> Term:
        for number, statement in enumerate(statements):
            match statement:
                case ast.Return(value=ast.expr() as value):
                    return self.number(value, values)
                case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Import() | ast.ImportFrom():
                    continue
                case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
                    continue
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    values[name] = self.local(name, value, values)
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    values[name] = self.local(name, value, values)
                case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value):
                    whole = ast.BinOp(ast.Name(id=target.id, ctx=ast.Load()), op, value)
                    values[name] = self.local(name, whole, values)
                case ast.If(test=test, body=body, orelse=orelse):
                    return self.choice(test, [*body, *statements[number + 1 :]],
                                       [*orelse, *statements[number + 1 :]], values)  # fmt: skip
                case _:
                    raise NotReadError(f"a statement of the kind {type(statement).__name__.lower()}")
        raise NotReadError("it does not always return a value")

    def local(self, name: str, value: ast.expr, values: Values) -> Term:
        try:
            return self.any(value, values)
        except (NotReadError, UnknownNameError):
            if name in self.unknown or name in values:
                raise
            self.unknown.append(name)
            return Sym(name)

    def choice(self, test: ast.expr, then: list[ast.stmt], other: list[ast.stmt], values: Values) -> Term:
        condition = self.condition(test, values)
        if condition == _TRUE:
            return self.block(then, values)
        if condition == Op("not", (_TRUE,)):
            return self.block(other, values)
        self.branches += 1
        if self.branches > BRANCHES:
            raise NotReadError("it has too many branches")
        return _cases(condition, self.block(then, dict(values)), self.block(other, dict(values)))

    # -- expressions -------------------------------------------------------------------------------------------------

    def any(self, node: ast.expr, values: Values) -> Term:
        """A number or a condition."""
        match node:
            case ast.Constant(value=bool() as value):
                return _TRUE if value else Op("not", (_TRUE,))
            case ast.Constant(value=int() | float() as value):
                return _constant(value)
            case ast.Name(id=name):
                if name not in values:
                    raise NotReadError(f"the name {name} is not defined in it")
                return values[name]
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return Op("neg", (self.number(inner, values),))
            case ast.UnaryOp(op=ast.UAdd(), operand=inner):
                return self.number(inner, values)
            case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=inner):
                return _negated(self.condition(inner, values))
            case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr() as op, right=right):
                head = "and" if isinstance(op, ast.BitAnd) else "or"
                return Op(head, (self.condition(left, values), self.condition(right, values)))
            case ast.BinOp(left=left, op=op, right=right):
                both = self.any(left, values), self.any(right, values)
                if all(_is_condition(t) for t in both) and not isinstance(op, ast.Mult):
                    raise NotReadError("arithmetic with two conditions")
                return _arithmetic(op, *(_as_number(t) for t in both))
            case ast.BoolOp(op=op, values=parts):
                head = "and" if isinstance(op, ast.And) else "or"
                return Op(head, tuple(self.condition(p, values) for p in parts))
            case ast.Compare(left=left, ops=ops, comparators=others):
                return self.comparison([left, *others], ops, values)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                condition = self.condition(test, values)
                if condition == _TRUE:
                    return self.any(body, values)
                return _cases(condition, self.number(body, values), self.number(orelse, values))
            case ast.Attribute(attr="pi" | "e" as name) if called(node, self.names, values).module:
                return Op(name)
            case ast.Call(func=ast.Attribute(value=inner, attr="astype"), args=args, keywords=keywords):
                types = [*args, *(k.value for k in keywords if k.arg == "dtype")]
                if len(types) != 1 or len(args) + len(keywords) != 1:
                    raise NotReadError("a cast of another kind")
                term = self.any(inner, values)
                self.cast(types[0], values, _is_condition(term))
                return _as_number(term)
            case ast.Call():
                return self.call(node, values)
        raise NotReadError(f"an expression of the kind {type(node).__name__.lower()}")

    def number(self, node: ast.expr, values: Values) -> Term:
        """A condition in the place of a number is 1 or 0."""
        return _as_number(self.any(node, values))

    def condition(self, node: ast.expr, values: Values) -> Term:
        term = self.any(node, values)
        if not _is_condition(term):
            raise NotReadError("a number in the place of a condition")
        return term

    def comparison(self, members: list[ast.expr], ops: Sequence[ast.cmpop], values: Values) -> Term:
        terms = [self.number(m, values) for m in members]
        if any(type(op) not in _RELATIONS for op in ops):
            raise NotReadError("a comparison of another kind")
        parts = tuple(Op(_RELATIONS[type(op)], (terms[i], terms[i + 1])) for i, op in enumerate(ops))
        return parts[0] if len(parts) == 1 else Op("and", parts)

    def cast(self, kind: ast.expr, values: Values, condition: bool = False) -> None:
        """A cast to floating-point numbers changes nothing; one to integers is exact for conditions only."""
        name = str(kind.value) if isinstance(kind, ast.Constant) else called(kind, self.names, values).name
        if name not in _FLOATS and not (condition and name in _INTEGERS):
            raise NotReadError(f"a cast to {name}")

    def call(self, node: ast.Call, values: Values) -> Term:
        which = called(node.func, self.names, values)
        name = which.name
        if any(isinstance(a, ast.Starred) for a in node.args):
            raise NotReadError("a call with a starred argument")
        mine = self.known.get(name) if isinstance(node.func, ast.Name) and which.own else None
        if which.own and mine is None:
            raise NotReadError(f"a call of {name}, which is not read before")
        limited = mine is None and name in ("clip", "clamp")
        for k in node.keywords:
            if mine is None and k.arg == "dtype":
                self.cast(k.value, values)
            elif not (limited and k.arg in ("min", "max", "a_min", "a_max")):
                raise NotReadError(f"a keyword argument of {name}")
        if mine is not None:
            args = [self.number(a, values) for a in node.args]
            if mine.term is None or mine.unknown or len(mine.params) != len(args):
                raise NotReadError(f"a call of {name}")
            self.exact = self.exact and mine.exact
            return substitute(mine.term, {Sym(p): a for p, a in zip(mine.params, args, strict=True)})
        if name in ("int", "bool") and len(node.args) == 1:
            return _cases(self.condition(node.args[0], values), num(1), num(0))
        if name == "where" and len(node.args) == 3:
            test, then, other = node.args
            return _cases(self.condition(test, values), self.number(then, values), self.number(other, values))
        if name in ("max", "min"):
            return self.largest(which, node.args, values)
        limits = {str(k.arg): self.number(k.value, values) for k in node.keywords if k.arg != "dtype"}
        return self.applied(name, [self.number(a, values) for a in node.args], limits)

    def largest(self, which: Called, args: list[ast.expr], values: Values) -> Term:
        """The built-in ``max(a, b, …)``, and ``torch.max`` of two tensors; elsewhere the second argument is an axis."""
        terms = tuple(self.number(a, values) for a in args)
        plain = which.module == "" and len(terms) > 1
        if which.module == "torch" and len(terms) == 2:
            dimension = isinstance(args[1], ast.Name) and args[1].id in ("dim", "axis")
            plain = not dimension and (isinstance(args[1], ast.Call) or any(isinstance(t, Sym) for t in walk(terms[1])))
        if not plain:
            raise NotReadError(f"a call of {which.name} along an axis")
        return Op(which.name, terms)

    def applied(self, name: str, args: list[Term], limits: Mapping[str, Term]) -> Term:
        match name, args:
            case _, [u] if name in _UNARY and not limits:
                return Op(_UNARY[name], (u,))
            case _, [u] if name in _SAME and not limits:
                return u
            case "maximum" | "fmax", [_, _]:
                return Op("max", tuple(args))
            case "minimum" | "fmin", [_, _]:
                return Op("min", tuple(args))
            case "pow" | "power" | "float_power", [u, v]:
                return _power(u, v)
            case "log2" | "log10", [u]:
                return Op("log_base", (u, num(int(name[3:]))))
            case "square", [u]:
                return Op("pow", (u, num(2)))
            case "log1p", [u]:
                self.exact = False
                return Op("log", (Op("add", (num(1), u)),))
            case "expm1", [u]:
                self.exact = False
                return Op("add", (Op("exp", (u,)), num(-1)))
            case "heaviside", [u, v]:
                below = Op("case", (num(0), Op("lt", (u, num(0)))))
                at = Op("case", (v, Op("eq", (u, num(0)))))
                return Op("cases", (below, at, Op("case", (num(1), Op("gt", (u, num(0)))))))
            case "clip" | "clamp", [u, *ends] if 0 < len(ends) + len(limits) < 3:
                low = ends[0] if ends else limits.get("min", limits.get("a_min"))
                high = ends[1] if len(ends) > 1 else limits.get("max", limits.get("a_max"))
                return _clip(u, low, high)
        raise NotReadError(f"a call of {name}")


def _constant(value: float) -> Term:
    if value != value or value in (float("inf"), float("-inf")):
        raise NotReadError("a constant that is no number")
    exact = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    if 0 < abs(exact) <= GUARD:
        raise NotReadError(f"the small constant {value:g} that guards it")
    return Num(exact)


def _arithmetic(op: ast.operator, u: Term, v: Term) -> Term:
    build: Mapping[type, Callable[[], Term]] = {
        ast.Add: lambda: Op("add", (u, v)),
        ast.Sub: lambda: Op("add", (u, Op("neg", (v,)))),
        ast.Mult: lambda: Op("mul", (u, v)),
        ast.Div: lambda: Op("div", (u, v)),
        ast.Pow: lambda: _power(u, v),
    }
    if type(op) not in build:
        raise NotReadError(f"the operation {type(op).__name__.lower()}")
    return build[type(op)]()


def _power(u: Term, v: Term) -> Term:
    """u^(n/2) is (√u)^n, which has a value at 0 too; of other fractions the value at 0 is left open."""
    if isinstance(v, Num) and v.value > 0 and v.value.denominator > 1:
        root, degree = u, v.value.denominator
        while degree % 2 == 0:
            root, degree = Op("sqrt", (root,)), degree // 2
        if degree > 1:
            raise NotReadError("a power with a fraction as exponent")
        return root if v.value.numerator == 1 else Op("pow", (root, num(v.value.numerator)))
    return Op("pow", (u, v))


def _clip(u: Term, low: Term | None, high: Term | None) -> Term:
    for end in (low, high):
        value = end.args[0] if isinstance(end, Op) and end.head == "neg" else end
        if isinstance(value, Num) and abs(value.value) >= CUT:
            raise NotReadError("a clip far out that guards it")
    term = u if low is None else Op("max", (low, u))
    return term if high is None else Op("min", (high, term))


def _cases(condition: Term, then: Term, other: Term) -> Term:
    return Op("cases", (Op("case", (then, condition)), Op("case", (other, _TRUE))))


def _is_condition(term: Term) -> bool:
    return isinstance(term, Op) and term.head in _CONDITIONS


def _as_number(term: Term) -> Term:
    return _cases(term, num(1), num(0)) if _is_condition(term) else term


def _negated(condition: Term) -> Term:
    match condition:
        case Op("not", (inner,)):
            return inner
        case _:
            return Op("not", (condition,))


__all__ = ["Function", "NotReadError", "functions"]
