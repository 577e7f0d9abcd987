"""A function and its derivatives of every order, each derived from the formula of the one before."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from fractions import Fraction

from symnn.numeric.cache import cached, cached_forms
from symnn.numeric.derive import Mode
from symnn.numeric.forms import Forms
from symnn.numeric.guard import compiling
from symnn.numeric.higher import slope_term
from symnn.numeric.module import Generated
from symnn.term import Sym, Term


class Tower:
    """The forms for one set of parameter values: ``forms(0)`` holds f and f′, ``forms(k)`` the k-th derivative as f′.

    From the second derivative on the forms are those of the accurate mode, unless the mode is naive.
    """

    def __init__(self, title: str, term: Term, var: Sym, kinks: Mapping[Fraction, Fraction], mode: Mode) -> None:
        self._title, self._var, self._kinks, self._mode = title, var, kinks, mode
        self._terms = [term]
        self._forms: dict[int, Forms] = {}
        self._lock = threading.RLock()

    def forms(self, k: int) -> Forms:
        """``CompileError`` where the k-th derivative has no form."""
        base = max(k - 1, 0)
        with self._lock:
            if base not in self._forms:
                with compiling(self._name(base), self._terms[0]):
                    self._forms[base] = cached_forms(*self._question(base))
            return self._forms[base]

    def module(self, k: int) -> Generated:
        """The same as NumPy code."""
        with self._lock:
            self.forms(k)
            return cached(*self._question(max(k - 1, 0)))

    def _name(self, base: int) -> str:
        return self._title if base == 0 else f"{self._title}, derivative {base}"

    def _question(self, base: int) -> tuple[str, Term, Sym, Mapping[Fraction, Fraction], Mode]:
        while len(self._terms) <= base:
            self._terms.append(slope_term(self._terms[-1], self._var))
        mode: Mode = "naive" if self._mode == "naive" else self._mode if base == 0 else "accurate"
        return self._name(base), self._terms[base], self._var, self._kinks if base == 0 else {}, mode
