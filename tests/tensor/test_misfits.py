"""A definition whose shapes do not fit is wrong itself; what is claimed with it is left open."""

from __future__ import annotations

from pathlib import Path

from symnn.check import Options, verify
from symnn.result import Report
from symnn.verdict import name_of

BATCH = (r"Let $X \in \mathbb{R}^{n \times m}$, $W \in \mathbb{R}^{k \times n}$, $b \in \mathbb{R}^{k}$,"
         r" $Y \in \mathbb{R}^{k \times m}$.")  # fmt: skip
LAYER = (r"Let $x \in \mathbb{R}^{n}$, $W \in \mathbb{R}^{m \times n}$.", "$$z = W x$$", r"$$a = \sigma(z)$$",
         r"$$L = \frac12 \|a\|^2$$")  # fmt: skip


def run(tmp_path: Path, *paragraphs: str) -> Report:
    path = tmp_path / "a.md"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return verify([str(path)], Options(jobs=1))


def shown(report: Report) -> tuple[list[str], list[tuple[str, int]]]:
    return [name_of(c.verdict) for c in report.claims], [(f.code, f.location.line) for f in report.findings]


def test_claims_behind_a_definition_that_does_not_fit_are_left_open(tmp_path: Path) -> None:
    """Z = WX + b adds a k×m array to a column: what ∂J/∂W is depends on what was meant."""
    report = run(
        tmp_path, BATCH, "$$Z = W X + b$$", r"$$J = \operatorname{tr}(Y^{\top} Z)$$",
        r"$$\frac{\partial J}{\partial W} = Y X^{\top}$$", r"$$\frac{\partial J}{\partial W} = 2 Y X^{\top}$$",
    )  # fmt: skip
    assert shown(report) == (["undecided", "undecided"], [("E404", 3)])
    assert all("line 3" in str(getattr(c.verdict, "reason", "")) for c in report.claims)


def test_the_definition_is_named_where_the_misfit_shows_only_later(tmp_path: Path) -> None:
    report = run(
        tmp_path, BATCH, "$$V = W X$$", "$$Z = V + b$$", r"$$J = \operatorname{tr}(Y^{\top} Z)$$",
        r"$$\frac{\partial J}{\partial W} = Y X^{\top}$$", r"$$\frac{\partial J}{\partial Y} = Z$$",
    )  # fmt: skip
    assert shown(report) == (["undecided", "undecided"], [("E404", 5)])


def test_a_claim_that_does_not_fit_itself_is_refuted(tmp_path: Path) -> None:
    report = run(tmp_path, BATCH, "$$V = W X$$", r"$$V Y = Y V$$")
    assert shown(report)[0][-1] == "refuted"


def test_a_chain_rule_in_outline_is_not_refuted(tmp_path: Path) -> None:
    """With gradients as columns the factors do not meet; as rows they do."""
    outline = r"$$\frac{\partial L}{\partial x} = \frac{\partial L}{\partial a} \frac{\partial a}{\partial z} {}$$"
    right = outline.replace("{}$$", r"\frac{\partial z}{\partial x}$$")
    assert shown(run(tmp_path, *LAYER, right)) == (["undecided"], [])
    wrong = right.replace(r"L}{\partial a}", r"L}{\partial z}")
    assert shown(run(tmp_path, *LAYER, wrong))[0] == ["refuted"]
    of_arrays = r"$$\frac{\partial a}{\partial x} = \frac{\partial a}{\partial z} \frac{\partial z}{\partial x}$$"
    assert shown(run(tmp_path, *LAYER, of_arrays)) == (["proved"], [])
