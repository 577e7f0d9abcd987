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
from symnn.verdict import Proved, Refuted


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
    assert found["proved"] == len(re.findall("<!-- @claim", text)) == 5 * len(layers) - 1 + 1 + len(layers) - 1
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
        *(f"network-{what}-{k}" for k in (1, 2, 3) for what in ("weights", "bias")),
    ]  # fmt: skip
    assert "the network takes 0 at 0" in told.plain


def test_of_a_deep_network_each_gradient_is_claimed_from_the_one_after_it() -> None:
    layers = [Dense(4, 4, "tanh" if k % 3 else "identity") for k in range(7)]
    told = explanation(symnn.network(layers, loss="mse", weight_decay=0.25).description)
    claims = re.findall("@claim (\\S+)", told.plain)
    assert [c for c in claims if c.startswith("link")] == [f"link-{k}" for k in range(1, 7)]
    assert claims[-1] == "decay-weights-of-all"
    assert "The factor of this network is `0.25`." in told.plain


def refuted(text: str, path: Path) -> list[str]:
    path.write_text(text, encoding="utf-8")
    return [c.id for c in symnn.verify(path).claims if isinstance(c.verdict, Refuted)]


def test_a_changed_gradient_is_refuted(tmp_path: Path) -> None:
    told = explanation(symnn.network([Dense(4, 3, "tanh"), Dense(3, 2)], loss="mse").description)
    steps, _, whole = told.plain.partition("## The whole network")
    wrong = steps.replace("= X^{\\top} D_{1}", "= 2 X^{\\top} D_{1}").replace("B_{1} \\odot S_{1}", "B_{1} + S_{1}")
    assert refuted(wrong, tmp_path / "wrong.md") == ["layer-1-weights", "layer-1-activation-net-input"]
    parts = {
        "D_{1} := B_{1} \\odot S_{1}": ("D_{1} := B_{1}", ["network-weights-1", "network-bias-1"]),
        "B_{1} := D_{2} W_{2}": ("B_{1} := 2 D_{2} W_{2}", ["network-weights-1", "network-bias-1"]),
        "S_{1} := f_{1}'(Z_{1})": ("S_{1} := f_{1}'(A_{1})", ["network-weights-1", "network-bias-1"]),
        "= A_{1}^{\\top} D_{2}": ("= Z_{1}^{\\top} D_{2}", ["network-weights-2"]),
        r"D_{2} := \frac{2}{N n_{2}}": (
            r"D_{2} := \frac{2}{N}", [f"network-{what}-{k}" for k in (1, 2) for what in ("weights", "bias")]
        ),
    }  # fmt: skip
    for right, (miss, claims) in parts.items():
        assert whole.count(right) == 1
        assert refuted("# N\n\n## Whole" + whole.replace(right, miss), tmp_path / "whole.md") == claims


def test_a_gradient_without_its_weight_decay_is_refuted(tmp_path: Path) -> None:
    net = symnn.network([Dense(4, 3, "gelu"), Dense(3, 2)], loss="cross_entropy", weight_decay=0.1)
    whole = "# N\n\n## The whole" + explanation(net.description).plain.partition("## The whole")[2]
    wrong = whole.replace(" + \\lambda W_{1}\n", "\n").replace(" + \\lambda W_{2}\n", " + 2 \\lambda W_{2}\n")
    assert refuted(wrong, tmp_path / "wrong.md") == ["network-weights-1", "network-weights-2"]


def test_a_changed_link_is_refuted(tmp_path: Path) -> None:
    layers = [Dense(4, 4, "tanh") for _ in range(6)]
    plain = explanation(symnn.network(layers, loss="mse", weight_decay=0.1).description).plain
    links = "# N\n\n## From layer to layer" + plain.partition("## From layer to layer")[2]
    wrong = links.replace("D_{3} := B_{3} \\odot S_{3}", "D_{3} := B_{3}", 1).replace("D + \\lambda W", "D + W")
    assert refuted(wrong, tmp_path / "wrong.md")[1:] == ["decay-weights-of-all"]
