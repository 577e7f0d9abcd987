"""The vector–Jacobian products of a network as data: forward equations, backward equations as claims, operations.

A rule is a kind of step.  Its claims are in the notation of derivation files, with names in ⟨ ⟩ that a network fills in
(⟨X⟩ becomes A_{1}); ``section`` prints a rule as a section of a derivation file, which ``symnn verify`` proves.  The
runtime, ``explain`` and the emitters read the same rows, so that one row more is one kind of step or loss more.

ℓ is whatever follows the step: a differentiable scalar function.  ``step`` says which operation of
``symnn.network.operations`` computes the right side of the claim, from which arrays into which: d⟨Z⟩ is the gradient of
the loss in Z, ⟨S⟩ = f′(⟨Z⟩).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from symnn.numeric.statements import STATEMENTS


@dataclass(frozen=True, slots=True)
class Step:
    """``writes`` = operation(``reads``), on arrays by name."""

    operation: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]

    def named(self, names: Mapping[str, str]) -> Step:
        """The step on other arrays; d⟨name⟩ is the gradient in ⟨name⟩."""

        def go(n: str) -> str:
            return f"d{names[n[1:]]}" if n[0] == "d" and n[1:] in names else names[n]

        return Step(self.operation, tuple(map(go, self.reads)), tuple(map(go, self.writes)))


@dataclass(frozen=True, slots=True)
class Backward:
    """One gradient: a claim, a near miss of it that is false, and the step that computes its right side."""

    id: str
    claim: str
    miss: str
    step: Step


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of step.

    ``let`` declares its names, ``definitions`` are its forward equations, ``condition`` a sentence before the claims.
    ``rests`` names claims on numbers (``symnn.numeric.statements``) of the stable form that the operation computes.
    """

    name: str
    let: str
    definitions: tuple[str, ...]
    forward: Step
    backward: tuple[Backward, ...]
    condition: str = ""
    rests: tuple[str, ...] = ()


_SCALAR = r"$\ell$ a differentiable scalar function"
_SIZES = r"$⟨Z⟩ \in \mathbb{R}^{⟨N⟩ \times ⟨m⟩}$"
_TARGET = rf"Let {_SIZES}, $⟨Y⟩ \in \mathbb{{R}}^{{⟨N⟩ \times ⟨m⟩}}$"
_BY_Z = r"\frac{\partial}{\partial ⟨Z⟩} \left[ ⟨L⟩ \right] = "
_ENTRIES = r"\frac{\mathbf{1}_{⟨N⟩}^{\top} \left(%s\right) \mathbf{1}_{⟨m⟩}}{⟨N⟩ ⟨m⟩}"
_CROSS = (
    r"-\frac{\mathbf{1}_{⟨N⟩}^{\top} \left(⟨Y⟩ \odot \log\left(\operatorname{softmax}_{\mathrm{rows}}(⟨Z⟩)\right)"
    r"\right) \mathbf{1}_{⟨m⟩}}{⟨N⟩}"
)
_SOFTMAX = r"\operatorname{softmax}_{\mathrm{rows}}(⟨Z⟩)"

DENSE = Rule(
    "dense",
    r"Let $⟨X⟩ \in \mathbb{R}^{⟨N⟩ \times ⟨n⟩}$, $⟨W⟩ \in \mathbb{R}^{⟨n⟩ \times ⟨m⟩}$, $⟨b⟩ \in \mathbb{R}^{⟨m⟩}$, "
    + _SCALAR,
    (r"⟨Z⟩ := ⟨X⟩ ⟨W⟩ + \mathbf{1}_{⟨N⟩} ⟨b⟩^{\top}", r"⟨G⟩ := \nabla\ell(⟨Z⟩)"),
    Step("affine", ("X", "W", "b"), ("Z",)),
    (
        Backward(
            "weights",
            r"\frac{\partial}{\partial ⟨W⟩} \left[ \ell(⟨Z⟩) \right] = ⟨X⟩^{\top} ⟨G⟩",
            r"\frac{\partial}{\partial ⟨W⟩} \left[ \ell(⟨Z⟩) \right] = \frac{1}{⟨N⟩} ⟨X⟩^{\top} ⟨G⟩",
            Step("transposed_product", ("X", "dZ"), ("dW",)),
        ),
        Backward(
            "bias",
            r"\frac{\partial}{\partial ⟨b⟩} \left[ \ell(⟨Z⟩) \right] = ⟨G⟩^{\top} \mathbf{1}_{⟨N⟩}",
            r"\frac{\partial}{\partial ⟨b⟩} \left[ \ell(⟨Z⟩) \right] = \frac{1}{⟨N⟩} ⟨G⟩^{\top} \mathbf{1}_{⟨N⟩}",
            Step("column_sums", ("dZ",), ("db",)),
        ),
        Backward(
            "input",
            r"\frac{\partial}{\partial ⟨X⟩} \left[ \ell(⟨Z⟩) \right] = ⟨G⟩ ⟨W⟩^{\top}",
            r"\frac{\partial}{\partial ⟨X⟩} \left[ \ell(⟨Z⟩) \right] = ⟨G⟩ ⟨W⟩^{\top} + ⟨X⟩",
            Step("product_transposed", ("dZ", "W"), ("dX",)),
        ),
    ),
)

