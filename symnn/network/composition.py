"""The steps of a network put together: the gradient of its whole loss in every layer, as claims.

``whole`` has the forward equations from the samples to the loss, the gradients D from the last layer to the first, each
defined by the one after it, and claims that dW and db are what the program computes of them.  Of a deep network
``links`` has, for each layer after the first, that claim for any function after it, so that the D which one ends with
is the D which the next begins with; ``penalised`` adds weight decay to it.  All equations are those of the rules.
"""

from __future__ import annotations

from collections.abc import Iterator

from symnn.network.description import Description
from symnn.network.rules import ACTIVATION, DECAY, DENSE, LOSSES, Backward, Rule, filled

DEEPEST = 5  # layers of a network whose whole gradient is one claim each; the proofs of deeper ones take long
_ELEMENTWISE = "differentiable, applied elementwise"
_SCALAR = r"$\ell$ a differentiable scalar function"


def whole(description: Description) -> Iterator[str]:
    """Everything in one section, for a network of at most ``DEEPEST`` layers."""
    layers, last = description.layers, len(description.layers)
    loss = next(rule for (name, _), rule in LOSSES.items() if name == description.loss)
    decay = description.weight_decay
    yield "## The whole network\n"
    yield (
        "From the samples to the loss, and back: each gradient is defined by the one after it, as the program computes "
        "them, and the gradients of the loss in all parameters are claimed of the network as a whole. The activations "
        "are any differentiable functions.\n"
    )
    declared = [r"X \in \mathbb{R}^{N \times n_{0}}", rf"Y \in \mathbb{{R}}^{{N \times n_{{{last}}}}}"]
    functions = []
    for k, layer in enumerate(layers, 1):
        declared += _parameters(k)
        functions += [] if layer.is_linear else [f"$f_{{{k}}}$ {_ELEMENTWISE}"]
    functions += [f"$h$ {_ELEMENTWISE}"] if description.loss == "huber" else []
    functions += [r"$\lambda > 0$"] if decay else []
    yield "<!-- @let -->\nLet " + ", ".join([f"${d}$" for d in declared] + functions) + ".\n"

    names = [_names(description, k) for k in range(1, last + 1)]
    end = {"Z": _output(description, last), "m": f"n_{{{last}}}"}
    for layer, own in zip(layers, names, strict=True):
        yield _shown(filled(DENSE.definitions[0], own))
        if not layer.is_linear:
            yield from (_shown(filled(d, own)) for d in ACTIVATION.definitions[:2])
    yield _shown(filled(loss.definitions[0], end))
    if decay:
        yield from (_shown(filled(DECAY.definitions[0], own)) for own in names)
        yield _shown("J := L + " + " + ".join(own["R"] for own in names))
    gradient = filled(_right(loss.backward[0]), end)
    for k in range(last, 0, -1):
        yield from _back(description, k, gradient)
        gradient = filled(_right(_row(DENSE, "input")), names[k - 1])
    for k, own in enumerate(names, 1):
        for what, letter in (("weights", "W"), ("bias", "b")):
            right = filled(_right(_row(DENSE, what)), own)
            if decay and what == "weights":
                right += f" + {filled(_right(DECAY.backward[0]), own)}"
            left = rf"\frac{{\partial}}{{\partial {own[letter]}}} \left[ {'J' if decay else 'L'} \right]"
            yield from _claim(f"network-{what}-{k}", filled(loss.condition, end), f"{left} = {right}")


