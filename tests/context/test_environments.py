r"""Theorem-like environments as scopes: what is declared in one ends with it, proofs have it, definitions stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.document import parse
from symnn.verdict import name_of

HALF = r"\[ |x| + 1 = x + 1 \]"
ROOT = r"\[ |x| + 2 = x + 2 \]"


def verdicts(tmp_path: Path, *lines: str, name: str = "a.tex") -> list[str]:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [name_of(c.verdict) for c in verify([str(path)], Options(jobs=1)).claims]


@pytest.mark.parametrize("name", ["theorem", "lemma*", "thm", "prop", "cor", "example", "remark", "claim"])
def test_what_an_environment_declares_ends_with_it(tmp_path, name):
    found = verdicts(
        tmp_path, f"\\begin{{{name}}}", "Let $x > 0$. Then", HALF, f"\\end{{{name}}}", r"Let $x \in \mathbb{R}$.", HALF
    )
    assert found == ["proved", "refuted"]


def test_behind_an_environment_the_declaration_of_the_section_holds_again(tmp_path):
    section = r"Let $x \in (0, 1)$. Then $|x| = x$."
    remark = [r"\begin{remark}", r"Let $x < 0$. Then $|x| = -x$.", r"\end{remark}"]
    assert verdicts(tmp_path, section, *remark, HALF) == ["proved", "proved", "proved"]


def test_a_proof_has_the_assumptions_of_the_theorem_before_it(tmp_path):
    theorem = [r"\begin{theorem}[A name]", "Let $x > 0$. Then", HALF, r"\end{theorem}"]
    proof = [r"\begin{proof}", "Indeed", HALF, r"\end{proof}", r"Let $x \in \mathbb{R}$.", HALF]
    assert verdicts(tmp_path, *theorem, *proof) == ["proved", "proved", "refuted"]


def test_a_proof_that_names_its_theorem_has_the_assumptions_of_that_one(tmp_path):
    theorem = r"\begin{{theorem}}\label{{{}}} Let $x {} 0$. Then $|x| = {}x$. \end{{theorem}}"
    both = [theorem.format("thm:a", ">", ""), theorem.format("thm:b", "<", "-"), r"\section{Proofs}"]
    proof = [r"\begin{proof}[Proof of Theorem~\ref{thm:a}]", "Indeed", HALF, r"\end{proof}"]
    assert verdicts(tmp_path, *both, *proof) == ["proved", "proved", "proved"]


def test_under_another_heading_it_is_not_sure_whose_proof_it_is(tmp_path):
    theorem = [r"\begin{theorem}", "Let $x > 0$. Then", HALF, r"\end{theorem}", r"\section{Next}"]
    assert verdicts(tmp_path, *theorem, r"\begin{proof}", ROOT, r"\end{proof}") == ["proved", "undecided"]


def test_a_definition_holds_behind_its_environment_with_the_domain_of_its_parameter(tmp_path):
    definition = [
        r"\begin{definition}",
        r"Let $\gamma \in (0, 1)$ and $\delta > 0$. We define",
        r"\[ q(x) := \max(x, \gamma x). \]",
        r"\end{definition}",
    ]
    claim = [r"Therefore", r"\[ q(x) - \max(0, x) = \gamma \min(0, x). \]"]
    assert verdicts(tmp_path, *definition, *claim) == ["proved"]


def test_nothing_is_refuted_of_the_argument_that_a_definition_restricts(tmp_path):
    definition = [r"\begin{definition}", "Let $u > 0$. We define", r"\[ q(u) := u + 1. \]", r"\end{definition}"]
    claim = ["Therefore", r"\[ |q(u)| = q(u). \]"]
    assert verdicts(tmp_path, *definition, *claim) == ["undecided"]
    assert verdicts(tmp_path, *definition, r"Let $u \in \mathbb{R}$. Therefore", *claim[1:]) == ["refuted"]


def test_an_assumption_holds_to_the_end_of_its_section(tmp_path):
    assumption = [r"\begin{assumption}", r"We have $t \in (0, 1)$.", r"\end{assumption}"]
    assert verdicts(tmp_path, *assumption, r"\[ |t| = t \]") == ["proved"]


@pytest.mark.parametrize(
    ("second", "claim", "verdict"),
    [
        ("Now let $x > 2$.", r"$|x - 2| = x - 2$", "proved"),  # takes the place of x < 1
        ("Now let $x > -2$.", r"$|x + 1| = x + 1$", "undecided"),  # false at −3/2
        ("Suppose further that $x > -2$.", r"$|x - 1| = 1 - x$", "proved"),
        (r"Now let $x \in \mathbb{R}$.", r"$|x - 1| = 1 - x$", "refuted"),
        ("Suppose that $x > -2$?", r"$|x + 2| = x + 2$", "undecided"),
        ("Do not suppose that $x > -2$.", r"$|x + 2| = x + 2$", "undecided"),
    ],
)
def test_bounds_put_up_later_take_the_place_of_those_before_unless_they_are_more(tmp_path, second, claim, verdict):
    lines = [r"\begin{theorem}", r"Let $x < 1$. Then $|x - 2| = 2 - x$.", second, "Then", claim + ".", r"\end{theorem}"]
    assert verdicts(tmp_path, *lines)[-1] == verdict


def test_integers_stay_integers_when_they_are_bounded(tmp_path):
    path = tmp_path / "a.tex"
    path.write_text(r"Let $n \in \mathbb{N}$. \begin{lemma} Let $n \ge 2$. Then $|n| + 1 = n + 1$. \end{lemma}")
    (claim,) = verify([str(path)], Options(jobs=1)).claims
    assert claim.assumptions == ("n integer in [2, ∞)",)


MYST = """\
{open}
:label: thm-a

