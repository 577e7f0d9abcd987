"""True claims of every kind whose mutants are asked for, and claims that fooled other provers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from latex_claims import latex_claim, latex_term

from symnn.claim import Claim
from symnn.domain import INTEGERS, NATURALS, POSITIVE, Domain, Interval
from symnn.term import Op, Sym, free_symbols, num, op

D = r"\frac{\partial}{\partial x}"
D2 = r"\frac{\partial^2}{\partial x^2}"
NONNEGATIVE = Domain((Interval(Fraction(0), None, False),))
UNIT = Domain((Interval(Fraction(0), Fraction(1), False, False),))
APART = Domain((Interval(None, Fraction(0)), Interval(Fraction(0), None)))

IDENTITIES: tuple[tuple[str, ...], ...] = (
    (r"\tanh(x) = \frac{2}{1+e^{-2x}} - 1",),
    (r"\log(\cosh(x)) = x + \log(1+e^{-2x}) - \log 2",),
    (r"\log(1+e^x) = \max(0,x) + \log(1+e^{-|x|})",),
    (r"\max(x, y) = \frac{x+y+|x-y|}{2}",),
    (r"\operatorname{sign}(x)|x| = x",),
    (r"\begin{cases} -1 & x < -1 \\ 1 & x > 1 \\ x & \text{otherwise} \end{cases} = \max(-1, \min(1, x))",),
    (r"\max(x,\gamma x) = \max(0,x)+\gamma\min(0,x)", r"\gamma \le 1"),
    (r"\max(0,x)+\min(0,\alpha(e^x-1)) = \begin{cases} x & x > 0 \\ \alpha(e^x-1) & x \le 0 \end{cases}", r"\alpha>0"),
    (r"\frac{x}{|x|} = \frac{|x|}{x}",),
    (r"\log(x^2) = 2\log x", "x > 0"),
    (r"\sqrt{xy} = \sqrt{x}\sqrt{y}", "x > 0", "y > 0"),
    (r"\sqrt{x^2y} = |x|\sqrt{y}",),
    (r"(xy)^{3/2} = x^{3/2}y^{3/2}", "x > 0"),
    (r"\log\frac{x}{y} = \log x - \log y", "x > 0", "y > 0"),
    (r"e^{\frac12\log(x^2)} = |x|", r"x \ne 0"),
    (r"\frac{1}{1+\frac1x} = \frac{x}{x+1}", r"x \ne 0"),
    (r"|\tanh(x)| = \tanh(|x|)",),
    (r"|\sin(x)|^2 + \cos(x)^2 = 1",),
    (r"\max(x,\min(y,z)) = \min(\max(x,y),\max(x,z))",),
    (r"|x| + |y| = \max(|x+y|, |x-y|)",),
    (r"\frac{x^2-1}{x-1} = x+1", r"x \ne 1"),
    (r"x^0 = 1", r"x \ne 0"),
    (r"\frac{e^x}{e^x+e^y} = \frac{1}{1+e^{y-x}}",),
    (r"\log(e^x+e^y) = \max(x,y)+\log(1+e^{-|x-y|})",),
    (r"\operatorname{erf}(-x) = -\operatorname{erf}(x)",),
    (r"\arctan(x) = -\arctan(-x)",),
    (r"\sqrt[3]{x^3} = x",),
    (r"\sqrt{(x-1)^2} = |x-1|",),
    (r"|x| = -x", r"x \le 0"),
    (r"\operatorname{sign}(x) = 1", "x > 0"),
    (r"e^{\log x} = x", "x > 0"),
    (r"x^{y} = e^{y\log x}", "x > 0"),
    (r"\max(x, x^2) = x^2", r"x \ge 1"),
    (r"\frac{\sqrt{x}}{x} = \frac{1}{\sqrt{x}}", "x > 0"),
    (r"\sinh(2x) = 2\sinh(x)\cosh(x)",),
    (r"\frac{1-\tanh(x)}{2} = \frac{1}{1+e^{2x}}",),
    (r"\max(\log x, 0) = \log\max(x, 1)", "x > 0"),
    (r"|\sqrt{x}| = \sqrt{|x|}", r"x \ge 0"),
    (r"\operatorname{sign}(\log x) = \operatorname{sign}(x - 1)", "x > 0"),
    (r"\max(\frac1x, \frac1y) = \frac{1}{\min(x, y)}", "x > 0", "y > 0"),
    (r"|\log x| = |\log\frac1x|",),
    (r"\begin{cases} \log x & x > 1 \\ 0 & \text{otherwise} \end{cases} = \log\max(x, 1)",),
    (r"\tanh(\operatorname{artanh} x) = x", "|x| < 1"),
    (r"\min(\max(x, 0), 6) = \begin{cases} 0 & x \le 0 \\ x & 0 < x < 6 \\ 6 & x \ge 6 \end{cases}",),
)
DERIVATIVES: tuple[tuple[str, ...], ...] = (
    (D + r"[\log(1+e^x)] = \frac{1}{1+e^{-x}}",),
    (D + r"[x|x|] = 2|x|",),
    (D + r"[|x|^3] = 3x|x|",),
    (D + r"[\max(0,x)^2] = 2\max(0,x)",),
    (D + r"[\max(0,x)] = 1", "x > 0"),
    (D + r"[|x|] = \frac{x}{|x|}",),
    (D + r"[\frac{x}{1+|x|}] = \frac{1}{(1+|x|)^2}",),
    (D + r"[\tanh(y x)] = y(1 - \tanh^2(y x))",),
    (D + r"[x^y] = y x^{y-1}", "x > 0"),
    (D + r"[\log|x|] = \frac1x",),
    (D + r"[\operatorname{erf}(x)] = \frac{2}{\sqrt{\pi}}e^{-x^2}",),
    (D + r"[\frac{1}{1+e^{-x}}] = \frac{e^{-x}}{(1+e^{-x})^2}",),
    (D2 + r"[\tanh(x)] = -2\tanh(x)(1-\tanh^2(x))",),
    (D2 + r"[\log(1+e^x)] = \frac{e^x}{(1+e^x)^2}",),
    (D2 + r"[x^4] = 12x^2",),
    (D + r"[\begin{cases} x & x > 0 \\ e^x-1 & x \le 0 \end{cases}] = \min(1, e^x)",),
    (D + r"[\begin{cases} x^2 & x > 0 \\ 0 & x \le 0 \end{cases}] = 2\max(0,x)",),
    (D + r"[\max(x, y)] = \begin{cases} 1 & x > y \\ 0 & x < y \end{cases}",),
    (D + r"[\sqrt{1+x^2}] = \frac{x}{\sqrt{1+x^2}}",),
    (D + r"[e^{-|x|}] = -\operatorname{sign}(x)e^{-|x|}", r"x \ne 0"),
    (r"\frac{\partial^2}{\partial x \partial y}[\sin(xy)] = \cos(xy) - xy\sin(xy)",),
    (D + r"[\sqrt{x^2}] = \operatorname{sign}(x)", r"x \ne 0"),
    (D + r"[x^3\operatorname{sign}(x)] = 3x|x|",),
)
INEQUALITIES: tuple[tuple[str, ...], ...] = (
    (r"|\tanh x| < 1",), (r"e^x \ge 1 + x",), (r"\log x \le x - 1", "x > 0"),
    (r"\frac{e^{-x}}{(1+e^{-x})^2} \le \frac14",), (r"\log(1+e^x) > \max(0,x)",),
    (r"\log(1+e^x) \le \max(0,x) + \log 2",), (r"x^2 + y^2 \ge 2xy",), (r"|x+y| \le |x|+|y|",),
    (r"\max(x,y) \ge \frac{x+y}{2}",), (r"0 < \frac{1}{1+e^{-x}} < 1",), (r"\tanh(x) \le x", r"x \ge 0"),
    (r"\tanh(x) < x", "x > 0"), (r"\frac{1}{x} > 0", "x > 0"), (r"x \log x \ge -\frac{1}{e}", "x > 0"),
    (r"x^4 - 2x^2 + 1 \ge 0",), (r"x^4 - 2x^2 + 2 > 0",), (r"\sin x \le x", r"x \ge 0"), (r"|\sin x| \le 1",),
    (r"x^2 - x \ge 0", r"x \in [1, \infty)"), (r"xy \le \frac{(x+y)^2}{4}",), (r"e^x > x^2", "x > 0"),
    (r"\sqrt{x} \le \frac{x+1}{2}", "x > 0"), (r"\operatorname{erf}(x) < 1",), (r"\arctan x < \frac{\pi}{2}",),
    (r"x e^{-x} \le \frac{1}{e}",), (r"|\tanh x - \tanh y| \le |x - y|",), (r"x + \frac1x \ge 2", "x > 0"),
    (r"\frac{x}{1+e^{-x}} > -\frac{3}{10}",), (r"x^2 \ne -1",), (r"e^x \ne 0",), (r"|x|+1 \ne 0",),
    (r"|\frac{1}{1+e^{-x}} - \frac12 - \frac{x}{4}| \le \frac{1}{20}", r"|x| \le 1"),
    (r"|\tanh(x) - \max(-1,\min(1,x))| \le 0.239",), (r"|x - \sin x| \le \frac{|x|^3}{6}",),
    (r"x\log\frac{x}{y} \ge x - y", "x > 0", "y > 0"), (r"\frac{x^2}{1+|x|} \ge 0",),
    (r"\max(0,x) \cdot \max(0,-x) \le 0",), (r"x^2 \ge x", r"x \in (1, 2]"),
    (r"D_ \ge 0".replace("D_", D + r"[x^3]"),), (D + r"[\tanh x] > 0",), (D + r"[|x|] \le 1",),
    (r"\tanh x \in (-1, 1)",), (r"\max(-1,\min(1,x)) \in [-1,1]",), (r"\frac{1}{1+x^2} \in (0, 1]",),
    (r"\log(1+e^x) \in (0,\infty)",), (r"\operatorname{sign}(x) \in \{-1, 0, 1\}",), (r"e^{-x} \in (0, 1]", r"x \ge 0"),
)  # fmt: skip
LIMITS: tuple[tuple[str, ...], ...] = (
    (r"\lim_{x \to 0} \frac{\sin x}{x} = 1",), (r"\lim_{x \to \infty} \tanh x = 1",),
    (r"\lim_{x \to 0^+} x\log x = 0",), (r"\lim_{x \to 0^+} \frac{1}{x} = \infty",),
    (r"\lim_{x \to 0^-} \frac{|x|}{x} = -1",), (r"\lim_{x \to -\infty} \frac{1}{1+e^{-\alpha x}} = 0", r"\alpha > 0"),
    (r"\lim_{x \to 0} \frac{e^{\alpha x}-1}{x} = \alpha",), (r"\lim_{x \to \infty} x^2e^{-x} = 0",),
    (r"\lim_{x \to \infty} \frac{\log x}{x} = 0",), (r"\lim_{x \to \infty} (\log(1+e^x) - x) = 0",),
    (r"\lim_{x \to \infty} \frac{\log(1+e^{\beta y x})}{\beta x} = \max(0,y)", r"\beta > 0"),
    (r"\lim_{x \to 0} \frac{1-\cos x}{x^2} = \frac12",), (r"\lim_{x \to \infty} (1+\frac{y}{x})^x = e^y",),
    (r"\lim_{x \to 0^+} e^{-1/x} = 0",), (r"\lim_{x \to 1} \frac{x^2-1}{x-1} = 2",),
    (r"\lim_{x \to 0^+} x^x = 1",), (r"\lim_{x \to 0^+} \tanh(\frac{y}{x}) = 1", "y > 0"),
    (r"\lim_{x \to -\infty} \frac{x}{1+e^{-x}} = 0",), (r"\lim_{x \to 0^+} \frac{\max(0,x)}{|x|} = 1",),
    (r"\lim_{x \to \infty} (\sqrt{x^2+x}-x) = \frac12",),
)  # fmt: skip
IFF: tuple[tuple[str, ...], ...] = (
    (r"\max(x,\gamma x) = \max(0,x)+\gamma\min(0,x) \iff \gamma \le 1",),
    (r"\max(0, \gamma x) = \gamma\max(0,x) \iff \gamma \ge 0",),
    (r"|\alpha x| = \alpha|x| \iff \alpha \ge 0",),
    (r"\frac{\beta x}{\beta} = x \iff \beta \ne 0",),
    (r"\gamma^2 x = \gamma x \iff \gamma = 0 \lor \gamma = 1",),
    (r"\sqrt{\gamma^2 x^2} = \gamma\sqrt{x^2} \iff \gamma \ge 0",),
    (r"\max(\gamma x, x) = x \iff \gamma = 1",),
    (r"|x + \gamma| = |x| + |\gamma| \iff \gamma = 0",),
)
# (expression, kind, set or sign, domain)
FUNCTIONS: tuple[tuple[str, str, str, Domain | None], ...] = (
    (r"\tanh x", "range_is", "(-1, 1)", None), (r"\frac{1}{1+e^{-x}}", "range_is", "(0, 1)", None),
    (r"\max(0,x)", "range_is", r"[0, \infty)", None), (r"\log(1+e^x)", "range_is", r"(0, \infty)", None),
    (r"x^2", "range_is", r"[0, \infty)", None), (r"\frac{1}{1+x^2}", "range_is", "(0, 1]", None),
    (r"\max(-1,\min(1,x))", "range_is", "[-1, 1]", None), (r"x^2", "range_is", "[0, 1]", UNIT),
    (r"\frac{x}{1+|x|}", "range_is", "(-1, 1)", None), (r"e^{-x}", "range_is", "(0, 1]", NONNEGATIVE),
    (r"\tanh x", "monotone", "1", None), (r"\log(1+e^x)", "monotone", "1", None), (r"x^3", "monotone", "1", None),
    (r"e^{-x}", "monotone", "-1", None), (r"\frac1x", "monotone", "-1", POSITIVE),
    (r"x^2", "monotone", "1", NONNEGATIVE),
    (r"x + \frac12|x|", "monotone", "1", None), (r"\sqrt{x}", "monotone", "1", NONNEGATIVE),
    (r"\frac{x}{1+|x|}", "monotone", "1", None), (r"x-\frac12\tanh x", "monotone", "1", None),
    (r"x|x|", "differentiable", "", None), (r"\max(0,x)^2", "differentiable", "", None),
    (r"|x|", "continuous", "", None), (r"\tanh x", "differentiable", "", None),
    (r"\begin{cases} x & x > 0 \\ e^x-1 & x \le 0 \end{cases}", "differentiable", "", None),
    (r"\begin{cases} \frac{\sin x}{x} & x > 0 \\ 1 & x \le 0 \end{cases}", "continuous", "", None),
)  # fmt: skip
# (left, right, gauge, point)
ORDERS: tuple[tuple[str, str, str, str], ...] = (
    (r"e^x", r"1+x+\frac{x^2}{2}", "x^3", "0"), (r"\tanh x", r"x", "x^3", "0"),
    (r"\sin x", r"x-\frac{x^3}{6}", "x^5", "0"),
    (r"\log(1+x)", r"x-\frac{x^2}{2}", "x^3", "0"), (r"\frac{1}{1+e^{-x}}", r"\frac12+\frac{x}{4}", "x^3", "0"),
    (r"\frac{\tanh(y+x)-\tanh(y-x)}{2x}", r"1-\tanh(y)^2", "x^2", "0"), (r"\frac{e^{x}-1}{x}", "1", "x", "0"),
    (r"x\log x", "0", r"x^2", r"\infty"), (r"\sqrt{x^2+1}", "x", "1/x", r"\infty"), (r"\log x", r"x-1", "(x-1)^2", "1"),
)  # fmt: skip
# with variables that are integers or live in other places
PLACED: tuple[tuple[str, dict[str, Domain]], ...] = (
    (r"x^n x = x^{n+1}", {"n": NATURALS}), (r"(-1)^{2n} = 1", {"n": INTEGERS}), (r"|x|^{2n} = x^{2n}", {"n": NATURALS}),
    (r"n^2 \ge n", {"n": INTEGERS}), (r"(n-1)(n-2) \ge 0", {"n": INTEGERS}), (r"n \ne \frac12", {"n": INTEGERS}),
    (r"(2n-1)^2 \ge 1", {"n": INTEGERS}), (r"x^n > 0", {"x": POSITIVE, "n": INTEGERS}),
    (r"x \le 1", {"x": UNIT}), (r"x^2 \le x", {"x": UNIT}), (r"\frac{|x|}{x} = \operatorname{sign}(x)", {"x": APART}),
    (r"x^{2n+1} = x|x|^{2n}", {"n": NATURALS}), (r"\sqrt{x}^2 = x", {"x": NONNEGATIVE}),
    (r"\sin(\pi n) = 0", {"n": INTEGERS}), (r"\log(x^n) = n\log x", {"x": POSITIVE, "n": INTEGERS}),
    (r"\binom{n}{1} = n", {"n": NATURALS}), (r"\frac1n \le 1", {"n": NATURALS}), (r"2^n \ge n + 1", {"n": NATURALS}),
)  # fmt: skip
OPAQUE: tuple[tuple[str, str], ...] = (
    (D + r"[f(x)^2] = 2f(x)f'(x)", "f"),
    (D + r"[f(g(x))] = f'(g(x))g'(x)", "f g"),
    (D + r"[f(x)g(x)] = f'(x)g(x)+f(x)g'(x)", "f g"),
    (r"\max(f(x), -f(x)) = |f(x)|", "f"),
    (D + r"[\log(1+e^{f(x)})] = \frac{f'(x)}{1+e^{-f(x)}}", "f"),
    (r"\lim_{h \to 0} \frac{f(x+h)-f(x)}{h} = f'(x)", "f"),
    (r"\lim_{h \to 0} \frac{f(x+h)-2f(x)+f(x-h)}{h^2} = f''(x)", "f"),
)
KINDS = {"identity": IDENTITIES, "derivative": DERIVATIVES, "inequality": INEQUALITIES, "limit": LIMITS, "iff": IFF}


def true_claims() -> Iterator[Claim]:
    """Every row as a claim with its kind in the id."""
    from dataclasses import replace

    for kind, rows in KINDS.items():
        for row in rows:
            yield replace(latex_claim(*row), id=kind, kind=kind)  # type: ignore[arg-type]
    for source, domains in PLACED:
        yield replace(latex_claim(source, **domains), id="domain")
    for source, names in OPAQUE:
        yield replace(latex_claim(source, opaque=names), id="opaque")
    for body, head, last, domain in FUNCTIONS:
        claim = latex_claim(body + " = 0", **({} if domain is None else {"x": domain}))
        term, x = latex_term(body), Sym("x")
        rest = (x,) if not last else (x, num(last) if head == "monotone" else _set(last))
        yield replace(claim, id=head, relation=Op(head, (term, *rest)), kind="range" if head == "range_is" else "step")
    for left, right, gauge, point in ORDERS:
        sides = tuple(latex_term(t) for t in (left, right, gauge))
        claim = latex_claim(f"{left} = {right}")
        relation = Op("order", (*sides, Sym("x"), latex_term(point), num(1 if "log x" in left else 0)))
        assert free_symbols(relation) <= {Sym("x"), Sym("y")}
        yield replace(claim, id="order", kind="order", relation=relation)


def _set(text: str) -> Op:
    relation = latex_term(rf"x \in {text}")
    assert isinstance(relation, Op)
    target = relation.args[1]
    assert isinstance(target, Op)
    return op(target.head, *target.args)
