"""A computed term in the order in which people write it: 1 − σ and not −σ + 1, e^{−x}, fractions and roots.

``arranged`` changes no value: it reorders sums and products, gathers what divides under one bar, and takes signs out of
products.  What a document wrote is never arranged; this is for terms that programs build.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, rebuild, walk

ONE = num(1)
E = Op("e")


def arranged(term: Term, var: Sym) -> Term:
    """The same value, written for readers; ``var`` is the variable, other names are constants."""
    match term:
        case Num(value):
            return _number(value)
        case Sym():
            return term
        case Op("exp", (u,)):
            return op("pow", E, arranged(u, var))
        case Op("add", args):
            return _sum([arranged(a, var) for a in args], var)
        case Op("neg", (Op("mul" | "dot" | "times" | "div" | "pow"),)):
            return _product(term, var)
        case Op("neg", (a,)):
            return _negated(arranged(a, var), var)
        case Op("mul" | "dot" | "times" | "div" | "pow"):
            return _product(term, var)
        case Op("root", (a, Num(value=n))) if n == 2:
            return op("sqrt", arranged(a, var))
        case Op(_, args):
            return rebuild(term, tuple(arranged(a, var) for a in args))
    raise AssertionError(term)


def _number(value: Fraction) -> Term:
    size = abs(value)
    plain: Term = Num(size) if size.denominator == 1 else op("div", num(size.numerator), num(size.denominator))
    return plain if value >= 0 else op("neg", plain)


def _negated(term: Term, var: Sym) -> Term:
    match term:
        case Num(value) if value == 0:
            return term
        case Op("neg", (inner,)):
            return inner
        case Op("add", args):
            return _sum([_negated(a, var) for a in args], var)
    return op("neg", term)


def _negative(term: Term) -> bool:
    return isinstance(term, Op) and term.head == "neg"


def _sum(args: Sequence[Term], var: Sym) -> Term:
    """What is added first; a number in front of functions and of what is subtracted, behind powers of names."""
    flat: list[Term] = []
    for arg in args:
        flat.extend(arg.args if isinstance(arg, Op) and arg.head == "add" else (arg,))
    flat = [a for a in flat if a != num(0)]
    if len(flat) < 2:
        return flat[0] if flat else num(0)
    numbers = [a for a in flat if not free_symbols(a)]
    rest = [a for a in flat if free_symbols(a)]
    polynomial = all(_degree(a, var) is not None for a in rest)
    if polynomial:
        rest.sort(key=lambda a: -(_degree(a, var) or 0))
    else:
        rest.sort(key=lambda a: (not var_in(a, var), _weight(a)))  # f(x) + α
    added, taken = [a for a in rest if not _negative(a)], [a for a in rest if _negative(a)]
    plus, minus = [a for a in numbers if not _negative(a)], [a for a in numbers if _negative(a)]
    square = len(rest) == 1 and (_degree(rest[0], var) or 0) > 1  # 1 + x², and x + 1
    first = (added, plus) if polynomial and not square else (plus, added)
    return Op("add", (*first[0], *first[1], *taken, *minus))


def _degree(term: Term, var: Sym) -> int | None:
    """Of a product of numbers, constants and a power of the variable; ``None`` for anything else."""
    match term:
        case Op("neg", (a,)):
            return _degree(a, var)
        case Op("div", (a, b)) if not free_symbols(b):
            return _degree(a, var)
        case Op("mul", args):
            degrees = [_degree(a, var) for a in args]
            return None if None in degrees else sum(d for d in degrees if d is not None)
        case Op("pow", (a, Num(value=n))) if n.denominator == 1 and n > 0:
            inner = _degree(a, var)
            return None if inner is None else inner * int(n)
        case Sym():
            return 1 if term == var else 0
        case Num():
            return 0
    return None


def _weight(term: Term) -> int:
    """Longer summands stand later."""
    return sum(1 for _ in walk(term))


def _product(term: Term, var: Sym) -> Term:
    """One fraction: the sign in front, numbers, constants, the variable, functions, brackets; roots of powers 1/2."""
    number = Fraction(1)
    above: list[Term] = []
    below: list[Term] = []
    for base, exponent in _factors(term, Fraction(1), var):
        match base:
            case Num(value) if exponent.denominator == 1 and (value or exponent > 0):
                number *= value ** int(exponent)
            case _:
                (above if exponent > 0 else below).append(_power(base, abs(exponent)))
    if number == 0:
        return num(0)
    for i, part in enumerate(above):  # √2/2 is 1/√2
        match part:
            case Op("sqrt", (Num(value=n),)) if n.denominator == 1 and n > 1 and number.denominator % n.numerator == 0:
                number *= n
                below.append(above.pop(i))
                break
    number = _turned(number, above, below, var)
    sign, size = number < 0, abs(number)
    top = _side(size.numerator, above, var)
    bottom = _side(size.denominator, below, var)
    match top:
        case Op("neg", (inner,)):  # a sum whose terms are all subtracted
            sign, top = not sign, inner
    out = top if bottom == ONE else op("div", top, bottom)
    return _negated(out, var) if sign and isinstance(out, Num) else op("neg", out) if sign else out


def _turned(number: Fraction, above: list[Term], below: list[Term], var: Sym) -> Fraction:
    """Brackets turned round: 1 − σ and not σ − 1; then no sign in front where one bracket can take it."""
    for part in (above, below):
        for i, factor in enumerate(part):
            if _starts_badly(factor, var):
                number *= _turn(part, i, var)
    if number < 0:
        for part in (below, above):
            for i, factor in enumerate(part):
                base, odd = _bracket(factor)
                if base is not None and odd and any(_negative(a) for a in base.args) and not _starts_well(base, var):
                    return number * _turn(part, i, var)
    return number


def _bracket(factor: Term) -> tuple[Op | None, bool]:
    """The sum that a factor is a power of, and whether its exponent is odd."""
    match factor:
        case Op("add"):
            return factor, True
        case Op("pow", (Op("add") as base, Num(value=n))) if n.denominator == 1:
            return base, n.numerator % 2 == 1
    return None, False


def _starts_badly(factor: Term, var: Sym) -> bool:
    """σ − 1: a number is taken from functions; or all but a number is taken away."""
    base, _ = _bracket(factor)
    if base is None or all(_degree(a, var) is not None for a in base.args):
        return base is not None and all(_negative(a) for a in base.args)
    return _negative(base.args[-1]) and not free_symbols(base.args[-1]) and _one_signed(base)


def _one_signed(base: Op) -> bool:
    return not any(_negative(a) for a in base.args[:-1]) and not any(
        isinstance(n, Op) and n == E for a in base.args for n in walk(a)
    )


def _starts_well(base: Op, var: Sym) -> bool:
    """1 − σ: a number and functions that are taken from it."""
    return not free_symbols(base.args[0]) and any(_degree(a, var) is None for a in base.args)


def _turn(part: list[Term], i: int, var: Sym) -> int:
    """The bracket with every sign changed; what that does to the sign of the product."""
    base, odd = _bracket(part[i])
    assert base is not None
    turned = _sum([_negated(a, var) for a in base.args], var)
    match part[i]:
        case Op("pow", (_, n)):
            part[i] = op("pow", turned, n)
        case _:
            part[i] = turned
    return -1 if odd else 1


def _factors(term: Term, exponent: Fraction, var: Sym) -> list[tuple[Term, Fraction]]:
    match term:
        case Op("mul" | "dot" | "times", args):
            return [f for a in args for f in _factors(a, exponent, var)]
        case Op("div", (a, b)):
            return _factors(a, exponent, var) + _factors(b, -exponent, var)
        case Op("neg", (a,)) if exponent.denominator == 1:
            sign = [(num(-1), Fraction(1))] if exponent.numerator % 2 else []
            return sign + _factors(a, exponent, var)
        case Op("pow", (base, Num(value=n))) if base != E and (exponent * n).denominator <= 2:
            if exponent.denominator == 1 and n.denominator == 1:
                return _factors(base, exponent * n, var)
            return [(arranged(base, var), exponent * n)]
        case Op("sqrt", (a,)) | Op("root", (a, Num(value=Fraction(numerator=2, denominator=1)))):
            return [(arranged(a, var), exponent / 2)]
        case Op("exp", (u,)) | Op("pow", (Op("e"), u)):
            inner = arranged(u, var)
            raised = inner if exponent == 1 else arranged(op("mul", Num(exponent), inner), var)
            return [(op("pow", E, raised), Fraction(1))]
        case Op("pow", (a, b)):
            return [(op("pow", arranged(a, var), arranged(b, var)), exponent)]
    inner = arranged(term, var)
    if isinstance(inner, Op) and inner.head in ("mul", "div", "neg") and inner != term:
        return _factors(inner, exponent, var)
    return [(inner, exponent)]


def _power(base: Term, exponent: Fraction) -> Term:
    whole, half = divmod(exponent, 1)
    parts: list[Term] = []
    if whole:
        parts.append(base if whole == 1 else op("pow", base, num(int(whole))))
    if half:
        parts.append(op("sqrt", base))
    return parts[0] if len(parts) == 1 else op("mul", *parts)


def _side(number: int, factors: Sequence[Term], var: Sym) -> Term:
    parts = [p for f in factors for p in (f.args if isinstance(f, Op) and f.head == "mul" else (f,))]
    roots = [p for p in parts if isinstance(p, Op) and p.head == "sqrt" and not var_in(p, var)]
    if len(roots) > 1:
        parts = [p for p in parts if p not in roots]
        parts.append(op("sqrt", _product(op("mul", *(r.args[0] for r in roots)), var)))
    parts.sort(key=lambda p: _rank(p, var))
    if number != 1 or not parts:
        parts.insert(0, num(number))
    return parts[0] if len(parts) == 1 else op("mul", *parts)


def var_in(term: Term, var: Sym) -> bool:
    return var in free_symbols(term)


def _rank(term: Term, var: Sym) -> int:
    """Constants, the variable, |·| and functions, brackets."""
    base = term
    while isinstance(base, Op) and base.head == "pow" and base.args[0] != E:
        base = base.args[0]
    if isinstance(base, Op) and base.head == "add":
        return 5
    if not var_in(base, var):
        return 0 if not free_symbols(base) and isinstance(base, Num) else 1
    if isinstance(base, Sym):
        return 2
    return 3 if isinstance(base, Op) and base.head == "pow" else 4
