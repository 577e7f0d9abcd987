"""The shape of an expression, one rule for each head; a head without a rule has an unknown shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from symnn.heads import HEADS
from symnn.tensor.dims import ONE, Shape
from symnn.tensor.meet import MismatchError, Scene, constant, like, product, same
from symnn.term import Num, Op, Sym, Term

Rule = Callable[[Scene, Op], Shape | None]
# applied to each entry of an array
ELEMENTWISE_NAMES = frozenset(
    "sigma relu sigmoid logistic softplus swish gelu silu elu selu celu leakyrelu prelu mish softsign tanh relu6"
    " hardtanh hardsigmoid hardswish logsigmoid".split()
)


def shape_of(term: Term, scene: Scene) -> Shape | None:
    """``None`` where the shape is unknown; ``MismatchError`` where two shapes cannot meet."""
    match term:
        case Num():
            return ()
        case Sym():
            return scene.name(term)
        case Op(head):
            rule = RULES.get(head)
            return None if rule is None else rule(scene, term)


def _typed(scene: Scene, args: tuple[Term, ...]) -> list[tuple[Term, Shape | None]]:
    return [(a, shape_of(a, scene)) for a in args]


def _same(what: str) -> Rule:
    return lambda scene, term: same(scene, term, _typed(scene, term.args), what)


def _added(scene: Scene, term: Op) -> Shape | None:
    """A - λ with a square A may be A - λI: no clash, and no shape that could lead to one."""
    parts = _typed(scene, term.args)
    number = any(s == () and not constant(t) for t, s in parts)
    if number and any(s and s[0] == s[1] for _, s in parts):
        return None
    return same(scene, term, parts, "they cannot be added")


def _like(scene: Scene, term: Op) -> Shape | None:
    return like(_typed(scene, term.args))


def _first(scene: Scene, term: Op) -> Shape | None:
    return shape_of(term.args[0], scene)


def _scalar(scene: Scene, term: Op) -> Shape | None:
    return ()


def _scalar_of_array(scene: Scene, term: Op) -> Shape | None:
    shape_of(term.args[0], scene)
    return ()


def _mul(scene: Scene, term: Op) -> Shape | None:
    return product(scene, term, _typed(scene, term.args))


def _dot(scene: Scene, term: Op) -> Shape | None:
    """w · x of two columns of one size is their inner product; else it is a product."""
    parts = _typed(scene, term.args)
    if len(parts) == 2 and all(s and s[1] == ONE for _, s in parts):
        same(scene, term, parts, "they have no inner product")
        return ()
    return product(scene, term, parts)


def _inner(scene: Scene, term: Op) -> Shape | None:
    same(scene, term, _typed(scene, term.args), "they have no inner product")
    return ()


def _div(scene: Scene, term: Op) -> Shape | None:
    return like(_typed(scene, term.args))


def _pow(scene: Scene, term: Op) -> Shape | None:
    """A power of a matrix keeps its shape; x² of a vector may be its entries' or xᵀx."""
    base, exponent = (shape_of(a, scene) for a in term.args[:2])
    if base and base[1] == ONE:
        return None
    return base if exponent == () else exponent if base == () else None


def _only_scalar(scene: Scene, term: Op) -> Shape | None:
    """|x| of an array may be entries or a norm."""
    return () if shape_of(term.args[0], scene) == () else None


def _extremum(scene: Scene, term: Op) -> Shape | None:
    return _only_scalar(scene, term) if len(term.args) == 1 else _like(scene, term)


def _call(scene: Scene, term: Op) -> Shape | None:
    function, *args = term.args
    parts = _typed(scene, tuple(args))
    while isinstance(function, Op) and function.head == "prime":
        function = function.args[0]
    plain = isinstance(function, Sym) and function.name.lower().replace("-", "") in ELEMENTWISE_NAMES
    return parts[0][1] if plain and parts else None


def _transpose(scene: Scene, term: Op) -> Shape | None:
    shape = shape_of(term.args[0], scene)
    if isinstance(term.args[0], Num):
        return None  # 1ᵀ is a row of ones in many texts
    return shape if not shape else (shape[1], shape[0])


def _square(scene: Scene, term: Op, what: str) -> Shape | None:
    shape = shape_of(term.args[0], scene)
    if shape and not scene.dims.meet(*shape):
        here = (term.args[0], shape)
        raise MismatchError(term, here, (Op("transpose", (term.args[0],)), (shape[1], shape[0])), what)
    return shape


def _inverse(scene: Scene, term: Op) -> Shape | None:
    return _square(scene, term, "only a square matrix has an inverse")


def _square_to_scalar(scene: Scene, term: Op) -> Shape | None:
    _square(scene, term, f"only a square matrix has a {'trace' if term.head == 'tr' else 'determinant'}")
    return ()


def _kron(scene: Scene, term: Op) -> Shape | None:
    a, b = (shape_of(x, scene) for x in term.args[:2])
    if a is None or b is None or not (a and b):
        return None
    return scene.dims.shape((_times(a[0], b[0]), _times(a[1], b[1])))


