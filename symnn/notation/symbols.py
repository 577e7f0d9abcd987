"""What each sign and command of LaTeX and Unicode is: tables from spelling to (token kind, canonical text)."""

from __future__ import annotations

import unicodedata
from typing import Final

Row = tuple[str, str]


def _rows(kind: str, table: str) -> dict[str, Row]:
    """Lines ``canonical: spelling spelling …``."""
    out: dict[str, Row] = {}
    for line in table.strip().splitlines():
        canonical, spellings = line.strip().split(": ")
        out.update((s, (kind, canonical)) for s in spellings.split())
    return out


RELATION_SIGNS: Final = _rows(
    "relation",
    r"""
    eq: =
    ne: \ne \neq ≠
    lt: < \lt
    le: \le \leq \leqslant \leqq ≤ ⩽ <=
    gt: > \gt
    ge: \ge \geq \geqslant \geqq ≥ ⩾ >=
    ll: \ll ≪
    gg: \gg ≫
    in: \in ∈
    notin: \notin ∉
    subset: \subset \subseteq ⊂ ⊆
    supset: \supset \supseteq ⊃ ⊇
    succ: \succ ≻
    succeq: \succeq \succcurlyeq ⪰ ≽
    prec: \prec ≺
    preceq: \preceq \preccurlyeq ⪯ ≼
    perp: \perp ⟂ ⊥
    approx: \approx ≈ \simeq ≃ \thickapprox
    equiv: \equiv ≡
    propto: \propto ∝
    sim: \sim ∼
    to: \to \rightarrow \longrightarrow → ⟶ ->
    define: := ：= \coloneqq \triangleq ≜ ≔ \stackrel-define
    update: \leftarrow \gets ← \longleftarrow
    mapsto: \mapsto ↦
    """,
)

INFIX_SIGNS: Final = _rows(
    "infix",
    r"""
    dot: \cdot · ⋅ ∙ \bullet
    times: \times ×
    star: * ∗ \ast
    div: / \div ÷ ∕
    hadamard: \odot ⊙ ⊚ \circledast
    hadamard_div: \oslash ⊘
    kron: \otimes ⊗
    compose: \circ ∘
    union: \cup ∪
    intersection: \cap ∩
    setminus: \setminus ∖
    """,
)

LOGIC_SIGNS: Final = _rows(
    "logic",
    r"""
    iff: \iff \Leftrightarrow \Longleftrightarrow ⟺ ⇔
    implies: \implies \Rightarrow \Longrightarrow ⇒ ⟹
    and: \wedge \land ∧
    or: \vee \lor ∨
    not: \neg \lnot ¬
    """,
)

# Opening and closing delimiters; `|` and `\|` open or close by their place.
OPENERS: Final = {
    "(": "(", "[": "[", "\\{": "{", "\\lbrace": "{", "\\langle": "<", "⟨": "<", "\\lfloor": "lf", "⌊": "lf",
    "\\lceil": "lc", "⌈": "lc", "\\lvert": "|", "\\lVert": "||", "\\lbrack": "[", "\\lparen": "(",
}  # fmt: skip
CLOSERS: Final = {
    ")": ")", "]": "]", "\\}": "}", "\\rbrace": "}", "\\rangle": ">", "⟩": ">", "\\rfloor": "rf", "⌋": "rf",
    "\\rceil": "rc", "⌉": "rc", "\\rvert": "|", "\\rVert": "||", "\\rbrack": "]", "\\rparen": ")",
}  # fmt: skip
BARS: Final = {"|": "|", "\\vert": "|", "∣": "|", "\\|": "||", "\\Vert": "||", "‖": "||", "∥": "||", "\\parallel": "||"}

# spelling of an elementary function -> its head
FUNCTIONS: Final = {
    **{
        name: name
        for name in (
            "exp log sinh cosh tanh sech csch coth sin cos tan sec csc cot erf erfc sign floor ceil det tr diag vec"
            " rank softmax abs"
        ).split()
    },
    "ln": "log", "sgn": "sign", "th": "tanh", "sh": "sinh", "ch": "cosh", "trace": "tr", "Tr": "tr",
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "asin": "asin", "acos": "acos", "atan": "atan",
    "arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh", "arcsinh": "asinh", "arccosh": "acosh",
    "arctanh": "atanh", "asinh": "asinh", "acosh": "acosh", "atanh": "atanh",
}  # fmt: skip
BIG_WORDS: Final = {"max": "max", "min": "min", "argmax": "argmax", "argmin": "argmin", "lim": "lim"}

