"""E403 of arrays that nobody declared: an index inside a sum that only one side has."""

from __future__ import annotations

import pytest

import symnn


def codes(text: str) -> list[str]:
    return [f.code for f in symnn.verify(text=text + "\n").findings if f.code == "E403"]


@pytest.mark.parametrize(
    "formula",
    [
        r"$$H(p) = -\sum_i p_j \log p_i$$",
        r"$$c_{ij} = \sum_k a_{ik} b_{kl}$$",
    ],
)
def test_an_index_that_only_the_sum_has_is_an_error(formula: str) -> None:
    assert codes(formula) == ["E403"]


@pytest.mark.parametrize(
    "text",
    [
        r"$$c_{ij} = \sum_k a_{ik} b_{kj}$$",
        r"For each $l$, $$c_{ij} = \sum_k a_{ik} b_{kl}$$",
        r"For fixed $j$, $$D(p) = \sum_i (p_i - p_j)^2$$",
        r"$$D(p) = \sum_i (p_i - p_j)^2$$" + "\n\nwhere $j = 1$.",
        r"$$\mathrm{softmax}(z) = \frac{e^{z_j}}{\sum_i e^{z_i}}$$",
        r"$$c_i = \mu_j$$",
        r"$$u_{ij} = \sum_k a_{ik} + v_j$$",
        r"$$H(p) = -\sum_i p_i \log p_i$$",
        r"$$L(w) = \sum_{i<j} w_i w_j$$",
        r"$$L(w) = \sum_{i \ne j} w_i w_j$$",
        r"$$g(x) = \sum_{i \in N_j} x_i x_j, \quad j = 1, \dots, n$$",
        r"$$c_{ij} = \sum_k a_{ik} b_{kl} d_{lj}$$",
        r"$$f(x) = \sum_j w_{ij} x_j$$",
    ],
)
def test_an_index_that_is_given_or_may_be_is_none(text: str) -> None:
    assert not codes(text)


@pytest.mark.parametrize(
    ("formula", "codes"),
    [
        (r"L = -\sum_k y_k \log p_i", ["W402"]),
        (r"L = -\frac1N \sum_{k=1}^N y_k \log p_i", ["W402"]),
        (r"y = \sum_i w_i x_k", ["W402"]),
        (r"L = -\sum_n \sum_k t_{nk} \ln y_{nj}", ["W402"]),
        (r"L = -\sum_k y_k \log p_k", []),
        (r"z = \sum_j w_{ij} x_j + b_i", []),  # the index of the unit is left out
        (r"a = W_{ij} x_j", []),
        (r"d = \sum_i (x_i - x_k)^2", []),
        (r"\delta = \sum_k \delta_k w_{kj} \sigma'(z_j)", []),
        (r"s = \sum_{k=1}^N y_k + p_i", []),
    ],
)
def test_a_factor_that_does_not_run_with_the_sum_under_a_name_without_index(formula: str, codes: list[str]) -> None:
    found = symnn.verify(text=f"The loss is\n\n$${formula}$$\n").findings
    assert [f.code for f in found if f.code in ("W402", "E403")] == codes
    found = symnn.verify(text=f"For each $i$, $j$ and $k$ we put\n\n$${formula}$$\n").findings
    assert not [f for f in found if f.code in ("W402", "E403")]
