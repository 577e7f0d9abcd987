"""Elementary functions with and without brackets; Σ, Π, lim, max and min with what they range over."""

from __future__ import annotations

from symnn.notation.application import arguments, opener
from symnn.notation.cursor import Cursor
from symnn.notation.expressions import product
from symnn.notation.factors import factor, starts_factor
from symnn.notation.juxtaposition import unbraced
from symnn.notation.scripts import Scripts, read_scripts
from symnn.notation.symbols import FUNCTIONS
from symnn.term import NONE, Num, Op, Sym, Term, free_symbols, num

_OVER = {
    "sup": "supover",
    "inf": "infover",
    "sum": "sum",
    "prod": "prod",
    "max": "maxover",
    "min": "minover",
    "argmax": "argmax",
    "argmin": "argmin",
}
_INVERSES = {name: f"a{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")}
_PAIRS = frozenset("ne lt le gt ge".split())
_ENDS = frozenset(["eof", "comma", "close", "stop", "}", "row", "wide"])


def function(p: Cursor) -> Term:
    """``\\tanh^2(x)``, ``\\log 2x``, ``\\log_2 n``, ``\\tanh'(0)``, ``\\log\\det A``."""
    tok = p.advance()
    head = FUNCTIONS[tok.text]
    scripts = read_scripts(p)
    subs, scripts.subs = scripts.subs, ()
    if scripts.sups or scripts.stars:
        p.fail(f"an index on the function {tok.text}", tok.start)
    if scripts.marks == [("inverse", None)] and head in _INVERSES and not (subs or scripts.primes):
        head, scripts.marks = _INVERSES[head], []  # \\tanh^{-1}(x) is nowhere the reciprocal
    if any(kind == "inverse" for kind, _ in scripts.marks):
        p.ambiguous(tok.start, p.end, f"the inverse function of {tok.text}", f"one over {tok.text}")
    if any(kind not in ("pow",) for kind, _ in scripts.marks):
        p.fail(f"what the superscript on {tok.text} means is not known", tok.start)
    args = _operands(p, tok.text, tok.start, bool(scripts.primes))
    if args is None:
        return p.op("bare", tok.start, Sym(tok.text, subs))
    if scripts.primes:
        term: Term = p.op("call", tok.start, Op("prime", (Sym(head), num(scripts.primes))), *args)
    else:
        term = _applied(p, tok.text, head, subs, args, tok.start)
    return scripts.raised(p, term, tok.start)


def _applied(
    p: Cursor, name: str, head: str, subs: tuple[Term, ...], args: tuple[Term, ...], start: int
) -> Term:  # fmt: skip
    if head == "diag" and len(args) > 1 and not subs:
        return p.op("diag", start, Op("row", args, (start, p.end)))
    if len(args) != 1:
        p.fail(f"{head} takes one argument, here are {len(args)}", start)
    if args[0] == Op("placeholder"):
        return p.op("bare", start, Sym(head, subs))
    if head == "log" and not subs and p.profile.log is not None and name == "log":
        return p.op("log_base", start, args[0], num(p.profile.log))
    if not subs:
        return p.op(head, start, *args)
    if head == "log" and len(subs) == 1:
        return p.op("log_base", start, args[0], subs[0])
    if head == "softmax" and subs == (Sym("rows"),):
        return p.op("softmax_rows", start, *args)
    if head == "softmax":
        return p.op("item", start, Op(head, args), *subs)
    return p.fail(f"an index on the function {head}", start)


def _operands(p: Cursor, name: str, start: int, primed: bool) -> tuple[Term, ...] | None:
    if opener(p) is not None or (p.tok.kind == "open" and p.tok.text == "{"):
        return arguments(p)
    if (p.tok.kind in _ENDS or p.tok.kind == "colon") and not primed:
        return None
    if not starts_factor(p):
        if p.tok.kind == "sign" and p.tok.end == p.peek().start and p.source[p.tok.start - 1] == " ":
            p.fail(f"{name} and a sign: the argument needs brackets", start, p.tok.end)
        p.fail(f"{name} has no argument", start, p.tok.end, "W407")
    at = p.tok.start
    if p.tok.kind in ("function", "big", "integral"):
        return (factor(p),)
    braced = p.tok.kind == "{"
    factors = [factor(p)]
    while starts_factor(p) and p.tok.kind not in ("function", "big", "integral", "partial", "nabla"):
        if p.tok.kind == "open" and p.tok.text in "([":
            inner = p.source[at : p.end]
            p.ambiguous(start, p.tok.end, f"{name}({inner}) times a bracket", f"{name} of {inner} times the bracket")
        factors.append(factor(p))
    if braced and len(factors) > 1:
        p.ambiguous(start, p.end, f"{name} of what stands in braces, times the rest", f"{name} of the product")
    if len(factors) > 1 and not all(_coefficient(f) or _atom(f) for f in factors):
        inner = p.source[at : p.end]
        p.ambiguous(start, p.end, f"{name} of the first factor of {inner}", f"{name} of all of {inner}")
    if p.tok.kind == "infix" and p.tok.text == "div":
        inner = p.source[at : p.end]
        p.ambiguous(start, p.tok.end, f"{name}({inner}) over what follows", f"{name} of the quotient")
    if p.tok.kind in ("big", "integral"):  # log 1/K Σ …: a coefficient belongs to the sum behind it
        if not all(map(_weight, factors)):
            inner = p.source[at : p.end]
            p.ambiguous(start, p.tok.end, f"{name}({inner}) times what follows", f"{name} of all that follows")
        factors.append(factor(p))
    return (factors[0] if len(factors) == 1 else p.op("mul", at, *factors),)


