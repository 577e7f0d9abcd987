"""One part of a formula becomes what it is: a mention, a declaration, a definition, a claim or a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from symnn.claim import Claim, Kind
from symnn.context.claims import (
    Closed,
    OpenTermError,
    close_claim,
    is_relation,
    kind_of,
    relation_of,
)  # fmt: skip
from symnn.context.comparisons import compare
from symnn.context.constants import constant
from symnn.context.declare import declare
from symnn.context.expand import AmbiguousError, NotClosedError
from symnn.context.heads import Chain, Head, chain_of, head_of, same_letter_params
from symnn.context.model import Declared, Definition, Pending, Question, ShapeCheck
from symnn.context.names import is_generic
from symnn.context.scope import Scope
from symnn.context.structure import Flaw, flaws
from symnn.context.walk import Task, Walk
from symnn.notation import words
from symnn.notation.reading import Part
from symnn.result import StatementKind, StatementResult
from symnn.term import Num, Op, Sym, Term, free_functions, free_symbols, transform
from symnn.term import walk as subterms
from symnn.verdict import Undecided, Unreadable

_ARRAY_HEADS = frozenset(["transpose", "gradient", "deriv", "hadamard", "row", "column", "matrix", "ones"])
CODES: dict[str, str] = {
    "identity": "E201", "step": "E205", "derivative": "E202", "limit": "E203", "range": "E204", "inequality": "E204",
    "approximation": "E204", "membership": "E201", "taylor": "E201", "order": "E201", "iff": "E201",
}  # fmt: skip


@dataclass(slots=True)
class Stater:
    """States the parts of one formula; ``base`` is the formula's id, ``count`` its claims so far."""

    walk: Walk
    task: Task
    part: Part
    conditions: tuple[Term, ...]
    base: str
    count: int = 0

    # ------------------------------------------------------------------ places and bookkeeping
    @property
    def claimed(self) -> bool:
        return self.task.tag is not None

    def offsets(self, at: tuple[int, int] | None = None) -> tuple[int, int]:
        start = self.task.span.inner_start
        return (start + at[0], start + at[1]) if at else (self.task.span.start, self.task.span.end)

    def statement(self, kind: StatementKind, name: str | None = None) -> None:
        place = self.walk.location(*self.offsets())
        reading = words(self.part.term)
        self.walk.out.statements.append(StatementResult(kind, place, name, self.source, reading))

    @property
    def source(self) -> str:
        return self.task.span.source[self.part.start : self.part.end].strip()

    def flaw(self, flaw: Flaw) -> None:
        """A finding at its part of the formula, or at the whole one when that begins on another line."""
        start, end = self.offsets(flaw.at)
        position = self.walk.document.position
        if position(start)[0] != position(self.task.span.start)[0]:
            start, end = self.offsets()
        self.walk.find(flaw, start, end)

    # ------------------------------------------------------------------ the decision
    def state(self) -> None:
        term = self.part.term
        for flaw in flaws(term, self.walk.scope):
            self.flaw(flaw)
        if self.task.condition:
            self.statement("mention")
        elif self.task.let:
            self._let(term)
        elif not is_relation(term):
            self.statement("mention", words(term) if isinstance(term, Sym) else None)
        elif isinstance(term, Op):
            self._relation(term)

    def _let(self, term: Term) -> None:
        match term:
            case Op("define" | "eq", (left, right)) if (head := head_of(left)) is not None and head.name is not None:
                self._define(head, right)
                self.statement("definition", words(head.name))
            case _:
                names = declare(term, self.walk.scope)
                self.statement("declaration", words(names[0]) if names else None)

    def _relation(self, term: Op) -> None:
        if term.head in ("sim", "typed"):
            declare(term, self.walk.scope)
            self.statement("declaration")
            return
        if term.head in ("propto", "subset", "mapsto", "update", "notin", "ll", "gg"):
            self.statement("definition" if term.head == "update" else "mention")
            return
        if term.head in ("iff", "implies"):
            self.claim(term, "iff")
            return
        chain = chain_of(term)
        if set(chain.relations) <= {"lt", "le", "gt", "ge", "ne"}:
            self._inequality(term, chain)
        elif chain.relations == ("in",):
            self._membership(chain)
        elif chain.relations == ("to",):
            self._tends(term)
        else:
            self._equation(chain)

    def _inequality(self, term: Op, chain: Chain) -> None:
        simple = all(isinstance(m, Sym) or constant(m) is not None or _is_end(m) for m in chain.members)
        if simple and not self.claimed:
            self.statement("mention")
        elif len(chain.relations) == 1:
            self.claim(term, kind_of(term))
        else:
            self.claim(term, "inequality")

    def _membership(self, chain: Chain) -> None:
        member, where = chain.members
        if not self.claimed and (isinstance(member, Sym | Num) or (isinstance(member, Op) and member.head == "seq")):
            declare(chain.link(0), self.walk.scope)
            self.statement("declaration", words(member) if isinstance(member, Sym) else None)
            return
        argument = Sym("x")
        filled = transform(member, lambda t: argument if t == Op("placeholder") else None)
        self.claim(Op("in", (filled, where)), "range")

    def _tends(self, term: Op) -> None:
        body = term.args[0]
        if self.claimed and not isinstance(body, Sym):
            self.claim(term, "limit")
        else:
            self.statement("mention")

    # ------------------------------------------------------------------ equations
    def _equation(self, chain: Chain) -> None:
        inline = not self.claimed and self.task.span.kind != "display" and "define" not in chain.relations
        if inline and all(map(_is_plain, chain.members)):
            self.statement("mention")
            return
        heads = self._heads(chain)
        if not heads:
            self._steps(chain, 0, first="step" if len(chain.relations) > 1 else None)
            return
        if chain.membership is not None:
            declare(Op("in", (chain.members[0], chain.membership)), self.walk.scope)
        approximate = [i for i, r in enumerate(chain.relations) if r == "approx"]
        body = chain.members[-1] if approximate else chain.members[len(heads)]
        for head in heads:
            if head.name is not None:
                self._defined(head, body, chain, len(heads))
            else:
                self.walk.scope.terms[head.term] = body
        self.statement("definition", words(heads[0].name) if heads[0].name is not None else words(heads[0].term))
        if approximate:
            self._about(chain)
        self._steps(chain, len(heads), first="step")

    def _heads(self, chain: Chain) -> list[Head]:
        """The leading members that this chain defines, none when it is a claim."""
        found: list[Head] = []
        for index, member in enumerate(chain.members[:-1]):
            head = head_of(member)
            relation = chain.relations[index]
            if head is None or not self._introduces(head, relation, chain.members[index + 1]):
                break
            found.append(head)
            if relation == "define":
                break
        return found

    def _introduces(self, head: Head, relation: str, body: Term) -> bool:
        if relation == "define":
            return True
        if self.claimed or relation not in ("eq", "equiv", "approx"):
            return False
        if head.name is None:
            return not self.walk.authored
        name, scope = head.name, self.walk.scope
        known = scope.definition(name) is not None
        catalogued = self.walk.catalog.find(name, applied=bool(head.params)) is not None
        if relation == "approx" and (known or catalogued):
            return False
        if self.walk.authored:
            return not known and not catalogued
        return not any(isinstance(n, Op) and n.head == "unknown" for n in subterms(body))

    def _defined(self, head: Head, body: Term, chain: Chain, count: int) -> None:
        name = head.name
        assert name is not None
        params, matched = same_letter_params(head.params, body)
        if matched is not None:
            message = f"the head writes {matched[0].text}, the body {matched[1].text}: read as the same argument"
            self.flaw(Flaw("N112", message))
        entry = self.walk.catalog.find(name, applied=bool(params))
        if (
            entry is not None
            and not params
            and not is_generic(name)
            and set(entry.definition.params) & free_symbols(body)
        ):
            params = entry.definition.params
            arguments = ", ".join(p.text for p in params)
            self.flaw(
                Flaw("W407", f"{words(name)} is written without its argument; read as {words(name)}({arguments})")
            )
        undefined = self._undefined(chain.members[count:])
        quoted = self.task.tag is not None and self.task.tag.name == "variant"
        if not quoted and (not undefined or not self.walk.authored):
            others = [] if "approx" in chain.relations else list(chain.members[count + 1 :])
            compare(self, name, params, [body, *others])
        self._define(Head(name, params, head.term), body)

    def _define(self, head: Head, body: Term) -> None:
        name, scope = head.name, self.walk.scope
        assert name is not None
        if name in free_symbols(body) or name in free_functions(body):
            return
        if self.task.tag is not None and self.task.tag.name in ("erratum", "variant"):
            return  # quoted, not adopted
        if isinstance(body, Op) and body.head == "prob" and scope.term_body(body) is None:
            return  # ŷ = P(y = 1 | x) says what ŷ stands for; it gives no value
        place = self.walk.location(*self.offsets())
        scope.define(Definition(name, head.params, body, place))
        if head.params:
            scope.profile = scope.profile.declare(name, "function")
        elif holds_arrays(body, scope) and scope.profile.kind(name) != "function":
            scope.profile = scope.profile.declare(name, "vector")
        self._check_shapes(Op("eq", (name, body)) if not head.params else body)

    def _check_shapes(self, term: Term) -> None:
        scope = self.walk.scope
        own = {s: what.shape for s in free_symbols(term) if (what := _shape_of(s, scope)) and what.shape is not None}
        if any(own.values()):
            others = {s: d.shape for part in scope.chain() for s, d in part.declared.items() if d.shape is not None}
            shapes = tuple(sorted((others | own).items(), key=lambda item: item[0].text))
            place = self.walk.location(*self.offsets())
            self.walk.out.shape_checks.append(ShapeCheck(place, term, shapes, self.source))

    def _undefined(self, members: Sequence[Term]) -> list[Sym]:
        """Function names in the members that nobody defined and that are no letters of the field."""
        scope, catalog = self.walk.scope, self.walk.catalog
        return [
            f for m in members for f in sorted(free_functions(m), key=lambda s: s.text)
            if scope.definition(f) is None and scope.declaration(f) is None
            and catalog.find(f, applied=True) is None and (f.subs or not is_generic(f))
        ]  # fmt: skip

    def _about(self, chain: Chain) -> None:
        """``g(x) ≈ σ(0) + σ′(0)x``: the function meant is the one whose value and slope at 0 are written."""
        for node in subterms(Op("and", chain.members[1:])):
            match node:
                case Op("call", (Op("prime", (Sym() as fn, _)), point)):
                    self._question(Op("call", (fn, Sym("x"))), chain.members[-1], point)
                    return
        self.statement("question")

    # ------------------------------------------------------------------ claims
    def _steps(self, chain: Chain, start: int, first: Kind | None) -> None:
        many = len(chain.relations) - start > 1
        for index in range(start, len(chain.relations)):
            link = chain.link(index)
            if link.head == "approx":
                if start == 0 or index >= start:
                    self._question(link.args[0], link.args[1], None)
                continue
            if link.head in ("define", "equiv"):
                link = replace(link, head="eq")
            form = kind_of(link)
            step = (index > 0 or many) and first is not None and form == "identity"
            self.claim(link, "step" if step else form, index=index if many or start else None)

    def _question(self, left: Term, right: Term, point: Term | None) -> None:
        self.statement("question")
        relation = Op("eq", (left, right))
        try:
            closed = close_claim(
                self.base, "approximation", relation, self.conditions, self.walk.scope, self.walk.catalog
            )
        except (NotClosedError, AmbiguousError, OpenTermError):
            return
        if not (isinstance(closed.claim.relation, Op) and len(closed.claim.relation.args) == 2):
            return
        place = self.walk.location(*self.offsets())
        about = f"{words(left)} and {words(right)}"
        sides = closed.claim.relation.args
        self.walk.out.questions.append(Question(place, self.source, sides[0], sides[1], closed.claim, point, about))

    def claim(self, relation: Op, kind: Kind, index: int | None = None) -> None:
        """Hand a relation over as a claim, with what keeps it from being closed as its verdict."""
        self.count += 1
        name = self.base if self.count == 1 else f"{self.base}.{self.count}"
        relation, conditions = self._given(relation)
        shown, rest = relation_of(relation, conditions)
        if kind != "step":
            kind = kind_of(shown) if kind_of(shown) not in ("identity", "membership") else kind
        result, undefined = self._closed(name, kind, shown, rest)
        claim = result.claim if isinstance(result, Closed) else result
        hypothesis = None
        if undefined and (found := self._supposing(undefined[0], name, kind, shown, rest)) is not None:
            claim, hypothesis = found
        tag = self.task.tag
        pending = Pending(
            id=name, parent=self.base if self.count > 1 or index is not None else None,
            location=self.walk.location(*self.offsets()), formula=self._formula(relation, index),
            reading=self._reading(shown, rest, result), claim=claim, kind=kind,
            assumptions=result.assumptions if isinstance(result, Closed) else (), codes=self._codes(kind, relation),
            expected=tag.option("expect") if tag is not None else None,
            erratum=tag is not None and tag.name == "erratum",
            shapes=result.shapes if isinstance(result, Closed) else (), hypothesis=hypothesis,
        )  # fmt: skip
        self.walk.out.pending.append(pending)
        for sym in undefined:
            self.flaw(Flaw("W405", f"{words(sym)} is used here and defined nowhere in this document"))
        self._check_shapes(relation)

    def _formula(self, relation: Op, index: int | None) -> str:
        if index is None:
            return self.source
        places = [a.at for a in relation.args if a.at is not None]
        if len(places) < 2:
            return self.source
        source = self.task.span.source
        return source[min(p[0] for p in places) : max(p[1] for p in places)].strip()

    def _given(self, relation: Op) -> tuple[Op, tuple[Term, ...]]:
        """A ``?`` in a case list leaves that case open: the claim is about the others."""
        excluded: list[Term] = []

        def known_cases(term: Term) -> Term | None:
            if not (isinstance(term, Op) and term.head == "cases"):
                return None
            kept = []
            for case in term.args:
                if isinstance(case, Op) and case.args[0] == Op("unknown"):
                    excluded.append(_negated(case.args[1]))
                else:
                    kept.append(case)
            return replace(term, args=tuple(kept)) if len(kept) < len(term.args) and kept else None

        out = transform(relation, known_cases)
        if excluded:
            self.flaw(Flaw("N114", "a value is left open with “?”; the claim is judged at the other points"))
        return (out if isinstance(out, Op) else relation), (*self.conditions, *excluded)

    def _closed(
        self, name: str, kind: Kind, relation: Term, conditions: tuple[Term, ...]
    ) -> tuple[Closed | Undecided | Unreadable, list[Sym]]:
        left = relation.args[0] if isinstance(relation, Op) and relation.head == "eq" else None
        if isinstance(left, Sym) and self._unknown_head(left, relation):
            if not is_generic(left) and self.walk.catalog.find(left) is not None:
                self.flaw(Flaw("W407", f"{words(left)} is a function and stands here without its argument"))
            return Undecided(f"{words(left)} is never defined"), []
        try:
            return close_claim(name, kind, relation, conditions, self.walk.scope, self.walk.catalog), []
        except OpenTermError as error:
            return Undecided(str(error)), []
        except NotClosedError as error:
            if error.lost is not None:
                self.flaw(Flaw("W407", f"{words(error.lost)} is a function and stands here without its argument"))
            return Undecided(str(error)), [error.undefined] if error.undefined is not None else []
        except AmbiguousError as error:
            return Unreadable(str(error)), []

    def _supposing(
        self, fn: Sym, name: str, kind: Kind, relation: Term, conditions: tuple[Term, ...]
    ) -> tuple[Claim, Term] | None:
        """The claim with an undefined function taken to be the straight line that stands on the other side."""
        calls = {n.args[1:] for n in subterms(relation) if isinstance(n, Op) and n.head == "call" and n.args[0] == fn}
        if len(calls) != 1:
            return None
        (arguments,) = calls
        argument = arguments[0]
        if len(arguments) != 1 or not isinstance(argument, Sym):
            return None
        for line in subterms(relation):
            if isinstance(line, Op) and line.head == "add" and free_symbols(line) == {argument}:
                scope = self.walk.scope.child(self.walk.scope.level)
                scope.definitions[fn] = Definition(fn, (argument,), line)
                try:
                    closed = close_claim(name, kind, relation, conditions, scope, self.walk.catalog)
                except (NotClosedError, AmbiguousError, OpenTermError):
                    continue
                return closed.claim, Op("eq", (Op("call", (fn, argument)), line))
        return None

    def _unknown_head(self, sym: Sym, relation: Term) -> bool:
        scope = self.walk.scope
        right = relation.args[1] if isinstance(relation, Op) else relation
        return scope.definition(sym) is None and scope.declaration(sym) is None and sym not in free_symbols(right)

    def _codes(self, kind: Kind, relation: Op) -> tuple[str, ...]:
        own = CODES[kind]
        head = head_of(relation.args[0]) if relation.head == "eq" else None
        if head is None or head.name is None or not head.params or is_generic(head.name):
            return (own,)
        if any(s.definitions.get(head.name) for s in self.walk.scope.chain()):
            return (own, "E301", "E302")
        return (own, "E302", "E301") if self.walk.catalog.find(head.name, applied=True) else (own,)

    def _reading(self, relation: Term, conditions: tuple[Term, ...], result: object) -> str:
        text = words(relation)
        if conditions:
            text += " for " + ", ".join(words(c) for c in conditions)
        elif isinstance(result, Closed):
            reals = [words(v.sym) for v in result.claim.variables if str(v.domain) == "real" and not v.shape]
            text += f" for real {', '.join(reals)}" if reals else ""
        return text


def holds_arrays(body: Term, scope: Scope) -> bool:
    """Whether vectors, matrices or derivatives stand in a body: then a bracket behind its name is a factor."""
    return any(
        (isinstance(node, Op) and node.head in _ARRAY_HEADS)
        or (isinstance(node, Sym) and scope.profile.kind(node) in ("vector", "matrix"))
        for node in subterms(body)
    )


def _is_plain(term: Term) -> bool:
    return isinstance(term, Sym) or constant(term) is not None


def _is_end(term: Term) -> bool:
    return isinstance(term, Op) and term.head in ("infinity", "placeholder", "dots")


def _negated(condition: Term) -> Term:
    flipped = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
    if isinstance(condition, Op) and condition.head in flipped:
        return replace(condition, head=flipped[condition.head])
    return Op("not", (condition,))


def _shape_of(sym: Sym, scope: Scope) -> Declared | None:
    """The declared shape of a name; an entry ``z_k`` of a declared scalar's family is a scalar."""
    declared = scope.declaration(sym)
    if declared is None and sym.subs:
        base = scope.declaration(sym.base)
        return base if base is not None and base.shape == () else None
    return declared
