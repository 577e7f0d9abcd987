"""∫_{-∞}^u e^{-t²/2} dt = √(2π) Φ(u): what documents write for the distribution function of the standard normal."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symnn.term import Num, Op, Sym, Term, free_symbols, num

_HALF_SQUARE = {2: Fraction(-1, 2)}
_MOST = 8  # the degree of an exponent that is worked out


def normal_integral(body: Term, var: Sym, upper: Term) -> Term | None:
    """The integral of a closed body from -∞ to ``upper`` by Φ, if the body is a multiple of e^{-t²/2} or φ(t)."""
    constants: list[Term] = []
    roots, found = 0, 0
    for factor, above in _factors(body, True):
        if factor == Op("normal_pdf", (var,)) and above:
            found, roots = found + 1, roots - 1
        elif above and _exponent(factor) is not None and _polynomial(_exponent(factor), var) == _HALF_SQUARE:
            found += 1
        elif factor == _ROOT and not above:
            roots -= 1
        elif var in free_symbols(factor):
            return None
        else:
            constants.append(factor if above else Op("div", (num(1), factor)))
    if found != 1:
        return None
    scale: tuple[Term, ...] = {-1: (), 0: (_ROOT,)}.get(roots, (_ROOT, *(Op("div", (num(1), _ROOT)),) * -roots))
    parts = (*constants, *scale, Op("normal_cdf", (upper,)))
    return parts[0] if len(parts) == 1 else Op("mul", parts)


_ROOT = Op("sqrt", (Op("mul", (num(2), Op("pi"))),))


def _factors(term: Term, above: bool) -> Iterator[tuple[Term, bool]]:
    match term:
        case Op("mul" | "dot" | "times", args):
            for a in args:
                yield from _factors(a, above)
        case Op("div", (top, bottom)):
            yield from _factors(top, above)
            yield from _factors(bottom, not above)
        case _:
            yield term, above


def _exponent(term: Term) -> Term | None:
    match term:
        case Op("pow", (Op("e", ()), exponent)) | Op("exp", (exponent,)):
            return exponent
    return None


def _polynomial(term: Term | None, var: Sym) -> dict[int, Fraction] | None:
    """The coefficients of a polynomial in one name by their degrees; ``None`` for anything else."""
    match term:
        case Num(value):
            return {0: value} if value else {}
        case Sym():
            return {1: Fraction(1)} if term == var else None
        case Op("neg", (a,)):
            return _times(_polynomial(a, var), {0: Fraction(-1)})
        case Op("add", args):
            out: dict[int, Fraction] = {}
            for a in args:
                part = _polynomial(a, var)
                if part is None:
                    return None
                out = {k: v for k in {*out, *part} if (v := out.get(k, Fraction(0)) + part.get(k, Fraction(0)))}
            return out
        case Op("mul" | "dot" | "times", args):
            product: dict[int, Fraction] | None = {0: Fraction(1)}
            for a in args:
                product = _times(product, _polynomial(a, var))
            return product
        case Op("div", (a, b)):
            below = _polynomial(b, var)
            return None if below is None or set(below) != {0} else _times(_polynomial(a, var), {0: 1 / below[0]})
        case Op("pow", (a, Num(value=n))) if n.denominator == 1 and 0 < n <= _MOST:
            return _polynomial(Op("mul", (a,) * int(n)), var)
    return None


def _times(a: dict[int, Fraction] | None, b: dict[int, Fraction] | None) -> dict[int, Fraction] | None:
    if a is None or b is None or max(a, default=0) + max(b, default=0) > _MOST:
        return None
    out: dict[int, Fraction] = {}
    for i, x in a.items():
        for k, y in b.items():
            out[i + k] = out.get(i + k, Fraction(0)) + x * y
    return {k: v for k, v in out.items() if v}
