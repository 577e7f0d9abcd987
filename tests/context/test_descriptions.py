"""What the words directly beside a list of entries call it."""

from __future__ import annotations

import pytest

import symnn

FIRST = "设 $x = [x_1; x_2; \\cdots; x_d]$ 为输入。\n\n"


@pytest.mark.parametrize(
    ("second", "wrong"),
    [
        ("$x = [x_1; x_2; \\cdots; x_d]$ 是权重向量。", True),
        ("$x = [x_1; x_2; \\cdots; x_d]$，是权重向量。", True),
        ("单元的输入是 $x = [x_1; x_2; \\cdots; x_d]$，每个单元有 $K$ 个权重向量。", False),
        ("Given $x = [x_1; x_2; \\cdots; x_d]$, each unit has weights.", False),
        ("Given $x = [x_1; x_2; \\cdots; x_d]$, the weight vector, we go on.", True),
    ],
)
def test_only_words_about_the_list_describe_it(second: str, wrong: bool) -> None:
    found = symnn.verify(text=FIRST + second + "\n").findings
    assert [f.code for f in found if f.code == "E409"] == ["E409"] * wrong
