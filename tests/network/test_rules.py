"""The backward equations of networks are proved, near misses of them refuted, and every step has an operation."""

import pytest

import symnn
from symnn.network.description import LOSSES as NAMES
from symnn.network.operations import check_complete
from symnn.network.rules import LOSSES, RULES, filled, rests, section
from symnn.verdict import name_of


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    page = tmp_path_factory.mktemp("rules") / "rules.md"
    parts = [section(r, r.name, r.name, misses=True) for r in RULES]
    page.write_text("# Rules\n\n" + "\n".join(parts), encoding="utf-8")
    return {c.id: c for c in symnn.verify(page).claims}


@pytest.mark.parametrize("claim", [f"{r.name}-{b.id}" for r in RULES for b in r.backward])
def test_every_backward_equation_is_proved_and_its_certificate_checked(verdicts, claim):
    verdict = verdicts[claim].verdict
    assert name_of(verdict) == "proved"
    by_condition = claim.startswith("cross_entropy_of_classes")  # the checker does not follow assumptions on sums yet
    assert verdict.certificate.trust == ("kernel" if by_condition else "checked")


@pytest.mark.parametrize("claim", [f"{r.name}-{b.id}-miss" for r in RULES for b in r.backward])
def test_the_near_miss_is_refuted(verdicts, claim):
    assert name_of(verdicts[claim].verdict) == "refuted"


def test_a_section_is_proved_under_the_names_of_a_layer_too(tmp_path):
    names = {"X": "A_{1}", "W": "W_{2}", "b": "b_{2}", "Z": "Z_{2}", "G": "G_{2}", "n": "p", "m": "q"}
    page = tmp_path / "layer.md"
    page.write_text("# Network\n\n" + section(RULES[0], "Layer 2", "layer-2", names), encoding="utf-8")
    report = symnn.verify(page)
    assert [name_of(c.verdict) for c in report.claims] == ["proved"] * 3
    assert "A_{1}^{\\top} G_{2}" in report.claims[0].formula


def test_every_step_of_a_rule_has_an_operation():
    check_complete()


def test_every_loss_of_a_description_has_a_rule():
    assert {loss for loss, _ in LOSSES} == set(NAMES)


def test_names_that_are_not_given_stand_for_themselves():
    assert filled("⟨X⟩ ⟨W⟩", {"X": "A_{1}"}) == "A_{1} W"


def test_the_claims_on_numbers_behind_a_rule_are_named_with_their_file():
    rows = rests(LOSSES["huber", "values"])
    assert [i for i, _ in rows] == ["derivations/numbers.md#huber-one-form", "symnn/catalog/losses.md#Huber-derivative"]
