"""Verdicts about vectors and matrices, judged again: at sizes and numbers, by shapes, by an index form."""

from symnn.recheck.arrays.judge import about_arrays, judged

__all__ = ["about_arrays", "judged"]
