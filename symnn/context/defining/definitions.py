"""Definitions: which heads a formula introduces, what they mean from here on, and what was wrong with them."""

from __future__ import annotations

from collections.abc import Sequence

from symnn.context.cases.held import contrary
from symnn.context.constants import constant
from symnn.context.conventions import has_dotted, of_two_vectors
from symnn.context.defining.again import leads_from_if
from symnn.context.defining.calls import gives_a_value
from symnn.context.defining.heads import Chain, Head, head_of, same_letter_params
from symnn.context.defining.letters import only_supposed
from symnn.context.defining.piecewise import begins_anew, belongs, is_rest
from symnn.context.defining.rivals import is_rival, takes_up_anew
from symnn.context.defining.worded_pieces import given_in_words
from symnn.context.defining.written import record
from symnn.context.for_some import is_piece
from symnn.context.lints.comparisons import compare
from symnn.context.lints.flaw import Flaw
from symnn.context.model import Declared, Definition, Pending, ShapeCheck
from symnn.context.names import is_generic, value_symbols
from symnn.context.own_names import of_their_own
from symnn.context.scope import Scope
from symnn.context.stater import Stater
from symnn.context.words.bounds import bounds_a_name
from symnn.context.words.doubts import Doubt
from symnn.context.words.entrywise import products_are_entrywise
from symnn.context.words.layouts import NUMERATOR_ROWS, OPEN, ROWS
from symnn.domain import POSITIVE
from symnn.notation import words
from symnn.term import Num, Op, Sym, Term, free_functions, free_symbols, substitute
from symnn.term import walk as subterms


def heads_of(stater: Stater, chain: Chain) -> list[Head]:
    """The leading members that this chain defines, none when it is a claim."""
    found: list[Head] = []
    for index, member in enumerate(chain.members[:-1]):
        head = head_of(member)
        relation = chain.relations[index]
        if head is None or not _introduces(stater, head, relation, chain.members[index + 1]):
            break
        found.append(head)
        if relation == "define":
            break
    return found


def _introduces(stater: Stater, head: Head, relation: str, body: Term) -> bool:
    if relation == "define":
        return True
    if stater.claimed or relation not in ("eq", "equiv", "approx"):
        return False
    if head.name is None:
        return not stater.walk.authored
    name, scope = head.name, stater.walk.scope
    known = scope.definition(name) is not None
    catalogued = stater.walk.catalog.find(name, applied=bool(head.params)) is not None
    if relation == "approx" and (known or catalogued):
        return False
    if gives_a_value(stater, head, body):
        return False
    entry = stater.walk.catalog.find(name, applied=bool(head.params))
    if entry is not None and not known and not is_generic(name) and is_piece(entry, head.params, body):
        return False  # "an active unit has ReLU(z) = z"
    if any(isinstance(n, Op) and n.head in ("big_o", "little_o") for n in subterms(body)):
        return False  # an expansion says something of a function, and not what it is
    if begins_anew(stater, head) or _next_piece(stater, head):
        return True
    if _limits(stater, head) and (
        (catalogued and not is_generic(name)) or (name in scope.definitions and not _pieces(scope.definitions[name]))
    ):
        return False  # "for x > 0, ReLU(x) = x" says something of a function that is known
    if any(isinstance(c, Op) and c.head == "to" for c in stater.conditions):
        return False
    if (
        stater.doubt is not None
        and stater.doubt.kind == "limited"
        and catalogued
        and not is_generic(name)
        and not known
    ):
        return False  # "for positive inputs, ReLU(x) = x"
    if _another_case(stater, head):
        return True
    if _special_case(stater, head, body):
        return False
    if stater.walk.authored:
        return not known and not catalogued
    if constant(body) is not None and head.params:
        more = name in scope.definitions and _pieces(scope.definitions[name]) and _limits(stater, head)
        return bool(more)  # q(x) = 0 is where something happens, not what q is
    return not any(isinstance(n, Op) and n.head == "unknown" for n in subterms(body))


def _next_piece(stater: Stater, head: Head) -> bool:
    """Whether the sentence has begun to give the function piece by piece, and goes on with this formula."""
    known = None if head.name is None else stater.walk.scope.definitions.get(head.name)
    return known is not None and bool(_pieces(known)) and known.params == head.params and belongs(stater, head)


def _in_a_case(stater: Stater, head: Head) -> tuple[Term, ...]:
    """The conditions of the case in which a value is given: it is the name's in that case only."""
    return () if head.params else tuple(c for c in stater.held.sure if bounds_a_name(c))


