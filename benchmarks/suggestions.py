"""How many refuted equations are offered a proved one: the public benchmark's, and mutants of the catalogue's.

The mutants are made by a list of mistakes of its own, one random mistake in a proved identity or derivative each; the
seed is printed.  A suggestion for a mutant counts as found when it was proved, and as the original when it undoes the
mistake.  The exit status is 1 if less than 70 % of the benchmark's false identities and derivatives have one.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from time import perf_counter

from symnn.check import Options, verify
from symnn.claim import Claim
from symnn.context import understand
from symnn.context.catalog import FOLDER, load
from symnn.context.claims import OpenTermError
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.model import Pending
from symnn.decide import decide
from symnn.document import load as load_document
from symnn.suggest import Query, Suggestion, search
from symnn.term import Num, Op, Sym, Term, free_symbols
from symnn.verdict import Proved, Refuted
from symnn.workers import decide_all

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"
WANTED = 0.7
KINDS = ("identity", "derivative", "step")


def public(name: str) -> bool:
    """Whether enough of the benchmark's false identities and derivatives are offered something proved."""
    source, truth = BENCH / f"{name}.md", BENCH / f"{name}.expected.json"
    if not source.exists():
        print(f"{name}: skipped, the claims are not there")
        return True
    kinds = {id: e["kind"] for id, e in json.loads(truth.read_text(encoding="utf-8")).items() if not e["holds"]}
    findings = {f.claim: f.suggestion or "" for f in verify([str(source)], Options()).findings}
    enough = True
    for label, wanted in (("identities and derivatives", ("eq", "deriv")), ("other claims", None)):
        mine = [id for id, kind in kinds.items() if (kind in wanted if wanted else kind not in ("eq", "deriv", "symn"))]
        proved = [id for id in mine if "(proved)" in findings.get(id, "")]
        condition = [id for id in mine if id not in proved and "add the condition" in findings.get(id, "")]
        without = [id for id in mine if id not in proved]
        print(f"{name}: {len(proved)} of {len(mine)} false {label} ({len(proved) / len(mine):.0%}) have a proved "
              f"suggestion, {len(condition)} more a condition; without one: {' '.join(without) or 'none'}")  # fmt: skip
        enough = enough and (wanted is None or len(proved) >= WANTED * len(mine))
    return enough


# ---------------------------------------------------------------------- mutants, by mistakes written down here
def mistakes(node: Term, names: list[Sym]) -> Iterator[Term]:
    """What a tired author could write instead of a subterm."""
    match node:
        case Num(value):
            yield from (Num(value + 1), Num(3 * value), Num(value + Fraction(1, 2)), Op("neg", (node,)))
        case Sym():
            yield from (n for n in names if n != node)
            yield Op("pow", (node, Num(Fraction(2))))
        case Op("add", args):
            for i in range(len(args)):
                yield Op("add", (*args[:i], Op("neg", (args[i],)), *args[i + 1 :]))
                rest = args[:i] + args[i + 1 :]
                yield rest[0] if len(rest) == 1 else Op("add", rest)
        case Op("neg", (inner,)):
            yield inner
        case Op("mul", args):
            for i in range(len(args)):
                rest = args[:i] + args[i + 1 :]
                yield rest[0] if len(rest) == 1 else Op("mul", rest)
            yield Op("mul", (*args, args[-1]))
            yield Op("neg", (node,))
        case Op("div", (a, b)):
            yield from (Op("div", (b, a)), a, Op("div", (a, Op("pow", (b, Num(Fraction(2)))))))
        case Op("pow", (a, b)):
            yield from (a, Op("pow", (a, Op("neg", (b,)))), Op("mul", (Num(Fraction(2)), node)))
        case Op("call", (fn, arg)):
            yield from (Op("call", (fn, Op("neg", (arg,)))), Op("call", (fn, Op("mul", (Num(Fraction(2)), arg)))))
            yield Op("tanh", (arg,)) if fn == Sym("sigma") else Op("call", (Sym("sigma"), arg))
            yield Op("pow", (node, Num(Fraction(2))))
        case Op("max" | "min" as head, args):
            yield Op("min" if head == "max" else "max", args)
        case Op("tanh" | "erf" | "exp" | "log" | "abs" as head, (arg,)):
            yield from (arg, Op("erf" if head == "tanh" else "tanh", (arg,)), Op(head, (Op("neg", (arg,)),)))
        case Op("cases", (Op("case", (a, when)), Op("case", (b, other)), *rest)):
            yield Op("cases", (Op("case", (b, when)), Op("case", (a, other)), *rest))


