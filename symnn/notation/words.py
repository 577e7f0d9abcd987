"""The plain reading of a term: one line, every bracket that matters, no typography."""

from __future__ import annotations

from collections.abc import Callable

from symnn.term import NONE, Num, Op, Sym, Term

_RELATION = {
    "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "ll": "<<", "gg": ">>", "in": "in",
    "notin": "not in", "subset": "subset of", "approx": "≈", "equiv": "≡", "propto": "∝", "sim": "~", "to": "->",
    "define": ":=", "update": "<-", "mapsto": "|->", "supset": "superset of", "succ": "≻", "succeq": "⪰",
    "prec": "≺", "preceq": "⪯", "perp": "⊥", "iff": "iff", "implies": "implies", "and": "and", "or": "or",
}  # fmt: skip
_INFIX = {"mul": "*", "dot": "·", "times": "×", "hadamard": "⊙", "hadamard_div": "⊘", "kron": "⊗", "compose": "∘",
          "cartesian": "×", "union": "∪", "intersection": "∩", "setminus": "\\"}  # fmt: skip
_INTERVAL = {"interval_oo": "()", "interval_oc": "(]", "interval_co": "[)", "interval_cc": "[]"}
_CONSTANT = {"pi": "π", "e": "e", "infinity": "∞", "dots": "…", "placeholder": "·", "unknown": "?", "true": "otherwise",
             "none": "", "naturals": "ℕ", "integers": "ℤ", "rationals": "ℚ", "slice": ":"}  # fmt: skip
_GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi"
        " omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell".split(),
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩℓ",
        strict=True,
    )
)
_LAYOUTS: dict[Term, str] = {
    Sym("rows"): "derivatives and gradients of numbers are rows",
    Sym("numerator_rows"): "derivatives are in numerator layout, those of numbers rows",
    Sym("open"): "derivatives are in unclear layout, those of numbers rows or columns",
}
# binding strength of what is printed, loosest first
_LOGIC, _REL, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(7)


def words(term: Term) -> str:
    """``tanh(x) = 2*σ(2*x) - 1``: what was understood, on one line."""
    return _say(term, _LOGIC)


def _say(term: Term, level: int) -> str:
    text, strength = _phrase(term)
    return f"({text})" if strength < level else text


def _phrase(term: Term) -> tuple[str, int]:
    match term:
        case Num():
            text = term.text or str(term.value)
            return text, _ATOM if "/" not in text and not text.startswith("-") else _PRODUCT
        case Sym():
            return name(term), _ATOM
        case Op("add", args):
            return _sum(args), _SUM
        case Op("neg", (a,)):
            return f"-{_say(a, _PRODUCT)}", _SUM
        case Op("pow" | "hadamard_pow" as head, (a, b)):
            sign = "^" if head == "pow" else "^⊙"
            return f"{_say(a, _ATOM)}{sign}{_say(b, _ATOM)}", _POWER
        case Op("div", (a, b)):
            return f"{_say(a, _PRODUCT)}/{_say(b, _POWER)}", _PRODUCT
        case Op(head, args) if head in _INFIX:
            return _INFIX[head].join(_say(a, _SIGN) for a in args), _PRODUCT
        case Op(head, ()) if head in _CONSTANT:
            return _CONSTANT[head], _ATOM
        case Op("chain", links):
            return _chain(links), _REL
        case Op("and" | "or" as head, args):
            return f" {head} ".join(_say(a, _REL) for a in args), _LOGIC
        case Op("iff" | "implies" as head, (a, b)):
            return f"{_say(a, _REL)} {head} {_say(b, _REL)}", _LOGIC
        case Op("to", (a, b, Num(value=side))):
            return f"{_say(a, _SUM)} -> {_say(b, _SUM)}{'+' if side > 0 else '-'}", _REL
        case Op(head, (a, b)) if head in _RELATION:
            return f"{_say(a, _SUM)} {_RELATION[head]} {_say(b, _SUM)}", _REL
        case Op("seq", args):
            return _list(args), _SUM
        case Op(head, args) if head in _SPECIAL:
            return _SPECIAL[head](args), _ATOM
        case Op(head, args):
            return f"{head}({_list(args)})", _ATOM
    raise AssertionError(term)


def _sum(args: tuple[Term, ...]) -> str:
    out = ""
    for number, arg in enumerate(args):
        if isinstance(arg, Op) and arg.head == "neg":
            out += (" - " if number else "-") + _say(arg.args[0], _PRODUCT)
        else:
            out += (" + " if number else "") + _say(arg, _PRODUCT)
    return out


def _chain(links: tuple[Term, ...]) -> str:
    out = ""
    for link in links:
        assert isinstance(link, Op)
        left, right = link.args[0], link.args[1]
        out = out or _say(left, _SUM)
        out += f" {_RELATION[link.head]} {_say(right, _SUM)}"
    return out


def _list(args: tuple[Term, ...], comma: str = ", ") -> str:
    return comma.join(_tuple(a, _SUM) for a in args)  # a pair in a list keeps its brackets


