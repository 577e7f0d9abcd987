"""Names: letters and runs of letters, fonts, accents, upright words, constants, sets of numbers, applied functions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from symnn.notation.application import arguments, decide, is_lone, opener
from symnn.notation.cursor import COMMA, RELATION, Cursor
from symnn.notation.factors import starts_factor
from symnn.notation.letters import accented, in_font, increment
from symnn.notation.scripts import Scripts, read_scripts
from symnn.notation.special import SPECIAL
from symnn.notation.symbols import BIG_WORDS, FUNCTIONS, WORD_NAMES
from symnn.notation.tokens import Token
from symnn.term import Num, Op, Sym, Term

# runs of two letters that are more often one word, or a command that lost its backslash, than a product
_DOUBTFUL = frozenset(
    "lr wd bs id ok is it to of on or so in if tr Tr th sh ch lg pi mu nu xi ne le ge lt gt eq Re Im".split()
)
_INDICES = frozenset("ij")  # xi: x_i that lost its subscript?
_AFTER_D = frozenset(["letters", "name", "accent", "font", "letter"])
_BEHIND_UPRIGHT_D = _AFTER_D | {"upright", "function", "big"}
_SCALAR_RUN = frozenset("abcwxyz")
_PRIMED_FUNCTIONS = frozenset("f g sigma phi psi Phi Psi".split())


def letters(p: Cursor) -> Term:
    """A run of Latin letters: a function's name, a word, or a product of one-letter names."""
    tok = p.tok
    run = tok.text
    if len(run) == 1:
        if run == "d" and p.peek().kind in (*_AFTER_D, "upright") and p.profile.declared_kind(Sym("d")) is None:
            return _lone_d(p)
        return name(p, Sym(run), p.advance())
    if p.profile.declared and p.profile.declared_kind(Sym(run)) is not None:
        return name(p, Sym(run), p.advance())
    if (known := _function_or_word(p, run)) is not None:
        return known
    if run[0] == "d" and len(run) == 2 and p.profile.declared_kind(Sym("d")) is None:
        if p.names_d():
            p.ambiguous(tok.start, tok.end, f"d times {run[1]}", f"the differential of {run[1]}")
        p.split(1)
        return p.rules["differential"](p)
    if not _is_product(p, run) or (run.isupper() and _with_arguments(p, run)):
        parts = "*".join(run)
        p.ambiguous(tok.start, tok.end, f"one name {run}", f"the product {parts}")
    return name(p, Sym(run[0]), p.split(1), alone=True)


def _lone_d(p: Cursor) -> Term:
    """``d L / d w`` is a derivative; a lone ``d x`` could be a product."""
    start = p.advance().start
    term = p.rules["differential"](p)
    if isinstance(term, Op) and term.head == "differential":
        p.ambiguous(start, p.end, "a product with d", "a differential")
    return term


def _function_or_word(p: Cursor, run: str) -> Term | None:
    """``tanh``, ``ReLU``, ``HardLogistic(``, and the x of ``xtanh(``."""
    tok = p.tok
    if run in BIG_WORDS or (run in FUNCTIONS and len(run) > 2) or (run == "tr" and opener_follows(p)) or run == "ln":
        kind = "big" if run in BIG_WORDS else "function"
        p.tok = p.tokens[p.pos] = tok._replace(kind=kind)
        return p.rules[kind](p)
    applied = opener_follows(p)
    if run in WORD_NAMES or (applied and run[0].isupper() and len(run) >= 3):
        return name(p, Sym(run), p.advance())
    for cut in (1, 2):
        rest = run[cut:]
        if (rest in FUNCTIONS and (len(rest) > 2 or rest == "ln")) or rest in BIG_WORDS or rest in WORD_NAMES:
            return name(p, Sym(run[0]), p.split(1), alone=True)
    return None


def opener_follows(p: Cursor) -> bool:
    """A bracket, maybe behind primes, follows the current token."""
    at = p.pos + 1
    while p.tokens[at].kind == "prime":
        at += 1
    return p.tokens[at].kind == "open" and p.tokens[at].text in "(["


def _with_arguments(p: Cursor, run: str) -> bool:
    """``FL(p)``, ``CE(p, y)`` of letters that nothing declares: the focal loss, or F times L(p)?"""
    if any(p.profile.declared_kind(Sym(c)) is not None for c in run):
        return False
    at = p.pos + 1
    while p.tokens[at].kind in ("prime", "script"):
        at += 1 if p.tokens[at].kind == "prime" else 2
        if p.tokens[at - 1].kind == "{":
            at = p.partner[at - 1] + 1
    if p.tokens[at].kind != "open" or p.tokens[at].text != "(":
        return False
    return p.has(at, COMMA) or is_lone(p, at + 1, p.partner[at])


