"""The public scalar claims against their truth: how many are decided, how many wrongly, how long they take.

Proved must hold, refuted must not.  A conditional verdict gives up the claim as it stands for some values of its
variables; it is counted by itself.  Any wrong verdict makes the exit status 1.  Beside ours, in the same run: SymPy's
``simplify(a - b) == 0`` and ``a.equals(b)`` on the identities and derivatives, in a process that is killed on time.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

from pebble import ProcessPool

from symnn.check import Options, verify
from symnn.claim import Claim
from symnn.context import understand
from symnn.document import load
from symnn.domain import Interval
from symnn.result import ClaimResult
from symnn.term import Op
from symnn.verdict import name_of

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"
RIGHT = {"proved": True, "refuted": False}
PATIENCE = 10.0  # seconds for SymPy and one claim
Truth = Mapping[str, Mapping[str, Any]]


def measure(name: str, sympy: bool, details: bool) -> int:
    source, truth_file = BENCH / f"{name}.md", BENCH / f"{name}.expected.json"
    if not source.exists():
        print(f"{name}: skipped, the claims are not there")
        return 0
    truth: Truth = json.loads(truth_file.read_text(encoding="utf-8"))
    start = perf_counter()
    report = verify([str(source)], Options())
    total = perf_counter() - start
    claims = {claim.id: claim for claim in report.claims if claim.id in truth}
    wrong = ours(name, claims, truth, total)
    if details:
        for id, claim in claims.items():
            if name_of(claim.verdict) not in RIGHT:
                print(f"  {id} {truth[id]} {name_of(claim.verdict)}: {getattr(claim.verdict, 'reason', '')}")
    if sympy:
        equations = {p.id: p.claim for p in understand(load(str(source))).pending if isinstance(p.claim, Claim)}
        chosen = {id: c for id, c in equations.items() if truth.get(id, {}).get("kind") in ("eq", "deriv")}
        kept = [c for id, c in claims.items() if id in chosen]
        right = sum(RIGHT.get(name_of(c.verdict)) is truth[c.id]["holds"] for c in kept)
        seconds = sum(c.seconds for c in kept)
        print(f"the {len(chosen)} identities and derivatives\n  symnn      {right} decided rightly, {seconds:.1f} s")
        for title, decide in (("simplify", simplified), ("equals", equal)):
            theirs(title, decide, chosen, truth)
    return int(bool(wrong))


def ours(name: str, claims: Mapping[str, ClaimResult], truth: Truth, total: float) -> list[str]:
    """Our counts and times, printed; the wrong verdicts."""
    counts = Counter(name_of(claim.verdict) for claim in claims.values())
    wrong = [
        id
        for id, claim in claims.items()
        if RIGHT.get(name_of(claim.verdict), truth[id]["holds"]) != truth[id]["holds"]
    ]
    conditional = {id: truth[id]["holds"] for id, claim in claims.items() if name_of(claim.verdict) == "conditional"}
    times = sorted(claim.seconds for claim in claims.values())
    decided = counts["proved"] + counts["refuted"]
    print(f"{name}: {decided} of {len(truth)} decided ({decided / len(truth):.0%}), {len(wrong)} wrong {wrong or ''}")
    print("  " + ", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    print(f"  conditional where the claim holds: {sum(conditional.values())}, where it does not: "
          f"{len(conditional) - sum(conditional.values())}")  # fmt: skip
    if times:
        late = times[min(len(times) - 1, int(0.95 * len(times)))]
        print(f"  seconds: median {statistics.median(times):.3f}, 95th percentile {late:.3f}, whole run {total:.1f}")
    for kind in sorted({entry["kind"] for entry in truth.values()}):
        mine = [id for id, entry in truth.items() if entry["kind"] == kind]
        sure = [id for id in mine if id in claims and name_of(claims[id].verdict) in RIGHT]
        print(f"  {kind:8} {len(sure)} of {len(mine)}")
    missing = sorted(set(truth) - set(claims))
    if missing:
        print(f"  not found: {' '.join(missing)}")
    return wrong


# -- SymPy, in a process of its own ----------------------------------------------------------------------------------


def theirs(title: str, decide: Callable[[Claim], bool | None], claims: Mapping[str, Claim], truth: Truth) -> None:
    """Decided, wrong and seconds of another decision on the same claims, printed."""
    answers: dict[str, bool | None] = {}
    failed = Counter[str]()
    start = perf_counter()
    with ProcessPool(max_workers=1) as pool:
        waiting = {id: pool.schedule(timed, args=(decide, claim), timeout=PATIENCE) for id, claim in claims.items()}
        seconds = []
        for id, future in waiting.items():
            try:
                answers[id], took = future.result()
                seconds.append(took)
            except Exception as error:  # whatever SymPy raises is an answer that it does not give
                failed[type(error).__name__] += 1
                seconds.append(PATIENCE if isinstance(error, TimeoutError) else 0.0)
    known = {id: a for id, a in answers.items() if a is not None}
    wrong = sorted(id for id, a in known.items() if a != truth[id]["holds"])
    late = sorted(seconds)[min(len(seconds) - 1, int(0.95 * len(seconds)))]
    rest = "".join(f", {n} {name}" for name, n in failed.items())
    times = f"{perf_counter() - start:.1f} s, median {statistics.median(seconds):.3f}, 95th percentile {late:.3f}"
    print(f"  {title:10} {len(known)} decided, {len(wrong)} of them wrong {wrong or ''}{rest}; {times}")


def timed(decide: Callable[[Claim], bool | None], claim: Claim) -> tuple[bool | None, float]:
    start = perf_counter()
    return decide(claim), perf_counter() - start


def simplified(claim: Claim) -> bool | None:
    """``simplify(a - b) == 0``: that the difference does not become zero is no answer."""
    import sympy

    left, right = _sides(claim)
    return True if sympy.simplify(left - right) == 0 else None


def equal(claim: Claim) -> bool | None:
    left, right = _sides(claim)
    answer = left.equals(right)
    return None if answer is None else bool(answer)


def _sides(claim: Claim) -> tuple[Any, Any]:
    """Both sides as SymPy takes them, real names real and positive ones positive, derivatives done."""
    import sympy

    from symnn.sympy_bridge import spell, to_sympy

    assert isinstance(claim.relation, Op)
    known = {spell(v.sym) for v in claim.variables if all(map(_positive, v.domain.intervals))}
    left, right = (to_sympy(side).doit() for side in claim.relation.args)
    names = {s: sympy.Symbol(s.name, positive=True) for s in left.free_symbols | right.free_symbols if s.name in known}
    return left.subs(names), right.subs(names)


def _positive(where: Interval) -> bool:
    return where.low is not None and (where.low > 0 or (where.low == 0 and where.low_open))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--no-sympy", action="store_true", help="leave out the comparison, which takes minutes")
    parser.add_argument("--list", action="store_true", help="show what was not decided")
    given = parser.parse_args()
    return measure("scalar-public", not given.no_sympy, given.list)


if __name__ == "__main__":
    sys.exit(main())