def _another_case(stater: Stater, head: Head) -> bool:
    """Whether a name that has a value in some cases gets one in another."""
    known = None if head.name is None else stater.walk.scope.definitions.get(head.name)
    mine = _in_a_case(stater, head)
    rows = () if known is None or known.params else _pieces(known)
    given = [r.args[1] for r in rows if isinstance(r, Op) and r.head == "case"]
    return bool(mine and given) and all(any(contrary(c, g) for c in mine) for g in given)


def _special_case(stater: Stater, head: Head, body: Term) -> bool:
    """ "For β = 0, swish(x) = x/2": it speaks of a parameter of what is known, in the document or the catalogue."""
    name, scope = head.name, stater.walk.scope
    assert name is not None
    spoken_of = frozenset(s for c in stater.conditions for s in free_symbols(c))
    known = scope.definition(name)
    if known is not None and known.origin == "document":
        return bool(spoken_of & (free_symbols(known.body) - set(known.params)))
    entry = stater.walk.catalog.find(name, applied=bool(head.params))
    if known is not None or entry is None or is_generic(name):
        return False
    if spoken_of & set(entry.parameters):
        return True
    others = spoken_of - set(head.params) - free_symbols(body)
    if others:  # it may be a parameter that the catalogue calls something else
        names = ", ".join(sorted(map(words, others)))
        stater.doubt = stater.doubt or Doubt(f"it is said for one {names}, which {entry.title} here may rest on")
    return bool(others)


def adopt(stater: Stater, head: Head, body: Term, chain: Chain, count: int) -> None:
    head, body = _of_functions(head, body)
    name = head.name
    assert name is not None
    params, matched = same_letter_params(head.params, body)
    if matched is not None:
        message = f"the head writes {matched[0].text}, the body {matched[1].text}: read as the same argument"
        stater.flaw(Flaw("N112", message))
    entry = stater.walk.catalog.find(name, applied=bool(params))
    if entry is not None and not params and not is_generic(name) and (lost := _argument(entry.definition.params, body)):
        params = lost
        arguments = ", ".join(p.text for p in params)
        stater.flaw(Flaw("W407", f"{words(name)} is written without its argument; read as {words(name)}({arguments})"))
    undefined = _undefined(stater, chain.members[count:])
    quoted = stater.task.tag is not None and stater.task.tag.name == "variant"
    explicit = "define" in chain.relations[:count]
    limited = not explicit and bool(params) and not _by_cases(body, params)
    whole = Head(name, params, head.term)
    if limited and not _limits(stater, whole) and given_in_words(stater.walk.prose, stater.task.span, whole):
        stater.walk.scope.definitions.pop(name, None)
        stater.walk.scope.unsaid[name] = _twice(name)
        return
    if (
        stater.doubt is not None
        and stater.doubt.kind == "rest"
        and _next_piece(stater, whole)
        and is_rest(stater, whole)
    ):
        rest = Op("case", (body, Op("true")))
        define(stater, whole, Op("cases", (*scope_pieces(stater, name, params), rest)))
        return
    if stater.doubt is not None and (
        stater.doubt.kind in ("denied", "quoted", "rest")
        or (limited and stater.doubt.kind in ("limited", "loose", "asked"))
    ):
        scope = stater.walk.scope
        if name in scope.definitions and not _pieces(scope.definitions[name]):
            del scope.definitions[name]  # what it is in the remaining cases was not understood
        return
    if params and only_supposed(stater.walk, stater.task, name):
        return
    known = is_generic(name) or stater.walk.scope.definition(name) is not None
    if stater.doubt is not None and stater.doubt.kind == "open" and limited and entry is not None and not known:
        return  # of a function of the catalogue, under a condition that was not understood
    given = (t for s in stater.task.conditions for t in stater.walk.prose.terms(s))
    inline = not params and stater.task.span.kind == "inline"
    if inline and (any(map(_special, given)) or _in_an_untaken_case(stater)):
        return  # "with s = 1, p = (k − 1)/2": p in that case
    limits = _limits(stater, whole)
    limits = limits if explicit else limits or _in_a_case(stater, head)
    if limits:
        before = () if begins_anew(stater, whole) else scope_pieces(stater, name, params)
        piece = Op("case", (body, limits[0] if len(limits) == 1 else Op("and", limits)))
        define(stater, whole, Op("cases", (*before, piece)))
        return
    if not quoted and (not undefined or not stater.walk.authored):
        others = [] if "approx" in chain.relations else list(chain.members[count + 1 :])
        compare(stater, name, params, [body, *others])
    if not explicit and (is_rival(stater, whole, body) or _still_open(stater, whole)):
        stater.walk.scope.definitions.pop(name, None)
        stater.walk.scope.unsaid[name] = _twice(name)
        return
    held = _drops_an_argument(stater.walk.scope, name, params, body)
    define(stater, whole, body)
    if held is not None:
        stater.walk.scope.unsaid[name] = words(Op("eq", (head.term, body)))