def _is_product(p: Cursor, run: str) -> bool:
    if all(p.profile.declared_kind(Sym(c)) is not None for c in run):
        return True
    if len(run) == 2:
        return run not in _DOUBTFUL and run[1] != "o" and (run[1] not in _INDICES or run[0] in "ijklmnc")
    if len(run) == 3 and all(p.profile.kind(Sym(c)) == "matrix" for c in run):
        return True
    return len(run) == 3 and set(run) <= _SCALAR_RUN


def greek(p: Cursor) -> Term:
    tok = p.advance()
    if tok.text == "Delta" and p.tok.kind in ("letters", "name", "accent", "letter", "font"):
        return increment(p, tok)
    return name(p, Sym(tok.text), tok)


def font_letter(p: Cursor) -> Term:
    """A letter that carries its font: ``ℝ``, ``𝒂``."""
    tok = p.advance()
    font, letter = tok.text.split(":")
    return name(p, Sym(letter, font=font), tok)


def accent(p: Cursor) -> Term:
    tok = p.tok
    return name(p, accented(p), tok)


def font(p: Cursor) -> Term:
    tok = p.tok
    if tok.text == "rm" and p.peek().kind == "letters":
        p.advance()
        p.tok = p.tokens[p.pos] = p.tok._replace(kind="upright", start=p.tok.start)
        if len(p.tok.text) > 1:
            head = p.split(1)
            p.tok = p.tokens[p.pos] = p.tok._replace(kind="letters")
            return _upright(p, head)
        return upright(p)
    return name(p, in_font(p), tok)


def upright(p: Cursor) -> Term:
    """A word set upright is one name; e is Euler's number, d a differential."""
    return _upright(p, p.advance())


def braced_word(p: Cursor) -> Term:
    """``{\\rm ReLU}``: the braces only held the font; what follows belongs to the name."""
    tok = p.advance()
    p.expect("}", "}")
    return _upright(p, tok)


def _upright(p: Cursor, tok: Token) -> Term:
    if tok.text == "d" and p.tok.kind in _BEHIND_UPRIGHT_D:
        return p.rules["differential"](p)
    if tok.text == "d" and p.tok.kind == "script" and p.peek(2).kind in _BEHIND_UPRIGHT_D:  # \mathrm{d}^2 x
        p.ambiguous(tok.start, p.peek(2).end, "a power of d", "a second differential")
    return name(p, Sym(tok.text), tok)


def applied(p: Cursor) -> Term:
    """``\\text{ReLU(x)}``: the argument stands inside the name (N112)."""
    tok = p.advance()
    fn, _, rest = tok.text.partition("(")
    args = [Sym(a.strip(), at=(tok.start, tok.end)) for a in rest.rstrip(")").split(",")]
    p.notes.append(("N112", f"the argument of {fn} stands inside its name: \\text{{{fn}}}({rest.rstrip(')')})"))
    return Op("call", (Sym(fn, at=(tok.start, tok.end)), *args), (tok.start, tok.end))


def name(p: Cursor, sym: Sym, token: Token, alone: bool = False) -> Term:
    """A name with its scripts, read as a constant, an applied function, or itself.

    ``alone`` tells that more letters of a run follow, so that nothing belongs to this one.
    """
    start = token.start
    sym = replace(sym, at=(start, p.end))
    if alone:
        return _constant(p, sym)
    first = p.pos - 1
    kind = p.tok.kind
    special = SPECIAL.get((sym.font, sym.name)) if not sym.accents else None
    if special is not None and (term := special(p, sym, start)) is not None:
        return term
    if kind not in ("script", "prime", "supT"):
        if kind not in ("open", "{"):
            operator = token.font == "operator" or (sym.name in p.profile.operators and not sym.font)
            if operator and _operand_follows(p):
                return _operator(p, sym, Scripts(start=p.end, end=p.end), start)
            if len(sym.name) > 1 and (token.kind == "upright" or sym.name in WORD_NAMES):
                _word_beside(p, sym, start)
            return _constant(p, sym)
        scripts = Scripts(start=p.end, end=p.end)
    else:
        scripts = read_scripts(p, named=True)
        sym = scripts.with_primes(p, scripts.name(p, sym))
    if opener(p) is not None and decide(p, sym, first, token, bool(scripts.primes)) == "call":
        return _call(p, sym, scripts, start)
    if token.font == "operator" and not scripts.primes and not scripts.sups and _operand_follows(p):
        return _operator(p, sym, scripts, start)
    if len(sym.name) > 1 and (token.kind == "upright" or sym.name in WORD_NAMES):
        _word_beside(p, sym, start)
    if scripts.primes:
        sym_or_prime = _primed(p, sym, scripts.primes, start)
        return scripts.raised(p, sym_or_prime, start)
    return scripts.raised(p, _constant(p, sym), start)