Let $x > 0$. Then

$$
|x| + 1 = x + 1
$$ (eq:a)
{close}

{proof}
Indeed $|x| = x$ and

```{{math}}
x + 1 = |x| + 1
```
{end}

Let $x \\in \\mathbb{{R}}$.

$$
|x| + 1 = x + 1
$$
"""


@pytest.mark.parametrize(
    ("opened", "close", "proof", "end"),
    [
        ("````{prf:theorem} A name", "````", "````{prf:proof}", "````"),
        (":::{prf:theorem}", ":::", ":::{prf:proof}", ":::"),
        (":::{theorem}", ":::", "::::{proof}", "::::"),
        ("::: {#thm-a}", ":::", "::: {.proof}", ":::"),
    ],
)
def test_directives_of_myst_and_quarto_are_environments(tmp_path, opened, close, proof, end):
    text = MYST.format(open=opened, close=close, proof=proof, end=end)
    assert [s.name for s in parse(text, "a.md").scopes] == ["theorem", "proof"]
    assert verdicts(tmp_path, text, name="a.md") == ["proved", "proved", "proved", "refuted"]


def test_directives_with_text_are_read_and_those_with_code_are_not():
    code = "```{code-cell}\nx = '$b$'\n```\n\n"
    text = "```{note}\n:class: wide\nLet $a$.\n```\n\n" + code + "````{tip}\n```\n$c$\n```\n$d$\n````\n"
    assert [s.source for s in parse(text, "a.md").spans] == ["a", "d"]


def test_titles_of_directives_are_read_too():
    assert [s.source for s in parse(":::{prf:lemma} About $|x|$\nLet $x > 0$.\n:::\n", "a.md").spans] == [
        "|x|",
        "x > 0",
    ]
    titled = "\\begin{lemma}[About $|x|$]\nLet $x > 0$.\n\\end{lemma}"
    assert [s.source for s in parse(titled, "a.tex").spans] == ["|x|", "x > 0"]


def test_directives_of_sphinx_are_environments(tmp_path):
    text = """\
.. prf:theorem:: On :math:`|x|`
   :label: thm-a

   Let :math:`x > 0`. Then

   .. math::
      :label: eq:a

      |x| + 1 = x + 1

.. prf:proof::

   Indeed :math:`|x| = x`.

Let :math:`x \\in \\mathbb{R}`.

.. math:: |x| + 1 = x + 1
"""
    assert verdicts(tmp_path, text, name="a.rst") == ["proved", "proved", "refuted"]


def test_a_heading_ends_an_environment_that_nothing_closes(tmp_path):
    lines = [r"\begin{theorem}", r"Let $x > 0$. Then $|x| = x$.", r"\section{Next}", r"Let $x \in \mathbb{R}$.", HALF]
    assert verdicts(tmp_path, *lines) == ["proved", "refuted"]
