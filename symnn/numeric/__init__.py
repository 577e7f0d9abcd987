"""Proved formulas become numeric functions."""

from __future__ import annotations

from symnn.numeric.naive import compile_naive
from symnn.numeric.parts import AccuracyWarning, CompileError

__all__ = ["AccuracyWarning", "CompileError", "compile_naive"]
