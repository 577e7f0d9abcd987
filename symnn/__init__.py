"""symnn reads the mathematics of neural networks and proves or refutes it, formula by formula."""

from __future__ import annotations

__version__ = "0.1.0"
