"""What is written in a type reads back as the same; whatever else stands there is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import pytest

from symnn.certificate import Certificate
from symnn.claim import Claim, Variable
from symnn.domain import UNIT_OPEN
from symnn.result import Report
from symnn.results.codec import codec
from symnn.term import Num, Op, Sym, Term, num
from symnn.verdict import Conditional, Counterexample, Proved, Refuted, Undecided, Unreadable, Verdict

X = Sym("x", (Sym("i"),), (num(2),), "bf", ("hat",))
POINT = Counterexample(((X, Fraction(-7, 3)),), "1.5", "2", "left limit")
CONDITION = Op("le", (X, Num(Fraction(1, 4), "0.25")))
PROOF = Certificate("cells", {"rows": [[1, "2/3"], None], "of": {"a": 1.5}}, "checked", ("first", "second"))
VERDICTS = [
    Proved(PROOF, "where x > 0"),
    Refuted(POINT, CONDITION, PROOF),
    Refuted(POINT),
    Conditional(CONDITION, PROOF, None, "everywhere", "a note"),
    Undecided("no prover applies", passing=True),
    Unreadable("a bracket is missing"),
]


def again(kind: Any, value: Any) -> Any:
    return codec(kind).read(json.loads(json.dumps(codec(kind).write(value))))


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_reads_back_as_the_same(verdict: Verdict) -> None:
    back = again(Verdict, verdict)
    assert back == verdict
    assert type(back) is type(verdict)


def test_the_digest_of_a_certificate_survives() -> None:
    assert again(Certificate, PROOF).digest("abc") == PROOF.digest("abc")


def test_digits_as_they_were_written_survive() -> None:
    back = again(Term, CONDITION)
    assert back.args[1].text == "0.25"


def test_a_claim_keeps_its_digest() -> None:
    claim = Claim("a", "identity", Op("eq", (X, num("0.10"))), (Variable(X, UNIT_OPEN, True),), (CONDITION,))
    back = again(Claim, claim)
    assert (back, back.digest) == (claim, claim.digest)


def test_infinities_survive() -> None:
    assert again(tuple[float, ...], (float("inf"), -0.0, 1e-320)) == (float("inf"), -0.0, 1e-320)


def test_every_part_of_a_report_has_a_form() -> None:
    codec(Report).write(Report())


@dataclass(frozen=True)
class Tree:
    name: str
    below: tuple[Tree, ...] = ()
    mark: Literal["a", "b"] = "a"


def test_a_class_that_holds_itself() -> None:
    tree = Tree("root", (Tree("leaf", mark="b"),))
    assert again(Tree, tree) == tree


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Verdict, "proved"),
        (Verdict, [0]),
        (Verdict, [9, []]),
        (Verdict, [-1, ["x", False]]),
        (Verdict, [True, []]),
        (Verdict, [3, ["reason", 1]]),
        (Proved, [["cells", {}, "certain", []], "everywhere"]),
        (Proved, [["cells", [], "kernel", []], "everywhere"]),
        (Term, ["op", "no such head"]),
        (Term, ["num", "1e999999999", ""]),
        (Term, ["sym", "x"]),
        (Term, None),
        (Sym, ["num", "1", ""]),
        (Fraction, "1e400000"),
        (Fraction, "1/0"),
        (Fraction, 1),
        (int, True),
        (float, 1),
        (str, None),
        (tuple[int, str], [1]),
        (tuple[int, ...], {"0": 1}),
        (dict[str, Any], []),
        (Tree, ["root", [], "c"]),
    ],
)
def test_data_of_another_form_is_refused(kind: Any, data: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  many messages
        codec(kind).read(data)


@pytest.mark.parametrize(("kind", "value"), [(int, True), (Any, {1, 2}), (Any, {1: 2}), (Sym, num(1)), (str, b"a")])
def test_a_value_of_another_type_is_not_written(kind: Any, value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        codec(kind).write(value)


def test_a_type_that_has_no_form_is_refused_at_once() -> None:
    with pytest.raises(TypeError):
        codec(bytes)
