"""How the heads of a term are spelled in LaTeX, and where a factor needs brackets or braces."""

from __future__ import annotations

import re

from symnn.notation.profile import DEEP_LEARNING
from symnn.notation.symbols import GREEK
from symnn.term import Num, Op, Sym, Term, free_symbols

RELATION = {
    "eq": "=", "ne": r"\ne", "lt": "<", "le": r"\le", "gt": ">", "ge": r"\ge", "ll": r"\ll", "gg": r"\gg", "in": r"\in",
    "notin": r"\notin", "subset": r"\subset", "approx": r"\approx", "equiv": r"\equiv", "propto": r"\propto",
    "sim": r"\sim", "to": r"\to", "define": ":=", "update": r"\leftarrow", "mapsto": r"\mapsto",
}  # fmt: skip
INFIX = {"dot": r"\cdot", "times": r"\times", "hadamard": r"\odot", "hadamard_div": r"\oslash", "kron": r"\otimes",
          "compose": r"\circ", "cartesian": r"\times", "union": r"\cup", "intersection": r"\cap",
          "setminus": r"\setminus"}  # fmt: skip
CONSTANT = {"pi": r"\pi", "e": "e", "infinity": r"\infty", "dots": r"\dots", "placeholder": r"\cdot", "unknown": "?",
             "true": r"\text{otherwise}", "naturals": r"\mathbb{N}", "integers": r"\mathbb{Z}", "slice": ":",
             "rationals": r"\mathbb{Q}"}  # fmt: skip
COMMANDS = frozenset("exp log sinh cosh tanh sin cos tan sec csc cot det".split())
POWERED = frozenset("sinh cosh tanh sin cos tan".split())  # people write tanh²(x)
TALL = (r"\frac", r"\begin", r"\left", r"\sqrt", r"\sum", r"\prod", r"\binom", r"\lim", "^{(")
WORDS = {"sech": "sech", "csch": "csch", "coth": "coth", "asinh": "arsinh", "acosh": "arcosh", "atanh": "artanh",
          "asin": "arcsin", "acos": "arccos", "atan": "arctan", "erf": "erf", "erfc": "erfc", "sign": "sign",
          "tr": "tr", "diag": "diag", "vec": "vec", "rank": "rank", "softmax": "softmax"}  # fmt: skip
INTERVAL = {"interval_oo": "()", "interval_oc": "(]", "interval_co": "[)", "interval_cc": "[]"}
FONT = {"bf": r"\mathbf", "cal": r"\mathcal", "bb": r"\mathbb", "frak": r"\mathfrak"}
BIG = {"sum": r"\sum", "prod": r"\prod", "maxover": r"\max", "minover": r"\min", "argmax": r"\operatorname{argmax}",
        "argmin": r"\operatorname{argmin}"}  # fmt: skip


def in_brackets(text: str, marks: str = "()") -> str:
    """Brackets as high as what is between them."""
    tall = any(sign in text for sign in TALL)
    return rf"\left{marks[0]} {text} \right{marks[1]}" if tall else f"{marks[0]}{text}{marks[1]}"


def signed(text: str) -> str:
    """A minus behind words is the sign of what follows, and takes no room like that between two terms."""
    return re.sub(r"^-(\\[A-Za-z]+(?![A-Za-z{(])|[0-9.]+|[A-Za-z])(?= [<>=\\])", r"{-\1}", text)


def plain_exponent(exponent: Num) -> bool:
    """2, 3, …: behind the name of a function it is a power and not the inverse function."""
    return exponent.value.denominator == 1 and exponent.value >= 2 and (not exponent.text or exponent.text.isdigit())


def plainly_a_factor(before: Term, term: Term) -> bool:
    """``\\alpha (e^x - 1)``, ``f(x) (1 - x)`` and ``(a + b)(c + d)`` are read as products."""
    if isinstance(before, Num) or (isinstance(before, Op) and before.head in ("div", "sqrt", "abs")):
        return True
    if isinstance(before, Op) and (before.head in COMMANDS or before.head in WORDS) and len(before.args) == 1:
        return True
    match before:
        case Op("call", (Sym(accents=()), _)) | Op("pow", (Op("call", (Sym(), _)) | Op("e"), _)):
            return True
        case Op("pow", (Sym() as base, Num(value=n))) if n.denominator == 1:
            return isinstance(term, Op) and term.head == "add" and plainly_a_factor(base, term)
    if (
        not isinstance(term, Op)
        or term.head != "add"
        or any(isinstance(a, Sym) and a.name in "tknijm" for a in term.args)
    ):
        return False
    if isinstance(before, Sym):
        return DEEP_LEARNING.kind(before) == "scalar" and before.base not in free_symbols(term)
    return before.head == "add" and not any(isinstance(a, Sym) for a in before.args)


def starts_with_digit(text: str) -> bool:
    """Whether what is printed would run together with the factor before it."""
    return text[0].isdigit() or text[0] in ".|" or text.startswith((r"\frac", "["))


def letter(sym: Sym) -> tuple[str, list[str]]:
    """A name in its font and accents, without indices; and what stands high beside it."""
    name = sym.name
    if len(name) > 1 and name in GREEK:
        out = "\\" + name
    elif len(name) == 1:
        out = name
    elif name.startswith("Δ"):
        out = rf"\Delta {name[1:]}"
    else:
        out = rf"\operatorname{{{name}}}"
    if sym.font:
        out = rf"{FONT.get(sym.font, chr(92) + 'mathrm')}{{{out}}}"
    ups: list[str] = []
    for accent in sym.accents:
        if accent == "star":
            ups.append("*")
        elif accent == "prime":
            ups.append(r"\prime")
        else:
            out = rf"\{accent}{{{out}}}"
    return out, ups
