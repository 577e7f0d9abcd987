"""Gradients and Hessians: what ∇ acts on.

One factor, as in ``∇_θ L x``; all of the product where its first factor is no value that a gradient is taken of: the
name itself, ``∇_x xᵀAx``, a number or a rate, ``∇_x ½‖x‖²``, an array before the name, ``∇_x Ax``.  A power belongs to
the norm or bracket that it stands on, ``∇_w (wᵀx − y)²``; a transpose behind a number-valued function to the gradient,
``∇f(x)ᵀ d``.  Where both are usual, both are named.
"""

from __future__ import annotations

from symnn.notation.cursor import Cursor
from symnn.notation.evaluated import outside, raised
from symnn.notation.factors import factor, starts_factor
from symnn.notation.juxtaposition import juxtaposed, unbraced
from symnn.notation.reach import holds
from symnn.notation.scripts import read_scripts
from symnn.term import Num, Op, Sym, Term, free_symbols, num, walk

_RATES = frozenset("alpha beta gamma eta kappa lambda rho tau C c".split())  # constants before a term of a loss
_VALUES = frozenset("L J E C R F H Q V".split())  # losses, energies and value functions, unless declared as arrays
_NUMBERS = frozenset("f L J E C R F ell".split())  # names of objectives, of which ∇fᵀ is the gradient as a row
_OBJECTIVES = _NUMBERS | {"g", "h"}  # and of constraints, where they are applied
_PRODUCTS = frozenset(["dot", "times", "hadamard", "star"])
_FIRST, _WHOLE = "the gradient of the first factor", "the gradient of the product"


def nabla(p: Cursor) -> Term:
    """``∇_W L``, ``∇ℓ(z)``, ``∇_w^2 [ … ]``."""
    start = p.advance().start
    scripts = read_scripts(p)
    rest: tuple[Term, ...]
    second = [kind for kind, exponent in scripts.marks if kind == "pow" and exponent == num(2)]
    if len(second) != len(scripts.marks) or scripts.sups or scripts.primes or len(scripts.subs) > 1:
        p.fail("scripts on ∇: expected a variable below and maybe a 2 above", start)
    if p.tok.kind == "open" and p.tok.text == "[":
        body, rest = p.rules["open"](p), ()
        if raised(p):
            p.ambiguous(start, p.peek().end, "the gradient first", "the pow first")
    elif starts_factor(p):
        term, rest = _reached(p, start, scripts.subs)
        body = unbraced(term)
    elif p.tok.kind == "eof" and start == p.tokens[0].start:
        body, rest = Op("placeholder"), ()
    else:
        if p.tok.kind == "infix":
            p.fail("∇ with a product sign: a divergence or a curl is not read", start, p.tok.end)
        p.missing("∇ has no operand", start)
    turned = body.args[0] if isinstance(body, Op) and _is_row(p, body, scripts.subs) else None
    found = outside(p, p.op("hessian" if second else "gradient", start, turned or body, *scripts.subs))
    found = found if turned is None else p.op("transpose", start, found)
    return p.op("mul", start, found, *rest) if rest else found


def _reached(p: Cursor, start: int, by: tuple[Term, ...]) -> tuple[Term, tuple[Term, ...]]:
    """What ∇ acts on, and the factors behind it that it leaves alone, so far as they had to be read for this."""
    at = p.tok.start
    term = factor(p)
    scaled, own, array = _weight(p, term, by), _is_variable(term, by), _is_array(p, term, by)
    if p.tok.kind == "infix" and p.tok.text in _PRODUCTS:
        if own or array:
            p.ambiguous(start, p.tok.end, _FIRST, _WHOLE)
        if not scaled or p.tok.text not in ("dot", "times"):
            return _single(p, term, at, by), ()
        p.advance()
    elif not starts_factor(p) or not (scaled or own or array or _is_turned(term, by) or (isinstance(term, Sym) and by)):
        return _single(p, term, at, by), ()
    product = juxtaposed(p)
    rest = product.args if isinstance(product, Op) and product.head == "mul" else (product,)
    varies = any(holds(product, v) for v in by)
    if isinstance(term, Sym) and not (scaled or own or varies):
        return term, rest  # ∇_W L xᵀ
    certain = _takes_all(p, term, rest, by) if varies and not (scaled or own) else scaled or own
    if scaled and isinstance(term, Sym):
        certain = bool(free_symbols(product) & set(by))  # 1/N alone has no gradient
    if not certain or (p.tok.kind == "infix" and p.tok.text not in ("union", "intersection", "setminus")):
        p.ambiguous(start, p.end, _FIRST, _WHOLE)
    return p.op("mul", at, term, *rest), ()