def _weight(term: Term) -> bool:
    """``2``, ``\\frac{1}{K}``: what stands before a sum to scale it."""
    over = isinstance(term, Op) and term.head == "div" and _coefficient(term.args[0]) and _atom(term.args[1])
    return over or _coefficient(term)


def _coefficient(term: Term) -> bool:
    """A number: ``\\frac{\\pi}{2}`` in ``\\sin \\frac{\\pi}{2} x``."""
    return (
        isinstance(term, Num)
        or term == Op("pi")
        or (isinstance(term, Op) and term.head == "div" and all(_coefficient(a) for a in term.args))
    )


def _atom(term: Term) -> bool:
    """A name or number with its powers and transposes."""
    if isinstance(term, Op) and term.head in ("pow", "transpose", "inverse", "increment"):
        return isinstance(term.args[0], Sym)
    return isinstance(term, Num | Sym) or term in (Op("pi"), Op("e"))


def big(p: Cursor) -> Term:
    """``\\sum_{i=1}^n``, ``\\max_k``, ``\\lim_{x\\to 0}``, ``\\max\\{a, b\\}``."""
    tok = p.advance()
    text = tok.text
    if text == "arg":
        if p.tok.kind != "big" or p.tok.text not in ("max", "min"):
            p.unexpected("max or min behind arg")
        text = "arg" + p.advance().text
    side, p.side = p.side, 0
    scripts = read_scripts(p, bounds=True)
    direction, p.side = p.side, side
    return ranged(p, text, scripts, tok.start, direction or 0)


def underset(p: Cursor) -> Term:
    """``\\underset{k \\in [1, K]}{\\max}``: what stands under the operator is its range."""
    start = p.advance().start
    p.expect("{", "{")
    side, p.side = p.side, 0
    under = p.rules["statement"](p)
    direction, p.side = p.side, side
    p.expect("}", "}")
    braced = p.tok.kind == "{"
    if braced:
        p.advance()
    if p.tok.kind != "big":
        p.unexpected("max, min, lim or a sum")
    tok = p.advance()
    text = tok.text
    if text == "arg" and p.tok.kind == "big":
        text = "arg" + p.advance().text
    if braced:
        p.expect("}", "}")
    return ranged(p, text, Scripts(subs=(under,), start=start, end=p.end), start, direction or 0)


def ranged(p: Cursor, text: str, scripts: Scripts, start: int, direction: int) -> Term:
    """The operator with its bound variable and range, over the product that follows."""
    if scripts.primes or scripts.sups or scripts.stars:
        p.fail(f"scripts on {text}", start)
    upper = _upper(p, scripts, text, start)
    if text in ("max", "min") and not scripts.subs:
        return _extreme(p, text, start, upper)
    if text == "lim":
        return _limit(p, scripts, start, direction)
    if p.tok.kind == "eof" and p.head == 0 and start == p.tokens[0].start:
        return _mentioned(p, text, scripts.subs, upper, start)
    if not scripts.subs:
        if upper is None:
            p.fail(f"{text} without the name that it runs over", start)
        p.fail(f"{text} with an upper bound only", start)
    listed = _several(p, text, scripts.subs, upper)
    variable, limits = (NONE, NONE) if listed else _range(p, scripts.subs, upper, start)
    set_apart(p)
    p_tok = p.tok
    if not starts_factor(p) and p_tok.kind != "sign":
        if p_tok.kind in ("bar", "given"):
            p.fail("a bar that opens nothing", start, p_tok.end)
        p.missing(f"{text} has no summand" if text == "sum" else f"{text} has no operand", start)
    body = unbraced(product(p))
    for index, where in reversed(listed):
        body = p.op(_OVER[text], start, body, index, where)
    if listed:
        return body
    if isinstance(limits, Op) and limits.head in _PAIRS and isinstance(limits.args[1], Sym):
        other = limits.args[1]
        if not other.subs and other in free_symbols(body) and not p.named_outside(other.name, start):
            first, second = variable.text if isinstance(variable, Sym) else "", other.text
            p.ambiguous(start, p.end, f"over {first} for one {second}", f"over all pairs {first}, {second}")
    return p.op(_OVER[text], start, body, variable, limits)


