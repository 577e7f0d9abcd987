"""What a prover found, as data that an independent checker can verify again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Literal

Trust = Literal["checked", "kernel", "z3"]


@dataclass(frozen=True, slots=True)
class Certificate:
    """``method`` names the prover; ``data`` is JSON that its checker in ``recheck`` understands.

    ``trust`` says what the verdict rests on: ``checked`` (recheck accepted it), ``kernel`` (the prover's own
    exact arithmetic), ``z3`` (some step rests on the solver's word).
    """

    method: str
    data: dict[str, Any] = field(default_factory=dict)
    trust: Trust = "kernel"
    steps: tuple[str, ...] = ()

    def to_json(self, claim_digest: str) -> dict[str, Any]:
        return {"version": 1, "claim": claim_digest, "method": self.method, "trust": self.trust, "data": self.data}

    def digest(self, claim_digest: str) -> str:
        text = json.dumps(self.to_json(claim_digest), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
