"""LaTeX from a term; what is printed reads back to an equal term."""

from __future__ import annotations

from collections.abc import Callable

from symnn.notation.latex_signs import (
    BIG,
    COMMANDS,
    CONSTANT,
    INFIX,
    INTERVAL,
    POWERED,
    RELATION,
    WORDS,
    in_brackets,
    letter,
    plain_exponent,
    plainly_a_factor,
    signed,
    starts_with_digit,
)
from symnn.term import NONE, Num, Op, Sym, Term

_LOGIC, _REL, _SUM, _OPEN, _INFIXED, _PRODUCT, _POWER, _ATOM = range(8)  # _OPEN: Σ and lim, which take what follows


def latex(term: Term) -> str:
    """The term in LaTeX."""
    return _put(term, _LOGIC)


def _put(term: Term, level: int) -> str:
    text, strength = _phrase(term)
    return in_brackets(text) if strength < level else text


def _phrase(term: Term) -> tuple[str, int]:
    match term:
        case Num():
            return _number(term)
        case Sym():
            return _name(term), _ATOM
        case Op("add", args):
            return _sum(args), _SUM
        case Op("neg", (a,)):
            return f"-{_put(a, _OPEN)}", _SUM
        case Op("mul", args):
            return _product(args), _OPEN if _is_open(args[-1]) else _PRODUCT
        case Op("div", (a, b)):
            return rf"\frac{{{_put(a, _SUM)}}}{{{_put(b, _SUM)}}}", _POWER
        case Op("pow", (Op(head, (a,)), Num() as b)) if head in POWERED and plain_exponent(b):
            return rf"\{head}^{{{_number(b)[0]}}}{_brackets(a)}", _POWER
        case Op("pow", (Op("call", (Sym(), *_)) as a, Num() as b)) if plain_exponent(b):
            return f"{_call(a.args)[0]}^{{{_number(b)[0]}}}", _POWER
        case Op("pow", (a, b)):
            return f"{_base(a)}^{{{_put(b, _SUM)}}}", _POWER
        case Op("hadamard_pow", (a, b)):
            return rf"{_base(a)}^{{\odot {_put(b, _SUM)}}}", _POWER
        case Op(head, (a, b)) if head in INFIX:
            return f"{_put(a, _INFIXED)} {INFIX[head]} {_put(b, _PRODUCT)}", _INFIXED
        case Op(head, ()) if head in CONSTANT:
            return CONSTANT[head], _ATOM
        case Op("chain", links):
            return _chain(links), _REL
        case Op("and" | "or" as head, args):
            sign = r" \wedge " if head == "and" else r" \vee "
            return sign.join(_put(a, _REL) for a in args), _LOGIC
        case Op("iff" | "implies" as head, (a, b)):
            return rf"{_put(a, _REL)} \{head} {_put(b, _REL)}", _LOGIC
        case Op("to", (a, b, Num(value=side))):
            return rf"{_put(a, _SUM)} \to {_put(b, _SUM)}^{{{'+' if side > 0 else '-'}}}", _REL
        case Op(head, (a, b)) if head in RELATION:
            return f"{_put(a, _SUM)} {RELATION[head]} {_put(b, _SUM)}", _REL
        case Op(head, (a,)) if head in COMMANDS:
            return rf"\{head}{_brackets(a)}", _POWER
        case Op(head, (a,)) if head in WORDS:
            return rf"\operatorname{{{WORDS[head]}}}{_brackets(a)}", _POWER
        case Op(head, args) if head in _SPECIAL:
            return _SPECIAL[head](args)
        case Op(head, args):
            return rf"\operatorname{{{head.replace('_', '-')}}}{_brackets(*args)}", _POWER
    raise AssertionError(term)


def _number(term: Num) -> tuple[str, int]:
    if term.text and "/" not in term.text:
        return term.text, _ATOM
    value = term.value
    if value.denominator == 1:
        return str(value), _ATOM if value >= 0 else _SUM
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}", _POWER if not sign else _SUM


