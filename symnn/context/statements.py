"""One part of a formula becomes what it is: a mention, a declaration, a definition, a claim or a question."""

from __future__ import annotations

import re
from dataclasses import replace

from symnn.claim import Kind
from symnn.context.cases.renewal import declare_here
from symnn.context.cases.supposed import only_spoken_of
from symnn.context.cases.valued import is_result
from symnn.context.claiming import about, claim, question, sums
from symnn.context.closing.columns import columns_declared, with_columns
from symnn.context.closing.stacked import entered, stack_of
from symnn.context.constants import constant, infinite
from symnn.context.declaring import declare_by, note_with, state_condition, state_let, suppose
from symnn.context.defining.again import compare_again, said_again
from symnn.context.defining.bounded import note_bounded
from symnn.context.defining.calls import of_itself
from symnn.context.defining.definitions import adopt, adopt_square, heads_of, square_of
from symnn.context.defining.heads import Chain, Head, chain_of
from symnn.context.lints.case_lists import case_lists
from symnn.context.lints.free_indices import idle_factors, lone_names, lonely_indices
from symnn.context.lints.other_shapes import other_shapes, said_before
from symnn.context.lints.structure import flaws
from symnn.context.lints.suspicions import note_escaped, suspect
from symnn.context.relations import is_relation, kind_of
from symnn.context.stater import Stater
from symnn.context.words.bounds import bounds_a_name
from symnn.notation import words
from symnn.term import Num, Op, Sym, Term, free_symbols, transform
from symnn.term import walk as subterms

_INDICES = frozenset("ijklmnpqrstd")
_DEFINED = re.compile(r"\bdefin(e|es|ed|ing|ition)\b|定义", re.I)
_IS_THE = re.compile(r"\s*(is|denotes|stands for) (the|a|an)\b")
_ONLY_SAID = frozenset("propto subset mapsto update notin ll gg supset succ succeq prec preceq perp not".split())


def state(stater: Stater) -> None:
    term = stater.part.term
    for flaw in flaws(term, stater.walk.scope):
        stater.flaw(flaw)
        stater.flawed.add(flaw.code)
    if "E403" not in stater.flawed:
        for flaw in (*lonely_indices(stater, term), *idle_factors(stater, term)):
            stater.flaw(flaw)
            stater.flawed.add(flaw.code)
    shapes = said_before(stater)
    note_bounded(stater.walk.scope, term)
    if stater.task.condition:
        state_condition(stater, term)
    elif stater.task.let:
        state_let(stater, term)
    elif stater.supposed:
        suppose(stater, term)
        stater.statement("declaration")
    elif not is_relation(term):
        stater.statement("mention", words(term) if isinstance(term, Sym) else None)
    elif isinstance(term, Op):
        _relation(stater, term)
        note_escaped(stater, term)
    for flaw in other_shapes(stater, shapes):
        stater.flaw(flaw)
    if not stater.task.condition and not stater.task.let:
        suspect(stater, term)
        case_lists(stater, term)
        stater.walk.lone += lone_names(stater, term)


def _relation(stater: Stater, term: Op) -> None:
    if term.head in ("sim", "typed"):
        declare_by(stater, term)
        stater.statement("declaration")
        return
    if term.head in _ONLY_SAID:
        stater.statement("definition" if term.head == "update" else "mention")
        return
    if term.head in ("iff", "implies"):
        claim(stater, term, "iff")
        return
    if _stacks(stater, chain_of(term)):
        return
    chain = with_columns(chain_of(term), stater.walk.scope, stater.source)
    if (columns := columns_declared(chain, stater.walk.scope)) is not None:
        declare_by(stater, columns)
    if set(chain.relations) <= {"lt", "le", "gt", "ge", "ne"}:
        _inequality(stater, term, chain)
    elif chain.relations == ("in",):
        _membership(stater, chain)
    elif chain.relations[0] == "in" and set(chain.relations[1:]) == {"subset"} and isinstance(chain.members[0], Sym):
        _membership(stater, replace(chain, members=chain.members[:2], relations=("in",)))  # x ∈ Ω ⊂ ℝ²: x is in Ω
    elif chain.relations == ("to",):
        _tends(stater, term)
    else:
        _equation(stater, chain)


