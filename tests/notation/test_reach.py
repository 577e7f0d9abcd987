"""How far a differential and a gradient reach to the right."""

from __future__ import annotations

import pytest

from symnn.notation import DEEP_LEARNING, ReadError, read, words


@pytest.mark.parametrize(
    ("source", "reading"),
    [
        (r"\frac{d \tanh(x)}{d x}", "∂[tanh(x)]/∂x"),
        (r"\frac{d\,\sin(x)}{d\,x}", "∂[sin(x)]/∂x"),
        (r"\frac{d \log x}{dx}", "∂[log(x)]/∂x"),
        (r"\frac{\partial \log(x)}{\partial x}", "∂[log(x)]/∂x"),
        (r"\frac{d \sqrt{x}}{dx}", "∂[sqrt(x)]/∂x"),
        (r"\frac{d \frac{1}{x}}{dx}", "∂[1/x]/∂x"),
        (r"\nabla_x \tfrac12 x^\top H x", "∇_x[(1/2)*xᵀ*H*x]"),
        (r"\nabla_w \lambda \|w\|^2", "∇_w[λ*||w||^2]"),
        (r"\nabla_w \frac{\lambda}{2} \|w\|^2 + w", "∇_w[(λ/2)*||w||^2] + w"),
        (r"\nabla_x 2 \cdot x^\top x", "∇_x[2*xᵀ*x]"),
        (r"\nabla \frac12 \|x\|^2", "∇[(1/2)*||x||^2]"),
        (r"\frac{\partial}{\partial x} 2 x^2", "∂[2*x^2]/∂x"),
        (r"w - \eta \nabla_w L(w) x", "w - η*∇_w[L(w)]*x"),
        (r"\nabla_W L x^\top", "∇_W[L]*xᵀ"),
        (r"(\nabla f(x)) g(x)", "∇[f(x)]*g(x)"),
        (r"g(x) \nabla f(x)", "g(x)*∇[f(x)]"),
        (r"\nabla f(x) d", "∇[f(x)]*d"),
        (r"\nabla f(x) g(y)", "∇[f(x)]*g(y)"),
        (r"\nabla_\theta \frac{1}{N} \sum_i L_i", "∇_θ[(1/N)*sum[L_i; i]]"),
        (r"\nabla_x x^\top A x", "∇_x[xᵀ*A*x]"),
        (r"\nabla_x A x", "∇_x[A*x]"),
        (r"\nabla_x A^{-1} x + x", "∇_x[inverse(A)*x] + x"),
        (r"\nabla_w xx^\top w", "∇_w[x*xᵀ*w]"),
        (r"\nabla_{\mathbf x} \mathbf a^\top \mathbf x", "∇_bf(x)[bf(a)ᵀ*bf(x)]"),
        (r"\nabla_x (x-c)^\top A (x-c)", "∇_x[(x - c)ᵀ*A*(x - c)]"),
        (r"\nabla_x \|x-c\|^2", "∇_x[||x - c||^2]"),
        (r"\nabla_x \|Ax-b\|_2^2", "∇_x[||A*x - b||_2^2]"),
        (r"\nabla_w (w^\top x - y)^2", "∇_w[(wᵀ*x - y)^2]"),
        (r"\nabla_x x^2", "∇_x[x^2]"),
        (r"\nabla_x e^{-x}", "∇_x[e^(-x)]"),
        (r"\eta \nabla_W L x^\top", "η*∇_W[L]*xᵀ"),
        (r"\nabla_y f \nabla_x y", "∇_y[f]*∇_x[y]"),
        (r"\nabla_a C \odot \sigma'(z)", "∇_a[C]⊙σ'(z)"),
        (r"\frac{d(x^\top A x)}{dx}", "∂[xᵀ*A*x]/∂x"),
        (r"\frac{d \left(x^2\right)}{d x}", "∂[x^2]/∂x"),
        (r"\frac{d(x+1)^2}{dx}", "∂[(x + 1)^2]/∂x"),
        (r"\frac{d|x|}{dx}", "∂[|x|]/∂x"),
        (r"\frac{d\,\|x\|^2}{dx}", "∂[||x||^2]/∂x"),
        (r"\frac{d\,3x^2}{dx}", "∂[3*x^2]/∂x"),
        (r"\frac{d \{x^2\}}{dx}", "∂[x^2]/∂x"),
        (r"\frac{d^2 (x^3)}{dx^2}", "∂^2[x^3]/∂x ∂x"),
        (r"\frac{\partial f}{\partial x}(x_0)", "[∂[f(x)]/∂x at x = x_0]"),
        (r"\frac{df}{dx}(2)", "[∂[f(x)]/∂x at x = 2]"),
        (r"\frac{\partial f}{\partial x}(x + 1)", "∂[f]/∂x*(x + 1)"),
        (r"\frac{d(x)}{d}", "d(x)/d"),
        (r"\frac{d(d-1)}{2}", "d*(d - 1)/2"),
        (r"\nabla f(x)^\top d", "∇[f(x)]ᵀ*d"),
        (r"\nabla J(\theta)^T d + 1", "∇[J(θ)]ᵀ*d + 1"),
        (r"\nabla f(x_k)^\top (y - x_k)", "∇[f(x_k)]ᵀ*(y - x_k)"),
        (r"\nabla_x f(x)^\top (y - x)", "∇_x[f(x)]ᵀ*(y - x)"),
        (r"\nabla f(x)^T \nabla f(x)", "∇[f(x)]ᵀ*∇[f(x)]"),
        (r"\nabla f^\top d", "∇[f]ᵀ*d"),
        (r"\nabla f_k^T p_k", "∇[f_k]ᵀ*p_k"),
        (r"\nabla^2 f(x)^\top d", "∇²[f(x)]ᵀ*d"),
        (r"\nabla \varepsilon_n (\nabla \varepsilon_n)^\top", "∇[ε_n]*∇[ε_n]ᵀ"),
    ],
)
def test_a_derivative_takes_what_follows_it(source: str, reading: str) -> None:
    assert words(read(source, DEEP_LEARNING).parts[0].term) == reading