# names of several letters that the field writes as one word, also in italics
WORD_NAMES: Final = frozenset(
    "ReLU relu PReLU RReLU LeakyReLU ELU SELU CELU GELU GLU GeLU SiLU Swish swish Mish mish Softplus softplus Softsign"
    " softsign Sigmoid sigmoid logistic Logistic Logsigmoid HardTanh Hardtanh hardtanh HardLogistic HardSigmoid"
    " hardsigmoid HardSwish hardswish Maxout maxout MSE MAE RMSE BCE CE KL JS NLL Huber SGD Dropout dropout LayerNorm"
    " BatchNorm Attention MultiHead Concat concat step Var Cov logit logsumexp LSE BN LN MLP RNN CNN FFN Loss loss Cost"
    " ReLU6 Tanh Softmax Identity LogSoftmax ReLUn ThresholdedReLU SwiGLU GEGLU".split()
)
# subscripts that are one label, not two indices
LABELS: Final = frozenset(
    "in out max min new old KL JS MSE CE BCE MAE SGD reg rec avg std var ref opt eff hid hidden train test val data"
    " model total loss pred true target mean init prev next emp sup inf rows cols row col dim hl kl ce mse".split()
)

GREEK: Final = {
    **{
        name: name
        for name in (
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon"
            " phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell"
        ).split()
    },
    "varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta", "varrho": "rho", "varsigma": "sigma",
    "varkappa": "kappa", "hbar": "hbar", "imath": "i", "jmath": "j", "aleph": "aleph",
}  # fmt: skip
GREEK_LETTERS: Final = dict(zip("αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩℓ", list(GREEK)[:36], strict=True)) | {
    "ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta", "ϱ": "rho", "ς": "sigma", "µ": "mu",
}  # fmt: skip

ACCENTS: Final = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde",
    "vec": "vec", "overrightarrow": "vec", "dot": "dot", "ddot": "ddot", "check": "check", "breve": "breve",
}  # fmt: skip
FONTS: Final = {
    "mathbf": "bf", "pmb": "bf", "bm": "bf", "boldsymbol": "bf", "bf": "bf", "mathbfit": "bf", "symbf": "bf",
    "mathcal": "cal", "mathscr": "cal", "cal": "cal", "mathbb": "bb", "Bbb": "bb", "mathfrak": "frak",
    "mathit": "", "mathnormal": "", "mathrm": "rm", "rm": "rm", "mathsf": "rm", "operatorname": "rm",
    "operatorname*": "rm", "mathtt": "rm", "mathop": "rm", "it": "", "sf": "rm", "textsf": "rm",
}  # fmt: skip

