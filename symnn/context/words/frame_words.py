"""The words of frames: which say in which case, to which order or in which spirit a formula is meant, in two languages.

They are searched in text whose formulas are masked by ``\ufffc``.
"""

from __future__ import annotations

import re

STOP = re.compile(r"[。；;！!？?]|\.(?=\s|$)|\n\s*\n")
_SIGN = r"(positive|negative|non-?negative|non-?positive|non-?zero|small|large|big|tiny|huge|zero|equal|misclassified)"
_INPUT = (
    r"(inputs?|arguments?|numbers?|values?|reals?|class(es)?|examples?|samples?|instances?|pairs?|labels?"
    r"|logits?|entries"
    r"|pre-?activations?|net inputs?|margins?|errors?|residuals?|weights?|units?|neurons?|scores?|outputs?|targets?)"
)
_PART = r"(part|regime|region|range|branch|interval|zone|side|segment|piece|half|domain|axis|case|limit)s?"
_WHICH = (
    r"(linear|saturated|quadratic|flat|constant|central|middle|positive|negative|non-?negative|other|left|right"
    r"|active"
    r"|inactive|outer|inner|former|latter|scalar|binary|univariate|one[- ]dimensional|limiting|special"
    r"|simplest|degenerate|noiseless|interior|remaining|extreme|trivial|balanced|symmetric|separable|asymptotic)"
)
CASE = re.compile(
    rf"\b{_SIGN}\s+(real |training |net |scalar )?{_INPUT}\b"
    rf"|\b{_INPUT}\s+(is|are|was|were|be|stays?|remains?|becomes?|being)\s+(strictly |all |both |always )?{_SIGN}\b"
    rf"|\b(it|they|these|both)\s+(is|are|was|were|be|stays?|remains?|becomes?)\s+(strictly |all |both )?{_SIGN}\b"
    rf"|\b{_INPUT}\s+((is|are|lies?|stays?|be|being)\s+)?(below|above|beyond|greater than|less than|larger than"
    rf"|smaller than)\b"
    r"|\b(greater|less|larger|smaller|higher|lower|bigger) than (or equal to )?(zero|one)\b"
    r"|\b(above|below|beyond|left of|right of|exceeds?) (zero|one|the (threshold|margin|origin|kink|border))\b"
    r"|\b(on|to) the (left|right|diagonal)\b|\b(off|along) the diagonal\b"
    rf"|\b{_SIGN}\s+\ufffc|\ufffc\s+((is|are|be|being)\s+){_SIGN}\b"
    r"|\b(first|second|third|last|next) (case|regime|region|range|branch|interval)\b"
    rf"|\b{_WHICH} {_PART}\b|\b(in|for|under|within|on) (this|that|which|such a|each) {_PART}\b"
    r"|\b((is|are|being|stays?|remains?) |^\W*)(in)?active\b|\b(is|are) (saturated|dead|clipped)\b|^\W*saturated\b"
    r"|\b(correctly|wrongly|incorrectly) classified\b|\bclassified (in)?correctly\b|\bmisclassified\b"
    r"|\b(class|label|target|example) (is )?(one|zero|1|0)\b|\bonly (one|the first|the second|a single) (term"
    r"|summand)\b"
    r"|\b(at|around|near|close to|about) (the )?(zero|origin|minim(um|a)|maxim(um|a)|optimum|convergence|equilibrium"
    r"|initiali[sz]ation|fixed point|saddle|boundary|kink|steepest)\b"
    r"|\b(steepest|flattest|largest|smallest|maximal|minimal|attained|boundary)\b[^.;]{0,40}\b(where|when|points)\b"
    r"|\b(look(ing)? for|points?|place) [^.;]{0,20}(where|at which|such that)\b|\bon the (decision )?boundary\b"
    r"|\bcommut(e|es|ing)\b|\bshares? (\w+ ){0,3}eigen\w+"
    r"|\b(integer|even|odd|binary|rational|whole|natural)\s+(\ufffc|labels?|values?|numbers?|multiples?|targets?)"
    r"|\b(labels?|targets?)( which| that)?( lie| are| take| take values)?( in| from| either)?\s*\ufffc"
    r"|\b(indices|indexes|they|classes) (are )?(all )?(equal|equally|differ|coincide|different|distinct|the same)\b"
    r"|\b(off-?)?diagonal (entries|entry|terms?|elements?)\b|\b(equally likely|equiprobable|uniform(ly)?)\b"
    r"|\b(only )?(one|two|three|\d) (classes|class|categories|outcomes|labels)\b|\bindependent of\b|\bnot depend on\b"
    r"|\b(of|for|in) the (former|latter)\b|\bthe (first|second|third|last|former|latter) (one|function|is|has"
    r"|reads)\b"
    r"|偶数|奇数|整数|均匀分布|等概率|非?对角(元|线)|下标(相同|不同)|前者|后者"
    r"|\bthe (sub)?gradient vanishes\b|\b(elsewhere|everywhere else|all other)\b|其余"
    r"|\b(rows?|columns?|entries|components|weights|probabilities|they|coefficients)( of \S+)? (all )?(sum"
    r"|add)s? (up )?to\b"
    r"|(正|负)(样本|类|例|半轴|区间|输入|值)|(输入|样本|间隔|误差|数)?(大于|小于|等于|不等于)\s*(零|0|1|一)|为(正|负|零)(数|值|时)?"
    r"|激活状态|饱和|分类(正确|错误)|(线性|左|右|中间|其余|另一)(区|段|侧|半|部分)",
    re.I,
)
SPECIAL = re.compile(
    r"\b(were|was) (\w+ )?(linear|constant|symmetric|orthogonal|positive|zero|odd|even)\b|\bwere (the|it|they"
    r"|all|there)\b|"
    r"\b(unit|zero|constant|equal|default|standard|identical|white|isotropic) (variances?|means?|biases"
    r"|weights?|norms?"
    r"|temperatures?|scales?|slopes?|normals?|gaussians?|steps?|beta|parameters?|values?|settings?|choices?"
    r"|gradients?|covariances?)\b"
    r"|\b(usual|common|default|simplest|standard) (choice|value|setting|parameter)\b"
    r"|\b(set|fix|choose|take|put|fixing|setting|choosing|taking|putting|with)\b(?! the (gradient|derivative"
    r"|slope))[^.;=\ufffc]{0,40}"
    r"\b(to|as|to be|equal to|at|of) (one|zero|unity|two|a half|one half)\b"
    r"|\b(parameter|temperature|slope|scale|rate|factor|variance|width)s? (is|equals?|of) (one|zero|unity|two|1|0)\b"
    r"|\bwithout (the |an? |any )?(activation( functions?)?|non-?linearit(y|ies)|bias|biases"
    r"|input|inputs|noise|focusing|regulari[sz]ation|dropout|momentum|scaling"
    r"|centring)\b"
    r"|\bwith (linear|identity|sigmoid|logistic|relu|tanh|\ufffc+) (activations?|units?|neurons?)\b|\bthe default\b"
    r"|\b(ideal|perfect|random|uniform) (prediction|classifier|guess|distribution)\b|\b(initially"
    r"|at initiali[sz]ation)\b"
    r"|没有激活(函数)?|单位方差|零均值|标准正态|默认|特殊情况|特例|特别地|取值?为[一零]|这种情况|此情形|该情形",
    re.I,
)
ORDER = re.compile(
    r"\b(zeroth|first|second|third|leading|lowest|linear|lower|higher)[- ]order\b|\bin the limit\b|\basymptotically\b"
    r"|\b(near|near to|nearby|close to|around|about)\s+(zero|one|the origin|\ufffc)|\blineari[sz](e|es|ed|ing"
    r"|ation)\b"
    r"|\bapproximat(e|es|ed|ely|ing|ion|ions)\b|\broughly\b|\bexact (form|definition|version|expression)\b"
    r"|\b(small|large|tiny|huge|big) \ufffc"
    r"|\b(keep|keeps|kept|keeping|retain\w*) (only )?(the )?(first|lowest|leading|linear|one|two|three|\d)\b"
    r"|\btruncat(e|es|ed|ing|ion)\b|\b(after|up to|to) (the )?(\w+ ){0,2}terms?\b|截断|(只|仅)(保留|取)前"
    r"|\b(far|long) (out|from|away)\b|\bin practice\b|\bfor stability|\bnumerical(ly)? stab"
    r"|近似[为等地于成]|约等于|忽略|略去|很小|很大|充分[小大]|足够[小大]|趋于|趋近|附近|一阶|线性化|极限",
    re.I,
)
LOOSE = re.compile(
    r"\b(ignor(e|es|ed|ing)|neglect(s|ed|ing)?|drop(s|ped|ping)?|omit(s|ted|ting)?|disregard(s|ed|ing)?"
    r"|suppress(ed|ing)?"
    r"|discard(s|ed|ing)?|leav(e|ing) (out|aside)|up to (an? |the |some )?(additive |multiplicative "
    r"|irrelevant |global |\w+ )?"
    r"(constants?|terms?|factors?|signs?|permutations?|transpos\w+|scal\w+|order)|apart from|plus (a )?constant"
    r"|modulo)\b"
    r"|\b(schematic(ally)?|symbolically|informally|loosely|sloppily|abus(e|ing)( of)? notation|in outline"
    r"|heuristically)\b"
    r"|\b(element|component|entry|coordinate)-?wise\b|\bbroadcast\w*|\bto (every|each) row\b|\bfrom (every"
    r"|each) row\b"
    r"|\b(one|1|a single|two|2|three|3)([- ]dimensional| dimensions?|-?d)\b|\bunivariate\b|\bscalar (case"
    r"|inputs?|weights?|version)\b"
    r"|\b(inner|dot|scalar) product\b|\brow[- ]vectors?\b|\bvectors are (\w+ )?rows\b"
    r"|一维|二维|标量(情形|情况)|行向量|逐元素|逐分量|内积|点积|广播|省略|转置(问题)?不计|相差(一个)?常数",
    re.I,
)
ENTRYWISE = re.compile(r"(element|component|entry|coordinate)-?wise|逐元素|逐分量", re.I)
APPLIED = re.compile(  # behind it "elementwise" is said of a function
    r"(\b((activation |scalar |differentiable |smooth )*(function|activation|non-?linearity|nonlinearities)|\ufffc)"
    r"(,? (which|that))?( (is|are|be))?,? ?(applied|acts|acting|taken|works|operates|working|operating)?|\bapplied"
    r"|(函数|激活|\ufffc)(是)?(，|,)?(作用|应用|施加)?于?)\s*$",
    re.I,
)
OF_DERIVATIVES = re.compile(
    r"\bderivatives?\b|\bgradients?\b|jacobian|\bproducts?\b|\bmultipl|\bdivi(de|si)|\bpowers?\b|\bdifferentiat(e|es|ed"
    r"|ing|ion)\b|\bbackprop|导数|梯度|雅可比|乘|除|积|求导|反向",
    re.I,
)
DERIVED = re.compile(r"\\partial|\\nabla|\\d?frac\{(\\mathrm\{?)?d|'|\\prime|\\odot|\\circ|\\delta|\\Delta")
TAKEN = re.compile(
    r"\b(suppose|assum\w+|consider|restrict\w*|let|take|fix|focus\w*|given|w\.?\s?l\.?\s?o\.?\s?g|loss of generality"
    r"|in what follows|from (now|here) on|hereafter|throughout|henceforth|below|for now|we (only )?(use|write"
    r"|work|adopt)|now)\b"
    r"|\ball\b[^.;]{0,80}\b(are|is)\b|设|假设|假定|考虑|限于|以下|下面|下文|约定|本[节章文]|不妨|规定",
    re.I,
)
ROWS = re.compile(r"\brow[- ]vectors?\b|\bvectors are (\w+ )?rows\b|行向量", re.I)
WRONG = re.compile(
    r"^\W*((this is |is |the )?(wrong|incorrect|false|not so|bad|buggy|erroneous)( version| formula| answer"
    r"| derivation)?"
    r"|错误|不正确|错|误)(示例|写法|公式|答案|做法)?\W*[:：]?\W*$"
    r"|\b(believ\w+|tempt(ed|ing|ation)|myth|pitfall|beware|do not (write|confuse|use)|don't (write|confuse"
    r"|use)|errat(a|um)"
    r"|(has been|was|were|is now) corrected|first edition|(it )?should (read|be|have been)|fallacy"
    r"|misremember\w*|mistaken|blunder|bug|buggy"
    r"|in (an? |the |my |our )?(earl(y|ier)|previous|older|former) (versions?|drafts?|editions?|revisions?)"
    r"|would (hold|be true|then hold)|(might|may|could|would|should) (hope|expect|think|like|be tempted)"
    r"|(a|the|one|some|many) students? (writes?|wrote|claim(s|ed)?|says?|said)"
    r"|(sign|slight|small|another|an?) (error|mistake|slip)|mistakes?)\b"
    r"|\brepla(ce|ced|cing)\s*$|\b(fixed|fixes|corrected|corrects) (the|an?) (\w+ )?(formula|equation|sign|typo|error"
    r"|definition|derivative|statement)( (in|of|for|from))?\s*$|^\W*(fixed|corrected)\s*$"
    r"|\brender(s|ed)?( \w+){0,2} (as|like)\W*$|\b(type|typing|enter|write) `[^`]{1,80}`\s*(to get|for)\s*$"
    r"|\bsyntax\W*$"
    r"|[✗✘❌]|~~\s*$|\b(if|had|were) (it|this"
    r"|that) (were|been) true\b"
    r"|\bdo(es)? not (have|get|satisfy|obtain)\s*\ufffc?|\breplace\s+\ufffc"
    r"|(常见|典型|容易)(的)?(犯的?)?错误|错误(的)?(写法|公式|做法|结论|理解|答案)|误以为|误区|有误|(上|前|旧|早期)(一)?版(本)?|不对|错的|写成了|勘误|应(当|该)?改为",
    re.I,
)
RIGHT = re.compile(
    r"(\b(by|correct(ly)?|right|actual(ly)?|true|proper|instead|rather|in fact|should (read|be)"
    r"|must be)\b[^,;.]{0,30}"
    r"|正确[^，。]{0,10}|应(当|该)?(改)?(为|是)|而是|其实是|实际上是?)\W*$",
    re.I,
)
ASKED = re.compile(
    r"\b(true or false|right or wrong|prove or disprove|which of (the|these)|is it (true|correct|possible)"
    r"|correct or not"
    r"|counter-?examples? (to|for|of|against)|(decide|determine|check|verify|examine|discuss) (if|whether|which)"
    r"|do(es)? (the following|it|this) hold|find the (error|mistake|bug)|what is wrong|spot the|choose the"
    r"|select the)\b"
    r"|判断|是非题|选择题|下列|哪(个|些|一)|对还是错|正误|反例|是否|找出[^。]{0,20}错",
    re.I,
)
ABSURD = re.compile(
    r"\b(to the contrary|on the contrary|for (the sake of )?(a )?contradiction|by contradiction|indirect proof"
    r"|(suppose|assume) not\b"
    r"|(suppose|assume) otherwise|reductio)|反证|(假设|假定|设)[^。]{0,40}(不成立|相反)|若不然|否则假设",
    re.I,
)
REACHED = re.compile(r"contradict\w*|absurd|impossible|矛盾|不可能", re.I)
BASE = re.compile(
    r"\b(to|in|with|of|have|has|using) (the )?base[- ]?(2|two|10|ten|\ufffc|\$)|\bbase[- ](2|two|10|ten)\b"
    r"|\b(binary|decimal|common|dyadic) log(arithm)?s?\b|\blog(arithm)?s? (to|in|with|of|are)[^.]{0,20}base"
    r"|\b(measured|expressed|counted|given|\d|\w+ information) (in )?bits\b|\bunits? (of|are) bits?\b"
    r"|以\s*(2|10|二|十|\ufffc+)\s*为底|底(数)?(为|是|取)|单位(为|是)?比特|常用对数",
    re.I,
)
BITS = re.compile(r"(?<![-\d])\b(in )?bits?\b(?!\s*(width|depth|wise|string|vector))|比特", re.I)
DEGREES = re.compile(r"\bin degrees\b|\bdegrees?\b(?! (of|matri|distribution))|角度制|度数|单位(为|是)?度", re.I)
ARITHMETIC = re.compile(
    r"\bfloating[- ]point\b|\b(single|double|half|machine) precision\b|\bmod(ulo)? ?\d|\bmodulo\b|\bboolean"
    r"|\bfinite field"
    r"|\bXOR\b|浮点|取模|布尔",
    re.I,
)
NEXT = re.compile(
    r"[;.；。,，]\s*(but |however,? )?(it|this|that|which|these|the formula|这|该式|此式)?\s*"
    r"((should|must|ought to) (read|be)|(is|was|are) (wrong|false|incorrect|a (mistake|misprint|typo))"
    r"|has been corrected"
    r"|does not hold|fails|应(当|该)?(改)?为|是错|不对|不成立|不正确)",
    re.I,
)
STRONG = re.compile(
    r"\b(in what follows|from (now|here) on|hereafter|throughout|henceforth|restrict\w*|w\.?\s?l\.?\s?o\.?\s?g"
    r"|loss of generality"
    r"|(in|for) the (rest|remainder)|until further)\b|以下(均|都|只)?|下文|限于|只考虑|不妨设|始终",
    re.I,
)
BOUND = re.compile(r"[<>≤≥]|\\(le|ge|lt|gt|leq|geq|ll|gg)(?![A-Za-z])")
JUXTAPOSED = re.compile(
    r"\bwrit(e|ten|ing)\s+\ufffc+\s+(for|instead of|to (denote|mean))\s+\ufffc|\ufffc\s+(denotes?|stands for|means"
    r"|is) (the|an?) (inner|dot|scalar)\b",
    re.I,
)
CASE_IN_TEXT = re.compile(
    r"\b(for|if|when|whenever|unless|provided) (?!all\b|every\b|any\b|each\b|some\b|real\b|which\b"
    r"|that\b)[a-z]+|[a-z]\s+(for|if|when|whenever|unless|provided that)\s*\$|当.{2,}时",
    re.I,
)
QUOTED = re.compile(
    r"\b(student|pupil|candidate|reader|author|post|he|she|they)s? (then )?(wrote|writes?|claim(ed|s)?|sa(id|ys)"
    r"|answer(ed|s)|submitted)\s*[:：]?\s*$",
    re.I,
)
TEXT = re.compile(r"\\(text|textrm|textbf|textit|mbox)\s*\{([^{}]*)\}")
LOSS = re.compile(
    r"(?P<ce>cross[- ]entropy|log[- ]loss|交叉熵)|(?P<mse>squared error|\bmse\b|quadratic (loss|cost)"
    r"|least squares|均方误差|平方误差)"
    r"|(?P<hinge>\bhinge|合页)|(?P<huber>\bhuber)|(?P<mae>absolute error|\bmae\b|绝对误差)",
    re.I,
)
ANSWER = re.compile(
    r"\W*(solutions?|answers?|hints?|解答?|答案?|提示|参考答案)\s*(to|of|for|for exercise|to exercise)?\s*[\d.(]", re.I
)
FOLLOWS = re.compile(r"\b(therefore|hence|thus)\b|因此|所以|于是", re.I)  # what follows is more than an expansion
