"""Runs alone, as ``python -I second_reader.py``: reads LaTeX with latex2sympy2 and compares with our expression.

A request is one JSON line with ``latex``, ``ours`` (SymPy's ``srepr``) and ``seconds``; the answer is one JSON line
with ``outcome``: same, differs (with ``ours`` and ``theirs``), unreadable or no answer.  Imports nothing of ours.
"""

from __future__ import annotations

import json
import os
import re
import select
import signal
import sys
from typing import Any

import sympy
from latex2sympy2 import latex2sympy
from sympy.functions.elementary.piecewise import ExprCondPair

MEMORY = 1 << 30  # bytes beyond what is mapped
POINTS = ((3, 7), (5, 11), (2, 13))  # values of the n-th name: (a + n) / b
_DECORATION = re.compile(r"\\(?:mathrm|mathbf|mathit|text|operatorname|boldsymbol|rm|bf)(?![A-Za-z])|[\\{}\s]")


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)  # the parser prints its complaints
    os.dup2(silence, 2)
    for line in sys.stdin:
        answers.write(_forked(json.loads(line)) + "\n")
        answers.flush()


def _forked(request: dict[str, Any]) -> str:
    """The answer of a fork that lives for this request only."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _limit_memory()
            os.write(write, json.dumps(_answer(request["latex"], request["ours"])).encode())
        finally:
            os._exit(0)
    os.close(write)
    ready, _, _ = select.select([read], [], [], request["seconds"])
    answer = b""
    while ready and (part := os.read(read, 1 << 16)):
        answer += part
    os.close(read)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return answer.decode() or json.dumps({"outcome": "no answer"})


def _limit_memory() -> None:
    import resource

    with open("/proc/self/statm") as file:
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + MEMORY, mapped + MEMORY))


def _answer(latex: str, ours_text: str) -> dict[str, str]:
    # written by SymPy's own printer, which names one class that SymPy does not export
    ours = eval(ours_text, {**vars(sympy), "ExprCondPair": ExprCondPair})
    try:
        theirs = latex2sympy(latex)
    except Exception:  # whatever it raises, it did not read this
        return {"outcome": "unreadable"}
    if not isinstance(theirs, sympy.Basic):
        return {"outcome": "differs", "ours": str(ours), "theirs": str(theirs)}
    try:
        outcome = "same" if _alike(ours, theirs) else "differs"
    except Exception:  # what cannot be compared is shown
        outcome = "differs"
    return {"outcome": outcome, "ours": str(ours), "theirs": str(theirs)}


def _alike(ours: Any, theirs: Any) -> bool:
    """Whether the two have the same names and agree at a few points; a hint, not a proof."""
    left, right = _normal(ours), _normal(theirs)
    if left == right:
        return True
    names = sorted(left.free_symbols, key=str)
    if left.free_symbols != right.free_symbols:
        return False
    for shift, below in POINTS:
        values = {name: sympy.Rational(shift + place, below) for place, name in enumerate(names)}
        difference, size = sympy.N((left - right).subs(values)), sympy.N(left.subs(values))
        if not (difference.is_number and abs(difference) <= 1e-9 * (1 + abs(size))):
            return False
    return True


def _normal(expression: Any) -> Any:
    """Names without decoration or assumptions, ``w_i`` one of them, sums and derivatives carried out."""
    entries = expression.atoms(sympy.Indexed)
    expression = expression.xreplace(
        {e: sympy.Symbol(f"{e.base.label}_{','.join(map(str, e.indices))}") for e in entries}
    )
    expression = expression.xreplace({s: sympy.Symbol(_plain(s.name)) for s in expression.free_symbols})
    expression = expression.doit()
    applied = expression.atoms(sympy.core.function.AppliedUndef)
    return expression.xreplace({a: sympy.Symbol(f"{_plain(a.func.__name__)}{a.args}") for a in applied})


def _plain(name: str) -> str:
    return _DECORATION.sub("", name)


if __name__ == "__main__":
    main()
