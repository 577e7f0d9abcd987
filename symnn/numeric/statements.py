"""What the numbers of softmax and of the losses rest on: claims of derivations/numbers.md and of the catalogue.

The statements are those of the documents, word for word (the tests compare them); ``symnn verify`` proves them there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NUMBERS, LOSSES = "derivations/numbers.md", "symnn/catalog/losses.md"

STATEMENTS: Mapping[str, tuple[str, str]] = {
    "softmax-shift": (NUMBERS, r"\operatorname{softmax}\left(z - m \mathbf{1}\right) = \operatorname{softmax}(z)"),
    "softmax-shift-entry": (
        NUMBERS,
        r"\frac{e^{z_i}}{\sum_{j=1}^{n} e^{z_j}} = \frac{e^{z_i - m}}{\sum_{j=1}^{n} e^{z_j - m}}",
    ),
    "softmax-vjp": (
        NUMBERS,
        r"\left(\frac{\partial}{\partial z} \left[ \operatorname{softmax}(z) \right]\right)^{\top} g = "
        r"\operatorname{softmax}(z) \odot \left(g - \operatorname{softmax}(z)^{\top} g\, \mathbf{1}\right)",
    ),
    "softmax-vjp-shift": (
        NUMBERS,
        r"\operatorname{softmax}(z) \odot \left(g - \left(\operatorname{softmax}(z)^{\top} g\right) "
        r"\mathbf{1}\right) = \operatorname{softmax}(z) \odot \left(g - m \mathbf{1} - "
        r"\left(\operatorname{softmax}(z)^{\top} \left(g - m \mathbf{1}\right)\right) \mathbf{1}\right)",
    ),
    "softmax-vjp-greatest": (
        NUMBERS,
        r"\frac{e^{c}}{e^{c} + \sum_{j=1}^{n} e^{z_j}} \left(h - \frac{h e^{c} + \sum_{j=1}^{n} g_j "
        r"e^{z_j}}{e^{c} + \sum_{j=1}^{n} e^{z_j}}\right) = -\frac{\sum_{j=1}^{n} \left(g_j - h\right) "
        r"e^{z_j - c}}{\left(1 + \sum_{j=1}^{n} e^{z_j - c}\right)^{2}}",
    ),
    "log-softmax-shift": (
        NUMBERS,
        r"\log \frac{e^{z_i}}{\sum_{j=1}^{n} e^{z_j}} = z_i - m - \log \sum_{j=1}^{n} e^{z_j - m}",
    ),
    "log-softmax-greatest": (
        NUMBERS,
        r"\log \frac{e^{c}}{e^{c} + \sum_{j=1}^{n} e^{z_j}} = -\log\left(1 + \sum_{j=1}^{n} e^{z_j - "
        r"c}\right)",
    ),
    "log-softmax-others": (
        NUMBERS,
        r"\log \frac{e^{z_i}}{e^{c} + \sum_{j=1}^{n} e^{z_j}} = z_i - c - \log\left(1 + \sum_{j=1}^{n} "
        r"e^{z_j - c}\right)",
    ),
    "log-softmax-vjp": (
        NUMBERS,
        r"\left(\frac{\partial}{\partial z} \left[ \log\left(\operatorname{softmax}(z)\right) "
        r"\right]\right)^{\top} g = g - \left(\mathbf{1}^{\top} g\right) \operatorname{softmax}(z)",
    ),
    "log-softmax-vjp-greatest": (
        NUMBERS,
        r"h - \frac{e^{c}}{e^{c} + \sum_{j=1}^{n} e^{z_j}} \left(h + \sum_{j=1}^{n} g_j\right) = \frac{h "
        r"\sum_{j=1}^{n} e^{z_j - c} - \sum_{j=1}^{n} g_j}{1 + \sum_{j=1}^{n} e^{z_j - c}}",
    ),
    "probability-gap": (
        NUMBERS,
        r"\frac{e^{c}}{e^{c} + \sum_{j=1}^{n} e^{z_j}} - 1 = -\frac{\sum_{j=1}^{n} e^{z_j - c}}{1 + "
        r"\sum_{j=1}^{n} e^{z_j - c}}",
    ),
    "cross-entropy-gradient": (
        NUMBERS,
        r"\frac{\partial}{\partial z} \left[ -y^{\top} \log\left(\operatorname{softmax}(z)\right) \right] = "
        r"\left(\mathbf{1}^{\top} y\right) \operatorname{softmax}(z) - y",
    ),
    "cross-entropy-class-gradient": (
        NUMBERS,
        r"\frac{\partial}{\partial z_t} \left[ -\log \frac{e^{z_t}}{\sum_{j=1}^{n} e^{z_j}} \right] = "
        r"\frac{e^{z_t}}{\sum_{j=1}^{n} e^{z_j}} - 1",
    ),
    "cross-entropy-class-gradient-other": (
        NUMBERS,
        r"\frac{\partial}{\partial z_i} \left[ -\log \frac{e^{z_t}}{\sum_{j=1}^{n} e^{z_j}} \right] = "
        r"\frac{e^{z_i}}{\sum_{j=1}^{n} e^{z_j}}",
    ),
    "divergence-excess": (
        NUMBERS,
        r"y \log \frac{y}{p} = y \left(\frac{p-y}{y} - \log\left(1 + \frac{p-y}{y}\right)\right) + y - p",
    ),
    "divergence-excess-positive": (NUMBERS, r"\frac{p-y}{y} - \log\left(1 + \frac{p-y}{y}\right) \ge 0"),
    "excess-series": (NUMBERS, r"\frac{d}{dr} \left[ \log\frac{1+r}{1-r} \right] = \frac{2}{1-r^{2}}"),
    "excess-by-ratio": (
        NUMBERS,
        r"d - \log(1+d) = \frac{d}{2+d} d - \left(\log\frac{1+\frac{d}{2+d}}{1-\frac{d}{2+d}} - 2 "
        r"\frac{d}{2+d}\right)",
    ),
    "logits-bce": (
        NUMBERS,
        r"-y \log \sigma(z) - (1-y) \log\left(1 - \sigma(z)\right) = \max(z, 0) - y z + \log\left(1 + "
        r"e^{-|z|}\right)",
    ),
    "logits-bce-derivative": (
        NUMBERS,
        r"\frac{d}{dz} \left[ -y \log \sigma(z) - (1-y) \log\left(1 - \sigma(z)\right) \right] = \sigma(z) "
        r"- y",
    ),
    "logits-bce-above": (
        NUMBERS,
        r"-y \log \sigma(z) - (1-y) \log\left(1 - \sigma(z)\right) = (1-y) z + \log\left(1 + e^{-z}\right)",
    ),
    "logits-bce-below": (
        NUMBERS,
        r"-y \log \sigma(z) - (1-y) \log\left(1 - \sigma(z)\right) = -y z + \log\left(1 + e^{z}\right)",
    ),
    "logits-bce-derivative-above": (NUMBERS, r"\sigma(z) - y = \frac{(1-y) - y e^{-z}}{1 + e^{-z}}"),
    "logits-bce-derivative-below": (NUMBERS, r"\sigma(z) - y = \frac{(1-y) e^{z} - y}{1 + e^{z}}"),
    "logits-bce-half": (NUMBERS, r"\sigma(z) - \frac{1}{2} = \frac{1}{2} \tanh \frac{z}{2}"),
    "huber-one-form": (
        NUMBERS,
        r"\begin{cases} \frac{r^{2}}{2} & \left|r\right| \le \delta \\ \delta \left|r\right| - "
        r"\frac{\delta^{2}}{2} & \left|r\right| > \delta \end{cases} = \min\left(\left|r\right|, "
        r"\delta\right) \left(\left|r\right| - \frac{\min\left(\left|r\right|, \delta\right)}{2}\right)",
    ),
    "CE-derivative": (
        LOSSES,
        r"\frac{\partial}{\partial \hat{y}_i} \left[ \operatorname{CE}(\hat{y}) \right] = "
        r"-\frac{y_i}{\hat{y}_i}",
    ),
    "BCE-derivative": (LOSSES, r"\operatorname{BCE}'(p) = \frac{p - y}{p \left(1-p\right)}"),
    "BCE-with-logits-derivative": (LOSSES, r"\operatorname{BCE-with-logits}'(z) = \sigma(z) - y"),
    "MSE-gradient": (
        LOSSES,
        r"\frac{\partial}{\partial \hat{y}} \left[ \operatorname{MSE}(\hat{y}) \right] = \frac{2}{n} "
        r"\left(\hat{y} - y\right)",
    ),
    "MAE-derivative": (
        LOSSES,
        r"\frac{\partial}{\partial \hat{y}_j} \left[ \operatorname{MAE}(\hat{y}) \right] = \frac{1}{n} "
        r"\operatorname{sign}\left(\hat{y}_j - y_j\right)",
    ),
    "Huber-derivative": (LOSSES, r"\operatorname{Huber}'(r) = \max\left(\min\left(r, \delta\right), -\delta\right)"),
    "hinge-derivative": (LOSSES, r"\operatorname{hinge}'(m) = \begin{cases} -1 & m \le 1 \\ 0 & m > 1 \end{cases}"),
}


@dataclass(frozen=True)
class ClaimedCertificate:
    """The claims behind a function of rows or a loss: (file#id, statement in LaTeX); its errors are in its docstring.

    A statement is proved by ``symnn verify`` in the file that is named; that the code computes the right side of it is
    tested, not proved.
    """

    name: str
    claims: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        if not self.claims:
            return f"{self.name}: computed as it is defined"
        return "\n".join([f"{self.name}: proved by symnn verify", *(f"  {i}: {s}" for i, s in self.claims)])


def certificate(name: str, claims: tuple[str, ...]) -> ClaimedCertificate:
    rows = (STATEMENTS[claim] for claim in claims)
    return ClaimedCertificate(name, tuple((f"{f}#{c}", s) for c, (f, s) in zip(claims, rows, strict=True)))
