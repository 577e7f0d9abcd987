"""How a text report looks: colour, language, and the words of both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ENGLISH: Mapping[str, str] = {}
CHINESE: Mapping[str, str] = {
    "proved": "已证明",
    "refuted": "已否定",
    "conditional": "有条件成立",
    "undecided": "未判定",
    "unreadable": "无法读懂",
    "definition": "定义",
    "declaration": "声明",
    "mention": "提及",
    "question": "近似问题",
    "definitions": "定义",
    "declarations": "声明",
    "mentions": "提及",
    "questions": "近似问题",
    "suggestion": "建议",
    "expected": "预期",
    "at": "在",
    "the left side is": "左边为",
    "the right side is": "右边为",
    "the left side has": "左边",
    "the right side has": "右边",
    "holds exactly when": "成立条件",
    "holds where": "在此假设下成立：",
    "where": "定义域",
    "no documents": "没有文档",
    "read as": "读作",
    "cell {}, line {}": "第 {} 个单元，第 {} 行",
    "prover": "证明方法",
    "trust": "可信度",
    "step": "步骤",
    "assuming": "假设",
    "certificate": "证书",
    "seconds": "秒",
    "kind": "类别",
    "checked": "已独立复核",
    "kernel": "证明器的精确算术",
    "z3": "依赖求解器 z3",
    "error": "错误",
    "warning": "警告",
    "note": "提示",
    "known from the baseline": "见于基线",
    "entry of the baseline matches nothing": "条基线记录已无对应",
    "entries of the baseline match nothing": "条基线记录已无对应",
    "marked": "标记处",
    "both sides over": "两边关于",
    "identity": "恒等式",
    "step of a chain": "推导步骤",
    "derivative": "导数",
    "inequality": "不等式",
    "range": "值域",
    "limit": "极限",
    "bound of an approximation": "近似误差界",
    "expansion": "展开式",
    "order": "阶",
    "equivalence": "等价条件",
    "iff": "等价条件",
    "taylor": "展开式",
    "approximation": "近似误差界",
    "membership": "属于关系",
    "the certificate was checked again by an independent program": "证书已由独立程序复核",
    "exact arithmetic of the prover itself; not checked again": "证明器自身的精确算术，未经复核",
    "some step rests on the word of the solver z3": "有一步依赖求解器 z3 的结论",
}
LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "zh": CHINESE}

_ANSI = {
    "proved": "32", "refuted": "31;1", "conditional": "36", "undecided": "33", "unreadable": "33",
    "error": "31;1", "warning": "33;1", "note": "36", "faint": "2", "bold": "1", "old": "31", "new": "32",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """``colour`` puts ANSI codes around verdicts and codes; ``language`` is one of ``LANGUAGES``.

    ``width`` is that of the terminal in cells, ``None`` where lines may be of any length.  ``quiet`` shows findings
    and the count only, ``verbose`` also how each claim was decided.
    """

    colour: bool = False
    language: str = "en"
    width: int | None = None
    detail: Literal["quiet", "normal", "verbose"] = "normal"

    def say(self, phrase: str) -> str:
        """The phrase in the report's language; a phrase without translation stays English."""
        return LANGUAGES[self.language].get(phrase, phrase)

    def paint(self, text: str, role: str) -> str:
        return f"\x1b[{_ANSI[role]}m{text}\x1b[0m" if self.colour else text


PLAIN = Look()
