"""A name that is given once more: a result about it, the same definition again, or another meaning from here on.

``δ = (a − y) ⊙ a ⊙ (1 − a)`` after ``δ = ∂J/∂z`` is a claim, as is a formula for an entry of a defined array and what
"therefore" stands before.  Anything else is compared: an equal body is a proved claim, another one a later meaning.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from symnn.context.claims import OpenTermError, close_claim
from symnn.context.closing.arrays import is_array
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.defining.heads import Chain, Head, head_of
from symnn.context.model import Again, Definition, Pending
from symnn.context.names import is_generic, value_symbols
from symnn.context.scope import Scope
from symnn.context.stater import Stater
from symnn.notation import words
from symnn.result import StatementResult
from symnn.term import Op, Sym, Term, free_functions, free_symbols

_FOLLOWS = re.compile(
    r"\b(therefore|hence|thus|consequently|it follows( that)?|we (then )?(get|obtain)|obtain(s|ed|ing)?|gives|yields"
    r"|becomes?|can (also |now )?be (re)?written( as)?|equivalently|simplif(y|ies)( to)?|reduces to)\b"
    r"|\bso\b(?!\s+(that|far|called))|因此|所以|于是|得到|可得|化简|从而|故(?![障事意])",
    re.I,
)
_THEREFORE = re.compile(  # all that stands before the formula
    r"\W*+((and|but)\s++)?(therefore|thus|hence|consequently|accordingly|so|equivalently|it (then |thus )?follows"
    r"|this means|it is plain|in other words|that is|因此|所以|于是|从而|故|由此|因而|亦即|也就是说?)"
    r"(\s++that)?\s*+[,，:：]?\s*+"
    r"((by (the )?definition|finally|also)\s*+,?\s*+)?"
    r"((we|one) (then |also |finally )?(have|has|gets?|obtains?|finds?|sees?)( that)?|我?们?有|可得|得到?|可知)?"
    r"\s*+[,，:：]?\s*+",
    re.I,
)
_CHOSEN = re.compile(
    r"\b(choose|chose|chosen|choice|use|used|uses|take|taken|takes|consider|replac\w+|instead|another|other|different|new"
    r"|models?|let|defin\w+|call|called|set|now|suppose|assum\w+|modif\w+|chang\w+|var(y|iant|iants)|alternative\w*|switch\w*"
    r"|adopt\w*|pick\w*|propos\w+|becomes?|approximat\w+|if|when|case)\b|选|取|改|换|另|令|定义|设|采用|使用|近似|当|若",
    re.I,
)
_IF = re.compile(r"\b(if|when|whenever|suppose|assum(e|ing)|provided)\b|若|如果|假设|当", re.I)
_THEN = re.compile(r"(\bthen|则|那么)\s*[,:，：]?\s*$", re.I)
_WE_HAVE = re.compile(r"\bwe (then |thus |now |finally |can )?(have|get|obtain)\s*[:,]?\s*$", re.I)
# right before a formula: it follows from the definition of the function in the same section
_FOLLOWS_AT_ONCE = re.compile(
    r"(\b(hence|therefore|thus|consequently|it follows( that)?"
    r"|(expanding|simplifying|multiplying out|completing|factoring)\b[^.;:\ufffc]{0,40})\s*,?"
    r"\s*(we (have|get|obtain|find)|gives?|yields?|this (is|gives|yields))?"
    r"|(因此|所以|于是|从而|故)\s*[,，]?\s*(有|得|得到)?"
    r"|(展开|化简|整理|配方)(后|之后|可)?(有|得|得到)?)\s*[:：,，]?\s*$",
    re.I,
)
_ANY_FUNCTION = frozenset("f g h F G H u v w L J E C S N Q V R phi psi Phi Psi ell loss pi".split())
_SLOPES = ("deriv", "gradient")


def said_again(stater: Stater, heads: Sequence[Head], chain: Chain) -> Literal["claim", "compare"] | None:
    """What an equation with a name on its left is, when the name has a meaning already."""
    if len(heads) != 1 or heads[0].name is None or chain.relations[0] != "eq":
        return None
    if heads[0].params:
        found = _found_out(stater, heads[0], chain.members[1]) or _by_known(stater, heads[0], chain.members[1])
        return "claim" if found else "compare" if _one_of_its_kind(stater, heads[0]) else None
    name, scope, body = heads[0].name, stater.walk.scope, chain.members[1]
    if stater.claimed or stater.task.let or name in value_symbols(body):
        return None
    if is_entry(name, scope):
        return "claim"
    if stater.walk.authored:
        return None
    if name in stater.walk.lent:
        return "compare"
    exact = any(name in s.definitions for s in scope.chain())
    known = scope.definition(name)
    if known is None or known.params or known.square or known.origin != "document":
        return None
    if isinstance(known.body, Op) and known.body.head in _SLOPES:
        return None if isinstance(body, Op) and body.head in _SLOPES and not exact else "claim"
    if not exact:
        return None
    ahead = stater.walk.prose.ahead(stater.task.span)
    if _FOLLOWS.search(ahead) or leads_from_if(ahead):
        return "claim"
    return "compare"


def leads_from_if(ahead: str) -> bool:
    """ "If …, then": whether what a sentence says next holds in a case."""
    return _THEN.search(ahead) is not None and _IF.search(ahead) is not None


def _found_out(stater: Stater, head: Head, body: Term) -> bool:
    """ "We have Γ(a) = …" behind the definition of Γ, with as many arguments; "hence", without any other name in it."""
    known = None if head.name is None else stater.walk.scope.definition(head.name)
    if known is None or known.origin != "document" or len(known.params) != len(head.params) or stater.walk.authored:
        return False
    ahead = stater.walk.prose.ahead(stater.task.span)
    if _WE_HAVE.search(ahead):
        return True
    here = known.name in stater.walk.section.definitions or known.name in stater.walk.scope.definitions
    follows = _FOLLOWS_AT_ONCE.search(ahead) or _THEREFORE.fullmatch(ahead)
    return here and follows is not None and _goes_on(stater, head, known, body)


def _goes_on(stater: Stater, head: Head, known: Definition, body: Term) -> bool:
    """Whether nothing since the definition says that another function was chosen, and no name is new in the body."""
    walk, span = stater.walk, stater.task.span
    for other in reversed(walk.document.spans[: bisect_left(walk.prose.starts, span.start)]):
        if any(_gives(t, head.name) for t in walk.prose.terms(other)):
            new = free_symbols(body) - {*head.params, *known.params} - free_symbols(known.body)
            (first, _), (behind, _) = walk.prose.sentence(span)[0], walk.prose.sentence(other)[1]
            chosen = _CHOSEN.search(walk.prose.masked, behind, first)
            return chosen is None and all(walk.scope.definition(s) is not None for s in new)
    return False


def _gives(term: Term, name: Sym | None) -> bool:
    match term:
        case Op("eq" | "define" | "chain", (first, *_)):
            head = None if term.head == "chain" else head_of(first)
            return _gives(first, name) if term.head == "chain" else head is not None and head.name == name
    return False


def _one_of_its_kind(stater: Stater, head: Head) -> bool:
    """D(p, q) with a meaning in its section: a function of several arguments that is no letter for any function."""
    known = None if head.name is None else stater.walk.section.definitions.get(head.name)
    if head.name is None or known is None or known.origin != "document" or stater.walk.authored:
        return False
    usual = head.name.name in _ANY_FUNCTION or not is_generic(head.name) or stater.conditions
    return len(head.params) > 1 and len(known.params) == len(head.params) and not usual


def _by_known(stater: Stater, head: Head, body: Term) -> bool:
    """``D_{KL}(p ‖ q) = H(p, q) - H(p)`` behind definitions of D_KL and H: no letter that is taken up anew."""
    scope = stater.walk.scope
    known = None if head.name is None else scope.definition(head.name)
    if head.name is None or known is None or len(known.params) != len(head.params) or known.origin != "document":
        return False
    labelled = any(isinstance(i, Sym) and len(i.name) > 1 for i in head.name.subs)
    functions = free_functions(body)
    values = free_symbols(body) <= set(head.params)
    return (
        labelled and bool(functions) and values and head.name not in functions
        and all(scope.definition(f) is not None for f in functions)
    )  # fmt: skip


def is_entry(name: Sym, scope: Scope) -> bool:
    """z_i beside an array z that the document has defined, with a letter for the index."""
    array = replace(name, subs=())
    letters = all(isinstance(i, Sym) and not i.subs and i.name in tuple("ijkmn") for i in name.subs)
    if not name.subs or not letters or scope.definition(name) is not None or scope.declaration(name) is not None:
        return False
    definition = scope.definition(array)
    return definition is not None and not definition.params and is_array(definition.body, scope)


def compare_again(stater: Stater, head: Head, body: Term) -> Again | None:
    """The comparison with the meaning that the name has so far; ``None`` where it cannot be put."""
    scope, name = stater.walk.scope, head.name
    earlier = None if name is None else scope.definition(name)
    if name is None or earlier is None or earlier.location is None:
        return None
    relation = Op("eq", (head.term, body))
    try:
        closed = close_claim(stater.base, "identity", relation, stater.conditions, scope, stater.walk.catalog)
    except (NotClosedError, AmbiguousError, OpenTermError):
        return None
    place = stater.walk.location(*stater.offsets())
    pending = Pending(
        stater.base, None, place, stater.source, words(relation), closed.claim, "identity", closed.assumptions,
        shapes=closed.shapes,
    )  # fmt: skip
    statement = StatementResult("definition", place, words(name), stater.source, words(stater.part.term))
    return Again(pending, statement, words(name), earlier.location.line)