def _still_open(stater: Stater, head: Head) -> bool:
    """The third of a list of bodies for one function."""
    name, scope = head.name, stater.walk.scope
    assert name is not None
    open_ = scope.unsaid.get(name) == _twice(name) and name not in scope.definitions and bool(head.params)
    return open_ and not takes_up_anew(stater)


def _twice(name: Sym) -> str:
    return f"{words(name)} = …, said twice,"


def _argument(params: tuple[Sym, ...], body: Term) -> tuple[Sym, ...]:
    """The argument that a body without a head depends on: that of the catalogue, or its only name."""
    free = free_symbols(body)
    if set(params) & free:
        return params
    return tuple(free) if len(params) == len(free) == 1 and isinstance(body, Op) else ()


def _by_cases(body: Term, params: tuple[Sym, ...]) -> bool:
    """A case list over the argument says itself where it holds, whatever the sentence tells of a part of it."""
    match body:
        case Op("cases", (Op("case", (_, condition)), _, *_)):
            return bool(free_symbols(condition) & set(params))
    return False


def _drops_an_argument(scope: Scope, name: Sym, params: tuple[Sym, ...], body: Term) -> Sym | None:
    """``f(x, z) = b x²`` after ``f(x, z) = 2z³x²``: an argument stands still there, and b is what it made."""
    known = scope.definition(name)
    if known is None or known.origin != "document" or known.params != params:
        return None
    return next((p for p in params if p in free_symbols(known.body) and p not in free_symbols(body)), None)


def _in_an_untaken_case(stater: Stater) -> bool:
    """ "If the gradients are constant, $g_t = g$, then $m_t = …": the equation in the "if" is no condition of it."""
    prose, span = stater.walk.prose, stater.task.span
    if not leads_from_if(prose.ahead(span)):
        return False
    (first, start), _ = prose.sentence(span)
    inside = (s for s in prose.document.spans if first <= s.start < start and s not in stater.task.conditions)
    return any(isinstance(t, Op) and t.head == "eq" for s in inside for t in prose.terms(s))


def _special(condition: Term) -> bool:
    """``s = 1``: a case in which a name has one value."""
    return isinstance(condition, Op) and condition.head == "eq" and any(constant(a) is not None for a in condition.args)


def _limits(stater: Stater, head: Head) -> tuple[Term, ...]:
    """The conditions of a formula on the arguments of the function that it defines: it is one piece of it."""
    return tuple(c for c in stater.conditions if free_symbols(c) & set(head.params) and bounds_a_name(c))


def _pieces(known: Definition) -> tuple[Term, ...]:
    """The cases of a function that was given piece by piece so far."""
    body = known.body
    whole = isinstance(body, Op) and body.head == "cases" and all(isinstance(c, Op) for c in body.args)
    return body.args if whole and isinstance(body, Op) and known.origin == "document" else ()


def scope_pieces(stater: Stater, name: Sym, params: tuple[Sym, ...]) -> tuple[Term, ...]:
    known = stater.walk.scope.definitions.get(name)
    return _pieces(known) if known is not None and known.params == params else ()


def _of_functions(head: Head, body: Term) -> tuple[Head, Term]:
    """``φ = Φ'`` as φ(x) = Φ'(x)."""
    match body:
        case Op("prime", (Sym(), Num())) if not head.params and head.name is not None:
            argument = Sym("x")
            return Head(head.name, (argument,), Op("call", (head.name, argument))), Op("call", (body, argument))
    return head, body


def define(stater: Stater, head: Head, body: Term) -> None:
    name, scope = head.name, stater.walk.scope
    assert name is not None
    if name in value_symbols(body) or name in free_functions(body):
        return
    if stater.task.tag is not None and stater.task.tag.name in ("erratum", "variant"):
        return  # quoted, not adopted
    if isinstance(body, Op) and body.head == "prob" and scope.term_body(body) is None:
        return  # ŷ = P(y = 1 | x) says what ŷ stands for; it gives no value
    if scope.unsaid.get(name) == _twice(name):
        del scope.unsaid[name]  # given anew
    place = stater.walk.location(*stater.offsets())
    record(stater, head, body)
    scope.define(Definition(name, head.params, body, place))
    stater.defined.append(name)
    if head.params:
        scope.profile = scope.profile.declare(name, "function")
    elif scope.holds_arrays(body) and (scope.profile.kind(name) != "function" or _names_arrays_too(name, scope)):
        scope.profile = scope.profile.declare(name, "matrix" if scope.profile.kind(name) == "matrix" else "vector")
    check_shapes(stater, Op("eq", (name, body)) if not head.params else body)


