"""Proved formulas become numeric functions."""

from __future__ import annotations

from symnn.numeric.naive import CompileError, compile_naive

__all__ = ["CompileError", "compile_naive"]
