"""A refuted formula is offered a proved one that is a single edit away, and nothing that says nothing."""

import json
import random

import deciders
import pytest
from objections import objection

import symnn.check
from symnn.check import Options, verify
from symnn.cli import run
from symnn.context import understand
from symnn.document import parse
from symnn.notation import read
from symnn.suggest import Query, Suggestion, search
from symnn.suggest.edits import EDITS
from symnn.suggest.neighbourhood import neighbours
from symnn.suggest.site import sites
from symnn.suggest.surroundings import surroundings
from symnn.suggest.trivial import canonical, says_nothing
from symnn.term import Op, walk
from symnn.verdict import Proved

LETS = (
    r"$x, y, z, a, b \in \mathbb{R}$, $w \in \mathbb{R}$, $\alpha, \gamma \in \mathbb{R}$, $\beta > 0$, $p \in (0, 1)$,"
    r" $s > 0$"
)


def _query(formula: str, lets: str = LETS) -> Query:
    text = f"<!-- @let -->\nLet {lets}.\n\n<!-- @claim c -->\n```math\n{formula}\n```\n"
    pending = understand(parse(text, "a.md")).pending[-1]
    assert pending.statement is not None
    return Query(pending.statement, pending.claim)


def _offered(formula: str) -> Suggestion | None:
    return search(_query(formula))


MEANT = [
    # signs
    (r"\sigma(-x) = 1 + \sigma(x)", r"\sigma(-x) = 1 - \sigma(x)"),
    (r"\max(0, x) = \frac{x}{2} - \frac{|x|}{2}", r"\max(0, x) = \frac{x}{2} + \frac{|x|}{2}"),
    (r"\log \sigma(x) = -\log(1 + e^{x})", r"\log \sigma(x) = -\log(1 + e^{-x})"),
    (r"\tanh'(x) = 1 + \tanh^2(x)", r"\tanh'(x) = 1 - \tanh^2(x)"),
    # numbers and factors
    (r"\tanh(x) = 2\sigma(x) - 1", r"\tanh(x) = 2\sigma(2x) - 1"),
    (r"\frac{\partial}{\partial x}[x^3] = 2x^2", r"\frac{\partial}{\partial x}[x^3] = 3x^2"),
    (r"\frac{\partial}{\partial w}[\tanh(w x + b)] = 1 - \tanh^2(w x + b)",
     r"\frac{\partial}{\partial w}[\tanh(w x + b)] = x (1 - \tanh^2(w x + b))"),
    (r"\frac{\partial}{\partial w}[(w x - y)^2] = 2(w x - y)",
     r"\frac{\partial}{\partial w}[(w x - y)^2] = 2x(w x - y)"),
    (r"\frac{\partial}{\partial x}[\log(1 + e^{\beta x})] = \sigma(\beta x)",
     r"\frac{\partial}{\partial x}[\log(1 + e^{\beta x})] = \beta \sigma(\beta x)"),
    # squares
    (r"\tanh'(x) = 1 - \tanh(x)", r"\tanh'(x) = 1 - \tanh^2(x)"),
    (r"\frac{\partial}{\partial x} \left[\frac{x}{1 + |x|}\right] = \frac{1}{1 + |x|}",
     r"\frac{\partial}{\partial x} \left[\frac{x}{1 + |x|}\right] = \frac{1}{(1 + |x|)^2}"),
    # functions and names
    (r"\max(x, y) = \min(x, y) - |x - y|", r"\max(x, y) = \min(x, y) + |x - y|"),
    (r"x + y = \max(x, y) + \max(x, y)", r"x + y = \max(x, y) + \min(x, y)"),
    (r"\sigma'(x) = \tanh(x) (1 - \sigma(x))", r"\sigma'(x) = \sigma(x) (1 - \sigma(x))"),
    (r"\frac{e^{a}}{e^{a} + e^{b}} = \sigma(a + b)", r"\frac{e^{a}}{e^{a} + e^{b}} = \sigma(a - b)"),
    # branches
    (r"|x| = \begin{cases} -x & x > 0 \\ x & x \le 0 \end{cases}",
     r"|x| = \begin{cases} x & x > 0 \\ -x & x \le 0 \end{cases}"),
    # limits, orders, ranges, bounds
    (r"\lim_{x \to -\infty} \tanh(x) = 1", r"\lim_{x \to -\infty} \tanh(x) = -1"),
    (r"\lim_{x \to 0} \frac{e^x - 1 - x}{x^2} = 1", r"\lim_{x \to 0} \frac{e^x - 1 - x}{x^2} = \frac{1}{2}"),
    (r"\tanh(x) \in (1, 1)", r"\tanh(x) \in (-1, 1)"),
    (r"\sigma'(x) \le 0.24", r"\sigma'(x) \le 0.25"),
    (r"x + 2 \le e^{x}", r"x + 1 \le e^{x}"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "right"), MEANT, ids=[wrong for wrong, _ in MEANT])
