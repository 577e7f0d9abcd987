"""Polynomials and quotients in kernels as terms again: for conditions to be read, and for equalities to be solved."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from symnn.kernel import ratio as rat
from symnn.kernel.build import PI, E, power, product, quotient, total
from symnn.kernel.kernels import Kernels
from symnn.kernel.ratio import Poly, Ratio
from symnn.term import Num, Sym, Term, op


def term_of(kernels: Kernels, p: Poly) -> Term:
    """A term with the value of the polynomial."""
    parts: list[Term] = []
    for exponents, c in sorted(rat.monomials(p), key=lambda m: sorted(m[0].items())):
        parts.append(product(Num(c), *(power(kernel_term(kernels, i), e) for i, e in exponents.items())))
    return total(*parts)


def ratio_term(kernels: Kernels, r: Ratio) -> Term:
    return quotient(term_of(kernels, r.top), term_of(kernels, r.bottom))


def kernel_term(kernels: Kernels, i: int) -> Term:
    kernel = kernels.kernels[i]
    match kernel.sort:
        case "name":
            return PI if kernel.inside == ("pi",) else cast(Sym, kernel.inside[0])
        case "exp":
            assert kernel.base is not None
            return op("pow", E, product(Num(kernel.unit), ratio_term(kernels, kernel.base)))
        case "log":
            body = term_of(kernels, kernel.poly)
            return op("log", body if kernels.signs.of(kernel.poly) <= {1} else op("abs", body))
        case "root":
            return op("pow", term_of(kernels, kernel.poly), Num(Fraction(1, kernel.degree)))
        case "abs":
            return op("abs", term_of(kernels, kernel.poly))
        case "odd root":
            return op("root", ratio_term(kernels, cast(Ratio, kernel.inside[0])), Num(Fraction(kernel.degree)))
        case "cos" | "sin":
            base, unit = kernel.inside
            return op(kernel.sort, product(Num(cast(Fraction, unit)), ratio_term(kernels, cast(Ratio, base))))
    head, *inside = kernel.inside
    args = [ratio_term(kernels, a) for a in inside if isinstance(a, Ratio)]
    if head == "call":
        name, orders = cast(Sym, inside[0]), cast("tuple[int, ...]", inside[1])
        function = op("prime", name, *(Num(Fraction(o)) for o in orders)) if any(orders) else name
        return op("call", function, *args)
    return op("pow" if head == "power" else str(head), *args)
