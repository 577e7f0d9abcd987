"""Whether two sizes are the same, certainly differ, or may be either; axes that meet."""

from __future__ import annotations

from fractions import Fraction

from symnn.recheck.arrays.scene import ANY, Axis
from symnn.recheck.outcome import UnclearError
from symnn.term import Num, Op, Sym, Term, plain


class Clash(Exception):  # noqa: N818  (it names a fact)
    """Two shapes that certainly cannot meet: the formula has no meaning."""


def meet(a: Axis, b: Axis) -> Axis:
    """The common axis; ``Clash`` if they certainly differ."""
    if a == ANY or b == ANY:
        return b if a == ANY else a
    if len(a) == len(b) and all(_gap(x, y) == {} for x, y in zip(a, b, strict=True)):
        return a
    if _differ(a, b):
        raise Clash(f"{_spoken(a)} and {_spoken(b)}")
    raise UnclearError(f"whether {_spoken(a)} is {_spoken(b)}")


def _differ(a: Axis, b: Axis) -> bool:
    """Two names, a name and 1, or a constant difference that is not zero; a name and 3 may be the same size."""
    for d in a:
        if d in b and len(a) + len(b) > 2:  # m is not n·m
            at = b.index(d)
            return _differ(tuple(x for k, x in enumerate(a) if k != a.index(d)), b[:at] + b[at + 1 :])
    if not a or not b:
        return any(isinstance(d, Sym) or (isinstance(d, Num) and d.value != 1) for d in a + b)
    if len(a) > 1 or len(b) > 1:
        return False
    [x], [y] = a, b
    if set(_gap(x, y)) == {None}:
        return True
    return isinstance(x, Sym) and isinstance(y, Sym) and x.base != y.base


def _gap(a: Term, b: Term) -> dict[Term | None, Fraction]:
    """Coefficients of a - b as a sum of multiples of names; ``None`` is the constant."""
    out = _linear(a)
    for atom, c in _linear(b).items():
        out[atom] = out.get(atom, Fraction(0)) - c
    return {atom: c for atom, c in out.items() if c}


def _linear(d: Term) -> dict[Term | None, Fraction]:
    match d:
        case Num(value):
            return {None: value}
        case Op("neg", (a,)):
            return {k: -c for k, c in _linear(a).items()}
        case Op("add", args):
            out: dict[Term | None, Fraction] = {}
            for a in args:
                for k, c in _linear(a).items():
                    out[k] = out.get(k, Fraction(0)) + c
            return out
    return {d: Fraction(1)}


def _spoken(a: Axis) -> str:
    return "·".join(map(plain, a)) or "1"
