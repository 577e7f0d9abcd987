"""Printing and reading are inverse on sensible terms; arbitrary text is read or refused, never anything else."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from symnn.notation import ReadError, Reading, latex, read, words
from symnn.notation.tokens import tokenize
from symnn.term import NONE, TRUE, Num, Op, Sym, Term, num, op

INDEX, L = Sym("i"), Sym("l")
SCALARS = [Sym(n) for n in ("x", "y", "a", "b", "alpha", "gamma", "mu")]
NAMES = [
    *SCALARS, Sym("x", (INDEX,)), Sym("w", (INDEX, Sym("j"))), Sym("z", sups=(L,)),
    Sym("z", (INDEX,), (op("add", L, op("neg", num(1))),)),
    Sym("y", accents=("hat",)), Sym("y", (INDEX,), accents=("bar",)), Sym("w", accents=("star",)), Sym("w", font="bf"),
    Sym("W", (num(1),), font="bf"), Sym("L", font="cal"), Sym("x", (Sym("max"),)), Sym("W", sups=(L,)),
]  # fmt: skip
numbers = st.one_of(
    st.integers(0, 99).map(num), st.sampled_from(["0.5", "0.044715", "1.702"]).map(lambda s: Num(Fraction(s), s))
)
atoms = st.one_of(numbers, st.sampled_from(NAMES), st.sampled_from([Op("pi"), Op("e")]))
FUNCTIONS = "exp log tanh sinh sin cos sqrt abs erf floor".split()


def grown(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    some = st.lists(inner, min_size=2, max_size=3)
    condition = st.builds(op, st.sampled_from(["gt", "le", "eq", "ne"]), inner, inner)
    function = st.sampled_from([Sym("f"), Sym("g"), Sym("sigma"), Sym("ReLU"), Sym("softplus"), Sym("f", (INDEX,))])
    primed = st.builds(lambda n: op("prime", Sym("f"), num(n)), st.integers(1, 3))
    return st.one_of(
        some.map(lambda a: op("add", *a)),
        some.map(lambda a: op("mul", *a)),
        st.builds(op, st.just("neg"), inner),
        st.builds(op, st.sampled_from(["div", "pow", "dot", "times", "hadamard", "kron"]), inner, inner),
        st.builds(op, st.sampled_from(FUNCTIONS), inner),
        st.builds(op, st.sampled_from(["root", "binomial"]), inner, inner),
        st.builds(op, st.just("log_base"), inner, st.one_of(numbers, st.sampled_from(SCALARS))),
        st.builds(op, st.sampled_from(["max", "min"]), inner, inner),
        st.builds(op, st.just("call"), st.one_of(function, primed), inner),
        st.builds(op, st.just("transpose"), st.sampled_from([Sym("w", font="bf"), Sym("W"), Sym("W", sups=(L,))])),
        st.builds(lambda b: op("sum", b, INDEX, op("range", num(1), Sym("n"))), inner),
        st.builds(lambda b: op("prod", b, INDEX, NONE), inner),
        st.builds(lambda b: op("deriv", b, Sym("x")), inner),
        st.builds(lambda b: op("deriv", b, Sym("x"), Sym("y")), inner),
        st.builds(lambda b, d: op("lim", b, Sym("x"), num(0), num(d)), inner, st.sampled_from([-1, 0, 1])),
        st.builds(lambda a, c, b: op("cases", op("case", a, c), op("case", b, TRUE)), inner, condition, inner),
        st.builds(lambda c: op("indicator", c), condition),
        st.builds(op, st.just("norm"), inner, numbers),
        st.builds(op, st.just("factorial"), st.one_of(st.sampled_from(SCALARS), st.integers(0, 9).map(num))),
    )


terms = st.recursive(atoms, grown, max_leaves=12)
RELATIONS = ["eq", "le", "lt", "approx", "define", "ne"]
statements = st.one_of(
    st.builds(op, st.sampled_from(RELATIONS), terms, terms),
    st.builds(lambda a, b, c: op("chain", op("eq", a, b), op("le", b, c)), terms, terms, terms),
    st.builds(lambda a, b, c: op("iff", op("eq", a, b), op("ge", c, num(0))), terms, terms, terms),
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(terms, statements))
def test_what_is_printed_reads_back_to_the_same_term(term: Term) -> None:
    source = latex(term)
    try:
        found = read(source)
    except ReadError as error:
        raise AssertionError(f"{source}: {error.message}") from error
    assert [p.term for p in found.parts] == [term], source


@settings(max_examples=200, deadline=None)
@given(terms, terms)
def test_different_terms_have_different_words(first: Term, second: Term) -> None:
    assert first == second or words(first) != words(second)


SIGNS = st.sampled_from([
    *"xyzabfgd0123456789+-*/=<>()[]{}|^_,.;:!?'&%~ \n\t",
    *r"\\ \frac \sum \sqrt \log \left \right \text{ \mathbf \hat \partial \nabla \lim \max \begin{cases}".split(),
    *r"\end{cases} \begin{aligned} \end{aligned} \cdot \quad \to \in \mathbb{R} \infty \{ \} \| \mid \rm".split(),
    *r"\mathrm \tag{1} \, σ ∂ ² ₁ ⁻ 𝒙 ， （ 若 √ − dx".split(), r"\text{if }", "\\", "\ufffd",
])  # fmt: skip


def answered(source: str) -> Reading | ReadError:
    try:
        return read(source)
    except ReadError as error:
        return error


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.lists(SIGNS, max_size=25).map("".join), st.text(max_size=40)))
@example("")
@example("\\")
@example("x^")
@example("\ud835")
def test_arbitrary_text_is_read_or_refused_with_a_place_inside(source: str) -> None:
    found = answered(source)
    if isinstance(found, ReadError):
        assert 0 <= found.start <= found.end <= len(source)
        assert found.message
        assert found.code in ("W110", "E101", "E408", "W407")
        assert len(found.readings) in (0, 2)
    else:
        for part in found.parts:
            assert 0 <= part.start <= part.end <= len(source)
            assert words(part.term) is not None
            assert latex(part.term) is not None
        for mark in found.decorations:
            assert source[mark.start : mark.end] == mark.text


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(SIGNS, max_size=12).map("".join), st.one_of(terms, statements).map(latex)))
def test_every_sign_of_a_formula_that_is_read_lies_in_a_part_or_a_decoration(source: str) -> None:
    found = answered(source)
    if isinstance(found, ReadError):
        return
    covered = [(p.start, p.end) for p in found.parts] + [(d.start, d.end) for d in found.decorations]
    for token in tokenize(source)[0][:-1]:
        inside = any(a <= token.start and token.end <= b for a, b in covered)
        condition = any(p.conditions for p in found.parts)
        assert inside or condition, (token, source)


@settings(max_examples=150, deadline=None)
@given(st.one_of(terms, statements).map(latex), st.data())
def test_a_token_that_is_left_out_changes_the_reading_or_spoils_it(source: str, data: st.DataObject) -> None:
    whole = answered(source)
    assert isinstance(whole, Reading)
    blank = {d.start for d in whole.decorations}
    kinds = ("eof", "{", "}", "open", "close", "comma")  # w_{i j} is w_{i, j}
    tokens = [t for t in tokenize(source)[0] if t.kind not in kinds and t.start not in blank]
    token = data.draw(st.sampled_from(tokens))
    shorter = answered(source[: token.start] + " " + source[token.end :])
    if isinstance(shorter, Reading):
        assert [(p.term, p.conditions) for p in shorter.parts] != [(p.term, p.conditions) for p in whole.parts]
