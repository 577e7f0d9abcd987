"""Names with a meaning of their own in the field: sets of numbers, probability, expectation, ones, identity, O(·)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from symnn.notation.application import arguments, opener
from symnn.notation.cursor import RELATION, Cursor
from symnn.notation.reading import ReadError
from symnn.notation.scripts import read_scripts
from symnn.term import NONE, Op, Sym, Term

Special = Callable[[Cursor, Sym, int], Term | None]
_SETS = {"R": "reals", "N": "naturals", "Z": "integers", "Q": "rationals"}
_HALF_LINES = {"gt": "interval_oo", "ge": "interval_co"}


def _number_set(p: Cursor, sym: Sym, start: int) -> Term | None:
    """``\\mathbb R^{m\\times n}``, ``\\mathbb R_{>0}``."""
    if p.tok.text == "_" and p.peek().kind == "{" and p.peek(2).kind == "relation" and p.peek(2).text in _HALF_LINES:
        p.advance()
        p.advance()
        half_line = _HALF_LINES[p.advance().text]
        zero = p.rules["expression"](p)
        p.expect("}", "}")
        return p.op(half_line, start, zero, Op("infinity"))
    scripts = read_scripts(p, named=True)
    if any(isinstance(s, Sym) and s.name in ("plus", "star") for s in scripts.subs) or any(
        m[0] == "side" for m in scripts.marks
    ):
        p.ambiguous(start, p.end, "the positive numbers", "the numbers that are not negative")
    if scripts.subs or scripts.sups or scripts.primes or scripts.stars or len(scripts.marks) > 1:
        p.fail("scripts on a set of numbers", start)
    head = _SETS.get(sym.name)
    if head is None:
        return None
    if not scripts.marks:
        return p.op(head, start)
    kind, exponent = scripts.marks[0]
    if kind == "plain T":
        exponent = Sym("T")
    if kind not in ("pow", "plain T") or exponent is None:
        p.fail("an exponent of a set of numbers must be its dimensions", start)
    if head != "reals":
        return p.op("pow", start, Op(head), exponent)
    return p.op(head, start, *_factors(exponent))


def _factors(term: Term) -> tuple[Term, ...]:
    """``times(times(a, b), c)`` as a, b, c."""
    if isinstance(term, Op) and term.head in ("times", "cartesian"):
        return _factors(term.args[0]) + term.args[1:]
    return (term,)


def _real_letter(p: Cursor, sym: Sym, start: int) -> Term | None:
    """A plain R where a set is expected (text that lost its fonts)."""
    if p.sets and p.profile.declared_kind(sym) is None and p.tok.kind not in ("open", "prime"):
        return _number_set(p, sym, start)
    return None


def _probability(p: Cursor, sym: Sym, start: int) -> Term | None:
    at = opener(p)
    if at is None or p.profile.kind(sym) != "event":
        return None
    args = arguments(p)
    if len(args) == 1 and isinstance(args[0], Op) and args[0].head == "given":
        args = args[0].args
    elif len(args) > 1:
        args = (Op("and", args),) if p.has(at, RELATION) else (Op("seq", args),)
    return p.op("prob", start, *args)


def _expectation(p: Cursor, sym: Sym, start: int) -> Term | None:
    """``\\mathbb E_{x\\sim p}[f(x)]``, ``E[X]``."""
    if not sym.font and "E" in p.profile.own:
        return None
    variable: Term = NONE
    distribution: Term = NONE
    whole = start == p.tokens[0].start
    ranged = p.peek().kind == "{" and p.has(p.pos + 1, RELATION)
    if p.tok.kind == "script" and p.tok.text == "_" and (sym.font == "bb" or ranged):
        subs = read_scripts(p).subs
        match subs:
            case (Op("sim", (Sym() as variable, distribution)),):
                pass
            case (Sym() as variable,):
                pass
            case (distribution,):
                pass
            case _:
                distribution = Op("seq", subs)
    if p.tok.kind != "open" or (p.tok.text not in "[({" if sym.font == "bb" else p.tok.text != "["):
        if variable == distribution == NONE and sym.font != "bb":
            return None
        if whole and p.tok.kind == "eof":
            return p.op("expect", start, Op("placeholder"), variable, distribution)
        if sym.font == "bb" and p.tok.kind in p.rules and p.tok.kind != "open":
            return p.op("expect", start, _one_factor(p, start), variable, distribution)
        p.fail("the argument of the expectation is missing", start, code="W407")
    return p.op("expect", start, _one(p, arguments(p), start), variable, distribution)


def _one_factor(p: Cursor, start: int) -> Term:
    """The operand of an expectation without brackets."""
    body = p.rules["product"](p)
    if isinstance(body, Op) and body.head in ("mul", "dot", "times", "div", "hadamard", "star"):
        p.ambiguous(start, p.end, "the expectation of the first factor", "the expectation of the product")
    return body


def _covariance(p: Cursor, sym: Sym, start: int) -> Term | None:
    if p.tok.kind != "open" or p.profile.declared_kind(sym) is not None:
        return None
    args = arguments(p)
    if len(args) > 2:
        p.fail("a covariance of more than two", start)
    return p.op("covariance", start, *args)


def _variance(p: Cursor, sym: Sym, start: int) -> Term | None:
    if p.tok.kind != "open":
        return None
    return p.op("variance", start, _one(p, arguments(p), start))


def _one(p: Cursor, args: tuple[Term, ...], start: int) -> Term:
    if len(args) != 1:
        raise ReadError("expected one argument", start, p.end)
    return args[0]


def _landau(head: str) -> Special:
    def rule(p: Cursor, sym: Sym, start: int) -> Term | None:
        if opener(p) is None or p.profile.declared_kind(sym) is not None:
            return None
        return p.op(head, start, _one(p, arguments(p), start))

    return rule


def _indicator(p: Cursor, sym: Sym, start: int) -> Term | None:
    """``\\mathbb 1_{x>0}``, ``\\mathbf 1(x>0)``, ``I(x>0)``; without a condition the vector of ones or a name."""
    at = opener(p)
    if at is None and p.tok.kind == "open" and p.tok.text == "{":
        at = p.pos
    if at is not None and p.has(at, RELATION):
        return p.op("indicator", start, _one(p, arguments(p), start))
    if p.tok.kind == "script" and p.tok.text == "_" and p.peek().kind == "{" and p.has(p.pos + 1, RELATION):
        scripts = read_scripts(p)
        term = p.op("indicator", start, *scripts.subs)
        return scripts.raised(p, term, start)
    return None


def _constant_array(head: str) -> Special:
    def rule(p: Cursor, sym: Sym, start: int) -> Term | None:
        if head in ("ones", "identity") and (term := _indicator(p, sym, start)) is not None:
            return term
        if p.profile.declared_kind(sym) is not None:
            return None
        if head == "identity" and not sym.font and not _one_letter_index(p):
            return None
        if opener(p) is not None:
            return None
        scripts = read_scripts(p)
        if len(scripts.subs) > 2 or scripts.primes:
            p.fail(f"scripts on the constant {sym.name}", start)
        term = p.op(head, start, *(scripts.subs or (NONE,)))
        return scripts.raised(p, term, start)

    return rule


def _one_letter_index(p: Cursor) -> bool:
    """``I_n``, ``I_{n}``: an identity; ``I_1``, ``I_{ij}`` and a lone I are names."""
    if p.tok.kind != "script" or p.tok.text != "_":
        return False
    tok = p.peek(2) if p.peek().kind == "{" else p.peek()
    closed = p.peek().kind != "{" or p.peek(3).kind == "}"
    lone = tok.kind == "letters" and (len(tok.text) == 1 or p.peek().kind != "{")
    return closed and lone


def _circle(p: Cursor, sym: Sym, start: int) -> Term | None:
    """``\\pi(a|s)`` is a policy, ``\\pi`` the circle constant."""
    if p.tok.kind == "open" and p.has(p.pos, 8) and p.profile.declared_kind(sym) is None:
        return p.op("call", start, sym, *arguments(p))
    return None


SPECIAL: Mapping[tuple[str, str], Special] = {
    **{("bb", letter): _number_set for letter in _SETS},
    ("", "R"): _real_letter,
    ("", "P"): _probability, ("bb", "P"): _probability, ("", "Pr"): _probability,
    ("bb", "E"): _expectation, ("", "E"): _expectation,
    ("", "Cov"): _covariance, ("", "cov"): _covariance, ("", "var"): _variance,
    ("", "Var"): _variance, ("bb", "V"): _variance,
    ("", "O"): _landau("big_o"), ("cal", "O"): _landau("big_o"), ("", "o"): _landau("little_o"),
    ("bb", "1"): _constant_array("ones"), ("bf", "1"): _constant_array("ones"), ("bf", "0"): _constant_array("zeros"),
    ("", "I"): _constant_array("identity"), ("bf", "I"): _constant_array("identity"),
    ("bb", "I"): _indicator, ("", "pi"): _circle,
}  # fmt: skip
