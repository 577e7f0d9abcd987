"""What a document's own usage and words say of its notation: functions, signs; and what is undecided on purpose."""

from __future__ import annotations

import pytest

from symnn.context.understanding import understand
from symnn.document import parse
from symnn.verdict import Undecided


def readings(text: str) -> list[str]:
    return [r.error or r.reading for r in understand(parse(text, "notes.md")).readings]


def test_a_name_with_an_empty_place_is_a_function_everywhere() -> None:
    found = readings("The Dirac delta $\\delta(\\cdot)$ selects. Then $y = \\delta(a - b) c$.\n")
    assert found[-1] == "y = δ(a - b)*c"


def test_without_such_a_place_the_bracket_behind_a_scalar_is_a_factor() -> None:
    assert readings("Then $y = \\delta(a - b) c$.\n") == ["y = δ*(a - b)*c"]


def test_a_name_that_is_applied_alone_is_a_function_where_a_lone_name_stands_in_the_brackets() -> None:
    found = readings("The features $\\mathbf{z}(\\mathbf{x})$ are given. $y = 2 \\mathbf{z}(\\mathbf{x}_n)$.\n")
    assert found[-1] == "y = 2*bf(z)(bf(x)_n)"


def test_a_name_that_is_applied_alone_makes_a_longer_bracket_doubtful() -> None:
    found = readings("The weights $\\gamma(z)$ are given. Then $y = \\gamma(a + b)$.\n")
    assert "gamma applied to an argument, or gamma times a bracket?" in found[-1]


def test_indexed_names_are_applied_on_their_own() -> None:
    found = readings("Let $y(x)$ be the output. Then $d = y_n (t_n - y_n)$.\n")
    assert found[-1] == "d = y_n*(t_n - y_n)"


def test_a_product_with_the_name_itself_in_the_brackets_stays_one() -> None:
    assert readings("Let $x(t)$ be given. Then $y = x(1 - x)$.\n")[-1] == "y = x*(1 - x)"


def test_the_reading_says_on_whose_word_a_name_is_a_function() -> None:
    out = understand(parse("First $\\xi(\\cdot)$.\n\nThen $\\xi(a + b)$.\n", "notes.md"))
    assert out.readings[-1].names[0] == "ξ: function, as line 1 writes \\xi(\\cdot)"


def test_a_sign_means_what_the_document_says() -> None:
    text = (
        "We use $\\circ$ to denote element-wise multiplication.\n\n$$\\mathbf{Z} = \\mathbf{X} \\circ \\mathbf{Y}$$\n"
    )
    assert readings(text)[-1] == "bf(Z) = bf(X)⊙bf(Y)"


@pytest.mark.parametrize("words", ["We write $\\circ$ here.", "We use $\\circ$ to denote composition.", ""])
def test_a_sign_of_which_nothing_is_said_stays_doubtful(words: str) -> None:
    text = f"{words}\n\n$$\\mathbf{{Z}} = \\mathbf{{X}} \\circ \\mathbf{{Y}}$$\n"
    assert "a composition, or an elementwise product?" in readings(text)[-1]


@pytest.mark.parametrize(
    "formula",
    [
        "\\int_0^1 x\\,dx = 7", "\\mathbb{E}[X] = \\mathbb{E}[X] + 1", "\\operatorname{Var}[X] = X", "A A^\\dagger = 3",
        "\\sup_x f(x) = 2", "\\oint_C f\\,ds = 1", "\\operatorname{cov}(X, Y) = X Y", "q^{\\setminus b} = 1 + q",
        "\\frac{\\delta F}{\\delta y} = 1", "x_{<t} = 1 + x_t",
    ],
)  # fmt: skip
def test_what_nobody_decides_is_undecided_and_says_why(formula: str) -> None:
    text = f"Then\n\n<!-- @claim it -->\n$$2 + {formula.replace('=', '= 1 +', 1)}$$\n"
    (pending,) = understand(parse(text, "notes.md")).pending
    assert isinstance(pending.claim, Undecided)
    assert "read but not decided" in pending.claim.reason


