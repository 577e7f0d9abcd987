"""Doubts that words bring on a formula: they limit it, deny it, ask it, quote it or only suppose it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from symnn.context.words import equations, property_words
from symnn.context.words.sentences import FILL, thin
from symnn.document.model import SpanKind

Kind = Literal["limited", "loose", "denied", "asked", "supposed"]  # what the words around a formula make of it
_LIMITED = re.compile(
    r"\b(unless|except(ing)?|exceptions?|(other than|different from|distinct from)(?=\s+\ufffc)"
    r"|resp\b\.?|respectively|(if and )?only (if|for|when))\b"
    r"|除非|除了|除外|以外|之外|仅当|只有|分别",
    re.I,
)
_LIMIT = re.compile(
    r"\b(in the( \w+)? limit|asymptotic(al)?(ly)?|(tend|converge)(s|ing)? to|approach(es|ing)?|goes to"
    r"|for (very |sufficiently )?(large|small|big))\b"
    r"|趋近|趋于|趋向|极限|收敛到|足够[大小]|很[大小]时",
    re.I,
)
_OTHERWISE = re.compile(r"\b(otherwise|else)\b|否则|不然|其他情况", re.I)
_DENIED = re.compile(
    r"\b(is|are|was|be|that's|it's|seems?) (also |simply |just |clearly |in general |generally )?"
    r"(false|wrong|incorrect|untrue|invalid|not (true|correct|valid|right|the case))\b"
    r"|\b(does|do|did|need|would|will) not (hold|have to hold|equal)"
    r"|\b(doesn't|don't|won't) hold\b|\bfails( to hold)?\b"
    r"|\b(no longer|never|cannot|can't|hardly|ceases? to) (be )?(holds?|true|valid|correct|applies|apply|the case)\b"
    r"|\b(breaks down|is violated|are violated)\b|\bnot (hold|true|valid|correct) any ?(more|longer)\b"
    r"|\b(common|frequent|typical|usual) (mistake|error|slip|misconception|misprint)|\bmistakenly\b|\berroneously\b"
    r"|\bwrongly\b|\bmisprint|\btypo\b|\b(one|you) (might|may|could) (think|expect|guess)\b|\bunlike\s+\ufffc"
    r"|\b(instead of|rather than|and not|but not|not)\s+\ufffc|\bfalse that\b|\bwhy is\b|\bwhether\b"
    r"|\bwould (\w+ )?(require|need|have|imply|mean|demand|force)\b|(^|[.,;:])\s*were\s+\ufffc"
    r"|\bno \w+ (can|could|will|does) (\w+ )?(satisfy|have|fulfil|reach|attain)\b"
    r"|不成立|不(总是|一定|再)(成立|有)|并非|不正确|是错(误)?的|错误地|误(写|认|以)为|而不是\s*\ufffc|不是\s*\ufffc|是否",
    re.I,
)
_SUPPOSED = re.compile(
    r"(\b(if|when|whenever|unless|assume|assuming|suppose|supposing|provided|(is|be) (necessary|required))( that)?"
    r"( we have)?"
    r"( the (strict )?(inequality|equality|relation|condition|identity))?"
    r"|\bcases? (where|in which|that|when)|\bas long as( we have)?"
    r"|\bfor\s+((all|any|every|each)\s+)?\ufffc+\s+such\s+that"
    r"|若|如果|假设|假定|除非|一旦)\s*$",
    re.I,
)
# "Let $x, y \\in \\mathbb{R}^n$ with", "Suppose that $A$ and $B$ satisfy": what follows is no claim, taken up or not
_HYPOTHESIS = re.compile(
    r"(?:^|[\s,:(（，：])(?:let|suppose|assume|given|consider|fix|take|choose)\b"
    r"(?!.*\b(?:then|thus|hence|therefore|so|we|gives?|yields?|is|are|has|have|follows?)\b)[^.;]*?"
    r"(?:\b(?:with|where|satisfy(?:ing)?|satisfies|such that|so that|obey(?:ing)?)"
    r"|[(（]|\bbe\b[^,.;]*,)\s*$"
    r"|(?:设|令|假设|假定|给定)(?!.*(?:则|有|得|因此|所以))[^。；]*?(?:满足|其中|使得?|[(（])\s*$",
    re.I | re.S,
)
_SOLVES = re.compile(
    r"\b(roots?|zeros?|solutions?|fixed points?) (of|to)( (the|this|an?)( [a-z]+){0,2})?\s*$"
    r"|\b(solv(es?|ing)|obey(s|ing)?)( (the|this|an?)( [a-z]+){0,2})?\s*$|(的根|的解|的零点)(满足)?\s*$",
    re.I,
)
_FOR = re.compile(r"(\b(for( all| any| every)?|under)|对于?)\s*$", re.I)
_TENDS = re.compile(
    r"(tend|converge)(s|ing)? to|approach(es|ing)?|goes to|in the( \w+)? limit|趋近|趋于|趋向|极限|收敛到", re.I
)
_REPLACED = re.compile(r"[\s'’”\"]*(should|must|ought to)\s+(read|be\s+(replaced|corrected))\b|\s*应(改为|为|作)")
_REPLACES = re.compile(r"\ufffc['’”\"]*\s*should\s+read\s*[`‘“\"]*$")
_EXISTS = re.compile(
    r"\b(there (is|are|exists?|must be)|for some|(we|one) (can|must) find|to find|find an?)\b[^.;]{0,120}"
    r"\b(such that|so that|for which|with)\s*$"
    r"|\b(occur|hold|attain|reach|achiev|maximi[sz]|minimi[sz]|vanish)(s|d|es|ed)?( only)? (when|if|where|iff|at)\s*$"
    r"|存在[^。；]{0,60}(使得?|满足)\s*$",
    re.I,
)
_SIGN = (
    r"(strictly |sufficiently |both |all |not )*(positive|negative|non-?negative|non-?positive|non-?zero|large|small)"
)
_SIGNED = re.compile(
    rf"\b{_SIGN}\s+(\ufffc|(real )?(inputs?|numbers?|values?|arguments?|reals?)\b)"
    rf"|\ufffc\s+((is|are|be|being)\s+)?{_SIGN}\b"
    rf"|\b[a-z]\s+(is|are|be)\s+{_SIGN}\b"
    r"|\ufffc\s*(不?(为|是)|大于|小于|不?等于|取)\s*(零|正|负|非负|非零|任意正|整)|(正|负|非负|非零)(的)?(实数|数|值|输入)",
    re.I,
)
_PLAIN = re.compile(r"(?<![\w\\^_{}(/+*-])[A-Za-zα-ω]\s?(>=|<=|!=|[<>≥≤≠=])\s?[-−]?\d")
_FRAMED = {
    "limited": "words around it limit it and were not understood: “{}”",
    "loose": "words around it say that it is not meant to the letter: “{}”",
    "denied": "words around it seem to speak against it: “{}”",
    "asked": "words around it ask it: “{}”",
    "supposed": "it is supposed, or means something else here: “{}”",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a verdict on a formula may miss what the document means by it."""

    reason: str
    kind: Literal[
        "limited", "loose", "open", "rest", "denied", "asked", "supposed", "hypothesis", "solved", "some", "quoted"
    ] = "limited"

    said: str = ""

    @property
    def whole(self) -> bool:
        """Whether not even a proof of the formula would speak for the document."""
        return self.kind in ("denied", "asked", "supposed", "solved", "some", "quoted")


