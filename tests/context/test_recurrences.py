"""Definitions that go back to themselves one step earlier: no lint expands them without end."""

import symnn

TEXT = r"""Let $x_t \in \mathbb{R}$, $w \in \mathbb{R}$, $u \in \mathbb{R}$, $h_0 \in \mathbb{R}$, $q \in \mathbb{R}$.

$$h_t = \tanh(w h_{t-1} + u x_t)$$

$$E_t = \frac{1}{2} h_t^2$$

$$\frac{\partial E_t}{\partial q} = h_t$$

$$\frac{\partial E_t}{\partial w} = h_t \frac{\partial h_t}{\partial w}$$
"""


def test_a_recurrence_is_followed_once() -> None:
    report = symnn.verify(text=TEXT)
    assert {f.location.line for f in report.findings if f.code == "E423"} <= {7}
    assert len(report.claims) == 2
