"""The text that ``symnn compile`` prints: generated code, or what it rests on."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from symnn.numeric.compile import compile_function
from symnn.numeric.elementwise import Elementwise
from symnn.numeric.named import NamedLoss, RowFunction
from symnn.numeric.parts import AccuracyWarning, CompileError

PROMISED = 4.0  # ULP, of the accurate mode


def printed(
    what: str,
    mode: str,
    parameters: Mapping[str, Fraction],
    certificate: bool,
    variable: str | None = None,
    backend: str = "numpy",
) -> tuple[str, str | None]:
    """The code or the certificate, and a remark where the accurate mode did not reach what it promises.

    ``ValueError`` (``CompileError``), ``TypeError`` or ``MissingBackendError`` with a message for the user.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AccuracyWarning)  # the remark says it
        return _printed(
            compile_function(what, mode=mode, backend=backend, variable=variable), mode, parameters, certificate
        )


def _printed(
    found: Elementwise[Any] | RowFunction | NamedLoss, mode: str, parameters: Mapping[str, Fraction], certificate: bool
) -> tuple[str, str | None]:
    if not isinstance(found, Elementwise):
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
