"""Proved formulas become numeric functions."""