def _takes_all(p: Cursor, term: Term, rest: tuple[Term, ...], by: tuple[Term, ...]) -> bool:
    """Whether ∇ surely acts on all of a product that does not begin with its variable: Ax, aᵀx, aaᵀx, (x − c)ᵀx."""
    if not isinstance(term, Sym):
        return True
    if rest[0] == Op("transpose", (term,)):
        return True
    row = isinstance(rest[0], Op) and rest[0].head == "transpose"
    column = p.profile.kind(term) == "vector"  # (∇y) x is a Jacobian times x, y aᵀ an outer product
    return _is_array(p, term, by) and (row or not column)


def _is_variable(term: Term, by: tuple[Term, ...]) -> bool:
    """x or xᵀ behind ∇_x: nobody takes the gradient of the name alone."""
    return (term.args[0] if isinstance(term, Op) and term.head == "transpose" else term) in by


def _is_array(p: Cursor, term: Term, by: tuple[Term, ...]) -> bool:
    """A, aᵀ, A⁻¹: an array that is no loss."""
    base = term.args[0] if isinstance(term, Op) and term.head in ("transpose", "inverse") else term
    if not isinstance(base, Sym) or base in by or not by:
        return False
    declared = p.profile.declared_kind(base)
    return (declared or p.profile.default(base)) in ("vector", "matrix") and (
        declared is not None or base.font == "bf" or base.name not in _VALUES
    )


def _is_turned(term: Term, by: tuple[Term, ...]) -> bool:
    """(x − c)ᵀ before what varies with x: a bracket that holds the name, transposed."""
    match term:
        case Op("transpose", (Op("add" | "neg" | "mul" | "div") as inner,)):
            return any(holds(inner, v) for v in by)
    return False


def _weight(p: Cursor, term: Term, by: tuple[Term, ...]) -> bool:
    """``2``, ``\\lambda``, ``\\frac{1}{2n}``: nothing that a gradient is taken of by itself."""
    if isinstance(term, Num):
        return True
    names = [n for n in walk(term) if isinstance(n, Sym)]
    if isinstance(term, Sym):
        return term.base.name in _RATES and term not in by and p.profile.kind(term) not in ("vector", "matrix")
    arithmetic = all(n.head in ("div", "mul", "neg", "pow", "sqrt") for n in walk(term) if isinstance(n, Op))
    plain = all(n.name in _RATES or n.name == "sigma" or p.profile.kind(n) == "index" for n in names)
    return arithmetic and plain and not set(names) & set(by)


def _is_row(p: Cursor, term: Op, by: tuple[Term, ...]) -> bool:
    """``f(x)ᵀ`` or ``fᵀ`` behind ∇ for a function with numbers for values: the transpose is that of the gradient.

    φ(x), σ(z), 𝐟(x) are arrays as often as not, and ∇_w φ(x)ᵀ w is the gradient of the product.
    """
    match term:
        case Op("transpose", (Op("call", (Sym() as fn, *args)),)):
            usual, varies = _OBJECTIVES, all(any(holds(a, v) for a in args) for v in by)
        case Op("transpose", (Sym() as fn,)):
            usual, varies = _NUMBERS, fn not in by and starts_factor(p)  # L^T alone may be L at the time T
        case _:
            return False
    declared = p.profile.declared_kind(fn)
    if fn.name in p.profile.values:
        return False
    return varies and (declared == "function" or (declared is None and fn.font in ("", "cal") and fn.name in usual))


def _single(p: Cursor, term: Term, at: int, by: tuple[Term, ...]) -> Term:
    """The operand alone: a transpose, or a power on a name or on f(x), could belong to the gradient."""
    match term:
        case Op("transpose") if _is_row(p, term, by):
            return term
        case Op("transpose" | "hadamard_pow"):
            p.ambiguous(at, p.end, "the gradient first", f"the {term.head} first")
        case Op("pow", (Sym() | Op("call" | "prime" | "gradient" | "item") as base, exponent)) if base not in by:
            if not any(holds(exponent, v) for v in by):
                p.ambiguous(at, p.end, "the gradient first", "the pow first")
    return term
