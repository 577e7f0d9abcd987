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
