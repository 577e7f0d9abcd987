"""Numbers printed with few digits: ``\\sigma(1) = 0.731`` means that it is 0.731 when rounded, 1/3 = 33% that too."""

from __future__ import annotations

import re
from fractions import Fraction

from symnn.context.model import Pending
from symnn.verdict import Refuted, Undecided, Verdict

_DECIMAL = re.compile(
    r"(?<![\w.])(\d*\.\d+|\d+(?=\s*\\?%))(?![\w.])(\s*\\?%|\s*(?:\\times|\\cdot|×|·)\s*10\s*\^\s*(?:\{\s*-?\d{1,3}\s*\}|\d))?"
)


def left_open(pending: Pending, verdict: Verdict) -> Verdict:
    """A number that differs from a decimal by less than its last digit is open: |a − d| < 10^(−digits)."""
    if pending.erratum or not isinstance(verdict, Refuted) or pending.kind not in ("identity", "step", "derivative"):
        return verdict
    found = verdict.counterexample
    if pending.kind == "derivative" and found.point:
        return verdict
    try:
        left, right = Fraction(found.left), Fraction(found.right)
    except (ValueError, ZeroDivisionError):
        return verdict
    for text, unit in _DECIMAL.findall(pending.formula):
        power = _power(unit)
        value, digits = Fraction(text) * Fraction(10) ** power, len(text.partition(".")[2]) - power
        if "." not in text and not power:
            continue
        for one, other in ((left, right), (right, left)):
            ulp = Fraction(10) ** -digits
            near = abs(abs(one) - value) < ulp / 10**6
            if near and abs(one - other) < (ulp if digits + power > 1 else ulp / 2):
                exact = found.left if one == right else found.right
                return Undecided(f"{text}{unit.strip()} is right as a rounded number: the value is {exact}")
    return verdict


def _power(unit: str) -> int:
    """By which power of ten a decimal is multiplied: ``\\%``, ``\\times 10^{-8}``."""
    if not unit:
        return 0
    return -2 if unit.endswith("%") else int(re.sub(r".*\^|[{}\s]", "", unit))
