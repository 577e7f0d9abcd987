"""True claims about arrays beyond the derivations, as a document, and the claims of any document.

Each row: what is declared, definitions if there are any, a condition if there is one, the formula.
"""

from __future__ import annotations

from collections.abc import Iterator

from symnn.claim import Claim
from symnn.context import understand
from symnn.document import parse
from symnn.document.model import Document
from symnn.term import Op, walk

ELL = r"$\ell$ a differentiable scalar function"
F = "$f$ differentiable, applied elementwise"
G = "$f$ and $g$ differentiable, applied elementwise"


def _r(name: str, *dims: str) -> str:
    size = r" \times ".join(dims)
    return rf"${name} \in \mathbb{{R}}^{{{size}}}$"


A, B, X = _r("A", "n", "n"), _r("B", "n", "n"), _r("X", "n", "n")
x, y, z, u, v, a, b, c = (_r(s, "n") for s in "x y z u v a b c".split())
S = r"\operatorname{softmax}"
ROWS = r"\operatorname{softmax}_{\mathrm{rows}}"
DIAG, TR, DET, VEC = (rf"\operatorname{{{s}}}" for s in ("diag", "tr", "det", "vec"))


def d(body: str, by: str) -> str:
    return rf"\frac{{\partial}}{{\partial {by}}} \left[ {body} \right]"


def sq(body: str) -> str:
    return rf"\left\lVert {body} \right\rVert_{{F}}^{{2}}"


Row = tuple[str, tuple[str, ...], str, str]


def _row(declared: list[str], formula: str, *definitions: str, when: str = "") -> Row:
    return ", ".join(declared), definitions, when, formula


SYMMETRIC = "For $A^{\\top} = A$,"
SUM_ONE = r"For $\mathbf{1}^{\top} y = 1$,"
LAYER = [_r("W", "m", "n"), x, _r("b", "m")]

