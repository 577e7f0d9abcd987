"""What a network runs is printed as a derivation file, and the file proves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import symnn
from symnn.network import Dense
from symnn.network.description import LOSSES
from symnn.network.explanation import explanation
from symnn.numeric.names import LISTED
from symnn.verdict import Proved


def proves(text: str, path: Path) -> dict[str, int]:
    path.write_text(text, encoding="utf-8")
    report = symnn.verify(path)
    assert [c.id for c in report.claims if not isinstance(c.verdict, Proved)] == []
    assert not [f for f in report.findings if f.severity == "error"]
    return report.summary()


def test_every_activation_of_the_catalogue_is_explained_and_proved(tmp_path: Path) -> None:
    layers = [Dense(3, 3, name, {"beta": 1.5} if name == "silu" else {}) for name in LISTED if name != "unit_step"]
    text = str(symnn.network(layers, loss="mse").explain())
    found = proves(text, tmp_path / "all.md")
    assert found["proved"] == len(re.findall("<!-- @claim", text)) == 5 * len(layers) - 1 + 1
    assert text.count("Proved: `sha256:") == found["proved"]


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_is_explained_and_proved_in_markdown_and_in_latex(loss: str, tmp_path: Path) -> None:
    model = symnn.network([Dense(4, 3, "elu", {"alpha": 0.5}), Dense(3, 2)], loss=loss, weight_decay=0.01)
    told = model.explain()
    assert proves(told.markdown, tmp_path / "net.md") == proves(told.plain, tmp_path / "plain.md")
    latex = proves(told.latex, tmp_path / "net.tex")
    assert latex["proved"] == len(told.certificates) == len(told.report.claims)


def test_the_sections_are_those_of_the_program() -> None:
    told = explanation(symnn.network([Dense(4, 3, "relu"), Dense(3, 2, "relu"), Dense(2, 1)], loss="mse").description)
    claims = re.findall("@claim (\\S+)", told.plain)
    assert claims == [
        "layer-1-weights", "layer-1-bias", "layer-1-activation-net-input",
        "layer-2-weights", "layer-2-bias", "layer-2-input", "layer-2-activation-net-input",
        "layer-3-weights", "layer-3-bias", "layer-3-input", "function-1-derivative", "loss-values-logits",
    ]  # fmt: skip
    assert "the network takes 0 at 0" in told.plain


def test_a_changed_gradient_is_refuted(tmp_path: Path) -> None:
    told = explanation(symnn.network([Dense(4, 3, "tanh"), Dense(3, 2)], loss="mse").description)
    wrong = told.plain.replace("= X^{\\top} D_{1}", "= 2 X^{\\top} D_{1}").replace(
        "B_{1} \\odot S_{1}", "B_{1} + S_{1}"
    )
    path = tmp_path / "wrong.md"
    path.write_text(wrong, encoding="utf-8")
    assert symnn.verify(path).summary()["refuted"] == 2