def _call(args: tuple[Term, ...]) -> str:
    fn, *rest = args
    return f"{_say(fn, _ATOM)}({', '.join(_say(a, _LOGIC if len(rest) == 1 else _SUM) for a in rest)})"


def _prime(args: tuple[Term, ...]) -> str:
    if not isinstance(args[1], Num):
        return f"∂^{_say(args[1], _ATOM)}[{_say(args[0], _ATOM)}]"
    order = int(args[1].value)
    return _say(args[0], _ATOM) + "'" * order


def _derivative(args: tuple[Term, ...]) -> str:
    body, *variables = args
    order = f"^{len(variables)}" if len(variables) > 1 else ""
    by = " ".join(f"∂{_say(v, _ATOM)}" for v in variables)
    return f"∂{order}[{_say(body, _LOGIC)}]/{by}"


def _range(term: Term) -> str:
    match term:
        case Op("range", (a, b)):
            return f" from {_say(a, _SUM)} to {_say(b, _SUM)}"
        case Op("none"):
            return ""
        case Op(head, _) if head in ("ne", "lt", "le", "gt", "ge", "chain", "sim"):
            return f" with {_say(term, _LOGIC)}"
        case _:
            return f" in {_say(term, _SUM)}"


def _over(word: str) -> Callable[[tuple[Term, ...]], str]:
    def say(args: tuple[Term, ...]) -> str:
        body, variable, where = args
        return f"{word}[{_say(body, _LOGIC)}; {_say(variable, _ATOM)}{_range(where)}]"

    return say


def _limit(args: tuple[Term, ...]) -> str:
    body, variable, point, side = args
    sign = "" if not isinstance(side, Num) or side.value == 0 else "+" if side.value > 0 else "-"
    return f"lim[{_say(body, _LOGIC)}; {_say(variable, _ATOM)} -> {_say(point, _SUM)}{sign}]"


def _cases(args: tuple[Term, ...]) -> str:
    said = []
    for case in args:
        assert isinstance(case, Op)
        value, condition = case.args
        when = "otherwise" if condition == Op("true") else f"if {_say(condition, _LOGIC)}"
        said.append(f"{_say(value, _SUM)} {when}")
    return "{" + "; ".join(said) + "}"


def _wrapped(before: str, after: str, comma: str = ", ") -> Callable[[tuple[Term, ...]], str]:
    return lambda args: before + _list(args, comma) + after


def _absolute(args: tuple[Term, ...]) -> str:
    """``|x|``; a bar beside a bar would look like a norm."""
    inner = _list(args)
    return f"|({inner})|" if inner.startswith("|") or inner.endswith("|") else f"|{inner}|"


def _probability(args: tuple[Term, ...]) -> str:
    return "P(" + " | ".join(_say(a, _LOGIC) for a in args) + ")"


def _reals(args: tuple[Term, ...]) -> str:
    if not args:
        return "ℝ"
    size = "×".join(_say(a, _POWER) for a in args)
    return f"ℝ^{size}" if len(args) == 1 else f"ℝ^({size})"


def _bounded(sign: str) -> Callable[[tuple[Term, ...]], str]:
    return lambda args: f"{_RELATION[sign]}{_say(args[0], _SUM)}"


def _tuple(term: Term, level: int = _LOGIC) -> str:
    listed = isinstance(term, Op) and term.head == "seq"
    return f"({_say(term, _LOGIC)})" if listed else _say(term, level)


def _integral(args: tuple[Term, ...]) -> str:
    body, variable, *limits = args
    if len(limits) == 2:
        where = "" if limits == [NONE, NONE] else f" from {_say(limits[0], _SUM)} to {_say(limits[1], _SUM)}"
    else:
        where = " over all" if limits == [NONE] else f" over {_say(limits[0], _LOGIC)}"
    return f"integral[{_say(body, _LOGIC)}; {_say(variable, _ATOM)}{where}]"


def _expectation(args: tuple[Term, ...]) -> str:
    body, variable, where = args
    if variable == NONE and where != NONE:
        return f"E[{_say(body, _LOGIC)}; {_say(where, _LOGIC)}]"
    by = "" if variable == NONE else f"; {_say(variable, _ATOM)}" + ("" if where == NONE else f" ~ {_say(where, _SUM)}")
    return f"E[{_say(body, _LOGIC)}{by}]"