def _brackets(*args: Term) -> str:
    return in_brackets(", ".join(_put(a, _SUM) for a in args))


def _sum(args: tuple[Term, ...]) -> str:
    out = ""
    for number, arg in enumerate(args):
        if isinstance(arg, Op) and arg.head == "neg":
            out += (" - " if number else "-") + _put(arg.args[0], _OPEN)
        else:
            out += (" + " if number else "") + _put(arg, _OPEN)
    return out


def _product(args: tuple[Term, ...]) -> str:
    """Factors side by side; a number, a bracket behind a name, and a Σ inside are set in brackets."""
    out: list[str] = []
    for number, arg in enumerate(args):
        text, strength = _phrase(arg)
        last = number and number == len(args) - 1 and strength == _OPEN and _is_open(arg)  # Σ takes what follows
        bracketed = (strength < _POWER and not last) or (number > 0 and starts_with_digit(text))
        if bracketed:
            text = in_brackets(text)
        if number and text.startswith(("(", r"\left(", "[", r"\left[")) and not plainly_a_factor(args[number - 1], arg):
            text = f"{{{{{text}}}}}"  # braces, so that nothing is applied
        out.append(text)
    return " ".join(out)


def _is_open(term: Term) -> bool:
    return isinstance(term, Op) and (term.head in ("sum", "prod"))


def _base(term: Term) -> str:
    text, strength = _phrase(term)
    plain = strength == _ATOM and not (isinstance(term, Sym) and (term.accents or term.sups))
    if isinstance(term, Op) and term.head == "e":
        return "e"
    return text if plain else in_brackets(text)


def _chain(links: tuple[Term, ...]) -> str:
    out = ""
    for link in links:
        assert isinstance(link, Op)
        out = out or _put(link.args[0], _SUM)
        out += f" {RELATION[link.head]} {_put(link.args[1], _SUM)}"
    return out


Printed = tuple[str, int]


def _call(args: tuple[Term, ...]) -> Printed:
    fn, *rest = args
    if rest == [Op("placeholder")]:
        return rf"{_function(fn)}(\cdot)", _POWER
    return _function(fn) + _brackets(*rest), _POWER


def _function(fn: Term) -> str:
    match fn:
        case Op("prime", (inner, Num(value=order))):
            return _function(inner) + "'" * int(order)
        case Sym(name=name) if name in COMMANDS and not fn.subs:
            return "\\" + name
        case _:
            return _put(fn, _ATOM)


def _derivative(args: tuple[Term, ...]) -> Printed:
    body, *variables = args
    order = f"^{{{len(variables)}}}" if len(variables) > 1 else ""
    by = " ".join(rf"\partial {_put(v, _ATOM)}" for v in variables)
    return rf"\frac{{\partial{order}}}{{{by}}} \left[ {_put(body, _SUM)} \right]", _POWER


def _bounds(variable: Term, where: Term) -> str:
    name = _put(variable, _ATOM)
    match where:
        case Op("range", (a, b)):
            return rf"_{{{name} = {_put(a, _SUM)}}}^{{{_put(b, _SUM)}}}"
        case Op("none"):
            return f"_{{{name}}}"
        case Op("ne" | "lt" | "le" | "gt" | "ge" | "chain" | "sim"):
            return f"_{{{_put(where, _REL)}}}"
        case _:
            return rf"_{{{name} \in {_put(where, _SUM)}}}"


def _over(head: str) -> Callable[[tuple[Term, ...]], Printed]:
    def put(args: tuple[Term, ...]) -> Printed:
        body, variable, where = args
        return f"{BIG[head]}{_bounds(variable, where)} {_put(body, _OPEN)}", _OPEN

    return put


