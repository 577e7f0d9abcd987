"""A formula that ends with a sign: its operand is a word or number in the text, or is lost."""

import pytest

from symnn import check


def codes(text, folder):
    (folder / "a.md").write_text(text, encoding="utf-8")
    return [f.code for f in check.verify([str(folder / "a.md")], check.Options(jobs=1)).findings]


@pytest.mark.parametrize(
    "text",
    [
        r"It is $10\times$ faster.",
        r"With $n=$ batch size.",
        r"More than $100+$ layers.",
        r"We take $\eta\in$ {0.1, 0.01}.",
        r"It holds for $p <$ 0.05.",
    ],
)
def test_what_goes_on_in_the_text_is_unreadable_and_no_error(text, tmp_path):
    assert codes(text, tmp_path) == ["W110"]


@pytest.mark.parametrize(
    "text", [r"It is $1 -$.", r"$$\sigma'(x) = \sigma(x)(1 -$$ and", r"So $x \cdot$, which is", "$n=$\n\nNext."]
)
def test_an_operand_that_is_lost_is_an_error(text, tmp_path):
    assert {"E408", "E101"} & set(codes(text, tmp_path))
