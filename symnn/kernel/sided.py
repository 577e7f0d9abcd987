"""Derivatives at a single point by limits of difference quotients from both sides, infinite ones included."""

from __future__ import annotations

from dataclasses import dataclass, replace

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.kernel import balls
from symnn.kernel.approach import Limit, one_sided
from symnn.kernel.build import difference, quotient
from symnn.kernel.coefficients import to_term
from symnn.kernel.differentiate import derivative, resolved
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.probes import shown
from symnn.kernel.signs import Facts, NoValue, Split, Unknown
from symnn.term import Num, Op, Sym, Term, free_functions, free_symbols, substitute, to_json, transform, walk
from symnn.verdict import Conditional, Counterexample, Proved, Refuted, Undecided, Verdict

ORDINALS = {2: "second ", 3: "third ", 4: "fourth "}
NO_KINDS = frozenset("floor ceil sum prod integral lim".split())


@dataclass(frozen=True)
class Sided:
    """The derivative of this order at a point: its ``value``, or ``None`` with the one-sided ones in words."""

    value: Term | None
    left: str
    right: str
    order: int

    @property
    def note(self) -> str:
        kind = ORDINALS.get(self.order, "" if self.order == 1 else f"{self.order}th ")
        return f"one-sided {kind}derivatives {self.left} from the left and {self.right} from the right"


def at_point(body: Term, var: Sym, at: Term, order: int = 1) -> Sided | None:
    """The derivatives up to this order, one after the other; ``None`` if a limit was not found.

    Beside an isolated point f⁽ᵏ⁾ is what the rules give, and f⁽ᵏ⁺¹⁾(a) = lim (f⁽ᵏ⁾(x) - f⁽ᵏ⁾(a))/(x - a).
    """
    if free_symbols(body) - {var} or free_functions(body) or free_symbols(at):
        return None
    if any(isinstance(n, Op) and n.head in NO_KINDS for n in walk(body)):
        return None
    try:
        balls.evaluate(body, {var: balls.evaluate(at, {})})
        beside, value = body, substitute(body, {var: at})
        found: Sided | None = None
        for k in range(1, order + 1):
            slope = quotient(difference(beside, value), difference(var, at))
            left, right = (one_sided(slope, var, at, side) for side in (-1, 1))
            if left is None or right is None:
                return None
            same = not left.at and not right.at and Facts().sign(left.value - right.value) == 0
            value = to_term(right.value)
            found = Sided(value if same else None, _words(left), _words(right), k)
            if not same:
                return found
            beside = derivative(beside, var)
        return found
    except (Undefined, Unsupported, Unknown, NoValue, Split):
        return None


def _words(limit: Limit) -> str:
    return str(limit)


def derivative_at(claim: Claim) -> Verdict | None:
    """f′(a) at a kink: the claim with the number put in, or refuted with the two one-sided derivatives."""
    from symnn.kernel.provers import asked

    nodes = [n for n in dict.fromkeys(walk(claim.relation)) if isinstance(n, Op) and n.head == "at"]
    values: dict[Op, Sided] = {}
    for node in nodes:
        match node:
            case Op("at", (Op("deriv", (body, Sym() as var, *more)), name, at)) if name == var and set(more) <= {var}:
                if resolved(node).smooth:
                    found = at_point(resolved(body).term, var, at, 1 + len(more)) if not resolved(body).smooth else None
                    if found is None:
                        return None
                    values[node] = found
    if not values:
        return None
    broken = next(((n, s) for n, s in values.items() if s.value is None), None)
    if broken is not None:
        node_, sided = broken
        at = node_.args[2]
        name = node_.args[1]
        point = ((name, at.value),) if isinstance(at, Num) and isinstance(name, Sym) else ()
        sides = claim.relation.args if isinstance(claim.relation, Op) else ()
        other = next((s for s in sides if node_ not in walk(s)), None)
        shown_ = "" if other is None or free_symbols(other) else shown(other)
        example = Counterexample(point, "no derivative", shown_, sided.note)
        data = {"at": to_json(node_), "left": sided.left, "right": sided.right, "order": sided.order}
        return Refuted(example, certificate=Certificate("derivative", data, steps=(sided.note,)))
    rules = {n: s.value for n, s in values.items() if s.value is not None}
    put_in = transform(claim.relation, lambda n: rules.get(n) if isinstance(n, Op) else None)
    if any(isinstance(n, Op) and n.head == "at" and n in values for n in walk(put_in)):
        return None
    verdict = asked(replace(claim, relation=put_in))
    steps = tuple(f"both one-sided derivatives at {shown(n.args[2])} are {s.left}" for n, s in values.items())
    match verdict:
        case Proved(c) | Refuted(_, _, c) | Conditional(_, c):
            rows = [{"at": to_json(n), "value": to_json(s.value)} for n, s in values.items() if s.value is not None]
            proof = replace(c, data={**c.data, "derivatives": rows}, steps=(*steps, *c.steps))
            return replace(verdict, certificate=proof)
        case _:
            return verdict if isinstance(verdict, Undecided) else None
