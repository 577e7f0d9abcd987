"""Conditions and values that the text puts up for the formulas behind them: where they begin, and where they end."""