ACTIVATION = Rule(
    "activation",
    rf"Let {_SIZES}, $⟨f⟩$ differentiable, applied elementwise, {_SCALAR}",
    (r"⟨A⟩ := ⟨f⟩(⟨Z⟩)", r"⟨S⟩ := ⟨f⟩'(⟨Z⟩)", r"⟨G⟩ := \nabla\ell(⟨A⟩)"),
    Step("activation", ("Z",), ("A", "S")),
    (
        Backward(
            "net-input",
            r"\frac{\partial}{\partial ⟨Z⟩} \left[ \ell(⟨f⟩(⟨Z⟩)) \right] = ⟨G⟩ \odot ⟨S⟩",
            r"\frac{\partial}{\partial ⟨Z⟩} \left[ \ell(⟨f⟩(⟨Z⟩)) \right] = ⟨G⟩ \odot ⟨f⟩'(⟨A⟩)",
            Step("elementwise_product", ("dA", "S"), ("dZ",)),
        ),
    ),
)

DECAY = Rule(
    "weight_decay",
    r"Let $⟨W⟩ \in \mathbb{R}^{⟨n⟩ \times ⟨m⟩}$, $\lambda > 0$",
    (r"⟨R⟩ := \frac{\lambda}{2} \left\lVert ⟨W⟩ \right\rVert_F^{2}",),
    Step("half_square", ("W",), ("R",)),
    (
        Backward(
            "weights",
            r"\frac{\partial}{\partial ⟨W⟩} \left[ ⟨R⟩ \right] = \lambda ⟨W⟩",
            r"\frac{\partial}{\partial ⟨W⟩} \left[ ⟨R⟩ \right] = 2 \lambda ⟨W⟩",
            Step("add_multiple", ("W",), ("dW",)),
        ),
    ),
)


def _loss(
    name: str, let: str, value: str, gradient: str, miss: str, condition: str = "", rests: tuple[str, ...] = ()
) -> Rule:
    """A loss L(Z, Y): one operation of its name gives the value and the gradient."""
    claims = (_BY_Z + gradient, _BY_Z + miss)
    backward = (Backward("logits", *claims, Step(name, ("Z", "Y"), ("dZ",))),)
    return Rule(name, let, (f"⟨L⟩ := {value}",), Step(name, ("Z", "Y"), ("L",)), backward, condition, rests)