def set_apart(p: Cursor) -> None:
    r"""``\min_w \quad f(w)``, ``\min_w \quad & f(w)``: the operand may stand apart, or in the next column."""
    at = p.pos
    while p.tokens[at].kind in ("wide", "amp"):
        at += 1
    columns = any(t.kind == "amp" for t in p.tokens[p.pos : at])
    if at == p.pos or p.tokens[at].kind in _ENDS or (columns and not p.aligned()):
        return
    while p.pos < at:
        p.drop()


def _mentioned(p: Cursor, text: str, subs: tuple[Term, ...], upper: Term | None, start: int) -> Term:
    """``\\sum_j`` alone: the operator itself is spoken of."""
    if not subs:
        return p.op("bare", start, Sym(text))
    variable, limits = _range(p, subs, upper, start)
    return p.op(_OVER[text], start, Op("placeholder"), variable, limits)


def _several(p: Cursor, text: str, subs: tuple[Term, ...], upper: Term | None) -> list[tuple[Term, Term]]:
    """``\\sum_{i,j}``, ``\\sum_{i,j=1}^n``: one sum for each index."""
    if text not in ("sum", "prod", "max", "min", "sup", "inf") or len(subs) < 2:
        return []
    low: Term = num(1)
    match subs:
        case (*first, Op("eq", (Sym() as last, low))) if upper is not None:
            subs = (*first, last)
    names = [s for s in subs if isinstance(s, Sym) and not s.subs and s.name != "star"]
    if len(set(names)) != len(subs) or any(len(n.name) > 1 and n.name != "ell" for n in names):
        return []
    return [(n, NONE if upper is None else Op("range", (low, upper))) for n in names]


def _upper(p: Cursor, scripts: Scripts, text: str, start: int) -> Term | None:
    if not scripts.marks:
        return None
    kind, exponent = scripts.marks[0]
    if len(scripts.marks) > 1 or kind not in ("pow", "plain T"):
        p.fail(f"the superscript of {text} is no upper bound", start)
    return Sym("T") if kind == "plain T" else exponent


def _range(p: Cursor, subs: tuple[Term, ...], upper: Term | None, start: int) -> tuple[Sym, Term]:
    match subs:
        case (Sym() as variable,) if upper is None:
            return variable, NONE
        case (Op("eq", (Sym() as variable, low)),) if upper is not None:
            return variable, Op("range", (low, upper))
        case (Op("in", (Sym() as variable, where)),) if upper is None:
            return variable, where
        case (Op("chain", (Op(_, (_, Sym() as variable)), *_)) as condition,) if upper is None:
            return variable, condition
        case (Op("ne" | "lt" | "le" | "gt" | "ge" | "sim", (Sym() as variable, _)) as condition,) if upper is None:
            return variable, condition
        case (Sym() as variable,):
            assert upper is not None
            return variable, Op("range", (num(1), upper))
    return p.fail("the range is not read: expected i = 1, k ∈ S or a name", start)


def _limit(p: Cursor, scripts: Scripts, start: int, direction: int) -> Term:
    match scripts.subs:
        case (Op("to", (variable, point, *rest)),) if isinstance(variable, Sym | Op):
            side = rest[0] if rest else num(direction)
            if p.tok.kind == "eof" and start == p.tokens[0].start:
                return p.op("lim", start, Op("placeholder"), variable, point, side)
            if not starts_factor(p) and p.tok.kind != "sign":
                p.missing("lim has no operand", start)
            return p.op("lim", start, unbraced(product(p)), variable, point, side)
    return p.fail("expected x → a under lim", start)


def _extreme(p: Cursor, text: str, start: int, upper: Term | None) -> Term:
    if upper is not None:
        p.fail(f"the superscript of {text} is not understood", start)
    at = opener(p)
    if at is None and p.tok.kind == "open" and p.tok.text == "{":
        at = p.pos
    if at is None:
        if p.tok.kind in _ENDS:
            return p.op("bare", start, Sym(text))
        what = starts_factor(p)
        p.fail(f"{text} of what? expected brackets or a range", start, p.tok.end, "W110" if what else "W407")
    args = arguments(p)
    if args == (Op("placeholder"),):
        return p.op("bare", start, Sym(text))
    return p.op(text, start, *args)
