"""What a document declares changes the reading; names that nobody declared are read by the profile or refused."""

from __future__ import annotations

import pytest

from symnn.notation import DEEP_LEARNING, NameKind, ReadError, read, words
from symnn.term import Sym

DECLARED: list[tuple[str, dict[str, NameKind], str]] = [
    ("q(x+1)", {"q": "function"}, "q(x + 1)"),
    ("q(x+1)", {"q": "scalar"}, "q*(x + 1)"),
    ("f(x+1)", {"f": "scalar"}, "f*(x + 1)"),
    ("x(y)", {"x": "function"}, "x(y)"),
    ("x(t+1)", {"x": "function"}, "x(t + 1)"),
    ("x(t+1)", {"x": "scalar"}, "x*(t + 1)"),
    ("K(x-y)", {"K": "function"}, "K(x - y)"),
    ("K(x-y)", {"K": "index"}, "K*(x - y)"),
    (r"\lambda(x)", {"lambda": "function"}, "λ(x)"),
    ("W^{-1}", {"W": "scalar"}, "W^(-1)"),
    ("W^{-1}", {"W": "matrix"}, "inverse(W)"),
    ("b^{-1}", {"b": "matrix"}, "inverse(b)"),
    (r"\pi x", {"pi": "function"}, "π*x"),
    ("e^{x}", {"e": "vector"}, "e^x"),
    ("d x", {"d": "scalar"}, "d*x"),
    (r"\frac{dk}{dn}", {"d": "index"}, "d*k/(d*n)"),
    ("lr", {"l": "index", "r": "scalar"}, "l*r"),
    (r"\text{loss} x", {"loss": "scalar"}, "loss*x"),
    (r"f'", {"f": "function"}, "f'"),
    (r"g \circ h", {"g": "function", "h": "function"}, "g∘h"),
    ("x[i]", {"x": "function"}, "x(i)"),
]


@pytest.mark.parametrize(("source", "kinds", "expected"), DECLARED)
def test_a_declaration_decides_the_reading(source: str, kinds: dict[str, NameKind], expected: str) -> None:
    profile = DEEP_LEARNING
    for name, kind in kinds.items():
        profile = profile.declare(Sym(name), kind)
    (part,) = read(source, profile).parts
    assert words(part.term) == expected


@pytest.mark.parametrize(("source", "name"), [("w^T x", "w"), (r"\gamma^T", "gamma"), ("x^T y", "x")])
def test_a_declared_scalar_is_not_transposed_without_a_word(source: str, name: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(source, DEEP_LEARNING.declare(Sym(name), "scalar"))
    assert caught.value.readings == ("a transpose", "the power T")


def test_a_declaration_of_a_base_holds_for_its_indexed_names() -> None:
    profile = DEEP_LEARNING.declare(Sym("q"), "function")
    assert words(read("q_k(x+1)", profile).parts[0].term) == "q_k(x + 1)"


def test_a_declaration_of_an_indexed_name_wins_over_its_base() -> None:
    profile = DEEP_LEARNING.declare(Sym("q"), "function").declare(Sym("q", (Sym("k"),)), "scalar")
    assert words(read("q_k(x+1)", profile).parts[0].term) == "q_k*(x + 1)"


def test_declaring_does_not_change_the_profile_that_it_starts_from() -> None:
    DEEP_LEARNING.declare(Sym("q"), "function")
    assert DEEP_LEARNING.kind(Sym("q")) is None


def test_a_definition_makes_its_head_a_function_for_the_rest_of_the_formula_only() -> None:
    assert words(read("y(x) = x^2 + y(x)").parts[0].term) == "y(x) = x^2 + y(x)"
    with pytest.raises(ReadError):
        read("y(x)")
