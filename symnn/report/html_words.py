"""The words of the HTML report, in both languages, and the signs that stand beside the verdicts' colours."""

from __future__ import annotations

from collections.abc import Mapping

SYMBOLS: Mapping[str, str] = {"proved": "✓", "refuted": "✗", "conditional": "◐", "undecided": "?", "unreadable": "⊘"}
TRUST: Mapping[str, str] = {
    "checked": "the certificate was checked again by an independent program",
    "kernel": "exact arithmetic of the prover itself; not checked again",
    "z3": "some step rests on the word of the solver z3",
}
KINDS: Mapping[str, str] = {
    "identity": "identity", "step": "step of a chain", "derivative": "derivative", "inequality": "inequality",
    "range": "range", "limit": "limit", "approximation": "bound of an approximation", "taylor": "expansion",
    "order": "order", "iff": "equivalence", "membership": "membership",
}  # fmt: skip

_ENGLISH = {
    "title": "Formulas checked by symnn", "skip": "Skip to the formulas", "contents": "Contents",
    "show": "Show formulas", "all": "all", "attention": "what needs a look", "statement": "without a claim",
    "findings": "Findings",
    "nothing": "No error and no warning.", "notes": "notes", "line": "line", "read_as": "read as",
    "because": "reason given", "source": "source",
    "in_text": "in the text", "how": "how it was decided", "prover": "prover", "trust": "rests on", "steps": "steps",
    "assuming": "assuming", "certificate": "certificate", "time": "time", "seconds": "s", "again": "decide it again",
    "kind": "kind", "left": "left side", "right": "right side", "suggestion": "suggestion", "expected": "expected",
    "before": "as written", "after": "suggested", "section": "before the first heading", "loose": "About the document",
    "formulas": "Formulas", "claims": "Claims by verdict", "others": "Other statements", "made": "made by",
    "formula": "formula", "code": "code", "none": "There are no formulas in the documents.",
    "not_math": "shown as written", "where": "place", "message": "message", "proved_change": "suggestion, proved",
    "about": "A verdict holds for the formula as it is read; the reading stands beside it.",
}  # fmt: skip
_CHINESE = {
    "title": "symnn 核对的公式", "skip": "跳到公式", "contents": "目录", "show": "显示公式",
    "all": "全部", "attention": "需要查看的", "statement": "无断言的", "findings": "发现",
    "nothing": "没有错误和警告。", "notes": "条提示", "line": "第", "read_as": "读作",
    "because": "所给理由", "source": "原文",
    "in_text": "上下文", "how": "如何判定", "prover": "证明方法", "trust": "依据", "steps": "步骤",
    "assuming": "假设", "certificate": "证书", "time": "用时", "seconds": "秒", "again": "重新判定",
    "kind": "类别", "left": "左边", "right": "右边", "suggestion": "建议", "expected": "预期",
    "before": "原文", "after": "建议", "section": "首个标题之前", "loose": "关于文档",
    "formulas": "公式", "claims": "断言按判定", "others": "其他陈述", "made": "生成命令",
    "formula": "公式", "code": "代码", "none": "文档中没有公式。",
    "not_math": "按原文显示", "where": "位置", "message": "说明", "proved_change": "建议（已证明）",
    "about": "判定针对公式的读法；读法写在旁边。",
}  # fmt: skip
_BY_LANGUAGE: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "zh": _CHINESE}


def words_of(language: str) -> Mapping[str, str]:
    return _BY_LANGUAGE[language]