def framed(kind: Kind, said: str) -> Doubt:
    """The doubt that comes from the frame of a formula."""
    return Doubt(_FRAMED[kind].format(said), kind, said)


def in_words(
    before: str, after: str, kind: SpanKind, ends_with: str, tagged: bool, limit: bool = False
) -> Doubt | None:
    """What the words of its sentence before and behind a formula say against taking it to the letter.

    ``ends_with`` is the sign that ends the sentence; words of limits do not limit a ``limit``.
    Of a formula with a tag only what limits it is looked for.
    """
    before, after = thin(before), thin(after)
    both = f"{before}{FILL}{after}"
    if not tagged and _EXISTS.search(before) is not None:
        return Doubt("it is said of something that exists, and which that is was not understood", "some")
    if (limited := _LIMITED.search(both)) is not None:
        return _limited(limited.group())
    told = property_words.condition(after) or (None if FILL in before else property_words.condition(before))
    if told is not None:
        return _limited(told)
    if tagged:
        return None
    if (found := _LIMIT.search(both)) is not None and not (limit and _TENDS.fullmatch(found.group())):
        return _limited(found.group())
    if (wrong := _REPLACED.match(after)) is not None:
        return Doubt(f"it is quoted as what is to be replaced: “{wrong.group().strip()}”", "quoted")
    if kind == "inline" and _REPLACES.search(before):
        return Doubt("it is quoted as what is to be written", "quoted")
    if (no := _DENIED.search(both)) is not None:
        said = no.group().replace(FILL, "").strip()
        return Doubt(f"the sentence seems to speak against it: “{said}”", "denied")
    if kind in ("inline", "display") and (ends_with in ("?", "？") or re.search(r"[吗呢]\s*$", after)):
        return Doubt("the sentence asks it", "asked")  # in scraped text a ? may be a lost sign
    if (lead := _SUPPOSED.search(before)) is not None:
        return Doubt(f"it is supposed, not claimed: “{lead.group().strip()}”", "supposed")
    if (solved := equations.solved(before)) is not None:
        return Doubt(f"it is an equation to be solved, not an identity: “{solved}”", "solved")
    if (other := _OTHERWISE.search(before) or _OTHERWISE.match(after.lstrip(" ,，"))) is not None:
        return Doubt(f"it is said of the remaining cases: “{other.group()}”", "rest")
    if (sign := _SIGNED.search(both) or _PLAIN.search(both)) is not None:
        return _limited(sign.group().replace(FILL, ""))
    return None


def hypothesis(before: str) -> Doubt | None:
    """What may be given and no claim, "Let $x$ and $y$ be vectors with $AB = BA$", by the words before it."""
    before = thin(before)
    given = _HYPOTHESIS.search(before) or _SOLVES.search(before)
    return given and Doubt(f"it may be what is given, and no claim: “{_plain(given.group())}”", "hypothesis")


def supposed_for(ahead: str) -> Doubt | None:
    """Of a condition of what follows: "For $\\|x\\| = \\|y\\| = 1$ we have …"."""
    lead = _FOR.search(ahead)
    return None if lead is None else Doubt(f"it is supposed, not claimed: “{lead.group().strip()}”", "supposed")


def _limited(said: str) -> Doubt:
    return Doubt(f"the sentence limits it in words that were not understood: “{said.strip()}”")


def _plain(said: str) -> str:
    return " ".join(said.replace(FILL, "…").split()).lstrip(",:(（，： ")