def test_a_matrix_with_empty_places_leaves_something_out() -> None:
    text = "<!-- @claim it -->\n$$\\begin{bmatrix} a & \\\\ & b \\end{bmatrix} = \\begin{bmatrix} a & 0 \\\\ 0 & b"
    (pending,) = understand(parse(text + " \\end{bmatrix}$$\n", "notes.md")).pending
    assert isinstance(pending.claim, Undecided)


@pytest.mark.parametrize("sign", ["\\succ", "\\succeq", "\\perp", "\\supset", "\\not\\subset"])
def test_orders_of_matrices_independence_and_inclusion_are_said_not_claimed(sign: str) -> None:
    out = understand(parse(f"Here $A {sign} B$.\n", "notes.md"))
    assert [s.kind for s in out.statements] == ["mention"]
    assert not out.pending


def test_a_function_with_an_argument_held_still_refutes_nothing() -> None:
    text = (
        "Given $f(x,z) = 2z^3x^2$. Swap with a constant $f(x,z) = bx^2$. Back again:\n\n"
        "$$\\frac{df}{dx}(x,z) = 4z^3x$$\n"
    )
    pending = understand(parse(text, "notes.md")).pending[-1]
    assert pending.unknown is not None


@pytest.mark.parametrize("formula", ["\\nabla_{\\mathbf{w}} L = \\mathbf{0}", "\\nabla_w L = 0", "\\nabla_w^2 L = 0"])
def test_the_gradient_of_a_name_of_which_nothing_is_said_is_unknown_and_not_zero(formula: str) -> None:
    (pending,) = understand(parse(f"At the optimum ${formula}$.\n", "notes.md")).pending
    assert isinstance(pending.claim, Undecided)
    assert "is not given as a function of" in pending.claim.reason


@pytest.mark.parametrize(
    "text",
    [
        "<!-- @claim it -->\n$\\varphi(a) > 0$\n",
        "<!-- @claim it -->\n$\\varphi(a) > 0$ is not the normal one:\n\n$$\\varphi(a) \\equiv \\ln a - 2$$\n",
    ],
)
def test_phi_is_the_normal_density_only_where_one_is_spoken_of(text: str) -> None:
    pending = understand(parse(text, "notes.md")).pending[0]
    assert "normal_pdf" not in str(pending.claim)
    assert pending.unknown == "φ"


def test_the_derivative_of_f_beside_a_new_f_with_an_index_refutes_nothing() -> None:
    text = "$$f(x) = x^2 \\quad \\rightarrow \\quad \\frac{df}{dx} = 2x \\\\ f_c(x) = c + x \\quad \\rightarrow"
    pending = understand(parse(text + " \\quad \\frac{df}{dx} = 1$$\n", "notes.md")).pending
    assert [p.unknown for p in pending] == [None, "whether f_c is meant"]


@pytest.mark.parametrize("formula", [r"x = k(t)", r"v = k(s, a)", r"v = k\left(t_0\right)"])
def test_a_rate_that_takes_arguments_somewhere_is_not_taken_for_a_number(formula: str) -> None:
    text = f"Here $k$ is the decay rate.\n\n$$\n{formula}\n$$\n\nThen $y = k (t + 1) c$.\n"
    with_number = "Here $k$ is the decay rate.\n\nThen $y = k (t + 1) c$.\n"
    assert readings(with_number)[-1] == "y = k*(t + 1)*c"
    assert readings(text)[-1] != "y = k*(t + 1)*c"


def test_a_star_is_a_product_where_no_convolution_is_spoken_of() -> None:
    assert readings("The cost is $c = a * b$.\n") == ["c = a×b"]
    assert "a convolution" in readings("The convolution is $c = a * b$.\n")[0]
    assert "entry by entry" in readings("The cost is $c = \\mathbf{a} * \\mathbf{b}$.\n")[0]


def test_a_functional_e_beside_the_expectation_is_none() -> None:
    both = "The functional $E[u]$ is an energy; $\\mathbb{E}[x]$ is a mean.\n"
    assert "expect" not in repr(understand(parse(both, "notes.md")).readings[0].terms)
    assert "expect" in repr(understand(parse(both.replace("functional", "value"), "notes.md")).readings[0].terms)


