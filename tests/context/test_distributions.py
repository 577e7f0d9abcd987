"""Names of which words say that they are discrete distributions, and inequalities between their entropies."""

import pytest

import symnn
from symnn.verdict import name_of

DIVERGENCE = r"$$D(p, q) = \sum_{k=1}^K p_k \log \frac{p_k}{q_k}$$"
ENTROPY = r"$$H(p) = -\sum_{k=1}^K p_k \log p_k$$"
CROSS = r"$$H(p, q) = -\sum_{k=1}^K p_k \log q_k$$"
BOTH = r"Let $p$ and $q$ be probability distributions on $\{1, \dots, K\}$."


def last(*parts: str) -> str:
    *_, claim = symnn.verify(text="\n\n".join(parts) + "\n").claims
    return name_of(claim.verdict)


@pytest.mark.parametrize(
    "words",
    [
        BOTH,
        "Let $p$ and $q$ be two discrete distributions over $K$ classes.",
        "The divergence between two probability distributions $p$ and $q$ is considered.",
        "Here $p$ is the target distribution and $q$ is the predicted distribution.",
        r"Let $p \in \mathbb{R}^K$ and $q \in \mathbb{R}^K$ be probability vectors.",
        r"Let $p, q \in \Delta^{K-1}$.",
        r"Let $p, q \in \Delta$ lie in the probability simplex.",
        "Let $p$, $q$ be pmfs.",
        "设 $p$ 和 $q$ 为两个概率分布。",
        "设 $p$ 和 $q$ 为概率分布。",
    ],
)
def test_distributions_have_a_divergence_that_is_never_negative(words: str) -> None:
    assert last(words, DIVERGENCE, r"$$D(p, q) \ge 0$$") == "proved"
    assert last(words, DIVERGENCE, r"$$D(p, q) \le 0$$") == "refuted"
    assert last(words, ENTROPY, CROSS, r"$$H(p, q) \ge H(p)$$") == "proved"
    assert last(words, ENTROPY, CROSS, r"$$H(p, q) \ge H(q)$$") == "refuted"
    assert last(words, ENTROPY, CROSS, r"$$H(p, q) \le H(p)$$") == "refuted"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\sum_{k=1}^K p_k = 1", "proved"),
        (r"\sum_{k=1}^K p_k^2 \le 1", "proved"),
        (r"\sum_{k=1}^K p_k^2 \ge 1", "refuted"),
        (r"\sum_{k=1}^K p_k q_k \le 1", "proved"),
        (r"\sum_{k=1}^K p_k q_k \ge \frac{1}{K}", "refuted"),
        (r"-\sum_{k=1}^K p_k \log p_k \ge 0", "proved"),
        (r"-\sum_{k=1}^K p_k \log p_k \le \log K", "proved"),
        (r"-\sum_{k=1}^K p_k \log p_k \le \frac{1}{2} \log K", "refuted"),
        (r"-\sum_{k=1}^K p_k \log p_k \ge \log K", "refuted"),
        (r"-\sum_{k=1}^K p_k \log q_k \le \log K", "refuted"),
        (r"\sum_{k=1}^K p_k \log \frac{q_k}{p_k} \le 0", "proved"),
        (r"\sum_{k=1}^K p_k \log \frac{p_k}{q_k} \ge \frac{1}{10}", "refuted"),
        (r"\sum_{k=1}^K p_k \log \frac{p_k}{r_k} \ge 0", "undecided"),
        (r"2 \sum_{k=1}^K p_k \log p_k - \sum_{k=1}^K p_k \log q_k \ge 0", "refuted"),
        (r"2 \sum_{k=1}^K p_k \log p_k - \sum_{k=1}^K p_k \log q_k + \log K \ge 0", "proved"),
    ],
)
def test_what_holds_of_every_distribution(formula: str, expected: str) -> None:
    assert last(BOTH, f"$${formula}$$") == expected


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Let $p$ be a distribution.",
        "We do not assume that $p$ and $q$ are distributions.",
        "If $p$ and $q$ are distributions, all is well.",
        "The means of the distributions are $p$ and $q$.",
        "Let $p$ and $q$ be continuous distributions.",
        "Consider samples from the target distributions $p$ and $q$.",
        "We know the target distributions of $p$ and $q$.",
        "Here $p$ and $q$ are in the target distribution.",
        "Let $p$ and $q$ be unnormalised distributions.",
        "# First\n\n" + BOTH + "\n\n# Second",
    ],
)
def test_where_the_words_do_not_say_so_the_divergence_is_open(words: str) -> None:
    assert last(words, DIVERGENCE, r"$$D(p, q) \ge 0$$") == "undecided"


def test_a_false_inequality_is_refuted_whatever_the_names_are() -> None:
    assert last("We have the following.", DIVERGENCE, r"$$D(p, q) \le 0$$") == "refuted"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (r"The target distribution $y \in \mathbb{R}^K$ and logits $z \in \mathbb{R}^K$.", "proved"),
        (r"Let $y \in \mathbb{R}^K$ be a label distribution and $z \in \mathbb{R}^K$.", "proved"),
        (r"Assume that $y \in \mathbb{R}^K$ sums to one and $z \in \mathbb{R}^K$.", "proved"),
        (r"Let $y \in \mathbb{R}^K$ be a vector and $z \in \mathbb{R}^K$.", "refuted"),
    ],
)
def test_the_gradient_of_the_cross_entropy_rests_on_a_target_that_is_a_distribution(words: str, expected: str) -> None:
    loss = r"-\sum_{k=1}^K y_k \log \mathrm{softmax}(z)_k"
    slope = rf"$$\frac{{\partial}}{{\partial z_j}} \left( {loss} \right) = \mathrm{{softmax}}(z)_j %s y_j$$"
    assert last(words, slope % "-") == expected
    assert last(words, slope % "+") == "refuted"


def test_a_softmax_that_is_called_a_distribution_ties_its_logits_in_no_way() -> None:
    words = r"Let $y$ be the target distribution, $z \in \mathbb{R}^K$, and $p$ the predicted distribution,"
    softmax = r"$$p_k = \frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}}$$"
    loss = r"$$L = -\sum_{k=1}^K y_k \log p_k$$"
    assert last(words, softmax, loss, r"$$\frac{\partial L}{\partial z_j} = p_j - y_j$$") == "proved"
    assert last(words, softmax, loss, r"$$\frac{\partial L}{\partial z_j} = p_j + y_j$$") == "refuted"


def test_what_is_one_hot_is_a_distribution_and_more() -> None:
    words = "The labels $y$ are one-hot and $p$ is a categorical distribution."
    assert last(words, r"$$-\sum_{k=1}^K y_k \log p_k \ge 0$$") == "proved"
    assert last(words, r"$$-\sum_{k=1}^K y_k \log y_k \ge 1$$") == "undecided"