@pytest.mark.parametrize(
    "source",
    [
        r"\nabla f(x) g(x)",
        r"\nabla_x f(x) g(x) + 1",
        r"\nabla_w z w",
        r"\nabla \lambda f",
        r"\nabla_x 2 x \cdot y",
        r"\nabla_x \frac12 x \odot x",
        r"\nabla_x x \cdot y",
        r"\nabla_x A \cdot x",
        r"\nabla_w L w",
        r"\nabla_{\mathbf x} \mathbf y \mathbf x",
        r"\nabla_x \|x\|^2 x",
        r"\nabla_x \exp(x) x",
    ],
)
def test_a_gradient_of_which_the_reach_is_unclear_is_unreadable(source: str) -> None:
    with pytest.raises(ReadError, match="gradient of the product"):
        read(source, DEEP_LEARNING)


@pytest.mark.parametrize(
    "source",
    [
        r"\nabla_w \phi(x)^\top w",  # φ(x): an array of features
        r"\nabla_w f(x)^\top w",
        r"\nabla \phi(x)^\top w",
        r"\nabla \sigma(z)^\top d",
        r"\nabla h^\top d",
        r"\nabla_x y^\top d",
        r"\nabla f(x)^\top g(x)",
        r"\nabla_x f(x)^\top x",
        r"\nabla_x f(x)^\top (y - x) x",
    ],
)
def test_a_transpose_that_could_belong_to_an_array_is_unreadable(source: str) -> None:
    with pytest.raises(ReadError, match=r"the gradient (first|of the first factor), or the"):
        read(source, DEEP_LEARNING)


@pytest.mark.parametrize("source", [r"\nabla_x f(x)^2", r"\nabla L^2", r"\nabla_w [w^\top x - y]^2", r"\nabla (f)^2"])
def test_a_power_that_could_belong_to_the_gradient_is_unreadable(source: str) -> None:
    with pytest.raises(ReadError, match="the gradient first, or the pow first"):
        read(source, DEEP_LEARNING)


def test_a_power_behind_the_square_brackets_of_a_derivative_is_unreadable() -> None:
    with pytest.raises(ReadError, match="the derivative of the power"):
        read(r"\frac{d}{dx}[x]^2", DEEP_LEARNING)


@pytest.mark.parametrize(
    "source", [r"\frac{d(a+b)}{dc}", r"\frac{d(d-1)}{dx}", r"\frac{d(x,y)}{dx}", r"\frac{d(x)y}{dx}"]
)
def test_a_d_before_a_bracket_that_could_be_a_factor_is_unreadable(source: str) -> None:
    with pytest.raises(ReadError, match="a product with d, or a differential"):
        read(source, DEEP_LEARNING)


@pytest.mark.parametrize(
    "source",
    [r"\frac{\partial L}{\partial w}(x_i)", r"\frac{\partial f}{\partial x_1}(x)", r"\frac{d^2 f}{dx^2}(x_0)"],
)
def test_a_name_in_brackets_behind_a_derivative_that_may_be_a_factor_is_unreadable(source: str) -> None:
    with pytest.raises(ReadError, match="the derivative at a point, or a product"):
        read(source, DEEP_LEARNING)


def test_a_declared_d_above_and_below_is_a_factor() -> None:
    profile = DEEP_LEARNING.declare(next(iter(read("d").parts)).term, "scalar")  # type: ignore[arg-type]
    assert words(read(r"\frac{d \sin(x)}{d x}", profile).parts[0].term) == "d*sin(x)/(d*x)"
