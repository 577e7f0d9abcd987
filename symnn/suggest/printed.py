"""The edited formula in the author's own spelling: only the part that was changed is printed anew."""

from __future__ import annotations

from collections.abc import Iterator

from symnn.context.catalog import Catalog
from symnn.context.claims import OpenTermError
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.statement import Statement
from symnn.notation import ReadError, latex, read
from symnn.suggest.site import Path
from symnn.term import Op, Sym, Term, children, rebuild, walk

_CLOSED = ("call", "div", "pow", "abs", "sqrt", "cases", "max", "min", "exp", "log", "tanh", "erf", "sin", "cos")


def printed(statement: Statement, relation: Op, path: Path, digest: str, catalog: Catalog) -> str | None:
    """LaTeX of the edited relation that reads back to the same claim; ``None`` if there is none.

    ``path`` is the place of the edit.  The smallest part around it that can be printed anew is.
    """
    for text in (*_spliced(statement, relation, path), latex(relation)):
        if _reads_as(text, statement, relation, digest, catalog):
            return " ".join(text.split())
    return None


def _spliced(statement: Statement, relation: Op, path: Path) -> Iterator[str]:
    source, old = statement.source, statement.relation
    places = [a.at for a in old.args]
    known = [p for p in places if p is not None]
    if len(known) < len(places) or old.head != relation.head:
        return
    first, last = min(p[0] for p in known), max(p[1] for p in known)
    for length in range(len(path), 0, -1):
        before, after = _part(old, path[:length]), _part(relation, path[:length])
        if before is None or after is None or before.at is None or not first <= before.at[0] <= before.at[1] <= last:
            continue
        start, end = before.at
        lead, rest = source[first:start], source[end:last]
        for new in dict.fromkeys((_quoting(after, old, source), latex(after))):
            if isinstance(after, Op) and after.head == "neg" and lead.rstrip().endswith("+"):
                yield f"{lead.rstrip()[:-1]}- {new.removeprefix('-')}{rest}"
            for piece in (new, rf"\left({new}\right)"):
                yield f"{lead}{_spaced(lead, piece)}{rest}"


def _quoting(term: Term, old: Term, source: str) -> str:
    """LaTeX of a term in which the parts that were there before are spelt as they were."""
    spelt = {id(n): n.at for n in walk(old) if isinstance(n, Op) and n.head in _CLOSED and n.at is not None}
    quotes: dict[str, str] = {}

    def quoted(node: Term) -> Term:
        place = spelt.get(id(node))
        if place is not None:
            name = f"quoted{chr(ord('A') + len(quotes))}"
            quotes[latex(Sym(name))] = source[place[0] : place[1]]
            return Sym(name)
        return rebuild(node, tuple(map(quoted, children(node)))) if isinstance(node, Op) else node

    text = latex(quoted(term))
    for mark, quote in quotes.items():
        text = text.replace(mark, quote)
    return text


def _spaced(before: str, piece: str) -> str:
    """A letter does not run into the command before it."""
    return f" {piece}" if before[-1:].isalpha() and piece[:1].isalpha() else piece


def _part(term: Term, path: Path) -> Term | None:
    for index in path:
        if not isinstance(term, Op) or index >= len(term.args):
            return None
        term = term.args[index]
    return term


def _reads_as(text: str, statement: Statement, relation: Op, digest: str, catalog: Catalog) -> bool:
    try:
        parts = read(text, statement.scope.profile).parts
        if len(parts) != 1:
            return False
        again = parts[0].term
        return again == relation or (isinstance(again, Op) and statement.close(again, catalog).digest == digest)
    except (ReadError, NotClosedError, AmbiguousError, OpenTermError):
        return False
