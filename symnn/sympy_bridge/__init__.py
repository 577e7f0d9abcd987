"""``Term`` to SymPy and back: the only place that converts.  Nothing is decided here.

``to_sympy`` keeps the value at every real point where the term is defined; SymPy's own evaluation may widen the set
where it is defined (``x/x`` becomes 1), so definedness is read off the ``Term``, never off the expression.  What has
no such form raises ``BridgeError``.  Importing this package imports SymPy: import it where it is used.
"""

from symnn.sympy_bridge.backward import from_sympy
from symnn.sympy_bridge.errors import BridgeError
from symnn.sympy_bridge.forward import to_sympy
from symnn.sympy_bridge.names import spell, unspell

__all__ = ["BridgeError", "from_sympy", "spell", "to_sympy", "unspell"]
