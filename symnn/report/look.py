"""How a text report looks: colour, language, and the words of both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
    "where": "定义域",
    "no documents": "没有文档",
}
LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "zh": CHINESE}

_ANSI = {
    "proved": "32", "refuted": "31;1", "conditional": "36", "undecided": "33", "unreadable": "33",
    "error": "31;1", "warning": "33;1", "note": "36", "faint": "2", "bold": "1",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """``colour`` puts ANSI codes around verdicts and codes; ``language`` is one of ``LANGUAGES``."""

    colour: bool = False
    language: str = "en"

    def say(self, phrase: str) -> str:
        """The phrase in the report's language; a phrase without translation stays English."""
        return LANGUAGES[self.language].get(phrase, phrase)

    def paint(self, text: str, role: str) -> str:
        return f"\x1b[{_ANSI[role]}m{text}\x1b[0m" if self.colour else text


PLAIN = Look()
