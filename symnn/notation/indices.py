"""Subscripts: indices, labels, whole ranges."""

from __future__ import annotations

from fractions import Fraction

from symnn.notation.cursor import RELATION, Cursor
from symnn.notation.symbols import LABELS
from symnn.notation.tokens import Token
from symnn.term import Num, Op, Sym, Term

_SIMPLE = frozenset(["letters", "number", "name", "letter"])


_BOUNDED = frozenset(["lt", "le", "gt", "ge"])  # x_{<t}


def crowded(p: Cursor, place: str) -> None:
    """``x_ij``, ``e^xy``: only the first letter is set low or high, which was hardly meant."""
    tok = p.tok
    p.ambiguous(tok.start - 1, tok.end, f"the {place} {tok.text}", f"the {place} {tok.text[0]} and a factor")


def subscript(p: Cursor) -> tuple[Term, ...]:
    """Indices: ``ij`` is two of them, ``max`` and ``KL`` one label, ``i,:`` an index and a whole range."""
    tok = p.tok
    if tok.kind != "{":
        return (_lone_index(p),)
    opener = p.pos
    p.advance()
    if p.tok.kind == "relation" and p.tok.text in _BOUNDED:
        sign = p.advance()
        terms: tuple[Term, ...] = (p.op(f"index_{sign.text}", sign.start, p.rules["expression"](p)),)
    elif p.has(opener, RELATION):
        terms = (p.rules["statement"](p),)
        while p.tok.kind == "comma":
            p.advance()
            terms += (p.rules["statement"](p),)
    else:
        terms = _slot(p)
        while p.tok.kind in ("comma", "semicolon"):
            p.advance()
            terms += _slot(p)
    p.expect("}", "}")
    return terms


def _lone_index(p: Cursor) -> Term:
    tok = p.tok
    if tok.kind == "number" and len(tok.text) > 1:
        p.ambiguous(tok.start - 2, tok.end, f"the index {tok.text}", f"the index {tok.text[0]} and a factor")
    if tok.kind in ("upright", "function", "big", "arg"):
        return label(p)
    if tok.kind in ("star", "sign") or (tok.kind == "infix" and tok.text == "star"):
        p.advance()
        return Sym({"+": "plus", "-": "minus"}.get(tok.text, "star"), at=(tok.start, tok.end))
    return p.rules["argument"](p)


def label(p: Cursor) -> Sym:
    tok = p.advance()
    return Sym(tok.text, at=(tok.start, tok.end))


def _slot(p: Cursor) -> tuple[Term, ...]:
    """One place between commas."""
    tok = p.tok
    if tok.kind == "colon":
        p.advance()
        return (p.op("slice", tok.start),)
    after = p.pos
    while p.tokens[after].kind in _SIMPLE:
        after += 1
    if (whole := _rows_and_columns(p, after)) is not None:
        return whole
    ends = p.tokens[after].kind in ("}", "comma", "semicolon")
    if ends and after > p.pos and not (tok.kind == "number" and after > p.pos + 1):
        return _split_indices(p, after)
    if ends and after == p.pos + 2 and tok.kind == "number" and _row_and_column(p):
        return _split_indices(p, after)
    alone = p.peek().kind in ("}", "comma", "semicolon")
    if tok.kind in ("upright", "function", "big", "prose", "cue") and alone:
        return (label(p),)
    if alone and (tok.kind in ("star", "sign") or (tok.kind == "infix" and tok.text == "star")):
        return (_lone_index(p),)
    if tok.kind == "infix" and tok.text == "setminus":
        p.advance()
        return (p.op("without", tok.start, p.rules["expression"](p)),)
    if tok.kind == "open" and tok.text in "([":
        p.fail("brackets around an index: an order statistic?", tok.start, tok.end)
    term = p.rules["expression"](p)
    if p.tok.kind == "colon":
        p.advance()
        return (p.op("slice", tok.start, term, p.rules["expression"](p)),)
    return (term,)