def _limit(args: tuple[Term, ...]) -> Printed:
    body, variable, point, side = args
    sign = "" if not isinstance(side, Num) or side.value == 0 else "^{+}" if side.value > 0 else "^{-}"
    return rf"\lim_{{{_put(variable, _ATOM)} \to {_put(point, _SUM)}{sign}}} {_put(body, _OPEN)}", _OPEN


def _cases(args: tuple[Term, ...]) -> Printed:
    rows = []
    for case in args:
        assert isinstance(case, Op)
        value, condition = case.args
        when = r"\text{otherwise}" if condition == Op("true") else rf"\text{{if }} {signed(_put(condition, _LOGIC))}"
        rows.append(f"{_put(value, _SUM)} & {when}")
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}", _ATOM


def _entry(term: Term) -> str:
    """An entry of a list: a pair keeps its brackets."""
    text = _put(term, _SUM)
    return in_brackets(text) if isinstance(term, Op) and term.head == "seq" else text


def _listed(before: str, after: str, comma: str = ", ", strength: int = _ATOM) -> Callable[[tuple[Term, ...]], Printed]:
    return lambda args: (f"{before} {comma.join(map(_entry, args))} {after}", strength)


def _interval(marks: str) -> Callable[[tuple[Term, ...]], Printed]:
    return lambda a: (in_brackets(f"{_put(a[0], _SUM)}, {_put(a[1], _SUM)}", marks), _ATOM)


def _commas(args: tuple[Term, ...]) -> str:
    return ", ".join(_put(a, _SUM) for a in args)


def _reals(args: tuple[Term, ...]) -> Printed:
    size = r" \times ".join(_put(a, _PRODUCT) for a in args)
    return r"\mathbb{R}" + (f"^{{{size}}}" if args else ""), _ATOM


def _matrix(args: tuple[Term, ...]) -> Printed:
    rows = (" & ".join(_put(e, _SUM) for e in (r.args if isinstance(r, Op) else (r,))) for r in args)
    return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}", _ATOM


def _constant_array(sign: str) -> Callable[[tuple[Term, ...]], Printed]:
    return lambda a: (sign if a == (NONE,) else f"{sign}_{{{', '.join(_put(s, _SUM) for s in a)}}}", _ATOM)


def _nabla(power: str) -> Callable[[tuple[Term, ...]], Printed]:
    def put(args: tuple[Term, ...]) -> Printed:
        by = f"_{{{_put(args[1], _ATOM)}}}" if len(args) > 1 else ""
        return rf"\nabla{by}{power} \left[ {_put(args[0], _SUM)} \right]", _POWER

    return put


