"""Certificates against the documents that they were made from: the claim that stands there now is the claim proved."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from symnn.claim import Claim
from symnn.context import understand
from symnn.context.model import Pending
from symnn.document import DocumentError, load
from symnn.domain import REALS, Domain
from symnn.notation import DEEP_LEARNING, Profile
from symnn.term import to_json


@dataclass(frozen=True, slots=True)
class Compared:
    """One certificate file; ``problem`` says in which way its document says something else now."""

    file: str
    id: str
    problem: str | None


def compare_with_sources(
    folder: Path, notation: Callable[[str], Profile] = lambda path: DEEP_LEARNING
) -> Iterator[Compared]:
    """Each certificate of the folder with the formula of that id in its document, read and understood again.

    Paths of documents are taken as the certificate spells them, from the working directory; ``notation`` tells what is
    set for the document there.
    """
    documents: dict[str, dict[str, Pending] | str] = {}
    for file in sorted(folder.glob("*.json")):
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            path, id_ = str(data["file"]), str(data["id"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            yield Compared(file.name, "", f"unreadable: {error}")
            continue
        if path not in documents:
            documents[path] = _claims(path, notation(path))
        yield Compared(file.name, id_, _problem(data, path, documents[path]))


def _claims(path: str, profile: Profile) -> dict[str, Pending] | str:
    """The claims of a document by id, or why it cannot be read."""
    try:
        found = understand(load(path), profile)
    except DocumentError as error:
        return str(error)
    listed = (p for listing in found.listings for _, p in listing.claims)
    return {p.id: p for p in (*found.pending, *listed)}


def _problem(data: dict[str, Any], path: str, found: dict[str, Pending] | str) -> str | None:
    if isinstance(found, str):
        return found
    pending = found.get(str(data["id"]))
    if pending is None:
        return f"{path} has no claim {data['id']} any more"
    where = f"{path}:{pending.location.line}"
    if pending.formula != data.get("formula"):
        return f"{where} says {pending.formula}, the certificate is for {data.get('formula')}"
    digests = (pending.claim.digest, _assumed(pending.claim, data)) if isinstance(pending.claim, Claim) else ()
    if data.get("claim") not in digests:
        return f"{where}: the formula is the same, but its definitions, domains or conditions are not"
    return None


def _assumed(claim: Claim, data: dict[str, Any]) -> str | None:
    """The digest of the claim of the document with the usual domains of names that it does not declare."""
    rows = data.get("claim_json", {}).get("variables", ())
    try:
        domains = {json.dumps(sym): Domain.from_json(domain) for sym, domain, declared, *_ in rows if not declared}
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
        return None
    variables = tuple(
        v if v.declared or v.domain != REALS else replace(v, domain=domains.get(json.dumps(to_json(v.sym)), REALS))
        for v in claim.variables
    )
    return replace(claim, variables=variables).digest
