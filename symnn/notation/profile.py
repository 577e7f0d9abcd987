"""A notation profile: what kind of thing a name denotes unless the document declares otherwise.

The default profile is that of deep learning: f, g, h, φ, ψ, σ, ℓ, L, J, R are functions where they are applied,
lower-case Latin and Greek letters scalars, bold ones vectors, capitals of the middle of the alphabet indices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from symnn.term import Sym

NameKind = Literal["scalar", "vector", "matrix", "function", "index", "event"]


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a document applies a name; ``certain`` where it writes the name with an empty place, ``f(\\cdot)``.

    What is certain makes every bracket behind the name hold arguments; the rest only one with nothing but a name in it.
    """

    where: str
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """``declared`` is what the document said, ``defaults`` maps (font, name) to a kind.

    ``applied`` holds the names that the document applies to arguments where nothing else can be meant, with the place
    that shows it; ``signs`` what it says of a sign: ``compose`` (∘) or ``star`` (*) → head;
    ``values`` are letters of functions that stand for numbers or arrays here, as the h of h = σ(z);
    ``layered`` are names of layers, written with an l above and no brackets;
    ``own`` the letters that are no functions of the catalogue here; ``operators`` those that stand for an operator, as
    the H of a Hessian H f(x).  ``log`` is the base of log, if it is not e; ``layout`` that of derivatives;
    with ``prime_names`` f′ is another name than f, and no derivative, with ``top`` only ⊤ is a transpose, and T a name;
    ``bounded`` are names that are compared with numbers, ``complex`` those of complex numbers; ``told`` what was set,
    in words.
    """

    defaults: Mapping[tuple[str, str], NameKind]
    declared: Mapping[Sym, NameKind] = field(default_factory=dict)
    applied: Mapping[Sym, Shown] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    operators: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    layered: frozenset[str] = frozenset()
    log: int | None = None
    layout: str | None = None
    prime_names: bool = False
    top: bool = False
    bounded: frozenset[Sym] = frozenset()
    complex: frozenset[Sym] = frozenset()
    told: tuple[str, ...] = ()

    def declare(self, sym: Sym, kind: NameKind) -> Profile:
        """This profile with ``sym`` of that kind; later declarations win."""
        return replace(self, declared={**self.declared, sym: kind})

    def declared_kind(self, sym: Sym) -> NameKind | None:
        """The kind that was declared for the name or for its base, without the defaults."""
        if not self.declared:
            return None
        found = self.declared.get(sym)
        return found if found is not None or not (sym.subs or sym.sups) else self.declared.get(sym.base)

    def kind(self, sym: Sym) -> NameKind | None:
        """Declared kind, else the default of the letter in its font, else ``None``."""
        declared = self.declared_kind(sym)
        if declared is not None:
            return declared
        return self.default(sym)

    def shown(self, sym: Sym) -> Shown | None:
        """Where the document shows that a name of this form is a function."""
        return self.applied.get(pattern(sym)) if self.applied else None

    def default(self, sym: Sym) -> NameKind | None:
        """What the letter is in its font when nothing is said of it."""
        found = self.defaults.get((sym.font, sym.name))
        if found is None and sym.font == "bf" and len(sym.name) == 1:
            return "matrix" if sym.name.isupper() else "vector"
        return found


def pattern(sym: Sym) -> Sym:
    """The name with one mark for its indices, whatever they are: y_k and y_n are members of one family."""
    return replace(sym, subs=(Sym("index"),) if sym.subs else (), sups=(Sym("index"),) if sym.sups else (), at=None)


def _defaults() -> dict[tuple[str, str], NameKind]:
    rows: list[tuple[NameKind, str, str]] = [
        ("function", "", "f g h phi psi sigma ell Phi Psi L J R F"),
        ("function", "cal", "L J R F N"),
        ("scalar", "", "x y z w b a t e pi alpha beta gamma delta epsilon zeta eta theta iota kappa lambda"),
        ("scalar", "", "mu nu xi rho tau chi omega"),
        ("index", "", "i j k l m n N D K M T B"),
        ("matrix", "", "W X A Q V U Sigma"),
        ("event", "", "P"),
        ("event", "bb", "P"),
        ("vector", "bf", "alpha beta gamma delta epsilon theta mu sigma phi xi"),
        ("matrix", "bf", "Sigma Lambda Theta Phi Psi Delta"),
    ]
    return {(font, name): kind for kind, font, names in rows for name in names.split()}


DEEP_LEARNING = Profile(_defaults())
