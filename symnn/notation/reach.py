"""Whether what stands behind a gradient in a product varies with the same name."""

from __future__ import annotations

from symnn.term import Op, Sym, Term


def holds(term: Term, name: Term) -> bool:
    """Whether a value varies with the name itself: not as an index, not below a derivative."""
    if term == name:
        return True
    if not isinstance(term, Op) or term.head in ("deriv", "gradient", "hessian"):
        return False
    return any(holds(a, name) for a in (term.args[1:] if term.head == "call" else term.args))


def reaches_on(gradient: Term, rest: list[Term]) -> bool:
    """``∇ f(x) g(x)``, ``∇_w z w``: what stands behind the first factor varies with the same name.

    ``∇_x f(x)ᵀ (y − x)`` is the change of f along a step, to first order.
    """
    if isinstance(gradient, Op) and gradient.head == "transpose":
        steps = [isinstance(f, Op) and f.head == "add" for f in rest[:1]] == [True]
        return reaches_on(gradient.args[0], rest[1:] if steps else rest)
    if not isinstance(gradient, Op) or gradient.head not in ("gradient", "hessian"):
        return False
    body, *by = gradient.args
    if isinstance(body, Op) and body.head == "call" and not by:
        names = {a for a in body.args[1:] if isinstance(a, Sym)}
        calls = [f for f in rest if isinstance(f, Op) and f.head == "call"]
        return any(names & {a for a in f.args[1:] if isinstance(a, Sym)} for f in calls)
    return any(holds(f, v) for f in rest for v in by)
