"""Equations to be solved: "setting the gradient to zero gives", "the normal equations", "the minimiser satisfies".

They hold at the solution and are no identities: nothing is proved or refuted of them.  A derivative that the same
sentence gives, as in "setting $\\\\nabla J = X^T (X w - y)$ to zero", is claimed all the same.
"""

from __future__ import annotations

import re

from symnn.term import Num, Op, Term, walk

SLOPES = re.compile(r"derivativ|gradient|slope|differentia|partial|jacobian|导数|梯度|斜率|求导|微分", re.I)
_ZERO = r"(zero|0|\ufffc+)"
_SOLVED = re.compile(
    rf"\b(set|sets|setting|equat\w+|put|putting)\b[^.;]{{0,60}}?\b(to|with|equal to) {_ZERO}"
    r"|\b(where|when|at which)\b[^.;]{0,30}\b(gradient|derivative|slope)s?\b[^.;]{0,15}\bvanish(es)?\b"
    r"|\bnormal equations?\b|\b(first[- ]order|optimality|stationarity|kkt) conditions?\b"
    r"|\b(minimi[sz]ers?|maximi[sz]ers?|minim(um|a)|maxim(um|a)|optim(um|a)|optimal \w+|solutions?|(stationary|critical"
    r"|fixed|saddle) points?|roots?)\b[^.;]{0,30}?\b(satisf(y|ies|ying)|solves?|obeys?|fulfils?|(is|are|lies?) where)\b"
    r"|\b(intersect|cross|meet|coincide|touch)(s|es|ing)?( each other)? (where|when|at|if|for)\s*$"
    r"|\bsolv(e|es|ing)( for \S+)?( the)?( following| linear)*( (systems?|equations?)( of equations)?)?\s*[,:：]?\s*$"
    r"|令[^。；]{0,30}?(等于|为|=)\s*(零|0|\ufffc)|正规方程|一阶条件|(驻点|极值点|极小值点|最优解|解)[^。；]{0,10}?满足|求解|(相交|交)(于|在|当)[^。；]{0,8}$",
    re.I,
)
_EQUIVALENT = re.compile(
    r"\W*(or,?\s+)?(equivalently|that is|in other words|which is( the same as| equivalent to)?|rearrang\w+|or)\b"
    r"[^.;]{0,40}"
    r"|\W*(等价地|等价于|也就是|即|亦即)[^。；]{0,15}",
    re.I,
)


def solved(before: str) -> str | None:
    """The words in front of a formula that make it an equation to be solved."""
    found = _SOLVED.search(before)
    return None if found is None else found.group().replace("\ufffc", "").strip()


def equivalent(before: str) -> bool:
    """Whether the words in front of a formula say that it is the one before it in another form."""
    return _EQUIVALENT.fullmatch(before) is not None


def gives_a_derivative(relation: Term) -> bool:
    """``∇J = X^T (X w − y)``: one side is a derivative, the other says what it is and is not zero."""
    match relation:
        case Op("eq", (left, right)):
            for one, other in ((left, right), (right, left)):
                if isinstance(one, Op) and one.head in _SLOPES and not _has_slopes(other):
                    return not (isinstance(other, Num) and other.value == 0)
    return False


_SLOPES = frozenset(["deriv", "gradient", "hessian"])


def _has_slopes(term: Term) -> bool:
    return any(isinstance(n, Op) and n.head in _SLOPES for n in walk(term))
