"""The LaTeX of tables compiles as it is in a minimal document, and no line of it is wider than the text."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from symnn.tables import COLUMNS, Table, table
from symnn.tables.latex import broken

PDFLATEX = shutil.which("pdflatex")
needs_pdflatex = pytest.mark.skipif(PDFLATEX is None, reason="no pdflatex (Debian: texlive-latex-recommended)")


def compiled(text: str, folder: Path) -> str:
    """The log of pdflatex."""
    (folder / "table.tex").write_text(text, encoding="utf-8")
    command = [str(PDFLATEX), "-interaction=nonstopmode", "-halt-on-error", "table.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    return (folder / "table.log").read_text(encoding="utf-8", errors="replace")


def minimal(body: str) -> str:
    """What the first line of a table says that it needs, and nothing else."""
    needs = re.match(r"% needs (\\usepackage\{[^}]*\})", body)
    assert needs is not None
    return f"\\documentclass{{article}}\n{needs[1]}\n\\begin{{document}}\n{body}\\end{{document}}\n"


def faults(log: str) -> list[str]:
    return re.findall(r"(?m)^(?:Overfull|LaTeX Warning: (?!Label)).*$", log)


@pytest.fixture(scope="module")
def activations() -> Table:
    return table("activations")


@needs_pdflatex
def test_the_activations_compile_without_overfull_boxes(activations: Table, tmp_path: Path) -> None:
    assert faults(compiled(minimal(activations.to("latex")), tmp_path)) == []


def test_every_cell_of_the_activations_is_proved_or_a_dash(activations: Table) -> None:
    assert activations.undecided == ()
    assert {c.verdict for c in activations.claims} == {"proved"}


@needs_pdflatex
def test_every_column_compiles_without_overfull_boxes(tmp_path: Path) -> None:
    names = ["logistic", "GELU", "mish", "SELU", "hard-swish", "x·log(1+σ(x))"]
    found = table(*names, columns=[c for c in COLUMNS if c != "accuracy"])
    assert faults(compiled(found.to("latex", standalone=True), tmp_path)) == []


@needs_pdflatex
def test_the_losses_compile_without_overfull_boxes(tmp_path: Path) -> None:
    assert faults(compiled(minimal(table("losses").to("latex")), tmp_path)) == []


def test_a_long_sum_is_broken_in_front_of_a_sign_outside_brackets() -> None:
    text = broken(r"\tanh(a + b) + x \sigma(x) (1 - \tanh^{2}(a + b))", 130)
    lines = r"\displaystyle \tanh(a + b)", r"\displaystyle \quad {} + x \sigma(x) (1 - \tanh^{2}(a + b))"
    assert text == r"\begin{array}{@{}l@{}} " + r" \\ ".join(lines) + r" \end{array}"


def test_a_long_product_goes_on_with_a_dot() -> None:
    text = broken(r"(a + b + c + d + e) (1 + x + y + z)", 70)
    lines = r"\displaystyle (a + b + c + d + e)", r"\displaystyle \quad {} \cdot (1 + x + y + z)"
    assert text == r"\begin{array}{@{}l@{}} " + r" \\ ".join(lines) + r" \end{array}"


@needs_pdflatex
def test_the_tables_of_the_documents_compile(tmp_path: Path) -> None:
    """003, figure 15: the equation and the derivative of four functions."""
    found = table("unit-step", "logistic", "tanh", "ReLU", columns=["definition", "usual"])
    assert faults(compiled(minimal(found.to("latex")), tmp_path)) == []


def test_a_sum_that_fits_is_left_alone() -> None:
    assert broken("1 - x", 100) == "1 - x"


def test_the_claims_behind_each_row_are_beside_it(activations: Table) -> None:
    assert "% self: logistic.self (proved, checked)\n" in activations.to("latex")