CLAIMS: tuple[Row, ...] = (
    # quadratic forms
    _row([A, x], d(r"x^{\top} A x", "x") + r" = \left( A + A^{\top} \right) x"),
    _row([A, x], d(r"x^{\top} A x", "x") + r" = 2 \, A x", when=SYMMETRIC),
    _row([A, x], r"\nabla_{x}^{2} \left[ x^{\top} A x \right] = A + A^{\top}"),
    _row([A, x], d(r"x^{\top} A x", "A") + r" = x x^{\top}"),
    _row([A, x, b], d(r"\frac{1}{2} \, x^{\top} A x - b^{\top} x", "x") + " = A x - b", when=SYMMETRIC),
    _row([A, x, y], r"x^{\top} A y = y^{\top} A^{\top} x"),
    _row([x, y], r"\left( x + y \right)^{\top} \left( x - y \right) = x^{\top} x - y^{\top} y"),
    _row([x, a], d(sq("x - a"), "x") + r" = 2 \, \left( x - a \right)"),
    _row([x], d(r"\left( x^{\top} x \right)^{2}", "x") + r" = 4 \, x^{\top} x \, x"),
    # products, transposes, traces
    _row([_r("A", "m", "n"), _r("B", "n", "p"), _r("C", "p", "q")],
         r"\left( A B C \right)^{\top} = C^{\top} B^{\top} A^{\top}"),
    _row([_r("A", "m", "n"), _r("B", "n", "m")], rf"{TR}\left( A B \right) = {TR}\left( B A \right)"),
    _row([_r("A", "m", "n"), _r("B", "m", "n")],
         rf"{TR}\left( A^{{\top}} B \right) = {VEC}\left( A \right)^{{\top}} {VEC}\left( B \right)"),
    _row([_r("A", "m", "n")], sq("A") + rf" = {TR}\left( A^{{\top}} A \right)"),
    _row([_r("X", "m", "n")], d(sq("X"), "X") + r" = 2 \, X"),
    _row([_r("A", "m", "n"), _r("X", "n", "p"), _r("B", "p", "m")],
         d(rf"{TR}\left( A X B \right)", "X") + r" = A^{\top} B^{\top}"),
    _row([A, _r("X", "n", "m")],
         d(rf"{TR}\left( X^{{\top}} A X \right)", "X") + r" = \left( A + A^{\top} \right) X"),
    _row([_r("A", "m", "n"), _r("X", "n", "p"), _r("B", "m", "p")],
         d(sq("A X - B"), "X") + r" = 2 \, A^{\top} \left( A X - B \right)"),
    _row([x, y], rf"{TR}\left( x y^{{\top}} \right) = y^{{\top}} x"),
    _row([x, y], sq(r"x y^{\top}") + " = " + sq("x") + r" \, " + sq("y")),
    # determinants and inverses
    _row([A], d(rf"{DET}\left( A \right)", "A") + rf" = {DET}\left( A \right) {{A^{{-1}}}}^{{\top}}"),
    _row([X, A], d(rf"{TR}\left( A X^{{-1}} \right)", "X")
         + r" = -{\left( X^{-1} A X^{-1} \right)}^{\top}"),
    _row([A, B], r"\left( A B \right)^{-1} = B^{-1} A^{-1}"),
    _row([A], r"{\left( A^{\top} \right)}^{-1} = {\left( A^{-1} \right)}^{\top}"),
    _row([A], r"A A^{-1} = I_{n}"),
    _row([A, x, b], d(r"b^{\top} A^{-1} x", "x") + r" = {A^{-1}}^{\top} b"),
    # elementwise and diagonal
    _row([a, b], rf"a \odot b = {DIAG}\left( a \right) b"),
    _row([a, b], r"a^{\top} b = \mathbf{1}_{n}^{\top} \left( a \odot b \right)"),
    _row([a, b, c], r"a^{\top} \left( b \odot c \right) = \left( a \odot b \right)^{\top} c"),
    _row([a, x], d(r"a \odot x", "x") + rf" = {DIAG}\left( a \right)"),
    _row([x], d(r"\tanh\left( x \right)", "x")
         + rf" = {DIAG}\left( \mathbf{{1}}_{{n}} - \tanh\left( x \right) \odot \tanh\left( x \right) \right)"),
    _row([x], d(r"\mathbf{1}_{n}^{\top} \exp\left( x \right)", "x") + r" = \exp\left( x \right)"),
    _row([_r("A", "m", "n"), _r("B", "m", "n")],
         rf"{DIAG}\left( A B^{{\top}} \right) = \left( A \odot B \right) \mathbf{{1}}_{{n}}"),
    _row([_r("A", "m", "n"), _r("B", "m", "n"), _r("x", "m"), _r("y", "n")],
         rf"x^{{\top}} \left( A \odot B \right) y = {TR}\left( {DIAG}\left( x \right) A {DIAG}\left( y \right)"
         r" B^{\top} \right)"),
    # Kronecker products and vectorisation
    _row([_r("A", "m", "n"), _r("B", "p", "q"), _r("C", "n", "r"), _r("D", "q", "s")],
         r"\left( A \otimes B \right) \left( C \otimes D \right) = \left( A C \right) \otimes \left( B D \right)"),
    _row([_r("A", "m", "n"), _r("B", "p", "q")],
         r"\left( A \otimes B \right)^{\top} = A^{\top} \otimes B^{\top}"),
    _row([_r("a", "m"), _r("b", "n")], rf"{VEC}\left( a b^{{\top}} \right) = b \otimes a"),
    _row([A, _r("B", "m", "m")],
         rf"{TR}\left( A \otimes B \right) = {TR}\left( A \right) {TR}\left( B \right)"),
    _row([_r("X", "m", "n"), _r("A", "p", "m")], d("A X", "X") + r" = I_{n} \otimes A"),
    # least squares, ridge, logistic regression
    _row([_r("X", "N", "D"), _r("w", "D"), _r("y", "N")],
         d(sq("y - X w"), "w") + r" = -2 \, X^{\top} \left( y - X w \right)"),
    _row([_r("X", "N", "D"), _r("w", "D"), _r("y", "N"), r"$\lambda > 0$"],
         rf"\nabla_{{w}}^{{2}} \left[ {sq('X w - y')} + \lambda \, {sq('w')} \right]"
         r" = 2 \, \left( X^{\top} X + \lambda \, I_{D} \right)"),
    _row([_r("X", "N", "D"), _r("W", "D", "K"), _r("Y", "N", "K")],
         d(rf"\frac{{1}}{{2 \, N}} \, {sq('X W - Y')}", "W")
         + r" = \frac{1}{N} \, X^{\top} \left( X W - Y \right)"),
    _row([_r("X", "N", "D"), _r("w", "D"), _r("y", "N")],
         d(r"-y^{\top} \log\left( \sigma\left( X w \right) \right) - {\left( \mathbf{1}_{N} - y \right)}^{\top}"
           r" \log\left( \mathbf{1}_{N} - \sigma\left( X w \right) \right)", "w")
         + r" = X^{\top} \left( \sigma\left( X w \right) - y \right)"),
    _row([_r("w", "D"), _r("x", "D"), r"$b \in \mathbb{R}$"],
         d(r"\sigma\left( w^{\top} x + b \right)", "w")
         + r" = \sigma\left( w^{\top} x + b \right) \left( 1 - \sigma\left( w^{\top} x + b \right) \right) x"),
    # softmax
    _row([z], d(rf"{S}\left( z \right)", "z")
         + rf" = {DIAG}\left( {S}\left( z \right) \right) - {S}\left( z \right) {S}\left( z \right)^{{\top}}"),
    _row([z], rf"\mathbf{{1}}_{{n}}^{{\top}} {S}\left( z \right) = 1"),
    _row([z, r"$t \in \mathbb{R}$"], rf"{S}\left( z + t \, \mathbf{{1}}_{{n}} \right) = {S}\left( z \right)"),
    _row([z, y], d(rf"-y^{{\top}} \log\left( {S}\left( z \right) \right)", "z") + rf" = {S}\left( z \right) - y",
         when=SUM_ONE),
    _row([z], d(r"\log\left( \mathbf{1}_{n}^{\top} \exp\left( z \right) \right)", "z") + rf" = {S}\left( z \right)"),
    _row([z], r"\nabla_{z}^{2} \left[ \log\left( \mathbf{1}_{n}^{\top} \exp\left( z \right) \right) \right]"
         rf" = {DIAG}\left( {S}\left( z \right) \right) - {S}\left( z \right) {S}\left( z \right)^{{\top}}"),
    _row([z, y], rf"-y^{{\top}} \log\left( {S}\left( z \right) \right)"
         r" = \log\left( \mathbf{1}_{n}^{\top} \exp\left( z \right) \right) - y^{\top} z", when=SUM_ONE),
    _row([_r("W", "K", "D"), _r("x", "D"), _r("y", "K")],
         d(rf"-y^{{\top}} \log\left( {S}\left( W x \right) \right)", "W")
         + rf" = \left( {S}\left( W x \right) - y \right) x^{{\top}}", when=SUM_ONE),
    # layers, batches, networks
    _row([*LAYER, F], d(r"f\left( W x + b \right)", "x")
         + rf" = {DIAG}\left( f'\left( W x + b \right) \right) W"),
    _row([*LAYER, F, ELL], d(r"\ell\left( f\left( z \right) \right)", "W")
         + r" = \left( f'\left( z \right) \odot \nabla\ell\left( f\left( z \right) \right) \right) x^{\top}",
         r"z := W x + b"),
    _row([_r("X", "N", "D"), _r("W", "D", "K"), ELL],
         d(r"\ell\left( X W \right)", "X") + r" = \nabla\ell\left( X W \right) W^{\top}"),
    _row([_r("X", "N", "D"), _r("W", "K", "D"), _r("b", "K"), F, ELL],
         d(r"\ell\left( f\left( Z \right) \right)", "W")
         + r" = \left( f'\left( Z \right) \odot \nabla\ell\left( f\left( Z \right) \right) \right)^{\top} X",
         r"Z := X W^{\top} + \mathbf{1}_{N} b^{\top}"),
    _row([_r("U", "h", "n"), _r("V", "k", "h"), x, F, ELL],
         d(r"\ell\left( V f\left( U x \right) \right)", "U")
         + r" = \left( f'\left( U x \right) \odot V^{\top} \nabla\ell\left( V f\left( U x \right) \right) \right)"
         r" x^{\top}"),
    _row([_r("U", "h", "n"), _r("V", "k", "h"), _r("T", "m", "k"), x, G, ELL],
         d(r"\ell\left( q \right)", "x")
         + r" = U^{\top} \left( f'\left( s \right) \odot V^{\top} \left( g'\left( r \right) \odot T^{\top}"
         r" \nabla\ell\left( q \right) \right) \right)",
         r"s := U x", r"r := V f\left( s \right)", r"q := T g\left( r \right)"),
    _row([_r("w", "D"), _r("x", "D"), ELL], d(r"\ell\left( x \odot w \right)", "w")
         + r" = x \odot \nabla\ell\left( x \odot w \right)"),
    _row([_r("W", "n", "n"), x, F], d(r"x + W f\left( x \right)", "x")
         + rf" = I_{{n}} + W {DIAG}\left( f'\left( x \right) \right)"),
    # cosine similarity, attention, normalisation, recurrent pieces
    _row([x], d(r"\sqrt{x^{\top} x}", "x") + r" = \frac{x}{\sqrt{x^{\top} x}}"),
    _row([x], d(r"\frac{x}{\sqrt{x^{\top} x}}", "x")
         + r" = \frac{1}{\sqrt{x^{\top} x}} \left( I_{n} - \frac{x x^{\top}}{x^{\top} x} \right)"),
    _row([_r("Q", "n", "d"), _r("K", "m", "d"), ELL],
         d(r"\ell\left( \frac{Q K^{\top}}{\sqrt{d}} \right)", "Q")
         + r" = \frac{1}{\sqrt{d}} \, \nabla\ell\left( \frac{Q K^{\top}}{\sqrt{d}} \right) K"),
    _row([_r("Q", "n", "d"), _r("K", "m", "d"), ELL],
         d(r"\ell\left( Q K^{\top} \right)", "K") + r" = {\nabla\ell\left( Q K^{\top} \right)}^{\top} Q"),
    _row([_r("P", "n", "m")], rf"{ROWS}\left( P \right) \mathbf{{1}}_{{m}} = \mathbf{{1}}_{{n}}"),
    _row([x], d(r"x - \frac{\mathbf{1}_{n}^{\top} x}{n} \, \mathbf{1}_{n}", "x")
         + r" = I_{n} - \frac{1}{n} \, \mathbf{1}_{n} \mathbf{1}_{n}^{\top}"),
    _row([x], r"\mathbf{1}_{n}^{\top} \left( x - \frac{\mathbf{1}_{n}^{\top} x}{n} \, \mathbf{1}_{n} \right) = 0"),
    _row([x], d(r"\frac{1}{n} \, " + sq(r"x - \frac{\mathbf{1}_{n}^{\top} x}{n} \, \mathbf{1}_{n}"), "x")
         + r" = \frac{2}{n} \, \left( x - \frac{\mathbf{1}_{n}^{\top} x}{n} \, \mathbf{1}_{n} \right)"),
    _row([_r("W", "m", "m"), _r("U", "m", "n"), _r("h", "m"), x, F],
         d(r"f\left( W h + U x \right)", "h") + rf" = {DIAG}\left( f'\left( W h + U x \right) \right) W"),
    _row([_r("W", "m", "m"), _r("U", "m", "n"), _r("h", "m"), x, F, ELL],
         d(r"\ell\left( f\left( W h + U x \right) \right)", "U")
         + r" = \left( f'\left( W h + U x \right) \odot \nabla\ell\left( f\left( W h + U x \right) \right) \right)"
         r" x^{\top}"),
    _row([_r("p", "n"), _r("q", "n"), _r("r", "n"), c, ELL],
         d(r"\ell\left( p \odot c + q \odot r \right)", "q")
         + r" = r \odot \nabla\ell\left( p \odot c + q \odot r \right)"),
    _row([_r("o", "n"), c, ELL], d(r"\ell\left( \sigma\left( o \right) \odot \tanh\left( c \right) \right)", "o")
         + r" = \sigma\left( o \right) \odot \left( \mathbf{1}_{n} - \sigma\left( o \right) \right) \odot"
         r" \tanh\left( c \right) \odot \nabla\ell\left( \sigma\left( o \right) \odot \tanh\left( c \right) \right)"),
    # sums over entries
    _row([a, b], r"\sum_{i=1}^{n} a_{i} b_{i} = a^{\top} b"),
    _row([_r("X", "N", "D"), _r("w", "D"), _r("y", "N")],
         r"\sum_{i=1}^{N} {\left( w^{\top} {X_{i,:}}^{\top} - y_{i} \right)}^{2} = " + sq("X w - y")),
    _row([_r("X", "N", "D")], r"\sum_{i=1}^{N} {X_{i,:}}^{\top} X_{i,:} = X^{\top} X"),
    _row([_r("A", "m", "n"), x], r"\sum_{i=1}^{m} \sum_{j=1}^{n} A_{i,j} x_{j} = \mathbf{1}_{m}^{\top} A x"),
)  # fmt: skip


def document() -> str:
    """The claims in the format of derivations."""
    parts = ["# True claims about arrays\n"]
    for k, (declared, definitions, when, formula) in enumerate(CLAIMS, 1):
        parts.append(f"## {k}\n\n<!-- @let -->\nLet {declared}.\n")
        parts.extend(f"```math\n{line}\n```\n" for line in definitions)
        parts.append(f"<!-- @claim own-{k} -->\n" + (f"{when}\n\n" if when else "") + f"```math\n{formula}\n```\n")
    return "\n".join(parts)


def own() -> list[Claim]:
    return list(claims_of(parse(document(), format="markdown")))


def claims_of(document: Document) -> Iterator[Claim]:
    """The claims of a document that it does not say to be wrong, those about arrays."""
    for pending in understand(document).pending:
        if isinstance(pending.claim, Claim) and pending.expected is None and about_arrays(pending.claim):
            yield pending.claim


def about_arrays(claim: Claim) -> bool:
    return any(v.shape for v in claim.variables) or any(
        isinstance(n, Op) and n.head in ("ones", "identity", "softmax") for n in walk(claim.relation)
    )
