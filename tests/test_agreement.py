"""E304: documents checked together that define one name with different values, and what is no contradiction."""

import pytest

from symnn import check

LET = "Let $x \\in \\mathbb{R}$.\n\n"


@pytest.fixture
def told(tmp_path):
    """The findings about two documents with these formulas: (code, file, line)."""

    def run(first: str, second: str) -> list[str]:
        for name, formula in (("a.md", first), ("b.md", second)):
            (tmp_path / name).write_text(f"{LET}$$\n{formula}\n$$\n", encoding="utf-8")
        report = check.verify([str(tmp_path / n) for n in ("a.md", "b.md")], check.Options(timeout=20, jobs=1))
        return [f"{f.code} {f.location.file[-4:]} {f.message}" for f in report.findings if f.code.startswith("E3")]

    return run


def test_a_function_with_another_value_is_named_with_both_places_and_a_point(told):
    (found,) = told(
        r"\operatorname{squash}(x) := \max(\min(x, 1), 0)", r"\operatorname{squash}(x) := \max(\min(x, 1), -1)"
    )
    assert found.startswith("E304 b.md squash is defined with another value in ")
    assert found.endswith("a.md:3: at x = -1 this is -1, there it is 0")


def test_the_letters_of_arguments_and_the_spelling_of_the_body_do_not_matter(told):
    same = told(r"\operatorname{bump}(t) := 1 - \tanh(t)^2", r"\operatorname{Bump}(x) := \frac{1}{\cosh(x)^2}")
    other = told(r"\operatorname{bump}(t) := 1 - \tanh(t)^2", r"\operatorname{Bump}(x) := \frac{2}{\cosh(x)^2}")
    assert same == []
    assert [f[:9] for f in other] == ["E304 b.md"]


def test_an_abbreviation_in_capitals_is_compared(told):
    mean = r"\mathrm{MSE} = \frac{1}{n} \sum_{i=1}^{n} (y_i - \hat y_i)^2"
    half = r"\mathrm{MSE} = \frac{1}{2n} \sum_{i=1}^{n} (y_i - \hat y_i)^2"
    assert [f[:9] for f in told(mean, half)] == ["E304 b.md"]
    assert told(mean, mean.replace(r"y_i - \hat y_i", r"\hat y_i - y_i")) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("f(x) = x^2", "f(x) = x^3"),  # letters are used afresh
        (r"\sigma(x) := \tanh(x)", r"\sigma(x) := \max(0, x)"),
        (r"\operatorname{act}(x) := \tanh(x)", r"\operatorname{act}(x) := \max(0, x)"),  # a role, not a name
        (r"\operatorname{ramp}(x) := \max(0, a x)", r"\operatorname{ramp}(x) := \max(0, x)"),  # a family and a member
        (r"\operatorname{ramp}(x) := \max(0, a x)", r"\operatorname{ramp}(x) := \max(0, b x) + 1"),
        (r"\operatorname{leaky}(x) := \max(x, a x)", r"\operatorname{leaky}(x) := \max(0, x) + a \min(0, x)"),  # a ≤ 1
        (
            r"\operatorname{hard-sigmoid}(x) := \max(0, \min(1, 0.2 x + 0.5))",
            r"\operatorname{hard-sigmoid}(x) := \max(0, \min(1, x / 6 + 1/2))",
        ),  # two accepted bodies
        (r"\operatorname{dim}(x) := 2 x", r"\operatorname{dim}(x, y) := 3 x + y"),  # other arguments
        (r"net = a + b", r"net = a - b"),  # a value of the moment
    ],
)  # fmt: skip
def test_conventions_of_a_document_contradict_no_other(told, first, second):
    assert [f for f in told(first, second) if "E304" in f] == []


def test_what_differs_from_every_accepted_definition_is_told_once(told):
    found = told(r"\operatorname{ReLU}(x) := \max(0, x)", r"\operatorname{ReLU}(x) := \min(0, x)")
    assert [f[:4] for f in found] == ["E302"]


def test_one_claim_alone_compares_no_documents(tmp_path):
    for name, body in (("a.md", "0"), ("b.md", "-1")):
        squash = f"$$\\operatorname{{squash}}(x) := \\max(\\min(x, 1), {body})$$\n\n"
        text = LET + squash + "<!-- @claim one -->\n$$x + 1 = 1 + x$$\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = [str(tmp_path / n) for n in ("a.md", "b.md")]
    assert check.verify(paths, check.Options(jobs=1, claims=("one",))).findings == ()


def test_a_tag_can_ignore_it(tmp_path):
    (tmp_path / "a.md").write_text(LET + "$$\\operatorname{squash}(x) := \\max(\\min(x, 1), 0)$$\n", encoding="utf-8")
    text = (
        LET + '<!-- @ignore E304 reason="the signed one" -->\n$$\\operatorname{squash}(x) := \\max(\\min(x, 1), -1)$$\n'
    )
    (tmp_path / "b.md").write_text(text, encoding="utf-8")
    assert check.verify([str(tmp_path / n) for n in ("a.md", "b.md")], check.Options(jobs=1)).findings == ()