def _stacks(stater: Stater, chain: Chain) -> bool:
    """``A = [a_1 … a_n]`` of vectors a_i: A is a matrix, and these are names of its columns."""
    stack = stack_of(replace(chain, membership=None), stater.source)
    if stack is None or stater.walk.authored or stater.claimed:
        return False
    walk, span = stater.walk, stater.task.span
    number = walk.prose.starts.index(span.start)
    beside = (s for s in walk.document.spans[number + 1 : number + 3] if s.block == span.block)
    also = [t for s in beside for t in walk.prose.terms(s)]
    if chain.membership is not None:
        also.insert(0, Op("in", (stack.array, chain.membership)))
    if walk.scope.definition(stack.array) is not None or not entered(stack, walk.scope, walk.section, also):
        return False
    stater.statement("definition", words(stack.array))
    return True


def _inequality(stater: Stater, term: Op, chain: Chain) -> None:
    simple = bounds_a_name(term) or all(
        isinstance(m, Sym) or constant(m) is not None or _is_end(m) for m in chain.members
    )
    if simple and not stater.claimed:
        stater.statement("mention")
    elif not stater.claimed and isinstance(chain.members[0], Sym) and _described(stater):
        stater.statement("mention")  # and R ≤ min(M, N) is the rank of P
    elif len(chain.relations) == 1:
        claim(stater, term, kind_of(term))
    else:
        claim(stater, term, "inequality")


def _membership(stater: Stater, chain: Chain) -> None:
    member, where = chain.members
    if not stater.claimed and (isinstance(member, Sym | Num) or (isinstance(member, Op) and member.head == "seq")):
        narrows = not (isinstance(where, Op) and where.head == "reals") and isinstance(member, Sym)
        if narrows and not stater.task.let and only_spoken_of(stater.walk.prose, stater.task.span):
            stater.walk.scope.unsaid.setdefault(member, words(chain.link(0)))  # type: ignore[arg-type]
            stater.statement("mention")
            return
        declare_by(stater, chain.link(0))
        stater.statement("declaration", words(member) if isinstance(member, Sym) else None)
        return
    if not stater.claimed and (turned := _turned(stater, member, where)) is not None:
        declare_by(stater, turned)
        stater.statement("declaration", words(turned.args[0]))
        return
    if not stater.claimed and _of_the_unknown(stater, member):
        stater.statement("declaration")  # where u(x) ∈ ℝ is a function
        return
    argument = Sym("x")
    filled = transform(member, lambda t: argument if t == Op("placeholder") else None)
    claim(stater, Op("in", (filled, where)), "range")


def _turned(stater: Stater, member: Term, where: Term) -> Op | None:
    """``Y^T ∈ ℝ^{m×n}`` of a Y of which nothing was said: Y ∈ ℝ^{n×m}."""
    match member, where:
        case Op("transpose", (Sym() as name,)), Op("reals", (rows, columns)):
            scope = stater.walk.scope
            if scope.definition(name) is None and scope.declaration(name) is None:
                return Op("in", (name, Op("reals", (columns, rows))))
    return None


def _of_the_unknown(stater: Stater, member: Term) -> bool:
    match member:
        case Op("call", (Sym() as name, *_)):
            walk = stater.walk
            return walk.scope.definition(name) is None and walk.catalog.find(name, applied=True) is None
    return False


def _tends(stater: Stater, term: Op) -> None:
    body = term.args[0]
    if stater.claimed and not isinstance(body, Sym):
        claim(stater, term, "limit")
    else:
        stater.statement("mention")


