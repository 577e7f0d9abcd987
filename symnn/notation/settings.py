r"""The notation that a project or a document sets: what letters mean, the base of log, the layout of derivatives.

Keys with the values that they take; a name is written as in a formula (``x``, ``\eta``, ``σ``, ``\mathbf{h}``).
What a document declares in its text goes before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from symnn.notation.profile import NameKind, Profile
from symnn.notation.reader import read
from symnn.notation.reading import ReadError
from symnn.notation.words import words
from symnn.term import Op, Sym

KINDS: Mapping[str, NameKind] = {
    "numbers": "scalar", "vectors": "vector", "matrices": "matrix", "functions": "function", "indices": "index",
}  # fmt: skip


def _log(profile: Profile, value: str) -> Profile:
    return replace(profile, log=None if value == "natural" else int(value))


def _letter(name: str, kind: NameKind, value: str) -> Callable[[Profile, str], Profile]:
    """Takes the special meaning from a letter where it is set to ``value``, else gives it back."""

    def change(profile: Profile, said: str) -> Profile:
        others = {s: k for s, k in profile.declared.items() if s != Sym(name)}
        return replace(profile, declared={**others, Sym(name): kind} if said == value else others)

    return change


CHOICES: Mapping[str, tuple[tuple[str, ...], Callable[[Profile, str], Profile]]] = {
    "sigma": (("logistic", "number"), _letter("sigma", "scalar", "number")),
    "e": (("constant", "name"), _letter("e", "scalar", "name")),
    "log": (("natural", "2", "10"), _log),
    "transpose": (("T", "top"), lambda profile, value: replace(profile, top=value == "top")),
    "prime": (("derivative", "name"), lambda profile, value: replace(profile, prime_names=value == "name")),
    "layout": (("numerator", "denominator"), lambda profile, value: replace(profile, layout=value)),
}
SETTINGS = (*CHOICES, *KINDS)


Settings = tuple[tuple[str, str | tuple[str, ...]], ...]


class SettingError(ValueError):
    """A setting that is not understood; the message says which and what may stand there."""


def with_settings(profile: Profile, settings: Settings) -> Profile:
    """The profile with all of them; ``SettingError`` where one is not understood."""
    for key, value in settings:
        profile = with_setting(profile, key, value if isinstance(value, str) else list(value))
    return profile


def with_setting(profile: Profile, key: str, value: Any) -> Profile:
    """The profile with one more setting, which it also tells in words."""
    if key not in SETTINGS:
        close = get_close_matches(key, SETTINGS, 1)
        guess = f"; did you mean {close[0]}?" if close else ""
        raise SettingError(f"there is no setting {key} of the notation{guess} (there are: {', '.join(SETTINGS)})")
    if key in CHOICES:
        allowed, change = CHOICES[key]
        said = str(value)
        if isinstance(value, bool | float) or said not in allowed:
            raise SettingError(f"{key} is one of {', '.join(allowed)}, not {value!r}")
        return replace(change(profile, said), told=(*_without(profile, key), f"{key}: {said}"))
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise SettingError(f'{key} is a list of names, as ["x", "\\\\eta"], not {value!r}')
    names = [_name(key, v) for v in value]
    for name in names:
        profile = profile.declare(name, KINDS[key])
    return replace(profile, told=(*_without(profile, key), f"{key}: {', '.join(words(n) for n in names)}"))


def _without(profile: Profile, key: str) -> tuple[str, ...]:
    """What was told so far, but for an earlier value of the same choice."""
    return tuple(row for row in profile.told if key in KINDS or not row.startswith(f"{key}: "))


def _name(key: str, written: str) -> Sym:
    source = written.strip()
    if source.isascii() and source.isalpha() and len(source) > 1:
        source = rf"\operatorname{{{source}}}"
    try:
        terms = [part.term for part in read(source).parts]
    except ReadError:
        terms = []
    match terms:
        case [Sym() as name]:
            return name
        case [Op("bare", (Sym() as name, *_))]:
            return name
    raise SettingError(f"{key} lists names, and {written!r} is none")
