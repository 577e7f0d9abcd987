"""References to equations by number or label in the sentence of a formula, and what part they play in it.

"Substituting (6.3) into (6.5)", "by \\eqref{eq:loss}", "由式 (6.3) 可得" say what a formula follows from.
"Unlike (3)", "if (3) held", "replacing x in (3)" do not; "similarly to (3)" says
how it was found, "used in (5)" what it is for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from symnn.context.words.prose import FILL, Prose
from symnn.document.model import Reference, Span

Role = Literal["source", "other", "against", "alike", "aside"]

_MARK, _REST = "\ufffb", "\ufffa"  # stand for the first and for every further character of a reference
_NAMING = (
    r"(?:\s|~|\(|（|the\b|equations?|eqns?\.?|eqs?\.?|formulas?|formulae|identit(?:y|ies)|definitions?|expressions?"
    r"|relations?|loss|cost|error|model|result|方程组?|公?式|等式|定义|损失|关系)*+"
)
_AND = r"(?:\s|,|，|、|-|–|—|and\b|or\b|和|与|及|以及)*+"
_JOIN = rf"(?:{_AND}{_NAMING}{_MARK}{_REST}*+[)）]?)*{_AND}{_NAMING}"
_SOURCE = re.compile(
    r"(?:\b(?:from|by|using|use[sd]?|with|via|in|into|to|of|given|since|as|per|through|under|on"
    r"|substitut(?:e|es|ing)|insert(?:ing)?|plug(?:ging)?|put(?:ting)?|combin(?:e|es|ing)|appl(?:y|ying)|recall(?:ing)?"
    r"|differentiat(?:e|ing)|deriv(?:e|ing)|tak(?:e|ing)|according to|due to|thanks to|because of|owing to)"
    rf"|由|从|根据|按照?|依据?|据|将|把|对|代入|带入|利用|运用|应用|使用|用|结合|联立|因为|由于|到|求导){_JOIN}\Z",
    re.I,
)
_AGAINST_BEFORE = re.compile(
    r"(?:\b(?:unlike|not|no longer|instead of|rather than|without|contrary to|in contrast (?:to|with)|contrast\w*"
    r"|except|neither|nor"
    r"|unless|if|whenever|when|whether|suppos\w+|assum\w+|provided|as long as|were|violat\w+|contradict\w+"
    r"|den(?:y|ies|ying)|ignor\w+|differs? from|wrong\w*|mistake\w*)\b|n['’]t\b"
    r"|不是|不同于|与其|除非|并非|而非|若|如果|假如|假设|假定|倘若|当|不[用能由从再]|没有|违反|忽略|是否)"
    rf"[^.;,，。；{FILL}]{{0,40}}\Z",
    re.I,
)
_AGAINST_BEHIND = re.compile(
    rf"[^.;,，。；{FILL}]{{0,40}}?(?:\b(?:not|never|no longer|cannot|fails?|violated|false|wrong|incorrect|were|would"
    r"|might|may|could|should|only|if|held|conditions?)\b|n['’]t\b|不成立|不[再能满总是一]|失效|错|若|仅|只有|成立时)",
    re.I,
)
_CHANGED = re.compile(
    r"\b(?:replac\w+|chang(?:e|es|ed|ing)|modif\w+|drop(?:s|ped|ping)?|remov\w+|omit\w*|neglect\w*|ignor\w+|approximat\w+"
    r"|relax\w*|general[iz]s?\w*|extend\w*|instead|alternativ\w+|swap\w*|adding|append\w*|exchang\w+|hypothetic\w+"
    r"|pretend\w*|counterfactual\w*|incorrect\w*|wrong(?:ly)?|false(?:ly)?)\b"
    r"|替换|换成|换为|改为|改成|修改|去掉|忽略|近似|推广|加上|反而|错误",
    re.I,
)
_ALIKE = re.compile(
    r"(?:\b(?:similar(?:ly)?|analog(?:y|ous(?:ly)?|ue)|like|just as|the same way as|as)"
    rf"(?: to| with| in| for)?|类似于?|仿照|如同|与){_NAMING}\Z",
    re.I,
)
_ALIKE_BEHIND = re.compile(r"\s*[)）]?\s*(?:类似|同理|一样)")
_LIKEWISE = re.compile(
    r"\b(?:similarly|likewise|analogously|by analogy|by the same (?:argument|token|reasoning)"
    r"|in the same (?:way|manner)|by symmetry|the same (?:argument|steps|calculation)\w*)\b|同理|类似地?|同样地?",
    re.I,
)
_ASIDE = re.compile(
    r"\b(?:used?|needed|required|useful|appears?|enters?|occurs?|reused)( later| again| below)? (?:in|into|for)"
    rf"{_NAMING}\Z|(?:用于|出现在){_NAMING}\Z",
    re.I,
)
# the sentence behind a display that has no full stop, if it does not speak of that
_BEGINS = re.compile(
    r"[\s$`~]*(?!(?:This|That|These|Here|It|Which|Where|With|The|Both|There|Note|Recall)\b)[A-Z][a-z]*\b"
)
_LEADS = re.compile(
    r"\W*(?:(?:this|that|which|it|we|then|thus|hence|so|therefore|now|and|to|finally)\b[\s,]*)*"
    r"(?:gives?|get|obtain|yields?|find|have|reads?|becomes?|follows|leads to|results? in)?( that| us)?\W*"
    r"|\W*(?:于是|因此|所以|则|可)?(?:得到?|有|可得|得出)?\W*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference in the sentence of a formula, the number of the span that it names, and the part it plays.

    ``span`` is ``None`` where no formula of the document, or more than one, has that name.
    """

    reference: Reference
    role: Role
    span: int | None
    named: Reference | None
    several: bool = False

    @property
    def shown(self) -> str:
        name = self.reference.name
        return f"({name})" if self.reference.kind == "cited" or name[:1].isdigit() else name