COMMANDS: Final[dict[str, Row]] = {
    **RELATION_SIGNS, **INFIX_SIGNS, **LOGIC_SIGNS,
    **{s: ("open", c) for s, c in OPENERS.items()},
    **{s: ("close", c) for s, c in CLOSERS.items()},
    **{s: ("bar", c) for s, c in BARS.items()},
    **{"\\" + s: ("name", c) for s, c in GREEK.items()},
    **{s: ("name", c) for s, c in GREEK_LETTERS.items()},
    **{"\\" + s: ("function", s) for s in FUNCTIONS},
    **{"\\" + s: ("big", c) for s, c in BIG_WORDS.items()},
    **{"\\" + s: ("accent", c) for s, c in ACCENTS.items()},
    **{"\\" + s: ("font", c) for s, c in FONTS.items()},
    **_rows("big", r"""
    sum: \sum ∑
    prod: \prod ∏
    arg: \arg
    sup: \sup
    inf: \inf
    """),
    **_rows("unsupported", r"""
    \mp: \mp ∓
    \oplus: \oplus ⊕
    \bigoplus: \bigoplus
    \bigcup: \bigcup ⋃
    \bigcap: \bigcap ⋂
    \exists: \exists ∃
    """),
    **_rows("integral", r"""
    int: \int ∫
    iint: \iint ∬
    iiint: \iiint ∭
    oint: \oint ∮
    """),
    **_rows("dots", r"""
    dots: \dots \ldots \cdots \hdots \dotso \dotsc \dotsb \dotsm \vdots \ddots … ⋯ ... ··· ⋮ ⋅⋅⋅
    """),
    "+": ("sign", "+"), "-": ("sign", "-"), "−": ("sign", "-"), "\\pm": ("sign", "pm"), "±": ("sign", "pm"),
    "{": ("{", "{"), "}": ("}", "}"), "^": ("script", "^"), "_": ("script", "_"), "'": ("prime", "1"),
    "\\prime": ("prime", "1"), "′": ("prime", "1"), "″": ("prime", "2"), "’": ("prime", "1"),
    "\\dprime": ("prime", "2"),
    "&": ("amp", "&"), "\\\\": ("row", "row"), "\\cr": ("row", "row"), "\\newline": ("row", "row"),
    ",": ("comma", ","), "，": ("comma", ","), "、": ("comma", ","), ";": ("semicolon", ";"), "；": ("semicolon", ";"),
    ":": ("colon", ":"), "\\colon": ("colon", ":"), "：": ("colon", ":"), ".": ("stop", "."), "。": ("stop", "."),
    "!": ("factorial", "!"), "?": ("question", "?"), "？": ("question", "?"), "\\%": ("percent", "%"),
    "\\frac": ("frac", "frac"), "\\dfrac": ("frac", "frac"), "\\tfrac": ("frac", "frac"), "\\cfrac": ("frac", "frac"),
    "\\binom": ("binom", "binom"), "\\sqrt": ("sqrt", "sqrt"), "√": ("sqrt", "sqrt"),
    "\\partial": ("partial", "partial"), "∂": ("partial", "partial"), "\\nabla": ("nabla", "nabla"),
    "∇": ("nabla", "nabla"), "\\infty": ("infinity", "infinity"), "∞": ("infinity", "infinity"),
    "\\triangle": ("increment", "increment"), "△": ("increment", "increment"), "∆": ("increment", "increment"),
    "\\dagger": ("dagger", "dagger"), "\\dag": ("dagger", "dagger"), "†": ("dagger", "dagger"),
    "\\forall": ("forall", "forall"), "∀": ("forall", "forall"),
    "\\mid": ("given", "|"), "\\top": ("transpose", "T"), "⊤": ("transpose", "T"), "\\intercal": ("transpose", "T"),
    "ᵀ": ("supT", "T"), "\\star": ("star", "*"), "⋆": ("star", "*"),
    "\\underset": ("underset", "underset"), "\\overset": ("overset", "overset"), "\\stackrel": ("overset", "overset"),
    "\\underbrace": ("brace", "under"), "\\overbrace": ("brace", "over"), "\\boxed": ("boxed", "boxed"),
    "\\Pr": ("pr", "Pr"), "\\not": ("negated", "not"), "\\emptyset": ("empty", "empty"), "∅": ("empty", "empty"),
    "\\varnothing": ("empty", "empty"),
    "\\R": ("letter", "bb:R"), "\\reals": ("letter", "bb:R"),
}  # fmt: skip

NARROW: Final = frozenset(
    r"\, \; \: \! \> ~ \displaystyle \textstyle \scriptstyle \scriptscriptstyle \limits \nolimits \thinspace"
    r" \negthinspace \medspace \thickspace \nonumber \notag \hfill \strut \mathstrut \allowbreak \relax \noindent"
    r" \tiny \scriptsize \footnotesize \small \normalsize \large \Large \LARGE \huge \Huge \centering"
    r" \hline \enspace \enskip \nobreak \/".split()
) | {"\\ ", "\\\n"}
WIDE: Final = frozenset(["\\quad", "\\qquad"])
# two signs without a blank between them that plain text and LaTeX read differently
DOUBTFUL_SIGNS: Final = {"!=": ("a factorial and =", "not equal")}
SIZES: Final = frozenset(
    "\\" + size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")
) | {"\\left", "\\right", "\\middle"}

