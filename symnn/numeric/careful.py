"""Exponents in pairs of doubles: e^w where w is no polynomial, as in x^x, e^{√(x²+1)} and e^{e^x}.

An exponent of size 700 that is rounded to a double costs e^w ten bits.  Here w is computed from its term by the
functions of ``pair_runtime``, once to evaluate and once as text, by one table.
"""

from __future__ import annotations

from typing import Any

from symnn.numeric import pair_runtime
from symnn.numeric.analytic import Analytic, split
from symnn.numeric.nodes import Node, careful_node
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op

PAIRED = {"exp": "pair_exp", "log": "pair_log", "sqrt": "pair_sqrt"}
HELPERS = ("kept", "pair_sum", "pair_product", "pair_quotient", "pair_sqrt", "pair_exp", "pair_log", "careful_exp")
FOLDED = {"add": "pair_sum", "mul": "pair_product", "dot": "pair_product", "times": "pair_product"}
MOST_POWER = 16


def careful_exp(exponent: Term, var: Sym) -> Node | None:
    """The program of e^w; nothing where w has a part without a function of pairs."""
    return careful_node(exponent) if _known(exponent, var) else None


def _known(term: Term, var: Sym) -> bool:
    if not free_symbols(term):
        return True
    match term:
        case Sym():
            return term == var
        case Op("pow", (a, Num(q))):
            return q.denominator == 1 and abs(q) <= MOST_POWER and _known(a, var)
        case Op(head, args):
            return (head in PAIRED or head in FOLDED or head in ("neg", "div")) and all(_known(a, var) for a in args)
    return False


def _call(name: str, args: list[Any], text: bool) -> Any:
    return f"{name}({', '.join(args)})" if text else getattr(pair_runtime, name)(*args)


def _pair(term: Term, x: Any, text: bool) -> Any:
    """The pair of a term at x, or with ``text`` the code of it."""
    if not free_symbols(term):
        value = split(Analytic(term, Sym("x")).value(0.0, bits=150))
        return repr(value) if text else value
    match term:
        case Op("neg", (a,)):
            return _pair(op("mul", num(-1), a), x, text)
        case Op("div", (a, b)):
            return _call("pair_quotient", [_pair(a, x, text), _pair(b, x, text)], text)
        case Op("pow", (a, Num(q))) if q < 0:
            return _pair(op("div", num(1), op("pow", a, num(-q))), x, text)
        case Op("pow", (a, Num(q))):
            half, odd = divmod(int(q), 2)
            if not half:
                return _pair(a, x, text)
            square = op("mul", a, a) if half == 1 else op("mul", *[op("pow", a, num(half))] * 2)
            return _pair(op("mul", square, a) if odd else square, x, text)
        case Op(head, (a, *rest)) if head in FOLDED:
            out = _pair(a, x, text)
            for b in rest:
                out = _call(FOLDED[head], [out, _pair(b, x, text)], text)
            return out
        case Op(head, (a,)):
            return _call(PAIRED[head], [_pair(a, x, text)], text)
    return f"({x}, 0.0 * {x})" if text else (x, 0.0 * x)


def evaluate_careful(node: Node, x: Any) -> Any:
    """The doubles that the emitted code gives."""
    assert isinstance(node.data, Op)
    return pair_runtime.careful_exp(_pair(node.data.args[0], x, False))


def careful_text(node: Node) -> str:
    """The code of e^w at the points ``z``."""
    assert isinstance(node.data, Op)
    return f"careful_exp({_pair(node.data.args[0], 'z', True)})"


__all__ = ["HELPERS", "careful_exp", "careful_text", "evaluate_careful"]