def test_what_was_meant_is_offered(wrong, right):
    found = _offered(wrong)
    assert found is not None
    assert canonical(found.claim.relation) == canonical(_query(right).claim.relation), found.latex


@pytest.mark.parametrize("wrong", [wrong for wrong, _ in MEANT])
def test_what_is_offered_holds_by_an_independent_evaluation_and_changes_one_side(wrong):
    query = _query(wrong)
    found = search(query)
    assert found is not None
    verdict = Proved(None)
    assert objection(found.claim, verdict, random.Random(5)).objection is None
    assert sum(a != b for a, b in zip(found.relation.args, query.statement.relation.args, strict=True)) == 1
    assert not says_nothing(found.relation, query.statement.relation)


@pytest.mark.parametrize("wrong", [wrong for wrong, _ in MEANT])
def test_what_is_offered_can_be_pasted(wrong):
    query = _query(wrong)
    found = search(query)
    assert found is not None
    (part,) = read(found.latex, query.statement.scope.profile).parts
    assert query.statement.close(part.term, symnn.context.catalog.load()).relation == found.claim.relation


NOTHING = [
    r"x = y",  # only x = x and y = y would hold
    r"\max(0, \alpha x) = \alpha \max(0, x)",  # needs a condition
    r"\frac{e^{a x}}{e^{a x} + e^{b x}} = \frac{e^{a}}{e^{a} + e^{b}}",  # x is missing in three places
    r"\sin(x) - \cos(y) = 0",  # only sin(x) - sin(x)
    r"\tanh(x) = \frac{x^2 + 5}{x - 3}",  # nothing near is true
    r"\frac{1}{x - y} = 0",  # a division by x - x is defined nowhere
]


@pytest.mark.parametrize("wrong", NOTHING)
def test_nothing_is_offered_where_only_empty_talk_would_hold(wrong):
    assert _offered(wrong) is None


@pytest.mark.parametrize(
    ("empty", "instead"),
    [
        (r"x + y = y + x", r"x + y = y - x"),
        (r"\tanh(x) \cdot 2 = 2 \tanh(x)", r"\tanh(x) \cdot 2 = 3 \tanh(x)"),
        (r"\sin(x) - \sin(x) = 0", r"\sin(x) - \cos(x) = 0"),
        (r"0 \cdot x = \max(0, 0)", r"2 \cdot x = \max(0, x)"),
        (r"\frac{\partial}{\partial y}[x^2] = 0", r"\frac{\partial}{\partial x}[x^2] = 0"),
        (r"\max(x, x) = x", r"\max(x, y) = x"),
        (r"\frac{x + y}{y + x} = 1", r"\frac{x + y}{y - x} = 1"),
        (r"\frac{d\sigma}{dx} = \sigma'", r"\frac{d\sigma}{dx} = \sigma"),
        (r"\frac{d\sigma(x)}{dx} = \sigma'(x)", r"\frac{d\sigma(x)}{dx} = \sigma(x)"),
        (r"\frac{d}{dx}\tanh(x) = \tanh'(x)", r"\frac{d}{dx}\tanh(x) = \tanh(x)"),
        (r"\tanh''(x) = \frac{d}{dx}[\tanh'(x)]", r"\tanh''(x) = \tanh'(x)"),
        (r"\tanh(x) = \tanh(\frac{2x}{2})", r"\tanh(x) = \tanh(2x)"),
        (r"1 - \tanh^2(x) = 2 - \tanh^2(x) - 1", r"1 - \tanh^2(x) = 2 - \tanh^2(x)"),
    ],
)
def test_these_say_nothing(empty, instead):
    assert says_nothing(read(empty).parts[0].term, read(instead).parts[0].term)


