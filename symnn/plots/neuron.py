"""The picture of a neuron: inputs, weights, net input, activation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symnn.drawing import look, panels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, PALE = "#000000", "#f2f2f2"


def neuron_figure() -> Figure:
    """x₁ … x_D with weights w₁ … w_D and the bias b are summed to z; f makes the activation a of it."""
    with look():
        from matplotlib.patches import Circle, FancyArrowPatch

        figure, (axes,) = panels(size=(6.4, 3.9))
        axes.set_axis_off()
        axes.set_aspect("equal")
        axes.set_xlim(-0.6, 8.8)
        axes.set_ylim(-3.1, 2.5)

        def node(x: float, y: float, text: str, radius: float = 0.42) -> None:
            axes.add_patch(Circle((x, y), radius, facecolor=PALE, edgecolor=INK, linewidth=1.4, zorder=3))
            axes.text(x, y, text, ha="center", va="center", fontsize=13, zorder=4)

        def arrow(x: float, y: float, u: float, v: float) -> None:
            axes.add_patch(FancyArrowPatch((x, y), (u, v), arrowstyle="-|>", mutation_scale=13, color=INK, lw=1.2))

        summed, applied = (3.8, 0.0), (6.0, 0.0)
        rows = ((1.9, "1", "$b$"), (0.8, "$x_1$", "$w_1$"), (-0.3, "$x_2$", "$w_2$"), (-2.0, "$x_D$", "$w_D$"))
        for y, name, weight in rows:
            node(0.0, y, name)
            length = (summed[0] ** 2 + (y - summed[1]) ** 2) ** 0.5
            dx, dy = summed[0] / length, (summed[1] - y) / length
            arrow(0.42 * dx, y + 0.42 * dy, summed[0] - 0.6 * dx, summed[1] - 0.6 * dy)
            middle = (1.55, y + dy / dx * 1.55)
            axes.text(*middle, weight, ha="center", va="center", fontsize=12,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})  # fmt: skip
        axes.text(0.0, -1.13, "⋮", ha="center", va="center", fontsize=15)
        node(*summed, "$\\Sigma$", 0.6)
        node(*applied, "$f$", 0.6)
        arrow(summed[0] + 0.6, 0.0, applied[0] - 0.6, 0.0)
        arrow(applied[0] + 0.6, 0.0, 8.1, 0.0)
        axes.text(4.9, 0.25, "$z$", ha="center", fontsize=13)
        axes.text(8.4, 0.0, "$a$", ha="center", va="center", fontsize=13)
        for x, what in ((0.0, "inputs"), (1.7, "weights and bias"), (3.8, "net input"), (6.0, "activation function"),
                        (8.3, "activation")):  # fmt: skip
            axes.text(x, -2.95 if x < 3 else -1.05, what, ha="center", va="bottom", fontsize=9)
    return figure


__all__ = ["neuron_figure"]
