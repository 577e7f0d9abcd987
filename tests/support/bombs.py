"""Hostile documents: each holds one formula that is expensive to a careless reader, between two ordinary ones."""

from __future__ import annotations

from collections.abc import Mapping

BEFORE = r"\tanh(x) = 2\sigma(2x) - 1"
AFTER = r"\sigma(-x) = 1 - \sigma(x)"

FORMULAS: Mapping[str, str] = {
    "power tower": r"y = 9^{9^{9^{9}}}",
    "power tower as an identity": r"9^{9^{9^{9}}} = 3^{2 \cdot 9^{9^{9}}}",
    "5000 nested braces": "y = " + "{" * 5000 + "x" + "}" * 5000,
    "5000 nested fractions": "y = " + r"\frac{1}{1+" * 5000 + "x" + "}" * 5000,
    "5000 nested parentheses": "y = " + "(" * 5000 + "x" + ")" * 5000,
    "5000 opening parentheses": "y = " + "(" * 5000 + "x",
    "200 nested sines": "y = " + r"\sin(" * 200 + "x" + ")" * 200,
    "200 nested sines as an identity": r"\sin(" * 200 + "x" + ")" * 200 + " = x",
    "a sum of 3000 terms": "y = " + " + ".join(f"x^{{{n}}}" for n in range(1, 3001)),
    "a sum of 3000 terms as an identity": " + ".join(["x"] * 3000) + " = 3000 x",
    "a binomial coefficient of ten millions": r"\binom{10^7}{5\cdot10^6} = 1",
    "a number of 100000 digits": "y = " + "7" * 100_000,
    "an exponent of 50 digits": "x^{" + "9" * 50 + "} = 1",
    "a factorial of a factorial": "y = ((100!)!)!",
    "2000 primes": "y = f" + "'" * 2000 + "(x)",
    "5000 subscripts": "y = " + "x_{" * 5000 + "1" + "}" * 5000,
    "one megabyte in one formula": "y = " + "x" * 1_000_000,
    "2000 nested roots": "y = " + r"\sqrt{" * 2000 + "x" + "}" * 2000,
    "2000 nested left and right": "y = " + r"\left(" * 2000 + "x" + r"\right)" * 2000,
}

TEXTS: Mapping[str, str] = {
    "a line of one megabyte": "word " * 200_000,
    "100000 dollar signs": "$" * 100_000,
    "100000 opening brackets of links": "[" * 100_000,
    "50000 nested quotes": ">" * 50_000 + " text",
    "100000 backticks": "`" * 100_000,
    "100000 comment openings": "<!-- @claim " * 100_000,
}


def document(formula: str) -> str:
    """The formula between two that can be proved."""
    fences = (f"<!-- @claim {id} -->\n```math\n{body}\n```\n" for id, body in
              (("before", BEFORE), ("bomb", formula), ("after", AFTER)))  # fmt: skip
    return "\n".join(fences)


def page(text: str) -> str:
    """The text between two formulas that can be proved."""
    return f"<!-- @claim before -->\n```math\n{BEFORE}\n```\n\n{text}\n\n<!-- @claim after -->\n```math\n{AFTER}\n```\n"
