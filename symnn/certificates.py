"""Certificates on disk: one JSON file a verdict, written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from symnn.claim import Claim
from symnn.result import ClaimResult
from symnn.verdict import Conditional, Proved, Refuted, certificate_json


def keep(folder: Path, results: Iterable[tuple[ClaimResult, Claim | None]]) -> int:
    """Write a certificate for each proved, refuted and conditional claim; how many were written."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for result, claim in results:
        verdict = result.verdict
        if claim is None or not isinstance(verdict, Proved | Refuted | Conditional):
            continue
        data = {
            **certificate_json(verdict, claim.digest),
            "claim_json": claim.to_json(),
            "id": result.id,
            "file": result.location.file,
            "formula": result.formula,
        }
        path = folder / f"{claim.digest}.json"
        part = path.with_suffix(".part")
        part.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        os.replace(part, path)
        count += 1
    return count
