"""The columns by name, and the words of tables in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

COLUMNS = (
        "definition", "derivative", "self", "usual", "second", "range", "limits", "kinks", "lipschitz", "monotone",
    "convex", "zero-centred", "saturation", "accuracy",
)  # fmt: skip
DEFAULT = ("definition", "derivative", "self")
LANGUAGES = ("en", "zh")

# column -> heading; $…$ is a formula
HEADINGS: Mapping[str, tuple[str, str]] = {
    "name": ("Name", "名称"),
    "definition": ("Definition $f(x)$", "定义 $f(x)$"),
    "derivative": ("Derivative $f'(x)$", "导数 $f'(x)$"),
    "self": ("$f'(x)$ by $f$", "以 $f$ 表示的 $f'(x)$"),
    "usual": ("Derivative $f'(x)$", "导数 $f'(x)$"),
    "second": ("$f''(x)$", "二阶导数 $f''(x)$"),
    "range": ("Range", "值域"),
    "limits": ("Limits at $\\mp\\infty$", "$\\mp\\infty$ 处极限"),
    "kinks": ("Kinks (slopes)", "不可导点 (左右导数)"),
    "lipschitz": ("$|f'| \\le$", "$|f'| \\le$"),
    "monotone": ("Monotone", "单调性"),
    "convex": ("Convex", "凸性"),
    "zero-centred": ("Zero-centred", "零中心"),
    "saturation": ("Saturates ($\\lim f'$)", "饱和 ($\\lim f'$)"),
    "accuracy": ("ULP of $f$, $f'$", "$f$, $f'$ 的 ULP 误差"),
}
WORDS: Mapping[str, tuple[str, str]] = {
    "none": ("none", "无"),
    "increasing": ("strictly increasing", "严格递增"),
    "decreasing": ("strictly decreasing", "严格递减"),
    "nondecreasing": ("never decreasing", "不减"),
    "nonincreasing": ("never increasing", "不增"),
    "not-monotone": ("no", "否"),
    "convex": ("convex", "凸"),
    "concave": ("concave", "凹"),
    "linear": ("linear", "线性"),
    "exactly-where": (" exactly where ", ", 当且仅当 "),
    "convex-concave": ("convex on $x \\le 0$, concave on $x \\ge 0$", "$x \\le 0$ 时凸, $x \\ge 0$ 时凹"),
    "concave-convex": ("concave on $x \\le 0$, convex on $x \\ge 0$", "$x \\le 0$ 时凹, $x \\ge 0$ 时凸"),
    "neither": ("neither", "非凸非凹"),
    "odd": ("yes: odd", "是: 奇函数"),
    "positive": ("no: $f > 0$", "否: $f > 0$"),
    "nonnegative": ("no: $f \\ge 0$", "否: $f \\ge 0$"),
    "negative": ("no: $f < 0$", "否: $f < 0$"),
    "nonpositive": ("no: $f \\le 0$", "否: $f \\le 0$"),
    "both-signs": ("both signs, not odd", "有正有负, 非奇函数"),
    "both": ("both sides", "两侧"),
    "left": ("left", "左侧"),
    "right": ("right", "右侧"),
    "nowhere": ("no", "否"),
    "jumps": ("none: it jumps", "无: 有跳跃"),
    "jump": (", jump", ", 跳跃"),
    "unbounded": ("unbounded", "无界"),
    "undecided": ("undecided", "未判定"),
    "measured": ("measured at sample points, not proved", "在样本点上测得, 未证明"),
    "where": ("where", "其中"),
    "f": ("$f$ is the function of the row", "$f$ 为该行的函数"),
    "sigma": ("$\\sigma$ is the logistic function", "$\\sigma$ 为 logistic 函数"),
    "Phi": (
        "$\\Phi$ and $\\phi$ are the standard normal distribution function and its density",
        "$\\Phi$ 与 $\\phi$ 为标准正态分布函数及其密度",
    ),
}


def word(key: str, lang: str) -> str:
    return WORDS[key][LANGUAGES.index(lang)]


def heading(column: str, lang: str) -> str:
    return HEADINGS[column][LANGUAGES.index(lang)]
