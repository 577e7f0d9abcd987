"""The text that ``symnn compile`` prints: generated code, or what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symnn.numeric.compile import compile_function
from symnn.numeric.compiled import Compiled
from symnn.numeric.parts import CompileError

PROMISED = 4.0  # ULP, of the accurate mode


def printed(
    what: str, mode: str, parameters: Mapping[str, Fraction], certificate: bool, variable: str | None = None
) -> tuple[str, str | None]:
    """The code or the certificate, and a remark where the accurate mode did not reach what it promises.

    ``ValueError`` (``CompileError``) or ``TypeError`` with a message for the user.
    """
    found = compile_function(what, mode=mode, variable=variable)
    if not isinstance(found, Compiled):
        if parameters:
            raise CompileError(f"{found.name}: parameters are given when it is called")
        if not certificate:
            raise CompileError(f"{found.name} is computed by symnn.losses; there is no generated code to print")
        return f"{found.certificate}\n", None
    own = found.certificate_for(**parameters)
    text = f"{own}\n" if certificate else found.source_for(**parameters)
    if mode != "accurate" or max(own.worst) <= PROMISED:
        return text, None
    rows = ", ".join(
        f"{n} {w:.3g} ULP at x = {x:.6g}" for n, w, x in zip(("f", "f′"), own.worst, own.worst_at, strict=True)
    )
    return text, f"{own.name}: the largest errors found are beyond {PROMISED:g} ULP: {rows}"
