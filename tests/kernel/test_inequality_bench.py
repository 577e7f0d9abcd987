"""The inequality, limit, order and approximation claims of the public benchmark, read from their LaTeX."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from symnn.claim import Claim, Variable
from symnn.domain import POSITIVE, REALS
from symnn.kernel.inequality import inequality
from symnn.kernel.limits import limit
from symnn.kernel.order import order
from symnn.notation import read
from symnn.term import Op, Sym, Term, num, op
from symnn.verdict import Proved, Refuted

BENCH = Path(__file__).resolve().parents[2] / "../shared/bench"
KINDS = ("ineq", "limit", "order", "approx")


def terms(source: str) -> list[Term]:
    return [part.term for part in read(source).parts]


def variable(declaration: Term) -> Variable:
    assert isinstance(declaration, Op)
    assert isinstance(declaration.args[0], Sym)
    return Variable(declaration.args[0], POSITIVE if declaration.head == "gt" else REALS, True)


def relation(source: str) -> Term:
    (part,) = read(source).parts
    if not part.conditions:
        return part.term
    assert isinstance(part.term, Op)
    left, right = part.term.args
    (tends,) = part.conditions
    assert isinstance(right, Op)
    assert isinstance(tends, Op)
    (gauge,) = (a.args[0] for a in right.args if isinstance(a, Op) and a.head == "big_o")
    rest = Op("add", tuple(a for a in right.args if not (isinstance(a, Op) and a.head == "big_o")))
    return op("order", left, rest, gauge, *tends.args, *([num(0)] if len(tends.args) == 2 else []))


def claims() -> list[tuple[str, bool, str]]:
    if not BENCH.exists():
        return []
    truth = json.loads((BENCH / "scalar-public.expected.json").read_text())
    sections = re.split(r"\n## ", (BENCH / "scalar-public.md").read_text())[1:]
    return [(s[:4], truth[s[:4]]["holds"], s) for s in sections if truth[s[:4]]["kind"] in KINDS]


@pytest.mark.skipif(not BENCH.exists(), reason="the public benchmark lies beside the repository, not in it")
@pytest.mark.parametrize(("name", "holds", "section"), claims())
def test_the_benchmark_is_decided_rightly(name: str, holds: bool, section: str) -> None:
    let = re.search(r"Let (.*?)\.\n", section)
    formula = re.search(r"```math\n(.*?)\n```", section, re.S)
    given = re.search(r"For (.*?),\n\n```", section, re.S)
    assert let
    assert formula
    declared = [variable(t) for d in re.findall(r"\$(.*?)\$", let[1]) for t in terms(d)]
    assumptions = [t for c in re.findall(r"\$(.*?)\$", given[1]) for t in terms(c)] if given else []
    claim = Claim(name, "identity", relation(formula[1]), tuple(declared), tuple(assumptions))
    verdict = limit(claim) or order(claim) or inequality(claim)
    assert isinstance(verdict, Proved if holds else Refuted)
