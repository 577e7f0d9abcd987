"""Terms and claims from short Python-like text: ``term("x*exp(-x)")``, ``claim("tanh(x) < 1")``."""

from __future__ import annotations

import ast
from fractions import Fraction

from symnn.claim import Claim, Kind, Opaque, Variable
from symnn.domain import REALS, Domain
from symnn.term import TRUE, Op, Sym, Term, free_symbols, num, op

_NAMES = {"pi": Op("pi"), "infinity": Op("infinity"), "otherwise": TRUE}
_BINARY = {ast.Mult: "mul", ast.Div: "div", ast.Pow: "pow"}
_RELATIONS = {ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.Eq: "eq", ast.NotEq: "ne"}
_ONE = num(1)
_SHORT = {
    "sigma": lambda x: op("div", _ONE, op("add", _ONE, op("exp", op("neg", x)))),
    "softplus": lambda x: op("log", op("add", _ONE, op("exp", x))),
    "relu": lambda x: op("max", num(0), x),
    "gelu": lambda x: op("mul", x, op("normal_cdf", x)),
    "f": lambda x: op("call", Sym("f"), x),
    "df": lambda x: op("call", op("prime", Sym("f"), _ONE), x),
}


def term(text: str) -> Term:
    """``a - b`` is add(a, neg(b)); ``cases(v, c, w, otherwise)`` a case list; ``f`` and ``df`` an opaque f and f'."""
    return _build(ast.parse(text, mode="eval").body)


def _build(node: ast.expr) -> Term:
    match node:
        case ast.Constant(value):
            return num(Fraction(str(value)))
        case ast.Name(name):
            return _NAMES.get(name, Sym(name))
        case ast.BinOp(a, ast.Add(), b):
            return op("add", _build(a), _build(b))
        case ast.BinOp(a, ast.Sub(), b):
            return op("add", _build(a), op("neg", _build(b)))
        case ast.BinOp(a, head, b):
            return op(_BINARY[type(head)], _build(a), _build(b))
        case ast.UnaryOp(ast.USub(), a):
            return op("neg", _build(a))
        case ast.Compare(left, heads, rights):
            sides = [_build(x) for x in (left, *rights)]
            rows = [op(_RELATIONS[type(h)], a, b) for h, a, b in zip(heads, sides, sides[1:], strict=False)]
            return rows[0] if len(rows) == 1 else Op("chain", tuple(rows))
        case ast.Call(ast.Name("cases"), args):
            parts = [_build(a) for a in args]
            return Op("cases", tuple(op("case", v, c) for v, c in zip(parts[::2], parts[1::2], strict=True)))
        case ast.Call(ast.Name(name), args):
            parts = [_build(a) for a in args]
            return _SHORT[name](*parts) if name in _SHORT else Op(name, tuple(parts))
    raise ValueError(ast.dump(node))


def claim(
    relation: str | Term,
    *assumptions: str,
    kind: Kind = "identity",
    declared: bool = True,
    opaque: str = "",
    variable: str = "",
    **domains: Domain,
) -> Claim:
    """All free names are real variables; ``domains`` gives other domains by name."""
    built = term(relation) if isinstance(relation, str) else relation
    names = free_symbols(built) | ({Sym(variable)} if variable else set())
    variables = [Variable(s, domains.get(s.name, REALS), declared) for s in sorted(names, key=lambda s: s.text)]
    functions = tuple(Opaque(Sym(name)) for name in opaque.split())
    return Claim("test", kind, built, tuple(variables), tuple(term(a) for a in assumptions), functions)
