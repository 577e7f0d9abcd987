"""Numbers printed with few digits: ``\\sigma(1) = 0.731`` means that it is 0.731 when rounded, 1/3 = 33% that too."""

from __future__ import annotations

import re
from fractions import Fraction

from symnn.context.model import Pending
from symnn.verdict import Refuted, Undecided, Verdict

_DECIMAL = re.compile(r"(?<![\w.])(\d*\.\d+|\d+(?=\s*\\?%))(?![\w.])(\s*\\?%)?")


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
    for text, percent in _DECIMAL.findall(pending.formula):
        value, digits = Fraction(text), len(text.partition(".")[2])
        value, digits = (value / 100, digits + 2) if percent else (value, digits)
        if not digits:
            continue
        for one, other in ((left, right), (right, left)):
            near = abs(abs(one) - value) < Fraction(1, 10 ** (digits + 6))
            ulp = Fraction(1, 10**digits)
            if near and abs(one - other) < (ulp if digits > 1 else ulp / 2):
                exact = found.left if one == right else found.right
                return Undecided(f"{text}{percent.strip()} is right as a rounded number: the value is {exact}")
    return verdict
