"""Mathematical notation, LaTeX and Unicode, becomes terms and is printed back from them."""

from symnn.notation.latex import latex
from symnn.notation.profile import DEEP_LEARNING, NameKind, Profile
from symnn.notation.reader import read
from symnn.notation.reading import Decoration, Part, ReadError, Reading
from symnn.notation.words import words

__all__ = [
    "DEEP_LEARNING",
    "Decoration",
    "NameKind",
    "Part",
    "Profile",
    "ReadError",
    "Reading",
    "latex",
    "read",
    "words",
]
