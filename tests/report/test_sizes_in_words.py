"""A counterexample names a size in the words of the document."""

from __future__ import annotations

from symnn.judgement import differ
from symnn.term import Sym
from symnn.verdict import Counterexample


def test_the_size_of_an_array_that_no_letter_stands_for_is_said_in_words() -> None:
    told = differ(Counterexample(((Sym("d(f)"), "2"), (Sym("d"), "3")), "1", "2"))
    assert told == "at the size of f = 2, d = 3 the left side is 1, the right side is 2"
