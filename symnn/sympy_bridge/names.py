r"""Spells a ``Sym`` as the name of a SymPy symbol, and reads it back.

The spelling is one-to-one and reads well in SymPy's LaTeX: ``x``, ``gamma``, ``x_i``, ``\hat{y}``,
``\mathbf{W}^{(l)}_{i,j}``, ``a^{(l-1)}``.  A name that is not of this form (a user's own symbol) is taken as it stands.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from symnn.heads import HEADS
from symnn.term import Num, Op, Sym, Term

_GREEK = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau"
    " upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell".split()
)
_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|~)*")
_SUFFIX = {"star": "^{*}", "prime": "'"}


def spell(sym: Sym) -> str:
    """A name for ``sym`` that no other ``Sym`` has."""
    simple = not (sym.accents or sym.font or sym.sups) and len(sym.subs) < 2 and all(map(_is_atom, sym.subs))
    core = sym.name if _PLAIN.fullmatch(sym.name) else f"\\text{{{sym.name}}}"
    if simple:
        return core + "".join(f"_{_index(s)}" for s in sym.subs)
    if sym.name in _GREEK:
        core = f"\\{core}"
    for accent in sym.accents:
        core = core + _SUFFIX[accent] if accent in _SUFFIX else f"\\{accent}{{{core}}}"
    if sym.font:
        core = f"\\math{sym.font}{{{core}}}"
    sups = f"^{{({','.join(map(_index, sym.sups))})}}" if sym.sups else ""
    subs = f"_{{{','.join(map(_index, sym.subs))}}}" if sym.subs else ""
    return core + sups + subs


def unspell(name: str) -> Sym:
    """The ``Sym`` of a name; a name that ``spell`` does not write becomes a ``Sym`` of that very name."""
    reader = _Reader(name)
    try:
        sym = reader.symbol()
    except ValueError:
        return Sym(name)
    return sym if reader.done and isinstance(sym, Sym) else Sym(name)


def _is_atom(index: Term) -> bool:
    match index:
        case Num(value):
            return value >= 0 and value.denominator == 1
        case Sym(name, (), (), "", ()):
            return _PLAIN.fullmatch(name) is not None
        case _:
            return False


def _index(term: Term) -> str:
    match term:
        case Num(value):
            return str(value)
        case Sym():
            return spell(term)
        case Op("neg", (arg,)):
            return f"-{_bracketed(arg)}"
        case Op("add", args) if len(args) > 1:
            return "".join(map(_signed, args))[1:] if not _is_neg(args[0]) else "".join(map(_signed, args))
        case Op(head, args):
            return f"{head}({','.join(map(_index, args))})"


def _is_neg(term: Term) -> bool:
    return isinstance(term, Op) and term.head == "neg"


def _signed(term: Term) -> str:
    match term:
        case Op("neg", (arg,)):
            return f"-{_bracketed(arg)}"
        case _:
            return f"+{_bracketed(term)}"


def _bracketed(term: Term) -> str:
    text = _index(term)
    infix = isinstance(term, Op) and term.head in ("add", "neg")
    return f"({text})" if infix or text.startswith("-") else text


class _Reader:
    """Recursive descent over a spelled name; ``ValueError`` where it is not one."""

    def __init__(self, text: str) -> None:
        self.text, self.pos = text, 0

    @property
    def done(self) -> bool:
        return self.pos == len(self.text)

    def take(self, pattern: str) -> str | None:
        found = re.compile(pattern).match(self.text, self.pos)
        if found is None:
            return None
        self.pos = found.end()
        return found[found.re.groups]

    def need(self, literal: str) -> None:
        if self.take(re.escape(literal)) is None:
            raise ValueError(literal)

    def symbol(self) -> Sym:
        sym = self.core()
        if self.take(r"\^\{\(") is not None:
            sym = replace(sym, sups=self.items())
            self.need(")}")
        if self.take(r"_\{") is not None:
            sym = replace(sym, subs=self.items())
            self.need("}")
        elif self.take("_") is not None:
            sym = replace(sym, subs=(self.atom(),))
        return sym

    def core(self) -> Sym:
        if (raw := self.take(r"\\text\{([^{}]*)\}")) is not None:
            sym = Sym(raw)
        elif (font := self.take(r"\\math([a-z]+)\{")) is not None:
            sym = replace(self.core(), font=font)
            self.need("}")
        elif (accent := self.take(r"\\([a-z]+)\{")) is not None:
            inner = self.core()
            sym = replace(inner, accents=(*inner.accents, accent))
            self.need("}")
        elif (name := self.take(rf"\\?({_PLAIN.pattern})")) is not None:
            sym = Sym(name)
        else:
            raise ValueError("name")
        while mark := self.take(r"(\^\{\*\}|')"):
            sym = replace(sym, accents=(*sym.accents, "star" if mark != "'" else "prime"))
        return sym

    def items(self) -> tuple[Term, ...]:
        out = [self.sum()]
        while self.take(",") is not None:
            out.append(self.sum())
        return tuple(out)

    def sum(self) -> Term:
        terms: list[Term] = []
        sign: str | None = self.take("(-)") or "+"
        while sign is not None:
            atom = self.atom()
            terms.append(Op("neg", (atom,)) if sign == "-" else atom)
            sign = self.take(r"([+-])")
        return terms[0] if len(terms) == 1 else Op("add", tuple(terms))

    def atom(self) -> Term:
        if (digits := self.take(r"(\d+(?:/\d+)?)")) is not None:
            return Num(Fraction(digits))
        if self.take(r"\(") is not None:
            inner = self.sum()
            self.need(")")
            return inner
        if (head := self.take(r"([a-z_]+)\(")) is not None:
            if head not in HEADS:
                raise ValueError(head)
            args = () if self.take(r"(?=\))") is not None else self.items()
            self.need(")")
            return Op(head, args)
        return self.symbol()