def _rows_and_columns(p: Cursor, after: int) -> tuple[Term, ...] | None:
    """``A_{i \\cdot}`` is row i, ``A_{\\cdot j}`` column j; ``after`` is the token behind the letters here."""
    first, behind = p.tok, p.tokens[after]
    if _is_dot(behind) and after == p.pos + 1 and _ends(p, after + 1):
        letters = _split_indices(p, after)
        return (*letters, p.op("slice", p.advance().start))
    if _is_dot(first) and _ends(p, p.pos + 1) and "comma" in (p.tokens[p.pos - 1].kind, p.peek().kind):
        return (p.op("slice", p.advance().start),)
    if _is_dot(first) and p.peek().kind in _SIMPLE and _ends(p, p.pos + 2):
        dot = p.advance()
        return (Op("slice", (), (dot.start, dot.end)), *_split_indices(p, p.pos + 1))
    return None


def _is_dot(tok: Token) -> bool:
    return tok.kind == "infix" and tok.text == "dot"


def _ends(p: Cursor, at: int) -> bool:
    return at < len(p.tokens) and p.tokens[at].kind in ("}", "comma", "semicolon")


def _row_and_column(p: Cursor) -> bool:
    """``A_{1D}``, and ``A_{2D}`` beside it: a digit and a letter are two indices, where ``x_{2n}`` is one."""
    digit, letter = p.tok, p.peek()
    if len(digit.text) > 1 or letter.kind != "letters" or len(letter.text) > 1:
        return False
    if digit.text == "1":
        return True
    return bool(_beside_digits(p, p.pos - 1))


def _beside_digits(p: Cursor, brace: int) -> set[str]:
    """The letters in ``A_{1D}`` and ``A_{N1}``, of all entries with the same letter before the ``_`` as at a brace."""
    base, found = _base(p, brace), set[str]()
    for i, tok in enumerate(p.tokens[:-4]):
        if tok.kind == "script" and tok.text == "_" and p.tokens[i + 1].kind == "{" and _base(p, i + 1) == base:
            first, second, behind = p.tokens[i + 2 : i + 5]
            mixed = first.kind == "letters" and len(first.text) == 1 and second.kind == "number"
            ones = first.kind == "number" and first.text == "1" and second.kind == "letters" and len(second.text) == 1
            if behind.kind == "}" and (mixed or ones):
                found.add((first if mixed else second).text)
    return found


def _base(p: Cursor, brace: int) -> str:
    """The letter before the ``_`` whose brace this is."""
    tok = p.tokens[brace - 2] if brace > 1 else p.tokens[0]
    if tok.kind == "}" and brace > 2:
        tok = p.tokens[brace - 3]
    return tok.text[-1:]


def _split_indices(p: Cursor, stop: int) -> tuple[Term, ...]:
    out: list[Term] = []
    while p.pos < stop:
        tok = p.tok
        if tok.kind == "letters" and len(tok.text) > 1:
            if _is_label(tok.text) and not (tok.text in _AMBIGUOUS and not _diverges(p)) and not _corner(p):
                out.append(label(p))
            else:
                out.extend(Sym(c, at=(tok.start + i, tok.start + i + 1)) for i, c in enumerate(tok.text))
                p.advance()
        elif tok.kind == "number":
            p.advance()
            out.append(Num(Fraction(tok.text), tok.text, (tok.start, tok.end)))
        else:
            out.append(p.rules["single"](p))
    return tuple(out)


def _corner(p: Cursor) -> bool:
    """``A_{ND}`` beside ``A_{N1}`` and ``A_{1D}``: two indices, and no label."""
    run = p.tok.text
    return len(run) == 2 and p.tokens[p.pos - 1].kind == "{" and set(run) <= _beside_digits(p, p.pos - 1)


_AMBIGUOUS = frozenset(["kl"])  # δ_{kl} has two indices, D_{kl} a label


def _diverges(p: Cursor) -> bool:
    """Whether the letter before ``_{kl}`` is one for a divergence or a loss."""
    at = max((i for i in range(p.pos) if p.tokens[i].kind == "script"), default=0)
    before = p.tokens[at - 1]
    before = p.tokens[at - 2] if before.kind == "}" else before
    return before.text[-1:] in ("D", "L", "d", "l") or before.text in ("loss", "ell", "Loss")


def _is_label(run: str) -> bool:
    if run in LABELS or run.isupper():
        return True
    return len(run) >= 3 and not set(run) <= set("ijklmnpqrst")