# commands whose argument is text, one upright name, or nothing that is read; environments with a column format
TEXT: Final = frozenset(
    r"\text \textrm \textit \textbf \textnormal \textup \mbox \hbox \texttt \textsf \intertext \shortintertext".split()
)
UPRIGHT: Final = frozenset(r"\mathrm \operatorname \operatorname* \mathsf \mathtt \mathit".split())
SWALLOW: Final = frozenset(
    r"\tag \tag* \label \vphantom \hphantom \phantom \vspace \color \textcolor \ref \eqref".split()
)
VERTICAL_DOTS: Final = frozenset(["\\shortvdotswithin", "\\vdotswithin"])  # a row of its own
ALIGNED: Final = frozenset(
    "aligned align gathered gather split equation multline alignat alignedat eqnarray flalign".split()
)
ARRAYS: Final = frozenset(["array", "tabular", "alignedat", "alignat", "alignat*", "subarray"])

# words beside mathematics and their role
CUES: Final[dict[str, str]] = {
    **dict.fromkeys("if for when as with provided assuming given 当 若 如果 对于 对".split(), "condition"),
    **dict.fromkeys(
        ["for all", "for any", "for every", "provided that", "such that", "s.t.", "subject to"],
        "condition",
    ),
    **dict.fromkeys("otherwise else 其他 其它 否则 elsewhere 其余 其他情况".split(), "otherwise"),
    **dict.fromkeys(["and", "且", "和", "并且", "&"], "and"),
    **dict.fromkeys(["or", "或", "或者"], "or"),
    **dict.fromkeys("where let then thus so hence therefore i.e. 其中 令 则 故 即 whence".split(), "separator"),
}
PLAIN_CUES: Final = frozenset("if otherwise else when for where and".split())

_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ⁽⁾ˡˣʸᵏᵐᵗ", "0123456789+-ni()lxykmt", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₖₗₙₘₜₓ", "0123456789+-ijklnmtx", strict=True))
SUPERSCRIPTS: Final = _SUPERSCRIPTS
SUBSCRIPTS: Final = _SUBSCRIPTS


def _alphabets() -> tuple[dict[int, str], dict[str, tuple[str, str]]]:
    """Italic mathematical letters become plain ones, one for one; bold, script and double-struck keep a font."""
    plain: dict[int, str] = {0x210E: "h"}
    fonts: dict[str, tuple[str, str]] = {"𝟙": ("bb", "1"), "𝟏": ("bf", "1"), "𝟎": ("bf", "0")}
    letterlike = "ℂℍℕℙℚℝℤℬℰℱℋℐℒℳℛℯℊℴℭℌℑℜℨ"
    for char in [chr(c) for c in range(0x1D400, 0x1D800)] + list(letterlike):
        name, base = unicodedata.name(char, ""), unicodedata.normalize("NFKC", char)
        if not name or char in fonts or len(base) != 1:
            continue
        if base == "∇" or base == "∂" or base.isdigit():
            plain[ord(char)] = base
        elif "DOUBLE-STRUCK" in name:
            fonts[char] = ("bb", base)
        elif "FRAKTUR" in name or "BLACK-LETTER" in name:
            fonts[char] = ("frak", base)
        elif "SCRIPT" in name:
            fonts[char] = ("cal", base)
        elif "BOLD" in name:
            fonts[char] = ("bf", base)
        else:
            plain[ord(char)] = base
    for code in range(0xFF01, 0xFF5F):  # full-width forms
        if chr(code) not in "，；：？":
            plain[code] = chr(code - 0xFEE0)
    plain.update({ord("＼"): "\\", 0x3000: " ", 0xA0: " ", 0x2009: " ", 0x200B: " ", 0x2061: " ", 0x2062: " "})
    plain.update({0x2002: " ", 0x2003: " ", 0x2005: " ", 0x202F: " ", 0xFEFF: " ", 0x200A: " ", 0x2063: " "})
    return plain, fonts


PLAIN_LETTERS, FONT_LETTERS = _alphabets()
