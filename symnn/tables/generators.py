"""A formula as a rational function of generators: x, e^u, log(1 + e^u), Φ, φ, and whatever else stands alone.

SymPy computes here and decides nothing: what comes out is a candidate that the kernel proves or not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sympy

from symnn.kernel.differentiate import derivative
from symnn.notation.arrange import arranged
from symnn.sympy_bridge import from_sympy, to_sympy
from symnn.sympy_bridge.errors import BridgeError
from symnn.term import Op, Sym, Term, free_symbols, op, substitute, walk

F, T, S, W, L, Q, P = (sympy.Symbol(n, real=True) for n in ("F_", "T_", "S_", "W_", "L_", "Q_", "P_"))
PLUS = sympy.Symbol("T2_", positive=True)
PLAIN = "v{}"


@dataclass
class Ring:
    """f and f′ in generators; ``back`` says what each generator stands for as a term."""

    var: Sym
    x: Any
    names: dict[Sym, Sym]
    back: dict[str, Term] = field(default_factory=dict)
    f: Any = None
    g: Any = None
    opaque: list[Any] = field(default_factory=list)
    half: bool = False  # tanh(u/2) has a fraction in it

    def term(self, expr: Any) -> Term:
        """The term that an expression in the generators stands for, arranged for readers."""
        plain = from_sympy(expr)
        return arranged(substitute(plain, {Sym(n): t for n, t in self.back.items()}), self.var)


def ring(term: Term, var: Sym, shown: Term) -> Ring | None:
    """The ring of a smooth formula; ``None`` where it has no form in SymPy."""
    names = {s: Sym(PLAIN.format(k)) for k, s in enumerate(sorted(free_symbols(term) | {var}, key=lambda s: s.text))}
    renamed = substitute(term, names)
    try:
        slope = derivative(renamed, names[var])
        f, g = (to_sympy(t, real=True) for t in (renamed, slope))
    except (BridgeError, ValueError):
        return None
    x = next(
        (s for s in f.free_symbols | g.free_symbols if s.name == names[var].name),
        sympy.Symbol(names[var].name, real=True),
    )
    out = Ring(var, x, names)
    out.back = {n.name: s for s, n in names.items()} | {"F_": shown}
    try:
        out.f, out.g = _generated(out, f, g)
    except (BridgeError, ValueError, sympy.PolynomialError, TypeError):
        return None
    return out


def _generated(out: Ring, f: Any, g: Any) -> tuple[Any, Any]:
    f, g = (_unified(e) for e in (f, g))
    kernel = _kernel([f, g], out.x)
    pair = [f, g]
    if kernel is not None:
        gaussian = sympy.simplify(kernel + out.x**2 / 2) == 0
        if gaussian:
            out.back["P_"] = op("call", Sym("phi"), out.var)
            pair = [_powers(e, kernel, sympy.sqrt(2 * sympy.pi) * P) for e in pair]
        else:
            pair = [_powers(e, kernel, T) for e in pair]
            if _even(pair[1]) and (pair[0].has(sympy.log) or _even(pair[0])):
                kernel, pair = 2 * kernel, [_halved(e) for e in pair]
            u = out.term(kernel)
            out.half = bool(
                sympy.fraction(sympy.together(kernel / 2))[1].is_Integer
                and sympy.fraction(sympy.together(kernel / 2))[1] > 1
            )
            out.back |= {
                "T_": op("pow", Op("e"), u),
                "S_": op("call", Sym("sigma"), u),
                "W_": op("tanh", out.term(kernel / 2)),
                "L_": op("call", Sym("softplus"), u),
            }
            pair = [_logs(e, kernel) for e in pair]
    half = sympy.erf(out.x / sympy.sqrt(2))
    out.back["Q_"] = op("call", Sym("Phi"), out.var)
    pair = [e.subs(half, 2 * Q - 1) for e in pair]
    return _opaque(out, pair[0]), _opaque(out, pair[1])


def _unified(expr: Any) -> Any:
    """Hyperbolic functions but tanh as exponentials, exponents expanded."""
    expr = expr.rewrite([sympy.sinh, sympy.cosh, sympy.coth, sympy.sech, sympy.csch], sympy.exp)
    return expr.replace(sympy.exp, lambda u: sympy.exp(sympy.expand(u)))


def _kernel(exprs: list[Any], x: Any) -> Any:
    """u such that every exponent is an integer multiple of it: the first exponent over the common divisor."""
    exponents = list(
        dict.fromkeys(e.args[0] for expr in exprs for e in sympy.preorder_traversal(expr) if e.func == sympy.exp)
    )
    exponents = [
        e
        for e in exponents
        if e.has(x) and not any(n.func in (sympy.exp, sympy.log) for n in sympy.preorder_traversal(e))
    ]
    if not exponents:
        return None
    first = exponents[0]
    ratios = [sympy.cancel(e / first) for e in exponents]
    rational = [r for r in ratios if r.is_Rational]
    numerators, denominators = [abs(int(r.p)) for r in rational], [int(r.q) for r in rational]
    unit = first * sympy.Rational(
        sympy.gcd(numerators) if len(numerators) > 1 else numerators[0], sympy.ilcm(1, *denominators)
    )
    lead = sympy.Poly(unit, x).LC() if unit.is_polynomial(x) else sympy.Integer(1)
    degree = sympy.Poly(unit, x).degree() if unit.is_polynomial(x) else 1
    negative = lead.could_extract_minus_sign() if degree % 2 else not lead.could_extract_minus_sign()
    return -unit if negative else unit


def _powers(expr: Any, kernel: Any, letter: Any) -> Any:
    def rule(u: Any) -> Any:
        ratio = sympy.cancel(u / kernel)
        return letter**ratio if ratio.is_Integer else sympy.exp(u)

    return expr.replace(sympy.exp, rule)


def _even(expr: Any) -> bool:
    """A rational function of T whose numerator and denominator have powers of one parity."""
    if not expr.has(T):
        return True
    if any(n.func == sympy.log or isinstance(n, sympy.Function) for n in sympy.preorder_traversal(expr) if n.has(T)):
        return False
    try:
        top, bottom = (sympy.Poly(sympy.expand(e), T) for e in sympy.fraction(sympy.cancel(expr)))
    except sympy.PolynomialError:
        return False
    return len({m[0] % 2 for e in (top, bottom) for m in e.monoms()}) == 1


def _halved(expr: Any) -> Any:
    plain = expr if expr.has(sympy.log) else sympy.cancel(expr)
    return sympy.powdenest(plain.subs(T, sympy.sqrt(PLUS)), force=True).subs(PLUS, T)


def _logs(expr: Any, kernel: Any) -> Any:
    """log(T^a (1 + T)^b) is a·u + b·L."""

    def rule(u: Any) -> Any:
        ratio = sympy.factor(sympy.together(u))
        powers = ratio.as_powers_dict()
        total = sympy.Integer(0)
        for base, exponent in powers.items():
            if base == T:
                total += exponent * kernel
            elif base == T + 1:
                total += exponent * L
            elif base.is_number and base.is_positive and base != 1:
                total += exponent * sympy.log(base)
            elif base != 1:
                return sympy.log(u)
        return total

    return expr.replace(sympy.log, rule)


def _opaque(out: Ring, expr: Any) -> Any:
    """Every function that is left becomes a generator of its own, outermost first."""

    def outer(node: Any) -> Any:
        if node in out.opaque:
            return sympy.Symbol(f"K{out.opaque.index(node)}_", real=True)
        if (isinstance(node, sympy.Function) and node.has(out.x, T, L, Q, P)) or _root(node, out.x):
            out.opaque.append(node)
            name = f"K{len(out.opaque) - 1}_"
            out.back[name] = _shortest(out, node)
            return sympy.Symbol(name, real=True)
        if node.args:
            return node.func(*(outer(a) for a in node.args))
        return node

    return outer(expr)


def _shortest(out: Ring, node: Any) -> Term:
    """What a generator stands for, with e^u or with σ(u), whichever is shorter."""
    plain = out.term(node)
    if not node.has(T):
        return plain
    by_sigma = out.term(node.func(*(sympy.factor(sympy.cancel(a.subs(T, S / (1 - S)))) for a in node.args)))
    return min(plain, by_sigma, key=lambda t: sum(1 for _ in walk(t)))


def _root(node: Any, x: Any) -> bool:
    return isinstance(node, sympy.Pow) and not node.exp.is_Integer and node.has(x, T)
