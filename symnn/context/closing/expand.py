"""Closing a term: defined names are replaced by their bodies, catalogue functions by their definitions.

Derivatives by defined names follow the graph of definitions: ∂A/∂B treats B as the variable and expands every other
path.  When A reaches what B depends on around B as well, both readings are named and the formula is unreadable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from symnn.context.catalog import Catalog, Entry
from symnn.context.closing.applied import applied
from symnn.context.closing.arrays import is_array, is_unknown_number
from symnn.context.closing.dependence import depends, varies
from symnn.context.closing.errors import AmbiguousError, LayeredError, NotClosedError
from symnn.context.closing.normal_integral import normal_integral
from symnn.context.closing.numbers import row_of_an_array
from symnn.context.closing.open_terms import one_name_increments
from symnn.context.closing.points import gradient_at, is_logistic, is_point, logit
from symnn.context.model import Definition
from symnn.context.names import is_generic, value_symbols
from symnn.context.own_names import has_label
from symnn.context.scope import Scope
from symnn.heads import HEADS
from symnn.notation import words
from symnn.term import (
    PLACE,
    Num,
    Op,
    Sym,
    Term,
    bound_variable,
    children,
    free_symbols,
    rebuild,
    substitute,
    walk,
)

MAX_NODES = 20_000
DISTRIBUTION, DENSITY = Sym("Phi"), Sym("phi")  # beside Φ the letter φ is its density, unless the document says else
_ARRAYS = ("vector", "matrix")
_OPAQUE_LETTERS = frozenset("f g h F G phi psi varphi ell l L J u v".split())


@dataclass(slots=True)
class Closer:
    """Closes terms in one scope; remembers which opaque functions and catalogue parameters came in."""

    scope: Scope
    catalog: Catalog
    opaque: dict[Sym, int] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    own: frozenset[Sym] = frozenset()
    missing: frozenset[Sym] = frozenset()
    beside_distribution: bool = False
    density_taken: bool = False

    def close(self, term: Term, frozen: frozenset[Sym] = frozenset()) -> Term:
        """The term in primitive heads, variables and opaque functions."""
        try:
            closed = self._close(one_name_increments(term), frozen, ())
        except RecursionError:
            raise NotClosedError("its definitions are nested too deeply") from None
        size = sum(1 for _ in walk(closed))
        if size > MAX_NODES:
            raise NotClosedError(f"its definitions expand to {size} nodes, more than {MAX_NODES}")
        return closed

    def _close(self, term: Term, frozen: frozenset[Sym], busy: tuple[Sym, ...]) -> Term:
        match term:
            case Num():
                return term
            case Sym():
                return self._symbol(term, frozen, busy)
            case Op("call", (Sym() as fn, Op("parallel", pair))):
                return self._call(term, fn, pair, frozen, busy)  # D(p ‖ q)
            case Op("call", (Sym() as fn, *args)):
                return self._call(term, fn, tuple(args), frozen, busy)
            case Op("call", (Op("inverse", (Sym() as fn,)), argument)) if self._is_logistic(fn, argument):
                return logit(self._close(argument, frozen, busy))
            case Op("call", (Op("prime", (Sym() as fn, order)), *args)):
                return self._primed(term, fn, order, tuple(args), frozen, busy)
            case Op("call", (Op("deriv", (Sym() as fn, *variables)), *args)):
                return self._at_point(fn, tuple(variables), tuple(args), frozen, busy)
            case Op("deriv", (body, *variables)):
                return self._derivative(body, tuple(variables), frozen, busy)
            case Op("transpose") if (doubt := row_of_an_array(term, self.scope)) is not None:
                raise AmbiguousError(doubt)
            case Op("gradient" | "hessian") if (found := self._gradient(term, frozen, busy)) is not None:
                return found
            case Op("gradient" | "hessian", (body, Sym() as name)):
                depends(self.scope, self._definition, self._array, body, self._close(body, frozen | {name}, busy), name)
                return rebuild(term, tuple(self._close(a, frozen, busy) for a in term.args))
            case Op("prob"):
                return self._probability(term, frozen, busy)
            case Op("at", (body, Sym() as var, value)):
                inner = self._close(body, frozen | {var}, busy)
                return Op("at", (inner, var, self._close(value, frozen, busy)))
            case Op("pow", (Sym() as name, Num(value=power))) if power > 0 and power % 2 == 0:
                square = self._square(name, frozen, busy)
                if square is not None:
                    return square if power == 2 else Op("pow", (square, Num(power / 2)))
                return rebuild(term, tuple(self._close(a, frozen, busy) for a in term.args))
            case Op():
                var_ = bound_variable(term)
                if var_ is None:
                    return rebuild(term, tuple(self._close(a, frozen, busy) for a in term.args))
                body = self._close(term.args[0], frozen | {var_}, busy)
                rest = tuple(self._close(a, frozen, busy) for a in term.args[2:])
                if term.head == "integral" and rest[:1] == (Op("neg", (Op("infinity"),)),):
                    found = normal_integral(body, var_, rest[1])
                    return Op(term.head, (body, var_, *rest)) if found is None else found
                return Op(term.head, (body, var_, *rest))

    def _symbol(self, sym: Sym, frozen: frozenset[Sym], busy: tuple[Sym, ...]) -> Term:
        if sym in frozen:
            return sym
        definition = None if sym in busy else self._definition(sym)
        if definition is not None and not self._named_exactly(sym) and any(b.base == sym.base for b in busy):
            raise LayeredError(f"{words(sym)} is defined by a recursion over its index")
        if definition is not None:  # a function named without its arguments is its value at their current values
            return self._close(definition.body, frozen, (*busy, sym))
        if definition is None and len(sym.name) > 2 and not is_generic(sym) and self.catalog.find(sym) is not None:
            raise NotClosedError(f"{words(sym)} stands here without its argument", lost=sym)
        if any(sym in scope.declared for scope in self.scope.chain()):
            return sym  # W_z is a name of its own, whatever z is
        if definition is None and (bold := self._bold(sym)) is not None and bold not in frozen:
            return self._symbol(bold, frozen, busy)
        if definition is None and (entry := self._entry(sym, frozen, busy)) is not None:
            return entry
        if has_label(sym, self.scope):
            array = words(replace(sym, subs=()))
            raise NotClosedError(f"{words(sym)} is not given: its subscript is a label, and no place in {array}")
        if sym.subs or sym.sups:
            indexed = rebuild(sym, tuple(self._close(p, frozen, busy) for p in children(sym)))
            return indexed if isinstance(indexed, Sym) else sym
        return sym

    def _square(self, sym: Sym, frozen: frozenset[Sym], busy: tuple[Sym, ...]) -> Term | None:
        """What σ² is in a document that says so."""
        definition = None if sym in frozen or sym in busy else self._definition(sym)
        match definition:
            case Definition(body=Op("sqrt", (body,)), square=True):
                return self._close(body, frozen, (*busy, sym))
        return None

    def _entry(self, sym: Sym, frozen: frozenset[Sym], busy: tuple[Sym, ...]) -> Term | None:
        """z_j beside an array z that was defined: an entry of what z is."""
        array = replace(sym, subs=())
        if not sym.subs or array in frozen or array in busy or self.scope.declaration(sym) is not None:
            return None
        definition = self._definition(array)
        if definition is None or definition.params or not self._array(array, definition.body):
            return None
        body = self._close(definition.body, frozen, (*busy, array))
        if free_symbols(body) & {s for i in sym.subs for s in free_symbols(i)}:
            raise NotClosedError(f"{words(sym)}: the index stands in what {words(array)} is")
        return Op("item", (body, *(self._close(i, frozen, busy) for i in sym.subs)))

    def _array(self, sym: Sym, body: Term) -> bool:
        """Whether a defined name is an array; f, g, h are functions by default, and so are numbers such as L."""
        kind = self.scope.profile.kind(sym)
        held = kind == "function" and self.scope.holds_arrays(body)
        return kind in _ARRAYS or held or is_array(body, self.scope)

    def _bold(self, sym: Sym) -> Sym | None:
        r"""x_i is an entry of the array $\mathbf{x}$ where nothing is called x."""
        if not sym.subs or sym.font or self._known(sym) or self._known(replace(sym, subs=())):
            return None
        bold = replace(sym, subs=(), font="bf")
        what, definition = self.scope.declaration(bold), self._definition(bold)
        if what is not None and len(what.shape or ()) == len(sym.subs):
            return replace(sym, font="bf")
        return replace(sym, font="bf") if definition is not None and not definition.params else None

    def _known(self, sym: Sym) -> bool:
        return self.scope.declaration(sym) is not None or self._definition(sym) is not None

    def _definition(self, sym: Sym) -> Definition | None:
        if sym in self.missing:
            return None
        found = self.scope.definition(sym)
        if found is None and len(sym.name) > 1 and not is_generic(sym):
            found = self.scope.definition_by_spelling(sym)
        return found

    def _named_exactly(self, sym: Sym) -> bool:
        return any(sym in scope.definitions for scope in self.scope.chain())

    def _call(self, term: Op, fn: Sym, args: tuple[Term, ...], frozen: frozenset[Sym], busy: tuple[Sym, ...]) -> Term:
        closed = tuple(self._close(a, frozen, busy) for a in args)
        params, body = self._function(fn, args, frozen, busy)
        if params is None or body is None:
            self.opaque[fn] = len(args)
            return Op("call", (fn, *closed))
        return applied(body, dict(zip(params, closed, strict=True)), fn)

    def _function(
        self, fn: Sym, args: tuple[Term, ...], frozen: frozenset[Sym], busy: tuple[Sym, ...]
    ) -> tuple[tuple[Sym, ...] | None, Term | None]:
        """Parameters and closed body of a function, ``(None, None)`` when it is opaque."""
        declared = self.scope.declaration(fn)
        definition = None if fn in busy else self._definition(fn)
        if definition is not None and definition.square:
            definition = None  # σ(z) beside the variance σ² is another name
        if definition is not None and definition.origin == "words":
            return None, None
        if definition is not None and definition.params and len(definition.params) != len(args):
            definition = self.scope.definition_with(fn, len(args)) or definition
        if definition is not None and len(definition.params) == len(args):
            inner = frozenset(definition.params)
            return definition.params, self._close(definition.body, frozen - inner | inner, (*busy, fn))
        if definition is not None and not definition.params and len(args) == 1 and isinstance(args[0], Sym):
            body = self._close(definition.body, frozen | {args[0]}, (*busy, fn))
            if free_symbols(body) <= {args[0]}:
                return (args[0],), body
            raise NotClosedError(f"{fn.text} was defined without an argument and depends on more than {args[0].text}")
        if definition is None or (len(definition.params) != len(args) and is_generic(fn)):
            if declared is not None and declared.kind != "number":
                return None, None
            own = fn in busy or fn.name in self.scope.profile.own
            if definition is None and fn == DENSITY and self.beside_distribution and not own and len(args) == 1:
                self.density_taken = True
                return (PLACE,), Op("normal_pdf", (PLACE,))
            entry = None if own else self.catalog.find(fn, applied=True)
            if entry is not None and (said := self.scope.means_another(fn)) is not None:
                raise NotClosedError(f"{words(fn)} may be another function here: “{said}”")
            if entry is not None and len(entry.definition.params) == len(args):
                return entry.definition.params, self._entry_body(entry)
            if fn.name in _OPAQUE_LETTERS and not fn.subs:
                return None, None
        if definition is not None:
            raise NotClosedError(
                f"{fn.text} has {len(definition.params)} arguments where it is defined and {len(args)} here"
            )
        raise NotClosedError(f"{words(fn)} is never defined", fn)

    def _entry_body(self, entry: Entry) -> Term:
        if entry not in self.entries:
            self.entries.append(entry)
        inner = Closer(self.catalog.scope_of(entry), self.catalog)
        body = inner.close(entry.definition.body, frozenset(entry.definition.params) | set(entry.parameters))
        self.entries.extend(e for e in inner.entries if e not in self.entries)
        return substitute(body, self._parameter_names(entry))

    def _parameter_names(self, entry: Entry) -> Mapping[Sym, Term]:
        """The document's own letters for the catalogue's parameters, where exactly one choice fits."""
        wanted = entry.parameters
        if not wanted or set(wanted) & self.own or not self.own:
            return {}
        if len(wanted) == 1 and len(self.own) == 1:
            return {wanted[0]: next(iter(self.own))}
        names = ", ".join(p.text for p in wanted)
        raise NotClosedError(f"which letter is the parameter {names} of {entry.name} here?")

    def _primed(
        self, term: Op, fn: Sym, order: Term, args: tuple[Term, ...], frozen: frozenset[Sym], busy: tuple[Sym, ...]
    ) -> Term:
        if len(args) != 1 or not isinstance(order, Num):
            raise NotClosedError(f"{fn.text}′ is the derivative of a function of one variable")
        closed = self._close(args[0], frozen, busy)
        var: Sym = args[0] if isinstance(args[0], Sym) and args[0] == closed and self._number(args[0]) else PLACE
        if fn.name in HEADS and not fn.subs and HEADS[fn.name].startswith("the function"):
            params: tuple[Sym, ...] | None = (var,)
            body: Term | None = Op(fn.name, (var,))
        else:
            params, body = self._function(fn, (var,), frozen, busy)
        if params is None or body is None:
            self.opaque[fn] = 1
            return Op("call", (Op("prime", (fn, order)), closed))
        body = substitute(body, {params[0]: var})
        derivative = Op("deriv", (body, *(var for _ in range(int(order.value)))))
        return derivative if var == closed else Op("at", (derivative, var, closed))

    def _number(self, sym: Sym) -> bool:
        declared = self.scope.declaration(sym)
        return sym.font != "bf" and (declared is None or not declared.shape)

    def _derivative(
        self, body: Term, variables: tuple[Term, ...], frozen: frozenset[Sym], busy: tuple[Sym, ...]
    ) -> Term:
        if not all(isinstance(v, Sym) for v in variables):
            inner = self._close(body, frozen, busy)
            return Op("deriv", (inner, *(self._close(v, frozen, busy) for v in variables)))
        names = tuple(v for v in variables if isinstance(v, Sym))
        if len(names) == 1 and (array := self._defined_array(names[0], frozen, busy)) is not None:
            inner = self._close(body, frozen | {array}, busy)
            if is_unknown_number(inner, self.scope) and names[0] not in free_symbols(inner):
                whole = self._derivative(body, (array,), frozen, busy)  # ∂L/∂z_i is an entry of ∂L/∂z
                return Op("item", (whole, *(self._close(i, frozen, busy) for i in names[0].subs)))
        inner = self._close(body, frozen | set(names), busy)
        for name in names:
            depends(self.scope, self._definition, self._array, body, inner, name)
            varies(self._definition, body, inner, name)
        out: Term = Op("deriv", (inner, *names))
        for name in dict.fromkeys(names):
            if name in frozen:
                continue
            value = self._symbol(name, frozen, busy)
            if value == name:
                continue
            around = (value_symbols(inner) - {name}) & value_symbols(value)
            if around:
                which = ", ".join(sorted(s.text for s in around))
                raise AmbiguousError(
                    f"the derivative by {name.text}: {name.text} is defined through {which}, on which the"
                    f" differentiated expression also depends directly; with {which} held fixed and with"
                    f" {which} varying along are two readings"
                )
            out = Op("at", (out, name, value))
        return out

    def _at_point(
        self, fn: Sym, variables: tuple[Term, ...], numbers: tuple[Term, ...], frozen: frozenset[Sym],
        busy: tuple[Sym, ...],
    ) -> Term:  # fmt: skip
        """``\\frac{\\partial f}{\\partial x}(1, 2)``: the arguments in the order of the definition."""
        definition = self._definition(fn)
        if definition is None or len(definition.params) != len(numbers) or not set(variables) <= set(definition.params):
            raise NotClosedError(f"{words(fn)} is not defined with {len(numbers)} arguments")
        _, inner = self._function(fn, definition.params, frozen, busy)
        out: Term = Op("deriv", (inner or fn, *variables))
        for param, value in zip(definition.params, numbers, strict=True):
            out = out if value == param else Op("at", (out, param, value))
        return out

    def _by_arguments(
        self, head: str, fn: Sym, params: tuple[Sym, ...], args: Sequence[Term], frozen: frozenset[Sym],
        busy: tuple[Sym, ...],
    ) -> Term | None:  # fmt: skip
        """``∇f(x, y)`` of a function of numbers: the column of its partial derivatives."""
        at = tuple(args) or params
        numbers = all(isinstance(a, Num) for a in at) or at == params
        plain = not any(self.scope.profile.kind(p) in _ARRAYS or not self._number(p) for p in params)
        if head != "gradient" or not numbers or len(at) != len(params) or not plain:
            return None
        return Op("column", tuple(self._at_point(fn, (p,), at, frozen, busy) for p in params))

    def _defined_array(self, sym: Sym, frozen: frozenset[Sym], busy: tuple[Sym, ...]) -> Sym | None:
        """The z of z_j, where the document gives the array as a whole."""
        array = replace(sym, subs=())
        if not sym.subs or sym in frozen or array in frozen or array in busy or self.scope.declaration(sym) is not None:
            return None
        given = self._definition(array)
        own = self._definition(sym) is not None
        return array if given is not None and not own and not given.params and self._array(array, given.body) else None

    def _is_logistic(self, fn: Sym, argument: Term) -> bool:
        """A function that the document defines as 1/(1 + e^{-x}) and no number: σ^{-1}(x - μ) may be (x - μ)/σ."""
        found, lone = self._definition(fn), not (isinstance(argument, Op) and argument.head in ("add", "neg", "mul"))
        if found is None or len(found.params) != 1 or found.square or self.scope.declaration(fn) is not None:
            return False
        return lone and is_logistic(found.body, found.params[0])

    def _gradient(self, term: Op, frozen: frozenset[Sym], busy: tuple[Sym, ...]) -> Term | None:
        """``∇f``, ``∇f(x_0)``, ``∇_x f(x_0)`` of a function of one argument that the document defines."""
        body, *by = term.args
        fn, args = (body.args[0], body.args[1:]) if isinstance(body, Op) and body.head == "call" else (body, ())
        definition = self._definition(fn) if isinstance(fn, Sym) and fn not in busy else None
        if isinstance(fn, Sym) and definition is not None and len(definition.params) > 1 and not by:
            return self._by_arguments(term.head, fn, definition.params, args, frozen, busy)
        if not isinstance(fn, Sym) or len(args) > 1:
            return None
        if by and not (args and is_point(by[0], fn, self._all(args, frozen | set(by), busy), self._definition)):
            return None
        if definition is None or definition.square or len(definition.params) != 1:
            return Op(term.head, (Op("call", (fn, *self._all(args, frozen, busy))),)) if by else None
        (param,) = definition.params
        value = self._close(args[0] if args else param, frozen, busy)
        if by and any(self.scope.declaration(s) is None and s.name != param.name for s in free_symbols(value)):
            return None
        _, inner = self._function(fn, (param,), frozen, busy)
        return None if inner is None else gradient_at(term.head, inner, param, value)

    def _all(self, terms: tuple[Term, ...], frozen: frozenset[Term], busy: tuple[Sym, ...]) -> tuple[Term, ...]:
        names = frozenset(s for s in frozen if isinstance(s, Sym))
        return tuple(self._close(t, names, busy) for t in terms)

    def _probability(self, term: Op, frozen: frozenset[Sym], busy: tuple[Sym, ...]) -> Term:
        body = self.scope.term_body(term)
        if body is not None:
            return self._close(body, frozen, busy)
        match term.args:
            case (Op("le" | "lt", (Sym() as variable, bound_)),) if variable.name == "X" and self.scope.normal_variable:
                return Op("normal_cdf", (self._close(bound_, frozen, busy),))
        raise NotClosedError("the distribution behind this probability is not given")