def _equation(stater: Stater, chain: Chain) -> None:
    inline = not stater.claimed and stater.task.span.kind != "display" and "define" not in chain.relations
    if not stater.task.condition and is_result(stater, chain):
        _steps(stater, chain, 0, first="step" if len(chain.relations) > 1 else None)
        stater.walk.prose.understood.add(stater.task.span.start)
        return
    if inline and all(map(_is_plain, chain.members)):
        if stater.walk.authored or not sums(stater, chain):
            stater.statement("mention")
        return
    squared = square_of(stater, chain)
    if squared is not None:
        adopt_square(stater, squared, chain.members[1])
        _steps(stater, chain, 1, first="step")
        return
    if chain.relations == ("eq",) and _runs_through(*chain.members):
        stater.statement("declaration")
        return
    heads = heads_of(stater, chain)
    if (
        not heads
        and chain.relations in (("equiv",), ("define",))
        and (_DEFINED.search(stater.walk.prose.ahead(stater.task.span)) or _of_arrays(chain.members[0]))
    ):
        stater.statement("definition")  # of a sign: "we define the Schur complement M/A as"
        return
    if 0 < len(heads) < len(chain.relations) and heads[0].name in free_symbols(chain.members[len(heads)]):
        heads = []  # R = (U⁻¹U) R = … speaks of an R that is known
    body = chain.members[len(heads)]
    if heads and (_factored(heads[0], body) or ("define" not in chain.relations and of_itself(stater, heads[0], body))):
        heads = []
    if heads and stater.doubt is not None and stater.doubt.kind == "some":
        stater.statement("mention")  # there is a c such that a = c b: no a is defined
        return
    if not heads:
        _steps(stater, chain, 0, first="step" if len(chain.relations) > 1 else None)
        return
    known = said_again(stater, heads, chain)
    if known == "claim":
        _steps(stater, chain, 0, first="step" if len(chain.relations) > 1 else None)
        return
    again = compare_again(stater, heads[0], chain.members[1]) if known == "compare" else None
    if chain.membership is not None:
        declare_here(Op("in", (chain.members[0], chain.membership)), stater.walk.scope, anew=False)
    note_with(stater, heads[0])
    approximate = chain.relations[len(heads) - 1] == "approx"  # g ≈ … = body: the last equal member is the body
    last = len(heads)
    while approximate and last < len(chain.relations) and chain.relations[last] == "eq":
        last += 1
    body = chain.members[last]
    for head in heads:
        if head.name is not None:
            adopt(stater, head, body, chain, len(heads))
        else:
            stater.walk.scope.terms[head.term] = body
    if again is not None:
        stater.count += 1
        stater.walk.out.again.append(again)
    else:
        stater.statement("definition", words(heads[0].name) if heads[0].name is not None else words(heads[0].term))
    if approximate:
        about(stater, chain)
    _steps(stater, chain, len(heads), first="step")


def _factored(head: Head, body: Term) -> bool:
    """``p(x, y) = p(x) p(y)`` and ``f(x) = f(x_0) + …`` speak of a p and f that are known.

    The same name with fewer arguments, or only with arguments that do not hold the parameter; f(n − 1) is a recurrence.
    """
    inside = [n for n in subterms(body) if isinstance(n, Op) and n.head == "call" and n.args[0] == head.name]
    fewer = any(len(n.args) - 1 < len(head.params) for n in inside)
    elsewhere = head.params and inside and not any(free_symbols(n) & set(head.params) for n in inside)
    return bool(fewer or elsewhere)


def _of_arrays(term: Term) -> bool:
    """``M/A`` of bold names, which cannot be divided: a sign that is defined here."""
    match term:
        case Op("div", (Sym(font="bf"), Sym(font="bf"))):
            return True
    return False


def _described(stater: Stater) -> bool:
    return _IS_THE.match(stater.walk.document.text, stater.task.span.end) is not None


def _steps(stater: Stater, chain: Chain, start: int, first: Kind | None) -> None:
    many = len(chain.relations) - start > 1
    for index in range(start, len(chain.relations)):
        link = chain.link(index)
        if link.head == "approx":
            if start == 0 or index >= start:
                question(stater, link.args[0], link.args[1], None)
            continue
        if link.head in ("define", "equiv"):
            link = replace(link, head="eq")
        form = kind_of(link)
        step = (index > 0 or many) and first is not None and form == "identity"
        claim(stater, link, "step" if step else form, index=index if many or start else None)


def _runs_through(left: Term, right: Term) -> bool:
    """``i = 1, 2``, ``n = 1, 2, \\dots, N``: an index and its values."""
    if not (isinstance(left, Sym) and left.name in _INDICES and not (left.subs or left.sups or left.font)):
        return False
    return isinstance(right, Op) and right.head == "seq" and isinstance(right.args[0], Num)


def _is_plain(term: Term) -> bool:
    return isinstance(term, Sym) or constant(term) is not None or infinite(term) != 0


def _is_end(term: Term) -> bool:
    return isinstance(term, Op) and term.head in ("infinity", "placeholder", "dots")
