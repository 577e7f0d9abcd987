"""The table of edits: single mistakes undone, the most typical ones first.

An edit takes a place and what surrounds it and yields what could stand there instead, each with its cost.  A new kind
of mistake is one more function and one more row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from symnn.suggest import arrays, branches, factors, functions, names, numbers, signs
from symnn.suggest.site import Site
from symnn.suggest.surroundings import Surroundings
from symnn.term import Term

Edit = Callable[[Site, Surroundings], Iterator[tuple[int, Term]]]

# an inequality is made true by too many edits: these are what one expects there, down to which depth in a side
FOR_BOUNDS: dict[Edit, int] = {numbers.other_number: 3, numbers.limit_value: 1, factors.without_term: 1}

EDITS: tuple[Edit, ...] = (
    # signs
    signs.sign,
    signs.complement,
    # numbers
    numbers.other_number,
    numbers.limit_value,
    # squares, factors, terms
    factors.square,
    factors.without_square,
    factors.without_factor,
    factors.with_factor,
    factors.without_term,
    factors.with_term,
    factors.upside_down,
    factors.scaled,
    factors.squares_exchanged,
    # functions
    functions.other_function,
    functions.prime,
    functions.without_function,
    functions.with_function,
    functions.other_operation,
    # names
    names.other_name,
    names.exchanged,
    names.other_variable,
    # vectors and matrices
    arrays.transposed,
    arrays.reordered,
    arrays.elementwise,
    # branches, relations, sets
    branches.values_exchanged,
    branches.other_relation,
    branches.other_end,
)