def _times(a: Term, b: Term) -> Term:
    return b if a == ONE else a if b == ONE else Op("mul", (a, b))


def _vec(scene: Scene, term: Op) -> Shape | None:
    shape = shape_of(term.args[0], scene)
    return (_times(*shape), ONE) if shape else shape


def _diag(scene: Scene, term: Op) -> Shape | None:
    shape = shape_of(term.args[0], scene)
    return (shape[0], shape[0]) if shape and shape[1] == ONE else None


def _sized(scene: Scene, term: Op) -> Shape | None:
    """An identity without a size has one, unknown; ones and zeros without a size may be anything."""
    size = term.args[0] if term.args and term.args[0] != Op("none") else None
    if term.head == "identity":
        size = size or scene.dims.unknown()
        return size, size
    return None if size is None else (size, ONE)


def _under_binder(scene: Scene, term: Op) -> Shape | None:
    return shape_of(term.args[0], scene.under(term.args[1]))


def _prod(scene: Scene, term: Op) -> Shape | None:
    return () if _under_binder(scene, term) == () else None


def _deriv(scene: Scene, term: Op) -> Shape | None:
    """A derivative of a scalar by scalars is a scalar; any other shape depends on the layout."""
    return () if all(s == () for _, s in _typed(scene, term.args)) else None


def _gradient(scene: Scene, term: Op) -> Shape | None:
    return shape_of(term.args[1], scene) if len(term.args) == 2 and _first(scene, term) == () else None


def _item(scene: Scene, term: Op) -> Shape | None:
    array, *indices = term.args
    shape = shape_of(array, scene)
    if not shape or any(isinstance(i, Op) and i.head == "slice" for i in indices):
        return None
    return () if len(indices) == 2 or (len(indices) == 1 and ONE in shape) else None


def _column(scene: Scene, term: Op) -> Shape | None:
    """[x_1; …; x_D] of scalars is D×1; of arrays, or of entries of which nothing is known, it is left open."""
    entries = [a for a in term.args if a != Op("dots")]
    if not entries or any(shape_of(e, scene) != () for e in entries):
        return None
    if len(entries) == len(term.args):
        return scene.dims.shape((Num(ONE.value * len(entries)), ONE))
    return scene.dims.unknown(), ONE


def _in(scene: Scene, term: Op) -> Shape | None:
    element, space = term.args
    if isinstance(space, Op) and space.head == "reals" and len(space.args) <= 2:
        dims = (*space.args, ONE) if len(space.args) == 1 else space.args
        same(scene, term, [(element, shape_of(element, scene)), (space, dims)], "the element has another shape")
    return None


def _each(scene: Scene, term: Op) -> Shape | None:
    for arg in term.args:
        shape_of(arg, scene)
    return None


def _cases(scene: Scene, term: Op) -> Shape | None:
    return like(_typed(scene, tuple(row.args[0] for row in term.args if isinstance(row, Op) and row.head == "case")))


RULES: Mapping[str, Rule] = {
    **{name: _first for name, meaning in HEADS.items() if meaning.startswith("the function") and name != "abs"},
    **dict.fromkeys(
        "neg factorial percent normal_cdf normal_pdf hadamard_pow softmax softmax_rows at increment".split(), _first
    ),
    **dict.fromkeys("pi e infinity indicator delta".split(), _scalar),
    **dict.fromkeys("norm norm_frobenius rank".split(), _scalar_of_array),
    **dict.fromkeys("det tr".split(), _square_to_scalar),
    **dict.fromkeys("sum lim integral maxover minover expect".split(), _under_binder),
    **dict.fromkeys("ones zeros identity".split(), _sized),
    **dict.fromkeys("eq define equiv approx update".split(), _same("they cannot be equal")),
    **dict.fromkeys("ne lt le gt ge binomial log_base root hadamard_div".split(), _like),
    **dict.fromkeys("chain and or iff implies not seq".split(), _each),
    **dict.fromkeys("max min".split(), _extremum),
    "abs": _only_scalar,
    "add": _added,
    "hadamard": lambda scene, term: _hadamard(scene, term),
    "mul": _mul,
    "times": _mul,
    "dot": _dot,
    "inner": _inner,
    "div": _div,
    "pow": _pow,
    "call": _call,
    "transpose": _transpose,
    "inverse": _inverse,
    "kron": _kron,
    "vec": _vec,
    "diag": _diag,
    "prod": _prod,
    "deriv": _deriv,
    "gradient": _gradient,
    "item": _item,
    "column": _column,
    "cases": _cases,
    "in": _in,
}


def _hadamard(scene: Scene, term: Op) -> Shape | None:
    """Scalars are spread; two arrays need one shape."""
    parts = _typed(scene, term.args)
    arrays = [(t, s) for t, s in parts if s != ()]
    return same(scene, term, arrays, "they have no elementwise product") if arrays else ()