def links(description: Description) -> Iterator[str]:
    """For each layer after the first: the gradient in the net input of the one before it, from the one in its own."""
    yield "## From layer to layer\n"
    yield (
        "Each gradient is defined by the one after it, and claimed to be the gradient of any differentiable function "
        "of the net input there. The last one is that of the loss.\n"
    )
    for k in range(1, len(description.layers)):
        own, after = _names(description, k), _names(description, k + 1)
        yield f"### From layer {k + 1} to layer {k}\n"
        declared = [rf"{own['Z']} \in \mathbb{{R}}^{{N \times n_{{{k}}}}}", *_parameters(k + 1)]
        linear, beyond = description.layers[k - 1].is_linear, description.layers[k].is_linear
        functions = [] if linear else [f"${own['f']}$ {_ELEMENTWISE}"]
        functions += [] if beyond else [f"${after['f']}$ {_ELEMENTWISE}"]
        yield "<!-- @let -->\nLet " + ", ".join([*(f"${d}$" for d in declared), *functions, _SCALAR]) + ".\n"
        if not linear:
            yield from (_shown(filled(d, own)) for d in ACTIVATION.definitions[:2])
        yield _shown(filled(DENSE.definitions[0], after))
        if not beyond:
            yield from (_shown(filled(d, after)) for d in ACTIVATION.definitions[:2])
        end = _output(description, k + 1)
        yield from _back(description, k + 1, rf"\nabla\ell({end})")
        yield from _back(description, k, filled(_right(_row(DENSE, "input")), after))
        left = rf"\frac{{\partial}}{{\partial {own['Z']}}} \left[ \ell({end}) \right]"
        yield from _claim(f"link-{k}", "", f"{left} = {own['G']}")


def penalised() -> Iterator[str]:
    """A claim for any layer: with weight decay dW is that of the rule, and λ W."""
    yield "## Dense, with weight decay\n"
    declared = [r"X \in \mathbb{R}^{N \times n}", r"W \in \mathbb{R}^{n \times m}", r"b \in \mathbb{R}^{m}"]
    yield "<!-- @let -->\nLet " + ", ".join([*(f"${d}$" for d in declared), r"$\lambda > 0$", _SCALAR]) + ".\n"
    own = {"G": "D"}
    yield from (_shown(filled(d, own)) for d in (*DENSE.definitions, *DECAY.definitions))
    right = f"{_right(_row(DENSE, 'weights'))} + {_right(DECAY.backward[0])}"
    yield from _claim(
        "decay-weights-of-all",
        "",
        rf"\frac{{\partial}}{{\partial W}} \left[ \ell(Z) + R \right] = {filled(right, own)}",
    )


def _names(description: Description, k: int) -> dict[str, str]:
    """The names of layer k: X is its input, G the gradient in its net input."""
    before = "X" if k == 1 else _output(description, k - 1)
    return {
        "X": before, "n": f"n_{{{k - 1}}}", "m": f"n_{{{k}}}",
        **{letter: f"{letter}_{{{k}}}" for letter in "WbZASRf"}, "G": f"D_{{{k}}}",
    }  # fmt: skip


def _output(description: Description, k: int) -> str:
    return f"{'Z' if description.layers[k - 1].is_linear else 'A'}_{{{k}}}"


def _parameters(k: int) -> list[str]:
    return [
        rf"W_{{{k}}} \in \mathbb{{R}}^{{n_{{{k - 1}}} \times n_{{{k}}}}}",
        rf"b_{{{k}}} \in \mathbb{{R}}^{{n_{{{k}}}}}",
    ]


def _back(description: Description, k: int, gradient: str) -> Iterator[str]:
    """D of layer k by the gradient in its output; B is the latter where there is an activation between them."""
    own = _names(description, k)
    if description.layers[k - 1].is_linear:
        yield _shown(f"{own['G']} := {gradient}")
        return
    b = f"B_{{{k}}}"
    yield _shown(f"{b} := {gradient}")
    yield _shown(f"{own['G']} := {filled(_right(ACTIVATION.backward[0]), {**own, 'G': b})}")


def _row(rule: Rule, name: str) -> Backward:
    return next(b for b in rule.backward if b.id == name)


def _right(row: Backward) -> str:
    """The right side of a backward equation."""
    return row.claim.partition(r"\right] = ")[2]


def _shown(formula: str) -> str:
    return f"```math\n{formula}\n```\n"


def _claim(name: str, condition: str, formula: str) -> Iterator[str]:
    yield f"<!-- @claim {name} -->"
    if condition:
        yield f"{condition}\n"
    yield _shown(formula)


__all__ = ["DEEPEST", "links", "penalised", "whole"]
