"""What findings say, in Chinese: the frequent messages as patterns; before any other stands what its code says."""

from __future__ import annotations

import re

from symnn.finding import Finding
from symnn.report.look import Look
from symnn.report.reasons import in_chinese

TITLES: dict[str, str] = {
    "E101": "括号不配对", "E201": "两边不等", "E202": "导数错误", "E203": "极限错误", "E204": "值域或界错误",
    "E205": "推导步骤错误", "E301": "以另一个值重新定义", "E302": "与该名称的各种公认定义都不同",
    "E304": "文档之间不一致",
    "E401": "约束变量出现在自己的范围里", "E403": "指标只在一边自由出现", "E404": "形状不相容", "E406": "空区间",
    "E408": "缺少运算对象", "E409": "与前文的描述不同", "E421": "分段情形互相矛盾", "E423": "对其中没有的变量求导",
    "E901": "没有找到预期的问题", "E903": "标签无法读懂", "N111": "由抓取的文字还原", "N112": "自变量写在名称里",
    "N113": "有一部分没有读取", "N114": "有一个值未给出", "N210": "有条件成立", "N211": "近似问题的回答",
    "N303": "该名称的另一种变体", "N305": "名称有了新的含义", "N424": "名称以另一种形状声明", "N501": "折点处没有导数",
    "N502": "有一边没有定义", "N601": "溢出", "N602": "损失有效数字", "W102": "字节不是文字", "W110": "公式无法读懂",
    "W212": "只对参数的个别取值成立", "W402": "约束变量没有用到", "W405": "名称没有定义", "W407": "缺少自变量",
    "W410": "差商没有取极限", "W411": "分支在交界处不相接", "W412": "导数的链条止于别的变量", "W413": "括号位置错误",
    "W414": "同一个求和有两个项数", "W415": "这一行不是上一行的解", "W416": "指标出现在求和之外",
    "W417": "指标被约束两次",
    "W418": "求和没有指标", "W420": "分段定义有缺口", "W422": "名称与唯一已知的名称只差写法", "W425": "负号后丢失括号",
    "W430": "引用的公式不存在", "W902": "忽略标签没有作用",
}  # fmt: skip