@pytest.mark.parametrize(
    ("sound", "instead"),
    [
        (r"\tanh(2x) = \frac{2 \tanh(x)}{1 + \tanh^2(x)}", r"\tanh(2x) = \frac{2 \tanh(x)}{1 - \tanh^2(x)}"),
        (r"(x \sigma(x))' = \sigma(x) + x \sigma'(x)", r"(x \sigma(x))' = \sigma(x) + x \sigma(x)"),
        (r"\frac{d}{dx}\sigma(2x) = 2 \sigma'(2x)", r"\frac{d}{dx}\sigma(2x) = \sigma'(2x)"),
        (r"\frac{d}{dx}\sigma(-x) = -\sigma'(x)", r"\frac{d}{dx}\sigma(-x) = \sigma'(x)"),
        (r"\frac{x}{2} + \frac{2x}{3} = \frac{7x}{6}", r"\frac{x}{2} + \frac{2x}{3} = \frac{5x}{6}"),
        (r"x + x = 2 x", r"x + x = x"),
    ],
)
def test_these_say_something(sound, instead):
    assert not says_nothing(read(sound).parts[0].term, read(instead).parts[0].term)


DERIVATIVES = [
    (r"\tanh'(x) = 1", None),  # not x′ = 1
    (r"\frac{\partial}{\partial x} \tanh(x) = 1", None),
    (r"\frac{d\sigma(x)}{dx} = \sigma(x)", r"(1 - \sigma(x))"),
    (r"\frac{d}{dx}\left[x \sin x\right] = \cos x", None),  # not of sin x
    (r"\frac{\partial}{\partial x}[x^2 y] = x^2", None),  # not by y
    (r"\frac{d}{dx} x^3 = 6x", None),  # not the second derivative
    (r"\frac{d}{dx}\cosh(x) = -\sinh(x)", r"\sinh(x)"),
    (r"2 \sigma(x) = \frac{d}{dx}[x^2]", r"2 x"),  # an equation read from its right side
]


@pytest.mark.parametrize(("wrong", "right"), DERIVATIVES, ids=[wrong for wrong, _ in DERIVATIVES])
def test_what_is_differentiated_stays(wrong, right):
    query = _query(wrong)
    found = search(query)
    if found is None:
        assert right is None
        return
    sides = query.statement.relation.args
    derived = next(k for k, side in enumerate(sides) if any(_is_derivative(n) for n in walk(side)))
    assert found.relation.args[derived] == sides[derived], found.latex
    if right is not None:
        assert right in found.latex


def _is_derivative(node):
    return isinstance(node, Op) and node.head in ("deriv", "prime")


def test_a_derivative_of_a_function_of_the_document_stays():
    for wrong, right in ((r"D'(x) = 2", r"D'(x) = 2 x"), (r"D''(x) = 2x", r"D''(x) = 2")):
        text = f"Let $x \\in \\mathbb{{R}}$.\n\n$$D(x) := x^2$$\n\n<!-- @claim a -->\n$${wrong}$$\n"
        (pending,) = understand(parse(text, "a.md")).pending
        found = search(Query(pending.statement, pending.claim))
        assert found is not None
        assert found.latex == right


def test_the_same_query_has_the_same_answer():
    wrong = r"\frac{\partial}{\partial w}[\tanh(w x + b)^2] = 2 \tanh(w x + b)(1 - \tanh(w x + b)^2)"
    assert len({_offered(wrong).latex for _ in range(3)}) == 1


def test_names_that_come_in_by_definitions_can_be_missing():
    text = r"""<!-- @let -->
Let $y, z \in \mathbb{R}$.

```math
L(z) := \log(1 + e^{z}) - y z
```

<!-- @claim c -->
```math
L'(z) = \sigma(z) - z
```
"""
    pending = understand(parse(text, "a.md")).pending[-1]
    found = search(Query(pending.statement, pending.claim))
    assert found is not None
    assert found.latex == r"L'(z) = \sigma(z) - y"


def test_later_definitions_do_not_change_what_a_statement_meant():
    text = r"""```math
g(x) := \tanh(x)
```

<!-- @claim c -->
```math
g'(x) = 1 + g(x)^2
```

```math
g(x) := x^2
```
"""
    (pending,) = (p for p in understand(parse(text, "a.md")).pending if p.id == "c")
    assert search(Query(pending.statement, pending.claim)).latex == "g'(x) = 1 - g(x)^2"