def _names_arrays_too(name: Sym, scope: Scope) -> bool:
    """A hidden state h, a gradient g: functions by default only.  L, J, R are numbers, whatever stands in them."""
    return name.name in tuple("fgh") and scope.profile.declared_kind(name) is None


_SPREADS = frozenset("sigma s tau r d varsigma".split())


def square_of(stater: Stater, chain: Chain) -> Sym | None:
    """The s of ``s² = …``, a variance or a squared distance, where s is a number of which nothing is known yet."""
    scope = stater.walk.scope
    match chain.members[0]:
        case Op("pow", (Sym() as name, Num(value=power))) if power == 2 and name.name in _SPREADS:
            pass
        case _:
            return None
    declared = scope.declaration(name)
    number = declared is None or (not declared.shape and declared.domain.intersect(POSITIVE) == declared.domain)
    if not number or chain.relations[0] not in ("eq", "define") or (stater.claimed and chain.relations[0] == "eq"):
        return None
    body = chain.members[1]
    sizes = {
        s for part in scope.chain() for d in part.declared.values() for n in d.shape or () for s in free_symbols(n)
    }
    known = scope.definition(name) is not None or name in free_symbols(body) | free_functions(body) | sizes
    return None if known or constant(body) is not None else name


def adopt_square(stater: Stater, name: Sym, body: Term) -> None:
    """From here on s² is the body, and s its root, which is not negative."""
    scope = stater.walk.scope
    place = stater.walk.location(*stater.offsets())
    scope.define(Definition(name, (), Op("sqrt", (body,)), place, square=True))
    stater.defined.append(name)
    if name.name not in ("sigma", "varsigma"):
        scope.profile = scope.profile.declare(name, "scalar")
    stater.statement("definition", words(name))


def check_shapes(stater: Stater, term: Term, claim: Pending | None = None) -> None:
    """Ask whether the shapes of a definition or claim fit."""
    if stater.doubt is not None and stater.doubt.kind == "loose":
        return  # "in one dimension", "ignoring transposes"
    scope = stater.walk.scope
    if scope.layout() in (ROWS, NUMERATOR_ROWS, OPEN) and any(
        isinstance(n, Op) and n.head == "gradient" for n in subterms(term)
    ):
        return  # rows as gradients are a question of the layout
    if of_two_vectors(term, scope) or has_dotted(stater.source):
        return  # a ⊗ b may be a bᵀ, and A_{i·} the sum of a row
    own = {s: what.shape for s in free_symbols(term) if (what := _shape_of(s, scope)) and what.shape is not None}
    open_ = of_their_own(term, None, scope)
    if len(set(own.values())) == 1 and products_are_entrywise(stater.walk.document, stater.task.span):
        return  # γ x + β of columns
    if any(own.values()):
        others = {s: d.shape for part in scope.chain() for s, d in part.declared.items() if d.shape is not None}
        sizes = dict(pair for c in stater.conditions if (pair := _size(c)) is not None)
        known = {s: tuple(substitute(n, sizes) for n in shape) for s, shape in (others | own).items()}
        shapes = tuple(sorted((known | dict.fromkeys(open_)).items(), key=lambda item: item[0].text))
        place = stater.walk.location(*stater.offsets()) if claim is None else claim.location
        source, name = (stater.source, None) if claim is None else (claim.formula, claim.id)
        stater.walk.out.shape_checks.append(ShapeCheck(place, term, shapes, source, name))


def _size(condition: Term) -> tuple[Sym, Term] | None:
    """``m = n`` of two sizes."""
    match condition:
        case Op("eq", (Sym() as size, (Sym() | Num()) as other)):
            return size, other
    return None


def _undefined(stater: Stater, members: Sequence[Term]) -> list[Sym]:
    """Function names in the members that nobody defined and that are no letters of the field."""
    scope, catalog = stater.walk.scope, stater.walk.catalog
    return [
        f for m in members for f in sorted(free_functions(m), key=lambda s: s.text)
        if scope.definition(f) is None and scope.declaration(f) is None
        and catalog.find(f, applied=True) is None and (f.subs or not is_generic(f))
    ]  # fmt: skip


def _shape_of(sym: Sym, scope: Scope) -> Declared | None:
    """The declared shape of a name; an entry ``z_k`` of a declared scalar's family is a scalar."""
    declared = next((s.declared[sym] for s in scope.chain() if sym in s.declared), None)
    if declared is None and sym.subs:
        base = scope.declaration(sym.base)
        return base if base is not None and base.shape == () else None
    return declared
