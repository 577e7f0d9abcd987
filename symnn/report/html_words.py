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
    "nothing": "No error and no warning.", "note": "note", "notes": "notes", "line": "line", "read_as": "read as",
    "because": "reason given", "source": "source",
    "in_text": "in the text", "how": "how it was decided", "prover": "prover", "trust": "rests on", "steps": "steps",
    "assuming": "assuming", "certificate": "certificate", "time": "time", "seconds": "s", "again": "decide it again",
    "left": "left side", "right": "right side", "suggestion": "suggestion", "expected": "expected",
    "before": "as written", "after": "suggested", "section": "before the first heading", "loose": "About the document",
    "claims": "Claims by verdict", "again_all": "decide all again",
    "formula": "formula", "none": "There are no formulas in the documents.",
    "about": "A verdict holds for the formula as it is read; the reading stands beside it.",
}  # fmt: skip
_CHINESE = {
    "title": "symnn 核对的公式", "skip": "跳到公式", "contents": "目录", "show": "显示公式",
    "all": "全部", "attention": "需要查看的", "statement": "无断言的", "findings": "发现",
    "nothing": "没有错误和警告。", "note": "条提示", "notes": "条提示", "line": "第", "read_as": "读作",
    "because": "所给理由", "source": "原文",
    "in_text": "上下文", "how": "如何判定", "prover": "证明方法", "trust": "依据", "steps": "步骤",
    "assuming": "假设", "certificate": "证书", "time": "用时", "seconds": "秒", "again": "重新判定",
    "left": "左边", "right": "右边", "suggestion": "建议", "expected": "预期",
    "before": "原文", "after": "建议", "section": "首个标题之前", "loose": "关于文档",
    "claims": "断言按判定", "again_all": "重新判定全部",
    "formula": "公式", "none": "文档中没有公式。",
    "about": "判定针对公式的读法；读法写在旁边。",
}  # fmt: skip
_BY_LANGUAGE: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "zh": _CHINESE}


def words_of(language: str) -> Mapping[str, str]:
    return _BY_LANGUAGE[language]