FORMULAS = [
    r"\tanh'(x) = 1 + \sigma(2x)^2 \max(0, y) - \frac{a b}{2} + |z| e^{-x}",
    r"\frac{\partial}{\partial x}[a \tanh(x)^2] = \begin{cases} x^2(1-x) + \sqrt{y} & x > 0 \\ y & x \le 0 \end{cases}",
    r"\lim_{x \to 0} \frac{\sin x}{x} = 2",
    r"\tanh(x) \in [0, 1)",
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=[e.__name__ for e in EDITS])
def test_every_edit_finds_a_place(edit):
    relations = [_query(f).statement.relation for f in FORMULAS]
    assert any(list(edit(site, surroundings(r))) for r in relations for site in sites(r)) or any(
        list(edit(site, surroundings(r, arrays=True))) for r in relations for site in sites(r)
    )


@pytest.mark.parametrize("formula", FORMULAS)
def test_neighbours_are_distinct_and_differ_on_one_side(formula):
    relation = _query(formula).statement.relation
    found = [n.relation for n in neighbours(relation)]
    assert len(set(found)) == len(found) > 20
    for other in found:
        assert isinstance(other, Op)
        assert sum(a != b for a, b in zip(other.args, relation.args, strict=True)) == 1


# ---------------------------------------------------------------------- in a run
DOCUMENT = r"""<!-- @let -->
Let $x, \alpha \in \mathbb{R}$.

<!-- @claim slope -->
```math
\sigma'(x) = \sigma(x)\left(1 + \sigma(x)\right)
```

<!-- @claim steps -->
```math
\tanh(x) = 2\sigma(2x) - 1 = 1 + 2\sigma(-2x)
```

<!-- @claim scale -->
```math
\max(0, \alpha x) = \alpha \max(0, x)
```
"""
OFFERED = r"did you mean $\sigma'(x) = \sigma(x)\left(1 - \sigma(x)\right)$? (proved)"


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    return str(path)


def _suggestions(path: str) -> dict[str, str | None]:
    return {f.claim: f.suggestion for f in verify([path], Options(jobs=1)).findings if f.code.startswith("E2")}


def test_findings_carry_the_suggestion_of_the_claim_or_of_the_step(document):
    found = _suggestions(document)
    assert found["slope"] == OFFERED
    assert found["steps.2"] == r"did you mean $2\sigma(2x) - 1 = 1 - 2 \sigma(-2x)$? (proved)"
    assert found["scale"] is not None
    assert found["scale"].startswith("add the condition")


def test_the_reports_show_the_suggestion(document, capfd):
    assert run(["verify", document, "--format", "json"]) == 1
    assert OFFERED in json.loads(capfd.readouterr().out)["findings"][0]["suggestion"]
    assert run(["verify", document]) == 1
    formula = OFFERED.removeprefix("did you mean $").partition("$")[0]
    out = capfd.readouterr().out
    assert "    suggestion (proved):\n    - " in out
    assert f"\n    + {formula}\n" in out


def test_a_form_of_the_catalogue_goes_before_a_search(tmp_path):
    path = tmp_path / "b.md"
    path.write_text(
        "hard-tanh:\n\n```math\n\\operatorname{hardtanh}(x) = \\max(\\min(x, 1), 0)\n```\n", encoding="utf-8"
    )
    (finding,) = (f for f in verify([str(path)], Options(jobs=1)).findings if f.code == "E302")
    assert "(proved)" not in finding.suggestion
    assert r"\operatorname{hard-tanh}" in finding.suggestion


def test_an_announced_error_is_not_searched(tmp_path, monkeypatch):
    path = tmp_path / "c.md"
    path.write_text("<!-- @erratum e expect=E201 -->\n```math\n\\sigma(-x) = \\sigma(x)\n```\n", encoding="utf-8")
    asked = []
    monkeypatch.setattr(symnn.check, "Query", lambda *parts: asked.append(parts))
    assert verify([str(path)], Options(jobs=1)).findings == ()
    assert asked == []


@pytest.mark.parametrize("search", [deciders.hang, deciders.fail, deciders.die])
def test_a_search_that_breaks_down_costs_the_suggestion_only(document, monkeypatch, search):
    monkeypatch.setattr(symnn.check, "search", search)
    monkeypatch.setattr(symnn.check, "SEARCH", 0.5)
    found = _suggestions(document)
    assert set(found) == {"slope", "steps.2", "scale"}
    assert found["slope"] is None