def test_values_of_an_index_are_no_definition_of_it() -> None:
    found = understand(parse("Here $n = 1, 2, \\dots, N$ and $i = 1, 2$, but $v = (1, 2)$.\n", "notes.md")).statements
    assert [s.kind for s in found] == ["declaration", "declaration", "definition"]


def test_a_sign_that_is_defined_is_no_claim() -> None:
    schur = "we define the Schur complement $$M / A \\equiv D - C A^{-1} B$$\n"
    assert not understand(parse(schur, "notes.md")).pending
    assert understand(parse(schur.replace("define", "find"), "notes.md")).pending


def test_where_a_function_takes_its_values_is_no_claim() -> None:
    assert not understand(parse("where $u(x) \\in \\mathbb{R}$ is a scalar field\n", "notes.md")).pending
    assert understand(parse("so that $\\tanh(x) \\in (-1, 1)$\n", "notes.md")).pending


def test_a_line_between_two_points_is_one_name_in_its_paragraph() -> None:
    found = readings("The point $B$ lies below the line $AC$; the ratio is $AB/BC$ and the curve is above $BC$.\n")
    assert found == ["B", "AC", "AB/BC", "BC"]
    assert readings("The matrix $AC$ has the inverse $C^{-1} A^{-1}$.\n")[0] == "A*C"
    both = readings("Below the line $AC$.\n\nThe matrix $AC$ is square.\n")
    assert both == ["A*C", "A*C"]


def kinds(text: str) -> list[str]:
    return [r.kind for r in understand(parse(text, "notes.md")).readings]


def test_the_h_of_a_hessian_is_an_operator() -> None:
    text = "Here $x \\leftarrow x - [H f(x)]^{-1} \\nabla f(x)$.\n\n$H f(x)$ is the [Hessian matrix](page).\n"
    assert readings(text) == ["x <- x - ∇²[f(x)]^(-1)*∇[f(x)]", "∇²[f(x)]"]
    assert readings(text.replace("Hessian", "product"))[-1] == "H*f(x)"


def test_a_sign_alone_is_what_the_document_says_of_it() -> None:
    assert readings("where $\\circ$ is the element-wise multiplication operator.\n") == ["hadamard"]
    assert readings("where $\\circ$ is drawn small.\n") == ["compose"]


def test_a_density_of_fewer_arguments_in_its_own_body_is_no_definition() -> None:
    assert kinds("which then is $p(x, y) = p(x) p(y)$.\n") == ["claim"]
    assert kinds("which then is $f(n) = f(n - 1) + 1$.\n") == ["definition"]
    assert kinds("which then is $q(x, y) = p(x) p(y)$.\n") == ["definition"]
    assert kinds("$$f(x) = f(x_0) + (x - x_0) f'(x_0)$$\n") == ["claim"]
    assert kinds("$$f(x) = g(x_0) + (x - x_0) g'(x_0)$$\n") == ["definition"]


def test_what_is_to_be_replaced_is_not_claimed() -> None:
    assert kinds("$\\frac{\\partial L}{\\partial w} = 0$ should read $\\nabla_w L = 0$.\n")[0] == "mention"
    assert kinds("$\\frac{\\partial L}{\\partial w} = 0$ should be easy, as $\\nabla_w L = 0$.\n")[0] == "claim"


def test_a_case_that_is_considered_is_not_claimed() -> None:
    text = "{} $\\Omega_1 \\cap \\Omega_2 = \\emptyset$.\n"
    assert kinds(text.format("Consider the case where")) == ["mention"]
    assert kinds(text.format("We show")) == ["claim"]


def test_a_bound_of_what_a_name_is_said_to_be_is_no_claim() -> None:
    assert kinds("and $R \\le \\min(M, N)$ is the rank of $P$\n")[0] == "mention"
    assert kinds("and $R \\le \\min(M, N)$ holds\n")[0] == "claim"


def test_a_quotient_of_matrices_is_a_sign_that_is_defined() -> None:
    text = "or $$\\mathbf{M}/\\mathbf{A} \\equiv \\mathbf{D} - \\mathbf{C}\\mathbf{B}$$\n"
    assert kinds(text) == ["definition"]
    assert kinds(text.replace("\\mathbf{M}/\\mathbf{A}", "m/a")) == ["claim"]


