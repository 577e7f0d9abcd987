"""Hostile formulas are answered within a second, with a term or with a reason; the tokenizer is linear."""

from __future__ import annotations

import time

import pytest

from symnn.notation import ReadError, read

BOMBS = {
    "a tower of powers": "9^{9^{9^{9}}}",
    "5000 nested braces": "{" * 5_000 + "x" + "}" * 5_000,
    "5000 nested fractions": r"\frac{1}{" * 5_000 + "x" + "}" * 5_000,
    "5000 nested parentheses": "(" * 5_000 + "x" + ")" * 5_000,
    "5000 open parentheses": "(" * 5_000 + "x",
    "5000 closing parentheses": "x" + ")" * 5_000,
    "5000 left brackets": r"\left(" * 5_000 + "x" + r"\right)" * 5_000,
    "200 nested sines": r"\sin(" * 200 + "x" + ")" * 200,
    "200 sines": r"\sin " * 200 + "x",
    "5000 sines": r"\sin " * 5_000 + "x",
    "a sum of 3000 terms": "+".join(f"x_{{{i}}}" for i in range(3_000)),
    "a product of 3000 names": r"\,".join("x" for _ in range(3_000)),
    "3000 centred dots": r" \cdot ".join("x" for _ in range(3_000)),
    "3000 quotients": "/".join("x" for _ in range(3_000)),
    "a chain of 3000 equations": "=".join("x" for _ in range(3_000)),
    "3000 rows": r"\\ ".join("x = 1" for _ in range(3_000)),
    "3000 rows that go on": r"x = 1 " + r"\\ + y" * 3_000,
    "a large binomial": r"\binom{10^7}{5\cdot10^6}",
    "a source of 1 MB": "x+" * 500_000 + "x",
    "a long number": "1" * 50_000,
    "deep roots": r"\sqrt" * 5_000 + "x",
    "deep roots in braces": r"\sqrt{" * 5_000 + "x" + "}" * 5_000,
    "deep powers": "x^{" * 5_000 + "x" + "}" * 5_000,
    "deep indices": "x_{" * 5_000 + "x" + "}" * 5_000,
    "5000 small powers": "x" + "²" * 5_000,
    "5000 primes": "f" + "'" * 5_000 + "(x)",
    "5000 factorials": "x" + "!" * 5_000,
    "5000 accents": r"\hat " * 5_000 + "x",
    "5000 fonts": r"\mathbf " * 5_000 + "x",
    "5000 bars": "|" * 5_000 + "x",
    "5000 pairs of bars": "|x|" * 5_000,
    "5000 signs": "-" * 5_000 + "x",
    "5000 nots": r"\neg " * 5_000 + "x",
    "5000 implications": r"\implies ".join("x" for _ in range(5_000)),
    "5000 sums": r"\sum_i " * 5_000 + "x",
    "5000 derivatives": r"\frac{d}{dx} " * 5_000 + "x",
    "5000 gradients": r"\nabla " * 5_000 + "x",
    "5000 texts": r"\text{" * 5_000 + "x" + "}" * 5_000,
    "5000 texts that never close": r"\text{" * 5_000,
    "5000 upright words": r"\mathrm{" * 5_000,
    "5000 tags": r"\tag{" * 5_000,
    "5000 environments": r"\begin{cases}" * 5_000,
    "texts with dollar signs": r"\text{if $x" * 3_000 + "$}" * 3_000,
    "many conditions": "y = x " + r"\text{ for } x>0, y = 1" * 2_000,
    "many commas": "x = 1" + ", y = 1" * 3_000,
    "many hyphens": "log-" * 20_000,
    "a long word": "a" * 90_000,
    "many blanks": "x" + r"\ " * 40_000 + "y",
    "many wide blanks": "x" + r"\quad" * 15_000 + "y",
    "many bracketed names": "d(" * 3_000 + "d" + ")" * 3_000,
    "many differentials": "dx " * 5_000,
    "many brackets behind names": "f(x)" * 5_000,
    "many words": r"\text{loss}+" * 5_000 + "x",
    "sums over pairs": r"\sum_{i<j} x_i + " * 3_000 + "x",
    "derivative fractions": r"\frac{dx}{dy}+" * 5_000 + "x",
    "a cut surrogate": "x\ud835+1",
    "a NUL": "x\0y",
    "only backslashes": "\\" * 5_001,
}


@pytest.mark.parametrize("source", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_answered_within_a_second(source: str) -> None:
    start = time.process_time()
    failure: ReadError | None = None
    try:
        read(source)
    except ReadError as error:
        failure = error
    assert failure is None or 0 <= failure.start <= failure.end <= len(source)
    assert time.process_time() - start < 1


def test_a_tower_of_powers_is_read_and_not_computed() -> None:
    assert read("9^{9^{9^{9}}}").parts


def test_a_sum_of_3000_terms_is_read() -> None:
    assert len(read(BOMBS["a sum of 3000 terms"]).parts) == 1


PIECES = [
    r"x + ", r"\text{a} + ", r"\mathrm{ab} + ", r"\frac{1}{2} + ", "f(x) + ", "|x| + ", r"\left( x \right) + ",
    "x_{ij} + ", "log-sigmoid(x) + ", "x² + ", "dx + ", r"\tag{1} x + ", r"\sum_{i<j} x_i + ",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_reading_takes_time_in_proportion_to_the_length(piece: str) -> None:
    def seconds(count: int) -> float:
        source = piece * count + "x"
        best = 1e9
        for _ in range(3):
            start = time.process_time()
            read(source)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(2_000) < 8 * seconds(500) + 0.02  # four times the length; quadratic would be 16 times the time
