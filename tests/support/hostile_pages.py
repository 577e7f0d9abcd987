"""Text that a document may contain and that a page must show as text."""

MARK = "gotcha"  # what hostile text would run or load
TEXTS = (
    f"<script>alert('{MARK}')</script>",
    f"<img src=x onerror=alert('{MARK}')>",
    f"[click](javascript:alert('{MARK}'))",
    f"</code></p></main><iframe src='https://{MARK}.example/'></iframe>",
    f"\"><svg onload=alert('{MARK}')>",
    f"{{{{ '{MARK}' * 7 }}}} {{% include '{MARK}' %}}",
    f"<!-- {MARK} --> ]]> &lt;script&gt;",
    "\u202e\u0000\u001b[2J\udcff",
)
FORMULAS = (
    rf"\href{{javascript:alert('{MARK}')}}{{x}} = x",
    rf"\text{{<script>alert('{MARK}')</script>}} = 1",
    rf"</math><script>alert('{MARK}')</script>",
    rf"\style{{background:url(https://{MARK}.example)}}{{x}}",
    r"\unicode{60}script\unicode{62}",
    rf"\class{{x\" onclick=\"alert('{MARK}')}}{{y}}",
    rf"\color{{red;background:url(https://{MARK}.example)}} x",
    rf"\mathrm{{</mi><script>alert('{MARK}')</script>}}",
    r"\text{&lt;img src=x onerror=alert(1)&gt;}",
    r"\newcommand{\a}{\a\a}\a",
    "{" * 5000 + "x" + "}" * 5000,
    r"\frac{" * 400 + "x",
    "x" * 100_000,
)
