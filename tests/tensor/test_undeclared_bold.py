"""Bold names without a declaration are arrays: a claim about them is decided once, not as one about numbers too."""

from symnn.claim import Claim, Variable
from symnn.tensor import undeclared
from symnn.term import Op, Sym
from symnn.verdict import Proved, Refuted, Verdict


def test_a_claim_of_bold_names_is_not_decided_for_numbers() -> None:
    a, b = Sym("A", font="bf"), Sym("B", font="bf")
    claim = Claim("", "identity", Op("eq", (Op("mul", (a, b)), Op("mul", (a, b)))), (Variable(a), Variable(b)))
    asked: list[Claim] = []

    def decide(one: Claim) -> Verdict:
        asked.append(one)
        raise AssertionError("the claim is the same as before")

    assert not undeclared._false_of_numbers(claim, frozenset((a, b)), decide)
    assert asked == []


def test_a_product_of_bold_matrices_is_proved_with_the_shapes_that_fit() -> None:
    from symnn.tensor.prover import decide

    a, b, c = (Sym(n, font="bf") for n in "ABC")
    relation = Op("eq", (Op("mul", (a, Op("add", (b, c)))), Op("add", (Op("mul", (a, b)), Op("mul", (a, c))))))
    claim = Claim("", "identity", relation, tuple(Variable(s) for s in (a, b, c)))
    assert isinstance(decide(claim), Proved)
    wrong = Op("eq", (Op("mul", (a, b)), Op("mul", (b, a))))
    assert not isinstance(decide(Claim("", "identity", wrong, (Variable(a), Variable(b)))), Proved | Refuted)
