"""Scripts and primes on a base: indices of layers, powers, transposes, inverses, derivatives."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symnn.heads import RELATIONS
from symnn.notation.cursor import Cursor
from symnn.notation.indices import crowded, label, subscript
from symnn.notation.reading import ReadError
from symnn.notation.transposes import high_t
from symnn.term import NONE, Num, Op, Sym, Term, free_symbols, walk

_INDEX_LETTERS = frozenset("ijklmntsrLNTKMpqhdcHDB") | {"tau", "ell"}
_PAIRED = frozenset("ijkl")
_PROJECTIONS = frozenset("QKVO")
_PROJECTED = re.compile(  # W^Q or W^V beside W^K, W^K alone, or a matrix in ℝ^{…}
    r"[Wb](_\w|_\{\w\})?\^(\{\s*)?[QV]|^\s*[Wb](_\w|_\{\w\})?\^(K|\{K\})\s*($|\\in(?![A-Za-z])|∈)"
)
_ORDINALS = frozenset(["th", "st", "nd", "rd"])
_LABELS = frozenset("old new prev next init pred true test train".split())  # θ^{old}: which θ, no power


@dataclass(slots=True)
class Scripts:
    """What was written up and down beside a base, in order; ``marks`` are (kind, term) to be applied outwards."""

    subs: tuple[Term, ...] = ()
    sups: tuple[Term, ...] = ()
    primes: int = 0
    stars: int = 0
    marks: list[tuple[str, Term | None]] = field(default_factory=list)
    start: int = 0
    end: int = 0

    def name(self, p: Cursor, sym: Sym) -> Sym:
        """The name with its indices."""
        self.plain(p)
        self._label(p, sym)
        self._layer(p, sym)
        accents = sym.accents + ("star",) * self.stars
        return replace(
            sym, subs=sym.subs + self.subs, sups=sym.sups + self.sups, accents=accents,
            at=((sym.at or (self.start, 0))[0], self.end or (sym.at or (0, 0))[1]),
        )  # fmt: skip

    def _label(self, p: Cursor, sym: Sym) -> None:
        """``W^Q``, ``W_i^K``: what a weight projects onto, queries, keys, values or the output; no power."""
        if sym.font == "cal" and self.subs in ((Sym("plus"),), (Sym("minus"),)):  # a set: its dimension, no power
            match self.marks:
                case [("pow", Sym() | Op("add") as dimension)]:
                    self.sups, self.marks = (*self.sups, dimension), []
                    return
        match self.marks:
            case [("pow", Sym(name=label, subs=(), font="") as exponent)] if label in _PROJECTIONS:
                pass
            case _:
                return
        if sym.name not in ("W", "b") or (label == "O" and p.tok.kind == "open"):
            return
        if label == "K" and not _PROJECTED.search(p.source):
            p.ambiguous(self.start, p.end, "a label of the weight", "the power K")
        self.sups, self.marks = (*self.sups, exponent), []

    def _layer(self, p: Cursor, sym: Sym) -> None:
        """``z^l``, ``W^{l+1}``, ``\\delta^L`` in a document that counts layers so."""
        if not p.profile.layered or sym.name == "e" or not self.marks or self.marks[0][0] != "pow":
            return
        exponent, letters = self.marks[0][1], set[str]()
        if exponent is not None:
            letters = {s.name for s in walk(exponent) if isinstance(s, Sym)}
        layered = sym.name in p.profile.layered
        match exponent:
            case Sym() | Op("add", (Sym(), Num() | Op("neg", (Num(),)))) if layered and letters <= {"l", "ell", "L"}:
                self.sups, self.marks = (*self.sups, exponent), self.marks[1:]
            case Num(value=layer) if layered and layer in (0, 1):  # the first layers; nobody writes such powers
                self.sups, self.marks = (*self.sups, exponent), self.marks[1:]
            case Num() if layered:
                p.ambiguous(self.start, p.end, "the index of a layer", "a power")
            case _ if letters & {"l", "ell"}:
                p.ambiguous(self.start, p.end, "the index of a layer", "a power")

    def plain(self, p: Cursor) -> None:
        """A relation below is a range, which only operators have."""
        if any(isinstance(s, Op) and s.head in RELATIONS | {"chain", "and", "or"} for s in self.subs):
            p.fail("a range below something that is no operator", self.start, self.end)

    def with_primes(self, p: Cursor, sym: Sym) -> Sym:
        """The name with its primes, where these make another name of it."""
        if not p.profile.prime_names or not self.primes:
            return sym
        primes, self.primes = self.primes, 0
        return replace(sym, accents=sym.accents + ("prime",) * primes)

    def onto(self, p: Cursor, term: Term, start: int) -> Term:
        """Scripts on something that is not a bare name: an entry, a derivative, powers."""
        term = self.with_primes(p, term) if isinstance(term, Sym) else term
        if isinstance(term, Sym) and not self.primes:
            sym, self.subs, self.sups, self.stars = self.name(p, term), (), (), 0
            return self.raised(p, sym, start)
        if self.sups or self.stars:
            p.fail("a layer index or a star belongs on a name", self.start)
        if self.primes:
            term = self._derived(p, term, start)
        if self.subs and isinstance(term, Op) and term.head == "set" and (found := self._family(p, term, start)):
            return found
        if self.subs:
            self.plain(p)
            if isinstance(term, Op) and term.head in ("set", "seq"):
                p.fail("a family with its index is not read yet", start)
            term = Op("item", (term, *self.subs), (start, self.end))
        return self.raised(p, term, start)

    def _family(self, p: Cursor, term: Op, start: int) -> Term | None:
        """``\\{x_i\\}_{i=1}^n``, ``\\{x_i\\}_{i \\in I}``: an element and what its index runs through."""
        marks = [e for kind, e in self.marks if kind == "pow"] or [Sym("T") for k, _ in self.marks if k == "plain T"]
        element: Term = term.args[0] if len(term.args) == 1 else Op("seq", term.args)
        match self.subs, marks:
            case (Op("eq", (Sym() as index, low)),), [Sym() | Num() | Op() as high]:
                where: Term = Op("range", (low, high))
            case (Op("in", (Sym() as index, where)),), []:
                pass
            case (Sym() as index,), []:
                where = NONE
            case _:
                return None
        if index not in free_symbols(element) or len(self.marks) > 1:
            p.fail(f"a family whose elements do not hold its index {index.text}", start)
        self.subs, self.marks = (), []
        return Op("family", (element, index, where), (start, self.end))

    def _derived(self, p: Cursor, term: Term, start: int) -> Term:
        if isinstance(term, Sym) or (isinstance(term, Op) and term.head in ("compose", "bare")):
            fn = term.args[0] if isinstance(term, Op) and term.head == "bare" else term
            return Op("prime", (fn, Num(Fraction(self.primes))), (start, self.end))
        free = free_symbols(term)
        if len(free) != 1:
            p.fail("a prime on an expression of several variables: by which one?", start)
        return Op("deriv", (term, *([next(iter(free))] * self.primes)), (start, self.end))

    def raised(self, p: Cursor, term: Term, start: int) -> Term:
        """The marks, applied from the inside out."""
        for kind, exponent in self.marks:
            term = _mark(p, kind, exponent, term, start, self.end)
        return term


def _mark(p: Cursor, kind: str, exponent: Term | None, base: Term, start: int, end: int) -> Term:
    at = (start, end)
    listed = isinstance(base, Op) and base.head in ("seq", "interval_oo", "interval_cc") and not free_symbols(base)
    if kind in ("T", "plain T") and listed and isinstance(base, Op) and Op("dots") not in base.args:
        return Op("column", base.args, at)  # (1, 2)ᵀ
    if kind == "T":
        return Op("transpose", (base,), at)
    if kind == "plain T":
        return high_t(p, base, start, end)
    if kind == "inverse":
        matrix = p.profile.kind(base) == "matrix" if isinstance(base, Sym) else _matrix_like(p, base)
        return Op("inverse", (base,), at) if matrix else Op("pow", (base, Op("neg", (Num(Fraction(1)),))), at)
    if kind == "side":
        if p.side is None or not isinstance(exponent, Num):
            raise ReadError("a lone sign as exponent is read only behind the point of a limit", start, end)
        p.side = int(exponent.value)
        return base
    if kind in ("ordinal", "dagger"):
        return Op(kind, (base,), at)
    assert exponent is not None
    return Op("hadamard_pow" if kind == "hadamard" else "pow", (base, exponent), at)


def _matrix_like(p: Cursor, term: Term) -> bool:
    """A product, sum, transpose of matrices: ``(A B)^{-1}``."""
    match term:
        case Sym():
            return p.profile.kind(term) == "matrix"
        case Op("transpose" | "inverse" | "matrix" | "identity" | "diag"):
            return True
        case Op("add" | "mul" | "neg" | "hadamard" | "kron", args):
            return any(_matrix_like(p, a) for a in args)
    return False


def read_scripts(p: Cursor, named: bool = False, bounds: bool = False) -> Scripts:
    """All scripts and primes that follow; ``named`` tells that they stand on a name, ``bounds`` on a Σ or lim."""
    out = Scripts(start=p.tok.start)
    seen_sub = False
    while True:
        kind = p.tok.kind
        if kind == "prime":
            out.primes += int(p.advance().text)
        elif kind == "supT":
            p.advance()
            out.marks.append(("T", None))
        elif kind != "script":
            break
        elif p.tok.text == "_":
            if seen_sub:
                p.fail("a second subscript: use braces", p.tok.start, p.tok.end)
            seen_sub = True
            p.advance()
            if p.tok.kind == "letters" and len(p.tok.text) > 1 and set(p.tok.text[:2]) <= set("ijkmn"):
                crowded(p, "index")
            out.subs += subscript(p)
        else:
            caret = p.advance()
            if p.tok.kind == "letters" and len(p.tok.text) > 1 and p.tok.text[0] != "T" and not bounds:
                crowded(p, "exponent")
            superscript(p, out, named, caret.start)
            if p.tok.kind == "script" and p.tok.text == "^":
                p.fail("a second superscript: use braces", p.tok.start, p.tok.end)
    out.end = p.end
    return out


def superscript(p: Cursor, out: Scripts, named: bool, caret: int) -> None:
    """One ``^…``: layer index, transpose, inverse, prime, star, elementwise power, side of a limit, or power."""
    tok = p.tok
    if tok.kind != "{":
        _lone_superscript(p, out, caret)
        return
    bars, p.bars = p.bars, p.bars and not p.paired(p.pos)
    _between_braces(p, out, named)
    p.bars = bars


def _between_braces(p: Cursor, out: Scripts, named: bool) -> None:
    tok, close = p.tok, p.partner[p.pos]
    of_e = p.tokens[p.pos - 2].text == "e" and p.profile.declared_kind(Sym("e")) is None
    p.advance()
    if p.tok.kind == "}":
        if not p.source[tok.end : p.tok.start].strip():
            p.fail("an empty superscript", tok.start, p.tok.end)
        p.drop()  # only a space stands high
        return
    if named and p.tok.kind == "infix" and p.tok.text == "setminus":
        at = p.advance().start
        out.sups += (p.op("without", at, p.rules["expression"](p)),)
        p.expect("}", "}")
        return
    if named and p.tok.kind in ("upright", "prose", "cue") and p.tok.text in _LABELS and p.pos + 1 == close:
        out.sups += (label(p),)
        p.expect("}", "}")
        return
    if (
        named
        and p.tok.kind == "open"
        and p.tok.text in "(["
        and _ends_index(p, p.partner[p.pos] + 1, close)
        and not (of_e and _of_factors(p, close))
    ):
        out.sups += _layer(p)
        while p.tok.kind == "open" and p.pos < close:
            out.sups += _layer(p)
    while p.pos < close:
        if p.tok.kind == "comma" and out.sups:
            p.advance()
        if not _short(p, out, close):
            out.marks.append(("pow", p.rules["expression"](p)))
            break
    p.expect("}", "}")


def _of_factors(p: Cursor, close: int) -> bool:
    """``e^{(a+b)(c+d)}``: brackets side by side with sums in them, or with letters that are not those of indices."""
    inside = p.tokens[p.pos : close]
    letters = {
        c for t in inside if t.kind in ("letters", "name") for c in (t.text if t.kind == "letters" else [t.text])
    }
    summed = any(t.kind == "sign" for t in inside)
    return p.partner[p.pos] + 1 < close and (summed or not letters <= _INDEX_LETTERS)


def _ends_index(p: Cursor, pos: int, close: int) -> bool:
    """Whether only transposes, primes or stars follow the bracket in the superscript."""
    kinds = ("transpose", "prime", "comma", "star")
    while pos < close and p.tokens[pos].kind == "open" and p.tokens[pos].text in "([":  # a^{[l](i)}
        pos = p.partner[pos] + 1
    return all(t.kind in kinds or (t.kind in ("letters", "upright") and t.text == "T") for t in p.tokens[pos:close])


def _layer(p: Cursor) -> tuple[Term, ...]:
    """``(l)``, ``(l-1)``, ``[2]``, ``(i,j)``: the index of a layer, a step or a sample."""
    opener, start = p.pos, p.tok.start
    p.advance()
    if (pair := _pair(p, p.partner[opener])) is not None:
        return pair
    terms = [p.rules["expression"](p)]
    while p.tok.kind == "comma":
        p.advance()
        terms.append(p.rules["expression"](p))
    if p.pos != p.partner[opener]:
        p.unexpected(")")
    p.advance()
    for term in terms:
        names = {s.name for s in walk(term) if isinstance(s, Sym)}
        if isinstance(term, Op) and not names <= _INDEX_LETTERS:
            p.ambiguous(start, p.end, "an index of the name", "a power")
    return tuple(terms)


def _pair(p: Cursor, close: int) -> tuple[Term, ...] | None:
    """``(ij)``: two indices, as below a name."""
    tok = p.tok
    if tok.kind != "letters" or len(tok.text) != 2 or p.pos + 1 != close or not set(tok.text) <= _PAIRED:
        return None
    p.go(close)
    p.advance()
    return tuple(Sym(c, at=(tok.start + i, tok.start + i + 1)) for i, c in enumerate(tok.text))


def _short(p: Cursor, out: Scripts, close: int) -> bool:
    """Marks that are no expression; ``False`` when an expression stands here."""
    tok, last = p.tok, p.pos + 1 == close
    if tok.kind == "prime":
        out.primes += int(p.advance().text)
    elif tok.kind == "transpose" or (tok.kind == "upright" and tok.text == "T"):
        p.advance()
        out.marks.append(("T", None))
    elif tok.kind == "letters" and tok.text == "T" and last:
        p.advance()
        out.marks.append(("plain T", None))
    elif last and (tok.kind == "star" or (tok.kind == "infix" and tok.text == "star")):
        p.advance()
        out.stars += 1
    elif last and tok.text in _ORDINALS and tok.kind in ("upright", "function") and p.source[tok.start] == "\\":
        p.advance()
        out.marks.append(("ordinal", None))
    elif last and tok.kind == "dagger":
        p.advance()
        out.marks.append(("dagger", None))
    elif last and tok.kind == "sign" and tok.text in "+-":
        p.advance()
        out.marks.append(("side", Num(Fraction(1 if tok.text == "+" else -1))))
    elif tok.kind == "infix" and tok.text == "hadamard":
        p.advance()
        out.marks.append(("hadamard", p.rules["expression"](p)))
    elif tok.kind == "sign" and tok.text == "-" and p.pos + 2 == close and _inverts(p):
        return _minus(p, out)
    elif tok.kind == "infix" and tok.text == "compose" and last:
        p.fail("a circle as exponent: degrees?", tok.start, tok.end)
    else:
        return False
    return True


def _inverts(p: Cursor) -> bool:
    return p.peek().text == "1" or (p.peek().text == "T" and not (p.profile.top and p.peek().kind == "letters"))


def _minus(p: Cursor, out: Scripts) -> bool:
    """``^{-1}`` and ``^{-T}``."""
    p.advance()
    out.marks.append(("inverse", None))
    if p.advance().text == "T":
        out.marks.append(("T", None))
    return True


def _lone_superscript(p: Cursor, out: Scripts, caret: int) -> None:
    tok = p.tok
    if tok.kind == "letters" and tok.text[0] == "T":
        p.split(1)
        out.marks.append(("plain T", None))
    elif tok.kind == "number" and len(tok.text) > 1:
        p.ambiguous(caret, tok.end, f"the exponent {tok.text}", f"the exponent {tok.text[0]} and a factor")
    elif tok.kind == "sign" and (p.side is None or p.peek().kind in p.rules):
        p.fail("a sign as exponent: use braces", caret, tok.end)
    elif not _short(p, out, p.pos + 1):
        if tok.kind == "sign":
            p.fail("a sign as exponent: use braces", caret, tok.end, code="E408")
        out.marks.append(("pow", p.rules["argument"](p)))