MSE = _loss(
    "mse",
    _TARGET,
    r"\frac{\left\lVert ⟨Z⟩ - ⟨Y⟩ \right\rVert_F^{2}}{⟨N⟩ ⟨m⟩}",
    r"\frac{2}{⟨N⟩ ⟨m⟩} \left(⟨Z⟩ - ⟨Y⟩\right)",
    r"\frac{2}{⟨N⟩} \left(⟨Z⟩ - ⟨Y⟩\right)",
)
HUBER = _loss(
    "huber",
    _TARGET + ", $h$ differentiable, applied elementwise",
    _ENTRIES % r"h(⟨Z⟩ - ⟨Y⟩)",
    r"\frac{1}{⟨N⟩ ⟨m⟩} h'(⟨Z⟩ - ⟨Y⟩)",
    r"\frac{1}{⟨N⟩ ⟨m⟩} h'(⟨Y⟩ - ⟨Z⟩)",
    rests=("huber-one-form", "Huber-derivative"),
)
BINARY = _loss(
    "binary_cross_entropy_with_logits",
    _TARGET,
    _ENTRIES % r"\log\left(1 + \exp(⟨Z⟩)\right) - ⟨Y⟩ \odot ⟨Z⟩",
    r"\frac{1}{⟨N⟩ ⟨m⟩} \left(\sigma(⟨Z⟩) - ⟨Y⟩\right)",
    r"\frac{1}{⟨N⟩ ⟨m⟩} \left(⟨Y⟩ - \sigma(⟨Z⟩)\right)",
    rests=("logits-bce-above", "logits-bce-below", "logits-bce-derivative-above", "logits-bce-derivative-below"),
)
CLASSES = _loss(
    "cross_entropy_of_classes",
    _TARGET,
    _CROSS,
    rf"\frac{{1}}{{⟨N⟩}} \left({_SOFTMAX} - ⟨Y⟩\right)",
    rf"\frac{{1}}{{⟨N⟩ ⟨m⟩}} \left({_SOFTMAX} - ⟨Y⟩\right)",
    r"For $⟨Y⟩ \mathbf{1}_{⟨m⟩} = \mathbf{1}_{⟨N⟩}$,",
    ("cross-entropy-class-gradient", "cross-entropy-class-gradient-other", "probability-gap", "log-softmax-shift"),
)
PROBABILITIES = _loss(
    "cross_entropy_of_probabilities",
    _TARGET,
    _CROSS,
    rf"\frac{{1}}{{⟨N⟩}} \left({_SOFTMAX} \odot \left(⟨Y⟩ \mathbf{{1}}_{{⟨m⟩}} \mathbf{{1}}_{{⟨m⟩}}^{{\top}}\right)"
    r" - ⟨Y⟩\right)",
    rf"\frac{{1}}{{⟨N⟩}} \left({_SOFTMAX} - ⟨Y⟩\right)",
    rests=("cross-entropy-gradient", "log-softmax-shift"),
)

# the loss of a description, and how its targets are given -> rule
LOSSES: Mapping[tuple[str, str], Rule] = {
    ("cross_entropy", "classes"): CLASSES,
    ("cross_entropy", "probabilities"): PROBABILITIES,
    ("binary_cross_entropy_with_logits", "values"): BINARY,
    ("mse", "values"): MSE,
    ("huber", "values"): HUBER,
}
RULES: tuple[Rule, ...] = (DENSE, ACTIVATION, DECAY, *dict.fromkeys(LOSSES.values()))


def filled(text: str, names: Mapping[str, str] | None = None) -> str:
    """The names in ⟨ ⟩ replaced; those that are not given stand for themselves."""
    given = names or {}
    return re.sub("⟨(.)⟩", lambda m: given.get(m[1], m[1]), text)


def section(rule: Rule, title: str, prefix: str, names: Mapping[str, str] | None = None, misses: bool = False) -> str:
    """The rule as a section of a derivation file: claims ``prefix-id``, with their near misses as E202 if wanted."""
    parts = [f"## {title}", "", "<!-- @let -->", f"{filled(rule.let, names)}.", ""]
    for definition in rule.definitions:
        parts += ["```math", filled(definition, names), "```", ""]
    for row in rule.backward:
        parts += _claim(f"{prefix}-{row.id}", rule.condition, row.claim, names)
        if misses:
            parts += _claim(f"{prefix}-{row.id}-miss", rule.condition, row.miss, names)
    return "\n".join(parts)


def _claim(name: str, condition: str, formula: str, names: Mapping[str, str] | None) -> list[str]:
    before = [filled(condition, names), ""] if condition else []
    return [f"<!-- @claim {name} -->", *before, "```math", filled(formula, names), "```", ""]


def rests(rule: Rule) -> tuple[tuple[str, str], ...]:
    """(file#id, statement) of the claims on numbers behind the rule."""
    return tuple((f"{STATEMENTS[n][0]}#{n}", STATEMENTS[n][1]) for n in rule.rests)


__all__ = ["ACTIVATION", "DECAY", "DENSE", "LOSSES", "RULES", "Backward", "Rule", "Step", "filled", "rests", "section"]
