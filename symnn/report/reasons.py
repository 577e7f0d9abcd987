"""Why a claim is not decided, in Chinese: the frequent reasons as patterns; any other reason stays as it is."""

from __future__ import annotations

import re

_STANDS = {
    "an integral": "积分", "integrals": "积分", "an expectation": "期望", "a variance": "方差",
    "a covariance": "协方差",
    "a dagger": "伪逆或共轭转置（†）", "an array given by its entries": "由元素给出的数组", "a probability": "概率",
}  # fmt: skip

# ``{0}`` is the first group; the words of a document and names stay as they are
_ROWS: tuple[tuple[str, str], ...] = (
    (r"(.+) is not given as a function of (.+) here", "此处没有把 {0} 作为 {1} 的函数给出"),
    (r"(.+) is never defined", "文中没有定义 {0}"),
    (r"a name in it is never defined", "其中有一个从未定义的名称"),
    (r"(.+) is not given here: the formula may say what it is", "此处没有给出 {0}：这个公式可能正是在给出它"),
    (r"the shape of (.+) is not declared", "没有声明 {0} 的形状"),
    (r"it holds for arrays and not for numbers, and the shape of (.+) is not declared",
     "对数组成立，对数不成立，而文中没有声明 {0} 的形状"),
    (r"part of the formula is left out \((.+)\)", "公式有一部分被略去（{0}）"),
    (r"no prover applies", "没有适用的证明方法"),
    (r"the sides were not shown to be equal", "未能证明两边相等"),
    (r"the sides were not shown to be equal where (.+)", "在 {0} 处未能证明两边相等"),
    (r"the index normal forms of the sides differ, and no example was found at which the sides do",
     "两边的指标范式不同，但没有找到使两边不等的例子"),
    (r"words around it seem to speak against it: (.+)", "周围的文字似乎否定它：{0}"),
    (r"the sentence seems to speak against it: (.+)", "句子似乎否定它：{0}"),
    (r"the sentence limits it in words that were not understood: (.+)", "句子以未能读懂的文字限定它：{0}"),
    (r"the sentence asks it", "句子是在提问"),
    (r"whether (.+) limits it was not understood", "未能读懂 {0} 是否限定它"),
    (r"it is supposed, not claimed: (.+)", "这是假设，不是断言：{0}"),
    (r"it is quoted as what is to be replaced: (.+)", "这是引用的待替换内容：{0}"),
    (r"it is an equation to be solved, not an identity: (.+)", "这是待解的方程，不是恒等式：{0}"),
    (r"it is said of something that exists, and which that is was not understood",
     "它说的是某个存在的对象，未能读懂是哪一个"),
    (r"it is said to follow from (.+), line (\d+), which is not proved",
     "文中说它由 {0}（第 {1} 行）得出，而后者未得到证明"),
    (r"(.+) stands against it", "{0} 与它相抵触"),
    (r"timed out after (.+) s", "超过 {0} 秒的时间限制"),
    (r"memory limit of (\d+) MB reached", "达到 {0} MB 的内存限制"),
    (r"the formula is nested too deeply", "公式嵌套过深"),
    (r"the domain is empty|the domain of a variable is empty", "变量的取值范围为空"),
    (r"elsewhere the left side has no value", "在其他地方左边没有值"),
    (r"elsewhere the right side has no value", "在其他地方右边没有值"),
    (r"at every point of the domain at least one side has no value", "在定义域的每一点至少有一边没有值"),
    (r"an exponent that is no number", "指数不是数"),
    (r"to which order the two sides agree was not found", "没有找到两边一致到哪一阶"),
    (r"no bound of the error was proved", "没有证明误差界"),
    (r"a list in brackets may be meant as a row or as a column", "方括号里的列表可能是行，也可能是列"),
    (r"the text speaks of a layout of derivatives and does not say whether it is used here",
     "文中提到导数的布局，但没有说此处是否采用"),
    (r"the shapes in the definition of (.+) at line (\d+) do not fit: (.+)", "第 {1} 行 {0} 的定义中形状不相容：{2}"),
    (r"where both sides have a value", "在两边都有值的地方"),
)  # fmt: skip
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), said) for pattern, said in _ROWS)
_READ = re.compile(r"(an? .+|\w+) stands in it, and these are read but not decided")


def in_chinese(reason: str) -> str:
    """The reason in Chinese, or as it is."""
    if reason.startswith("the index calculus: "):
        return "指标演算：" + in_chinese(reason.removeprefix("the index calculus: "))
    read = _READ.fullmatch(reason)
    if read is not None and read[1] in _STANDS:
        return f"其中有{_STANDS[read[1]]}：这类公式能读，但不判定"
    for pattern, said in _PATTERNS:
        found = pattern.fullmatch(reason)
        if found is not None:
            return said.format(*found.groups())
    return reason