_SPECIAL: dict[str, Callable[[tuple[Term, ...]], str]] = {
    "call": _call,
    "prime": _prime,
    "deriv": _derivative,
    "sum": _over("sum"), "prod": _over("product"), "maxover": _over("max"), "minover": _over("min"),
    "supover": _over("sup"), "infover": _over("inf"),
    "integral": _integral, "integral_over": _integral,
    "family": lambda a: f"{{{_tuple(a[0])}; {_say(a[1], _ATOM)}{_range(a[2])}}}",
    "functional_deriv": lambda a: f"δ[{_say(a[0], _LOGIC)}]/δ{_say(a[1], _ATOM)}",
    "del": lambda a: f"∂{_say(a[0], _ATOM)}",
    "dagger": lambda a: f"{_say(a[0], _ATOM)}†",
    "without": lambda a: f"\\{_say(a[0], _ATOM)}",
    "entries": _wrapped("array(", ")"),
    "ordinal": lambda a: f"{_tuple(a[0], _ATOM)}-th",
    **{f"index_{sign}": _bounded(sign) for sign in ("lt", "le", "gt", "ge")},
    "argmax": _over("argmax"), "argmin": _over("argmin"),
    "lim": _limit,
    "cases": _cases,
    "transpose": lambda a: f"{_say(a[0], _ATOM)}ᵀ",
    "inverse": lambda a: f"inverse({_say(a[0], _SUM)})",
    "abs": _absolute,
    "norm": lambda a: f"||{_say(a[0], _SUM)}||" + (f"_{_say(a[1], _ATOM)}" if len(a) > 1 else ""),
    "norm_frobenius": _wrapped("||", "||_F"),
    "inner": _wrapped("<", ">"),
    "row": _wrapped("[", "]"), "column": _wrapped("[", "]", "; "), "matrix": _wrapped("[", "]", "; "),
    "set": _wrapped("{", "}"),
    "set_builder": lambda a: f"{{{_say(a[0], _LOGIC)} | {_say(a[1], _LOGIC)}}}",
    **{head: (lambda a, b=marks: f"{b[0]}{_list(a)}{b[1]}") for head, marks in _INTERVAL.items()},  # type: ignore[misc]
    "reals": _reals,
    "maps": lambda a: f"{_say(a[0], _SUM)} -> {_say(a[1], _SUM)}",
    "typed": lambda a: f"{_say(a[0], _ATOM)}: {_say(a[1], _LOGIC)}",
    "prob": _probability,
    "expect": _expectation,
    "given": lambda a: f"{_say(a[0], _LOGIC)} | {_say(a[1], _LOGIC)}",
    "parallel": lambda a: f"{_say(a[0], _SUM)} || {_say(a[1], _SUM)}",
    "params": lambda a: "; ".join(_list(r.args) if isinstance(r, Op) else words(r) for r in a),
    "big_o": _wrapped("O(", ")"), "little_o": _wrapped("o(", ")"),
    "increment": lambda a: f"Δ{_say(a[0], _ATOM)}",
    "differential": lambda a: f"d{_say(a[0], _ATOM)}",
    "bare": lambda a: f"{_say(a[0], _ATOM)}",
    "item": lambda a: f"{_say(a[0], _ATOM)}[{_list(a[1:])}]",
    "gradient": lambda a: (f"∇_{_say(a[1], _ATOM)}" if len(a) > 1 else "∇") + f"[{_say(a[0], _LOGIC)}]",
    "hessian": lambda a: (f"∇²_{_say(a[1], _ATOM)}" if len(a) > 1 else "∇²") + f"[{_say(a[0], _LOGIC)}]",
    "at": lambda a: f"[{_say(a[0], _LOGIC)} at {_say(a[1], _ATOM)} = {_say(a[2], _SUM)}]",
    "delta": _wrapped("δ[", "]"),
    "ones": lambda a: "ones" + (f"({_list(a)})" if a != (NONE,) else ""),
    "zeros": lambda a: "zeros" + (f"({_list(a)})" if a != (NONE,) else ""),
    "identity": lambda a: "identity" + (f"({_list(a)})" if a != (NONE,) else ""),
    "indicator": lambda a: f"1[{_say(a[0], _LOGIC)}]",
    "range_is": lambda a: f"the range of {_say(a[0], _SUM)} is {_say(a[2], _SUM)}",
    "order": lambda a: f"{_say(a[0], _SUM)} = {_say(a[1], _SUM)} + O({_say(a[2], _SUM)}) as "
                       f"{_say(a[3], _ATOM)} -> {_say(a[4], _SUM)}",
    "not": lambda a: f"not ({_say(a[0], _LOGIC)})",
    "factorial": lambda a: f"{_say(a[0], _ATOM)}!",
    "layout": lambda a: _LAYOUTS.get(a[0], f"derivatives are in {_say(a[0], _ATOM)} layout"),
    "percent": lambda a: f"{_say(a[0], _ATOM)}%",
}  # fmt: skip


def name(sym: Sym) -> str:
    """``ŷ``, ``W_ij^(l)``: a name on one line."""
    out = _GREEK.get(sym.name, sym.name)
    for accent in sym.accents:
        out = {"star": f"{out}*", "prime": f"{out}'"}.get(accent, f"{accent}({out})")
    if sym.font:
        out = f"{sym.font}({out})"
    if sym.subs:
        subs = [_say(s, _ATOM) for s in sym.subs]
        out += "_" + (subs[0] if len(subs) == 1 else "[" + ",".join(subs) + "]")
    if sym.sups:
        out += "^(" + ",".join(_say(s, _SUM) for s in sym.sups) + ")"
    return out