class Citations:
    """The references of a document by the formulas around whose sentences they stand."""

    def __init__(self, prose: Prose) -> None:
        self.prose, self.document = prose, prose.document

    @cached_property
    def _pointing(self) -> list[Reference]:
        return [
            r for r in self.document.references
            if r.kind in ("eqref", "cited") or (r.kind == "ref" and r.name in self._named)
        ]  # fmt: skip

    @cached_property
    def _named(self) -> dict[str, list[Reference]]:
        out: dict[str, list[Reference]] = {}
        for r in self.document.references:
            if r.kind in ("label", "tag", "number") and r.span is not None:
                names = {r.name} if r.kind == "label" else {r.name, r.name.strip("()（） ")}
                for name in names:
                    out.setdefault(name, []).append(r)
        return out

    @cached_property
    def _text(self) -> str:
        text = list(self.prose.masked)
        for r in self._pointing:
            text[r.start : r.end] = _MARK + _REST * (r.end - r.start - 1)
        return "".join(text)

    @cached_property
    def _targets(self) -> frozenset[int]:
        wanted = {r.name for r in self._pointing}
        return frozenset(r.span for n in wanted for r in self._named.get(n, ()) if r.span is not None)

    def target(self, span: Span) -> int | None:
        """The number of a formula to which some sentence refers."""
        if not self._targets:
            return None
        number = bisect_left(self._starts, span.start)
        return number if number in self._targets else None

    def of(self, span: Span) -> tuple[Citation, ...]:
        """The references in the sentence of a formula; for a display also those in the sentence right before it."""
        if not self._pointing:
            return ()
        (first, start), (end, last) = self.prose.sentence(span)
        own = self._own(first, start), (end, end if span.kind == "display" and self._begins(end) else last)
        inside = [
            c for c in (*self._within(first, start), *self._within(end, last))
            if c.named is not None or c.several or any(a <= c.reference.start < b for a, b in own)
        ]  # fmt: skip
        if not inside and span.kind == "display" and _LEADS.fullmatch(self._text[first:start].replace(FILL, " ")):
            before = self._before(first, span)
            inside = [] if before is None else [c for c in self._within(*before) if self._reaches(c, *before)]
        return tuple(c for c in inside if c.span is None or self.document.spans[c.span] is not span)

    def _own(self, first: int, start: int) -> tuple[int, int]:
        """The stretch before a formula from the last display on that a new sentence follows without a full stop."""
        shown = self.document.spans[bisect_left(self._starts, first) : bisect_left(self._starts, start)]
        return max((s.end for s in shown if s.kind == "display" and self._begins(s.end)), default=first), start

    def _begins(self, offset: int) -> bool:
        return _BEGINS.match(self.prose.masked, offset) is not None

    def _reaches(self, one: Citation, start: int, end: int) -> bool:
        """Whether a reference bears on the sentence behind its own; one to nothing if no formula follows it there."""
        led = FILL not in self._text[max(start, one.reference.end) : end]
        return one.named is not None or one.several or (one.role != "other" and led)

    def likewise(self, span: Span) -> bool:
        """Whether the sentence says that its formula is found as the one before it."""
        return self._says_likewise and _LIKEWISE.search(self.prose.ahead(span)) is not None

    @cached_property
    def _says_likewise(self) -> bool:
        return _LIKEWISE.search(self.document.text) is not None

    def gives(self, citation: Citation, name: str) -> bool:
        """ "where L is defined in (3)": the text says by which equation the name before the reference is given."""
        at = citation.reference.start
        lead = self.document.text[max(0, at - 80) : at]
        cue = re.search(
            r"(?P<name>[^\s$`]{1,30})[$`]?\s*(?:(?:is|are|as|being)\s+)*(?:(?:defined|given|introduced)\s+(?:in|by)|from"
            r"|of|as\s+in)\s*(?:eqs?\.?|equation|definition|formula)?[\s~(（]*\Z"
            r"|(?P<zh>[^\s$`]{1,30})[$`]?\s*由\s*(?:公?式|定义)?[\s(（]*\Z",
            lead, re.I,
        )  # fmt: skip
        if cue is None or (cue["zh"] and not re.match(r"\s*[)）]?\s*(?:给出|定义)", self.document.text[at:][12:])):
            return False
        return (cue["name"] or cue["zh"]).strip("\\{}()（） ") == name

    def _within(self, start: int, end: int) -> Iterator[Citation]:
        changed = _CHANGED.search(self._text, start, end) is not None
        for r in self._pointing:
            if start <= r.start and r.end <= end:
                found = self._named.get(r.name, [])
                spans = {n.span for n in found}
                role: Role = "against" if changed else self._role(r, start, end)
                one = found[0] if len(spans) == 1 else None
                yield Citation(r, role, None if one is None else one.span, one, len(spans) > 1)

    def _role(self, r: Reference, start: int, end: int) -> Role:
        ahead, behind = self._text[start : r.start], self._text[r.end : end]
        if _ASIDE.search(ahead):
            return "aside"
        if re.search(r"(?:similar|analog)\w*\s+(?:to|with)" + _NAMING + r"\Z", ahead, re.I) or (
            _ALIKE_BEHIND.match(behind) and _ALIKE.search(ahead)
        ):
            return "alike"
        if re.search(r"(?:类似于?|仿照|just as in|the same way as(?: in)?)" + _NAMING + r"\Z", ahead, re.I):
            return "alike"
        if _AGAINST_BEFORE.search(ahead) or _AGAINST_BEHIND.match(behind):
            return "against"
        return "source" if _SOURCE.search(ahead) else "other"

    def _before(self, first: int, span: Span) -> tuple[int, int] | None:
        """The sentence before the one that begins at ``first``, in its paragraph or at the end of the one above."""
        blocks, prose = self.document.blocks, self.prose
        block = next((b for b in blocks if b.start <= first <= b.end and b.kind != "heading"), blocks[span.block])
        end = first
        if prose.opened(span) and first == span.start:
            block = blocks[span.block]
        if (first == span.start and prose.opened(span)) or not prose.masked[block.start : first].strip():
            above = next((b for b in reversed(blocks) if b.end <= block.start and b.kind != "comment"), None)
            if above is None or above.kind not in ("paragraph", "list_item", "quote"):
                return None
            block, end = above, above.end
        end = block.start + len(prose.masked[block.start : end].rstrip().rstrip(".。:：;；!！"))
        begin = prose._begin(block.start, end)
        displays = self.document.spans[bisect_left(self._starts, begin) :]
        for other in displays:
            if other.start >= span.start:
                break
            if other.kind == "display":
                return None
        return begin, end

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.document.spans]