_ROWS: tuple[tuple[str, str], ...] = (
    (r"the two sides differ: (.+)", "两边不等：{0}"),
    (r"this is not the derivative: (.+)", "这不是导数：{0}"),
    (r"this is not the limit: (.+)", "这不是极限：{0}"),
    (r"this is not where the values lie: (.+)", "值不在此范围：{0}"),
    (r"the inequality fails: (.+)", "不等式不成立：{0}"),
    (r"the bound fails: (.+)", "误差界不成立：{0}"),
    (r"this step is wrong: (.+)", "这一步是错的：{0}"),
    (r"the order is wrong: (.+)", "阶数错误：{0}"),
    (r"the condition is not the right one: (.+)", "条件不对：{0}"),
    (r"this holds only where (.+): the document does not say so", "只在 {0} 时成立，而文中没有这样说"),
    (r"this holds only where ([^:]+): (.+)", "只在 {0} 时成立：{1}"),
    (r"this holds only where (.+)", "只在 {0} 时成立"),
    (r"this holds where ([^:]+): (.+)", "在 {0} 时成立：{1}"),
    (r"this differs from every accepted definition of (.+): at (.+) this is (.+), .+ is (.+)",
     "与 {0} 的各种公认定义都不同：在 {1} 处这里为 {2}，应为 {3}"),
    (r"(.+) is defined again with another value: at (.+) this is (.+), (.+) gives (.+)",
     "{0} 以另一个值重新定义：在 {1} 处这里为 {2}，{3}给出 {4}"),
    (r"(.+) has another meaning since line (\d+): (.+)", "{0} 的含义与第 {1} 行不同：{2}"),
    (r"this is the variant (.+) of (.+)", "这是 {1} 的变体 {0}"),
    (r"the interval (.+) given as the range of (.+) is empty", "给作 {1} 值域的区间 {0} 是空的"),
    (r"the interval (.+) is empty", "区间 {0} 是空的"),
    (r"(.+) is never closed(: .+)?; its partner may stand at more than one place",
     "{0} 没有闭合{1}；另一半可能在不止一处"),
    (r"(.+) is never closed(: .+)?", "{0} 没有闭合{1}"),
    (r"surplus (\S+)(: .+)?; its partner may stand at more than one place", "多余的 {0}{1}；另一半可能在不止一处"),
    (r"surplus (\S+): (.+)", "多余的 {0}：{1}"),
    (r"the shapes do not fit: (.+)", "形状不相容：{0}"),
    (r"(.+) is a function and stands here without its argument", "{0} 是函数，此处没有写自变量"),
    (r"(.+) is written without its argument; read as (.+)", "{0} 没有写自变量；读作 {1}"),
    (r"the bound variable (.+) stands in its own range; (.+) is probably meant",
     "约束变量 {0} 出现在自己的范围里；可能应为 {1}"),
    (r"the index (.+) stands free on the right side only; the left side has (.+)",
     "指标 {0} 只在右边自由出现；左边的是 {1}"),
    (r"the index (.+) stands free on the right side only; nothing gives it", "指标 {0} 只在右边自由出现，没有给出"),
    (r"(.+) does not contain (.+), and nothing that it is made of does", "{0} 不含 {1}，构成它的各量也不含"),
    (r"(.+) does not contain (.+); the right side is its derivative by (.+)", "{0} 不含 {1}；右边是它对 {2} 的导数"),
    (r"(.+) does not depend on (.+), over which the sum runs; nothing gives (.+)",
     "{0} 与求和指标 {1} 无关，{2} 没有给出"),
    (r"no equation of this document is labelled (.+)", "本文档中没有标签为 {0} 的公式"),
    (r"no equation is labelled (.+); (.+) is probably meant", "没有标签为 {0} 的公式；可能是 {1}"),
    (r"(\d+) places look like a formula outside of math delimiters \(here the first\); .+",
     "有 {0} 处像是数学定界符之外的公式（此处是第一处），没有读取：请写成 $…$"),
    (r"1 place looks like a formula outside of math delimiters; .+",
     "有 1 处像是数学定界符之外的公式，没有读取：请写成 $…$"),
    (r"(.+) as written loses its digits in float64 (.+): (.+)", "{0} 照此计算在 float64 中损失有效数字（{1}）：{2}"),
    (r"(.+) as written: (.+) overflows in float64 (.+); (.+)", "{0} 照此计算：{1} 在 float64 中溢出（{2}）；{3}"),
    (r"by how much the two sides differ was not found: (.+)", "没有求出两边相差多少：{0}"),
    (r"expected (.+) for (.+): (.+) not found", "{1} 预期 {0}：没有找到"),
    (r"@ignore (.+) suppresses nothing here; take it out", "@ignore {0} 在此没有作用；请删去"),
    (r"add the condition (.+)", "加上条件 {0}"),
    (r"did you mean (.+)\? \(proved\); or add the condition (.+)", "是否应为 {0}？（已证明）或加上条件 {1}"),
    (r"did you mean (.+)\? \(proved\)", "是否应为 {0}？（已证明）"),
    (r"use (symnn\.compile\S+) if (.+) is meant", "若指 {1}，用 {0}"),
    (r"use (symnn\.compile.+)", "用 {0}"),
    (r"with (.+) the shapes fit", "用 {0} 则形状相容"),
)  # fmt: skip
_PARTS: tuple[tuple[str, str], ...] = (
    (r"(.+); it holds exactly when (.+)", "{0}；成立条件 {1}"),
    (r"at (.+?) the left side (?:is|has) (.+), the right side (?:is|has) (.+)", "在 {0} 处左边为 {1}，右边为 {2}"),
    (r"at (.+?) the (left|right) side (?:is|has) (.+)", "在 {0} 处{1}为 {2}"),
    (r"the left side (?:is|has) (.+), the right side (?:is|has) (.+)", "左边为 {0}，右边为 {1}"),
    (r"the size of (.+) = (.+)", "{0} 的大小 = {1}"),
    (r"left", "左边"),
    (r"right", "右边"),
    (r"no value", "无值"),
    (r"line (\d+)", "第 {0} 行"),
    (r": (.+)", "（{0}）"),
    (r"(no|one|two|three|four|five|\d+) closing for (no|one|two|three|four|five|\d+) opening", "闭 {0}，开 {1}"),
    (r"below (.+)", "{0} 以下"),
    (r"above (.+)", "{0} 以上"),
    (r"for (.+) between (.+) and (.+)", "{0} 在 {1} 与 {2} 之间"),
    (r"for (.+) below (.+)", "{0} 小于 {1}"),
    (r"for (.+) above (.+)", "{0} 大于 {1}"),
    (r"at (.+) the result is (.+), the value (.+)", "在 {0} 处结果为 {1}，真值为 {2}"),
    (r"the result is right, with a warning", "结果正确，但有警告"),
    (r"the document does not say so", "文中没有这样说"),
)  # fmt: skip
_AT = re.compile(r"(.+) \(at character (\d+) of the formula\)", re.DOTALL)
_LONGEST = 1000
_COUNTS = {w: str(n) for n, w in enumerate("no one two three four five".split())}
_MESSAGES = tuple((re.compile(pattern, re.DOTALL), said) for pattern, said in _ROWS)
_PHRASES = tuple((re.compile(pattern, re.DOTALL), said) for pattern, said in _PARTS)


def headline(finding: Finding, look: Look) -> str:
    """The message of a finding; in Chinese one without translation stands behind what its code says."""
    code, message = finding.code, finding.message
    if look.language != "zh":
        return message
    said = _translated(message, _MESSAGES)
    return said if said is not None else f"{TITLES[code]}：{message}" if code in TITLES else message


def why(reason: str) -> str:
    """Why a claim is not decided, or a formula not read, in Chinese."""
    found = _AT.fullmatch(reason)
    if found is None:
        return in_chinese(reason)
    return f"{_translated(found[1], _MESSAGES) or found[1]}（公式的第 {found[2]} 个字符）"


def advice(suggestion: str, look: Look) -> str:
    """A suggestion, translated where it is no formula."""
    if look.language != "zh":
        return suggestion
    said = _translated(suggestion, _MESSAGES)
    return suggestion if said is None else said


def reading(text: str, look: Look) -> str:
    """ "σ(x) = … for real x", of which the words behind the formula are translated."""
    if look.language != "zh":
        return text
    formula, _, where = text.rpartition(" for ")
    if not formula or formula.count("(") - formula.count(")") or where.count("(") - where.count(")"):
        return text  # a case list, which has no such words behind it
    return f"{formula}（{where.removeprefix('real ')}{' 为实数' * where.startswith('real ')}）"


def _translated(text: str, rows: tuple[tuple[re.Pattern[str], str], ...]) -> str | None:
    for pattern, said in rows if len(text) < _LONGEST else ():
        if (found := pattern.fullmatch(text)) is not None:
            return said.format(*("" if g is None else _phrase(g) for g in found.groups()))
    return None


def _phrase(text: str) -> str:
    said = _translated(text, _PHRASES)
    return _COUNTS.get(text, in_chinese(text)) if said is None else said
