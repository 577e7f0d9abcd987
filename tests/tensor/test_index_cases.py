"""The Jacobian of softmax by cases of its indices: 1[i = j], i = j and otherwise, in prose."""

import pytest

import symnn
from symnn.verdict import name_of

LET = r"""<!-- @let -->
Let $z \in \mathbb{R}^K$.

$$p_k := \frac{e^{z_k}}{\sum_{l=1}^K e^{z_l}}$$

<!-- @claim it -->
$$\frac{\partial p_k}{\partial z_j} = %s$$
"""


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        (r"p_k (\mathbb{1}[k = j] - p_j)", "proved"),
        (r"p_k (\mathbb{1}[k \ne j] - p_j)", "refuted"),
        (r"p_k (1 - \mathbb{1}[k \ne j] - p_j)", "proved"),
        (r"p_k (\mathbb{1}[k = j] + p_j)", "refuted"),
        (r"\begin{cases} p_k (1 - p_k) & j = k \\ -p_k p_j & j \ne k \end{cases}", "proved"),
        (r"\begin{cases} -p_k p_j & j \ne k \\ p_k (1 - p_j) & \text{otherwise} \end{cases}", "proved"),
        (r"\begin{cases} p_k (1 - p_k) & j = k \\ p_k p_j & \text{otherwise} \end{cases}", "refuted"),
        (r"\begin{cases} -p_k p_j & j = k \\ p_k (1 - p_k) & \text{otherwise} \end{cases}", "refuted"),
        (r"\begin{cases} p_k (1 - p_k) & j = k \\ -p_k p_j & j < k \end{cases}", "undecided"),
        (r"p_k (\mathbb{1}[k < j] - p_j)", "undecided"),
    ],
)
def test_cases_of_equal_indices_are_sums_with_a_delta(right: str, expected: str) -> None:
    (claim,) = symnn.verify(text=LET % right).claims
    assert name_of(claim.verdict) == expected


def test_two_cases_in_two_sentences_have_their_own_conditions() -> None:
    text = (
        r"The softmax is $p_i = \frac{e^{z_i}}{\sum_{k=1}^{K} e^{z_k}}$. If $i = j$, then "
        r"$\frac{\partial p_i}{\partial z_j} = p_i (1 - p_i)$. If $i \ne j$, then "
        r"$\frac{\partial p_i}{\partial z_j} = %s p_i p_j$." + "\n"
    )
    found = [[name_of(c.verdict) for c in symnn.verify(text=text % sign).claims] for sign in ("-", "")]
    assert found[0] == ["proved", "proved"]
    assert found[1][0] == "proved"
    assert found[1][1] != "proved"


@pytest.mark.parametrize(
    ("condition", "right", "expected"),
    [
        (r"k \ne j", "-p_k p_j", "proved"),
        (r"j \ne k", "-p_k p_j", "proved"),
        (r"k < j", "-p_k p_j", "proved"),
        (r"k \ne j", "p_k p_j", "refuted"),
        (r"k \le j", "-p_k p_j", "refuted"),
        (r"k = j", "p_k (1 - p_k)", "proved"),
        (r"k = j", "-p_k p_j", "refuted"),
    ],
)
def test_a_condition_on_indices_counts(condition: str, right: str, expected: str) -> None:
    text = LET % right
    text = text.replace("<!-- @claim it -->\n", f"<!-- @claim it -->\nFor ${condition}$,\n\n")
    (claim,) = symnn.verify(text=text).claims
    assert name_of(claim.verdict) == expected
