"""The tree itself: heads, nesting, names with their indices, offsets, conditions, decorations."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symnn.notation import read
from symnn.term import NONE, TRUE, Num, Op, Sym, Term, num, op, walk

X, Y, Z, A, B, C = (Sym(n) for n in "xyzabc")
TREES: list[tuple[str, Term]] = [
    ("a - b", op("add", A, op("neg", B))),
    ("a + b + c", op("add", A, B, C)),
    ("(a + b) + c", op("add", op("add", A, B), C)),
    ("a b c", op("mul", A, B, C)),
    ("(a b) c", op("mul", op("mul", A, B), C)),
    (r"a \cdot b", op("dot", A, B)),
    (r"a \times b", op("times", A, B)),
    ("a/b", op("div", A, B)),
    (r"\frac{a}{b}", op("div", A, B)),
    ("-x^2", op("neg", op("pow", X, num(2)))),
    ("e^{x}", op("pow", Op("e"), X)),
    (r"\exp(x)", op("exp", X)),
    (r"\ln x", op("log", X)),
    (r"\log_2 x", op("log_base", X, num(2))),
    (r"\sqrt[3]{x}", op("root", X, num(3))),
    (r"\max\{a,b\}", op("max", A, B)),
    (r"\max_{k\in[1,K]} z_k",
     op("maxover", Sym("z", (Sym("k"),)), Sym("k"), op("interval_cc", num(1), Sym("K")))),
    (r"\sum_{i=1}^{n} x_i", op("sum", Sym("x", (Sym("i"),)), Sym("i"), op("range", num(1), Sym("n")))),
    (r"\sum_j x_j", op("sum", Sym("x", (Sym("j"),)), Sym("j"), NONE)),
    ("f(x)", op("call", Sym("f"), X)),
    ("f'(x)", op("call", op("prime", Sym("f"), num(1)), X)),
    (r"\tanh'(0)", op("call", op("prime", Sym("tanh"), num(1)), num(0))),
    (r"\tanh^2(x)", op("pow", op("tanh", X), num(2))),
    (r"\sigma(x)", op("call", Sym("sigma"), X)),
    (r"\text{ReLU}(x)", op("call", Sym("ReLU"), X)),
    (r"\frac{\partial A}{\partial x}", op("deriv", Sym("A"), X)),
    (r"\frac{\partial^2 f}{\partial x^2}", op("deriv", Sym("f"), X, X)),
    ("dy/dx", op("deriv", Y, X)),
    (r"\lim_{x\to a^+} x", op("lim", X, X, A, num(1))),
    (r"x \in \mathbb{R}^{m\times n}", op("in", X, op("reals", Sym("m"), Sym("n")))),
    ("a := b", op("define", A, B)),
    (r"a \triangleq b", op("define", A, B)),
    ("a = b = c", op("chain", op("eq", A, B), op("eq", B, C))),
    (r"x = 1 \iff y = 2", op("iff", op("eq", X, num(1)), op("eq", Y, num(2)))),
    (r"\begin{cases} x & x>0 \\ 0 & \text{otherwise} \end{cases}",
     op("cases", op("case", X, op("gt", X, num(0))), op("case", num(0), TRUE))),
    ("[a, b]", op("row", A, B)),
    ("[a; b]", op("column", A, B)),
    (r"\hat y", Sym("y", accents=("hat",))),
    (r"\mathbf w", Sym("w", font="bf")),
    (r"\pmb w", Sym("w", font="bf")),
    ("𝒘", Sym("w", font="bf")),
    (r"\mathcal L", Sym("L", font="cal")),
    ("z^{(l)}", Sym("z", sups=(Sym("l"),))),
    ("w^{(l)}_{ij}", Sym("w", (Sym("i"), Sym("j")), (Sym("l"),))),
    ("w_{i,j}", Sym("w", (Sym("i"), Sym("j")))),
    (r"x_{\max}", Sym("x", (Sym("max"),))),
    ("w^T", op("transpose", Sym("w"))),
    ("w^T_k", op("transpose", Sym("w", (Sym("k"),)))),
    ("w^*", Sym("w", accents=("star",))),
    (r"\Delta x", op("increment", X)),
    (r"\triangle x", op("increment", X)),
    (r"\nabla_w \left[ x \right]", op("gradient", X, Sym("w"))),
    ("x \\to 0^-", op("to", X, num(0), num(-1))),
]  # fmt: skip


@pytest.mark.parametrize(("source", "tree"), TREES)
def test_a_source_has_this_tree(source: str, tree: Term) -> None:
    assert [p.term for p in read(source).parts] == [tree]


def test_decimals_are_exact_and_keep_their_digits() -> None:
    term = read("0.250").parts[0].term
    assert isinstance(term, Num)
    assert (term.value, term.text) == (Fraction(1, 4), "0.250")


def test_an_order_keeps_its_point_as_a_condition() -> None:
    (part,) = read(r"f(x) = x + O(x^2) \quad (x \to 0^+)").parts
    assert part.conditions == (op("to", X, num(0), num(1)),)
    assert part.term == op("eq", op("call", Sym("f"), X), op("add", X, op("big_o", op("pow", X, num(2)))))


def test_subterms_know_where_they_stood() -> None:
    source = r"\sigma(x) = \frac{1}{1 + e^{-x}}"
    (part,) = read(source).parts
    assert (part.start, part.end) == (0, len(source))
    for node in walk(part.term):
        assert node.at is not None
        assert part.start <= node.at[0] <= node.at[1] <= part.end
    names = {source[n.at[0] : n.at[1]] for n in walk(part.term) if isinstance(n, Sym) and n.at is not None}
    assert names == {r"\sigma", "x"}


def test_numbers_and_labels_of_formulas_are_decorations() -> None:
    found = read(r"y = x \quad (3)")
    assert [d.text for d in found.decorations] == [r"\quad", "(", "3", ")"]
    assert [d.text for d in read(r"y = x \tag{3}").decorations] == [r"\tag{3}"]


def test_the_argument_inside_a_name_is_noted() -> None:
    assert [code for code, _ in read(r"\text{ReLU(x)} = x").notes] == ["N112"]