def _operand_follows(p: Cursor) -> bool:
    """``\\operatorname{div} \\mathbf{p}``: one name stands behind an operator without brackets."""
    if p.tok.kind not in ("letters", "name", "letter", "font", "accent") or p.integrals:
        return False
    return p.tok.kind != "letters" or len(p.tok.text) == 1


def _operator(p: Cursor, sym: Sym, scripts: Scripts, start: int) -> Term:
    """An operator without brackets takes the name behind it; a second factor makes its reach unclear."""
    argument = p.rules["factor"](p)
    applied = sym.name in p.profile.operators and isinstance(argument, Op) and argument.head == "call"  # H f(x)
    if not (isinstance(argument, Sym) or applied) or starts_factor(p):
        p.ambiguous(start, p.tok.end, f"{sym.name} of the first factor", f"{sym.name} of all that follows")
    read = Op("hessian", (argument,)) if applied else Op("call", (sym, argument))
    return scripts.raised(p, replace(read, at=(start, p.end)), start)


def _word_beside(p: Cursor, sym: Sym, start: int) -> None:
    """A word is a factor only where it cannot be a function without brackets, or prose."""
    if p.profile.declared_kind(sym) is not None:
        return
    tok = p.tok
    if (tok.kind in p.rules and tok.kind not in ("open",)) or (tok.kind == "bar" and not p.bars):
        p.ambiguous(start, tok.end, f"{sym.name} applied to what follows", f"a product with {sym.name}")


def _primed(p: Cursor, sym: Sym, primes: int, start: int) -> Term:
    function = p.profile.declared_kind(sym) == "function" or (len(sym.name) > 1 and sym.name not in ("mu", "nu", "xi"))
    if sym.name in _PRIMED_FUNCTIONS or (function and p.profile.kind(sym) in ("function", None)):
        return Op("prime", (sym, Num(Fraction(primes))), (start, p.end))
    return replace(sym, accents=sym.accents + ("prime",) * primes)


def _constant(p: Cursor, sym: Sym) -> Term:
    plain = not (sym.subs or sym.sups or sym.font or sym.accents)
    if plain and sym.name in ("e", "pi") and p.profile.declared_kind(sym) is None:
        return Op(sym.name, (), sym.at)
    bare = sym.name == "delta" and len(sym.subs) == 2 and not (sym.sups or sym.font or sym.accents)
    if bare and p.profile.declared_kind(sym) is None:
        return Op("delta", sym.subs, sym.at)
    return sym


def _call(p: Cursor, sym: Sym, scripts: Scripts, start: int) -> Term:
    """``f(x)``, ``f'(x)``, ``f^{-1}(x)``, ``σ²(x)``."""
    fn: Term = sym
    if any(isinstance(s, Num) or s == Sym("n") for s in sym.sups) and p.profile.kind(sym.base) == "function":
        if len(sym.sups) == 1 and _derived_beside(p, sym):
            base = replace(sym, sups=())
            args = arguments(p)
            return scripts.raised(p, p.op("call", start, Op("prime", (base, sym.sups[0])), *args), start)
        p.ambiguous(start, p.end, "a derivative of that order", "the function with that index")
    if scripts.primes:
        fn = Op("prime", (sym, Num(Fraction(scripts.primes))), (start, p.end))
    marks = scripts.marks
    if marks and marks[0][0] == "inverse":
        fn, marks = Op("inverse", (fn,), (start, p.end)), marks[1:]
    at = opener(p)
    assert at is not None
    lone = is_lone(p, at + 1, p.partner[at]) or p.has(at, COMMA)
    squared = any(m[0] == "pow" for m in marks) and sym.name == "sigma" and not lone and not p.has(at, RELATION)
    if squared and p.profile.declared_kind(sym) is None and p.tokens[at].font != "left":
        stop = p.tokens[p.partner[at]].end
        p.ambiguous(start, stop, "sigma applied, then squared", "sigma squared times a bracket")
    args = arguments(p)
    term = Op("call", (fn, *args), (start, p.end))
    scripts.marks = marks
    return scripts.raised(p, term, start)


def _derived_beside(p: Cursor, sym: Sym) -> bool:
    """A prime on the same name, or the factorial of the order, elsewhere in the formula: a Taylor series."""
    if p.profile.prime_names:
        return False
    for before, tok in pairwise(p.tokens):
        if before.text == sym.name and tok.kind == "prime":
            return True
        if sym.sups[0] == Sym("n") and before.kind == "letters" and before.text == "n" and tok.kind == "factorial":
            return True
    return False


NAMES = {
    "letters": letters, "name": greek, "letter": font_letter, "increment": increment, "accent": accent, "font": font,
    "upright": upright, "applied": applied,
}  # fmt: skip