_SPECIAL: dict[str, Callable[[tuple[Term, ...]], Printed]] = {
    "call": _call,
    "prime": lambda a: (_put(a[0], _ATOM) + "'" * (int(a[1].value) if isinstance(a[1], Num) else 1), _ATOM),
    "deriv": _derivative,
    **{head: _over(head) for head in BIG},
    "lim": _limit,
    "cases": _cases,
    "sqrt": lambda a: (rf"\sqrt{{{_put(a[0], _SUM)}}}", _POWER),
    "root": lambda a: (rf"\sqrt[{_put(a[1], _SUM)}]{{{_put(a[0], _SUM)}}}", _POWER),
    "log_base": lambda a: (rf"\log_{{{_put(a[1], _SUM)}}}{_brackets(a[0])}", _POWER),
    "binomial": lambda a: (rf"\binom{{{_put(a[0], _SUM)}}}{{{_put(a[1], _SUM)}}}", _POWER),
    "factorial": lambda a: (f"{_base(a[0])}!", _POWER),
    "max": lambda a: (r"\max" + _brackets(*a), _POWER), "min": lambda a: (r"\min" + _brackets(*a), _POWER),
    "transpose": lambda a: (rf"{_base(a[0])}^{{\top}}", _POWER),
    "inverse": lambda a: (rf"{_base(a[0])}^{{-1}}", _POWER),
    "abs": lambda a: (rf"\left| {_put(a[0], _SUM)} \right|", _ATOM),
    "floor": _listed(r"\lfloor", r"\rfloor"), "ceil": _listed(r"\lceil", r"\rceil"),
    "norm": lambda a: (rf"\left\lVert {_put(a[0], _SUM)} \right\rVert"
                       + (f"_{{{_put(a[1], _SUM)}}}" if len(a) > 1 else ""), _POWER),
    "norm_frobenius": lambda a: (rf"\left\lVert {_put(a[0], _SUM)} \right\rVert_{{F}}", _POWER),
    "inner": _listed(r"\langle", r"\rangle"),
    "row": _listed("[", "]"), "column": _listed("[", "]", "; "), "matrix": _matrix,
    "set": _listed(r"\{", r"\}"),
    "set_builder": lambda a: (rf"\{{ {_put(a[0], _REL)} \mid {_put(a[1], _LOGIC)} \}}", _ATOM),
    **{head: _interval(marks) for head, marks in INTERVAL.items()},
    "reals": _reals,
    "maps": lambda a: (rf"{_put(a[0], _SUM)} \to {_put(a[1], _SUM)}", _REL),
    "typed": lambda a: (f"{_put(a[0], _ATOM)} : {_put(a[1], _REL)}", _REL),
    "prob": lambda a: ("P(" + r" \mid ".join(_put(x, _REL) for x in a) + ")", _POWER),
    "given": lambda a: (rf"{_put(a[0], _SUM)} \mid {_put(a[1], _SUM)}", _ATOM),
    "parallel": lambda a: (rf"{_put(a[0], _SUM)} \| {_put(a[1], _SUM)}", _ATOM),
    "params": lambda a: ("; ".join(_commas(r.args if isinstance(r, Op) else (r,)) for r in a), _ATOM),
    "seq": lambda a: (", ".join(map(_entry, a)), _SUM),
    "big_o": lambda a: ("O" + _brackets(*a), _POWER), "little_o": lambda a: ("o" + _brackets(*a), _POWER),
    "increment": lambda a: (rf"\Delta {_put(a[0], _ATOM)}", _ATOM),
    "differential": lambda a: (rf"\mathrm{{d}} {_put(a[0], _ATOM)}", _ATOM),
    "bare": lambda a: (rf"\{a[0].name}()" if isinstance(a[0], Sym) else latex(a[0]), _ATOM),
    "item": lambda a: (f"{_put(a[0], _ATOM)}_{{{', '.join(_put(i, _SUM) for i in a[1:])}}}", _POWER),
    "gradient": _nabla(""), "hessian": _nabla("^{2}"),
    "delta": lambda a: (rf"\delta_{{{', '.join(_put(i, _SUM) for i in a)}}}", _ATOM),
    "ones": _constant_array(r"\mathbf{1}"), "zeros": _constant_array(r"\mathbf{0}"),
    "identity": _constant_array("I"),
    "indicator": lambda a: (rf"\mathbb{{1}}_{{{_put(a[0], _REL)}}}", _ATOM),
    "normal_cdf": lambda a: (r"\Phi" + _brackets(*a), _POWER),
    "normal_pdf": lambda a: (r"\phi" + _brackets(*a), _POWER),
    "softmax_rows": lambda a: (r"\operatorname{softmax}_{\mathrm{rows}}" + _brackets(*a), _POWER),
}  # fmt: skip


def _name(sym: Sym) -> str:
    out, ups = letter(sym)
    if sym.subs:
        out += f"_{{{', '.join(_put(s, _SUM) for s in sym.subs)}}}"
    if sym.sups:
        out += "^{(" + ", ".join(_put(s, _SUM) for s in sym.sups) + ")" + "".join(ups) + "}"
    elif ups:
        out += "^{" + "".join(ups) + "}"
    return out
