"""What has no SymPy form, and why."""

from __future__ import annotations


class BridgeError(ValueError):
    """``what`` could not be converted; ``why`` says what SymPy would have made of it, or what it lacks."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what}: {why}")
        self.what, self.why = what, why