def places(term: Term, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Term]]:
    yield path, term
    if isinstance(term, Op):
        for i, arg in enumerate(term.args):
            if not (i > 0 and term.head in ("deriv", "lim", "prime")) and not (i == 0 and term.head == "call"):
                yield from places(arg, (*path, i))


def put(term: Term, path: tuple[int, ...], new: Term) -> Term:
    if not path:
        return new
    assert isinstance(term, Op)
    i = path[0]
    return replace(term, args=(*term.args[:i], put(term.args[i], path[1:], new), *term.args[i + 1 :]))


def mutant(pending: Pending, generator: random.Random) -> Query | None:
    """The claim with one mistake on its right side; ``None`` if it does not close or is not refuted by it."""
    statement = pending.statement
    assert statement is not None
    names = sorted((s for s in free_symbols(statement.relation)), key=lambda s: s.text)
    path, node = generator.choice(list(places(statement.relation.args[1], (1,))))
    wrong = list(mistakes(node, names))
    if not wrong:
        return None
    relation = put(statement.relation, path, generator.choice(wrong))
    assert isinstance(relation, Op)
    edited = replace(statement, relation=relation)
    try:
        claim = edited.close(relation, load())
    except (NotClosedError, AmbiguousError, OpenTermError):
        return None
    return Query(edited, claim) if isinstance(decide(claim), Refuted) else None


def proved_equations() -> list[Pending]:
    found = []
    for path in sorted(FOLDER.glob("*.md")):
        for pending in understand(load_document(path)).pending:
            good = pending.kind in KINDS and isinstance(pending.claim, Claim) and pending.statement is not None
            if good and pending.statement is not None and pending.statement.relation.head == "eq":
                found.append(pending)
    return [p for p in found if isinstance(p.claim, Claim) and isinstance(decide(p.claim), Proved)]


def mutants(seed: int, count: int) -> None:
    generator = random.Random(seed)
    sources = proved_equations()
    queries: list[Query] = []
    originals: list[str] = []
    while len(queries) < count:
        source = generator.choice(sources)
        query = mutant(source, generator)
        if query is not None and isinstance(source.claim, Claim):
            queries.append(query)
            originals.append(source.claim.digest)
    start = perf_counter()
    answers = decide_all(queries, search, timeout=20)
    total = perf_counter() - start
    found = [(a, o) for (a, _), o in zip(answers, originals, strict=True) if isinstance(a, Suggestion)]
    undone = sum(a.claim.digest == o for a, o in found)
    seconds = sorted(s for _, s in answers)
    print(f"mutants of {len(sources)} equations of the catalogue, seed {seed}: {len(found)} of {count} "
          f"({len(found) / count:.0%}) have a proved suggestion, {undone} of them the original")  # fmt: skip
    print(f"  seconds a search: median {seconds[len(seconds) // 2]:.2f}, 95th percentile "
          f"{seconds[int(0.95 * len(seconds))]:.2f}, longest {seconds[-1]:.2f}; whole run {total:.1f}")  # fmt: skip
    if "--list" in sys.argv:
        for query, (answer, spent) in zip(queries, answers, strict=True):
            told = answer.latex if isinstance(answer, Suggestion) else answer
            print(f"  {spent:.2f} {query.statement.name}: {_words(query.statement.relation)}  ->  {told}")


def _words(term: Term) -> str:
    from symnn.notation import words

    return words(term)


if __name__ == "__main__":
    enough = public("scalar-public")
    mutants(seed=int(sys.argv[1]) if sys.argv[1:2] and sys.argv[1].isdigit() else 20261, count=200)
    sys.exit(not enough)