@pytest.mark.parametrize(
    "text",
    [
        "we define it as long as we have $p(y|x)p(x) = 0$.\n",
        "for $x$ such that $p(x) > 0$ it diverges.\n",
        "is undefined for $x$\nsuch that $p(x) = 0$.\n",
        "it holds if $\\eta(\\mathbf{x}) = 0$.\n",
        "we must find a function $F(x)$ such that $F'(x) = f(x)$.\n",
        "``$\\{\\alpha_k\\} = 0.1$'' should read ``$\\alpha = 0.1$''.\n",
    ],
)
def test_a_requirement_is_not_claimed(text: str) -> None:
    assert "claim" not in kinds(text)


@pytest.mark.parametrize("text", ["for $x$ we see that $p(x) > 0$ there.\n", "we find that $F'(x) = f(x)$.\n"])
def test_what_is_seen_or_found_is_claimed(text: str) -> None:
    assert kinds(text)[-1] == "claim"


def test_both_sides_of_should_read_are_quoted() -> None:
    assert kinds("$\\nabla E(w) = 0$ should read $\\nabla E(w) = \\mathbf{0}$.\n") == ["mention", "mention"]


def test_arguments_behind_a_semicolon_belong_to_what_is_defined() -> None:
    assert kinds("linear score functions ($f(x_i; W) = W x_i$).\n") == ["definition"]
    assert kinds("linear score functions ($f(x_i; W) \\le W x_i$).\n") == ["claim"]


def test_what_we_have_of_a_defined_function_is_a_claim() -> None:
    text = "$$\\Gamma_D(a) \\equiv \\int_0^1 x^a dx$$\n\n{} $$\\Gamma_D(a) = \\frac{1}{a + 1}$$\n"
    assert kinds(text.replace("{}", "Then we have")) == ["definition", "claim"]
    assert kinds(text.replace("{}", "From here on let")) == ["definition", "definition"]


def test_a_name_given_once_more_is_shown_as_a_definition() -> None:
    assert kinds("$$z = 2 x$$\n\nand elsewhere $$z = 3 x$$\n") == ["definition", "definition"]


def test_the_transpose_of_a_new_name_in_a_set_of_matrices_declares_the_name() -> None:
    text = "a matrix $\\hat{Y}^\\top \\in \\mathbb{R}^{D \\times N}$ whose $\\hat{Y}$ is kept\n"
    found = understand(parse(text, "notes.md")).readings
    assert found[0].kind == "declaration"
    assert found[1].names == ("hat(Y): array of shape N x D",)
    known = "$Y \\in \\mathbb{R}^{m \\times n}$, and so $Y^\\top \\in \\mathbb{R}^{n \\times m}$\n"
    assert kinds(known) == ["declaration", "claim"]


def names(text: str) -> list[tuple[str, ...]]:
    return [r.names for r in understand(parse(text, "notes.md")).readings]


def test_a_lone_letter_of_functions_is_not_called_a_number() -> None:
    assert names("The loss $f$ is small.\n") == [("f: not declared",)]
    assert names("The number $x$ is small.\n") == [("x: real",)]


def test_a_map_is_a_function_and_another_number_of_arguments_is_another_one() -> None:
    assert names("for $p : \\mathcal{X} \\to [0, \\infty)$\n")[0][0] == "p: scalar function"
    found = names("$$f(x, y) = x y$$\n\nIn general $f(x + h) = f(x) + h$. But $f(a, b)$.\n")
    assert [row[0] for row in found] == ["f: defined at line 1", "f: function", "f: defined at line 1"]


def test_a_condition_of_one_example_gives_its_shapes() -> None:
    text = "Let $x \\in \\mathbb{R}^n$. If $x \\in \\mathbb{R}^3$ and $y \\in \\mathbb{R}^2$ then:\n\n"
    found = names(text + "$$\\frac{\\partial y}{\\partial x} = A$$\n")
    assert found[-1][:2] == ("y: array of shape 2", "x: array of shape 3")
