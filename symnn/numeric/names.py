"""What can be compiled by name: catalogue entries with customary parameters, in the spellings of the libraries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction

from symnn.context.catalog import Catalog, Entry, load
from symnn.context.closing.expand import Closer
from symnn.context.names import spelling
from symnn.numeric.guard import examine
from symnn.numeric.named import BY_SPELLING as LOSSES
from symnn.numeric.parts import CompileError
from symnn.term import Num, Op, Sym, Term, free_symbols


@dataclass(frozen=True)
class Listed:
    """A catalogue entry or a variant of it, with the customary derivatives at the kinks of the variant (PyTorch's).

    ``defaults`` by the catalogue's letter, ``other`` spellings of those.
    """

    entry: str
    variant: str = ""
    defaults: Mapping[str, Fraction] = field(default_factory=dict)
    other: Mapping[str, str] = field(default_factory=dict)
    kinks: tuple[tuple[str, str], ...] = ()


def _f(text: str) -> Fraction:
    return Fraction(text)


# our name -> what it is.  Other spellings of a name are in ALIASES.
LISTED: Mapping[str, Listed] = {
    "logistic": Listed("logistic"),
    "tanh": Listed("tanh"),
    "relu": Listed("ReLU"),
    "leaky_relu": Listed("LeakyReLU", defaults={"gamma": _f("0.01")}, other={"negative_slope": "gamma"}),
    "prelu": Listed("PReLU", defaults={"gamma": _f("0.25")}, other={"weight": "gamma"}),
    "relu6": Listed("ReLU6"),
    "elu": Listed("ELU", defaults={"alpha": _f("1")}),
    "selu": Listed("SELU"),
    "celu": Listed("CELU", defaults={"alpha": _f("1")}),
    "softplus": Listed("softplus"),
    "log_sigmoid": Listed("log-sigmoid"),
    "silu": Listed("swish", defaults={"beta": _f("1")}),
    "normal_cdf": Listed("normal-cdf"),
    "gelu": Listed("GELU"),
    "gelu_tanh": Listed("GELU", "GELU-tanh"),
    "gelu_sigmoid": Listed("GELU", "GELU-sigmoid"),
    "mish": Listed("mish"),
    "softsign": Listed("softsign"),
    "unit_step": Listed("unit-step"),
    "hard_tanh": Listed("hard-tanh"),
    "hard_logistic": Listed("hard-logistic"),
    "hard_sigmoid": Listed("hard-logistic", "hard-logistic-sixth", kinks=(("-3", "0"), ("3", "0"))),
    "hard_swish": Listed("hard-swish"),
    "hard_shrink": Listed("hard-shrink", defaults={"lambda": _f("0.5")}, other={"lambd": "lambda"}),
    "soft_shrink": Listed("soft-shrink", defaults={"lambda": _f("0.5")}, other={"lambd": "lambda"}),
    "tanh_shrink": Listed("tanh-shrink"),
}
ALIASES: Mapping[str, str] = {
    "sigmoid": "logistic", "expit": "logistic", "swish": "silu", "logsigmoid": "log_sigmoid",
    "hardtanh": "hard_tanh", "hardlogistic": "hard_logistic", "hardsigmoid": "hard_sigmoid",
    "hardswish": "hard_swish", "hardshrink": "hard_shrink", "softshrink": "soft_shrink", "tanhshrink": "tanh_shrink",
    "leakyrelu": "leaky_relu", "lrelu": "leaky_relu", "heaviside": "unit_step", "ndtr": "normal_cdf",
    "gelutanh": "gelu_tanh", "gelusigmoid": "gelu_sigmoid", "logisticsigmoid": "logistic",
}  # fmt: skip
FUNCTION = "function"  # of no name
BY_SPELLING = {spelling(n): n for n in LISTED} | {spelling(a): n for a, n in ALIASES.items()}


@dataclass(frozen=True)
class Source:
    """A closed term of one variable, its parameters with defaults, and customary derivatives at kinks."""

    name: str
    term: Term
    var: Sym
    defaults: Mapping[str, Fraction | None] = field(default_factory=dict)
    other: Mapping[str, str] = field(default_factory=dict)
    kinks: tuple[tuple[Term, str], ...] = ()


def by_name(name: str) -> Source:
    """The catalogue function of that name; ``CompileError`` lists what there is."""
    catalog = load()
    known = BY_SPELLING.get(spelling(name))
    if known is not None:
        listed = LISTED[known]
        return _source(known, catalog[listed.entry], listed, catalog)
    try:
        entry = catalog[name.strip()]
    except KeyError:
        known = ", ".join(LISTED)
        if spelling(name) in LOSSES:
            raise CompileError(f"{name} is no function of one number: see symnn.losses") from None
        if name.endswith((".md", ".tex", ".rst", ".ipynb")):
            raise CompileError(f"{name} is a document: say which claim, as {name}#claim-id") from None
        close = get_close_matches(spelling(name), [*BY_SPELLING, *LOSSES], 1)
        guess = f" (did you mean {BY_SPELLING.get(close[0], LOSSES.get(close[0]))}?)" if close else ""
        raise CompileError(
            f"{name!r} is no function that can be compiled{guess}; for a formula give a SymPy expression; "
            f"there are: {known}; "
            f"of rows and targets: {', '.join(dict.fromkeys(LOSSES.values()))}"
        ) from None
    if len(entry.definition.params) != 1:
        raise CompileError(f"{entry.name} is a function of several numbers; the losses are in symnn.losses")
    return _source(entry.name, entry, Listed(entry.name), catalog)


def _source(name: str, entry: Entry, listed: Listed, catalog: Catalog) -> Source:
    definition = dict(entry.variants)[listed.variant] if listed.variant else entry.definition
    (var,) = definition.params
    assert isinstance(var, Sym)
    keep = frozenset((var, *entry.parameters))
    closed = Closer(catalog.scope_of(entry), catalog).close(definition.body, keep)
    examine(closed)
    found = sorted((s for s in free_symbols(closed) if s != var), key=lambda s: s.text)
    defaults: dict[str, Fraction | None] = {s.text: listed.defaults.get(s.text) for s in found}
    kinks: tuple[tuple[Term, str], ...] = tuple((Num(Fraction(p)), v) for p, v in listed.kinks)
    if not listed.variant:
        kinks += tuple((k.point, k.value) for k in entry.kinks)
    return Source(name, closed, var, defaults, {k: v for k, v in listed.other.items() if v in defaults}, kinks)


def of_term(term: Term, variable: Sym | None, name: str = FUNCTION) -> Source:
    """A term in one variable; with several names, ``variable`` says which one is it and the others are parameters."""
    examine(term)
    names = sorted(free_symbols(term), key=lambda s: s.text)
    if variable is None:
        if len(names) != 1:
            texts = ", ".join(s.text for s in names) or "none"
            raise CompileError(f"the expression has not one name but {len(names)} ({texts}): say variable=…")
        variable = names[0]
    return Source(name, term, variable, {s.text: None for s in names if s != variable})


__all__ = ["ALIASES", "LISTED", "Op", "Source", "by_name", "of_term"]
